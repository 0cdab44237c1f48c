"""What the text rests on: the claims, read from the data file that ``briefing_claims`` names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing import messages
from sphinx_briefing.datafiles import DataError, Fault, line_in, load, markup_in, read_entries
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.retirement import Retirement, retirement_of, successor_fault
from sphinx_briefing.translation import gettext_noop, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from yaml.nodes import Node

VERDICTS = {
    gettext_noop("confirmed"): "✓",
    gettext_noop("nuanced"): "≈",
    gettext_noop("contradicted"): "✗",
    gettext_noop("not found"): "?",
}
"""How a claim stands to what was found, each with its sign."""


class Kind(NamedTuple):
    """A kind of claim, in readers' words."""

    one: str
    many: str
    done: str  # what was done: the head of such claims


KINDS = {
    "fact": Kind(
        gettext_noop("statement of fact"),
        gettext_noop("statements of fact"),
        gettext_noop("Tested"),
    ),
    "attribution": Kind(
        gettext_noop("attribution"), gettext_noop("attributions"), gettext_noop("Said")
    ),
    "argument": Kind(gettext_noop("argument"), gettext_noop("arguments"), gettext_noop("Argued")),
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
    ("attribution", "confirmed"): Standing(gettext_noop("said so"), "“”"),
    ("argument", "confirmed"): Standing(gettext_noop("supported"), "+"),
    ("argument", "nuanced"): Standing(gettext_noop("contested"), "±"),
}
"""What readers see of a verdict, by kind and verdict.

To confirm that somebody said something is not to agree, and no argument is confirmed as a fact is.
"""


STANCES = {
    "confirms": gettext_noop("confirming"),
    "nuances": gettext_noop("nuancing"),
    "contradicts": gettext_noop("contradicting"),
    "context": gettext_noop("for context"),
}
"""How a piece of evidence stands to its claim, with the word for a count of them."""


STANCE_HEADS = {
    "confirms": gettext_noop("Confirms"),
    "nuances": gettext_noop("Nuances"),
    "contradicts": gettext_noop("Contradicts"),
    "context": gettext_noop("Context"),
}
"""The word before a piece of evidence."""


class Evidence(NamedTuple):
    """What one source says on a claim."""

    stance: str  # one of STANCES
    source: str  # key in the bibliography
    says: str


TEXTS = ("attributed_to", "restatement", "editorial_note", "not_in_deck")
"""Fields of a claim that readers see."""


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

    @property
    def texts(self) -> tuple[str, ...]:
        """What readers see of it, as it is written."""
        says = (item.says for item in self.evidence)
        return (*(getattr(self, field) for field in TEXTS), *says)


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
    checks = (_repeated, _retired_wrongly, _marked_up)
    faults = [fault for check in checks for fault in check(entries, tree)]
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
            says = messages.CLAIM_ID_TAKEN % (entry["id"], line_in(tree, [other]))
            yield Fault(line_in(tree, [number]), says)


def _marked_up(entries: list[dict[str, Any]], tree: Node | None) -> Iterator[Fault]:
    for number, entry in enumerate(entries):
        texts: list[tuple[list[str | int], str]] = [([f], entry.get(f, "")) for f in TEXTS]
        for at, item in enumerate(entry.get("evidence", ())):
            texts.append((["evidence", at, "says"], item["says"]))
        for path, text in texts:
            if found := markup_in(text):
                says = refusals.DATA_MARKED_UP % (entry["id"], refusals.short(found))
                yield Fault(line_in(tree, [number, *path]), says)


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
            yield Fault(line, messages.CLAIM_RETIRED_WRONGLY % (entry["id"], field, fault))


def claims_of(env: BuildEnvironment) -> dict[str, Claim]:
    """The claims of this project by id; empty where it keeps none.

    Raises:
        ExtensionError: the file is missing or malformed.
    """
    path = claims_file(env)
    return load(env, path, read_claims) if path else {}


def in_language(env: BuildEnvironment, docname: str, claim: Claim) -> Claim:
    """A claim as readers see it, by the catalogue of ``docname``, the register's document."""
    fields: dict[str, Any] = {
        field: translate(env, docname, getattr(claim, field)) for field in TEXTS
    }
    evidence = (item._replace(says=translate(env, docname, item.says)) for item in claim.evidence)
    return claim._replace(evidence=tuple(evidence), **fields)


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
