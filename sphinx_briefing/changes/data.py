"""The changes, read from the data file that ``briefing_changes`` names, and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing import messages
from sphinx_briefing.claims.bibliography import bibliography_entries
from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.datafiles import DataError, Fault, line_in, load, markup_in, read_entries
from sphinx_briefing.dates import is_date
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.translation import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.data import Claim

WHAT = {
    "verdict": gettext_noop("Verdict"),
    "evidence": gettext_noop("Evidence"),
    "correction": gettext_noop("Correction"),
    "addition": gettext_noop("New"),
    "retirement": gettext_noop("Retired"),
}
"""What a change may be, with its heading for readers."""


class Change(NamedTuple):
    """A change of something published."""

    id: str  # change-2026-11-24-1: its date, and its place among those of the date in the file
    date: str  # ISO date
    what: str  # one of WHAT
    claims: tuple[str, ...]  # ids
    terms: tuple[str, ...]  # ids of entries
    before: str  # of a verdict; empty for all else
    now: str  # likewise
    text: str
    sources: tuple[str, ...]  # keys in the bibliography
    line: int  # of its entry, for messages


def read_changes(text: str) -> tuple[Change, ...]:
    """Read and check the text of a file of changes.

    Args:
        text: YAML as ``schemas/changes.schema.json`` describes it.

    Returns:
        The changes in the order of the file.

    Raises:
        DataError: it is malformed; each fault names line, entry and field.
    """
    entries, tree = read_entries(text, "changes.schema.json")
    faults = [
        Fault(line_in(tree, [at]), messages.CHANGE_ENTRY_WRONG % (at + 1, fault))
        for at, entry in enumerate(entries)
        for fault in _faults(entry)
    ]
    first: dict[str, int] = {}
    for at, entry in enumerate(entries):
        if found := markup_in(entry["text"]):
            says = refusals.DATA_MARKED_UP % (entry["date"], refusals.short(found))
            faults.append(Fault(line_in(tree, [at, "text"]), says))
        if (other := first.setdefault(repr(sorted(entry.items())), at)) != at:
            told = refusals.CHANGE_TWICE % line_in(tree, [other])
            faults.append(Fault(line_in(tree, [at]), told))
    if faults:
        raise DataError(faults)
    counts: dict[str, int] = {}
    changes = []
    for at, entry in enumerate(entries):
        date = entry["date"]
        counts[date] = counts.get(date, 0) + 1
        changes.append(
            Change(
                id=f"change-{date}-{counts[date]}",
                date=date,
                what=entry["what"],
                claims=tuple(entry.get("claims", ())),
                terms=tuple(entry.get("terms", ())),
                before=entry.get("from", ""),
                now=entry.get("to", ""),
                text=entry["text"],
                sources=tuple(entry.get("sources", ())),
                line=line_in(tree, [at]),
            )
        )
    return tuple(changes)


def _faults(entry: dict[str, Any]) -> Iterator[str]:
    if not is_date(entry["date"]):
        yield messages.CHANGE_WITHOUT_DATE % entry["date"]
    if not any(entry.get(field) for field in ("claims", "terms", "sources")):
        yield messages.CHANGE_OF_NOTHING
    if entry["what"] != "verdict":
        if "from" in entry or "to" in entry:
            yield messages.CHANGE_OF_NO_VERDICT
    elif "from" not in entry or "to" not in entry:
        yield messages.CHANGE_WITHOUT_VERDICTS
    elif entry["from"] == entry["to"]:
        yield messages.CHANGE_TO_THE_SAME % entry["to"]
    elif not entry.get("claims"):
        yield messages.CHANGE_WITHOUT_CLAIM


def changes_of(env: BuildEnvironment) -> tuple[Change, ...]:
    """The changes in the order of their file; none where the project keeps none.

    Raises:
        ExtensionError: the file is missing or malformed.
    """
    path = changes_file(env)
    return load(env, path, read_changes) if path else ()


def changes_file(env: BuildEnvironment) -> Path | None:
    """The project's file of changes; none where it keeps none."""
    name = env.config.briefing_changes
    return Path(env.srcdir, name) if name else None


def newest_first(changes: Iterable[Change]) -> list[Change]:
    """Changes by date, the last first; those of a date in the order of the file."""
    return sorted(changes, key=lambda change: change.date, reverse=True)


def check_at_start(app: Sphinx) -> None:
    """Read the changes before the sources, so that what is wrong in them is said once."""
    changes_of(app.env)


def check_changes(app: Sphinx, env: BuildEnvironment) -> None:
    """Report changes of what is not there, and verdicts that are not what the changes say."""
    changes = changes_of(env)
    claims, sources = claims_of(env), bibliography_entries(env)
    known: dict[str, tuple[Iterable[str], str]] = {
        "claims": (claims, "claim"),
        "terms": ({entry.id for entry in ENTRIES.all(env)}, "entry"),
        "sources": (sources, "source"),
    }
    faults = []
    for change in changes:
        named = {"claims": change.claims, "terms": change.terms, "sources": change.sources}
        for field, names in named.items():
            there, what = known[field]
            if field == "sources" and not sources:
                continue
            faults += [
                (change, messages.CHANGE_NAME_UNKNOWN % (field, name, what))
                for name in names
                if name not in there
            ]
    for change, says in (*faults, *verdict_faults(changes, claims)):
        at = f"{changes_file(env)}:{change.line}"
        messages.warn(messages.CHANGE_FAULT, change.date, says, location=at, subtype="change")


def verdict_faults(
    changes: Iterable[Change], claims: Mapping[str, Claim]
) -> Iterator[tuple[Change, str]]:
    """Changes of verdicts that do not follow from each other, or do not lead to today's."""
    last: dict[str, Change] = {}
    for change in sorted(changes, key=lambda change: change.date):
        for claim_id in change.claims if change.what == "verdict" else ():
            before = last.get(claim_id)
            if before is not None and before.now != change.before:
                told = (claim_id, before.now, before.date, change.before)
                yield change, messages.CHANGE_DOES_NOT_FOLLOW % told
            last[claim_id] = change
    for claim_id, change in last.items():
        claim = claims.get(claim_id)
        if claim is not None and claim.verdict != change.now:
            yield change, messages.CHANGE_IS_NOT_LAST % (claim_id, change.now, claim.verdict)


def setup(app: Sphinx) -> None:
    """Check the changes: their form first, what they name when all is read."""
    app.connect("builder-inited", check_at_start)
    app.connect("env-check-consistency", check_changes)
