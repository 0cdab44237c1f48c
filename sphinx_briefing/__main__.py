"""Run a command of ``commands/``: ``python -m sphinx_briefing build``."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from sphinx_briefing.commands.plain import has_nothing_to_do

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

ALLOCATIONS = 10_000_000
"""New objects after which Python looks for garbage in a build; its own figure is 700.

A document is a great many objects that refer to each other. Looking through all of them again and
again, in each process that reads or writes some pages, took a third of a large build. The price is
memory, of the largest process, beside a threshold of 50,000: measured at 10,000 terms, 1.1 GB
instead of 0.8; for this publication, 252 MB instead of 199.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, whatever has been built.

    Returns:
        See `sphinx_briefing.commands.command_line.main`.
    """
    from sphinx_briefing.commands import command_line  # noqa: PLC0415  (it loads Sphinx)

    return command_line.main(argv)


def run() -> NoReturn:
    """Run a command in a process that ends with it."""
    gc.set_threshold(ALLOCATIONS)
    if has_nothing_to_do(sys.argv[1:]):
        sys.exit(0)
    code = main()
    gc.freeze()  # what is left goes with the process, and need not be looked through again
    sys.exit(code)


if __name__ == "__main__":
    run()
