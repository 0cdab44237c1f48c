"""Data files of a project: read once, kept in the environment, faults told with file and line.

Whoever reads a file gives `load` a function from its text to a value. The function knows nothing
of paths; what is wrong it raises as `DataError`, and `load` adds the file's name.
"""

from __future__ import annotations

import json
import re
import stat
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import yaml
from jsonschema import Draft202012Validator
from sphinx.errors import ExtensionError

from sphinx_briefing import messages
from sphinx_briefing.guard import messages as refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from jsonschema import ValidationError
    from sphinx.environment import BuildEnvironment

T = TypeVar("T")

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, those that turn the direction of what follows (trojansource.codes), and
halves of characters, which only an escape such as ``\\ud800`` can write.

A mark of direction (U+200E, U+200F, U+061C) turns nothing but itself, and so may stand anywhere.
"""

MARKUP = re.compile(
    r"\{[a-z][\w:-]*\}`|\]\([^)\s]+\)|<!--"
    r"|</?(?:a|b|br|code|div|em|i|iframe|img|p|script|span|strong|style|su[bp]|svg|u)\b[^<>]*>",
    re.IGNORECASE,
)
"""Roles, links and HTML, which stand in documents alone."""

DEEPEST = 50
"""Levels of a data file; what has more was not written by an author."""


def unseen_in(text: str) -> re.Match[str] | None:
    """The first character in a text that is not seen and changes what is."""
    return UNSEEN.search(text)


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
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise ExtensionError(refusals.NO_FILE % name)  # to read it might never end
        stamp = status.st_mtime_ns, status.st_size
        found = kept.get(key)
        if found is not None and found.stamp == stamp:
            value: T = found.value
            return value
        content = path.read_bytes()
        if says := encoding_fault(content, name):
            raise ExtensionError(says)
        text = content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ExtensionError(messages.FILE_MISSING % name) from error
    except OSError as error:
        says = messages.FILE_UNREADABLE % (name, error.strerror or error)
        raise ExtensionError(says) from error
    try:
        refuse_unseen(text)
        value = read(text)
    except DataError as error:
        raise ExtensionError("\n".join(fault.at(name) for fault in error.faults)) from error
    kept[key] = Kept(stamp, value)
    return value


def encoding_fault(content: bytes, name: str) -> str:
    """What is wrong with a file that is to be UTF-8; empty: nothing."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return refusals.TEXT_IS_UTF16 % name
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        return refusals.TEXT_NOT_UTF8 % (name, line, column, content[error.start])
    return ""


def refuse_unseen(text: str) -> None:
    """Refuse a text with characters that are not seen.

    Raises:
        DataError: it has some; the first of each line is told.
    """
    if unseen_in(text) is not None:
        found = ((at, unseen_in(line)) for at, line in enumerate(text.split("\n"), 1))
        raise DataError(Fault(at, unseen_says(match[0])) for at, match in found if match)


def unseen_says(character: str) -> str:
    """What is wrong with a character that is not seen."""
    unnamed = (
        "half a character" if unicodedata.category(character) == "Cs" else "a control character"
    )
    name = unicodedata.name(character, unnamed).lower()
    return refusals.CHARACTER_REFUSED % (f"U+{ord(character):04X}", name)


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


def says_of(error: ValidationError, part: str) -> str:
    """What is wrong by the rules of a JSON Schema, and what to write instead.

    Args:
        error: what the validator found.
        part: what the file's authors call a part of an object: "field" or "property".
    """
    value: Any = error.instance
    short: Any = value if len(str(value)) <= 80 else refusals.short(value)
    rule: Any = error.validator_value
    schema: Any = error.schema
    match error.validator:
        case "enum":
            return messages.VALUE_UNKNOWN % (short, messages.listed(rule))
        case "required":
            return messages.FIELD_MISSING % (part, next(n for n in rule if n not in value))
        case "additionalProperties":
            own_allowed = "patternProperties" in schema
            known = [name for name in schema["properties"] if not name.startswith("$")]
            unknown = next(n for n in value if n not in known and not (own_allowed and ":" in n))
            text = messages.FIELD_UNKNOWN_OWN_ALLOWED if own_allowed else messages.FIELD_UNKNOWN
            return text % (part, unknown, messages.listed(known))
        case "pattern" if rule != r"\S":
            return messages.NO_ID % (short, schema.get("description"))
        case "pattern" | "minItems":
            return messages.VALUE_EMPTY
        case "format":
            return messages.NO_REGULAR_EXPRESSION % (short,)
        case "type":
            types = [rule] if isinstance(rule, str) else rule
            return messages.VALUE_OF_WRONG_TYPE % (
                short,
                messages.any_of(types),
                messages.any_of(refusals.OF_TYPES.get(one, one) for one in types),
            )
    return refusals.short(error.message)


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
    tree, entries = read_yaml(text)
    described = json.loads((files("sphinx_briefing") / "schemas" / schema).read_text("utf-8"))
    faults = [
        Fault(line_in(tree, error.absolute_path), _where(entries, error) + says_of(error, "field"))
        for error in Draft202012Validator(described).iter_errors(entries)
    ]
    if faults:
        raise DataError(faults)
    return entries, tree


def read_yaml(text: str) -> tuple[yaml.Node | None, Any]:
    """Read YAML, without what makes of a small file a large one, or hides a part of it.

    Returns:
        The composed document, and what it says.

    Raises:
        DataError: it is no YAML, has aliases, is too deep, or has a key twice.
    """
    try:
        _refuse_aliases(text)
        tree = yaml.compose(text, Loader=Loader)
        if faults := list(_keys_twice(tree)):
            raise DataError(faults)
        value = yaml.load(text, Loader=Loader)  # noqa: S506  (a safe one)
        if faults := [Fault(line_in(tree, path), says) for path, says in unseen_values(value)]:
            raise DataError(faults)
        return tree, value
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError([Fault(line, messages.NOT_YAML % error.problem)]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise DataError([Fault(line, messages.NOT_YAML % error.reason)]) from error
    except (ValueError, OverflowError) as error:  # such as a number of 5,000 digits
        if isinstance(error, DataError):
            raise
        raise DataError([Fault(1, refusals.DATA_UNUSABLE % refusals.short(error))]) from error


def markup_in(text: str) -> str:
    """The first mark-up in a text that is shown as it is written; empty: there is none."""
    found = MARKUP.search(text)
    return found[0] if found else ""


def unseen_values(
    value: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The way to each text of a document that has such a character, be it by an escape, and why."""
    if isinstance(value, str):
        if found := unseen_in(value):
            yield path, unseen_says(found[0])
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from unseen_values(key, path)
            yield from unseen_values(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from unseen_values(inner, (*path, number))


def _refuse_aliases(text: str) -> None:
    """Refuse aliases and depth while the file is cut into events, which needs no recursion."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise DataError([Fault(line, refusals.YAML_ALIAS % refusals.short(event.anchor))])
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise DataError([Fault(line, refusals.YAML_TOO_DEEP % DEEPEST)])


def _keys_twice(node: yaml.Node | None) -> Iterator[Fault]:
    if isinstance(node, yaml.MappingNode):
        first: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.tag == "tag:yaml.org,2002:merge":
                yield Fault(key.start_mark.line + 1, refusals.YAML_MERGES)
                continue
            other = first.setdefault(key.value, key) if isinstance(key, yaml.ScalarNode) else key
            if other is not key:
                told = (refusals.short(key.value), other.start_mark.line + 1)
                yield Fault(key.start_mark.line + 1, refusals.YAML_KEY_TWICE % told)
            yield from _keys_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _keys_twice(value)


def _where(entries: Any, error: ValidationError) -> str:
    """Entry and field, such as ``C07, evidence 2, stance:``."""
    steps = list(error.absolute_path)
    if not steps or not isinstance(steps[0], int):
        return ""
    entry = entries[steps[0]]
    known = isinstance(entry, dict) and entry.get("id")
    parts = [" ".join(str(known).split()) if known else f"entry {steps[0] + 1}"]
    for step in steps[1:]:
        if isinstance(step, int):
            parts[-1] += f" {step + 1}"
        else:
            parts.append(step)
    return f"{', '.join(parts)}: "
