"""What a person sees and does, in Chromium: from disk and from a sub-path of a server."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.conftest import current, start
from tests.publication.records import ENTRIES, FULL, HOMES, SHORTEST

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

LONG, SHORT = f"present/{FULL.name}.html", f"present/{SHORTEST.name}.html"


def slide_ids(page: Page) -> list[str]:
    """The ids of the slides of the deck that is open."""
    ids: list[str] = page.evaluate("Reveal.getSlides().map(slide => slide.id)")
    return ids


def test_from_the_front_page_to_the_last_slide(page: Page, base: str) -> None:
    page.goto(base + "index.html")
    page.locator(f"article a[href*='{LONG}']").first.click()
    page.wait_for_selector("html.deck-ready")
    title, first, second, *_, last = slide_ids(page)
    assert current(page) == title
    page.keyboard.press("ArrowRight")
    assert current(page) == first
    page.keyboard.press("Space")
    assert current(page) == second
    page.keyboard.press("End")
    assert current(page) == last


def test_overview_shows_all_and_goes_where_clicked(page: Page, base: str) -> None:
    start(page, base + SHORT)
    page.keyboard.press("o")
    assert page.evaluate("Reveal.isOverview()")
    for slide in page.locator(".slides > section").all():
        expect(slide).to_be_in_viewport(ratio=0.99)
    other = slide_ids(page)[-2]
    page.locator(f"section#{other}").click(force=True)
    assert not page.evaluate("Reveal.isOverview()")
    assert current(page) == other


def test_the_overview_fits_any_screen(browser: Browser, base: str) -> None:
    page = browser.new_page(viewport={"width": 1024, "height": 768})
    start(page, base + LONG)
    page.keyboard.press("PageDown")
    page.keyboard.press("o")
    page.wait_for_function("Reveal.getSlides().every(s => s.getBoundingClientRect().width < 300)")
    boxes = page.evaluate(
        "Reveal.getSlides().map(s => s.getBoundingClientRect())"
        ".map(({left, top, right, bottom}) => [left, top, right, bottom])"
    )
    page.close()
    assert min(box[0] for box in boxes) >= 0
    assert min(box[1] for box in boxes) >= 0
    assert 980 <= max(box[2] for box in boxes) <= 1024
    assert max(box[3] for box in boxes) <= 768
    tops = sorted({round(box[1]) for box in boxes})
    assert len(tops) * len({round(box[0]) for box in boxes}) >= len(boxes)


def test_the_keys_move_through_the_overview(page: Page, base: str) -> None:
    start(page, base + LONG)
    page.keyboard.press("o")
    expect(page.locator(".slides > section").last).to_be_in_viewport(ratio=0.99)
    columns = ceil(sqrt(len(slide_ids(page))))  # as many across as down
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert not page.evaluate("Reveal.isOverview()")
    assert page.evaluate("Reveal.getIndices().h") == columns + 1
    expect(page.locator("section.present")).to_be_in_viewport(ratio=0.99)


def test_speaker_view_has_notes_and_pacing(page: Page, base: str) -> None:
    start(page, base + LONG)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # past the opener, to which nothing is said
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    notes = speaker.locator(".notes-said")
    expect(notes).not_to_be_empty()
    expect(speaker.locator(".pacing")).to_be_visible()
    expect(speaker.locator(".speaker-next .slide-title")).to_be_attached()
    page.bring_to_front()
    before = notes.inner_text()
    page.keyboard.press("ArrowRight")
    expect(notes).not_to_have_text(before)
    link = speaker.locator(".notes-background a").first
    if link.count():
        assert link.evaluate("a => a.href").startswith(base)


def test_a_slides_address_opens_it(page: Page, base: str) -> None:
    start(page, base + LONG)
    chosen = slide_ids(page)[-3]
    page.goto("about:blank")
    start(page, f"{base}{LONG}#/{chosen}")
    assert current(page) == chosen
    heading = page.locator("section.present").get_by_role("heading")
    expect(heading).to_be_visible()


def test_from_slide_to_chapter_and_back_to_the_slide(page: Page, base: str) -> None:
    start(page, base + LONG)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    chosen = current(page)
    page.locator("section.present .slide-chapter").click()
    page.wait_for_url("**/chapters/*.html#*")
    box = page.locator(f"#slide-{chosen}")
    expect(box).to_be_visible()
    box.locator("summary").first.click()  # folded away
    box.locator(f"a[href*='{LONG}']").click()
    page.wait_for_selector("html.deck-ready")
    assert current(page) == chosen
    assert page.url.endswith(f"{LONG}#/{chosen}")


def test_a_term_on_a_slide_leads_to_its_entry(page: Page, base: str) -> None:
    start(page, base + LONG)
    term = page.locator(".slide-body a[href*='glossary.html#']").first
    page.evaluate("link => Reveal.slide(Reveal.getIndices(link.closest('section')).h)",
                  term.element_handle())  # fmt: skip
    term.click()
    page.wait_for_url("**/chapters/glossary.html#*")
    anchor = urlsplit(page.url).fragment
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


def test_dark_mode_follows_the_system_and_the_key(browser: Browser, site: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    start(page, (site / SHORT).as_uri())
    background = "getComputedStyle(document.querySelector('.reveal')).backgroundColor"
    dark = page.evaluate(background)
    page.keyboard.press("t")
    light = page.evaluate(background)
    brightness = [sum(map(int, c[4:-1].split(", "))) for c in (dark, light)]
    assert brightness[0] < 200 < 600 < brightness[1]
    page.goto((site / "index.html").as_uri())
    docs = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert docs  # Furo keeps its own switch; it must not fail on the deck's choice


@pytest.mark.parametrize(
    "name",
    ["index.html", *(f"{home}.html" for home in HOMES), "chapters/glossary.html",
     f"slides/{FULL.name}.html", "about/claims.html", "about/sources.html"],
)  # fmt: skip
def test_pages_fit_a_phone(browser: Browser, site: Path, name: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto((site / name).as_uri())
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert width <= 360


def test_only_the_slide_on_show_takes_the_focus(page: Page, base: str) -> None:
    start(page, base + LONG)
    page.keyboard.press("ArrowRight")
    for _ in range(12):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.closest('section')?.id ?? 'outside'")
        assert where in {current(page), "outside"}
    expect(page.get_by_role("main")).to_have_count(1)


def test_a_deck_can_be_read_without_javascript(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    text = (site / LONG).read_text("utf-8")
    page.goto((site / LONG).as_uri())
    headings = page.get_by_role("heading", level=2)
    visible = [heading.is_visible() for heading in headings.all()]
    context.close()
    assert len(visible) == text.count("content-slide")
    assert all(visible)


def test_a_deck_prints_one_slide_a_page(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / SHORT).as_uri() + "?view=print")
    page.wait_for_selector(".pdf-page")
    pages = page.locator(".pdf-page").count()
    slides = page.evaluate("Reveal.getTotalSlides()")
    page.close()
    assert pages == slides


def test_the_search_finds_a_term(browser: Browser, base: str) -> None:
    page = browser.new_page()  # from disk, Sphinx' search logs that it may fetch no excerpts
    page.goto(f"{base}search.html?q={quote(ENTRIES[-1][''])}")
    expect(page.locator("#search-results li a").first).to_be_visible()
    page.close()
