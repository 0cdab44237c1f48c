"""Which edition of the sources a build shows: its date, and the commit where Git knows one.

What was handed out can so be told from what there is today. The same sources give the same edition:
nothing of it is the time or the machine of the build.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.errors import ConfigError

from sphinx_briefing import messages
from sphinx_briefing.dates import in_full
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable that sets the date of a build, in seconds since 1970.

Source: https://reproducible-builds.org/specs/source-date-epoch/
"""

SHORT = 7
"""Characters of a commit's name that are shown, as Git shows of most; it depends on no settings."""

PATIENCE_S = 10
"""Seconds that Git may take; it takes hundredths of one."""

STORE = "briefing_edition"
"""Attribute of the environment: the edition that was built last."""


class Edition(NamedTuple):
    """Which state of the sources is shown; empty where nothing of it is known."""

    date: str = ""  # ISO date
    commit: str = ""  # the first characters of its name
    changed: bool = False  # whether the sources are no longer those of the commit

    def label(self, language: str = "en") -> str:
        """For readers: ``30 November 2026, 3f2a91c``, with ``changed`` where that is so.

        Args:
            language: as ``conf.py`` names it.
        """
        parts = [in_full(self.date, language)] if self.date else []
        if self.commit:
            parts += [self.commit, *[str(_("changed"))] * self.changed]
        return ", ".join(parts)

    def file_suffix(self) -> str:
        """What a file's name ends in: ``2026-11-30-3f2a91c``; empty where nothing is known."""
        parts = [self.date, self.commit, "changed" if self.commit and self.changed else ""]
        return "-".join(filter(None, parts))


def edition_of(env: BuildEnvironment) -> Edition:
    """The edition of the build that is running, or that was read last."""
    edition: Edition = vars(env).get(STORE, Edition())
    return edition


# -- where it is known from -----------------------------------------------------------------------


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


def date_of_epoch() -> str:
    """The date that `EPOCH` sets, by UTC; empty where it is not set.

    Raises:
        ConfigError: it is no number of seconds.
    """
    seconds = os.environ.get(EPOCH, "")
    if not seconds:
        return ""
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(messages.EPOCH_NO_NUMBER % (EPOCH, seconds)) from error


def check_epoch(app: Sphinx, config: Config) -> None:
    """Refuse an `EPOCH` that is none, before Sphinx stumbles over it."""
    date_of_epoch()


def note_edition(app: Sphinx, env: BuildEnvironment, docnames: object) -> None:
    """Note the edition, once it is known which documents there are."""
    commit = commit_of(Path(app.confdir))
    # Files that Git does not know may be of no use to the publication; documents are.
    documents = (Path(env.doc2path(docname)) for docname in env.found_docs)
    changed = commit.changed or any(is_unknown(path, commit) for path in documents)
    date = date_of_epoch() or commit.date or app.config.briefing_date
    edition = Edition(date, commit.name[:SHORT], bool(commit.name) and changed)
    vars(env)[STORE] = edition


def setup(app: Sphinx) -> None:
    """Look before documents are read: those that are read at once are read by copies of this."""
    app.connect("config-inited", check_epoch)
    app.connect("env-before-read-docs", note_edition)
