"""The real site, examined: valid, whole, linked, self-contained, the same each time."""

from __future__ import annotations

import filecmp
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

from sphinx_briefing.commands.folders import layout
from tests.conftest import PROJECT
from tests.publication.conftest import ADDRESS, run
from tests.publication.records import (
    ANCHORS,
    CLAIMS,
    DECKS,
    ENTRIES,
    FULL,
    HOMES,
    directives,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_SLIDES_A_MINUTE = 1.5
"""More of them, and none can be taken in."""

FETCHING = {
    "link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src",
    "video": "src", "audio": "src", "object": "data", "embed": "src",
}  # fmt: skip
"""Elements by which a page fetches something, with the attribute that names it."""


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site, parsed, by its path, without pictures of slides.

    These stand in trees of their own (``<template>``), which the parser does not know.
    """
    found = {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_bytes(), "html5lib")
        for path in sorted(site.rglob("*.html"))
    }
    for page in found.values():
        for picture in page.select("template"):
            picture.decompose()
    return found


def deck_pages(pages: dict[str, BeautifulSoup]) -> Iterator[tuple[str, BeautifulSoup]]:
    """The pages of the decks."""
    for deck in DECKS:
        yield deck.name, pages[f"present/{deck.name}.html"]


def slides(deck: BeautifulSoup) -> list[BeautifulSoup]:
    """The slides of a deck."""
    return deck.select(".slides > section")


def test_everything_is_there(pages: dict[str, BeautifulSoup], site: Path) -> None:
    chapters = sorted(path.stem for path in (PROJECT / "chapters").glob("*.md"))
    assert {f"chapters/{name}.html" for name in chapters} <= set(pages)
    assert {f"present/{deck.name}.html" for deck in DECKS} <= set(pages)
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
            # The page for wrong addresses is seen from anywhere, so its links begin at the root.
            folder = site if parts.path.startswith("/") else (site / name).parent
            path = folder / unquote(parts.path).lstrip("/") if parts.path else site / name
            path = path / "index.html" if path.is_dir() else path
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


def test_no_page_loads_a_script_or_stylesheet_twice(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        loaded = [e.get("src") or e["href"] for e in page.select("script[src], link[href]")
                  if e.name == "script" or "stylesheet" in e.get("rel", ())]  # fmt: skip
        assert len(loaded) == len(set(loaded)), name


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
            for picture in slide.select(".cover-claims, .slide-figure-small"):  # nor the phone form
                picture.decompose()
            body = slide.select_one(".slide-body").get_text(" ").split()
            assert len(headline) <= 12, (name, slide["id"])
            assert len(body) <= 75, (name, slide["id"])


def test_decks_have_the_promised_length(pages: dict[str, BeautifulSoup]) -> None:
    for deck in DECKS:
        shown = slides(pages[f"present/{deck.name}.html"])
        minutes = sum(int(slide["data-timing"]) for slide in shown) / 60
        assert minutes <= deck.minutes + 0.5, deck
        assert len(shown) <= MOST_SLIDES_A_MINUTE * deck.minutes, deck
        if f"| `{deck.name}` |" in text_of("README.md"):  # which tells how long each takes
            assert minutes >= 0.8 * deck.minutes, deck


def test_the_briefing_tells_the_whole_story(pages: dict[str, BeautifulSoup]) -> None:
    deck = pages[f"present/{FULL.name}.html"]
    chapters = {urlsplit(a["href"]).path for a in deck.select("a.slide-chapter")}
    assert {f"../{home}.html" for home in HOMES} <= chapters


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
            if "layout-opener" in slide["class"]:  # the build makes it; nothing is said to it
                continue
            notes = words(slide.select_one("aside.notes"))
            part = transcript.select_one(f"#transcript-{slide['id']}")
            said = words(part.select_one(".transcript-notes"))
            assert len(said) > 20, slide["id"]
            assert said == notes[: len(said)], slide["id"]
            # What lies behind stands in the chapter, and only there.
            assert part.select(".deck-summary a")[-1]["href"].startswith("../chapters/")


def test_boxes_link_to_their_slide_in_each_deck(pages: dict[str, BeautifulSoup]) -> None:
    for name, deck in deck_pages(pages):
        for slide in slides(deck)[1:]:
            if "layout-opener" in slide["class"]:
                continue
            chapter = urlsplit(slide.select_one("a.slide-chapter")["href"]).path
            box = pages[chapter.removeprefix("../")].select_one(f"#slide-{slide['id']}")
            links = [a["href"] for a in box.select(".in-brief-decks a")]
            assert f"../present/{name}.html#/{slide['id']}" in links


def test_the_inventory_has_all_there_is(site: Path) -> None:
    with (site / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, path: path)
    assert set(inventory["briefing:claim"]) == {claim["id"] for claim in CLAIMS}
    assert set(inventory["briefing:deck"]) >= {deck.name for deck in DECKS}
    assert set(inventory["briefing:slide"]) >= {
        slide["name"] for home in HOMES for slide in directives(text_of(f"{home}.md"), "slide")
    }
    assert set(inventory["std:term"]) >= {entry[""] for entry in ENTRIES}


def test_all_that_was_ever_published_is_where_it_was(
    pages: dict[str, BeautifulSoup], site: Path
) -> None:
    with (site / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, path: path)
    for anchor in ANCHORS:
        kind = "std:term" if anchor.kind == "term" else f"briefing:{anchor.kind}"
        page, _, fragment = anchor.target.partition("#")
        uri = urlsplit(inventory[kind][anchor.name].uri)
        assert uri.path == f"{page}.html", anchor
        assert fragment in ("", uri.fragment), anchor
        assert pages[uri.path].find(id=fragment or True), anchor


def test_absolute_addresses_are_right_or_absent(site: Path, addressed: Path) -> None:
    for folder, address in ((site, ""), (addressed, ADDRESS)):
        for home in HOMES:
            page = (folder / f"{home}.html").read_text("utf-8")
            canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', page)
            assert canonical == ([f"{address}{home}.html"] if address else [])


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "latex", "man", "gettext"])
def test_other_builders_write_the_publication(
    project_copy: Path, tmp_path: Path, builder: str
) -> None:
    """Strictly, from what was read for the site; but the catalogue is of what is read for it."""
    work = layout(project_copy, presenter=False)
    doctrees = tmp_path / "doctrees"
    if builder != "gettext":
        shutil.copytree(work.doctrees, doctrees)
    run(
        project_copy, "sphinx", "-q", "-n", "-W", "--keep-going", "-b", builder,
        "-d", doctrees, ".", tmp_path / "out",
    )  # fmt: skip
    assert any(path.stat().st_size for path in (tmp_path / "out").rglob("*.*"))


def files_of(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its relative path."""
    return {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}


def test_serial_and_parallel_builds_are_the_same(
    project_copy: Path, site: Path, tmp_path: Path
) -> None:
    root = tmp_path / "serial"
    shutil.copytree(project_copy, root, ignore=shutil.ignore_patterns("_build"))
    run(root, "sphinx_briefing", "build", "-j", "1")
    one, many = files_of(root / "_build" / "site"), files_of(site)
    assert set(one) == set(many)
    differing = [name for name in one if not filecmp.cmp(one[name], many[name], shallow=False)]
    assert differing == []
