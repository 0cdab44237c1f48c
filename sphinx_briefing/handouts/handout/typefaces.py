"""The typefaces of a deck, for what is typeset from it: those that lie in the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import tinycss2
from tinycss2.ast import AtRule, Declaration, QualifiedRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_briefing.handouts.reading import ReadDeck

TOKENS = re.compile(r"--briefing-(sans|serif|heading|mono|accent|ink|ink-2|line|paper)$")
ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
WEIGHT = re.compile(r"font-weight:[^;}]*?(\d+)\s*[;}]")
WEIGHTS = re.compile(r"font-weight:\s*(\d+)\s+\d+")
REGULAR, BOLD = 400, 600
LIGHT = re.compile(r"light-dark\(\s*([^,()]+|[^,()]*\([^()]*\))\s*,.*\)$", re.DOTALL)


class Typefaces(NamedTuple):
    """What a deck's stylesheets say of typefaces, and of colours."""

    faces: str  # @font-face rules, their files by address
    tokens: dict[str, str]  # by the name of the custom property

    def family(self, token: str, otherwise: str) -> str:
        """The families of a token, in the order in which they are tried."""
        value = self.tokens.get(token, otherwise)
        return re.sub(r"var\((--[\w-]+)\)", lambda found: self.family(found[1], otherwise), value)

    def strong(self, otherwise: str) -> str:
        """The families of what is strong in a text: browsers make a face bold, typesetters do not.

        Where the text's own face comes in no bold weight, that is the one of headings.
        """
        own = self.family("--briefing-sans", otherwise)
        first = own.split(",")[0].strip().strip("\"'")
        weights = [
            int(weight)
            for face in self.faces.splitlines()
            if re.search(rf"font-family:\s*[\"']?{re.escape(first)}[\"']?\s*;", face)
            for weight in (WEIGHT.findall(face) or [REGULAR])[-1:]
        ]
        if weights and max(weights) < BOLD:
            return self.family("--briefing-heading", otherwise)
        return own


def typefaces_of(deck: ReadDeck) -> Typefaces:
    """Read the typefaces that a deck's stylesheets name; later ones override, as in a browser."""
    faces: list[str] = []
    tokens: dict[str, str] = {}
    for path in _stylesheets(deck):
        for rule in tinycss2.parse_stylesheet(
            path.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True
        ):
            if isinstance(rule, AtRule) and rule.lower_at_keyword == "font-face":
                text = rule.serialize()
                if ADDRESS.search(text):
                    base = path.resolve().as_uri()
                    faces.append(" ".join(_with_addresses(text, base).split()))
            elif isinstance(rule, QualifiedRule):
                selectors = tinycss2.serialize(rule.prelude).replace(" ", "").strip().split(",")
                if {"body", "html", ":root"} & set(selectors):
                    tokens.update(_tokens(rule))
    return Typefaces("\n".join(faces), tokens)


def _stylesheets(deck: ReadDeck) -> Iterator[Path]:
    for link in deck.head.select("link[rel=stylesheet][href]"):
        parts = urlsplit(str(link["href"]))
        path = deck.page.parent / unquote(parts.path)
        if not parts.netloc and path.is_file():
            yield path


def _with_addresses(text: str, base: str) -> str:
    """A @font-face rule as WeasyPrint takes it: whole addresses, and one weight, not a range."""
    text = WEIGHTS.sub(r"font-weight: \1", text)
    return ADDRESS.sub(lambda found: f'url("{urljoin(base, found[1])}")', text)


def _tokens(rule: QualifiedRule) -> Iterator[tuple[str, str]]:
    for part in tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    ):
        if isinstance(part, Declaration) and TOKENS.match(part.name):
            value = " ".join(tinycss2.serialize(part.value).split())
            light = LIGHT.match(value)
            yield part.name, light[1].strip() if light else value
