"""Minutes, as people and tables are told them."""

from __future__ import annotations

from sphinx_briefing.translation import _


def in_words(minutes: float) -> str:
    """Minutes for people: ``under a minute``, ``1 minute``, ``12 minutes``."""
    whole = round(minutes)
    if whole < 1:
        return str(_("under a minute"))
    return str(_("1 minute") if whole == 1 else _("{count} minutes").format(count=whole))


def clock(minutes: float) -> str:
    """Minutes as ``m:ss``."""
    seconds = round(minutes * 60)
    return f"{seconds // 60}:{seconds % 60:02d}"
