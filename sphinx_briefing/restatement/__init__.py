"""The restatement: what the chapters say in the place of the work that they restate."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the wing up."""
    from sphinx_briefing.restatement import directive  # noqa: PLC0415

    directive.setup(app)  # {restatement}
