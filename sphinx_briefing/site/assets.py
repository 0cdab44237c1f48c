"""The extension's own stylesheets and scripts, for the docs; the deck builder copies its own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_briefing.claims.records import REGISTERED
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.builder import PAGE_STYLES, PREVIEWS, SHARED_STYLES
from sphinx_briefing.decks.texts import TEXTS, write_texts
from sphinx_briefing.glossary.cite import citation_data
from sphinx_briefing.glossary.records import ENTRIES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PACKAGE = Path(str(files("sphinx_briefing")))
FOLDER = PACKAGE / "static"


def _popover() -> Path:
    own = FOLDER / PREVIEWS[0]
    return own if own.is_file() else PACKAGE / "citing" / "static" / own.name


POPOVER = _popover()
"""What previews are made of.

It belongs to `sphinx_briefing.citing`, which is installed without this package, as this package
is without it: so the build of this one puts a copy among its static files (pyproject.toml).
"""


def add_files(app: Sphinx) -> None:
    """Give pages their stylesheet, and web pages their scripts; books run none."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    if builder.name == "epub":
        return
    app.config.html_static_path = [*app.config.html_static_path, str(FOLDER), str(POPOVER)]
    has_texts = write_texts(app)
    for name in (*SHARED_STYLES, *PAGE_STYLES):
        app.add_css_file(name)
    if writes_pages(builder):
        if has_texts:
            app.add_js_file(TEXTS, priority=90, loading_method="defer")
        for name in PREVIEWS:
            app.add_js_file(name, loading_method="defer")


def add_page_scripts(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Give the register and the glossary, each on its page alone, the scripts they need."""
    if not writes_pages(app.builder):
        return
    if REGISTERED.of(app.env, pagename):
        app.add_js_file("briefing-register.js", loading_method="defer")
    if ENTRIES.of(app.env, pagename):
        app.add_js_file("briefing-snippets.js", loading_method="defer")
        data = citation_data(app, pagename)
        app.add_js_file("briefing-glossary.js", loading_method="defer", **data)


def setup(app: Sphinx) -> None:
    """Connect to the start of a build and to each page."""
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", add_page_scripts)
