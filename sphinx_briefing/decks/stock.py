"""Directives of sphinx-revealjs that do nothing on these slides: told, instead of left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

INSTEAD = {
    "revealjs-notes": "{notes} inside a {slide}",
    "revealjs-fragments": ":steps: among the options of a {slide}",
    "revealjs-code-block": "{code-block}",
    "revealjs-literalinclude": "{literalinclude}",
    "revealjs-slide": "revealjs_script_conf in conf.py",
    "revealjs-section": "{slide}, with a :layout:",
    "revealjs-vertical": "{slide}, with a :layout:",
    "revealjs-break": "another {slide}",
}
"""What to write for each."""


class StockDirective(SphinxDirective):
    """One of them."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[Node]:
        """Report it, and show nothing."""
        told = (self.name, INSTEAD[self.name])
        warn(messages.DIRECTIVE_OF_STOCK_DECKS, *told, location=self.get_location(), subtype="deck")
        return []


def setup(app: Sphinx) -> None:
    """Take their place."""
    for name in INSTEAD:
        app.add_directive(name, StockDirective, override=True)
