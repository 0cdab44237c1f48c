"""What a build keeps for the next one: used by one build at a time, and only as it was left."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STATE = "left.json"
"""Name of the file, in the work folder, of what the last build notes for the next."""

Files = dict[str, list[int]]
"""By a file's path in its folder: bytes, and nanoseconds of its last change."""


@contextmanager
def one_at_a_time(work: Path) -> Iterator[None]:
    """Wait for another build in the same work folder, and say so.

    The system gives the lock back when the process that holds it ends, in whatever way.
    """
    lock = FileLock(work.with_name(f"{work.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print(f"Another build writes to {work.parent}: waiting until it has ended …", flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def files_in(folder: Path) -> Files:
    """The files below a folder; none where it is not there."""
    found: Files = {}
    pending = [(str(folder), "")]
    while pending:
        path, prefix = pending.pop()
        try:
            entries = list(os.scandir(path))
        except OSError:
            continue
        for entry in entries:
            name = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                pending.append((entry.path, f"{name}/"))
            else:
                status = entry.stat(follow_symlinks=False)
                found[name] = [status.st_size, status.st_mtime_ns]
    return found


def note_as_left(work: Path, *folders: Path) -> None:
    """Note how a build that succeeded leaves its folders; what is known of others stays."""
    keep(work, {folder.name: files_in(folder) for folder in folders})


def is_as_left(work: Path, *folders: Path) -> bool:
    """Whether each folder is as the last build left it: nothing was cut off, deleted or added.

    Sphinx takes for granted what it finds there, and would publish what is missing as missing.
    """
    state = kept(work)
    if state is None:
        return not any(folder.exists() for folder in folders)
    return all(files_in(folder) == state.get(folder.name, {}) for folder in folders)


def keep(work: Path, noted: Mapping[str, Any]) -> None:
    """Note something for the next build, by names; what is noted under others stays."""
    state = {**(kept(work) or {}), **noted}
    (work / STATE).write_text(json.dumps(state), encoding="utf-8")


def kept(work: Path) -> dict[str, Any] | None:
    """What builds have noted, by name; none where there is nothing that can be read."""
    try:
        state = json.loads((work / STATE).read_bytes())
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) else None
