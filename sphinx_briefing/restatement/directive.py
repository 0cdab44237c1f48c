"""The ``{restatement}`` directive: sentences that say what the restated work says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

RESTATEMENT_CLASS = "restatement"
"""Class of a restatement, a container, so that every builder can write it."""


class RestatementDirective(SphinxDirective):
    """Sentences that restate the work, apart from the evidence around them."""

    has_content = True

    def run(self) -> list[Node]:
        """Make the container."""
        self.assert_has_content()
        box = nodes.container("\n".join(self.content), classes=[RESTATEMENT_CLASS])
        self.set_source_info(box)
        box += self.parse_content_to_nodes()
        return [box]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("restatement", RestatementDirective)
