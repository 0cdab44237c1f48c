"""How long a slide and a deck take to present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from sphinx_briefing import messages
from sphinx_briefing.decks.openers import openers_minutes, parts_of
from sphinx_briefing.decks.records import DECKS, find_deck, slides_of
from sphinx_briefing.messages import warn
from sphinx_briefing.minutes import clock, in_words
from sphinx_briefing.records import Records

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.slides.records import Slide

TIMES: Records[str] = Records("times")
"""Target of each ``{deck-time}``."""

COSTLIEST = 3
"""How many slides are named when a deck takes too long."""

GRACE = 0.5
"""Minutes that may be overrun: they are reckoned, not measured. A rule of this project."""


class Pace(NamedTuple):
    """One slide's share of a deck's time."""

    slide: Slide
    minutes: float


def slide_minutes(slide: Slide, deck: Deck, words_per_minute: float) -> float:
    """Minutes for one slide.

    What its author set, else the words of its ``{notes}`` at ``words_per_minute``, else the
    deck's own figure. The chapter's prose does not count: it is background to look up.
    """
    if slide.minutes is not None:
        return slide.minutes
    if slide.spoken_words:
        return slide.spoken_words / words_per_minute
    return deck.minutes_per_slide


def paces(env: BuildEnvironment, deck: Deck) -> list[Pace]:
    """The slides of ``deck``, in order, with the minutes of each."""
    words_per_minute = env.config.briefing_words_per_minute
    return [
        Pace(slide, slide_minutes(slide, deck, words_per_minute)) for slide in slides_of(env, deck)
    ]


def deck_minutes(env: BuildEnvironment, deck: Deck) -> float:
    """Minutes for the whole of ``deck``, its title slide and its openers included."""
    shown = sum(pace.minutes for pace in paces(env, deck))
    return deck.title_minutes + openers_minutes(env, deck) + shown


def check_decks(app: Sphinx, env: BuildEnvironment) -> None:
    """Report decks that share a name, show nothing, or take longer than they say."""
    first: dict[str, Deck] = {}
    for deck in DECKS.all(env):
        other = first.setdefault(deck.name, deck)
        if other is not deck:
            warn(
                messages.DECK_NAME_TAKEN,
                deck.name,
                env.doc2path(other.docname, base=False),
                location=(deck.docname, deck.line),
                subtype="deck_name",
            )
    for deck in DECKS.all(env):
        if deck.retirement:
            continue
        if paces(env, deck):
            _check_length(env, deck)
        elif not deck.slides:  # what is wrong with those it names is told of each
            warn(
                messages.DECK_EMPTY,
                deck.name,
                deck.audience or "everyone",
                location=(deck.docname, deck.line),
                subtype="empty_deck",
            )
    shown = {slide.id: slide for deck in DECKS.all(env) for slide in slides_of(env, deck)}
    for _id, slide in sorted(shown.items()):
        _check_minutes(env, slide)


def _check_length(env: BuildEnvironment, deck: Deck) -> None:
    """Report a deck that takes longer than it has, and which slides take most."""
    total = deck_minutes(env, deck)
    if total <= deck.minutes + GRACE:
        return
    costly = sorted(paces(env, deck), key=lambda pace: -pace.minutes)[:COSTLIEST]
    warn(
        messages.DECK_TOO_LONG,
        deck.name,
        clock(total),
        clock(deck.minutes),
        clock(total - deck.minutes),
        round((total - deck.minutes) * env.config.briefing_words_per_minute),
        messages.listed(
            f"{pace.slide.id} ({clock(pace.minutes)}, {_place(env, pace.slide)})" for pace in costly
        ),
        location=(deck.docname, deck.line),
        subtype="overlong",
    )


def _check_minutes(env: BuildEnvironment, slide: Slide) -> None:
    """Report a slide whose words take longer than the minutes that are set for it."""
    pace = env.config.briefing_words_per_minute
    words = slide.spoken_words
    if slide.minutes is not None and words / pace > slide.minutes + GRACE:
        warn(
            messages.SLIDE_TOO_LONG,
            slide.id,
            words,
            clock(words / pace),
            clock(slide.minutes),
            round(words - slide.minutes * pace),
            location=(slide.docname, slide.line),
            subtype="overlong",
        )


def _place(env: BuildEnvironment, slide: Slide) -> str:
    return f"{env.doc2path(slide.docname, base=False)}:{slide.line}"


def numbered(env: BuildEnvironment, record: Deck) -> list[tuple[int, Pace]]:
    """The slides of a deck with their numbers; the title slide is 1, and openers count."""
    numbers = [
        part.first + bool(part.opener) + at
        for part in parts_of(env, record)
        for at in range(len(part.slides))
    ]
    return list(zip(numbers, paces(env, record), strict=True))


def slide_count(env: BuildEnvironment, record: Deck) -> int:
    """How many slides a deck has, its title slide and its openers included."""
    return 1 + sum(len(part.slides) + bool(part.opener) for part in parts_of(env, record))


# -- in the text -------------------------------------------------------------------------------


class time_needed(nodes.Inline, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """Minutes that are known only once everything is read: of the deck named ``target``."""


class TimeRole(SphinxRole):
    """``{deck-time}`NAME```: minutes to present a deck, in words."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Leave the place for the minutes."""
        node = time_needed(target=self.text)
        TIMES.note(self.env, self.env.current_document.docname, self.text)
        self.set_source_info(node)
        return [node], []


class FillInTimes(SphinxPostTransform):
    """Put the minutes in their place."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace each `time_needed` by its text."""
        for node in list(self.document.findall(time_needed)):
            deck = find_deck(self.env, node["target"])
            if deck is None:
                warn(
                    messages.TIME_OF_NOTHING,
                    "deck-time",
                    node["target"],
                    location=node,
                    subtype="time",
                )
            minutes = deck_minutes(self.env, deck) if deck else 0
            node.replace_self(nodes.Text(in_words(minutes)))


def setup(app: Sphinx) -> None:
    """Check every deck's length once all documents are read, and fill in times."""
    app.connect("env-check-consistency", check_decks)
    app.add_node(time_needed)
    app.add_role("deck-time", TimeRole())
    app.add_post_transform(FillInTimes)
