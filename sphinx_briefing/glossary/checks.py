"""Whether the entries of the glossary agree with each other, and the text with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing.glossary.records import ENTRIES, USES
from sphinx_briefing.messages import warn
from sphinx_briefing.retirement import successor_fault

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.glossary.records import Entry


def check_entries(app: Sphinx, env: BuildEnvironment) -> None:
    """Report ids and names that are used twice, and what leads nowhere."""
    by_id: dict[str, Entry] = {}
    by_name: dict[str, Entry] = {}
    for entry in ENTRIES.all(env):
        if (other := by_id.setdefault(entry.id, entry)) is not entry:
            _report(env, entry, "its id %r is that of %r", entry.id, other.term)
            continue
        for name in {name.lower(): name for name in entry.names}.values():
            if (other := by_name.setdefault(name.lower(), entry)) is not entry:
                _report(
                    env,
                    entry,
                    "its name %r is also one of %r: a name can lead to one entry only",
                    name,
                    other.term,
                )
    retirements = {entry.id: entry.retirement for entry in by_id.values()}
    for entry in by_id.values():
        for name in entry.names:
            if (other := by_id.get(name, entry)) is not entry:
                _report(env, entry, "its name %r is the id of %r: only that can bear it", name,
                        other.term)  # fmt: skip
        if fault := successor_fault(entry.id, retirements):
            _report(env, entry, "%s", fault)
        for unknown in [i for i in entry.related if i not in by_id]:
            _report(env, entry, ":related: names %r, which is the id of no entry", unknown)
    _check_uses(env, by_id, by_name)


def _check_uses(env: BuildEnvironment, by_id: dict[str, Entry], by_name: dict[str, Entry]) -> None:
    for docname, marks in sorted(USES.by_document(env).items()):
        for mark in marks:
            used = by_name.get(mark.target)
            if used is not None and used.retirement:
                instead = by_id.get(used.retirement.successor)
                hint = f"; use {instead.term!r}" if instead else ""
                warn(
                    "the term %r is retired%s",
                    used.term,
                    hint,
                    location=(docname, mark.line or None),
                    subtype="entry",
                )


def _report(env: BuildEnvironment, entry: Entry, text: str, *values: object) -> None:
    warn(
        "the entry %r: " + text,
        entry.term,
        *values,
        location=(entry.docname, entry.line),
        subtype="entry",
    )


def setup(app: Sphinx) -> None:
    """Check once everything is read."""
    app.connect("env-check-consistency", check_entries)
