"""The transcript on a deck's page: of each slide its picture, the words to say, and it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.addresses import deck_uri, link_to_section, rebase_references
from sphinx_briefing.decks.assembly import add_numbers, unwrap_notes
from sphinx_briefing.decks.cover import occasion_of
from sphinx_briefing.decks.pictures import STYLES, slide_picture
from sphinx_briefing.decks.timing import numbered
from sphinx_briefing.slides.cutting import keep_what_is_for, make_ids_unique, words_to_say
from sphinx_briefing.slides.nodes import notes, slide_body, slide_notes, slide_title
from sphinx_briefing.slides.reading import TITLE_SLIDE_ID
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_briefing.decks.assembly import Numbers
    from sphinx_briefing.decks.directive import deck
    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.decks.timing import Pace
    from sphinx_briefing.slides.nodes import cut_slide

    CutOf = Callable[[str], dict[str, cut_slide]]


class slide_in_words(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """What a slide shows, in words, folded away behind its ``summary``."""


class Transcript:
    """The slides of one deck, one below the other."""

    def __init__(
        self,
        builder: Builder,
        record: Deck,
        cut_of: CutOf,
        shown: dict[str, str],
        anchors: dict[str, list[str]],
    ) -> None:
        """Begin a transcript.

        Args:
            builder: of web pages.
            record: the deck.
            cut_of: the slides, by id, cut out of a chapter with a name.
            shown: HTML of the slides' pictures, by id.
            anchors: ids of slides that have their place here, by the slide's id.
        """
        self.builder, self.env, self.record = builder, builder.env, record
        self.cut_of, self.shown, self.anchors = cut_of, shown, anchors
        self.fignumbers: Numbers = {}

    def section(self, stated: deck) -> nodes.section:
        """Make it.

        Args:
            stated: the `deck` node, resolved.
        """
        title = nodes.title("", _("Transcript"))
        transcript = nodes.section(
            "", title, ids=[f"{self.record.name}-transcript"], classes=["deck-transcript"]
        )
        text = _("Each slide with the words to say; what lies behind them stands in the chapters.")
        transcript += nodes.paragraph("", text, classes=["deck-summary"])
        transcript += self._title_slide(stated)
        for number, pace in numbered(self.env, self.record):
            transcript += self._slide(number, pace)
        return transcript

    def _title_slide(self, stated: deck) -> nodes.section:
        copy = stated.deepcopy()
        make_ids_unique(copy, TITLE_SLIDE_ID)
        speech = [child for child in copy.children if isinstance(child, notes)]
        body = [child for child in copy.children if not isinstance(child, notes)]
        return self._part(
            TITLE_SLIDE_ID,
            [nodes.Text(f"1. {self.record.title}")],
            [*body, *occasion_of(self.record, self.env.config.language)],
            unwrap_notes(nodes.Element("", *speech)),
            None,
        )

    def _slide(self, number: int, pace: Pace) -> nodes.section:
        docname = pace.slide.docname
        cut = self.cut_of(docname)[pace.slide.id].deepcopy()
        if not pace.slide.loose:  # what lies behind stands in the chapter
            words_to_say(next(iter(cut.findall(slide_notes))))
        keep_what_is_for(cut, "transcripts")
        add_numbers(self.fignumbers, self.env, docname, make_ids_unique(cut))
        here = self.builder.get_target_uri(self.record.docname)
        rebase_references(cut, from_uri=self.builder.get_target_uri(docname), to_uri=here)
        headline, body, speech = (
            next(iter(cut.findall(kind))) for kind in (slide_title, slide_body, slide_notes)
        )
        return self._part(
            pace.slide.id,
            [nodes.Text(f"{number}. "), *headline.children],
            body.children,
            unwrap_notes(speech),
            pace,
        )

    def _part(
        self,
        slide_id: str,
        headline: Sequence[Node],
        body: Sequence[Node],
        speech: Sequence[Node],
        pace: Pace | None,
    ) -> nodes.section:
        ids = [*self.anchors.get(slide_id, []), f"transcript-{slide_id}"]
        part = nodes.section(ids=ids, classes=["transcribed-slide"])
        part += nodes.title("", "", *headline)
        uri = deck_uri(self.builder, self.record.docname, self.record.name, slide_id)
        parts = nodes.container(classes=["transcript-parts"])
        if slide_id in self.shown:
            root = "../" * self.builder.get_target_uri(self.record.docname).count("/")
            parts += slide_picture(
                html=self.shown[slide_id], uri=uri, styles=f"{root}_static/{STYLES}"
            )
        if speech:
            parts += nodes.container("", *speech, classes=["transcript-notes"])
        more = nodes.container(classes=["transcript-more"])
        more += self._where(uri, pace)
        if body:
            shown = nodes.container("", *body, classes=["transcript-slide"])
            more += slide_in_words("", shown, summary=_("The slide in words"))
        parts += more
        part += parts
        return part

    def _where(self, uri: str, pace: Pace | None) -> nodes.paragraph:
        link = nodes.reference("", _("Open the slide"), refuri=uri, internal=True)
        where = nodes.paragraph("", "", link, classes=["deck-summary"])
        if pace is not None and not pace.slide.loose:
            slide = pace.slide
            where += nodes.Text(" · " + _("Background: "))
            where += link_to_section(
                self.builder,
                self.record.docname,
                slide.docname,
                slide.section,
                self.env.titles[slide.docname].astext(),
            )
        return where


def visit_slide_in_words(translator: Any, node: slide_in_words) -> None:
    """Open the fold."""
    body = translator.body
    summary = translator.encode(node["summary"])
    body.append(f'<details class="slide-in-words"><summary>{summary}</summary>\n')


def depart_slide_in_words(translator: Any, node: slide_in_words) -> None:
    """Close it."""
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register the fold."""
    app.add_node(slide_in_words, html=(visit_slide_in_words, depart_slide_in_words))
