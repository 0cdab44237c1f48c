"""Stylesheets and scripts without spaces and comments, to be joined into one file."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

import rcssmin
import rjsmin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANNOT_JOIN = re.compile(r"^\s*@(?:import|namespace)\b", re.MULTILINE)

ADDRESS = re.compile(r"""url\(\s*(["']?)(?![a-z]+:|[/#"'])""", re.IGNORECASE)
"""The beginning of an address in a stylesheet, seen from the stylesheet."""

VERSIONS = (rcssmin.__version__, rjsmin.__version__)
"""Of what makes them small: another version may give other bytes."""


class SmallFiles:
    """Reads each file once, as long as it stays the same."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[tuple[object, ...], tuple[int, Any]] = {}

    def once(self, path: Path, what: str, make: Callable[[str], Any], *more: str) -> Any:
        """What is made of the text of a file, under a name, and kept while the file is the same."""
        key, stamp = (path, what, *more), path.stat().st_mtime_ns
        kept = self._kept.get(key)
        if kept is None or kept[0] != stamp:
            kept = stamp, make(path.read_text(encoding="utf-8-sig"))
            self._kept[key] = kept
        return kept[1]

    def style(self, path: Path, folder: str) -> str:
        """A stylesheet, its addresses seen from another folder.

        Args:
            path: the file.
            folder: where it lies, seen from the folder of the joined file; empty: there.
        """

        def small(text: str) -> str:
            text = re.sub(r'^@charset "[^"]*";', "", text)
            if folder:
                text = ADDRESS.sub(lambda found: posixpath.join(f"{found[0]}{folder}", ""), text)
            return str(rcssmin.cssmin(text))

        found: str = self.once(path, "style", small, folder)
        return found

    def script(self, path: Path) -> str:
        """A script, without the address of what it would be debugged with."""

        def small(text: str) -> str:
            text = re.sub(r"\n//# sourceMappingURL=.*", "", text)
            return f"{rjsmin.jsmin(text, keep_bang_comments=True).strip().rstrip(';')};"

        found: str = self.once(path, "script", small)
        return found

    def can_be_joined(self, path: Path) -> bool:
        """Whether the text of a stylesheet can stand behind that of another."""
        return bool(self.once(path, "join", lambda text: not CANNOT_JOIN.search(text)))
