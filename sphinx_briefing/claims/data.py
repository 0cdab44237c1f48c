"""What the text rests on: the claims, read from the data file that ``briefing_claims`` names."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from jsonschema import Draft202012Validator
from sphinx.errors import ExtensionError

from sphinx_briefing.config import is_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jsonschema import ValidationError
    from sphinx.application import Sphinx
    from yaml.nodes import Node

VERDICTS = {"confirmed": "✓", "nuanced": "≈", "contradicted": "✗", "not found": "?"}
"""How a claim stands to what was found, each with its sign: see ``about/method.md``."""

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
    retired: str = ""  # ISO date; empty: in use
    successor: str = ""  # id of the claim that takes the place of a retired one; may be empty

    @property
    def anchor(self) -> str:
        """Its permanent anchor in the register."""
        return self.id.lower()

    @property
    def sign(self) -> str:
        """The sign of its verdict."""
        return VERDICTS[self.verdict]


def load_claims(path: Path, name: str = "") -> dict[str, Claim]:
    """Read and check a file of claims.

    Args:
        path: a YAML file as ``schemas/claims.schema.json`` describes it.
        name: what messages call the file.

    Returns:
        The claims by id, in the order of the file.

    Raises:
        ExtensionError: the file is missing or malformed; each line of the message names file,
            line, entry and field.
    """
    name = name or path.name
    try:
        return _load(path, path.stat().st_mtime_ns, name)
    except OSError as error:
        raise ExtensionError(f"{name}: the file of claims cannot be read: {error}") from error


@lru_cache(maxsize=4)
def _load(path: Path, modified: int, name: str) -> dict[str, Claim]:
    text = path.read_text(encoding="utf-8")
    try:
        tree = yaml.compose(text, Loader=Loader)
        entries = yaml.load(text, Loader=Loader)  # noqa: S506  (a safe one)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ExtensionError(f"{name}:{line}: not valid YAML: {error.problem}") from error
    schema = json.loads((files("sphinx_briefing") / "schemas/claims.schema.json").read_text())
    faults = [
        f"{name}:{_line(tree, error.absolute_path)}: {_where(entries, error)}{_says(error)}"
        for error in Draft202012Validator(schema).iter_errors(entries)
    ]
    if not faults:
        faults = [*_repeated(entries, tree, name), *_retired_wrongly(entries, tree, name)]
    if faults:
        raise ExtensionError("\n".join(faults))
    return {
        entry["id"]: Claim(
            **{
                "terms": tuple(entry.get("terms", ())),
                "editorial_note": "",
                "not_in_deck": "",
                **{key: value for key, value in entry.items() if key != "terms"},
                "evidence": tuple(Evidence(**item) for item in entry.get("evidence", ())),
                "line": _line(tree, [number]),
            }
        )
        for number, entry in enumerate(entries)
    }


def _repeated(entries: list[dict[str, Any]], tree: Node | None, name: str) -> Iterator[str]:
    first: dict[str, int] = {}
    for number, entry in enumerate(entries):
        if (other := first.setdefault(entry["id"], number)) != number:
            yield (
                f"{name}:{_line(tree, [number])}: the claim {entry['id']} stands there already, "
                f"line {_line(tree, [other])}: give this one an id of its own"
            )


def _retired_wrongly(entries: list[dict[str, Any]], tree: Node | None, name: str) -> Iterator[str]:
    successors = {entry["id"]: entry.get("successor", "") for entry in entries}
    for number, entry in enumerate(entries):
        date, successor = entry.get("retired", ""), successors[entry["id"]]
        seen, following = {""}, successor
        while following not in seen:
            seen.add(following)
            following = successors.get(following, "")
        if "retired" in entry and not is_date(date):
            field, fault = "retired", f"{date!r} is no date: write one such as 2026-11-24"
        elif successor and not date:
            field, fault = "successor", "only a claim with a field `retired` has one"
        elif successor and successor not in successors:
            field, fault = "successor", f"there is no claim {successor!r}"
        elif entry["id"] in seen:
            field, fault = "successor", "it leads back to the claim: name one still in use"
        else:
            continue
        line = _line(tree, [number, field])
        yield f"{name}:{line}: {entry['id']}, {field}: {fault}"


def _line(node: Node | None, path: Sequence[str | int]) -> int:
    """The line of what ``path`` leads to in a YAML document, or of the nearest thing around it."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), node)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
    return node.start_mark.line + 1 if node else 1


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


def claims_of(app: Sphinx) -> dict[str, Claim]:
    """The claims of this project by id; empty where it keeps none.

    Raises:
        ExtensionError: as `load_claims`.
    """
    name = app.config.briefing_claims
    return load_claims(Path(app.confdir) / name, name) if name else {}


def check_at_start(app: Sphinx) -> None:
    """Read the claims before the sources, so that what is wrong in them is said once."""
    claims_of(app)


def setup(app: Sphinx) -> None:
    """Register the setting and check what it names."""
    app.add_config_value("briefing_claims", "", "env", str)
    app.connect("builder-inited", check_at_start)
