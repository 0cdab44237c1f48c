"""Figures: drawn from tables, the same each time, readable everywhere, strict about their data."""

from __future__ import annotations

import csv
import itertools
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError
from sphinx.util.inventory import InventoryFile
from sphinx_briefing.figures.drawings import DRAWINGS
from sphinx_briefing.figures.timeline import spread

from sphinx_briefing.claims.data import load_claims
from sphinx_briefing.figures.drawing import Picture
from sphinx_briefing.figures.table import known_tables, read_table
from tests.conftest import PROJECT
from tests.engine.test_builders import all_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from sphinx_briefing.figures.table import Table
    from tests.conftest import Built

NAMES = {
    "fig-timeline": ("chapters/chatbit", "timeline"),
    "fig-openness-ladder": ("chapters/open-source", "openness_ladder"),
    "fig-numbers": ("chapters/benefits", "numbers"),
    "fig-two-sides": ("chapters/benefits", "two_sides"),
    "fig-ecosystem": ("chapters/ecosystem", "ecosystem"),
    "fig-risks": ("chapters/misuse", "risks"),
    "fig-gpt2-release": ("chapters/withholding", "gpt2_release"),
}
"""The publication's figures: where each stands, and its table. `fig-verdicts` is counted."""

ON_SLIDES = {
    "briefing": (
        "story-in-time",
        "openness-ladder",
        "openness-cuts-cost",
        "two-sides",
        "risk-what-openness-adds",
        "gpt2-staged-release",
    ),
    "technical": ("frameworks-and-models",),
}

GPT2 = "date,millions,later_millions,sources\n2019-02-14,117,124,one\n2019-11-05,1500,,one two\n"
SIDES = (
    "property,benefit,benefit_in_article,benefit_claims,risk,risk_claims,sources\n"
    'Broad,"small, actors",no,C01,hostile <b>,,one\n'
)
CLAIM = """- id: C01
  home: index
  theme: benefits
  kind: fact
  attributed_to: somebody
  restatement: It is so.
  verdict: nuanced
"""
BIB = """
@misc{one, title = {One}, year = {2019}, consulted = {original}}
@misc{two, title = {Two}, year = {2020}, consulted = {copy}}
"""
CONF = """
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "source-{key}"
briefing_claims = "claims.yaml"
latex_documents = [("index", "root.tex", "Root", "Nobody", "manual")]
"""
INDEX = """# Front

## Place {claim}`C01`

:::{slide} Headline
:name: shown

```{show-figure} fig-steps
```
:::

Prose, see {ref}`fig-steps`.

:::{data-figure} gpt2_release
:name: fig-steps
:alt: Alternative words of the steps.

Caption of the steps.

Legend of the steps.
:::

```{toctree}
:maxdepth: 1

two
register
talk
```
"""
TWO = """# Two

:::{data-figure} two_sides
:name: fig-sides
:alt: Alternative words of the sides.

Caption of the sides.
:::

:::{data-figure} gpt2_release
:name: fig-steps-again
:alt: Alternative words, again.

Caption, again.
:::
"""
TALK = "# Talk\n\n:::{deck} The talk\n:minutes: 30\n:::\n"
REGISTER = "# Register\n\n```{claim-register}\n```\n\n```{bibliography}\n:all:\n```\n"


def files(**changed: str) -> dict[str, str]:
    """A small root with figures; keywords change or add tables."""
    tables = {"gpt2_release": GPT2, "two_sides": SIDES, **changed}
    return {
        "index.md": INDEX,
        "two.md": TWO,
        "talk.md": TALK,
        "register.md": REGISTER,
        "claims.yaml": CLAIM,
        "refs.bib": BIB,
        **{f"evidence/figures/{name}.csv": text for name, text in tables.items()},
    }


@pytest.fixture
def root(write_root: Callable[..., Path]) -> Path:
    return write_root(files(), conf=CONF)


def page_of(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(name), "html5lib")


# -- what a figure is -----------------------------------------------------------------------------


def test_a_figure_has_picture_caption_sources_alternative_and_data(
    root: Path, build: Callable[..., Built]
) -> None:
    built = build(root)
    assert built.warnings == ""
    page = page_of(built, "index.html")
    figure = page.select_one("figure#fig-steps")
    assert figure.select_one("svg[role=img]")["aria-label"] == "Alternative words of the steps."
    assert figure.select_one("figcaption .figure-title").get_text(strip=True) == (
        "Caption of the steps."
    )
    assert "Legend of the steps." in figure.select_one("figcaption").get_text()
    links = [a["href"] for a in figure.select(".figure-sources a")]
    assert links == ["register.html#source-one", "register.html#source-two"]
    details = figure.select_one("details")
    assert not details.has_attr("open")
    assert "Alternative words of the steps." in details.get_text()
    cells = [
        [td.get_text(" ", strip=True) for td in tr.select("td")]
        for tr in details.select("tbody tr")
    ]
    assert [row[:3] for row in cells] == [["2019-02-14", "117", "124"], ["2019-11-05", "1500", ""]]
    reference = page.select_one("p a[href='#fig-steps'] .std-ref")
    assert reference.get_text() == "Caption of the steps."


def test_claims_in_data_link_to_the_register_and_are_no_marks(
    root: Path, build: Callable[..., Built]
) -> None:
    built = build(root)
    row = page_of(built, "two.html").select_one("#fig-sides tbody tr")
    assert row.select_one("a[href='register.html#c01'] .claim-mark")
    assert "Two" not in page_of(built, "register.html").select_one(".claim-places").get_text()


def test_data_are_text_and_never_markup(root: Path, build: Callable[..., Built]) -> None:
    page = page_of(build(root), "two.html")
    assert page.select("#fig-sides b") == []
    assert "hostile <b>" in page.select_one("#fig-sides .side-risk").get_text()


def test_the_same_drawing_twice_has_no_id_twice(root: Path, build: Callable[..., Built]) -> None:
    joined = build(root, "singlehtml").read("index.html")
    figures = BeautifulSoup(joined, "html5lib").select("figure.data-figure")
    ids = [element["id"] for figure in figures for element in figure.select("[id]")]
    ids = [name for name in ids if name.startswith("fig-")]  # Sphinx repeats those of citations
    assert len(ids) == len(set(ids)) > 4
    assert len(re.findall(r"<svg[ >]", joined)) >= 2


def test_a_slide_shows_the_picture_and_links_to_the_figure(
    root: Path, build: Callable[..., Built]
) -> None:
    build(root)
    deck = page_of(build(root, "revealjs"), "talk.html")
    slide = deck.select_one("section#shown")
    assert len(slide.select(".slide-body svg[role=img]")) == 1
    assert slide.select_one(".figure-source a")["href"] == "../index.html#fig-steps"
    assert slide.select(".slide-body details, .slide-body table") == []
    notes = slide.select_one("aside.notes")
    assert notes.select("svg, table") == []
    assert "Alternative words of the steps." in notes.get_text()


def test_the_docs_show_it_once_and_the_box_points_to_it(
    root: Path, build: Callable[..., Built]
) -> None:
    built = build(root)
    page = page_of(built, "index.html")
    assert len(page.select("article svg.plot")) == 1
    assert page.select_one(".in-brief .figure-pointer a")["href"] == "#fig-steps"
    transcript = page_of(built, "talk.html")
    assert transcript.select("svg.plot") == []
    assert transcript.select_one(".transcript-slide a[href='index.html#fig-steps']")


def test_its_anchor_is_in_the_inventory(root: Path, build: Callable[..., Built]) -> None:
    with (build(root).out / "objects.inv").open("rb") as file:
        labels = InventoryFile.load(file, "", lambda base, path: path)["std:label"]
    assert labels["fig-steps"].uri == "index.html#fig-steps"
    assert labels["fig-steps"].display_name == "Caption of the steps."


@pytest.mark.parametrize(
    "builder", ["singlehtml", "dirhtml", "epub", "text", "latex", "man", "texinfo", "xml", "json"]
)
def test_every_builder_gives_caption_alternative_and_data(
    root: Path, build: Callable[..., Built], builder: str
) -> None:
    built = build(root, builder)
    assert built.warnings == ""
    text = all_text(built.out)
    for words in ("Caption of the steps.", "Legend of the steps.", "Alternative words of the",
                  "Parameters, millions", "117", "1500", "small, actors"):  # fmt: skip
        assert words in text, words
    if builder in {"epub", "text", "latex", "man", "texinfo"}:
        assert "<svg" not in text
        assert "figure-picture" not in text


def test_translators_get_caption_and_alternative(root: Path, build: Callable[..., Built]) -> None:
    messages = all_text(build(root, "gettext").out)
    assert "Caption of the steps." in messages
    assert "Alternative words of the steps." in messages


# -- what is wrong is said ------------------------------------------------------------------------

TABLE = "evidence/figures/gpt2_release.csv"
BROKEN = {
    "unknown column": (
        GPT2.replace("later_millions", "later"),
        [":1: column later: it is not known; the columns are: date, millions, later_millions",
         ":1: column later_millions: it is missing"],
    ),
    "column twice": (GPT2.replace("millions,later", "date,later"), [":1: column date: it stands"]),
    "missing column": (
        "date,millions,sources\n2019,1,one\n",
        [":1: column later_millions: it is missing; the columns are: date,"],
    ),
    "too few fields": (GPT2 + "2019-12,5\n", [":4: 2 fields, but there are 4 columns; put a"]),
    "too many fields": (GPT2 + "2019-12,1,500,,one\n", [":4: 5 fields, but there are 4"]),
    "no date": (
        GPT2.replace("2019-11-05", "November"),
        [":3: column date: 'November' is wrong; write a date: YYYY, YYYY-MM or YYYY-MM-DD"],
    ),
    "no such day": (
        GPT2.replace("2019-11-05", "2019-02-30"),
        [":3: column date: '2019-02-30' is no day of the calendar"],
    ),
    "no number": (
        GPT2.replace("1500", "1.5B"),
        [":3: column millions: '1.5B' is wrong; write digits"],
    ),
    "empty": (GPT2.replace(",1500,", ",,"), [":3: column millions: it is empty; write digits"]),
    "no rows": ("date,millions,later_millions,sources\n", [":2: it has no rows: add one"]),
    "empty file": ("", [":1: column date: it is missing"]),
    "open quote": (GPT2 + '2019-12,"5,,one\n', [":4: no CSV: "]),
    "unknown source": (
        GPT2.replace("one two", "one three"),
        [":3: column sources: 'three' is no source; mend its spelling, or add it"],
    ),
    "no source": (GPT2.replace(",one two", ","), [":3: column sources: it is empty; write keys"]),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_malformed_data_fail_the_build_with_file_line_and_column(
    write_root: Callable[..., Path], build: Callable[..., Built], fault: str
) -> None:
    text, expected = BROKEN[fault]
    with pytest.raises(ExtensionError) as raised:
        build(write_root(files(gpt2_release=text), conf=CONF))
    lines = str(raised.value).splitlines()
    assert len(lines) >= len(expected)
    for line, start in zip(lines, expected, strict=False):
        assert line.startswith(TABLE + start), lines


def test_an_unknown_claim_id_fails_the_build(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    with pytest.raises(ExtensionError, match=r"two_sides.csv:2: column benefit_claims: 'C99'"):
        build(write_root(files(two_sides=SIDES.replace("C01", "C99")), conf=CONF))


def test_an_unknown_value_names_those_that_are_known(tmp_path: Path) -> None:
    path = tmp_path / "openness_ladder.csv"
    path.write_text(
        "rung,name,what_others_may_do,examples,control_left_to_owner,sources\n7,a,b,c,d,one\n",
        encoding="utf-8",
    )
    with pytest.raises(ExtensionError, match="column rung: '7' is not known; write one of: 1, 2"):
        read_table(path, "ladder")


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gpt2_release.csv"
    path.write_bytes(GPT2.encode("utf-16"))
    with pytest.raises(ExtensionError, match=r"steps.csv: it is not UTF-8"):
        read_table(path, "steps.csv")


FIGURE = ":::{data-figure} gpt2_release\n:name: fig-x\n:alt: Words.\n\nCaption.\n:::\n"
MISTAKES = {
    "unknown drawing": (FIGURE.replace("gpt2_release", "gpt3"), "no drawing is named 'gpt3'; use"),
    "no name": (FIGURE.replace(":name: fig-x\n", ""), "no anchor: add :name:, such as :name: fig-"),
    "no alternative": (FIGURE.replace(":alt: Words.\n", ""), "no text alternative: add :alt:"),
    "no caption": (FIGURE.replace("\n\nCaption.", "\n"), "no caption: write one"),
    "a list for a caption": (FIGURE.replace("Caption.", "- Item"), "begin with a short paragraph"),
    "no table": (
        FIGURE.replace("gpt2_release", "risks"),
        "evidence/figures/risks.csv: there is no such file: add it, with the columns risk,",
    ),
    "unknown figure": ("```{show-figure} fig-y\n```\n", "no figure is named 'fig-y'; use one of: "),
    "no parts": (
        "```{show-figure} fig-steps\n:only: Cost\n```\n",
        "the figure 'fig-steps' cannot be shown in part: take :only: out",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_an_authors_mistake_is_reported_once_where_it_stands(
    write_root: Callable[..., Path], build: Callable[..., Built], mistake: str
) -> None:
    text, expected = MISTAKES[mistake]
    sources = files() | {"two.md": f"# Two\n\n{text}"}
    warnings = build(write_root(sources, conf=CONF)).warnings.strip().splitlines()
    assert len(warnings) == 1, warnings
    assert expected in warnings[0]
    assert "two.md:3" in warnings[0]


def test_a_figure_on_a_slide_is_sent_to_its_section(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = f"# Two\n\n::::{{slide}} Full\n\n{FIGURE}\n::::\n"
    warnings = build(write_root(files() | {"two.md": text}, conf=CONF)).warnings
    assert "the figure 'fig-x' stands on a slide: put it into the section" in warnings


def test_an_unknown_group_names_those_there_are(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    table = "group,measure,qualifier,value,unit,sources\nCost,A,,5,per cent,one\n"
    text = FIGURE.replace("gpt2_release", "numbers") + (
        "\n```{show-figure} fig-x\n:only: Cost; Price\n```\n"
    )
    sources = files(numbers=table) | {"two.md": f"# Two\n\n{text}"}
    warnings = build(write_root(sources, conf=CONF)).warnings
    assert ":only: has no group 'Price'; use some of: Cost" in warnings


# -- the same each time ---------------------------------------------------------------------------


def project_tables() -> dict[str, Table]:
    """The tables of the publication by name, the counted one apart."""
    return {
        name: read_table(PROJECT / f"evidence/figures/{name}.csv", name) for name in known_tables()
    }


DRAW = """
import sys
sys.path.insert(0, {root!r})
from tests.engine.test_figures import draw_all
print(draw_all())
"""


def draw_all() -> str:
    """Every drawing of the publication's tables, in both shapes."""
    return "\n".join(
        DRAWINGS[name].draw(table, Picture(shape, f"{name}-{shape}", "Words"))
        for name, table in project_tables().items()
        for shape in ("page", "slide")
    )


def test_each_process_draws_the_same_bytes(tmp_path: Path) -> None:
    def drawn(seed: str, settings: str) -> str:
        home = tmp_path / seed
        home.mkdir()
        (home / "matplotlibrc").write_text(settings)
        result = subprocess.run(
            [sys.executable, "-c", DRAW.format(root=str(PROJECT))],
            cwd=home, capture_output=True, text=True, check=False,
            env={"PYTHONHASHSEED": seed, "MPLCONFIGDIR": str(home), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        assert (result.returncode, result.stderr) == (0, "")
        return result.stdout

    one = drawn("1", "")
    assert drawn("2", "svg.fonttype: path\nfont.size: 30\nlines.linewidth: 9\n") == one
    assert one.count("<svg") == 6


def test_an_edit_of_the_data_changes_the_pages_that_show_it(
    root: Path, build: Callable[..., Built]
) -> None:
    build(root)
    path = root / TABLE
    path.write_text(GPT2.replace("1500", "1600"), encoding="utf-8")
    built = build(root)
    for name in ("index.html", "two.html"):
        assert "1.6 billion" in built.read(name)
    assert "1.6 billion" in build(root, "revealjs").read("talk.html")


def test_labels_are_spread_in_order_without_overlap() -> None:
    centres = spread([10, 11, 12, 50], [20, 10, 20, 10])
    gaps = [b - a for a, b in itertools.pairwise(centres)]
    assert gaps[0] == pytest.approx(15)
    assert gaps[1] == pytest.approx(15)
    assert centres[3] == 50
    assert sum(centres[:3]) == pytest.approx(33)


# -- the publication's figures --------------------------------------------------------------------


@pytest.fixture(scope="module")
def figures(site: Path) -> dict[str, BeautifulSoup]:
    """Every figure of the site by its id."""
    found = {}
    for docname, _ in [*NAMES.values(), ("index", "")]:
        page = BeautifulSoup((site / f"{docname}.html").read_bytes(), "html5lib")
        found |= {figure["id"]: figure for figure in page.select("figure.data-figure")}
    return found


def test_all_figures_are_there_with_every_row(
    figures: dict[str, BeautifulSoup], site: Path
) -> None:
    assert set(figures) == {*NAMES, "fig-verdicts"}
    for name, figure in figures.items():
        assert figure.select_one(".figure-title").get_text(strip=True), name
        assert len(figure.select_one(".figure-alt").get_text().split()) >= 10, name
        assert figure.select_one(".figure-sources"), name
        for link in figure.select("a.reference"):
            assert "#source-" in link["href"] or "#c" in link["href"], (name, link)
    for name, (_, table) in NAMES.items():
        with (PROJECT / f"evidence/figures/{table}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        shown = figures[name].select("tbody tr")
        assert len(shown) == len(rows), name
        for row, line in zip(rows, shown, strict=True):
            assert len(line.select("a[href*='#source-']")) == len(row["sources"].split()), row
    assert len(figures["fig-timeline"].select("tbody tr")) == 43


def test_verdicts_are_counted_from_the_claims(figures: dict[str, BeautifulSoup]) -> None:
    claims = load_claims(PROJECT / "evidence" / "claims.yaml").values()
    rows = [
        [td.get_text(strip=True) for td in tr.select("td")]
        for tr in figures["fig-verdicts"].select("tbody tr")
    ]
    assert sum(int(row[-1]) for row in rows) == len(claims)
    for at, verdict in enumerate(("confirmed", "nuanced", "contradicted", "not found"), start=1):
        assert sum(int(row[at]) for row in rows) == sum(c.verdict == verdict for c in claims)
    assert not (PROJECT / "evidence" / "figures" / "verdicts.csv").exists()


def test_every_event_is_in_the_timeline_and_the_articles_own_are_marked(
    figures: dict[str, BeautifulSoup],
) -> None:
    svg = figures["fig-timeline"].select_one("svg")
    words = svg.get_text(" ")
    table = project_tables()["timeline"]
    for row in table.rows:
        assert all(word in words for word in row["label"].split()), row
    bold = " ".join(text.get_text() for text in svg.select("text[font-weight='700']"))
    assert "ChatBIT paper" in bold
    assert "NTIA report" not in bold
    assert len(svg.select("title")) == len(table.rows)


def test_pictures_have_neither_style_nor_script(figures: dict[str, BeautifulSoup]) -> None:
    for name, figure in figures.items():
        assert figure.select("style, script, [style], [onclick]") == [], name
        for svg in figure.select("svg"):
            assert svg.select("metadata, image") == [], name


def test_colours_of_plots_follow_the_theme(figures: dict[str, BeautifulSoup]) -> None:
    """Whatever is painted has a class that the stylesheet gives a token's colour."""
    for name, figure in figures.items():
        for element in figure.select("svg [fill], svg [stroke]"):
            for key, prefix in (("fill", "fill-"), ("stroke", "line-")):
                if element.get(key, "none") != "none":
                    classes = element.get("class", [])
                    assert any(c.startswith(prefix) for c in classes), (name, str(element)[:200])
        assert figure.select("defs path[fill], defs path[stroke]") == [], name


# -- in the browser -------------------------------------------------------------------------------

OVERFLOWING = """
() => [...document.querySelectorAll('.data-figure, .data-figure *')]
  .filter(e => !e.closest('.figure-picture[role=region] *, .figure-hidden, .side-key, svg *'))
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 100))
"""
SMALLEST = """
([selector, skipped]) => Math.min(...[...document.querySelectorAll(selector)].flatMap(root => {
  const sizes = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let t = walker.nextNode(); t; t = walker.nextNode()) {
    const e = t.parentElement;
    if (!t.data.trim() || e.closest(skipped) || e.tagName === 'title') continue;
    const svg = e.closest('svg');
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    sizes.push(parseFloat(getComputedStyle(e).fontSize) * scale);
  }
  return sizes;
}))
"""
CONTRAST = """
() => {
  const rgb = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = c => rgb(c).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05); };
  const paper = getComputedStyle(document.body).backgroundColor;
  const worst = {};
  for (const text of document.querySelectorAll('.plot text')) {
    const box = text.getBoundingClientRect();
    let ground = paper;
    for (const path of text.ownerSVGElement.querySelectorAll('path')) {
      const p = path.getBoundingClientRect(), fill = getComputedStyle(path).fill;
      if (fill !== 'none' && p.left <= box.left && p.right >= box.right
          && p.top <= box.top + 4 && p.bottom >= box.bottom - 4) ground = fill;
    }
    const r = ratio(getComputedStyle(text).fill, ground);
    worst[text.textContent] = Math.min(r, worst[text.textContent] ?? 99);
  }
  return Object.entries(worst).filter(([, r]) => r < 4.5);
}
"""
DOCS = ("index", *dict.fromkeys(docname for docname, _ in NAMES.values()))


def open_page(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_page(**options)
    page.goto(address)
    return page


@pytest.mark.parametrize("docname", DOCS)
def test_figures_fit_a_phone(browser: Browser, site: Path, docname: str) -> None:
    page = open_page(
        browser, (site / f"{docname}.html").as_uri(), viewport={"width": 390, "height": 800}
    )
    for summary in page.locator(".figure-data summary").all():
        summary.click()
    overflowing = page.evaluate(OVERFLOWING)
    smallest = page.evaluate(SMALLEST, [".data-figure", ".claim-mark, .figure-hidden"])
    named = page.locator(".figure-picture[role=region]:not([aria-label][tabindex='0'])").count()
    page.close()
    assert overflowing == []
    assert smallest >= 10
    assert named == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("docname", DOCS)
def test_plots_have_contrast(browser: Browser, site: Path, docname: str, scheme: str) -> None:
    page = open_page(browser, (site / f"{docname}.html").as_uri(), color_scheme=scheme)
    faint = page.evaluate(CONTRAST)
    page.close()
    assert faint == []


@pytest.mark.parametrize("deck", ON_SLIDES)
def test_figures_on_slides_can_be_read_from_the_back(
    browser: Browser, site: Path, deck: str
) -> None:
    page = open_page(
        browser, (site / "present" / f"{deck}.html").as_uri(),
        viewport={"width": 1280, "height": 720},
    )  # fmt: skip
    page.wait_for_selector("html.deck-ready")
    sizes = {}
    for slide in ON_SLIDES[deck]:
        page.evaluate("id => Reveal.slide(Reveal.getSlides().findIndex(s => s.id === id))", slide)
        assert page.locator(f"section#{slide} .slide-figure").is_visible(), slide
        sizes[slide] = page.evaluate(
            SMALLEST, [f"section#{slide} .slide-figure", ".figure-hidden, .side-key"]
        )
    page.close()
    assert {slide: size for slide, size in sizes.items() if size < 24} == {}


def test_figures_print_on_light_paper_and_whole(browser: Browser, site: Path) -> None:
    page = open_page(
        browser, (site / "chapters/chatbit.html").as_uri(),
        color_scheme="dark", viewport={"width": 700, "height": 900},
    )  # fmt: skip
    page.emulate_media(media="print")
    ink = page.evaluate("getComputedStyle(document.querySelector('.plot .fill-ink')).fill")
    cut = page.evaluate(
        "(() => { const p = document.querySelector('.figure-picture');"
        " return p.querySelector('svg').getBoundingClientRect().right"
        " - document.documentElement.clientWidth })()"
    )
    page.close()
    assert ink == "rgb(27, 34, 39)"
    assert cut <= 1
