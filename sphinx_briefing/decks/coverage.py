"""Whether text, decks and evidence agree: each claim restated, shown or excused, each source there.

It also says so to readers: where each claim stands, in the register and in a table of all.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.addresses import deck_uri, link_to_section
from sphinx_briefing.claims.bibliography import bibliography_entries
from sphinx_briefing.claims.data import claims_file, claims_of, note_dependency
from sphinx_briefing.claims.records import MARKS, OVERVIEWS
from sphinx_briefing.claims.register import claim_links, claim_places
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.records import decks_showing, find_deck, slides_of
from sphinx_briefing.doctree import documents_in_order, separated
from sphinx_briefing.incremental import PAGE_SHOWS
from sphinx_briefing.messages import warn
from sphinx_briefing.records import once_read
from sphinx_briefing.restatement.records import RESTATEMENTS
from sphinx_briefing.slides.links import slide_links
from sphinx_briefing.slides.records import SLIDES
from sphinx_briefing.tables import make_table
from sphinx_briefing.translation import _, gettext_noop

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.data import Claim
    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.doctree import Mark


class claim_coverage(nodes.General, nodes.Element):  # noqa: N801
    """The table of all claims and where they stand, seen from the document ``docname``."""


SHOWN, SPOKEN = gettext_noop("shown"), gettext_noop("spoken")
MISSING, RETIRED = gettext_noop("no"), gettext_noop("retired")
"""How a deck has a claim: on a slide, in what the speaker has to one, not at all, or no more."""


class Coverage(NamedTuple):
    """Where the publication has one claim."""

    claim: Claim
    restated: list[tuple[str, Mark]]  # documents in reading order, and marks in their prose
    shown: list[tuple[str, Mark]]  # documents, and marks on their slides
    in_full_deck: str  # SHOWN, SPOKEN, the reason why not, or MISSING


def full_deck(env: BuildEnvironment) -> Deck | None:
    """The deck that must have every claim, as ``briefing_full_deck`` names it."""
    return find_deck(env, env.config.briefing_full_deck)


@once_read
def coverage_of(env: BuildEnvironment) -> dict[str, Coverage]:
    """Where each claim stands, by its id.

    A restatement stands in one of the documents that are home to claims; a mark on another page
    is a way to the register, no restatement.
    """
    homes = {claim.home for claim in claims_of(env).values()}
    deck = full_deck(env)
    slides = slides_of(env, deck) if deck else []
    shown = {claim for slide in slides for claim in slide.claims}
    told = {claim for slide in slides for claim in slide.told}
    marks_in_order = [
        (docname, mark) for docname in documents_in_order(env) for mark in MARKS.of(env, docname)
    ]
    coverage = {}
    for claim in claims_of(env).values():
        marks = [place for place in marks_in_order if place[1].target == claim.id]
        if claim.id in shown:
            in_deck = SHOWN
        elif claim.id in told:
            in_deck = SPOKEN
        else:
            in_deck = RETIRED if claim.retirement else claim.not_in_deck or MISSING
        coverage[claim.id] = Coverage(
            claim=claim,
            restated=[place for place in marks if place[0] in homes and not place[1].slide],
            shown=[place for place in marks if place[1].slide],
            in_full_deck=in_deck,
        )
    return coverage


def check_claims(app: Sphinx, env: BuildEnvironment) -> None:
    """Report claims that are not where they must be, and evidence without a source."""
    deck, keys = full_deck(env), bibliography_entries(env)
    if app.config.briefing_full_deck and deck is None:
        warn(
            messages.FULL_DECK_MISSING,
            app.config.briefing_full_deck,
            location=None,
            subtype="full_deck",
        )
    for claim_id, of in coverage_of(env).items():
        claim = of.claim
        if claim.retirement:
            _check_retired(app, of)
        elif claim.home not in env.found_docs:
            _report(app, claim, messages.CLAIM_HOME_MISSING, claim.home)
        elif not any(docname == claim.home for docname, _ in of.restated):
            _report(
                app,
                claim,
                messages.CLAIM_NOT_RESTATED,
                env.doc2path(claim.home, base=False),
                claim_id,
            )
        elif not _stands_in_restatement(env, claim):
            _report(
                app,
                claim,
                messages.CLAIM_NOT_IN_RESTATEMENT,
                env.doc2path(claim.home, base=False),
            )
        if deck and of.in_full_deck == MISSING:
            _report(app, claim, messages.CLAIM_NOT_IN_DECK, deck.name)
        elif deck and claim.not_in_deck and of.in_full_deck != claim.not_in_deck:
            _report(app, claim, messages.CLAIM_IN_DECK_AFTER_ALL, deck.name)
        for item in claim.evidence:
            if keys and item.source not in keys:
                _report(app, claim, messages.CLAIM_SOURCE_MISSING, item.source)
    if deck:
        _check_slides(env, deck)


def _stands_in_restatement(env: BuildEnvironment, claim: Claim) -> bool:
    """Whether a claim's home, where it has any ``{restatement}``, marks the claim in one."""
    blocks = RESTATEMENTS.of(env, claim.home)
    return not blocks or any(claim.id in block.claims for block in blocks)


def _check_retired(app: Sphinx, of: Coverage) -> None:
    marked = sorted({docname for docname, _ in (*of.restated, *of.shown)})
    if not marked:
        return
    where = messages.listed(str(app.env.doc2path(docname, base=False)) for docname in marked)
    if successor := of.claim.retirement.successor:
        _report(app, of.claim, messages.CLAIM_RETIRED_FOR_ANOTHER, where, successor)
    else:
        _report(app, of.claim, messages.CLAIM_RETIRED_BUT_MARKED, where)


def _check_slides(env: BuildEnvironment, deck: Deck) -> None:
    for slide in slides_of(env, deck):
        if not (slide.claims or slide.told or slide.sources):
            warn(
                messages.SLIDE_RESTS_ON_NOTHING,
                slide.id,
                location=(slide.docname, slide.line),
                subtype="untraced",
            )


def _report(app: Sphinx, claim: Claim, text: str, *values: object) -> None:
    warn(
        messages.CLAIM_FAULT,
        claim.id,
        text % values,
        location=f"{claims_file(app.env)}:{claim.line}",
        subtype="claim",
    )


# -- for readers ----------------------------------------------------------------------------------


class ClaimCoverageDirective(SphinxDirective):
    """A table: each claim, its verdict, where it is restated, and on which slides it is shown."""

    def run(self) -> list[Node]:
        """Leave the place for the table."""
        docname = self.env.current_document.docname
        note_dependency(self.env)
        OVERVIEWS.note(self.env, docname, "coverage")
        node = claim_coverage(docname=docname)
        self.set_source_info(node)
        return [node]


def fill_in_places(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Replace the places that were left open by where each claim stands."""
    places = list(document.findall(claim_places))
    tables = list(document.findall(claim_coverage))
    if not (places or tables):
        return
    coverage = coverage_of(app.env)
    for place in places:
        place.replace_self(_places(app.builder, docname, coverage[place["claim"]]))
    in_use = {key: of for key, of in coverage.items() if not of.claim.retirement}
    for table in tables:
        table.replace_self([counts_of(in_use), _table(app.builder, docname, in_use)])


def _places(builder: Builder, docname: str, of: Coverage) -> list[Node]:
    ids = [mark.slide for _place, mark in of.shown]
    on_slides = slide_links(builder, docname, ids, lambda i: _decks(builder, docname, i))
    return [
        nodes.paragraph("", head, *separated(links), classes=["claim-places"])
        for head, links in (
            (_("Restated in "), _sections(builder, docname, of)),
            (_("On slides "), on_slides),
        )
        if links
    ]


def _decks(builder: Builder, docname: str, slide_id: str) -> list[Node]:
    links: list[Node] = []
    for deck in decks_showing(builder.env, slide_id):
        title = builder.env.titles[deck.docname].astext()
        if writes_pages(builder):
            uri = deck_uri(builder, docname, deck.name, slide_id)
            links.append(nodes.reference("", title, refuri=uri, internal=True))
        else:
            links.append(nodes.Text(title))
    return links


def _sections(builder: Builder, docname: str, of: Coverage) -> list[Node]:
    sections = {
        (place, mark.section): link_to_section(
            builder,
            docname,
            place,
            mark.section,
            f"{builder.env.titles[place].astext()}: {mark.section_title}",
        )
        for place, mark in of.restated
    }
    return list(sections.values())


def _table(builder: Builder, docname: str, coverage: dict[str, Coverage]) -> nodes.container:
    marks = claim_links(builder, docname, coverage)
    return make_table(
        {_("Claim"): 12, _("Restated in"): 30, _("On slides"): 38, _("In the full deck"): 20},
        [
            (
                [mark],
                separated(_sections(builder, docname, of)),
                separated(slide_links(builder, docname, [m.slide for _p, m in of.shown])),
                said(claim, of),
            )
            for (claim, mark), of in zip(marks, coverage.values(), strict=True)
        ],
        "claim-coverage",
    )


def said(claim: Claim, of: Coverage) -> str:
    """How the full deck has a claim, for readers; ``claim`` is in their language."""
    is_reason = of.in_full_deck == of.claim.not_in_deck
    return claim.not_in_deck if is_reason else str(_(of.in_full_deck))


def counts_of(coverage: dict[str, Coverage]) -> nodes.paragraph:
    """How many claims the full deck has, and how."""
    counts = Counter(of.in_full_deck for of in coverage.values())
    shown, spoken = counts[SHOWN], counts[SPOKEN]
    return nodes.paragraph(
        "",
        _(
            "Claims: {all}. The full deck shows {shown}, has {spoken} spoken, and leaves out "
            "{missing}, with the reason."
        ).format(
            all=len(coverage), shown=shown, spoken=spoken, missing=len(coverage) - shown - spoken
        ),
    )


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """A page that tells where claims stand shows every mark, and which decks show their slides."""
    if not OVERVIEWS.of(app.env, docname):
        return []
    return [
        sorted(MARKS.by_document(app.env).items()),
        list(coverage_of(app.env).values()),
        [
            (slide.id, [deck.name for deck in decks_showing(app.env, slide.id)])
            for slide in SLIDES.all(app.env)
            if slide.claims
        ],
    ]


def setup(app: Sphinx) -> None:
    """Check once everything is read, and fill in what is then known."""
    app.add_node(claim_coverage)
    app.add_directive("claim-coverage", ClaimCoverageDirective)
    app.connect("env-check-consistency", check_claims)
    app.connect("doctree-resolved", fill_in_places)
    app.connect(PAGE_SHOWS, page_shows)
