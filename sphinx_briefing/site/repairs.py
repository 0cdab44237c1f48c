"""Mending what Sphinx's and docutils' HTML lacks for assistive technology.

Each repair names the rule it follows; it can go once the library at fault does it itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

REPAIRS = (
    # Sphinx: a toctree's caption is a heading without a level (WAI-ARIA 1.2, heading).
    (
        'role="heading"><span class="caption-text"',
        'role="heading" aria-level="2"><span class="caption-text"',
    ),
    # Sphinx: wide code scrolls, but not by keyboard (WCAG 2.2, 2.1.1).
    ('<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'),
    # docutils: the role is deprecated (DPUB-ARIA 1.1); in a list, the entries are its items.
    ('role="doc-biblioentry"', 'role="listitem"'),
)
"""HTML as written, and as it should be."""


def repair_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Repair the text and the navigation of a page."""
    for part in ("body", "furo_navigation_tree"):
        for wrong, right in REPAIRS:
            if part in context:
                context[part] = context[part].replace(wrong, right)


def repair_wrappers(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Take from the box that Furo puts around tables and formulas what it copies from them.

    Furo (2025.12.19, ``WrapTableAndMathInAContainerTransform``) copies all attributes: an id would
    stand there twice (HTML, 3.2.6), and a mark such as ``preview_of`` would count twice.
    """
    for box in document.findall(nodes.container):
        inner = box.children[0] if len(box.children) == 1 else None
        if isinstance(inner, nodes.table | nodes.math_block) and {
            "table-wrapper",
            "math-wrapper",
        } & {*box["classes"]}:
            for name in set(box.attributes) - {"classes"}:
                if name in {"ids", "names", "dupnames", "backrefs"}:
                    box[name] = []
                else:
                    del box[name]


def setup(app: Sphinx) -> None:
    """Repair pages once the theme has made its part of them."""
    app.connect("doctree-resolved", repair_wrappers, priority=100)
    app.connect("html-page-context", repair_page, priority=900)
