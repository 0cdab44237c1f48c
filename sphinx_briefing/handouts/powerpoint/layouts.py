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
from sphinx_briefing.handouts.powerpoint.inline import classes_of, is_hidden
from sphinx_briefing.handouts.powerpoint.measure import LEADING
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_briefing.handouts.powerpoint.blocks import Reader
    from sphinx_briefing.handouts.powerpoint.content import Block
    from sphinx_briefing.handouts.powerpoint.designs import Design
    from sphinx_briefing.handouts.powerpoint.filling import Canvas
    from sphinx_briefing.handouts.reading import ReadSlide

LEAD = Paragraph((), size=24, colour="ink-2")
SOURCE, SMALL = (RIGHT - 440, 676, 360, 30), 18.0  # px: furniture
SQUARE, SQUARE_GAP = 30.0, 4.0  # px, as the deck has them
ONE_LINE = 1.5  # lines that a title of one line stays below


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


def _rest(body: Tag, *done: str) -> list[Tag]:
    """The children of a body that no selector names."""
    found = [child for child in body.find_all(recursive=False) if not is_hidden(child)]
    taken = {id(tag) for selector in done for tag in body.select(selector)}
    return [child for child in found if id(child) not in taken]


def _paragraphs(reader: Reader, tags: Sequence[Tag], like: Paragraph | None = None) -> list[Paragraph]:
    said: list[Paragraph] = []
    for tag in tags:
        if tag.name == "p":
            said += reader.paragraph(tag.children, like or Paragraph(()), tag)
        else:
            said += reader.paragraphs(tag, like)
    return said


def _led(reader: Reader, item: Tag, lead: Paragraph, like: Paragraph) -> list[Paragraph]:
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
            said += _paragraphs(reader, [part], like)
    return said


def _marks_apart(paragraphs: list[Paragraph]) -> list[Paragraph]:
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


def _cover(canvas: Canvas, reader: Reader, body: Tag) -> None:
    said = _paragraphs(reader, _rest(body, ".cover-claims"))
    rest = [part._replace(size=26, colour="ink-2") for part in said[1:]]
    canvas.put(10, [*said[:1], *rest], _below_title(canvas, 10))
    groups = body.select(".cover-claims .claim-group")
    counts = _paragraphs(
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


def _below_title(canvas: Canvas, index: int) -> tuple[float, float, float, float] | None:
    """Where a place stands that follows a large title; None: where its layout has it."""
    place, title = canvas.design.place(index), canvas.design.place(TITLE)
    lines = canvas.title_height / (title.size * LEADING)
    if lines > ONE_LINE:
        return None
    left, top, width, height = place.box
    up = title.size * LEADING * 0.92
    return (left, top - up, width, height)


def _part(canvas: Canvas, reader: Reader, body: Tag) -> None:
    part = body.select_one(".opener-part")
    canvas.put(10, _paragraphs(reader, [part] if part else []))
    canvas.put(13, _paragraphs(reader, _rest(body, ".opener-part")), _below_title(canvas, 13))
    section = body.find_parent("section")
    numeral = str(section.get("data-part", "")) if section else ""
    canvas.put(14, [Paragraph((Run(numeral),))] if numeral else [])


def _statement(canvas: Canvas, reader: Reader, body: Tag) -> None:
    said = _paragraphs(reader, _rest(body))
    rest = [part._replace(size=30, colour="ink-2") for part in said[1:]]
    canvas.put(10, [*said[:1], *rest], _below_title(canvas, 10))


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
    said = _paragraphs(reader, _rest(body, ".number-figure"))
    canvas.put(13, [*(part._replace(size=38) for part in said[:1]), *said[1:]])


def _quote(canvas: Canvas, reader: Reader, body: Tag) -> None:
    for at, quote in enumerate(body.select(".quotes > blockquote")):
        said = []
        for part in quote.select("p"):
            is_speaker = "attribution" in classes_of(part)
            like = Paragraph((), size=28, colour="ink-2") if is_speaker else Paragraph(())
            said += _paragraphs(reader, [part], like)
        canvas.put(13 + at, said)
    canvas.put(20, _paragraphs(reader, _rest(body, ".quotes")))


def _versus(canvas: Canvas, reader: Reader, body: Tag) -> None:
    first, *others = body.select("ul.sides > li")
    canvas.put(10, _marks_apart(_led(reader, first, LEAD, Paragraph(()))))
    below = _paragraphs(reader, _rest(body, "ul.sides"))
    for at, other in enumerate(others):
        said = _led(reader, other, LEAD._replace(bold=True), Paragraph(()))
        canvas.put(13 + at, said + (below if at == len(others) - 1 else []))


def _scorecard(canvas: Canvas, reader: Reader, body: Tag) -> None:
    table = None
    if (scores := body.select_one("ul.scores")) is not None:
        rows = []
        for item in scores.find_all("li", recursive=False):
            marks = item.select(".score-marks")
            text = item.select_one(".score-text")
            said = reader.paragraphs(text if text else item)
            rows.append(Row([
                Cell(said),
                Cell([part for mark in marks for part in _each_mark(reader, mark)]),
            ]))  # fmt: skip
        head = Paragraph((), size=24, colour="ink-2")
        heads = [Cell([head._replace(runs=(Run(str(word)),))]) for word in (_("Claim"), _("Verdict"))]
        table = Table([Row(heads), *rows], 1)
    else:
        blocks = reader.blocks(body)
        table = next((block for block in blocks if isinstance(block, Table)), None)
    below = _paragraphs(reader, _rest(body, "ul.scores", "table", ".table-wrapper"))
    height = _height(canvas, below, designs.SCORECARD.place(20))
    if table is not None:
        canvas.table(table, (LEFT, TOP, FULL, BOTTOM - TOP - height), 10)
    if below:
        canvas.put(20, below, (LEFT, BOTTOM - height + 10, FULL, height - 10))


def _each_mark(reader: Reader, tag: Tag) -> list[Paragraph]:
    links = [child for child in tag.children if isinstance(child, Tag)]
    return [part for link in links for part in reader.paragraph([link], Paragraph(()), tag)]


def _height(canvas: Canvas, paragraphs: list[Paragraph], place: designs.Place) -> float:
    """How high a place at the foot must be for its words; never above a third of the slide."""
    if not paragraphs:
        return 0
    tall = place._replace(box=(0, 0, place.box[2], 9999))
    return min(max(canvas.writer.fit(paragraphs, tall).height + 22, 60), 200)


def _timeline(canvas: Canvas, reader: Reader, body: Tag) -> None:
    head = body.select(".stations-head")
    canvas.put(10, _paragraphs(reader, head))
    line = canvas.design.rules[0].box
    for at, item in enumerate(body.select("ul.stations > li")):
        is_told = "is-told" in classes_of(item)
        colour = "accent" if is_told else ""
        lead = Paragraph((), size=31, bold=True, heading=True, colour=colour)
        canvas.put(13 + at, _led(reader, item, lead, Paragraph(())))
        left = canvas.design.place(13 + at).box[0]
        dot = (left, line[1] + line[3] / 2 - 13, 26.0, 26.0)
        canvas.ornament(dot, colour or "paper", shape="ellipse", edge=colour or "ink", width=4)
    canvas.put(20, _paragraphs(reader, _rest(body, ".stations-head", "ul.stations")))


def _cards(canvas: Canvas, reader: Reader, body: Tag) -> None:
    styles = reader.look.styles
    band = _paragraphs(reader, _rest(body, "ul.cards"))
    for at, item in enumerate(body.select("ul.cards > li")):
        colour = styles.colour(item, "--card")
        head = Paragraph((), size=33, bold=True, heading=True, colour=colour)
        said: list[Paragraph] = []
        for part in [child for child in item.children if isinstance(child, Tag)]:
            if "card-head" in classes_of(part):
                said += _paragraphs(reader, [part], head)
            else:
                inner = _paragraphs(reader, [part])
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
    for child in _rest(body):
        if "figure-source" in classes_of(child):
            source = _paragraphs(reader, [child], Paragraph((), colour="ink-2", align="r"))
        elif "annotation" in classes_of(child):
            (after if shown else before).extend(reader.blocks(_alone(child)))
        else:
            shown += reader.blocks(_alone(child))
    note = [part for block in after if isinstance(block, Text) for part in block.paragraphs]
    room = BOTTOM + 30 - TOP
    height = _height(canvas, note, designs.FIGURE.place(14))
    area = (LEFT, TOP, FULL, room - height)
    canvas.stack([*before, *shown], area, {"picture": [10], "table": [10]}, 27)
    if note:
        box = (LEFT, BOTTOM + 30 - height + 16, FULL, height - 22)
        canvas.put(14, note, box)
        canvas.ornament((box[0], box[1] + 2, 5, box[3] - 4), "accent")
    if source:  # in the foot, beside the number
        canvas.box(Text(source), SOURCE, SMALL, "ctr")


def _alone(tag: Tag) -> Tag:
    from sphinx_briefing.handouts.powerpoint.inline import Alone

    return Alone(tag)


def _table(canvas: Canvas, reader: Reader, body: Tag) -> None:
    places = {"text": [10, 14], "table": [13]}
    canvas.stack(reader.blocks(body), (LEFT, TOP, FULL, BOTTOM - TOP), places)


def _text(canvas: Canvas, reader: Reader, body: Tag) -> None:
    blocks = reader.blocks(body)
    if len(blocks) == 1 and isinstance(blocks[0], Text) and not blocks[0].ground:
        canvas.put(10, blocks[0].paragraphs)
    else:
        canvas.stack(blocks, (LEFT, TOP, FULL, BOTTOM - TOP), {"text": [10]})


def _picture(canvas: Canvas, reader: Reader, body: Tag) -> None:
    """Text, and a picture beside it with its credit."""
    figure = body.select_one(".slide-image")
    rest = _rest(body, ".slide-image")
    blocks = [block for tag in rest for block in reader.blocks(_alone(tag))]
    joined: list[Paragraph] = [
        part for block in blocks if isinstance(block, Text) for part in block.paragraphs
    ]
    if all(isinstance(block, Text) for block in blocks):
        canvas.put(10, joined)
    else:
        canvas.stack(blocks, canvas.design.place(10).box, {"text": [10]})
    if figure is not None:
        image = figure.find(["img", "svg", "object"])
        if isinstance(image, Tag):
            picture = Picture(image, str(image.get("alt", "")))
            canvas.picture(picture, canvas.design.place(13).box, 13, cover=True)
        caption = figure.find("figcaption")
        like = Paragraph((), colour="ink-2")
        canvas.put(14, _paragraphs(reader, [caption], like) if isinstance(caption, Tag) else [])


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
