"""What is published stays: the committed list of every anchor, and the check against it.

``briefing_published`` names the list. A line holds kind, name and target, parted by tabs:
``term<TAB>open weights<TAB>chapters/glossary#open-weights``. Lines are only ever added, by
``python -m sphinx_briefing anchors``; the build fails when a listed anchor has vanished or leads
elsewhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing import messages
from sphinx_briefing.datafiles import DataError, Fault, load
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.messages import warn
from sphinx_briefing.published import KINDS, all_published

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.glossary.records import Entry
    from sphinx_briefing.published import Published

LISTING_TAG = "listing-anchors"
"""Sphinx tag of the build that lists new anchors, and so does not check the list."""

HEAD = "# Published anchors: kind, name, target. Made by `make anchors`; lines are only added.\n"


class Anchor(NamedTuple):
    """Something that others may have cited."""

    kind: str  # one of KINDS
    name: str  # as the inventory has it: case counts
    target: str  # document and anchor: ``about/claims#c41``

    def __str__(self) -> str:
        """For messages."""
        return f"the {self.kind} {self.name!r}"


def published_file(env: BuildEnvironment) -> Path | None:
    """The list of this project; none where it keeps none."""
    name = env.config.briefing_published
    return Path(env.srcdir, name) if name else None


def published(env: BuildEnvironment) -> dict[tuple[str, str], tuple[Anchor, int]]:
    """The listed anchors, each with its line, by kind and name.

    Raises:
        ExtensionError: the list cannot be read, or lines are malformed or contradict others; each
            line of the message names file and line.
    """
    file = published_file(env)
    return load(env, file, read_anchors) if file and file.exists() else {}


def read_anchors(text: str) -> dict[tuple[str, str], tuple[Anchor, int]]:
    """The anchors in the text of a list, each with its line, by kind and name.

    Raises:
        DataError: lines are malformed, or contradict others.
    """
    anchors: dict[tuple[str, str], tuple[Anchor, int]] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if (
            len(fields) != len(Anchor._fields)
            or fields[0] not in KINDS
            or any(field != field.strip() or not field for field in fields)
        ):
            says = messages.LIST_LINE_MALFORMED % (line, messages.listed(KINDS))
            faults.append(Fault(number, says))
            continue
        anchor = Anchor(*fields)
        other, at = anchors.setdefault(anchor[:2], (anchor, number))
        if other.target != anchor.target:
            faults.append(Fault(number, messages.LIST_LINE_CONTRADICTS % (anchor, at)))
    if faults:
        raise DataError(faults)
    return anchors


def listed_names(text: str) -> dict[str, list[str]]:
    """Names of listed terms, by target."""
    found: dict[str, list[str]] = {}
    for anchor, _line in read_anchors(text).values():
        if anchor.kind == "term":
            found.setdefault(anchor.target, []).append(anchor.name)
    return found


def current(env: BuildEnvironment) -> list[Anchor]:
    """Every anchor of this build."""
    return [
        Anchor(thing.kind, name, target_of(thing))
        for thing in all_published(env)
        for name in thing.names
    ]


def target_of(thing: Published) -> str:
    """Where the list has it: document and anchor; a deck is its whole document."""
    return thing.docname if thing.kind == "deck" else f"{thing.docname}#{thing.anchor}"


def other_spellings(env: BuildEnvironment, entry: Entry) -> list[str]:
    """Names published for an entry that differ from today's in capitals alone.

    Some tools mind capitals, so the inventory keeps both spellings.
    """
    file = published_file(env)
    if file is None or not file.exists():
        return []
    today = {name.lower() for name in entry.names}
    return [
        name
        for name in load(env, file, listed_names).get(f"{entry.docname}#{entry.id}", ())
        if name.lower() in today and name not in entry.names
    ]


# -- checking -----------------------------------------------------------------------------------


def check_published(app: Sphinx, env: BuildEnvironment) -> None:
    """Report listed anchors that have vanished or lead elsewhere, and new ones."""
    file = published_file(env)
    if file is None or LISTING_TAG in app.tags:
        return
    now = {anchor[:2]: anchor for anchor in reversed(current(env))}
    for entry in ENTRIES.all(env):
        for name in other_spellings(env, entry):
            now["term", name] = Anchor("term", name, f"{entry.docname}#{entry.id}")
    listed = published(env)
    gone: dict[tuple[str, str], list[tuple[Anchor, int]]] = {}
    for key, (anchor, line) in listed.items():
        if key not in now:
            gone.setdefault(_place(env, anchor), []).append((anchor, line))
        elif now[key].target != anchor.target:
            _report(file, line, messages.ANCHOR_MOVED, anchor, anchor.target, now[key].target,
                    messages.IF_MOVED[anchor.kind])  # fmt: skip
    for (kind, place), anchors in gone.items():
        text = messages.ANCHOR_GONE if len(anchors) == 1 else messages.ANCHORS_GONE
        _report(file, anchors[0][1], text, _named(anchor for anchor, _ in anchors), place,
                messages.IF_GONE[kind])  # fmt: skip
    new = [anchor for key, anchor in sorted(now.items()) if key not in listed]
    if new:
        text = messages.ANCHOR_NOT_LISTED if len(new) == 1 else messages.ANCHORS_NOT_LISTED
        _report(file, 1, text, _named(new))


def _place(env: BuildEnvironment, anchor: Anchor) -> tuple[str, str]:
    """What is reported at once: the names of one entry, all of a document that is gone."""
    docname = anchor.target.partition("#")[0]
    is_one = anchor.kind == "term" and docname in env.found_docs
    return anchor.kind, anchor.target if is_one else docname


def _named(anchors: Iterable[Anchor]) -> str:
    anchors = list(anchors)
    more = len(anchors) - MOST_NAMED
    named = messages.listed(map(str, anchors[:MOST_NAMED]))
    return messages.AND_MORE % (named, more) if more > 0 else named


MOST_NAMED = 5
"""How many anchors a message names."""


def _report(file: Path, line: int, text: str, *values: object) -> None:
    warn(text, *values, location=f"{file}:{line}", subtype="permanence")


# -- listing ------------------------------------------------------------------------------------


def add_new(file: Path, anchors: Iterable[Anchor], listed: Iterable[Anchor]) -> list[Anchor]:
    """Add what is not yet listed to the list, and sort it.

    Returns:
        What was added.
    """
    known = {anchor[:2]: anchor for anchor in listed}
    added = [anchor for anchor in anchors if anchor[:2] not in known]
    known.update({anchor[:2]: anchor for anchor in added})
    lines = ["\t".join(anchor) + "\n" for _, anchor in sorted(known.items())]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")
    return added


def check_at_start(app: Sphinx) -> None:
    """Read the list before the sources, so that what is wrong in it is said once."""
    published(app.env)


def setup(app: Sphinx) -> None:
    """Check once everything is read.

    In each build: one that fails must not pass, unchanged, when it is run again.
    """
    app.connect("builder-inited", check_at_start)
    app.connect("env-updated", check_published)
