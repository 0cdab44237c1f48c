"""The restatement: what the chapters say in the place of the work that they restate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


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
