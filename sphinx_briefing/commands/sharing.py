"""Sharing reading and writing among processes, so that none waits and none hoards pages.

Each process reads one share of the documents, by their sizes, and hands over once what it knows.

Of Sphinx's processes that write the first resolves all pages, far ahead, and the others write them:
with two processors one of them is idle half of the time, and all resolved pages are in memory at
once. Here the first hands pages to whoever is free, and writes, too, while none is.
"""

from __future__ import annotations

import gc
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks

from sphinx_briefing.compat import forget_pickled, read_in_shares
from sphinx_briefing.config import writes_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from multiprocessing.synchronize import Event

    from docutils import nodes
    from sphinx.application import Sphinx

    Resolved = list[tuple[str, nodes.document]]

MANY = 400
"""Pages after which what their writing has left is looked for: that takes 2 ms a page."""

LEAST, MOST = 5, 50
"""Pages that another process writes at a time: forking it takes as long as writing one."""


def share_work(app: Sphinx) -> None:
    """Let a builder share its reading and, where it makes web pages, its writing."""
    builder = app.builder
    read_in_shares(app, partial(shares, lambda docname: app.env.doc2path(docname).stat().st_size))
    if writes_pages(builder) and type(builder).write_documents is Builder.write_documents:
        write = partial(_write_documents, app, builder)
        builder.write_documents = write  # type: ignore[method-assign]


def shares(
    size_of: Callable[[str], int], docnames: Sequence[str], processes: int
) -> list[list[str]]:
    """The documents for each process: of about the same size together, in their order."""
    found: list[list[str]] = [[] for _ in range(processes)]
    sizes = [0] * processes
    for size, docname in sorted(((size_of(name), name) for name in docnames), reverse=True):
        lightest = sizes.index(min(sizes))
        found[lightest].append(docname)
        sizes[lightest] += size
    return [sorted(part) for part in found if part]


def portion(pages: int, processes: int) -> int:
    """How many of the pages that are left one process takes: fewer and fewer, to end together."""
    return max(LEAST, min(MOST, pages // (3 * processes)))


class Helper:
    """A process that writes pages, forked anew with each portion of them."""

    def __init__(self, builder: Builder) -> None:
        """Begin without any."""
        self._builder = builder
        self._tasks: ParallelTasks | None = None
        self._done: Event = get_context("fork").Event()
        self._done.set()

    @property
    def is_free(self) -> bool:
        """Whether it has nothing to do."""
        return self._done.is_set()

    def give(self, pages: Resolved) -> None:
        """Have it write pages, which are then let go."""
        self.wait()
        self._done.clear()
        self._tasks = ParallelTasks(1)
        self._tasks.add_task(partial(_write_for_another, self._builder, self._done), pages, _take)

    def wait(self) -> None:
        """Wait for it, and tell what it has told.

        Raises:
            SphinxParallelError: a page could not be written.
        """
        if self._tasks is not None:
            tasks, self._tasks = self._tasks, None
            tasks.join()

    def end(self) -> None:
        """End it, whatever it does."""
        if self._tasks is not None:
            self._tasks.terminate()


def _take(pages: Resolved, _result: None) -> None:
    let_go(pages)


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
    helpers = [Helper(builder) for _ in range(app.parallel - 1)]
    names = status_iterator(
        others, __("writing output... "), "darkgreen", len(others), app.config.verbosity
    )
    # What is here stays; of all that comes, pages are garbage as soon as they are written.
    gc.freeze()
    try:
        _write_together(app, builder, names, len(others), helpers)
        for helper in helpers:
            helper.wait()
    finally:
        for helper in helpers:
            helper.end()
        gc.unfreeze()


def _write_together(
    app: Sphinx, builder: Builder, names: Iterable[str], count: int, helpers: list[Helper]
) -> None:
    """Resolve pages, and write those for which no other process is free.

    Args:
        app: the application.
        builder: of the pages.
        names: of the documents, in order.
        count: how many they are.
        helpers: the other processes.
    """
    processes = len(helpers) + 1
    resolved: Resolved = []

    def hand_out(left: int) -> None:
        """Give each that is free a portion of the pages, of which so many are left in all."""
        size = portion(left, processes)
        for helper in helpers:
            if helper.is_free and len(resolved) >= size:
                helper.give(resolved[:size])
                del resolved[:size]

    for number, docname in enumerate(names, 1):
        resolved += _resolve(app, builder, [docname])
        left = count - number + len(resolved)
        hand_out(left)
        # Some wait for the next that is free. With more, this process writes one, too.
        if len(resolved) > portion(left, processes) * processes:
            _write_one(builder, resolved)
        if number % MANY == 0:
            forget_pickled(app.env)
            gc.collect()
            gc.freeze()  # what is left stays, too
    while resolved:
        hand_out(len(resolved))
        if resolved:
            _write_one(builder, resolved)


def _write_one(builder: Builder, resolved: Resolved) -> None:
    last = [resolved.pop()]
    _write(builder, last)
    let_go(last)


def let_go(pages: Resolved) -> None:
    """Give back the memory of pages that are written.

    Parts of a document refer to each other; without that, nothing needs to look for them.
    """
    for _, document in pages:
        for node in list(document.findall()):
            node.parent, node.document = None, None  # type: ignore[assignment]
        document.children.clear()
    pages.clear()


def _resolve(app: Sphinx, builder: Builder, docnames: Sequence[str]) -> Resolved:
    """Resolve pages and note what the search knows of them, which one process must do."""
    builder.phase = BuildPhase.RESOLVING
    found = []
    for docname in docnames:
        document = app.env.get_and_resolve_doctree(docname, builder, tags=app.tags)
        builder.write_doc_serialized(docname, document)
        found.append((docname, document))
    return found


def _write_for_another(builder: Builder, done: Event, pages: Resolved) -> None:
    """Write pages in another process, and say so."""
    try:
        _write(builder, pages)
    finally:
        done.set()


def _write(builder: Builder, pages: Resolved) -> None:
    """Write pages."""
    builder.phase = BuildPhase.WRITING
    for docname, document in pages:
        builder.write_doc(docname, document)
