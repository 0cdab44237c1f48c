"""Check ``copied-words``: runs of words that the project has in common with a text.

The texts are those that ``briefing_protected_texts`` names, or their digests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.commands.checks import digests
from sphinx_briefing.commands.checks.files import project_files, text_of
from sphinx_briefing.commands.checks.publication import Finding, Result, counted
from sphinx_briefing.config import line_of_setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_briefing.commands.checks.digests import Digests
    from sphinx_briefing.commands.checks.publication import Publication

QUOTED = re.compile(r'(?m)^\s*>.*$|“[^”]*”|"[^"\n]*"')
"""Marked quotations: block quotes and what stands in quotation marks."""

ROLE = re.compile(r"\{[\w:+.-]+\}`([^`<]*)(?:<[^>]*>)?`")
"""A role of MyST with its words: ``{term}`words <target>```."""

NEAR = 3
"""Lines within which the same words, found with roles and without, are the same place."""


class Stretch(NamedTuple):
    """Words that stand in both texts, as many as follow each other."""

    line: int
    words: str


def check(publication: Publication) -> Result:
    """Compare every text file of the project with each protected text."""
    texts, faults = protected_texts(publication)
    if not texts and not faults:
        return Result("no text is named in briefing_protected_texts")
    left_out = {(publication.root / name).resolve() for name in texts}
    files = 0
    for path in project_files(publication.root):
        text = None if path.resolve() in left_out else text_of(path)
        if text is None:
            continue
        files += 1
        for name, known in texts.items():
            faults += [
                publication.finding(
                    path,
                    stretch.line,
                    f"“{stretch.words}” stands in {name} as well: say it in other words, or quote "
                    "it in quotation marks",
                )
                for stretch in copied(text, known)
            ]
    return Result(f"{counted(files, 'file')} against {counted(len(texts), 'text')}", faults)


def protected_texts(publication: Publication) -> tuple[dict[str, Digests], list[Finding]]:
    """The texts by the names that the setting gives them, and what is wrong with the setting."""
    texts, faults = {}, []
    line = line_of_setting(publication.root / "conf.py", "briefing_protected_texts")
    for name in publication.config.briefing_protected_texts:
        path: Path = publication.root / name
        content = text_of(path) if path.is_file() else None
        try:
            if content is None:
                raise ValueError(
                    "it is not there" if not path.is_file() else "it is not UTF-8 text"
                )
            found = digests.read(content) or digests.digests_of(
                content, publication.config.briefing_protected_run
            )
            if not found.known:
                raise ValueError("it has too few words to compare")
        except ValueError as error:
            text = f"briefing_protected_texts names {name!r}, which cannot be used: {error}"
            faults.append(Finding("conf.py", line, text))
        else:
            texts[name] = found
    return texts, faults


def copied(text: str, known: Digests) -> list[Stretch]:
    """Stretches of a text that are known, outside marked quotations, with roles or without."""
    versions = (text, ROLE.sub(lambda role: role[1] + _lines(role, but=role[1]), text))
    found = {s for version in versions for s in stretches(QUOTED.sub(_lines, version), known)}
    kept: list[Stretch] = []
    for stretch in sorted(found, key=lambda stretch: (-len(stretch.words), stretch)):
        # What both versions have is told once: where more of it stands.
        if not any(
            stretch.words in other.words and abs(stretch.line - other.line) < NEAR for other in kept
        ):
            kept.append(stretch)
    return sorted(kept)


def _lines(match: re.Match[str], but: str = "") -> str:
    """As many ends of lines as something has, so that what follows keeps its line."""
    return " " * (not but) + "\n" * (match[0].count("\n") - but.count("\n"))


def stretches(text: str, known: Digests) -> Iterator[Stretch]:
    """Runs of words that are known; those that overlap are one stretch."""
    found = digests.words(text)
    start = end = 0
    for at in range(len(found) - known.length + 1):
        if digests.digest(word.text for word in found[at : at + known.length]) not in known.known:
            continue
        if at > end or end == 0:
            if end:
                yield _stretch(found[start:end])
            start = at
        end = at + known.length
    if end:
        yield _stretch(found[start:end])


def _stretch(found: list[digests.Word]) -> Stretch:
    return Stretch(found[0].line, " ".join(word.text for word in found))
