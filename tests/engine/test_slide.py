"""``{slide}`` and ``{notes}``: the "In brief" box in the docs, and the author's mistakes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences
from sphinx.util.inventory import InventoryFile

from tests.conftest import CONF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bs4 import Tag

    from tests.conftest import Built

INDEX = """
# Front

```{toctree}
:glob:

chapters/*
slides/*
```
"""
DECK = "# Page of the {0}\n\n:::{{deck}} The {0}\n:audience: technical\n:minutes: 200\n:::\n"
SOUND = "# Sound chapter\n\n## Sound section\n\n:::{slide} Sound\nBody.\n:::\n"
DECKS = {"slides/talk.md": DECK.format("talk"), "slides/tour.md": DECK.format("tour")}


def one_chapter(text: str, **files: str) -> dict[str, str]:
    """A root with two decks, a sound chapter and the one to examine."""
    return {
        "index.md": INDEX,
        "chapters/one.md": text,
        "chapters/sound.md": SOUND,
        **DECKS,
        **{name.replace("__", "/") + ".md": content for name, content in files.items()},
    }


def boxes(built: Built, page: str = "chapters/one.html") -> list[Tag]:
    """The "In brief" boxes of a page."""
    return BeautifulSoup(built.read(page), "html5lib").select(".admonition.in-brief")


# -- the box ------------------------------------------------------------------------------------

CHAPTER = """
# Chapter

## Open weights *help*

:::{slide} Weights **travel** far
:name: travel
:audience: technical

A body with **bold**, *italic* and a [link](sound.md).

- first
- second

```{notes}
Murmured aside.
```
:::

The prose for the reader.

## Headed by its section

:::{slide}
:audience: executive

Only this.
:::
"""


def test_box_shows_headline_and_body_but_no_notes(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(one_chapter(CHAPTER)))
    box = boxes(built)[0]
    assert built.warnings == ""
    assert box["id"] == "slide-travel"
    assert box.select_one(".admonition-title").get_text() == "In brief"
    assert box.select_one(".in-brief-headline").get_text() == "Weights travel far"
    assert "A body with bold, italic and a link." in box.get_text()
    assert "Murmured" not in built.read("chapters/one.html")
    assert "The prose for the reader." not in box.get_text()


def test_box_keeps_formatting(write_root: Callable[..., Path], build: Callable[..., Built]) -> None:
    box = boxes(build(write_root(one_chapter(CHAPTER))))[0]
    assert "Weights <strong>travel</strong> far" in str(box.select_one(".in-brief-headline"))
    body = str(box)
    assert "<strong>bold</strong>" in body
    assert "<em>italic</em>" in body
    assert [item.get_text(strip=True) for item in box.select("li")] == ["first", "second"]
    assert box.select_one("a[href='sound.html']").get_text() == "link"


def test_box_repeats_no_headline_that_is_the_sections_heading(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    box = boxes(build(write_root(one_chapter(CHAPTER))))[1]
    assert box["id"] == "slide-headed-by-its-section"
    assert box.select(".in-brief-headline") == []
    assert box.find_parent("section").find("h2").get_text().startswith("Headed by its section")


def test_box_links_to_its_slide_in_each_deck_that_shows_it(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    first, second = boxes(build(write_root(one_chapter(CHAPTER))))
    links = {a.get_text(): a["href"] for a in first.select(".in-brief-decks a")}
    assert links == {
        "Page of the talk": "../present/talk.html#/travel",
        "Page of the tour": "../present/tour.html#/travel",
    }
    assert second.select(".in-brief-decks") == []  # no deck is for executives


@pytest.mark.parametrize(
    ("argument", "options", "slide_id"),
    [
        ("", "", "the-section"),
        ("A *fine* Headline!", "", "a-fine-headline"),
        ("Any", ":name: c41-b", "c41-b"),
        ("", ":name: mine", "mine"),
        ("开源模型", ":name: open-models", "open-models"),
    ],
)
def test_id_comes_from_name_or_title(
    write_root: Callable[..., Path],
    build: Callable[..., Built],
    argument: str,
    options: str,
    slide_id: str,
) -> None:
    text = f"# C\n\n## The section\n\n:::{{slide}} {argument}\n{options}\n\nBody.\n:::\n"
    built = build(write_root(one_chapter(text)))
    assert built.warnings == ""
    assert [box["id"] for box in boxes(built)] == [f"slide-{slide_id}"]


def test_label_before_a_slide_stays_a_target(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = "# C\n\n[there](#lab)\n\n## S\n\n(lab)=\n:::{slide} Head\nBody.\n:::\n"
    built = build(write_root(one_chapter(text)))
    page = BeautifulSoup(built.read("chapters/one.html"), "html5lib")
    assert built.warnings == ""
    assert page.find("a", string="there")["href"] == "#lab"
    assert page.select_one("#lab") is not None
    assert page.select_one("#slide-head") is not None


@pytest.mark.parametrize(
    ("role", "text", "href"),
    [
        ("{slide}`travel`", "Weights travel far", "one.html#slide-travel"),
        ("{slide}`this one <travel>`", "this one", "one.html#slide-travel"),
        ("{briefing:slide}`travel`", "Weights travel far", "one.html#slide-travel"),
        ("{any}`travel`", "Weights travel far", "one.html#slide-travel"),
        ("{deck}`talk`", "The talk", "../slides/talk.html"),
        ("{present}`talk`", "The talk", "../present/talk.html"),
    ],
)
def test_references(
    write_root: Callable[..., Path], build: Callable[..., Built], role: str, text: str, href: str
) -> None:
    root = write_root(one_chapter(CHAPTER, chapters__two=f"# Two\n\nSee {role}.\n"))
    built = build(root)
    page = BeautifulSoup(built.read("chapters/two.html"), "html5lib")
    link = page.select_one("article p a.reference")
    assert built.warnings == ""
    assert (link.get_text(), link["href"]) == (text, href)


def test_slides_and_decks_are_in_the_inventory(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(one_chapter(CHAPTER)))
    inventory = InventoryFile.loads((built.out / "objects.inv").read_bytes(), uri="").data
    assert inventory["briefing:slide"]["travel"].uri == "chapters/one.html#slide-travel"
    assert set(inventory["briefing:deck"]) == {"talk", "tour"}


# -- mistakes -----------------------------------------------------------------------------------


class Mistake(NamedTuple):
    """What an author did, and how it must be reported."""

    text: str  # of the document NAME
    line: int
    words: str  # part of the message
    sound: str = ""  # a document read before NAME, with which the mistake is one
    in_decks: bool = True  # whether a deck shows it


def slide(body: str = "Body.", *, options: str = "") -> str:
    """A chapter with one slide; its directive stands on line 5, its body on line 8."""
    return f"# C\n\n## S\n\n:::{{slide}} Head NAME\n{options}\n\n{body}\n:::\n\nProse.\n"


TWO_OF_AN_ID = ":::{slide} A\n:name: NAME\nBody.\n:::\n"
DANGLING = {
    "slide": "no slide has the id 'nowhere'",
    "deck": "no deck is named 'nowhere'",
    "term": "term not in glossary: 'nowhere'",
    "ref": "undefined label: 'nowhere'",
    "doc": "unknown document: 'nowhere'",
}

MISTAKES = {
    "unknown-audience": Mistake(
        slide(options=":audience: technical bosses"),
        5,
        "unknown audience 'bosses': use executive or technical",
    ),
    "id-twice-in-a-file": Mistake(
        f"# C\n\n## S\n\n{TWO_OF_AN_ID}\n## T\n\n{TWO_OF_AN_ID}",
        12,
        "the slide id 'id-twice-in-a-file' is already used in chapters/id-twice-in-a-file.md, "
        "line 5",
    ),
    "id-twice-in-two-files": Mistake(
        f"# T\n\n{TWO_OF_AN_ID}",
        3,
        "the slide id 'id-twice-in-two-files' is already used in "
        "chapters/an-id-twice-in-two-files.md, line 5",
        f"# C\n\n## S\n\n{TWO_OF_AN_ID}",
    ),
    "heading-without-latin-letters": Mistake(
        "# C\n\n## 开源\n\n:::{slide}\nBody.\n:::\n", 5, "has no usable id"
    ),
    "id-with-capitals": Mistake(slide(options=":name: Wrong_Id"), 5, "give it a :name:"),
    "id-of-the-title-slide": Mistake(slide(options=":name: deck-title"), 5, "has no usable id"),
    "outside-a-section": Mistake(
        ":::{slide} Head NAME\nBody.\n:::\n\n# C\n\nText.\n", 1, "a slide stands outside a section"
    ),
    "in-a-list": Mistake(
        "# C\n\n## S\n\n- item\n\n  :::{slide} Head NAME\n  Body.\n  :::\n",
        7,
        "a slide stands outside a section",
    ),
    "nested": Mistake(
        "# C\n\n## S\n\n::::{slide} Outer\nBody.\n\n:::{slide} Inner\nBody.\n:::\n::::\n",
        8,
        "a slide stands inside another slide: close the slide of line 5 first",
    ),
    **{
        f"minutes-{number}": Mistake(
            slide(options=f":minutes: {minutes}"), 5, "write minutes as a number above zero"
        )
        for number, minutes in enumerate(("0", "-1", "soon", "1:30", "601", "nan", "inf", '""'))
    },
    "notes-outside-a-slide": Mistake(
        "# C\n\n## S\n\n:::{notes}\nWords.\n:::\n", 5, "a notes block stands outside a slide"
    ),
    "private-notes-outside-a-slide": Mistake(
        "# C\n\n## S\n\n:::{notes}\n:private:\nWords.\n:::\n",
        5,
        "a notes block stands outside a slide",
    ),
    "notes-with-as-short-a-fence": Mistake(
        "# C\n\n## S\n\n:::{slide} Head NAME\nBody.\n\n:::{notes}\nWords.\n:::\n:::\n",
        5,
        "the {slide} ends too early, with the block of line 8, for its fence is not longer than "
        "that one's: begin and end the {slide} with ::::",
    ),
    "code-with-as-short-a-fence": Mistake(
        "# C\n\n## S\n\n```{slide} Head NAME\n```python\npass\n```\n```\n",
        5,
        "with the block of line 6, for its fence is not longer than that one's: begin and end the "
        "{slide} with ````",
    ),
    "block-in-notes-with-as-short-a-fence": Mistake(
        "# C\n\n## S\n\n::::{slide} Head NAME\nBody.\n\n:::{notes}\nA.\n:::{tip}\nB.\n:::\nC.\n"
        ":::\n::::\n",
        8,
        "the {notes} ends too early, with the block of line 10",
    ),
    "in-notes-that-no-deck-shows": Mistake(
        slide("Body.\n\n```{notes}\nSee {slide}`nowhere`.\n```", options=":audience: executive"),
        11,
        DANGLING["slide"],
        in_decks=False,
    ),
    **{
        f"unknown-{role}-{place}": Mistake(text, line, words)
        for role, words in DANGLING.items()
        for place, text, line in (
            ("on-a-slide", slide(f"See {{{role}}}`nowhere`."), 8),
            ("in-notes", slide(f"Body.\n\n```{{notes}}\nSee {{{role}}}`nowhere`.\n```"), 11),
            ("in-prose", slide() + f"\nSee {{{role}}}`nowhere`.\n", 13),
        )
    },
}

LOCATED = re.compile(r"^(?P<file>.+?):(?P<line>\d+): (?:WARNING|ERROR): (?P<words>.*)$", re.DOTALL)

Report = tuple[str, int, str]


def reports(root: Path, warnings: str) -> Iterator[Report]:
    """File, line and words of each message; fails where one is missing."""
    for message in re.split(r"\n(?=/|WARNING|ERROR)", strip_escape_sequences(warnings).strip()):
        located = LOCATED.match(message)
        assert located, f"without file and line: {message}"
        name = located["file"].removeprefix(f"{root}/")
        yield name, int(located["line"]), located["words"]


@pytest.fixture(scope="module", params=["html", "revealjs"])
def reported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[Report]]:
    """What is reported of a root with every mistake, each in a document of its own."""
    root = tmp_path_factory.mktemp("mistakes")
    chapters = {
        f"chapters/{prefix}{name}.md": text.replace("NAME", name)
        for name, mistake in MISTAKES.items()
        for prefix, text in (("", mistake.text), ("an-", mistake.sound))
        if text
    }
    for name, text in {"conf.py": CONF, "index.md": INDEX, **DECKS, **chapters}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    app = SphinxTestApp(request.param, srcdir=root, builddir=root.with_name(f"{root.name}-out"))
    app.build()
    app.cleanup()
    return request.param, list(reports(root, app.warning.getvalue()))


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_reported_once_where_it_is(
    reported: tuple[str, list[Report]], name: str
) -> None:
    builder, found = reported
    mistake = MISTAKES[name]
    found = [report for report in found if report[0] == f"chapters/{name}.md"]
    expected = [mistake.line] if mistake.in_decks or builder == "html" else []
    assert [line for _, line, _ in found] == expected, found
    assert all(mistake.words in words for _, _, words in found)


@pytest.mark.parametrize(
    "text",
    [
        "::::{slide} Head\nBody.\n\n:::{notes}\nWords.\n:::\n::::\n",
        ":::{slide} Head\nBody.\n\n```{notes}\nWords.\n```\n:::\n",
        "::::{slide} Head\nBody.\n\n````\n:::{slide}\n:::{notes}\n:::\n````\n::::\n",
        "- item\n\n::::{slide} Head\n- item\n\n  :::{tip}\n  Body.\n  :::\n::::\n",
    ],
)
def test_a_fence_that_is_long_enough_is_not_reported(
    write_root: Callable[..., Path], build: Callable[..., Built], text: str
) -> None:
    root = write_root(one_chapter(f"# C\n\n## S\n\n{text}\nProse.\n\n## T\n\nMore.\n"))
    assert build(root).warnings == ""


def test_a_fence_that_only_the_outer_one_ends_is_told_where_it_begins(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = "::::{slide} Head\nBody.\n\n:::{notes}\nIts end is left out.\n::::\n"
    warnings = build(write_root(one_chapter(f"# C\n\n## S\n\n{text}\nProse.\n"))).warnings
    assert warnings.count("WARNING") == 1
    assert "one.md:8: WARNING: this block is never closed: end it with a line of :::" in warnings


def test_only_the_mistakes_are_reported(reported: tuple[str, list[Report]]) -> None:
    mistaken = {f"chapters/{name}.md" for name in MISTAKES}
    assert [report for report in reported[1] if report[0] not in mistaken] == []
