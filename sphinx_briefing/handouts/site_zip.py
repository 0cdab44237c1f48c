"""The site in one archive, which works wherever it is unpacked; same pages, same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sphinx_briefing.handouts.manifest import DOWNLOADS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_briefing.handouts.kit import Kit

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of each file: the first that the format knows (APPNOTE.TXT, 4.4.6)."""

UNIX, MODE = 3, 0o100644
"""The system whose modes are written, and the mode of each file."""


def make(kit: Kit) -> list[Path]:
    """Write the archive; all of it lies in one folder, so that it does not spill."""
    target = kit.file("site", ".zip")
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files_of(kit.site):
            name = f"{target.stem}/{path.relative_to(kit.site).as_posix()}"
            add(archive, name, path.read_bytes())
    return [target]


def files_of(site: Path) -> Iterator[Path]:
    """The files of a site in an order of their own, without the build's notes and handouts."""
    for path in sorted(site.rglob("*"), key=lambda path: path.relative_to(site).as_posix()):
        below = path.relative_to(site)
        if (
            path.is_file()
            and below.parts[0] != DOWNLOADS
            and not path.name.startswith(".buildinfo")
        ):
            yield path


def add(archive: ZipFile, name: str, content: bytes) -> None:
    """Put a file into an archive, as every machine would, at any time."""
    info = ZipInfo(name, EPOCH)
    info.create_system, info.external_attr = UNIX, MODE << 16
    info.compress_type = ZIP_DEFLATED
    archive.writestr(info, content)
