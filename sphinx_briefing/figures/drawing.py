"""What a drawing is: from a table to the HTML of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_briefing.figures.table import Table

Shape = Literal["page", "slide"]
"""Where a picture stands: a page, down to a phone's width; or a slide, read from far away."""


class Picture(NamedTuple):
    """A picture that is asked for."""

    shape: Shape
    id: str  # unique on its page; what its elements' ids begin with
    alt: str  # what it shows, in words
    only: tuple[str, ...] = ()  # values of the drawing's `group`; empty: all


class Drawing(NamedTuple):
    """A way to draw one table."""

    draw: Callable[[Table, Picture], str]
    group: str = ""  # the column by which a part of the table can be shown
    scrolls: bool = False  # whether a phone shows it in a region that scrolls


templates = Environment(
    loader=PackageLoader("sphinx_briefing.figures"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)
"""Pictures that are words in a structure are HTML, and are written as such."""


def selected(table: Table, group: str, only: tuple[str, ...]) -> Table:
    """The rows of a table that a picture shows."""
    if not only:
        return table
    words = table.words(group)
    rows = tuple(row for row in table.rows if words.get(row[group], row[group]) in only)
    return table._replace(rows=rows)
