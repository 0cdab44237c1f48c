"""Stylesheets and scripts without spaces and comments, to be joined into one file.

Each is read once as long as it stays the same: its time of writing is part of the question.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import rcssmin
import rjsmin

if TYPE_CHECKING:
    from pathlib import Path

CANNOT_JOIN = re.compile(r"^\s*@(?:import|namespace)\b", re.MULTILINE)

ADDRESS = re.compile(r"""url\(\s*(["']?)(?![a-z]+:|[/#"'])""", re.IGNORECASE)
"""The beginning of an address in a stylesheet, seen from the stylesheet."""

VERSIONS = (rcssmin.__version__, rjsmin.__version__)
"""Of what makes them small: another version may give other bytes."""


@lru_cache(maxsize=256)
def small_style(path: Path, stamp: float, folder: str) -> str:
    """A stylesheet, its addresses seen from another folder.

    Args:
        path: the file.
        stamp: when it was written.
        folder: where it lies, seen from the folder of the joined file; empty: there.
    """
    text = re.sub(r'^@charset "[^"]*";', "", path.read_text(encoding="utf-8-sig"))
    if folder:
        text = ADDRESS.sub(lambda found: posixpath.join(f"{found[0]}{folder}", ""), text)
    return str(rcssmin.cssmin(text))


@lru_cache(maxsize=256)
def small_script(path: Path, stamp: float) -> str:
    """A script, without the address of what it would be debugged with."""
    text = re.sub(r"\n//# sourceMappingURL=.*", "", path.read_text(encoding="utf-8-sig"))
    return f"{rjsmin.jsmin(text, keep_bang_comments=True).strip().rstrip(';')};"


@lru_cache(maxsize=256)
def can_be_joined(path: Path, stamp: float) -> bool:
    """Whether the text of a stylesheet can stand behind that of another."""
    return not CANNOT_JOIN.search(path.read_text(encoding="utf-8"))
