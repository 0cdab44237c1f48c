"""The ``{claim}`` mark: which claim a statement rests on, and how that claim fares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxRole

from sphinx_briefing.claims.data import claims_of, note_dependency
from sphinx_briefing.claims.records import MARKS
from sphinx_briefing.doctree import Mark, ancestor, marks_in
from sphinx_briefing.slides.nodes import slide
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.data import Claim

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

EDITORIAL_CLASS = "editorial"
"""Class of an editors' note (``editorial.py``), an admonition."""


class claim_mark(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801  (docutils names nodes so)
    """A claim's id, and what its verdict is called: ``word``, ``sign`` and ``look``."""

    is_mark = True  # without a link it says nothing (``parts.py``)


class ClaimRole(SphinxRole):
    """A mark after a statement: it rests on this claim. Its text is the claim's id, ``C41``."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make a reference to the claim's entry in the register."""
        reference = claim_reference(self.env, self.text)
        self.set_source_info(reference)
        return [reference], []


def claim_reference(env: BuildEnvironment, claim_id: str) -> addnodes.pending_xref:
    """A mark that leads to the claim's entry in the register; reported where there is none."""
    claim = claims_of(env).get(claim_id)
    mark = mark_of(claim) if claim is not None else claim_mark(claim_id, claim_id)
    note_dependency(env)  # the mark tells the verdict, which stands there
    return addnodes.pending_xref(
        claim_id,
        mark,
        refdomain="briefing",
        reftype="claim",
        reftarget=claim_id,
        refdoc=env.current_document.docname,
        refexplicit=True,
        refwarn=True,
    )


def mark_of(claim: Claim) -> claim_mark:
    """The mark of a claim."""
    word, sign = claim.standing
    return claim_mark(claim.id, claim.id, word=word, sign=sign, look=claim.standing.look)


def visit_claim_mark(translator: Any, node: claim_mark) -> None:
    """Open the mark."""
    class_ = f"claim-mark verdict-{node.get('look', 'unknown')}"
    label = _("claim")
    hidden = f'<span class="visually-hidden">{label} </span>'
    translator.body.append(f'<span class="{class_}">{hidden}')


def depart_claim_mark(translator: Any, node: claim_mark) -> None:
    """Close the mark, after the verdict: its sign for the eye alone, its word for everyone."""
    if "word" in node:
        sign = f'<span class="verdict-sign" aria-hidden="true">{node["sign"]}</span>'
        translator.body.append(f' <span class="verdict">{sign} {_(node["word"])}</span>')
    translator.body.append("</span>")


def write_mark(translator: Any, node: claim_mark) -> None:
    """Write the mark as text, where there is no HTML: ``C41 (nuanced)``."""
    verdict = f" ({_(node['word'])})" if "word" in node else ""
    nodes.Text(node.astext() + verdict).walkabout(translator)
    raise nodes.SkipNode


def record_marks(app: Sphinx, document: nodes.document) -> None:
    """Note where a document marks which claim, and keep each mark on its line.

    Marks in editors' notes do not count: a note is no restatement. A mark alone on a line says
    nothing, so the space before it becomes one that does not break.
    """
    docname = app.env.current_document.docname
    for reference in marks_in([document]):
        section, on = ancestor(reference, nodes.section), ancestor(reference, slide)
        if not stands_in_editorial(reference):
            MARKS.note(
                app.env,
                docname,
                Mark(
                    target=reference["reftarget"],
                    section=section["ids"][0] if section is not None else "",
                    section_title=section[0].astext() if section is not None else "",
                    slide=on["slide_id"] if on is not None else "",
                ),
            )
        siblings = reference.parent.children
        at = siblings.index(reference)
        before = siblings[at - 1] if at else None
        if isinstance(before, nodes.Text) and before.endswith((" ", "\n")):
            reference.parent.replace(before, nodes.Text(before.rstrip() + NO_BREAK_SPACE))
    _name_marked_claims_alone(document)


def _name_marked_claims_alone(document: nodes.document) -> None:
    """Let a note name a claim, without another mark, where the text that it is on marks it."""
    notes = [mark for mark in marks_in([document]) if stands_in_editorial(mark)]
    marked = {m["reftarget"] for m in marks_in([document]) if not stands_in_editorial(m)}
    for mark in notes:
        if mark["reftarget"] in marked:
            mark.replace_self(nodes.inline("", mark["reftarget"], classes=["claim-name"]))


def stands_in_editorial(node: Node) -> bool:
    """Whether ``node`` is part of an editors' note."""
    around: Node | None = node
    while around is not None:
        if isinstance(around, nodes.admonition) and EDITORIAL_CLASS in around["classes"]:
            return True
        around = around.parent
    return False


def setup(app: Sphinx) -> None:
    """Register the role and its mark."""
    others: Any = dict.fromkeys(("latex", "text", "man", "texinfo"), (write_mark, None))
    app.add_node(claim_mark, html=(visit_claim_mark, depart_claim_mark), **others)
    app.add_role("claim", ClaimRole())
    app.connect("doctree-read", record_marks)
