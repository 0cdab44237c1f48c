"""The changes, read from the data file that ``briefing_changes`` names, and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing.claims.bibliography import bibliography_entries
from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.datafiles import DataError, Fault, line_in, load, read_entries
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.messages import warn
from sphinx_briefing.retirement import is_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.data import Claim

WHAT = {
    "verdict": "Verdict",
    "evidence": "Evidence",
    "correction": "Correction",
    "addition": "New",
    "retirement": "Retired",
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
        Fault(line_in(tree, [at]), f"entry {at + 1}: {fault}")
        for at, entry in enumerate(entries)
        for fault in _faults(entry)
    ]
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
        yield f"date is {entry['date']!r}: write one such as 2026-11-24"
    if not any(entry.get(field) for field in ("claims", "terms", "sources")):
        yield "it says of nothing that it changed: name it in claims, terms or sources"
    if entry["what"] != "verdict":
        if "from" in entry or "to" in entry:
            yield "only a change of a verdict has from and to: take them out"
    elif "from" not in entry or "to" not in entry:
        yield "a change of a verdict says from what and to what: add from and to"
    elif entry["from"] == entry["to"]:
        yield f"its verdict did not change: from and to are both {entry['to']!r}"
    elif not entry.get("claims"):
        yield "a change of a verdict names its claim: add claims"


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
                (change, f"{field}: {name!r} is no {what}: mend its spelling")
                for name in names
                if name not in there
            ]
    for change, says in (*faults, *verdict_faults(changes, claims)):
        at = f"{changes_file(env)}:{change.line}"
        warn("the change of %s: %s", change.date, says, location=at, subtype="change")


def verdict_faults(
    changes: Iterable[Change], claims: Mapping[str, Claim]
) -> Iterator[tuple[Change, str]]:
    """Changes of verdicts that do not follow from each other, or do not lead to today's."""
    last: dict[str, Change] = {}
    for change in sorted(changes, key=lambda change: change.date):
        for claim_id in change.claims if change.what == "verdict" else ():
            before = last.get(claim_id)
            if before is not None and before.now != change.before:
                says = (
                    f"{claim_id} was {before.now!r} since {before.date}, and not "
                    f"{change.before!r}: mend from, or the change before it"
                )
                yield change, says
            last[claim_id] = change
    for claim_id, change in last.items():
        claim = claims.get(claim_id)
        if claim is not None and claim.verdict != change.now:
            says = (
                f"{claim_id} became {change.now!r}, and its verdict is {claim.verdict!r}: add the "
                "change that made it so, or mend to"
            )
            yield change, says


def setup(app: Sphinx) -> None:
    """Check the changes: their form first, what they name when all is read."""
    app.connect("builder-inited", check_at_start)
    app.connect("env-check-consistency", check_changes)
