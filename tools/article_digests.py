"""Write digests of an article's word runs, by which ``test_text.py`` finds copied text.

The article itself is not part of the project; from the digests it cannot be read back.

Usage: python tools/article_digests.py ARTICLE.txt > tests/data/article_runs.txt
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

RUN = 6
"""Length of a run of words that counts as copied. A rule of this publication."""

QUOTED = re.compile(r'(?m)^\s*>.*$|“[^”]*”|"[^"\n]*"')
ROLE = re.compile(r"\{[\w:+.-]+\}`([^`<]*)(?:<[^>]*>)?`")


def words(text: str) -> list[str]:
    """The words of a text, lower-case, without punctuation."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def runs(text: str) -> list[tuple[str, ...]]:
    """Every run of `RUN` words of a text, in order."""
    found = words(text)
    return [tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)]


def digest(run: tuple[str, ...]) -> str:
    """A digest of one run: 16 hexadecimal digits."""
    return hashlib.sha256(" ".join(run).encode()).hexdigest()[:16]


def own_words(text: str) -> str:
    """The text without marked quotations (quotation marks, block quotes)."""
    return QUOTED.sub(" ", text)


def without_roles(text: str) -> str:
    """The text with each role (``{term}`words <target>` ``) reduced to its words."""
    return ROLE.sub(r"\1", text)


def copied_runs(text: str, known: frozenset[str]) -> list[str]:
    """The runs of ``text``, outside marked quotations, whose digests are known."""
    versions = {own_words(text), own_words(without_roles(text))}
    return sorted({" ".join(r) for v in versions for r in runs(v) if digest(r) in known})


if __name__ == "__main__":
    article = Path(sys.argv[1]).read_text(encoding="utf-8")
    print("\n".join(sorted({digest(run) for run in runs(article)})))
