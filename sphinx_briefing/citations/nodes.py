"""What citations by number are made of on web pages, and how it is written."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class source_number(nodes.reference):  # noqa: N801  (docutils names nodes so)
    """A source's number, which leads to the list of sources; ``spoken`` is said in its place."""


class page_sources(nodes.General, nodes.Element):  # noqa: N801
    """The sources that a page cites, at its end; its children are `page_source`."""


class page_source(nodes.Part, nodes.Element):  # noqa: N801
    """One of them: its number, and its entry; ``note`` is said beside a paragraph."""


def visit_source_number(translator: Any, node: source_number) -> None:
    """Open the link."""
    attributes = {"HREF": node.get("refuri") or f"#{node['refid']}", "aria-label": node["spoken"]}
    if "reftitle" in node:
        attributes["title"] = node["reftitle"]
    classes = "reference internal source-number"
    translator.body.append(translator.starttag(node, "a", "", CLASS=classes, **attributes))


def depart_source_number(translator: Any, node: source_number) -> None:
    """Close it."""
    translator.body.append("</a>")


def visit_page_sources(translator: Any, node: page_sources) -> None:
    """Open the list, which is folded away until it is asked for; printing opens it."""
    head = _("Sources of this chapter ({count})").format(count=len(node.children))
    translator.body.append(
        f'<details class="page-sources"><summary>{escape(head)}</summary>\n<ol role="list">\n'
    )


def depart_page_sources(translator: Any, node: page_sources) -> None:
    """Close it."""
    translator.body.append("</ol>\n</details>\n")


def visit_page_source(translator: Any, node: page_source) -> None:
    """Open an entry."""
    anchor, note = escape(node["anchor"]), escape(node["note"])
    translator.body.append(f'<li data-source="{anchor}" data-note="{note}">')


def depart_page_source(translator: Any, node: page_source) -> None:
    """Close it."""
    translator.body.append("</li>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes: only web pages have them."""
    app.add_node(source_number, html=(visit_source_number, depart_source_number))
    app.add_node(page_sources, html=(visit_page_sources, depart_page_sources))
    app.add_node(page_source, html=(visit_page_source, depart_page_source))
