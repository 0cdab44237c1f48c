"""``{deck}``: what an author writes. A deck is a document that picks slides from the chapters."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.config import MINUTES_PER_SLIDE
from sphinx_briefing.dates import is_date
from sphinx_briefing.decks.records import DECKS, Deck
from sphinx_briefing.fences import report_short_fence
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.messages import warn
from sphinx_briefing.retirement import Retirement, retirement_of
from sphinx_briefing.slides.directives import MOST_MINUTES, minutes_of
from sphinx_briefing.slides.nodes import notes
from sphinx_briefing.translation import _, to_extract, translate

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

TITLE_MINUTES = 0.5
"""Minutes of a title slide without notes: a greeting. A rule of this project."""


class deck(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A deck: what its title slide shows below the title, and notes for it."""


class DeckDirective(SphinxDirective):
    """A deck of slides picked from the chapters.

    The body is shown on the title slide. Options: ``:audience:`` whose slides to pick beside
    those for everyone; ``:chapters:`` the documents to pick from, by spaces (none: all,
    in reading order); or ``:slides:`` the ids of single slides, in the order wanted, whoever they
    are for; ``:minutes:`` what the speaker has (required);
    ``:minutes-per-slide:`` for slides that say nothing of their own; ``:openers:`` whether a slide
    of its own opens each chapter, ``yes`` or ``no`` (not set: in a long deck that does not name its
    slides); ``:retired:`` the date from which it is no longer given, and ``:successor:`` the name
    of the deck that takes its place.

    ``:occasion:``, ``:date:`` and ``:speaker:`` stand on the title slide, below the body.

    A ``{slide}`` in the file of a deck, below the ``{deck}``, belongs to that deck alone
    (``own.py``).

    A retired deck keeps its page and its presentation, of a title slide alone, which say so. Its
    body says why.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "audience": directives.unchanged_required,
        "chapters": directives.unchanged_required,
        "slides": directives.unchanged_required,
        "occasion": directives.unchanged_required,
        "date": directives.unchanged_required,
        "speaker": directives.unchanged_required,
        "minutes": directives.unchanged,
        "minutes-per-slide": directives.unchanged,
        "openers": directives.unchanged,
        "retired": directives.unchanged,
        "successor": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Make the `deck` node and note the deck."""
        docname = self.env.current_document.docname
        if DECKS.of(self.env, docname):
            warn(
                messages.DECK_IS_SECOND,
                location=self.get_location(),
                subtype="deck",
            )
            return []
        report_short_fence(self)
        retirement = self._retirement()
        if "minutes" not in self.options and not retirement:
            warn(
                messages.DECK_WITHOUT_MINUTES,
                location=self.get_location(),
                subtype="deck",
            )
        node = deck(is_deck=True, docname=docname)
        self.set_source_info(node)
        if retirement:
            node += self._notice(retirement)
        node += self.parse_content_to_nodes()
        spoken = sum(len(block.astext().split()) for block in node.findall(notes))
        DECKS.note(self.env, docname, self._record(docname, retirement, spoken))
        # A deck's page repeats its chapters' text: searching finds the chapters instead.
        self.env.metadata[docname]["nosearch"] = "true"
        told = [self.options.get(name, "") for name in ("occasion", "speaker")]
        return [node, *to_extract(self, [*self.arguments, *told])]

    def _record(self, docname: str, retirement: Retirement, spoken: int) -> Deck:
        return Deck(
            name=posixpath.basename(docname),
            docname=docname,
            title=self._title(),
            audience=self._audience(),
            chapters=self._chapters(),
            minutes=minutes_of(self, "minutes") or MOST_MINUTES,
            minutes_per_slide=minutes_of(self, "minutes-per-slide") or MINUTES_PER_SLIDE,
            title_minutes=spoken / self.config.briefing_words_per_minute or TITLE_MINUTES,
            source=self.get_source_info()[0],
            line=self.lineno,
            retirement=retirement,
            openers=self._openers(),
            slides=self._slides(),
            occasion=self._told("occasion"),
            date=self._date(),
            speaker=self._told("speaker"),
        )

    def _retirement(self) -> Retirement:
        name = posixpath.basename(self.env.current_document.docname)
        retirement, faults = retirement_of(self.options, name)
        for fault in faults:
            warn(messages.DECK_FAULT, fault, location=self.get_location(), subtype="deck")
        return retirement

    def _openers(self) -> bool | None:
        asked = self.options.get("openers")
        if "openers" in self.options and asked not in {"yes", "no"}:
            warn(
                messages.DECK_OPENERS_UNCLEAR,
                asked or "",
                location=self.get_location(),
                subtype="deck",
            )
        return {"yes": True, "no": False}.get(asked or "")

    def _notice(self, retirement: Retirement) -> nodes.paragraph:
        text = _("This deck was retired on {date}.").format(date=retirement.date)
        notice = nodes.paragraph("", text, classes=["deck-retired"])
        self.set_source_info(notice)
        if retirement.successor:
            link = addnodes.pending_xref(
                retirement.successor,
                nodes.inline("", retirement.successor),
                refdomain="briefing",
                reftype="deck",
                reftarget=retirement.successor,
                refdoc=self.env.current_document.docname,
                refexplicit=False,
                refwarn=True,
            )
            self.set_source_info(link)
            before, after = _(" In its place: “{slide}”.").split("{slide}")
            notice += [nodes.Text(before), link, nodes.Text(after)]
        return notice

    def _title(self) -> str:
        docname = self.env.current_document.docname
        if self.arguments:
            return translate(self.env, docname, self.arguments[0])
        title = next(iter(self.state.document.findall(nodes.title)), None)
        return translate(self.env, docname, title.astext()) if title is not None else ""

    def _audience(self) -> str | None:
        audience: str | None = self.options.get("audience")
        known = self.config.briefing_audiences
        if audience is not None and audience not in known:
            warn(
                messages.AUDIENCE_UNKNOWN,
                audience,
                messages.any_of(known),
                location=self.get_location(),
                subtype="audience",
            )
        return audience

    def _told(self, option: str) -> str:
        docname = self.env.current_document.docname
        return translate(self.env, docname, " ".join(self.options.get(option, "").split()))

    def _date(self) -> str:
        date: str = self.options.get("date", "")
        if not date or is_date(date):
            return date
        warn(messages.DATE_UNUSABLE, ":date:", date, location=self.get_location(), subtype="deck")
        return ""

    def _names(self, option: str) -> list[str]:
        """The names that an option lists, by spaces, commas or lines."""
        names: str = self.options.get(option, "")
        return names.replace(",", " ").split()

    def _slides(self) -> tuple[str, ...]:
        names = self._names("slides")
        if names and "chapters" in self.options:
            warn(messages.DECK_SLIDES_AND_CHAPTERS, location=self.get_location(), subtype="deck")
        return tuple(names)

    def _chapters(self) -> tuple[str, ...]:
        chapters = []
        for name in self._names("chapters"):
            docname, _ = self.env.relfn2path(name)
            docname = self.env.path2doc(docname) or docname
            if docname in chapters:
                warn(
                    refusals.DECK_CHAPTER_TWICE,
                    docname,
                    location=self.get_location(),
                    subtype="deck",
                )
            elif docname in self.env.found_docs:
                chapters.append(docname)
            else:
                warn(
                    messages.DECK_CHAPTER_MISSING,
                    name,
                    location=self.get_location(),
                    subtype="deck",
                )
        return tuple(chapters)


def setup(app: Sphinx) -> None:
    """Register node and directive."""
    app.add_node(deck)
    app.add_directive("deck", DeckDirective)
