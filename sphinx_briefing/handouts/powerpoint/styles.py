"""What a page's stylesheets say of an element, as far as a presentation needs it.

Custom properties and a few others, with ``var()`` and ``light-dark()`` resolved:
https://www.w3.org/TR/css-variables-1/, https://www.w3.org/TR/css-color-5/. Rules inside of
``@media``, ``@container`` and the like are left out: they tell of other places than a big screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cssselect2
import soupsieve
import tinycss2
from tinycss2.color4 import parse_color

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bs4 import Tag
    from tinycss2.ast import Node

WANTED = {
    "background", "border", "color", "border-radius", "display", "fill", "font-weight", "grid-area",
    "grid-template-areas", "grid-template-columns", "paint-order", "stroke", "text-align",
}  # fmt: skip
"""Properties that are kept beside custom ones."""

MIXED = 100.0
DEEPEST = 16


class Rule(NamedTuple):
    """One declaration and what it is for."""

    weight: tuple[bool, tuple[int, int, int], int]  # importance, specificity, order
    selector: soupsieve.SoupSieve
    value: list[Node]


class Styles:
    """The declarations of a page's stylesheets."""

    def __init__(self, sheets: Iterable[str]) -> None:
        """Read stylesheets.

        Args:
            sheets: their texts, in the page's order.
        """
        self._rules: dict[str, list[Rule]] = {}
        order = 0
        for sheet in sheets:
            for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
                if rule.type == "qualified-rule":
                    order += 1
                    self._add(rule, order)
        for rules in self._rules.values():
            rules.sort(key=lambda rule: rule.weight, reverse=True)

    def _add(self, rule: Node, order: int) -> None:
        found = tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        )
        kept = [
            part
            for part in found
            if part.type == "declaration" and (part.name.startswith("--") or part.name in WANTED)
        ]
        if not kept:
            return
        text = tinycss2.serialize(rule.prelude)
        try:
            selector = soupsieve.compile(text)
            weight = max(one.specificity for one in cssselect2.compile_selector_list(rule.prelude))
        except (soupsieve.SelectorSyntaxError, cssselect2.SelectorError, NotImplementedError):
            return  # what no library can match, such as ::before, is no element of a slide
        for part in kept:
            one = Rule((part.important, weight, order), selector, part.value)
            self._rules.setdefault(part.name, []).append(one)

    def candidates(self, element: Tag, name: str, depth: int = 0) -> Iterator[list[Node]]:
        """What is declared for an element, what counts first; its parents' where that inherits.

        Args:
            element: the element.
            name: of the property.
            depth: how many ``var()`` led here; one that leads to itself ends at `DEEPEST`.
        """
        at: Tag | None = element
        while at is not None and at.name != "[document]":
            for rule in self._rules.get(name, ()):
                if rule.selector.match(at):
                    yield self._resolved(at, rule.value, depth)
            at = at.parent if name.startswith("--") else None

    def text(self, element: Tag, name: str) -> str:
        """The value of a property as text; empty: nothing is declared."""
        found = next(self.candidates(element, name), [])
        return str(tinycss2.serialize(found)).strip()

    def colour(self, element: Tag, name: str, *, dark: bool = False) -> str:
        """The first of the candidates that is a colour, as ``0a5563``; empty: none is."""
        for tokens in self.candidates(element, name):
            if found := colour_of(tokens, dark=dark):
                return found
        return ""

    def resolved_colour(self, element: Tag, text: str, *, dark: bool = False) -> str:
        """A colour that is written in an attribute, such as ``var(--briefing-accent)``."""
        return colour_of(
            self._resolved(element, tinycss2.parse_component_value_list(text)), dark=dark
        )

    def resolved_text(self, element: Tag, text: str) -> str:
        """A value with all its ``var()`` put in."""
        parsed = tinycss2.parse_component_value_list(text)
        return str(tinycss2.serialize(self._resolved(element, parsed)))

    def _resolved(self, element: Tag, tokens: Iterable[Node], depth: int = 0) -> list[Node]:
        found: list[Node] = []
        for token in tokens:
            if token.type == "function" and token.lower_name == "var" and depth < DEEPEST:
                name, *fallback = _arguments(token.arguments)
                value = next(
                    self.candidates(element, tinycss2.serialize(name).strip(), depth + 1), None
                )
                found += self._resolved(
                    element,
                    value if value is not None else [part for one in fallback for part in one],
                    depth + 1,
                )
            elif token.type == "function":
                inner = self._resolved(element, token.arguments, depth)
                found.append(type(token)(token.source_line, token.source_column, token.name, inner))
            else:
                found.append(token)
        return found


def page_styles(page: Path, head: Tag) -> Styles:
    """The styles that a page links, from the files beside it.

    Args:
        page: the page's file.
        head: its ``head``.
    """
    sheets = []
    for link in head.select('link[rel~="stylesheet"][href]'):
        path = page.parent / str(link["href"]).partition("?")[0]
        if path.is_file():
            sheets.append(path.read_text(encoding="utf-8"))
    return Styles(sheets)


def _arguments(tokens: Iterable[Node]) -> list[list[Node]]:
    """Arguments of a function, which commas part."""
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def colour_of(tokens: Iterable[Node], *, dark: bool = False) -> str:
    """The colour that resolved tokens name, as ``0a5563``; empty: none that this reads."""
    parts = [token for token in tokens if token.type not in ("whitespace", "comment")]
    if len(parts) != 1:
        return ""
    token = parts[0]
    if token.type == "function" and token.lower_name == "light-dark":
        pair = _arguments(token.arguments)
        return colour_of(pair[-1] if dark else pair[0], dark=dark)
    if token.type == "function" and token.lower_name == "color-mix":
        return _mixed(_arguments(token.arguments), dark=dark)
    try:
        found = parse_color(token)
        if found is None or found == "currentcolor" or not found.alpha:
            return ""
        red, green, blue = found.to("srgb").coordinates
    except (NotImplementedError, TypeError, AttributeError):
        return ""
    return "".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in (red, green, blue))


def _mixed(arguments: list[list[Node]], *, dark: bool) -> str:
    """``color-mix(in srgb, A 18%, B)``; other spaces are taken for this one."""
    shares, colours = [], []
    for part in arguments[1:3]:
        share = [token.value for token in part if token.type == "percentage"]
        shares.append(share[0] if share else None)
        colours.append(colour_of((t for t in part if t.type != "percentage"), dark=dark))
    if len(colours) != 2 or not all(colours):
        return ""
    first, second = shares
    if first is None:
        first = MIXED / 2 if second is None else MIXED - second
    return blend(colours[0], colours[1], first / MIXED)


def blend(colour: str, ground: str, share: float) -> str:
    """A colour on a ground.

    Args:
        colour: as ``0a5563``.
        ground: likewise.
        share: of the colour, from 0 to 1.
    """
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (0, 2, 4)]
    return "".join(f"{round(one * share + other * (1 - share)):02x}" for one, other in pairs)
