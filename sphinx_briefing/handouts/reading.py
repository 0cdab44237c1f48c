"""Reading a built deck back: what its makers need of each slide, from its page.

The page is ours (``decks/writer.py``), so its structure is known; what authors put on slides is
kept as the HTML that browsers show. Nothing is resolved again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import Tag


class ReadSlide(NamedTuple):
    """A slide as its deck shows it. Elements belong to the deck's tree: copy before a change."""

    id: str
    number: int  # from 1
    layout: str  # such as "cover", "opener", "statement"; empty: a plain slide
    section: Tag  # the whole slide
    headline: Tag | None  # h1 or h2
    body: Tag | None  # what it shows, without headline, notes and foot
    said: Tag | None  # the words to say
    background: Tag | None  # what lies behind them: the prose of the section
    evidence: Tag | None  # claims with verdict and reason, sources
    chapter: str  # the chapter's title; empty on cover
    chapter_uri: str  # seen from the deck's page; empty: none
    source: str  # file:line
    seconds: int  # what it takes to present

    @property
    def title(self) -> str:
        """The headline in plain words."""
        return " ".join(self.headline.get_text().split()) if self.headline else self.id


class ReadDeck(NamedTuple):
    """A deck's page."""

    name: str
    page: Path  # the file
    title: str
    language: str
    head: Tag
    slides: list[ReadSlide]


def read_deck(page: Path) -> ReadDeck:
    """Read a deck's page.

    Args:
        page: the file, ``present/NAME.html`` of a built site.

    Returns:
        What it shows, slide by slide, in order.
    """
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html5lib")
    html, head = soup.html, soup.head
    assert html is not None  # html5lib makes both where they are missing
    assert head is not None
    return ReadDeck(
        name=page.stem,
        page=page,
        title=head.title.get_text() if head.title else page.stem,
        language=str(html.get("lang", "")),
        head=head,
        slides=list(_slides(soup)),
    )


def _slides(soup: BeautifulSoup) -> Iterator[ReadSlide]:
    for number, section in enumerate(soup.select(".slides > section.slide"), 1):
        layouts = [
            name.removeprefix("layout-")
            for name in section.get_attribute_list("class")
            if name.startswith("layout-")
        ]
        chapter = section.select_one(".slide-foot .slide-chapter")
        yield ReadSlide(
            id=str(section.get("id", "")),
            number=number,
            layout=layouts[0] if layouts else "",
            section=section,
            headline=section.select_one(".slide-title"),
            body=section.select_one(".slide-body"),
            said=section.select_one("aside.notes .notes-said"),
            background=section.select_one("aside.notes .notes-background"),
            evidence=section.select_one(".slide-evidence-panel"),
            chapter=_chapter_title(chapter),
            chapter_uri=str(chapter.get("href", "")) if chapter else "",
            source=str(section.get("data-source", "")),
            seconds=int(str(section.get("data-timing", "0"))),
        )


def _chapter_title(chapter: Tag | None) -> str:
    """The chapter that a slide's foot names, without the number of its part."""
    if chapter is None:
        return ""
    part = chapter.select_one(".slide-part")
    text = chapter.get_text()
    return " ".join((text.removeprefix(part.get_text()) if part else text).split())
