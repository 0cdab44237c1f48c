"""What is wanted of resolved documents by others: copied once, while their pages are made.

Sphinx resolves a document right before it writes its page, and the page's writer may change what
it writes. So whoever shows a part of a document elsewhere takes a copy in between. A document
whose page need not be written in this build is resolved when it is first asked for.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx.util.logging import suppress_logging

from sphinx_briefing.config import writes_pages
from sphinx_briefing.records import Records

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx

Part = TypeVar("Part")

PREVIEWED: Records[str] = Records("previewed")
"""Which kinds of things that links show in place each document holds."""

LAST = 900
"""Priority of taking copies: after all that others do to a resolved document."""


class Resolved(Generic[Part]):
    """Copies of parts of documents, for the length of one build."""

    def __init__(
        self, app: Sphinx, take: Callable[[Sphinx, nodes.document, str], Part | None]
    ) -> None:
        """Take from each resolved document, until the build ends.

        Args:
            app: whose events are listened to.
            take: gives what is wanted of a document, copied; none where nothing is.
        """
        self._take = take
        self._taken: dict[str, Part | None] = {}
        app.connect("builder-inited", self._forget)
        app.connect("doctree-resolved", self._collect, priority=LAST)

    def _forget(self, app: Sphinx) -> None:
        self._taken.clear()

    def _collect(self, app: Sphinx, document: nodes.document, docname: str) -> None:
        # Extensions resolve parts under a page's name, too (``sphinx.ext.todo``): these have no
        # source file.
        if document.get("source") and docname not in self._taken:
            self._taken[docname] = self._take(app, document, docname)

    def documents(self) -> list[str]:
        """Names of the documents that were resolved in this build so far."""
        return sorted(self._taken)

    def of(self, app: Sphinx, docname: str) -> Part | None:
        """What was taken of a document.

        What is wrong in a document whose page is written was told with the page.
        """
        if docname not in self._taken:
            with suppress_logging() if writes_pages(app.builder) else nullcontext():
                app.env.get_and_resolve_doctree(docname, app.builder, tags=app.tags)
        return self._taken[docname]
