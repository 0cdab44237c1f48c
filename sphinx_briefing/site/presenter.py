"""A build with private notes says on each page, to readers and robots, that it stays private."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.builder import DeckBuilder
from sphinx_briefing.site.metadata import UNSEEN, as_html
from sphinx_briefing.site.without_inline import FURO
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def mark_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Mark a page, or a deck."""
    is_deck = isinstance(app.builder, DeckBuilder)
    if not app.config.briefing_presenter or not (is_deck or writes_pages(app.builder)):
        return
    tags = as_html([("name", "robots", UNSEEN)])
    context["metatags"] = context.get("metatags", "") + tags
    told = _("Presenter’s copy, with private notes: not to be published.")
    if is_deck:  # each of its slides says it, too
        context["title"] = f"{context['title']} ({told.rstrip('.')})"
    elif app.config.html_theme == FURO:
        context["theme_announcement"] = escape(told)
    elif "body" in context:
        context["body"] = f'<p role="note"><strong>{escape(told)}</strong></p>{context["body"]}'


def setup(app: Sphinx) -> None:
    """Connect to each page, once the rest of it stands."""
    app.connect("html-page-context", mark_page, priority=950)
