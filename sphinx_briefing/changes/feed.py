"""``changes.xml``: the changes as an Atom feed (RFC 4287), for those who cite.

A feed's entries have addresses in full, so there is one only where the site's address is known.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from markupsafe import escape

from sphinx_briefing.addresses import page_address, site_address
from sphinx_briefing.changes.data import WHAT, changes_of, newest_first
from sphinx_briefing.changes.directive import LISTINGS, told_of
from sphinx_briefing.config import writes_pages
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.translation import _, language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from sphinx_briefing.changes.data import Change

FEED = "changes.xml"
"""Name at the site's root."""

ATOM = "http://www.w3.org/2005/Atom"


def has_feed(app: Sphinx) -> bool:
    """Whether this build writes a feed: it has a list of changes, and knows its address."""
    listed = next(iter(LISTINGS.all(app.env)), None) is not None
    return bool(
        writes_pages(app.builder) and site_address(app.config) and listed and changes_of(app.env)
    )


def title_of(app: Sphinx, change: Change) -> str:
    """A change in a line: ``Verdict: C41``."""
    terms = {entry.id: entry.term for entry in ENTRIES.all(app.env)}
    named = [*change.claims, *(terms.get(term, term) for term in change.terms)]
    what = str(_(WHAT[change.what]))
    return f"{what}: {', '.join(named)}" if named else what


def feed_of(app: Sphinx) -> str:
    """The feed, newest change first."""
    page = next(LISTINGS.all(app.env)).docname
    changes = newest_first(changes_of(app.env))
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language_tag(app.config.language)})

    def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        element = ET.SubElement(parent, name, attributes)
        element.text = text or None
        return element

    address = page_address(app.builder, page)
    add(feed, "id", site_address(app.config) + FEED)
    add(feed, "title", str(_("Changes in “{title}”").format(title=app.config.project)))
    add(feed, "updated", instant(changes[0].date))
    add(feed, "link", rel="self", href=site_address(app.config) + FEED)
    add(feed, "link", rel="alternate", href=address)
    add(add(feed, "author"), "name", app.config.author or app.config.project)
    for change in changes:
        entry = add(feed, "entry")
        add(entry, "id", f"{address}#{change.id}")
        add(entry, "title", title_of(app, change))
        add(entry, "updated", instant(change.date))
        add(entry, "link", rel="alternate", href=f"{address}#{change.id}")
        add(entry, "summary", told_of(app.env, page, change))
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def instant(date: str) -> str:
    """The begin of a day, as Atom has it."""
    return f"{date}T00:00:00Z"


def write_feed(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Write the feed, or take an old one away; there are no pages to make."""
    if writes_pages(app.builder):
        target = Path(app.outdir, FEED)
        if has_feed(app):
            target.write_text(feed_of(app), encoding="utf-8")
        else:
            target.unlink(missing_ok=True)
    yield from ()


def announce(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Tell feed readers of it in the head of the page that lists the changes."""
    if LISTINGS.of(app.env, pagename) and has_feed(app):
        href = site_address(app.config) + FEED
        title = escape(_("Changes in “{title}”").format(title=app.config.project))
        link = f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{href}" />'
        context["metatags"] = f"{context.get('metatags', '')}\n{link}"


def setup(app: Sphinx) -> None:
    """Connect to the end of writing."""
    # Before llms.txt, which names it.
    app.connect("html-collect-pages", write_feed)
    app.connect("html-page-context", announce)
