"""Claims: their data, their marks, the register, and whether text and evidence agree."""

from __future__ import annotations

import re
import textwrap
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError
from sphinx.util.inventory import InventoryFile

from sphinx_briefing.claims.data import Claim, read_claims
from sphinx_briefing.datafiles import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx.testing.util import SphinxTestApp

    from tests.conftest import Built

CONF = """
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "source-{key}"
briefing_claims = "claims.yaml"
briefing_full_deck = "talk"
"""
CLAIMS = """\
- id: C01
  home: one
  kind: fact
  attributed_to: a newspaper
  restatement: A model was *used*.
  verdict: confirmed
  evidence:
  - stance: confirms
    source: roe
    says: It was.
- id: C02
  home: one
  kind: fact
  attributed_to: the article
  restatement: It is open.
  verdict: contradicted
  evidence:
  - {stance: contradicts, source: roe, says: It is not.}
  - {stance: context, source: doe, says: It was sold.}
  editorial_note: The word is loose.
- id: C03
  home: one
  kind: argument
  attributed_to: the article
  restatement: It will rain.
  verdict: not found
  not_in_deck: Too small for a slide.
"""
REFS = """\
@misc{roe, author = {Roe, Jane}, title = {On {AI}}, year = 2024,
  consulted = {original}, kind = {book}, licence = {all rights reserved}}
@misc{doe, author = {Doe, John and Poe, Ann}, title = {A sale}, year = 2023,
  consulted = {not opened}, quality = {tertiary}, caution = {Title not seen}}
"""
ONE = """\
# One

## Used

:::{slide} It was used {claim}`C01`
:name: used
Seen {claim}`C01`, says {cite:t}`roe`.
:::

A model was used {claim}`C01`, and open {claim}`C02`.

:::{editorial} The word
:claims: C02
Loose.
:::

## Outlook

It will rain {claim}`C03`.
"""
ROOT = {
    "claims.yaml": CLAIMS,
    "refs.bib": REFS,
    "index.md": "# Front\n\n```{toctree}\none\nclaims\ncoverage\nsources\nslides/talk\n```\n",
    "one.md": ONE.replace("It was used {claim}`C01`\n", "It was used\n"),
    "claims.md": "# Claims\n\n```{claim-register}\n```\n",
    "coverage.md": "# Coverage\n\n```{claim-coverage}\n```\n\n```{source-states}\n```\n",
    "sources.md": "# Sources\n\n```{bibliography}\n:all:\n```\n",
    "slides/talk.md": "# Talk\n\n:::{deck} The talk\n:minutes: 30\n:::\n",
}


def root_with(**changed: str) -> dict[str, str]:
    """The root with some files changed: underscores stand for dots and slashes of names."""
    names = {name.replace("/", "_").replace(".", "_"): name for name in ROOT}
    return {**ROOT, **{names[key]: text for key, text in changed.items()}}


# -- the data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("verdict: not found", "verdict: maybe", "claims.yaml:26: C03, verdict: 'maybe' is not"),
        ("  kind: argument\n", "", "claims.yaml:21: C03: the field 'kind' is missing"),
        ("id: C03", "id: C02", "claims.yaml:21: the claim C02 stands there already, line 11"),
        ("id: C03", "id: third", "claims.yaml:21: third, id: 'third' is no id: a capital letter"),
        ("stance: confirms", "stance: proves", "C01, evidence 1, stance: 'proves' is not known"),
        ("    says: It was.\n", "", "C01, evidence 1: the field 'says' is missing"),
        (
            "kind: argument",
            "kind: forecast",
            "C03, kind: 'forecast' is not known; use one of: fact, attribution, argument",
        ),
        ("restatement: It will rain.", "restatement: ''", "C03, restatement: it is empty"),
        ("restatement: It will rain.", "restatement: 7", "C03, restatement: 7 is not of type"),
        ("  kind: argument", "  sort: argument", "the field 'sort' is not known; use one of: id"),
        ("kind: argument", "kind: [", "not valid YAML"),
        (CLAIMS, "claims: none\n", "claims.yaml:1: {'claims': 'none'} is not of type array"),
    ],
)
def test_faults_in_the_data_are_named(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    assert wrong in CLAIMS
    path = tmp_path / "claims.yaml"
    path.write_text(CLAIMS.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(ExtensionError, match=re.escape(message)):
        load_claims(path)


def load_claims(path: Path) -> dict[str, Claim]:
    """Read a file of claims as a build does."""
    environment: Any = SimpleNamespace(srcdir=path.parent)
    return load(environment, path, read_claims)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "claims.yaml"
    wrong = CLAIMS.replace("verdict: not found", "verdict: no")
    path.write_text(wrong.replace("kind: argument", "kind: ''"))
    with pytest.raises(ExtensionError) as caught:
        load_claims(path)
    assert len(str(caught.value).splitlines()) == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExtensionError, match=r"nowhere\.yaml: there is no such file"):
        load_claims(tmp_path / "nowhere.yaml")


# -- marks, register, coverage ----------------------------------------------------------------


def test_a_whole_root_is_without_a_warning(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT, conf=CONF))
    assert built.warnings == ""
    page = built.read("one.html")
    assert page.count('href="claims.html#c01"') == 2
    mark = re.search(r'<a class="reference internal" href="claims.html#c02".*?</a>', page)
    assert mark
    assert re.sub(r"<[^>]+>", "", mark[0]) == "claim C02 ✗ contradicted"
    assert '<span class="verdict-sign" aria-hidden="true">✗</span>' in mark[0]


def test_the_register_tells_all_of_a_claim(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT, conf=CONF))
    page = built.read("claims.html")
    entry = page[page.index('id="c02"') : page.index('id="c03"')]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", entry))
    for part in (
        "It is open.",
        "Statement of fact, by the article. Evidence: 1 contradicting, 1 for context.",
        "Contradicts: It is not. [Roe, 2024]"
        if "[Roe, 2024]" in text
        else "Contradicts: It is not.",
        "The word is loose.",
        "Restated in One: Used",
    ):
        assert part in text, part
    first = page[page.index('id="c01"') : page.index('id="c02"')]
    assert "A model was *used*." in first  # data is plain text
    assert 'href="present/talk.html#/used"' in first
    assert 'href="one.html#slide-used"' in first
    with (built.out / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, path: path)
    assert inventory["briefing:claim"]["C03"].uri == "claims.html#c03"


def test_coverage_and_states_are_counted(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    page = build(write_root(ROOT, conf=CONF)).read("coverage.html")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert (
        "Claims: 3. The full deck shows 1, has 1 spoken, and leaves out 1, with the reason." in text
    )
    assert "Too small for a slide." in text
    assert re.search(r"Original read 1 .*Not opened[^0-9]*1 All 2", text)


def test_sources_tell_their_state_and_their_claims(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    page = build(write_root(ROOT, conf=CONF)).read("sources.html")
    roe = page[page.index('id="source-roe"') :]
    assert "<strong>Original read</strong> · book · all rights reserved." in roe
    assert 'href="claims.html#c01"' in roe
    assert 'href="claims.html#c02"' in roe
    doe = page[page.index('id="source-doe"') : page.index('id="source-roe"')]
    assert "Not opened; known through other sources" in doe
    assert "Title not seen. Tertiary: a better source would be preferred." in doe


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"one_md": ROOT["one.md"].replace(", and open {claim}`C02`", "")},
            r"claims.yaml:11: WARNING: the claim C02: it is not restated in its home, one\.md: put",
        ),
        (
            {"claims_yaml": CLAIMS.replace("C02\n  home: one", "C02\n  home: two")},
            "the claim C02: its home 'two' is no document",
        ),
        (
            {"claims_yaml": CLAIMS.replace("source: doe", "source: poe")},
            "claims.yaml:11: WARNING: the claim C02: its evidence names the source 'poe'",
        ),
        (
            {"one_md": ROOT["one.md"].replace("{claim}`C03`", "{claim}`C09`")},
            r"one\.md:\d+: WARNING: no claim has the id 'C09'",
        ),
        (
            {"one_md": ROOT["one.md"].replace(":claims: C02", ":claims: C08")},
            r"one\.md:\d+: WARNING: no claim has the id 'C08'",
        ),
        (
            {"refs_bib": REFS.replace("{original}", "{skimmed}")},
            r"refs\.bib:1: WARNING: the source 'roe': the field consulted is 'skimmed'; use one",
        ),
        (
            {"one_md": ROOT["one.md"] + "\n## Bare\n\n:::{slide} Bare\nNothing.\n:::\n"},
            r"one\.md:\d+: WARNING: the slide 'bare' rests on nothing",
        ),
        (
            {"one_md": ROOT["one.md"].replace("{cite:t}`roe`", "{cite:t}`zoe`")},
            r"one\.md:\d+: WARNING: could not find bibtex key \"zoe\"",
        ),
    ],
)
def test_text_and_evidence_that_drift_apart_are_reported(
    write_root: Callable[..., Path],
    build: Callable[..., Built],
    files: dict[str, str],
    message: str,
) -> None:
    warnings = build(write_root(root_with(**files), conf=CONF)).warnings
    assert len(re.findall(message, warnings)) == 1, warnings


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (":::{entry} Rain\n:id: rain\n\nWater.\n\nIt falls {claim}`C77`.\n:::\n", 8),
        (":::{entry} Rain\n:id: rain\n:claims: C77\n\nWater.\n:::\n", 3),
    ],
)
def test_an_unknown_claim_in_an_entry_is_reported_where_it_stands(
    write_root: Callable[..., Path], build: Callable[..., Built], entry: str, line: int
) -> None:
    sources = f"# Terms\n\n{entry}\n```{{bibliography}}\n:all:\n```\n"
    warnings = build(write_root(root_with(sources_md=sources), conf=CONF)).warnings
    said = re.findall(r"(\w+\.md:\d+): WARNING: no claim has the id 'C77'", warnings)
    assert said == [f"sources.md:{line}"], warnings


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("year = 2024,", "year = 2024", "refs.bib:2: no valid BibTeX: '}' expected"),
        ("title = {A sale}", "title {A sale}", "refs.bib:3: no valid BibTeX: '=' expected"),
        ("{Title not seen}}", "{Title not seen", "refs.bib:3: no valid BibTeX: premature end"),
        ("year = 2023", "year = soon", "refs.bib:3: no valid BibTeX: soon"),
    ],
)
def test_what_is_wrong_in_the_bibliography_is_told_with_file_and_line(
    write_root: Callable[..., Path],
    make_app: Callable[..., SphinxTestApp],
    wrong: str,
    right: str,
    message: str,
) -> None:
    assert wrong in REFS
    root = write_root(root_with(refs_bib=REFS.replace(wrong, right, 1)), conf=CONF)
    with pytest.raises(ExtensionError, match=re.escape(message)) as raised:
        make_app("html", srcdir=root)
    assert "<function" not in str(raised.value)


def test_a_claim_that_the_full_deck_lacks_is_reported(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    claims = CLAIMS.replace("  not_in_deck: Too small for a slide.\n", "")
    warnings = build(write_root(root_with(claims_yaml=claims), conf=CONF)).warnings
    assert "claims.yaml:21: WARNING: the claim C03: the deck 'talk' leaves it out" in warnings


def test_a_needless_reason_is_reported(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    claims = CLAIMS.replace("  verdict: confirmed\n", "  verdict: confirmed\n  not_in_deck: No.\n")
    warnings = build(write_root(root_with(claims_yaml=claims), conf=CONF)).warnings
    assert "the claim C01: the deck 'talk' has it: take the field not_in_deck out" in warnings


def test_an_unknown_full_deck_is_reported(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    conf = CONF.replace('"talk"', '"speech"')
    warnings = build(write_root(ROOT, conf=conf)).warnings
    assert "briefing_full_deck in conf.py names 'speech', but there is no such deck" in warnings


def test_bad_data_fails_the_build_without_a_traceback(
    write_root: Callable[..., Path], tmp_path: Path
) -> None:
    from sphinx.cmd.build import main

    root = write_root(
        root_with(claims_yaml=CLAIMS.replace("verdict: confirmed", "verdict: sure")), conf=CONF
    )
    out = tmp_path / "out"
    assert main(["-q", "-b", "html", str(root), str(out)]) == 2
    assert not (out / "index.html").exists()


# -- other builders, other times --------------------------------------------------------------


@pytest.mark.parametrize("builder", ["text", "latex", "man", "epub", "singlehtml"])
def test_every_builder_spells_the_verdict_out(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    conf = CONF + "latex_documents = [('index', 'root.tex', 'Root', 'Nobody', 'manual')]\n"
    built = build(write_root(ROOT, conf=conf), builder)
    assert built.warnings == ""
    texts = [p.read_text("utf-8") for p in built.out.rglob("*") if p.suffix in
             {".txt", ".tex", ".1", ".xhtml", ".html", ".xml"}]  # fmt: skip
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", "\n".join(texts)))
    assert re.search(r"C02 (\(contradicted\)|✗ contradicted)", text)


def test_a_changed_verdict_changes_every_mark(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT, conf=CONF)
    assert "✓ confirmed" in re.sub(r"<[^>]+>", "", build(root).read("one.html"))
    (root / "claims.yaml").write_text(CLAIMS.replace("verdict: confirmed", "verdict: nuanced"))
    built = build(root)
    for page in ("one.html", "claims.html", "coverage.html", "sources.html"):
        text = re.sub(r"<[^>]+>", "", built.read(page))
        assert "C01 ≈ nuanced" in text, page
        assert "✓ confirmed" not in text, page


def test_a_mark_that_moves_moves_in_the_register(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT, conf=CONF)
    assert "One: Used" in build(root).read("claims.html")
    (root / "one.md").write_text(ROOT["one.md"].replace("## Used", "## Worn"))
    built = build(root)
    assert "One: Worn" in built.read("claims.html")
    assert "One: Worn" in built.read("coverage.html")


def test_previews_hold_what_links_lead_to(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    import json

    built = build(write_root(ROOT, conf=CONF))
    text = built.read("_static/previews-data.js")
    data = json.loads(text.removeprefix("window.briefingPreviews = ").rstrip(";\n"))
    assert set(data) == {
        "claims.html#c01", "claims.html#c02", "claims.html#c03",
        "sources.html#source-roe", "sources.html#source-doe",
    }  # fmt: skip
    assert "A model was *used*." in data["claims.html#c01"]
    roe = data["sources.html#source-roe"]
    assert re.findall("On AI|Original read|Evidence on", roe) == ["On AI", "Original read"], roe
    assert not any("<a " in html or " id=" in html for html in data.values())


def test_slides_fold_their_evidence_away(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    deck = build(write_root(ROOT, conf=CONF), "revealjs").read("talk.html")
    panel = re.search(r'<details class="slide-evidence">.*?</details>', deck, re.DOTALL)
    assert panel
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", panel[0]))
    assert "Evidence: 2 claims, 1 source" in text
    assert "C02 ✗ contradicted It is open." in text
    assert "Roe, 2024. On AI. Original read." in text
    assert 'href="../claims.html#c02"' in panel[0]
    assert 'href="../sources.html#source-roe"' in panel[0]


def test_a_root_without_claims_needs_none(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(
        write_root(
            {
                "index.md": textwrap.dedent("""\
        # Front

        ## Section

        :::{slide} Headline
        Body.
        :::
        """)
            }
        )
    )
    assert built.warnings == ""


def test_retired_claims_are_not_counted(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    overview = "```{claim-overview}\n:name: all-claims\n```\n"
    coverage = f"{ROOT['coverage.md']}\n{overview}\n{{claim-count}}`all` in use.\n"
    claims = CLAIMS.replace("  not_in_deck: Too small for a slide.\n", "  retired: '2026-11-24'\n")
    one = ONE.replace("It will rain {claim}`C03`.", "It may rain.")
    built = build(write_root(root_with(claims_yaml=claims, one_md=one, coverage_md=coverage), CONF))
    page = BeautifulSoup(built.read("coverage.html"), "html.parser")
    assert len(page.select("#all-claims .claim-squares > li")) == 2
    assert "2 in use." in page.text
    assert "Claims: 2. The full deck shows 1" in page.text
