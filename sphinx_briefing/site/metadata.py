"""What a page says of itself to chats, social networks and reference managers, in its head.

Open Graph (https://ogp.me), Twitter's cards, and the names that Google Scholar and Zotero read
(``citation_title`` and others, of Highwire Press). What needs an absolute address is left out where
the site's is not known.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing.addresses import page_address
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.builder import DeckBuilder
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.glossary.data import author_of
from sphinx_briefing.site.cards import HEIGHT, WIDTH, card_address
from sphinx_briefing.site.llms import DescriptionReader
from sphinx_briefing.translation import _, language_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx

Tags = list[tuple[str, str, str]]
"""Of each tag: the attribute that names it, its name, its content."""


UNSEEN = "noindex, nofollow, noarchive"
"""What robots are told of a page that is not to be found."""

LINK_PICTURE = "briefing-link-picture"
"""Event (app, docname, slide's id or nothing): the `Picture` that a chat shows, or none."""


class Picture(NamedTuple):
    """A PNG that stands for a page or a slide."""

    address: str  # in full
    width: int  # pixels
    height: int


def link_preview(
    app: Sphinx,
    docname: str,
    *,
    title: str,
    description: str,
    address: str,
    kind: str = "article",
    slide: str = "",
) -> Tags:
    """What a chat shows of a link.

    Args:
        app: the application.
        docname: whose picture is shown.
        title: of what the link leads to.
        description: of the same; empty: none.
        address: its full address; empty where it is not known.
        kind: a type of Open Graph.
        slide: the id of a slide, where that is what the link leads to.
    """
    config = app.config
    tags: Tags = [
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:type", kind),
        ("property", "og:site_name", config.project),
        ("property", "og:locale", language_tag(config.language).replace("-", "_")),
        ("property", "og:url", address),
    ]
    picture: Picture | None = app.emit_firstresult(LINK_PICTURE, docname, slide)
    if picture is not None:
        tags += picture_tags(picture, _("The slide “{title}”").format(title=title))
    elif card := card_address(config, docname) if docname in app.env.titles else "":
        alt = _("The title “{title}” on a coloured ground").format(
            title=app.env.titles[docname].astext()
        )
        tags += picture_tags(Picture(card, WIDTH, HEIGHT), alt)
    return tags


def picture_tags(picture: Picture, alt: str) -> Tags:
    """What a chat needs to know of a picture."""
    return [
        ("property", "og:image", picture.address),
        ("property", "og:image:type", "image/png"),
        ("property", "og:image:width", str(picture.width)),
        ("property", "og:image:height", str(picture.height)),
        ("property", "og:image:alt", alt),
        ("name", "twitter:card", "summary_large_image"),
    ]


def reference(app: Sphinx, title: str, address: str) -> Tags:
    """What a reference manager takes down of a page."""
    config = app.config
    return [
        ("name", "citation_title", title),
        ("name", "citation_author", author_of(app)),
        ("name", "citation_publication_date", config.briefing_date.replace("-", "/")),
        ("name", "citation_public_url", address),
        ("name", "citation_language", language_tag(config.language)),
    ]


def as_html(tags: Iterable[tuple[str, str, str]]) -> str:
    """Tags of a head, a line each; those without content are left out."""
    return "".join(
        f'\n<meta {kind}="{name}" content="{escape(text)}" />' for kind, name, text in tags if text
    )


def description_in(metatags: str) -> str:
    """What the tags of a page say that it is about."""
    reader = DescriptionReader()
    reader.feed(metatags)
    return reader.text


def describe_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the tags into the head of a document's page, or of a deck."""
    builder = app.builder
    if isinstance(builder, DeckBuilder):
        decks = {builder.page_of(deck): deck for deck in DECKS.all(app.env)}
        docname = decks[pagename].docname
        title, description = decks[pagename].title, context["description"]
        address, kind = context["canonical"], "article"
    elif writes_pages(builder) and doctree is not None:
        docname, is_root = pagename, pagename == app.config.root_doc
        title = app.config.project if is_root else app.env.titles[docname].astext()
        description = description_in(context.get("metatags", ""))
        address, kind = page_address(builder, docname), "website" if is_root else "article"
    else:
        return
    tags = link_preview(
        app, docname, title=title, description=description, address=address, kind=kind
    )
    tags += reference(app, title, address)
    context["metatags"] = context.get("metatags", "") + as_html(tags)


def setup(app: Sphinx) -> None:
    """Connect to each page, once it is described."""
    app.add_event(LINK_PICTURE)
    app.connect("html-page-context", describe_page, priority=600)
