"""The register of claims: every claim by the chapter that is its home, a row each.

It is made while its document is read, but for what is known only when everything is: the titles of
the chapters (``rows.py``), and the places where a claim stands (``decks/coverage.py``).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import roles
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.assets import WHEN_ASKED
from sphinx_briefing.claims.counts import standings_of
from sphinx_briefing.claims.data import (
    KINDS,
    STANCE_HEADS,
    STANCES,
    claims_file,
    claims_of,
    in_language,
    note_dependency,
)
from sphinx_briefing.claims.filtering import register_filter
from sphinx_briefing.claims.mark import EDITORIAL_CLASS, claim_reference, mark_of
from sphinx_briefing.claims.overview import in_words
from sphinx_briefing.claims.records import (
    OVERVIEWS,
    REGISTERED,
    REGISTERS,
    Register,
    RegisteredClaim,
    registered,
)
from sphinx_briefing.claims.rows import claim_more, claim_summary, home_title
from sphinx_briefing.config import writes_pages
from sphinx_briefing.doctree import capitalised
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.messages import warn
from sphinx_briefing.resolved import PREVIEWED
from sphinx_briefing.translation import _, to_extract

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.data import Claim


class claim_places(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """Where a ``claim`` stands, seen from the document ``docname``."""


class ClaimRegisterDirective(SphinxDirective):
    """The register: contents by chapter with counts, then a row for each claim.

    Chapters follow each other as their claims first do in the file.
    """

    def run(self) -> list[Node]:
        """Make a section for each chapter and an entry for each claim."""
        env, docname = self.env, self.env.current_document.docname
        note_dependency(env)
        REGISTERS.note(env, docname, Register(docname, self.lineno))
        if len(REGISTERS.of(env, docname)) > 1:
            return []  # the first of the page stands; the others are reported
        OVERVIEWS.note(env, docname, "register")
        PREVIEWED.note(env, docname, "claims")
        homes: dict[str, list[Claim]] = {}
        for claim in claims_of(env).values():
            homes.setdefault(claim.home, []).append(claim)
            REGISTERED.note(env, docname, RegisteredClaim(claim.id, docname, claim.anchor))
        sections: list[Node] = []
        anchors = {home: nodes.make_id(f"claims-{home}") for home in homes}
        contents = nodes.bullet_list(classes=["claim-contents"])
        for home, claims in homes.items():
            section = nodes.section(ids=[anchors[home]], classes=["claim-theme"])
            section += nodes.title("", "", home_title(home, home, home=home))
            section += [self._entry(in_language(env, docname, claim)) for claim in claims]
            sections.append(section)
            contents += self._counted(home, anchors[home], claims)
        head = [contents, register_filter(docname=docname, anchors=anchors)] if sections else []
        return [*head, *sections, *self._to_extract()]

    def _to_extract(self) -> Iterator[Node]:
        for claim in claims_of(self.env).values():
            for node in to_extract(self, claim.texts):
                node.source, node.line = str(claims_file(self.env)), claim.line
                yield node

    @staticmethod
    def _counted(home: str, anchor: str, claims: list[Claim]) -> nodes.list_item:
        used = [claim for claim in claims if not claim.retirement]
        title = home_title(home, home, home=home)
        link = nodes.reference("", "", title, refid=anchor, internal=True)
        text = nodes.Text(f": {len(used)} ({in_words(standings_of(used))})")
        return nodes.list_item("", nodes.paragraph("", "", link, text))

    def _entry(self, claim: Claim) -> nodes.section:
        kinds = [f"is-{claim.standing.look}", f"kind-{claim.kind}"]
        entry = nodes.section(ids=[claim.anchor], classes=["claim", *kinds])
        entry += nodes.title("", "", mark_of(claim))
        entry += nodes.paragraph(
            "", claim.restatement, classes=["claim-restatement"], preview_of=claim.anchor
        )
        said = _("{kind}, by {whom}. {evidence}").format(
            kind=capitalised(_(KINDS[claim.kind].one)),
            whom=claim.attributed_to,
            evidence=weighed(claim),
        )
        more = claim_more("", claim_summary(said, said, preview_of=claim.anchor))
        if claim.retirement:
            entry += self._retired(claim)
        evidence = nodes.bullet_list(classes=["claim-evidence"])
        for item in claim.evidence:
            stance = nodes.strong("", _(STANCE_HEADS[item.stance]), classes=["stance"])
            says = nodes.Text(f": {item.says} ")
            parts = [stance, says, *self._cite(item.source)]
            evidence += nodes.list_item("", nodes.paragraph("", "", *parts))
        if claim.evidence:
            more += evidence
        if claim.editorial_note:
            box = nodes.admonition(classes=[EDITORIAL_CLASS])
            box += [
                nodes.title("", _("Editors’ note")),
                nodes.paragraph("", claim.editorial_note),
            ]
            more += box
        more += claim_places(claim=claim.id, docname=self.env.current_document.docname)
        entry += more
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


STANCE_OF = {"confirmed": "confirms", "nuanced": "nuances", "contradicted": "contradicts"}
"""The stance of evidence that speaks for a verdict."""


SENTENCE = re.compile(r"(?<=[\w)”’\"]{2}[.!?])\s+(?=[\W\d]*[^\W\d_a-zß-ÿ])")
"""Between two sentences, and not after an initial or within ``e.g.``."""


def reason(claim: Claim) -> str:
    """Why a claim has its verdict, in a sentence.

    It is what the first piece of evidence says that speaks for the verdict. Where the verdict is
    not plainly ``confirmed``, the editors' own note says it better, and begins with it. Without
    either, it is how much evidence there is.
    """
    stance = STANCE_OF.get(claim.verdict)
    says = next((item.says for item in claim.evidence if item.stance == stance), "")
    said = says if stance == "confirms" else claim.editorial_note or says
    return SENTENCE.split(said, 1)[0] if said else weighed(claim)


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
    """Give the register's page, and no other, its scripts."""
    if writes_pages(app.builder) and REGISTERED.of(app.env, pagename):
        app.add_js_file("briefing-register-print.js", loading_method="defer")
        app.add_js_file("briefing-register.js", loading_method="defer", **WHEN_ASKED)


def check_registers(app: Sphinx, env: BuildEnvironment) -> None:
    """Report registers after the first: a claim's anchor stands in one."""
    first: Register | None = None
    for register in REGISTERS.all(env):
        if first is not None:
            warn(
                refusals.REGISTER_SECOND,
                env.doc2path(first.docname, base=False),
                location=(register.docname, register.line),
                subtype="claim",
            )
        first = first or register


def setup(app: Sphinx) -> None:
    """Register the directive, and connect to each page."""
    app.connect("html-page-context", add_script)
    app.add_node(claim_places)
    app.add_directive("claim-register", ClaimRegisterDirective)
    app.connect("env-check-consistency", check_registers)
