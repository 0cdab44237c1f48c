"""What makes a site found, and finds its way back: a page for wrong addresses, indexes, a sitemap.

``404.html`` is what hosts show for an address that there is not, at any depth; so its links are
absolute: they begin with the path of the site's address, or with ``/`` where that is not known.
Folders that hold decks, or the pages that tell of them, get an index. Where the address is known,
there are a ``sitemap.xml`` (https://www.sitemaps.org/protocol.html) and a ``robots.txt`` that names
it; a project's own, from ``html_extra_path``, takes its place.
"""

from __future__ import annotations

import posixpath
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape as xml_escape

from sphinx.util.osutil import relative_uri

from sphinx_briefing.addresses import deck_page, from_root, site_address
from sphinx_briefing.claims.records import REGISTERED
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.doctree import documents_in_order
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.site.metadata import as_html
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_briefing.decks.records import Deck

    Page = tuple[str, dict[str, Any], str]

NOT_FOUND = "404"
"""Name of the page, as hosts look for it at the site's root."""

MARK = "Made by sphinx-briefing"
"""Stands in the files that a later build may take away again."""

RELATIVE = re.compile(
    r'(\s(?:href|src|action|data-content_root|data-later|data-later-style)=")(?![a-z][a-z0-9+.-]*:|[/#"])([^"]+)',
    re.IGNORECASE,
)
"""What a page refers to, seen from itself; what begins with ``#`` stays on it."""


# -- pages made by the build ----------------------------------------------------------------------


def item(address: str, text: str, more: str = "") -> str:
    """A line of a list of links."""
    link = f'<a class="reference internal" href="{escape(address)}">{escape(text)}</a>'
    return f"<li><p>{link}{escape(more)}</p></li>"


def body(title: str, text: str, items: list[str]) -> str:
    """The text of a page: a heading, a sentence, and links."""
    return (
        f"<section>\n<h1>{escape(title)}</h1>\n<p>{escape(text)}</p>\n"
        f"<ul>\n{chr(10).join(items)}\n</ul>\n</section>\n"
    )


def not_found_page(app: Sphinx) -> Page:
    """The page for an address that there is not."""
    env, builder = app.env, app.builder
    here = builder.get_target_uri(NOT_FOUND)

    def to(page: str, text: str) -> str:
        return item(relative_uri(here, builder.get_target_uri(page)), text)

    pages = [app.config.root_doc]
    pages += sorted({entry.docname for entry in ENTRIES.all(env)})
    pages += sorted({claim.docname for claim in REGISTERED.all(env)})
    items = [to(docname, env.titles[docname].astext()) for docname in dict.fromkeys(pages)]
    if getattr(builder, "search", False):
        items.append(to("search", _("Search")))
    text = _(
        "The address may be mistyped, or an old one. What was published with an id of its own, "
        "such as a term or a claim, still has it: look it up here."
    )
    title = _("There is no such page")
    context = {
        "title": title,
        "body": body(title, text, items),
        "metatags": as_html([("name", "description", text), ("name", "robots", "noindex")]),
    }
    return NOT_FOUND, context, "page.html"


def folders_of_decks(app: Sphinx) -> list[str]:
    """The folders that have decks in them, or the pages that tell of them, and no index."""
    decks, found = list(DECKS.all(app.env)), set[str]()
    if decks and "index" not in {deck.name for deck in decks}:
        found.add(app.config.briefing_deck_path)
    found |= {posixpath.dirname(deck.docname) for deck in decks} - {""}
    return sorted(f for f in found if f"{f}/index" not in app.env.found_docs)


def folder_page(app: Sphinx, folder: str) -> Page:
    """The index of a folder: all decks."""
    builder, name = app.builder, f"{folder}/index"
    here = builder.get_target_uri(name)
    order = documents_in_order(app.env)

    def line(deck: Deck) -> str:
        audience = app.config.briefing_audiences.get(deck.audience, "").rstrip(".")
        start = relative_uri(here, deck_page(app.config, deck.name))
        about = relative_uri(here, builder.get_target_uri(deck.docname))
        more = f'<a class="reference internal" href="{escape(about)}">'
        more += f"{escape(app.env.titles[deck.docname].astext())}</a>"
        said = _("for: {audience}").format(audience=audience) if audience else ""
        return item(start, deck.title).replace(
            "</p>", " · " + " · ".join(filter(None, [more, escape(said)])) + "</p>"
        )

    decks = sorted(DECKS.all(app.env), key=lambda deck: order.index(deck.docname))
    title = _("Slide decks")
    text = _("Each opens in the browser; the page beside it has its transcript and its keys.")
    items = [line(deck) for deck in decks if not deck.retirement]
    about = _("The slide decks of “{title}”, each with its transcript.")
    if folder == app.config.briefing_deck_path:
        about = _("The slide decks of “{title}”, to be shown in a browser.")
    told = [("name", "description", about.format(title=app.config.project))]
    context = {"title": title, "body": body(title, text, items), "metatags": as_html(told)}
    return name, context, "page.html"


def made_pages(app: Sphinx) -> Iterator[Page]:
    """The pages that the build makes."""
    if not writes_pages(app.builder):
        return
    if NOT_FOUND not in app.env.found_docs:
        yield not_found_page(app)
    for folder in folders_of_decks(app):
        yield folder_page(app, folder)


# -- after all is written -------------------------------------------------------------------------


def base_path(config: Config) -> str:
    """The path of the site's root on its host, with a slash at both ends."""
    return urlsplit(site_address(config)).path or "/"


def make_links_absolute(app: Sphinx) -> None:
    """Have the page for wrong addresses work at any depth, and lie where hosts look for it."""
    builder: Any = app.builder
    page = Path(builder.get_output_path(NOT_FOUND))
    target = Path(app.outdir, f"{NOT_FOUND}.html")
    if not page.is_file():
        return
    base, seen_from = base_path(app.config), builder.get_target_uri(NOT_FOUND)
    text = RELATIVE.sub(
        lambda found: found[1] + base + from_root(found[2], seen_from),
        page.read_text(encoding="utf-8"),
    )
    target.write_text(text, encoding="utf-8")
    if page != target:
        page.unlink()
        page.parent.rmdir()


def write_robots(app: Sphinx, says: str) -> None:
    """Write what robots may do, or take away what an earlier build wrote; a project's own stays."""
    robots = Path(app.outdir, "robots.txt")
    own = [Path(app.confdir, name) for name in app.config.html_extra_path]
    if any((path / "robots.txt").is_file() or path.name == "robots.txt" for path in own):
        return
    if says:
        robots.write_text(f"# {MARK}\nUser-agent: *\n{says}\n", encoding="utf-8")
    elif robots.is_file() and MARK in robots.read_text(encoding="utf-8"):
        robots.unlink()


def write_sitemap(app: Sphinx) -> None:
    """Write the addresses of all pages and decks, or take away what an earlier build wrote.

    A presenter's copy has none, and robots are to take nothing of it.
    """
    is_private = app.config.briefing_presenter
    address = "" if is_private else site_address(app.config)
    sitemap = Path(app.outdir, "sitemap.xml")
    allowed = f"Allow: /\n\nSitemap: {address}sitemap.xml" if address else ""
    write_robots(app, "Disallow: /" if is_private else allowed)
    if not address:
        if sitemap.is_file() and MARK in sitemap.read_text(encoding="utf-8"):
            sitemap.unlink()
        return
    pages = [app.builder.get_target_uri(name) for name in sorted(app.env.found_docs - {NOT_FOUND})]
    pages += [deck_page(app.config, deck.name) for deck in DECKS.all(app.env)]
    lines = "".join(f"<url><loc>{xml_escape(address + page)}</loc></url>\n" for page in pages)
    sitemap.write_text(
        f'<?xml version="1.0" encoding="utf-8"?>\n<!-- {MARK} -->\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n',
        encoding="utf-8",
    )


def finish(app: Sphinx, error: Exception | None) -> None:
    """Do what can be done only when all is written."""
    if not error and writes_pages(app.builder):
        make_links_absolute(app)
        write_sitemap(app)


def setup(app: Sphinx) -> None:
    """Connect to the end of a build."""
    app.connect("html-collect-pages", made_pages)
    app.connect("build-finished", finish, priority=800)
