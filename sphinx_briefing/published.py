"""What is published stays: the committed list of every anchor, and the check against it.

``briefing_published`` names the list. A line holds kind, name and target, parted by tabs:
``term<TAB>open weights<TAB>chapters/glossary#open-weights``. Lines are only ever added, by
``python -m sphinx_briefing anchors``; the build fails when a listed anchor has vanished or leads
elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.errors import ExtensionError
from sphinx.util import logging

from sphinx_briefing.domain import briefing_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.domain import Entry

logger = logging.getLogger(__name__)

KINDS = ("term", "claim", "slide", "deck")
"""What has anchors that stay. Entries' ids are the targets of their terms, and labels too."""

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


def published_file(app: Sphinx) -> Path | None:
    """The list of this project; none where it keeps none."""
    name = app.config.briefing_published
    return Path(app.confdir, name) if name else None


def published(app: Sphinx) -> dict[tuple[str, str], tuple[Anchor, int]]:
    """The listed anchors, each with its line, by kind and name.

    Raises:
        ExtensionError: the list cannot be read, or lines are malformed or contradict others; each
            line of the message names file and line.
    """
    try:
        return _load(*_state(app))
    except (OSError, UnicodeDecodeError) as error:
        raise ExtensionError(
            f"{app.config.briefing_published}: the list of published anchors cannot be read: "
            f"{error}"
        ) from error


def _state(app: Sphinx) -> tuple[Path | None, str, tuple[int, int]]:
    """The list's file, its name in messages, and what changes when it does."""
    file = published_file(app)
    if file is None or not file.exists():
        return None, "", (0, 0)
    state = file.stat()
    return file, app.config.briefing_published, (state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _load(
    file: Path | None, name: str, state: tuple[int, int]
) -> dict[tuple[str, str], tuple[Anchor, int]]:
    text = file.read_text(encoding="utf-8") if file else ""
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
            faults.append(
                f"{name}:{number}: {line!r} is no line of the list: kind ({', '.join(KINDS)}), "
                "name and target, parted by tabs; take back what was edited by hand"
            )
            continue
        anchor = Anchor(*fields)
        other, at = anchors.setdefault(anchor[:2], (anchor, number))
        if other.target != anchor.target:
            faults.append(
                f"{name}:{number}: {anchor} stands already in line {at} with another target: "
                "keep the one that was published first"
            )
    if faults:
        raise ExtensionError("\n".join(faults))
    return anchors


def current(env: BuildEnvironment) -> list[Anchor]:
    """Every anchor of this build."""
    domain = briefing_domain(env)
    anchors = [
        Anchor("term", name, f"{entry.docname}#{entry.id}")
        for entry in domain.all_entries()
        for name in entry.names
    ]
    anchors += [
        Anchor("claim", claim_id, f"{docname}#{anchor}")
        for docname, claims in sorted(domain.data["claims"].items())
        for claim_id, anchor in claims.items()
    ]
    anchors += [
        Anchor("slide", slide.id, f"{slide.docname}#{slide.anchor}")
        for slide in domain.all_published_slides()
    ]
    anchors += [Anchor("deck", deck.name, docname) for docname, deck in domain.decks.items()]
    return anchors


def other_spellings(app: Sphinx, entry: Entry) -> list[str]:
    """Names published for an entry that differ from today's in capitals alone.

    Some tools mind capitals, so the inventory keeps both spellings.
    """
    today = {name.lower() for name in entry.names}
    return [
        name
        for name in _listed_for(app).get(f"{entry.docname}#{entry.id}", ())
        if name.lower() in today and name not in entry.names
    ]


def _listed_for(app: Sphinx) -> dict[str, list[str]]:
    """Names of listed terms, by target."""
    return _terms_by_target(*_state(app))


@lru_cache(maxsize=4)
def _terms_by_target(file: Path | None, name: str, state: tuple[int, int]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for anchor, _ in _load(file, name, state).values():
        if anchor.kind == "term":
            found.setdefault(anchor.target, []).append(anchor.name)
    return found


# -- checking -----------------------------------------------------------------------------------


def check_published(app: Sphinx, env: BuildEnvironment) -> None:
    """Report listed anchors that have vanished or lead elsewhere, and new ones."""
    file = published_file(app)
    if file is None or LISTING_TAG in app.tags:
        return
    now = {anchor[:2]: anchor for anchor in reversed(current(env))}
    for entry in briefing_domain(env).all_entries():
        for name in other_spellings(app, entry):
            now["term", name] = Anchor("term", name, f"{entry.docname}#{entry.id}")
    listed = published(app)
    gone: dict[tuple[str, str], list[tuple[Anchor, int]]] = {}
    for key, (anchor, line) in listed.items():
        if key not in now:
            gone.setdefault(_place(env, anchor), []).append((anchor, line))
        elif now[key].target != anchor.target:
            _report(file, line, "%s was published as %s and now leads to %s: %s", anchor,
                    anchor.target, now[key].target, IF_MOVED[anchor.kind])  # fmt: skip
    for (kind, place), anchors in gone.items():
        _report(file, anchors[0][1], "%s (%s) %s vanished, but may have been cited: %s",
                _named(anchor for anchor, _ in anchors), place,
                "has" if len(anchors) == 1 else "have", IF_GONE[kind])  # fmt: skip
    new = [anchor for key, anchor in sorted(now.items()) if key not in listed]
    if new:
        _report(file, 1, "%s %s not yet listed, so that nothing would tell if it vanished: run "
                "`make anchors` (python -m sphinx_briefing anchors)",
                _named(new), "is" if len(new) == 1 else "are")  # fmt: skip


def _place(env: BuildEnvironment, anchor: Anchor) -> tuple[str, str]:
    """What is reported at once: the names of one entry, all of a document that is gone."""
    docname = anchor.target.partition("#")[0]
    is_one = anchor.kind == "term" and docname in env.found_docs
    return anchor.kind, anchor.target if is_one else docname


def _named(anchors: Iterable[Anchor]) -> str:
    anchors = list(anchors)
    more = len(anchors) - MOST_NAMED
    return ", ".join(map(str, anchors[:MOST_NAMED])) + (f" and {more} more" if more > 0 else "")


MOST_NAMED = 5
"""How many anchors a message names."""

IF_GONE = {
    "term": "put the name back as one of the :aliases: of the entry that it led to; an entry that "
    "is no longer used stays, with :retired: and the date, and perhaps :successor:",
    "claim": "put it back, and the register on its page; one that is no longer made stays in the "
    "file of claims, with the field `retired` and the date, and perhaps `successor`",
    "slide": "put the slide back under its :name:, or leave a {retired-slide} of that id in its "
    "chapter",
    "deck": "put its file back; a deck that is no longer given stays, with :retired: and the date, "
    "and perhaps :successor:",
}
"""What to do about an anchor that has vanished."""

IF_MOVED = {
    "term": "lead the name there again; what is new gets another name and id",
    "claim": "put the register back on that page",
    "slide": "put the slide back there; or give it a new :name: where it is now, and leave a "
    "{retired-slide} of the old id, with :successor:, where it was",
    "deck": "put the deck's file back there",
}
"""What to do about an anchor that leads elsewhere."""


def _report(file: Path, line: int, text: str, *values: object) -> None:
    logger.warning(text, *values, location=f"{file}:{line}", type="briefing", subtype="permanence")


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
    published(app)


def setup(app: Sphinx) -> None:
    """Register the setting, and check once everything is read.

    In each build: one that fails must not pass, unchanged, when it is run again.
    """
    app.add_config_value("briefing_published", "", "env", str)
    app.connect("builder-inited", check_at_start)
    app.connect("env-updated", check_published)
