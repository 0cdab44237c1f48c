"""Where the documents mark claims, and where the register has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.records import Records

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.doctree import Mark


class RegisteredClaim(NamedTuple):
    """A claim's entry in a register."""

    id: str
    docname: str
    anchor: str


REGISTERED: Records[RegisteredClaim] = Records("registered claims")


class Register(NamedTuple):
    """A register of claims."""

    docname: str
    line: int


REGISTERS: Records[Register] = Records("registers of claims")

MARKS: Records[Mark] = Records("marks of claims")

OVERVIEWS: Records[str] = Records("overviews of claims")
"""What each document tells of all claims: it is written again when a mark moves."""


def registered(env: BuildEnvironment, claim_id: str) -> RegisteredClaim | None:
    """The claim's entry in a register, if it has one."""
    return next((claim for claim in REGISTERED.all(env) if claim.id == claim_id), None)
