"""Pages and decks as some people need them: larger, spaced out, in their own colours, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.publication.records import FULL, HOMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CHAPTER = f"{HOMES[0]}.html"
DECK = "present/executive.html"
PAGES = (
    "index.html",
    CHAPTER,
    "chapters/glossary.html",
    "about/claims.html",
    "about/coverage.html",
    "about/cite.html",
    "about/layouts.html",
    f"slides/{FULL.name}.html",
    "genindex.html",
    "licences.html",
)
"""One of each kind."""

SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
* { word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
"""What WCAG 2.2, 1.4.12, has a reader set."""

CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const style = getComputedStyle(e);
  const hides = (way) => ["hidden", "clip"].includes(way);
  const left = ".visually-hidden, svg, [hidden], .slide-picture";
  if (!e.textContent.trim() || e.closest(left)) return false;
  if (!e.checkVisibility({ visibilityProperty: true }) || e.clientWidth < 3) return false;
  return (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1)
    || (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1);
}).map((e) => `${e.localName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`)"""
"""What has text that cannot be seen, and does not scroll."""

BESIDE = """() => [...document.querySelectorAll("article *")].filter((e) => {
  const inside = "pre, table, .table-wrapper, .figure-picture, .visually-hidden, "
    + ".slide-picture-frame";
  return e.getBoundingClientRect().right > innerWidth + 1
    && e.checkVisibility({ visibilityProperty: true }) && !e.parentElement.closest(inside);
}).map((e) => `${e.localName}.${e.className} ends at ${e.getBoundingClientRect().right}`)"""
"""What stands beside the window; tables, figures and code may scroll in their own boxes."""


@pytest.fixture
def view(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.close()


def test_at_400_per_cent_nothing_stands_beside_the_window(view: Page, site: Path) -> None:
    """1280 × 1024 at 400 % is 320 × 256 (WCAG 2.2, 1.4.10)."""
    view.set_viewport_size({"width": 320, "height": 256})
    for name in PAGES:
        view.goto((site / name).as_uri())
        assert view.evaluate("document.documentElement.scrollWidth") <= 320, name
        assert view.evaluate(BESIDE) == [], name
        covered = view.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => ['sticky', 'fixed'].includes("
            "getComputedStyle(e).position) && e.checkVisibility({visibilityProperty: true}))"
            ".map(e => e.getBoundingClientRect()).filter(b => b.left >= 0 && b.left < 320)"
            ".map(b => Math.max(Math.min(b.bottom, 256) - Math.max(b.top, 0), 0))"
            ".reduce((sum, height) => sum + height, 0)"
        )
        assert covered <= 80, name


def test_at_400_per_cent_the_focus_is_seen(view: Page, site: Path) -> None:
    """Also in what lies beside the window until it is asked for (WCAG 2.2, 2.4.7)."""
    view.emulate_media(reduced_motion="reduce")
    view.set_viewport_size({"width": 320, "height": 256})
    view.goto((site / CHAPTER).as_uri())
    reached = []
    for _ in range(30):
        view.keyboard.press("Tab")
        view.wait_for_timeout(60)
        left, right, name = view.evaluate(
            "() => { const e = document.activeElement, box = e.getBoundingClientRect();"
            " return [box.left, box.right, e.textContent.trim() || e.name]; }"
        )
        assert left >= 0, name
        assert right <= 320, name
        reached.append(name)
    assert {"Glossary", "q"} <= {*reached}


def test_text_can_be_spaced_out(view: Page, site: Path) -> None:
    for name in PAGES:
        view.goto((site / name).as_uri())
        view.add_style_tag(content=SPACING)
        for width in (1280, 390):
            view.set_viewport_size({"width": width, "height": 800})
            assert view.evaluate(CUT_OFF) == [], (name, width)
            assert view.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_letters_can_be_twice_as_large(view: Page, site: Path) -> None:
    """Set in the browser, not by its zoom."""
    session = view.context.new_cdp_session(view)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for name in PAGES:
        view.goto((site / name).as_uri())
        assert float(view.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 32
        assert view.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert view.evaluate(CUT_OFF) == [], name


def test_in_forced_colours_the_focus_is_seen(view: Page, site: Path) -> None:
    view.emulate_media(forced_colors="active")
    for name in (CHAPTER, "about/claims.html", DECK):
        view.goto((site / name).as_uri())
        unseen, reached = [], set()
        for _ in range(25):
            view.keyboard.press("Tab")
            where, seen = view.evaluate(
                "() => { const e = document.activeElement, s = getComputedStyle(e);"
                " const box = e.getBoundingClientRect();"
                " return [e.outerHTML.slice(0, 90), (s.outlineStyle !== 'none' &&"
                " parseFloat(s.outlineWidth) >= 1 && box.width > 0) || e === document.body]; }"
            )
            reached.add(where)
            if not seen:
                unseen.append(where)
        assert unseen == [], name
        assert len(reached) > 5, name


def test_who_wants_no_motion_sees_none(view: Page, site: Path) -> None:
    view.emulate_media(reduced_motion="reduce")
    moving = (
        "document.getAnimations().filter(a => a.effect.getComputedTiming().duration > 1).length"
    )
    view.goto((site / CHAPTER).as_uri())
    assert view.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    view.locator("summary:visible").first.click()
    assert view.evaluate(moving) == 0
    view.goto((site / DECK).as_uri())
    view.wait_for_selector("html.deck-ready")
    for key in ("ArrowRight", "o", "o", "b"):
        view.keyboard.press(key)
        assert view.evaluate(moving) == 0, key


def test_paper_has_the_text_and_nothing_to_click(view: Page, site: Path) -> None:
    view.emulate_media(media="print")
    for name in PAGES:
        view.goto((site / name).as_uri())
        for part in (".sidebar-drawer", ".toc-drawer", ".mobile-header", ".skip-to-content"):
            assert view.locator(f"{part}:visible").count() == 0, (name, part)
        scrolling = view.evaluate(
            "[...document.querySelectorAll('article :is(pre, .table-wrapper)')]"
            ".filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1"
            " && getComputedStyle(e).overflowX !== 'visible').map(e => e.outerHTML.slice(0, 80))"
        )
        assert scrolling == [], name
    view.goto((site / CHAPTER).as_uri())
    expect(view.locator("details.page-sources li").last).to_be_visible()
    view.goto((site / "about" / "claims.html").as_uri())
    expect(view.locator(".claim-more ul").first).to_be_visible()
    expect(view.locator(".register-filter")).to_be_hidden()
