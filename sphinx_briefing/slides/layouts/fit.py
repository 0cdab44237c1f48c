"""Whether a slide's content fits its layout: a checker for each, which says what to write instead.

Sizes are those of a canvas of 1280 x 720; how much text fits is measured by ``slide-fit``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_briefing import messages
from sphinx_briefing.doctree import marks_in
from sphinx_briefing.messages import warn
from sphinx_briefing.slides.layouts.contents import (
    blocks_of,
    body_rows,
    described,
    is_picture,
    lead_of,
)
from sphinx_briefing.slides.nodes import slide
from sphinx_briefing.slides.reading import headline_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.config import Config

LONGEST_NUMBER = 6
"""Characters of a number that is 260 pixels high, such as ``99.5 %``."""

LONGEST_STATEMENT = 60
"""Characters of a headline 84 pixels high: three lines."""

MOST_ROWS = 6
"""Rows of a table or scorecard that can be taken in at once. A rule of this project."""

Blocks = list[nodes.Element]


class Layout(NamedTuple):
    """A layout: what its author writes, in words, and what is wrong with what was written."""

    wants: str
    fault: Callable[[Blocks, str], str]  # of blocks and headline; empty: they fit


def _statement(blocks: Blocks, headline: str) -> str:
    if len(headline) > LONGEST_STATEMENT:
        return messages.LAYOUT_HEADLINE_LONG % (len(headline), LONGEST_STATEMENT)
    return _unless(1 <= len(blocks) <= 2 and _are_paragraphs(blocks), blocks)


def _number(blocks: Blocks, headline: str) -> str:
    fault = _unless(2 <= len(blocks) <= 5 and _are_paragraphs(blocks), blocks)
    if fault:
        return fault
    number = blocks[0].astext().strip()
    if len(number) > LONGEST_NUMBER or not re.search(r"\d", number):
        return messages.LAYOUT_NO_NUMBER % number
    return ""


def _quote(blocks: Blocks, headline: str) -> str:
    quotes = _leading(blocks, nodes.block_quote)
    if not 1 <= len(quotes) <= 2 or not _are_paragraphs(blocks[len(quotes) :], 2):
        return _unless(False, blocks)
    return "" if all(len(quote.children) > 1 for quote in quotes) else messages.LAYOUT_NO_SPEAKER


def _versus(blocks: Blocks, headline: str) -> str:
    return _list_with(blocks, 2, 4, after=1) or _without_lead(blocks[0].children)


def _scorecard(blocks: Blocks, headline: str) -> str:
    first = blocks[0] if blocks else None
    if isinstance(first, nodes.table):
        rows: Sequence[Element] = body_rows(first)
        fault = _unless(_are_paragraphs(blocks[1:], 2), blocks)
        if not fault and not 2 <= len(rows) <= MOST_ROWS:
            fault = messages.LAYOUT_COUNT % (len(rows), 2, MOST_ROWS)
    else:
        fault = _list_with(blocks, 2, MOST_ROWS, after=2)
    return fault or ("" if any(marks_in(blocks[:1])) else messages.LAYOUT_NO_MARKS)


def _timeline(blocks: Blocks, headline: str) -> str:
    first = blocks[0] if blocks else None
    if not isinstance(first, nodes.table):
        return _list_with(blocks, 2, 5, after=2) or _without_lead(blocks[0].children)
    rows = body_rows(first)
    if not all(len(row.children) == 2 for row in rows) or not _are_paragraphs(blocks[1:], 2):
        return _unless(False, blocks)
    return "" if 2 <= len(rows) <= 5 else messages.LAYOUT_COUNT % (len(rows), 2, 5)


def _figure(blocks: Blocks, headline: str) -> str:
    pictures = [block for block in blocks if is_picture(block)]
    texts = [block for block in blocks if not is_picture(block)]
    return _unless(len(pictures) == 1 and _are_paragraphs(texts, 2), blocks)


def _cards(blocks: Blocks, headline: str) -> str:
    if blocks and isinstance(blocks[0], nodes.definition_list):
        count = len(blocks[0].children)
        if not _are_paragraphs(blocks[1:], 1):
            return _unless(False, blocks)
        return "" if 3 <= count <= 4 else messages.LAYOUT_COUNT % (count, 3, 4)
    fault = _list_with(blocks, 3, 4, after=1)
    if fault:
        return fault
    bare = [item for item in blocks[0].children if len(_elements(item)) < 2]
    return messages.LAYOUT_EMPTY_CARD % bare[0].astext() if bare else ""


def _table(blocks: Blocks, headline: str) -> str:
    tables = [block for block in blocks if isinstance(block, nodes.table)]
    texts = [block for block in blocks if not isinstance(block, nodes.table)]
    if len(tables) != 1 or not _are_paragraphs(texts, 2):
        return _unless(False, blocks)
    count = len(body_rows(tables[0]))
    return "" if count <= MOST_ROWS else messages.LAYOUT_COUNT % (count, 1, MOST_ROWS)


def _cover(blocks: Blocks, headline: str) -> str:
    return _unless(_are_paragraphs(blocks, 2), blocks)


LAYOUTS: dict[str, Layout] = {
    "cover": Layout(messages.LAYOUT_COVER, _cover),
    "statement": Layout(messages.LAYOUT_STATEMENT % LONGEST_STATEMENT, _statement),
    "number": Layout(messages.LAYOUT_NUMBER % LONGEST_NUMBER, _number),
    "quote": Layout(messages.LAYOUT_QUOTE, _quote),
    "versus": Layout(messages.LAYOUT_VERSUS, _versus),
    "scorecard": Layout(messages.LAYOUT_SCORECARD % MOST_ROWS, _scorecard),
    "timeline": Layout(messages.LAYOUT_TIMELINE, _timeline),
    "figure": Layout(messages.LAYOUT_FIGURE, _figure),
    "cards": Layout(messages.LAYOUT_CARDS, _cards),
    "table": Layout(messages.LAYOUT_TABLE % MOST_ROWS, _table),
}
"""The layouts there are, beside the plain one of a slide that names none."""


def layout_names(config: Config) -> list[str]:
    """What ``:layout:`` may name: the engine's layouts and the project's own."""
    return [*LAYOUTS, *config.briefing_layouts]


def _unless(fits: bool, blocks: Blocks) -> str:
    return "" if fits else messages.LAYOUT_HAS % described(blocks)


def _elements(holder: nodes.Node) -> list[nodes.Element]:
    return [child for child in holder.children if isinstance(child, nodes.Element)]


def _are_paragraphs(blocks: Sequence[Element], most: int = 9) -> bool:
    return len(blocks) <= most and all(
        isinstance(block, nodes.paragraph) and not is_picture(block) for block in blocks
    )


def _leading(blocks: Blocks, kind: type[Element]) -> Blocks:
    count = 0
    while count < len(blocks) and isinstance(blocks[count], kind):
        count += 1
    return blocks[:count]


def _list_with(blocks: Blocks, least: int, most: int, *, after: int) -> str:
    """What is wrong with blocks that should be a list and up to ``after`` paragraphs below it."""
    first = blocks[0] if blocks else None
    if not isinstance(first, nodes.bullet_list | nodes.enumerated_list):
        return _unless(False, blocks)
    if not _are_paragraphs(blocks[1:], after):
        return _unless(False, blocks)
    count = len(first.children)
    return "" if least <= count <= most else messages.LAYOUT_COUNT % (count, least, most)


def _without_lead(items: Sequence[nodes.Node]) -> str:
    for item in items:
        assert isinstance(item, nodes.Element)
        if lead_of(item) is None:
            words = item.astext().replace("\n", " ")
            return messages.LAYOUT_NO_LEAD % words[:40]
    return ""


def check_layouts(app: Sphinx, document: nodes.document) -> None:
    """Report slides whose content does not fit their layout; they are laid out plain."""
    for node in document.findall(slide):
        layout = LAYOUTS.get(node["layout"])
        if layout is None or node["retirement"]:
            continue
        blocks = blocks_of(node)
        fault = layout.fault(blocks, headline_of(node).astext())
        if fault:
            warn(
                messages.LAYOUT_MISFIT,
                node["slide_id"],
                node["layout"],
                fault,
                layout.wants,
                location=node,
                subtype="layout",
            )
            node["layout"] = ""


def name_speakers(app: Sphinx, document: nodes.document) -> None:
    """Let the last paragraph of a quotation say who speaks, wherever it is shown."""
    for node in document.findall(slide):
        if node["layout"] != "quote":
            continue
        for quote in node.findall(nodes.block_quote):
            last = quote[-1]
            if len(quote.children) > 1 and isinstance(last, nodes.paragraph):
                speaker = nodes.attribution(last.rawsource, "", *last.children)
                speaker.source, speaker.line = last.source, last.line
                last.replace_self(speaker)


def setup(app: Sphinx) -> None:
    """Look at each document that was read."""
    app.connect("doctree-read", name_speakers)
    app.connect("doctree-read", check_layouts)
