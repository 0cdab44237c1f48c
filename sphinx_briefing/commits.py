"""What Git says of the sources of a publication, where they are in one of its repositories."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_S = 10
"""Seconds that Git may take; it takes hundredths of one."""


class Commit(NamedTuple):
    """What Git says of a folder; paths are those below the top of its repository, with slashes."""

    name: str = ""
    date: str = ""  # ISO date
    top: str = ""
    changed: bool = False  # whether files are not as in the commit
    unknown: tuple[str, ...] = ()  # files, and folders with a slash, that are in no commit


QUESTIONS = (
    ("rev-parse", "--show-toplevel"),
    ("log", "-1", "--format=%H %cs"),
    ("status", "--porcelain", "-z", "--no-renames", "--ignored", "--", "."),
)
"""What Git is asked, at once."""


def commit_of(folder: Path) -> Commit:
    """The commit on which the files of a folder stand; empty where no repository has them."""
    answers = ask_git(folder)
    if not answers:
        return Commit()
    top, (name, date) = answers[0].rstrip("\n"), answers[1].split()
    states = [(entry[:2], entry[3:]) for entry in answers[2].split("\0") if entry]
    unknown = tuple(path for state, path in states if state in {"??", "!!"})
    commit = Commit(name, date, top, len(unknown) < len(states), unknown)
    return Commit() if is_unknown(folder / "conf.py", commit) else commit


def ask_git(folder: Path) -> list[str]:
    """The answers to `QUESTIONS`; none where there is no Git, no repository, or no commit."""
    running: list[subprocess.Popen[str]] = []
    try:
        for question in QUESTIONS:
            running.append(  # noqa: PERF401  (those that started are ended, should one not start)
                subprocess.Popen(
                    ["git", "-C", folder, *question],
                    env=os.environ | {"GIT_OPTIONAL_LOCKS": "0"},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    encoding="utf-8",
                    errors="surrogateescape",
                )
            )
        answers = [process.communicate(timeout=PATIENCE_S)[0] for process in running]
    except (OSError, subprocess.TimeoutExpired):
        for process in running:
            process.kill()
            process.communicate()
        return []
    return [] if any(process.returncode for process in running) else answers


def is_unknown(path: Path, commit: Commit) -> bool:
    """Whether a file is in no commit; one outside the repository does not count."""
    if not path.is_relative_to(commit.top):
        return False
    below = path.relative_to(commit.top).as_posix()
    return any(
        below.startswith(one) if one.endswith("/") else below == one for one in commit.unknown
    )
