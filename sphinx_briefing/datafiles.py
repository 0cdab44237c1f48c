"""Data files of a project: read once, kept in the environment, faults told with file and line.

Whoever reads a file gives `load` a function from its text to a value. The function knows nothing
of paths; what is wrong it raises as `DataError`, and `load` adds the file's name.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import yaml
from jsonschema import Draft202012Validator
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from jsonschema import ValidationError
    from sphinx.environment import BuildEnvironment

T = TypeVar("T")


class Fault(NamedTuple):
    """Something wrong in a file."""

    line: int  # from 1; 0: the file as a whole
    says: str  # what is wrong, and what to write instead

    def at(self, name: str) -> str:
        """The fault as a message, for a file of that name: ``name:line: what``."""
        return f"{name}:{self.line}: {self.says}" if self.line else f"{name}: {self.says}"


class DataError(ValueError):
    """What is wrong in the text of a file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Take the faults, at least one."""
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.says for fault in self.faults))


class Kept(NamedTuple):
    """What was read from a file, and of which state of it."""

    stamp: tuple[int, int]  # nanoseconds of the last change, bytes
    value: Any


def name_of(env: BuildEnvironment, path: Path) -> str:
    """What messages call a file: its path seen from the sources, or its name where it is apart."""
    try:
        return path.relative_to(env.srcdir).as_posix()
    except ValueError:
        return path.name


def load(env: BuildEnvironment, path: Path, read: Callable[[str], T]) -> T:
    """What ``read`` makes of the text of a file; read again only when the file has changed.

    The value stays in the environment, and so in its pickle and in processes forked from this
    one. It is shared by all who ask: nobody may change it.

    Args:
        env: where the value is kept.
        path: a text file in UTF-8, with or without a byte order mark.
        read: a function of a module (values are kept by its name), from the file's text, its line
            ends as they are, to a value that can be pickled.

    Raises:
        ExtensionError: the file is missing, is not UTF-8 or cannot be read, or ``read`` raised
            `DataError`; each line of the message names the file and, where known, the line.
    """
    name = name_of(env, path)
    kept: dict[tuple[str, str], Kept] = env.__dict__.setdefault("briefing_datafiles", {})
    key = (str(path), f"{read.__module__}.{read.__qualname__}")
    try:
        status = path.stat()
        stamp = status.st_mtime_ns, status.st_size
        found = kept.get(key)
        if found is not None and found.stamp == stamp:
            value: T = found.value
            return value
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ExtensionError(f"{name}: there is no such file: add it") from error
    except UnicodeDecodeError as error:
        raise ExtensionError(f"{name}: it is not UTF-8: save it as such") from error
    except OSError as error:
        raise ExtensionError(f"{name}: it cannot be read: {error.strerror or error}") from error
    try:
        value = read(text)
    except DataError as error:
        raise ExtensionError("\n".join(fault.at(name) for fault in error.faults)) from error
    kept[key] = Kept(stamp, value)
    return value


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line of what ``path`` leads to in a YAML or JSON document, or of the nearest around it.

    Args:
        text: the document; JSON is read as the YAML it nearly is.
        path: keys and positions from the document's root.
    """
    # JSON allows a tab between its parts, which PyYAML does not.
    return line_in(yaml.compose(text.replace("\t", " "), Loader=yaml.SafeLoader), path)


def line_in(node: yaml.Node | None, path: Sequence[str | int]) -> int:
    """The same, of a document that PyYAML has composed."""
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), node)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
    return node.start_mark.line + 1 if node else 1


# -- lists of entries, which a schema describes -----------------------------------------------


class Loader(yaml.SafeLoader):
    """YAML whose dates stay text, so that a wrong one is reported like any other value."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_entries(text: str, schema: str) -> tuple[list[dict[str, Any]], yaml.Node | None]:
    """Read a list of entries and check it.

    Args:
        text: YAML.
        schema: the name of a JSON Schema among ``schemas/``.

    Returns:
        The entries, and the composed document, for `line_in`.

    Raises:
        DataError: it is malformed; each fault names line, entry and field.
    """
    try:
        tree = yaml.compose(text, Loader=Loader)
        entries = yaml.load(text, Loader=Loader)  # noqa: S506  (a safe one)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError([Fault(line, f"not valid YAML: {error.problem}")]) from error
    described = json.loads((files("sphinx_briefing") / "schemas" / schema).read_text("utf-8"))
    faults = [
        Fault(line_in(tree, error.absolute_path), f"{_where(entries, error)}{_says(error)}")
        for error in Draft202012Validator(described).iter_errors(entries)
    ]
    if faults:
        raise DataError(faults)
    return entries, tree


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
