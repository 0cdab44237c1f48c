"""The nodes of a restatement, and how they are written as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class restatement(nodes.container):  # noqa: N801  (docutils names nodes so)
    """Sentences that say what the restated work says. Other writers take it for a container."""


class restatement_list(nodes.General, nodes.Element):  # noqa: N801
    """The place of all restatements, filled in once everything is read."""


class evidence(nodes.container):  # noqa: N801
    """What stands beside the restatement in a section of a web page. It can be folded away."""


class reading_times(nodes.General, nodes.Element):  # noqa: N801
    """The place of the minutes that a chapter takes, at its head."""


def visit_restatement(translator: Any, node: restatement) -> None:
    """Open a restatement, named after the work so that it is told from evidence without colour."""
    name = translator.encode(translator.config.briefing_restated_work or str(_("Restated")))
    translator.body.append(
        translator.starttag(node, "div", CLASS="restatement", role="group", **{"aria-label": name})
    )
    translator.body.append(f'<p class="restatement-name" aria-hidden="true">{name}</p>\n')


def visit_evidence(translator: Any, node: evidence) -> None:
    """Open the evidence of a section."""
    translator.body.append(translator.starttag(node, "div", CLASS="evidence"))


def depart_div(translator: Any, node: nodes.Element) -> None:
    """Close a box."""
    translator.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes."""
    app.add_node(restatement, html=(visit_restatement, depart_div))
    app.add_node(evidence, html=(visit_evidence, depart_div))
    app.add_node(restatement_list)
    app.add_node(reading_times)
