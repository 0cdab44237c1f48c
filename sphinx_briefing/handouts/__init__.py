"""Handouts: what people take away from the built site and its decks.

Data flow one way: a site is built, its decks are read (`reading`), and each maker writes files of
one kind from what was read (`makers` lists them, `making` runs them). Nothing here changes a page;
a second, short build links what was made (`links`), by the list of it (`manifest`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set up what pages show of handouts."""
    from sphinx_briefing.handouts import links  # noqa: PLC0415

    links.setup(app)
