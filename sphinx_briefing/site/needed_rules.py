"""Of a stylesheet, the rules that a page can have a use for.

A rule stays if each class, id and element that one of its selectors names is known: to the page, to
the templates of its theme, or as a word of its scripts. What a selector says in brackets, as
``:not(…)`` or ``[…]`` do, says nothing of it; rules other than for style stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

GROUPS = ("@media", "@supports", "@layer", "@container")
"""At-rules that hold other rules."""

NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")

ELEMENT = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9-]*)")

BRACKETS = re.compile(r"\[[^\]]*\]|\([^()]*\)")

ELEMENTS_OF_HTML = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")


def words_of(html: str) -> set[str]:
    """The classes, ids and elements of a piece of HTML."""
    values = {value for name in ("class", "id") for value in values_of(html, name)}
    names = {name for value in values for name in value.split()}
    return names | {found.lower() for found in {*ELEMENTS_OF_HTML.findall(html)}}


def values_of(html: str, attribute: str) -> Iterator[str]:
    """The values of an attribute, and of those with names that end so; patterns are slow."""
    _, *values = html.split(f'{attribute}="')
    for value in values:
        text, mark, _ = value.partition('"')
        if mark:
            yield text


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """What stands before each outer brace of a stylesheet without comments, and what is in it.

    A statement that ends without braces comes whole, with nothing in it.
    """
    start = depth = at = 0
    head, quote = "", ""
    while at < len(css):
        sign = css[at]
        if quote:
            at += sign == "\\"
            quote = "" if css[at : at + 1] == quote and sign != "\\" else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            if not depth:
                head, start = css[start:at], at + 1
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                yield head, css[start:at]
                start = at + 1
        elif sign == ";" and not depth:
            yield css[start : at + 1], None
            start = at + 1
        at += 1


def selectors(head: str) -> list[str]:
    """The selectors of a rule, one by one."""
    found, depth = [""], 0
    for sign in head:
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return found


def names_in(selector: str) -> frozenset[str]:
    """The classes, ids and elements that a selector names."""
    previous = ""
    while previous != selector:
        previous, selector = selector, BRACKETS.sub("", selector)
    return frozenset([*NAME.findall(selector), *ELEMENT.findall(selector)])


class Rule(NamedTuple):
    """A rule for style: it is needed for each selector whose names are all known."""

    selectors: list[tuple[str, frozenset[str]]]
    block: str

    def needed(self, known: AbstractSet[str]) -> str:
        """The rule with the selectors that are needed; empty: with none."""
        found = [text for text, names in self.selectors if names <= known]
        return f"{','.join(found)}{{{self.block}}}" if found else ""


class Group(NamedTuple):
    """An at-rule that holds other rules."""

    head: str
    parts: list[str | Rule | Group]

    def needed(self, known: AbstractSet[str]) -> str:
        """The rule with what is needed in it; empty: with nothing."""
        inner = chosen(self.parts, known)
        return f"{self.head}{{{inner}}}" if inner else ""


def parts_of(css: str) -> Iterator[str | Rule | Group]:
    """The rules of a stylesheet; as text what stays on any page."""
    for head, block in rules(css):
        if block is None:
            yield head
        elif head.strip().startswith(GROUPS):
            yield Group(head, list(parts_of(block)))
        elif head.strip().startswith("@"):
            yield f"{head}{{{block}}}"
        else:
            yield Rule([(one, names_in(one)) for one in selectors(head)], block)


def chosen(parts: Iterable[str | Rule | Group], known: AbstractSet[str]) -> str:
    """The rules that what is known has a use for."""
    return "".join(part if isinstance(part, str) else part.needed(known) for part in parts)


def names_of(parts: Iterable[str | Rule | Group]) -> Iterator[str]:
    """All that the selectors name."""
    for part in parts:
        if isinstance(part, Group):
            yield from names_of(part.parts)
        elif isinstance(part, Rule):
            yield from (name for _, names in part.selectors for name in names)


class Sheet:
    """A stylesheet, as ``rcssmin`` leaves it; it is read once for all pages."""

    def __init__(self, css: str) -> None:
        """Find its rules."""
        self._parts = list(parts_of(css))
        self._names = frozenset(names_of(self._parts))
        self._found: dict[frozenset[str], str] = {}

    def needed(self, known: AbstractSet[str]) -> str:
        """The rules that what is known has a use for."""
        key = self._names & known  # pages that know the same of it are many
        if key not in self._found:
            self._found[key] = chosen(self._parts, key)
        return self._found[key]
