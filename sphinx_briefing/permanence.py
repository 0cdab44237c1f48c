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
        ExtensionError: a line is malformed or contradicts another.
    """
    file = published_file(app)
    if file is None or not file.exists():
        return {}
    return _load(file, file.stat().st_mtime_ns, app.config.briefing_published)


@lru_cache(maxsize=4)
def _load(file: Path, modified: int, name: str) -> dict[tuple[str, str], tuple[Anchor, int]]:
    anchors: dict[tuple[str, str], tuple[Anchor, int]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != len(Anchor._fields) or fields[0] not in KINDS or not all(fields):
            raise ExtensionError(
                f"{name}:{number}: a line holds kind ({', '.join(KINDS)}), name and target, "
                "parted by tabs"
            )
        anchor = Anchor(*fields)
        other, at = anchors.setdefault(anchor[:2], (anchor, number))
        if other.target != anchor.target:
            raise ExtensionError(f"{name}:{number}: {anchor} stands already in line {at}")
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
        for slide in domain.all_slides()
    ]
    anchors += [Anchor("deck", deck.name, docname) for docname, deck in domain.decks.items()]
    return anchors


def other_spellings(app: Sphinx, entry: Entry) -> list[str]:
    """Names published for an entry that differ from today's in capitals alone.

    Some tools mind capitals, so the inventory keeps both spellings.
    """
    today = {name.casefold(): name for name in reversed(entry.names)}
    target = f"{entry.docname}#{entry.id}"
    return [
        anchor.name
        for anchor in _listed_for(app).get(target, ())
        if anchor.name.casefold() in today and anchor.name not in entry.names
    ]


def _listed_for(app: Sphinx) -> dict[str, list[Anchor]]:
    """Listed terms by target."""
    file = published_file(app)
    if file is None or not file.exists():
        return {}
    return _terms_by_target(file, file.stat().st_mtime_ns, app.config.briefing_published)


@lru_cache(maxsize=4)
def _terms_by_target(file: Path, modified: int, name: str) -> dict[str, list[Anchor]]:
    found: dict[str, list[Anchor]] = {}
    for anchor, _ in _load(file, modified, name).values():
        if anchor.kind == "term":
            found.setdefault(anchor.target, []).append(anchor)
    return found


def check_published(app: Sphinx, env: BuildEnvironment) -> None:
    """Report listed anchors that have vanished or lead elsewhere, and new ones."""
    file = published_file(app)
    if file is None:
        return
    now = {anchor[:2]: anchor for anchor in current(env)}
    for entry in briefing_domain(env).all_entries():
        for name in other_spellings(app, entry):
            now["term", name] = Anchor("term", name, f"{entry.docname}#{entry.id}")
    listed = published(app)
    for key, (anchor, line) in listed.items():
        if key not in now:
            _report(file, line, "%s (%s) has vanished, but may have been cited: %s", anchor,
                    anchor.target, REMEDIES[anchor.kind])  # fmt: skip
        elif now[key].target != anchor.target:
            _report(
                file,
                line,
                "%s now leads to %s, but was published as %s: lead it there again, and give what "
                "is new another name and id",
                anchor,
                now[key].target,
                anchor.target,
            )
    new = [anchor for key, anchor in sorted(now.items()) if key not in listed]
    if new:
        _report(
            file,
            1,
            "%s not yet listed, so that nothing would tell if it vanished: run `make anchors` "
            "(python -m sphinx_briefing anchors)",
            ", ".join(map(str, new[:MOST_NAMED]))
            + (f" and {len(new) - MOST_NAMED} more are" if len(new) > MOST_NAMED else
               " are" if len(new) > 1 else " is"),
        )  # fmt: skip


MOST_NAMED = 5
"""How many new anchors a message names."""

REMEDIES = {
    "term": "put the name back, as an :aliases: of the entry that means the same, or retire the "
    "entry (:retired: with the date, :successor: with an id)",
    "claim": "put the claim back; one that is no longer made is retired by a field `retired` "
    "with the date",
    "slide": "put the slide back under its :name:, in its chapter, or leave a {retired-slide} "
    "in its place",
    "deck": "put the deck back under its file name",
}
"""What to do about an anchor that has vanished."""


def _report(file: Path, line: int, text: str, *values: object) -> None:
    logger.warning(text, *values, location=f"{file}:{line}", type="briefing", subtype="permanence")


def add_new(file: Path, anchors: Iterable[Anchor], listed: Iterable[Anchor]) -> list[Anchor]:
    """Add what is not yet listed to the list, and sort it.

    Returns:
        What was added.
    """
    known = {anchor[:2]: anchor for anchor in listed}
    added = [anchor for anchor in anchors if anchor[:2] not in known]
    known.update({anchor[:2]: anchor for anchor in added})
    lines = ["\t".join(anchor) + "\n" for _, anchor in sorted(known.items())]
    file.write_text(HEAD + "".join(lines), encoding="utf-8")
    return added


def setup(app: Sphinx) -> None:
    """Register the setting, and check once everything is read."""
    app.add_config_value("briefing_published", "", "env", str)
    app.connect("env-check-consistency", check_published)
