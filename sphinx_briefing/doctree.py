"""Small questions that several concepts ask of doctrees, and parts they make for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from docutils import nodes
from sphinx import addnodes

from sphinx_briefing.records import once_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Node
    from sphinx.environment import BuildEnvironment

Kind = TypeVar("Kind", bound=nodes.Element)

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""A permanent id: lower-case ASCII words joined by hyphens, so that it survives any URL."""

AFFIXES = re.compile(r"\{[^}]*\}")
"""Text before and after a citation, as sphinxcontrib-bibtex lets authors write it."""


class Mark(NamedTuple):
    """A place that rests on a claim, or uses a term."""

    target: str  # id of the claim; name of the term, in lower case
    section: str  # id of the section it stands in
    section_title: str
    slide: str  # id of the slide it stands on; empty: in the prose
    line: int = 0  # for messages; 0: not known


@once_read
def documents_in_order(env: BuildEnvironment) -> list[str]:
    """Document names in the order of the toctrees, then those in none."""
    ordered: dict[str, None] = {}
    pending = [env.config.root_doc]
    while pending:
        docname = pending.pop()
        if docname not in ordered:
            ordered[docname] = None
            pending.extend(reversed(env.toctree_includes.get(docname, [])))
    ordered.update(dict.fromkeys(sorted(env.all_docs)))
    return list(ordered)


def ancestor(node: Node, kind: type[Kind]) -> Kind | None:
    """The nearest element of that kind around ``node``."""
    parent = node.parent
    while parent is not None and not isinstance(parent, kind):
        parent = parent.parent
    return parent


def separated(parts: Sequence[Node], by: str = "; ") -> list[Node]:
    """The parts with text between them."""
    return [node for part in parts for node in (nodes.Text(by), part)][1:]


def capitalised(text: str) -> str:
    """The text with a capital letter at its head."""
    return text[:1].upper() + text[1:]


# -- what unresolved parts refer to ---------------------------------------------------------------


def marks_in(parts: Iterable[Node]) -> Iterator[addnodes.pending_xref]:
    """The marks of claims in ``parts``."""
    for reference in _references(parts):
        if reference.get("reftype") == "claim":
            yield reference


def claims_in(parts: Iterable[Node]) -> tuple[str, ...]:
    """Ids of the claims marked in ``parts``, each once, in order."""
    return tuple(dict.fromkeys(mark["reftarget"] for mark in marks_in(parts)))


def sources_in(parts: Iterable[Node]) -> tuple[str, ...]:
    """Keys of the sources cited in ``parts``, each once, in order."""
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
