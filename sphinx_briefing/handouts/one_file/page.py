"""A deck as one HTML file, to be mailed: all that it shows, and runs, stands in it.

It is the deck's page with its files put into it. Inline scripts and styles, which no page of the
site has, are what such a file is made of. Links are absolute where the site's address is known;
else they lead only to what is inside, and those whose preview is inside show it.
"""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import Script

from sphinx_briefing.addresses import from_root
from sphinx_briefing.handouts.one_file.inlining import Inliner, as_script, script_text
from sphinx_briefing.site.previews import DATA_FILE
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck

SPEAKER_FILES = ("briefing-speaker.css", "briefing-deck-helpers.js", "briefing-speaker.js")
"""What the window of the speaker view is made of (``briefing-deck-speaker.js``)."""

NO_PREVIEW = "aside.notes a, .slide-evidence a, nav a, .headerlink"
"""Links whose preview is not shown in a deck (``briefing-previews.js``)."""


def make(kit: Kit, deck: ReadDeck) -> list[Path]:
    """Write the file."""
    assert deck.head.parent is not None
    html = copy.copy(deck.head.parent)
    page = deck.page.relative_to(kit.site).as_posix()
    previews = previews_of(kit.site)
    shown = lead_links(html, page, kit.address, previews)
    send_on(html, page, kit.address)
    inliner = Inliner(kit.site, deck.page)
    inliner.inline(html)
    files = {name: file_text(kit.site / "_static" / name) for name in SPEAKER_FILES}
    add_scripts(
        html,
        as_script("briefingFiles", files),
        as_script("briefingPreviews", {key: previews[key] for key in sorted(shown)}),
    )
    html["data-content_root"] = kit.address
    for alone in html.select(".deck-alone"):
        alone.decompose()  # it is alone, and has lost nothing
    if kit.presenter:
        mark_as_presenters(html)
    target = kit.file_of_deck(deck.name, "", ".html")
    target.write_text(f"<!doctype html>\n{html.decode()}\n", encoding="utf-8")
    return [target]


def previews_of(site: Path) -> dict[str, str]:
    """What links show in place, by page and anchor."""
    file = site / DATA_FILE
    if not file.is_file():
        return {}
    text = file.read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return found


def lead_links(html: Tag, page: str, address: str, previews: dict[str, str]) -> set[str]:
    """Have links lead where they can, seen from wherever the file lies.

    Args:
        html: the page; changed in place.
        page: its address, from the site's root.
        address: the site's; empty: not known.
        previews: what links may show in place.

    Returns:
        The keys of the previews that are shown.
    """
    shown = set()
    without_preview = {id(link) for link in html.select(NO_PREVIEW)}
    for link in html.find_all("a", href=True):
        uri = str(link["href"])
        if uri.startswith(("#", "data:", "mailto:")) or "://" in uri:
            continue
        key = from_root(uri, page)
        has_preview = key in previews and id(link) not in without_preview
        if has_preview:
            shown.add(key)
        if key.partition("#")[0] == page:
            link["href"] = f"#{key.partition('#')[2]}"
        elif address:
            link["href"] = address + key
        elif has_preview:
            del link["href"]
            link["data-preview"], link["role"], link["tabindex"] = key, "button", "0"
        else:
            del link["href"]
            link.name = "span"
    for link in html.select("nav.deck-links > span"):
        link.decompose()  # a mere name, which led to the docs
    return shown


def send_on(html: Tag, page: str, address: str) -> None:
    """Have addresses of slides that stand elsewhere lead there, where that is known."""
    for root in html.select("[data-elsewhere]"):
        elsewhere = json.loads(str(root["data-elsewhere"]))
        known = {
            slide: uri if uri.startswith("#") else address + from_root(uri, page)
            for slide, uri in elsewhere.items()
            if address or uri.startswith("#")
        }
        root["data-elsewhere"] = json.dumps(known, sort_keys=True)


def add_scripts(html: Tag, *texts: str) -> None:
    """Put scripts before those of the deck, which use them."""
    first = html.find("script")
    assert first is not None
    for text in texts:
        script = Tag(name="script")
        script.string = Script(script_text(text))
        first.insert_before(script)


def mark_as_presenters(html: Tag) -> None:
    """Say on the page what it is."""
    text = _("Presenter’s copy: it may show private notes")
    short = _("presenter’s copy")
    for title in html.select("head > title"):
        title.string = f"{title.get_text()} · {short}"
    for links in html.select("nav.deck-links"):
        mark = Tag(name="strong", attrs={"class": "deck-presenters"})
        mark.string = text
        links.append(mark)


def file_text(path: Path) -> str:
    """A text file; nothing where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""
