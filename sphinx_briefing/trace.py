"""What a part of the text rests on: the claims it marks and the sources it cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from pybtex.richtext import Text
from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docutils.nodes import Node
    from sphinx.environment import BuildEnvironment

AFFIXES = re.compile(r"\{[^}]*\}")
"""Text before and after a citation, as sphinxcontrib-bibtex lets authors write it."""


EDITORIAL_CLASS = "editorial"
"""Class of an editors' note (``editorial.py``), an admonition."""


class Source(NamedTuple):
    """A source as the bibliography has it."""

    key: str
    docname: str  # where it is listed
    anchor: str
    entry: Any  # pybtex's entry
    consulted: str  # original, copy or not opened; empty: not said
    kind: str
    licence: str
    caution: str
    is_tertiary: bool


CONSULTED = {
    "original": "Original read",
    "copy": "Copy read",
    "not opened": "Not opened; known through other sources",
}
"""How a source was read, for readers. The keys are the values of the field ``consulted``."""


def claims_in(parts: Iterable[Node]) -> tuple[str, ...]:
    """Ids of the claims marked in unresolved ``parts``, each once, in order."""
    return tuple(dict.fromkeys(mark["reftarget"] for mark in marks_in(parts)))


def marks_in(parts: Iterable[Node]) -> Iterator[addnodes.pending_xref]:
    """The marks in ``parts``."""
    for reference in _references(parts):
        if reference.get("reftype") == "claim":
            yield reference


def stands_in_editorial(node: Node) -> bool:
    """Whether ``node`` is part of an editors' note."""
    around: Node | None = node
    while around is not None:
        if isinstance(around, nodes.admonition) and EDITORIAL_CLASS in around["classes"]:
            return True
        around = around.parent
    return False


def sources_in(parts: Iterable[Node]) -> tuple[str, ...]:
    """Keys of the sources cited in unresolved ``parts``, each once, in order."""
    return tuple(
        dict.fromkeys(
            key.strip()
            for reference in _references(parts)
            if reference.get("refdomain") == "cite"
            for key in AFFIXES.sub("", reference["reftarget"]).split(",")
        )
    )


def _references(parts: Iterable[Node]) -> Iterator[addnodes.pending_xref]:
    for part in parts:
        if isinstance(part, nodes.Element):
            yield from part.findall(addnodes.pending_xref)


def bibliography_entries(env: BuildEnvironment) -> Mapping[str, Any]:
    """Pybtex's entries of the bibliography's files by key; none without sphinxcontrib-bibtex."""
    if "cite" not in env.domains:
        return {}
    entries: Mapping[str, Any] = env.domains["cite"].bibdata.data.entries  # type: ignore[attr-defined]
    return entries


def listed_sources(env: BuildEnvironment) -> dict[str, Source]:
    """The sources that a bibliography lists, by key."""
    if "cite" not in env.domains:
        return {}
    found = {}
    for citation in env.domains["cite"].citations:  # type: ignore[attr-defined]
        fields = citation.entry.fields
        found[citation.key] = Source(
            key=citation.key,
            docname=citation.bibliography_key.docname,
            anchor=citation.citation_id,
            entry=citation.entry,
            consulted=fields.get("consulted", ""),
            kind=fields.get("kind", ""),
            licence=fields.get("licence", ""),
            caution=fields.get("caution", ""),
            is_tertiary=fields.get("quality") == "tertiary",
        )
    return found


def short_name(source: Source) -> str:
    """Author and year, such as ``Kapoor et al., 2024``; the title where there is no author."""
    persons = [
        " ".join(plain(part) for part in person.last_names)
        for person in source.entry.persons.get("author", [])
    ]
    match persons:
        case []:
            author = plain(source.entry.fields.get("title", ""))
        case [one]:
            author = one
        case [one, "others"]:
            author = f"{one} et al."
        case [one, two]:
            author = f"{one} and {two}"
        case [one, *_]:
            author = f"{one} et al."
    return ", ".join(part for part in (author, source.entry.fields.get("year", "")) if part)


def short_title(source: Source) -> str:
    """Author, year and title, such as ``Kapoor et al., 2024. On the Societal Impact …``."""
    name, title = short_name(source), plain(source.entry.fields.get("title", ""))
    return name if name.startswith(title) else f"{name}. {title}"


def plain(latex: str) -> str:
    """The text of a BibTeX field without its markup."""
    return str(Text.from_latex(latex))
