"""The nodes of a presentation, and how they are written as HTML for reveal.js."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from docutils.nodes import Element


class presented_slide(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """One slide of one deck. Attributes: see `assembly.section`."""


class slide_foot(nodes.General, nodes.Element):  # noqa: N801
    """The foot of a slide: ``chapter`` with ``chapter_uri``, ``number`` of ``count``."""


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
        kind = "title-slide" if node["number"] == 1 else "content-slide"
        self.body.append(self.starttag(node, "section", "\n", CLASS=f"slide {kind}", **attributes))
        self.section_level = 1 if node["number"] == 1 else 2

    def depart_presented_slide(self, node: Element) -> None:
        """Close the section of a slide."""
        self.body.append("</section>\n")

    def visit_slide_foot(self, node: Element) -> None:
        """Open the foot and name the chapter."""
        self.body.append('<div class="slide-foot">')
        if node.get("chapter_uri"):
            self.body.append(
                f'<a class="slide-chapter" href="{self.attval(node["chapter_uri"])}">'
                f"{self.encode(node['chapter'])}</a>"
            )
        else:
            self.body.append('<span class="slide-chapter"></span>')

    def depart_slide_foot(self, node: Element) -> None:
        """Write the slide's number and close the foot."""
        self.body.append(
            f'<span class="slide-position">{node["number"]}'
            f'<span class="slide-total"> / {node["count"]}</span></span></div>\n'
        )

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
