"""Check ``speaker-notes``: a deck whose slides have notes has them for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.commands.checks.publication import Result, counted
from sphinx_briefing.slides.nodes import notes, slide_title

if TYPE_CHECKING:
    from sphinx_briefing.commands.checks.publication import Publication
    from sphinx_briefing.slides.nodes import slide


def check(publication: Publication) -> Result:
    """Find slides without notes in decks that have notes elsewhere, and ``{note}`` for them.

    A deck without any notes asks for none. Private notes count, though a public build has not
    read them.
    """
    wanted: dict[str, str] = {}  # deck by the id of a slide that lacks notes
    for deck in publication.decks():
        slides = publication.slides_of(deck)
        if any(record.noted for record in slides):
            for record in slides:
                if not record.noted:
                    wanted.setdefault(record.id, deck.name)
    faults, slides_seen = [], 0
    for record, node in publication.slides():
        slides_seen += 1
        if not record.noted and ends_with_a_note(node):
            text = "ends with a {note} and has no notes: write {notes} if this is for the speaker"
            text += ", else put the {note} before another block"
        elif record.id in wanted:
            text = f"has no notes, as others of the deck {wanted[record.id]!r} have: "
            text += "write what to say into {notes}"
        else:
            continue
        faults.append(publication.on_slide(record, text))
    return Result(counted(slides_seen, "slide"), faults)


def ends_with_a_note(node: slide) -> bool:
    """Whether the last block that a slide shows is the admonition of that name."""
    shown = [
        child
        for child in node.children
        if not isinstance(child, notes | slide_title | nodes.comment)
    ]
    return bool(shown) and isinstance(shown[-1], nodes.note)
