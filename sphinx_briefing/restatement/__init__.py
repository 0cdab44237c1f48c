"""The restatement: what the chapters say in the place of the work that they restate."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.assets import Assets, offer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).with_name("static")


def setup(app: Sphinx) -> None:
    """Set the wing up."""
    from sphinx_briefing.restatement import (  # noqa: PLC0415
        directive,
        evidence,
        listing,
        nodes,
        reading,
    )

    nodes.setup(app)
    app.add_directive("restatement", directive.RestatementDirective)
    app.add_directive("restatement-list", directive.RestatementListDirective)
    reading.setup(app)  # {reading-time}, and minutes at the head of a chapter
    listing.setup(app)  # the restatement alone
    evidence.setup(app)  # what readers can fold away
    offer(app, Assets((STATIC,), page_styles=("briefing-restatement.css",)))
