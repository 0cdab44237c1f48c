"""What about/present.md teaches: the deck that it shows is built from the page itself."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.publication.conftest import NOT_SOURCES, run
from tests.publication.records import directives, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PAGE = text_of("about/present.md")
EXAMPLE = re.compile(
    r"`(slides/[a-z]+\.md)`.*?^````markdown\n(.*?)^````$", re.DOTALL | re.MULTILINE
)


@pytest.fixture(scope="module")
def with_example(project_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the deck of the page, made as the page says."""
    root = tmp_path_factory.mktemp("present") / "root"
    shutil.copytree(project_copy, root, ignore=shutil.ignore_patterns(*NOT_SOURCES))
    file, text = EXAMPLE.search(PAGE).groups()
    (root / file).write_text(text, encoding="utf-8")
    run(root, "sphinx_briefing", "anchors")
    run(root, "sphinx_briefing", "build")
    return root / "_build" / "site"


def test_the_deck_that_the_page_shows_is_made_as_it_says(with_example: Path) -> None:
    file, text = EXAMPLE.search(PAGE).groups()
    [deck], [own] = directives(text, "deck"), directives(text, "slide")
    name = file.removeprefix("slides/").removesuffix(".md")
    page = BeautifulSoup((with_example / f"present/{name}.html").read_bytes(), "html5lib")
    slides = page.select(".slides > section")
    assert [slide["id"] for slide in slides] == ["deck-title", *deck["slides"].split()]
    assert own["name"] in deck["slides"].split()
    cover = slides[0].get_text(" ", strip=True)
    for told in (deck[""], deck["occasion"], deck["speaker"], "8 December 2026"):
        assert told in cover, told
    mine = page.find(id=own["name"])
    assert mine.select_one(".slide-title").get_text(strip=True) == own[""]
    assert len(mine.select("aside.notes p")) == 1
    about = BeautifulSoup((with_example / f"slides/{name}.html").read_bytes(), "html5lib")
    assert about.find(id=f"slide-{own['name']}") is not None
    for named in (f"`present/{name}.html`", f"`slides/{name}.html`", "`make anchors`"):
        assert named in PAGE
    # No other deck has it.
    briefing = (with_example / "present/briefing.html").read_text("utf-8")
    assert f'id="{own["name"]}"' not in briefing


@pytest.mark.parametrize("width", [340, 390, 700, 1366])
def test_the_drawings_hold_their_words(browser: Browser, site: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((site / "about/present.html").as_uri())
    outside = page.evaluate(
        "[...document.querySelectorAll(':is(.drawn-screens, .drawn-speaker) li')].flatMap(box => {"
        "  const b = box.getBoundingClientRect();"
        "  return [...box.children].map(part => [part.textContent, part.getBoundingClientRect()])"
        "    .filter(([, r]) => r.top < b.top || r.bottom > b.bottom + 1"
        "      || r.left < b.left || r.right > b.right + 1).map(([text]) => text); })"
    )
    boxes = page.locator(":is(.drawn-screens, .drawn-speaker) li").count()
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.close()
    assert (boxes, outside, wide) == (6, [], False)
