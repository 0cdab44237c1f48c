"""Private notes never leave: neither in pages, nor in the sources that are published with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.errors import ExtensionError

from sphinx_briefing import messages
from sphinx_briefing.datafiles import name_of
from sphinx_briefing.doctree import ancestor
from sphinx_briefing.guard.confidential import MEANT
from sphinx_briefing.records import Records
from sphinx_briefing.slides.records import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

NOT_LISTINGS = {"note", "notes", "{note}", "{notes}"}
"""Languages of what is no listing, but notes whose first line is spelled wrong."""


class Included(NamedTuple):
    """A file whose text, or a part of it, stands in a document."""

    path: str
    lines: tuple[int, ...]  # those that can only be meant as the option


INCLUDED: Records[Included] = Records("included files with private notes")


def meant_lines(text: str) -> tuple[int, ...]:
    """The lines of a text that can only be meant as the option."""
    return tuple(text.count("\n", 0, found.start()) + 1 for found in MEANT.finditer(text))


def note_included(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Note which lines of an included file are meant as the option.

    It is heard before a part is taken out of the file, so which of them are shown is known later.
    """
    if lines := meant_lines(content[0]):
        included = Included(str(Path(app.srcdir, path).resolve()), lines)
        INCLUDED.note(app.env, app.env.current_document.docname, included)


def refuse_what_is_not_understood(app: Sphinx, document: nodes.document) -> None:
    """Stop the build where something is meant to be private and no directive says that it is.

    A mistyped ``{notes}`` is a warning to Sphinx, and its text would be published.

    Raises:
        ExtensionError: there is such a line.
    """
    env, docname = app.env, app.env.current_document.docname
    shown = "\n".join(
        block.astext()
        for block in document.findall(nodes.literal_block)
        if "source" not in block
        and ancestor(block, nodes.system_message) is None
        and str(block.get("language", "")).lower() not in NOT_LISTINGS
    )
    places = [
        (name, line)
        for name, line in _meant_places(env, document, docname)
        if not any(note.covers(name, line) for note in PRIVATE.of(env, docname))
    ]
    if len(places) > len(MEANT.findall(shown)):
        raise ExtensionError(messages.PRIVATE_NOT_UNDERSTOOD % places[0])


def _meant_places(
    env: BuildEnvironment, document: nodes.document, docname: str
) -> Iterator[tuple[str, int]]:
    """Files and lines, of what a document shows, that can only be meant as the option."""
    own = Path(env.doc2path(docname))
    text = own.read_text(encoding="utf-8", errors="replace")
    yield from ((name_of(env, own), line) for line in meant_lines(text))
    for included in INCLUDED.of(env, docname):
        path = Path(included.path)
        as_it_is = any(
            Path(block["source"]).resolve() == path
            for block in document.findall(nodes.literal_block)
            if "source" in block
        )
        seen = [
            node.line
            for node in document.findall(nodes.Element)
            if node.line and node.source and "source" not in node
            if Path(node.source).resolve() == path
        ]
        if not seen and as_it_is:
            continue
        # A part of the file may have been taken, whose blocks lie around the line. Where blocks do
        # not say that they are of the file, as in ``eval-rst``, all of it counts.
        first, last = (min(seen) - 1, max(seen) + 1) if seen else (0, max(included.lines))
        yield from ((name_of(env, path), line) for line in included.lines if first <= line <= last)


def drop_private_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Node | None
) -> None:
    """Keep the source of a page with private notes out of a public build's ``_sources``."""
    if PRIVATE.of(app.env, pagename) and not app.config.briefing_presenter:
        if context.get("sourcename"):  # what an earlier build published of it
            (app.outdir / "_sources" / context["sourcename"]).unlink(missing_ok=True)
        context["sourcename"] = ""


def setup(app: Sphinx) -> None:
    """Connect to each page."""
    app.connect("include-read", note_included)
    app.connect("doctree-read", refuse_what_is_not_understood)
    app.connect("html-page-context", drop_private_source)
