"""What retirement is, for slides, terms, claims and decks alike.

What was published may have been cited, so it is never taken away: it gets the date from which it
is no longer used and, perhaps, the id of the one of its kind that takes its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing import messages
from sphinx_briefing.dates import is_date

if TYPE_CHECKING:
    from collections.abc import Mapping


class Retirement(NamedTuple):
    """When something was retired, and for what; both empty: it is in use."""

    date: str = ""  # ISO date
    successor: str = ""  # id of one of the same kind; may be empty

    def __bool__(self) -> bool:
        """Whether it is retired."""
        return bool(self.date)


def retirement_of(options: Mapping[str, str | None], own_id: str) -> tuple[Retirement, list[str]]:
    """What the options ``retired`` and ``successor`` say.

    Args:
        options: of a directive, or the fields of an entry in a data file.
        own_id: the id of what they stand at.

    Returns:
        The retirement, none where it is faulty; and its faults, each saying what to write.
    """
    date, successor = options.get("retired") or "", options.get("successor") or ""
    faults = []
    if "retired" in options and not is_date(date):
        faults.append(messages.RETIRED_WITHOUT_DATE % date)
    if successor and "retired" not in options:
        faults.append(messages.SUCCESSOR_OF_ONE_IN_USE)
    if successor and successor == own_id:
        faults.append(messages.SUCCESSOR_IS_ITSELF)
    return (Retirement() if faults else Retirement(date, successor)), faults


def last_successor(own_id: str, all_of_kind: Mapping[str, Retirement]) -> str:
    """The id of the one still in use to which successors, followed one by one, lead.

    Args:
        own_id: where to start.
        all_of_kind: the retirement of each thing of the kind, by id.

    Returns:
        The id; empty where they lead nowhere, or in a circle.
    """
    seen = {own_id}
    following = all_of_kind[own_id].successor
    while following in all_of_kind and following not in seen:
        if not all_of_kind[following]:
            return following
        seen.add(following)
        following = all_of_kind[following].successor
    return ""


def successor_fault(own_id: str, all_of_kind: Mapping[str, Retirement]) -> str:
    """What is wrong with the successor of one thing, and what to write; empty: nothing."""
    successor = all_of_kind[own_id].successor
    if not successor or last_successor(own_id, all_of_kind):
        return ""
    if successor not in all_of_kind:
        return messages.SUCCESSOR_UNKNOWN % successor
    return messages.SUCCESSOR_RETIRED % successor
