"""How a slide looks in the docs: the box at the head of its section, for each kind of builder.

Sphinx asks for these functions when it writes the node (``sphinx.ext.todo`` does the same).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.slides.nodes import notes, slide, slide_decks, slide_only, slide_title
from sphinx_briefing.slides.records import find_slide, successor_of
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

DECK_BUILDER = "revealjs"
"""Name of the builder that writes decks alone (sphinx-revealjs' own name, kept for its users)."""


def shows_slides_as_boxes(builder: Builder) -> bool:
    """Whether ``builder`` writes a rendering of the docs: neither decks nor translators' files."""
    return builder.name not in {DECK_BUILDER, "gettext"}


def box_of(node: slide, builder: Builder) -> nodes.admonition:
    """A slide as an admonition of the class ``in-brief``.

    Args:
        node: in its resolved chapter; not changed.
        builder: for which it is written.
    """
    retired = node["retirement"]
    classes = ["in-brief", "retired-slide"] if retired else ["in-brief"]
    box = nodes.admonition(ids=node["ids"], classes=classes)
    box.source, box.line = node.source, node.line
    box += nodes.title("", _("Retired slide") if retired else _("In brief"))
    content: list[nodes.Node] = [_retirement(node, builder)] if retired else []
    for child in node.children:
        if isinstance(child, slide_title):
            if not retired and child.astext() != node.parent[0].astext():
                headline = nodes.paragraph("", "", classes=["in-brief-headline"])
                headline += nodes.strong("", "", *(part.deepcopy() for part in child.children))
                content.append(headline)
        elif isinstance(child, slide_decks):
            content += [part.deepcopy() for part in child.children]
        elif not isinstance(child, notes):
            content.append(child.deepcopy())
    if builder.format == "text":  # Sphinx' writer runs paragraphs of a box together
        content = [nodes.container("", *content)]
    box += content
    return box


def _retirement(node: slide, builder: Builder) -> nodes.paragraph:
    date = node["retirement"].date
    text = _("The slide “{id}” was retired on {date}.").format(id=node["slide_id"], date=date)
    head = nodes.paragraph("", text)
    slide_ = find_slide(builder.env, node["slide_id"])
    instead = successor_of(builder.env, slide_) if slide_ else None
    if slide_ is not None and instead is not None:
        link = link_to_section(
            builder, slide_.docname, instead.docname, instead.anchor, instead.title
        )
        before, after = _(" In its place: “{slide}”.").split("{slide}")
        head += [nodes.Text(before), link, nodes.Text(after)]
    return head


def visit_slide(translator: Any, node: slide) -> None:
    """Write a slide as its box."""
    box = box_of(node, translator.builder)
    box.parent = node.parent  # writers ask how deep they are
    box.walkabout(translator)
    raise nodes.SkipNode


def visit_slide_only(translator: Any, node: slide_only) -> None:
    """Leave out what is not for the docs."""
    if node["where"] != "docs":
        raise nodes.SkipNode


def depart_slide_only(translator: Any, node: slide_only) -> None:
    """Write nothing more."""


def skip(translator: Any, node: nodes.Element) -> None:
    """Leave a node out of the docs."""
    raise nodes.SkipNode


FORMATS = ("html", "latex", "text", "man", "texinfo")


def setup(app: Sphinx) -> None:
    """Register the nodes with their writing."""
    written: Any = {
        slide: (visit_slide, None),
        slide_only: (visit_slide_only, depart_slide_only),
        notes: (skip, None),
        slide_decks: (skip, None),
    }
    for kind, functions in written.items():
        app.add_node(kind, **dict.fromkeys(FORMATS, functions))
