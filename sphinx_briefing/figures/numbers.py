"""The measured values: bars for shares, pairs of dots for what changed, words for money."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from sphinx_briefing.figures.drawing import selected
from sphinx_briefing.figures.plot import ACCENT, INK, LINE, plot, svg_of

if TYPE_CHECKING:
    from sphinx_briefing.figures.drawing import Picture
    from sphinx_briefing.figures.table import Row, Table

FULL = 100
"""What a bar's whole length stands for; larger values have no bar."""


def value_of(row: Row) -> str:
    """A value with its unit, as short as can be."""
    value, unit = float(row["value"]), row["unit"]
    number = f"{value:,.0f}" if value >= FULL * 10 else f"{value:g}"
    unit = "%" if unit.startswith("per cent") else unit
    return f"{row['qualifier']} {number} {unit}".strip()


def draw_numbers(table: Table, picture: Picture) -> str:
    """A row for each value, in its group, with a bar where a hundred is the whole."""
    table = selected(table, "group", picture.only)
    slide = picture.shape == "slide"
    width = 1128 if slide else 440
    text = 26 if slide else 14
    bar = 16 if slide else 9
    wrap = 62 if slide else 44
    group_gap, gap = (26, 14) if slide else (20, 9)
    y, group = 0.0, ""
    rows: list[tuple[str, Row, list[str], float]] = []
    for row in table.rows:
        head = row["group"] if row["group"] != group else ""
        group = row["group"]
        if head:
            y += (group_gap if rows else 0) + text * 1.3
        lines = textwrap.wrap(row["measure"], wrap - max(0, len(value_of(row)) - 8))
        rows.append((head, row, lines, y))
        y += text * 1.25 * len(lines) + bar + 8 + gap
    with plot(width, round(y)) as (figure, axes):
        for head, row, lines, at in rows:
            if head:
                axes.text(0, at - 4, head, color=ACCENT, fontsize=text, fontweight="bold")
            for number, line in enumerate(lines):
                base = at + text * (1 + 1.25 * number)
                axes.text(0, base, line, color=INK, fontsize=text)
            axes.text(
                width - 1, at + text, value_of(row),
                ha="right", color=INK, fontsize=text, fontweight="bold",
            )  # fmt: skip
            middle = at + text * 1.25 * len(lines) + 4 + bar / 2
            value = float(row["value"])
            if value <= FULL:
                axes.plot([1, width - 1], [middle + bar / 2] * 2, color=LINE, lw=1)
                axes.barh(middle, (width - 2) * value / FULL, bar, 1, color=ACCENT)
            else:
                axes.plot([1, width - 1], [middle, middle], color=LINE, lw=1)
        return svg_of(figure, picture)
