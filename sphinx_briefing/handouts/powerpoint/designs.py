"""The layouts of a presentation, which mirror those of decks: what stands where.

Numbers are px of the deck's canvas of 1280 x 720, as in ``briefing-deck-layouts.css``.
"""

from __future__ import annotations

from typing import NamedTuple

WIDTH, HEIGHT = 1280, 720
LEFT, RIGHT, TOP, BOTTOM = 76, 1204, 120, 610
FULL = RIGHT - LEFT
TITLE = 0  # index of a title's place, as presentations have it
FOOT, NUMBER = 11, 12  # of the furniture


class Place(NamedTuple):
    """A place for content: a placeholder."""

    name: str
    key: int  # presentations' index of it
    box: tuple[float, float, float, float]  # left, top, width, height
    size: float = 30  # of its type
    kind: str = "body"  # or "title", "pic", "tbl", "obj"
    colour: str = "ink"
    heading: bool = False  # in the face of headings
    bold: bool = False
    anchor: str = "t"
    dash: bool = False  # its paragraphs are items of a list
    between: float = 14  # px above each paragraph but the first
    pad: tuple[float, float, float, float] = (0, 0, 0, 0)  # left, top, right, bottom
    ground: str = ""
    prompt: str = ""
    capitals: bool = False
    dark: bool = False  # on the ground of covers
    figures: bool = False  # a large number


class Rule(NamedTuple):
    """A filled rectangle that belongs to a layout."""

    box: tuple[float, float, float, float]
    colour: str


class Design(NamedTuple):
    """A layout."""

    name: str
    places: tuple[Place, ...]
    rules: tuple[Rule, ...] = ()
    dark: bool = False  # on the ground of covers
    kind: str = ""  # what presentations call it, for layouts pasted elsewhere

    def place(self, index: int) -> Place:
        """The place with an index."""
        found = next(place for place in self.places if place.key == index)
        return found._replace(dark=self.dark)


HEADLINE = Place("Title", TITLE, (LEFT, 28, FULL, 86), 44, "title", heading=True, bold=True,
                 anchor="ctr", prompt="The point, in a short sentence")  # fmt: skip


def _columns(count: int, gap: float) -> list[tuple[float, float]]:
    """Left and width of columns side by side."""
    width = (FULL - gap * (count - 1)) / count
    return [(LEFT + number * (width + gap), width) for number in range(count)]


def _below(top: float = 520, height: float = 90) -> Place:
    return Place("Below", 20, (LEFT, top, FULL, height), 28, anchor="b", between=8,
                 prompt="What else is known")  # fmt: skip


def _versus(count: int) -> Design:
    row = 490 / count
    right, wide = 582, RIGHT - 582
    rows = [
        Place(f"Source {at + 1}", 13 + at, (right, TOP + at * row + 6, wide, row - 6), 32,
              anchor="t", between=2, pad=(0, 14, 0, 8), prompt="Source, and what it shows")
        for at in range(count)
    ]  # fmt: skip
    left = Place("Stated", 10, (LEFT, TOP + 5, 450, 485), 36, heading=True, bold=True, between=10,
                 pad=(28, 22, 28, 20), ground="paper-2", prompt="What is said")  # fmt: skip
    rules = [Rule((LEFT, TOP, 450, 5), "ink"), Rule((right, TOP, wide, 5), "accent")]
    rules += [Rule((right, TOP + at * row, wide, 1), "line") for at in range(1, count)]
    name = "Versus" if count == MOST_SOURCES else f"Versus, {count}"
    return Design(name, (HEADLINE, left, *rows), tuple(rules))


def _timeline(count: int) -> Design:
    stations = [
        Place(f"Station {at + 1}", 13 + at, (left, 220, width, 270), 28, between=6,
              prompt="When, and what happened")
        for at, (left, width) in enumerate(_columns(count, 26))
    ]  # fmt: skip
    head = Place("Lead-in", 10, (LEFT, 116, FULL, 40), 24, colour="ink-2",
                 prompt="What the dates tell")  # fmt: skip
    rules = (Rule((LEFT, 186, FULL, 4), "ink"),)
    name = "Timeline" if count == USUAL_STATIONS else f"Timeline, {count}"
    return Design(name, (HEADLINE, head, *stations, _below(500, 110)), rules)


def _cards(count: int) -> Design:
    columns = _columns(count, 36)
    cards = [
        Place(f"Card {at + 1}", 13 + at, (left, TOP + 5, width, 330), 28, between=12,
              pad=(0, 16, 0, 0), prompt="Head, and what belongs to it")
        for at, (left, width) in enumerate(columns)
    ]  # fmt: skip
    band = Place("Band", 20, (LEFT, 490, FULL, 120), 30, colour="on-accent", heading=True,
                 bold=True, anchor="ctr", pad=(30, 14, 30, 14), ground="accent",
                 prompt="What to do")  # fmt: skip
    rules = tuple(Rule((left, TOP, width, 5), "accent") for left, width in columns)
    name = "Cards" if count == USUAL_CARDS else f"Cards, {count}"
    return Design(name, (HEADLINE, *cards, band), rules)


def _quote(count: int) -> Design:
    columns = _columns(count, 64)
    quotes = [
        Place(f"Quotation {at + 1}", 13 + at, (left, 145, width, 345), 60 if count == 1 else 50,
              heading=True, bold=True, between=18, pad=(0, 20, 0, 0),
              colour="accent" if at else "ink",
              prompt="“Words”, and below them who said so, and when")
        for at, (left, width) in enumerate(columns)
    ]  # fmt: skip
    rules = tuple(
        Rule((left, 140, width, 5), "accent" if at else "ink")
        for at, (left, width) in enumerate(columns)
    )
    name = "Quote" if count == 1 else f"Quote, {count}"
    return Design(name, (HEADLINE, *quotes, _below()), rules)


MOST_SOURCES, USUAL_STATIONS, USUAL_CARDS = 3, 4, 3
NOTE = Place("Note", 14, (LEFT, 530, FULL, 80), 27, anchor="b", between=8,
             prompt="What it shows")  # fmt: skip
LEAD = Place("Lead-in", 10, (LEFT, TOP, FULL, 76), 29, between=8,
             prompt="What it is about")  # fmt: skip

COVER = Design(
    "Cover",
    (
        Place("Title", TITLE, (LEFT, 56, 1040, 186), 84, "title", heading=True, bold=True,
              prompt="Title"),
        Place("Subtitle", 10, (LEFT, 254, FULL, 120), 32, between=10,
              prompt="A line, the occasion, the date"),
        Place("Counts", 13, (LEFT, 390, FULL, 220), 24, between=46, prompt="What was counted"),
    ),
    (Rule((LEFT, 668, FULL, 3), "ink-2"),),
    dark=True,
    kind="title",
)  # fmt: skip
PART = Design(
    "Part",
    (
        Place("Title", TITLE, (LEFT, 226, 790, 190), 80, "title", heading=True, bold=True,
              prompt="Part"),
        Place("Which part", 10, (LEFT, 178, 790, 40), 26, colour="ink-2", capitals=True,
              prompt="Part 1 of 3"),
        Place("Question", 13, (LEFT, 436, 780, 150), 34, prompt="What it asks"),
        Place("Numeral", 14, (880, 120, 310, 460), 400, heading=True, bold=True, colour="ghost",
              anchor="ctr", figures=True, prompt="1"),
    ),
    (Rule((LEFT, 668, FULL, 3), "ink-2"),),
    dark=True,
    kind="secHead",
)  # fmt: skip
STATEMENT = Design(
    "Statement",
    (
        Place("Title", TITLE, (LEFT, 112, 1090, 200), 80, "title", heading=True, bold=True,
              prompt="One sentence"),
        Place("Text", 10, (LEFT, 346, 1050, 260), 34, between=14,
              prompt="What it rests on"),
    ),
)  # fmt: skip
COUNT = Design(
    "Number",
    (
        HEADLINE,
        Place("Number", 10, (LEFT, TOP, 480, 470), 250, heading=True, bold=True, colour="accent",
              anchor="ctr", figures=True, prompt="42"),
        Place("Text", 13, (620, TOP, RIGHT - 620, 470), 30, anchor="ctr", between=20,
              prompt="What it counts, who counted, who paid"),
    ),
)  # fmt: skip
LONG_COUNT = COUNT._replace(
    name="Number, long",
    places=(
        HEADLINE,
        COUNT.places[1]._replace(box=(LEFT, TOP, 620, 470), size=160),
        COUNT.places[2]._replace(box=(736, TOP, RIGHT - 736, 470)),
    ),
)
SCORECARD = Design(
    "Scorecard",
    (
        HEADLINE,
        Place(
            "Statements", 10, (LEFT, TOP, FULL, 380), 31, "tbl", prompt="Statements and verdicts"
        ),
        _below(),
    ),
)
FIGURE = Design(
    "Figure",
    (
        HEADLINE,
        Place("Figure", 10, (LEFT, TOP, FULL, 395), 28, "obj", prompt="The picture"),
        NOTE._replace(anchor="t", pad=(18, 0, 0, 0)),
    ),
)
TABLE = Design(
    "Table",
    (
        HEADLINE,
        LEAD,
        Place("Table", 13, (LEFT, 200, FULL, 320), 31, "tbl", prompt="The table"),
        NOTE,
    ),
)
TEXT = Design(
    "Text",
    (
        HEADLINE,
        Place("Text", 10, (LEFT, 124, FULL, 486), 33, dash=True, between=24,
              prompt="A list of what there is to say"),
    ),
    kind="obj",
)  # fmt: skip
PICTURE = Design(
    "Text and picture",
    (
        HEADLINE,
        Place("Text", 10, (LEFT, 124, 640, 486), 30, dash=True, between=20,
              prompt="A list of what there is to say"),
        Place("Picture", 13, (764, TOP, 440, 450), 24, "pic", prompt="The picture"),
        Place("Credit", 14, (764, 576, 440, 34), 24, colour="ink-2", prompt="Whose it is"),
    ),
)  # fmt: skip

VERSUS = {count: _versus(count) for count in (3, 2, 1)}
TIMELINES = {count: _timeline(count) for count in (4, 2, 3, 5, 6)}
CARDS = {count: _cards(count) for count in (3, 4)}
QUOTES = {count: _quote(count) for count in (1, 2)}

ALL = (
    COVER, PART, STATEMENT, COUNT, QUOTES[1], VERSUS[3], SCORECARD, TIMELINES[4], FIGURE,
    CARDS[3], TABLE, TEXT, PICTURE,
    LONG_COUNT, QUOTES[2], VERSUS[2], VERSUS[1], TIMELINES[2], TIMELINES[3], TIMELINES[5],
    TIMELINES[6], CARDS[4],
)  # fmt: skip
"""All layouts: those that decks have, and behind them their forms for fewer or more parts."""
