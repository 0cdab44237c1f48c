"""Cutting a slide out of its resolved chapter, for whoever shows it elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.slides.nodes import (
    cut_slide,
    notes,
    slide,
    slide_body,
    slide_decks,
    slide_notes,
    slide_only,
    slide_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node


def cut_slides(document: nodes.document) -> dict[str, cut_slide]:
    """Copies of all slides in use of a resolved document, with their notes.

    References are still those of the document; ids are as they were.

    Returns:
        The slides by id, in the order of the chapter.
    """
    return {
        node["slide_id"]: _cut(node, document)
        for node in document.findall(slide)
        if not node["retirement"]
    }


def _cut(node: slide, document: nodes.document) -> cut_slide:
    section = node.parent
    headline = next(
        (child for child in node.children if isinstance(child, slide_title)), section[0]
    )
    title = slide_title("", "", *(child.deepcopy() for child in headline.children))
    title.source, title.line = node.source, node.line
    body, speech = slide_body(), slide_notes()
    for child in node.children:
        if isinstance(child, notes):
            speech += child.deepcopy()
        elif not isinstance(child, slide_title | slide_decks):
            body += child.deepcopy()
    for sibling in prose_after(node):
        speech += _flatten(sibling) if isinstance(sibling, nodes.section) else sibling.deepcopy()
    for part in (title, body, speech):
        _drop_what_the_docs_show(part)
        part.extend(_footnotes_of(part, document))
        _drop_back_links(part)
    cut = cut_slide("", title, body, speech, slide_id=node["slide_id"])
    cut["layout"], cut["steps"] = node["layout"], node["steps"]
    cut.source, cut.line = node.source, node.line
    return cut


def prose_after(node: slide) -> list[Node]:
    """What follows the slide in its section, up to the next slide or the section's end.

    A slide that is ``loose`` has no section of its own, so that one after it is none of its prose.
    """
    siblings = node.parent.children
    following = [
        sibling
        for sibling in siblings[siblings.index(node) + 1 :]
        if not (isinstance(sibling, slide) and sibling["retirement"])
    ]
    for at, sibling in enumerate(following):
        is_section = isinstance(sibling, nodes.section)
        if any(not found["retirement"] for found in sibling.findall(slide)) or (
            is_section and node.get("loose")
        ):
            return following[:at]
    return following


def _flatten(section: nodes.section) -> Iterator[Node]:
    """A section's content with its heading as a rubric: notes have no outline."""
    for child in section.children:
        if isinstance(child, nodes.title):
            yield nodes.rubric("", "", *(part.deepcopy() for part in child.children))
        elif isinstance(child, nodes.section):
            yield from _flatten(child)
        elif not isinstance(child, slide):
            yield child.deepcopy()


def keep_what_is_for(part: nodes.Element, where: str) -> None:
    """Put what is shown in ``where`` (``decks`` or ``transcripts``) in its place, drop the rest."""
    for block in list(part.findall(slide_only)):
        if block.parent is not None:
            block.replace_self(block.children if block["where"] in {where, "elsewhere"} else [])


def words_to_say(speech: slide_notes) -> None:
    """Leave of all that a speaker has the notes alone, with their footnotes; the prose goes."""
    said = [child for child in speech.children if isinstance(child, notes)]
    wanted = {
        ref["refid"]
        for note in said
        for ref in note.findall(nodes.footnote_reference)
        if "refid" in ref
    }
    feet = [
        child
        for child in speech.children
        if isinstance(child, nodes.footnote) and wanted & set(child["ids"])
    ]
    speech[:] = [*said, *feet]
    _drop_back_links(speech)


def _drop_what_the_docs_show(part: nodes.Element) -> None:
    for block in list(part.findall(slide_only)):
        if block["where"] == "docs" and block.parent is not None:
            block.parent.remove(block)
    for retired in list(part.findall(slide)):
        if retired.parent is not None:
            retired.parent.remove(retired)


def _footnotes_of(part: nodes.Element, document: nodes.document) -> list[Node]:
    """Copies of the footnotes that ``part`` refers to, which stand elsewhere in the chapter."""
    wanted = {ref["refid"] for ref in part.findall(nodes.footnote_reference) if "refid" in ref}
    held = {id_ for footnote in part.findall(nodes.footnote) for id_ in footnote["ids"]}
    return [
        footnote.deepcopy()
        for footnote in document.findall(nodes.footnote)
        if (wanted - held) & set(footnote["ids"])
    ]


def _drop_back_links(part: nodes.Element) -> None:
    """Keep of a footnote's links back only those whose mark came along."""
    marks = {id_ for mark in part.findall(nodes.footnote_reference) for id_ in mark["ids"]}
    for footnote in part.findall(nodes.footnote):
        back: list[str] = footnote.get("backrefs", [])
        footnote["backrefs"] = [id_ for id_ in back if id_ in marks]


def make_ids_unique(part: nodes.Element, prefix: str = "") -> dict[str, str]:
    """Keep ids unique where several copies of documents' parts meet on one page.

    Args:
        part: changed in place; of a `cut_slide`, what is shown and what is said keep apart.
        prefix: what the new ids begin with; empty: the id of the cut slide.

    Returns:
        The new ids by the old ones.
    """
    new: dict[str, str] = {}
    prefix = prefix or part["slide_id"]
    for child in part.children:
        if isinstance(child, nodes.Element):
            own = f"{prefix}-notes" if isinstance(child, slide_notes | notes) else prefix
            for element in child.findall(nodes.Element):
                _rename_ids(element, own, new)
    return new


def _rename_ids(element: nodes.Element, prefix: str, new: dict[str, str]) -> None:
    ids: list[str] = element["ids"]
    new.update({id_: f"{prefix}-{id_}" for id_ in ids if id_ not in new})
    element["ids"] = [f"{prefix}-{id_}" for id_ in ids]
    element["names"] = []
    if isinstance(element, nodes.footnote | nodes.footnote_reference | nodes.target):
        if element.get("backrefs"):
            element["backrefs"] = [f"{prefix}-{id_}" for id_ in element["backrefs"]]
        if "refid" in element:
            element["refid"] = f"{prefix}-{element['refid']}"
