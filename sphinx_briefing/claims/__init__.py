"""Claims and sources: what the text rests on, and what was found of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.assets import Assets, offer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).with_name("static")


def setup(app: Sphinx) -> None:
    """Set the wing up."""
    from sphinx_briefing.claims import (  # noqa: PLC0415
        bibliography,
        counts,
        data,
        editorial,
        filtering,
        mark,
        overview,
        register,
        rows,
        sources,
    )

    bibliography.setup(app)  # the sources that are cited
    data.setup(app)  # the file of claims
    mark.setup(app)  # {claim}
    counts.setup(app)  # {claim-count}, {source-count}
    overview.setup(app)  # {claim-overview}
    rows.setup(app)  # what a row of the register is made of
    filtering.setup(app)  # the form of the register
    register.setup(app)  # {claim-register}
    sources.setup(app)  # what the bibliography says of each source
    editorial.setup(app)  # {editorial}
    offer(
        app,
        Assets(
            (STATIC,),
            styles=("briefing-claims.css",),
            shown=("claim-restatement", "claim-verdict", "source-state"),
        ),
    )
