"""Text as it is written: UTF-8, without characters that are not seen and change what is."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import ExtensionError

from sphinx_briefing.datafiles import encoding_fault, name_of, unseen_in, unseen_says
from sphinx_briefing.guard import messages
from sphinx_briefing.guard.messages import short
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

IN_NAMES = re.compile("[\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]")
"""Characters without width: in a name, two that look the same differ by them."""


def unseen_in_name(name: str) -> str:
    """The first character of a name that is not seen; empty: there is none."""
    found = unseen_in(name) or IN_NAMES.search(name)
    return found[0] if found else ""


def told(character: str) -> tuple[str, str]:
    """A character's number and name, for messages."""
    return f"U+{ord(character):04X}", unicodedata.name(character, "a control character").lower()


def name_fault(name: str) -> str:
    """What is wrong with a name that readers see; empty: nothing."""
    found = unseen_in_name(name)
    return messages.CHARACTER_IN_NAME % (short(name), *told(found)) if found else ""


def check_files(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Look at the documents that are to be read, as they are on the disk.

    Raises:
        ExtensionError: one is no UTF-8, or its name has what is not seen.
    """
    for docname in docnames:
        path = Path(env.doc2path(docname))
        if path.exists() and not path.is_file():
            raise ExtensionError(messages.NO_FILE % name_of(env, path))
        if found := unseen_in_name(docname):
            shown = name_of(env, path)
            raise ExtensionError(messages.DOCUMENT_NAME_REFUSED % (shown, *told(found)))
        if path.is_file() and app.config.source_encoding.lower().startswith("utf-8"):
            content = path.read_bytes()
            if says := encoding_fault(content, name_of(env, path)):
                raise ExtensionError(says)
            report_unseen(content.decode("utf-8-sig"), str(path))


def report_unseen(text: str, path: str) -> None:
    """Report the first character in each line that is not seen."""
    if unseen_in(text) is None:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if found := unseen_in(line):
            says = unseen_says(found[0])
            warn("%s", says, location=f"{path}:{number}", subtype="text")


def check_included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Look at a file that a document includes."""
    report_unseen(content[0], str(Path(app.srcdir, path).resolve()))


def check_titles(app: Sphinx, document: nodes.document) -> None:
    """Report headings and terms that have such a character, be it written as ``&#8203;``."""
    path = Path(app.env.doc2path(app.env.current_document.docname))
    told_before = unseen_in(path.read_text(encoding="utf-8", errors="replace")) is not None
    for title in document.findall(_is_name):
        assert isinstance(title, nodes.Element)
        found = IN_NAMES.search(title.astext())
        if found is None and not told_before:
            found = unseen_in(title.astext())
        if found:
            said = short(title.astext())
            warn(messages.CHARACTER_IN_NAME, said, *told(found[0]), location=title, subtype="text")


def _is_name(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.title, nodes.term, nodes.caption, nodes.rubric))


def names_with_unseen(names: Iterable[str]) -> list[str]:
    """What is wrong with each of some names that readers see."""
    return [fault for fault in map(name_fault, names) if fault]


def setup(app: Sphinx) -> None:
    """Look before documents are read, while they include others, and when they are read."""
    app.connect("env-before-read-docs", check_files)
    app.connect("include-read", check_included)
    app.connect("doctree-read", check_titles)
