"""The ``{change-list}`` directive: all changes, the newest first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.changes.data import WHAT, changes_file, changes_of, newest_first
from sphinx_briefing.claims.data import STANDINGS, claims_of, note_dependency
from sphinx_briefing.claims.mark import claim_reference
from sphinx_briefing.claims.register import cite
from sphinx_briefing.dates import in_full
from sphinx_briefing.doctree import separated
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.incremental import PAGE_SHOWS
from sphinx_briefing.records import Records
from sphinx_briefing.translation import _, to_extract, translate

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.changes.data import Change


class Listing(NamedTuple):
    """A document that lists the changes."""

    docname: str


LISTINGS: Records[Listing] = Records("lists of changes")


class changed_term(nodes.Inline, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """The place of a link to the entry ``term``."""


class ChangeListDirective(SphinxDirective):
    """Every change: what it concerns, what changed, and the sources, by date."""

    def run(self) -> list[Node]:
        """Make a section for each date."""
        docname = self.env.current_document.docname
        path = changes_file(self.env)
        if path is not None:
            self.env.note_dependency(str(path))
        note_dependency(self.env)
        LISTINGS.note(self.env, docname, Listing(docname))
        sections: list[Node] = [*to_extract(self, [one.text for one in changes_of(self.env)])]
        for date, changes in groupby(newest_first(changes_of(self.env)), lambda one: one.date):
            section = nodes.section(ids=[f"changes-{date}"], classes=["changes"])
            section += nodes.title("", in_full(date, self.config.language))
            section += nodes.bullet_list("", *(self._item(change) for change in changes))
            sections.append(section)
        if not changes_of(self.env):
            sections.append(nodes.paragraph("", _("Nothing has changed so far.")))
        return sections

    def _item(self, change: Change) -> nodes.list_item:
        line = nodes.paragraph("", "", nodes.strong("", _(WHAT[change.what])), nodes.Text(". "))
        known = claims_of(self.env)  # what is not known is reported with the data
        named: list[Node] = [
            claim_reference(self.env, claim_id) for claim_id in change.claims if claim_id in known
        ]
        named += [changed_term(term=term) for term in change.terms]
        if named:
            line += [*separated(named, " "), nodes.Text(" ")]
        docname = self.env.current_document.docname
        line += nodes.Text(f"{told_of(self.env, docname, change)} ")
        if change.sources:
            line += cite(self, list(change.sources))
        self.set_source_info(line)
        return nodes.list_item("", line, ids=[change.id])


def verdicts_told(env: BuildEnvironment, change: Change) -> str:
    """What a verdict was and became, as readers know it; empty where none changed."""
    claim = claims_of(env).get(change.claims[0]) if change.what == "verdict" else None
    if claim is None:
        return ""
    before, now = (STANDINGS[claim.kind, verdict].word for verdict in (change.before, change.now))
    return str(_("Before: {before}; now: {now}.").format(before=_(before), now=_(now)))


def told_of(env: BuildEnvironment, docname: str, change: Change) -> str:
    """What changed, in readers' words, by the catalogue of ``docname``."""
    verdicts, text = verdicts_told(env, change), translate(env, docname, change.text)
    return f"{verdicts} {text}" if verdicts else text


def link_terms(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put the links to entries in their places; what there is no entry of was reported."""
    entries = {entry.id: entry for entry in ENTRIES.all(app.env)}
    for node in list(document.findall(changed_term)):
        entry = entries.get(node["term"])
        link: Node = nodes.Text(node["term"])
        if entry is not None:
            link = link_to_section(app.builder, docname, entry.docname, entry.id, entry.term)
        node.replace_self(link)


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """A list of changes shows names of entries."""
    return list(ENTRIES.all(app.env)) if LISTINGS.of(app.env, docname) else []


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(changed_term)
    app.add_directive("change-list", ChangeListDirective)
    app.connect("doctree-resolved", link_terms)
    app.connect(PAGE_SHOWS, page_shows)
