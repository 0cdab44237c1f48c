"""The nodes of a presentation, and how they are written as HTML for reveal.js."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from sphinx.writers.html5 import HTML5Translator

from sphinx_briefing.slides.layouts.own import render, template_of
from sphinx_briefing.slides.nodes import slide_body
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from docutils.nodes import Element, Node


class presented_slide(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """One slide of one deck. Attributes: see `assembly.section`."""


class slide_foot(nodes.General, nodes.Element):  # noqa: N801
    """The foot of a slide.

    Attributes: ``chapter`` with ``chapter_uri`` and the number of its ``part`` (0: not told);
    ``number`` of ``count``; ``rail``, the length of each part and how much of it was seen; on the
    last slide ``edition``, and ``current``, the address of the current one.
    """


class slide_evidence(nodes.General, nodes.Element):  # noqa: N801
    """What a slide rests on, folded away behind its ``summary``."""


class more_sources(nodes.General, nodes.Element):  # noqa: N801
    """Sources of a slide beyond the first, folded away behind their ``summary``."""


class DeckTranslator(HTML5Translator):
    """Write the slides of a deck as HTML."""

    def visit_presented_slide(self, node: Element) -> None:
        """Open a slide's section and write its heading."""
        position = _("Slide {number} of {count}").format(number=node["number"], count=node["count"])
        attributes: dict[str, Any] = {
            "data-timing": str(round(node["minutes"] * 60)),
            "data-source": f"{node['source_file']}:{node['source_line']}",
            "aria-label": position,
        }
        if node.get("part"):  # the large numeral of an opener
            attributes["data-part"] = node["part"]
        kind = "title-slide" if node["number"] == 1 else "content-slide"
        self.body.append(self.starttag(node, "section", "\n", CLASS=f"slide {kind}", **attributes))
        self.section_level = 1 if node["number"] == 1 else 2
        if node.get("layout") in self.config.briefing_layouts:
            self._write_own_layout(node)
            raise nodes.SkipNode

    def depart_presented_slide(self, node: Element) -> None:
        """Close the section of a slide; that of a presenter's copy says what it is."""
        if self.config.briefing_presenter:
            told = self.encode(_("Presenter’s copy, with private notes: not to be published."))
            self.body.append(f'<p class="slide-private" role="note">{told}</p>\n')
        self.body.append("</section>\n")

    def _write_own_layout(self, node: Element) -> None:
        """Write a slide as a project's own template has it; notes and foot are as ever."""
        shown = next(iter(node.findall(slide_body)), slide_body())
        lists = (nodes.bullet_list, nodes.enumerated_list)
        first = next((block for block in shown.children if isinstance(block, lists)), None)
        parts = [self._html_of(block) for block in shown.children]
        given = {
            "headline": self._html_of(node[0]),
            "parts": parts,
            "body": Markup("").join(parts),
            "items": [self._inner_html_of(item) for item in first.children] if first else [],
            "id": node["ids"][0],
            "number": node["number"],
            "count": node["count"],
        }
        file = template_of(self.builder.confdir, self.config, node["layout"])
        path = self.config.briefing_layouts[node["layout"]]
        self.body.append(render(file, path, given))
        for child in node.children[1:]:
            if child is not shown:
                child.walkabout(self)
        self.depart_presented_slide(node)

    def _html_of(self, node: Node) -> Markup:
        outer, self.body = self.body, []
        node.walkabout(self)
        written, self.body = "".join(self.body), outer
        return Markup(written)  # noqa: S704  (Sphinx wrote and escaped it)

    def _inner_html_of(self, node: Node) -> Markup:
        return Markup("").join(self._html_of(child) for child in node.children)

    def visit_slide_foot(self, node: Element) -> None:
        """Open the foot and name the chapter."""
        self.body.append('<div class="slide-foot">')
        self._write_rail(node["rail"])
        if node.get("chapter_uri"):
            part = f'<span class="slide-part">{node["part"]} </span>' if node["part"] else ""
            self.body.append(
                f'<a class="slide-chapter" href="{self.attval(node["chapter_uri"])}">'
                f"{part}{self.encode(node['chapter'])}</a>"
            )
        else:
            self.body.append('<span class="slide-chapter"></span>')

    def _write_rail(self, rail: list[tuple[int, int]]) -> None:
        """Write where the deck stands: a segment for each part, as long as it has slides.

        The number says it in words, so screen readers are not told.
        """
        drawn, at, whole = [], 0, sum(length for length, _seen in rail)
        for length, seen in rail:
            for class_, width in (("rail-part", length), ("rail-seen", seen)):
                if width:
                    x, wide = f"{100 * at / whole:.3f}%", f"{100 * width / whole:.3f}%"
                    drawn.append(f'<rect class="{class_}" x="{x}" width="{wide}" height="100%"/>')
            at += length
            if at < whole:
                end = f"{100 * at / whole:.3f}%"
                drawn.append(f'<line class="rail-end" x1="{end}" x2="{end}" y2="100%"/>')
        self.body.append(
            f'<svg class="slide-rail" aria-hidden="true" focusable="false">{"".join(drawn)}</svg>'
        )

    def depart_slide_foot(self, node: Element) -> None:
        """Write the edition, the slide's number, and close the foot."""
        self._write_edition(node)
        self.body.append(
            f'<span class="slide-position">{node["number"]}'
            f'<span class="slide-total"> / {node["count"]}</span></span></div>\n'
        )

    def _write_edition(self, node: Element) -> None:
        lines = []
        if edition := node.get("edition"):
            lines.append(self.encode(_("Edition: {edition}").format(edition=edition)))
        if address := node.get("current"):
            link = f'<a href="{self.attval(address)}">{self.encode(address.partition("//")[2])}</a>'
            lines.append(self.encode(_("Current edition: {address}")).format(address=link))
        if lines:
            told = "".join(f"<span>{line} </span>" for line in lines)
            self.body.append(f'<span class="slide-edition">{told}</span>')

    def visit_slide_evidence(self, node: Element) -> None:
        """Open what is folded away; it opens without a script."""
        name = self.encode(_("Evidence"))
        self.body.append(
            '<details class="slide-evidence"><summary>'
            '<span class="slide-evidence-key" aria-hidden="true">E · </span>'
            f'<span class="visually-hidden">{name}: </span>{self.encode(node["summary"])}</summary>'
            '<div class="slide-evidence-panel">\n'
        )

    def depart_slide_evidence(self, node: Element) -> None:
        """Close it."""
        self.body.append("</div></details>\n")

    def visit_more_sources(self, node: Element) -> None:
        """Open the sources that are folded away once more."""
        summary = self.encode(node["summary"])
        self.body.append(f'<details class="more-sources"><summary>{summary}</summary>\n')

    def depart_more_sources(self, node: Element) -> None:
        """Close them."""
        self.body.append("</details>\n")

    def visit_slide_title(self, node: Element) -> None:
        """Open the headline."""
        self.body.append(self.starttag(node, f"h{self.section_level}", "", CLASS="slide-title"))

    def depart_slide_title(self, node: Element) -> None:
        """Close the headline."""
        self.body.append(f"</h{self.section_level}>\n")

    def visit_slide_body(self, node: Element) -> None:
        """Open what the slide shows."""
        self.body.append('<div class="slide-body">\n')

    def depart_slide_body(self, node: Element) -> None:
        """Close what the slide shows."""
        self.body.append("</div>\n")

    def visit_slide_notes(self, node: Element) -> None:
        """Open the speaker's notes, for the speaker view; hidden even where no stylesheet is."""
        self.body.append('<aside class="notes" hidden>\n')

    def depart_slide_notes(self, node: Element) -> None:
        """Close the speaker's notes."""
        self.body.append("</aside>\n")
