"""Previews of links to terms: in any theme, in docs and decks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Output

PREVIEW = "#preview:popover-open"
ROOT = {
    "index.md": "# Root\n\n```{toctree}\nchapters/one\nglossary\ndeck\n```\n",
    "chapters/one.md": """# One

## A section

:::{slide} A headline
:name: first

Run {term}`open weights` here
:::

Prose on {term}`weights <open weights>`, <a href="#%">astray</a>, and a drawing:
<svg width="90" height="20"><a href="#a-section"><text y="15">drawn</text></a></svg>
""",
    "glossary.md": """# Glossary

:::{entry} Open weights
:id: open-weights

Numbers that can be had.
:::
""",
    "deck.md": "# Deck\n\n:::{deck} The deck\n:chapters: /chapters/one\n:minutes: 5\n:::\n",
}


@pytest.fixture
def docs(built_once: Callable[..., Output]) -> Callable[..., Path]:
    """Build the root in a theme and a form: ``docs("alabaster", "dirhtml")``."""

    def make(theme: str, builder: str = "html") -> Path:
        return built_once(ROOT, f"html_theme = {theme!r}\n", builder).out

    return make


def assert_previews(browser: Browser, page_path: Path) -> None:
    """Pointing at a link in the text shows where it leads, and nothing else does."""
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(page_path.as_uri())
    preview = page.locator(PREVIEW)
    page.get_by_role("link", name="weights", exact=True).hover()
    expect(preview).to_contain_text("Numbers that can be had.")
    page.get_by_text("astray").hover()
    expect(preview).to_have_count(0)
    page.get_by_text("drawn").hover()
    page.wait_for_timeout(400)
    expect(preview).to_have_count(0)
    assert errors == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["alabaster", "classic", "furo", "haiku"])
def test_links_show_their_entry_in_any_theme(
    theme: str, docs: Callable[..., Path], browser: Browser
) -> None:
    assert_previews(browser, docs(theme) / "chapters" / "one.html")


@pytest.mark.browser
def test_a_theme_that_does_not_say_where_the_root_is(
    docs: Callable[..., Path], browser: Browser
) -> None:
    page = docs("alabaster") / "chapters" / "one.html"
    text, count = re.subn(r' data-content_root="[^"]*"', "", page.read_text(encoding="utf-8"))
    assert count == 1
    page.write_text(text, encoding="utf-8")
    assert_previews(browser, page)


@pytest.mark.browser
def test_pages_that_are_folders(docs: Callable[..., Path], browser: Browser) -> None:
    assert_previews(browser, docs("alabaster", "dirhtml") / "chapters" / "one" / "index.html")


@pytest.mark.browser
def test_navigation_shows_no_previews(docs: Callable[..., Path], browser: Browser) -> None:
    """A theme may list a page's entries beside its text."""
    page_path = docs("alabaster") / "chapters" / "one.html"
    text = page_path.read_text(encoding="utf-8")
    href = "../glossary.html#open-weights"
    listed = f'<nav><a href="{href}">listed</a></nav>'
    page_path.write_text(text.replace("<h2>A section", f"{listed}<h2>A section"), "utf-8")
    page = browser.new_page()
    page.goto(page_path.as_uri())
    page.get_by_role("link", name="listed").hover()
    page.wait_for_timeout(400)
    expect(page.locator(PREVIEW)).to_have_count(0)
    page.close()


@pytest.mark.browser
def test_a_slide_shows_them(docs: Callable[..., Path], browser: Browser) -> None:
    out = docs("alabaster")
    page = browser.new_page()
    start(page, f"{(out / 'present' / 'deck.html').as_uri()}#/first")
    page.get_by_role("link", name="open weights").hover()
    expect(page.locator(PREVIEW)).to_contain_text("Numbers that can be had.")
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)
    assert not page.evaluate("Reveal.isOverview()")
    page.close()
