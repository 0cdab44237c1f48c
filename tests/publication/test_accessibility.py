"""axe-core finds no violation of WCAG 2.2 A or AA on pages and slides, light and dark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.accessibility import violations
from tests.publication.records import DECKS, FULL, HOMES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

CHAPTER = HOMES[len(HOMES) // 2]
PAGES = (
    "index.html",
    f"{CHAPTER}.html",
    "chapters/glossary.html",
    f"slides/{FULL.name}.html",
    "about/claims.html",
    "about/sources.html",
    "about/present.html",
    "about/cite.html",
)
"""One of each kind."""


def own_slides(site: Path, name: str) -> list[int]:
    """The slides of a deck, by number, that no deck before it shows in the same words and marks.

    Where in its deck a slide stands is left out of account: that is checked on a deck's first and
    last slide.
    """
    seen: set[str] = set()
    own: list[int] = []
    for deck in DECKS:
        page = BeautifulSoup((site / "present" / f"{deck.name}.html").read_bytes(), "html5lib")
        own = []
        for number, slide in enumerate(page.select(".slides > section")):
            for part in slide.select(".slide-position, .slide-rail, .slide-part"):
                part.decompose()
            text = re.sub(r' (aria-label|data-[a-z-]+)="[^"]*"', "", str(slide))
            if text not in seen:
                own.append(number)
            seen.add(text)
        if deck.name == name:
            return sorted({*own, 0, number})
    raise LookupError(name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_pages(browser: Browser, site: Path, name: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto((site / name).as_uri())
    found = violations(page)
    page.close()
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("deck", [deck.name for deck in DECKS])
def test_every_slide(browser: Browser, site: Path, deck: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 720})
    page.goto((site / "present" / f"{deck}.html").as_uri())
    page.wait_for_selector("html.deck-ready")
    faults = violations(page)  # the page around the slides, too
    for number in own_slides(site, deck):
        page.evaluate("number => Reveal.slide(number, 0)", number)
        faults += [f"{page.url}: {line}" for line in violations(page, "section.present")]
    page.close()
    assert faults == [], "\n".join(faults)


def test_each_slide_is_checked_in_one_deck(site: Path) -> None:
    """Taken together, the decks' own slides are all slides there are, and most of them once."""
    ids: list[str] = []
    every: set[str] = set()
    for deck in DECKS:
        page = BeautifulSoup((site / "present" / f"{deck.name}.html").read_bytes(), "html5lib")
        slides = [slide["id"] for slide in page.select(".slides > section")]
        every |= set(slides)
        ids += [slides[number] for number in own_slides(site, deck.name)]
    assert set(ids) == every
    assert len(ids) <= len(every) + 2 * len(DECKS)


def test_axe_would_see_a_fault(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "present" / f"{FULL.name}.html").as_uri())
    page.wait_for_selector("html.deck-ready")
    fault = "document.querySelector('section.present').insertAdjacentHTML('beforeend', '<img>')"
    page.evaluate(fault)
    found = [violations(page), violations(page, "section.present")]
    page.close()
    assert all(any(line.startswith("image-alt") for line in lines) for lines in found)
