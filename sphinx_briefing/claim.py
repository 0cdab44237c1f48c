"""Claims: the ``{claim}`` mark in text and on slides, and the register it leads to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from sphinx_briefing.domain import briefing_domain
from sphinx_briefing.evidence import claims_of
from sphinx_briefing.settings import app_of

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx

    from sphinx_briefing.evidence import Claim

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class ClaimRole(SphinxRole):
    """A mark after a statement: it rests on this claim. Its text is the claim's id, ``C41``."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make a reference to the claim's entry in the register."""
        claim = claims_of(app_of(self.env)).get(self.text)
        if claim is not None:
            briefing_domain(self.env).note_mark(self.env.current_document.docname, claim.id)
        mark = nodes.inline("", self.text, classes=["claim-mark"])
        reference = addnodes.pending_xref(
            self.rawtext,
            mark,
            refdomain="briefing",
            reftype="claim",
            reftarget=self.text,
            refdoc=self.env.current_document.docname,
            refexplicit=True,
            refwarn=True,
        )
        self.set_source_info(reference)
        return [reference], []


class ClaimRegisterDirective(SphinxDirective):
    """The register: every claim by theme, with verdict, evidence and the editors' note."""

    def run(self) -> list[Node]:
        """Make a section for each theme and an entry for each claim."""
        env = self.env
        env.note_dependency(str(Path(app_of(env).confdir) / self.config.briefing_claims))
        domain = briefing_domain(env)
        themes: dict[str, list[Claim]] = {}
        for claim in claims_of(app_of(env)).values():
            themes.setdefault(claim.theme, []).append(claim)
            domain.note_claim(claim.id, env.current_document.docname, claim.anchor)
        sections: list[Node] = []
        for theme, claims in themes.items():
            section = nodes.section(ids=[nodes.make_id(f"theme-{theme}")], names=[])
            section += nodes.title("", theme[:1].upper() + theme[1:])
            for claim in claims:
                section += self._entry(claim)
            sections.append(section)
        return sections

    def _entry(self, claim: Claim) -> nodes.section:
        entry = nodes.section(ids=[claim.anchor], classes=["claim"])
        entry += nodes.title("", f"{claim.id}: {claim.verdict}")
        entry += nodes.paragraph("", claim.restatement)
        entry += nodes.paragraph(
            "", f"{claim.kind[:1].upper()}{claim.kind[1:]}, by {claim.attributed_to}."
        )
        items = nodes.bullet_list()
        for item in claim.evidence:
            text, _ = self.parse_inline(f"{item.stance.capitalize()}: {escape(item.says)} ")
            citation, _ = self.parse_inline("{cite:p}`" + item.source + "`")
            items += nodes.list_item("", nodes.paragraph("", "", *text, *citation))
        if claim.evidence:
            entry += items
        if claim.editorial_note:
            text, _ = self.parse_inline(escape(claim.editorial_note))
            box = nodes.admonition(classes=["editorial"])
            box += [nodes.title("", "Editors’ note"), nodes.paragraph("", "", *text)]
            entry += box
        return entry


def escape(text: str) -> str:
    """The text with what MyST would read as markup escaped: data is plain text."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>$" else char for char in text)


def keep_marks_on_their_line(app: Sphinx, document: nodes.document) -> None:
    """Make the space before each mark one that does not break: a mark alone says nothing."""
    for reference in document.findall(addnodes.pending_xref):
        if reference.get("reftype") != "claim":
            continue
        siblings = reference.parent.children
        at = siblings.index(reference)
        before = siblings[at - 1] if at else None
        if isinstance(before, nodes.Text) and before.endswith((" ", "\n")):
            reference.parent.replace(before, nodes.Text(before.rstrip() + NO_BREAK_SPACE))


def setup(app: Sphinx) -> None:
    """Register the role and the directive."""
    app.add_config_value("briefing_claims", "", "env", str)
    app.add_role("claim", ClaimRole())
    app.add_directive("claim-register", ClaimRegisterDirective)
    app.connect("doctree-read", keep_marks_on_their_line)
