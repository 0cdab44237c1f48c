"""GPT-2's staged release: four versions, each larger, over nine months of 2019."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sphinx_briefing.figures.plot import ACCENT, ACCENT_2, INK, INK_2, LINE, plot, svg_of
from sphinx_briefing.figures.table import day_of

if TYPE_CHECKING:
    from sphinx_briefing.figures.drawing import Picture
    from sphinx_briefing.figures.table import Table

MONTHS = (2, 4, 6, 8, 10, 12)
BILLION = 1000  # millions


def draw_gpt2_release(table: Table, picture: Picture) -> str:
    """Steps over time; the height of a step is the number of parameters released so far."""
    slide = picture.shape == "slide"
    width, height = (1128, 400) if slide else (440, 330)
    text, small = (26, 24) if slide else (13, 13)
    floor, top, left, right = height - (44 if slide else 30), 48, 4, width - 4
    days = [day_of(row["date"]) for row in table.rows]
    sizes = [float(row["millions"]) for row in table.rows]
    year = days[0].year
    first, last = dt.date(year, 2, 1).toordinal(), dt.date(year, 12, 20).toordinal()

    def across(day: dt.date) -> float:
        return left + (day.toordinal() - first) / (last - first) * (right - left)

    def up(millions: float) -> float:
        return floor - millions / max(sizes) * (floor - top)

    with plot(width, height) as (figure, axes):
        axes.plot([left, right], [floor, floor], color=INK_2, linewidth=1.5)
        for month in MONTHS:
            day = dt.date(year, month, 1)
            axes.plot([across(day)] * 2, [floor, floor + 6], color=INK_2, linewidth=1.5)
            axes.text(across(day) + 3, floor + 6 + small, f"{day:%b}", color=INK_2, fontsize=small)
        xs = [across(day) for day in days]
        ends = [*xs[1:], right]
        for number, (x, end, size) in enumerate(zip(xs, ends, sizes, strict=True)):
            axes.fill_between([x, end], [up(size)] * 2, [floor] * 2, color=ACCENT_2, linewidth=0)
            before = floor if number == 0 else up(sizes[number - 1])
            axes.plot([x, x, end], [before, up(size), up(size)], color=ACCENT, linewidth=3)
            axes.plot(
                [x], [up(size)], marker="o", ls="none", markersize=9 if slide else 7, color=ACCENT
            )
            day = days[number]
            label = f"{size:g} million" if size < BILLION else f"{size / BILLION:g} billion"
            last_one = number == len(xs) - 1
            at: Any = {"x": x - 12, "ha": "right"} if last_one else {"x": x + 10, "ha": "left"}
            step = text * 1.2
            base = up(size) + text * 0.75 if last_one else up(size) - 8 - step
            axes.text(**at, y=base, s=label, color=INK, fontsize=text, fontweight="bold")
            axes.text(
                **at, y=base + step, s=f"{day.day} {day:%B}" if slide else f"{day.day} {day:%b}",
                color=INK_2, fontsize=small,
            )  # fmt: skip
        axes.plot([left, right], [floor, floor], color=LINE, linewidth=0.5)
        return svg_of(figure, picture)
