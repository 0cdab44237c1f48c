"""axe-core finds no violation on pages and slides: WCAG 2.2 A and AA, best practices, target size.

Light and dark, on a desk and on a phone, with some of all open that can be opened.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.accessibility import (
    COLOURS,
    OPEN_SOME,
    RULES,
    SHORTEN,
    slide_violations,
    violations,
    violations_everywhere,
)
from tests.conftest import serving
from tests.publication.records import DECKS, FULL, HOMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

CHAPTER = HOMES[len(HOMES) // 2]
PAGES = (
    "index.html",
    "article.html",
    f"{CHAPTER}.html",
    "chapters/glossary.html",
    f"slides/{FULL.name}.html",
    "slides/index.html",
    "about/claims.html",
    "about/sources.html",
    "about/coverage.html",
    "about/changes.html",
    "about/layouts.html",
    "about/present.html",
    "about/cite.html",
    "search.html?q=weights",
    "search.html?q=xyzzy",
    "genindex.html",
    "licences.html",
    "404.html",
)
"""One of each kind."""


@pytest.fixture(scope="module")
def home(site: Path) -> Iterator[str]:
    """The site at the root of its host, as its page for wrong addresses expects it."""
    with serving(site) as url:
        yield url


@functools.cache
def slides_of_decks(site: Path) -> dict[str, list[tuple[str, str]]]:
    """Of each deck's slides: the id, and what it says and marks.

    Where in its deck a slide stands is left out of account: that is checked on a deck's first and
    last slide.
    """
    read = {}
    for deck in DECKS:
        page = BeautifulSoup((site / "present" / f"{deck.name}.html").read_bytes(), "html5lib")
        read[deck.name] = []
        for slide in page.select(".slides > section"):
            for part in slide.select(".slide-position, .slide-rail, .slide-part"):
                part.decompose()
            text = re.sub(r' (aria-label|data-[a-z-]+)="[^"]*"', "", str(slide))
            read[deck.name].append((str(slide["id"]), text))
    return read


def own_slides(site: Path, name: str) -> list[int]:
    """The slides of a deck, by number, that no deck before it shows in the same words and marks."""
    seen: set[str] = set()
    for deck, slides in slides_of_decks(site).items():
        own = [number for number, (_id, text) in enumerate(slides) if text not in seen]
        seen |= {text for _id, text in slides}
        if deck == name:
            return sorted({*own, 0, len(slides) - 1})
    raise LookupError(name)


@pytest.mark.parametrize("name", PAGES)
def test_pages(browser: Browser, home: str, name: str) -> None:
    page = browser.new_page()
    page.goto(home + name)
    if "?q=" in name:
        expect(page.locator(".search-summary")).not_to_be_empty()
    if name not in {"index.html", f"{CHAPTER}.html"}:
        page.evaluate(SHORTEN, 6)
    page.evaluate(OPEN_SOME)
    found = violations_everywhere(page)
    page.close()
    assert found == [], "\n".join(found)


def test_share_pages(browser: Browser, addressed: Path) -> None:
    """As they stand before they lead on; their colours are the browser's own."""
    page = browser.new_page()
    html = (addressed / "share" / "c01.html").read_text("utf-8")
    page.set_content(re.sub(r"<meta http-equiv=\"refresh\"[^>]*>", "", html))
    found = violations(page)
    page.close()
    assert found == [], "\n".join(found)


def test_what_opens_on_pages(browser: Browser, home: str) -> None:
    """The drawers of a phone, a preview, the filters of the register in use."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{home}{CHAPTER}.html")
    found = []
    for drawer in ("__navigation", "__toc"):
        page.locator(f"label[for={drawer}]:visible").first.click()
        page.wait_for_timeout(400)  # it slides in
        found += violations(page)
        page.locator(f".sidebar-overlay[for={drawer}], .toc-overlay[for={drawer}]").first.click(
            position={"x": 380 if drawer == "__navigation" else 5, "y": 400}
        )
    page.set_viewport_size({"width": 1366, "height": 800})
    page.locator("article p a[href*='claims.html#']:visible").first.hover()
    expect(page.locator(".preview")).to_be_visible()
    found += violations(page)
    page.goto(f"{home}about/claims.html")
    page.locator(".register-filter select").first.select_option(index=1)
    page.locator(".register-filter input").fill("model")
    expect(page.locator(".register-filter button")).to_be_visible()
    page.evaluate(OPEN_SOME)
    found += violations(page)
    page.close()
    assert found == [], "\n".join(found)


def test_what_opens_on_decks(browser: Browser, home: str) -> None:
    """Help, finder, overview, evidence, the speaker view; and all slides as a phone has them."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{home}present/executive.html#/chatbit-reported")
    page.wait_for_selector("html.deck-ready")
    found = []
    for key in ("?", "/", "o", "e"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        found += [f"{key}: {line}" for line in violations(page)]
        page.keyboard.press("Escape")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    view = opened.value
    expect(view.locator(".speaker-notes-text")).not_to_be_empty()
    found += [f"speaker view: {line}" for line in violations(view)]
    view.close()
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_selector("html.deck-column")
    # axe looks at what is drawn, and what is far from the screen is not.
    page.add_style_tag(content=".slides > section { content-visibility: visible !important; }")
    for scheme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        found += [f"phone, {scheme}: {line}" for line in violations(page, rules=rules)]
    page.close()
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("deck", [deck.name for deck in DECKS])
def test_every_slide(browser: Browser, site: Path, deck: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1366, "height": 768})
    page.goto((site / "present" / f"{deck}.html").as_uri())
    page.wait_for_selector("html.deck-ready")
    rules = {"light": RULES, "dark": COLOURS}[scheme]
    faults = violations(page, rules=rules)  # the page around the slides, too
    for number in own_slides(site, deck):
        page.evaluate("number => Reveal.slide(number, 0)", number)
        faults += [f"{page.url}: {line}" for line in slide_violations(page, rules)]
    page.close()
    assert faults == [], "\n".join(faults)


def test_each_slide_is_checked_in_one_deck(site: Path) -> None:
    """Taken together, the decks' own slides are all slides there are, and most of them once."""
    ids: list[str] = []
    every: set[str] = set()
    for deck, slides in slides_of_decks(site).items():
        every |= {slide_id for slide_id, _text in slides}
        ids += [slides[number][0] for number in own_slides(site, deck)]
    assert set(ids) == every
    assert len(ids) <= len(every) + 2 * len(DECKS)


def test_axe_would_see_a_fault(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "present" / f"{FULL.name}.html").as_uri())
    page.wait_for_selector("html.deck-ready")
    fault = "document.querySelector('section.present').insertAdjacentHTML('beforeend', '<img>')"
    page.evaluate(fault)
    found = [violations(page), slide_violations(page)]
    page.close()
    assert all(any(line.startswith("image-alt") for line in lines) for lines in found)
