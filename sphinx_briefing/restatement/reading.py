"""What a document restates, and how long it takes to read: with the evidence, and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from sphinx_briefing import messages
from sphinx_briefing.claims.mark import claim_mark
from sphinx_briefing.doctree import ancestor, claims_in, documents_in_order
from sphinx_briefing.figures.nodes import figure_data
from sphinx_briefing.incremental import PAGE_SHOWS
from sphinx_briefing.messages import warn
from sphinx_briefing.minutes import in_words
from sphinx_briefing.records import Records
from sphinx_briefing.restatement.nodes import reading_times, restatement
from sphinx_briefing.restatement.records import LISTS, RESTATEMENTS, WORDS, Restatement, Words
from sphinx_briefing.slides.nodes import notes, slide
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

WORDS_PER_MINUTE = 238
"""Silent reading of English non-fiction by adults.

Source: M. Brysbaert, "How many words do we read per minute? A review and meta-analysis of
reading rate", Journal of Memory and Language 109 (2019), 104047.
"""

TIMES: Records[str] = Records("reading times")
"""What each document says the reading time of: how the names of documents begin."""


# -- reading -----------------------------------------------------------------------------------


def record_restatements(app: Sphinx, document: nodes.document) -> None:
    """Note what a document restates, and how many words it shows."""
    env, docname = app.env, app.env.current_document.docname
    blocks = list(document.findall(restatement))
    for block in blocks:
        section = ancestor(block, nodes.section)
        RESTATEMENTS.note(
            env,
            docname,
            Restatement(
                section=section["ids"][0] if section is not None else "",
                section_title=section[0].astext() if section is not None else "",
                words=words_in(block, folded=False),
                block=block.deepcopy(),
                claims=claims_in([block]),
                source=block.source or "",
                line=block.line or 0,
            ),
        )
    headings = sum(len(title.astext().split()) for title in document.findall(nodes.title))
    restated = sum(words_in(block, folded=False) for block in blocks)
    folded = app.config.briefing_folded_slides
    WORDS.note(
        env, docname, Words(words_in(document, folded=folded), restated and restated + headings)
    )
    if blocks and (heading := next(document.findall(nodes.section), None)) is not None:
        heading.insert(1, reading_times())


def words_in(part: nodes.Element, *, folded: bool) -> int:
    """How many words of ``part`` a reader sees: marks and citations are none.

    Args:
        part: not yet resolved.
        folded: whether slides are folded away as the tables of figures are.
    """
    return sum(len(text.split()) for text in _visible(part, folded=folded))


def _visible(node: Node, *, folded: bool) -> Iterator[str]:
    hidden: tuple[type[nodes.Element], ...] = (
        notes, figure_data, claim_mark, nodes.comment, nodes.substitution_definition,
        nodes.system_message, addnodes.toctree, addnodes.index, nodes.raw,
    )  # fmt: skip
    if isinstance(node, hidden) or (folded and isinstance(node, slide)):
        return
    if isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite":
        return
    if isinstance(node, nodes.Text):
        yield node.astext()
        return
    if isinstance(node, nodes.TextElement):
        # Words may go on from one inline element into the next.
        yield "".join(text for child in node.children for text in _visible(child, folded=folded))
        return
    for child in node.children:
        yield from _visible(child, folded=folded)


# -- minutes in the text -------------------------------------------------------------------------


class reading_time(nodes.Inline, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """Minutes that are known only once everything is read. ``target``: as `TIMES`."""


class ReadingTimeRole(SphinxRole):
    """``{reading-time}`FOLDER```: minutes to read the documents whose names begin so, in words."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Leave the place for the minutes."""
        node = reading_time(target=self.text)
        TIMES.note(self.env, self.env.current_document.docname, self.text)
        self.set_source_info(node)
        return [node], []


def minutes_to_read(env: BuildEnvironment, target: str) -> float | None:
    """Minutes to read what is visible of some documents; none where there are no such ones.

    Where some of them restate the work, these alone count: a glossary beside them is looked up.

    Args:
        env: the environment, all documents read.
        target: how their names begin.
    """
    names = [name for name in documents_in_order(env) if name.startswith(target)]
    if not names:
        return None
    words = [_words(env, name) for name in names]
    chapters = [found for found in words if found.restated] or words
    return sum(found.visible for found in chapters) / WORDS_PER_MINUTE


def _words(env: BuildEnvironment, docname: str) -> Words:
    words = next(iter(WORDS.of(env, docname)), Words(0, 0))
    if LISTS.of(env, docname):
        listed = sum(block.words for block in RESTATEMENTS.all(env))
        return Words(words.visible + listed, 0)
    return words


class FillInTimes(SphinxPostTransform):
    """Put the minutes in their places."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Replace each place by its text."""
        for node in list(self.document.findall(reading_time)):
            minutes = minutes_to_read(self.env, node["target"])
            if minutes is None:
                warn(
                    messages.TIME_OF_NOTHING,
                    "reading-time",
                    node["target"],
                    location=node,
                    subtype="time",
                )
            node.replace_self(nodes.Text(in_words(minutes or 0)))
        for place in list(self.document.findall(reading_times)):
            place.replace_self(self._head())

    def _head(self) -> nodes.container:
        words = _words(self.env, self.env.current_document.docname)
        work = self.config.briefing_restated_work or str(_("Restated"))
        text = _("{work} alone: {alone}. With the evidence: {all}.").format(
            work=work,
            alone=in_words(words.restated / WORDS_PER_MINUTE),
            all=in_words(words.visible / WORDS_PER_MINUTE),
        )
        return nodes.container("", nodes.paragraph("", text), classes=["reading-times"])


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """A page that tells reading times shows how many words others have."""
    return [minutes_to_read(app.env, target) for target in TIMES.of(app.env, docname)]


def setup(app: Sphinx) -> None:
    """Count once a document is read, and fill in times."""
    app.add_node(reading_time)
    app.add_role("reading-time", ReadingTimeRole())
    app.add_post_transform(FillInTimes)
    app.connect("doctree-read", record_restatements)
    app.connect(PAGE_SHOWS, page_shows)
