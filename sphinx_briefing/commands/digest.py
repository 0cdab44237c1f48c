"""Making digests of a text that the project must not copy from, nor hold."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sphinx_briefing.commands.checks import digests
from sphinx_briefing.commands.checks.files import text_of

if TYPE_CHECKING:
    from pathlib import Path


def print_digests(text: Path, length: int) -> int:
    """Print the digests of a text's runs of ``length`` words, for ``briefing_protected_texts``.

    Returns:
        0, or 1 where the file holds no such text, which is said.
    """
    content = text_of(text) if text.is_file() else None
    if content is None:
        print(f"{text}: there is no such text in UTF-8", file=sys.stderr)
        return 1
    found = digests.digests_of(content, length)
    if not found.known:
        print(f"{text}: it has fewer than {length} words", file=sys.stderr)
        return 1
    print(digests.write(found), end="")
    return 0
