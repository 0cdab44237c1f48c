"""What is known of slides, decks, claims and terms across the publication, and references to them.

Directives and transforms note records here while documents are read; everything that shows a
slide somewhere else (decks, deck pages, links) asks here where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode
from sphinx.util.osutil import relative_uri

from sphinx_briefing.config import writes_decks, writes_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

BY_DOCUMENT = (
    "slides",
    "retired",
    "decks",
    "claims",
    "marks",
    "entries",
    "uses",
    "times",
    "figures",
    "showings",
)
"""Parts of the domain's data that are keyed by the document they were read in."""

SETS_OF_DOCUMENTS = ("overviews", "previewed", "private")
"""Parts of the domain's data that are sets of documents."""


class Slide(NamedTuple):
    """A slide, as noted while its chapter was read."""

    id: str  # unique in the project, permanent
    docname: str  # the chapter that holds it
    anchor: str  # id of its "In brief" box in the chapter
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
    noted: bool  # whether it has notes, private ones too, which a public build does not read


class RetiredSlide(NamedTuple):
    """What a chapter keeps of a slide that is no longer shown."""

    id: str  # as it was published
    docname: str
    anchor: str
    date: str  # ISO date
    successor: str  # id of the slide that takes its place; may be empty
    line: int

    @property
    def title(self) -> str:
        """What a link to it says."""
        return f"{self.id} (retired)"


class Deck(NamedTuple):
    """A deck, as stated by its ``{deck}`` directive."""

    name: str  # last part of its document's name; names its page under ``present/``
    docname: str
    title: str
    audience: str | None  # None: the slides that are for everyone, only
    chapters: tuple[str, ...]  # document names; empty: all, in reading order
    minutes: float  # what the speaker has
    minutes_per_slide: float  # for a slide with neither minutes nor notes
    title_minutes: float  # what the title slide takes
    line: int
    retired: str = ""  # ISO date; empty: in use. A retired deck has its title slide alone
    successor: str = ""  # name of the deck that takes its place; may be empty


class Mark(NamedTuple):
    """A place that rests on a claim, or uses a term."""

    target: str  # id of the claim; name of the term, in lower case
    section: str  # id of the section it stands in
    section_title: str
    slide: str  # id of the slide it stands on; empty: in the prose
    line: int = 0  # for messages; 0: not known


class Entry(NamedTuple):
    """An entry of the glossary."""

    id: str  # unique in the project, permanent; also its anchor
    docname: str
    term: str
    aliases: tuple[str, ...]
    related: tuple[str, ...]  # ids of entries
    claims: tuple[str, ...]  # ids of the claims it serves
    retired: str  # ISO date; empty: in use
    successor: str  # id of the entry that takes the place of a retired one; may be empty
    line: int
    sources: tuple[str, ...] = ()  # keys of the sources it cites

    @property
    def names(self) -> tuple[str, ...]:
        """The term and its aliases."""
        return self.term, *self.aliases


class Figure(NamedTuple):
    """A figure drawn from data, as its ``{data-figure}`` directive states it."""

    name: str  # permanent
    docname: str
    anchor: str
    drawing: str  # one of ``figures/drawings.py``
    caption: str
    alt: str  # what it shows, in words


class Showing(NamedTuple):
    """A place on a slide that shows a figure."""

    figure: str  # its name
    only: tuple[str, ...]  # the part to show; empty: all
    line: int


class BriefingDomain(Domain):
    """Slides, decks, claims and the glossary's entries."""

    name = "briefing"
    label = "Briefing"

    object_types: ClassVar[dict[str, ObjType]] = {
        "slide": ObjType("slide", "slide"),
        "deck": ObjType("deck", "deck", "present"),
        "claim": ObjType("claim", "claim"),
    }
    roles: ClassVar[dict[str, Any]] = {
        "slide": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
        "deck": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
        "present": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
    }
    dangling_warnings: ClassVar[dict[str, str]] = {
        "slide": "no slide has the id %(target)r; a slide's id is its :name:, or made of its title",
        "deck": "no deck is named %(target)r; a deck is named after its file",
        "present": "no deck is named %(target)r; a deck is named after its file",
        "claim": "no claim has the id %(target)r; briefing_claims names the file that lists them",
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "slides": {},  # docname -> list of Slide, in the order of the document
        "retired": {},  # docname -> list of RetiredSlide, in the order of the document
        "decks": {},  # docname -> Deck
        "claims": {},  # docname of the register -> {claim id: anchor}
        "marks": {},  # docname -> list of Mark of claims, in the order of the document
        "entries": {},  # docname -> list of Entry, in the order of the document
        "uses": {},  # docname -> list of Mark of terms, in the order of the document
        "figures": {},  # docname -> list of Figure, in the order of the document
        "showings": {},  # docname -> list of Showing
        "overviews": set(),  # docnames that tell where claims stand
        "previewed": set(),  # docnames that hold what links show in place (previews.py)
        "private": set(),  # docnames whose sources hold private notes
        "times": {},  # docname -> list of (kind, target) whose minutes it tells
        "shown": {},  # builder -> what its pages last showed of each other (freshness.py)
    }
    data_version = 5

    # -- noting ------------------------------------------------------------------------

    @property
    def slides(self) -> dict[str, list[Slide]]:
        """Slides by document, in the order in which they stand."""
        slides: dict[str, list[Slide]] = self.data["slides"]
        return slides

    @property
    def decks(self) -> dict[str, Deck]:
        """Decks by document."""
        decks: dict[str, Deck] = self.data["decks"]
        return decks

    @property
    def times(self) -> dict[str, list[tuple[str, str]]]:
        """By document, the kind and target of each ``{deck-time}`` and ``{reading-time}``."""
        times: dict[str, list[tuple[str, str]]] = self.data["times"]
        return times

    @property
    def private(self) -> set[str]:
        """Documents whose sources hold private notes."""
        private: set[str] = self.data["private"]
        return private

    def note_slide(self, slide: Slide) -> None:
        """Remember ``slide``; that its id is unique is checked when all are known."""
        self.slides.setdefault(slide.docname, []).append(slide)

    @property
    def retired(self) -> dict[str, list[RetiredSlide]]:
        """Retired slides by document."""
        retired: dict[str, list[RetiredSlide]] = self.data["retired"]
        return retired

    def note_retired(self, slide: RetiredSlide) -> None:
        """Remember a slide that is no longer shown."""
        self.retired.setdefault(slide.docname, []).append(slide)

    def note_deck(self, deck: Deck) -> None:
        """Remember ``deck`` (one to a document)."""
        self.decks[deck.docname] = deck

    @property
    def overviews(self) -> set[str]:
        """Documents that tell where claims stand."""
        overviews: set[str] = self.data["overviews"]
        return overviews

    def note_overview(self, docname: str) -> None:
        """Remember that a document tells where claims stand."""
        self.overviews.add(docname)

    @property
    def previewed(self) -> set[str]:
        """Documents that hold what links show in place, the bibliography's apart."""
        previewed: set[str] = self.data["previewed"]
        return previewed

    def note_claim(self, claim_id: str, docname: str, anchor: str) -> None:
        """Remember where the register has that claim."""
        self.data["claims"].setdefault(docname, {})[claim_id] = anchor

    @property
    def marks(self) -> dict[str, list[Mark]]:
        """Marks by document, in the order in which they stand."""
        marks: dict[str, list[Mark]] = self.data["marks"]
        return marks

    def note_mark(self, docname: str, mark: Mark) -> None:
        """Remember that a document marks a statement with a claim."""
        self.marks.setdefault(docname, []).append(mark)

    @property
    def entries(self) -> dict[str, list[Entry]]:
        """Entries of the glossary by document, in the order in which they stand."""
        entries: dict[str, list[Entry]] = self.data["entries"]
        return entries

    def note_entry(self, entry: Entry) -> None:
        """Remember an entry of the glossary."""
        self.entries.setdefault(entry.docname, []).append(entry)

    @property
    def uses(self) -> dict[str, list[Mark]]:
        """Uses of terms by document, in the order in which they stand."""
        uses: dict[str, list[Mark]] = self.data["uses"]
        return uses

    def note_use(self, docname: str, mark: Mark) -> None:
        """Remember that a document uses a term."""
        self.uses.setdefault(docname, []).append(mark)

    @property
    def showings(self) -> dict[str, list[Showing]]:
        """Places on slides that show figures, by document."""
        showings: dict[str, list[Showing]] = self.data["showings"]
        return showings

    def note_figure(self, figure: Figure) -> None:
        """Remember ``figure``."""
        self.data["figures"].setdefault(figure.docname, []).append(figure)

    def note_showing(self, docname: str, showing: Showing) -> None:
        """Remember that a slide in a document shows a figure."""
        self.showings.setdefault(docname, []).append(showing)

    # -- reading in parallel, and again --------------------------------------------------

    def clear_doc(self, docname: str) -> None:
        """Forget what ``docname`` held."""
        for kind in BY_DOCUMENT:
            self.data[kind].pop(docname, None)
        for kind in SETS_OF_DOCUMENTS:
            self.data[kind].discard(docname)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read of ``docnames``."""
        for docname in docnames:
            for kind in BY_DOCUMENT:
                if docname in otherdata[kind]:
                    self.data[kind][docname] = otherdata[kind][docname]
            for kind in SETS_OF_DOCUMENTS:
                if docname in otherdata[kind]:
                    self.data[kind].add(docname)

    # -- asking ---------------------------------------------------------------------------

    def all_slides(self) -> Iterator[Slide]:
        """Every slide, by document name and then in the order of the document."""
        for docname in sorted(self.slides):
            yield from self.slides[docname]

    def find_slide(self, slide_id: str) -> Slide | None:
        """The slide with that id, if there is one."""
        return next((slide for slide in self.all_slides() if slide.id == slide_id), None)

    def all_retired(self) -> Iterator[RetiredSlide]:
        """Every retired slide, by document name and then in the order of the document."""
        for docname in sorted(self.retired):
            yield from self.retired[docname]

    def find_retired(self, slide_id: str) -> RetiredSlide | None:
        """The retired slide with that id, if there is one."""
        return next((slide for slide in self.all_retired() if slide.id == slide_id), None)

    def all_published_slides(self) -> Iterator[Slide | RetiredSlide]:
        """Every slide that may have been cited."""
        yield from self.all_slides()
        yield from self.all_retired()

    def find_published_slide(self, slide_id: str) -> Slide | RetiredSlide | None:
        """The slide with that id, retired or not, if there is one."""
        return self.find_slide(slide_id) or self.find_retired(slide_id)

    def successor_of(self, retired: RetiredSlide) -> Slide | None:
        """The slide that takes the place of a retired one, its successors' successors followed."""
        seen: set[str] = set()
        following: RetiredSlide | None = retired
        while following is not None and following.id not in seen:
            seen.add(following.id)
            if (slide := self.find_slide(following.successor)) is not None:
                return slide
            following = self.find_retired(following.successor)
        return None

    def all_entries(self) -> Iterator[Entry]:
        """Every entry of the glossary, by document name and then in the order of the document."""
        for docname in sorted(self.entries):
            yield from self.entries[docname]

    def all_figures(self) -> Iterator[Figure]:
        """Every figure, by document name and then in the order of the document."""
        for _, figures in sorted(self.data["figures"].items()):
            yield from figures

    def find_figure(self, name: str) -> Figure | None:
        """The figure with that name, if there is one."""
        return next((figure for figure in self.all_figures() if figure.name == name), None)

    def find_deck(self, name: str) -> Deck | None:
        """The deck with that name, if there is one."""
        return next((deck for deck in self.decks.values() if deck.name == name), None)

    def register_of(self, claim_id: str) -> tuple[str, str] | None:
        """Document and anchor of that claim's entry in the register, if it has one."""
        for docname, anchors in sorted(self.data["claims"].items()):
            if claim_id in anchors:
                return docname, anchors[claim_id]
        return None

    def documents_in_order(self) -> list[str]:
        """Document names in the order of the toctrees, then those in none."""
        ordered: dict[str, None] = {}
        pending = [self.env.config.root_doc]
        while pending:
            docname = pending.pop()
            if docname not in ordered:
                ordered[docname] = None
                pending.extend(reversed(self.env.toctree_includes.get(docname, [])))
        ordered.update(dict.fromkeys(sorted(self.env.all_docs)))
        return list(ordered)

    def chapters_in_order(self) -> list[str]:
        """Document names in the order of the toctrees, those that hold slides only."""
        return [docname for docname in self.documents_in_order() if docname in self.slides]

    def slides_of(self, deck: Deck) -> list[Slide]:
        """The slides that ``deck`` shows, in order, its title slide apart."""
        if deck.retired:
            return []
        return [
            slide
            for docname in deck.chapters or self.chapters_in_order()
            for slide in self.slides.get(docname, [])
            if not slide.audiences or deck.audience in slide.audiences
        ]

    def decks_showing(self, slide_id: str) -> list[Deck]:
        """The decks that show that slide, by document name."""
        return [
            deck
            for _, deck in sorted(self.decks.items())
            if any(slide.id == slide_id for slide in self.slides_of(deck))
        ]

    # -- references -----------------------------------------------------------------------

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link ``{slide}``, ``{deck}``, ``{present}`` and ``{claim}`` references."""
        if typ == "slide":
            slide = self.find_published_slide(target)
            if slide is None:
                return None
            reference = make_refnode(
                builder,
                fromdocname,
                slide.docname,
                slide.anchor,
                self._content(node, contnode, slide.title),
                slide.title,
            )
            reference["slide"] = slide.id  # a deck that shows the slide links within itself
            return reference
        if typ == "claim":
            return self._claim_reference(builder, fromdocname, target, contnode)
        deck = self.find_deck(target)
        if deck is None:
            return None
        content = self._content(node, contnode, deck.title)
        if typ == "present" and writes_pages(builder):
            return nodes.reference(
                "", "", content, refuri=deck_uri(builder, fromdocname, deck), internal=True
            )
        if writes_decks(builder):
            uri = builder.get_relative_uri(fromdocname, deck.docname)
            return nodes.reference("", "", content, refuri=uri, internal=True)
        return make_refnode(builder, fromdocname, deck.docname, "", content, deck.title)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Offer slides and decks to ``{any}``."""
        found = []
        for typ in ("slide", "deck"):
            reference = self.resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
            if reference is not None:
                found.append((f"briefing:{typ}", reference))
        return found

    def _claim_reference(
        self, builder: Builder, fromdocname: str, claim_id: str, contnode: Element
    ) -> nodes.reference | None:
        place = self.register_of(claim_id)
        return make_refnode(builder, fromdocname, *place, contnode) if place else None

    @staticmethod
    def _content(node: pending_xref, contnode: Element, title: str) -> Element:
        if node.get("refexplicit"):
            return contnode
        return nodes.inline("", title, classes=contnode.get("classes", []))

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Slides, decks and claims, for ``objects.inv``; the docs' search leaves them out (-1)."""
        for slide in self.all_slides():
            yield slide.id, slide.title, "slide", slide.docname, slide.anchor, -1
        for retired in self.all_retired():
            yield retired.id, retired.title, "slide", retired.docname, retired.anchor, -1
        for docname, deck in sorted(self.decks.items()):
            yield deck.name, deck.title, "deck", docname, "", -1
        for docname, anchors in sorted(self.data["claims"].items()):
            for claim_id, anchor in anchors.items():
                yield claim_id, f"Claim {claim_id}", "claim", docname, anchor, -1

    # -- consistency ----------------------------------------------------------------------

    def check_consistency(self) -> None:
        """Report slide ids and deck names that are used twice."""
        first_slide: dict[str, Slide] = {}
        for slide in self.all_slides():
            other = first_slide.setdefault(slide.id, slide)
            if other is not slide:
                logger.warning(
                    "the slide id %r is already used in %s, line %d: "
                    "give this slide a :name: of its own",
                    slide.id,
                    self.env.doc2path(other.docname, base=False),
                    other.line,
                    location=(slide.docname, slide.line),
                    type="briefing",
                    subtype="slide_id",
                )
        for retired in self.all_retired():
            if (same := first_slide.get(retired.id)) is not None:
                self._report_retired(
                    retired,
                    "a slide in %s, line %d, has its id: an id is never used again, so give that "
                    "slide another :name:, or take the {retired-slide} out if it is the same",
                    self.env.doc2path(same.docname, base=False),
                    same.line,
                )
            elif self.find_retired(retired.id) is not retired:
                self._report_retired(retired, "it is retired twice: leave one {retired-slide}")
            if retired.successor and self.successor_of(retired) is None:
                self._report_retired(
                    retired,
                    ":successor: names %r, which leads to no slide that is shown",
                    retired.successor,
                )
        first_deck: dict[str, Deck] = {}
        for _, deck in sorted(self.decks.items()):
            other_deck = first_deck.setdefault(deck.name, deck)
            if other_deck is not deck:
                logger.warning(
                    "a deck named %r stands already in %s: rename one of the two files",
                    deck.name,
                    self.env.doc2path(other_deck.docname, base=False),
                    location=(deck.docname, deck.line),
                    type="briefing",
                    subtype="deck_name",
                )

    @staticmethod
    def _report_retired(retired: RetiredSlide, text: str, *values: object) -> None:
        logger.warning(
            "the retired slide %r: " + text,  # noqa: G003  (a constant each time)
            retired.id,
            *values,
            location=(retired.docname, retired.line),
            type="briefing",
            subtype="slide_id",
        )


def deck_uri(builder: Builder, fromdocname: str, deck: Deck, slide_id: str | None = None) -> str:
    """Address of ``deck`` (at one of its slides) relative to the page of ``fromdocname``."""
    page = f"{builder.config.briefing_deck_path}/{deck.name}.html"
    uri = relative_uri(builder.get_target_uri(fromdocname), page)
    return uri if slide_id is None else f"{uri}#/{slide_id}"


def link_to_section(
    builder: Builder, fromdocname: str, docname: str, section: str, text: str
) -> nodes.reference | nodes.inline:
    """A link to a section, or its text alone in a volume without that document."""
    try:
        page = builder.get_relative_uri(fromdocname, docname)
    except NoUri:
        return nodes.inline("", text)
    # In one big page the document's address is itself a fragment.
    uri = page if page.startswith("#") else f"{page}#{section}"
    return nodes.reference("", text, refuri=uri, internal=True)


def briefing_domain(env: BuildEnvironment) -> BriefingDomain:
    """The domain, with its type."""
    domain = env.domains["briefing"]
    assert isinstance(domain, BriefingDomain)
    return domain


class ShortRole(XRefRole):
    """A role of the domain under its bare name: ``{slide}`` for ``{briefing:slide}``."""

    def __call__(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Do what the domain's role of the same name does."""
        return super().__call__(f"{BriefingDomain.name}:{name}", *args, **kwargs)


def setup(app: Sphinx) -> None:
    """Register the domain, and its roles under their bare names."""
    app.add_domain(BriefingDomain)
    for name in BriefingDomain.roles:
        app.add_role(name, ShortRole(innernodeclass=nodes.inline, warn_dangling=True))
