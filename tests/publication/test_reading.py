"""What a reader has before them: the article in five minutes, and chapters that do not tire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

CHAPTERS = (
    "chatbit", "open-source", "benefits", "ecosystem", "policy", "misuse", "withholding",
    "counterpoint",
)  # fmt: skip
UNSEEN = (
    "details, template, .headerlink, .visually-hidden, [aria-hidden=true], .claim-mark .verdict"
)
"""What is folded away, or says something to machines, or belongs to a mark."""


def shown(site: Path, name: str) -> Tag:
    """The text of a page, without what a reader does not see before asking for it."""
    page = BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "html5lib")
    article = page.select_one("article")
    assert article is not None
    for part in article.select(UNSEEN):
        part.decompose()
    return article


def words(part: Tag) -> int:
    for picture in part.select(".figure-picture, sup"):
        picture.decompose()
    return len(part.get_text().split())


def test_the_article_takes_five_minutes(site: Path) -> None:
    page = shown(site, "article")
    assert len(page.select("h2")) == len(CHAPTERS)
    assert 1_000 < words(page) <= 1_400


def test_the_chapters_are_short(site: Path) -> None:
    assert 5_000 < sum(words(shown(site, f"chapters/{name}")) for name in CHAPTERS) <= 9_000


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_no_thicket_of_links(site: Path, name: str) -> None:
    assert 10 < len(shown(site, f"chapters/{name}").select("a[href]")) <= 45


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_shows_its_point_early(site: Path, name: str) -> None:
    sections = shown(site, f"chapters/{name}").select("section section")[:2]
    assert any(section.select_one("figure, table") for section in sections)
