"""Check ``slide-words``: a slide with many words is a document to read, not one to listen to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.commands.checks.publication import Result, counted
from sphinx_briefing.slides.nodes import notes, slide_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node

    from sphinx_briefing.commands.checks.publication import Publication

NO_SPACES = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # scripts in which each sign counts
WORD = re.compile(rf"[{NO_SPACES}]|[^\s{NO_SPACES}]*\w[^\s{NO_SPACES}]*")

NOT_READ = (
    notes,
    slide_title,  # counted as the headline, which may be the section's
    nodes.Invisible,
    nodes.image,  # its text alternative
    nodes.math,
    nodes.math_block,
    nodes.raw,
)
"""What shows no words on the slide."""


def check(publication: Publication) -> Result:
    """Count the words of each slide: its headline, lines and tables, not its notes or pictures."""
    most = publication.config.briefing_most_words_on_a_slide
    faults, slides = [], 0
    for record, node in publication.slides():
        slides += 1
        number = words_in(record.title) + words_in(" ".join(texts(node)))
        if number > most:
            faults.append(
                publication.on_slide(
                    record,
                    f"shows {number} words, more than {most} (briefing_most_words_on_a_slide): "
                    "move some to its {notes} or to the prose, or split it",
                )
            )
    return Result(counted(slides, "slide"), faults)


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(WORD.findall(text))


def texts(node: Node) -> Iterator[str]:
    """What is to be read in an element, a block a piece."""
    if isinstance(node, NOT_READ):
        return
    if isinstance(node, nodes.TextElement) or not node.children:
        yield "".join(inline_texts(node))
        return
    for child in node.children:
        yield from texts(child)


def inline_texts(node: Node) -> Iterator[str]:
    """What is to be read in a line, a piece for each change of its marks."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif not isinstance(node, NOT_READ):
        for child in node.children:
            yield from inline_texts(child)
