"""Tables that the extension makes, with a head and a wrapper in which a wide one scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Node


def make_table(
    head: dict[str, int], rows: Iterable[Sequence[str | Sequence[Node]]], class_: str
) -> nodes.container:
    """Make a table.

    Args:
        head: the columns' titles and their widths, relative to each other.
        rows: for each row its cells, as text or as inline nodes.
        class_: the table's class.
    """
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=width) for width in head.values()]
    group += nodes.thead("", _row(list(head)))
    group += nodes.tbody("", *(_row(cells) for cells in rows))
    return nodes.container("", nodes.table("", group, classes=[class_]), classes=["table-wrapper"])


def _row(cells: Sequence[str | Sequence[Node]]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        content = [nodes.Text(cell)] if isinstance(cell, str) else cell
        row += nodes.entry("", nodes.paragraph("", "", *content))
    return row
