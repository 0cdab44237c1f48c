"""Links in raw HTML on slides, which Sphinx does not know of: whether they lead anywhere.

They are made right for presentations like all others (``addresses.py``). Whether there is a page or
a file where they lead is known once everything is written.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from docutils import nodes
from docutils.utils import get_source_line

from sphinx_briefing import messages
from sphinx_briefing.addresses import RAW_LINK, deck_file
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.directive import deck
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.messages import warn
from sphinx_briefing.records import Records
from sphinx_briefing.slides.cutting import prose_after
from sphinx_briefing.slides.nodes import slide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


class RawLink(NamedTuple):
    """A relative address in raw HTML."""

    docname: str
    address: str  # seen from the page of the document
    source: str  # the file, which may be an included one
    line: int  # of its block; 0: not known


RAW_LINKS: Records[RawLink] = Records("links in raw HTML")


def shown_on_slides(document: nodes.document) -> Iterator[nodes.Node]:
    """What presentations show of a document: slides, with the prose that is their notes."""
    yield from document.findall(deck)
    for node in document.findall(slide):
        yield node
        yield from prose_after(node)


def record_links(app: Sphinx, document: nodes.document) -> None:
    """Note the relative addresses in raw HTML."""
    docname = app.env.current_document.docname
    found = {
        RawLink(docname, match[2], source or "", line or 0)
        for part in shown_on_slides(document)
        for raw in part.findall(nodes.raw)
        if "html" in raw.get("format", "").split()
        for source, line in (get_source_line(raw),)
        for match in RAW_LINK.finditer(raw.astext())
    }
    for link in sorted(found, key=lambda link: link.line):
        RAW_LINKS.note(app.env, docname, link)


def check_links(app: Sphinx, error: Exception | None) -> None:
    """Report those that lead to nothing in the site."""
    if error or not writes_pages(app.builder):
        return
    decks = {deck_file(app.config, record.name) for record in DECKS.all(app.env)}
    for link in RAW_LINKS.all(app.env):
        path = unquote(urlsplit(link.address).path)
        if not path or path.startswith("/"):
            continue  # on the same page, or seen from a root that only the host knows
        page = unquote(app.builder.get_target_uri(link.docname))
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if path.endswith("/") or file == ".":
            file = posixpath.join(file, "index.html")
        if not (file.startswith("../") or file in decks or Path(app.outdir, file).is_file()):
            location = f"{link.source}:{link.line}" if link.line else link.docname
            warn(messages.LINK_LEADS_NOWHERE, link.address, location=location, subtype="raw_link")


def setup(app: Sphinx) -> None:
    """Note links while reading, and look for their targets when all is written."""
    app.connect("doctree-read", record_links, priority=600)  # what is misplaced is taken out then
    app.connect("build-finished", check_links, priority=700)  # after the decks
