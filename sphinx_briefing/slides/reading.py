"""Checking and recording the slides of a document that was just read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_briefing import messages
from sphinx_briefing.doctree import ID, ancestor, claims_in, sources_in
from sphinx_briefing.fences import ENDS_EARLY
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.messages import warn
from sphinx_briefing.retirement import successor_fault
from sphinx_briefing.slides.cutting import prose_after
from sphinx_briefing.slides.nodes import notes, slide, slide_title
from sphinx_briefing.slides.records import SLIDES, Slide, retirements

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

TITLE_SLIDE_ID = "deck-title"
"""Id of every deck's title slide; no other slide may take it."""


def record_slides(app: Sphinx, document: nodes.document) -> None:
    """Check the slides of a document, give them their ids and note them."""
    # Any slide may be taken out for its mistakes, so the list is made first.
    for node in list(document.findall(slide)):
        fault = _misplaced(node)
        if fault:
            text, subtype, *values = fault
            warn(text, *values, location=node, subtype=subtype)
            node.parent.remove(node)
            continue
        title = headline_of(node)
        slide_id = node["slide_id"] or _made_of(title)
        if not ID.fullmatch(slide_id) or slide_id == TITLE_SLIDE_ID:
            warn(
                messages.SLIDE_WITHOUT_ID,
                title.astext(),
                slide_id,
                location=node,
                subtype="slide_id",
            )
            node.parent.remove(node)
            continue
        anchor = f"slide-{slide_id}"
        node["slide_id"] = slide_id
        node["ids"] = [anchor, *node["ids"]]  # a label before it stays a target
        document.ids.setdefault(anchor, node)
        SLIDES.note(app.env, app.env.current_document.docname, _record(app.env, node, title))
    _check_notes(document)


def headline_of(node: slide) -> Element:
    """A slide's own headline, else its section's heading."""
    for child in node.children:
        if isinstance(child, slide_title):
            return child
    heading = node.parent[0]
    assert isinstance(heading, nodes.Element)
    return heading


def _made_of(title: Element) -> str:
    """An id made of a headline: of the author's own words, whatever language is built."""
    written = title.get("rawsource") or getattr(title, "rawsource", "") or title.astext()
    plain = nodes.make_id(written)
    return plain if ID.fullmatch(plain) else nodes.make_id(title.astext())


def _misplaced(node: slide) -> tuple[str, ...] | None:
    outer = ancestor(node, slide)
    if outer is not None:
        return (
            messages.SLIDE_IN_SLIDE,
            "nested",
            str(outer.line),
        )
    if not isinstance(node.parent, nodes.section):
        return messages.SLIDE_OUTSIDE_SECTION, "outside_section"
    return None


def _record(env: BuildEnvironment, node: slide, title: Element) -> Slide:
    section = node.parent
    blocks = list(node.findall(notes))
    speech = [*blocks, *prose_after(node)]
    shown = [child for child in node.children if not isinstance(child, notes)]
    retirement = node["retirement"]
    if not retirement and all(isinstance(child, slide_title) for child in shown):
        warn(
            messages.SLIDE_EMPTY,
            node["slide_id"],
            location=node,
            subtype="empty_slide",
        )
    return Slide(
        id=node["slide_id"],
        docname=env.current_document.docname,
        anchor=node["ids"][0],
        section=section["ids"][0],
        section_title=section[0].astext(),
        title=f"{node['slide_id']} (retired)" if retirement else title.astext(),
        audiences=node["audiences"],
        minutes=node["minutes"],
        spoken_words=sum(len(block.astext().split()) for block in blocks),
        claims=claims_in(shown),
        told=claims_in(speech),
        sources=sources_in([*shown, *speech]),
        source=node.source or "",
        line=node.line or 0,
        noted=any(block["private"] or block.children for block in blocks),
        retirement=retirement,
        layout=node["layout"],
        loose=bool(node.get("loose")),
    )


def _check_notes(document: nodes.document) -> None:
    for block in list(document.findall(notes)):
        if block.parent is None:
            continue
        holder = ancestor(block, slide)
        if holder is None and not block.parent.get("is_deck"):
            if ENDS_EARLY not in document:
                warn(messages.NOTES_OUTSIDE_SLIDE, location=block, subtype="notes")
            block.parent.remove(block)
        elif ancestor(block, addnodes.only) is not None:
            warn(refusals.NOTES_IN_ONLY, location=block, subtype="notes")
            block.parent.remove(block)
        elif block["private"] and not block.children:
            _forget_source(block)
            block.parent.remove(block)
        elif holder is not None and block.parent is not holder:
            holder += _taken_out(block)  # indented by a slip: they belong to the slide


def _forget_source(block: notes) -> None:
    """Let nothing around private notes keep their text as it is written."""
    around = block.parent
    while around is not None:
        around.rawsource = ""
        around = around.parent


def _taken_out(block: notes) -> notes:
    block.parent.remove(block)
    return block


def check_slides(app: Sphinx, env: BuildEnvironment) -> None:
    """Report ids that are used twice, and successors that lead nowhere."""
    first: dict[str, Slide] = {}
    for slide_ in SLIDES.all(env):
        other = first.setdefault(slide_.id, slide_)
        if other is not slide_:
            warn(
                messages.SLIDE_ID_TAKEN,
                slide_.id,
                env.doc2path(other.docname, base=False),
                other.line,
                location=(slide_.docname, slide_.line),
                subtype="slide_id",
            )
    by_id = retirements(env)
    for slide_ in first.values():
        if fault := successor_fault(slide_.id, by_id):
            warn(
                messages.SLIDE_FAULT,
                slide_.id,
                fault,
                location=(slide_.docname, slide_.line),
                subtype="retired",
            )
