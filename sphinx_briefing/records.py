"""What documents say, as noted while they are read: kept by document, in the environment.

Each concept owns its `Records` and says what one of them is. Clearing them when a document is read
again, and merging what parallel processes read, happens here for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Record = TypeVar("Record")

STORE = "briefing_records"
"""Attribute of the environment: concept → document name → list of records."""


class Records(Generic[Record]):
    """The records of one concept; it holds none itself, the environment does."""

    def __init__(self, concept: str) -> None:
        """Name the concept, once in the extension."""
        self._concept = concept

    def by_document(self, env: BuildEnvironment) -> dict[str, list[Record]]:
        """Records by document name, each list in the order of its document."""
        found: dict[str, list[Record]] = _store(env).setdefault(self._concept, {})
        return found

    def of(self, env: BuildEnvironment, docname: str) -> list[Record]:
        """The records of one document."""
        return self.by_document(env).get(docname, [])

    def all(self, env: BuildEnvironment) -> Iterator[Record]:
        """Every record, by document name and then in the order of the document."""
        for _, records in sorted(self.by_document(env).items()):
            yield from records

    def note(self, env: BuildEnvironment, docname: str, record: Record) -> None:
        """Keep what the document that is being read says."""
        self.by_document(env).setdefault(docname, []).append(record)


def _store(env: BuildEnvironment) -> dict[str, dict[str, list[Any]]]:
    store: dict[str, dict[str, list[Any]]] = vars(env).setdefault(STORE, {})
    return store


def clear(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what a document said that is read again, or has gone."""
    for records in _store(env).values():
        records.pop(docname, None)


def merge(
    app: Sphinx, env: BuildEnvironment, docnames: AbstractSet[str], other: BuildEnvironment
) -> None:
    """Take over what another process read of ``docnames``."""
    for concept, records in _store(other).items():
        ours = _store(env).setdefault(concept, {})
        ours.update({name: records[name] for name in docnames if name in records})


def setup(app: Sphinx) -> None:
    """Connect to the steps of reading."""
    app.connect("env-purge-doc", clear)
    app.connect("env-merge-info", merge)
