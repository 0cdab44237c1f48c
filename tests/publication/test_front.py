"""The front page: question, answer and picture in the first screen, then three doors."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from sphinx_briefing.claims.counts import WORDS
from sphinx_briefing.claims.data import STANDINGS
from tests.conftest import PROJECT
from tests.publication.records import CLAIMS, CONSULTED, DECKS, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

MADE = [claim for claim in CLAIMS if "retired" not in claim]
STANDING = Counter((claim["kind"], claim["verdict"]) for claim in MADE)
KIND = Counter(claim["kind"] for claim in MADE)


@pytest.fixture(scope="module")
def front(site: Path) -> BeautifulSoup:
    return BeautifulSoup((site / "index.html").read_bytes(), "html5lib")


def in_words(count: int) -> str:
    return WORDS[count] if count < len(WORDS) else str(count)


def test_the_answer_has_the_numbers_of_the_data(front: BeautifulSoup) -> None:
    lede = " ".join(front.select_one(".lede").get_text().split())
    found = re.findall(rf"\d+|\b(?:{'|'.join(WORDS)})\b", lede.partition(". ")[2])
    expected = [
        len(MADE),
        KIND["fact"],
        STANDING["fact", "confirmed"],
        STANDING["fact", "nuanced"],
        STANDING["fact", "contradicted"],
        KIND["argument"],
        STANDING["argument", "nuanced"],
    ]
    assert found == [in_words(count) for count in expected]


def test_each_claim_is_a_square_that_leads_to_it(front: BeautifulSoup, site: Path) -> None:
    squares = front.select("#fig-verdicts .claim-squares a")
    names = {square["href"].partition("#")[2]: square.get_text() for square in squares}
    assert set(names) == {claim["id"].lower() for claim in MADE}
    for claim in MADE:
        word = STANDINGS[claim["kind"], claim["verdict"]].word
        assert f"{claim['id']}, {word}: " in names[claim["id"].lower()]
    register = (site / "about" / "claims.html").read_text("utf-8")
    assert all(f'id="{anchor}"' in register for anchor in names)


def test_findings_are_linked_and_doors_lead_in(front: BeautifulSoup) -> None:
    findings = front.select(".findings li")
    assert len(findings) == 3
    assert all(one.select_one("strong a[href^='chapters/']") for one in findings)
    read, present, check = front.select(".doors li")
    assert len(re.findall(r"\d+ minutes?", read.get_text())) == 2
    assert read.select_one("a")["href"] == "article.html#article"
    assert {a["href"] for a in present.select("a[href^='present/']")} == {
        f"present/{deck.name}.html" for deck in DECKS
    }
    assert len(re.findall(r"\d+ minutes?", present.get_text())) == len(DECKS)
    assert f"{len(MADE)} claims, {len(CONSULTED)} sources" in " ".join(check.get_text().split())


@pytest.mark.parametrize(("width", "height"), [(1366, 900), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answer_and_picture_stand_in_the_first_screen(
    browser: Browser, site: Path, width: int, height: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto((site / "index.html").as_uri())
    for part in ("h1", ".lede", "#fig-verdicts"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height, part
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_no_count_is_written_by_hand() -> None:
    """What the build counts, it says: ``{claim-count}``, ``{source-count}``."""
    totals = {len(MADE), len(CONSULTED), *KIND.values()} - set(range(len(WORDS)))
    said = re.compile(rf"\b({'|'.join(map(str, totals))}) (claims|sources|arguments|statements)")
    for path in (PROJECT / "index.md", *sorted((PROJECT / "about").glob("*.md"))):
        assert not said.search(path.read_text("utf-8")), path.name
    assert not said.search(text_of("README.md"))


def test_the_register_is_not_long_to_look_through(browser: Browser, site: Path) -> None:
    """Folded, a row takes less than a seventh of a screen of 900 px; all opens on paper."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto((site / "about" / "claims.html").as_uri())
    rows = page.locator("section.claim").evaluate_all("all => all.map(row => row.offsetHeight)")
    assert len(rows) == len(CLAIMS)
    assert sum(rows) / len(rows) < 900 / 7
    page.emulate_media(media="print")
    assert all(item.is_visible() for item in page.locator(".claim-evidence > li").all()[::20])
    page.close()


def test_the_filter_stays_in_view_on_a_phone(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page.goto((site / "about" / "claims.html").as_uri())
    page.evaluate("scrollTo(0, 3000)")
    form = page.locator(".register-filter")
    expect(form).to_be_in_viewport(ratio=1)
    box, bar = form.bounding_box(), page.locator("header").first.bounding_box()
    assert box is not None
    assert bar is not None
    assert box["y"] >= bar["y"] + bar["height"] - 1, "it stands below the theme's own bar"
    assert box["height"] < 844 / 6
    page.close()
