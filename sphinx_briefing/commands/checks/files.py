"""The files of a project, without what was made or installed beside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MADE = frozenset({"_build", "build", "dist", "node_modules", "__pycache__"})
"""Folders of what is made or installed; hidden ones and virtual environments are so, too."""


def project_files(root: Path) -> Iterator[Path]:
    """Every file below ``root`` that somebody wrote, by folder and name."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(
            name
            for name in folders
            if name not in MADE
            and not name.startswith(".")
            and not (here / name / "pyvenv.cfg").exists()
        )
        yield from (here / name for name in sorted(names) if not name.startswith("."))


def text_of(path: Path) -> str | None:
    """The text of a file; none where it holds something else than text in UTF-8."""
    content = path.read_bytes()
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None
