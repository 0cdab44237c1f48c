"""Figures that are words in a structure (HTML templates): as tables, lists or text.

What a structure means is read from the page, not known by its name: items that have the same parts
are rows of a table, groups that have a head and a list are its columns where they stand side by
side, else its rows. Parts that the stylesheet puts into named areas come in the areas' order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import Tag

from sphinx_briefing.handouts.powerpoint.content import Cell, Paragraph, Row, Run, Table
from sphinx_briefing.handouts.powerpoint.inline import SIGNS, Alone, is_hidden

if TYPE_CHECKING:
    from sphinx_briefing.handouts.powerpoint.blocks import Reader
    from sphinx_briefing.handouts.powerpoint.content import Block

LIST = ("ul", "ol")
HANG = 22.0  # px: about what a sign and a space take
SMALL = Paragraph((), before=0)


def read_figure(reader: Reader, picture: Tag) -> list[Block]:
    """The blocks of a figure's picture.

    Args:
        reader: reads what stands in it.
        picture: the box around what a figure draws.
    """
    found: list[Block] = []
    for part in _shown(picture):
        if part.name in LIST or part.find(LIST) is not None:
            found += _structure(reader, part)
        else:
            found += reader.blocks(Alone(part))
    return found


def _shown(tag: Tag) -> list[Tag]:
    return [child for child in tag.find_all(recursive=False) if not is_hidden(child)]


def _structure(reader: Reader, tag: Tag) -> list[Block]:
    if tag.name in LIST:
        table = _items(reader, tag, None)
        return [table] if table else reader.blocks(Alone(tag))
    parts = _shown(tag)
    if len(parts) > 1 and all(_is_group(part) for part in parts):
        return [_groups(reader, tag, parts)]
    rows: list[Row] = []
    found: list[Block] = []
    heads = 0
    last: Tag | None = None
    for part in parts:
        if part.name in LIST:
            table = _items(reader, part, last)
            if table is None:
                found += reader.blocks(Alone(part))
            elif rows and len(table.rows[0].cells) == len(rows[-1].cells):
                rows += table.rows[table.heads :]
            else:
                heads = table.heads
                rows += table.rows
            last = None
        elif part.find(LIST) is not None:
            for block in _structure(reader, part):
                if isinstance(block, Table):
                    heads = heads or (0 if rows else block.heads)
                    rows += block.rows
                else:
                    found.append(block)
        else:
            last = part
            if not _is_head(part):
                rows.append(_title_row(reader, part))
    if rows:
        widest = max(sum(cell.columns for cell in row.cells) for row in rows)
        rows = [_widened(row, widest) for row in rows]
        found.insert(0, Table(rows, heads, size=28))
    return found


def _is_head(tag: Tag) -> bool:
    """Whether it is the heads of the columns below: several parts, beside a list."""
    after = tag.find_next_sibling()
    return len(_shown(tag)) > 1 and after is not None and after.name in LIST


def _is_group(tag: Tag) -> bool:
    """Whether it is a head with a list of its own."""
    parts = _shown(tag)
    return len(parts) == 2 and parts[1].name in LIST and parts[0].find(LIST) is None


def _title_row(reader: Reader, tag: Tag) -> Row:
    """A line above rows, over all columns; `_widened` makes it as wide."""
    colour = reader.look.styles.colour(tag, "color") or "accent"
    like = SMALL._replace(bold=True, colour=colour)
    return Row([Cell(reader.paragraph(tag.children, like, tag), columns=0)])


def _widened(row: Row, columns: int) -> Row:
    first = row.cells[0]
    if first.columns == 0:
        return row._replace(cells=[first._replace(columns=columns)])
    return row


def _items(reader: Reader, tag: Tag, head: Tag | None) -> Table | None:
    """A list whose items have the same parts, as a table; None: it is none."""
    items = tag.find_all("li", recursive=False)
    parts = [_in_order(reader, item) for item in items]
    width = max((len(of) for of in parts), default=0)
    if width < 2 or any(len(of) != width for of in parts):
        return None
    rows = []
    for number, of in enumerate(parts, 1):
        named = _shown(items[number - 1])[0]  # the first that is told says what it is about
        cells = [_part(reader, part, is_first=part is named) for part in of]
        if tag.name == "ol":
            run = Run(str(number), bold=True, colour="accent")
            cells.insert(0, Cell([SMALL._replace(runs=(run,))]))
        rows.append(Row(cells))
    heads = _shown(head) if head is not None else []
    if len(heads) == width:
        bold = SMALL._replace(bold=True)
        cells = [Cell(reader.paragraph(part.children, bold, part)) for part in heads]
        below = [cell.paragraphs[0].align if cell.paragraphs else "" for cell in rows[0].cells]
        rows.insert(
            0,
            Row(
                [
                    cell._replace(paragraphs=[one._replace(align=align) for one in cell.paragraphs])
                    for cell, align in zip(cells, below, strict=True)
                ]
            ),
        )
    return Table(rows, 1 if len(heads) == width else 0, size=28)


def _in_order(reader: Reader, item: Tag) -> list[Tag]:
    """The parts of an item, as the stylesheet's areas put them."""
    if any(str(node).strip() for node in item.find_all(string=True, recursive=False)):
        return []
    parts = _shown(item)
    styles = reader.look.styles
    areas = re.findall(r"[\w-]+", styles.text(item, "grid-template-areas"))
    names = [styles.text(part, "grid-area") for part in parts]
    if all(name in areas for name in names):
        parts = [
            parts[at] for at in sorted(range(len(parts)), key=lambda at: areas.index(names[at]))
        ]
    return parts


def _part(reader: Reader, tag: Tag, *, is_first: bool) -> Cell:
    """A part of an item; a bar in it, drawn as wide as its value, stays a bar."""
    styles = reader.look.styles
    ground = styles.colour(tag, "background")
    align = {"end": "r", "right": "r", "center": "ctr"}.get(styles.text(tag, "text-align"), "")
    bar = tag.find("svg", attrs={"width": re.compile(r"^[\d.]+%$")})
    beside = tag.find_next_sibling()
    is_told = is_first and (beside is None or beside.find("svg") is None)
    like = SMALL._replace(bold=is_told or bar is not None or _is_strong(tag), align=align,
                          colour=styles.colour(tag, "color") if ground else "")  # fmt: skip
    share, colour = 0.0, ""
    if isinstance(bar, Tag):
        share = float(str(bar["width"]).rstrip("%")) / 100
        colour = styles.colour(bar, "fill")
    return Cell(reader.paragraphs(tag, like), bar=share, bar_colour=colour, ground=ground)


def _is_strong(tag: Tag) -> bool:
    return tag.find(["strong", "b"]) is not None


def _groups(reader: Reader, tag: Tag, groups: list[Tag]) -> Table:
    """Groups side by side are columns below their heads; else rows behind them."""
    styles = reader.look.styles
    pairs = []
    for group in groups:
        head, items = _shown(group)
        bold = SMALL._replace(bold=True, colour=styles.colour(head, "color"))
        ground = styles.colour(group, "background")
        said: list[Paragraph] = []
        for item in items.find_all("li", recursive=False):
            found = reader.paragraph(item.children, SMALL._replace(before=5), item)
            said += [
                one._replace(hang=HANG) if one.text[:1] in SIGNS.values() else one for one in found
            ]
        titled = Cell(reader.paragraph(head.children, bold, head), ground=ground)
        pairs.append((titled, Cell(said, ground=ground)))
    is_beside = len(styles.text(tag, "grid-template-columns").split()) > 1
    if is_beside:
        rows = [Row([head for head, _ in pairs]), Row([said for _, said in pairs])]
        return Table(rows, 1, size=26)
    return Table([Row([head, said]) for head, said in pairs], 0, head_column=True, size=26)
