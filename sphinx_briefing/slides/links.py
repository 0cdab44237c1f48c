"""Links to slides, from pages of the docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import smartchars

from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.doctree import separated
from sphinx_briefing.slides.records import find_slide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils.nodes import Node
    from sphinx.builders import Builder


def quotation_marks(language: str) -> tuple[str, str]:
    """The outer quotation marks of a language, as docutils sets them in the text around.

    Args:
        language: as ``conf.py`` names it; one that docutils does not know gets the English ones.
    """
    for tag in normalize_language_tag(language.replace("@", "_")):
        if tag in smartchars.quotes:
            marks = smartchars.quotes[tag]  # opening and closing, then the inner pair
            return marks[0], marks[1]
    return "“", "”"


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
    opened, closed = quotation_marks(builder.config.language)
    links: list[Node] = []
    for slide_id in dict.fromkeys(slide_ids):
        slide = find_slide(builder.env, slide_id)
        if slide is None:
            continue
        box = link_to_section(builder, fromdocname, slide.docname, slide.anchor, slide.title)
        part = nodes.inline("", "", nodes.Text(opened), box, nodes.Text(closed))
        if added := more(slide_id):
            part += [nodes.Text(" ("), *separated(added, ", "), nodes.Text(")")]
        links.append(part)
    return links
