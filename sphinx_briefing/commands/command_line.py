"""The command line: the commands of ``python -m sphinx_briefing`` and their options."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.commands.build import PublishError, list_anchors, publish
from sphinx_briefing.commands.check import check, list_checks
from sphinx_briefing.commands.checks import CHECKS
from sphinx_briefing.commands.digest import print_digests
from sphinx_briefing.commands.folders import layout
from sphinx_briefing.commands.handouts import handouts, tell
from sphinx_briefing.commands.live import serve
from sphinx_briefing.commands.plain import (
    add_common,
    add_of_build,
    add_of_building,
    tell_published,
)
from sphinx_briefing.config import RUN_OF_WORDS
from sphinx_briefing.handouts.makers import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence


PUBLISHING = frozenset({"build", "check", "handouts"})
"""The commands that publish a site."""


def arguments() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(prog="python -m sphinx_briefing", description=__doc__)
    add_common(parser)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="build docs and decks, then publish them together")
    add_of_build(build)
    handouts_ = commands.add_parser(
        "handouts", help="build, and make PDF, PowerPoint and more of the decks and the whole"
    )
    handouts_.add_argument("deck", metavar="DECK", nargs="*", help="a deck's name (default: all)")
    handouts_.add_argument(
        "--only",
        metavar="KIND",
        action="append",
        choices=NAMES,
        default=[],
        help=f"make this kind: {', '.join(NAMES)}",
    )
    handouts_.add_argument("--docs-builder", choices=("html", "dirhtml"), default="html")
    handouts_.add_argument(
        "-j", "--jobs", type=above_zero, help="processes (default: one a processor)"
    )
    commands.add_parser("anchors", help="list new terms, claims, slides and decks as published")
    live = commands.add_parser("live", help="serve docs and decks, and reload when a file is saved")
    live.add_argument("--port", type=int, default=8000)
    live.add_argument("--open", action="store_true", help="open a browser")
    check_ = commands.add_parser("check", help="check slides, notes, terms and copied words")
    check_.add_argument(
        "--only", metavar="NAME", action="append", choices=CHECKS, default=[], help="run this check"
    )
    check_.add_argument("--list", action="store_true", help="list the checks' names")
    digest = commands.add_parser("digest", help="print digests of a text not to be copied from")
    digest.add_argument("text", type=Path, help="the text, in UTF-8")
    digest.add_argument(
        "--words", metavar="N", type=above_zero, default=RUN_OF_WORDS, help="words in a run"
    )
    for command in (build, handouts_, live, check_):
        add_of_building(command)
    return parser


def state_of_site(root: Path, options: argparse.Namespace) -> str:
    """What became of the published site, in a line, where the command makes one."""
    if options.command not in PUBLISHING:
        return ""
    if layout(root, presenter=options.presenter, output=options.output).site.exists():
        return "\nThe last good site is as it was."
    return "\nThere is no earlier site."


def above_zero(text: str) -> int:
    """A whole number above zero.

    Raises:
        ValueError: the text is none.
    """
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0 on success, 1 when the publication has mistakes or a handout could not be made, 2 when a
        check could not be run, 130 when interrupted.
    """
    options = arguments().parse_args(argv)
    if options.command == "digest":
        return print_digests(options.text, options.words)
    if options.command == "check" and options.list:
        return list_checks()
    root = options.root.resolve()
    if not (root / "conf.py").is_file():
        print(f"There is no conf.py in {root}: name its folder with --root.", file=sys.stderr)
        return 1
    try:
        return run(root, options)
    except PublishError as error:
        failed = "Not published" if options.command in PUBLISHING else "Not done"
        print(f"\n{failed}: {error}.{state_of_site(root, options)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nInterrupted.{state_of_site(root, options)}", file=sys.stderr)
        return 130


def run(root: Path, options: argparse.Namespace) -> int:
    """Run a command on a publication, and tell what came of it.

    Returns:
        See `main`.

    Raises:
        PublishError: the publication has mistakes.
    """
    if options.command == "anchors":
        return list_anchors(root)
    if options.command == "check":
        return check(root, presenter=options.presenter, only=options.only, output=options.output)
    if options.command == "live":
        return serve(
            root,
            presenter=options.presenter,
            port=options.port,
            open_=options.open,
            output=options.output,
        )
    if options.command == "handouts":
        outcome = handouts(
            root,
            presenter=options.presenter,
            decks=options.deck,
            only=options.only,
            docs_builder=options.docs_builder,
            jobs=options.jobs,
            output=options.output,
        )
        warn_of_private_notes(options)
        return tell(outcome)
    published = publish(
        root,
        presenter=options.presenter,
        docs_builder=options.docs_builder,
        jobs=options.jobs,
        output=options.output,
        compressed=options.compress,
    )
    tell_published(published.site, published.decks, presenter=options.presenter)
    return 0


def warn_of_private_notes(options: argparse.Namespace) -> None:
    """Say so where what was built is not to be published."""
    if options.presenter:
        print("This build may show private notes: do not publish it.")
