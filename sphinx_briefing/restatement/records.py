"""What the documents restate, and how much there is to read in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.records import Records

if TYPE_CHECKING:
    from docutils import nodes


class Restatement(NamedTuple):
    """The sentences of one block."""

    section: str  # id of the section it stands in
    section_title: str
    words: int
    block: nodes.Element  # a copy, its references unresolved
    claims: tuple[str, ...]  # ids of those it marks
    source: str
    line: int


class Words(NamedTuple):
    """How many words a reader of a page has before their eyes."""

    visible: int  # all but what is folded away
    restated: int  # of these, the restatement and the headings


RESTATEMENTS: Records[Restatement] = Records("restatements")

WORDS: Records[Words] = Records("words")
"""One record for each document."""

LISTS: Records[str] = Records("lists of restatements")
"""Which documents show all restatements."""
