"""The parts of a slide, for the places of its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag

from sphinx_briefing.handouts.powerpoint import designs
from sphinx_briefing.handouts.powerpoint.content import Paragraph, Picture, Run, Text
from sphinx_briefing.handouts.powerpoint.designs import TITLE
from sphinx_briefing.handouts.powerpoint.inline import classes_of, is_hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_briefing.handouts.powerpoint.blocks import Reader
    from sphinx_briefing.handouts.powerpoint.content import Block
    from sphinx_briefing.handouts.powerpoint.designs import Design
    from sphinx_briefing.handouts.powerpoint.filling import Canvas
    from sphinx_briefing.handouts.reading import ReadSlide

AFTER_TITLE = 20.0  # px below a large title


def design_of(slide: ReadSlide) -> Design:
    """The layout of a slide; what fits no form of its own layout is plain text."""
    body = slide.body
    if body is None:
        return designs.COVER if slide.layout == "cover" else designs.TEXT
    if "has-image" in classes_of(slide.section):
        return designs.PICTURE
    simple = {"cover": designs.COVER, "opener": designs.PART, "statement": designs.STATEMENT,
              "figure": designs.FIGURE, "table": designs.TABLE}  # fmt: skip
    if slide.layout in simple:
        return simple[slide.layout]
    if slide.layout == "number":
        figure = body.select_one(".number-figure")
        is_long = figure is not None and "is-long" in classes_of(figure)
        return designs.LONG_COUNT if is_long else designs.COUNT
    if slide.layout == "scorecard" and body.select_one("ul.scores, table") is not None:
        return designs.SCORECARD
    forms = {
        "versus": (designs.VERSUS, len(body.select("ul.sides > li")) - 1),
        "timeline": (designs.TIMELINES, len(body.select("ul.stations > li"))),
        "cards": (designs.CARDS, len(body.select("ul.cards > li"))),
        "quote": (designs.QUOTES, len(body.select(".quotes > blockquote"))),
    }
    table, count = forms.get(slide.layout, ({}, 0))
    return table.get(count, designs.TEXT)


def rest_of(body: Tag, *done: str) -> list[Tag]:
    """The children of a body that no selector names."""
    found = [child for child in body.find_all(recursive=False) if not is_hidden(child)]
    taken = {id(tag) for selector in done for tag in body.select(selector)}
    return [child for child in found if id(child) not in taken]


def paragraphs_of(
    reader: Reader, tags: Sequence[Tag], like: Paragraph | None = None
) -> list[Paragraph]:
    """The paragraphs in elements, alike where that is said."""
    said: list[Paragraph] = []
    for tag in tags:
        if tag.name == "p":
            said += reader.paragraph(tag.children, like or Paragraph(()), tag)
        else:
            said += reader.paragraphs(tag, like)
    return said


def led(reader: Reader, item: Tag, lead: Paragraph, like: Paragraph) -> list[Paragraph]:
    """The paragraphs of an item: its lead-in, if it has one, and what follows."""
    said: list[Paragraph] = []
    head = item.select_one(".lead")
    for part in [child for child in item.children if isinstance(child, Tag)] or [item]:
        if head is not None and head in part.descendants and part.name == "p":
            runs = reader.words.runs(head.children, Run("", bold=lead.bold))
            said.append(lead._replace(runs=tuple(run._replace(bold=lead.bold) for run in runs)))
            after = [node for node in part.children if node is not head]
            said += reader.paragraph(after, like, part)
        else:
            said += paragraphs_of(reader, [part], like)
    return said


def marks_apart(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Marks at the end of a paragraph, in a line of their own below it."""
    said: list[Paragraph] = []
    for paragraph in paragraphs:
        words = [run for run in paragraph.runs if not (run.colour and run.size)]
        marks = [run for run in paragraph.runs if run.colour and run.size]
        if not marks or not words or paragraph.runs[-1] not in marks:
            said.append(paragraph)
            continue
        first = next(at for at, run in enumerate(paragraph.runs) if run in marks)
        head = paragraph.runs[:first]
        if any(run.text.strip() and run not in marks for run in paragraph.runs[first:]):
            said.append(paragraph)
            continue
        head = (*head[:-1], head[-1]._replace(text=head[-1].text.rstrip()))
        said += [
            paragraph._replace(runs=head),
            paragraph._replace(runs=paragraph.runs[first:], size=24, before=4),
        ]
    return said


def each_mark(reader: Reader, tag: Tag) -> list[Paragraph]:
    """The marks of a row, each in a line of its own."""
    links = [child for child in tag.children if isinstance(child, Tag)]
    return [part for link in links for part in reader.paragraph([link], Paragraph(()), tag)]


def height_of_foot(canvas: Canvas, paragraphs: list[Paragraph], place: designs.Place) -> float:
    """How high a place at the foot must be for its words; never above a third of the slide."""
    if not paragraphs:
        return 0
    tall = place._replace(box=(0, 0, place.box[2], 9999))
    return min(max(canvas.writer.fit(paragraphs, tall).height + 22, 60), 200)


def below_title(canvas: Canvas, index: int) -> tuple[float, float, float, float] | None:
    """Where a place stands that follows a large title; None: where its layout has it."""
    left, top, width, height = canvas.design.place(index).box
    end = canvas.design.place(TITLE).box[1] + canvas.title_height + AFTER_TITLE
    return (left, end, width, height) if end < top - AFTER_TITLE else None


def beside(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """What stands at the left and at the right: pictures, with their captions, beside text.

    Returns:
        Words and pictures; none of the latter where all stands better below each other.
    """
    words: list[Block] = []
    shown: list[Block] = []
    for block in blocks:
        is_caption = isinstance(block, Text) and "figcaption" in block.classes
        (shown if isinstance(block, Picture) or is_caption else words).append(block)
    count = sum(len(block.paragraphs) for block in words if isinstance(block, Text))
    pictures = sum(isinstance(block, Picture) for block in shown)
    is_text = all(isinstance(block, Text) for block in words)
    return (words, shown) if pictures and is_text and (count > 1 or pictures > 1) else ([], [])
