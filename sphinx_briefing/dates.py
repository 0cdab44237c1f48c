"""Dates: what is one, and how readers are told it."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date

from sphinx_briefing.translation import _


def is_date(text: str) -> bool:
    """Whether ``text`` is an ISO date of the calendar, such as ``2026-11-24``."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def in_full(date: str, language: str) -> str:
    """An ISO date for readers: ``24 November 2026``.

    Args:
        date: as `is_date` has it.
        language: as ``conf.py`` names it.
    """
    return str(
        format_date(
            dt.date.fromisoformat(date), _("d MMMM yyyy"), locale=language.replace("-", "_")
        )
    )
