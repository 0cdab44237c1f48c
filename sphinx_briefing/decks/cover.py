"""The title slide of a deck: title, a line, the occasion, and all claims as squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.claims.counts import claims_in_use
from sphinx_briefing.claims.data import KINDS, VERDICTS
from sphinx_briefing.claims.overview import claim_square, legend_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


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
