"""axe-core finds no violation of WCAG 2.2 A or AA on pages and slides, light and dark."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.accessibility import slide_violations, violations
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
        faults += [f"{page.url}: {line}" for line in slide_violations(page)]
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
