"""What the text rests on: the claims, read from the data file that ``briefing_claims`` names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing.datafiles import DataError, Fault, line_in, load, read_entries
from sphinx_briefing.retirement import Retirement, retirement_of, successor_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from yaml.nodes import Node

VERDICTS = {"confirmed": "✓", "nuanced": "≈", "contradicted": "✗", "not found": "?"}
"""How a claim stands to what was found, each with its sign."""


class Kind(NamedTuple):
    """A kind of claim, in readers' words."""

    one: str
    many: str
    done: str  # what was done: the head of such claims


KINDS = {
    "fact": Kind("statement of fact", "statements of fact", "Tested"),
    "attribution": Kind("attribution", "attributions", "Said"),
    "argument": Kind("argument", "arguments", "Argued"),
}
"""The kinds of claims: what was tested, what somebody said, what is argued.

What has a test is a ``fact``, true or not: a date, a licence, a label, a definition, a cause. An
``attribution`` says that somebody said something. All else is an ``argument``.
"""


class Standing(NamedTuple):
    """What a verdict is called, and its sign."""

    word: str
    sign: str

    @property
    def look(self) -> str:
        """The word as a part of a name, such as ``verdict-said-so`` in a stylesheet."""
        return self.word.replace(" ", "-")


STANDINGS = {
    **{
        (kind, verdict): Standing(verdict, sign)
        for kind in KINDS
        for verdict, sign in VERDICTS.items()
    },
    ("attribution", "confirmed"): Standing("said so", "“”"),
    ("argument", "confirmed"): Standing("supported", "+"),
    ("argument", "nuanced"): Standing("contested", "±"),
}
"""What readers see of a verdict, by kind and verdict.

To confirm that somebody said something is not to agree, and no argument is confirmed as a fact is.
"""

STANCES = {
    "confirms": "confirming",
    "nuances": "nuancing",
    "contradicts": "contradicting",
    "context": "for context",
}
"""How a piece of evidence stands to its claim, with the word for a count of them."""


class Evidence(NamedTuple):
    """What one source says on a claim."""

    stance: str  # one of STANCES
    source: str  # key in the bibliography
    says: str


class Claim(NamedTuple):
    """One claim of the restated article."""

    id: str  # C01 …
    home: str  # the document that restates it, and whose title is its theme
    kind: str  # one of KINDS
    attributed_to: str
    restatement: str
    terms: tuple[str, ...]
    verdict: str  # one of VERDICTS
    evidence: tuple[Evidence, ...]
    editorial_note: str  # may be empty
    not_in_deck: str  # why the full deck leaves it out; empty: it does not
    line: int  # of its entry, for messages
    retirement: Retirement = Retirement()

    @property
    def anchor(self) -> str:
        """Its permanent anchor in the register."""
        return self.id.lower()

    @property
    def standing(self) -> Standing:
        """What its verdict is called, and its sign."""
        return STANDINGS[self.kind, self.verdict]


def read_claims(text: str) -> dict[str, Claim]:
    """Read and check the text of a file of claims.

    Args:
        text: YAML as ``schemas/claims.schema.json`` describes it.

    Returns:
        The claims by id, in the order of the file.

    Raises:
        DataError: it is malformed; each fault names line, entry and field.
    """
    entries, tree = read_entries(text, "claims.schema.json")
    faults = [*_repeated(entries, tree), *_retired_wrongly(entries, tree)]
    if faults:
        raise DataError(faults)
    return {
        entry["id"]: Claim(
            **{
                "terms": tuple(entry.get("terms", ())),
                "editorial_note": "",
                "not_in_deck": "",
                **{k: v for k, v in entry.items() if k not in {"terms", "retired", "successor"}},
                "evidence": tuple(Evidence(**item) for item in entry.get("evidence", ())),
                "line": line_in(tree, [number]),
                "retirement": Retirement(entry.get("retired", ""), entry.get("successor", "")),
            }
        )
        for number, entry in enumerate(entries)
    }


def _repeated(entries: list[dict[str, Any]], tree: Node | None) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for number, entry in enumerate(entries):
        if (other := first.setdefault(entry["id"], number)) != number:
            yield Fault(
                line_in(tree, [number]),
                f"the claim {entry['id']} stands there already, line {line_in(tree, [other])}: "
                "give this one an id of its own",
            )


def _retired_wrongly(entries: list[dict[str, Any]], tree: Node | None) -> Iterator[Fault]:
    found = {entry["id"]: retirement_of(entry, entry["id"]) for entry in entries}
    stated = {
        entry["id"]: Retirement(entry.get("retired", ""), entry.get("successor", ""))
        for entry in entries
    }
    for number, entry in enumerate(entries):
        _, faults = found[entry["id"]]
        if not faults and (fault := successor_fault(entry["id"], stated)):
            faults = [fault]
        for fault in faults:
            field = "retired" if fault.startswith("`retired`") else "successor"
            line = line_in(tree, [number, field])
            yield Fault(line, f"{entry['id']}, {field}: {fault}")


def claims_of(env: BuildEnvironment) -> dict[str, Claim]:
    """The claims of this project by id; empty where it keeps none.

    Raises:
        ExtensionError: the file is missing or malformed.
    """
    path = claims_file(env)
    return load(env, path, read_claims) if path else {}


def claims_file(env: BuildEnvironment) -> Path | None:
    """The project's file of claims; none where it keeps none."""
    name = env.config.briefing_claims
    return Path(env.srcdir, name) if name else None


def note_dependency(env: BuildEnvironment) -> None:
    """Have the document that is being read read again when the claims change."""
    if path := claims_file(env):
        env.note_dependency(str(path))


def check_at_start(app: Sphinx) -> None:
    """Read the claims before the sources, so that what is wrong in them is said once."""
    claims_of(app.env)


def setup(app: Sphinx) -> None:
    """Check the claims first."""
    app.connect("builder-inited", check_at_start)
