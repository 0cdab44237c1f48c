"""The list of all that is published for good.

The inventory, the labels and the check of permanent anchors are made of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_briefing.claims.data import claims_file, claims_of
from sphinx_briefing.claims.records import REGISTERED
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.slides.records import SLIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

KINDS = ("term", "claim", "slide", "deck")
"""What has anchors that stay. Entries' ids are the targets of their terms, and labels too."""


class Published(NamedTuple):
    """Something that others may cite."""

    kind: str  # one of KINDS
    names: tuple[str, ...]  # as the inventory has them: case counts
    docname: str
    anchor: str
    title: str  # text of a link that has none of its own
    label: str  # by which {ref} and other tools find it: lower-case ASCII
    location: str | tuple[str, int]  # for messages

    @property
    def name(self) -> str:
        """The first of its names."""
        return self.names[0]


def all_published(env: BuildEnvironment) -> Iterator[Published]:
    """All that is published, kind by kind, each in the order of documents."""
    for entry in ENTRIES.all(env):
        where = entry.docname, entry.line
        yield Published("term", entry.names, entry.docname, entry.id, entry.term, entry.id, where)
    claims = claims_of(env)
    for claim in REGISTERED.all(env):
        line = claims[claim.id].line if claim.id in claims else 1
        file = f"{claims_file(env)}:{line}"
        yield Published(
            "claim", (claim.id,), claim.docname, claim.anchor, claim.id, claim.anchor, file
        )
    for slide in SLIDES.all(env):
        label, where = f"slide-{slide.id}", (slide.docname, slide.line)
        yield Published("slide", (slide.id,), slide.docname, slide.anchor, slide.title, label,
                        where)  # fmt: skip
    for deck in DECKS.all(env):
        label, where = deck_label(deck.name), (deck.docname, deck.line)
        yield Published("deck", (deck.name,), deck.docname, label, deck.title, label, where)


def deck_label(name: str) -> str:
    """The label of a deck, also its anchor in its page."""
    return nodes.make_id(f"deck-{name}")
