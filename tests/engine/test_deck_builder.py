"""The deck builder's HTML: valid, each slide addressable, every link right, nothing fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from tests.conftest import CONF, Built

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag

ANCHORS = "myst_heading_anchors = 2\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8"/></svg>'
ROOT = {
    "index.md": "# Front\n\n```{toctree}\nchapters/one\nchapters/two\nchapters/three\n"
    "glossary\nslides/talk\nslides/short\n```\n",
    "glossary.md": "# Glossary\n\n```{glossary}\nnexus\n: A link.\n```\n",
    "chapters/pic.svg": SVG,
    "chapters/chart.svg": SVG.replace("8", "9"),
    "chapters/data.csv": "a,b\n",
    "chapters/one.md": """(top)=
# Chapter one

## First *point*

(before-slide)=
:::{slide}
:name: first

- A {term}`nexus`, {doc}`two`, {doc}`/chapters/three`, {ref}`top`
- Slides {slide}`second` and {slide}`elsewhere <executives>`
- [label](#deep), [own](#before-slide), [file](two.md), [part](two.md#part), {download}`data.csv`
- Said once[^a]

![A picture](pic.svg)

```{figure} chart.svg
:name: the-chart
:alt: A chart

Caption of the chart
```

```{table} Caption of the table
| a | b |
|---|---|
| 1 | 2 |
```

```{code-block} python
:caption: Caption of the code

print("hello")
```

```{note}
Mind this.
```

```{notes}
Say **this**, see [the site](https://example.org/) and {doc}`two`:

1. one
2. two
```
:::

Prose *after* the slide, with {ref}`a place <deep>` and a {term}`nexus`.

(deep)=
### Deeper

Nested prose.

#### Deepest

Last of it.

## Two slides in one section

:::{slide} Second
Body two.
:::

Between the slides.

:::{slide} Third
Body three[^a].
:::

After the third, again[^a].

### Subsection with a slide of its own

:::{slide} Fourth
Body four.
:::

Prose four.

[^a]: The footnote's text.
""",
    "chapters/two.md": """# Chapter two

## Part

:::{slide} Executives
:audience: executive

Body.
:::
""",
    "chapters/three.rst": """
Chapter three
=============

.. _rst-label:

Part in RST
-----------

.. slide:: An *RST* headline
   :name: rst
   :minutes: 2

   A :term:`nexus`, :doc:`one`, :slide:`second`, :ref:`rst-label`, `inner`_ [#f]_.

   .. notes::

      Say ``this``.

Prose in RST.

.. _inner:

.. [#f] A footnote in RST.
""",
    "slides/talk.md": """# The page

:::::{deck} The *talk* & more
:audience: technical
:minutes: 60

Subtitle with {doc}`/chapters/one` and {slide}`second`.

::::{notes}
Welcome **everyone**.
::::
:::::
""",
    "slides/short.md": "# Short\n\n:::{deck}\n:audience: executive\n:minutes: 60\n"
    ":chapters: /chapters/two\n:::\n",
}


class Deck:
    """A built deck."""

    def __init__(self, built: Built, name: str = "talk.html") -> None:
        self.built = built
        self.text = built.read(name)
        self.page = BeautifulSoup(self.text, "html5lib")
        self.slides: dict[str, Tag] = {s["id"]: s for s in self.page.select(".slides > section")}

    def part(self, slide_id: str, selector: str) -> Tag:
        """One part of a slide."""
        (found,) = self.slides[slide_id].select(selector)
        return found

    def links(self, slide_id: str, selector: str = ".slide-body") -> dict[str, str]:
        """Links of a part by their text."""
        return {a.get_text(): a["href"] for a in self.part(slide_id, selector).select("a[href]")}


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    """The deck of the whole root, built once: the tests only look at it."""
    root = tmp_path_factory.mktemp("deck") / "root"
    for name, text in {"conf.py": CONF + ANCHORS, **ROOT}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    app = SphinxTestApp("revealjs", srcdir=root, builddir=root.with_name("out"))
    app.build()
    app.cleanup()
    return Deck(Built(app, Path(app.outdir), app.warning.getvalue()))


def test_no_warning(deck: Deck) -> None:
    assert deck.built.warnings == ""


@pytest.mark.parametrize("name", ["talk.html", "short.html"])
def test_html_has_no_parse_error(deck: Deck, name: str) -> None:
    parser = html5lib.HTMLParser()
    parser.parse((deck.built.out / name).read_bytes())
    assert parser.errors == []


def test_each_slide_is_one_section_with_id_and_heading(deck: Deck) -> None:
    assert list(deck.slides) == [
        "deck-title", "first", "second", "third", "fourth", "rst",
    ]  # fmt: skip
    assert len(deck.page.select("section")) == len(deck.slides)
    headings = [s.select("h1, h2, h3, h4, h5, h6") for s in deck.slides.values()]
    assert [[h.name for h in found] for found in headings] == [["h1"], *[["h2"]] * 5]
    assert [found[0].decode_contents() for found in headings] == [
        "The *talk* &amp; more", "First <em>point</em>", "Second", "Third", "Fourth",
        "An <em>RST</em> headline",
    ]  # fmt: skip


def test_only_deck_pages_are_written(deck: Deck) -> None:
    assert {p.name for p in deck.built.out.rglob("*.html")} == {"talk.html", "short.html"}
    assert not (deck.built.out / "objects.inv").exists()
    assert not (deck.built.out / "searchindex.js").exists()


def test_ids_are_unique(deck: Deck) -> None:
    ids = [element["id"] for element in deck.page.select("[id]")]
    assert sorted({i for i in ids if ids.count(i) > 1}) == []


def test_notes_keep_links_bold_and_lists(deck: Deck) -> None:
    notes = deck.part("first", "aside.notes")
    assert "Say <strong>this</strong>" in str(notes)
    assert [li.get_text(strip=True) for li in notes.select("ol > li")] == ["one", "two"]
    links = deck.links("first", "aside.notes")
    assert links["the site"] == "https://example.org/"
    assert links["Chapter two"] == "../chapters/two.html"
    assert notes.select_one("em").get_text() == "after"
    assert deck.part("deck-title", "aside.notes").select_one("strong").get_text() == "everyone"
    assert deck.part("rst", "aside.notes").select_one("code").get_text() == "this"


def test_prose_joins_the_notes_up_to_the_next_slide(deck: Deck) -> None:
    said = {i: s.select_one("aside.notes").get_text(" ") for i, s in deck.slides.items()}
    first = ["Say", "Prose", "Deeper", "Nested prose.", "Deepest", "Last of it."]
    places = [said["first"].index(words) for words in first]
    assert places == sorted(places)
    assert said["second"].strip() == "Between the slides."
    assert "After the third" in said["third"]
    assert "Prose four." not in said["third"]
    assert said["fourth"].split() == ["Prose", "four."]
    assert "Prose in RST." in said["rst"]


def test_notes_are_not_on_the_slide(deck: Deck) -> None:
    assert "Say" not in deck.part("first", ".slide-body").get_text()
    assert "Welcome" not in deck.part("deck-title", ".slide-body").get_text()


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("nexus", "../glossary.html#term-nexus"),
        ("Chapter two", "../chapters/two.html"),
        ("Chapter three", "../chapters/three.html"),
        ("Chapter one", "../chapters/one.html#top"),
        ("Second", "#/second"),
        ("elsewhere", "../chapters/two.html#slide-executives"),
        ("label", "../chapters/one.html#deep"),
        ("own", "../chapters/one.html#before-slide"),
        ("file", "../chapters/two.html"),
        ("part", "../chapters/two.html#part"),
    ],
)
def test_links_on_a_slide(deck: Deck, text: str, href: str) -> None:
    assert deck.links("first")[text] == href


def test_links_on_an_rst_slide(deck: Deck) -> None:
    links = deck.links("rst")
    assert links["nexus"] == "../glossary.html#term-nexus"
    assert links["Chapter one"] == "../chapters/one.html"
    assert links["Second"] == "#/second"
    assert links["Part in RST"] == "../chapters/three.html#rst-label"
    assert links["inner"] == "../chapters/three.html#inner"


def test_links_on_the_title_slide_and_in_the_foot(deck: Deck) -> None:
    assert deck.links("deck-title") == {"Chapter one": "../chapters/one.html", "Second": "#/second"}
    assert deck.links("first", ".slide-foot") == {"Chapter one": "../chapters/one.html#first-point"}
    assert deck.page.select_one("nav a")["href"] == "../slides/talk.html"


def test_links_in_prose(deck: Deck) -> None:
    assert deck.links("first", "aside.notes")["a place"] == "../chapters/one.html#deep"


def test_same_chapter_in_two_decks_links_within_each(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    both = "# Both\n\n:::{deck}\n:audience: executive\n:minutes: 60\n:::\n"
    built = build(write_root(ROOT | {"slides/short.md": both}), "revealjs")
    assert Deck(built, "short.html").links("first")["elsewhere"] == "#/executives"
    assert Deck(built).links("first")["elsewhere"] == "../chapters/two.html#slide-executives"


def test_dirhtml_layout_of_the_docs(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    deck = Deck(build(write_root(ROOT, conf="briefing_docs_builder = 'dirhtml'"), "revealjs"))
    links = deck.links("first")
    assert links["nexus"] == "../glossary/#term-nexus"
    assert links["Chapter two"] == "../chapters/two/"
    assert links["label"] == "../chapters/one/#deep"
    assert links["part"] == "../chapters/two/#part"
    assert links["Second"] == "#/second"
    assert [a["href"] for a in deck.page.select("nav a")] == ["../slides/talk/", "../"]


def test_dirhtml_layout_with_a_deck_in_an_index_file(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    files = {name: text for name, text in ROOT.items() if name != "slides/talk.md"}
    files["index.md"] = files["index.md"].replace("slides/talk", "lecture/index")
    files["lecture/index.md"] = ROOT["slides/talk.md"]
    built = build(write_root(files, conf="briefing_docs_builder = 'dirhtml'"), "revealjs")
    assert Deck(built, "index.html").page.select_one("nav a")["href"] == "../lecture/"


def test_images_are_copied_and_shown(deck: Deck) -> None:
    images = deck.part("first", ".slide-body").select("img")
    assert [image["src"] for image in images] == ["_images/pic.svg", "_images/chart.svg"]
    assert all((deck.built.out / image["src"]).is_file() for image in images)
    assert images[0]["alt"] == "A picture"


def test_captions_are_kept(deck: Deck) -> None:
    body = deck.part("first", ".slide-body").get_text()
    for kind in ("chart", "table", "code"):
        assert f"Caption of the {kind}" in body


def test_downloads_lead_to_the_docs_copy(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT)
    docs = build(root, "html")
    docs.app.cleanup()
    href = Deck(build(root, "revealjs")).links("first")["data.csv"]
    assert href.startswith("../_downloads/")
    assert (docs.out / href.removeprefix("../")).read_text("utf-8") == "a,b\n"


@pytest.mark.parametrize(
    ("slide_id", "text"), [("third", "The footnote's text."), ("rst", "A footnote in RST.")]
)
def test_footnote_of_a_slide_stands_on_it(deck: Deck, slide_id: str, text: str) -> None:
    body = deck.part(slide_id, ".slide-body")
    reference = body.select_one("a.footnote-reference")
    footnote = body.find(id=reference["href"].removeprefix("#"))
    assert text.replace("'", "’") in footnote.get_text().replace("'", "’")


def test_page_has_no_inline_script_or_style(deck: Deck) -> None:
    assert [s for s in deck.page.select("script") if not s.get("src") or s.get_text()] == []
    assert deck.page.select("style, [style]") == []
    handlers = [n for e in deck.page.find_all(True) for n in e.attrs if n.startswith("on")]
    assert handlers == []
    assert "javascript:" not in deck.text


def test_nothing_comes_from_the_network(deck: Deck) -> None:
    fetched = [e for e in deck.page.select("[src], [href]") if e.name != "a"]
    assert fetched
    for element in fetched:
        address = element.get("src") or element["href"]
        assert not re.match(r"(?:\w+:)?//", address), element
        assert (deck.built.out / address.partition("?")[0]).is_file(), element
    outside = [a["href"] for a in deck.page.select("a[href^=http], a[href^='//']")]
    assert outside == ["https://example.org/"]
    for sheet in deck.built.out.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8"))


def test_each_slide_names_its_source(deck: Deck) -> None:
    sources = {slide_id: slide["data-source"] for slide_id, slide in deck.slides.items()}
    assert sources["deck-title"] == "slides/talk.md:3"
    assert sources["first"] == "chapters/one.md:7"
    assert sources["rst"] == "chapters/three.rst:10"


def test_reveal_settings_of_the_project_reach_the_page(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT, conf="revealjs_script_conf = {'progress': False}"), "revealjs")
    assert '"progress": false' in Deck(built).page.select_one(".reveal")["data-config"]
