"""What makers of handouts work from, and what they give back."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sphinx_briefing.addresses import site_address
from sphinx_briefing.edition import edition_of
from sphinx_briefing.translation import language_tag

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.handouts.reading import ReadDeck


DECK_FOLDERS = "decks"
"""Below the folder of downloads: what is made of decks. No file has that name."""


class HandoutError(Exception):
    """A handout could not be made; the message says what is missing and how to get it."""


class HandoutWarning(UserWarning):
    """A handout was made, but is not as good as it should be; the message says what to do."""


class Kit(NamedTuple):
    """A built site, and all else that makers need to know."""

    site: Path  # the built pages, docs and decks together; read only
    downloads: Path  # the folder to write to
    address: str  # the site's address with a slash at its end; empty: not known
    title: str  # of the publication
    author: str
    language: str  # a tag of BCP 47
    presenter: bool  # whether the site may show private notes
    edition: str  # what file names end in, such as "2026-11-30-3f2a91c"; empty: not known
    edition_label: str  # the same for readers; empty: not known
    date: str  # of the edition, as 2026-11-30; empty: not known
    browser: Path | None  # a Chromium that starts; None: there is none

    @property
    def slug(self) -> str:
        """A name for files of the whole publication: ``open-source-ai-and-national-security``."""
        plain = unicodedata.normalize("NFKD", self.title).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "publication"

    def file_of_deck(self, deck: str, what: str, suffix: str) -> Path:
        """The file of a handout of a deck: ``decks/briefing/briefing-handout-2026-11-30.pdf``.

        Each deck has a folder, which is made here, so that whatever decks are called, no two files
        have one name.

        Args:
            deck: its name.
            what: ``handout``; empty: the slides themselves.
            suffix: such as ``.pdf``.
        """
        folder = self.downloads / DECK_FOLDERS / deck
        folder.mkdir(parents=True, exist_ok=True)
        return folder / self._named(deck, what, suffix)

    def file(self, what: str, suffix: str) -> Path:
        """The file of a handout of the whole publication, likewise."""
        return self.downloads / self._named(self.slug, what, suffix)

    def _named(self, name: str, what: str, suffix: str) -> str:
        parts = [name, what, "presenter" if self.presenter else "", self.edition]
        return "-".join(filter(None, parts)) + suffix


class Handout(NamedTuple):
    """A file that was made."""

    deck: str  # the deck's name; empty: it is of the whole publication
    kind: str  # the maker's name
    file: str  # seen from the folder of downloads
    size: int  # bytes


class DeckMaker(Protocol):
    """Makes the files of one kind of one deck."""

    def __call__(self, kit: Kit, deck: ReadDeck) -> list[Path]:
        """Make them.

        Returns:
            The files, the one to link first.

        Raises:
            HandoutError: something is missing.
        """


def kit_of(env: BuildEnvironment, site: Path, downloads: Path, browser: Path | None) -> Kit:
    """What makers work from.

    Args:
        env: of the build that made the pages.
        site: the folder of the pages.
        downloads: the folder to write to.
        browser: a Chromium that starts; none: there is none.
    """
    config, edition = env.config, edition_of(env)
    return Kit(
        site=site,
        downloads=downloads,
        address=site_address(config),
        title=config.project,
        author=config.author,
        language=language_tag(config.language),
        presenter=config.briefing_presenter,
        edition=edition.file_suffix().lstrip("-"),
        edition_label=edition.label(config.language),
        date=edition.date,
        browser=browser,
    )
