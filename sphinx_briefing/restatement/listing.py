"""The restatement alone: every sentence that restates the work, under the chapters' titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.doctree import documents_in_order
from sphinx_briefing.incremental import PAGE_SHOWS
from sphinx_briefing.restatement.nodes import restatement_list
from sphinx_briefing.restatement.records import LISTS, RESTATEMENTS
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.restatement.records import Restatement


def restated_in_order(env: BuildEnvironment) -> list[tuple[str, list[Restatement]]]:
    """The documents that restate something, in reading order, each with its restatements."""
    found = [(docname, RESTATEMENTS.of(env, docname)) for docname in documents_in_order(env)]
    return [(docname, blocks) for docname, blocks in found if blocks]


def fill_in_list(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put all restatements in the place that was left open for them."""
    for place in list(document.findall(restatement_list)):
        sections = []
        for chapter, blocks in restated_in_order(app.env):
            section = nodes.section(ids=[f"in-{nodes.make_id(chapter)}"], classes=["restated"])
            section += nodes.title("", app.env.titles[chapter].astext())
            for block in blocks:
                section += _sentences(app.builder, docname, chapter, block)
            sections.append(section)
        # What it refers to is seen from this page, as Sphinx's own list of to-dos does it.
        holder = nodes.container("", *sections)
        for reference in holder.findall(addnodes.pending_xref):
            reference["refdoc"] = docname
        app.env.resolve_references(_as_document(document, holder), docname, app.builder)
        place.replace_self(holder.children)


def _as_document(document: nodes.document, holder: nodes.container) -> nodes.document:
    part = document.copy()
    part.settings, part.reporter = document.settings, document.reporter
    part += holder
    return part


def _sentences(
    builder: Builder, docname: str, chapter: str, block: Restatement
) -> list[nodes.Element]:
    """One restatement, with a link to the section where its evidence stands."""
    parts = [part.deepcopy() for part in block.block.children if isinstance(part, nodes.Element)]
    link = link_to_section(builder, docname, chapter, block.section, _("Evidence"))
    link["classes"].append("restated-in")
    link["reftitle"] = block.section_title
    if parts and isinstance(parts[-1], nodes.paragraph):
        parts[-1] += [nodes.Text(" "), link]
    else:
        parts.append(nodes.paragraph("", "", link))
    return parts


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """A page that lists the restatements shows all of them."""
    if not LISTS.of(app.env, docname):
        return []
    return [
        [
            (chapter, app.env.titles[chapter].astext(), block.section, block.section_title,
             block.block.pformat())
            for chapter, blocks in restated_in_order(app.env)
            for block in blocks
        ]
    ]  # fmt: skip


def setup(app: Sphinx) -> None:
    """Fill in lists once everything is read."""
    app.connect("doctree-resolved", fill_in_list, priority=300)
    app.connect(PAGE_SHOWS, page_shows)
