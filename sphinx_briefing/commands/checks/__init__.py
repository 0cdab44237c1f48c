"""What ``python -m sphinx_briefing check`` looks for: a module a check, named after it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from sphinx_briefing.commands.checks import (
    copied_words,
    slide_fit,
    slide_words,
    speaker_notes,
    term_links,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_briefing.commands.checks.publication import Publication, Result

    Check = Callable[[Publication], Result]

CHECKS: dict[str, Check] = {
    "slide-words": slide_words.check,
    "speaker-notes": speaker_notes.check,
    "term-links": term_links.check,
    "copied-words": copied_words.check,
    "slide-fit": slide_fit.check,
}
"""The checks by name, in the order in which they run: the quick ones first."""


def purpose(name: str) -> str:
    """What a check is for: the first line of its module's docstring, after the name."""
    text = inspect.getdoc(inspect.getmodule(CHECKS[name])) or ""
    return text.partition("\n")[0].partition(": ")[2]
