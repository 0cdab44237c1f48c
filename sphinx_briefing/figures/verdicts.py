"""How the claims fare, by theme: counted, never written down."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sphinx_briefing.claims.data import VERDICTS, claims_of
from sphinx_briefing.doctree import capitalised
from sphinx_briefing.figures.schema import Column
from sphinx_briefing.figures.table import Row, Table
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def verdicts_table(env: BuildEnvironment) -> Table:
    """How many claims of each theme, those in use, have which verdict.

    A column for the theme, one for each verdict that there is, and one for their sum.
    """
    counts: dict[str, Counter[str]] = {}
    for claim in (claim for claim in claims_of(env).values() if not claim.retirement):
        counts.setdefault(claim.theme, Counter())[claim.verdict] += 1
    columns = (
        Column("theme", _("Theme")),
        *(Column(verdict, capitalised(_(verdict)), type="integer") for verdict in VERDICTS),
        Column("all", _("All"), type="integer"),
    )
    rows = [
        Row(
            0,
            {
                "theme": theme,
                **{verdict: str(count[verdict]) for verdict in VERDICTS},
                "all": str(count.total()),
            },
        )
        for theme, count in counts.items()
    ]
    return Table(columns, tuple(rows))
