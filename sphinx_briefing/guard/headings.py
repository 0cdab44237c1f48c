"""Headings: one title a document, and words in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.guard import messages
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def one_title(app: Sphinx, document: nodes.document) -> None:
    """Report documents without a title or with two, and headings without a word."""
    sections = [child for child in document.children if isinstance(child, nodes.section)]
    for section in sections[1:]:
        warn(messages.HEADING_SECOND, location=section[0], subtype="heading")
    if not sections:
        docname = app.env.current_document.docname
        warn(messages.DOCUMENT_UNTITLED, location=(docname, 1), subtype="heading")
    for title in document.findall(nodes.title):
        shows = title.astext().strip() or next(iter(title.findall(nodes.image)), None)
        if not shows and isinstance(title.parent, nodes.section):
            warn(messages.HEADING_EMPTY, location=title, subtype="heading")


def tell_of_titles_once(app: Sphinx, config: Config) -> None:
    """Leave out what Sphinx says, once each toctree, of documents without a title."""
    config.suppress_warnings = [*config.suppress_warnings, "toc.no_title"]


def setup(app: Sphinx) -> None:
    """Look at each document that is read."""
    app.connect("config-inited", tell_of_titles_once)
    app.connect("doctree-read", one_title)
