"""Taking away what no page asks for, of the files that themes and extensions put into ``_static``.

Sphinx and themes copy all they have: source maps, files of theirs that are joined into others, what
only other kinds of pages need. What a project has put there itself stays, but for what is joined.
A file is asked for where its address stands in a page, or its name in a stylesheet, script or data
file that is itself asked for. The next build copies all of them again.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.config import writes_pages
from sphinx_briefing.site.bundles import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

TEXTS = {".css", ".js", ".mjs", ".json", ".svg"}
"""Files that may ask for others."""

ADDRESS = re.compile(rf"(?:_static|{FOLDER})/[^\s\"'`<>]*")
"""What a page says of a file in those folders."""

JOINED = {".css", ".js"}


def asked_for(files: Iterable[Path], pages: Iterable[Path]) -> set[Path]:
    """The files whose names stand in pages, behind a folder's, or in what those ask for."""
    left = sorted(files)
    linked = addresses_in(pages)
    named = [path for path in left if any(f"/{path.name}" in address for address in linked)]
    found: set[Path] = set()
    while named:
        found.update(named)
        texts = [read(path) for path in named if path.suffix in TEXTS]
        left = [path for path in left if path not in found]
        named = [
            path
            for path in left
            if any(path.name in text and names(text, path.name) for text in texts)
        ]
    return found


def names(text: str, file: str) -> bool:
    """Whether a text has the name of a file where names and addresses begin or go on."""
    return any(f"{sign}{file}" in text for sign in "/\"'`(")


def addresses_in(pages: Iterable[Path]) -> set[str]:
    """The addresses, in pages, of what may be unused; pages are many, and most say the same."""
    return {found for page in pages for found in ADDRESS.findall(read(page))}


def read(path: Path) -> str:
    """The text of a file, whatever is wrong with it."""
    return path.read_text(encoding="utf-8", errors="replace")


def of_project(app: Sphinx) -> Iterator[str]:
    """The names, below ``_static``, of what the project itself has there."""
    own = Path(app.confdir)
    for entry in (*app.config.html_static_path, *app.config.revealjs_static_path):
        if Path(entry).is_absolute():
            continue  # an extension's
        path = own / entry
        for file in path.rglob("*") if path.is_dir() else [path]:
            yield file.relative_to(path if path.is_dir() else path.parent).as_posix()


def remove_unused(app: Sphinx, error: Exception | None) -> None:
    """Delete them, once pages and decks are written."""
    if error or not writes_pages(app.builder):
        return
    out = Path(app.outdir)
    static = out / "_static"
    kept = {name for name in of_project(app) if Path(name).suffix not in JOINED}
    files = {path for path in static.rglob("*") if path.is_file()}
    pages = [path for path in out.rglob("*.html") if static not in path.parents]
    candidates = {file for file in files if file.relative_to(static).as_posix() not in kept}
    bundles = {*(out / FOLDER).glob("*")}
    for file in (candidates | bundles) - asked_for(files | bundles, pages):
        file.unlink()
    for folder in sorted((p for p in static.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def setup(app: Sphinx) -> None:
    """Connect to the very end, after all who write there."""
    app.connect("build-finished", remove_unused, priority=990)
