"""Of a stylesheet, the rules that a page can have a use for.

A rule stays if each class, id and element that one of its selectors names is known: to the page, to
the templates of its theme, or as a word of its scripts. What a selector says in brackets, as
``:not(…)`` or ``[…]`` do, says nothing of it; rules other than for style stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

GROUPS = ("@media", "@supports", "@layer", "@container")
"""At-rules that hold other rules."""

NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")

ELEMENT = re.compile(r"(?:^|[\s>+~])([a-z][a-z0-9-]*)")

BRACKETS = re.compile(r"\[[^\]]*\]|\([^()]*\)")

WORDS_OF_HTML = re.compile(r'\b(?:class|id)="([^"]*)"')

ELEMENTS_OF_HTML = re.compile(r"<([a-z][a-z0-9-]*)", re.IGNORECASE)


def words_of(html: str) -> set[str]:
    """The classes, ids and elements of a piece of HTML."""
    names = {name for found in WORDS_OF_HTML.findall(html) for name in found.split()}
    return names | {found.lower() for found in ELEMENTS_OF_HTML.findall(html)}


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


def is_needed(selector: str, known: AbstractSet[str]) -> bool:
    """Whether all that a selector names is known."""
    previous = ""
    while previous != selector:
        previous, selector = selector, BRACKETS.sub("", selector)
    return {*NAME.findall(selector), *ELEMENT.findall(selector)} <= known


def needed(css: str, known: AbstractSet[str]) -> str:
    """The rules of a stylesheet, as ``rcssmin`` leaves it, that what is known has a use for."""
    kept = []
    for head, block in rules(css):
        if block is None:
            kept.append(head)
        elif head.strip().startswith(GROUPS):
            if inner := needed(block, known):
                kept.append(f"{head}{{{inner}}}")
        elif head.strip().startswith("@"):
            kept.append(f"{head}{{{block}}}")
        elif found := [one for one in selectors(head) if is_needed(one, known)]:
            kept.append(f"{','.join(found)}{{{block}}}")
    return "".join(kept)
