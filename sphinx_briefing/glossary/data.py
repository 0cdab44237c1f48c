"""The glossary for machines: what each entry holds, as data, and the text of ``glossary.json``.

``schemas/glossary-1.schema.json`` describes the file and is published beside it. Whoever reads
the file relies on that description: what changes its meaning makes a version 2, beside this one.
``linked_data.py`` says the same in the words of schema.org and SKOS.
"""

from __future__ import annotations

import json
import re
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from docutils import nodes

from sphinx_briefing.addresses import site_address
from sphinx_briefing.claims.bibliography import listed_sources, short_title
from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.claims.records import registered
from sphinx_briefing.glossary.entries import sort_key
from sphinx_briefing.glossary.records import ENTRIES, uses_of
from sphinx_briefing.parts import PartWriter, to_text
from sphinx_briefing.slides.records import find_slide
from sphinx_briefing.translation import language_tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from sphinx_briefing.claims.bibliography import Source
    from sphinx_briefing.doctree import Mark
    from sphinx_briefing.glossary.records import Entry
    from sphinx_briefing.resolved import Resolved

FILE = "glossary.json"
SCHEMA = "glossary-1.schema.json"
"""Names at the site's root. A published schema keeps its name and its meaning."""

VERSION = 1


class Definition(NamedTuple):
    """What stands in an entry: its own definition, or one of several that compete."""

    by: str  # whose it is; empty: the entry's own
    text: str
    parts: tuple[nodes.Element, ...]  # of the resolved document


def definitions_in(document: nodes.document) -> dict[str, list[Definition]]:
    """The definitions on a page, by the entry's id: its own first, if it has one."""
    own: dict[str, list[nodes.Element]] = {}
    competing: dict[str, list[Definition]] = {}
    for part in document.findall(_is_part):
        assert isinstance(part, nodes.Element)
        entry_id = part["preview_of"]
        own.setdefault(entry_id, [])
        if "competing-definition" in part["classes"]:
            head, *rest = part.children
            body = tuple(child for child in rest if isinstance(child, nodes.Element))
            definition = Definition(to_text([head]), to_text(body), body)
            competing.setdefault(entry_id, []).append(definition)
        elif "entry-retired" not in part["classes"]:
            own[entry_id].append(part)
    return {
        entry_id: [
            *([Definition("", to_text(parts), tuple(parts))] if parts else []),
            *competing.get(entry_id, []),
        ]
        for entry_id, parts in own.items()
    }


def _is_part(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and "preview_of" in node


def in_one(definitions: list[Definition]) -> str:
    """An entry's own definition as text; where it has none, those that compete, in turn."""
    if definitions and not definitions[0].by:
        return definitions[0].text
    return " ".join(f"{definition.by}: {definition.text}" for definition in definitions)


def sorted_entries(app: Sphinx) -> list[Entry]:
    """All entries in the order of their terms."""
    return sorted(ENTRIES.all(app.env), key=lambda e: (sort_key(e.term), e.id))


def author_of(app: Sphinx) -> str:
    """Whom to credit; empty where ``conf.py`` does not say."""
    author: str = app.config.author
    return "" if author == "Author name not set" else author  # Sphinx' own word for it


def address_of(source: Source) -> str | None:
    """Where a source can be read, without characters that may not stand in an IRI (RFC 3987)."""
    url: str = source.entry.fields.get("url", "").strip()
    return re.sub(r'[\x00-\x20<>"{}|\\^`]', lambda found: quote(found[0]), url) or None


def aliases_of(entry: Entry) -> list[str]:
    """The names of an entry besides its term, each once."""
    return [name for name in dict.fromkeys(entry.aliases) if name != entry.term]


class Places:
    """Addresses, from the site's root, as this builder lays pages out."""

    def __init__(self, app: Sphinx) -> None:
        """Note what is asked for again and again."""
        self.app, self.env = app, app.env
        self.address = site_address(app.config)
        self.listed = listed_sources(app.env)

    def of(self, docname: str, anchor: str = "") -> str:
        """The address of a page, or of something on it."""
        page = self.app.builder.get_target_uri(docname)
        return f"{page}#{anchor}" if anchor else page

    def iri(self, docname: str, anchor: str = "") -> str | None:
        """The same in full, where the site's address is known."""
        return self.address + self.of(docname, anchor) if self.address else None

    def uses(self, uses: list[tuple[str, Mark]]) -> list[dict[str, object]]:
        """Where a term is used: sections of the text and slides, each once."""
        found: dict[str, dict[str, object]] = {}
        for docname, mark in uses:
            title, url = f"{self.env.titles[docname].astext()}: {mark.section_title}", ""
            slide = find_slide(self.env, mark.slide) if mark.slide else None
            if slide is not None:
                title, url = slide.title, self.of(slide.docname, slide.anchor)
            elif not mark.section_title:
                title = self.env.titles[docname].astext()
            url = url or self.of(docname, mark.section)
            found[url] = {"title": title, "url": url, "slide": slide is not None}
        return list(found.values())

    def claims(self, claim_ids: tuple[str, ...]) -> list[dict[str, object]]:
        """Claims with their kinds and verdicts, and where the register has them."""
        claims = claims_of(self.env)
        places = {claim_id: registered(self.env, claim_id) for claim_id in claim_ids}
        return [
            {
                "id": claim_id,
                "kind": claims[claim_id].kind if claim_id in claims else None,
                "verdict": claims[claim_id].verdict if claim_id in claims else None,
                "url": self.of(place.docname, place.anchor) if place else None,
            }
            for claim_id, place in places.items()
        ]

    def sources(self, keys: tuple[str, ...]) -> list[dict[str, object]]:
        """Sources as the bibliography has them."""
        listed = self.listed
        return [
            {
                "key": key,
                "title": short_title(self.env, source.key),
                "url": address_of(source),
                "consulted": source.consulted or None,
                "listed": self.of(source.docname, source.anchor),
            }
            for key, source in ((key, listed[key]) for key in keys if key in listed)
        ]


class Glossary(NamedTuple):
    """What the glossary's files are made of."""

    entries: list[Entry]  # in the order of their terms
    definitions: dict[str, list[Definition]]  # by the entry's id
    places: Places


def glossary_of(app: Sphinx, resolved: Resolved[nodes.document]) -> Glossary:
    """All entries as their finished pages show them; for the end of a build."""
    definitions: dict[str, list[Definition]] = {}
    for docname, entries in sorted(ENTRIES.by_document(app.env).items()):
        document = resolved.of(app, docname) if entries else None
        if document is not None:
            definitions.update(definitions_in(document))
    return Glossary(sorted_entries(app), definitions, Places(app))


def glossary_data(app: Sphinx, glossary: Glossary) -> dict[str, object]:
    """All entries, as the schema describes them."""
    config, places, uses = app.config, glossary.places, uses_of(app.env)
    writer = PartWriter(app)
    known = {entry.id for entry in glossary.entries}

    def html(entry: Entry, parts: tuple[nodes.Element, ...]) -> str:
        return "".join(writer.write(entry.docname, part, linked=True) for part in parts)

    def record(entry: Entry, of: list[Definition]) -> dict[str, object]:
        competing = [{"by": d.by, "text": d.text, "html": html(entry, d.parts)} for d in of if d.by]
        own = "".join(html(entry, d.parts) for d in of if not d.by)
        return {
            "id": entry.id,
            "term": entry.term,
            "aliases": aliases_of(entry),
            "definition": in_one(of),
            "definition_html": own or "".join(_attributed(d) for d in competing),
            "definitions": competing,
            "url": places.of(entry.docname, entry.id),
            "iri": places.iri(entry.docname, entry.id),
            "related": [related for related in entry.related if related in known],
            "claims": places.claims(entry.claims),
            "sources": places.sources(entry.sources),
            "used_in": places.uses(uses[entry.id]),
            "retired": entry.retirement.date or None,
            "successor": entry.retirement.successor or None,
        }

    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "title": config.project,
        "release": config.release or None,
        "language": language_tag(config.language),
        "author": author_of(app) or None,
        "licence": config.briefing_licence or None,
        "url": places.address or None,
        "entries": [record(entry, glossary.definitions[entry.id]) for entry in glossary.entries],
    }


def _attributed(definition: Mapping[str, str]) -> str:
    return f"<p><strong>{escape(definition['by'])}</strong></p>{definition['html']}"


def as_json(data: object) -> str:
    """The same text for the same data."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def schema_text() -> str:
    """The published schema of `FILE`."""
    return (files("sphinx_briefing") / "schemas" / SCHEMA).read_text(encoding="utf-8")
