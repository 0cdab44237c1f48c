"""The real site, examined: valid, whole, linked, self-contained, the same each time."""

from __future__ import annotations

import filecmp
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

DECKS = ("briefing", "executive", "technical")

FETCHING = {
    "link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src",
    "video": "src", "audio": "src", "object": "data", "embed": "src",
}  # fmt: skip
"""Elements by which a page fetches something, with the attribute that names it."""


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site, parsed, by its path."""
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_bytes(), "html5lib")
        for path in sorted(site.rglob("*.html"))
    }


def deck_pages(pages: dict[str, BeautifulSoup]) -> Iterator[tuple[str, BeautifulSoup]]:
    """The pages of the decks."""
    for name in DECKS:
        yield name, pages[f"present/{name}.html"]


def slides(deck: BeautifulSoup) -> list[BeautifulSoup]:
    """The slides of a deck."""
    return deck.select(".slides > section")


def test_everything_is_there(pages: dict[str, BeautifulSoup], site: Path) -> None:
    chapters = sorted(path.stem for path in (PROJECT / "chapters").glob("*.md"))
    assert {f"chapters/{name}.html" for name in chapters} <= set(pages)
    assert {f"present/{name}.html" for name in DECKS} <= set(pages)
    assert (site / "objects.inv").is_file()
    assert not (site / "present" / "objects.inv").exists()


def test_html_has_no_parse_errors(site: Path) -> None:
    """By the HTML standard's own parser: wrong nesting, unknown end tags, stray text."""
    faults = []
    for path in sorted(site.rglob("*.html")):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(path.read_bytes())
        for (line, _), code, data in parser.errors:
            faults.append(f"{path.relative_to(site)}:{line}: {code} {data}")
    assert faults == []


def test_ids_are_unique(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        ids = [element["id"] for element in page.select("[id]")]
        assert sorted(i for i in set(ids) if ids.count(i) > 1) == [], name


def test_every_link_leads_somewhere(pages: dict[str, BeautifulSoup], site: Path) -> None:
    targets = {name: {e["id"] for e in page.select("[id]")} for name, page in pages.items()}
    faults = []
    for name, page in pages.items():
        for link in page.select("a[href]"):
            parts = urlsplit(link["href"])
            if parts.scheme or parts.netloc:
                continue
            path = (site / name).parent / unquote(parts.path) if parts.path else site / name
            path = Path(str(path.resolve()))
            fragment = unquote(parts.fragment).removeprefix("/")
            if not path.is_file():
                faults.append(f"{name}: {link['href']} is no file")
            elif (
                path.suffix == ".html"
                and fragment
                and fragment not in targets[path.relative_to(site.resolve()).as_posix()]
            ):
                faults.append(f"{name}: {link['href']} is no place on that page")
    assert sorted(set(faults)) == []


def test_no_page_fetches_from_another_host(pages: dict[str, BeautifulSoup], site: Path) -> None:
    for name, page in pages.items():
        for element in page.find_all(list(FETCHING)):
            address = element.get(FETCHING[element.name], "")
            assert not urlsplit(address).netloc, f"{name}: {element}"
    for sheet in site.rglob("*.css"):
        found = re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8"))
        assert found == [], sheet


def test_decks_have_no_inline_script_or_style(pages: dict[str, BeautifulSoup]) -> None:
    for name, deck in deck_pages(pages):
        assert [s for s in deck.select("script") if not s.get("src")] == [], name
        assert deck.select("style, [style], [onclick]") == [], name


def test_slides_have_heading_id_and_foot(pages: dict[str, BeautifulSoup]) -> None:
    for name, deck in deck_pages(pages):
        for number, slide in enumerate(slides(deck), start=1):
            headings = slide.select(":scope > h1, :scope > h2")
            assert len(headings) == 1, (name, number)
            assert headings[0].get_text(strip=True)
            assert slide["id"]
            assert int(slide["data-timing"]) > 0
            assert slide.select_one(".slide-position").get_text() == (
                f"{number} / {len(slides(deck))}"
            )


def test_slides_are_few_words(pages: dict[str, BeautifulSoup]) -> None:
    for name, deck in deck_pages(pages):
        for slide in slides(deck):
            headline = slide.select_one("h1, h2").get_text().split()
            body = slide.select_one(".slide-body").get_text(" ").split()
            assert len(headline) <= 12, (name, slide["id"])
            assert len(body) <= 75, (name, slide["id"])


def test_decks_have_the_promised_length(pages: dict[str, BeautifulSoup]) -> None:
    minutes = {
        name: sum(int(slide["data-timing"]) for slide in slides(deck)) / 60
        for name, deck in deck_pages(pages)
    }
    assert 25 <= minutes["briefing"] <= 30.5
    assert 4 <= minutes["executive"] <= 5.5
    assert len(slides(pages["present/executive.html"])) <= 7


def test_the_briefing_tells_the_whole_story(pages: dict[str, BeautifulSoup]) -> None:
    deck = pages["present/briefing.html"]
    chapters = {urlsplit(a["href"]).path for a in deck.select("a.slide-chapter")}
    names = ["chatbit", "open-source", "benefits", "ecosystem", "policy", "misuse",
             "withholding", "counterpoint"]  # fmt: skip
    assert chapters == {f"../chapters/{name}.html" for name in names}


def test_every_slide_has_notes_and_its_transcript(pages: dict[str, BeautifulSoup]) -> None:
    def words(element: BeautifulSoup) -> list[str]:
        return element.get_text(" ").split()

    for name, deck in deck_pages(pages):
        transcript = pages[f"slides/{name}.html"]
        welcome = transcript.select_one("#transcript-deck-title")
        spoken = slides(deck)[0].select_one("aside.notes")
        if spoken is not None:
            assert words(welcome.select_one(".transcript-notes")) == words(spoken)
        for slide in slides(deck)[1:]:
            notes = slide.select_one("aside.notes")
            said = transcript.select_one(f"#transcript-{slide['id']} .transcript-notes")
            assert len(words(notes)) > 20, slide["id"]
            assert words(said) == words(notes), slide["id"]


def test_boxes_link_to_their_slide_in_each_deck(pages: dict[str, BeautifulSoup]) -> None:
    for name, deck in deck_pages(pages):
        for slide in slides(deck)[1:]:
            chapter = urlsplit(slide.select_one("a.slide-chapter")["href"]).path
            box = pages[chapter.removeprefix("../")].select_one(f"#slide-{slide['id']}")
            links = [a["href"] for a in box.select(".in-brief-decks a")]
            assert f"../present/{name}.html#/{slide['id']}" in links


def test_the_inventory_has_slides_and_claims(site: Path) -> None:
    with (site / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, path: path)
    assert len(inventory["briefing:claim"]) == 57
    assert inventory["briefing:claim"]["C41"].uri == "about/claims.html#c41"
    assert inventory["briefing:slide"]["two-sides"].uri == "chapters/benefits.html#slide-two-sides"
    assert set(inventory["briefing:deck"]) == set(DECKS)
    assert len(inventory["std:term"]) >= 70


@pytest.mark.parametrize("address", ["", "https://docs.example.org/briefing/"])
def test_absolute_addresses_are_right_or_absent(project_copy: Path, address: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-D", f"html_baseurl={address}",
         "-d", "_build/address-doctrees", ".", "_build/address"],
        cwd=project_copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    page = (project_copy / "_build/address/chapters/misuse.html").read_text("utf-8")
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', page)
    assert canonical == ([f"{address}chapters/misuse.html"] if address else [])


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "latex", "man", "gettext"])
def test_other_builders_write_the_publication(project_copy: Path, builder: str) -> None:
    doctrees = "gettext" if builder == "gettext" else "other"  # Sphinx keeps the two apart
    result = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-j", "auto",
         "-b", builder, "-d", f"_build/{doctrees}-doctrees", ".", f"_build/other/{builder}"],
        cwd=project_copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")


def files_of(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its relative path."""
    return {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}


def test_serial_and_parallel_builds_are_the_same(
    project_copy: Path, site: Path, tmp_path: Path
) -> None:
    root = tmp_path / "serial"
    subprocess.run(["cp", "-r", project_copy, root], check=True)
    subprocess.run(["rm", "-rf", root / "_build"], check=True)
    result = subprocess.run(
        [sys.executable, "-m", "sphinx_briefing", "build", "-j", "1"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    one, many = files_of(root / "_build" / "site"), files_of(site)
    assert set(one) == set(many)
    differing = [name for name in one if not filecmp.cmp(one[name], many[name], shallow=False)]
    assert differing == []
