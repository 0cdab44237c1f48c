"""Handouts: what people take away from the built site and its decks.

Data flow one way: a site is built, its decks are read (`reading`), and each maker writes files of
one kind from what was read (`makers` lists them, `making` runs them): each kind has a folder, or a
module where it needs no more. Nothing here changes a page; a second, short build links what was
made (`links`), by the list of it (`manifest`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def name_volume(app: Sphinx) -> None:
    """Give a volume what Sphinx insists on, and a project need not have: a version, an owner.

    Once documents are read, as else all were read again.
    """
    from sphinx_briefing.config import BOOK_BUILDER  # noqa: PLC0415
    from sphinx_briefing.edition import edition_of  # noqa: PLC0415

    config = app.config
    if app.builder.name == BOOK_BUILDER:
        config.version = config.version or edition_of(app.env).date or "1"
        config.epub_copyright = config.epub_copyright or config.author


def setup(app: Sphinx) -> None:
    """Set up what pages show of handouts, and what volumes need."""
    from sphinx_briefing.handouts import links  # noqa: PLC0415

    links.setup(app)
    app.connect("builder-inited", name_volume, priority=100)  # before Sphinx looks
