"""Citations on web pages: numbers in the text, and what they stand for at the end of each page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.assets import Assets, offer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).with_name("static")


def setup(app: Sphinx) -> None:
    """Set the wing up."""
    from sphinx_briefing.citations import nodes, numbers  # noqa: PLC0415

    nodes.setup(app)
    numbers.setup(app)
    offer(
        app, Assets((STATIC,), page_styles=("briefing-citations.css",), shown=("bibtex-citation",))
    )
