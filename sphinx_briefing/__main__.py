"""The command line: ``python -m sphinx_briefing build``, ``anchors`` and ``live``."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.commands.build import PublishError, list_anchors, publish
from sphinx_briefing.commands.live import serve

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


def arguments() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="python -m sphinx_briefing", description=__doc__)
    parser.add_argument(
        "--root", type=Path, default=Path(), help="the folder of conf.py (default: this one)"
    )
    parser.add_argument(
        "--presenter", action="store_true", help="show private notes; the result is not to publish"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build docs and decks, then publish them together")
    build.add_argument("--docs-builder", choices=("html", "dirhtml"), default="html")
    build.add_argument("-j", "--jobs", type=int, help="processes (default: one a processor)")
    commands.add_parser("anchors", help="list new terms, claims, slides and decks as published")
    live = commands.add_parser("live", help="serve docs and decks, and reload when a file is saved")
    live.add_argument("--port", type=int, default=8000)
    live.add_argument("--open", action="store_true", help="open a browser")
    for command in (build, live):
        command.add_argument("--presenter", action="store_true", default=argparse.SUPPRESS)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 on success, 1 when the publication has mistakes, 130 when interrupted.
    """
    options = arguments().parse_args(argv)
    root = options.root.resolve()
    if not (root / "conf.py").is_file():
        print(f"There is no conf.py in {root}: name its folder with --root.", file=sys.stderr)
        return 1
    try:
        if options.command == "anchors":
            return list_anchors(root)
        if options.command == "live":
            return serve(root, presenter=options.presenter, port=options.port, open_=options.open)
        published = publish(
            root,
            presenter=options.presenter,
            docs_builder=options.docs_builder,
            jobs=options.jobs,
        )
    except PublishError as error:
        print(f"\nNot published: {error}.\nThe last good site is as it was.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The last good site is as it was.", file=sys.stderr)
        return 130
    print(f"\nDocs:  {published.site / 'index.html'}")
    for page in published.decks:
        print(f"Deck:  {page}")
    if options.presenter:
        print("This build may show private notes: do not publish it.")
    return 0


def run() -> NoReturn:
    """Run a command in a process that ends with it."""
    gc.set_threshold(ALLOCATIONS)
    code = main()
    gc.freeze()  # what is left goes with the process, and need not be looked through again
    sys.exit(code)


if __name__ == "__main__":
    run()
