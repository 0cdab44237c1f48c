"""The register of claims: every claim by theme, with its verdict and what it rests on.

It is made while its document is read, but for the places where a claim stands: these are known
only when everything is read (``decks/coverage.py``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import roles
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.claims.data import (
    STANCE_HEADS,
    STANCES,
    VERDICTS,
    claims_file,
    claims_of,
    in_language,
    note_dependency,
)
from sphinx_briefing.claims.mark import EDITORIAL_CLASS, claim_mark, claim_reference
from sphinx_briefing.claims.records import OVERVIEWS, REGISTERED, RegisteredClaim, registered
from sphinx_briefing.config import writes_pages
from sphinx_briefing.doctree import capitalised
from sphinx_briefing.resolved import PREVIEWED
from sphinx_briefing.translation import _, to_extract, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_briefing.claims.data import Claim


class claim_places(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """Where a ``claim`` stands, seen from the document ``docname``."""


class ClaimRegisterDirective(SphinxDirective):
    """The register: every claim by theme, with verdict, evidence, editors' note and places."""

    def run(self) -> list[Node]:
        """Make a section for each theme and an entry for each claim."""
        env, docname = self.env, self.env.current_document.docname
        note_dependency(env)
        OVERVIEWS.note(env, docname, "register")
        PREVIEWED.note(env, docname, "claims")
        themes: dict[str, list[Claim]] = {}
        for claim in claims_of(env).values():
            themes.setdefault(claim.theme, []).append(claim)
            REGISTERED.note(env, docname, RegisteredClaim(claim.id, docname, claim.anchor))
        sections: list[Node] = []
        for theme, claims in themes.items():
            section = nodes.section(ids=[nodes.make_id(f"theme-{theme}")], classes=["claim-theme"])
            section += nodes.title("", capitalised(translate(env, docname, theme)))
            section += [self._entry(in_language(env, docname, claim)) for claim in claims]
            sections.append(section)
        return [*sections, *self._to_extract()]

    def _to_extract(self) -> Iterator[Node]:
        for claim in claims_of(self.env).values():
            for node in to_extract(self, claim.texts):
                node.source, node.line = str(claims_file(self.env)), claim.line
                yield node

    def _entry(self, claim: Claim) -> nodes.section:
        verdict = claim.verdict.replace(" ", "-")
        entry = nodes.section(ids=[claim.anchor], classes=["claim", f"is-{verdict}"])
        entry += nodes.title("", "", mark_of(claim))
        entry += nodes.paragraph(
            "", claim.restatement, classes=["claim-restatement"], preview_of=claim.anchor
        )
        entry += nodes.paragraph(
            "",
            _("{kind}, by {whom}. {evidence}").format(
                kind=capitalised(claim.kind), whom=claim.attributed_to, evidence=weighed(claim)
            ),
            classes=["claim-verdict"],
            preview_of=claim.anchor,
        )
        if claim.retirement:
            entry.insert(1, self._retired(claim))
        evidence = nodes.bullet_list(classes=["claim-evidence"])
        for item in claim.evidence:
            stance = nodes.strong("", _(STANCE_HEADS[item.stance]), classes=["stance"])
            says = nodes.Text(f": {item.says} ")
            parts = [stance, says, *self._cite(item.source)]
            evidence += nodes.list_item("", nodes.paragraph("", "", *parts))
        if claim.evidence:
            entry += evidence
        if claim.editorial_note:
            box = nodes.admonition(classes=[EDITORIAL_CLASS])
            box += [
                nodes.title("", _("Editors’ note")),
                nodes.paragraph("", claim.editorial_note),
            ]
            entry += box
        entry += claim_places(claim=claim.id, docname=self.env.current_document.docname)
        return entry

    def _retired(self, claim: Claim) -> nodes.paragraph:
        said = nodes.paragraph("", classes=["claim-retired"], preview_of=claim.anchor)
        text = _("Retired on {date}: this publication no longer makes it.")
        said += nodes.Text(text.format(date=claim.retirement.date))
        if claim.retirement.successor:
            successor = claim_reference(self.env, claim.retirement.successor)
            said += [nodes.Text(_(" In its place: ")), successor]
        return said

    def _cite(self, key: str) -> list[Node]:
        return cite(self, [key])


def weighed(claim: Claim) -> str:
    """How many pieces of evidence a claim has, by stance."""
    counts = Counter(item.stance for item in claim.evidence)
    if not counts:
        return str(_("No evidence was found."))
    parts = [f"{counts[stance]} {_(says)}" for stance, says in STANCES.items() if counts[stance]]
    return str(_("Evidence: {what}.").format(what=", ".join(parts)))


def claim_links(
    builder: Builder, fromdocname: str, claim_ids: Iterable[str]
) -> list[tuple[Claim, Node]]:
    """Claims, each once, with a mark that leads to the register, where there is one."""
    known = claims_of(builder.env)
    found: list[tuple[Claim, Node]] = []
    for claim_id in dict.fromkeys(claim_ids):
        if claim_id not in known:
            continue
        claim = known[claim_id]
        place = registered(builder.env, claim.id)
        link: nodes.TextElement = nodes.inline()
        if place:
            claim = in_language(builder.env, place.docname, claim)
            link = link_to_section(builder, fromdocname, place.docname, place.anchor, "")
            link.clear()
        link.append(mark_of(claim))
        found.append((claim, link))
    return found


def mark_of(claim: Claim) -> claim_mark:
    """The mark of a claim."""
    return claim_mark("", claim.id, verdict=claim.verdict, sign=VERDICTS[claim.verdict])


def cite(directive: SphinxDirective, keys: list[str]) -> list[Node]:
    """Citations as sphinxcontrib-bibtex' role makes them; the keys where there is no bibliography.

    Nodes, not markup: it is right whatever language the document is written in.
    """
    if "cite" not in directive.env.domains:
        return [nodes.Text(", ".join(keys))]
    text, state = ",".join(keys), directive.state
    role: Any
    role, _messages = roles.role(
        "cite:p", state.memo.language, directive.lineno, state.memo.reporter
    )
    made, messages = role("cite:p", f"`{text}`", text, directive.lineno, state.memo.inliner)
    return [*made, *messages]


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Give the register's page, and no other, its script."""
    if writes_pages(app.builder) and REGISTERED.of(app.env, pagename):
        app.add_js_file("briefing-register.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the directive, and connect to each page."""
    app.connect("html-page-context", add_script)
    app.add_node(claim_places)
    app.add_directive("claim-register", ClaimRegisterDirective)
