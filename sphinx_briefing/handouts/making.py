"""Making handouts: which files of which decks, in processes beside each other.

Processes, because a browser, a typesetter and an archive wait for different things, and one that
breaks takes no other with it. They start afresh, on every system alike.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
import traceback
import warnings
from collections import deque
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.handouts.kit import Handout, HandoutError, HandoutWarning
from sphinx_briefing.handouts.makers import DOCUMENTS, kind_of, maker_of
from sphinx_briefing.translation import load_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

    from sphinx.application import Sphinx

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck

    BuildVolume = Callable[[str], tuple[Path, Sphinx]]

PATIENCE_S = 5
"""Seconds that a process may take to end itself before it is ended."""


class Task(NamedTuple):
    """Files to make."""

    kind: str  # a name of `makers`
    deck: str = ""  # the deck's name; empty: the whole publication
    page: Path | None = None  # the deck's built page


class Made(NamedTuple):
    """How a task ended."""

    task: Task
    handouts: tuple[Handout, ...] = ()
    seconds: float = 0.0
    hindrance: str = ""  # something is missing on this machine
    fault: str = ""  # it went wrong
    notes: tuple[str, ...] = ()  # it was made, but is not as good as it should be


def make_all(
    bundles: Sequence[Sequence[Task]], kit: Kit, build_volume: BuildVolume, jobs: int
) -> Iterator[Made]:
    """Do the tasks, and tell of each when it is done.

    Args:
        bundles: what to make, the longest first; what is in one is made by one process.
        kit: what makers work from.
        build_volume: builds a volume of all documents; it is given to other processes.
        jobs: processes, at most.
    """
    waiting = deque(bundles)
    busy: dict[Connection, list[Task]] = {}
    crew: list[SpawnProcess] = []
    context = multiprocessing.get_context("spawn")

    def give(connection: Connection) -> None:
        if waiting:
            busy[connection] = list(waiting.popleft())
            connection.send(busy[connection])
        else:
            connection.close()  # at which the process ends

    def hire() -> None:
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, kit, build_volume), daemon=True)
        process.start()
        theirs.close()
        crew.append(process)
        give(ours)

    try:
        for _number in range(min(jobs, len(bundles))):
            hire()
        while busy:
            answered = set(wait(list(busy)))
            for connection in [one for one in busy if one in answered]:
                try:
                    made: Made = connection.recv()
                except (EOFError, OSError):
                    fault = "its process ended without a word"
                    yield from [Made(task, fault=fault) for task in busy.pop(connection)]
                    if waiting:
                        hire()
                    continue
                busy[connection].remove(made.task)
                if not busy[connection]:
                    del busy[connection]
                    give(connection)
                yield made
    finally:
        for process in crew:
            if busy:
                process.terminate()
            process.join(PATIENCE_S)
            process.kill()


def work(connection: Connection, kit: Kit, build_volume: BuildVolume) -> None:
    """Do bundles of tasks until there are no more; this runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    load_words(kit.language)
    decks: dict[Path, ReadDeck] = {}
    built: dict[str, tuple[Path, Sphinx]] = {}

    def build_once(builder: str) -> tuple[Path, Sphinx]:
        if builder not in built:
            built[builder] = build_volume(builder)
        return built[builder]

    while True:
        try:
            bundle: list[Task] = connection.recv()
            for task in bundle:
                connection.send(do(task, kit, build_once, decks))
        except (EOFError, OSError):
            return  # whoever gave the tasks has gone


def do(task: Task, kit: Kit, build_volume: BuildVolume, decks: dict[Path, ReadDeck]) -> Made:
    """Make the files of a task.

    Args:
        task: the task.
        kit: what makers work from.
        build_volume: builds a volume of all documents.
        decks: those that were read already; the task's is added.
    """
    start = time.monotonic()
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", HandoutWarning)
            paths = files_of(task, kit, build_volume, decks)
    except HandoutError as error:
        return Made(task, hindrance=str(error))
    except Exception as error:  # noqa: BLE001  (a fault of one maker must not end the others)
        return Made(task, fault=told(error))
    handouts = tuple(
        Handout(
            task.deck, task.kind, path.relative_to(kit.downloads).as_posix(), path.stat().st_size
        )
        for path in paths
    )
    told_of = [str(one.message) for one in warned if issubclass(one.category, HandoutWarning)]
    return Made(task, handouts, time.monotonic() - start, notes=tuple(dict.fromkeys(told_of)))


def files_of(
    task: Task, kit: Kit, build_volume: BuildVolume, decks: dict[Path, ReadDeck]
) -> list[Path]:
    """The files of a task, made."""
    kind = kind_of(task.kind)
    make = maker_of(kind)
    if task.page is not None:
        from sphinx_briefing.handouts.reading import read_deck  # noqa: PLC0415  (needs bs4)

        if task.page not in decks:
            decks[task.page] = read_deck(task.page)
        return make(kit, decks[task.page])
    return make(kit, build_volume) if kind.made_of == DOCUMENTS else make(kit)


def told(error: Exception) -> str:
    """What went wrong and where, in one line."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words} ({last.filename}:{last.lineno})"
