"""The picture of all claims: ``{claim-overview}``, a square for each, by kind and verdict.

A square is a link to the claim's entry in the register. The counts stand beside the squares in
words, and are all that a volume without pages gets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.claims.counts import claims_in_use, standings_of
from sphinx_briefing.claims.data import (
    KINDS,
    VERDICTS,
    claims_of,
    in_language,
    note_dependency,
)
from sphinx_briefing.claims.records import REGISTERED, registered
from sphinx_briefing.incremental import PAGE_SHOWS
from sphinx_briefing.records import Records
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import OptionSpec

    from sphinx_briefing.claims.data import Claim, Standing

PICTURES: Records[str] = Records("pictures of claims")
"""The names of the pictures of all claims in each document; a name may be empty."""


class claim_overview(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """The place of a picture; ``name`` is its anchor, or empty."""


class claim_square(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A square of a ``look``, with its ``sign``. Its text is for screen readers; a key has none."""


class ClaimOverviewDirective(SphinxDirective):
    """All claims as squares. ``:name:`` is the picture's anchor."""

    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged_required}

    def run(self) -> list[Node]:
        """Leave the place; where the register is, is known when all is read."""
        if not claims_of(self.env):
            messages.warn(
                messages.OVERVIEW_WITHOUT_CLAIMS,
                location=self.get_location(),
                subtype="claim",
            )
            return []
        note_dependency(self.env)
        node = claim_overview()
        self.set_source_info(node)
        if "name" in self.options:
            self.add_name(node)
        PICTURES.note(self.env, self.env.current_document.docname, self.options.get("name", ""))
        return [node]


def in_words(standings: dict[Standing, int]) -> str:
    """Counts as a phrase: ``13 confirmed, 2 contradicted``."""
    return ", ".join(f"{count} {_(standing.word)}" for standing, count in standings.items())


def head_of(kind: str, claims: list[Claim]) -> list[Node]:
    """What stands before the squares of a kind: what was done, and how many there are."""
    words = KINDS[kind]
    counted = f"{len(claims)} {_(words.one if len(claims) == 1 else words.many)}"
    return [nodes.strong("", _(words.done)), nodes.Text(f": {counted}")]


def counts_of(kind: str, claims: list[Claim]) -> nodes.paragraph:
    """The claims of a kind in words: ``Tested: 15 statements of fact. 13 confirmed, …``."""
    parts = [*head_of(kind, claims), nodes.Text(f". {in_words(standings_of(claims))}.")]
    return nodes.paragraph("", "", *parts, classes=["claim-group-counts"])


def legend_of(kind: str, claims: list[Claim]) -> nodes.paragraph:
    """The same, with a key to the squares before each count."""
    line = nodes.paragraph("", "", *head_of(kind, claims), classes=["claim-group-counts"])
    for standing, count in standings_of(claims).items():
        key = claim_square(look=standing.look, sign=standing.sign)
        text = nodes.Text(f" {count} {_(standing.word)}")
        line += [nodes.Text(" "), nodes.inline("", "", key, text, classes=["claim-key"])]
    return line


def squares_of(builder: Builder, docname: str, claims: list[Claim]) -> nodes.bullet_list:
    """The squares of some claims, those of a verdict together, seen from the page ``docname``."""
    squares = nodes.bullet_list(classes=["claim-squares"])
    order = list(VERDICTS)
    for claim in sorted(claims, key=lambda claim: order.index(claim.verdict)):
        standing, place = claim.standing, registered(builder.env, claim.id)
        told = in_language(builder.env, place.docname, claim) if place else claim
        name = f"{claim.id}, {_(standing.word)}: {told.restatement}"
        square = claim_square(name, name, look=standing.look, sign=standing.sign)
        link: nodes.TextElement = nodes.inline()
        if place:
            link = link_to_section(builder, docname, place.docname, place.anchor, "")
            link.clear()
        link.append(square)
        squares += nodes.list_item("", nodes.paragraph("", "", link))
    return squares


def picture(builder: Builder, docname: str, node: claim_overview) -> list[Node]:
    """The picture for a builder: groups of squares, or the counts alone."""
    claims = claims_in_use(builder.env)
    groups = {kind: [claim for claim in claims if claim.kind == kind] for kind in KINDS}
    groups = {kind: group for kind, group in groups.items() if group}
    if builder.format != "html":
        target = nodes.target("", "", ids=node["ids"], names=node["names"])
        return [target, *(counts_of(kind, group) for kind, group in groups.items())]
    box = nodes.container(ids=node["ids"], names=node["names"], classes=["claim-overview"])
    end = f"{node['ids'][0]}-end" if node["ids"] else ""
    if end:
        skip = nodes.reference("", _("Skip the squares"), refid=end, internal=True)
        box += nodes.paragraph("", "", skip, classes=["claim-skip"])
    for kind, group in groups.items():
        box += nodes.container(
            "",
            legend_of(kind, group),
            squares_of(builder, docname, group),
            classes=["claim-group", f"kind-{kind}"],
        )
    return [box, *([nodes.target("", "", ids=[end])] if end else [])]


def fill_in(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put pictures in their places."""
    for node in list(document.findall(claim_overview)):
        if app.builder.name == "gettext":
            node.parent.remove(node)
        else:
            node.replace_self(picture(app.builder, docname, node))


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """A page with a picture links to the register."""
    return list(REGISTERED.all(app.env)) if PICTURES.of(app.env, docname) else []


def visit_square(translator: Any, node: claim_square) -> None:
    """Open a square: its sign for the eye, its text for screen readers."""
    translator.body.append(
        f'<span class="claim-square verdict-{node["look"]}">'
        f'<span aria-hidden="true">{node["sign"]}</span>'
    )
    if node.children:
        translator.body.append('<span class="visually-hidden">')


def depart_square(translator: Any, node: claim_square) -> None:
    """Close a square."""
    translator.body.append("</span></span>" if node.children else "</span>")


def setup(app: Sphinx) -> None:
    """Register the directive and its nodes."""
    app.add_node(claim_overview)
    app.add_node(claim_square, html=(visit_square, depart_square))
    app.add_directive("claim-overview", ClaimOverviewDirective)
    app.connect("doctree-resolved", fill_in)
    app.connect(PAGE_SHOWS, page_shows)
