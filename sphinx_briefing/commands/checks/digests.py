"""Runs of words, and digests of them, from which a text cannot be read back.

A file of digests begins with `HEAD`, which says how long the runs are; then a digest a line. By it
a text that must not be in a project can still be compared with it.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing import messages

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD = re.compile(r"# Digests of runs of ([1-9][0-9]*) words, by sphinx_briefing digest")
DIGEST = re.compile(r"[0-9a-f]{16}")

NO_SPACES = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # scripts in which each sign is a word
WORD = re.compile(rf"[{NO_SPACES}]|(?:(?![{NO_SPACES}_])[\w'])+")


class Word(NamedTuple):
    """A word of a text: in lower case, and the line on which it stands."""

    text: str
    line: int


class Digests(NamedTuple):
    """A text as its digests."""

    length: int  # words in a run
    known: frozenset[str]


def words(text: str) -> list[Word]:
    """The words of a text, without punctuation."""
    return [
        Word(word, number)
        for number, line in enumerate(text.lower().replace("’", "'").split("\n"), start=1)
        for word in WORD.findall(line)
    ]


def digest(run: Iterable[str]) -> str:
    """A digest of one run of words: 16 hexadecimal digits."""
    return hashlib.sha256(" ".join(run).encode()).hexdigest()[:16]


def digests_of(text: str, length: int) -> Digests:
    """The digests of every run of ``length`` words of a text."""
    found = [word.text for word in words(text)]
    runs = (found[i : i + length] for i in range(len(found) - length + 1))
    return Digests(length, frozenset(map(digest, runs)))


def write(digests: Digests) -> str:
    """The content of a file of digests."""
    head = f"# Digests of runs of {digests.length} words, by sphinx_briefing digest"
    return "\n".join([head, *sorted(digests.known)]) + "\n"


def read(content: str) -> Digests | None:
    """The digests that a file holds; none where it is a text.

    Raises:
        ValueError: it begins as a file of digests, but a line is none; the message names it.
    """
    first, *lines = content.splitlines() or [""]
    head = HEAD.fullmatch(first)
    if head is None:
        return None
    for number, line in enumerate(lines, start=2):
        if not DIGEST.fullmatch(line):
            raise ValueError(messages.DIGEST_MALFORMED % number)
    return Digests(int(head[1]), frozenset(lines))
