"""What is refused: code in the text, links that act, files from outside, text that would be lost.

A publication is served to others under its own name, so what a page does must be what its authors
meant it to do. Each of these is told with file and line, taken out of the document, and allowed
only where ``conf.py`` names it (`allowed`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set up each kind of check."""
    from sphinx_briefing.compat import without_tracebacks  # noqa: PLC0415
    from sphinx_briefing.guard import (  # noqa: PLC0415
        allowed,
        confidential,
        headings,
        labels,
        links,
        markdown,
        outside,
        pictures,
        raw,
        reading,
        regular,
        remedies,
        settings,
        text,
    )

    remedies.setup(app)
    without_tracebacks()
    allowed.setup(app)
    settings.setup(app)
    reading.setup(app)
    text.setup(app)
    markdown.setup(app)
    headings.setup(app)
    labels.setup(app)
    confidential.setup(app)
    # Before Sphinx notes what pictures and files are to be copied (500).
    outside.setup(app)
    regular.setup(app)
    raw.setup(app)
    links.setup(app)
    pictures.setup(app)
