"""How a slide looks in the docs: the box at the head of its section, for each kind of builder.

Sphinx asks for these functions when it writes the node (``sphinx.ext.todo`` does the same).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.config import writes_pages
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
    folded = builder.config.briefing_folded_slides and writes_pages(builder)
    head = _("On the slide") if folded else _("In brief")
    box += nodes.title("", _("Retired slide") if retired else head)
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
    if translator.config.briefing_folded_slides and writes_pages(translator.builder):
        _write_folded(translator, box)
    else:
        box.walkabout(translator)
    raise nodes.SkipNode


def _write_folded(translator: Any, box: nodes.admonition) -> None:
    """Write a box that shows its title alone until it is opened."""
    title = box[0]
    assert isinstance(title, nodes.title)
    box["classes"].append("is-folded")
    translator.body.append(translator.starttag(box, "details", CLASS="admonition"))
    summary = translator.encode(title.astext())
    translator.body.append(f'<summary class="admonition-title">{summary}</summary>\n')
    for child in box.children[1:]:
        child.walkabout(translator)
    translator.body.append("</details>\n")


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
