"""What changed in claims, verdicts and terms since they were published: a page and a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the wing up."""
    from sphinx_briefing.changes import data, directive, feed  # noqa: PLC0415

    data.setup(app)  # the file of changes
    directive.setup(app)  # {change-list}
    feed.setup(app)  # changes.xml
