"""Links to slides, from pages of the docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.doctree import separated
from sphinx_briefing.slides.records import find_slide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils.nodes import Node
    from sphinx.builders import Builder


def slide_links(
    builder: Builder,
    fromdocname: str,
    slide_ids: Iterable[str],
    more: Callable[[str], list[Node]] = lambda slide_id: [],
) -> list[Node]:
    """Links to the boxes of slides, each once.

    Args:
        builder: for which they are made.
        fromdocname: the document where they stand.
        slide_ids: the slides; ids of no slide are passed over.
        more: what to add to a slide in brackets, by its id.
    """
    links: list[Node] = []
    for slide_id in dict.fromkeys(slide_ids):
        slide = find_slide(builder.env, slide_id)
        if slide is None:
            continue
        box = link_to_section(builder, fromdocname, slide.docname, slide.anchor, slide.title)
        part = nodes.inline("", "", nodes.Text("“"), box, nodes.Text("”"))
        if added := more(slide_id):
            part += [nodes.Text(" ("), *separated(added, ", "), nodes.Text(")")]
        links.append(part)
    return links
