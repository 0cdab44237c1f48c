"""The list of what was made, which lies among the files: ``downloads/handouts.json``.

The command writes it, and a second build reads it: ``briefing_handouts`` names it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sphinx_briefing.handouts.kit import Handout

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DOWNLOADS = "downloads"
"""The folder of the files, below the site's root."""

MANIFEST = "handouts.json"
"""The list's name, in that folder."""


def write_manifest(folder: Path, handouts: Iterable[Handout], edition: str) -> Path:
    """Write the list, and return its file.

    Args:
        folder: that of the files.
        handouts: what was made; of each deck and kind, the one to link first.
        edition: of the publication.
    """
    files = [handout._asdict() for handout in handouts]
    path = folder / MANIFEST
    data = {"edition": edition, "files": files}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def read_manifest(path: Path) -> list[Handout]:
    """What was made.

    Raises:
        OSError: there is no such file.
        ValueError: it is no such list.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return [Handout(**entry) for entry in data["files"]]
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def to_link(handouts: Iterable[Handout]) -> list[Handout]:
    """Of each deck and kind, the file that stands for it: the first."""
    found: dict[tuple[str, str], Handout] = {}
    for handout in handouts:
        found.setdefault((handout.deck, handout.kind), handout)
    return list(found.values())
