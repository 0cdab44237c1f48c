"""A picture of each slide, for documents and chats, and all of them in one archive."""

from __future__ import annotations

import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from sphinx_briefing.handouts.slides.presented import presented

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck, ReadSlide

COLOURS = 256
"""A slide has some 1,000 colours, nearly all of them edges of letters."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of all files in an archive: the first that the format knows."""


def make(kit: Kit, deck: ReadDeck) -> list[Path]:
    """Make a PNG of 1920 x 1080 pixels of each slide, and an archive of them.

    Args:
        kit: the site, its browser, and where to write.
        deck: the deck.

    Returns:
        The archive, and the pictures in the order of the slides.

    Raises:
        HandoutError: there is no browser, or it does not show the deck.
    """
    folder = kit.file_of_deck(deck.name, "", "")
    folder.mkdir(parents=True, exist_ok=True)
    # Pillow works beside the browser: it takes as long to make a picture small as the next takes.
    with presented(kit, deck) as shown, ThreadPoolExecutor(1) as beside:
        pictures = list(beside.map(small, shown.pictures()))
    paths = [folder / f"{slide.id}.png" for slide in deck.slides]
    for path, picture in zip(paths, pictures, strict=True):
        path.write_bytes(picture)
    archive = kit.file_of_deck(deck.name, "slides", ".zip")
    pack(archive, dict(zip(names_in_order(deck.slides), pictures, strict=True)))
    return [archive, *paths]


def small(png: bytes) -> bytes:
    """A picture with a palette: a quarter of the bytes, and to the eye the same."""
    with Image.open(BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    out = BytesIO()
    few.save(out, "PNG", compress_level=6)
    return out.getvalue()


def names_in_order(slides: list[ReadSlide]) -> list[str]:
    """Names of the pictures that sort as the slides do: ``07-openness-ladder.png``."""
    digits = max(2, len(str(len(slides))))
    return [f"{slide.number:0{digits}}-{slide.id}.png" for slide in slides]


def pack(path: Path, files: dict[str, bytes]) -> None:
    """Write an archive; the same bytes for the same files, and nobody sees half of it.

    Args:
        path: of the archive.
        files: their names in it, and what is in them. PNG is not pressed again.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), content)
    unfinished.replace(path)
