"""Fences of MyST that are too short: an inner block's end then ends the outer block as well.

Of ``:::{slide}`` around ``:::{notes}``, the first ``:::`` ends both. What follows is text of the
section, and the ``:::`` that was meant to end the slide begins a block that takes in what comes
next. So the fault is told where it is, and not only where something looks wrong for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing import messages
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

OPENS = re.compile(r"(?P<fence>:{3,}|`{3,}|~{3,})(?P<info>.*)")

ENDS_EARLY = "a_fence_ends_early"
"""Attribute of a document of which this was told: what looks misplaced in it is so for that."""

BEFORE = re.compile(r"^(?:[ \t>]|[-*+][ \t]|[0-9]+[.)][ \t])*")
"""What may stand before a fence in lists and quotations."""


class ShortFence(NamedTuple):
    """A block that an inner one's end has ended."""

    line: int  # of the inner block, in the file
    wanted: str  # the fence that the outer one needs


def short_fence(directive: SphinxDirective) -> ShortFence | None:
    """What is wrong with the fence of a directive; none: nothing, or it has no fence (reST).

    An inner block of the same kind whose end does not stand in the directive has ended it.
    """
    first, *lines = directive.block_text.splitlines() or [""]
    own, inner = OPENS.match(first), _unclosed(lines[:-1])
    if own is None or inner is None:
        return None
    at, fence = inner
    if own["fence"][0] != fence[0] or len(own["fence"]) > len(fence):
        return None  # it ends where it is meant to, and the inner one with it
    source, line = directive.get_source_info()
    written = Path(source).read_text(encoding="utf-8", errors="replace").splitlines()
    line += 1 + at
    if line > len(written) or fence not in written[line - 1]:
        line -= 1  # MyST puts an empty line before a fence that stands first
    return ShortFence(line, fence[0] * (len(fence) + 1))


def _unclosed(lines: list[str]) -> tuple[int, str] | None:
    """The fence that ends nowhere in these lines, with its place from 0; or none."""
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        text = BEFORE.sub("", line).rstrip()
        if opened:
            if len(text) >= len(opened[1]) and not text.strip(opened[1][0]):
                opened = None
        elif found := OPENS.fullmatch(text):
            opened = number, found["fence"]
    return opened


def report_short_fence(directive: SphinxDirective) -> None:
    """Warn where a directive ends too early."""
    if found := short_fence(directive):
        directive.state.document[ENDS_EARLY] = True
        warn(
            messages.FENCE_TOO_SHORT,
            directive.name,
            found.line,
            directive.name,
            found.wanted,
            location=directive.get_location(),
            subtype="fence",
        )
