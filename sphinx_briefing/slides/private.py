"""Private notes never leave: neither in pages, nor in the sources that are published with them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ExtensionError

from sphinx_briefing.slides.records import PRIVATE

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

MEANT = re.compile(
    r"^[ \t>*+-]*(?::[ \t]*privat[ea]?\b|privat[ea]?[ \t]*:[ \t]*(?:true|yes|on)[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that can only be meant as the option, however it was typed; a sentence is none."""


def refuse_what_is_not_understood(app: Sphinx, document: nodes.document) -> None:
    """Stop the build where something is meant to be private and no directive says that it is.

    A mistyped ``{notes}`` is a warning to Sphinx, and its text would be published.

    Raises:
        ExtensionError: there is such a line.
    """
    env, docname = app.env, app.env.current_document.docname
    source = Path(env.doc2path(docname)).read_text(encoding="utf-8", errors="replace")
    shown = "\n".join(block.astext() for block in document.findall(nodes.literal_block))
    lines = [source.count("\n", 0, found.start()) + 1 for found in MEANT.finditer(source)]
    if len(lines) > len(PRIVATE.of(env, docname)) + len(MEANT.findall(shown)):
        known = PRIVATE.of(env, docname)
        line = next((n for n in lines if not any(0 <= n - at <= 2 for at in known)), lines[0])
        raise ExtensionError(
            f"{env.doc2path(docname, base=False)}:{line}: this is meant to be private, but is not "
            "read as part of a {notes} block: write :::{notes}, and :private: on the line below "
            "it, and see that the blocks around it are spelled right"
        )


def drop_private_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Node | None
) -> None:
    """Keep the source of a page with private notes out of a public build's ``_sources``."""
    if PRIVATE.of(app.env, pagename) and not app.config.briefing_presenter:
        if context.get("sourcename"):  # what an earlier build published of it
            (app.outdir / "_sources" / context["sourcename"]).unlink(missing_ok=True)
        context["sourcename"] = ""


def setup(app: Sphinx) -> None:
    """Connect to each page."""
    app.connect("doctree-read", refuse_what_is_not_understood)
    app.connect("html-page-context", drop_private_source)
