"""Layouts of slides: what fits them, how decks lay them out, and that docs show them as written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import expect
from sphinx.errors import ConfigError, ExtensionError
from sphinx.util.console import strip_escape_sequences

from sphinx_briefing.slides.layouts.fit import LAYOUTS
from tests.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Built, Output

CONF = """
myst_enable_extensions = ["colon_fence", "deflist"]
briefing_claims = "claims.yaml"
"""
CLAIMS = """\
- {id: C01, home: chapter, kind: fact, attributed_to: Roe, restatement: Light is bright.,
   verdict: contradicted}
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8"/></svg>'
FITTING = {
    "cover": "A line below.\n\nOslo, May 2026",
    "statement": "**Roe:** light is bright {claim}`C01`",
    "number": "89 %\n\nof lamps are lit\n\n**Roe, 2020:** paid by a maker of lamps",
    "quote": "> Let there be light\n>\n> Roe, 2020\n\n> There was none\n>\n> Doe, 2021",
    "versus": "- **The paper:** light is bright {claim}`C01`\n- **Roe:** it is not\n- **Doe:** yes",
    "scorecard": "- **Roe:** light is bright {claim}`C01`\n- **Doe:** it is not\n\nAll in all.",
    "timeline": "- **May 2020:** dawn {claim}`C01`\n- **June 2021:** noon\n\nThen night.",
    "figure": "![A line](line.svg)\n\nOne word on it.",
    "cards": "Red\n: long waves\n\nGreen\n: middling ones\n\nBlue\n: short ones\n\n**Ask:** which?",
    "table": "| Lamp | Light |\n|---|---|\n| old | dim |\n| **new** | bright |",
}
"""For each layout what fits it."""


def root_of(*slides: str, deck: str = "", chapter: str = "") -> dict[str, str]:
    """A root with one chapter, whose slides begin on line 5."""
    return {
        "index.md": "# Front\n\n```{toctree}\nchapter\nclaims\ntalk\n```\n",
        "chapter.md": "# Light\n\n## Lamps\n\n" + "\n".join(slides) + chapter + "\n{claim}`C01`\n",
        "claims.md": "# Claims\n\n```{claim-register}\n```\n",
        "claims.yaml": CLAIMS,
        "line.svg": PICTURE,
        "talk.md": f"# Talk\n\n::::{{deck}} On light\n:minutes: 99\n{deck}\n\nA line.\n::::\n",
    }


def slide(layout: str, body: str, options: str = "", head: str = "Head") -> str:
    """A slide named after its layout."""
    return f"::::{{slide}} {head}\n:name: {layout}\n:layout: {layout}\n{options}\n\n{body}\n::::\n"


def said(built: Built) -> list[str]:
    """The messages of a build, without the root's path."""
    text = strip_escape_sequences(built.warnings).replace(f"{built.app.srcdir}/", "")
    return [line for line in text.splitlines() if line]


def on_deck(built: Built | Output, name: str) -> Tag:
    """A slide as the deck shows it."""
    page = "present/talk.html" if (built.out / "present").is_dir() else "talk.html"
    found = BeautifulSoup(built.read(page), "html5lib").find(id=name)
    assert isinstance(found, Tag)
    return found


@pytest.fixture
def all_of_them(built_once: Callable[..., Output]) -> Output:
    """Docs and deck with a slide in each layout, of which the build says nothing."""
    return built_once(root_of(*(slide(name, body) for name, body in FITTING.items())), CONF)


def test_each_layout_has_an_example_here() -> None:
    assert set(FITTING) == set(LAYOUTS)


def test_what_fits_is_built_without_a_word(all_of_them: Output) -> None:
    for name in FITTING:
        assert f"layout-{name}" in on_deck(all_of_them, name)["class"]


def test_what_does_not_fit_is_laid_out_plain(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    misfits = {"timeline": "What came when.\n\n- **May 2020:** dawn", "versus": "Words.",
               "cards": "- one", "scorecard": "> Words."}  # fmt: skip
    built = build(write_root(root_of(*(slide(*one) for one in misfits.items())), conf=CONF))
    assert len(said(built)) == len(misfits)
    for name in misfits:
        assert "layout-plain" in on_deck(built, name)["class"]


def test_the_docs_show_what_is_written(all_of_them: Output) -> None:
    page = BeautifulSoup(all_of_them.read("chapter.html"), "html5lib")
    boxes = {name: page.find(id=f"slide-{name}") for name in FITTING}
    assert len(boxes["versus"].select("ul > li")) == 3
    assert len(boxes["cards"].select("dl > dt")) == 3
    assert [p.get_text() for p in boxes["quote"].select(".attribution")] == [
        "—Roe, 2020",
        "—Doe, 2021",
    ]
    assert boxes["number"].select_one("p:not([class])").get_text() == "89 %"
    # a mark stands where it was written, after the words it belongs to
    item = boxes["scorecard"].select_one("li")
    assert re.search(r"light is bright\s+claim C01", item.get_text())
    assert not page.select(".sides, .stations, .cards, .scores, .fragment, .number-told")
    transcript = BeautifulSoup(all_of_them.read("talk.html"), "html5lib")
    part = transcript.select_one("#transcript-timeline .transcript-slide")
    assert [li.get_text() for li in part.select("li")][1] == "June 2021: noon"


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo"])
def test_volumes_show_what_is_written(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    slides = [slide(name, body) for name, body in FITTING.items()]
    built = build(write_root(root_of(*slides), conf=CONF), builder)
    assert said(built) == []
    text = "".join(
        path.read_text("utf-8")
        for path in built.out.rglob("*")
        if path.suffix in {".txt", ".tex", ".texi", ".1"} and path.is_file()
    )
    for words in ("of lamps are lit", "Let there be light", "short ones", "June 2021"):
        assert words in text.replace("\\-", "-"), words


def test_parts_stand_in_places_of_their_own(all_of_them: Output) -> None:
    def at(name: str, where: str) -> list[str]:
        return [
            " ".join(part.get_text().split()) for part in on_deck(all_of_them, name).select(where)
        ]

    assert at("number", ".number-digits") == ["89"]
    assert at("number", ".number-unit") == ["%"]
    assert len(at("number", ".number-told > p")) == 2
    assert at("quote", ".quotes > blockquote .attribution") == ["Roe, 2020", "Doe, 2021"]
    assert at("versus", ".sides .lead") == ["The paper", "Roe", "Doe"]
    assert at("scorecard", ".scores > li:first-child > .score-text") == ["Roe: light is bright"]
    assert at("scorecard", ".scores > li:first-child > .score-marks") == [
        "claim C01 ✗ contradicted"
    ]
    assert at("scorecard", ".below") == ["All in all."]
    assert at("timeline", ".stations > .is-told .lead") == ["May 2020"]
    assert at("figure", ".annotation") == ["One word on it."]
    assert at("cards", ".cards > li > .card-head") == ["Red", "Green", "Blue"]
    assert at("cards", ".band") == ["Ask: which?"]
    assert at("table", "tr.set-apart") == ["new bright"]


TABLE = "| When | What |\n|---|---|\n| May 2020 | dawn |\n| **June 2021** | noon |"


def test_a_table_can_be_a_timeline_or_a_scorecard(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    marked = "| Who | What |\n|---|---|\n| Roe | bright {claim}`C01` |\n| Doe | dim {claim}`C01` |"
    root = write_root(root_of(slide("timeline", TABLE), slide("scorecard", marked)), conf=CONF)
    built = build(root)
    assert said(built) == []
    line = on_deck(built, "timeline")
    assert line.select_one("table") is None
    assert line.select_one(".stations-head").get_text() == "What"
    assert [li.select_one(".lead").get_text() for li in line.select(".stations > li")] == [
        "May 2020",
        "June 2021",
    ]
    assert len(line.select(".stations > li.is-told")) == 1
    score = on_deck(built, "scorecard")
    assert [row.get_text(" ", strip=True) for row in score.select("td.score-marks")] == [
        "claim C01 ✗ contradicted"
    ] * 2
    assert score.select_one("thead th:last-child").get_text(strip=True) == "Verdict"


MISFITS = {
    "statement": ("- a list", "it has 1 list: write the sentence as headline"),
    "number": ("Many\n\nof lamps", "'Many' is no number of few characters: write the number"),
    "quote": ("> Let there be light", "a quotation does not say who speaks: write one or two"),
    "versus": ("- **Roe:** a\n- b", "the item 'b' does not begin with bold words: write a list"),
    "scorecard": ("- a\n- b", "no row has a mark: write a list or a table of two to 6 rows"),
    "timeline": (
        "\n".join(f"- **{n}:** x" for n in range(6)),
        "it has 6 of them, where 2 to 5 fit",
    ),
    "figure": ("Words alone.", "it has 1 paragraph: write one picture and at most two"),
    "cards": ("- **a**\n  - b\n- **c**\n  - d\n- **e**", "the card 'e' has a head alone: write"),
    "table": ("A line.", "it has 1 paragraph: write one table of up to 6 rows"),
    "cover": ("- a list", "it has 1 list: write at most two paragraphs"),
}


@pytest.mark.parametrize("layout", MISFITS)
def test_what_does_not_fit_is_told_with_place_and_remedy(
    write_root: Callable[..., Path], build: Callable[..., Built], layout: str
) -> None:
    body, words = MISFITS[layout]
    found = said(build(write_root(root_of(slide(layout, body)), conf=CONF), "revealjs"))
    assert len(found) == 1, found
    start = f"chapter.md:5: WARNING: the slide '{layout}' does not fit the layout {layout}, for "
    assert found[0].startswith(start + words), found[0]


def test_a_long_headline_is_no_statement(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = root_of(slide("statement", "Why.", head="Long " * 13 + "is long"))
    assert (
        "its headline has 72 characters, more than 60"
        in said(build(write_root(root, conf=CONF), "revealjs"))[0]
    )


def test_a_retired_slide_need_not_fit(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    retired = slide("statement", "- gone", ":retired: 2026-01-02")
    root = root_of(retired, slide("table", FITTING["table"]))
    assert said(build(write_root(root, conf=CONF))) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (":layout: heap", "there is no layout 'heap': use cover, statement, number, quote, versus"),
        (":layout:", "there is no layout '': use cover"),
        (":image: line.svg", "a text alternative and a credit: add :image-alt:, :image-credit:"),
        (":image-alt: A line\n:image-credit: Roe", "a text alternative and a credit: add :image:"),
    ],
)  # fmt: skip
def test_options_that_mean_nothing_are_told(
    write_root: Callable[..., Path], build: Callable[..., Built], options: str, words: str
) -> None:
    root = root_of(f":::{{slide}} Head\n:name: one\n{options}\n\nBody.\n:::\n")
    found = said(build(write_root(root, conf=CONF), "revealjs"))
    assert len(found) == 1, found
    assert found[0].startswith("chapter.md:5: WARNING: ")
    assert words in found[0]


# -- images ----------------------------------------------------------------------------------------


def test_an_image_stands_beside_the_text_everywhere(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    options = ":image: line.svg\n:image-alt: A line\n:image-credit: Roe, *CC BY*"
    root = write_root(root_of(slide("statement", "Why.", options)), conf=CONF)
    built = build(root)
    assert said(built) == []
    shown = on_deck(built, "statement")
    assert "has-image" in shown["class"]
    docs = BeautifulSoup(built.read("chapter.html"), "html5lib").find(id="slide-statement")
    for place in (shown, docs):
        figure = place.select_one("figure.slide-image")
        assert figure.img["alt"] == "A line"
        assert figure.figcaption.get_text(" ", strip=True).startswith("Roe, CC BY")
        assert figure.figcaption.em is not None


# -- steps -----------------------------------------------------------------------------------------


@pytest.fixture
def stepped(built_once: Callable[..., Output]) -> Output:
    """A build with a slide of three steps, the first of which stands from the start."""
    slides = [
        slide(name, FITTING[name], ":steps:") for name in ("versus", "cards", "quote", "table")
    ]
    return built_once(root_of(*slides, slide("number", FITTING["number"])), CONF)


def test_steps_are_the_parts_after_the_first(stepped: Output) -> None:
    steps = {
        name: [
            part.get_text(" ", strip=True)[:8]
            for part in on_deck(stepped, name).select(".fragment")
        ]
        for name in ("versus", "cards", "quote", "table", "number")
    }
    assert steps == {
        "versus": ["Roe it i", "Doe yes"],
        "cards": ["Green mi", "Blue sho", "Ask: whi"],
        "quote": ["There wa"],
        "table": ["new brig"],
        "number": [],
    }
    assert "fragment" not in stepped.read("chapter.html")


def test_steps_come_one_by_one(stepped: Output, browser: Browser) -> None:
    with serving(stepped.out) as url:
        page = browser.new_page()
        page.goto(f"{url}present/talk.html#/versus")
        page.wait_for_selector("html.deck-ready")
        parts = page.locator("#versus .sides > li")
        expect(parts.nth(0)).to_be_visible()
        expect(parts.nth(1)).to_be_hidden()
        page.keyboard.press("ArrowRight")
        expect(parts.nth(1)).to_be_visible()
        expect(parts.nth(2)).to_be_hidden()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        assert page.evaluate("Reveal.getCurrentSlide().id") == "cards"
        page.keyboard.press("o")
        expect(page.locator("#cards .fragment").first).to_be_visible()
        page.close()


@pytest.mark.parametrize("how", ["print", "motion"])
def test_steps_come_at_once_where_nobody_steps(stepped: Output, browser: Browser, how: str) -> None:
    with serving(stepped.out) as url:
        motion = "reduce" if how == "motion" else "no-preference"
        page = browser.new_page(reduced_motion=motion)  # type: ignore[arg-type]
        query = "?view=print" if how == "print" else ""
        page.goto(f"{url}present/talk.html{query}#/versus")
        page.wait_for_selector("html.deck-ready")
        expect(page.locator("#versus .sides > li").last).to_be_visible()
        if how == "motion":
            page.keyboard.press("ArrowRight")
            assert page.evaluate("Reveal.getCurrentSlide().id") == "cards"
        page.close()


# -- a project's own -------------------------------------------------------------------------------

OWN = """\
<div class="split">{{ headline }}
<ol>{% for item in items %}<li>{{ item }}</li>{% endfor %}</ol>
<footer>{{ parts[-1] }} {{ id }}, {{ number }} of {{ count }}</footer></div>
"""


def test_a_project_adds_a_layout_of_its_own(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    body = "- a *first*\n- {claim}`C01`\n\nThe end.\n\n:::{notes}\nSay it.\n:::"
    files = root_of(slide("split", body, head="Two & more")) | {"looks/split.html": OWN}
    conf = CONF + 'briefing_layouts = {"split": "looks/split.html"}\n'
    built = build(write_root(files, conf=conf))
    assert said(built) == []
    shown = on_deck(built, "split")
    assert "layout-split" in shown["class"]
    assert shown.select_one(".split > h2.slide-title").get_text() == "Two & more"
    assert shown.select_one(".split > ol > li").get_text() == "a first"
    assert shown.select_one(".split ol em") is not None
    assert shown.select_one(".split .claim-mark") is not None
    assert shown.select_one("footer").get_text(" ", strip=True) == "The end. split, 2 of 2"
    assert shown.select_one("aside.notes").get_text(strip=True).startswith("Say it.")
    assert shown.select_one(".slide-foot") is not None
    assert "Two &amp; more" in built.read("chapter.html")


@pytest.mark.parametrize(
    ("layouts", "template", "words"),
    [
        ('{"table": "own.html"}', "", "'table' can be no layout of your own"),
        ('{"My Own": "own.html"}', "", "'My Own' can be no layout of your own"),
        ('{"own": "gone.html"}', "", "the layout 'own' has no file 'gone.html'"),
        ('{"own": "own.html"}', "a\n{% for %}", "own.html:2: "),
    ],
)
def test_a_wrong_setting_of_layouts_is_refused(
    write_root: Callable[..., Path],
    build: Callable[..., Built],
    layouts: str,
    template: str,
    words: str,
) -> None:
    files = root_of(slide("table", FITTING["table"])) | {"own.html": template}
    root = write_root(files, conf=f"{CONF}briefing_layouts = {layouts}\n")
    with pytest.raises(ConfigError, match=re.escape(words)):
        build(root)


def test_a_template_that_fails_is_told_with_its_line(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    files = root_of(slide("own", "Body.")) | {"own.html": "a\nb {{ nothing.here }}\n"}
    root = write_root(files, conf=CONF + 'briefing_layouts = {"own": "own.html"}\n')
    with pytest.raises(ExtensionError, match=r"own\.html:2: "):
        build(root, "revealjs")


# -- covers, openers, foot -------------------------------------------------------------------------

QUESTIONED = "# Light\n\nWhat is light?\n\nIt is asked.\n\n## Lamps\n\n"


def parts_root(deck: str) -> dict[str, str]:
    """A root with two chapters, of which one begins with a question."""
    files = root_of(deck=deck)
    files["index.md"] = files["index.md"].replace("chapter\n", "chapter\nmore/dark\n")
    files["chapter.md"] = QUESTIONED + slide("statement", "Why {claim}`C01`.") + "\n{claim}`C01`\n"
    files["more/dark.md"] = "# The dark\n\nNo question. Is it?\n\n## Night\n\n" + slide(
        "cover", "x."
    )
    return files


def test_openers_stand_before_chapters(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(parts_root(":openers: yes"), conf=CONF))
    assert said(built) == []
    deck = BeautifulSoup(built.read("present/talk.html"), "html5lib")
    sections = deck.select(".slides > section")
    assert [s["id"] for s in sections] == [
        "deck-title", "part-chapter", "statement", "part-dark", "cover",
    ]  # fmt: skip
    assert [s["aria-label"] for s in sections][-1] == "Slide 5 of 5"
    first, second = deck.find(id="part-chapter"), deck.find(id="part-dark")
    assert first.h2.get_text() == "Light"
    assert [p.get_text() for p in first.select(".slide-body p")] == [
        "Part 1 of 2",
        "What is light?",
    ]
    assert [p.get_text() for p in second.select(".slide-body p")] == ["Part 2 of 2"]
    assert first["data-timing"] == "5"
    assert first.select_one(".slide-evidence") is None
    assert deck.find(id="statement").select_one(".slide-chapter").get_text() == "1 Light"
    page = BeautifulSoup(built.read("talk.html"), "html5lib")
    rows = [
        [c.get_text() for c in row.select("td")] for row in page.select(".deck-contents tbody tr")
    ]
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", ""]
    assert rows[1][1:] == ["Part 1: Light", "", "0:05"]
    assert rows[-1][3] == "3:40"  # half a minute, two openers, two slides of one and a half
    assert "5 slides, the title included" in page.get_text()


@pytest.mark.parametrize(("deck", "shown"), [("", 0), (":openers: no", 0), (":openers: yes", 2)])
def test_short_decks_have_no_openers_unless_asked(
    write_root: Callable[..., Path], build: Callable[..., Built], deck: str, shown: int
) -> None:
    built = build(write_root(parts_root(deck), conf=CONF), "revealjs")
    assert built.read("talk.html").count("layout-opener") == shown


def test_long_decks_have_openers(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    many = [f":::{{slide}} Head {n}\n:name: s{n}\n:minutes: 1\n\nBody.\n:::\n" for n in range(20)]
    built = build(write_root(root_of(*many), conf=CONF), "revealjs")
    assert built.read("talk.html").count("layout-opener") == 1


def test_an_unclear_option_of_openers_is_told(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    found = said(build(write_root(parts_root(":openers: maybe"), conf=CONF), "revealjs"))
    assert found == [
        "talk.md:3: WARNING: :openers: is 'maybe': write yes or no [briefing.deck]"
    ]  # fmt: skip


def test_the_cover_shows_all_claims(all_of_them: Output) -> None:
    cover = on_deck(all_of_them, "deck-title")
    assert "layout-cover" in cover["class"]
    assert len(cover.select(".claim-squares .claim-square")) == 1
    assert "1 contradicted" in cover.select_one(".claim-group-counts").get_text()
    assert not cover.select(".cover-claims a")


def test_a_cover_without_claims_has_no_picture(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = root_of(slide("table", FITTING["table"]))
    root["chapter.md"] = root["chapter.md"].replace("{claim}`C01`", "")
    root["claims.md"] = "# Claims\n"
    built = build(write_root(root), "revealjs")
    assert "claim-square" not in built.read("talk.html")


def test_the_foot_counts_and_the_rail_tells_the_parts(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(parts_root(":openers: yes"), conf=CONF), "revealjs")
    foot = on_deck(built, "statement").select_one(".slide-foot")
    assert foot.select_one("summary").get_text() == "E · Evidence: 1 claim"
    assert foot.select_one(".slide-position").get_text() == "3 / 5"
    rail = on_deck(built, "cover").select_one(".slide-rail")
    assert rail["aria-hidden"] == "true"
    assert [part["width"] for part in rail.select(".rail-part")] == ["50.000%", "50.000%"]
    assert [part["width"] for part in rail.select(".rail-seen")] == ["50.000%", "50.000%"]
    assert len(on_deck(built, "deck-title").select(".rail-seen")) == 0
