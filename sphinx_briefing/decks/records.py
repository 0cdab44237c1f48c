"""What is known of decks once their documents are read, and which slides each shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.doctree import documents_in_order
from sphinx_briefing.records import Records
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


DECKS: Records[Deck] = Records("decks")  # one to a document


def find_deck(env: BuildEnvironment, name: str) -> Deck | None:
    """The deck with that name, if there is one."""
    return next((deck for deck in DECKS.all(env) if deck.name == name), None)


def chapters_in_order(env: BuildEnvironment) -> list[str]:
    """Names of the documents that hold slides in use, in the order of the toctrees."""
    slides = SLIDES.by_document(env)
    return [
        docname
        for docname in documents_in_order(env)
        if any(not slide.retirement for slide in slides.get(docname, ()))
    ]


def slides_of(env: BuildEnvironment, deck: Deck) -> list[Slide]:
    """The slides that ``deck`` shows, in order, its title slide apart."""
    if deck.retirement:
        return []
    return [
        slide
        for docname in deck.chapters or chapters_in_order(env)
        for slide in SLIDES.of(env, docname)
        if not slide.retirement and (not slide.audiences or deck.audience in slide.audiences)
    ]


def decks_showing(env: BuildEnvironment, slide_id: str) -> list[Deck]:
    """The decks that show that slide, by document name."""
    return [
        deck
        for deck in DECKS.all(env)
        if any(slide.id == slide_id for slide in slides_of(env, deck))
    ]
