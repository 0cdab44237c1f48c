"""Sharing the writing of pages among processes, so that none waits and none hoards pages.

Of Sphinx's processes the first resolves all pages, far ahead, and the others write them: with two
processors one of them is idle half of the time, and all resolved pages are in memory at once. Here
the first writes, too, as much as lets all end together.
"""

from __future__ import annotations

import gc
import traceback
from functools import partial
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.errors import SphinxParallelError
from sphinx.locale import __
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks

from sphinx_briefing.config import writes_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx

    Resolved = list[tuple[str, nodes.document]]

EFFORT = 1.8
"""What writing a page takes, resolving it being 1; measured with chapters of 600 words."""

LEAST, MOST = 5, 50
"""Pages that are resolved at a time: few enough for all to end together and to fit in memory."""


MANY = 500
"""Pages of a project from which memory counts: what is written is then given back at once.

That takes 5 ms a page, a twelfth of all that it takes; without it 1000 chapters need 0.4 GB more.
"""


def share_writing(app: Sphinx) -> None:
    """Let a builder of web pages share its writing."""
    builder = app.builder
    if writes_pages(builder) and type(builder).write_documents is Builder.write_documents:
        write = partial(_write_documents, app, builder)
        builder.write_documents = write  # type: ignore[method-assign]


def share_of_others(helpers: int) -> float:
    """Which part of the pages the other processes write, so that all end together.

    Each writes ``share / helpers`` of them; the first resolves all and writes the rest.
    """
    return min(1.0, helpers * (EFFORT + 1) / (EFFORT * (helpers + 1)))


def portions(docnames: Sequence[str]) -> list[Sequence[str]]:
    """The pages in parts that are resolved at a time."""
    size = max(LEAST, min(MOST, len(docnames) // 6))
    return [docnames[at : at + size] for at in range(0, len(docnames), size)]


def _write_documents(app: Sphinx, builder: Builder, docnames: AbstractSet[str]) -> None:
    """Take the place of the method of a builder.

    Raises:
        SphinxParallelError: a page could not be written by another process.
    """
    if not builder.parallel_ok or len(docnames) <= LEAST:
        Builder.write_documents(builder, docnames)
        return
    first, *others = sorted(docnames)
    _write(builder, _resolve(app, builder, [first]))  # templates are made ready once for all
    helpers = app.parallel - 1
    tasks, share = ParallelTasks(helpers), share_of_others(helpers)
    parts = portions(others)
    with_progress = status_iterator(
        parts, __("writing output... "), "darkgreen", len(parts), app.config.verbosity, _named
    )
    failures: list[tuple[str, str]] = []

    def note(pages: Resolved, failure: tuple[str, str] | None) -> None:
        if failure:
            failures.append(failure)

    # What is here stays; of all that comes, pages are garbage as soon as they are written.
    gc.freeze()
    try:
        for part in with_progress:
            resolved = _resolve(app, builder, part)
            theirs = round(share * len(resolved))
            for pages in _dealt(resolved[:theirs], helpers):
                tasks.add_task(partial(_write_for_another, builder), pages, note)
            _write(builder, resolved[theirs:])
            if len(docnames) > MANY:
                del resolved, pages
                gc.collect()
            if failures:
                break
        tasks.join()
        if failures:
            raise SphinxParallelError(*failures[0])
    finally:
        gc.unfreeze()


def _dealt(pages: Resolved, helpers: int) -> Iterator[Resolved]:
    """Pages, a part for each helper that gets any."""
    yield from filter(None, (pages[number::helpers] for number in range(helpers)))


def _named(part: Sequence[str]) -> str:
    """How progress names a part."""
    return f"{part[0]} .. {part[-1]}"


def _resolve(app: Sphinx, builder: Builder, docnames: Sequence[str]) -> Resolved:
    """Resolve pages and note what the search knows of them, which one process must do."""
    builder.phase = BuildPhase.RESOLVING
    found = []
    for docname in docnames:
        document = app.env.get_and_resolve_doctree(docname, builder, tags=app.tags)
        builder.write_doc_serialized(docname, document)
        found.append((docname, document))
    return found


def _write_for_another(builder: Builder, pages: Resolved) -> tuple[str, str] | None:
    """Write pages in another process; what fails is its result.

    Else it would be lost: ``ParallelTasks.add_task`` drops an error of a task that ran before.

    Returns:
        The error and its traceback; none where all was written.
    """
    try:
        _write(builder, pages)
    except Exception as error:  # noqa: BLE001  (it is told by the first process)
        return traceback.format_exception_only(error)[0].strip(), traceback.format_exc()
    return None


def _write(builder: Builder, pages: Resolved) -> None:
    """Write pages."""
    builder.phase = BuildPhase.WRITING
    for docname, document in pages:
        builder.write_doc(docname, document)
