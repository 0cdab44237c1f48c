"""The extension's own stylesheet and scripts, for the docs; the deck builder copies its own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_briefing.config import writes_decks, writes_pages
from sphinx_briefing.domain import briefing_domain
from sphinx_briefing.glossary.cite import citation_data

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PACKAGE = Path(str(files("sphinx_briefing")))
FOLDER = PACKAGE / "static"


def _popover() -> Path:
    own = FOLDER / "briefing-popover.js"
    return own if own.is_file() else PACKAGE / "citing" / "static" / own.name


POPOVER = _popover()
"""What previews are made of.

It belongs to `sphinx_briefing.citing`, which is installed without this package, as this package
is without it: so the build of this one puts a copy among its static files (pyproject.toml).
"""

PREVIEWS = (POPOVER.name, "briefing-previews.js")
"""The scripts of previews, in the order in which they need each other."""

SHARED = (
    FOLDER / "briefing.css",
    FOLDER / "figures.css",
    FOLDER / "briefing-previews.js",
    POPOVER,
)
"""The files that decks use as well."""


def add_files(app: Sphinx) -> None:
    """Give pages their stylesheet, and web pages their scripts; books run none."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or writes_decks(builder):
        return
    if builder.name == "epub":
        return
    app.config.html_static_path = [
        *app.config.html_static_path,
        str(FOLDER),
        str(POPOVER),
    ]
    for name in ("briefing.css", "figures.css"):
        app.add_css_file(name)
    if writes_pages(builder):
        for name in PREVIEWS:
            app.add_js_file(name, loading_method="defer")


def add_page_scripts(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Give the register and the glossary, each on its page alone, the scripts they need."""
    if not writes_pages(app.builder):
        return
    domain = briefing_domain(app.env)
    if pagename in domain.data["claims"]:
        app.add_js_file("briefing-register.js", loading_method="defer")
    if pagename in domain.entries:
        app.add_js_file("briefing-snippets.js", loading_method="defer")
        data = citation_data(app, pagename)
        app.add_js_file("briefing-glossary.js", loading_method="defer", **data)


def setup(app: Sphinx) -> None:
    """Connect to the start of a build and to each page."""
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", add_page_scripts)
