"""A section is headed by its point: the headline of its first slide, with its topic beside it.

So a reader who looks through the headings reads what is said, and the slide need not repeat it.
A project asks for it by ``briefing_point_headings``; its chapters are written as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_briefing.slides.nodes import slide, slide_title

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx

BEFORE_TITLES_ARE_NOTED = 840
"""Sphinx's ``SphinxDomains`` (850) notes what a label's section is called."""


class HeadByPoint(SphinxTransform):
    """Give each section below a chapter's title the headline of its first slide as heading.

    Ids are left as they are: they were made of the heading that the author wrote, which becomes
    the ``section-topic``, the first paragraph of the section.
    """

    default_priority = BEFORE_TITLES_ARE_NOTED

    def apply(self, **kwargs: Any) -> None:
        """Change the headings, where the project asks for it."""
        if not self.config.briefing_point_headings:
            return
        for section in self.document.findall(nodes.section):
            headline = _headline(section)
            if headline is None or not isinstance(section.parent, nodes.section):
                continue
            title = section[0]
            assert isinstance(title, nodes.title)
            topic = nodes.paragraph("", "", *title.children, classes=["section-topic"])
            topic.source, topic.line = title.source, title.line
            title.children = []
            title += [part.deepcopy() for part in headline.children]
            title.rawsource = headline.rawsource
            section.insert(1, topic)
            section["classes"].append("has-topic")


def _headline(section: nodes.section) -> slide_title | None:
    """The headline of the first slide in use that stands in the section itself."""
    for child in section.children:
        if isinstance(child, slide) and not child["retirement"]:
            return next((part for part in child.children if isinstance(part, slide_title)), None)
    return None


def setup(app: Sphinx) -> None:
    """Register the transform and its setting."""
    app.add_transform(HeadByPoint)
