"""What fails while a document is read: told with its name, whatever failed."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError, SphinxError

from sphinx_briefing.compat import around_reading
from sphinx_briefing.datafiles import encoding_fault, name_of
from sphinx_briefing.guard import messages
from sphinx_briefing.guard.messages import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

TAKES_FILE = re.compile(
    r"(?:\{include\}|\binclude::|:file:|\{(?:csv-table|literalinclude)\})[ \t]*(?P<path>\S+)"
)
"""A line by which a document takes in another file."""

CITE = re.compile(
    r"(?:\{cite[\w:]*\}|:cite[\w:]*:)(?P<mark>`+)(?P<keys>.*?)(?<!`)(?P=mark)(?!`)", re.DOTALL
)


def name_what_fails(app: Sphinx) -> None:
    """Name the document whenever reading fails by what is no fault told with a place."""
    env = app.env

    @contextmanager
    def around(docname: str) -> Iterator[None]:
        try:
            yield
        except ExtensionError as error:
            if error.orig_exc is None or isinstance(error.orig_exc, SphinxError):
                raise
            # Of a handler, whose name and place in memory Sphinx would tell.
            raise ExtensionError(what_failed(env, docname, error.orig_exc)) from error
        except (SphinxError, KeyboardInterrupt):
            raise
        except Exception as error:
            raise ExtensionError(what_failed(env, docname, error)) from error

    around_reading(app.builder, around)


def what_failed(env: BuildEnvironment, docname: str, error: Exception) -> str:
    """A message for what came up while a document was read."""
    path = Path(env.doc2path(docname))
    name = name_of(env, path)
    if isinstance(error, RecursionError):
        found = included_in_itself(env, path)
        return messages.DOCUMENT_IN_ITSELF % found if found else messages.DOCUMENT_TOO_DEEP % name
    if isinstance(error, UnicodeDecodeError):
        for _line, file in files_taken(env, path):
            content = file.read_bytes() if file.is_file() else b""
            if says := encoding_fault(content, name_of(env, file)):
                return says
    if line := _line_of_citation(path, error):
        return messages.CITATION_EMPTY % (name, line)
    said = short(str(error).partition("\n")[0])
    return messages.DOCUMENT_FAILS % (name, type(error).__name__, said)


def _line_of_citation(path: Path, error: Exception) -> int:
    """The line of a citation that sphinxcontrib-bibtex fails on; 0 where that is not what failed.

    It knows of no line, and fails by a key on ``{cite}`!key```, which Sphinx takes for no link.
    """
    _, malformed, target = str(error).partition("malformed citation target: ")
    if not malformed and str(error) != "'reftype'":
        return 0
    text = "\n".join(_lines(path))
    for found in CITE.finditer(text):
        cited = " ".join(found["keys"].split())
        if cited == " ".join(target.split()) if malformed else cited.startswith("!"):
            return text.count("\n", 0, found.start()) + 1
    return text.count("\n", 0, max(text.find("cite"), 0)) + 1


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()


def files_taken(env: BuildEnvironment, path: Path) -> Iterator[tuple[int, Path]]:
    """The files that a file takes in, each with its line."""
    if not path.is_file():
        return
    for number, line in enumerate(_lines(path), 1):
        if found := TAKES_FILE.search(line):
            named = found["path"]
            base = Path(env.srcdir) if named.startswith("/") else path.parent
            yield number, Path(os.path.normpath(base / named.lstrip("/")))


def included_in_itself(env: BuildEnvironment, path: Path) -> tuple[str, int, str] | None:
    """The file and line of an include that leads back to the file; none where nothing does."""
    pending: list[tuple[Path, tuple[Path, ...]]] = [(path, (path,))]
    seen: set[Path] = set()
    while pending:
        file, way = pending.pop()
        for line, taken in files_taken(env, file):
            if taken in way:
                return name_of(env, file), line, name_of(env, taken)
            if taken not in seen:
                seen.add(taken)
                pending.append((taken, (*way, taken)))
    return None


def setup(app: Sphinx) -> None:
    """Connect once the builder is there."""
    app.connect("builder-inited", name_what_fails, priority=900)
