"""Taking away what no page asks for, of the files that themes and extensions put into ``_static``.

Sphinx and themes copy all they have: source maps, files of theirs that are joined into others, what
only other kinds of pages need. What a project has put there itself stays, but for stylesheets,
scripts and typefaces, which may be for its books alone.
A file is asked for where its address stands in a page, or its name in a stylesheet, script or data
file that is itself asked for. The next build copies all of them again.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import rjsmin

from sphinx_briefing.config import writes_pages
from sphinx_briefing.site.bundles import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

TEXTS = {".css", ".js", ".mjs", ".json", ".svg"}
"""Files that may ask for others."""

FOR_PAGES_ALONE = {".css", ".js", ".woff2", ".woff", ".ttf", ".otf"}
"""What nothing but a page or its stylesheets asks for."""

NAME = re.compile(r"""[/"'`(]([^/"'`()<>?#\n]{1,200}?\.\w+)(?![\w.:-])""")
"""The name of a file, behind what an address or a text may begin with."""

ADDRESS = re.compile(rf"(?:_static|{FOLDER})/[^\s\"'`<>]*")
"""What a page says of a file in those folders."""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def named_in(path: Path) -> set[str]:
    """The names of files that a file has outside of its comments."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        text = "\n".join(set(ADDRESS.findall(text)))
    elif path.suffix == ".css":
        text = COMMENT.sub("", text)
    elif path.suffix in {".js", ".mjs"}:
        text = rjsmin.jsmin(text)
    return {unquote(name) for name in NAME.findall(text)}


def asked_for(files: Iterable[Path], pages: Iterable[Path]) -> set[Path]:
    """The files whose names stand in pages, or in what those ask for."""
    by_name: dict[str, list[Path]] = {}
    for file in files:
        by_name.setdefault(file.name, []).append(file)
    found: set[Path] = set()
    left = [*pages]
    while left:
        for name in named_in(left.pop()) & by_name.keys():
            named = by_name.pop(name)
            found.update(named)
            left += [file for file in named if file.suffix in TEXTS]
    return found


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
    kept = {name for name in of_project(app) if Path(name).suffix not in FOR_PAGES_ALONE}
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
