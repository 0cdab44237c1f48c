"""Laying out a slide for a deck: what must stand in a place of its own is moved there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes

from sphinx_briefing.slides.layouts.contents import (
    IMAGE_CLASS,
    blocks_of,
    body_rows,
    is_picture,
    is_wrapper,
    lead_of,
    take_marks,
)
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element, Node

    from sphinx_briefing.slides.nodes import cut_slide

NUMBER = re.compile(r"(?P<before>\D*)(?P<digits>[\d.,\s]*\d)(?P<unit>.*)", re.DOTALL)
SHORT_NUMBER = 4
"""Characters that fit at full height beside what they count."""

STEP = "fragment"
"""Class of what reveal.js shows one by one."""


def classes_of(cut: cut_slide) -> list[str]:
    """The classes of a slide in a deck that its layout and its image give it."""
    found = [f"layout-{cut['layout'] or 'plain'}"]
    if any(IMAGE_CLASS in child["classes"] for child in cut[1].findall(nodes.figure)):
        found.append("has-image")
    return found


def arrange(cut: cut_slide) -> None:
    """Lay out a slide that was cut from its chapter and holds what decks show, in place."""
    body = cut[1]
    assert isinstance(body, nodes.Element)
    for list_ in body.findall(nodes.bullet_list):
        for item in list_.children:
            if isinstance(item, nodes.Element) and (lead := lead_of(item)) is not None:
                lead["classes"].append("lead")
    blocks = blocks_of(body)
    if blocks and (lay_out := LAID_OUT.get(cut["layout"])) is not None:
        lay_out(body, blocks)
    if cut["steps"]:
        for part in _steps(blocks_of(body))[1:]:  # the first stands there from the start
            part["classes"].append(STEP)


def _steps(blocks: Sequence[Element]) -> list[Element]:
    """The parts of a slide that can come one by one."""
    parts: list[Element] = []
    for block in blocks:
        if isinstance(block, nodes.table):
            parts += body_rows(block)
        elif isinstance(block, nodes.bullet_list | nodes.enumerated_list | nodes.definition_list):
            parts += [item for item in block.children if isinstance(item, nodes.Element)]
        elif isinstance(block, nodes.container) and "slide-parts" in block["classes"]:
            parts += [part for part in block.children if isinstance(part, nodes.Element)]
        else:
            parts.append(block)
    return parts


def _wrap(body: Element, blocks: Sequence[Element], class_: str) -> nodes.container | None:
    """Put neighbouring blocks into a box of their own."""
    if not blocks:
        return None
    place = cast("Element", blocks[0].parent)
    at = place.index(blocks[0])
    for block in blocks:
        cast("Element", block.parent).remove(block)
    box = nodes.container("", *blocks, classes=["slide-parts", class_])
    place.insert(at, box)
    return box


def _mark_below(blocks: Sequence[Element], class_: str) -> None:
    for block in blocks:
        block["classes"].append(class_)


def _without_colon(lead: nodes.strong) -> None:
    """A lead that stands on a line of its own needs no colon."""
    last = lead[-1] if lead.children else None
    if isinstance(last, nodes.Text):
        lead[-1] = nodes.Text(last.astext().rstrip().removesuffix(":").rstrip())


def _number(body: Element, blocks: Sequence[Element]) -> None:
    figure, *told = blocks
    figure["classes"].append("number-figure")
    text = figure.astext().strip()
    if len(text) > SHORT_NUMBER:
        figure["classes"].append("is-long")
    found = NUMBER.fullmatch(text)
    if found is not None and all(isinstance(child, nodes.Text) for child in figure.children):
        figure.children = []
        for name in ("before", "digits", "unit"):
            if found[name].strip():
                figure += nodes.inline("", found[name].strip(), classes=[f"number-{name}"])
    _wrap(body, told, "number-told")


def _quote(body: Element, blocks: Sequence[Element]) -> None:
    quotes = [block for block in blocks if isinstance(block, nodes.block_quote)]
    for speaker in [node for quote in quotes for node in quote.findall(nodes.attribution)]:
        speaker.replace_self(nodes.paragraph("", "", *speaker.children, classes=["attribution"]))
    _wrap(body, quotes, "quotes")
    _mark_below(blocks[len(quotes) :], "below")


def _versus(body: Element, blocks: Sequence[Element]) -> None:
    sides = blocks[0]
    sides["classes"].append("sides")
    for item in sides.children:
        assert isinstance(item, nodes.Element)
        if (lead := lead_of(item)) is not None:
            _without_colon(lead)
    _mark_below(blocks[1:], "below")


def _scorecard(body: Element, blocks: Sequence[Element]) -> None:
    first = blocks[0]
    if isinstance(first, nodes.table):
        _add_column_of_marks(first)
    else:
        first["classes"].append("scores")
        for item in first.children:
            assert isinstance(item, nodes.Element)
            marks = take_marks(item)
            text = nodes.container("", *item.children, classes=["score-text"])
            item.children = []
            item += [text, nodes.paragraph("", "", *marks, classes=["score-marks"])]
    _mark_below(blocks[1:], "below")


def _add_column_of_marks(table: Element) -> None:
    for group in table.findall(nodes.tgroup):
        group["cols"] = group.get("cols", 1) + 1
        at = max(group.index(spec) for spec in group.findall(nodes.colspec)) + 1
        group.insert(at, nodes.colspec(colwidth=10))
        for head in group.findall(nodes.thead):
            for row in head.findall(nodes.row):
                text = nodes.inline("", _("Verdict"), classes=["visually-hidden"])
                row.append(nodes.entry("", nodes.paragraph("", "", text)))
    for row in body_rows(table):
        marks = nodes.paragraph("", "", *take_marks(row))
        row.append(nodes.entry("", marks, classes=["score-marks"]))


def _timeline(body: Element, blocks: Sequence[Element]) -> None:
    first = blocks[0]
    if isinstance(first, nodes.table):
        first = _stations_of(first)
    first["classes"].append("stations")
    for item in first.children:
        assert isinstance(item, nodes.Element)
        if (lead := lead_of(item)) is not None:
            _without_colon(lead)
        if any(getattr(node, "is_mark", False) for node in item.findall()):
            item["classes"].append("is-told")
    _mark_below(blocks[1:], "below")


def _stations_of(table: nodes.table) -> nodes.bullet_list:
    """A table of two columns as a list, its second heading above it."""
    stations = nodes.bullet_list(bullet="-")
    for row in body_rows(table):
        when, what = (cast("Element", entry) for entry in row.children)
        is_set_apart = lead_of(when) is not None
        inner = [child for part in when.children for child in part.children]
        date = nodes.strong("", "", *inner, classes=["lead"])
        text = nodes.paragraph("", "", date, nodes.Text(" "))
        item = nodes.list_item("", text, classes=["is-told"] if is_set_apart else [])
        first, *rest = what.children or [nodes.paragraph()]
        text += first.children
        item += rest
        stations += item
    heads = [entry for head in table.findall(nodes.thead) for entry in head.findall(nodes.entry)]
    above: list[Node] = []
    if heads:
        inner = [child for part in heads[-1].children for child in part.children]
        above = [nodes.paragraph("", "", *inner, classes=["stations-head"])]
    place = table.parent if is_wrapper(table.parent) else table
    holder = cast("Element", place.parent)
    at = holder.index(place)
    holder[at : at + 1] = [*above, stations]
    return stations


def _figure(body: Element, blocks: Sequence[Element]) -> None:
    _mark_below([block for block in blocks if not is_picture(block)], "annotation")


def _cards(body: Element, blocks: Sequence[Element]) -> None:
    first = blocks[0]
    if isinstance(first, nodes.definition_list):
        cards = nodes.bullet_list(bullet="-")
        for entry in first.children:
            term, *meanings = (part for part in entry.children if isinstance(part, nodes.Element))
            head = nodes.paragraph("", "", nodes.strong("", "", *term.children))
            inner = [child for meaning in meanings for child in meaning.children]
            cards += nodes.list_item("", head, *inner)
        first.replace_self(cards)
        first = cards
    first["classes"].append("cards")
    for card in first.children:
        cast("Element", cast("Element", card)[0])["classes"].append("card-head")
    _mark_below(blocks[1:], "band")


def _table(body: Element, blocks: Sequence[Element]) -> None:
    for table in body.findall(nodes.table):
        for row in body_rows(table):
            if row.children and lead_of(cast("Element", row[0])) is not None:
                row["classes"].append("set-apart")


LAID_OUT = {
    "number": _number,
    "quote": _quote,
    "versus": _versus,
    "scorecard": _scorecard,
    "timeline": _timeline,
    "figure": _figure,
    "cards": _cards,
    "table": _table,
}
"""What moves the parts of a layout; the others are laid out by the stylesheet alone."""
