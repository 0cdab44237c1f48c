"""One set of chapters, two publications: a Sphinx extension for docs and slide decks.

Slides are marked inside the chapters they belong to; decks pick them by chapter and audience.
The docs show each as an "In brief" box, the deck builder makes reveal.js presentations of them.

Each concept has a folder. They build on each other in the order of `setup`: what comes later may
import what comes earlier, never the other way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up, concept by concept."""
    from sphinx_briefing import (  # noqa: PLC0415
        anchors,
        assets,
        changes,
        citations,
        claims,
        config,
        decks,
        domain,
        edition,
        figures,
        glossary,
        guard,
        handouts,
        incremental,
        labels,
        mathml,
        records,
        resolved,
        restatement,
        site,
        slides,
        translation,
    )
    from sphinx_briefing.site import previews  # noqa: PLC0415

    # The base: settings, words, and what is known of documents.
    config.setup(app)
    translation.setup(app)
    records.setup(app)
    edition.setup(app)  # date and commit of the sources
    incremental.setup(app)  # what is written again
    mathml.setup(app)  # formulas without scripts
    assets.setup(app)  # stylesheets and scripts
    guard.setup(app)  # what is refused
    # The concepts.
    slides.setup(app)
    claims.setup(app)
    figures.setup(app)
    restatement.setup(app)
    documents = resolved.Resolved(app, previews.take_document)
    glossary.setup(app, documents)
    changes.setup(app)
    decks.setup(app)
    citations.setup(app)
    site.setup(app, documents)
    handouts.setup(app)
    domain.setup(app)  # how all of it is referred to
    labels.setup(app)
    anchors.setup(app)  # what stays for good
    return {
        "version": __version__,
        "env_version": 7,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
