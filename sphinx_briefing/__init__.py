"""One set of chapters, two publications: a Sphinx extension for docs and slide decks.

Slides are marked inside the chapters they belong to; decks pick them by chapter and audience.
The docs show each as an "In brief" box, the deck builder makes reveal.js presentations of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing import (
    accessibility,
    assets,
    cite_this,
    claim,
    coverage,
    deck,
    deck_builder,
    descriptions,
    domain,
    editorial,
    evidence,
    figures,
    fragments,
    freshness,
    glossary,
    glossary_files,
    labels,
    linked_data,
    llms,
    navigation,
    pacing,
    permanence,
    previews,
    register,
    retirement,
    settings,
    slide,
    sources,
    term_usage,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up, room by room."""
    settings.setup(app)  # configuration values
    domain.setup(app)  # what is known of slides and decks, and references to them
    slide.setup(app)  # {slide} and {notes}
    retirement.setup(app)  # {retired-slide}
    deck.setup(app)  # {deck}
    evidence.setup(app)  # the claims' data
    claim.setup(app)  # {claim}
    register.setup(app)  # {claim-register} and {claim-coverage}
    sources.setup(app)  # what the bibliography says of each source
    coverage.setup(app)  # whether text and evidence agree
    glossary.setup(app)  # {entry} and {definition}
    labels.setup(app)  # terms and labels of Sphinx's standard domain
    permanence.setup(app)  # whether all that was published is still there
    editorial.setup(app)  # {editorial}
    figures.setup(app)  # {data-figure} and {show-figure}
    term_usage.setup(app)  # terms unused, and unlinked in the prose
    pacing.setup(app)  # minutes
    fragments.setup(app)  # parts of finished pages
    linked_data.setup(app)  # the glossary's page in the words of schema.org
    glossary_files.setup(app)  # glossary.json and glossary.ttl
    descriptions.setup(app)  # what each page is about
    llms.setup(app)  # llms.txt
    previews.setup(app)  # what links lead to, shown in place
    cite_this.setup(app)  # what "Cite this" says of the publication
    freshness.setup(app)  # incremental builds
    navigation.setup(app)  # the navigation tree, made once
    assets.setup(app)  # the docs' own stylesheet and scripts
    accessibility.setup(app)  # repairs to the docs' HTML
    deck_builder.setup(app)  # the reveal.js presentations
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
