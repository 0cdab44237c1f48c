"""Claims and sources: what the text rests on, and what was found of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the wing up."""
    from sphinx_briefing.claims import (  # noqa: PLC0415
        bibliography,
        data,
        editorial,
        mark,
        register,
        sources,
    )

    bibliography.setup(app)  # the sources that are cited
    data.setup(app)  # the file of claims
    mark.setup(app)  # {claim}
    register.setup(app)  # {claim-register}
    sources.setup(app)  # what the bibliography says of each source
    editorial.setup(app)  # {editorial}
