"""``{deck}``: what a deck picks, how long it takes, and its page in the docs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from sphinx.util.console import strip_escape_sequences

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.conftest import Built, Output

INDEX = "# Front\n\n```{toctree}\nchapters/b\nchapters/a\nchapters/plain\nslides/talk\n```\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8"/></svg>'


def slide(name: str, options: str = "", body: str = "Body.") -> str:
    """A section with one slide."""
    return (
        f"## Section {name}\n\n:::{{slide}} Head {name}\n:name: {name}\n{options}\n\n{body}\n:::\n"
    )


def deck(options: str = ":minutes: 100", argument: str = "The talk", body: str = "") -> str:
    """A page with one deck; the directive stands on line 3."""
    return f"# Page\n\n::::{{deck}} {argument}\n{options}\n\n{body}\n::::\n"


def root_of(talk: str, **chapters: str) -> dict[str, str]:
    """A root whose front page lists chapter b before chapter a."""
    files = {
        "index.md": INDEX,
        "chapters/a.md": "# A\n\n"
        + slide("a-all")
        + slide("a-exec", ":audience: executive")
        + slide("a-both", ":audience: executive technical"),
        "chapters/b.md": "# B\n\n" + slide("b-tech", ":audience: technical") + slide("b-all"),
        "chapters/plain.md": "# Plain\n\nNo slide here.\n",
        "slides/talk.md": talk,
    }
    return files | {name.replace("__", "/") + ".md": text for name, text in chapters.items()}


def shown(page: str) -> list[str]:
    """Ids of the slides in a deck, its title slide apart."""
    return [s["id"] for s in BeautifulSoup(page, "html5lib").select(".slides > section")][1:]


def messages(built: Built) -> list[str]:
    """Every message of the build, each as ``file:line: words``."""
    text = strip_escape_sequences(built.warnings).replace(f"{built.app.srcdir}/", "")
    return [line.replace("WARNING: ", "") for line in text.splitlines()]


# -- what it picks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "slides"),
    [
        ("", "b-all a-all"),
        (":audience: executive", "b-all a-all a-exec a-both"),
        (":audience: technical", "b-tech b-all a-all a-both"),
        (":chapters: /chapters/a", "a-all"),
        (":chapters: /chapters/a /chapters/b", "a-all b-all"),
        (
            ":chapters: /chapters/a, ../chapters/b.md\n:audience: technical",
            "a-all a-both b-tech b-all",
        ),
    ],
)
def test_deck_picks_by_chapter_and_audience_in_order(
    write_root: Callable[..., Path], build: Callable[..., Built], options: str, slides: str
) -> None:
    built = build(write_root(root_of(deck(f":minutes: 100\n{options}"))), "revealjs")
    assert messages(built) == []
    assert shown(built.read("talk.html")) == slides.split()


def test_chapters_may_be_named_one_a_line(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    options = "---\nminutes: 9\nchapters: |\n  /chapters/b\n  /chapters/a\n---"
    built = build(write_root(root_of(deck(options))), "revealjs")
    assert shown(built.read("talk.html")) == ["b-all", "a-all"]


def test_slides_of_a_page_in_no_toctree_come_last(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    orphan = "---\norphan: true\n---\n\n# Orphan\n\n" + slide("z")
    built = build(write_root(root_of(deck(), about=orphan)), "revealjs")
    assert shown(built.read("talk.html")) == ["b-all", "a-all", "z"]


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        (
            deck(":minutes: 9\n:chapters: /chapters/plain"),
            r"slides/talk.md:3: the deck 'talk' shows no slide",
        ),
        (
            deck(":minutes: 9\n:chapters: /chapters/a /chapters/gone"),
            r"slides/talk.md:3: the deck picks from '/chapters/gone', which is no document",
        ),
        (
            deck(":minutes: 9\n:audience: bosses"),
            r"slides/talk.md:3: unknown audience 'bosses': use executive or technical",
        ),
        (deck(""), r"slides/talk.md:3: the deck does not say how long the speaker has: add :min"),
        (deck(":minutes: soon"), r"slides/talk.md:3: .*write minutes as a number above zero"),
        (
            deck(":minutes: 9\n:minutes-per-slide: 0"),
            r"slides/talk.md:3: .*write minutes as a number above zero",
        ),
        (
            deck(":minutes: 9") + "\n:::{deck} Second\n:minutes: 5\n:::\n",
            r"slides/talk.md:9: a document holds one deck",
        ),
    ],
    ids=["no slide", "unknown chapter", "audience", "no minutes", "minutes", "per slide", "two"],
)
def test_mistake_is_reported_once(
    write_root: Callable[..., Path], build: Callable[..., Built], talk: str, expected: str
) -> None:
    found = messages(build(write_root(root_of(talk)), "revealjs"))
    assert len(found) == 1, found
    assert re.match(expected, found[0])


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("talk", "a deck named 'talk' stands already in more/talk.md"),
        ("Talk", "the deck 'talk': its label 'deck-talk' is also that of the deck 'The talk'"),
    ],
)  # fmt: skip
def test_two_decks_with_the_same_file_name_are_reported(
    write_root: Callable[..., Path], build: Callable[..., Built], other: str, expected: str
) -> None:
    files = root_of(deck(), **{f"more__{other}": "---\norphan: true\n---\n" + deck()})
    found = messages(build(write_root(files), "revealjs"))
    assert len(found) == 1, found
    assert re.match(f"slides/talk.md:3: {re.escape(expected)}", found[0])


# -- minutes -------------------------------------------------------------------------------------

WORDS = " ".join(["word"] * 65)  # half a minute at 130 words a minute
PACED = {
    "chapters/a.md": "# A\n\n"
    + slide("set", ":minutes: 2.25", f"B.\n\n```{{notes}}\n{WORDS}\n```")
    + slide("reckoned", body=f"B.\n\n```{{notes}}\n{WORDS}\n```\n\n```{{notes}}\n{WORDS}\n```")
    + slide("silent")
    + f"\n{WORDS} {WORDS} {WORDS}\n",
    "chapters/b.md": "# B\n",
}


def timings(built: Built, name: str = "talk.html") -> dict[str, int]:
    """Seconds of each slide, as the speaker view gets them."""
    page = BeautifulSoup(built.read(name), "html5lib")
    return {s["id"]: int(s["data-timing"]) for s in page.select(".slides > section")}


def test_minutes_are_set_or_reckoned_or_the_decks(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    files = root_of(deck(":minutes: 9\n:minutes-per-slide: 0.75")) | PACED
    built = build(write_root(files), "revealjs")
    assert timings(built) == {"deck-title": 30, "set": 135, "reckoned": 60, "silent": 45}


def test_title_slide_takes_what_its_notes_take(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    talk = deck(body=f":::{{notes}}\n{WORDS} {WORDS}\n:::")
    assert timings(build(write_root(root_of(talk)), "revealjs"))["deck-title"] == 60


def test_pace_of_speech_is_a_setting(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(root_of(deck()) | PACED, conf="briefing_words_per_minute = 65")
    assert timings(build(root, "revealjs"))["reckoned"] == 120


def test_overlong_deck_names_the_slides_that_cost_most(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    files = root_of(deck(":minutes: 4\n:minutes-per-slide: 0.75")) | PACED
    files["chapters/a.md"] += slide("cheap", ":minutes: 0.5")
    assert messages(build(write_root(files), "revealjs")) == [
        (
            "slides/talk.md:3: the deck 'talk' takes 5:00 and has 4:00: cut 1:00, about 130 words "
            "to say, or leave out slides; most goes to set (2:15, chapters/a.md:5), reckoned (1:00,"
            " chapters/a.md:17), silent (0:45, chapters/a.md:33) [briefing.overlong]"
        )
    ]


@pytest.mark.parametrize(("minutes", "fits"), [(4.5, True), (4.0, True), (3.9, False)])
def test_half_a_minute_over_is_let_pass(
    write_root: Callable[..., Path], build: Callable[..., Built], minutes: float, fits: bool
) -> None:
    files = root_of(deck(f":minutes: {minutes}\n:minutes-per-slide: 0.75")) | PACED  # 4:30
    assert (messages(build(write_root(files), "revealjs")) == []) is fits


def test_time_needed_in_the_text(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    about = "---\norphan: true\n---\n# About\n\nIt takes {deck-time}`talk`.\n"
    files = root_of(deck(":minutes: 9\n:minutes-per-slide: 0.75"), about=about) | PACED
    built = build(write_root(files))
    assert messages(built) == []
    assert "It takes 4 minutes." in BeautifulSoup(built.read("about.html"), "html5lib").get_text()


# -- its page in the docs --------------------------------------------------------------------------

RICH = {
    "chapters/pic.svg": PICTURE,
    "chapters/data.csv": "a,b\n",
    "chapters/a.md": """(top)=
# A

## First

(first-label)=
:::{slide} Head *one*
:name: one

On the slide: {doc}`b`, {ref}`top`, {slide}`two`, [label](#deep-label), {download}`data.csv`,
[file](b.md), {deck}`talk`, {present}`talk`.

![Picture](pic.svg)

```{notes}
Say **this** and see {doc}`b`.

- a point
```
:::

Prose with *stress*, {ref}`deep-label` and [a link](#first-label).

(deep-label)=
### Deeper

Deep words.

## Second

:::{slide} Head two
:name: two
Body two.
:::

Prose two.
""",
    "chapters/b.md": "# B\n\n## Section b\n\n:::{slide}\nBody b, {slide}`one`.\n:::\n\n{doc}`a`\n",
}
TALK = deck(body="Subtitle.\n\n:::{notes}\nWelcome **all**.\n:::")


@pytest.fixture(params=["html", "dirhtml"])
def docs(
    request: pytest.FixtureRequest, built_once: Callable[..., Output]
) -> tuple[Path, BeautifulSoup]:
    """Docs and decks in their places, and the path and content of the deck's page."""
    conf = f"briefing_docs_builder = {request.param!r}\n"
    out = built_once(root_of(TALK) | RICH, conf, request.param).out
    page = out / ("slides/talk.html" if request.param == "html" else "slides/talk/index.html")
    return page, BeautifulSoup(page.read_bytes(), "html5lib")


def broken_links(page: Path) -> list[str]:
    """Links and pictures of a page that lead to no file, or to no place in it."""
    soup = BeautifulSoup(page.read_bytes(), "html5lib")
    found = []
    for picture in soup.select("template"):
        assert picture.select("a[href]") == []
    for element in soup.select("[href], [src]"):
        address = element.get("href") or element.get("src")
        parts = urlsplit(address)
        if parts.scheme or address == "#":
            continue
        target = Path(page.parent / unquote(parts.path)).resolve() if parts.path else page
        target = target / "index.html" if target.is_dir() else target
        place = unquote(parts.fragment).removeprefix("/")
        if not target.is_file():
            found.append(f"no file: {address}")
        elif place and not BeautifulSoup(target.read_bytes(), "html5lib").find(id=place):
            found.append(f"no place: {address}")
    return sorted(set(found))


def test_deck_page_has_start_table_and_transcript(docs: tuple[Path, BeautifulSoup]) -> None:
    path, page = docs
    start = page.select_one("a.deck-start")
    assert start.get_text() == "Start “The talk”"
    assert (path.parent / start["href"]).resolve().name == "talk.html"
    assert "4 slides, the title included." in page.select_one(".deck-summary").get_text()
    rows = [
        [cell.get_text(strip=True) for cell in row.select("td")]
        for row in page.select("table.deck-contents tbody tr")
    ]
    assert [row[:3] for row in rows] == [
        ["1", "The talk", ""],
        ["2", "Section b", "B"],
        ["3", "Head one", "First"],
        ["4", "Head two", "Second"],
        ["", "In all", ""],
    ]
    assert [row[3] for row in rows] == ["0:01", "1:30", "0:03", "1:30", "3:04"]
    title = page.select_one("#transcript-deck-title")
    assert title.select_one("h3").find(string=True) == "1. The talk"
    assert "Subtitle." in page.get_text()


def test_transcript_keeps_the_notes_formatting(docs: tuple[Path, BeautifulSoup]) -> None:
    part = docs[1].select_one("#transcript-one")
    notes = part.select_one(".transcript-notes")
    assert part.select_one(".transcript-slide img") is not None
    assert part.select_one("h3 em").get_text() == "one"
    assert "Say <strong>this</strong>" in str(notes)
    assert notes.select_one("li").get_text(strip=True) == "a point"
    assert "stress" not in notes.get_text()
    assert "Deep words." not in part.get_text()  # they stand in the chapter
    assert part.select_one(".transcript-more a:last-of-type")["href"].startswith("../")


def test_each_slide_has_its_picture(docs: tuple[Path, BeautifulSoup]) -> None:
    page = docs[1]
    deck = BeautifulSoup((page_of_deck(docs[0])).read_bytes(), "html5lib")
    for shown in deck.select(".slides > section"):
        part = page.select_one(f"#transcript-{shown['id']}")
        picture = part.select_one(".slide-picture")
        assert picture["aria-hidden"] == "true"
        assert picture.select_one(":scope > a")["href"].endswith(f"talk.html#/{shown['id']}")
        pictured = picture.select_one("template[shadowrootmode=open] .slides > section")
        for kind in (".slide-title", ".slide-body"):
            alike = [found.get_text() for one in (shown, pictured) for found in one.select(kind)]
            assert len(set(alike)) == 1, (shown["id"], kind)
        assert pictured.select("aside.notes, .slide-evidence") == []
        assert pictured.select("h1, h2, h3, h4, h5, h6") == []  # the page's are in their order
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 768, 1366, 2560])
def test_pictures_look_as_the_slides_do(
    docs: tuple[Path, BeautifulSoup], browser: Browser, width: int
) -> None:
    """Of the deck's face and layout, scaled into its frame, and out of reach for the keyboard."""
    deck, page = browser.new_page(), browser.new_page(viewport={"width": width, "height": 900})
    deck.goto(f"{page_of_deck(docs[0]).as_uri()}#/one")
    page.goto(docs[0].as_uri())
    title = "root => { const s = getComputedStyle(root.querySelector('#ID .slide-title'));"
    title += " return [s.fontFamily, s.fontSize, s.color, s.fontWeight]; }"
    in_deck = deck.locator("body").evaluate(title.replace("ID", "one"))
    frame = page.locator("#transcript-one .slide-picture-frame")
    frame.scroll_into_view_if_needed()
    frame.locator(".slide-title").wait_for()
    in_picture = frame.evaluate(f"host => ({title.replace('ID', 'picture-one')})(host.shadowRoot)")
    assert in_picture == in_deck
    box, drawn = frame.evaluate(
        "host => [host, host.shadowRoot.querySelector('.reveal')].map("
        "e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; })"
    )
    assert drawn == pytest.approx(box, abs=1)
    assert box[2] >= 300
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reached = page.evaluate(
        "[...document.querySelectorAll('.slide-picture a')].filter(a => a.tabIndex >= 0).length"
    )
    assert reached == 0
    deck.close()
    page.close()


def page_of_deck(page: Path) -> Path:
    """The presentation of a deck, by the deck's page in the docs."""
    site = next(parent for parent in page.parents if (parent / "present").is_dir())
    return site / "present" / "talk.html"


def test_every_link_is_right(docs: tuple[Path, BeautifulSoup]) -> None:
    site = next(parent for parent in docs[0].parents if (parent / "present").is_dir())
    pages = [docs[0], site / "present" / "talk.html", *(site / "chapters").rglob("*.html")]
    assert len(pages) == 5
    assert {str(page): broken_links(page) for page in pages} == {str(page): [] for page in pages}


def test_slides_may_stand_in_the_decks_own_file(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    own = "## Own\n\n:::{slide}\nSee {ref}`own-place`.\n:::\n\n(own-place)=\n### Place\n\nText.\n"
    root = write_root(root_of(deck() + "\n" + own))
    for builder in ("html",):
        built = build(root, builder)
        built.app.cleanup()
        assert messages(built) == []
    assert broken_links(built.out.parent / "html" / "slides" / "talk.html") == []
    assert broken_links(built.out.parent / "html" / "present" / "talk.html") == []
