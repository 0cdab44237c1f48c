"""Verdicts by theme: counted from the claims, never written down."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sphinx_briefing.claims.data import VERDICTS, claims_of
from sphinx_briefing.figures.plot import (
    ACCENT,
    ACCENT_2,
    EDITORIAL,
    INK,
    INK_2,
    PAPER,
    plot,
    svg_of,
)
from sphinx_briefing.figures.table import Column, Row, Table

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_briefing.figures.drawing import Picture

VERDICTS_TABLE = "verdicts"
LOOKS = {
    "confirmed": (ACCENT, ACCENT, PAPER, "-"),
    "nuanced": (ACCENT_2, ACCENT, INK, "-"),
    "contradicted": (EDITORIAL, EDITORIAL, PAPER, "-"),
    "not found": (PAPER, INK_2, INK, (0, (3, 2))),
}
"""Fill, edge, text and edge's dashes of each verdict; its sign tells it without colour."""


def verdicts_table(app: Sphinx) -> Table:
    """How many claims of each theme, those in use, have which verdict."""
    counts: dict[str, Counter[str]] = {}
    for claim in (claim for claim in claims_of(app).values() if not claim.retired):
        counts.setdefault(claim.theme, Counter())[claim.verdict] += 1
    columns = (
        Column("theme", "Theme", {}, "text"),
        *(Column(verdict, verdict.capitalize(), {}, "number") for verdict in VERDICTS),
        Column("all", "All", {}, "number"),
    )
    rows = [
        Row(
            0,
            {
                "theme": theme,
                **{verdict: str(count[verdict]) for verdict in VERDICTS},
                "all": str(count.total()),
            },
        )
        for theme, count in counts.items()
    ]
    return Table(VERDICTS_TABLE, columns, tuple(rows))


def draw_verdicts(table: Table, picture: Picture) -> str:
    """A bar for each theme, a piece for each verdict, as long as there are claims."""
    slide = picture.shape == "slide"
    text = 24 if slide else 14
    width, left = (1128, 330) if slide else (440, 0)
    pitch, bar = (44, 34) if slide else (54, 26)
    top = 44 if slide else 52
    height = top + pitch * len(table.rows) + (0 if slide else 4)
    most = max(int(row["all"]) for row in table.rows)
    unit = (width - left - 2) / most
    with plot(width, height) as (figure, axes):
        keys = list(VERDICTS)
        for number, verdict in enumerate(keys):  # the key
            fill, edge, ink, dashes = LOOKS[verdict]
            x = (left + number * 196) if slide else (number % 2) * 220
            y = 8 if slide else 4 + (number // 2) * 22
            size = 24 if slide else 16
            axes.barh(y + size / 2, size, size, x + 1, color=fill, edgecolor=edge, linestyle=dashes)
            axes.text(
                x + 1 + size / 2, y + size * 0.82, VERDICTS[verdict],
                ha="center", color=ink, fontsize=text, fontweight="bold",
            )  # fmt: skip
            axes.text(x + size + 9, y + size * 0.82, verdict, color=INK, fontsize=text)
        for number, row in enumerate(table.rows):
            y = top + number * pitch
            base = y + bar / 2 + text * 0.36 if slide else y + 15
            axes.text(
                0, base, row["theme"].replace("/", ", ").capitalize(), color=INK, fontsize=text
            )
            y_bar = y if slide else y + 21
            start = 0
            for verdict in keys:
                count = int(row[verdict])
                if not count:
                    continue
                fill, edge, ink, dashes = LOOKS[verdict]
                axes.barh(
                    y_bar + bar / 2, count * unit - 3, bar, left + 1 + start * unit,
                    color=fill, edgecolor=edge, linestyle=dashes,
                )  # fmt: skip
                axes.text(
                    left + 1 + (start + count / 2) * unit - 1.5,
                    y_bar + bar / 2 + text * 0.36,
                    f"{VERDICTS[verdict]} {count}",
                    ha="center",
                    color=ink,
                    fontsize=text,
                )
                start += count
        return svg_of(figure, picture)
