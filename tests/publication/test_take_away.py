"""What people take away of this publication, made by the command behind ``make handouts``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from sphinx_briefing.handouts.makers import DECK, KINDS
from sphinx_briefing.handouts.manifest import read_manifest, to_link
from sphinx_briefing.handouts.reading import read_deck

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from sphinx_briefing.handouts.kit import Handout

DECKS = ("briefing", "executive", "technical")

MOST_BYTES_OF_ONE_FILE = 1_500_000
"""A deck as one file fits into any mail."""

OF_DECKS = {kind.name for kind in KINDS if kind.made_of == DECK}


@pytest.fixture(scope="module")
def made(handouts: Path) -> list[Handout]:
    """What was made."""
    return read_manifest(handouts / "downloads" / "handouts.json")


def test_every_kind_is_made_and_every_file_is_there(handouts: Path, made: list[Handout]) -> None:
    linked = to_link(made)
    of_whole = {kind.name for kind in KINDS} - OF_DECKS
    assert {handout.kind for handout in linked if not handout.deck} == of_whole
    for deck in DECKS:
        assert {handout.kind for handout in linked if handout.deck == deck} == OF_DECKS
    folder = handouts / "downloads"
    sizes = {handout.file: handout.size for handout in made}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - {"handouts.json"} == set(sizes)
    assert sizes == {name: (folder / name).stat().st_size for name in sizes}
    assert all(re.search(r"-\d{4}-\d\d-\d\d", name) for name in sizes)  # the edition


@pytest.mark.parametrize("deck", DECKS)
def test_the_page_of_a_deck_links_them(handouts: Path, made: list[Handout], deck: str) -> None:
    page = BeautifulSoup((handouts / "slides" / f"{deck}.html").read_text("utf-8"), "html.parser")
    linked = [str(link["href"]) for link in page.select("ul.take-away a[download]")]
    assert linked == [f"../downloads/{h.file}" for h in to_link(made) if h.deck == deck]
    said = [link.get_text() for link in page.select("ul.take-away a[download]")]
    assert all(re.fullmatch(r"[^,]+, \w+, [\d.,]+ (kB|MB)", text) for text in said), said


def test_a_page_lists_all(handouts: Path, made: list[Handout]) -> None:
    page = BeautifulSoup((handouts / "about" / "present.html").read_text("utf-8"), "html.parser")
    linked = {str(link["href"]) for link in page.select("ul.take-away a[download]")}
    assert linked == {f"../downloads/{handout.file}" for handout in to_link(made)}


@pytest.mark.browser
@pytest.mark.parametrize("deck", DECKS)
def test_a_deck_as_one_file_shows_what_the_deck_shows(
    handouts: Path, made: list[Handout], deck: str, browser: Browser, tmp_path: Path
) -> None:
    (handout,) = [h for h in made if (h.deck, h.kind) == (deck, "html")]
    assert handout.size <= MOST_BYTES_OF_ONE_FILE
    file = Path(shutil.copy(handouts / "downloads" / handout.file, tmp_path))
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    asked: list[str] = []
    faults: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("html.deck-ready")
    there = read_deck(handouts / "present" / f"{deck}.html")
    slides = page.evaluate("Reveal.getSlides().map(it => it.id)")
    assert slides == [slide.id for slide in there.slides]
    assert page.evaluate("[...document.images].every(it => it.naturalWidth > 0)")
    faces = page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(f => f.status))")
    assert "error" not in faces
    assert "loaded" in faces
    marks = page.locator(".slide-body [data-preview*='claims']")
    slide = marks.first.evaluate("it => it.closest('section').id")
    page.evaluate("id => Reveal.slide(Reveal.getSlides().findIndex(it => it.id === id))", slide)
    marks.first.hover()
    expect(page.locator(".preview")).to_be_visible()
    context.close()
    asked = [url for url in asked if not url.startswith("data:")]
    assert (asked, faults) == ([file.as_uri()], [])
