"""How much room words take: a simple measure, and sizes by it.

A presentation has no layout of its own: who opens it sets it, and shrinks what is too long only
once it is edited. So sizes are chosen here, by the widths of Arial's letters in thousandths of an
em (its ``hmtx`` table; Liberation Sans has the same) and a factor for each other face, measured on
an English sentence: Gelasio for Georgia, P052 for Palatino, which have their widths. Bold is wider
by 1.07, as Arial's is. Courier New is 0.6 em throughout, an ideograph 1 em. A line is filled to 98
per cent, as the word that would not fit goes to the next.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_briefing.handouts.powerpoint.content import Paragraph

WIDTHS = {
    191: "'", 222: "ijl\u2018’", 278: " !,./:;I[\\]ft·", 333: "()-`r“”", 355: '"',
    389: "*", 400: "°",
    500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–§", 584: "+<=>~×±≈", 611: "FTZ",
    667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…",
    1015: "@",
}  # fmt: skip
LETTERS = {letter: width for width, letters in WIDTHS.items() for letter in letters}
OTHERS = 600  # a letter that is not there
BOLDER = 1.07
FACTORS = {"Georgia": 1.08, "Times New Roman": 0.9, "Verdana": 1.17, "Tahoma": 1.0,
           "Trebuchet MS": 0.98, "Calibri": 0.9, "Cambria": 0.96,
           "Palatino Linotype": 0.97, "Book Antiqua": 0.97, "Garamond": 0.86}  # fmt: skip
FILLED = 0.98
LEADING = 1.2  # of a line, in em: Arial's and Georgia's own is 1.15
SMALLEST = 24.0  # px: the smallest text of decks, 18 pt
INNER = 0.4  # of the room between paragraphs: between those of a list in a list
BREAKS = re.compile(r"(?<=[ -])")
"""Where a line may end: after a space or a hyphen."""

STEPS = (1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4)


def width_of(text: str, size: float, *, bold: bool, mono: bool, face: str) -> float:
    """The width of words in one line, in the unit of the size.

    Args:
        text: the words.
        size: of the type.
        bold: whether they are bold.
        mono: whether each letter is as wide.
        face: the typeface.
    """
    if mono:
        return 0.6 * size * len(text)
    em = sum(_width(letter) for letter in text) / 1000
    return em * size * FACTORS.get(face, 1.0) * (BOLDER if bold else 1)


def _width(letter: str) -> int:
    """The width of a letter in thousandths of an em."""
    if (found := LETTERS.get(letter)) is not None:
        return found
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1000
    base = unicodedata.normalize("NFD", letter)[0]
    return LETTERS.get(base, OTHERS)


def lines_of(paragraph: Paragraph, size: float, width: float, face: str) -> int:
    """How many lines a paragraph takes.

    Args:
        paragraph: the paragraph.
        size: of its type, px.
        width: of its place, px.
        face: the typeface.
    """
    room = max(width * FILLED, size)
    lines, at = 1, 0.0
    for run in paragraph.runs:
        if run.text == "\n":
            lines, at = lines + 1, 0
            continue
        bold = run.bold or paragraph.bold
        mono = run.mono or paragraph.mono
        size_of_run = run.size or size
        for word in BREAKS.split(run.text):
            long = width_of(word, size_of_run, bold=bold, mono=mono, face=face)
            space = 0.28 * size_of_run if word.endswith(" ") else 0  # which a line's end swallows
            if at and at + long - space > room:
                lines, at = lines + 1, 0
            extra = max(0, math.ceil((long - space) / room) - 1)
            lines += extra
            at += long - extra * room
    return lines


def height_of(
    paragraphs: Iterable[Paragraph],
    sizes: Sequence[float],
    width: float,
    face: str,
    *,
    between: float,
    indent: float = 0,
) -> float:
    """The height of paragraphs, px.

    Args:
        paragraphs: what stands there.
        sizes: of the type by level, px.
        width: of their place, px.
        face: the typeface.
        between: the room between paragraphs, px.
        indent: what a level is set in by, px.
    """
    height = 0.0
    for number, paragraph in enumerate(paragraphs):
        size = sizes[min(paragraph.level, len(sizes) - 1)]
        if paragraph.size:
            size = (
                max(SMALLEST, paragraph.size * size / sizes[0])
                if size < paragraph.size
                else (paragraph.size)
            )
        set_in = indent * (paragraph.level + 1) if paragraph.mark else 0
        height += lines_of(paragraph, size, width - set_in, face) * size * LEADING
        if number:
            own = between * (INNER if paragraph.level else 1)
            height += own if paragraph.before < 0 else paragraph.before
    return height


def scaled(sizes: Sequence[float], factor: float) -> list[float]:
    """Sizes by a factor, none smaller than the smallest unless it was."""
    return [max(min(size, SMALLEST), size * factor) for size in sizes]
