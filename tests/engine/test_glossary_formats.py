"""The glossary for machines: each form by its standard's own tools, and all of them true."""

from __future__ import annotations

import copy
import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from llms_txt.core import parse_llms_file
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from sphinx_briefing.commands.build import build as build_strictly
from sphinx_briefing.commands.build import publish
from sphinx_briefing.glossary.data import SCHEMA, schema_text
from sphinx_briefing.glossary.linked_data import as_data_block
from sphinx_briefing.site.descriptions import MOST, shortened
from tests.conftest import CONF as ROOT_CONF
from tests.engine.test_incremental import clean_site, differences, edit
from tests.machine_forms import (
    ADDRESS,
    SDO,
    addresses_in,
    breaches,
    concepts,
    description,
    faults_by_schema_org,
    leads_nowhere,
    linked_data,
    validator,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.conftest import Built

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

CONF = f"""
extensions.append("sphinxcontrib.bibtex")
author = "The authors"
release = "1.2"
project = "Small & fine"
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "source-{{key}}"
briefing_claims = "claims.yaml"
briefing_licence = {LICENCE!r}
exclude_patterns = ["_build"]
"""
GLOSSARY = """\
# Words

The words of *this* publication, with {cite:p}`roe` left out, {term}`explained <nexus>`.

:::{entry} Nexus
:id: nexus
:aliases: link; NEXUS
:related: cplusplus unit
:claims: C01

A link, in the sense of {doc}`one` {cite:p}`roe,doe`. See {term}`C++` {claim}`C01`.

- first, *as such*
- second
:::

:::{entry} C++
:id: cplusplus
:aliases: 西加加; sí plus plus

A language whose text may hold `</script><!--`, "quotes" & \\\\ more.
:::

::::{entry} Ångström
:id: unit
:related: nexus

:::{definition} The bureau {cite:t}`roe`
A unit of *length*.
:::

:::{definition} The \\<union> & others
Ten to the minus ten.
:::
::::

:::{entry} Junction
:id: junction
:retired: 2026-01-31
:successor: nexus

An old word.
:::
"""
FILES = {
    "index.md": "# Front\n\nWhat it is.\n\n```{toctree}\n:caption: Text\none\nwords\n```\n"
    "```{toctree}\n:caption: Rest\nclaims\nsources\nslides/talk\n```\n",
    "one.md": "# One [1]\n\n## Used & seen\n\n:::{slide} On a {term}`Nexus`\n:name: on-nexus\n"
    ":audience: technical\nSeen.\n:::\n\nA {term}`link` and a {term}`nexus` {claim}`C01`.\n",
    "words.md": GLOSSARY,
    "claims.md": "# Claims\n\n```{claim-register}\n```\n",
    "sources.md": "# Sources\n\n```{bibliography}\n:all:\n```\n",
    "slides/talk.md": "# Talk\n\n:::{deck} A talk\n:audience: technical\n:minutes: 5\n:::\n",
    "claims.yaml": "- {id: C01, home: one, kind: argument, attributed_to: c, restatement: d,\n"
    "   verdict: nuanced, evidence: [{stance: nuances, source: roe, says: e}]}\n",
    "refs.bib": "@misc{roe, author = {Roe, Jane}, title = {On {AI}}, year = 2024,\n"
    " url = {https://example.org/a?c={d}}, consulted = {original}}\n"
    "@misc{doe, author = {Doe, John}, title = {A sale}, year = 2023, consulted = {not opened}}\n",
}
LAYOUTS = {"html": "words.html", "dirhtml": "words/"}


class Rich(NamedTuple):
    """A build of the small root that has all there is."""

    out: Path
    data: dict[str, Any]  # of glossary.json

    def read(self, name: str) -> str:
        """The text of a file of the output."""
        return (self.out / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Rich]:
    """Build that root strictly, each way once: ``rich("dirhtml", address=ADDRESS)``."""
    root = tmp_path_factory.mktemp("rich")
    for name, text in {"conf.py": ROOT_CONF + CONF, **FILES}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")

    @functools.cache
    def run(builder: str = "html", address: str = "") -> Rich:
        out = tmp_path_factory.mktemp("out")
        overrides = {"html_baseurl": address}
        build_strictly(root, builder, out, out.with_name("doctrees"), overrides=overrides, jobs=1)
        data = out / "glossary.json"
        return Rich(out, json.loads(data.read_text("utf-8")) if data.exists() else {})

    return run


def entry(data: dict[str, Any], entry_id: str) -> dict[str, Any]:
    """An entry of ``glossary.json``."""
    found: dict[str, Any] = next(e for e in data["entries"] if e["id"] == entry_id)
    return found


# -- glossary.json ---------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", LAYOUTS)
def test_data_holds_all_of_an_entry(rich: Callable[..., Rich], builder: str) -> None:
    built = rich(builder)
    data = built.data
    page = LAYOUTS[builder]
    one = "one.html" if builder == "html" else "one/"
    assert [e["id"] for e in data["entries"]] == ["unit", "cplusplus", "junction", "nexus"]
    assert {key: value for key, value in data.items() if key != "entries"} == {
        "$schema": SCHEMA,
        "version": 1,
        "title": "Small & fine",
        "release": "1.2",
        "language": "en",
        "author": "The authors",
        "licence": LICENCE,
        "url": None,
    }
    nexus = entry(data, "nexus")
    html = nexus.pop("definition_html")
    assert nexus == {
        "id": "nexus",
        "term": "Nexus",
        "aliases": ["link", "NEXUS"],
        "definition": "A link, in the sense of One [1]. See C++. first, as such second",
        "definitions": [],
        "url": f"{page}#nexus",
        "iri": None,
        "related": ["cplusplus", "unit"],
        "claims": [
            {
                "id": "C01",
                "kind": "argument",
                "verdict": "nuanced",
                "url": nexus["claims"][0]["url"],
            }
        ],
        "sources": [
            {
                "key": "roe",
                "title": "Roe, 2024. On AI",
                "url": "https://example.org/a?c=%7Bd%7D",
                "consulted": "original",
                "listed": nexus["sources"][0]["listed"],
            },
            {
                "key": "doe",
                "title": "Doe, 2023. A sale",
                "url": None,
                "consulted": "not opened",
                "listed": nexus["sources"][1]["listed"],
            },
        ],
        "used_in": [
            {"title": "On a Nexus", "url": f"{one}#slide-on-nexus", "slide": True},
            {"title": "One [1]: Used & seen", "url": f"{one}#used-seen", "slide": False},
            {"title": "Words: Words", "url": f"{page}#words", "slide": False},
        ],
        "retired": None,
        "successor": None,
    }
    assert f'href="{page}#cplusplus"' in html
    assert f'href="{one}"' in html
    assert " id=" not in html
    assert nexus["claims"][0]["url"].endswith("#c01")
    assert nexus["sources"][1]["listed"].endswith("#source-doe")
    addresses = addresses_in(data)
    assert len(addresses) > 12
    assert [address for address in addresses if leads_nowhere(built.out, address)] == []


def test_competing_definitions_say_whose_they_are(rich: Callable[..., Rich]) -> None:
    data = rich().data
    unit = entry(data, "unit")
    assert [(d["by"], d["text"]) for d in unit["definitions"]] == [
        ("The bureau Roe [Roe24]", "A unit of length."),
        ("The <union> & others", "Ten to the minus ten."),
    ]
    assert unit["definitions"][0]["html"] == "<p>A unit of <em>length</em>.</p>"
    assert unit["definition"] == (
        "The bureau Roe [Roe24]: A unit of length. The <union> & others: Ten to the minus ten."
    )
    assert "<strong>The &lt;union&gt; &amp; others</strong>" in unit["definition_html"]


def test_a_retired_entry_names_its_successor(rich: Callable[..., Rich]) -> None:
    data = rich().data
    junction = entry(data, "junction")
    assert (junction["retired"], junction["successor"]) == ("2026-01-31", "nexus")
    assert junction["definition"] == "An old word."


def test_addresses_are_full_where_the_site_has_one(rich: Callable[..., Rich]) -> None:
    data = rich("dirhtml", address=ADDRESS.rstrip("/")).data
    assert data["url"] == ADDRESS
    assert entry(data, "nexus")["iri"] == f"{ADDRESS}words/#nexus"
    assert entry(data, "nexus")["url"] == "words/#nexus"
    assert list(validator().iter_errors(data)) == []


def test_the_schema_is_a_schema_and_is_published(rich: Callable[..., Rich]) -> None:
    built = rich()
    data = built.data
    Draft202012Validator.check_schema(json.loads(schema_text()))
    assert built.read(data["$schema"]) == schema_text()
    assert list(validator().iter_errors(data)) == []


def objects_in(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Every description of an object in a schema."""
    found = [schema] if schema.get("type") == "object" else []
    for value in schema.values():
        for item in value if isinstance(value, list) else [value]:
            found += objects_in(item) if isinstance(item, dict) else []
    return found


def test_the_schema_is_strict_and_says_what_fields_mean() -> None:
    objects = objects_in(json.loads(schema_text()))
    assert len(objects) == 6
    for described in objects:
        assert described["additionalProperties"] is False
        assert sorted(described["required"]) == sorted(described["properties"])


WRONG: tuple[tuple[tuple[Any, ...], object], ...] = (
    (("version",), 2),
    (("url",), "docs.example.org"),
    (("language",), ""),
    (("entries", 0, "id"), "Open Weights"),
    (("entries", 0, "definition"), ""),
    (("entries", 0, "extra"), 1),
    (("entries", 0, "retired"), "yesterday"),
    (("entries", 0, "successor"), "nexus"),  # of an entry that is not retired
    (("entries", 0, "definitions", 0, "by"), None),
    (("entries", 3, "aliases"), ["a", "a"]),
    (("entries", 3, "claims", 0, "verdict"), "perhaps"),
    (("entries", 3, "sources", 0, "consulted"), "glanced at"),
    (("entries", 3, "used_in", 0, "slide"), "yes"),
    (("entries", 3, "used_in", 0, "url"), "has space.html"),
)
"""Where a wrong value stands in the small root's data, and the value."""


def test_the_schema_refuses_what_is_wrong(rich: Callable[..., Rich]) -> None:
    data = rich().data
    for where, value in WRONG:
        wrong = copy.deepcopy(data)
        at: Any = wrong
        for step in where[:-1]:
            at = at[step]
        at[where[-1]] = value
        assert list(validator().iter_errors(wrong)) != [], where


def test_the_schema_asks_for_every_field(rich: Callable[..., Rich]) -> None:
    data = rich().data
    for key in entry(data, "nexus"):
        wrong = copy.deepcopy(data)
        del wrong["entries"][3][key]
        assert list(validator().iter_errors(wrong)) != [], key


def test_without_a_glossary_there_is_no_data(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root({"index.md": "# Front\n\nText.\n"}))
    assert not list(built.out.glob("glossary*"))
    assert "ld+json" not in built.read("index.html")
    assert built.read("llms.txt").startswith("# Root\n\n> Text.\n")


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text", "revealjs"])
def test_other_builders_write_none(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    built = build(write_root(FILES, conf=CONF), builder)
    assert built.warnings == ""
    names = {path.name for path in built.out.rglob("*.*")}
    assert names
    assert names & {"glossary.json", "glossary.ttl", "llms.txt", SCHEMA} == set()


def test_what_is_wrong_in_an_entry_is_said_once(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = "# Words\n\n:::{entry} A\n:id: a\n\nSee {term}`nowhere`.\n:::\n"
    built = build(write_root({"index.md": text}))
    assert built.warnings.count("nowhere") == 1


def test_a_definition_outside_an_entry_is_reported(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = "# Words\n\n:::{entry} A\n:id: a\n\nB.\n:::\n\n:::{definition} Y\nE.\n:::\n"
    built = build(write_root({"index.md": text}))
    assert len(re.findall("index.md:9: WARNING: .*outside an entry", built.warnings)) == 1
    assert built.warnings.count("WARNING") == 1


def test_a_definition_that_a_short_fence_puts_outside_its_entry_is_told_as_that(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    """The fence of the entry has no more colons than that of the definition."""
    inside = "# Words\n\n:::{entry} A\n:id: a\n\n:::{definition} X\nD.\n:::\n\n"
    text = inside + ":::{definition} Y\nE.\n:::\n"
    built = build(write_root({"index.md": text}))
    assert len(re.findall("index.md:3: WARNING: .*ends too early", built.warnings)) == 1
    assert built.warnings.count("WARNING") == 1


# -- schema.org ------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", LAYOUTS)
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_schema_org_says_the_same(rich: Callable[..., Rich], builder: str, address: str) -> None:
    built = rich(builder, address=address)
    data = built.data
    file = "words.html" if builder == "html" else "words/index.html"
    page = URIRef(ADDRESS + LAYOUTS[builder])
    graph = linked_data(built.read(file), page)
    assert faults_by_schema_org(graph) == []
    assert graph.value(page, RDF.type) == SDO.DefinedTermSet
    assert graph.value(page, SDO.license) == URIRef(LICENCE)
    assert graph.value(page, SDO.name) == Literal("Words")
    assert graph.value(page, SDO.url) == (page if address else None)
    terms = set(graph.objects(page, SDO.hasDefinedTerm))
    assert terms == {URIRef(f"{page}#{e['id']}") for e in data["entries"]}
    for e in data["entries"]:
        term = URIRef(f"{page}#{e['id']}")
        assert graph.value(term, RDF.type) == SDO.DefinedTerm
        assert graph.value(term, SDO.termCode) == Literal(e["id"])
        assert graph.value(term, SDO.name) == Literal(e["term"])
        assert graph.value(term, SDO.description) == Literal(e["definition"])
        assert set(graph.objects(term, SDO.alternateName)) == set(map(Literal, e["aliases"]))
    old = graph.value(URIRef(f"{page}#junction"), SDO.disambiguatingDescription)
    assert str(old) == "Retired on 2026-01-31. Use instead: Nexus."


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "DefinedTermSet", "hasDefinedTerms": "x"},
        {"@type": "DefinedTermSett", "name": "x"},
        {"@type": "DefinedTermSet", "hasDefinedTerm": {"@type": "Person", "name": "x"}},
    ],
)
def test_the_vocabulary_finds_what_is_wrong(wrong: dict[str, Any]) -> None:
    data = {"@context": {"@vocab": str(SDO)}, "@id": ADDRESS, **wrong}
    assert faults_by_schema_org(Graph().parse(data=json.dumps(data), format="json-ld")) != []


def test_data_in_a_page_is_no_script(browser: Browser) -> None:
    """A policy that forbids every script has nothing against it; against a script it has."""
    policy = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    block = as_data_block({"text": "</script><script>alert(1)</script><!--"})

    def said(body: str) -> list[str]:
        page = browser.new_page()
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.set_content(f"<!doctype html><html><head>{policy}</head><body>{body}</body></html>")
        text = page.evaluate("JSON.parse(document.querySelector('script').text).text")
        assert text == "</script><script>alert(1)</script><!--"
        assert page.locator("script").count() == body.count("<script")
        page.close()
        return faults

    assert said(block) == []
    assert len(said(block + "<script>document.title = 'x'</script>")) == 1


# -- SKOS ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", LAYOUTS)
def test_skos_says_the_same(rich: Callable[..., Rich], builder: str) -> None:
    built = rich(builder)
    data = built.data
    graph = concepts(built.read("glossary.ttl"))
    assert breaches(graph) == ""
    scheme = URIRef(ADDRESS + LAYOUTS[builder])
    named = {e["id"]: URIRef(ADDRESS + e["url"]) for e in data["entries"]}
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == set(named.values())
    assert set(graph.objects(scheme, SKOS.hasTopConcept)) == set(named.values())
    assert graph.value(scheme, DCTERMS.license) == URIRef(LICENCE)
    nexus, cplusplus, unit, junction = (
        named[i] for i in ("nexus", "cplusplus", "unit", "junction")
    )
    assert graph.value(nexus, SKOS.prefLabel) == Literal("Nexus", lang="en")
    assert set(graph.objects(nexus, SKOS.altLabel)) == {
        Literal("link", lang="en"), Literal("NEXUS", lang="en")
    }  # fmt: skip
    assert set(graph.objects(cplusplus, SKOS.altLabel)) == {
        Literal("西加加"), Literal("sí plus plus", lang="en")
    }  # fmt: skip
    assert graph.value(cplusplus, SKOS.definition) == Literal(
        entry(data, "cplusplus")["definition"], lang="en"
    )
    assert set(graph.objects(unit, SKOS.definition)) == {
        Literal("The bureau Roe [Roe24]: A unit of length.", lang="en"),
        Literal("The <union> & others: Ten to the minus ten.", lang="en"),
    }
    assert set(graph.objects(cplusplus, SKOS.related)) == {nexus}  # said of nexus alone
    assert set(graph.objects(nexus, DCTERMS.source)) == {
        URIRef("https://example.org/a?c=%7Bd%7D"),
        URIRef(ADDRESS + entry(data, "nexus")["sources"][1]["listed"]),
    }
    assert graph.value(junction, OWL.deprecated).toPython() is True
    assert graph.value(junction, DCTERMS.isReplacedBy) == nexus


def test_relative_names_mean_the_full_ones(rich: Callable[..., Rich]) -> None:
    relative = rich().read("glossary.ttl")
    full = rich(address=ADDRESS).read("glossary.ttl")
    assert ADDRESS not in relative
    assert isomorphic(concepts(relative), concepts(full, "https://elsewhere.example/"))


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        ("S9", "<#a> a skos:ConceptScheme ."),
        ("S13", "<#a> skos:altLabel 'A'@en ."),
        ("S13", "<#a> skos:altLabel 'B'@en ; skos:hiddenLabel 'B'@en ."),
        ("S14", "<#a> skos:prefLabel 'B'@en ."),
        ("S23", "<#a> skos:related <#b> ."),
        ("S27", "<#a> skos:related <#b> ; skos:broader <#b> . <#b> skos:related <#a> ."),
        ("definition", "<#c> a skos:Concept ; skos:prefLabel 'C'@en ; skos:notation 'c' ."),
    ],
)
def test_the_conditions_find_what_is_wrong(condition: str, wrong: str) -> None:
    right = (
        f"@prefix skos: <{SKOS}> . @prefix dcterms: <{DCTERMS}> . "
        "<> a skos:ConceptScheme ; dcterms:title 'T' ; skos:hasTopConcept <#a>, <#b> . "
    )
    for i in "ab":
        right += (
            f"<#{i}> a skos:Concept ; skos:prefLabel '{i.upper()}'@en ; skos:notation '{i}' ; "
            "skos:definition 'D'@en ; skos:inScheme <> ; skos:topConceptOf <> . "
        )
    assert breaches(concepts(right)) == ""
    assert condition in breaches(concepts(right + wrong))


def test_the_page_names_the_other_forms(rich: Callable[..., Rich]) -> None:
    built = rich("dirhtml")
    page = BeautifulSoup(built.read("words/index.html"), "html5lib")
    links = [(link["type"], link["href"]) for link in page.select('head link[rel="alternate"]')]
    assert links == [
        ("application/json", "../glossary.json"),
        ("text/turtle", "../glossary.ttl"),
    ]
    one = BeautifulSoup(built.read("one/index.html"), "html5lib")
    assert one.select('link[rel="alternate"], script[type="application/ld+json"]') == []


# -- descriptions, and llms.txt --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Short.", "Short."),
        ("x" * MOST, "x" * MOST),
        (f"{'word ' * 18}ends here. {'Next ' * 30}", f"{'word ' * 18}ends here."),
        (f"Too little. {'word, ' * 40}", "Too little. " + "word, " * 23 + "word…"),
        (f"{'word ' * 18}ends “here.” {'Next ' * 30}", f"{'word ' * 18}ends “here.”"),
    ],
)
def test_a_description_is_cut_where_sense_allows(text: str, shown: str) -> None:
    assert shortened(text) == shown
    assert len(shown) <= MOST


def test_each_page_is_described(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    own = '---\nmyst:\n  html_meta:\n    description: "Said by the author"\n---\n\n# Own\n\nText.\n'
    files = {
        "index.md": "# Front\n\n:::{note}\nBoxed.\n:::\n\nA <b> & {term}`known as`.\n\n"
        "```{toctree}\nown\nempty\n```\n\n"
        ":::{entry} Known as\n:id: known-as\n\nDefined.\n:::\n",
        "own.md": own,
        "empty.md": "# Empty\n",
    }
    built = build(write_root(files))
    assert description(built.read("index.html")) == ["A <b> & known as."]
    assert description(built.read("own.html")) == ["Said by the author"]
    assert description(built.read("empty.html")) == []
    assert "- [Own](own.html): Said by the author\n- [Empty](empty.html)\n" in built.read(
        "llms.txt"
    )


@pytest.mark.parametrize("builder", LAYOUTS)
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_llms_txt_has_the_form_and_leads_somewhere(
    rich: Callable[..., Rich], builder: str, address: str
) -> None:
    built = rich(builder, address=address)
    text = built.read("llms.txt")
    parsed = parse_llms_file(text)
    assert (parsed.title, parsed.summary) == ("Small & fine", "What it is.")
    assert list(parsed.sections) == ["Text", "Rest", "Slide decks", "Data"]
    assert [link.title for link in parsed.sections["Text"]] == ["One (1)", "Words"]
    words = parsed.sections["Text"][1]
    assert words.url == address + LAYOUTS[builder]
    assert words.desc == "The words of this publication, with left out, explained."
    links = [link.url for found in parsed.sections.values() for link in found]
    assert "_sources" not in text, "they are not published"
    decks = {f"{address}present/talk.html"}  # written by the other builder
    assert decks < set(links)
    assert all(link.startswith(address) for link in links)
    assert [
        link for link in set(links) - decks if leads_nowhere(built.out, link.removeprefix(address))
    ] == []


# -- the same each time ----------------------------------------------------------------------------


def test_an_incremental_build_ends_where_a_clean_one_does(write_root: Callable[..., Path]) -> None:
    root = write_root(FILES, conf=CONF)
    first = publish(root, jobs=1).site
    before = (first / "glossary.json").read_text("utf-8")
    edit(
        root,
        {
            "one.md": FILES["one.md"]
            .replace("# One [1]", "# One, again")
            .replace("`link`", "`C++`"),
            "refs.bib": FILES["refs.bib"].replace("A sale", "A gift"),
            "claims.yaml": FILES["claims.yaml"].replace("nuanced", "confirmed"),
        },
    )
    site = publish(root, jobs=1).site
    after = (site / "glossary.json").read_text("utf-8")
    for old, new in (("One [1]", "One, again"), ("A sale", "A gift"), ("nuanced", "confirmed")):
        assert old in before
        assert old not in after
        assert new in after
    assert differences(site, clean_site(root)) == []


def test_a_parallel_build_writes_the_same(write_root: Callable[..., Path]) -> None:
    more = {
        f"more/{n}.md": f"---\norphan: true\n---\n\n# M{n}\n\nA {{term}}`nexus`.\n"
        for n in "abcdef"
    }
    root = write_root({**FILES, **more}, conf=CONF)
    site = publish(root, jobs=2).site
    assert (site / "glossary.ttl").is_file()
    assert differences(site, clean_site(root, jobs=1)) == []


def test_entries_and_slides_may_share_a_page(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    page = (
        "# One\n\n## Said\n\n:::{slide} Said\n:name: said\nSee {term}`Model`.\n:::\n\n"
        "## Terms\n\n:::{entry} Model\n:id: model\n\nWhat was trained.\n:::\n\n"
        "## To do\n\n```{todo}\nMore.\n```\n\n```{todolist}\n```\n"
    )
    files = {
        "index.md": "# Front\n\n```{toctree}\none\nslides/talk\n```\n",
        "one.md": page,
        "slides/talk.md": "# Talk\n\n:::{deck} Talk\n:minutes: 5\n:::\n",
    }
    conf = "\nextensions.append('sphinx.ext.todo')\ntodo_include_todos = True\n"
    built = build(write_root(files, conf))
    assert built.warnings == ""
    (entry,) = json.loads(built.read("glossary.json"))["entries"]
    assert entry["definition"] == "What was trained."
    assert "What was trained." in built.read("_static/previews-data.js")
