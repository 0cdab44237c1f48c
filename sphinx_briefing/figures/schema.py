"""The description of a figure's table: a Frictionless Table Schema, or none.

https://datapackage.org/standard/table-schema/ is the standard. ``schemas/table.schema.json``
says which of it is checked; frictionless-py checks all of it, for twenty more packages.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from jsonschema import Draft202012Validator

from sphinx_briefing import messages
from sphinx_briefing.datafiles import DEEPEST, DataError, Fault, line_of, says_of, unseen_values
from sphinx_briefing.guard import messages as refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jsonschema import ValidationError

ONLY = "briefing:only"
"""Property of a schema: the column by which a slide shows a part of the figure."""

KEYS = "briefing:keys"
"""Property of a field: its cells are keys of ``sources`` or ids of ``claims``, with spaces."""

Value = str | int | float | None
"""A cell by its type; `None`: it is empty."""


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    heading: str
    type: str = "string"  # string, integer, number or date
    any_date: bool = False  # a year or a month will do for a date
    hint: str = ""  # what to write, for messages
    keys: str = ""  # "sources" or "claims": what its cells name; empty: nothing
    words: dict[str, str] = field(default_factory=dict)  # how its values are told to readers
    required: bool = False
    unique: bool = False
    allowed: tuple[str, ...] = ()  # empty: any
    pattern: str = ""
    minimum: float | str | None = None
    maximum: float | str | None = None


@dataclass(frozen=True)
class Schema:
    """What a table is to hold."""

    columns: tuple[Column, ...] = ()  # empty: whatever stands in its first line
    only: str = ""  # the column by which a part can be shown; empty: none


def read_json(text: str) -> dict[str, Any]:
    """An object of a JSON file.

    Raises:
        DataError: it is no JSON, or no object.
    """
    try:
        found = json.loads(text, object_pairs_hook=_each_once, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise DataError([Fault(error.lineno, messages.NOT_JSON % error.msg)]) from error
    except RecursionError as error:
        raise DataError([Fault(1, refusals.YAML_TOO_DEEP % DEEPEST)]) from error
    except ValueError as error:  # such as a number of 5,000 digits
        raise DataError([Fault(1, refusals.DATA_UNUSABLE % refusals.short(error))]) from error
    if depth_of(found) > DEEPEST:
        raise DataError([Fault(1, refusals.YAML_TOO_DEEP % DEEPEST)])
    if not isinstance(found, dict):
        raise DataError([Fault(1, messages.NO_JSON_OBJECT)])
    if faults := [Fault(_line(text, path), says) for path, says in unseen_values(found)]:
        raise DataError(faults)
    return found


def _refuse_constant(name: str) -> None:
    """Refuse ``NaN`` and ``Infinity``, which Python reads and JSON (RFC 8259, 6) does not have.

    Raises:
        ValueError: always.
    """
    raise ValueError(refusals.NO_NUMBER_OF_JSON % name)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, of whose properties none stands there twice.

    Raises:
        ValueError: one does.
    """
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(refusals.PROPERTY_TWICE % refusals.short(twice))
    return dict(pairs)


def depth_of(value: Any) -> int:
    """How many levels an object of JSON has."""
    depth, level = 0, [value]
    while level:
        depth += 1
        inside = [one.values() if isinstance(one, dict) else one for one in level
                  if isinstance(one, (dict, list))]  # fmt: skip
        level = [value for values in inside for value in values]
    return depth


def read_schema(text: str) -> Schema:
    """The schema of a ``NAME.schema.json``.

    Raises:
        DataError: it is no JSON, or no schema as ``schemas/table.schema.json`` has it.
    """
    return schema_in(read_json(text), text, ())


def schema_in(found: Any, text: str, inside: Sequence[str | int]) -> Schema:
    """The schema in a JSON document.

    Args:
        found: the schema.
        text: the document, for the lines of faults.
        inside: the way to the schema from the document's root.

    Raises:
        DataError: as `read_schema`.
    """
    rule = json.loads(
        (files("sphinx_briefing") / "schemas/table.schema.json").read_text(encoding="utf-8")
    )
    errors = sorted(
        Draft202012Validator(rule, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(
            found
        ),
        key=lambda error: [str(step) for step in error.absolute_path],
    )
    faults = [
        Fault(
            _line(text, [*inside, *error.absolute_path]),
            _where(found, error) + says_of(error, "property"),
        )
        for error in errors
    ]
    if not faults:
        faults = [
            Fault(_line(text, [*inside, *path]), says) for path, says in _contradictions(found)
        ]
    if faults:
        raise DataError(faults)
    return Schema(tuple(_column(item) for item in found["fields"]), found.get(ONLY, ""))


def _column(item: dict[str, Any]) -> Column:
    rules = item.get("constraints", {})
    categories = item.get("categories", [])
    return Column(
        name=item["name"],
        heading=item.get("title", heading_of(item["name"])),
        type=item.get("type", "string"),
        any_date=item.get("format") == "any",
        hint=item.get("description", ""),
        keys=item.get(KEYS, ""),
        words={one["value"]: one["label"] for one in categories if "label" in one},
        required=rules.get("required", False),
        unique=rules.get("unique", False),
        allowed=tuple(rules.get("enum", [one["value"] for one in categories])),
        pattern=rules.get("pattern", ""),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
    )


def heading_of(name: str) -> str:
    """The heading of a column that has no title: ``in_article`` is "In article"."""
    words = re.sub(r"[_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def _line(text: str, path: Sequence[str | int]) -> int:
    try:
        return line_of(text, path)
    except yaml.YAMLError:  # JSON that YAML cannot read, such as one with odd escapes
        return 1


def _contradictions(found: dict[str, Any]) -> Iterator[tuple[list[str | int], str]]:
    """Faults between the parts of a schema, each with the way to it."""
    fault = messages.SCHEMA_FIELD_FAULT
    names = [item["name"] for item in found["fields"]]
    for number, item in enumerate(found["fields"]):
        name, kind = item["name"], item.get("type", "string")
        path: list[str | int] = ["fields", number]
        rules = item.get("constraints", {})
        if names.index(name) != number:
            yield [*path, "name"], fault % (name, messages.SCHEMA_FIELD_TWICE)
        if kind != "string" and (KEYS in item or "pattern" in rules or "categories" in item):
            yield path, fault % (name, messages.SCHEMA_FIELD_NO_STRING)
        if item.get("format", "default") == "any" and kind != "date":
            yield [*path, "format"], fault % (name, messages.SCHEMA_FIELD_NO_DATE)
        for limit in ("minimum", "maximum"):
            wanted = str if kind == "date" else (int, float)
            if limit in rules and (kind == "string" or not isinstance(rules[limit], wanted)):
                says = messages.SCHEMA_LIMIT_OF_WRONG_TYPE % limit
                yield [*path, "constraints", limit], fault % (name, says)
    only = found.get(ONLY, "")
    if only and only not in names:
        yield [ONLY], messages.SCHEMA_ONLY_UNKNOWN % (ONLY, only, messages.listed(names))


def _where(found: Any, error: ValidationError) -> str:
    """The place of an error, such as ``field risk, constraints, pattern:``."""
    steps: list[Any] = list(error.absolute_path)
    parts = []
    if len(steps) >= 2 and steps[0] == "fields":
        item = found["fields"][steps[1]]
        named = isinstance(item, dict) and item.get("name")
        parts, steps = [f"field {named or steps[1] + 1}"], steps[2:]
    parts += [str(step + 1) if isinstance(step, int) else step for step in steps]
    return f"{', '.join(parts)}: " if parts else ""
