"""The register of claims, and the table of where the publication has them.

Both are made while their document is read, but for the places where a claim stands: these are
known, and filled in, only when everything is read.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.claims.coverage import SHOWN, SPOKEN, coverage_of
from sphinx_briefing.claims.data import STANCES, VERDICTS, claims_of
from sphinx_briefing.claims.mark import claim_mark, claim_reference
from sphinx_briefing.config import app_of, builder_of, writes_pages
from sphinx_briefing.domain import briefing_domain, deck_uri, link_to_section
from sphinx_briefing.tables import make_table
from sphinx_briefing.trace import EDITORIAL_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_briefing.claims.coverage import Coverage
    from sphinx_briefing.claims.data import Claim


class claim_places(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """Where a ``claim`` stands, seen from the document ``docname``."""


class claim_coverage(nodes.General, nodes.Element):  # noqa: N801
    """The table of all claims and where they stand, seen from the document ``docname``."""


class ClaimRegisterDirective(SphinxDirective):
    """The register: every claim by theme, with verdict, evidence, editors' note and places."""

    def run(self) -> list[Node]:
        """Make a section for each theme and an entry for each claim."""
        env = self.env
        env.note_dependency(str(Path(app_of(env).confdir) / self.config.briefing_claims))
        domain = briefing_domain(env)
        domain.note_overview(env.current_document.docname)
        domain.previewed.add(env.current_document.docname)
        themes: dict[str, list[Claim]] = {}
        for claim in claims_of(app_of(env)).values():
            themes.setdefault(claim.theme, []).append(claim)
            domain.note_claim(claim.id, env.current_document.docname, claim.anchor)
        sections: list[Node] = []
        for theme, claims in themes.items():
            section = nodes.section(ids=[nodes.make_id(f"theme-{theme}")], classes=["claim-theme"])
            section += nodes.title("", capitalised(theme))
            section += [self._entry(claim) for claim in claims]
            sections.append(section)
        return sections

    def _entry(self, claim: Claim) -> nodes.section:
        verdict = claim.verdict.replace(" ", "-")
        entry = nodes.section(ids=[claim.anchor], classes=["claim", f"is-{verdict}"])
        entry += nodes.title("", "", mark_of(claim))
        entry += nodes.paragraph(
            "", claim.restatement, classes=["claim-restatement"], preview_of=claim.anchor
        )
        entry += nodes.paragraph(
            "",
            f"{capitalised(claim.kind)}, by {claim.attributed_to}. {weighed(claim)}",
            classes=["claim-verdict"],
            preview_of=claim.anchor,
        )
        if claim.retired:
            entry.insert(1, self._retired(claim))
        evidence = nodes.bullet_list(classes=["claim-evidence"])
        for item in claim.evidence:
            says, _ = self.parse_inline(escape(item.says))
            citation, _ = self.parse_inline("{cite:p}`" + item.source + "`")
            stance = nodes.strong("", capitalised(item.stance), classes=["stance"])
            parts = [stance, nodes.Text(": "), *says, nodes.Text(" "), *citation]
            evidence += nodes.list_item("", nodes.paragraph("", "", *parts))
        if claim.evidence:
            entry += evidence
        if claim.editorial_note:
            text, _ = self.parse_inline(escape(claim.editorial_note))
            box = nodes.admonition(classes=[EDITORIAL_CLASS])
            box += [nodes.title("", "Editors’ note"), nodes.paragraph("", "", *text)]
            entry += box
        entry += claim_places(claim=claim.id, docname=self.env.current_document.docname)
        return entry

    def _retired(self, claim: Claim) -> nodes.paragraph:
        said = nodes.paragraph("", classes=["claim-retired"], preview_of=claim.anchor)
        said += nodes.Text(f"Retired on {claim.retired}: this publication no longer makes it.")
        if claim.successor:
            said += [nodes.Text(" In its place: "), claim_reference(self.env, claim.successor)]
        return said


class ClaimCoverageDirective(SphinxDirective):
    """A table: each claim, its verdict, where it is restated, and on which slides it is shown."""

    def run(self) -> list[Node]:
        """Leave the place for the table."""
        domain, docname = briefing_domain(self.env), self.env.current_document.docname
        self.env.note_dependency(str(Path(app_of(self.env).confdir) / self.config.briefing_claims))
        domain.note_overview(docname)
        node = claim_coverage(docname=docname)
        self.set_source_info(node)
        return [node]


class FillInPlaces(SphinxPostTransform):
    """Say where each claim stands."""

    default_priority = 7  # as long as references may be pending

    def run(self, **kwargs: Any) -> None:
        """Replace the places that were left open."""
        places = list(self.document.findall(claim_places))
        tables = list(self.document.findall(claim_coverage))
        coverage = coverage_of(app_of(self.env)) if places or tables else {}
        for place in places:
            place.replace_self(self._places(place, coverage[place["claim"]]))
        in_use = {key: of for key, of in coverage.items() if not of.claim.retired}
        for table in tables:
            table.replace_self([counts_of(in_use), self._table(table, in_use)])

    def _places(self, node: nodes.Element, of: Coverage) -> list[Node]:
        places: list[Node] = []
        for head, links in (
            ("Restated in ", self._sections(node["docname"], of)),
            ("On slides ", self._slides(node["docname"], of, in_decks=True)),
        ):
            if links:
                places.append(
                    nodes.paragraph("", head, *separated(links), classes=["claim-places"])
                )
        return places

    def _sections(self, docname: str, of: Coverage) -> list[Node]:
        builder = builder_of(self.env)
        chapters = {
            (place, mark.section): link_to_section(
                builder,
                docname,
                place,
                mark.section,
                f"{self.env.titles[place].astext()}: {mark.section_title}",
            )
            for place, mark in of.restated
        }
        return list(chapters.values())

    def _slides(self, docname: str, of: Coverage, *, in_decks: bool) -> list[Node]:
        ids = [mark.slide for _, mark in of.shown]
        return slide_links(builder_of(self.env), docname, ids, in_decks=in_decks)

    def _table(self, node: nodes.Element, coverage: dict[str, Coverage]) -> nodes.container:
        marks = claim_links(builder_of(self.env), node["docname"], coverage)
        return make_table(
            {"Claim": 12, "Restated in": 30, "On slides": 38, "In the full deck": 20},
            [
                (
                    [mark],
                    separated(self._sections(node["docname"], of)),
                    separated(self._slides(node["docname"], of, in_decks=False)),
                    of.in_full_deck,
                )
                for (_, mark), of in zip(marks, coverage.values(), strict=True)
            ],
            "claim-coverage",
        )


def slide_links(
    builder: Builder, fromdocname: str, slide_ids: Iterable[str], *, in_decks: bool
) -> list[Node]:
    """Links to the boxes of slides, each once, and (``in_decks``) to the slide in each deck."""
    env = builder.env
    domain = briefing_domain(env)
    links: list[Node] = []
    for slide in map(domain.find_slide, dict.fromkeys(slide_ids)):
        if slide is None:
            continue
        box = link_to_section(builder, fromdocname, slide.docname, slide.anchor, slide.title)
        part = nodes.inline("", "", nodes.Text("“"), box, nodes.Text("”"))
        decks: list[Node] = []
        for deck in domain.decks_showing(slide.id) if in_decks else ():
            title = env.titles[deck.docname].astext()
            if writes_pages(builder):
                uri = deck_uri(builder, fromdocname, deck, slide.id)
                decks.append(nodes.reference("", title, refuri=uri, internal=True))
            else:
                decks.append(nodes.Text(title))
        if decks:
            part += [nodes.Text(" ("), *separated(decks, ", "), nodes.Text(")")]
        links.append(part)
    return links


def counts_of(coverage: dict[str, Coverage]) -> nodes.paragraph:
    """How many claims the full deck has, and how."""
    counts = Counter(of.in_full_deck for of in coverage.values())
    shown, spoken = counts[SHOWN], counts[SPOKEN]
    return nodes.paragraph(
        "",
        f"Claims: {len(coverage)}. The full deck shows {shown}, has {spoken} spoken, and leaves "
        f"out {len(coverage) - shown - spoken}, with the reason.",
    )


def weighed(claim: Claim) -> str:
    """How many pieces of evidence a claim has, by stance."""
    counts = Counter(item.stance for item in claim.evidence)
    if not counts:
        return "No evidence was found."
    parts = [f"{counts[stance]} {says}" for stance, says in STANCES.items() if counts[stance]]
    return f"Evidence: {', '.join(parts)}."


def claim_links(
    builder: Builder, fromdocname: str, claim_ids: Iterable[str]
) -> list[tuple[Claim, Node]]:
    """Claims, each once, with a mark that leads to the register, where there is one."""
    app = app_of(builder.env)
    known, domain = claims_of(app), briefing_domain(builder.env)
    found: list[tuple[Claim, Node]] = []
    for claim in (known[claim_id] for claim_id in dict.fromkeys(claim_ids) if claim_id in known):
        place = domain.register_of(claim.id)
        link: nodes.TextElement = nodes.inline()
        if place:
            link = link_to_section(builder, fromdocname, *place, "")
            link.clear()
        link.append(mark_of(claim))
        found.append((claim, link))
    return found


def mark_of(claim: Claim) -> claim_mark:
    """The mark of a claim."""
    return claim_mark("", claim.id, verdict=claim.verdict, sign=VERDICTS[claim.verdict])


def separated(parts: Sequence[Node], by: str = "; ") -> list[Node]:
    """The parts with text between them."""
    return [node for part in parts for node in (nodes.Text(by), part)][1:]


def capitalised(text: str) -> str:
    """The text with a capital letter at its head."""
    return text[:1].upper() + text[1:]


def escape(text: str) -> str:
    """The text with what MyST would read as markup escaped: data is plain text."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>$" else char for char in text)


def setup(app: Sphinx) -> None:
    """Register the directives and what fills them in."""
    app.add_node(claim_places)
    app.add_node(claim_coverage)
    app.add_directive("claim-register", ClaimRegisterDirective)
    app.add_directive("claim-coverage", ClaimCoverageDirective)
    app.add_post_transform(FillInPlaces)
