"""Figures: a table and what draws it, ``evidence/figures``.

`files` says which files make a figure, `schema` and `table` read its data, `vega` and `template`
draw it, `drawing` keeps what was drawn, `directive` and `showing` put it on pages and slides.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.assets import Assets, offer
from sphinx_briefing.figures import directive, drawing, nodes, showing

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).with_name("static")


def setup(app: Sphinx) -> None:
    """Set the parts up: the data, what is read of them, and what is shown."""
    # The folder of the figures' files, seen from the sources.
    app.add_config_value("briefing_figures", "evidence/figures", "env", str)
    # After sphinxcontrib-bibtex, which then knows the sources.
    app.connect("builder-inited", drawing.check_at_start, priority=600)
    nodes.setup(app)
    directive.setup(app)
    showing.setup(app)
    offer(app, Assets((STATIC,), styles=("briefing-figures.css",)))
