"""What the text rests on: the claims, read from the data file that ``briefing_claims`` names."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from jsonschema import Draft202012Validator

from sphinx_briefing.datafiles import DataError, Fault, line_in, load
from sphinx_briefing.retirement import Retirement, retirement_of, successor_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError
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
    try:
        tree = yaml.compose(text, Loader=Loader)
        entries = yaml.load(text, Loader=Loader)  # noqa: S506  (a safe one)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError([Fault(line, f"not valid YAML: {error.problem}")]) from error
    schema = json.loads((files("sphinx_briefing") / "schemas/claims.schema.json").read_text())
    faults = [
        Fault(line_in(tree, error.absolute_path), f"{_where(entries, error)}{_says(error)}")
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


def _says(error: ValidationError) -> str:
    """What is wrong, and what to write instead."""
    value: Any = error.instance
    rule: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "enum":
        return f"{value!r} is not known; use one of: {', '.join(rule)}"
    if error.validator == "required":
        return f"the field {error.message.split(chr(39))[1]!r} is missing"
    if error.validator == "additionalProperties":
        known = ", ".join(schema["properties"])
        unknown = ", ".join(repr(key) for key in value if key not in schema["properties"])
        return f"unknown field {unknown}; known are: {known}"
    if error.validator == "pattern":
        hint = schema.get("description")
        return "it is empty" if rule == r"\S" else f"{value!r} is no id: {hint}, such as C07"
    return f"{value!r} is not of type {rule}" if error.validator == "type" else error.message


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
