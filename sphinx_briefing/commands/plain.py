"""The command ``build``: its options, its last words, and when it has nothing to do.

Known without loading Sphinx, so that a build in which nothing has changed takes no time.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.commands.folders import layout
from sphinx_briefing.commands.unchanged import published_before, used_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that stand before a command."""
    parser.add_argument(
        "--root", type=Path, default=Path(), help="the folder of conf.py (default: this one)"
    )
    parser.add_argument(
        "--presenter", action="store_true", help="show private notes; the result is not to publish"
    )


def add_of_building(parser: argparse.ArgumentParser) -> None:
    """Add the options of commands that build."""
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        type=Path,
        help="the folder to build below (default: _build beside conf.py)",
    )
    parser.add_argument("--presenter", action="store_true", default=argparse.SUPPRESS)


def add_of_build(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``build`` alone."""
    parser.add_argument("--docs-builder", choices=("html", "dirhtml"), default="html")
    parser.add_argument("-j", "--jobs", type=int, help="processes (default: one a processor)")
    parser.add_argument(
        "--compress", action="store_true", help="write compressed forms beside files, for servers"
    )


def tell_published(site: Path, decks: Iterable[Path], *, presenter: bool) -> None:
    """Tell where the site and its decks are, and whether they are not to be published."""
    print(f"\nDocs:  {site / 'index.html'}")
    for page in decks:
        print(f"Deck:  {page}")
    if presenter:
        print("This build may show private notes: do not publish it.")


def has_nothing_to_do(argv: Sequence[str]) -> bool:
    """Whether the command is ``build`` and nothing has changed since the last; then it says so."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_common(parser)
    build = parser.add_subparsers(dest="command").add_parser(
        "build", add_help=False, exit_on_error=False
    )
    add_of_build(build)
    add_of_building(build)
    try:
        options, unknown = parser.parse_known_args(argv)
    except argparse.ArgumentError:  # another command, or a mistake, which is told there
        return False
    if unknown or options.command != "build":
        return False
    root = options.root.resolve()
    where = layout(root, presenter=options.presenter, output=options.output)
    used = used_by(root, where, options.docs_builder, compressed=options.compress)
    decks = published_before(where, used)
    if decks is None:
        return False
    print("Nothing has changed since the last build.")
    tell_published(where.site, decks, presenter=options.presenter)
    return True
