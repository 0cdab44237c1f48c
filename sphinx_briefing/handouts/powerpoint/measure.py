"""How much room words take: a simple measure, and sizes by it.

A presentation has no layout of its own: who opens it sets it, and shrinks what is too long only
once it is edited. So sizes are chosen here, by average widths of letters in em: those of Arial
(its ``hmtx`` table), by groups, and a factor a face that is wider or narrower (Georgia's average in
English text is 1.02 of Arial's, bold faces are a tenth wider; Courier New is 0.6 em throughout).
Ideographs are 1 em. Lines are filled to 96 per cent, as a word that does not fit goes to the next.
"""

from __future__ import annotations

import math
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_briefing.handouts.powerpoint.content import Paragraph

NARROW = frozenset("iljtfIr.,:;'’‘!|()[]/- ")
WIDE = frozenset("mwMW@%—…OQGDCNUHRK")
BOLDER = 1.08
FACTORS = {"Georgia": 1.03, "Times New Roman": 0.9, "Verdana": 1.17, "Tahoma": 1.0,
           "Trebuchet MS": 0.98, "Calibri": 0.9, "Cambria": 0.96}  # fmt: skip
FILLED = 0.96
LEADING = 1.2  # of a line, in em: Arial's and Georgia's own is 1.15
SMALLEST = 24.0  # px: the smallest text of decks, 18 pt
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
    em = 0.0
    for letter in text:
        if letter in NARROW:
            em += 0.28
        elif letter in WIDE:
            em += 0.76
        elif unicodedata.east_asian_width(letter) in "WF":
            em += 1
        elif unicodedata.combining(letter):
            continue
        else:
            em += 0.66 if letter.isupper() else 0.535
    return em * size * FACTORS.get(face, 1.0) * (BOLDER if bold else 1)


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
        for word in run.text.replace("-", "- ").split(" "):
            long = width_of(word + " ", run.size or size, bold=bold, mono=mono, face=face)
            if at and at + long > room + size * 0.28:
                lines, at = lines + 1, 0
            extra = max(0, math.ceil(long / room) - 1)
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
            size = max(SMALLEST, paragraph.size * size / sizes[0]) if size < paragraph.size else (
                paragraph.size
            )
        set_in = indent * (paragraph.level + 1) if paragraph.mark else 0
        height += lines_of(paragraph, size, width - set_in, face) * size * LEADING
        if number:
            height += between if paragraph.before < 0 else paragraph.before
    return height


def scaled(sizes: Sequence[float], factor: float) -> list[float]:
    """Sizes by a factor, none smaller than the smallest unless it was."""
    return [max(min(size, SMALLEST), size * factor) for size in sizes]
