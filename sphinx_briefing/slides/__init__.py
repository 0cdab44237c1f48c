"""Slides: written in chapters, shown as boxes in the docs, and cut out of them for decks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.assets import Assets, offer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).with_name("static")


def setup(app: Sphinx) -> None:
    """Set the wing up: nodes and how the docs write them, directives, then what is done to them."""
    from sphinx_briefing.slides import (  # noqa: PLC0415
        box,
        directives,
        headings,
        nodes,
        only,
        private,
        reading,
    )
    from sphinx_briefing.slides.layouts import fit, own  # noqa: PLC0415

    box.setup(app)
    for node in (nodes.slide_title, nodes.cut_slide, nodes.slide_body, nodes.slide_notes):
        app.add_node(node)
    app.add_directive("slide", directives.SlideDirective)
    app.add_directive("notes", directives.NotesDirective)
    app.add_directive("retired-slide", directives.RetiredSlideDirective)
    app.connect("doctree-read", reading.record_slides)
    app.connect("env-check-consistency", reading.check_slides)
    fit.setup(app)
    own.setup(app)
    headings.setup(app)
    only.setup(app)
    private.setup(app)
    # A slide on a deck has the styles of the deck's theme.
    offer(app, Assets((STATIC,), page_styles=("briefing-slides.css",)))
