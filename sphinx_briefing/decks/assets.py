"""Which of the stylesheets and scripts that extensions offer for all pages a deck has a use for.

Extensions register them for every page, whatever stands on it, and do not say what they are for.
What they are for shows in their text: the classes that they style or look for. A deck links those
whose folder has a file that names a class which stands on the deck.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

CLASSES = re.compile(r'\bclass="([^"]*)"')
CSS_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")

OPTIONS = "_static/documentation_options.js"
"""What scripts of extensions may ask for, as on every page that Sphinx makes."""

WORD = re.compile(r"[A-Za-z_][\w-]*")

COMMON = frozenset(
    {
        "admonition", "admonition-title", "align-center", "align-left", "align-right",
        "attribution", "caption", "container", "docutils", "external", "figure", "internal",
        "line", "note", "notes", "reference", "section", "simple", "slide", "table", "text",
        "title", "xref",
    }
)  # fmt: skip
"""Classes that Sphinx, docutils and decks give to nearly everything; they say nothing."""


def used_assets(
    body: str,
    styles: Sequence[Any],
    scripts: Sequence[Any],
    offered: AbstractSet[str],
    folders: Sequence[Path],
    outdir: Path,
) -> tuple[list[Any], list[Any]]:
    """The stylesheets and scripts that a page links.

    Args:
        body: the page's HTML.
        styles: what could be linked, as Sphinx holds it: ``filename`` starts below ``outdir``.
        scripts: likewise.
        offered: the names of those that extensions offer for all pages.
        folders: those whose files were copied into ``_static``.
        outdir: the output folder.

    Returns:
        Of both: all that are not offered for all pages, and of these what has a use here.
    """
    classes = {name for found in CLASSES.findall(body) for name in found.split()} - COMMON
    used = {folder_of(name, folders) for name in offered if classes & names_in(Path(outdir, name))}

    def kept(assets: Iterable[Any]) -> list[Any]:
        return [
            asset
            for asset in assets
            if (name := str(asset.filename)) not in offered or folder_of(name, folders) in used
        ]

    linked = kept(scripts)
    if not any(str(asset.filename) in offered for asset in linked):
        linked = [asset for asset in linked if str(asset.filename) != OPTIONS]
    return kept(styles), linked


def folder_of(name: str, folders: Sequence[Path]) -> str:
    """The folder that a file was copied from: what lies in one belongs together."""
    inner = name.removeprefix("_static/")
    for folder in reversed(folders):
        if any(Path(folder, inner + ending).is_file() for ending in ("", "_t", ".jinja")):
            return str(folder)
    return name


def names_in(file: Path) -> set[str]:
    """The names of classes in a stylesheet, or the words in a script."""
    if not file.is_file():
        return set()
    text = file.read_text(encoding="utf-8", errors="replace")
    return set((CSS_CLASS if file.suffix == ".css" else WORD).findall(text))
