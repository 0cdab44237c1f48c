"""What is known of decks once their documents are read, and which slides each shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.doctree import documents_in_order
from sphinx_briefing.records import Records, once_read
from sphinx_briefing.retirement import Retirement
from sphinx_briefing.slides.records import SLIDES

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.slides.records import Slide


class Deck(NamedTuple):
    """A deck, as stated by its ``{deck}`` directive."""

    name: str  # last part of its document's name; names its page
    docname: str
    title: str
    audience: str | None  # None: the slides that are for everyone, only
    chapters: tuple[str, ...]  # document names; empty: all, in reading order
    minutes: float  # what the speaker has
    minutes_per_slide: float  # for a slide with neither minutes nor notes
    title_minutes: float  # what the title slide takes
    source: str  # file and line, for messages
    line: int
    retirement: Retirement = Retirement()  # a retired deck has its title slide alone
    openers: bool | None = None  # whether a slide opens each chapter; None: if there are many
    slides: tuple[str, ...] = ()  # ids of the slides it picks; empty: those of its chapters
    occasion: str = ""  # where it is given, in the reader's language
    date: str = ""  # ISO date of that day
    speaker: str = ""  # who gives it


DECKS: Records[Deck] = Records("decks")  # one to a document


def find_deck(env: BuildEnvironment, name: str) -> Deck | None:
    """The deck with that name, if there is one."""
    return next((deck for deck in DECKS.all(env) if deck.name == name), None)


@once_read
def chapters_in_order(env: BuildEnvironment) -> list[str]:
    """Names of the documents that hold slides in use, in the order of the toctrees.

    The slides of a deck's own file belong to that deck alone, so it is no chapter.
    """
    slides = SLIDES.by_document(env)
    return [
        docname
        for docname in documents_in_order(env)
        if not DECKS.of(env, docname)
        and any(not slide.retirement for slide in slides.get(docname, ()))
    ]


def own_slides(env: BuildEnvironment, deck: Deck) -> list[Slide]:
    """The slides in use of a deck's own file, in its order."""
    return [slide for slide in SLIDES.of(env, deck.docname) if not slide.retirement]


@once_read
def slides_of(env: BuildEnvironment, deck: Deck) -> list[Slide]:
    """The slides that ``deck`` shows, in order, its title slide apart.

    Those it names, or those of its chapters that are for its audience; then what it has of its own
    and does not name.
    """
    if deck.retirement:
        return []
    own = own_slides(env, deck)
    if deck.slides:
        known = pickable(env, deck)
        picked = [known[name] for name in deck.slides if name in known]
        return [*picked, *(slide for slide in own if slide.id not in deck.slides)]
    of_chapters = [
        slide
        for slide in _of_chapters(env, deck.chapters)
        if not slide.audiences or deck.audience in slide.audiences
    ]
    return [*of_chapters, *own]


@once_read
def pickable(env: BuildEnvironment, deck: Deck) -> dict[str, Slide]:
    """The slides that a deck may pick, by id: those of chapters, and its own."""
    return {slide.id: slide for slide in [*_of_chapters(env), *own_slides(env, deck)]}


def _of_chapters(env: BuildEnvironment, chapters: tuple[str, ...] = ()) -> list[Slide]:
    """The slides in use of some chapters; of all, in reading order, where none is named."""
    return [
        slide
        for docname in chapters or chapters_in_order(env)
        for slide in SLIDES.of(env, docname)
        if not slide.retirement and not DECKS.of(env, docname)
    ]


def decks_showing(env: BuildEnvironment, slide_id: str) -> list[Deck]:
    """The decks that show that slide, by document name."""
    return _showing(env).get(slide_id, [])


@once_read
def _showing(env: BuildEnvironment) -> dict[str, list[Deck]]:
    """The decks that show each slide, by its id."""
    found: dict[str, list[Deck]] = {}
    for deck in DECKS.all(env):
        for slide_id in dict.fromkeys(slide.id for slide in slides_of(env, deck)):
            found.setdefault(slide_id, []).append(deck)
    return found
