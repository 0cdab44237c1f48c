"""Every slide of every deck, measured in Chromium: nothing clipped, nothing too small to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

DECKS = ("briefing", "executive", "technical")
SCREENS = ((1280, 720), (1920, 1080), (1024, 768))
BODY_PX = 24  # smallest text of a slide on the canvas of 1280 x 720
FURNITURE_PX = 14  # smallest slide number, chapter, source

MEASURE = """
([bodyPx, furniturePx, number]) => {
  const slide = Reveal.getSlides()[number];
  const scale = Reveal.getScale();
  const box = slide.getBoundingClientRect();
  const foot = slide.querySelector('.slide-foot').getBoundingClientRect();
  const style = getComputedStyle(slide);
  const right = box.right - parseFloat(style.paddingRight) * scale;
  const problems = [];
  const furniture = '.slide-foot, .claim-mark, .figure-source';
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (!text.data.trim() || parent.closest('aside.notes')) continue;
    if (parent.closest('details:not([open]) > :not(summary)')) continue; // folded away
    const least = parent.closest(furniture) ? furniturePx : bodyPx;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    const words = JSON.stringify(text.data.trim().slice(0, 40));
    if (size < least) problems.push(`${words} is ${size} px high, less than ${least}`);
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) {
      if (!parent.closest('.slide-foot') && line.bottom > foot.top + 1)
        problems.push(`${words} runs into the foot by ` +
          `${Math.ceil((line.bottom - foot.top) / scale)} px`);
      if (line.right > right + 2)
        problems.push(`${words} runs over the right edge`);
      if (line.left < box.left || line.top < box.top || line.bottom > box.bottom)
        problems.push(`${words} leaves the slide`);
    }
  }
  for (const element of slide.querySelectorAll('img, svg, table')) {
    const edge = element.getBoundingClientRect();
    if (edge.right > right + 2 || edge.bottom > foot.top + 1)
      problems.push(`a ${element.tagName.toLowerCase()} does not fit`);
  }
  if (!Reveal.isPrintView() && (box.width > innerWidth + 1 || box.height > innerHeight + 1))
    problems.push('the slide is larger than the screen');
  const sheet = slide.closest('.pdf-page');
  if (sheet && Math.abs(sheet.getBoundingClientRect().height - box.height) > 1)
    problems.push('the slide does not fill its sheet');
  if (parseFloat(style.paddingLeft) < 40) problems.push('the slide has no margin');
  return {id: slide.id, source: slide.dataset.source, problems: [...new Set(problems)]};
}
"""


def open_deck(page: Page, url: str) -> None:
    """Open a deck and wait until reveal.js runs."""
    page.goto(url)
    page.wait_for_selector("html.deck-ready")


def measure_deck(page: Page) -> list[str]:
    """Measure each slide; one line a fault, with source file, line and slide."""
    faults = []
    for number in range(page.evaluate("Reveal.getTotalSlides()")):
        if not page.evaluate("Reveal.isPrintView()"):
            page.evaluate("number => Reveal.slide(number, 0)", number)
        found = page.evaluate(MEASURE, [BODY_PX, FURNITURE_PX, number])
        faults += [f"{found['source']}: slide {found['id']}: {p}" for p in found["problems"]]
    return faults


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda s: f"{s[0]}x{s[1]}")
def test_every_slide_fits_and_can_be_read(
    browser: Browser, site: Path, deck: str, screen: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": screen[0], "height": screen[1]})
    open_deck(page, (site / "present" / f"{deck}.html").as_uri())
    faults = measure_deck(page)
    page.close()
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("deck", DECKS)
def test_every_slide_fits_its_sheet_of_paper(browser: Browser, site: Path, deck: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    open_deck(page, (site / "present" / f"{deck}.html").as_uri() + "?view=print")
    assert page.evaluate("Reveal.isPrintView()")
    faults = measure_deck(page)
    page.close()
    assert faults == [], "\n".join(faults)


def test_a_slide_that_is_too_full_is_named(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    open_deck(page, (site / "present" / "executive.html").as_uri())
    page.evaluate(
        """() => {
          const body = Reveal.getSlides()[2].querySelector('.slide-body');
          for (let i = 0; i < 12; i++) body.insertAdjacentHTML('beforeend', '<p>one line more</p>');
          body.insertAdjacentHTML('beforeend', '<p style="font-size: 12px">small print</p>');
        }"""
    )
    faults = measure_deck(page)
    page.close()
    assert any("chapters/" in fault and "runs into the foot" in fault for fault in faults)
    assert any('"small print" is 12 px high, less than 24' in fault for fault in faults)
