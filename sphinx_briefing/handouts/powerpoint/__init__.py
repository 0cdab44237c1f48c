"""A deck as a presentation that people go on in: PowerPoint's format, Office Open XML.

Data flow one way: the deck's stylesheets give a `look`, its layouts (`designs`) a `template`; each
slide's HTML is read (`inline`, `blocks`, `figures`) into paragraphs, tables and pictures
(`content`), which go into the places of its layout (`layouts`, `filling`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing.handouts.powerpoint.presenting import present

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck


def make(kit: Kit, deck: ReadDeck) -> list[Path]:
    """Make a deck's presentation.

    Args:
        kit: the built site, and where to write.
        deck: the deck's page.

    Returns:
        The file, ``NAME-EDITION.pptx``.
    """
    file = kit.file_of_deck(deck.name, "", ".pptx")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(present(kit, deck))
    return [file]
