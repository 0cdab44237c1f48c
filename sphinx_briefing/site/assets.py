"""The extension's own stylesheets and scripts, for the docs; the deck builder copies its own."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_briefing.config import writes_decks, writes_pages
from sphinx_briefing.domain import briefing_domain
from sphinx_briefing.glossary.cite import citation_data

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = str(files("sphinx_briefing") / "static")

STYLES = (
    "briefing-tokens.css",
    "briefing-claims.css",
    "figures.css",
    "briefing-glossary.css",
    "briefing-previews.css",
)
"""Stylesheets of `FOLDER` for pages and decks, in the order in which these link them.

Their names, as those of all our static files, begin with ``briefing-``: ``_static`` is one folder
for everybody, and a file of a project's own there would take the place of ours.
"""

PAGE_STYLES = ("briefing-slides.css",)
"""Those for pages alone; a deck has its own for what they show of it."""

SHARED = (*STYLES, "previews.js")
"""Files of `FOLDER` that decks use as well."""


def add_files(app: Sphinx) -> None:
    """Give pages their stylesheet, and web pages their scripts; books run none."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or writes_decks(builder):
        return
    if builder.name == "epub":
        return
    app.config.html_static_path = [*app.config.html_static_path, FOLDER]
    for name in (*STYLES, *PAGE_STYLES):
        app.add_css_file(name)
    if writes_pages(builder):
        app.add_js_file("previews.js", loading_method="defer")


def add_page_scripts(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Give the register and the glossary, each on its page alone, the scripts they need."""
    if not writes_pages(app.builder):
        return
    domain = briefing_domain(app.env)
    if pagename in domain.data["claims"]:
        app.add_js_file("register.js", loading_method="defer")
    if pagename in domain.entries:
        app.add_js_file("glossary.js", loading_method="defer", **citation_data(app, pagename))


def setup(app: Sphinx) -> None:
    """Connect to the start of a build and to each page."""
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", add_page_scripts)
