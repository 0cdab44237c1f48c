"""Finding an entry: what the search shows of terms and claims, and addresses that end with a name.

Sphinx's search gives a term the title of the glossary's page. A data file, which the search page
alone loads (a script, for ``fetch`` does not read files from disk), has each entry's own name and
text; ``static/briefing-search.js`` puts them into the results.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_briefing.assets import WHEN_ASKED
from sphinx_briefing.claims.records import REGISTERED
from sphinx_briefing.config import writes_pages
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.site.descriptions import shortened
from sphinx_briefing.site.excerpts import FOLDER
from sphinx_briefing.site.shared import MOST, pages_of_entries
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_briefing.resolved import Resolved

DATA_FILE = "briefing-search-data.js"


def search_data(app: Sphinx, resolved: Resolved[nodes.document]) -> dict[str, Any]:
    """What the search page knows: entries by page and anchor, and pages to look through."""
    env, builder = app.env, app.builder
    terms = {entry.docname for entry in ENTRIES.all(env)}
    entries = {}
    for entry in pages_of_entries(app, resolved):
        kind = _("Glossary") if entry.docname in terms else _("Claims")
        entries[entry.target] = [entry.title, shortened(entry.text, MOST), str(kind)]
    listed = [*sorted(terms), *sorted({claim.docname for claim in REGISTERED.all(env)})]
    pages = [[builder.get_target_uri(name), env.titles[name].astext()] for name in listed]
    if app.config.html_use_index:
        pages.append([builder.get_target_uri("genindex"), str(_("Index"))])
    excerpts = FOLDER if app.config.briefing_excerpts else ""
    return {"entries": entries, "pages": pages, "excerpts": excerpts}


class SearchData:
    """Writes it once the pages are written."""

    def __init__(self, resolved: Resolved[nodes.document]) -> None:
        """Say where resolved documents are had."""
        self._resolved = resolved

    def write(self, app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
        """Write the file; the search page, written later, links it."""
        if writes_pages(app.builder):
            data = search_data(app, self._resolved)
            text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=0)
            path = Path(app.outdir, "_static", DATA_FILE)
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"window.briefingSearch = {text};\n", encoding="utf-8")
        yield from ()


def add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Give the search page, and pages of entries, what finds an entry."""
    if not writes_pages(app.builder):
        return
    if pagename == "search" and doctree is None:
        app.add_js_file(DATA_FILE, loading_method="defer", priority=700)
        app.add_js_file("briefing-search.js", loading_method="defer", priority=710)
    elif ENTRIES.of(app.env, pagename) or REGISTERED.of(app.env, pagename):
        app.add_js_file("briefing-lookup.js", loading_method="defer", priority=710, **WHEN_ASKED)


def setup(app: Sphinx, resolved: Resolved[nodes.document]) -> None:
    """Connect to the pages, and to the end of writing."""
    app.connect("html-page-context", add_scripts)
    app.connect("html-collect-pages", SearchData(resolved).write)
