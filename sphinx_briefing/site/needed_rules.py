"""Of stylesheets, the rules that a page can have a use for, and of those what is set for nobody.

A rule stays if each class, id and element that one of its selectors names is known: to the page, or
as a word of its scripts. What a selector says in brackets, as ``:not(…)`` or ``[…]`` do, says
nothing of it; rules other than for style stay. A custom property is left out where nothing that
stays reads it. A stylesheet is taken apart once, a page only picks, and what it got is kept for
others of which the same is known.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

GROUPS = ("@media", "@supports", "@layer", "@container")
"""At-rules that hold other rules."""

ALWAYS = frozenset({"html", "head", "body", "mark", "dialog", "kbd"})
"""Elements that no page needs to name, or that browsers and scripts add."""

SIGN = re.compile(
    r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"'()]*\)|\\.|[{}()\[\];,]""", re.DOTALL
)
"""What divides a stylesheet without comments (CSS Syntax 3), and what may hold such signs."""

NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")

ELEMENT = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9-]*)")

BRACKETS = re.compile(r"\[[^\]]*\]|\([^()]*\)")

NAMES_OF_HTML = re.compile(r"""\s(?:class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)""", re.IGNORECASE)

ELEMENTS_OF_HTML = re.compile(r"<([a-z][a-z0-9-]*)", re.IGNORECASE)

SETS = re.compile(r"\s*(--[\w-]+)\s*:")

READS = re.compile(r"(--[A-Za-z_][\w-]*)")


class Declaration(NamedTuple):
    """A declaration as it is written."""

    text: str
    sets: str  # the custom property; empty: another
    reads: frozenset[str]  # the custom properties


class Rule(NamedTuple):
    """A rule, or a statement without braces, which is all ``head``."""

    head: str
    selectors: tuple[tuple[str, frozenset[str]], ...]  # each with the names it needs
    body: tuple[Declaration, ...] | None
    inner: tuple[Rule, ...]  # of a group


# -- taking apart ---------------------------------------------------------------------------------


def words_of(html: str) -> set[str]:
    """The classes, ids and elements of a piece of HTML."""
    names = {n for found in {*NAMES_OF_HTML.findall(html)} for n in found.strip("\"'").split()}
    return names | {found.lower() for found in {*ELEMENTS_OF_HTML.findall(html)}}


def parts(css: str, mark: str) -> list[str]:
    """A text, divided at a mark outside of strings and brackets."""
    found, depth, start = list[str](), 0, 0
    for sign in SIGN.finditer(css):
        match sign[0]:
            case "{" | "(" | "[":
                depth += 1
            case "}" | ")" | "]":
                depth -= 1
            case text if text == mark and not depth:
                found.append(css[start : sign.start()])
                start = sign.end()
    return [*found, css[start:]]


def blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """What stands before each outer brace of a stylesheet without comments, and what is in it.

    A statement that ends without braces comes whole, with nothing in it.
    """
    start = depth = opened = 0
    for sign in SIGN.finditer(css):
        match sign[0]:
            case "{":
                opened = opened if depth else sign.start()
                depth += 1
            case "}":
                depth -= 1
                if not depth:
                    yield css[start:opened], css[opened + 1 : sign.start()]
                    start = sign.end()
            case ";" if not depth:
                yield css[start : sign.end()], None
                start = sign.end()


def needs(selector: str) -> frozenset[str]:
    """All that a selector names."""
    previous = ""
    while previous != selector:
        previous, selector = selector, BRACKETS.sub("", selector)
    return frozenset({*NAME.findall(selector), *ELEMENT.findall(selector)})


def declarations(block: str) -> tuple[Declaration, ...]:
    """What a rule declares; rules in it are one with what stands before them."""
    found = []
    for text in filter(None, parts(block, ";")):
        sets = SETS.match(text)
        name = sets[1] if sets and "{" not in text else ""
        found.append(Declaration(text, name, frozenset(READS.findall(text)) - {name}))
    return tuple(found)


def rules_of(css: str) -> tuple[Rule, ...]:
    """The rules of a stylesheet as ``rcssmin`` leaves it."""
    found = []
    for head, block in blocks(css):
        kind = head.strip()
        if block is None:
            found.append(Rule(head, (), None, ()))
        elif kind.startswith(GROUPS):
            found.append(Rule(head, (), None, rules_of(block)))
        elif kind.startswith("@"):
            reads = frozenset(READS.findall(block))
            found.append(Rule(head, (), (Declaration(block, "", reads),), ()))
        else:
            selectors = tuple((one, needs(one)) for one in parts(head, ","))
            found.append(Rule(head, selectors, declarations(block), ()))
    return tuple(found)


# -- picking --------------------------------------------------------------------------------------


def needed(
    rules: Iterable[Rule], known: AbstractSet[str], but: AbstractSet[str] | None = None
) -> Iterator[Rule]:
    """The rules that what is known has a use for.

    Args:
        rules: the rules.
        known: what selectors may name.
        but: leave out those that this has a use for already, and what is for any page; none: take
            all.
    """
    for rule in rules:
        if rule.inner:
            if inner := tuple(needed(rule.inner, known, but)):
                yield rule._replace(inner=inner)
        elif not rule.selectors:
            if but is None and not rule.head.strip().startswith(GROUPS):
                yield rule
        elif found := tuple(
            one for one in rule.selectors if one[1] <= known and not (but and one[1] <= but)
        ):
            yield rule._replace(head=",".join(one for one, _ in found), selectors=found)


def names_in(rules: Iterable[Rule]) -> Iterator[str]:
    """All that selectors of rules name, those of groups as well."""
    for rule in rules:
        for _selector, names in rule.selectors:
            yield from names
        yield from names_in(rule.inner)


def all_declarations(rules: Iterable[Rule]) -> Iterator[Declaration]:
    """What rules declare, those of groups as well."""
    for rule in rules:
        yield from rule.body or ()
        yield from all_declarations(rule.inner)


def read_properties(rules: Iterable[Rule], read: AbstractSet[str]) -> set[str]:
    """The custom properties that rules read, also through others, and those read elsewhere."""
    found, left = set(read), list[str](read)
    through: dict[str, set[str]] = {}
    for one in all_declarations(rules):
        if one.sets:
            through.setdefault(one.sets, set()).update(one.reads)
        else:
            left += one.reads
    while left:
        name = left.pop()
        found.add(name)
        left += through.pop(name, ())
    return found


def written(rules: Iterable[Rule], read: AbstractSet[str] | None = None) -> str:
    """The text of rules.

    Args:
        rules: the rules.
        read: the custom properties that something reads; none: all.
    """
    found = []
    for rule in rules:
        if rule.inner:
            if inner := written(rule.inner, read):
                found.append(f"{rule.head}{{{inner}}}")
        elif rule.body is None:
            found.append(rule.head)
        else:
            kept = [
                one.text for one in rule.body if not one.sets or read is None or one.sets in read
            ]
            if kept or not rule.body:
                found.append(f"{rule.head}{{{';'.join(kept)}}}")
    return "".join(found)


# -- for one page after another -------------------------------------------------------------------


class Sheets:
    """The rules of stylesheets that a page links together, and what was picked of them.

    Most pages need the same as another.
    """

    def __init__(self, rules: list[tuple[Rule, ...]], own: list[tuple[Rule, ...]]) -> None:
        """Take the rules of each stylesheet, and those of them that are ours or the project's."""
        self.rules = rules
        self.names = {*ALWAYS, *names_in(chain(*rules))}  # all that their selectors name
        self.properties = {one.sets for one in all_declarations(chain(*rules))}
        self._own = {one.sets for one in all_declarations(chain(*own))}
        self._picked: dict[tuple[object, ...], tuple[list[str], list[str]]] = {}

    def pick(
        self,
        words: frozenset[str],
        words_later: frozenset[str],
        read: frozenset[str] | None,
        has_shadow: bool,
    ) -> tuple[list[str], list[str]]:
        """What a page needs of each stylesheet, and what it will need later.

        Args:
            words: its words (see ``bundles.Known``) that selectors name.
            words_later: those of what is fetched later.
            read: of the properties that it reads itself, those that are set here; none: all stay.
            has_shadow: whether it holds trees with stylesheets of their own, which read what ours
                and the project's set.
        """
        key = (words, words_later, read, has_shadow)
        if key not in self._picked:
            self._picked[key] = self._pick(words, words_later, read, has_shadow)
        return self._picked[key]

    def _pick(
        self,
        words: frozenset[str],
        words_later: frozenset[str],
        read: AbstractSet[str] | None,
        has_shadow: bool,
    ) -> tuple[list[str], list[str]]:
        all_words = words | words_later
        now = [[*needed(part, words)] for part in self.rules]
        later = [[*needed(part, all_words, but=words)] for part in self.rules if words_later]
        if read is not None:
            read = read_properties(chain(*now, *later), {*read, *(self._own if has_shadow else ())})
        first, second = (
            [*filter(None, (written(part, read) for part in parts))] for parts in (now, later)
        )
        return first, second
