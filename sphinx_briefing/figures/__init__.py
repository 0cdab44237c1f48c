"""Figures, drawn at build time from the tables in ``evidence/figures``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing.figures import directive, table

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the parts up: tables, then directives."""
    table.setup(app)
    directive.setup(app)
