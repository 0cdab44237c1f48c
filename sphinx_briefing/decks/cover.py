"""The title slide of a deck: title, a line, the occasion, and all claims as squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.claims.counts import claims_in_use
from sphinx_briefing.claims.data import KINDS, VERDICTS
from sphinx_briefing.claims.overview import claim_square, legend_of
from sphinx_briefing.dates import in_full

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.decks.records import Deck


def occasion_of(deck: Deck, language: str) -> list[nodes.container]:
    """Where and when a deck is given, and by whom; none where it says nothing of it."""
    when = in_full(deck.date, language) if deck.date else ""
    lines = {
        "cover-speaker": deck.speaker,
        "cover-where": " · ".join(filter(None, [deck.occasion, when])),
    }
    told = [nodes.paragraph("", text, classes=[name]) for name, text in lines.items() if text]
    return [nodes.container("", *told, classes=["cover-occasion"])] if told else []


def picture_of_claims(env: BuildEnvironment) -> list[nodes.container]:
    """All claims as squares, by kind and verdict, their counts in words; none without claims.

    They are no links, unlike those of ``{claim-overview}``: a room looks at the pattern, and who
    speaks has no use for a stop at each. Screen readers hear the counts.
    """
    claims = claims_in_use(env)
    box = nodes.container(classes=["claim-overview", "cover-claims"])
    order = list(VERDICTS)
    for kind in KINDS:
        group = [claim for claim in claims if claim.kind == kind]
        if group:
            group.sort(key=lambda claim: order.index(claim.verdict))
            looks = [(claim.standing.look, claim.standing.sign) for claim in group]
            squares = [claim_square(look=look, sign=sign) for look, sign in looks]
            row = nodes.paragraph("", "", *squares, classes=["claim-squares"])
            box += nodes.container("", legend_of(kind, group), row, classes=["claim-group"])
    return [box] if claims else []
