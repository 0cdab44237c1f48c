"""The layouts of decks, part by part: which words go into which place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import Tag

from sphinx_briefing.handouts.powerpoint import designs
from sphinx_briefing.handouts.powerpoint.content import (
    Cell,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
    Text,
)
from sphinx_briefing.handouts.powerpoint.designs import BOTTOM, FULL, LEFT, RIGHT, TITLE, TOP
from sphinx_briefing.handouts.powerpoint.inline import Alone, classes_of
from sphinx_briefing.handouts.powerpoint.parts import (
    below_title,
    beside,
    each_mark,
    height_of_foot,
    led,
    marks_apart,
    paragraphs_of,
    rest_of,
)
from sphinx_briefing.handouts.powerpoint.stacking import stack
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_briefing.handouts.powerpoint.blocks import Reader
    from sphinx_briefing.handouts.powerpoint.content import Block
    from sphinx_briefing.handouts.powerpoint.designs import Design
    from sphinx_briefing.handouts.powerpoint.filling import Canvas
    from sphinx_briefing.handouts.reading import ReadSlide

LEAD = Paragraph((), size=24, colour="ink-2")
SOURCE, SMALL = (RIGHT - 440, 676, 360, 30), 18.0  # px: furniture
SQUARE, SQUARE_GAP = 30.0, 4.0  # px, as the deck has them


def fill_slide(canvas: Canvas, reader: Reader, slide: ReadSlide, title: str) -> None:
    """Fill a slide.

    Args:
        canvas: the slide that was made with its layout.
        reader: reads what stands on it.
        slide: what the deck shows.
        title: its headline in plain words, unlike all others.
    """
    runs: tuple[Run, ...] = ()
    if slide.headline is not None:
        runs = reader.words.runs(slide.headline.children, Run(""))
        if title != slide.title:
            runs += (Run(title.removeprefix(slide.title)),)
    canvas.put(TITLE, [Paragraph(runs or (Run(title),))])
    if slide.body is not None:
        name = next((name for name, form in FORMS if canvas.design in form), "text")
        FILLERS[name](canvas, reader, slide.body)
    canvas.clear()


def _cover(canvas: Canvas, reader: Reader, body: Tag) -> None:
    said = paragraphs_of(reader, rest_of(body, ".cover-claims"))
    rest = [part._replace(size=26, colour="ink-2") for part in said[1:]]
    canvas.put(10, [*said[:1], *rest], below_title(canvas, 10))
    groups = body.select(".cover-claims .claim-group")
    counts = paragraphs_of(
        reader,
        [part for group in groups for part in group.select(".claim-group-counts")],
        Paragraph((), dark=True),
    )
    place = canvas.design.place(13)
    canvas.put(13, [part._replace(before=40) for part in counts])
    top = place.box[1] + 32.0
    pitch = place.size * 1.2 + 40
    for number, group in enumerate(groups):
        shapes = []
        for at, square in enumerate(group.select(".claim-squares .claim-square")):
            colour = reader.look.styles.colour(square, "--verdict", dark=True)
            ground = reader.look.styles.colour(square, "background", dark=True)
            box = (LEFT + at * (SQUARE + SQUARE_GAP), top + number * pitch, SQUARE, 22.0)
            shapes.append(
                canvas.ornament_xml(box, ground, edge=colour or "ink", width=2,
                                    dashed="verdict-not-found" in classes_of(square))
            )  # fmt: skip
        if shapes:
            canvas.group(f"Squares {number + 1}", shapes)


def _part(canvas: Canvas, reader: Reader, body: Tag) -> None:
    part = body.select_one(".opener-part")
    canvas.put(10, paragraphs_of(reader, [part] if part else []))
    canvas.put(13, paragraphs_of(reader, rest_of(body, ".opener-part")), below_title(canvas, 13))
    section = body.find_parent("section")
    numeral = str(section.get("data-part", "")) if section else ""
    canvas.put(14, [Paragraph((Run(numeral),))] if numeral else [])


def _statement(canvas: Canvas, reader: Reader, body: Tag) -> None:
    said = paragraphs_of(reader, rest_of(body))
    rest = [part._replace(size=30, colour="ink-2") for part in said[1:]]
    canvas.put(10, [*said[:1], *rest], below_title(canvas, 10))


def _number(canvas: Canvas, reader: Reader, body: Tag) -> None:
    figure = body.select_one(".number-figure")
    size = canvas.design.place(10).size
    runs: list[Run] = []
    for part in figure.find_all(recursive=False) if figure else []:
        is_digits = "number-digits" in classes_of(part)
        text = part.get_text()
        runs.append(Run(text, bold=True, size=size if is_digits else size * 0.45))
    if figure is not None and not runs:
        runs = list(reader.words.runs(figure.children, Run("")))
    canvas.put(10, [Paragraph(tuple(runs))])
    said = paragraphs_of(reader, rest_of(body, ".number-figure"))
    canvas.put(13, [*(part._replace(size=38) for part in said[:1]), *said[1:]])


def _quote(canvas: Canvas, reader: Reader, body: Tag) -> None:
    for at, quote in enumerate(body.select(".quotes > blockquote")):
        said = []
        for part in quote.select("p"):
            is_speaker = "attribution" in classes_of(part)
            like = Paragraph((), size=28, colour="ink-2") if is_speaker else Paragraph(())
            said += paragraphs_of(reader, [part], like)
        canvas.put(13 + at, said)
    canvas.put(20, paragraphs_of(reader, rest_of(body, ".quotes")))


def _versus(canvas: Canvas, reader: Reader, body: Tag) -> None:
    first, *others = body.select("ul.sides > li")
    canvas.put(10, marks_apart(led(reader, first, LEAD, Paragraph(()))))
    below = paragraphs_of(reader, rest_of(body, "ul.sides"))
    for at, other in enumerate(others):
        said = led(reader, other, LEAD._replace(bold=True), Paragraph(()))
        canvas.put(13 + at, said + (below if at == len(others) - 1 else []))


def _scorecard(canvas: Canvas, reader: Reader, body: Tag) -> None:
    table = None
    if (scores := body.select_one("ul.scores")) is not None:
        rows = []
        for item in scores.find_all("li", recursive=False):
            marks = item.select(".score-marks")
            text = item.select_one(".score-text")
            said = reader.paragraphs(text or item)
            rows.append(Row([
                Cell(said),
                Cell([part for mark in marks for part in each_mark(reader, mark)]),
            ]))  # fmt: skip
        head = Paragraph((), size=24, colour="ink-2")
        heads = [
            Cell([head._replace(runs=(Run(str(word)),))]) for word in (_("Claim"), _("Verdict"))
        ]
        table = Table([Row(heads), *rows], 1)
    else:
        blocks = reader.blocks(body)
        table = next((block for block in blocks if isinstance(block, Table)), None)
    below = paragraphs_of(reader, rest_of(body, "ul.scores", "table", ".table-wrapper"))
    height = height_of_foot(canvas, below, designs.SCORECARD.place(20))
    if table is not None:
        canvas.table(table, (LEFT, TOP, FULL, BOTTOM - TOP - height), 10)
    if below:
        canvas.put(20, below, (LEFT, BOTTOM - height + 10, FULL, height - 10))


def _timeline(canvas: Canvas, reader: Reader, body: Tag) -> None:
    head = body.select(".stations-head")
    canvas.put(10, paragraphs_of(reader, head))
    line = canvas.design.rules[0].box
    for at, item in enumerate(body.select("ul.stations > li")):
        is_told = "is-told" in classes_of(item)
        colour = "accent" if is_told else ""
        lead = Paragraph((), size=31, bold=True, heading=True, colour=colour)
        canvas.put(13 + at, led(reader, item, lead, Paragraph(())))
        left = canvas.design.place(13 + at).box[0]
        dot = (left, line[1] + line[3] / 2 - 13, 26.0, 26.0)
        canvas.ornament(dot, colour or "paper", shape="ellipse", edge=colour or "ink", width=4)
    canvas.put(20, paragraphs_of(reader, rest_of(body, ".stations-head", "ul.stations")))


def _cards(canvas: Canvas, reader: Reader, body: Tag) -> None:
    styles = reader.look.styles
    band = paragraphs_of(reader, rest_of(body, "ul.cards"))
    for at, item in enumerate(body.select("ul.cards > li")):
        colour = styles.colour(item, "--card")
        head = Paragraph((), size=33, bold=True, heading=True, colour=colour)
        said: list[Paragraph] = []
        for part in [child for child in item.children if isinstance(child, Tag)]:
            if "card-head" in classes_of(part):
                said += paragraphs_of(reader, [part], head)
            else:
                inner = paragraphs_of(reader, [part])
                bare = part.name == "ul"
                said += [
                    one._replace(mark="", level=0) if bare and one.level == 0 else one
                    for one in inner
                ]
        canvas.put(13 + at, said)
        if colour:
            left, top, width, _ = canvas.design.place(13 + at).box
            canvas.ornament((left, top - 5, width, 5), colour)
    for_band = [
        part._replace(runs=tuple(run._replace(colour="on-accent" if run.colour else "")
                                 for run in part.runs))
        for part in band
    ]  # fmt: skip
    canvas.put(20, for_band)


def _figure(canvas: Canvas, reader: Reader, body: Tag) -> None:
    """A figure at full width; what comes before it stands above, the rest below."""
    before: list[Block] = []
    shown: list[Block] = []
    after: list[Block] = []
    source: list[Paragraph] = []
    for child in rest_of(body):
        if "figure-source" in classes_of(child):
            source = paragraphs_of(reader, [child], Paragraph((), colour="ink-2", align="r"))
        elif "annotation" in classes_of(child):
            (after if shown else before).extend(reader.blocks(Alone(child)))
        else:
            shown += reader.blocks(Alone(child))
    note = [part for block in after if isinstance(block, Text) for part in block.paragraphs]
    room = BOTTOM + 30 - TOP
    height = height_of_foot(canvas, note, designs.FIGURE.place(14))
    area = (LEFT, TOP, FULL, room - height)
    stack(canvas, [*before, *shown], area, {"picture": [10], "table": [10]}, 27)
    if note:
        box = (LEFT, BOTTOM + 30 - height + 16, FULL, height - 22)
        canvas.put(14, note, box)
        canvas.ornament((box[0], box[1] + 2, 5, box[3] - 4), "accent")
    if source:  # in the foot, beside the number
        canvas.box(Text(source), SOURCE, SMALL, "ctr")


def _table(canvas: Canvas, reader: Reader, body: Tag) -> None:
    places = {"text": [10, 14], "table": [13]}
    stack(canvas, reader.blocks(body), (LEFT, TOP, FULL, BOTTOM - TOP), places)


def _text(canvas: Canvas, reader: Reader, body: Tag) -> None:
    blocks = reader.blocks(body)
    if len(blocks) == 1 and isinstance(blocks[0], Text) and not blocks[0].ground:
        canvas.put(10, blocks[0].paragraphs)
        return
    words, shown = beside(blocks)
    if words and shown:
        stack(canvas, words, (LEFT, TOP, FULL * 0.56, BOTTOM - TOP), {"text": [10]})
        stack(canvas, shown, (LEFT + FULL * 0.6, TOP, FULL * 0.4, BOTTOM - TOP), {})
    else:
        stack(canvas, blocks, (LEFT, TOP, FULL, BOTTOM - TOP), {"text": [10]})


def _picture(canvas: Canvas, reader: Reader, body: Tag) -> None:
    """Text, and a picture beside it with its credit."""
    figure = body.select_one(".slide-image")
    rest = rest_of(body, ".slide-image")
    blocks = [block for tag in rest for block in reader.blocks(Alone(tag))]
    joined: list[Paragraph] = [
        part for block in blocks if isinstance(block, Text) for part in block.paragraphs
    ]
    if all(isinstance(block, Text) for block in blocks):
        canvas.put(10, joined)
    else:
        stack(canvas, blocks, canvas.design.place(10).box, {"text": [10]})
    if figure is not None:
        image = figure.find(["img", "svg", "object"])
        if isinstance(image, Tag):
            picture = Picture(image, str(image.get("alt", "")))
            canvas.picture(picture, canvas.design.place(13).box, 13, cover=True)
        caption = figure.find("figcaption")
        like = Paragraph((), colour="ink-2")
        canvas.put(14, paragraphs_of(reader, [caption], like) if isinstance(caption, Tag) else [])


FORMS: tuple[tuple[str, tuple[Design, ...]], ...] = (
    ("cover", (designs.COVER,)),
    ("part", (designs.PART,)),
    ("statement", (designs.STATEMENT,)),
    ("number", (designs.COUNT, designs.LONG_COUNT)),
    ("quote", tuple(designs.QUOTES.values())),
    ("versus", tuple(designs.VERSUS.values())),
    ("scorecard", (designs.SCORECARD,)),
    ("timeline", tuple(designs.TIMELINES.values())),
    ("figure", (designs.FIGURE,)),
    ("cards", tuple(designs.CARDS.values())),
    ("table", (designs.TABLE,)),
    ("picture", (designs.PICTURE,)),
)
FILLERS: dict[str, Callable[[Canvas, Reader, Tag], None]] = {
    "cover": _cover, "part": _part, "statement": _statement, "number": _number, "quote": _quote,
    "versus": _versus, "scorecard": _scorecard, "timeline": _timeline, "figure": _figure,
    "cards": _cards, "table": _table, "picture": _picture, "text": _text,
}  # fmt: skip
"""What fills a slide, by its form."""
