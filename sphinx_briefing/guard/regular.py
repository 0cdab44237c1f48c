"""What is no file: to read a pipe or a device might never end, so none is ever opened."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ConfigError, ExtensionError

from sphinx_briefing.datafiles import name_of
from sphinx_briefing.guard import messages
from sphinx_briefing.guard.messages import short
from sphinx_briefing.guard.outside import folders_of, is_outside
from sphinx_briefing.guard.reading import files_taken
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

COPIED = ("html_static_path", "revealjs_static_path", "html_extra_path")
"""Settings whose folders are copied as they are."""


def is_special(path: Path) -> bool:
    """Whether a path leads to a pipe, a device or a socket."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False  # it is not there, which is told where it is used
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def check_taken(env: BuildEnvironment, path: Path) -> None:
    """Look at what a document takes in, before anything reads it.

    Raises:
        ExtensionError: it is no file.
    """
    for line, taken in files_taken(env, path):
        if is_special(taken):
            told = name_of(env, taken)
            raise ExtensionError(f"{name_of(env, path)}:{line}: {messages.NO_FILE % told}")


def check_documents(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Look at what each document takes in."""
    for docname in docnames:
        check_taken(env, Path(env.doc2path(docname)))


def check_included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Look at what an included file takes in."""
    check_taken(app.env, Path(app.srcdir, path))


def check_downloads(app: Sphinx, document: nodes.document) -> None:
    """Report downloads that are no files, and leave their text in their place."""
    env = app.env
    for link in list(document.findall(addnodes.download_reference)):
        target = link["reftarget"]
        if "://" in target:
            continue
        path = Path(env.relfn2path(target, env.current_document.docname)[1])
        if path.exists() and not path.is_file():
            says = messages.DOWNLOAD_OF_FOLDER if path.is_dir() else messages.NO_FILE
            warn(says, short(target), location=link, subtype="outside")
            link.replace_self(nodes.inline("", "", *link.children))


def check_copied(app: Sphinx, config: Config) -> None:
    """Look at what is copied as it is.

    Raises:
        ConfigError: it cannot be, or a link in it leads out of the project.
    """
    folders: list[Path] | None = None
    for setting in COPIED:
        for entry in config[setting] if setting in config else ():  # noqa: SIM401  (no mapping)
            top = Path(app.confdir, str(entry))
            for path in _with_all_in(top):
                shown = os.path.relpath(path, app.confdir)
                if is_special(path):
                    raise ConfigError(f"{setting}: {messages.NO_FILE % shown}")
                if not path.is_symlink() or path == top:
                    continue
                folders = folders or [*folders_of(app), top.resolve()]
                if not path.exists():
                    raise ConfigError(messages.LINK_TO_NOTHING % (setting, shown))
                if is_outside(path, folders):
                    told = (setting, shown, os.path.relpath(path.resolve(), app.confdir))
                    raise ConfigError(messages.LINK_OUTSIDE % told)


def _with_all_in(top: Path) -> Iterator[Path]:
    yield top
    for folder, folders, files in os.walk(top):
        yield from (Path(folder, name) for name in (*folders, *files))


def setup(app: Sphinx) -> None:
    """Look before anything is read or copied."""
    app.connect("config-inited", check_copied, priority=395)
    app.connect("env-before-read-docs", check_documents, priority=510)
    app.connect("include-read", check_included)
    app.connect("doctree-read", check_downloads, priority=415)
