"""Putting a presentation together: from slides cut out of resolved chapters to its doctree."""

from __future__ import annotations

import posixpath
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util.docutils import new_document

from sphinx_briefing.addresses import deck_page, rebase_references, rebased, site_address
from sphinx_briefing.claims.register import claim_links, reason
from sphinx_briefing.claims.sources import source_lines
from sphinx_briefing.decks.cover import occasion_of, picture_of_claims
from sphinx_briefing.decks.directive import deck
from sphinx_briefing.decks.openers import OPENER_MINUTES, parts_of, question_of
from sphinx_briefing.decks.timing import numbered, slide_count
from sphinx_briefing.decks.writer import (
    more_sources,
    presented_slide,
    slide_evidence,
    slide_foot,
)
from sphinx_briefing.edition import edition_of
from sphinx_briefing.slides.cutting import keep_what_is_for, make_ids_unique
from sphinx_briefing.slides.layouts.arrange import arrange, classes_of
from sphinx_briefing.slides.nodes import notes, slide_body, slide_notes, slide_title
from sphinx_briefing.slides.reading import TITLE_SLIDE_ID
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.data import Claim
    from sphinx_briefing.decks.openers import Part
    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.slides.nodes import cut_slide
    from sphinx_briefing.slides.records import Slide

SOURCES_SHOWN = 8
"""How many sources the evidence of a slide lists; the rest unfolds there."""

COVER_TITLE = 40
"""Characters of a deck's title that fit on two lines at full size."""

Numbers = dict[str, dict[str, tuple[int, ...]]]
"""Numbers of figures by kind and id, as Sphinx's builders hold them."""


class Presentation(NamedTuple):
    """A deck's doctree with the numbers of what stands on it."""

    document: nodes.document
    fignumbers: Numbers


class Assembly:
    """One presentation in the making."""

    def __init__(
        self,
        builder: StandaloneHTMLBuilder,
        record: Deck,
        page: str,
        cut_of: Callable[[str], dict[str, cut_slide]],
    ) -> None:
        """Begin a presentation.

        Args:
            builder: the deck builder.
            record: the deck.
            page: the presentation's address, to which references are made relative.
            cut_of: the slides, by id, cut out of a chapter with a name.
        """
        self.builder, self.env, self.record, self.page = builder, builder.env, record, page
        self.cut_of = cut_of
        self.fignumbers: Numbers = {}
        self.parts = parts_of(self.env, record)
        self.count = slide_count(self.env, record)

    def presentation(self, stated: nodes.document) -> Presentation:
        """Make it.

        Args:
            stated: the deck's own document, resolved.
        """
        slides = numbered(self.env, self.record)
        document = new_document(str(self.env.doc2path(self.record.docname)))
        document += self._title_slide(stated)
        openers = {part.first: part for part in self.parts if part.opener}
        for number, pace in slides:
            if number - 1 in openers:
                document += self._opener(openers[number - 1])
            document += self._slide(pace.slide, number=number, minutes=pace.minutes)
        self._lead_within({pace.slide.id for _, pace in slides}, document)
        self._tell_edition(document)
        return Presentation(document, self.fignumbers)

    def _lead_within(self, shown: set[str], document: nodes.document) -> None:
        """Let references to slides that the deck shows, and to decks, lead to presentations."""
        for reference in document.findall(nodes.reference):
            if reference.get("slide") in shown:
                reference["refuri"] = f"#/{reference['slide']}"
            elif reference.get("deck"):  # all presentations stand in one folder
                page = deck_page(self.env.config, reference["deck"])
                reference["refuri"] = posixpath.basename(page)

    def _tell_edition(self, document: nodes.document) -> None:
        """Have the last slide say which edition this is, and where the current one is."""
        foot = list(document.findall(slide_foot))[-1]
        foot["edition"] = edition_of(self.env).label(self.env.config.language)
        if address := site_address(self.env.config):
            foot["current"] = address + deck_page(self.env.config, self.record.name)

    def _title_slide(self, stated: nodes.document) -> presented_slide:
        node = next(iter(stated.findall(deck)))
        content = node.deepcopy()
        keep_what_is_for(content, "decks")
        make_ids_unique(content, TITLE_SLIDE_ID)
        rebase_references(
            content, from_uri=self.builder.get_target_uri(self.record.docname), to_uri=self.page
        )
        body = [child for child in content.children if not isinstance(child, notes)]
        speech = [child for child in content.children if isinstance(child, notes)]
        body += occasion_of(self.record, self.env.config.language)
        shows_claims = any(
            "claim-overview" in box["classes"] for box in node.findall(nodes.container)
        )
        if not (self.record.retirement or shows_claims):
            body += picture_of_claims(self.env)
        return self._section(
            slide_title("", "", nodes.Text(self.record.title)),
            slide_body("", *body),
            slide_notes("", *unwrap_notes(slide_notes("", *speech))),
            slide_id=TITLE_SLIDE_ID,
            number=1,
            minutes=self.record.title_minutes,
            at=(self.record.source, self.record.line),
            classes=["layout-cover", *["is-long"] * (len(self.record.title) > COVER_TITLE)],
        )

    def _opener(self, part: Part) -> presented_slide:
        """The slide that opens a chapter: the build makes it of the chapter's head."""
        counted = _("Part {number} of {count}").format(
            number=part.number, count=sum(bool(one.opener) for one in self.parts)
        )
        body = slide_body("", nodes.paragraph("", counted, classes=["opener-part"]))
        if question := question_of(self.env, part.docname):
            body += nodes.paragraph("", question, classes=["opener-question"])
        section = self._section(
            slide_title("", "", nodes.Text(self.env.titles[part.docname].astext())),
            body,
            slide_id=part.opener,
            number=part.first,
            minutes=OPENER_MINUTES,
            at=(str(self.env.doc2path(part.docname)), 1),
            classes=["layout-opener"],
        )
        section["part"] = str(part.number)
        return section

    def _slide(self, slide: Slide, *, number: int, minutes: float) -> presented_slide:
        cut = self.cut_of(slide.docname)[slide.id].deepcopy()
        keep_what_is_for(cut, "decks")
        chapter = self.builder.get_target_uri(slide.docname)
        rebase_references(cut, from_uri=chapter, to_uri=self.page)
        add_numbers(self.fignumbers, self.env, slide.docname, make_ids_unique(cut))
        arrange(cut)
        title, body, speech = cut.children
        assert isinstance(speech, slide_notes)
        said = unwrap_notes(speech)
        speech.clear()
        speech.extend(said)
        part = self._section(
            title,
            body,
            speech,
            slide_id=slide.id,
            number=number,
            minutes=minutes,
            at=(slide.source, slide.line),
            classes=classes_of(cut),
        )
        part["layout"] = cut["layout"]
        foot = part[-1]
        assert isinstance(foot, slide_foot)
        if not slide.loose:
            foot["chapter_uri"] = rebased(f"#{slide.section}", from_uri=chapter, to_uri=self.page)
            foot["chapter"] = self.env.titles[slide.docname].astext()
        around = next(part for part in self.parts if slide in part.slides)
        foot["part"] = around.number if around.opener else 0
        foot += self._evidence(slide, chapter)
        return part

    def _evidence(self, slide: Slide, chapter: str) -> list[slide_evidence]:
        """The claims and sources that a slide and what is said to it rest on."""
        claims = claim_links(self.builder, slide.docname, [*slide.claims, *slide.told])
        sources = source_lines(self.builder, slide.docname, slide.sources)
        counted = [
            (_("1 claim") if len(claims) == 1 else _("{count} claims")).format(count=len(claims)),
            (_("1 source") if len(sources) == 1 else _("{count} sources")).format(
                count=len(sources)
            ),
        ]
        parts = [text for text, found in zip(counted, (claims, sources), strict=True) if found]
        if not parts:
            return []
        panel = slide_evidence(summary=", ".join(parts))
        if claims:
            panel += nodes.paragraph("", _("Claims"), classes=["slide-evidence-head"])
            panel += nodes.bullet_list("", *(_why(claim, link) for claim, link in claims))
        if sources:
            panel += nodes.paragraph("", _("Sources"), classes=["slide-evidence-head"])
            panel += self._listed(sources)
        rebase_references(panel, from_uri=chapter, to_uri=self.page)
        return [panel]

    def _listed(self, sources: list[list[Node]]) -> list[nodes.Element]:
        """A list of sources, those beyond the first folded away."""
        items = [nodes.list_item("", nodes.paragraph("", "", *line)) for line in sources]
        shown = nodes.bullet_list("", *items[:SOURCES_SHOWN])
        rest = items[SOURCES_SHOWN:]
        if len(rest) < 2:  # the line that folds one away would take its room
            shown += rest
            return [shown]
        summary = _("{count} more sources").format(count=len(rest))
        return [shown, more_sources("", nodes.bullet_list("", *rest), summary=summary)]

    def _section(
        self,
        *parts: Node,
        slide_id: str,
        number: int,
        minutes: float,
        at: tuple[str, int],
        classes: list[str],
    ) -> presented_slide:
        source, line = at
        path = Path(source)
        if path.is_relative_to(self.builder.srcdir):
            path = path.relative_to(self.builder.srcdir)
        kept = [part for part in parts if isinstance(part, slide_title) or part.children]
        return presented_slide(
            "",
            *kept,
            slide_foot(number=number, count=self.count, rail=self._rail(number)),
            ids=[slide_id],
            classes=classes,
            number=number,
            count=self.count,
            minutes=minutes,
            source_file=path.as_posix(),
            source_line=line,
        )

    def _rail(self, number: int) -> list[tuple[int, int]]:
        """For each part its slides, and how many of them are behind or on show."""
        rail = []
        for part in self.parts:
            length = len(part.slides) + bool(part.opener)
            rail.append((length, min(max(number - part.first + 1, 0), length)))
        return rail


def add_numbers(
    numbers: Numbers, env: BuildEnvironment, docname: str, new_ids: dict[str, str]
) -> None:
    """Give what was copied from a document, under other ids, the document's own numbers."""
    for kind, by_id in env.toc_fignumbers.get(docname, {}).items():
        for old, number in by_id.items():
            if old in new_ids:
                numbers.setdefault(kind, {})[new_ids[old]] = number


def _why(claim: Claim, link: Node) -> nodes.list_item:
    """A claim with its mark, and in a sentence why it fares so."""
    head = nodes.paragraph("", "", link, nodes.Text(f" {claim.restatement}"))
    return nodes.list_item("", head, nodes.paragraph("", reason(claim), classes=["claim-reason"]))


def unwrap_notes(block: nodes.Element) -> list[Node]:
    """The content of a slide's notes: the words to say, then the background, each in a box.

    Private blocks are marked as such. Without words to say, or without background, the box says
    which of the two it is all the same.
    """
    content: list[Node] = []
    for is_said, children in groupby(block.children, lambda child: isinstance(child, notes)):
        box = nodes.container("", classes=["notes-said" if is_said else "notes-background"])
        for child in children:
            if not isinstance(child, notes):
                box += child
            elif child["private"]:
                head = nodes.paragraph("", "", nodes.strong("", _("Private note")))
                box += nodes.container("", head, *child.children, classes=["private-note"])
            else:
                box += child.children
        content.append(box)
    return content
