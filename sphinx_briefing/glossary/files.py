"""The glossary's files for machines, at the site's root: data with its schema, and linked data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.config import writes_pages
from sphinx_briefing.glossary.data import (
    FILE,
    SCHEMA,
    as_json,
    glossary_data,
    glossary_of,
    schema_text,
)
from sphinx_briefing.glossary.linked_data import TURTLE_FILE, as_turtle, concepts
from sphinx_briefing.glossary.records import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_briefing.resolved import Resolved


def has_glossary(app: Sphinx) -> bool:
    """Whether this build writes web pages with a glossary among them."""
    return writes_pages(app.builder) and any(ENTRIES.all(app.env))


class GlossaryFiles:
    """Writes all forms of the glossary once the pages are written."""

    def __init__(self, resolved: Resolved[nodes.document]) -> None:
        """Say where resolved documents are had."""
        self._resolved = resolved

    def write(self, app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
        """Write the files; there are no pages to make."""
        if has_glossary(app):
            glossary = glossary_of(app, self._resolved)
            texts = {
                FILE: as_json(glossary_data(app, glossary)),
                SCHEMA: schema_text(),
                TURTLE_FILE: as_turtle(concepts(app, glossary)),
            }
            for name, text in texts.items():
                Path(app.outdir, name).write_text(text, encoding="utf-8")
        yield from ()


def setup(app: Sphinx, resolved: Resolved[nodes.document]) -> None:
    """Connect to the end of writing."""
    app.connect("html-collect-pages", GlossaryFiles(resolved).write)
