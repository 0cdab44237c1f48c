"""What is meant for the speaker alone, by how it is written; files that have it are not shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError

from sphinx_briefing.datafiles import name_of
from sphinx_briefing.guard import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

FENCE = r"(?:[:`~]{2,}[ \t]*\{|\.\.[ \t]+)"
"""How a block begins, before its name."""

MEANT = re.compile(
    r"^[ \t>*+-]*(?:"
    r":[ \t]*privat[ea]?\b"
    r"|privat[ea]?[ \t]*:[ \t]*(?:true|yes|on)[ \t]*$"
    r"|\{[ \t]*[.#]privat[ea]?\b"
    rf"|{FENCE}(?:speaker[ _-]?)?notes?(?:\}}|::)[ \t]*:?[ \t]*privat[ea]?[ \t]*:?[ \t]*$"
    rf"|{FENCE}notes?\b[^\}}\n]*privat)",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that can only be meant as the option, however it was typed; a sentence is none."""

NOTES = re.compile(rf"{FENCE}notes(?:\}}|::)", re.IGNORECASE)
"""The beginning of a block of notes."""

NOTES_IN_LINE = re.compile(r":{3,}[ \t]*\{notes?\b", re.IGNORECASE)
"""A block of notes that begins within a line, such as a cell of a table, where none can."""


def line_of_private_notes(text: str) -> int:
    """The first line of a text that makes notes private; 0: it has none."""
    found = MEANT.search(text) if NOTES.search(text) else None
    return text.count("\n", 0, found.start()) + 1 if found else 0


def refuse_shown(env: BuildEnvironment, path: str | Path, where: tuple[str, int]) -> None:
    """Refuse to show a file as it is, for its private notes would be seen.

    Args:
        env: of the build; a presenter's shows them.
        path: the file.
        where: file and line of what shows it.

    Raises:
        ExtensionError: it has such notes.
    """
    file = Path(path)
    if env.config.briefing_presenter or not file.is_file():
        return
    if line := line_of_private_notes(file.read_text(encoding="utf-8", errors="replace")):
        raise ExtensionError(messages.PRIVATE_SHOWN % (*where, name_of(env, file), line))


def _shown(env: BuildEnvironment, document: nodes.document) -> Iterator[tuple[nodes.Element, Path]]:
    docname = env.current_document.docname
    for node in document.findall(nodes.Element):
        if isinstance(node, (nodes.literal_block, nodes.raw)) and "source" in node:
            yield node, Path.cwd() / node["source"]  # docutils tells it as seen from there
        elif isinstance(node, addnodes.download_reference) and "://" not in node["reftarget"]:
            yield node, Path(env.relfn2path(node["reftarget"], docname)[1])


def refuse_files_with_private_notes(app: Sphinx, document: nodes.document) -> None:
    """Refuse listings and downloads of files that have private notes.

    Raises:
        ExtensionError: there is one.
    """
    env = app.env
    own = Path(env.doc2path(env.current_document.docname))
    for node, path in _shown(env, document):
        line = (node.line or 1) if node.source == str(own) else 1
        refuse_shown(env, path, (name_of(env, own), _line_that_names(own, path) or line))


def _line_that_names(own: Path, path: Path) -> int:
    """The first line of a document that names a file; 0: none does."""
    lines = own.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((at for at, line in enumerate(lines, 1) if path.name in line), 0)


def setup(app: Sphinx) -> None:
    """Look before what is shown is copied."""
    app.connect("doctree-read", refuse_files_with_private_notes, priority=405)
