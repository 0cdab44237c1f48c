"""What the search page shows of a document below its title, from disk as well as from a server.

Sphinx's search fetches each page that it found, whole, for a few words of it, and browsers let no
page fetch one from disk. Here each document's text is a small script of its own,
``_excerpts/NAME.js``, which ``static/briefing-search.js`` loads for the results on show.
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_briefing.config import writes_pages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

FOLDER = "_excerpts"

UNREAD = re.compile(
    r"<(script|style|svg|math|template|button)\b.*?</\1\s*>"
    r'|<a class="headerlink".*?</a>|<!--.*?-->',
    re.DOTALL | re.IGNORECASE,
)
"""What is no text of a page."""

TAG = re.compile(r"<[^>]*>")

SECTION = re.compile(r'<(?:section|dt|figure|article)\b[^>]*?\sid="([^"]+)"')
"""Where a part of a page begins that a result may lead to."""

MARK = "\ufdd0"
"""A character that stands in no text."""


def text_and_places(body: str) -> tuple[str, dict[str, int]]:
    """The words of a page in one line, and where in it each part begins, by its anchor."""
    plain = SECTION.sub(lambda found: f"{MARK}{found[1]}{MARK}{found[0]}", UNREAD.sub(" ", body))
    plain = " ".join(unescape(TAG.sub(" ", plain)).split())
    text, places = "", dict[str, int]()
    for number, part in enumerate(plain.split(MARK)):
        if number % 2:
            places.setdefault(part, len(text))
        elif kept := part.strip():
            text += f"{kept} "
    return text.rstrip(), places


def excerpt_file(outdir: Path, docname: str) -> Path:
    """Where the text of a document is written."""
    return Path(outdir, FOLDER, f"{docname}.js")


def write_text(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Write the text of a document beside its page."""
    if not writes_pages(app.builder) or doctree is None or not app.config.briefing_excerpts:
        return
    text, places = text_and_places(context.get("body", ""))
    found = json.dumps([pagename, text, places], ensure_ascii=False, separators=(",", ":"))
    path = excerpt_file(app.outdir, pagename)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"window.briefingExcerpt({found});\n", encoding="utf-8")


def remove_texts(
    app: Sphinx,
    env: BuildEnvironment,
    added: AbstractSet[str],
    changed: AbstractSet[str],
    removed: AbstractSet[str],
) -> Iterable[str]:
    """Delete the texts of documents that are gone."""
    for docname in removed:
        excerpt_file(app.outdir, docname).unlink(missing_ok=True)
    return []


def take_over(app: Sphinx, config: Config) -> None:
    """Have Sphinx's search fetch no pages for excerpts of its own."""
    config.briefing_excerpts = config.html_show_search_summary
    config.html_show_search_summary = False


def setup(app: Sphinx) -> None:
    """Connect to the settings, and to the pages, once all is on them."""
    app.connect("config-inited", take_over)
    app.connect("html-page-context", write_text, priority=990)
    app.connect("env-get-outdated", remove_texts)
