"""Telling authors what is wrong: once, where it stands, with what to write instead."""

from __future__ import annotations

from typing import Any

from sphinx.util import logging

logger = logging.getLogger(__name__)


def warn(text: str, *values: object, location: Any, subtype: str) -> None:
    """Report an author's mistake.

    Args:
        text: what is wrong and what to write instead, with places for ``values``.
        values: what stands in those places.
        location: a node, a pair of document name and line, or ``FILE:LINE``.
        subtype: by which ``suppress_warnings`` knows it, as ``briefing.SUBTYPE``.
    """
    logger.warning(text, *values, location=location, type="briefing", subtype=subtype)


def tell(text: str, *values: object, location: Any) -> None:
    """Advise an author: a line of the build's output that fails no build."""
    logger.info(text, *values, location=location)
