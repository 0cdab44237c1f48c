"""``{retired-slide}``: what a chapter keeps of a slide that is no longer shown.

Whoever cited the slide still finds its anchor, why it has gone, and what takes its place. Terms,
claims and decks are retired where they stand: by options of ``{entry}`` and ``{deck}``, and by
fields of the claims' file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.config import builder_of, is_date, shows_slides_as_boxes
from sphinx_briefing.domain import RetiredSlide, briefing_domain, link_to_section
from sphinx_briefing.slides.slide import SLIDE_ID, retired_slide, warn

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec


class RetiredSlideDirective(SphinxDirective):
    """A slide that is no longer shown. Its argument is the slide's id, its body says why.

    Options: ``:date:`` since when (required); ``:successor:`` the id of the slide that takes its
    place.
    """

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "date": directives.unchanged,
        "successor": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Make the node and note what was retired."""
        record = RetiredSlide(
            id=self.arguments[0],
            docname=self.env.current_document.docname,
            anchor=f"slide-{self.arguments[0]}",
            date=self.options.get("date") or "",
            successor=self.options.get("successor") or "",
            line=self.lineno,
        )
        faults = []
        if not SLIDE_ID.fullmatch(record.id):
            faults.append("that is no slide's id: write it as it was published")
        elif record.anchor in self.state.document.ids:
            faults.append(f"the id {record.anchor!r} is already used on this page")
        if not is_date(record.date):
            faults.append(f":date: is {record.date!r}: write a date such as 2026-11-24")
        if not self.content:
            faults.append("it does not say why: write so in its body")
        for fault in faults:
            warn(
                "the retired slide %r: %s",
                record.id,
                fault,
                location=self.get_location(),
                subtype="slide_id",
            )
        if faults:
            return []
        briefing_domain(self.env).note_retired(record)
        node = retired_slide(record=record, ids=[record.anchor])
        self.set_source_info(node)
        self.state.document.note_explicit_target(node)
        node += self.parse_content_to_nodes()
        return [node]


class RetiredSlideBox(SphinxPostTransform):
    """Turn a retired slide, in the docs, into a box that explains."""

    default_priority = 5  # before references inside the box are resolved

    def run(self, **kwargs: Any) -> None:
        """Replace the retired slides of one document."""
        if not shows_slides_as_boxes(builder_of(self.env)):
            return
        for node in list(self.document.findall(retired_slide)):
            record: RetiredSlide = node["record"]
            box = nodes.admonition(ids=node["ids"], classes=["in-brief", "retired-slide"])
            box.source, box.line = node.source, node.line
            box += [nodes.title("", "Retired slide"), self._head(record), *node.children]
            if builder_of(self.env).format == "text":  # as for slides
                box[1:] = [nodes.container("", *box[1:])]
            node.replace_self(box)

    def _head(self, record: RetiredSlide) -> nodes.paragraph:
        head = nodes.paragraph("", f"The slide “{record.id}” was retired on {record.date}.")
        slide = briefing_domain(self.env).successor_of(record)
        if slide is not None:
            builder = builder_of(self.env)
            link = link_to_section(
                builder, record.docname, slide.docname, slide.anchor, slide.title
            )
            head += [nodes.Text(" In its place: “"), link, nodes.Text("”.")]
        return head


def setup(app: Sphinx) -> None:
    """Register node, directive and the docs' rendering."""
    app.add_node(retired_slide)
    app.add_directive("retired-slide", RetiredSlideDirective)
    app.add_post_transform(RetiredSlideBox)
