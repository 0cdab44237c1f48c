"""The decks at a glance: no layout goes on and on, and each headline is one line."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from tests.publication.records import DECKS, FULL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

MOST_IN_A_ROW = 2
MOST_PLAIN = 6
"""Slides of the full deck that are lists and no more."""

DECK_NAMES = [deck.name for deck in DECKS]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page of the size of a slide."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    yield page
    page.close()


def opened(page: Page, site: Path, name: str) -> Page:
    """A deck, opened from disk."""
    page.goto((site / "present" / f"{name}.html").as_uri())
    page.wait_for_selector("html.deck-ready")
    return page


def layouts(page: Page) -> list[str]:
    """The layout of each slide of the deck that is open."""
    found: list[str] = page.evaluate(
        "Reveal.getSlides().map(s => [...s.classList].find(c => c.startsWith('layout-')))"
    )
    return found


@pytest.mark.parametrize("name", DECK_NAMES)
def test_no_layout_goes_on_and_on(page: Page, site: Path, name: str) -> None:
    shown = [layout for layout in layouts(opened(page, site, name)) if layout != "layout-opener"]
    runs = [(layout, len(list(group))) for layout, group in groupby(shown)]
    assert [run for run in runs if run[1] > MOST_IN_A_ROW] == []


def test_few_slides_are_plain_lists(page: Page, site: Path) -> None:
    assert layouts(opened(page, site, FULL.name)).count("layout-plain") <= MOST_PLAIN


@pytest.mark.parametrize("name", DECK_NAMES)
def test_each_headline_is_one_line(page: Page, site: Path, name: str) -> None:
    opened(page, site, name)
    page.evaluate("document.fonts.ready")
    broken = page.evaluate(
        """() => Reveal.getSlides().map((slide, at) => {
          Reveal.slide(at);
          if (slide.matches('.layout-cover, .layout-opener, .layout-statement')) return null;
          const title = slide.querySelector('.slide-title');
          const lines = title.getBoundingClientRect().height
            / parseFloat(getComputedStyle(title).lineHeight) / Reveal.getScale();
          return lines > 1.2 ? slide.id : null;
        }).filter(Boolean)"""
    )
    assert broken == []


@pytest.mark.parametrize("name", DECK_NAMES)
def test_covers_and_openers_show_what_they_promise(page: Page, site: Path, name: str) -> None:
    shown = layouts(opened(page, site, name))
    assert shown[0] == "layout-cover"
    assert page.locator("#deck-title .claim-square").count() > 0
    openers = page.locator("section.layout-opener")
    chapters = page.evaluate(
        "[...document.querySelectorAll('.slide-chapter[href]')].map(link => link.pathname)"
    )
    assert openers.count() == (len(set(chapters)) if name == FULL.name else 0)
    assert page.locator("section.layout-opener .opener-question").count() == openers.count()


def test_phones_and_paper_show_the_events_that_the_slide_shows(page: Page, site: Path) -> None:
    opened(page, site, FULL.name)
    page.emulate_media(media="print")  # as the deck stands, and not one slide a page
    shown = page.locator("#story-in-time svg.plot:visible")
    printed = [svg.get_attribute("class") for svg in shown.all()]
    ground = page.locator("#deck-title").evaluate("slide => getComputedStyle(slide).background")
    page.emulate_media(media="screen")
    assert printed == ["plot plot-slide-phone"]
    assert "rgba(0, 0, 0, 0)" in ground  # its text is black
    dates = [
        set(page.locator(f"#story-in-time .plot-{form} text").all_text_contents())
        for form in ("slide", "slide-phone")
    ]
    events = [{date for date in found if re.fullmatch(r".* 20\d\d", date)} for found in dates]
    assert len(events[0]) > 1
    assert events[0] == events[1]
