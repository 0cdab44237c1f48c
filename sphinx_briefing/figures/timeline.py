"""The timeline: events in lanes, those that the article tells of marked.

On a page time runs down and every event has its label. On a slide it runs across and only the
article's own events have labels: more could not be read from the back of a room.
"""

from __future__ import annotations

import itertools
import textwrap
from typing import TYPE_CHECKING, Any

from sphinx_briefing.figures.plot import ACCENT, INK, INK_2, LINE, PAPER, plot, svg_of
from sphinx_briefing.figures.table import day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sphinx_briefing.figures.drawing import Picture
    from sphinx_briefing.figures.table import Table

MARKS: dict[str, dict[str, Any]] = {
    "told": {"marker": "D", "mfc": ACCENT, "mec": ACCENT, "ls": "none"},
    "touched": {"marker": "o", "mfc": INK_2, "mec": INK_2, "ls": "none"},
    "absent": {"marker": "o", "mfc": PAPER, "mec": INK_2, "ls": "none"},
}
"""Shape and fill of an event's mark, by what it is to the article."""

SPARSE_UNTIL = 2019
SPARSE = 0.25
"""Years before that have one event and take a quarter of the room of the others."""


def reckon(year: float) -> float:
    """How far along a moment is, in full years since the start of `SPARSE_UNTIL`."""
    since = year - SPARSE_UNTIL
    return since * SPARSE if since < 0 else since


def moment(day: dt.date) -> float:
    """A day as a year with its part."""
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def spread(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Centres as near as can be to those wanted, in their order, so that nothing overlaps.

    Least squares by pooling neighbours that would touch (isotonic regression).
    """
    offsets = [0.0]
    for one, other in itertools.pairwise(sizes):
        offsets.append(offsets[-1] + (one + other) / 2)
    pools: list[tuple[float, int]] = []  # mean, members
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while pools and pools[-1][0] > mean:
            other_mean, other_count = pools.pop()
            mean = (mean * count + other_mean * other_count) / (count + other_count)
            count += other_count
        pools.append((mean, count))
    placed = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(placed, offsets, strict=True)]


def draw_timeline(table: Table, picture: Picture) -> str:
    """The timeline, down a page or across a slide."""
    return across(table, picture) if picture.shape == "slide" else down(table, picture)


def down(table: Table, picture: Picture) -> str:
    """Time runs down; each lane is a column and each event has its label."""
    text, line, margin, lane_width, top = 13, 16, 46, 176, 76
    year_height, width = 128, 46 + 4 * 176 + 4
    moments = [moment(day_of(row["date"])) for row in table.rows]
    first, last = int(min(moments)), max(moments)
    height = round(top + (reckon(last) - reckon(first)) * year_height + 60)

    def at(year: float) -> float:
        return top + (reckon(year) - reckon(first)) * year_height

    titles = {}
    lanes = table.words("lane")
    with plot(width, height) as (figure, axes):
        legend(table, axes, text, [0, 190, 390], 16)
        for year in range(first, int(last) + 1):
            if year >= SPARSE_UNTIL or year == first:
                axes.plot([0, width], [at(year)] * 2, color=LINE, lw=1)
                axes.text(0, at(year) + 16, str(year), color=INK_2, fontsize=text)
        for number, (lane, name) in enumerate(lanes.items()):
            x = margin + number * lane_width
            axes.text(x, top - 14, name, color=INK, fontsize=13, fontweight="bold")
            axes.plot([x + 3] * 2, [top, height - 6], color=LINE, lw=3)
            rows = [(m, row) for m, row in zip(moments, table.rows, strict=True)
                    if row["lane"] == lane]  # fmt: skip
            rows.sort(key=lambda pair: pair[0])
            labels = [
                textwrap.wrap(row["label"], 18 if row["standing"] == "told" else 21)
                for _, row in rows
            ]
            sizes = [len(label) * line + 6.0 for label in labels]
            wanted = [at(m) for m, _ in rows]
            for (m, row), label, y in zip(rows, labels, spread(wanted, sizes), strict=True):
                axes.plot([x + 3, x + 9, x + 18], [at(m), at(m), y], color=INK_2, lw=1)
                gid = f"event-{row.line}"
                axes.plot([x + 20], [y], **MARKS[row["standing"]], ms=7, gid=gid)
                titles[gid] = f"{row['date']}: {row['event']}"
                start = y - (len(label) - 1) * line / 2 + text * 0.35
                for part, words in enumerate(label):
                    axes.text(
                        x + 30, start + part * line, words, fontsize=text,
                        color=INK, fontweight="bold" if row["standing"] == "told" else "normal",
                    )  # fmt: skip
        return svg_of(figure, picture, titles, haloed=True)


def across(table: Table, picture: Picture) -> str:
    """Time runs across; each lane is a row and the article's own events have labels."""
    width, left, text = 1128, 300, 24
    moments = [moment(day_of(row["date"])) for row in table.rows]
    first, last = int(min(moments)), max(moments) + 0.1
    told = [(m, row) for m, row in sorted(zip(moments, table.rows, strict=True), key=lambda p: p[0])
            if row["standing"] == "told"]  # fmt: skip
    band = 30 * len(told)
    lane_height, top = 54, band + 8
    lanes = table.words("lane")
    floor = top + lane_height * len(lanes)

    def at(year: float) -> float:
        part = (reckon(year) - reckon(first)) / (reckon(last) - reckon(first))
        return left + 10 + part * (width - left - 24)

    with plot(width, floor + 34) as (figure, axes):
        for year in range(SPARSE_UNTIL, int(last) + 1):
            axes.plot([at(year)] * 2, [top, floor], color=LINE, lw=1.5)
            axes.text(at(year) + 4, floor + 26, str(year), color=INK_2, fontsize=text)
        axes.text(at(first), floor + 26, str(first), color=INK_2, fontsize=text)
        for number, (lane, name) in enumerate(lanes.items()):
            y = top + (number + 0.5) * lane_height
            axes.plot([0, width], [y + lane_height / 2] * 2, color=LINE, lw=1.5)
            axes.text(0, y + 9, name, color=INK, fontsize=text)
            for m, row in zip(moments, table.rows, strict=True):
                if row["lane"] == lane and row["standing"] != "told":
                    axes.plot([at(m)], [y], **MARKS[row["standing"]], ms=13, mew=2)
            for order, (m, row) in enumerate(told):
                if row["lane"] == lane:
                    base = 24 + 30 * (len(told) - 1 - order)
                    axes.plot([at(m)] * 2, [base - 20, y], color=ACCENT, lw=2)
                    axes.plot([at(m)], [y], **MARKS["told"], ms=15)
                    axes.text(
                        at(m) - 8, base, row["label"],
                        ha="right", color=INK, fontsize=text, fontweight="bold",
                    )  # fmt: skip
        for number, (standing, words) in enumerate(table.words("standing").items()):
            y = 22 + 34 * number
            axes.plot([10], [y - 8], **MARKS[standing], ms=14, mew=2)
            axes.text(30, y, words, color=INK, fontsize=text)
        return svg_of(figure, picture)


def legend(table: Table, axes: Any, text: int, places: Sequence[float], y: float) -> None:
    """What the marks mean, in a row."""
    for x, (standing, words) in zip(places, table.words("standing").items(), strict=True):
        axes.plot([x + 6], [y - 4], **MARKS[standing], ms=8)
        axes.text(x + 18, y, words, color=INK, fontsize=text)
