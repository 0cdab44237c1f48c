"""Slides: the ``{slide}`` and ``{notes}`` directives, and how a slide shows in the docs.

A slide is written once, inside a section of a chapter. Here it is read and recorded; cut out of
its chapter for whoever shows it elsewhere (a deck, a deck's page); and, in the docs, turned into
the "In brief" box at the head of its section.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from sphinx_briefing.config import (
    app_of,
    builder_of,
    is_presenters_build,
    shows_slides_as_boxes,
    writes_pages,
)
from sphinx_briefing.domain import Slide, briefing_domain, deck_uri
from sphinx_briefing.trace import claims_in, sources_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

logger = logging.getLogger(__name__)

SLIDE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""A permanent id: lower-case ASCII words joined by hyphens, so that it survives any URL."""

MINUTES = re.compile(r"[0-9]+(\.[0-9]+)?")
MOST_MINUTES = 600
"""Ten hours: more is a slip of the pen."""

TITLE_SLIDE_ID = "deck-title"
"""Id of every deck's title slide; no other slide may take it."""


class slide(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A slide in its chapter: an optional `slide_title`, the body, any `notes`."""


class slide_title(nodes.Part, nodes.TextElement):  # noqa: N801
    """The headline of a slide, where it is not its section's heading."""


class notes(nodes.General, nodes.Element):  # noqa: N801
    """Words for the speaker. ``private`` is true where only a presenter's build has them."""


class retired_slide(nodes.General, nodes.Element):  # noqa: N801
    """What a chapter keeps of a slide that is no longer shown (``retirement.py``)."""


class cut_slide(nodes.General, nodes.Element):  # noqa: N801
    """A slide cut from its chapter: one each of `slide_title`, `slide_body`, `slide_notes`."""


class slide_body(nodes.General, nodes.Element):  # noqa: N801
    """What a slide shows below its headline."""


class slide_notes(nodes.General, nodes.Element):  # noqa: N801
    """All that the speaker has to a slide: its notes, then the prose that follows it."""


# -- reading --------------------------------------------------------------------------------


def warn(text: str, *values: object, location: Any, subtype: str) -> None:
    """Report an author's mistake, once, where it stands."""
    logger.warning(text, *values, location=location, type="briefing", subtype=subtype)


def minutes_of(directive: SphinxDirective, option: str) -> float | None:
    """The minutes that an option of ``directive`` sets, a number above zero such as ``1.5``.

    Returns:
        The minutes; none where the option is not set, or is no such number, which is reported.
    """
    if option not in directive.options:
        return None
    argument = directive.options[option] or ""
    if MINUTES.fullmatch(argument) and 0 < float(argument) <= MOST_MINUTES:
        return float(argument)
    warn(
        ":%s: is %r: write minutes as a number above zero and up to %d, such as 1.5",
        option,
        argument,
        MOST_MINUTES,
        location=directive.get_location(),
        subtype="minutes",
    )
    return None


class SlideDirective(SphinxDirective):
    """A slide.

    The argument is its headline; without one it is headed as its section is. Options:
    ``:name:`` its permanent id (else made of the headline), ``:audience:`` the audiences it is
    for, by spaces (none: all), ``:minutes:`` what it takes the speaker.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "name": directives.unchanged_required,
        "audience": directives.unchanged_required,
        "minutes": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Make the `slide` node; it is recorded once its whole document is read."""
        node = slide(slide_id=self.options.get("name"), minutes=minutes_of(self, "minutes"))
        self.set_source_info(node)
        node["audiences"] = self._audiences()
        if self.arguments:
            children, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
            title = slide_title(self.arguments[0], "", *children)
            self.set_source_info(title)
            node += [title, *messages]
        node += self.parse_content_to_nodes()
        return [node]

    def _audiences(self) -> tuple[str, ...]:
        known = self.config.briefing_audiences
        named = self.options.get("audience", "").replace(",", " ").split()
        for name in named:
            if name not in known:
                warn(
                    "unknown audience %r: use %s, or add it to briefing_audiences in conf.py",
                    name,
                    " or ".join(sorted(known)) or "none",
                    location=self.get_location(),
                    subtype="audience",
                )
        return tuple(dict.fromkeys(named))  # an unknown one too: else the slide were for everyone


class NotesDirective(SphinxDirective):
    """Words for the speaker, inside a slide or a deck.

    ``:private:`` keeps them out of every build but a presenter's (tag ``presenter``).
    """

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"private": directives.flag}

    def run(self) -> list[Node]:
        """Make the `notes` node, empty where its content must not be seen."""
        private = "private" in self.options
        if private:
            briefing_domain(self.env).private.add(self.env.docname)
        node = notes(private=private)
        self.set_source_info(node)
        if not private or is_presenters_build(app_of(self.env)):
            node += self.parse_content_to_nodes()
        return [node]


def record_slides(app: Sphinx, document: nodes.document) -> None:
    """Check the slides of a document just read, give them their ids and note them."""
    env = app.env
    domain = briefing_domain(env)
    # Any slide may be taken out for its mistakes, so the list is made first.
    for node in list(document.findall(slide)):
        outer = ancestor(node, slide)
        if outer is not None:
            warn(
                "a slide stands inside another slide: close the slide of line %s first",
                outer.line,
                location=node,
                subtype="nested",
            )
            node.parent.remove(node)
            continue
        section = node.parent
        if not isinstance(section, nodes.section):
            warn(
                "a slide stands outside a section: put it directly below a heading",
                location=node,
                subtype="outside_section",
            )
            node.parent.remove(node)
            continue
        title = next(iter(node.findall(slide_title)), None) or section[0]
        slide_id = node["slide_id"] or nodes.make_id(title.astext())
        if not SLIDE_ID.fullmatch(slide_id) or slide_id == TITLE_SLIDE_ID:
            warn(
                "the slide %r has no usable id (%r): give it a :name: of lower-case letters, "
                "digits and hyphens",
                title.astext(),
                slide_id,
                location=node,
                subtype="slide_id",
            )
            node.parent.remove(node)
            continue
        node["slide_id"] = slide_id
        node["ids"] = [f"slide-{slide_id}", *node["ids"]]  # a label before it stays a target
        blocks = list(node.findall(notes))
        speech = [*blocks, *prose_after(node)]
        shown = [child for child in node.children if not isinstance(child, notes)]
        if all(isinstance(child, slide_title) for child in shown):
            warn(
                "the slide %r shows nothing below its headline: give it a body",
                slide_id,
                location=node,
                subtype="empty_slide",
            )
        domain.note_slide(
            Slide(
                id=slide_id,
                docname=env.current_document.docname,
                anchor=node["ids"][0],
                section=section["ids"][0],
                section_title=section[0].astext(),
                title=title.astext(),
                audiences=node["audiences"],
                minutes=node["minutes"],
                spoken_words=sum(len(block.astext().split()) for block in blocks),
                claims=claims_in(shown),
                told=claims_in(speech),
                sources=sources_in([*shown, *speech]),
                source=node.source or "",
                line=node.line or 0,
                noted=any(block["private"] or block.children for block in blocks),
            )
        )
    for block in list(document.findall(notes)):
        if block.parent is None or not (ancestor(block, slide) or block.parent.get("is_deck")):
            warn(
                "a notes block stands outside a slide: move it into the slide it belongs to",
                location=block,
                subtype="notes",
            )
            if block.parent is not None:
                block.parent.remove(block)
        elif block["private"] and not block.children:
            block.parent.remove(block)


def ancestor(node: Node, kind: type[nodes.Element]) -> nodes.Element | None:
    """The nearest element of that kind around ``node``."""
    parent = node.parent
    while parent is not None and not isinstance(parent, kind):
        parent = parent.parent
    return parent


# -- cutting --------------------------------------------------------------------------------


def cut_slides(
    env: BuildEnvironment, docname: str, builder: Builder, *, prose: bool = True
) -> dict[str, cut_slide]:
    """Cut all slides out of a chapter, with their notes, references resolved.

    Args:
        env: the environment, all documents read.
        docname: the chapter.
        builder: for whom references are resolved.
        prose: whether the prose after a slide joins its notes.

    Returns:
        The slides by id, in the order of the chapter.
    """
    document = env.get_doctree(docname)
    cuts = [_cut(node, document, prose=prose) for node in document.findall(slide)]
    document.children = []
    document.extend(cuts)
    env.resolve_references(document, docname, builder)
    return {cut["slide_id"]: cut for cut in cuts}


def _cut(node: slide, document: nodes.document, *, prose: bool) -> cut_slide:
    section = node.parent
    headline = next(iter(node.findall(slide_title)), None) or section[0]
    title = slide_title("", "", *(child.deepcopy() for child in headline.children))
    title.source, title.line = node.source, node.line
    body, speech = slide_body(), slide_notes()
    for child in node.children:
        if isinstance(child, notes):
            speech += child.deepcopy()
        elif not isinstance(child, slide_title):
            body += child.deepcopy()
    if prose:
        for sibling in prose_after(node):
            speech += (
                _flatten(sibling) if isinstance(sibling, nodes.section) else sibling.deepcopy()
            )
    for retired in list(speech.findall(retired_slide)):
        retired.parent.remove(retired)
    for part, prefix in ((body, node["slide_id"]), (speech, f"{node['slide_id']}-notes")):
        part.extend(_footnotes_of(part, document))
        for element in part.findall(nodes.Element):
            _make_unique(element, prefix)
    cut = cut_slide("", title, body, speech, slide_id=node["slide_id"])
    cut.source, cut.line = node.source, node.line
    return cut


def prose_after(node: slide) -> list[Node]:
    """What follows the slide in its section, up to the next slide or the section's end."""
    siblings = node.parent.children
    following = [
        sibling
        for sibling in siblings[siblings.index(node) + 1 :]
        if not isinstance(sibling, retired_slide)
    ]
    for at, sibling in enumerate(following):
        if isinstance(sibling, slide) or next(iter(sibling.findall(slide)), None):
            return following[:at]
    return following


def _flatten(section: nodes.section) -> Iterator[Node]:
    """A section's content with its heading as a rubric: notes have no outline."""
    for child in section.children:
        if isinstance(child, nodes.title):
            yield nodes.rubric("", "", *(part.deepcopy() for part in child.children))
        elif isinstance(child, nodes.section):
            yield from _flatten(child)
        else:
            yield child.deepcopy()


def _footnotes_of(part: nodes.Element, document: nodes.document) -> list[Node]:
    """Copies of the footnotes that ``part`` refers to, which stand elsewhere in the chapter."""
    wanted = {ref["refid"] for ref in part.findall(nodes.footnote_reference) if "refid" in ref}
    return [
        footnote.deepcopy()
        for footnote in document.findall(nodes.footnote)
        if wanted & set(footnote["ids"])
    ]


def _make_unique(element: nodes.Element, prefix: str) -> None:
    """Keep ids unique where several copies of a chapter's parts meet on one page."""
    ids: list[str] = element["ids"]
    backrefs: list[str] = element.get("backrefs", [])
    element["ids"] = [f"{prefix}-{value}" for value in ids[:1]]
    element["names"] = []
    if isinstance(element, nodes.footnote | nodes.footnote_reference):
        element["backrefs"] = [f"{prefix}-{value}" for value in backrefs]
        if "refid" in element:
            element["refid"] = f"{prefix}-{element['refid']}"


def rebase_references(part: nodes.Element, *, from_uri: str, to_uri: str) -> None:
    """Make a chapter's resolved references right on another page.

    Args:
        part: copied from the chapter; changed in place.
        from_uri: the chapter's address, to which its references are relative.
        to_uri: the address of the page where they will stand; the same address where the
            builder's references are right already but for those within the chapter.
    """
    chapter = from_uri if from_uri == to_uri else relative_uri(to_uri, from_uri)
    for reference in part.findall(nodes.reference):
        if not reference.get("internal") and "refid" not in reference:
            continue
        if "refid" in reference:
            reference["refuri"] = f"{chapter}#{reference.attributes.pop('refid')}"
        elif reference["refuri"].startswith("#"):
            reference["refuri"] = chapter + reference["refuri"]
        elif from_uri != to_uri:
            path, hash_, fragment = reference["refuri"].partition("#")
            absolute = posixpath.normpath(posixpath.join(posixpath.dirname(from_uri), path))
            if path.endswith("/") or not path:
                absolute += "/"
            reference["refuri"] = relative_uri(to_uri, absolute) + hash_ + fragment


# -- showing a slide in the docs ----------------------------------------------------------------


class InBriefBox(SphinxPostTransform):
    """Turn each slide into the "In brief" box at the head of its section.

    It is an ordinary admonition, so that every builder can write it.
    """

    default_priority = 5  # before references inside the box are resolved

    def run(self, **kwargs: Any) -> None:
        """Replace the slides of one document."""
        if not shows_slides_as_boxes(builder_of(self.env)):
            return
        for node in list(self.document.findall(slide)):
            node.replace_self(self._box(node))

    def _box(self, node: slide) -> nodes.admonition:
        box = nodes.admonition(ids=node["ids"], classes=["in-brief"])
        box.source, box.line = node.source, node.line
        box += nodes.title("", "In brief")
        for child in node.children:
            if isinstance(child, slide_title):
                if child.astext() != node.parent[0].astext():
                    headline = nodes.paragraph("", "", classes=["in-brief-headline"])
                    headline += nodes.strong("", "", *child.children)
                    box += headline
            else:
                box += child
        if (
            builder_of(self.env).format == "text"
        ):  # Sphinx' writer runs paragraphs of a box together
            box[1:] = [nodes.container("", *box[1:])]
        if writes_pages(builder_of(self.env)):
            box += self._links(node["slide_id"])
        return box

    def _links(self, slide_id: str) -> list[nodes.paragraph]:
        decks = briefing_domain(self.env).decks_showing(slide_id)
        if not decks:
            return []
        line = nodes.paragraph("", "On a slide in ", classes=["in-brief-decks"])
        for number, deck in enumerate(decks):
            if number:
                line += nodes.Text(" · ")
            uri = deck_uri(builder_of(self.env), self.env.current_document.docname, deck, slide_id)
            title = self.env.titles[deck.docname].astext()
            line += nodes.reference("", title, refuri=uri, internal=True)
        return [line]


class DropNotes(SphinxPostTransform):
    """Take the speaker's notes out of the docs, now that their references were looked up.

    So a wrong reference is reported where it stands, whether or not a deck shows it.
    """

    default_priority = 940  # after references are resolved, before transcripts are added

    def run(self, **kwargs: Any) -> None:
        """Remove every `notes` node but a deck's own and those cut out for a transcript."""
        if shows_slides_as_boxes(builder_of(self.env)):
            for node in list(self.document.findall(notes)):
                if ancestor(node, cut_slide) is None and not node.parent.get("is_deck"):
                    node.parent.remove(node)


def drop_private_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Node | None
) -> None:
    """Keep the source of a page with private notes out of a public build's ``_sources``."""
    if pagename in briefing_domain(app.env).private and not is_presenters_build(app):
        if context.get("sourcename"):  # what an earlier build published of it
            (app.outdir / "_sources" / context["sourcename"]).unlink(missing_ok=True)
        context["sourcename"] = ""


def _skip(translator: Any, node: nodes.Element) -> None:
    """Notes that are left in some builder's doctree are never written there."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register nodes, directives and the docs' rendering."""
    app.add_node(slide)
    app.add_node(slide_title)
    every = dict.fromkeys(("html", "latex", "text", "man", "texinfo"), (_skip, None))
    app.add_node(notes, **every)  # type: ignore[arg-type]
    for node in (cut_slide, slide_body, slide_notes):
        app.add_node(node)
    app.add_directive("slide", SlideDirective)
    app.add_directive("notes", NotesDirective)
    app.connect("doctree-read", record_slides)
    app.add_post_transform(InBriefBox)
    app.add_post_transform(DropNotes)
    app.connect("html-page-context", drop_private_source)
