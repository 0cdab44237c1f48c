"""Web pages: what stands beside a restatement is put in a box that readers can fold away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.config import writes_pages
from sphinx_briefing.resolved import LAST
from sphinx_briefing.restatement.nodes import evidence, restatement
from sphinx_briefing.slides.nodes import slide

if TYPE_CHECKING:
    from sphinx.application import Sphinx

AFTER_COPIES = LAST + 50
"""Priority: whoever shows parts of a document elsewhere has taken copies of it."""


def box_evidence(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put the evidence of each section that has a restatement into a box of its own.

    Evidence is all that follows the first restatement of a section but slides, further
    restatements and the sections below it.
    """
    if not writes_pages(app.builder):
        return
    for section in list(document.findall(nodes.section)):
        children = section.children
        first = next(
            (at for at, child in enumerate(children) if isinstance(child, restatement)), None
        )
        if first is None:
            continue
        kept = list(children[: first + 1])
        box: evidence | None = None
        for child in children[first + 1 :]:
            if isinstance(child, restatement | slide | nodes.section):
                box = None
                kept.append(child)
            else:
                if box is None:
                    box = evidence()
                    kept.append(box)
                box += child
        section[:] = kept
    if next(document.findall(evidence), None) is not None:
        for head in document.findall(nodes.container):
            if "reading-times" in head["classes"]:
                head["classes"].append("has-evidence")  # it will hold the switch


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: nodes.document | None
) -> None:
    """Give pages with evidence the script that folds it."""
    if doctree is not None and next(doctree.findall(evidence), None) is not None:
        app.add_js_file("briefing-evidence.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Connect to resolved documents, and to their pages."""
    app.connect("doctree-resolved", box_evidence, priority=AFTER_COPIES)
    app.connect("html-page-context", add_script)
