"""What the publication's own files say: decks, claims, chapters, terms, and what was published.

Tests compare the site with these, so that a deck, a claim, a term or a row may be added.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml
from pybtex.database import parse_string

from tests.conftest import PROJECT


class Deck(NamedTuple):
    """A deck that is given."""

    name: str
    minutes: float
    audiences: tuple[str, ...]


class Anchor(NamedTuple):
    """A line of ``anchors.tsv``."""

    kind: str
    name: str
    target: str  # document and id


def text_of(name: str) -> str:
    """A file of the project."""
    return (PROJECT / name).read_text(encoding="utf-8")


def directives(source: str, name: str) -> list[dict[str, str]]:
    """The options of each directive of that name in a page of MyST, its argument under ``""``."""
    found = []
    for match in re.finditer(rf"(?m)^:{{3,}}\{{{name}\}}(.*)\n((?::[a-z-]+:.*\n)*)", source):
        options = dict(re.findall(r"(?m)^:([a-z-]+): ?(.*)$", match[2]))
        found.append({"": match[1].strip(), **options})
    return found


def _decks() -> list[Deck]:
    found = []
    for path in sorted((PROJECT / "slides").glob("*.md")):
        [options] = directives(path.read_text(encoding="utf-8"), "deck")
        if "retired" not in options:
            audiences = tuple(options.get("audience", "").split())
            found.append(Deck(path.stem, float(options["minutes"]), audiences))
    return found


DECKS = _decks()
FULL = next(deck for deck in DECKS if f'briefing_full_deck = "{deck.name}"' in text_of("conf.py"))
SHORTEST = min(DECKS, key=lambda deck: deck.minutes)
CLAIMS: list[dict[str, Any]] = yaml.safe_load(text_of("evidence/claims.yaml"))
HOMES = list(dict.fromkeys(claim["home"] for claim in CLAIMS))
"""The chapters that restate the article, in its order."""
CONSULTED = {
    key: entry.fields["consulted"]
    for key, entry in parse_string(text_of("evidence/references.bib"), "bibtex").entries.items()
}
"""What was read of each source, by its key."""
ENTRIES = directives(text_of("chapters/glossary.md"), "entry")
ANCHORS = [
    Anchor(*line.split("\t"))
    for line in text_of("anchors.tsv").splitlines()
    if line and not line.startswith("#")
]
