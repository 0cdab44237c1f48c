"""What stands on a slide, as a presentation can have it: paragraphs, tables, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bs4 import Tag


class Run(NamedTuple):
    """Words that look alike."""

    text: str  # "\n" alone: a new line
    bold: bool = False
    italic: bool = False
    mono: bool = False
    colour: str = ""  # a token's name, or as 0a5563
    href: str = ""  # as the page has it
    lang: str = ""
    shift: int = 0  # 1: above the line, -1: below it
    size: float = 0  # px of the deck's canvas; 0: the paragraph's
    dark: bool = False  # on the ground of covers


class Paragraph(NamedTuple):
    """A paragraph, a line of code, or an item of a list."""

    runs: tuple[Run, ...]
    level: int = 0
    mark: str = ""  # "": none; "dash"; else the number's kind, as `buAutoNum` has it
    start: int = 1
    size: float = 0  # px; 0: its place's
    colour: str = ""
    bold: bool = False
    heading: bool = False  # set in the face of headings
    mono: bool = False
    rtl: bool | None = None  # whether it runs from right to left; none: as the deck does
    align: str = ""  # "ctr", "r", "l"; empty: as the language runs
    dark: bool = False  # on the ground of covers
    hang: float = 0  # px that lines after the first are set in by
    before: float = -1  # px above it; -1: its place's

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


class Text(NamedTuple):
    """Paragraphs that stand together."""

    paragraphs: list[Paragraph]
    classes: frozenset[str] = frozenset()
    ground: str = ""  # of a box or of code; a token's name
    edge: str = ""  # of a box: the colour of the rule beside it


class Cell(NamedTuple):
    """A cell of a table."""

    paragraphs: list[Paragraph]
    columns: int = 1
    rows: int = 1
    bar: float = 0  # a bar beside its words: a share of the room, from 0 to 1
    bar_colour: str = ""
    ground: str = ""


class Row(NamedTuple):
    """A row of a table."""

    cells: list[Cell]
    apart: bool = False  # set apart from the others


class Table(NamedTuple):
    """A table."""

    rows: list[Row]
    heads: int  # how many of the first rows are headings
    head_column: bool = False
    caption: tuple[Paragraph, ...] = ()
    size: float = 31  # px
    rtl: bool = False


class Picture(NamedTuple):
    """A picture, and what stands for it."""

    element: Tag  # img, svg, object
    alt: str  # empty: it is ornament
    width: float = 0  # px, where the page says it
    href: str = ""


Block = Text | Table | Picture
