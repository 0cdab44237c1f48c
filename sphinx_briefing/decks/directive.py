"""Decks: the ``{deck}`` directive, and a deck's page in the docs.

A deck is a document that picks slides from the chapters. The deck builder makes the
presentation of it (``deck_builder.py``); in the docs it is a page with a way to start the
deck, its slides with their minutes, and its transcript.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import suppress_logging

from sphinx_briefing.config import (
    MINUTES_PER_SLIDE,
    builder_of,
    is_date,
    shows_slides_as_boxes,
    writes_pages,
)
from sphinx_briefing.decks.timing import clock, deck_minutes, in_words, paces
from sphinx_briefing.domain import Deck, briefing_domain, deck_uri, link_to_section
from sphinx_briefing.slides.slide import (
    MOST_MINUTES,
    TITLE_SLIDE_ID,
    cut_slides,
    minutes_of,
    notes,
    rebase_references,
    slide_body,
    slide_notes,
    slide_title,
    warn,
)
from sphinx_briefing.tables import make_table

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

    from sphinx_briefing.decks.timing import Pace
    from sphinx_briefing.slides.slide import cut_slide

TITLE_MINUTES = 0.5
"""Minutes of a title slide without notes: a greeting. A rule of this project."""


class deck(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A deck: what its title slide shows below the title, and notes for it."""


class DeckDirective(SphinxDirective):
    """A deck of slides picked from the chapters.

    The body is shown on the title slide. Options: ``:audience:`` whose slides to pick beside
    those for everyone; ``:chapters:`` the documents to pick from, by spaces (none: all,
    in reading order); ``:minutes:`` what the speaker has (required);
    ``:minutes-per-slide:`` for slides that say nothing of their own; ``:retired:`` the date from
    which it is no longer given, and ``:successor:`` the name of the deck that takes its place.

    A retired deck keeps its page and its presentation, of a title slide alone, which say so. Its
    body says why.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "audience": directives.unchanged_required,
        "chapters": directives.unchanged_required,
        "minutes": directives.unchanged,
        "minutes-per-slide": directives.unchanged,
        "retired": directives.unchanged,
        "successor": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Make the `deck` node and note the deck."""
        domain = briefing_domain(self.env)
        docname = self.env.current_document.docname
        if docname in domain.decks:
            warn(
                "a document holds one deck: move this one to a file of its own",
                location=self.get_location(),
                subtype="deck",
            )
            return []
        retired, successor = self._retirement()
        if "minutes" not in self.options and not retired:
            warn(
                "the deck does not say how long the speaker has: add :minutes:",
                location=self.get_location(),
                subtype="deck",
            )
        node = deck(is_deck=True, docname=docname)
        self.set_source_info(node)
        if retired:
            node += self._notice(retired, successor)
        node += self.parse_content_to_nodes()
        spoken = sum(len(block.astext().split()) for block in node.findall(notes))
        domain.note_deck(
            Deck(
                name=posixpath.basename(docname),
                docname=docname,
                title=self._title(),
                audience=self._audience(),
                chapters=self._chapters(),
                minutes=minutes_of(self, "minutes") or MOST_MINUTES,
                minutes_per_slide=minutes_of(self, "minutes-per-slide") or MINUTES_PER_SLIDE,
                title_minutes=spoken / self.config.briefing_words_per_minute or TITLE_MINUTES,
                line=self.lineno,
                retired=retired,
                successor=successor,
            )
        )
        # A deck's page repeats its chapters' text: searching finds the chapters instead.
        self.env.metadata[docname]["nosearch"] = "true"
        return [node]

    def _retirement(self) -> tuple[str, str]:
        """Date and successor, empty where the deck is in use or says nothing usable."""
        date, successor = (self.options.get(name) or "" for name in ("retired", "successor"))
        faults = []
        if "retired" in self.options and not is_date(date):
            faults.append(f":retired: is {date!r}: write a date such as 2026-11-24")
        if successor and not date:
            faults.append("only a retired deck has a :successor:; add :retired: with the date")
        if successor == posixpath.basename(self.env.current_document.docname):
            faults.append(":successor: is the deck itself: name another one")
        for fault in faults:
            warn("the deck: %s", fault, location=self.get_location(), subtype="deck")
        return ("", "") if faults else (date, successor)

    def _notice(self, date: str, successor: str) -> nodes.paragraph:
        notice = nodes.paragraph("", f"This deck was retired on {date}.", classes=["deck-retired"])
        self.set_source_info(notice)
        if successor:
            link = addnodes.pending_xref(
                successor,
                nodes.inline("", successor),
                refdomain="briefing",
                reftype="deck",
                reftarget=successor,
                refdoc=self.env.current_document.docname,
                refexplicit=False,
                refwarn=True,
            )
            self.set_source_info(link)
            notice += [nodes.Text(" In its place: “"), link, nodes.Text("”.")]
        return notice

    def _title(self) -> str:
        if self.arguments:
            return str(self.arguments[0])
        title = next(iter(self.state.document.findall(nodes.title)), None)
        return title.astext() if title is not None else ""

    def _audience(self) -> str | None:
        audience: str | None = self.options.get("audience")
        known = self.config.briefing_audiences
        if audience is not None and audience not in known:
            warn(
                "unknown audience %r: use %s, or add it to briefing_audiences in conf.py",
                audience,
                " or ".join(sorted(known)) or "none",
                location=self.get_location(),
                subtype="audience",
            )
        return audience

    def _chapters(self) -> tuple[str, ...]:
        chapters = []
        for name in self.options.get("chapters", "").replace(",", " ").split():
            docname, _ = self.env.relfn2path(name)
            docname = self.env.path2doc(docname) or docname
            if docname in self.env.found_docs:
                chapters.append(docname)
            else:
                warn(
                    "the deck picks from %r, which is no document: "
                    "name chapters from the top folder, such as /chapters/benefits",
                    name,
                    location=self.get_location(),
                    subtype="deck",
                )
        return tuple(chapters)


class DeckPage(SphinxPostTransform):
    """Turn a deck, in the docs, into its page: start, slides with minutes, transcript.

    Builders that bind all documents in one volume get no transcript: the chapters stand there.
    """

    # Last: what it brings from the chapters has been through all other transforms already.
    default_priority = 950

    def run(self, **kwargs: Any) -> None:
        """Replace the deck of one document."""
        if not shows_slides_as_boxes(builder_of(self.env)):
            return
        for node in list(self.document.findall(deck)):
            record = briefing_domain(self.env).decks[node["docname"]]
            body = [child for child in node.children if not isinstance(child, notes)]
            if record.retired:
                node.replace_self(body)
                continue
            page: list[Node] = [self._summary(record)]
            if body:
                page.append(nodes.container("", *body, classes=["deck-title-slide"]))
            page.append(self._contents(record))
            if writes_pages(builder_of(self.env)):
                page.insert(0, self._start(record))
                page.append(self._transcript(record, node))
            node.replace_self(page)

    def _start(self, record: Deck) -> nodes.paragraph:
        uri = deck_uri(builder_of(self.env), record.docname, record)
        start = nodes.reference(
            "", f"Start “{record.title}”", refuri=uri, internal=True, classes=["deck-start"]
        )
        return nodes.paragraph("", "", start)

    def _summary(self, record: Deck) -> nodes.paragraph:
        count = len(briefing_domain(self.env).slides_of(record)) + 1
        minutes = in_words(deck_minutes(self.env, record))
        text = f"{count} slides, the title included. About {minutes} to present"
        if record.audience:
            text += f", for: {self.config.briefing_audiences.get(record.audience, '')}"
        return nodes.paragraph("", text.rstrip(".") + ".", classes=["deck-summary"])

    def _contents(self, record: Deck) -> nodes.section:
        table = make_table(
            {"No.": 4, "Slide": 42, "From": 42, "Minutes": 12},
            [
                ("1", [self._title_link(record)], "", clock(record.title_minutes)),
                *(
                    (
                        str(number),
                        [self._slide_link(record, pace)],
                        [self._chapter_link(record, pace)],
                        clock(pace.minutes),
                    )
                    for number, pace in numbered(self.env, record)
                ),
                ("", "In all", "", clock(deck_minutes(self.env, record))),
            ],
            "deck-contents",
        )
        title = nodes.title("", "Slides")
        return nodes.section("", title, table, ids=[f"{record.name}-slides"])

    def _title_link(self, record: Deck) -> Node:
        if not writes_pages(builder_of(self.env)):
            return nodes.Text(record.title)
        uri = deck_uri(builder_of(self.env), record.docname, record, TITLE_SLIDE_ID)
        return nodes.reference("", record.title, refuri=uri, internal=True)

    def _slide_link(self, record: Deck, pace: Pace) -> Node:
        if not writes_pages(builder_of(self.env)):
            return nodes.Text(pace.slide.title)
        uri = deck_uri(builder_of(self.env), record.docname, record, pace.slide.id)
        return nodes.reference("", pace.slide.title, refuri=uri, internal=True)

    def _chapter_link(self, record: Deck, pace: Pace) -> Node:
        slide = pace.slide
        return link_to_section(
            builder_of(self.env), record.docname, slide.docname, slide.section, slide.section_title
        )

    def _transcript(self, record: Deck, stated: deck) -> nodes.section:
        transcript = nodes.section(
            "", nodes.title("", "Transcript"), ids=[f"{record.name}-transcript"]
        )
        transcript += nodes.paragraph(
            "", "Each slide as shown, then what the speaker has to it.", classes=["deck-summary"]
        )
        transcript += self._transcribed_title(record, stated)
        chapters: dict[str, dict[str, cut_slide]] = {}
        builder = builder_of(self.env)
        here = builder.get_target_uri(record.docname)
        for number, pace in numbered(self.env, record):
            docname = pace.slide.docname
            if docname not in chapters:
                # What is wrong in a chapter is reported where the chapter itself is written.
                with suppress_logging():
                    chapters[docname] = cut_slides(self.env, docname, builder)
            cut = chapters[docname][pace.slide.id]
            if docname != record.docname:
                rebase_references(cut, from_uri=builder.get_target_uri(docname), to_uri=here)
            transcript += self._transcribed(record, number, pace, cut)
        return transcript

    def _transcribed_title(self, record: Deck, stated: deck) -> nodes.section:
        part = nodes.section(ids=[f"transcript-{TITLE_SLIDE_ID}"], classes=["transcribed-slide"])
        part += nodes.title("", f"1. {record.title}")
        speech = [child for child in stated.children if isinstance(child, notes)]
        body = [child.deepcopy() for child in stated.children if not isinstance(child, notes)]
        for content, class_ in (
            (body, "transcript-slide"),
            (unwrap_notes(nodes.Element("", *speech)), "transcript-notes"),
        ):
            if content:
                part += nodes.container("", *content, classes=[class_])
        return part

    def _transcribed(self, record: Deck, number: int, pace: Pace, cut: cut_slide) -> nodes.section:
        part = nodes.section(ids=[f"transcript-{pace.slide.id}"], classes=["transcribed-slide"])
        headline = next(iter(cut.findall(slide_title)))
        part += nodes.title("", "", nodes.Text(f"{number}. "), *headline.children)
        where = nodes.paragraph("", "", classes=["deck-summary"])
        uri = deck_uri(builder_of(self.env), record.docname, record, pace.slide.id)
        where += [
            nodes.reference("", "Open the slide", refuri=uri, internal=True),
            nodes.Text(" · "),
            self._chapter_link(record, pace),
        ]
        part += where
        for kind, class_ in ((slide_body, "transcript-slide"), (slide_notes, "transcript-notes")):
            for block in cut.findall(kind):
                if isinstance(block, nodes.Element) and block.children:
                    part += nodes.container("", *unwrap_notes(block), classes=[class_])
        return part


def unwrap_notes(block: nodes.Element) -> list[Node]:
    """The content of a slide's notes, each private block marked as such."""
    content: list[Node] = []
    for child in block.children:
        if not isinstance(child, notes):
            content.append(child)
        elif child["private"]:
            content.append(
                nodes.container(
                    "",
                    nodes.paragraph("", "", nodes.strong("", "Private note")),
                    *child.children,
                    classes=["private-note"],
                )
            )
        else:
            content.extend(child.children)
    return content


def numbered(env: BuildEnvironment, record: Deck) -> list[tuple[int, Pace]]:
    """The slides of a deck with their numbers; the title slide is number 1."""
    return list(enumerate(paces(env, record), start=2))


def setup(app: Sphinx) -> None:
    """Register node, directive and the docs' rendering."""
    app.add_node(deck)
    app.add_directive("deck", DeckDirective)
    app.add_post_transform(DeckPage)
