"""Citations by number: raised in the text, listed at the end of each page, noted in the margin."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Built, Output

CONF = """
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["all.bib"]
bibtex_cite_id = "source-{key}"
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"
"""
NUMBERS = CONF + 'briefing_citations = "numbers"\n'
FILES = {
    "all.bib": """\
@misc{sun, author = {Anna Abel}, title = {The sun}, year = 2020, url = {https://example.org/sun},
  consulted = {original}}
@misc{moon, author = {{Moon Office}}, title = {The moon}, year = 2021}
@misc{unused, author = {Zoe Zed}, title = {Unused}, year = 2022}
""",
    "index.md": "# Root\n\n```{toctree}\none\ntwo\nsources\ndeck\n```\n",
    "one.md": """# One

## Light

:::{slide} A headline
:name: first

A line {cite}`moon`
:::

The sun is bright {cite}`sun`. By night it is not {cite}`sun,moon`, says one.
So says {cite:t}`moon`.

One {cite}`sun`. Two {cite}`moon`. Three {cite}`sun`.

| what | who |
|---|---|
| night | {cite}`sun,moon` |
""",
    "two.md": "# Two\n\nNothing is cited.\n",
    "sources.md": "# Sources\n\nThe list {cite}`sun`.\n\n```{bibliography}\n:all:\n```\n",
    "deck.md": "# Deck\n\n:::{deck} The deck\n:chapters: /one\n:minutes: 5\n:::\n",
}


@pytest.fixture
def site(built_once: Callable[..., Output]) -> Output:
    """The root, with numbers."""
    return built_once(FILES, NUMBERS)


def page(built: Built | Output, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(name), "html.parser")


def test_numbers_are_those_of_the_list_of_sources(site: Output) -> None:
    labels = {
        entry["id"]: entry.find(class_="label").get_text().strip("[]")  # type: ignore[union-attr]
        for entry in page(site, "sources.html").select("div.citation")
    }
    assert labels.keys() == {"source-sun", "source-moon", "source-unused"}
    links = page(site, "one.html").select("sup.source-numbers > a")
    assert len(links) == 9
    for link in links:
        address, _hash, anchor = str(link["href"]).partition("#")
        assert (address, labels[anchor]) == ("sources.html", link.get_text())


def test_a_number_says_what_it_stands_for(site: Output) -> None:
    said = {
        str(link["href"]).partition("#")[2]: link["aria-label"]
        for link in page(site, "one.html").select("sup.source-numbers > a")
    }
    assert said == {
        "source-sun": "source 1: Abel, 2020",
        "source-moon": "source 3: Moon Office, 2021",
    }


def test_numbers_follow_the_word_and_its_stop(site: Output) -> None:
    text = next(p for p in page(site, "one.html").find_all("p") if "sun is bright" in p.get_text())
    assert " ".join(text.get_text().split()) == (
        "The sun is bright.1 By night it is not,1, 3 says one. So says Moon Office [2021]."
    )


def test_each_sentence_keeps_its_stop(site: Output) -> None:
    text = next(p for p in page(site, "one.html").find_all("p") if "Two" in p.get_text())
    assert text.get_text() == "One.1 Two.3 Three.1"


def test_numbers_alone_in_a_cell_are_not_raised(site: Output) -> None:
    cell = page(site, "one.html").select("td sup.source-numbers")
    assert ["is-alone" in sup["class"] for sup in cell] == [True]
    assert not page(site, "one.html").select("section > p sup.is-alone")


def test_a_page_lists_what_it_cites_and_nothing_else(site: Output) -> None:
    one = page(site, "one.html")
    items = one.select("details.page-sources > ol > li")
    assert [item.get_text(" ", strip=True).split(".")[0] for item in items] == [
        "1 Anna Abel", "3 Moon Office",
    ]  # fmt: skip
    assert items[0].select_one('a[href="https://example.org/sun"]')
    assert not page(site, "two.html").select("details.page-sources")
    assert not page(site, "sources.html").select("details.page-sources")  # they stand there
    ids = [tag["id"] for tag in one.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_slides_and_previews_say_names(site: Output) -> None:
    assert "Moon Office, 2021" in page(site, "present/deck.html").get_text()
    assert not page(site, "present/deck.html").select("sup.source-numbers")
    assert not page(site, "deck.html").select("sup.source-numbers")


def test_the_description_of_a_page_has_no_numbers(site: Output) -> None:
    [tag] = page(site, "one.html").select('meta[name="description"]')
    assert str(tag["content"]).startswith("The sun is bright. By night it is not, says one.")


def test_names_stay_unless_numbers_are_asked_for(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    built = build(write_root(FILES, CONF))
    one = page(built, "one.html")
    assert "The sun is bright [Abel, 2020]." in one.get_text()
    assert not one.select("details.page-sources")


def test_books_say_names(build: Callable[..., Built], write_root: Callable[..., Path]) -> None:
    built = build(write_root(FILES, NUMBERS), "text")
    assert "The sun is bright [Abel, 2020]." in " ".join(built.read("one.txt").split())


def test_another_word_is_refused(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    with pytest.raises(Exception, match="briefing_citations must be 'names' or 'numbers'"):
        build(write_root(FILES, CONF + 'briefing_citations = "super"\n'))


# -- in a browser ---------------------------------------------------------------------------------

MANY = {
    "index.md": "# Root\n\n```{toctree}\none\nsources\n```\n",
    "all.bib": "".join(
        f"@misc{{s{n}, author = {{Anna A{n:02}}}, title = {{On thing {n} of all}}, year = 2020}}\n"
        for n in range(40)
    ),
    "one.md": "# One\n\n## Part\n\n"
    + "".join(f"One line {{cite}}`s{n}` and {{cite}}`s{n + 1}`.\n\n" for n in range(0, 40, 2)),
    "sources.md": "# Sources\n\n```{bibliography}\n:all:\n```\n",
}


@pytest.mark.browser
def test_notes_stand_beside_their_paragraph_where_there_is_room(
    build: Callable[..., Built], write_root: Callable[..., Path], browser: Browser
) -> None:
    built = build(write_root(MANY, NUMBERS))
    assert built.warnings == ""
    view = browser.new_page(viewport={"width": 2000, "height": 1000})
    view.goto((built.out / "one.html").as_uri())
    notes = view.locator(".side-notes > p")
    expect(notes.first).to_have_text("1A00, 2020. On thing 0 of all")
    expect(view.locator(".side-notes")).to_have_attribute("aria-hidden", "true")
    boxes = [note.bounding_box() for note in notes.all()]
    for above, below in pairwise(boxes):
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] <= below["y"]
    number = view.locator("a.source-number").first.bounding_box()
    contents = view.locator(".toc-drawer").bounding_box()
    assert number is not None
    assert contents is not None
    assert boxes[0] is not None
    assert abs(boxes[0]["y"] - number["y"]) < 24
    assert boxes[0]["x"] + boxes[0]["width"] <= contents["x"]
    view.emulate_media(media="print")
    expect(view.locator(".side-notes")).to_be_hidden()
    view.emulate_media(media="screen")
    view.set_viewport_size({"width": 1366, "height": 900})
    expect(view.locator(".side-notes")).to_have_count(0)
    view.close()


@pytest.mark.browser
def test_numbers_can_be_hit_and_show_their_source(site: Output, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": 390, "height": 800})
    view.goto((site.out / "one.html").as_uri())
    links = view.locator("section > p a.source-number")
    for link in links.all():
        box = link.evaluate("a => a.getBoundingClientRect().height")
        assert box >= 24
    links.first.focus()
    expect(view.locator("#preview:popover-open")).to_contain_text("Anna Abel")
    view.close()


@pytest.mark.browser
def test_the_list_is_folded_on_screen_and_open_in_print(site: Output, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": 1366, "height": 900})
    view.goto((site.out / "one.html").as_uri())
    entry = view.locator("details.page-sources li").first
    expect(entry).to_be_hidden()
    view.emulate_media(media="print")
    expect(entry).to_be_visible()
    view.close()


def test_a_source_that_is_added_changes_the_numbers_of_other_pages(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    root = write_root(FILES, NUMBERS)
    build(root)
    more = "@misc{first, author = {Aaron Aa}, title = {First}, year = 2019}\n"
    (root / "all.bib").write_text(FILES["all.bib"] + more, encoding="utf-8")
    built = build(root)
    first = page(built, "one.html").select_one("a.source-number[href$=sun]")
    assert first is not None
    assert re.fullmatch("2", first.get_text())
