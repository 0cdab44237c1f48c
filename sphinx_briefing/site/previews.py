"""Previews: what a link to a term, a claim or a source leads to, shown in place.

The texts stand in one script file of the docs, ``_static/previews-data.js``, which docs and decks
load when the first such link is pointed at: a script, because ``fetch`` does not read files from
disk. ``static/briefing-previews.js`` shows them. An element joins the preview of an anchor by its
attribute ``preview_of``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.config import writes_pages
from sphinx_briefing.domain import briefing_domain
from sphinx_briefing.parts import PartWriter, resolved_document
from sphinx_briefing.trace import listed_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

DATA_FILE = "_static/previews-data.js"


def previews(app: Sphinx) -> dict[str, str]:
    """The previews as HTML without links, by page and anchor: ``about/claims.html#c41``."""
    docnames = briefing_domain(app.env).previewed | {
        source.docname for source in listed_sources(app.env).values()
    }
    found: dict[str, str] = {}
    writer = PartWriter(app)
    for docname in sorted(docnames):
        page = app.builder.get_target_uri(docname)
        for part in resolved_document(app, docname).findall(_is_part):
            assert isinstance(part, nodes.Element)
            key = f"{page}#{part['preview_of']}"
            found[key] = found.get(key, "") + writer.write(docname, part, linked=False)
    return found


def _is_part(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and "preview_of" in node


def write_previews(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Write the texts once the pages are written."""
    if writes_pages(app.builder):
        data = json.dumps(previews(app), ensure_ascii=False, sort_keys=True, indent=0)
        target = Path(app.outdir, DATA_FILE)
        target.parent.mkdir(exist_ok=True)
        target.write_text(f"window.briefingPreviews = {data};\n", encoding="utf-8")
    yield from ()


def setup(app: Sphinx) -> None:
    """Connect to the end of writing."""
    app.connect("html-collect-pages", write_previews)
