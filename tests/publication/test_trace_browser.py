"""How do you know? From any statement to its evidence, as a person goes there in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import current, start

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PREVIEW = "#preview:popover-open"


def test_every_slide_leads_to_its_evidence_in_two_steps(browser: Browser, site: Path) -> None:
    """From disk, offline: E opens what the slide rests on; each link there ends at an entry."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    start(page, (site / "present" / "briefing.html").as_uri())
    count = page.evaluate("Reveal.getTotalSlides()")
    entries: dict[str, str] = {}
    for number in range(1, count):
        page.evaluate("number => Reveal.slide(number)", number)
        page.keyboard.press("e")
        panel = page.locator("section.present .slide-evidence-panel")
        expect(panel).to_be_visible()
        links = panel.locator("a[href*='#']")
        assert links.count() > 0, current(page)
        for index in range(links.count()):
            entries[links.nth(index).evaluate("a => a.href")] = current(page)
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        assert not page.evaluate("Reveal.isOverview()")
    assert len(entries) > 100
    for address, slide in entries.items():
        page.goto(address)
        target = page.locator(":target")
        assert target.count() == 1, (slide, address)
        if "/claims.html" in address:
            assert target.locator(".claim-evidence li").count() > 0, (slide, address)
        else:
            assert target.locator(".source-state").count() == 1, (slide, address)
    context.close()


def test_the_evidence_panel_is_within_the_slide(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    start(page, (site / "present" / "briefing.html").as_uri())
    for number in range(1, page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate("number => Reveal.slide(number)", number)
        page.keyboard.press("e")
        box = page.locator("section.present .slide-evidence-panel").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720
        size = page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector("
            "'section.present .slide-evidence-panel li')).fontSize)"
        )
        assert size >= 14
        page.keyboard.press("e")
    page.close()


def test_a_mark_on_a_slide_works_by_keyboard(page: Page, base: str) -> None:
    start(page, base + "present/briefing.html#/chatbit-reported")
    page.keyboard.press("Tab")
    mark = page.locator("section.present .slide-body a:has(.claim-mark)").first
    expect(mark).to_be_focused()
    expect(page.locator(PREVIEW)).to_contain_text("Citing Reuters")
    assert mark.get_attribute("aria-describedby") == "preview"
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)
    assert not page.evaluate("Reveal.isOverview()")
    page.keyboard.press("Enter")
    page.wait_for_url("**/about/claims.html#c01")
    expect(page.locator(":target .claim-evidence")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("name", "link", "text"),
    [
        ("chapters/chatbit.html", "article p > a:has(.claim-mark)", "Citing Reuters"),
        ("chapters/chatbit.html", "a[href*='#source-gzero-chatbit']", "Original read"),
        ("about/claims.html", "#c02 a[href*='#source-']", "Original read"),
        ("about/coverage.html", "td a:has(.claim-mark)", "Citing Reuters"),
    ],
)
def test_pointing_shows_it_in_place(page: Page, base: str, name: str, link: str, text: str) -> None:
    page.goto(base + name)
    page.locator(link).first.hover()
    preview = page.locator(PREVIEW)
    expect(preview).to_contain_text(text)
    preview.hover()  # it stays while the pointer is on it
    page.wait_for_timeout(500)
    expect(preview).to_be_visible()
    page.mouse.move(1, 1)
    expect(preview).to_have_count(0)


def test_the_focus_shows_it_and_escape_hides_it(page: Page, base: str) -> None:
    page.goto(base + "chapters/chatbit.html")
    page.locator("article p a.reference.internal").nth(2).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(PREVIEW)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)


def test_a_tap_shows_it_and_the_next_follows_it(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto((site / "chapters" / "chatbit.html").as_uri())
    mark = page.locator("article p > a:has(.claim-mark)").first
    mark.locator(".verdict").tap()  # its first part is for screen readers, and cannot be tapped
    preview = page.locator(PREVIEW)
    expect(preview).to_contain_text("Citing Reuters")
    box = preview.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    preview.get_by_role("link", name="Open the entry").tap()
    page.wait_for_url("**/about/claims.html#c01")
    context.close()


def test_all_of_it_works_under_a_strict_policy(browser: Browser, strict: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    start(page, strict + "present/briefing.html#/chatbit-reported")
    page.keyboard.press("Tab")
    expect(page.locator(PREVIEW)).to_contain_text("Citing Reuters")
    page.keyboard.press("e")
    expect(page.locator("section.present .slide-evidence-panel")).to_be_visible()
    assert faults == []  # a deck has no inline script or style at all
    page.goto(strict + "chapters/chatbit.html")  # Furo's own inline script is refused
    page.locator("article p > a:has(.claim-mark)").first.hover()
    expect(page.locator(PREVIEW)).to_contain_text("Citing Reuters")
    page.goto(strict + "about/claims.html")
    page.locator(".register-filter").get_by_label("Verdict").select_option("contradicted")
    expect(page.locator("section.claim:visible")).to_have_count(2)
    context.close()


def test_the_register_is_filtered(page: Page, base: str) -> None:
    page.goto(base + "about/claims.html")
    claims = page.locator("section.claim:visible")
    expect(claims).to_have_count(57)
    page.locator(".register-filter").get_by_label("Words").fill("robinson security")
    found = claims.count()
    assert 0 < found < 20
    expect(page.locator(".register-filter output")).to_have_text(f"{found} of 57 claims")
    page.locator(".register-filter").get_by_label("Words").fill("")
    page.locator(".register-filter").get_by_label("Theme").select_option("Counterpoint")
    expect(claims).to_have_count(4)
    expect(page.locator("section.claim-theme:visible")).to_have_count(1)
    # A link to a claim that is filtered out shows it all the same.
    page.evaluate("location.hash = '#c01'")
    expect(page.locator("#c01")).to_be_in_viewport()


def test_the_register_is_whole_without_javascript(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "about" / "claims.html").as_uri())
    expect(page.locator("section.claim:visible")).to_have_count(57)
    assert page.locator(".register-filter").count() == 0
    context.close()


def test_marks_are_readable_in_print(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "chapters" / "open-source.html").as_uri())
    page.emulate_media(media="print")
    mark = page.locator("article p a:has(.verdict-contradicted)").first
    expect(mark).to_be_visible()
    assert " ".join(mark.inner_text().split()).endswith("C02 ✗ contradicted")
    page.close()
