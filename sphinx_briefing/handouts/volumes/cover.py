"""The cover: the title, who made it and when, and all claims as squares, where there are claims.

On an EPUB it is a picture, drawn without a browser; the book's first page says the same
(`sphinx_briefing.handouts.volumes.book.writing`).
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont

from sphinx_briefing import messages
from sphinx_briefing.claims.counts import claims_in_use
from sphinx_briefing.claims.data import VERDICTS
from sphinx_briefing.figures.process import ProcessFailed, run_apart
from sphinx_briefing.handouts.kit import HandoutError
from sphinx_briefing.handouts.volumes import cover_worker
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.volumes.binding import Volume
    from sphinx_briefing.handouts.volumes.palette import Face, Palette

WIDTH, HEIGHT, MARGIN = 1600, 2400, 130

CARRIED = "Liberation Sans"
"""What vl-convert brings, for what the project's own typefaces do not have."""

WIDE = 0.56
"""Width of a letter of a heading, in its height, where no typeface says it."""

SIZES = (172, 148, 124, 104, 88)
"""Heights of the title's letters, the largest that fits taken."""

MOST_LINES = 5

PATIENCE = 120  # seconds


class Type(NamedTuple):
    """A typeface to draw with."""

    family: str
    font: TTFont | None

    def width(self, text: str, size: float) -> float:
        """How wide a text is."""
        if self.font is None:
            return len(text) * size * WIDE
        glyphs, widths = self.font.getBestCmap(), self.font["hmtx"]
        units = self.font["head"].unitsPerEm
        return sum(
            size * (widths[glyphs[ord(letter)]][0] / units if ord(letter) in glyphs else WIDE)
            for letter in text
        )


def looks(volume: Volume) -> list[str]:
    """The verdict of each claim, in the order of kinds of verdicts, as its colour is named."""
    order = list(VERDICTS)
    claims = sorted(claims_in_use(volume.app.env), key=lambda claim: order.index(claim.verdict))
    return [claim.verdict for claim in claims]


def squares(volume: Volume, width: float, columns: int = 10) -> tuple[str, float]:
    """All claims as squares on a dark ground, as SVG, and how high they are together."""
    found = looks(volume)
    palette = volume.palette
    side = width / columns
    gap = side * 0.16

    def place(column: int) -> float:
        return width - side * (column + 1) + gap if volume.direction == "rtl" else column * side

    drawn = "".join(
        f'<rect x="{place(number % columns):.1f}" y="{number // columns * side:.1f}" '
        f'width="{side - gap:.1f}" height="{side - gap:.1f}" rx="{side * 0.04:.1f}" '
        f'fill="{palette.on_dark(f"verdict-{look}") or "#ffffff"}"/>'
        for number, look in enumerate(found)
    )
    return drawn, -(-len(found) // columns) * side


def wrapped(text: str, face: Type, size: float, room: float) -> list[str]:
    """A text in lines that fit."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.width(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def font_files(palette: Palette) -> Iterator[tuple[Face, TTFont]]:
    """The project's typefaces, as drawing programs read them."""
    for face in palette.faces:
        font = TTFont(face.file)
        font.flavor = None
        yield face, font


def types_of(palette: Palette) -> tuple[Type, Type, list[bytes]]:
    """What title and text are set in, and the files of it."""
    title = text = Type(CARRIED, None)
    found = []
    for face, font in font_files(palette):
        written = BytesIO()
        font.save(written)
        found.append(written.getvalue())
        name = font["name"]
        family = str(name.getDebugName(16) or name.getDebugName(1))
        if '"Briefing Serif"' in face.rule or title.font is None:
            title = Type(family, font)
        if "Serif" not in face.rule:
            text = Type(family, font)
    return title, text, found


def cover_svg(kit: Kit, volume: Volume, title_in: Type, text_in: Type) -> str:
    """The cover as SVG."""
    palette, room = volume.palette, WIDTH - 2 * MARGIN
    size = next(
        (
            one
            for one in SIZES
            if len(wrapped(kit.title, title_in, one, room)) <= MOST_LINES
            and all(title_in.width(word, one) <= room for word in kit.title.split())
        ),
        SIZES[-1],
    )
    rtl = volume.direction == "rtl"
    x, anchor = (WIDTH - MARGIN, ' direction="rtl"') if rtl else (MARGIN, "")
    rows = [
        f'<text x="{x}" y="{MARGIN + 60 + size * (1 + 1.14 * number):.0f}" font-size="{size}" '
        f'font-weight="600" font-family="{escape(title_in.family)}, {CARRIED}"{anchor}>'
        f"{escape(line)}</text>"
        for number, line in enumerate(wrapped(kit.title, title_in, size, room))
    ]
    drawn, high = squares(volume, room)
    foot = HEIGHT - MARGIN
    said = [kit.author, kit.edition_label, _("Presenter’s copy") if kit.presenter else ""]
    lines = [line for text in filter(None, said) for line in wrapped(text, text_in, 48, room)]
    for number, line in enumerate(lines):
        y = foot - (len(lines) - 1 - number) * 66
        rows.append(
            f'<text x="{x}" y="{y}" font-size="48" '
            f'font-family="{escape(text_in.family)}, {CARRIED}"{anchor}>{escape(line)}</text>'
        )
    top = foot - len(lines) * 66 - 70 - high
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.colour("cover")}"/>'
        f'<g fill="#ffffff"><rect x="{MARGIN if not rtl else WIDTH - MARGIN - 160}" y="{MARGIN}" '
        f'width="160" height="14"/>{"".join(rows)}</g>'
        f'<g transform="translate({MARGIN} {top:.0f})">{drawn}</g></svg>'
    )


def cover_png(kit: Kit, volume: Volume) -> bytes:
    """The cover as PNG, 1600 x 2400.

    Raises:
        HandoutError: it could not be drawn.
    """
    title_in, text_in, fonts = types_of(volume.palette)
    asked: dict[str, Any] = {
        "svg": cover_svg(kit, volume, title_in, text_in),
        "fonts": [base64.b64encode(font).decode("ascii") for font in fonts],
    }
    try:
        return run_apart(cover_worker, asked, PATIENCE)
    except ProcessFailed as error:
        raise HandoutError(messages.COVER_NOT_DRAWN % error) from error
