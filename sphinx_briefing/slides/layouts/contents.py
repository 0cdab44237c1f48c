"""What a slide shows, seen as its layout sees it: blocks, rows, leads and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_briefing.slides.nodes import notes, slide_decks, slide_only, slide_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docutils.nodes import Element, Node

IMAGE_CLASS = "slide-image"
"""Class of the figure that ``:image:`` makes; it stands beside what the layout shows."""

NO_BLOCK = (slide_title, notes, slide_decks, nodes.Invisible, nodes.system_message)
"""What is no part of what a slide shows below its headline."""


def blocks_of(holder: Element) -> list[Element]:
    """The blocks of a slide or its body, in order, its image apart; ``only`` is seen through."""
    return list(_blocks(holder.children))


def _blocks(children: Iterable[Node]) -> Iterator[Element]:
    for child in children:
        if isinstance(child, addnodes.only | slide_only) or is_wrapper(child):
            yield from _blocks(child.children)
        elif not isinstance(child, nodes.Element) or isinstance(child, NO_BLOCK):
            continue
        elif not {IMAGE_CLASS, "figure-source"} & set(child["classes"]):
            yield child


def is_wrapper(node: Node | None) -> bool:
    """Whether it is the box that a theme puts around a wide table."""
    return isinstance(node, nodes.container) and "table-wrapper" in node["classes"]


def is_picture(block: Element) -> bool:
    """Whether a block is no text: a paragraph that holds an image alone is a picture, too."""
    if isinstance(block, nodes.paragraph):
        shown = [child for child in block.children if not _is_blank(child)]
        return len(shown) == 1 and isinstance(shown[0], nodes.image)
    return not isinstance(block, nodes.Sequential | nodes.block_quote | nodes.table)


def _is_blank(node: Node) -> bool:
    return isinstance(node, nodes.Text) and not node.strip()


def lead_of(item: Element) -> nodes.strong | None:
    """The bold words with which a list's item, or a table's cell, begins."""
    first = item[0] if item.children else None
    if not isinstance(first, nodes.paragraph):
        return None
    start = next((part for part in first.children if not _is_blank(part)), None)
    return start if isinstance(start, nodes.strong) else None


def body_rows(table: Element) -> list[nodes.row]:
    """The rows of a table below its head."""
    return [row for body in table.findall(nodes.tbody) for row in body.findall(nodes.row)]


def described(blocks: Sequence[Element]) -> str:
    """What blocks there are, in words for an author: ``1 list, 2 paragraphs``."""
    counts: dict[str, int] = {}
    for block in blocks:
        counts[_name(block)] = counts.get(_name(block), 0) + 1
    named = (f"{count} {name}{'s' * (count > 1)}" for name, count in counts.items())
    return ", ".join(named) or "nothing"


def _name(block: Element) -> str:
    kinds: dict[str, type | tuple[type, ...]] = {
        "definition list": nodes.definition_list,
        "list": (nodes.bullet_list, nodes.enumerated_list),
        "table": nodes.table,
        "quotation": nodes.block_quote,
    }
    if is_picture(block):
        return "picture or other block"
    return next((name for name, kind in kinds.items() if isinstance(block, kind)), "paragraph")


def take_marks(holder: Element) -> list[Node]:
    """Take the marks out of a part of a resolved slide, with the space before each.

    Returns:
        The marks, each with the link that is around it.
    """
    taken: list[Node] = []
    for mark in [node for node in holder.findall() if getattr(node, "is_mark", False)]:
        whole: Node = mark
        while isinstance(whole.parent, nodes.reference) and len(whole.parent.children) == 1:
            whole = whole.parent
        place = whole.parent
        at = place.index(whole)
        if at and isinstance(place[at - 1], nodes.Text):
            place[at - 1] = nodes.Text(place[at - 1].astext().rstrip())
        place.remove(whole)
        taken.append(whole)
    return taken
