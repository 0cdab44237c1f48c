"""The whole publication as a volume: an EPUB for e-readers, and a book as PDF.

Both are bound of the same pages (`binding`). Neither holds words for speakers; what a presenter's
build makes is marked as such all the same, for its pages may tell more than the published ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing import messages
from sphinx_briefing.handouts.kit import HandoutError

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.volumes.binding import BuildVolume


def make_epub(kit: Kit, build_volume: BuildVolume) -> list[Path]:
    """Make the EPUB.

    Args:
        kit: what to write, and where to.
        build_volume: runs one of Sphinx's builders on the same sources.

    Returns:
        The file.
    """
    from sphinx_briefing.handouts.volumes.binding import bind  # noqa: PLC0415  (needs lxml)
    from sphinx_briefing.handouts.volumes.epub.writing import write_epub  # noqa: PLC0415

    path = kit.file("", ".epub")
    write_epub(kit, bind(build_volume), path)
    return [path]


def make_book(kit: Kit, build_volume: BuildVolume) -> list[Path]:
    """Make the book as PDF.

    Args:
        kit: what to write, and where to.
        build_volume: runs one of Sphinx's builders on the same sources.

    Returns:
        The file.

    Raises:
        HandoutError: the typesetter does not start on this machine.
    """
    try:
        from sphinx_briefing.handouts.volumes.book.writing import write_book  # noqa: PLC0415  (needs Pango)
    except OSError as error:
        raise HandoutError(
            messages.TYPESETTER_DOES_NOT_START % " ".join(str(error).split())
        ) from error
    from sphinx_briefing.handouts.volumes.binding import bind  # noqa: PLC0415

    path = kit.file("book", ".pdf")
    write_book(kit, bind(build_volume), path)
    return [path]
