"""The bibliography: how each source was read, and the claims that rest on it.

sphinxcontrib-bibtex makes the entries. What is added stands in fields of the same BibTeX entry
(see the head of ``evidence/references.bib``) and in the claims.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinxcontrib.bibtex.directives import BibliographyKey
from sphinxcontrib.bibtex.nodes import bibliography

from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.claims.register import claim_links, separated
from sphinx_briefing.config import app_of, builder_of
from sphinx_briefing.domain import link_to_section
from sphinx_briefing.tables import make_table
from sphinx_briefing.trace import CONSULTED, bibliography_entries, listed_sources, short_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.trace import Source

logger = logging.getLogger(__name__)


class SourceStatesDirective(SphinxDirective):
    """A table: how many sources were read in the original, as a copy, or not at all."""

    def run(self) -> list[Node]:
        """Make the table from the bibliography's files."""
        for name in self.config.bibtex_bibfiles:
            self.env.note_dependency(str(Path(app_of(self.env).confdir, name)))
        entries = bibliography_entries(self.env)
        counts = Counter(entry.fields.get("consulted", "") for entry in entries.values())
        rows = [(text, str(counts[state])) for state, text in CONSULTED.items()]
        rows.append(("All", str(len(entries))))
        return [make_table({"How it was read": 70, "Sources": 30}, rows, "source-states")]


class RenewCitations(SphinxPostTransform):
    """Give each bibliography empty citations of its own whenever its document is resolved.

    sphinxcontrib-bibtex (2.7.0, ``BibliographyTransform``) fills in those that it made while
    reading. A page that is resolved again, for its previews, would have every entry twice.
    """

    default_priority = 4  # right before sphinxcontrib-bibtex fills them in

    def run(self, **kwargs: Any) -> None:
        """Replace the citations by copies without what was filled in."""
        if "cite" not in self.env.domains:
            return
        known = self.env.domains["cite"].bibliographies  # type: ignore[attr-defined]
        for place in self.document.findall(bibliography):
            citations = known[BibliographyKey(place["docname"], place["ids"][0])].citation_nodes
            for key, citation in citations.items():
                citations[key] = citation.copy()


class DescribeSources(SphinxPostTransform):
    """Put a line below each entry of a bibliography: its state, and what rests on it."""

    default_priority = 6  # right after sphinxcontrib-bibtex has made the entries

    def run(self, **kwargs: Any) -> None:
        """Describe the sources listed in this document."""
        sources = {source.anchor: source for source in listed_sources(self.env).values()}
        if not sources:
            return
        claims = claims_of(app_of(self.env))
        for citation in self.document.findall(nodes.citation):
            source = next((sources[i] for i in citation["ids"] if i in sources), None)
            if source is None or source.consulted not in CONSULTED:
                continue
            for part in citation.findall(nodes.paragraph):
                part["preview_of"] = source.anchor
            state = [nodes.strong("", CONSULTED[source.consulted]), *rest(source)]
            citation.append(
                nodes.paragraph("", "", *state, classes=["source-state"], preview_of=source.anchor)
            )
            users = [
                claim
                for claim in claims.values()
                if any(item.source == source.key for item in claim.evidence)
            ]
            links = claim_links(builder_of(self.env), source.docname, [c.id for c in users])
            marks = [link for _, link in links]
            if marks:
                used = [nodes.Text("Evidence on "), *separated(marks, " ")]
                citation.append(nodes.paragraph("", "", *used, classes=["source-claims"]))


def source_lines(builder: Builder, fromdocname: str, keys: Iterable[str]) -> list[list[Node]]:
    """A line to each of those sources that is listed: what it is, linked, and its state."""
    listed = listed_sources(builder.env)
    lines: list[list[Node]] = []
    for source in (listed[key] for key in keys if key in listed):
        link = link_to_section(
            builder, fromdocname, source.docname, source.anchor, short_title(source)
        )
        state = CONSULTED.get(source.consulted, "")
        lines.append([link, nodes.Text(f". {state}." if state else ".")])
    return lines


def rest(source: Source) -> list[Node]:
    """Kind, licence and cautions of a source."""
    text = "".join(f" · {part}" for part in (source.kind, source.licence) if part) + "."
    if source.caution:
        text += f" {source.caution}."
    if source.is_tertiary:
        text += " Tertiary: a better source would be preferred."
    return [nodes.Text(text)]


def check_sources(app: Sphinx, env: BuildEnvironment) -> None:
    """Report sources that do not say how they were read, where others do."""
    if not app.config.briefing_claims:
        return
    for key, entry in bibliography_entries(env).items():
        consulted = entry.fields.get("consulted", "")
        if consulted not in CONSULTED:
            logger.warning(
                "the source %r: the field consulted is %r; use one of: %s",
                key,
                consulted,
                ", ".join(CONSULTED),
                location=entry_location(app, key),
                type="briefing",
                subtype="source",
            )


def entry_location(app: Sphinx, key: str) -> str | None:
    """File and line of a source, for messages; none where its file is not found."""
    for name in app.config.bibtex_bibfiles:
        lines = (app.confdir / name).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if re.match(rf"\s*@\w+\s*{{\s*{re.escape(key)}\s*,", line):
                return f"{app.confdir / name}:{number}"
    return None


def setup(app: Sphinx) -> None:
    """Describe sources where they are listed, and check their fields."""
    app.add_directive("source-states", SourceStatesDirective)
    app.add_post_transform(RenewCitations)
    app.add_post_transform(DescribeSources)
    app.connect("env-check-consistency", check_sources)
