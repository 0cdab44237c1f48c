"""The parts of a deck: its chapters, each with a slide that opens it where the deck is long.

An opener says which part begins, what it is called and what it asks. The question is the first
paragraph of the chapter, where that is one sentence which ends with a question mark.
"""

from __future__ import annotations

import posixpath
import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_briefing.decks.records import slides_of
from sphinx_briefing.records import Records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.slides.records import Slide

OPENERS_FROM = 20
"""Slides from which a deck has openers, if it does not say so: below, they would be a third of it.

A rule of this project.
"""

OPENER_MINUTES = 5 / 60
"""Five seconds: to read a title and a question out."""

QUESTION = re.compile("(?:(?![.!?…] ).)+[?\N{FULLWIDTH QUESTION MARK}\N{ARABIC QUESTION MARK}]")
"""One sentence that asks; the Chinese and the Arabic mark count as well."""

QUESTIONS: Records[str] = Records("questions of chapters")
"""The question that a document begins with; one to a document, or none."""


class Part(NamedTuple):
    """The slides of one chapter in a deck, with those of the deck's own that stand among them."""

    docname: str
    number: int  # from 1
    slides: tuple[Slide, ...]
    opener: str  # id of the slide that opens it; empty: none does
    first: int  # number of its first slide in the deck, the opener included


def has_openers(env: BuildEnvironment, deck: Deck) -> bool:
    """Whether a slide of its own opens each chapter of a deck."""
    if deck.openers is not None:
        return deck.openers
    return not deck.slides and len(slides_of(env, deck)) >= OPENERS_FROM


def parts_of(env: BuildEnvironment, deck: Deck) -> list[Part]:
    """The parts of a deck, in order; the title slide is number 1."""
    opened, parts, at = has_openers(env, deck), list[Part](), 2
    slides = slides_of(env, deck)
    taken = {slide.id for slide in slides}
    for docname, group in groupby(_with_homes(slides, deck), key=lambda pair: pair[0]):
        shown = tuple(slide for _home, slide in group)
        opener = _free(f"part-{nodes.make_id(posixpath.basename(docname))}", taken)
        taken.add(opener)
        if not opened or docname == deck.docname:  # before any chapter
            opener = ""
        number = len([part for part in parts if part.docname != deck.docname]) + 1
        parts.append(Part(docname, number, shown, opener, at))
        at += len(shown) + bool(opener)
    return parts


def _with_homes(slides: list[Slide], deck: Deck) -> Iterator[tuple[str, Slide]]:
    """Each slide with the chapter it belongs to; one of the deck's own has that before it."""
    home = deck.docname
    for slide in slides:
        if slide.docname != deck.docname:
            home = slide.docname
        yield home, slide


def _free(wanted: str, taken: set[str]) -> str:
    number, found = 1, wanted
    while found in taken:  # folders may have chapters of the same name
        number += 1
        found = f"{wanted}-{number}"
    return found


def openers_minutes(env: BuildEnvironment, deck: Deck) -> float:
    """What the openers of a deck take in all."""
    return sum(OPENER_MINUTES for part in parts_of(env, deck) if part.opener)


def question_of(env: BuildEnvironment, docname: str) -> str:
    """The question that a chapter begins with; empty where it begins otherwise."""
    return next(iter(QUESTIONS.of(env, docname)), "")


def note_question(app: Sphinx, document: nodes.document) -> None:
    """Note the first paragraph of a document, if it is a question."""
    top = next(iter(document.findall(nodes.section)), None)
    if top is None:
        return
    first = next((part for part in top.children[1:] if part.astext().strip()), None)
    if isinstance(first, nodes.paragraph):
        text = first.astext().replace("\n", " ").strip()
        if QUESTION.fullmatch(text):
            QUESTIONS.note(app.env, app.env.current_document.docname, text)


def setup(app: Sphinx) -> None:
    """Look at each document that was read."""
    app.connect("doctree-read", note_question)
