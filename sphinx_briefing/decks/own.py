"""What a deck has of its own: slides in its own file, and slides that it picks by name.

A slide in the file of a deck belongs to that deck alone. Below a heading of its own it stands on
the deck's page as in a chapter. Directly below the ``{deck}`` it has no section: it is ``loose``,
its place on the page is the transcript, and prose below it, up to the next slide or heading, is
what the speaker has to it.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from sphinx_briefing import messages
from sphinx_briefing.decks.directive import deck
from sphinx_briefing.decks.records import DECKS, chapters_in_order, pickable
from sphinx_briefing.doctree import ancestor
from sphinx_briefing.messages import warn
from sphinx_briefing.slides.cutting import prose_after
from sphinx_briefing.slides.nodes import slide, slide_title
from sphinx_briefing.slides.records import find_slide, successor_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.decks.records import Deck

BEFORE_SLIDES_ARE_NOTED = 400
"""Slides are noted at 500 (``slides/__init__.py``)."""

NEAREST = 3
"""How many names are told that come near to one that is not known."""


def mark_own_slides(app: Sphinx, document: nodes.document) -> None:
    """Check the slides of a deck's file, and mark those that stand in no section of their own."""
    stated = next(iter(document.findall(deck)), None)
    if stated is None:
        return
    own = list(document.findall(slide))
    for node in own:
        node["loose"] = node.parent is stated.parent
        title = next(iter(node.findall(slide_title)), None)
        name = node["slide_id"] or (title.astext() if title is not None else "")
        faults = []
        if ancestor(node, deck) is stated:
            faults.append(messages.OWN_SLIDE_IN_DECK)
        elif any(part is stated for found in prose_after(node) for part in found.findall(deck)):
            faults.append(messages.OWN_SLIDE_ABOVE_DECK)
        misplaced = bool(faults)
        if node["audiences"]:
            faults.append(messages.OWN_SLIDE_WITH_AUDIENCE)
        if node["loose"] and not node["retirement"] and title is None:
            faults.append(messages.OWN_SLIDE_WITHOUT_HEADLINE)
        for fault in faults:
            warn(messages.SLIDE_FAULT, name, fault, location=node, subtype="own_slide")
        if misplaced:
            node.parent.remove(node)
    if own:  # they stand in no chapter, so that searching finds them here
        app.env.metadata[app.env.current_document.docname].pop("nosearch", None)


# -- what a deck names ----------------------------------------------------------------------------


def check_picks(app: Sphinx, env: BuildEnvironment) -> None:
    """Report slides that a deck cannot pick, and files of decks that it takes for chapters."""
    for record in DECKS.all(env):
        if record.retirement:
            continue
        for fault in [*faults_of_slides(env, record), *faults_of_chapters(env, record)]:
            warn(fault, location=(record.docname, record.line), subtype="deck")


def faults_of_slides(env: BuildEnvironment, record: Deck) -> Iterator[str]:
    """What is wrong with the slides that a deck names."""
    known = pickable(env, record)
    for name in dict.fromkeys(record.slides):
        if record.slides.count(name) > 1:
            yield messages.DECK_SLIDE_TWICE % name
        if name in known:
            continue
        found = find_slide(env, name)
        if found is None:
            nearest = " or ".join(get_close_matches(name, known, NEAREST))
            hint = messages.WRITE_INSTEAD % nearest if nearest else messages.WHAT_AN_ID_IS
            yield messages.DECK_SLIDE_UNKNOWN % (name, hint)
        elif found.retirement:
            instead = successor_of(env, found)
            hint = messages.WRITE_INSTEAD % instead.id if instead else messages.TAKE_IT_OUT
            yield messages.DECK_SLIDE_RETIRED % (name, found.retirement.date, hint)
        else:
            [other] = DECKS.of(env, found.docname)
            yield messages.DECK_SLIDE_OF_ANOTHER % (name, other.name)


def faults_of_chapters(env: BuildEnvironment, record: Deck) -> Iterator[str]:
    """The files of decks among the chapters that a deck names."""
    for docname in record.chapters:
        if DECKS.of(env, docname):
            known = messages.listed(f"/{one}" for one in chapters_in_order(env))
            yield messages.DECK_CHAPTER_IS_DECK % (f"/{docname}", known)


def setup(app: Sphinx) -> None:
    """Look at each document that was read, and at what decks name once all are."""
    app.connect("doctree-read", mark_own_slides, priority=BEFORE_SLIDES_ARE_NOTED)
    app.connect("env-check-consistency", check_picks)
