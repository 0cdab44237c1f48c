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

from sphinx_briefing.assets import Assets, offer
from sphinx_briefing.claims.bibliography import listed_sources
from sphinx_briefing.config import writes_pages
from sphinx_briefing.parts import PartWriter
from sphinx_briefing.resolved import PREVIEWED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from sphinx_briefing.resolved import Resolved

DATA_FILE = "_static/previews-data.js"

STATIC = Path(__file__).with_name("static")

POPOVER = "briefing-popover.js"
"""What previews are made of.

It belongs to `sphinx_briefing.citing`, which is installed without this package, as this package
is without it: so the build of this one puts a copy among its static files (pyproject.toml).
"""


def static_files() -> tuple[Path, ...]:
    """Where the files of previews lie: in one folder, or in two in the source tree."""
    if Path(STATIC, POPOVER).is_file():
        return (STATIC,)
    return STATIC, STATIC.parents[1] / "citing" / "static" / POPOVER


def previews(app: Sphinx, resolved: Resolved[nodes.document]) -> dict[str, str]:
    """The previews as HTML without links, by page and anchor: ``about/claims.html#c41``."""
    found: dict[str, str] = {}
    writer = PartWriter(app)
    for docname in sorted(documents_with_previews(app)):
        page, document = app.builder.get_target_uri(docname), resolved.of(app, docname)
        for part in document.findall(_is_part) if document is not None else ():
            assert isinstance(part, nodes.Element)
            key = f"{page}#{part['preview_of']}"
            found[key] = found.get(key, "") + writer.write(docname, part, linked=False)
    return found


def documents_with_previews(app: Sphinx) -> set[str]:
    """The documents that hold what links show in place."""
    listed = {source.docname for source in listed_sources(app.env).values()}
    return {*PREVIEWED.by_document(app.env), *listed}


def take_document(app: Sphinx, document: nodes.document, docname: str) -> nodes.document | None:
    """A copy of a resolved document that holds what links show in place."""
    wanted = writes_pages(app.builder) and docname in documents_with_previews(app)
    return document.deepcopy() if wanted else None


def _is_part(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and "preview_of" in node


class Previews:
    """Writes the texts once the pages are written."""

    def __init__(self, resolved: Resolved[nodes.document]) -> None:
        """Say where resolved documents are had."""
        self._resolved = resolved

    def write(self, app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
        """Write the file; there are no pages to make."""
        if writes_pages(app.builder):
            texts = previews(app, self._resolved)
            data = json.dumps(texts, ensure_ascii=False, sort_keys=True, indent=0)
            target = Path(app.outdir, DATA_FILE)
            target.parent.mkdir(exist_ok=True)
            target.write_text(f"window.briefingPreviews = {data};\n", encoding="utf-8")
        yield from ()


def setup(app: Sphinx, resolved: Resolved[nodes.document]) -> None:
    """Connect to the end of writing, and offer what shows the texts."""
    offer(
        app,
        Assets(
            static_files(),
            styles=("briefing-previews.css",),
            scripts=(POPOVER, "briefing-previews.js"),
            when_asked=(POPOVER, "briefing-previews.js"),
        ),
    )
    app.connect("html-collect-pages", Previews(resolved).write)
