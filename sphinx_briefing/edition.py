"""Which edition of the sources a build shows: its date, and the commit where Git knows one.

What was handed out can so be told from what there is today. The same sources give the same edition:
nothing of it is the time or the machine of the build.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.errors import ConfigError

from sphinx_briefing import messages
from sphinx_briefing.commits import commit_of, is_unknown
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
