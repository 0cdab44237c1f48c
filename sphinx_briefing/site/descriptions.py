"""What each page is about: the description that search engines, and ``llms.txt``, show of it.

It is the beginning of the page's first paragraph, unless the author wrote another (``html_meta``
in MyST, ``.. meta::`` in reStructuredText).
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.config import writes_pages
from sphinx_briefing.parts import to_text
from sphinx_briefing.translation import _, gettext_noop

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MOST = 160
"""Characters of a description: about what search engines show of one."""

ENOUGH = 70
"""Characters from which a whole sentence is better than one cut short: a rule of this project."""

AUTHORS_OWN = re.compile(r"<meta\b[^>]*\bname=\"description\"")

SENTENCE = re.compile(r".*[.?!][”’\")]?(?=\s)")
"""All whole sentences but the last of a text; an abbreviation may end one, too."""

MADE = {
    "genindex": gettext_noop("All terms and names of “{title}” in alphabetical order."),
    "search": gettext_noop("Search the text of “{title}”."),
}
"""Pages that are made by the build and have no text of their own."""


def description_of(document: nodes.document) -> str:
    """The beginning of the first paragraph that stands in a section itself, not in a box."""
    for paragraph in document.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section) and (text := to_text([paragraph])):
            return shortened(text)
    return ""


def shortened(text: str, most: int = MOST) -> str:
    """As many whole sentences as fit, or as many whole words if that is too little."""
    if len(text) <= most:
        return text
    sentences = SENTENCE.match(text[: most + 1])
    if sentences and len(sentences[0]) >= ENOUGH:
        return sentences[0]
    return text[:most].rsplit(maxsplit=1)[0].rstrip(",;:–— ") + "…"


def describe(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Describe a page in its head, where its author did not."""
    if not writes_pages(app.builder) or AUTHORS_OWN.search(context.get("metatags", "")):
        return
    text = _(MADE[pagename]).format(title=app.config.project) if pagename in MADE else ""
    if doctree is not None:
        text = description_of(doctree)
    if text:
        tag = f'<meta name="description" content="{escape(text)}" />'
        context["metatags"] = f"{context.get('metatags', '')}\n{tag}"


def setup(app: Sphinx) -> None:
    """Connect to each page."""
    app.connect("html-page-context", describe)
