"""The glossary as linked data: schema.org in its page, and SKOS in ``glossary.ttl``.

Each page of entries is a set of terms (``DefinedTermSet``, ``skos:ConceptScheme``), and each entry
is named by its permanent address. Where the site's address is not known, names are relative: in
the page to the page, in the Turtle file to the file, so that both are right wherever they are
read from.

References: https://schema.org/DefinedTerm, https://www.w3.org/TR/skos-reference/
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef

from sphinx_briefing.config import writes_pages
from sphinx_briefing.glossary.data import (
    FILE,
    Places,
    address_of,
    aliases_of,
    author_of,
    definitions_in,
    in_one,
    sorted_entries,
)
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.translation import _, language_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_briefing.glossary.data import Definition, Glossary
    from sphinx_briefing.glossary.records import Entry

TURTLE_FILE = "glossary.ttl"
"""Name at the site's root."""

CONTEXT = {
    "@vocab": "https://schema.org/",
    "license": {"@type": "@id"},
    "url": {"@type": "@id"},
}
"""What the keys mean. It stands in the page, so that nothing need be fetched to read it."""

ENTRY = re.compile(r"(?=<dt id=)")

ENTRY_ID = re.compile(r'<dt id="([^"]+)"')


def retirement(entry: Entry, names: dict[str, str]) -> str:
    """What became of a retired entry, in a sentence; empty for one in use."""
    date, successor = entry.retirement
    if not date:
        return ""
    text = str(_("Retired on {date}.").format(date=date))
    if successor in names:
        text += " " + _("Use instead: {term}.").format(term=names[successor])
    return text


# -- schema.org, in the page ------------------------------------------------------------------


def term_set(app: Sphinx, docname: str) -> dict[str, Any]:
    """A page of entries in the words of schema.org; what is not known is left out."""
    config, places = app.config, Places(app)
    page = places.iri(docname)
    return {
        "@context": CONTEXT,
        "@type": "DefinedTermSet",
        "@id": page or "",
        **_without_empty(
            {
                "url": page,
                "name": app.env.titles[docname].astext(),
                "inLanguage": language_tag(config.language),
                "license": config.briefing_licence,
                "creditText": author_of(app),
                "version": config.release,
                "isPartOf": _without_empty(
                    {"@type": "WebSite", "name": config.project, "url": places.address}
                ),
            }
        ),
    }


def terms(app: Sphinx, docname: str, document: nodes.document) -> dict[str, dict[str, Any]]:
    """The entries of a page, as terms of its set, by id."""
    places, definitions = Places(app), definitions_in(document)
    names = {entry.id: entry.term for entry in sorted_entries(app)}
    return {
        entry.id: _without_empty(
            {
                "@context": {"@vocab": CONTEXT["@vocab"]},
                "@type": "DefinedTerm",
                "@id": places.iri(docname, entry.id) or f"#{entry.id}",
                "@reverse": {"hasDefinedTerm": {"@id": places.iri(docname) or ""}},
                "termCode": entry.id,
                "name": entry.term,
                "alternateName": aliases_of(entry),
                "description": in_one(definitions[entry.id]),
                "disambiguatingDescription": retirement(entry, names),
            }
        )
        for entry in ENTRIES.of(app.env, docname)
    }


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def as_data_block(data: dict[str, Any]) -> str:
    """A script element that holds data: browsers neither run it nor ask their policy of it."""
    # No text in it may look like the end of the element, or like a comment.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def describe_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the data into a glossary's page, and name the other forms in the page's head.

    That of an entry stands beside its text, of which it has the same words: so it weighs little
    when the page is sent compressed.
    """
    if doctree is None or not writes_pages(app.builder):
        return
    if not ENTRIES.of(app.env, pagename):
        return
    found = terms(app, pagename, doctree)
    first, *parts = ENTRY.split(context["body"])
    for at, part in enumerate(parts):
        named = ENTRY_ID.match(part)
        if named and named[1] in found:
            end = part.rindex("</details>")
            parts[at] = part[:end] + as_data_block(found[named[1]]) + part[end:]
    context["body"] = "".join([first, *parts, as_data_block(term_set(app, pagename))])
    for name, kind in ((FILE, "application/json"), (TURTLE_FILE, "text/turtle")):
        href = context["pathto"](name, resource=True)
        context["metatags"] += f'\n<link rel="alternate" type="{kind}" href="{href}" />'


# -- SKOS, in a file ----------------------------------------------------------------------------


def concepts(app: Sphinx, glossary: Glossary) -> Graph:
    """All entries in the words of SKOS."""
    entries, definitions, places = glossary
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("skos", SKOS), ("dcterms", DCTERMS), ("owl", OWL)):
        graph.bind(prefix, namespace)
    pages = sorted({entry.docname for entry in entries})
    if len(pages) == 1:
        graph.bind("", f"{_iri(places, pages[0])}#")
    for docname in pages:
        _add_scheme(graph, app, places, docname)
    named = {entry.id: _iri(places, entry.docname, entry.id) for entry in entries}
    for entry in entries:
        _add_concept(graph, app, entry, named, definitions[entry.id])
        scheme, concept = _iri(places, entry.docname), named[entry.id]
        graph.add((concept, SKOS.inScheme, scheme))
        graph.add((concept, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, concept))
        for source in _sources(places, entry.sources):
            graph.add((concept, DCTERMS.source, source))
    return graph


def _iri(places: Places, docname: str, anchor: str = "") -> URIRef:
    return URIRef(places.iri(docname, anchor) or places.of(docname, anchor))


def _add_scheme(graph: Graph, app: Sphinx, places: Places, docname: str) -> None:
    scheme, language = _iri(places, docname), app.config.language
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, SKOS.prefLabel, _label(app.env.titles[docname].astext(), language)))
    graph.add((scheme, DCTERMS.title, _label(app.config.project, language)))
    if author := author_of(app):
        graph.add((scheme, DCTERMS.creator, Literal(author)))
    if app.config.briefing_licence:
        graph.add((scheme, DCTERMS.license, URIRef(app.config.briefing_licence)))


def _add_concept(
    graph: Graph, app: Sphinx, entry: Entry, named: dict[str, URIRef], of: list[Definition]
) -> None:
    concept, language = named[entry.id], app.config.language
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.notation, Literal(entry.id)))
    graph.add((concept, SKOS.prefLabel, _label(entry.term, language)))
    for alias in aliases_of(entry):
        graph.add((concept, SKOS.altLabel, _label(alias, language)))
    for definition in of:
        by = f"{definition.by}: " if definition.by else ""
        text = Literal(by + definition.text, lang=language_tag(language))
        graph.add((concept, SKOS.definition, text))
    for related in entry.related:
        if related in named and related != entry.id:
            graph.add((concept, SKOS.related, named[related]))
            graph.add((named[related], SKOS.related, concept))  # by S23, it goes both ways
    if entry.retirement:
        graph.add((concept, OWL.deprecated, Literal(True)))
        text = Literal(retirement(entry, {}), lang=language_tag(language))
        graph.add((concept, SKOS.historyNote, text))
        if entry.retirement.successor in named:
            graph.add((concept, DCTERMS.isReplacedBy, named[entry.retirement.successor]))


def _label(name: str, language: str) -> Literal:
    """A name with its language; without, if it is in other letters than the language's are.

    An entry does not say what language each of its names is in.
    """
    is_latin = any(unicodedata.name(letter, "").startswith("LATIN") for letter in name)
    has_letters = any(letter.isalpha() for letter in name)
    return Literal(name, lang=language_tag(language) if is_latin or not has_letters else None)


def _sources(places: Places, keys: tuple[str, ...]) -> Iterator[URIRef]:
    """The sources themselves; one without an address by its place in the bibliography."""
    for source in (places.listed[key] for key in keys if key in places.listed):
        url = address_of(source)
        yield URIRef(url) if url else _iri(places, source.docname, source.anchor)


def as_turtle(graph: Graph) -> str:
    """The same text for the same data."""
    return graph.serialize(format="turtle").strip() + "\n"


def setup(app: Sphinx) -> None:
    """Connect to each page."""
    app.connect("html-page-context", describe_page)
