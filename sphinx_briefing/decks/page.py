"""A deck's page in the docs: a way to start it, its slides with minutes, its transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_briefing.addresses import deck_uri, link_to_section
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.cover import occasion_of
from sphinx_briefing.decks.directive import deck
from sphinx_briefing.decks.openers import OPENER_MINUTES, parts_of
from sphinx_briefing.decks.records import DECKS, decks_showing, find_deck, slides_of
from sphinx_briefing.decks.timing import (
    TIMES,
    deck_minutes,
    numbered,
    slide_count,
)
from sphinx_briefing.decks.transcript import Transcript
from sphinx_briefing.edition import edition_of
from sphinx_briefing.incremental import PAGE_SHOWS, PAGES_SHOW
from sphinx_briefing.minutes import clock, in_words
from sphinx_briefing.resolved import LAST
from sphinx_briefing.slides.box import shows_slides_as_boxes
from sphinx_briefing.slides.cutting import prose_after
from sphinx_briefing.slides.nodes import notes, slide, slide_decks
from sphinx_briefing.slides.reading import TITLE_SLIDE_ID
from sphinx_briefing.slides.records import SLIDES
from sphinx_briefing.tables import make_table
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_briefing.decks.assembly import Numbers
    from sphinx_briefing.decks.openers import Part
    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.decks.timing import Pace
    from sphinx_briefing.slides.nodes import cut_slide

    CutOf = Callable[[str], dict[str, cut_slide]]


class NumberedPage(NamedTuple):
    """A page with the numbers of the figures that were copied into it."""

    document: nodes.document
    fignumbers: Numbers


class DeckPage:
    """A deck's page in the docs: a way to start it, its slides with minutes, its transcript."""

    def __init__(self, builder: Builder, record: Deck) -> None:
        """Begin a page.

        Args:
            builder: for which it is made.
            record: the deck.
        """
        self.builder, self.env, self.record = builder, builder.env, record
        self.starts = writes_pages(builder)
        self.fignumbers: Numbers = {}

    def content(
        self,
        stated: deck,
        cut_of: CutOf | None,
        shown: dict[str, str] | None = None,
        anchors: dict[str, list[str]] | None = None,
    ) -> list[Node]:
        """What stands in the place of a `deck` node.

        Args:
            stated: the node, resolved.
            cut_of: the slides cut out of a chapter with a name, by id; none: no transcript.
            shown: HTML of the slides' pictures, by id.
            anchors: ids of slides that have their place in the transcript, by the slide's id.
        """
        body = [child for child in stated.children if not isinstance(child, notes)]
        if self.record.retirement:
            return body
        page: list[Node] = [self._start()] if self.starts else []
        page.append(self._summary())
        body += occasion_of(self.record, self.env.config.language)
        if body:
            copied = [child.deepcopy() for child in body]
            page.append(nodes.container("", *copied, classes=["deck-title-slide"]))
        page.append(self._contents())
        if cut_of is not None:
            transcript = Transcript(self.builder, self.record, cut_of, shown or {}, anchors or {})
            page.append(transcript.section(stated))
            self.fignumbers = transcript.fignumbers
        return page

    def _start(self) -> nodes.paragraph:
        start = nodes.reference(
            "",
            _("Start “{deck}”").format(deck=self.record.title),
            refuri=self._uri(),
            internal=True,
            classes=["deck-start"],
        )
        return nodes.paragraph("", "", start)

    def _uri(self, slide_id: str = "") -> str:
        return deck_uri(self.builder, self.record.docname, self.record.name, slide_id)

    def _summary(self) -> nodes.paragraph:
        text = _("{count} slides, the title included. About {minutes} to present").format(
            count=slide_count(self.env, self.record),
            minutes=in_words(deck_minutes(self.env, self.record)),
        )
        audience = self.env.config.briefing_audiences.get(self.record.audience, "")
        if audience:
            text += _(", for: {audience}").format(audience=audience)
        text = text.rstrip(".") + "."
        if edition := edition_of(self.env).label(self.env.config.language):
            text += " " + _("Edition: {edition}").format(edition=edition) + "."
        return nodes.paragraph("", text, classes=["deck-summary"])

    def _contents(self) -> nodes.section:
        rows: dict[int, Sequence[str | Sequence[Node]]] = {
            n: (str(n), [self._slide_link(pace)], [self._chapter_link(pace)], clock(pace.minutes))
            for n, pace in numbered(self.env, self.record)
        }
        for part in parts_of(self.env, self.record):
            if part.opener:
                link = self._opener_link(part)
                rows[part.first] = (str(part.first), [link], "", clock(OPENER_MINUTES))
        table = make_table(
            {_("No."): 4, _("Slide"): 42, _("From"): 42, _("Minutes"): 12},
            [
                ("1", [self._title_link()], "", clock(self.record.title_minutes)),
                *(row for _n, row in sorted(rows.items())),
                ("", _("In all"), "", clock(deck_minutes(self.env, self.record))),
            ],
            "deck-contents",
        )
        title = nodes.title("", _("Slides"))
        return nodes.section("", title, table, ids=[f"{self.record.name}-slides"])

    def _title_link(self) -> Node:
        if not self.starts:
            return nodes.Text(self.record.title)
        uri = self._uri(TITLE_SLIDE_ID)
        return nodes.reference("", self.record.title, refuri=uri, internal=True)

    def _opener_link(self, part: Part) -> Node:
        text = _("Part {number}: {title}").format(
            number=part.number, title=self.env.titles[part.docname].astext()
        )
        if not self.starts:
            return nodes.Text(text)
        return nodes.reference("", text, refuri=self._uri(part.opener), internal=True)

    def _slide_link(self, pace: Pace) -> Node:
        if not self.starts:
            return nodes.Text(pace.slide.title)
        uri = self._uri(pace.slide.id)
        return nodes.reference("", pace.slide.title, refuri=uri, internal=True)

    def _chapter_link(self, pace: Pace) -> Node:
        slide = pace.slide
        if slide.loose:
            return nodes.Text(_("this deck alone"))
        text = slide.section_title
        if text == slide.title:  # a section headed by its point
            text = self.env.titles[slide.docname].astext()
        return link_to_section(
            self.builder, self.record.docname, slide.docname, slide.section, text
        )


def make_page(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Turn a deck's document into its page, as yet without the transcript.

    Builders that bind all documents in one volume get no transcript: the chapters stand there.
    """
    if shows_slides_as_boxes(app.builder):
        for node in list(document.findall(deck)):  # several in a volume of all documents
            record = DECKS.of(app.env, node["docname"])[0]
            content = DeckPage(app.builder, record).content(node, None)
            if writes_pages(app.builder):  # the search finds a deck's own slides alone
                for part in content:
                    if isinstance(part, nodes.Element):
                        part["classes"].append("no-search")
            put_in_place(node, content)


def put_in_place(node: deck, content: list[Node]) -> None:
    """Put a deck's content in the place of its node, sections after what is loose below it."""
    section = node.parent
    at = section.index(node)
    below = section.children[at + 1 :]
    below = below[: next((n for n, part in enumerate(below) if _is_section(part)), len(below))]
    head = [part for part in content if not _is_section(part)]
    sections = [part for part in content if _is_section(part)]
    section[at : at + 1 + len(below)] = [*head, *below, *sections]


def _is_section(node: Node) -> bool:
    return isinstance(node, nodes.section)


def take_loose_slides(document: nodes.document) -> dict[str, list[str]]:
    """Take out the slides in use that stand directly below a deck, and the prose that is theirs.

    Returns:
        The ids of each, by the slide's id.
    """
    ids: dict[str, list[str]] = {}
    for node in list(document.findall(slide)):
        if node.get("loose") and not node["retirement"]:
            ids[node["slide_id"]] = list(node["ids"])
            for part in [*prose_after(node), node]:
                node.parent.remove(part)
    return ids


def with_transcript(
    builder: Builder,
    document: nodes.document,
    record: Deck,
    cut_of: CutOf,
    shown: dict[str, str],
) -> NumberedPage:
    """A deck's page as it is published.

    Args:
        builder: of web pages.
        document: the deck's, resolved; changed in place.
        record: the deck.
        cut_of: the slides, by id, cut out of a chapter with a name.
        shown: HTML of the slides' pictures, by id.
    """
    page, anchors = DeckPage(builder, record), take_loose_slides(document)
    for node in list(document.findall(deck)):
        put_in_place(node, page.content(node, cut_of, shown, anchors))
    return NumberedPage(document, page.fignumbers)


def link_to_decks(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Tell in each slide's box which decks show it."""
    if not writes_pages(app.builder):
        return
    for node in document.findall(slide):
        decks = decks_showing(app.env, node["slide_id"])
        if not decks or node["retirement"]:
            continue
        line = nodes.paragraph("", _("On a slide in "), classes=["in-brief-decks"])
        for number, record in enumerate(decks):
            if number:
                line += nodes.Text(" · ")
            uri = deck_uri(app.builder, docname, record.name, node["slide_id"])
            title = app.env.titles[record.docname].astext()
            line += nodes.reference("", title, refuri=uri, internal=True)
        node.append(slide_decks("", line))


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """Of decks, a page shows which show its slides; a deck's page shows the slides of chapters."""
    env = app.env
    shown: list[object] = [
        (record.id, deck_.name, env.titles[deck_.docname].astext())
        for record in SLIDES.of(env, docname)
        for deck_ in decks_showing(env, record.id)
    ]
    for deck_ in DECKS.of(env, docname):  # with the time when each chapter was read
        shown.append(edition_of(env))
        shown += [(s.id, env.all_docs[s.docname]) for s in slides_of(env, deck_)]
    told = [find_deck(env, name) for name in TIMES.of(env, docname)]
    shown += [in_words(deck_minutes(env, deck_)) for deck_ in told if deck_]
    return shown


def pages_show(app: Sphinx) -> list[object]:
    """Any page may link to slides and decks by their titles."""
    return [
        [(s.id, s.title, s.docname, s.anchor, s.retirement) for s in SLIDES.all(app.env)],
        [(deck_.name, deck_.title, deck_.docname) for deck_ in DECKS.all(app.env)],
    ]


def setup(app: Sphinx) -> None:
    """Make the pages last: what they show needs nothing more to be done to it."""
    app.connect(PAGE_SHOWS, page_shows)
    app.connect(PAGES_SHOW, pages_show)
    app.connect("doctree-resolved", link_to_decks)
    app.connect("doctree-resolved", make_page, priority=LAST + 50)
