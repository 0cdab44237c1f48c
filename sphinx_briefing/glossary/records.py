"""The entries of the glossary, and where documents use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.doctree import Mark, documents_in_order
from sphinx_briefing.records import Records, once_read
from sphinx_briefing.retirement import Retirement

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class Entry(NamedTuple):
    """An entry of the glossary."""

    id: str  # unique in the project, permanent; also its anchor
    docname: str
    term: str
    aliases: tuple[str, ...]
    related: tuple[str, ...]  # ids of entries
    claims: tuple[str, ...]  # ids of the claims it serves
    line: int
    sources: tuple[str, ...] = ()  # keys of the sources it cites
    retirement: Retirement = Retirement()
    originals: tuple[str, ...] = ()  # the names as they are written, where a build translates them

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its aliases; in a translation those of the original find the entry, too."""
        return tuple(dict.fromkeys((self.term, *self.aliases, *self.originals)))


ENTRIES: Records[Entry] = Records("entries")

USES: Records[Mark] = Records("uses of terms")  # a mark's target is the term in lower case


@once_read
def uses_of(env: BuildEnvironment) -> dict[str, list[tuple[str, Mark]]]:
    """Where each entry is used, by its id: documents in reading order, and marks in them."""
    by_name = {name.lower(): entry.id for entry in ENTRIES.all(env) for name in entry.names}
    found: dict[str, list[tuple[str, Mark]]] = {entry.id: [] for entry in ENTRIES.all(env)}
    for docname in documents_in_order(env):
        for mark in USES.of(env, docname):
            if mark.target in by_name:
                found[by_name[mark.target]].append((docname, mark))
    return found
