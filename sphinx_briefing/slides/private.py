"""Private notes never leave: neither in pages, nor in the sources that are published with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_briefing.slides.records import PRIVATE

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx


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
    app.connect("html-page-context", drop_private_source)
