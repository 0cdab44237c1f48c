"""How many claims and sources there are, in the text: counted by the build, never written down.

``{claim-count}`nuanced, in words``` and ``{source-count}`copy```.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from sphinx_briefing import messages
from sphinx_briefing.claims.bibliography import CONSULTED, bibliography_entries
from sphinx_briefing.claims.data import KINDS, STANDINGS, VERDICTS, claims_of, note_dependency
from sphinx_briefing.doctree import capitalised
from sphinx_briefing.translation import _, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.data import Claim, Standing

ALL = "all"

WORDS = (
    gettext_noop("none"),
    gettext_noop("one"),
    gettext_noop("two"),
    gettext_noop("three"),
    gettext_noop("four"),
    gettext_noop("five"),
    gettext_noop("six"),
    gettext_noop("seven"),
    gettext_noop("eight"),
    gettext_noop("nine"),
    gettext_noop("ten"),
    gettext_noop("eleven"),
    gettext_noop("twelve"),
)
"""Numbers that have a word; what is greater stands in digits."""

FORMS = ("in words", "In words")
"""How a count may be asked for: in words, the second with a capital at its head."""


def claims_in_use(env: BuildEnvironment) -> list[Claim]:
    """The claims that the publication makes, in the order of their file: those not retired."""
    return [claim for claim in claims_of(env).values() if not claim.retirement]


def standings_of(claims: Iterable[Claim]) -> dict[Standing, int]:
    """How many of these claims have which standing, in the order of verdicts."""
    counts = Counter(claim.standing for claim in claims)
    order = dict.fromkeys(STANDINGS[kind, verdict] for verdict in VERDICTS for kind in KINDS)
    return {standing: counts[standing] for standing in order if counts[standing]}


def claim_selections() -> dict[str, str]:
    """What a count of claims may be limited to, and what each of these limits."""
    words = {standing.word for standing in STANDINGS.values()}
    return {
        **dict.fromkeys(KINDS, "kind"),
        **dict.fromkeys(words - VERDICTS.keys(), "word"),
        **dict.fromkeys(VERDICTS, "verdict"),
    }


def count_claims(env: BuildEnvironment, selection: Iterable[str]) -> int:
    """How many claims are all of what is selected: kinds, verdicts, words for them."""
    limits = claim_selections()
    return sum(
        all(
            part
            in {"kind": (claim.kind,), "word": (claim.standing.word,)}.get(
                limits[part], (claim.verdict,)
            )
            for part in selection
        )
        for claim in claims_in_use(env)
    )


class CountRole(SphinxRole):
    """A number that the build counts. Its text is what to count, and perhaps ``in words``."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Count."""
        parts = [part.strip() for part in self.text.split(",")]
        form = next((part for part in parts if part in FORMS), "")
        selection = [part for part in parts if part not in (*FORMS, ALL)]
        known = self.known()
        unknown = [part for part in selection if part not in known]
        if unknown:
            source, line = self.get_source_info()
            messages.warn(
                messages.COUNT_UNKNOWN,
                self.name,
                unknown[0],
                messages.listed((ALL, *known, *FORMS)),
                location=f"{source}:{line}",
                subtype="count",
            )
            return [], []
        return [nodes.Text(number(self.count(selection), form))], []

    def known(self) -> list[str]:
        """What may be counted."""
        raise NotImplementedError

    def count(self, selection: list[str]) -> int:
        """The number of what is selected."""
        raise NotImplementedError


class ClaimCountRole(CountRole):
    """How many claims: ``all``, or of a kind, a verdict, a word for it."""

    def known(self) -> list[str]:
        """Kinds, verdicts, and the words for these."""
        return list(claim_selections())

    def count(self, selection: list[str]) -> int:
        """Count, and have the document read again when the claims change."""
        note_dependency(self.env)
        return count_claims(self.env, selection)


class SourceCountRole(CountRole):
    """How many sources the bibliography has: ``all``, or those that were read in one way."""

    def known(self) -> list[str]:
        """How a source may have been read."""
        return list(CONSULTED)

    def count(self, selection: list[str]) -> int:
        """Count, and have the document read again when the bibliography changes."""
        for name in getattr(self.config, "bibtex_bibfiles", ()):
            self.env.note_dependency(str(Path(self.env.srcdir, name)))
        entries = bibliography_entries(self.env).values()
        states = [entry.fields.get("consulted", "") for entry in entries]
        return sum(not selection or state in selection for state in states)


def number(count: int, form: str = "") -> str:
    """A number in digits, or, asked for ``in words``, as a word where it has one."""
    if not form or count >= len(WORDS):
        return str(count)
    word = str(_(WORDS[count]))
    return capitalised(word) if form == FORMS[1] else word


def setup(app: Sphinx) -> None:
    """Register the roles."""
    app.add_role("claim-count", ClaimCountRole())
    app.add_role("source-count", SourceCountRole())
