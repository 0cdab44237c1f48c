"""Whether a build can be left out, because nothing that the last one used has changed since.

To know that from Sphinx takes longer than starting it; here files are only looked at from outside,
before Sphinx is loaded. Compared are all files of the project, those that the text names elsewhere,
the code and the packages that were loaded, what Git says, the variables of the environment, the
day, and the files that were published. What ``conf.py`` gets from elsewhere, such as a database or
a network, is not known: for that the work folder can be deleted.

What is compared is noted before a build begins, so that an edit while it runs is not overlooked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.commands.keeping import files_in, keep, kept
from sphinx_briefing.commits import ask_git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from sphinx_briefing.commands.folders import Layout

NOTE = "published"
"""Name of the note among all that builds keep for the next."""

ENGINE = Path(__file__).parents[1]
"""The folder of the engine: its code, templates, styles and translations."""

UNREAD = frozenset({".git", ".hg", "__pycache__", "_build", "node_modules"})
"""Folders of a project that hold no sources; nor do caches and virtual environments."""

OF_TERMINAL = frozenset({
    "_", "COLUMNS", "LINES", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "OLDPWD", "PWD", "SHLVL",
})  # fmt: skip
"""Variables that tell of the terminal, and differ from one to the next."""


class Used(NamedTuple):
    """What a build uses, before it begins."""

    started: int  # nanoseconds since 1970
    state: str  # digest of all


def used_by(root: Path, where: Layout, docs_builder: str, *, compressed: bool) -> Used:
    """What a build of a project would use now.

    Args:
        root: the folder of ``conf.py``.
        where: the folders of the build.
        docs_builder: ``html`` or ``dirhtml``.
        compressed: whether each file has its compressed form beside it.
    """
    started = time.time_ns()
    packages = [Path(folder) for folder in sys.path if Path(folder) != root]
    parts: list[object] = [
        [str(root), docs_builder, compressed, sys.version],
        sorted((name, value) for name, value in os.environ.items() if name not in OF_TERMINAL),
        dt.datetime.now().astimezone().date().isoformat(),
        ask_git(root),
        list(states(packages)),  # a folder's changes when a package is put into it
        sorted(states(files_of(root, where.site.parent))),
        sorted(states(files_of(ENGINE, where.site.parent))),
    ]
    return Used(started, digest(parts))


def files_of(root: Path, output: Path) -> Iterator[Path]:
    """The files of a project that may be sources, and those that links lead to."""
    seen = set()
    for folder, folders, names in os.walk(root, followlinks=True):
        here = Path(folder)
        real = os.path.realpath(folder)
        is_unread = real in seen or here == output or "pyvenv.cfg" in names
        seen.add(real)
        if is_unread:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not is_unread_name(name)]
        yield from (here / name for name in names)


def is_unread_name(name: str) -> bool:
    """Whether a folder of that name is taken to hold no sources."""
    return name in UNREAD or name.endswith("_cache")


def named_files(app: Sphinx) -> Iterator[Path]:
    """The files that the text or a setting names, wherever they are; folders with all in them."""
    for docname in app.env.found_docs:
        if any(map(is_unread_name, docname.split("/")[:-1])):  # it holds sources after all
            path = Path(app.env.doc2path(docname))
            yield from (path, path.parent)
    for files in (*app.env.dependencies.values(), app.env.images, app.env.dlfiles):
        yield from (Path(app.srcdir, str(file)) for file in files)
    for setting in app.config:
        for name in () if setting.name == "exclude_patterns" else texts_in(setting.value):
            path = Path(app.confdir, name)
            with suppress(OSError, ValueError):  # a text that can be no name
                if path.is_file():
                    yield path
                elif path.is_dir() and not app.srcdir.is_relative_to(path.resolve()):
                    yield from with_all_in(path)


def texts_in(value: object) -> Iterator[str]:
    """The texts in a setting's value, however deep."""
    if isinstance(value, str | Path):
        yield str(value)
    elif isinstance(value, dict):
        yield from texts_in([*value, *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from texts_in(one)


def with_all_in(folder: Path) -> Iterator[Path]:
    """A folder and all in it: its own time tells of what is put into it."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in UNREAD]
        yield Path(path)
        yield from (Path(path, name) for name in names)


def states(paths: Iterable[Path | str]) -> Iterator[tuple[str, int, int, int]]:
    """Path, bytes and times of each file.

    The time at which the file system changed it is among them: a file put back keeps its own.
    """
    for path in paths:
        try:
            status = Path(path).stat()
        except OSError:
            yield str(path), -1, 0, 0
        else:
            yield str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns


def loaded_code() -> set[str]:
    """The files of all modules that are loaded."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return {file for file in files if file}


def digest(value: object) -> str:
    """A digest of what JSON can say."""
    return hashlib.sha256(
        json.dumps(value, sort_keys=True).encode(errors="surrogateescape")
    ).hexdigest()


# -- the note -------------------------------------------------------------------------------------


def forget(where: Layout) -> None:
    """Take the note away, before a build begins."""
    if (kept(where.work) or {}).get(NOTE):
        keep(where.work, {NOTE: None})


def note(where: Layout, used: Used, named: Iterable[Path | str], decks: Iterable[Path]) -> None:
    """Note what a build used and published, unless something of it changed while it ran.

    Args:
        where: the folders of the build.
        used: as it was before the build.
        named: files and folders that were used besides, wherever they are.
        decks: the pages of the decks.
    """
    besides = list(states(sorted({*map(str, named), *loaded_code()})))
    if any(max(changed, put) >= used.started for _, _, changed, put in besides):
        return
    noted = {
        "used": used.state,
        "besides": besides,
        "published": digest(files_in(where.site)),
        "decks": [str(page) for page in decks],
    }
    keep(where.work, {NOTE: noted})


def published_before(where: Layout, used: Used) -> list[Path] | None:
    """The pages of the decks, where all is as the last build noted it; else none."""
    if where.unfinished.exists():
        return None
    try:
        noted = (kept(where.work) or {})[NOTE]
        besides = [tuple(state) for state in noted["besides"]]
        is_same = (
            noted["used"] == used.state
            and list(states(path for path, *_ in besides)) == besides
            and noted["published"] == digest(files_in(where.site))
        )
        return [Path(page) for page in noted["decks"]] if is_same else None
    except (ValueError, KeyError, TypeError):
        return None
