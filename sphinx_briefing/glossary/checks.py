"""Whether the entries of the glossary agree with each other, and the text with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing import messages
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
            _report(env, entry, messages.ENTRY_ID_TAKEN, entry.id, other.term)
            continue
        for name in {name.lower(): name for name in entry.names}.values():
            if (other := by_name.setdefault(name.lower(), entry)) is not entry:
                _report(env, entry, messages.ENTRY_NAME_TAKEN, name, other.term)
    retirements = {entry.id: entry.retirement for entry in by_id.values()}
    for entry in by_id.values():
        for name in entry.names:
            if (other := by_id.get(name, entry)) is not entry:
                _report(env, entry, messages.ENTRY_NAME_IS_AN_ID, name, other.term)
        if fault := successor_fault(entry.id, retirements):
            _report(env, entry, "%s", fault)
        for unknown in [i for i in entry.related if i not in by_id]:
            _report(env, entry, messages.ENTRY_RELATED_UNKNOWN, unknown)
    _check_uses(env, by_id, by_name)


def _check_uses(env: BuildEnvironment, by_id: dict[str, Entry], by_name: dict[str, Entry]) -> None:
    for docname, marks in sorted(USES.by_document(env).items()):
        for mark in marks:
            used = by_name.get(mark.target)
            if used is not None and used.retirement:
                instead = by_id.get(used.retirement.successor)
                text = messages.TERM_RETIRED_FOR_ANOTHER if instead else messages.TERM_RETIRED
                named = [entry.term for entry in (used, instead) if entry]
                warn(text, *named, location=(docname, mark.line or None), subtype="entry")


def _report(env: BuildEnvironment, entry: Entry, text: str, *values: object) -> None:
    warn(
        messages.ENTRY_FAULT,
        entry.term,
        text % values,
        location=(entry.docname, entry.line),
        subtype="entry",
    )


def setup(app: Sphinx) -> None:
    """Check once everything is read."""
    app.connect("env-check-consistency", check_entries)
