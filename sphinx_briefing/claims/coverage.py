"""Whether text and evidence agree: each claim restated, shown or excused, each source there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx.util import logging

from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.domain import briefing_domain
from sphinx_briefing.trace import bibliography_entries

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.data import Claim
    from sphinx_briefing.domain import Deck, Mark

logger = logging.getLogger(__name__)


SHOWN, SPOKEN, MISSING, RETIRED = "shown", "spoken", "no", "retired"
"""How a deck has a claim: on a slide, in what the speaker has to one, not at all, or no more."""


class Coverage(NamedTuple):
    """Where the publication has one claim."""

    claim: Claim
    restated: list[tuple[str, Mark]]  # documents in reading order, and marks in their prose
    shown: list[tuple[str, Mark]]  # documents, and marks on their slides
    in_full_deck: str  # SHOWN, SPOKEN, the reason why not, or MISSING


def full_deck(app: Sphinx) -> Deck | None:
    """The deck that must have every claim, as ``briefing_full_deck`` names it."""
    return briefing_domain(app.env).find_deck(app.config.briefing_full_deck)


def coverage_of(app: Sphinx) -> dict[str, Coverage]:
    """Where each claim stands, by its id.

    A restatement stands in one of the documents that are home to claims; a mark on another page
    is a way to the register, no restatement.
    """
    domain = briefing_domain(app.env)
    homes = {claim.home for claim in claims_of(app).values()}
    deck = full_deck(app)
    slides = domain.slides_of(deck) if deck else []
    shown = {claim for slide in slides for claim in slide.claims}
    told = {claim for slide in slides for claim in slide.told}
    marks_in_order = [
        (docname, mark)
        for docname in domain.documents_in_order()
        for mark in domain.marks.get(docname, [])
    ]
    coverage = {}
    for claim in claims_of(app).values():
        marks = [place for place in marks_in_order if place[1].target == claim.id]
        if claim.id in shown:
            in_deck = SHOWN
        elif claim.id in told:
            in_deck = SPOKEN
        else:
            in_deck = RETIRED if claim.retired else claim.not_in_deck or MISSING
        coverage[claim.id] = Coverage(
            claim=claim,
            restated=[place for place in marks if place[0] in homes and not place[1].slide],
            shown=[place for place in marks if place[1].slide],
            in_full_deck=in_deck,
        )
    return coverage


def check_claims(app: Sphinx, env: BuildEnvironment) -> None:
    """Report claims that are not where they must be, and evidence without a source."""
    deck, keys = full_deck(app), bibliography_entries(env)
    if app.config.briefing_full_deck and deck is None:
        logger.warning(
            "briefing_full_deck in conf.py names %r, but there is no such deck",
            app.config.briefing_full_deck,
            type="briefing",
            subtype="full_deck",
        )
    for claim_id, of in coverage_of(app).items():
        claim = of.claim
        if claim.retired:
            _check_retired(app, of)
        elif claim.home not in env.found_docs:
            _report(app, claim, "its home %r is no document", claim.home)
        elif not any(docname == claim.home for docname, _ in of.restated):
            _report(
                app,
                claim,
                "it is not restated in its home, %s: put {claim}`%s` after the statement there",
                env.doc2path(claim.home, base=False),
                claim_id,
            )
        if deck and of.in_full_deck == MISSING:
            _report(
                app,
                claim,
                "the deck %r leaves it out: mark it on a slide or in its prose, or say why in a "
                "field not_in_deck",
                deck.name,
            )
        elif deck and claim.not_in_deck and of.in_full_deck != claim.not_in_deck:
            _report(app, claim, "the deck %r has it: take the field not_in_deck out", deck.name)
        for item in claim.evidence:
            if keys and item.source not in keys:
                _report(
                    app,
                    claim,
                    "its evidence names the source %r, which the bibliography does not have",
                    item.source,
                )
    if deck:
        _check_slides(env, deck)


def _check_retired(app: Sphinx, of: Coverage) -> None:
    marked = sorted({docname for docname, _ in (*of.restated, *of.shown)})
    if marked:
        _report(
            app,
            of.claim,
            "it is retired, but still marked in %s: take the mark out%s",
            ", ".join(str(app.env.doc2path(docname, base=False)) for docname in marked),
            f", or mark {of.claim.successor}" if of.claim.successor else "",
        )


def _check_slides(env: BuildEnvironment, deck: Deck) -> None:
    for slide in briefing_domain(env).slides_of(deck):
        if not (slide.claims or slide.told or slide.sources):
            logger.warning(
                "the slide %r rests on nothing: mark a claim or cite a source on it, in its notes "
                "or in the prose that follows",
                slide.id,
                location=(slide.docname, slide.line),
                type="briefing",
                subtype="untraced",
            )


def _report(app: Sphinx, claim: Claim, text: str, *values: object) -> None:
    logger.warning(
        "the claim %s: " + text,  # noqa: G003  (a constant each time)
        claim.id,
        *values,
        location=f"{app.confdir / app.config.briefing_claims}:{claim.line}",
        type="briefing",
        subtype="claim",
    )


def setup(app: Sphinx) -> None:
    """Register the setting, and check once everything is read."""
    app.add_config_value("briefing_full_deck", "", "env", str)
    app.connect("env-check-consistency", check_claims)
