"""What is checked, a built publication, and how a check tells what it found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.addresses import deck_file
from sphinx_briefing.decks.records import DECKS, slides_of
from sphinx_briefing.slides.nodes import slide
from sphinx_briefing.slides.records import SLIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.slides.records import Slide


class Finding(NamedTuple):
    """What is wrong in a place, and what to do about it."""

    file: str  # below the folder of conf.py, with slashes
    line: int  # 0: the file as a whole
    text: str

    def __str__(self) -> str:
        """The finding as a line: ``file:line: what is wrong: what to do``."""
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


class Result(NamedTuple):
    """What one check found."""

    looked_at: str  # such as "34 slides"
    faults: list[Finding] = []  # noqa: RUF012  (never changed)
    advice: list[Finding] = []  # noqa: RUF012  (never changed)
    hindrance: str = ""  # why nothing could be checked, and what to do; empty: it was


class Publication(NamedTuple):
    """A publication: its sources as they were read, and the site made of them."""

    root: Path  # the folder of conf.py
    site: Path
    env: BuildEnvironment

    @property
    def config(self) -> Config:
        """The settings."""
        return self.env.config

    def slides(self) -> Iterator[tuple[Slide, slide]]:
        """Each slide as it is known, and as it was read, in the order of the chapters' names."""
        for docname, records in sorted(SLIDES.by_document(self.env).items()):
            by_id = {
                node["slide_id"]: node for node in self.env.get_doctree(docname).findall(slide)
            }
            for record in records:
                if record.retirement:
                    continue
                yield record, by_id[record.id]

    def decks(self) -> list[Deck]:
        """The decks, by name."""
        return sorted(DECKS.all(self.env), key=lambda deck: deck.name)

    def slides_of(self, deck: Deck) -> list[Slide]:
        """The slides that a deck shows, in order."""
        return slides_of(self.env, deck)

    def page_of(self, deck: Deck) -> Path:
        """The presentation of a deck."""
        return Path(self.site, deck_file(self.config, deck.name))

    def finding(self, source: str | Path, line: int, text: str) -> Finding:
        """A finding in a source file, which is named as seen from the folder of conf.py."""
        path = Path(source)
        if path.is_relative_to(self.root):
            path = path.relative_to(self.root)
        return Finding(path.as_posix(), line, text)

    def on_slide(self, record: Slide, text: str) -> Finding:
        """A finding on a slide."""
        return self.finding(record.source, record.line, f"the slide {record.id!r} {text}")


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 slide``, ``2 slides``."""
    return f"{number} {noun}{'s' * (number != 1)}"
