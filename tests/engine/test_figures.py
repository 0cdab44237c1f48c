"""Figures of another subject: two files, no Python; the same each time; strict about files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError
from sphinx.testing.util import SphinxTestApp
from sphinx.util.inventory import InventoryFile

from sphinx_briefing.figures import drawing, vega, worker
from sphinx_briefing.figures.drawing import Wanted, draw_all, faults_in
from sphinx_briefing.figures.files import FORMS
from sphinx_briefing.figures.process import ProcessFailed, run_apart
from sphinx_briefing.figures.svg import ALT, ID, clean, placed
from sphinx_briefing.figures.vega import Result, draw_specifications
from tests import conftest
from tests.conftest import PROJECT, StrictSiteHandler, serving
from tests.engine.test_builders import all_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Built

V6 = "https://vega.github.io/schema/vega-lite/v6.json"

HARVEST = "day,tonnes,kind,sources\n2019-02,1.5,early,one\n2019-11-05,40,late,one two\n"
HARVEST_SCHEMA = """{
  "title": "What was picked, and when",
  "briefing:only": "kind",
  "fields": [
    { "name": "day", "title": "Day", "type": "date", "format": "any",
      "constraints": { "required": true } },
    { "name": "tonnes", "title": "Tonnes picked", "type": "number",
      "constraints": { "minimum": 0, "maximum": 50 } },
    { "name": "kind", "title": "Kind", "type": "string",
      "constraints": { "required": true },
      "categories": [
        { "value": "early", "label": "Early apples" },
        { "value": "late", "label": "Late apples" }
      ] },
    { "name": "sources", "title": "Sources", "type": "string", "briefing:keys": "sources",
      "constraints": { "required": true } }
  ]
}
"""
HARVEST_SPEC = f"""{{
  "$schema": "{V6}",
  "layer": [
    {{ "mark": {{ "type": "bar", "clip": true }} }},
    {{ "mark": {{ "type": "point", "aria": true }},
       "encoding": {{ "description": {{ "field": "kind_words" }} }} }},
    {{ "mark": "text", "encoding": {{ "text": {{ "field": "kind_words" }} }} }}
  ],
  "encoding": {{
    "x": {{ "field": "day", "type": "temporal" }},
    "y": {{ "field": "tonnes", "type": "quantitative" }}
  }}
}}
"""
USES = 'use,"claims",who\n"cider, juice",C01,hostile <b>\n'
USES_SCHEMA = """{ "fields": [
  { "name": "use", "title": "Use of apples" },
  { "name": "claims", "title": "Claims", "briefing:keys": "claims" },
  { "name": "who" }
] }
"""
USES_TEMPLATE = """<ul class="uses">
{% for row in rows %}
<li>{{ row.use }} by {{ row.who }}</li>
{% endfor %}
</ul>
"""
CLAIM = """- id: C01
  home: index
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

```{show-figure} fig-harvest
:only: Late apples
```
:::

Prose, see {ref}`fig-harvest`.

:::{data-figure} harvest
:name: fig-harvest
:alt: Alternative words of the harvest.

Caption of the harvest.

Legend of the harvest.
:::

```{toctree}
:maxdepth: 1

two
register
talk
```
"""
TWO = """# Two

:::{data-figure} uses
:name: fig-uses
:alt: Alternative words of the uses.

Caption of the uses.
:::

:::{data-figure} harvest
:name: fig-harvest-again
:alt: Alternative words, again.

Caption, again.
:::
"""
TALK = "# Talk\n\n:::{deck} The talk\n:minutes: 30\n:::\n"
REGISTER = "# Register\n\n```{claim-register}\n```\n\n```{bibliography}\n:all:\n```\n"
AT = "evidence/figures/"


def files(**changed: str | None) -> dict[str, str]:
    """A small root with figures; keywords such as ``harvest_csv`` change, add or drop files."""
    data: dict[str, str | None] = {
        "harvest_csv": HARVEST,
        "harvest_schema_json": HARVEST_SCHEMA,
        "harvest_vl_json": HARVEST_SPEC,
        "uses_csv": USES,
        "uses_schema_json": USES_SCHEMA,
        "uses_html": USES_TEMPLATE,
        **changed,
    }
    return {
        "index.md": INDEX,
        "two.md": TWO,
        "talk.md": TALK,
        "register.md": REGISTER,
        "claims.yaml": CLAIM,
        "refs.bib": BIB,
        **{AT + key.replace("_", "."): text for key, text in data.items() if text is not None},
    }


@pytest.fixture(scope="module", autouse=True)
def _drawn_once() -> Iterator[None]:
    """Draw a specification once for all tests here: most of them draw the same.

    What draws is a process of its own, which takes longer than all else of a build. The tests that
    start builds as their users do draw each time.
    """
    known: dict[str, Result] = {}

    def draw(specifications: Iterable[dict[str, Any]], names: Sequence[str] = ()) -> list[Result]:
        wanted = [json.dumps(one) for one in specifications]
        new = {key: name for key, name in zip(wanted, names, strict=True) if key not in known}
        if new:
            drawn = draw_specifications(map(json.loads, new), [*new.values()])
            known.update(zip(new, drawn, strict=True))
        return [known[key] for key in wanted]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "draw_specifications", draw)
        yield


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
    figure = page.select_one("figure#fig-harvest")
    pictures = figure.select("svg[role=img]")
    assert [svg["class"] for svg in pictures] == [["plot", "plot-page"], ["plot", "plot-phone"]]
    assert {svg["aria-label"] for svg in pictures} == {"Alternative words of the harvest."}
    assert figure.select_one("figcaption .figure-title").get_text(strip=True) == (
        "Caption of the harvest."
    )
    assert "Legend of the harvest." in figure.select_one("figcaption").get_text()
    links = [a["href"] for a in figure.select(".figure-sources a")]
    assert links == ["register.html#source-one", "register.html#source-two"]
    details = figure.select_one("details")
    assert not details.has_attr("open")
    assert "Alternative words of the harvest." in details.get_text()
    assert [th.get_text(strip=True) for th in details.select("thead th")] == [
        "Day", "Tonnes picked", "Kind", "Sources",
    ]  # fmt: skip
    cells = [
        [td.get_text(" ", strip=True) for td in tr.select("td")]
        for tr in details.select("tbody tr")
    ]
    assert [row[:3] for row in cells] == [
        ["2019-02", "1.5", "Early apples"],
        ["2019-11-05", "40", "Late apples"],
    ]
    reference = page.select_one("p a[href='#fig-harvest'] .std-ref")
    assert reference.get_text() == "Caption of the harvest."


def test_two_files_without_python_or_schema_make_a_figure(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    spec = {
        "$schema": V6,
        "mark": "bar",
        "encoding": {
            "x": {"field": "tonnes_in_all", "type": "quantitative"},
            "y": {"field": "fruit", "type": "nominal"},
        },
    }
    text = (
        "# Fruit\n\n:::{data-figure} fruit\n:name: fig-fruit\n:alt: Pears.\n\nFruit.\n:::\n"
        "\n:::{data-figure} trees\n:name: fig-trees\n:alt: Trees.\n\nTrees.\n:::\n"
    )
    built = build(
        write_root(
            {
                "index.md": text,
                f"{AT}fruit.csv": "fruit,tonnes_in_all\nPears,5\nPlums,10\n",
                f"{AT}fruit.vl.json": json.dumps(spec),
                f"{AT}trees.csv": "tree,height\nOak,20\n",
                f"{AT}trees.html": "{{ rows[0].tree }}: {{ rows[0].height + 1 }}",
            }
        )
    )
    assert built.warnings == ""
    page = page_of(built, "index.html")
    fruit = page.select_one("#fig-fruit")
    assert "Plums" in fruit.select_one("svg").get_text(" ")
    assert [th.get_text(strip=True) for th in fruit.select("th")] == ["Fruit", "Tonnes in all"]
    bars = [path["d"] for path in fruit.select("svg.plot-page path[fill='var(--briefing-accent)']")]
    lengths = sorted(float(re.search(r"h(-?[\d.]+)", d)[1]) for d in bars)
    assert lengths[1] == pytest.approx(2 * lengths[0], abs=0.02)
    assert "Oak: 21" in page.select_one("#fig-trees .figure-picture").get_text()
    assert fruit.select(".figure-sources") == []


def test_a_schema_may_stand_in_the_specification(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    spec = json.loads(HARVEST_SPEC) | {"usermeta": {"tableSchema": json.loads(HARVEST_SCHEMA)}}
    built = build(
        write_root(
            files(harvest_schema_json=None, harvest_vl_json=json.dumps(spec, indent=2)), conf=CONF
        )
    )
    assert built.warnings == ""
    figure = page_of(built, "index.html").select_one("#fig-harvest")
    assert "Tonnes picked" in figure.select_one("thead").get_text()
    assert "Late apples" in figure.select_one("tbody").get_text()


def test_claims_in_data_link_to_the_register_and_are_no_marks(
    root: Path, build: Callable[..., Built]
) -> None:
    built = build(root)
    row = page_of(built, "two.html").select_one("#fig-uses tbody tr")
    assert row.select_one("a[href='register.html#c01'] .claim-mark")
    assert "Two" not in page_of(built, "register.html").select_one(".claim-places").get_text()


def test_data_are_text_and_never_markup(root: Path, build: Callable[..., Built]) -> None:
    page = page_of(build(root), "two.html")
    assert page.select("#fig-uses b") == []
    assert "hostile <b>" in page.select_one("#fig-uses .uses").get_text()


def test_the_same_figure_twice_has_no_id_twice(root: Path, build: Callable[..., Built]) -> None:
    joined = BeautifulSoup(build(root, "singlehtml").read("index.html"), "html5lib")
    clips = [element["id"] for element in joined.select(".plot [id]")]
    assert len(clips) == len(set(clips)) == 4  # two figures, each for pages and phones
    used = {
        match
        for element in joined.select("svg [clip-path]")
        for match in re.findall(r"url\(#(.+?)\)", element["clip-path"])
    }
    assert used == set(clips)


def test_a_slide_shows_the_part_asked_for_and_links_to_the_figure(
    root: Path, build: Callable[..., Built]
) -> None:
    build(root)
    deck = page_of(build(root, "revealjs"), "talk.html")
    slide = deck.select_one("section#shown")
    for picture, form in zip(
        slide.select(".slide-body svg[role=img]"), ("slide", "slide-phone"), strict=True
    ):  # the second is for a column of slides
        assert picture["class"] == ["plot", f"plot-{form}"]
        assert "Late apples" in picture.get_text()
        assert "Early apples" not in picture.get_text()
    assert slide.select_one(".figure-source a")["href"] == "../index.html#fig-harvest"
    assert slide.select(".slide-body details, .slide-body table") == []
    notes = slide.select_one("aside.notes")
    assert notes.select("svg, table") == []
    assert "Alternative words of the harvest." in notes.get_text()


@pytest.mark.parametrize(
    ("files_of_it", "shown"),
    [
        ({"harvest_html": "page: {{ form }}"}, "page: slide-phone"),
        ({"harvest_slide_html": "slide: {{ form }}"}, "slide: slide-phone"),
        (
            {"harvest_slide_html": "slide: {{ form }}", "harvest_slide-phone_html": "{{ form }}"},
            "slide-phone",
        ),
    ],
)
def test_a_slide_on_a_phone_has_the_nearest_form(
    write_root: Callable[..., Path],
    build: Callable[..., Built],
    files_of_it: dict[str, str],
    shown: str,
) -> None:
    own = {} if "harvest_slide_html" in files_of_it else {"harvest_vl_json": None}
    build(root := write_root(files(**own, **files_of_it), conf=CONF))
    deck = page_of(build(root, "revealjs"), "talk.html")
    small = deck.select_one("section#shown .slide-figure-small")
    assert small.get_text(strip=True) == shown


def test_the_docs_show_it_once_and_the_box_points_to_it(
    root: Path, build: Callable[..., Built]
) -> None:
    built = build(root)
    page = page_of(built, "index.html")
    assert len(page.select("article svg.plot-page")) == 1
    assert page.select_one(".in-brief .figure-pointer a")["href"] == "#fig-harvest"
    transcript = page_of(built, "talk.html")
    assert transcript.select("svg.plot") == transcript.select("template svg.plot")
    assert transcript.select_one(".transcript-slide a[href='index.html#fig-harvest']")


def test_its_anchor_is_in_the_inventory(root: Path, build: Callable[..., Built]) -> None:
    with (build(root).out / "objects.inv").open("rb") as file:
        labels = InventoryFile.load(file, "", lambda base, path: path)["std:label"]
    assert labels["fig-harvest"].uri == "index.html#fig-harvest"
    assert labels["fig-harvest"].display_name == "Caption of the harvest."


@pytest.mark.parametrize(
    "builder", ["singlehtml", "dirhtml", "epub", "text", "latex", "man", "texinfo", "xml", "json"]
)
def test_every_builder_gives_caption_alternative_and_data(
    root: Path, build: Callable[..., Built], builder: str
) -> None:
    built = build(root, builder)
    assert built.warnings == ""
    text = all_text(built.out)
    for words in ("Caption of the harvest.", "Legend of the harvest.", "Alternative words of the",
                  "Tonnes picked", "40", "1.5", "cider, juice"):  # fmt: skip
        assert words in text, words
    if builder in {"text", "latex", "man", "texinfo"}:
        assert "<svg" not in text
        assert "figure-picture" not in text
    if builder == "epub":  # a book shows pictures, too
        pages = "".join(page.read_text("utf-8") for page in built.out.rglob("*.xhtml"))
        assert '<svg class="plot plot-page"' in pages


def test_translators_get_caption_and_alternative(root: Path, build: Callable[..., Built]) -> None:
    messages = all_text(build(root, "gettext").out)
    assert "Caption of the harvest." in messages
    assert "Alternative words of the uses." in messages


def test_a_form_may_have_its_own_file(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(
        files(
            harvest_slide_html="<p class='own'>{{ form }}: {{ told(rows[0], 'kind') }}</p>",
            uses_phone_html="<p class='own'>{{ form }}</p>",
        ),
        conf=CONF,
    )
    docs = build(root)
    assert docs.warnings == ""
    assert page_of(docs, "two.html").select_one("#fig-uses .own").get_text() == "phone"
    deck = page_of(build(root, "revealjs"), "talk.html")
    assert deck.select_one(".slide-figure .own").get_text() == "slide: Late apples"
    assert deck.select(".slide-figure svg") == []


# -- what is wrong is said ------------------------------------------------------------------------

FAULTS = yaml.safe_load((PROJECT / "tests/data/figure_faults.yaml").read_text(encoding="utf-8"))
"""Faults, each with what it changes in one of the `files`, and all that the build says."""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SphinxTestApp]:
    """A root that was read once, whose files each test may change."""
    folder = tmp_path_factory.mktemp("checked")
    for name, text in {"conf.py": conftest.CONF + CONF, **files()}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    app = SphinxTestApp("html", srcdir=folder)
    app.build()
    yield app
    app.cleanup()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['file']}: {fault['fault']}")
def test_what_is_wrong_is_told_with_file_line_and_what_to_write(
    checked: SphinxTestApp, fault: dict[str, Any]
) -> None:
    path = checked.srcdir / AT / fault["file"]
    before = path.read_text(encoding="utf-8")
    if "text" in fault:
        text = fault["text"]
    else:
        assert fault["find"] in before
        text = before.replace(fault["find"], fault["replace"], 1)
    path.write_text(text, encoding="utf-8")
    try:
        said = "\n".join(faults_in(checked.env)).splitlines()
        if not said:
            wanted = [Wanted(name, form) for name in ("harvest", "uses") for form in FORMS]
            with pytest.raises(ExtensionError) as raised:
                draw_all(checked.env, wanted)
            said = str(raised.value).splitlines()
    finally:
        path.write_text(before, encoding="utf-8")
    assert said == [f"{AT}{fault['file']}{says}" for says in fault["says"]]


@pytest.mark.parametrize("name", ["harvest.csv", "harvest.vl.json", "uses.html"])
def test_what_is_wrong_stops_the_build(
    write_root: Callable[..., Path], build: Callable[..., Built], name: str
) -> None:
    """Before the sources are read where that can be known, else before a page is written."""
    fault = next(f for f in reversed(FAULTS) if f["file"] == name and "find" in f)
    sources = files()
    sources[AT + name] = sources[AT + name].replace(fault["find"], fault["replace"], 1)
    with pytest.raises(ExtensionError) as raised:
        build(write_root(sources, conf=CONF))
    assert str(raised.value).splitlines()[0] == f"{AT}{name}{fault['says'][0]}"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "new.csv",
            "a\n1\n",
            (
                "new.csv: nothing draws it: add new.vl.json (Vega-Lite) or new.html (a template) "
                "beside it"
            ),
        ),
        ("new.html", "x", "new.csv: the figure has no table: add this file, its data"),
        (
            "harvest.tablet.vl.json",
            "{}",
            (
                "harvest.tablet.vl.json: no form is named 'tablet'; "
                "use one of: page, phone, slide, slide-phone"
            ),
        ),
    ],
)
def test_a_figure_that_lacks_a_file_is_told_which(
    write_root: Callable[..., Path], build: Callable[..., Built], name: str, text: str, says: str
) -> None:
    with pytest.raises(ExtensionError) as raised:
        build(write_root(files() | {AT + name: text}, conf=CONF))
    assert str(raised.value) == AT + says


def test_an_unknown_claim_id_fails_the_build(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    with pytest.raises(ExtensionError) as raised:
        build(write_root(files(uses_csv=USES.replace("C01", "C99")), conf=CONF))
    says = "'C99' is no claim; mend its spelling, or write the id of one"
    assert str(raised.value) == f"{AT}uses.csv:2: column claims: {says}"


FIGURE = ":::{data-figure} harvest\n:name: fig-x\n:alt: Words.\n\nCaption.\n:::\n"
MISTAKES = {
    "unknown figure": (
        FIGURE.replace("harvest", "gpt3"),
        "no figure has the files 'gpt3'; use one of: harvest, uses; or add evidence/",
    ),
    "no name": (FIGURE.replace(":name: fig-x\n", ""), "no anchor: add :name:, such as :name: fig-"),
    "no alternative": (FIGURE.replace(":alt: Words.\n", ""), "no text alternative: add :alt:"),
    "no caption": (FIGURE.replace("\n\nCaption.", "\n"), "no caption: write one"),
    "a list for a caption": (FIGURE.replace("Caption.", "- Item"), "begin with a short paragraph"),
    "unknown figure to show": (
        "```{show-figure} fig-y\n```\n", "no figure is named 'fig-y'; use one of: fig-harvest",
    ),
    "unknown part": (
        "```{show-figure} fig-harvest\n:only: Late apples; Pears\n```\n",
        ":only: has no group 'Pears'; use some of: Early apples; Late apples",
    ),
}  # fmt: skip


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


def test_a_figure_without_groups_is_not_shown_in_part(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = TWO + "\n```{show-figure} fig-uses\n:only: cider\n```\n"
    warnings = build(write_root(files() | {"two.md": text}, conf=CONF)).warnings
    assert (
        "the figure 'fig-uses' cannot be shown in part: take :only: out, or name the column by "
        'which it can in its schema: "briefing:only": "group"'
    ) in warnings


def test_a_figure_on_a_slide_is_sent_to_its_section(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = f"# Two\n\n::::{{slide}} Full\n\n{FIGURE}\n::::\n"
    warnings = build(write_root(files() | {"two.md": text}, conf=CONF)).warnings
    assert "the figure 'fig-x' stands on a slide: put it into the section" in warnings


# -- the same each time ---------------------------------------------------------------------------


def pictures(out: Path) -> list[str]:
    return [
        svg
        for page in sorted(out.rglob("*.html"))
        for svg in re.findall(r'<svg class="plot.*?</svg>', page.read_text(encoding="utf-8"))
    ]


def test_each_machine_draws_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """With one processor, and with two that read in parallel."""

    def drawn(name: str, jobs: str, **settings: str) -> list[str]:
        home = tmp_path / name
        home.mkdir()
        result = subprocess.run(
            [sys.executable, "-m", "sphinx", "-qWj", jobs, "-b", "html", root, home / "out"],
            capture_output=True, text=True, check=False,
            env={**os.environ, "HOME": str(home), **settings},
        )  # fmt: skip
        assert (result.returncode, conftest.complaints(result.stderr)) == (0, [])
        return pictures(home / "out")

    one = drawn("one", "1", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    two = drawn("two", "2", PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8")
    assert two == one
    # On two pages and a slide, each with a form for phones, and on the slide's picture.
    assert len(one) == 7


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("import sys; print(3, file=sys.stderr); sys.exit('no such thing')", "no such thing"),
        (
            "import os; os.kill(os.getpid(), 9)",
            "ended without a word (-9), perhaps for",
        ),
        ("import time; time.sleep(60)", "it was not done within 1 seconds"),
    ],
)
def test_why_a_process_that_draws_failed_is_told(tmp_path: Path, script: str, says: str) -> None:
    """As all that draw do: figures, pictures of pages, and covers."""
    module = ModuleType("draws")
    module.__file__ = str(tmp_path / "draws.py")
    (tmp_path / "draws.py").write_text(script, encoding="utf-8")
    with pytest.raises(ProcessFailed) as failed:
        run_apart(module, {}, 1)
    assert says in str(failed.value)


def test_a_figure_that_is_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> bytes:
        raise ProcessFailed("it was not done", ["0", "1"], is_too_much=True)

    monkeypatch.setattr(vega, "run_apart", fail)
    says = "the figures could not be drawn: two.vl.json: it was not done: make it of fewer marks"
    with pytest.raises(ExtensionError, match=re.escape(says)):
        draw_specifications([{}, {}], ["one.vl.json", "two.vl.json"])


FONTS = ("DejaVu Sans", "Arial", "Noto Sans", "Helvetica")


def test_no_font_of_the_machine_is_measured(tmp_path: Path) -> None:
    """A font that the machine may have counts as much as one that none has."""
    fonts = (*FONTS, "No such font")
    specs = [
        {
            "$schema": V6, "data": {"values": [{"a": "Words 开源 ✓ عرب"}]}, "mark": "bar",
            "config": {"font": name}, "encoding": {"y": {"field": "a", "type": "nominal"}},
        }
        for name in fonts
    ]  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-P", worker.__file__], input=json.dumps(specs), text=True,
        capture_output=True, check=True, env=worker.environment_without_settings(tmp_path),
    )  # fmt: skip
    measured = [
        str(drawn["svg"]).replace(name, "")
        for drawn, name in zip(json.loads(ran.stdout), fonts, strict=True)
    ]
    assert len(measured[0]) > len("<svg></svg>")
    assert measured == [measured[-1]] * len(fonts)


CSV, SCHEMA, SPEC = (f"{AT}harvest{end}" for end in (".csv", ".schema.json", ".vl.json"))
CHANGES: dict[str, dict[str, str]] = {
    "data": {CSV: HARVEST.replace("40", "41")},
    "schema": {SCHEMA: HARVEST_SCHEMA.replace("Late apples", "Winter apples")},
    "specification": {SPEC: HARVEST_SPEC.replace('"bar"', '"area"')},
    "a file for phones": {f"{AT}harvest.phone.vl.json": HARVEST_SPEC.replace('"bar"', '"line"')},
    "a template for slides": {f"{AT}harvest.slide.html": "<p>{{ rows | length }} rows</p>"},
    "template": {f"{AT}uses.html": USES_TEMPLATE.replace(" by ", " for ")},
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_edit_gives_the_pages_that_a_clean_build_gives(
    root: Path, build: Callable[..., Built], change: str, tmp_path: Path
) -> None:
    index = root / "index.md"
    index.write_text(INDEX.replace(":only: Late apples\n", ""), encoding="utf-8")
    build(root)
    for name, text in CHANGES[change].items():
        (root / name).write_text(text, encoding="utf-8")
    names = ("index.html", "two.html", "present/talk.html")
    again = build(root)
    after = [again.read(name) for name in names]
    shutil.rmtree(tmp_path / "out")
    clean_build = build(root)
    assert after == [clean_build.read(name) for name in names]


def test_a_page_that_shows_the_figure_of_another_follows_it(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    index = INDEX.replace("two\n", "two\nthree\n")
    three = "# Three\n\n## Part\n\n:::{slide} Other\n:name: other\n\n```{show-figure} fig-uses\n"
    three += "```\n:::\n"
    root = write_root(files() | {"index.md": index, "three.md": three}, conf=CONF)
    build(root)
    assert "cider" in build(root, "revealjs").read("talk.html")
    (root / AT / "uses.csv").write_text(USES.replace("cider", "perry"), encoding="utf-8")
    assert "perry" in build(root).read("two.html")
    assert "perry" in build(root, "revealjs").read("talk.html")


def test_nothing_is_drawn_again_that_has_not_changed(
    root: Path, build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root)
    monkeypatch.setattr(
        "sphinx_briefing.figures.drawing.draw_specifications",
        lambda specifications: pytest.fail(f"drawn again: {len(list(specifications))}"),
    )
    (root / "two.md").write_text(TWO + "\nOne more sentence.\n", encoding="utf-8")
    assert "One more sentence." in build(root).read("two.html")
    assert "plot-slide" in build(root, "revealjs").read("talk.html")


# -- the SVG --------------------------------------------------------------------------------------

FROM_VEGA = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 class="marks" width="100" height="50" viewBox="0 0 100 50"><g role="graphics-object"
 aria-roledescription="group"><path class="background" d="M0,0h0v0h0Z" pointer-events="none"/>
<g clip-path="url(#clip7)"><path aria-label="a &lt; b" d="M0.333333,1.5e-7L-0.001,2"
 fill="url(#gradient_3)" opacity="1" style="cursor: pointer; stroke-width: 2"/></g>
<text font-family="Liberation Sans" font-size="13px"
 transform="translate(93.26171875,5)">Words</text>
<g><g/></g>
<path class="foreground" d="" display="none"/></g><defs><clipPath id="clip7"><rect width="9"
 height="9"/></clipPath><linearGradient id="gradient_3"/></defs></svg>"""


def test_the_svg_of_a_page_has_neither_style_nor_foreign_names() -> None:
    drawn = clean(FROM_VEGA, FORMS["page"])
    assert (drawn.width, drawn.smallest) == (100, 13)
    text = placed(drawn.svg, 'a"b', 'c"d')
    assert ID not in text
    assert ALT not in text
    svg = BeautifulSoup(text, "html5lib").svg
    assert svg["aria-label"] == 'c"d'
    assert svg["role"] == "img"
    assert svg.select("[style], [font-family], [pointer-events], .background, .foreground") == []
    assert [e["id"] for e in svg.select("[id]")] == ['a"b-0', 'a"b-1']
    path = svg.select_one("path[fill]")
    assert path["fill"] == 'url(#a"b-1)'
    assert path.parent["clip-path"] == 'url(#a"b-0)'
    assert path["d"] == "M0.33,0L0,2"
    assert path["stroke-width"] == "2"
    assert path.title.get_text() == "a < b"
    assert svg.select_one("text")["transform"] == "translate(93.26,5)"
    assert len(svg.select("g")) == 2
    assert svg.find_all(attrs={"aria-roledescription": True}) == []


def test_numbering_does_not_depend_on_what_was_drawn_before() -> None:
    other = FROM_VEGA.replace("clip7", "clip19").replace("gradient_3", "gradient_5")
    assert clean(other, FORMS["page"]) == clean(FROM_VEGA, FORMS["page"])


# -- in the browser -------------------------------------------------------------------------------


def test_one_form_shows_at_each_width_under_a_strict_policy(
    root: Path, build: Callable[..., Built], browser: Browser
) -> None:
    built = build(root)
    shown = {}
    with serving(built.out, StrictSiteHandler) as url:
        for width in (390, 1366):
            page = browser.new_page(viewport={"width": width, "height": 800})
            faults: list[str] = []
            page.on("console", lambda m, faults=faults: faults.append(m.text))
            page.goto(url + "index.html")
            shown[width] = page.evaluate(
                "[...document.querySelectorAll('#fig-harvest .plot')]"
                ".filter(e => e.checkVisibility()).map(e => e.getAttribute('class'))"
            )
            overflow = page.evaluate(
                "document.querySelector('#fig-harvest .figure-picture').scrollWidth"
                " - document.documentElement.clientWidth"
            )
            page.close()
            assert overflow <= 0
            assert [fault for fault in faults if "svg" in fault.lower()] == []
    assert shown == {390: ["plot plot-phone"], 1366: ["plot plot-page"]}
