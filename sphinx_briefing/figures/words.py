"""Pictures that are words in a structure: ladder, two sides, risk map, who builds what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing.figures.drawing import selected, templates

if TYPE_CHECKING:
    from sphinx_briefing.figures.drawing import Picture
    from sphinx_briefing.figures.table import Row, Table

RELEASED = (("weights", "Weights"), ("training_code", "Code"), ("training_data", "Data"))
"""What a maker may release: column, and its short name in the picture."""


def draw_ladder(table: Table, picture: Picture) -> str:
    """The degrees of openness, each a rung with as many bars as it is high."""
    return templates.get_template("ladder.html").render(rows=table.rows, shape=picture.shape)


def draw_two_sides(table: Table, picture: Picture) -> str:
    """Properties, each between the benefit and the risk that rest on it."""
    return templates.get_template("two_sides.html").render(rows=table.rows, shape=picture.shape)


def draw_risks(table: Table, picture: Picture) -> str:
    """Risks by what openness has to do with them, marked by how well they are documented."""
    groups = {
        words: sorted(
            (row for row in table.rows if row["openness"] == value),
            key=lambda row: list(table.words("record")).index(row["record"]),
        )
        for value, words in table.words("openness").items()
    }
    return templates.get_template("risks.html").render(
        groups=groups, records=table.words("record"), shape=picture.shape
    )


def draw_ecosystem(table: Table, picture: Picture) -> str:
    """Makers and what they made, by the rung of openness it stands on."""
    table = selected(table, "rung", picture.only)
    rungs = {
        words: [row for row in table.rows if row["rung"] == value]
        for value, words in table.words("rung").items()
    }
    return templates.get_template("ecosystem.html").render(
        rungs=rungs, released=RELEASED, how_far=how_far, shape=picture.shape
    )


def how_far(row: Row, column: str) -> str:
    """How far a part was released: ``yes``, ``partly``, ``no`` or ``n/a``."""
    value = row[column]
    if value == "n/a":
        return value
    first = value.replace(",", " ").split()[0]
    return first if first in {"yes", "no"} else "partly"
