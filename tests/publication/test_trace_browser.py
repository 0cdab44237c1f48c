"""How do you know? From any statement to its evidence, as a person goes there in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.conftest import current, start
from tests.publication.records import CLAIMS, CONSULTED, FULL, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PREVIEW = "#preview:popover-open"
CLOSES_AFTER = 250  # milliseconds, previews.js
DECK = f"present/{FULL.name}.html"
IN_PROSE = "article p > a:has(.claim-mark)"
CLAIM = next(claim for claim in CLAIMS if "retired" not in claim)
CHAPTER = f"{CLAIM['home']}.html"
ENTRY = CLAIM["id"].lower()
OF_CLAIM = f"a[href$='claims.html#{ENTRY}']:has(.claim-mark)"
SOURCE = next(
    evidence["source"].replace("_", "-")
    for evidence in CLAIM["evidence"]
    if CONSULTED[evidence["source"]] == "original"
)
WRONG = [claim for claim in CLAIMS if claim["verdict"] == "contradicted"]


def said(claim: dict[str, Any]) -> str:
    """The first words of a claim, as the register prints them."""
    return " ".join(claim["restatement"].split()[:4])


FOLLOW = """id => {
  location.hash = id;
  const target = document.querySelector(":target");
  return [".claim-evidence li", ".source-state"].map(
    what => target ? target.querySelectorAll(what).length : 0);
}"""
"""Follow a link on the page; how much evidence, and how many states of reading it leads to."""


def resting(page: Page) -> list[int]:
    """The numbers of the slides that say something: all but the title slide and the openers."""
    numbers: list[int] = page.evaluate(
        "Reveal.getSlides().flatMap((s, n) => n && !s.matches('.layout-opener') ? [n] : [])"
    )
    assert numbers
    return numbers


def test_every_slide_leads_to_its_evidence_in_two_steps(browser: Browser, site: Path) -> None:
    """From disk, offline: E opens what the slide rests on; each link there ends at an entry."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    page = context.new_page()
    start(page, (site / DECK).as_uri())
    count = page.evaluate("Reveal.getTotalSlides()")
    entries: dict[str, str] = {}
    for number in resting(page):
        page.evaluate("number => Reveal.slide(number)", number)
        panel = page.locator("section.present .slide-evidence-panel")
        if not panel.count():  # an opener
            continue
        page.keyboard.press("e")
        expect(panel).to_be_visible()
        links = panel.locator("a[href*='#']").evaluate_all("all => all.map(link => link.href)")
        assert links, current(page)
        entries |= dict.fromkeys(links, current(page))
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        assert not page.evaluate("Reveal.isOverview()")
    assert len(entries) > count
    for name in sorted({address.partition("#")[0] for address in entries}):
        page.goto(name)
        for address in (address for address in entries if address.startswith(f"{name}#")):
            evidence, states = page.evaluate(FOLLOW, address.partition("#")[2])
            if name.endswith("/claims.html"):
                assert evidence > 0, (entries[address], address)
            else:
                assert states == 1, (entries[address], address)
    context.close()


def test_the_evidence_panel_is_within_the_slide(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    start(page, (site / DECK).as_uri())
    for number in resting(page):
        page.evaluate("number => Reveal.slide(number)", number)
        if not page.locator("section.present .slide-evidence").count():  # an opener
            continue
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
    start(page, base + DECK)
    shown = page.locator(f".slide-body {OF_CLAIM}").first.element_handle()
    page.evaluate("mark => Reveal.slide(Reveal.getIndices(mark.closest('section')).h)", shown)
    mark = page.locator(f"section.present .slide-body {OF_CLAIM}").first
    for _ in range(page.locator("section.present .slide-body a").count()):
        page.keyboard.press("Tab")
        if mark.evaluate("mark => mark === document.activeElement"):
            break
    expect(mark).to_be_focused()
    expect(page.locator(PREVIEW)).to_contain_text(said(CLAIM))
    assert mark.get_attribute("aria-describedby") == "preview"
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)
    assert not page.evaluate("Reveal.isOverview()")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/about/claims.html#{ENTRY}")
    expect(page.locator(":target .claim-evidence")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("name", "link", "text"),
    [
        (CHAPTER, f"article p > {OF_CLAIM}", said(CLAIM)),
        (CHAPTER, f"a[href*='#source-{SOURCE}']", "Original read"),
        (f"about/claims.html#{ENTRY}", f"#{ENTRY} a[href*='#source-{SOURCE}']", "Original read"),
        ("about/coverage.html", f"td {OF_CLAIM}", said(CLAIM)),
    ],
)
def test_pointing_shows_it_in_place(page: Page, base: str, name: str, link: str, text: str) -> None:
    page.goto(base + name)
    page.locator(f"{link}:visible").first.hover()
    preview = page.locator(PREVIEW)
    expect(preview).to_contain_text(text)
    preview.hover()  # it stays while the pointer is on it, for longer than it takes to go
    page.wait_for_timeout(CLOSES_AFTER + 50)
    expect(preview).to_be_visible()
    page.mouse.move(1, 1)
    expect(preview).to_have_count(0)


def test_the_focus_shows_it_and_escape_hides_it(page: Page, base: str) -> None:
    page.goto(base + CHAPTER)
    page.locator("article p a.reference.internal:visible").nth(2).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(PREVIEW)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)


def test_a_tap_shows_it_and_the_next_follows_it(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    mark = page.locator(f"article p > {OF_CLAIM}:visible").first
    mark.locator(".verdict").tap()  # its first part is for screen readers, and cannot be tapped
    preview = page.locator(PREVIEW)
    expect(preview).to_contain_text(said(CLAIM))
    box = preview.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    preview.get_by_role("link", name="Open the entry").tap()
    page.wait_for_url(f"**/about/claims.html#{ENTRY}")
    context.close()


def test_all_of_it_works_under_a_strict_policy(browser: Browser, strict: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    start(page, strict + DECK)
    shown = page.locator(f".slide-body {OF_CLAIM}").first.element_handle()
    page.evaluate("mark => Reveal.slide(Reveal.getIndices(mark.closest('section')).h)", shown)
    page.locator(f"section.present .slide-body {OF_CLAIM}").first.focus()
    expect(page.locator(PREVIEW)).to_contain_text(said(CLAIM))
    page.keyboard.press("e")
    expect(page.locator("section.present .slide-evidence-panel")).to_be_visible()
    assert faults == []  # a deck has no inline script or style at all
    page.goto(strict + CHAPTER)  # Furo's own inline script is refused
    page.mouse.move(5, 5)  # where it comes from: a pointer that never moved is none
    page.locator(f"article p > {OF_CLAIM}:visible").first.hover()
    expect(page.locator(PREVIEW)).to_contain_text(said(CLAIM))
    page.goto(strict + "about/claims.html")
    page.locator(".register-filter").get_by_label("Verdict").select_option("contradicted")
    expect(page.locator("section.claim:visible")).to_have_count(len(WRONG))
    context.close()


def test_the_register_is_filtered(page: Page, base: str) -> None:
    page.goto(base + "about/claims.html")
    claims = page.locator("section.claim:visible")
    expect(claims).to_have_count(len(CLAIMS))
    words = " ".join(CLAIM["restatement"].split()[:6])
    page.locator(".register-filter").get_by_label("Find").fill(words)
    expect(claims).not_to_have_count(len(CLAIMS))
    found = claims.count()
    assert 0 < found < len(CLAIMS)
    expect(page.locator(".register-filter output")).to_have_text(f"{found} of {len(CLAIMS)} claims")
    page.locator(".register-filter").get_by_label("Find").fill("")
    home = next(claim["home"] for claim in CLAIMS if claim["home"] != CLAIM["home"])
    title = text_of(f"{home}.md").partition("\n# ")[2].partition("\n")[0]
    count = sum(claim["home"] == home for claim in CLAIMS)
    page.locator(".register-filter").get_by_label("Chapter").select_option(f"{title} ({count})")
    expect(claims).to_have_count(count)
    expect(page.locator("section.claim-theme:visible")).to_have_count(1)
    # A link to a claim that is filtered out shows it all the same.
    page.evaluate(f"location.hash = '#{ENTRY}'")
    expect(page.locator(f"#{ENTRY}")).to_be_in_viewport()


def test_the_register_is_whole_without_javascript(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "about" / "claims.html").as_uri())
    expect(page.locator("section.claim:visible")).to_have_count(len(CLAIMS))
    expect(page.locator(".register-filter")).to_be_hidden()
    context.close()


def test_marks_are_readable_in_print(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / f"{WRONG[0]['home']}.html").as_uri())
    page.emulate_media(media="print")
    mark = page.locator("article p a:has(.verdict-contradicted):visible").first
    expect(mark).to_be_visible()
    assert " ".join(mark.inner_text().split()).endswith(f"{WRONG[0]['id']} ✗ contradicted")
    page.close()
