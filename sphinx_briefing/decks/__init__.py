"""Decks: slides picked from chapters, presented with reveal.js."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the wing up."""
    from sphinx_briefing import compat  # noqa: PLC0415
    from sphinx_briefing.decks import (  # noqa: PLC0415
        builder,
        companion,
        coverage,
        directive,
        examples,
        openers,
        own,
        page,
        pictures,
        raw_links,
        stock,
        texts,
        timing,
        transcript,
        writer,
    )

    app.setup_extension("sphinx_revealjs")
    compat.declare_parallel_safe(app, "sphinx_revealjs")
    stock.setup(app)  # what of it does nothing here
    directive.setup(app)  # {deck}
    own.setup(app)  # slides of a deck's own, and those it picks
    openers.setup(app)  # a slide for each chapter
    timing.setup(app)  # minutes, and {deck-time}
    coverage.setup(app)  # whether the full deck has each claim, {claim-coverage}
    pictures.setup(app)  # of slides
    transcript.setup(app)  # they and the words to say
    examples.setup(app)  # {slide-example}
    page.setup(app)  # a deck's page in the docs
    for node in (writer.presented_slide, writer.slide_foot, writer.slide_evidence):
        app.add_node(node)
    texts.setup(app)  # the texts of scripts
    builder.setup(app)  # the presentations
    companion.setup(app)  # decks in a build of the docs
    raw_links.setup(app)  # whether links in raw HTML lead anywhere
