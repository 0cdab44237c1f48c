"""What is known of slides once their chapters are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.records import Records, once_read
from sphinx_briefing.retirement import Retirement, last_successor

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class Slide(NamedTuple):
    """A slide, as noted while its chapter was read."""

    id: str  # unique in the project, permanent
    docname: str  # the chapter that holds it
    anchor: str  # id of its box in the chapter
    section: str  # id of the section it stands in
    section_title: str
    title: str  # the headline as plain text
    audiences: tuple[str, ...]  # empty: for every deck
    minutes: float | None  # as set by the author
    spoken_words: int  # words in its {notes} blocks
    claims: tuple[str, ...]  # claims marked on it
    told: tuple[str, ...]  # claims marked in what the speaker has to it
    sources: tuple[str, ...]  # keys of the sources cited in either
    source: str  # file and line, for messages
    line: int
    noted: bool = False  # whether it has notes, private ones too
    retirement: Retirement = Retirement()  # a retired slide is in no deck
    layout: str = ""  # how a deck lays it out; empty: plain
    loose: bool = False  # whether it stands directly below a deck, in no section of its own


SLIDES: Records[Slide] = Records("slides")


class PrivateNote(NamedTuple):
    """Where a private note stands."""

    file: str  # for messages
    first: int
    last: int

    def covers(self, file: str, line: int) -> bool:
        """Whether a line belongs to it."""
        return self.file == file and self.first <= line <= self.last


PRIVATE: Records[PrivateNote] = Records("private notes")
"""The private notes; a document that has any has a source that is not published."""


def find_slide(env: BuildEnvironment, slide_id: str) -> Slide | None:
    """The slide with that id, one in use first, if there is one."""
    return _by_id(env).get(slide_id)


@once_read
def _by_id(env: BuildEnvironment) -> dict[str, Slide]:
    """Slides by their ids; of those with the same, the first in use, else the first."""
    found: dict[str, Slide] = {}
    for slide in SLIDES.all(env):
        before = found.get(slide.id)
        if before is None or (before.retirement and not slide.retirement):
            found[slide.id] = slide
    return found


def successor_of(env: BuildEnvironment, slide: Slide) -> Slide | None:
    """The slide in use that takes the place of a retired one, if there is one."""
    following = last_successor(slide.id, retirements(env))
    return find_slide(env, following) if following else None


@once_read
def retirements(env: BuildEnvironment) -> dict[str, Retirement]:
    """The retirement of each slide, by its id."""
    return {slide.id: slide.retirement for slide in SLIDES.all(env)}
