"""The whole briefing, rehearsed in Chromium from disk, with a clicker alone and no network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import expect

from tests.conftest import current, start
from tests.publication.records import FULL

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOST_STEPS = 12
"""Presses of the clicker that one slide may take, in steps."""


def headings_told(page: Page) -> list[str]:
    """The headings of slides that a screen reader finds in the browser's tree."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        node["name"]["value"]
        for node in nodes
        if not node["ignored"] and node["role"]["value"] == "heading" and node["name"]["value"]
    ]


def test_the_briefing_is_given_by_clicker_alone(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    page = context.new_page()
    start(page, (site / "present" / f"{FULL.name}.html").as_uri())
    slides = page.evaluate(
        "Reveal.getSlides().map(s => [s.id, s.querySelector('.slide-evidence') !== null,"
        " briefingDeck.headlineOf(s)])"
    )
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    page.bring_to_front()
    live = page.locator("[aria-live='polite'][aria-atomic]")
    links: set[str] = set()
    for number, (slide, has_evidence, headline) in enumerate(slides, 1):
        assert current(page) == slide
        told = f"Slide {number} of {len(slides)}"
        expect(speaker.get_by_role("heading", name=told, exact=True)).to_be_attached()
        links |= set(speaker.locator(".speaker-notes-text a[href]").evaluate_all(
            "all => all.map(a => a.href)"))  # fmt: skip
        if number > 1:
            expect(live).to_have_text(re.compile(f"^{told}. "))
            assert page.title().startswith(headline)
        if has_evidence:
            panel = page.locator("section.present .slide-evidence-panel")
            page.keyboard.press("e")
            assert panel.is_visible()
            page.keyboard.press("Escape")
            assert not panel.is_visible()
        if number % 10 == 1:
            assert headings_told(page) == [headline]
        for _ in range(MOST_STEPS):
            page.keyboard.press("PageDown")
            if current(page) != slide:
                break
    context.close()
    assert faults == []
    assert links
    site_links = {urlsplit(link).path for link in links if link.startswith("file:")}
    assert [path for path in site_links if not Path(unquote(path)).is_file()] == []


def test_the_audience_reads_along_on_phones(browser: Browser, site: Path) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, offline=True
    )
    page = context.new_page()
    start(page, (site / "present" / f"{FULL.name}.html").as_uri())
    faults = page.evaluate(
        """() => {
          const faults = [];
          const seen = element => element.checkVisibility() &&
            !element.closest('.visually-hidden, aside.notes, svg, [aria-hidden=true]');
          if (document.documentElement.scrollWidth > innerWidth) faults.push('sideways');
          for (const slide of Reveal.getSlides()) {
            if (!slide.querySelector('.slide-title').checkVisibility()) faults.push(slide.id);
            for (const part of slide.querySelectorAll(':is(p, li, h1, h2, td, th, summary)')) {
              if (!seen(part) || part.closest('.slide-figure-small')) continue;
              const size = parseFloat(getComputedStyle(part).fontSize) * 2 / 3;
              if (size < 15.9) faults.push(`${slide.id}: ${size} px: ${part.textContent}`);
              const {left, right} = part.getBoundingClientRect();
              const isBox = part.closest('.table-wrapper, table');
              if (!isBox && (left < -1 || right > innerWidth + 1))
                faults.push(`${slide.id}: beyond the edge: ${part.textContent}`);
            }
            for (const target of slide.querySelectorAll('.slide-foot :is(a, summary)')) {
              const {width, height} = target.getBoundingClientRect();
              if (seen(target) && Math.min(width, height) < 24) faults.push(target.textContent);
            }
          }
          return faults;
        }"""
    )
    last = page.locator(".slides > section").last
    page.evaluate("id => { location.hash = `/${id}`; }", last.get_attribute("id"))
    expect(last.locator(".slide-title")).to_be_in_viewport()
    context.close()
    assert faults == []
