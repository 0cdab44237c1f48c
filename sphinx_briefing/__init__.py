"""One set of chapters, two publications: a Sphinx extension for docs and slide decks.

Slides are marked inside the chapters they belong to; decks pick them by chapter and audience.
The docs show each as an "In brief" box, the deck builder makes reveal.js presentations of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing import config, domain, figures, incremental, labels, parts, published
from sphinx_briefing.claims import coverage, editorial, mark, register, sources
from sphinx_briefing.claims import data as claims_data
from sphinx_briefing.decks import builder, directive, timing
from sphinx_briefing.glossary import cite, entries, linked_data, usage
from sphinx_briefing.glossary import files as glossary_files
from sphinx_briefing.site import assets, descriptions, llms, navigation, previews, repairs
from sphinx_briefing.slides import retirement, slide

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up, room by room."""
    config.setup(app)  # configuration values
    domain.setup(app)  # what is known of slides and decks, and references to them
    slide.setup(app)  # {slide} and {notes}
    retirement.setup(app)  # {retired-slide}
    directive.setup(app)  # {deck}
    claims_data.setup(app)  # the claims' data
    mark.setup(app)  # {claim}
    register.setup(app)  # {claim-register} and {claim-coverage}
    sources.setup(app)  # what the bibliography says of each source
    coverage.setup(app)  # whether text and evidence agree
    entries.setup(app)  # {entry} and {definition}
    labels.setup(app)  # terms and labels of Sphinx's standard domain
    published.setup(app)  # whether all that was published is still there
    editorial.setup(app)  # {editorial}
    figures.setup(app)  # {data-figure} and {show-figure}
    usage.setup(app)  # terms unused, and unlinked in the prose
    timing.setup(app)  # minutes
    parts.setup(app)  # parts of finished pages
    linked_data.setup(app)  # the glossary's page in the words of schema.org
    glossary_files.setup(app)  # glossary.json and glossary.ttl
    descriptions.setup(app)  # what each page is about
    llms.setup(app)  # llms.txt
    previews.setup(app)  # what links lead to, shown in place
    cite.setup(app)  # what "Cite this" says of the publication
    incremental.setup(app)  # incremental builds
    navigation.setup(app)  # the navigation tree, made once
    assets.setup(app)  # the docs' own stylesheet and scripts
    repairs.setup(app)  # repairs to the docs' HTML
    builder.setup(app)  # the reveal.js presentations
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
