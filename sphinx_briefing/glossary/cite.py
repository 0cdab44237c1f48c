"""What the ready snippets of "Cite this" share: names and address.

Terms, claims, slides, decks and pages have them. They are made in the browser
(``static/briefing-snippets.js``), from this and what the page says of itself, so that a page with
many entries stays light. ``briefing_key`` is the name
under which the publication's inventory is to be known to others (``intersphinx_mapping`` of
Sphinx, ``references`` of mystmd); ``briefing_cite_page`` the document that tells how each tool is
set up.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

from sphinx_briefing import messages
from sphinx_briefing.addresses import page_address, site_address
from sphinx_briefing.assets import WHEN_ASKED
from sphinx_briefing.config import writes_pages
from sphinx_briefing.glossary.records import ENTRIES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

KEY = re.compile(r"[a-z][a-z0-9-]*")

SHARED = "share"
"""Folder of the small pages of terms, claims and slides (`sphinx_briefing.site.shared`)."""

UNSET = {"Author name not set", "Project name not set"}
"""What Sphinx has for a name that is not set."""

DATA = "briefing-cite"
"""Name of the tag in a page's head that has it."""


def citation_data(app: Sphinx, docname: str) -> dict[str, Any]:
    """Attributes of the tag in the head of the page of ``docname``; what is not known is left out.

    ``data-page`` is the page's published address, or its path where the site's is not known.
    """
    config, builder = app.config, app.builder
    page = page_address(builder, docname) or builder.get_target_uri(docname)
    data = {
        "data-key": config.briefing_key,
        "data-title": config.project,
        "data-author": config.author,
        "data-version": config.release or config.version,
        "data-date": config.briefing_date,
        "data-page": page,
        "data-doc": docname,
        "data-name": app.env.titles[docname].astext(),
    }
    if address := site_address(config):
        data["data-share"] = f"{address}{SHARED}/"
    if config.briefing_cite_page:
        data["data-help"] = builder.get_relative_uri(docname, config.briefing_cite_page)
    return {name: value for name, value in data.items() if value and value not in UNSET}


def check_settings(app: Sphinx, config: Config) -> None:
    """Refuse a key that tools would not take.

    Raises:
        ConfigError: ``briefing_key`` is no lower-case word.
    """
    if not KEY.fullmatch(config.briefing_key):
        raise ConfigError(messages.KEY_UNUSABLE % (config.briefing_key,))


def check_page(app: Sphinx, env: BuildEnvironment) -> None:
    """Refuse a page that is not there.

    Raises:
        ConfigError: ``briefing_cite_page`` names no document.
    """
    page = app.config.briefing_cite_page
    if page and page not in env.found_docs:
        raise ConfigError(messages.CITE_PAGE_MISSING % (page,))


def add_scripts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give the pages of documents what shows the ways to cite them, and what they hold."""
    if not writes_pages(app.builder) or pagename not in app.env.titles:
        return
    for name in ("briefing-snippets.js", "briefing-cite-box.js"):
        app.add_js_file(name, loading_method="defer", **WHEN_ASKED)
    app.add_js_file("briefing-cite.js", loading_method="defer")
    data = citation_data(app, pagename).items()
    told = "".join(f' {name}="{escape(value)}"' for name, value in data)
    context["metatags"] = context.get("metatags", "") + (
        f'\n<meta name="{DATA}" content="{escape(pagename)}"{told} />'
    )
    if ENTRIES.of(app.env, pagename):
        app.add_js_file("briefing-glossary.js", loading_method="defer", **WHEN_ASKED)


def setup(app: Sphinx) -> None:
    """Check the settings, and connect to each page."""
    app.connect("html-page-context", add_scripts)
    app.connect("config-inited", check_settings)
    # Sphinx checks consistency only where some document was read again.
    app.connect("env-updated", check_page)
