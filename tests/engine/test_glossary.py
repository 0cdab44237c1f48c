"""Entries with ids of their own, labels for all that is permanent, and what is retired."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sphinx_briefing.commands.build import PublishError, build, publish
from sphinx_briefing.commands.folders import layout
from tests.engine.history import inventory
from tests.engine.test_incremental import EXCLUDE, clean_site, differences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Built

CLAIM = """- id: {id}
  home: one
  kind: fact
  attributed_to: them
  restatement: Something like {id} is so.
  verdict: nuanced
"""
GLOSSARY = """# Glossary

:::{entry} Open weights
:id: open-weights
:aliases: open-weight model; 开源
:related: c-plus-plus

Weights for all.
:::

:::{entry} naïve Bayes
:id: naive-bayes

A method.
:::

:::{entry} C++
:id: c-plus-plus
:aliases: Cpp

A language.
:::

:::{entry} 开放
:id: kaifang

Open.
:::

:::{entry} C
:id: c-language
:retired: 2026-11-24
:successor: c-plus-plus

An older language.
:::
"""
ONE = """# One

## Told

{claim}`C01` {term}`C++`, {term}`cpp`, {term}`开源`, {term}`Naïve Bayes`.

## Shown

:::{slide} First
:name: first

One. {claim}`C01`
:::

Said of the first.

:::{retired-slide} old
:date: 2026-11-24
:successor: first

It was *wrong*.
:::

Said of the first, too.

## More

:::{slide} Second
:name: second
:audience: technical

Two.
:::

{ref}`c01`, {ref}`slide-first`, {ref}`slide-gone`, {ref}`deck-talk`, {ref}`open-weights`,
{slide}`old`, {claim}`C01`.

:::{retired-slide} gone
:date: 2026-11-24

No need.
:::
"""
ROOT = {
    "index.md": "# Front\n\n```{toctree}\nglossary\nclaims\none\nslides/talk\nslides/past\n```\n",
    "glossary.md": GLOSSARY,
    "claims.md": "# Claims\n\n```{claim-register}\n```\n\n## Where\n\n```{claim-coverage}\n```\n",
    "claims.yaml": CLAIM.format(id="C01")
    + CLAIM.format(id="C02")
    + "  retired: 2026-11-24\n  successor: C01\n",
    "one.md": ONE,
    "slides/talk.md": "# The talk\n\n:::{deck} Talk\n:minutes: 60\n:::\n",
    "slides/past.md": "# A past talk\n\n:::{deck} Past talk\n:retired: 2026-11-24\n"
    ":successor: talk\n\nNobody came.\n:::\n",
}
CONF = 'briefing_claims, briefing_full_deck = "claims.yaml", "talk"\n' + EXCLUDE


@pytest.fixture
def root(write_root: Callable[..., Path]) -> Path:
    """The root with everything in it."""
    return write_root(ROOT, CONF)


def changed(root: Path, name: str, *pairs: tuple[str, str]) -> None:
    """Replace texts in a file."""
    text = (root / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    (root / name).write_text(text, encoding="utf-8")


def page_of(built: Built, name: str) -> BeautifulSoup:
    """A page of the output."""
    return BeautifulSoup(built.read(name), "html.parser")


# -- names and anchors ----------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_inventory_has_every_name(root: Path, build: Callable[..., Built], builder: str) -> None:
    built = build(root, builder)
    assert built.warnings == ""
    end = "/" if builder == "dirhtml" else ".html"
    rows = inventory(built.out)
    expected = {
        ("std:term", "Open weights"): f"glossary{end}#open-weights",
        ("std:term", "open-weight model"): f"glossary{end}#open-weights",
        ("std:term", "开源"): f"glossary{end}#open-weights",
        ("std:term", "naïve Bayes"): f"glossary{end}#naive-bayes",
        ("std:term", "C++"): f"glossary{end}#c-plus-plus",
        ("std:term", "Cpp"): f"glossary{end}#c-plus-plus",
        ("std:term", "开放"): f"glossary{end}#kaifang",
        ("std:term", "C"): f"glossary{end}#c-language",
        ("std:label", "open-weights"): f"glossary{end}#open-weights",
        ("std:label", "kaifang"): f"glossary{end}#kaifang",
        ("std:label", "c01"): f"claims{end}#c01",
        ("std:label", "c02"): f"claims{end}#c02",
        ("std:label", "slide-first"): f"one{end}#slide-first",
        ("std:label", "slide-old"): f"one{end}#slide-old",
        ("std:label", "slide-gone"): f"one{end}#slide-gone",
        ("std:label", "deck-talk"): f"slides/talk{end}#deck-talk",
        ("std:label", "deck-past"): f"slides/past{end}#deck-past",
        ("briefing:slide", "old"): f"one{end}#slide-old",
        ("briefing:claim", "C02"): f"claims{end}#c02",
        ("briefing:deck", "past"): f"slides/past{end}",
    }
    assert {key: rows.get(key, "").rstrip("#") for key in expected} == expected
    for address in expected.values():
        page, _, anchor = address.partition("#")
        name = page + "index.html" if builder == "dirhtml" else page
        assert not anchor or len(page_of(built, name).find_all(id=anchor)) == 1, address


def test_references_by_label(root: Path, build: Callable[..., Built]) -> None:
    page = page_of(build(root), "one.html")
    links = {a.get_text(): a["href"] for a in page.select("#more p > a.reference")}
    assert links["C01"] == "claims.html#c01"
    assert links["First"] == "#slide-first"
    assert links["gone (retired)"] == "#slide-gone"
    assert links["Talk"] == "slides/talk.html#deck-talk"
    assert links["Open weights"] == "glossary.html#open-weights"
    assert links["old (retired)"] == "#slide-old"


def test_links_to_terms(root: Path, build: Callable[..., Built]) -> None:
    page = page_of(build(root), "one.html")
    links = {a.get_text(): a["href"] for a in page.select("#told a.reference")}
    assert links["cpp"] == links["C++"] == "glossary.html#c-plus-plus"
    assert links["开源"] == "glossary.html#open-weights"
    assert links["Naïve Bayes"] == "glossary.html#naive-bayes"


def test_entries_stand_by_letter_and_foreign_ones_last(
    root: Path, build: Callable[..., Built]
) -> None:
    page = page_of(build(root), "glossary.html")
    order = [term["id"] for term in page.select("dl.glossary dt")]
    assert order == ["c-language", "c-plus-plus", "naive-bayes", "open-weights", "kaifang"]
    headings = [section["id"] for section in page.select("section[id^=letter-]")]
    assert headings == ["letter-c", "letter-n", "letter-o", "letter-other"]


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_an_entry_says_where_it_is_used(
    root: Path, build: Callable[..., Built], builder: str
) -> None:
    changed(root, "one.md", ("One. {claim}`C01`", "One, {term}`C++`. {claim}`C01`"))
    changed(root, "index.md", ("one\n", "one\nahead\n"))
    (root / "ahead.md").write_text("# Ahead\n\n## Later\n\n{term}`C++`.\n")
    with (root / "conf.py").open("a") as conf:
        conf.write("\nlatex_documents = [('glossary', 'g.tex', 'G', '', '')]\n")
    name = {"html": "glossary.html", "text": "glossary.txt", "latex": "g.tex"}[builder]
    written = build(root, builder).read(name)
    text = " ".join(BeautifulSoup(written, "html.parser").get_text().split())
    assert len(re.findall("One: Told", text)) == 3, text  # C++, naive Bayes, open weights
    assert len(re.findall("One: Told.{0,20}; .{0,60}Ahead: Later", text)) == 1, text  # as read
    assert len(re.findall("On slides “?.*First", text)) == 1, text


def test_a_search_finds_an_entry_by_its_names_and_not_by_where_it_is_used(
    root: Path, build: Callable[..., Built]
) -> None:
    index = build(root).read("searchindex.js").removeprefix("Search.setIndex(").rstrip(")")
    data = json.loads(index)
    glossary = data["docnames"].index("glossary")

    def finds(word: str) -> bool:
        found = data["terms"].get(word, [])
        return glossary in (found if isinstance(found, list) else [found])

    assert finds("cpp")
    assert finds("weight")
    assert not finds("told")


def test_decomposed_accents_are_joined(root: Path, build: Callable[..., Built]) -> None:
    changed(root, "glossary.md", ("naïve", "nai\u0308ve"))
    built = build(root)
    assert built.warnings == ""
    assert ("std:term", "naïve Bayes") in inventory(built.out)


# -- mistakes -------------------------------------------------------------------------------------

LAST = "\n:::{{entry}} {}\n:id: {}\n{}\n{}\n:::\n"
MISTAKES = {
    "no id": ("glossary.md", LAST.format("X", "", "", "Text."), "its :id: is ''"),
    "capitals": ("glossary.md", LAST.format("X", "Xy", "", "Text."), "its :id: is 'Xy': write"),
    "no definition": ("glossary.md", LAST.format("X", "x", "", ""), "it has no definition"),
    "bad date": (
        "glossary.md",
        LAST.format("X", "x", ":retired: 2026-13-01\n", "T."),
        "`retired` is '2026-13-01': write a date",
    ),
    "no date": ("glossary.md", LAST.format("X", "x", ":retired:\n", "T."), "`retired` is ''"),
    "successor alone": (
        "glossary.md",
        LAST.format("X", "x", ":successor: c-plus-plus\n", "T."),
        "the entry 'X': only what is retired has a `successor`",
    ),
    "unknown successor": (
        "glossary.md",
        LAST.format("X", "x", ":retired: 2026-11-24\n:successor: y\n", "T."),
        "the entry 'X': its `successor` 'y' is the id of nothing of its kind",
    ),
    "successor of itself": (
        "glossary.md",
        LAST.format("X", "x", ":retired: 2026-11-24\n:successor: x\n", "T."),
        "the entry 'X': its `successor` is itself",
    ),
    "unknown related": (
        "glossary.md",
        LAST.format("X", "x", ":related: y\n", "T."),
        "the entry 'X': :related: names 'y', which is the id of no entry",
    ),
    "aliases by commas": (
        "glossary.md",
        LAST.format("X", "x", ":aliases: Xs, the  X\n", "Text."),
        (
            "the entry 'X': its :aliases: have a comma and no semicolon: write 'Xs; the X' for "
            "several, and 'Xs, the X;' for one name with a comma"
        ),
    ),
    "same id on the page": (
        "glossary.md",
        LAST.format("X", "kaifang", "", "Text."),
        "the entry 'X': the id 'kaifang' is already used on this page",
    ),
    "a heading above has the id": (
        "glossary.md",
        "\n## Some words\n" + LAST.format("X", "some-words", "", "Text."),
        (
            "the entry 'X': the id 'some-words' is already used on this page, by another entry "
            "or a heading"
        ),
    ),
    "same id on another page": (
        "one.md",
        LAST.format("X", "kaifang", "", "Text."),
        "the entry 'X': its id 'kaifang' is that of '开放'",
    ),
    "same name": (
        "glossary.md",
        LAST.format("X", "x", ":aliases: CPP\n", "Text."),
        "the entry 'X': its name 'CPP' is also one of 'C++': a name can lead to one entry only",
    ),
    "same name on another page": (
        "one.md",
        LAST.format("open WEIGHTS", "x", "", "Text."),
        "the entry 'open WEIGHTS': its name 'open WEIGHTS' is also one of 'Open weights'",
    ),
    "name is an id": (
        "glossary.md",
        LAST.format("X", "x", ":aliases: kaifang\n", "Text."),
        "the entry 'X': its name 'kaifang' is the id of '开放': only that can bear it",
    ),
    "name in a stock glossary": (
        "one.md",
        "\n```{glossary}\ncpp\n  Another.\n```\n",
        "the entry 'C++': its name 'Cpp' is also a term of a {glossary} in one.md",
    ),
    "a label": (
        "one.md",
        "\n(kaifang)=\n## Other\n",
        "the entry '开放': its label 'kaifang' is also a label in one.md: rename the label there",
    ),
    "Sphinx's label": (
        "glossary.md",
        LAST.format("X", "genindex", "", "Text."),
        "the entry 'X': its label 'genindex' is also one of Sphinx's own: choose another id",
    ),
    "a claim's label": (
        "glossary.md",
        LAST.format("X", "c02", "", "Text."),
        "the claim 'C02': its label 'c02' is also that of the entry 'X'",
    ),
    "a slide's label": (
        "glossary.md",
        LAST.format("X", "slide-first", "", "Text."),
        "the slide 'first': its label 'slide-first' is also that of the entry 'X'",
    ),
    "a deck's label": (
        "glossary.md",
        LAST.format("X", "deck-talk", "", "Text."),
        "the deck 'talk': its label 'deck-talk' is also that of the entry 'X'",
    ),
    "a letter's id": (
        "glossary.md",
        LAST.format("X", "letter-c", "", "Text."),
        "ids such as 'letter-c' are kept for what has no name",
    ),
    "a numbered id": ("glossary.md", LAST.format("X", "id3", "", "Text."), "ids such as 'id3'"),
    "inside another block": (
        "glossary.md",
        "\n::::{note}\n" + LAST.format("X", "x", "", "Text.") + "::::\n",
        "the entry 'X' stands inside another block: put it directly below a heading",
    ),
    "retired term in use": (
        "one.md",
        "\nSee {term}`c`.\n",
        "the term 'C' is retired; use 'C++'",
    ),
    "slide retired and shown": (
        "one.md",
        "\n:::{retired-slide} second\n:date: 2026-11-24\n\nNo.\n:::\n",
        "the slide id 'second' is already used in one.md, line 28",
    ),
    "slide retired twice": (
        "glossary.md",
        "\n:::{retired-slide} gone\n:date: 2026-11-24\n\nNo.\n:::\n",
        "the slide id 'gone' is already used in glossary.md, line ",
    ),
    "retired slide without date": (
        "one.md",
        "\n:::{retired-slide} s3\n\nNo.\n:::\n",
        "the slide 's3': `retired` is '': write a date",
    ),
    "retired slide without reason": (
        "one.md",
        "\n:::{retired-slide} s3\n:date: 2026-11-24\n:::\n",
        "the slide 's3': it does not say why",
    ),
    "retired slide with a bad id": (
        "one.md",
        "\n:::{retired-slide} S_3\n:date: 2026-11-24\n\nNo.\n:::\n",
        "has no usable id ('S_3')",
    ),
    "retired slide without a way on": (
        "one.md",
        "\n:::{retired-slide} s3\n:date: 2026-11-24\n:successor: gone\n\nNo.\n:::\n",
        "the slide 's3': its `successor` 'gone' leads to none still in use",
    ),
    "retired claim in use": (
        "one.md",
        "\nSo it is {claim}`C02`.\n",
        "the claim C02: it is retired, but still marked in one.md: take the mark out, or mark C01",
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
@pytest.mark.parametrize("jobs", [1, 2])
def test_mistake_is_reported_once_with_its_place(
    root: Path, build: Callable[..., Built], what: str, jobs: int
) -> None:
    name, text, says = MISTAKES[what]
    (root / name).write_text(ROOT[name] + text, encoding="utf-8")
    warnings = build(root, parallel=jobs).warnings
    lines = [line for line in warnings.splitlines() if "WARNING" in line]
    found = [line for line in lines if says in line]
    assert len(found) == 1, warnings
    assert lines == found, "the mistake is reported in more than one way"
    assert any(f"{file}:" in found[0].partition(" WARNING")[0] for file in ROOT), found[0]
    assert found[0].partition(": WARNING")[0].rpartition(":")[2].isdigit(), found[0]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ("retired: 2026-13-01", "claims.yaml:13: C02, retired: `retired` is '2026-13-01': write a"),
        ("successor: C01", "claims.yaml:13: C02, successor: only what is retired has a"),
        (
            "retired: 2026-11-24\n  successor: C09",
            "14: C02, successor: its `successor` 'C09' is the id",
        ),
        ("retired: 2026-11-24\n  successor: C02", "14: C02, successor: its `successor` is itself"),
    ],
)
def test_claim_retired_wrongly(root: Path, tmp_path: Path, fields: str, says: str) -> None:
    text = CLAIM.format(id="C01") + CLAIM.format(id="C02") + f"  {fields}\n"
    (root / "claims.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PublishError) as error:
        build(root, "html", tmp_path / "html", tmp_path / "doctrees", jobs=1)
    assert str(error.value).count(says) == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (":retired: yesterday", "`retired` is 'yesterday': write a date"),
        (":minutes: 60\n:successor: talk", "only what is retired has a `successor`"),
        (":retired: 2026-11-24\n:successor: past", "its `successor` is itself"),
        (":retired: 2026-11-24\n:successor: nix", "no deck is named 'nix'"),
    ],
)
def test_deck_retired_wrongly(
    root: Path, build: Callable[..., Built], options: str, says: str
) -> None:
    changed(root, "slides/past.md", (":retired: 2026-11-24\n:successor: talk", options))
    assert build(root).warnings.count(says) == 1


# -- what is retired ------------------------------------------------------------------------------


def test_retired_entry_explains(root: Path, build: Callable[..., Built]) -> None:
    term = page_of(build(root), "glossary.html").find(id="c-language")
    assert term is not None
    definition = term.find_next_sibling("dd")
    assert definition is not None
    text = definition.get_text()
    assert "Retired on 2026-11-24" in text
    assert "Use instead: C++" in text


def test_retired_claim_explains_and_is_asked_for_nowhere(
    root: Path, build: Callable[..., Built]
) -> None:
    built = build(root)
    assert built.warnings == ""
    page = page_of(built, "claims.html")
    entry = page.find(id="c02")
    assert entry is not None
    said = entry.select_one(".claim-retired")
    assert said is not None
    assert said.get_text().startswith("Retired on 2026-11-24")
    link = said.find("a")
    assert link is not None
    assert link["href"] == "#c01"
    assert "Claims: 1. The" in page.get_text()  # the table leaves it out


def test_retired_slide_explains_in_its_chapter_and_is_not_spoken(
    root: Path, build: Callable[..., Built]
) -> None:
    page = page_of(build(root), "one.html")
    old, gone = page.find(id="slide-old"), page.find(id="slide-gone")
    assert old is not None
    assert gone is not None
    assert "The slide “old” was retired on 2026-11-24. In its place: “First”." in old.get_text()
    assert "It was wrong." in old.get_text()
    assert [a["href"] for a in old.find_all("a")] == ["#slide-first"]
    assert "The slide “gone” was retired on 2026-11-24.\n" in gone.get_text()
    notes = page_of(build(root, "revealjs"), "talk.html").select("section#first aside.notes")
    assert "Said of the first, too." in notes[0].get_text()
    assert "wrong" not in notes[0].get_text()


def test_deck_knows_where_slides_have_gone(root: Path, build: Callable[..., Built]) -> None:
    built = build(root, "revealjs")
    assert built.warnings == ""
    elsewhere = {
        name: json.loads(str(page_of(built, f"{name}.html").select("main")[0]["data-elsewhere"]))
        for name in ("talk", "past")
    }
    assert elsewhere == {
        "talk": {
            "old": "#/first",
            "gone": "../one.html#slide-gone",
            "second": "../one.html#slide-second",
        },
        "past": {},
    }


def test_retired_deck_keeps_page_and_presentation(root: Path, build: Callable[..., Built]) -> None:
    page = page_of(build(root), "slides/past.html")
    assert "This deck was retired on 2026-11-24. In its place: “Talk”." in page.get_text()
    assert "Nobody came." in page.get_text()
    assert page.select(".deck-retired a")[0]["href"] == "talk.html"
    assert page.select(".deck-start") == []
    deck = page_of(build(root, "revealjs"), "past.html")
    assert len(deck.select(".slides > section")) == 1
    assert "retired on 2026-11-24" in deck.select("section")[0].get_text()
    assert deck.select(".deck-retired a")[0]["href"] == "talk.html"


@pytest.mark.parametrize(
    "builder",
    ["singlehtml", "epub", "text", "latex", "man", "texinfo", "xml", "gettext", "linkcheck"],
)
def test_every_builder_has_what_is_retired(
    root: Path, build: Callable[..., Built], builder: str
) -> None:
    (root / "one.md").write_text(ONE.replace("{slide}`old`, ", ""), encoding="utf-8")
    built = build(root, builder)
    warnings = [line for line in built.warnings.splitlines() if "WARNING: conf" not in line]
    assert [line for line in warnings if "unknown node" in line or "retired" in line] == []
    if builder in {"text", "xml", "gettext"}:
        end = {"text": "txt", "xml": "xml", "gettext": "pot"}[builder]
        assert "Nobody came." in built.read(f"slides/past.{end}" if end != "pot" else "slides.pot")


def test_address_of_a_retired_slide_in_a_deck_leads_on(root: Path, browser: Browser) -> None:
    base = publish(root, jobs=1).site.as_uri()
    page = browser.new_page()
    page.goto(f"{base}/present/talk.html#/old")
    page.wait_for_selector("html.deck-ready")
    assert page.evaluate("Reveal.getCurrentSlide().id") == "first"
    page.goto(f"{base}/present/talk.html#/gone")
    page.wait_for_url("**/one.html#slide-gone")
    assert "No need." in page.locator("#slide-gone").inner_text()
    page.goto(f"{base}/present/past.html#/first")
    page.wait_for_selector("html.deck-ready")
    assert "retired on 2026-11-24" in page.locator("section.present").inner_text()
    page.close()


# -- building again -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("glossary.md", "{entry} Open weights", "{entry} Weights that are open"),
        ("glossary.md", ":aliases: Cpp", ":aliases: Cpp; CXX"),
        ("glossary.md", ":retired: 2026-11-24", ":retired: 2026-11-25"),
        ("one.md", ":successor: first", ":successor: second"),
        ("one.md", ":::{slide} First", ":::{slide} Foremost"),
        ("claims.yaml", "  retired: 2026-11-24", "  retired: 2026-11-25"),
        ("slides/talk.md", "{deck} Talk", "{deck} The great talk"),
    ],
)
def test_build_after_an_edit_is_a_clean_build(root: Path, name: str, old: str, new: str) -> None:
    publish(root, jobs=1)
    changed(root, name, (old, new))
    again = publish(root, jobs=1).site
    assert differences(again, clean_site(root)) == []


def test_parallel_build_is_the_serial_one(root: Path) -> None:
    serial = publish(root, jobs=1).site
    assert layout(root, presenter=False).site == serial
    assert differences(serial, clean_site(root, jobs=4)) == []


def test_a_name_with_a_comma_ends_with_a_semicolon(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    text = "# Glossary\n\n:::{entry} AI Act\n:id: ai-act\n:aliases: Act, the;\n\nA law.\n:::\n"
    built = build(write_root({"index.md": text}))
    assert built.warnings == ""
    assert {name for kind, name in inventory(built.out) if kind == "std:term"} == {
        "AI Act",
        "Act, the",
    }
