"""Slides, handouts and pictures of the publication's decks: all of them, complete, accessible."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from page import validate_pdf
from PIL import Image

from sphinx_briefing.handouts.pdf.tags import elements_of, kids_of
from sphinx_briefing.handouts.reading import read_deck
from tests.papers import bookmarks, said_by, tags, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_briefing.handouts.reading import ReadDeck

pytestmark = pytest.mark.browser

DECKS = ("briefing", "executive", "technical")
MOST = {"slides": 900_000, "handout": 1_400_000}
"""Bytes that a file may have, to go by mail: that of the longest deck had 0.5 and 0.8 MB."""


def made(site: Path, deck: str, kind: str) -> list[Path]:
    """The files of a kind that were made of a deck."""
    listed = json.loads((site / "downloads" / "handouts.json").read_text(encoding="utf-8"))
    return [
        site / "downloads" / entry["file"]
        for entry in listed["files"]
        if (entry["deck"], entry["kind"]) == (deck, kind)
    ]


def deck_of(site: Path, name: str) -> ReadDeck:
    return read_deck(site / "present" / f"{name}.html")


@pytest.mark.parametrize("deck", DECKS)
def test_slides_have_a_page_each_and_are_whole(handouts: Path, deck: str) -> None:
    (path,), slides = made(handouts, deck, "slides"), deck_of(handouts, deck).slides
    with pikepdf.open(path) as pdf:
        assert bookmarks(pdf) == [(slide.title, slide.number) for slide in slides]
        assert len(pdf.pages) == len(slides)
        say = said_by(pdf)
        # Chromium writes no space at the end of a line; readers see that a line ends.
        heads = [say(head).replace(" ", "") for head in tags(pdf, "H1", "H2")]
        assert heads == [slide.title.replace(" ", "") for slide in slides]
        sections = kids_of(kids_of(pdf.Root.StructTreeRoot)[0])
        for slide, section in zip(slides, sections, strict=True):
            assert slide.body is not None
            rows = slide.body.select("table tr")
            assert count_of(section, "TR") == len(rows)
            figures = slide.body.select("svg.plot-slide, img")
            assert count_of(section, "Figure") == len(figures)
    assert path.stat().st_size < MOST["slides"]


def count_of(section: Any, name: str) -> int:
    return sum(str(element.S) == f"/{name}" for element in elements_of(section))


@pytest.mark.parametrize("deck", DECKS)
def test_a_handout_has_all_that_was_shown_and_said(handouts: Path, deck: str) -> None:
    (path,), slides = made(handouts, deck, "handout"), deck_of(handouts, deck).slides
    with pikepdf.open(path) as pdf:
        titles = [title for title, _page in bookmarks(pdf)]
        assert titles[2:-1] == [f"{slide.number} {slide.title}" for slide in slides]
        assert [titles[1], titles[-1]] == ["Contents", "Sources"]
        say = said_by(pdf)
        words = " ".join(say(element) for element in tags(pdf, "Document"))
    squeezed = "".join(words.split())
    for slide in slides:
        if slide.said is not None:
            assert "".join(slide.said.get_text().split()) in squeezed
        for claim in slide.evidence.select(".claim-mark") if slide.evidence else ():
            said = claim.get_text().removeprefix("claim")
            assert "".join(said.split()) in squeezed
    assert path.stat().st_size < MOST["handout"]
    sources = {
        str(link["href"])
        for slide in slides
        if slide.evidence
        for link in slide.evidence.select("li > p > a")
        if not link.select_one(".claim-mark")
    }
    assert f"[{len(sources)}]" in text_of(path)
    assert f"[{len(sources) + 1}]" not in text_of(path)


@pytest.mark.parametrize("deck", DECKS)
@pytest.mark.parametrize("kind", ["slides", "handout"])
def test_it_conforms_to_pdf_ua(handouts: Path, deck: str, kind: str) -> None:
    (path,) = made(handouts, deck, kind)
    report = validate_pdf(path, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


@pytest.mark.parametrize("deck", DECKS)
def test_each_slide_has_a_picture(handouts: Path, deck: str) -> None:
    archive, *pictures = made(handouts, deck, "pictures")
    slides = deck_of(handouts, deck).slides
    assert [path.name for path in pictures] == [f"{slide.id}.png" for slide in slides]
    for path in pictures:
        with Image.open(path) as picture:
            assert picture.size == (1920, 1080)
        assert path.stat().st_size < 120_000
    assert archive.suffix == ".zip"
