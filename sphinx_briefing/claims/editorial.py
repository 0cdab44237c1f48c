"""Editorial notes: where the publication speaks for itself, apart from what it restates."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.claims.mark import EDITORIAL_CLASS, claim_reference
from sphinx_briefing.fences import report_short_fence
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec


class EditorialDirective(SphinxDirective):
    """An editors' note on the text around it.

    The argument says what it is on. ``:claims:`` names the claims it concerns. It is an
    admonition of the class ``editorial``, so every builder can write it.
    """

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"claims": directives.unchanged_required}

    def run(self) -> list[Node]:
        """Make the admonition."""
        self.assert_has_content()
        report_short_fence(self)
        children, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        box = nodes.admonition(classes=[EDITORIAL_CLASS])
        self.set_source_info(box)
        on = nodes.inline(self.arguments[0], "", *children, translatable=True)
        self.set_source_info(on)
        title = nodes.title("", "", nodes.Text(_("Editors’ note: ")), on)  # not to be translated
        box += [title, *messages]
        box += self.parse_content_to_nodes()
        claims = self.options.get("claims", "").replace(",", " ").split()
        if claims:
            marks: list[Node] = []
            for claim_id in claims:
                reference = claim_reference(self.env, claim_id)
                self.set_source_info(reference)
                marks += [nodes.Text(" "), reference]
            box += nodes.paragraph("", _("On"), *marks, classes=["editorial-claims"])
        return [box]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("editorial", EditorialDirective)
