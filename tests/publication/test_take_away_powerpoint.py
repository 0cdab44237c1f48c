"""The decks as presentations: every slide, all the words that its deck shows, and its notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from pptx import Presentation

from sphinx_briefing.handouts.manifest import read_manifest
from sphinx_briefing.handouts.reading import read_deck

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser
    from pptx.slide import Slide

DECKS = ("briefing", "executive", "technical")
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

pytestmark = pytest.mark.browser

VISIBLE = """() => {
  const apart = 'svg, .slide-evidence, .slide-total, .visually-hidden';
  for (const tag of document.querySelectorAll(apart)) tag.remove();
  return [...document.querySelectorAll('section.slide')].map(slide => slide.innerText);
}"""
"""The words of each slide as a browser shows them on paper; drawings are looked at apart."""


def words(text: str) -> list[str]:
    """Words in small letters: a deck may show them in capitals."""
    return re.findall(r"\w+", text.casefold())


def words_of(slide: Slide) -> list[str]:
    """All the words of a slide."""
    paragraphs = [
        "".join(t.text or "" for t in p.iter(f"{A}t")) for p in slide.element.iter(f"{A}p")
    ]
    return words(" ".join(paragraphs))


@pytest.fixture(scope="module", params=DECKS)
def deck(request: pytest.FixtureRequest) -> str:
    """A deck's name."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def shown(handouts: Path, deck: str) -> list[Slide]:
    """The slides of its presentation."""
    folder = handouts / "downloads"
    files = [
        handout.file
        for handout in read_manifest(folder / "handouts.json")
        if handout.deck == deck and handout.kind == "powerpoint"
    ]
    assert len(files) == 1
    return list(Presentation(str(folder / files[0])).slides)


def test_every_slide_is_there_in_order(handouts: Path, deck: str, shown: list[Slide]) -> None:
    read = read_deck(handouts / "present" / f"{deck}.html").slides
    titles = [slide.shapes.title.text_frame.text for slide in shown if slide.shapes.title]
    assert titles == [slide.title for slide in read]


def test_no_word_is_lost(handouts: Path, deck: str, shown: list[Slide], browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto((handouts / "present" / f"{deck}.html").as_uri() + "?view=print")
    page.wait_for_selector("html.deck-ready .pdf-page")
    seen: list[str] = page.evaluate(VISIBLE)
    page.close()
    assert len(seen) == len(shown)
    for text, slide in zip(seen, shown, strict=True):
        there = words_of(slide)
        lost = [word for word in words(text) if words(text).count(word) > there.count(word)]
        assert lost == [], f"{slide.shapes.title.text_frame.text}: {lost}"


def test_drawings_are_drawings(handouts: Path, deck: str, shown: list[Slide]) -> None:
    read = read_deck(handouts / "present" / f"{deck}.html").slides
    for of, slide in zip(read, shown, strict=True):
        drawn = of.body.select(".slide-figure svg[aria-label]") if of.body is not None else []
        pictures = list(slide.element.iter(f"{P}pic"))
        told = [picture.find(f"{P}nvPicPr/{P}cNvPr").get("descr") for picture in pictures]
        assert told == [svg["aria-label"] for svg in drawn]
        for picture in pictures:
            vector = next(e for e in picture.iter() if str(e.tag).endswith("}svgBlip"))
            part: Any = slide.part.rels[vector.get(f"{R}embed")].target_part
            assert b"<text" in part.blob
            assert b"var(" not in part.blob


def test_notes_have_the_words_to_say_claims_and_sources(
    handouts: Path, deck: str, shown: list[Slide]
) -> None:
    read = read_deck(handouts / "present" / f"{deck}.html").slides
    for of, slide in zip(read, shown, strict=True):
        frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        noted = words(frame.text) if frame else []
        for hidden in of.said.select(".visually-hidden") if of.said is not None else []:
            hidden.extract()
        said = words(of.said.get_text(" ")) if of.said is not None else []
        assert noted[: len(said)] == said, of.title
        if of.evidence is not None:
            for item in of.evidence.select("li > p"):
                for hidden in item.select(".visually-hidden"):
                    hidden.extract()
                text = " ".join(words(item.get_text(" ")))
                assert text in " ".join(noted), of.title


def test_links_lead_somewhere(shown: list[Slide]) -> None:
    for slide in shown:
        for click in slide.element.iter(f"{A}hlinkClick"):
            relation = slide.part.rels[click.get(f"{R}id")]
            if relation.is_external:
                assert re.match(r"https?://|mailto:", relation.target_ref), relation.target_ref
            else:
                assert relation.target_part.partname.startswith("/ppt/slides/")
