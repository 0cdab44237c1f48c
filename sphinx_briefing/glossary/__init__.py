"""The glossary: entries that other documentation can cite and never lose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_briefing.assets import Assets, offer

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_briefing.resolved import Resolved

STATIC = Path(__file__).with_name("static")


def setup(app: Sphinx, resolved: Resolved[nodes.document]) -> None:
    """Set the wing up.

    Args:
        app: the application.
        resolved: copies of the documents that hold entries, as their pages show them.
    """
    from sphinx_briefing.glossary import (  # noqa: PLC0415
        checks,
        cite,
        entries,
        files,
        linked_data,
        links,
        once,
        usage,
    )

    entries.setup(app)  # {entry} and {definition}
    links.setup(app)  # where an entry leads
    checks.setup(app)  # names and ids
    usage.setup(app)  # terms unused, and unlinked in the prose
    once.setup(app)  # a page links a term once
    cite.setup(app)  # what "Cite this" says of the publication
    linked_data.setup(app)  # the page in the words of schema.org
    files.setup(app, resolved)  # glossary.json and glossary.ttl
    offer(
        app,
        Assets(
            (STATIC,),
            styles=("briefing-glossary.css",),
            shown=("competing-definition", "definition-by"),
        ),
    )
