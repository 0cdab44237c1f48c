"""The restatement alone: every sentence that restates the work, under the chapters' titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.addresses import link_to_section, rebase_references
from sphinx_briefing.claims.mark import NO_BREAK_SPACE
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
            copied = nodes.container("", *(block.block.deepcopy() for block in blocks))
            # What they refer to is seen from their chapter.
            app.env.resolve_references(_as_document(document, copied), chapter, app.builder)
            if app.builder.format == "html" and app.builder.name != "singlehtml":
                here, there = (app.builder.get_target_uri(name) for name in (docname, chapter))
                rebase_references(copied, from_uri=there, to_uri=here)
            for block, sentences in zip(blocks, copied.children, strict=True):
                section += _sentences(app.builder, docname, chapter, block, sentences)
            sections.append(section)
        if app.config.briefing_terms_linked_once:
            _link_terms_once(sections)
        place.replace_self(sections)


def _link_terms_once(sections: list[nodes.section]) -> None:
    """Chapters linked each term once; the page that puts them together does so, too."""
    linked: set[str] = set()
    for section in sections:
        for name in list(section.findall(nodes.inline)):
            reference = name.parent
            if "std-term" not in name["classes"] or not isinstance(reference, nodes.reference):
                continue
            target = reference.get("refuri", "")
            if target in linked:
                reference.replace_self(nodes.inline("", "", *reference.children))
            linked.add(target)


def _as_document(document: nodes.document, holder: nodes.container) -> nodes.document:
    part = document.copy()
    part.attributes.pop("source", None)  # who takes copies of chapters takes none of this
    part.settings, part.reporter = document.settings, document.reporter
    part += holder
    return part


def _sentences(
    builder: Builder, docname: str, chapter: str, block: Restatement, sentences: nodes.Node
) -> list[nodes.Element]:
    """One restatement, with a link to the section where its evidence stands."""
    parts = [part for part in sentences.children if isinstance(part, nodes.Element)]
    # Readers see an arrow (briefing-restatement.css), and hear where it leads.
    text = _("Evidence: {section}").format(section=block.section_title)
    link = link_to_section(builder, docname, chapter, block.section, "")
    link[:] = [nodes.inline("", text, classes=["visually-hidden"])]
    link["classes"].append("restated-in")
    link["reftitle"] = text
    if parts and isinstance(parts[-1], nodes.paragraph):
        parts[-1] += [nodes.Text(NO_BREAK_SPACE), link]
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
