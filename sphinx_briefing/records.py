"""What documents say, as noted while they are read: kept by document, in the environment.

Each concept owns its `Records` and says what one of them is. Clearing them when a document is read
again, and merging what parallel processes read, happens here for all of them.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

Record = TypeVar("Record")
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")

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


# -- what is computed from records ----------------------------------------------------------------

COMPLETE = 890
"""Priority among ``env-updated`` at which all that is known of documents is complete."""

KNOWN = "briefing_known"
"""Attribute of the environment: what `once_read` keeps; there only while records cannot change."""


class Known(dict[tuple[Any, ...], Any]):
    """Results by function and arguments. They are not kept with the environment."""

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Be pickled as ``None``."""
        return type(None), ()


def once_read(
    compute: Callable[Concatenate[BuildEnvironment, Arguments], Result],
) -> Callable[Concatenate[BuildEnvironment, Arguments], Result]:
    """Keep what a function makes of the records, from when all documents are read.

    Its arguments must be hashable. Callers share the result, and must not change it.
    """

    @wraps(compute)
    def computed_once(
        env: BuildEnvironment, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        known: Known | None = vars(env).get(KNOWN)
        if known is None:
            return compute(env, *args, **kwargs)
        key = (compute, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = compute(env, *args, **kwargs)
        result: Result = known[key]
        return result

    return computed_once


def begin_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Compute anew what is asked for while documents are read."""
    vars(env).pop(KNOWN, None)


def end_reading(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep from now on what is computed."""
    vars(env)[KNOWN] = Known()


# -- the steps of reading -------------------------------------------------------------------------


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
    app.connect("env-before-read-docs", begin_reading, priority=0)
    # After sphinxcontrib-bibtex and all that make something of what was read.
    app.connect("env-updated", end_reading, priority=COMPLETE)
