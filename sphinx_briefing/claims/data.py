"""What the text rests on: the claims, read from the data file that ``briefing_claims`` names."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from jsonschema import Draft202012Validator

from sphinx_briefing import messages
from sphinx_briefing.datafiles import DataError, Fault, line_in, load, says_of
from sphinx_briefing.retirement import Retirement, retirement_of, successor_fault
from sphinx_briefing.translation import gettext_noop, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from yaml.nodes import Node

VERDICTS = {
    gettext_noop("confirmed"): "✓",
    gettext_noop("nuanced"): "≈",
    gettext_noop("contradicted"): "✗",
    gettext_noop("not found"): "?",
}
"""How a claim stands to what was found, each with its sign: see ``about/method.md``."""

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


class Loader(yaml.SafeLoader):
    """YAML whose dates stay text, so that a wrong one is reported like any other value."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Evidence(NamedTuple):
    """What one source says on a claim."""

    stance: str  # one of STANCES
    source: str  # key in the bibliography
    says: str


TEXTS = ("theme", "kind", "attributed_to", "restatement", "editorial_note", "not_in_deck")
"""Fields of a claim that readers see."""


class Claim(NamedTuple):
    """One claim of the restated article."""

    id: str  # C01 …
    home: str  # the document that restates it
    theme: str
    kind: str
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
    def sign(self) -> str:
        """The sign of its verdict."""
        return VERDICTS[self.verdict]

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
    try:
        tree = yaml.compose(text, Loader=Loader)
        entries = yaml.load(text, Loader=Loader)  # noqa: S506  (a safe one)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError([Fault(line, messages.NOT_YAML % error.problem)]) from error
    schema = json.loads((files("sphinx_briefing") / "schemas/claims.schema.json").read_text())
    faults = [
        Fault(line_in(tree, error.absolute_path), _where(entries, error) + says_of(error, "field"))
        for error in Draft202012Validator(schema).iter_errors(entries)
    ]
    if not faults:
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
            says = messages.CLAIM_ID_TAKEN % (entry["id"], line_in(tree, [other]))
            yield Fault(line_in(tree, [number]), says)


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


def _where(entries: Any, error: ValidationError) -> str:
    """Entry and field, such as ``C07, evidence 2, stance:``."""
    steps = list(error.absolute_path)
    if not steps or not isinstance(steps[0], int):
        return ""
    entry = entries[steps[0]]
    known = isinstance(entry, dict) and entry.get("id")
    parts = [str(known) if known else f"entry {steps[0] + 1}"]
    for step in steps[1:]:
        if isinstance(step, int):
            parts[-1] += f" {step + 1}"
        else:
            parts.append(step)
    return f"{', '.join(parts)}: "


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
