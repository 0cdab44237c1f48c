"""The glossary's forms for machines, each examined by its standard's own tools."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyshacl
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator, FormatChecker
from rdflib import RDF, RDFS, SH, Graph, Namespace

from sphinx_briefing.glossary.data import schema_text

SDO = Namespace("https://schema.org/")
ADDRESS = "https://docs.example.org/briefing/"
SKOS_SHAPES = Path(__file__).with_name("data") / "skos.shacl.ttl"


def validator() -> Draft202012Validator:
    """The published schema, with the formats it names."""
    return Draft202012Validator(json.loads(schema_text()), format_checker=FormatChecker())


def addresses_in(value: object) -> list[str]:
    """All that ``glossary.json`` says stands on the site."""
    if isinstance(value, list):
        return [address for item in value for address in addresses_in(item)]
    if not isinstance(value, dict):
        return []
    found = [value[key] for key in ("url", "listed") if value.get(key) and "entries" not in value]
    for key in ("html", "definition_html"):
        links = BeautifulSoup(value.get(key) or "", "html.parser").select("[href], [src]")
        found += [link.get("href") or link["src"] for link in links]
    return found + [address for item in value.values() for address in addresses_in(item)]


def leads_nowhere(site: Path, address: str) -> bool:
    """Whether an address, relative to the site's root, has no file or no such id in it."""
    parts = urlsplit(address)
    if parts.scheme:
        return False
    path = site / unquote(parts.path)
    path = path / "index.html" if path.is_dir() else path
    if not path.is_file():
        return True
    return bool(parts.fragment) and unquote(parts.fragment) not in ids_in(path)


@functools.cache
def ids_in(page: Path) -> set[str]:
    """The ids in a page."""
    return {e["id"] for e in BeautifulSoup(page.read_bytes(), "html5lib").select("[id]")}


def linked_data(page: str, address: str) -> Graph:
    """The data in a page, read as it would be from that address."""
    graph = Graph()
    for block in BeautifulSoup(page, "html5lib").select('script[type="application/ld+json"]'):
        assert block.string is not None
        graph.parse(data=block.string, format="json-ld", publicID=address)
    return graph


@functools.cache
def vocabulary() -> Graph:
    """Schema.org's vocabulary with its shapes, as pySHACL carries them (datashapes.org)."""
    file = Path(pyshacl.__file__).with_name("assets") / "schema.ttl"
    text = file.read_text("utf-8").replace("<http://schema.org/", f"<{SDO}")
    return Graph().parse(data=text, format="turtle")


def faults_by_schema_org(graph: Graph) -> list[str]:
    """Types and properties that the vocabulary does not know there, and what its shapes find."""
    shapes, faults = vocabulary(), []
    for subject, predicate in sorted(set(graph.subject_predicates())):
        if predicate == RDF.type:
            continue
        allowed = {
            shapes.value(shape, SH.path)
            for kind in graph.objects(subject, RDF.type)
            for of in shapes.transitive_objects(kind, RDFS.subClassOf)
            for shape in shapes.objects(of, SH.property)
        }
        if predicate not in allowed:
            faults.append(f"{subject}: {predicate}")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes, ont_graph=shapes)
    return faults if conforms else [*faults, report]


def concepts(text: str, address: str = ADDRESS) -> Graph:
    """``glossary.ttl``, read as it would be from below that address."""
    return Graph().parse(data=text, format="turtle", publicID=address + "glossary.ttl")


def breaches(graph: Graph) -> str:
    """What the conditions of SKOS, and ours, find wrong; empty if nothing."""
    shapes = Graph().parse(SKOS_SHAPES)
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    return "" if conforms else report


def description(page: str) -> list[str]:
    """What a page says that it is about."""
    head = page.partition("</head>")[0]
    found = BeautifulSoup(head, "html5lib").select('head meta[name="description"]')
    return [element["content"] for element in found]
