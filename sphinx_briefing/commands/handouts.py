"""Making what people take away: ``python -m sphinx_briefing handouts``.

The site is built, files are made of its pages, and a second, short build links them: Sphinx writes
those links itself, into pages that know how large each file is. Site and files then take the place
of the last site, as a whole.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.addresses import deck_file
from sphinx_briefing.commands.browser import NoBrowserError, chosen
from sphinx_briefing.commands.build import (
    PublishError,
    build,
    build_pages,
    check_writable,
    put_in_place,
    told,
)
from sphinx_briefing.commands.folders import layout
from sphinx_briefing.commands.keeping import note_as_left, one_at_a_time
from sphinx_briefing.config import PRESENTER_TAG
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.handouts.kit import kit_of
from sphinx_briefing.handouts.makers import (
    DECK,
    DOCUMENTS,
    KINDS,
    NO_BROWSER,
    SITE,
    hindrance,
    kind_of,
)
from sphinx_briefing.handouts.making import Task, make_all
from sphinx_briefing.handouts.manifest import DOWNLOADS, write_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx

    from sphinx_briefing.commands.build import Published
    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.handouts.kit import Handout, Kit
    from sphinx_briefing.handouts.making import BuildVolume, Made


class Outcome(NamedTuple):
    """What came of making handouts."""

    published: Published
    handouts: list[Handout]
    left_out: list[str]  # what could not be made for want of something, each in a line


def handouts(
    root: Path,
    *,
    presenter: bool = False,
    decks: Sequence[str] = (),
    only: Sequence[str] = (),
    docs_builder: str = "html",
    jobs: int | None = None,
    output: Path | None = None,
) -> Outcome:
    """Build the site, make handouts of it, and publish both together.

    Args:
        root: the folder of ``conf.py``.
        presenter: whether private notes are shown; the result is then not for publishing.
        decks: names of decks; none: all that are not retired, and the whole publication.
        only: kinds of handouts; none: all.
        docs_builder: ``html`` or ``dirhtml``.
        jobs: processes; none: as many as there are processors.
        output: the output folder; none: ``_build`` below ``root``.

    Returns:
        What was published; something may be left out that this machine lacks the means for.

    Raises:
        PublishError: an error or a warning came up, or nothing could be made; the last good site
            is as it was.
    """
    where = layout(root, presenter=presenter, output=output)
    check_writable(where)
    with told(where), one_at_a_time(where.work):
        rebuild = partial(
            build_pages, root, where, presenter=presenter, docs_builder=docs_builder, jobs=jobs
        )
        app = rebuild()
        where.unfinished.unlink()  # what was built is good, whatever comes of the rest
        if (Path(app.outdir) / DOWNLOADS).exists():
            raise PublishError(
                f"the site has a folder {DOWNLOADS} of its own, where handouts are to lie: give it "
                "another name"
            )
        browser, no_browser = browser_here()
        kit = kit_of(app.env, Path(app.outdir), emptied(where.work / DOWNLOADS), browser)
        bundles, left_out = bundles_for(app, decks, only, browser, no_browser)
        volumes = emptied(where.work / "volumes")
        build_volume = partial(volume, root, where.doctrees, volumes, presenter=presenter)
        made, more_left_out = make(bundles, kit, build_volume, jobs or os.cpu_count() or 1)
        left_out += more_left_out
        shutil.rmtree(volumes, ignore_errors=True)
        if not made:
            raise PublishError("\n".join(["nothing could be made", *left_out]))
        manifest = write_manifest(kit.downloads, made, kit.edition)
        print("Linking them from the pages …", flush=True)
        note_as_left(where.work, where.doctrees, Path(app.outdir))  # the volumes used them too
        app = rebuild(overrides={"briefing_handouts": str(manifest)}, quiet=True)
        return Outcome(put_in_place(where, app, {DOWNLOADS: kit.downloads}), made, left_out)


def emptied(folder: Path) -> Path:
    """A folder that is there, and has nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def browser_here() -> tuple[Path | None, str]:
    """A browser that starts, and what to say where there is none."""
    try:
        return chosen(), NO_BROWSER
    except NoBrowserError as error:
        return None, f"{str(error).rstrip('.')}: name one, or leave the variable out"


# -- what to make ---------------------------------------------------------------------------------


def bundles_for(
    app: Sphinx, names: Sequence[str], only: Sequence[str], browser: Path | None, no_browser: str
) -> tuple[list[list[Task]], list[str]]:
    """What to make, in bundles, the longest first, and what cannot be made here.

    Raises:
        PublishError: there is no deck with one of the names, or what is asked for is not of decks.
    """
    wanted = [kind for kind in KINDS if not only or kind.name in only]
    if names:
        wanted = [kind for kind in wanted if kind.made_of == DECK]
        if not wanted:
            raise PublishError(
                f"{', '.join(only)}: these are of the whole publication: leave the deck's name out"
            )
    left_out = []
    for kind in list(wanted):
        if reason := hindrance(kind, browser, no_browser):
            left_out.append(f"{kind.told}: left out: {reason}")
            wanted.remove(kind)
    pages = {
        deck.name: Path(app.outdir, deck_file(app.config, deck.name))
        for deck in decks_of(app, names)
    }
    largest_first = sorted(pages.items(), key=lambda item: (-item[1].stat().st_size, item[0]))
    volumes, site = (
        [Task(kind.name) for kind in wanted if kind.made_of == whole] for whole in (DOCUMENTS, SITE)
    )
    of_decks = [
        [Task(kind.name, name, page)]
        for name, page in largest_first
        for kind in wanted
        if kind.made_of == DECK
    ]
    bundles = [volumes, *of_decks, site]  # volumes are made of the same pages, built once more
    return [bundle for bundle in bundles if bundle], left_out


def decks_of(app: Sphinx, names: Sequence[str]) -> list[Deck]:
    """The decks with those names, or all that are not retired.

    Raises:
        PublishError: there is none with one of the names.
    """
    known = {deck.name: deck for deck in DECKS.all(app.env) if not deck.retirement}
    if unknown := [name for name in names if name not in known]:
        there = ", ".join(sorted(known)) or "none"
        raise PublishError(f"there is no deck {', '.join(unknown)}; there are: {there}")
    return [known[name] for name in dict.fromkeys(names)] if names else list(known.values())


# -- making it ------------------------------------------------------------------------------------


def make(
    bundles: Sequence[Sequence[Task]], kit: Kit, build_volume: BuildVolume, jobs: int
) -> tuple[list[Handout], list[str]]:
    """Do the tasks, and tell of each; what was made is in the order in which it is listed.

    Raises:
        PublishError: something went wrong.
    """
    ended: dict[Task, Made] = {}
    start, count = time.monotonic(), sum(map(len, bundles))
    print(f"\nMaking handouts: {count} in all.", flush=True)
    for made in make_all(bundles, kit, build_volume, jobs):
        ended[made.task] = made
        print(f"[{len(ended)}/{count}] {line_of(made)}", flush=True)
    print(f"Made in {time.monotonic() - start:.0f} s.\n", flush=True)
    if faults := reasons(made for made in ended.values() if made.fault):
        raise PublishError("\n".join(["handouts could not be made", *faults]))
    order = [kind.name for kind in KINDS]
    done = sorted(ended.values(), key=lambda m: (m.task.deck, order.index(m.task.kind)))
    found = [handout for made in done for handout in made.handouts]
    return found, reasons(made for made in done if made.hindrance)


def line_of(made: Made) -> str:
    """How a task ended: ``briefing: slides as PDF … 1.2 MB in 4 s``."""
    kind = kind_of(made.task.kind)
    what = f"{made.task.deck}: {kind.told}" if made.task.deck else kind.told
    if not made.handouts:
        return f"{what}: left out" if made.hindrance else f"{what}: failed"
    size = made.handouts[0].size / 1e6
    return f"{what} … {size:.1f} MB in {made.seconds:.0f} s"


def reasons(ended: Iterable[Made]) -> list[str]:
    """Why tasks came to nothing: each reason once, with all that it holds for."""
    found: dict[tuple[str, str], list[str]] = {}
    for made in ended:
        why = f"left out: {made.hindrance}" if made.hindrance else f"failed: {made.fault}"
        found.setdefault((kind_of(made.task.kind).told, why), []).append(made.task.deck)
    return [
        f"{', '.join(sorted(decks))}: {told}: {why}" if any(decks) else f"{told}: {why}"
        for (told, why), decks in found.items()
    ]


def volume(
    root: Path, doctrees: Path, folder: Path, builder: str, *, presenter: bool
) -> tuple[Path, Sphinx]:
    """Build a volume of all documents, from what was read for the site.

    Args:
        root: the folder of ``conf.py``.
        doctrees: what was read; it is copied, for Sphinx notes in it what each builder wrote.
        folder: to build below.
        builder: such as ``epub``.
        presenter: whether private notes may be shown.

    Returns:
        The folder of what was built, and the build.

    Raises:
        PublishError: Sphinx gave a warning or an error.
    """
    here = emptied(folder / f"{builder}-{os.getpid()}")
    shutil.copytree(doctrees, here / "doctrees")
    tags, out = [PRESENTER_TAG] if presenter else [], here / "out"
    app = build(root, builder, out, here / "doctrees", tags=tags, jobs=1, quiet=True)
    return out, app


def tell(outcome: Outcome) -> int:
    """Say what was published, and what is missing.

    Returns:
        0, or 1 where something that was asked for is missing.
    """
    folder = outcome.published.site / DOWNLOADS
    size = sum(handout.size for handout in outcome.handouts) / 1e6
    print(f"\nSite:      {outcome.published.site / 'index.html'}")
    print(f"Downloads: {folder} ({len(outcome.handouts)} files, {size:.1f} MB)")
    for line in outcome.left_out:
        print(line, file=sys.stderr)
    return 1 if outcome.left_out else 0
