"""What is known of figures once their documents are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.records import Records

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class Figure(NamedTuple):
    """A figure drawn from data, as its ``{data-figure}`` directive states it."""

    name: str  # permanent
    docname: str
    anchor: str
    drawing: str  # the name of its files (``files.py``)
    caption: str
    alt: str  # what it shows, in words
    content: str  # a digest of its files, so that a page is written again when they change


class Showing(NamedTuple):
    """A place on a slide that shows a figure."""

    figure: str  # its name
    only: tuple[str, ...]  # the part to show; empty: all
    line: int


FIGURES: Records[Figure] = Records("figures")

SHOWINGS: Records[Showing] = Records("figures on slides")


def find_figure(env: BuildEnvironment, name: str) -> Figure | None:
    """The figure with that name, if there is one."""
    return next((figure for figure in FIGURES.all(env) if figure.name == name), None)
