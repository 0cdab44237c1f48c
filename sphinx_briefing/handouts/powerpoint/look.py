"""The look of a deck, as a presentation can have it: its colours and its typefaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.handouts.powerpoint.styles import page_styles

if TYPE_CHECKING:
    from bs4 import Tag

    from sphinx_briefing.handouts.powerpoint.styles import Styles
    from sphinx_briefing.handouts.reading import ReadDeck

SCHEME = {
    "ink": "dk1", "paper": "lt1", "cover": "dk2", "paper-2": "lt2", "accent": "accent1",
    "verdict-confirmed": "accent2", "verdict-nuanced": "accent3",
    "verdict-contradicted": "accent4", "editorial": "accent5", "ink-2": "accent6",
}  # fmt: skip
"""Tokens (``briefing-tokens.css``) that have a place in a theme's scheme of twelve colours."""

MAPPED = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
"""What the master calls them (its ``clrMap``)."""

OTHERS = ("accent-2", "on-accent", "line", "note", "tip", "warning", "danger")
"""Tokens that have none; they are the theme's custom colours."""

SAFE = (
    "Georgia", "Times New Roman", "Arial", "Verdana", "Tahoma", "Trebuchet MS", "Courier New",
    "Calibri", "Cambria", "Consolas", "Palatino Linotype", "Book Antiqua", "Garamond",
)  # fmt: skip
"""Typefaces that are on Windows and macOS, or come with Office on both."""

OLD_STYLE = ("Georgia",)
"""Faces whose figures hang below the line, which large numbers cannot bear."""

GENERIC = {"serif": "Georgia", "sans-serif": "Arial", "monospace": "Courier New"}


class Look(NamedTuple):
    """Colours as ``0a5563`` by their token's name, and typefaces."""

    light: dict[str, str]
    dark: dict[str, str]
    heading: str
    body: str
    mono: str
    styles: Styles

    @property
    def figures(self) -> str:
        """What sets large numbers: the theme's major or its minor face."""
        return "+mn-lt" if self.heading in OLD_STYLE else "+mj-lt"

    def colour(self, value: str, *, dark: bool = False) -> str:
        """The XML of a colour: the theme's where it has it, so that it follows another theme.

        Args:
            value: a token's name such as ``ink``, or a colour such as ``0a5563``.
            dark: whether it stands on the cover's ground, where ink is light.
        """
        if dark:
            if value in ("ink", "paper", "cover"):
                name = {"ink": "tx1", "paper": "bg1", "cover": "bg1"}[value]
                return f'<a:schemeClr val="{name}"/>'
            return f'<a:srgbClr val="{self.dark.get(value, value).upper()}"/>'
        hexed = self.light.get(value, value)
        for token, place in SCHEME.items():
            if value == token or (value not in self.light and self.light[token] == hexed):
                return f'<a:schemeClr val="{MAPPED.get(place, place)}"/>'
        return f'<a:srgbClr val="{hexed.upper()}"/>'


def read_look(deck: ReadDeck) -> Look:
    """The look of a built deck, in its light scheme."""
    styles = page_styles(deck.page, deck.head)
    body = _body(deck)
    palettes: list[dict[str, str]] = []
    for dark in (False, True):
        palette = {
            name: styles.colour(body, f"--briefing-{name}", dark=dark)
            for name in (*SCHEME, *OTHERS)
        }
        ink, paper = palette["ink"] or "000000", palette["paper"] or "ffffff"
        grounds = {"paper", "paper-2", "accent-2", "on-accent"}
        palettes.append(
            {name: hexed or (paper if name in grounds else ink) for name, hexed in palette.items()}
        )
    return Look(
        light=palettes[0],
        dark=palettes[1],
        heading=_face(styles, body, "--briefing-heading"),
        body=_face(styles, body, "--briefing-sans"),
        mono=_face(styles, body, "--briefing-mono"),
        styles=styles,
    )


def _body(deck: ReadDeck) -> Tag:
    html = deck.head.parent
    assert html is not None
    body = html.find("body")
    assert body is not None
    return body


def _face(styles: Styles, body: Tag, name: str) -> str:
    """The first face of a list that others have; else what stands for its kind."""
    families = [part.strip().strip("\"'") for part in styles.text(body, name).split(",")]
    for family in families:
        if family in SAFE:
            return family
    return GENERIC.get(families[-1], GENERIC["sans-serif"])
