"""What to write instead, added to what Sphinx, docutils and MyST say of a mistake.

They say what is wrong and where. So an author who is told of something by the engine, and of
something else by them, learns the same of both.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from sphinx_briefing.guard import messages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OF_WORDS = {re.compile(words): says for words, says in messages.REMEDIES_OF_WORDS.items()}


class Remedies(logging.Filter):
    """Adds them to warnings, before these are written."""

    def __init__(self, app: Sphinx) -> None:
        """Keep the application, whose documents have names."""
        self.app = app
        super().__init__()

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the remedy, where one is known; no warning is left out."""
        self.mend_location(record)
        kind = f"{getattr(record, 'type', '')}.{getattr(record, 'subtype', '')}"
        first, parted, rest = str(record.msg).partition("\n")
        says = messages.REMEDIES.get(kind) or next(
            (says for words, says in OF_WORDS.items() if words.search(first)), ""
        )
        if says and not kind.startswith("briefing.") and says not in first:
            says = says.replace("%", "%%") if record.args else says
            record.msg = f"{first.rstrip('.: ')}: {says}{parted}{rest}"
        return True

    def mend_location(self, record: logging.LogRecord) -> None:
        """Take off an ending that a name has twice: ``page.md`` would become ``page.md.rst``."""
        place = getattr(record, "location", None)
        env = getattr(self.app, "env", None)
        if env is None or not isinstance(place, tuple) or place[0] in env.found_docs:
            return
        docname = env.path2doc(str(place[0]))
        if docname in env.found_docs:
            record.location = (docname, place[1])


def setup(app: Sphinx) -> None:
    """Stand before what writes warnings."""
    for handler in logging.getLogger("sphinx").handlers:
        if handler.level == logging.WARNING:
            handler.filters.insert(0, Remedies(app))
