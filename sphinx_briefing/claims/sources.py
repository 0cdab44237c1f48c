"""The bibliography: how each source was read, and the claims that rest on it.

sphinxcontrib-bibtex makes the entries. What is added stands in fields of the same BibTeX entry
(see the head of ``evidence/references.bib``) and in the claims.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.claims.bibliography import (
    CONSULTED,
    bibliography_entries,
    listed_sources,
    short_title,
)
from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.claims.register import claim_links
from sphinx_briefing.doctree import separated
from sphinx_briefing.incremental import PAGE_SHOWS, PAGES_SHOW
from sphinx_briefing.messages import warn
from sphinx_briefing.tables import make_table
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.bibliography import Source


class SourceStatesDirective(SphinxDirective):
    """A table: how many sources were read in the original, as a copy, or not at all."""

    def run(self) -> list[Node]:
        """Make the table from the bibliography's files."""
        for name in self.config.bibtex_bibfiles:
            self.env.note_dependency(str(Path(self.env.srcdir, name)))
        entries = bibliography_entries(self.env)
        counts = Counter(entry.fields.get("consulted", "") for entry in entries.values())
        rows = [(_(text), str(counts[state])) for state, text in CONSULTED.items()]
        rows.append((_("All"), str(len(entries))))
        return [make_table({_("How it was read"): 70, _("Sources"): 30}, rows, "source-states")]


def describe_sources(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put a line below each entry of a bibliography: its state, and what rests on it."""
    env = app.env
    sources = {source.anchor: source for source in listed_sources(env).values()}
    if not sources:
        return
    claims = claims_of(env)
    for citation in document.findall(nodes.citation):
        source = next((sources[i] for i in citation["ids"] if i in sources), None)
        if source is None or source.consulted not in CONSULTED:
            continue
        for part in citation.findall(nodes.paragraph):
            part["preview_of"] = source.anchor
        state = [nodes.strong("", _(CONSULTED[source.consulted])), *rest(source)]
        citation.append(
            nodes.paragraph("", "", *state, classes=["source-state"], preview_of=source.anchor)
        )
        users = [
            claim.id
            for claim in claims.values()
            if any(item.source == source.key for item in claim.evidence)
        ]
        marks = [link for _claim, link in claim_links(app.builder, source.docname, users)]
        if marks:
            used = [nodes.Text(_("Evidence on ")), *separated(marks, " ")]
            citation.append(nodes.paragraph("", "", *used, classes=["source-claims"]))


def source_lines(builder: Builder, fromdocname: str, keys: Iterable[str]) -> list[list[Node]]:
    """A line to each of those sources that is listed: what it is, linked, and its state."""
    listed = listed_sources(builder.env)
    lines: list[list[Node]] = []
    for source in (listed[key] for key in keys if key in listed):
        title = short_title(builder.env, source.key)
        link = link_to_section(builder, fromdocname, source.docname, source.anchor, title)
        state = _(CONSULTED[source.consulted]) if source.consulted in CONSULTED else ""
        lines.append([link, nodes.Text(f". {state}." if state else ".")])
    return lines


def rest(source: Source) -> list[Node]:
    """Kind, licence and cautions of a source."""
    text = "".join(f" · {part}" for part in (source.kind, source.licence) if part) + "."
    if source.caution:
        text += f" {source.caution}."
    if source.is_tertiary:
        text += _(" Tertiary: a better source would be preferred.")
    return [nodes.Text(text)]


def check_sources(app: Sphinx, env: BuildEnvironment) -> None:
    """Report sources that do not say how they were read, where others do."""
    if not app.config.briefing_claims:
        return
    for key, entry in bibliography_entries(env).items():
        consulted = entry.fields.get("consulted", "")
        if consulted not in CONSULTED:
            warn(
                messages.SOURCE_NOT_CONSULTED,
                key,
                consulted,
                messages.listed(CONSULTED),
                location=entry_location(app, key),
                subtype="source",
            )


def entry_location(app: Sphinx, key: str) -> str | None:
    """File and line of a source, for messages; none where its file is not found."""
    for name in app.config.bibtex_bibfiles:
        lines = (app.srcdir / name).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if re.match(rf"\s*@\w+\s*{{\s*{re.escape(key)}\s*,", line):
                return f"{app.srcdir / name}:{number}"
    return None


def pages_show(app: Sphinx) -> list[object]:
    """Any page may cite a source."""
    return [listed_sources(app.env)]


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """A bibliography shows which claims rest on each source."""
    lists = any(source.docname == docname for source in listed_sources(app.env).values())
    return list(claims_of(app.env).values()) if lists else []


def setup(app: Sphinx) -> None:
    """Describe sources where they are listed, and check their fields."""
    app.add_directive("source-states", SourceStatesDirective)
    app.connect("doctree-resolved", describe_sources)
    app.connect(PAGE_SHOWS, page_shows)
    app.connect(PAGES_SHOW, pages_show)
    app.connect("env-check-consistency", check_sources)
