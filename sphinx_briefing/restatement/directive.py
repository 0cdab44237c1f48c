"""``{restatement}`` and ``{restatement-list}``: what an author writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.restatement.nodes import restatement, restatement_list
from sphinx_briefing.restatement.records import LISTS

if TYPE_CHECKING:
    from docutils.nodes import Node


class RestatementDirective(SphinxDirective):
    """Sentences that say what the restated work says, apart from the evidence around them."""

    has_content = True

    def run(self) -> list[Node]:
        """Make the block; it is recorded once its whole document is read."""
        self.assert_has_content()
        block = restatement("\n".join(self.content))
        self.set_source_info(block)
        block += self.parse_content_to_nodes()
        return [block]


class RestatementListDirective(SphinxDirective):
    """All restatements, in the order of the chapters, under their titles."""

    def run(self) -> list[Node]:
        """Leave the place for them."""
        LISTS.note(self.env, self.env.current_document.docname, "restatements")
        place = restatement_list()
        self.set_source_info(place)
        return [place]
