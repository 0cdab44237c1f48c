"""``{slide-example}``: a slide as its author wrote it beside what a deck makes of it.

What is shown is a slide of the publication, so it is what a deck shows today. Builders without
decks give the source alone.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.addresses import deck_uri
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.openers import parts_of
from sphinx_briefing.decks.pictures import STYLES, slide_picture
from sphinx_briefing.decks.records import decks_showing, find_deck
from sphinx_briefing.incremental import PAGE_SHOWS
from sphinx_briefing.messages import warn
from sphinx_briefing.records import Records
from sphinx_briefing.slides.reading import TITLE_SLIDE_ID
from sphinx_briefing.slides.records import find_slide

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

    from sphinx_briefing.decks.records import Deck

FENCE = re.compile(r"(?P<fence>:{3,}|`{3,})\{(?P<name>[\w-]+)\}")


class Example(NamedTuple):
    """A slide that a page shows."""

    slide: str  # its id, that of an opener, or of a title slide
    deck: str  # the deck to show it in; empty: the first that has it
    line: int


EXAMPLES: Records[Example] = Records("examples of slides")


class slide_example(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """The place of a slide's picture: ``slide`` and ``deck``, by name."""


class SlideExampleDirective(SphinxDirective):
    """A slide's source and its picture. ``:deck:`` names the deck, for openers and title slides."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"deck": directives.unchanged_required}

    def run(self) -> list[Node]:
        """Leave the place; the slide may stand in a document that is read later."""
        example = Example(self.arguments[0], self.options.get("deck", ""), self.lineno)
        EXAMPLES.note(self.env, self.env.current_document.docname, example)
        node = slide_example(slide=example.slide, deck=example.deck)
        self.set_source_info(node)
        return [node]


def deck_of(env: BuildEnvironment, slide_id: str, deck: str) -> Deck | None:
    """The deck that shows a slide, an opener or a title slide; none where none does."""
    if not deck:
        return next(iter(decks_showing(env, slide_id)), None)
    named = find_deck(env, deck)
    if named is None or slide_id == TITLE_SLIDE_ID:
        return named
    parts = parts_of(env, named)
    ids = {part.opener for part in parts} | {slide.id for part in parts for slide in part.slides}
    return named if slide_id in ids else None


def source_of(env: BuildEnvironment, slide_id: str) -> str:
    """A slide as it is written, its notes left out; empty where it is none of an author's."""
    slide = find_slide(env, slide_id)
    if slide is None or not slide.source:
        return ""
    lines = Path(slide.source).read_text("utf-8").splitlines()[slide.line - 1 :]
    opened = FENCE.match(lines[0]) if lines else None
    if opened is None:  # reStructuredText
        return ""
    end = next((n for n, line in enumerate(lines) if n and line == opened["fence"]), len(lines))
    kept: list[str] = []
    notes = ""
    for line in lines[1:end]:
        fence = FENCE.match(line)
        if not notes and fence is not None and fence["name"] == "notes":
            notes = fence["fence"]
        elif notes:
            notes = "" if line == notes else notes
        else:
            kept.append(line)
    return "\n".join([lines[0], *kept]).rstrip() + f"\n{opened['fence']}"


def check_examples(app: Sphinx, env: BuildEnvironment) -> None:
    """Report examples of slides that no deck shows."""
    for docname, examples in sorted(EXAMPLES.by_document(env).items()):
        for example in examples:
            if deck_of(env, example.slide, example.deck) is None:
                warn(
                    messages.EXAMPLE_OF_NO_SLIDE,
                    example.slide,
                    location=(docname, example.line),
                    subtype="slide",
                )


def show_sources(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put the sources of slides in their places, and leave those of their pictures."""
    for node in list(document.findall(slide_example)):
        source = source_of(app.env, node["slide"])
        block = nodes.literal_block(source, source, language="text", classes=["slide-source"])
        parts: list[Node] = [block] if source else []
        if writes_pages(app.builder):
            parts.append(node.deepcopy())
        node.replace_self(nodes.container("", *parts, classes=["slide-example"]))


def show_pictures(
    builder: Builder,
    document: nodes.document,
    docname: str,
    shown_in: Callable[[Deck], dict[str, str]],
) -> None:
    """Put pictures in their places.

    Args:
        builder: of web pages.
        document: with the places; changed.
        docname: its name.
        shown_in: gives the HTML of the slides of a deck, by id, as this page holds them.
    """
    root = "../" * builder.get_target_uri(docname).count("/")
    for node in list(document.findall(slide_example)):
        deck = deck_of(builder.env, node["slide"], node["deck"])
        html = shown_in(deck).get(node["slide"]) if deck else None
        if deck is None or html is None:
            node.parent.remove(node)
            continue
        uri = deck_uri(builder, docname, deck.name, node["slide"])
        node.replace_self(slide_picture(html=html, uri=uri, styles=f"{root}_static/{STYLES}"))


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """A page shows slides of chapters: with the time when each was read."""
    env = app.env
    slides = [find_slide(env, example.slide) for example in EXAMPLES.of(env, docname)]
    decks = [find_deck(env, example.deck) for example in EXAMPLES.of(env, docname)]
    return [
        [(slide.id, env.all_docs[slide.docname]) for slide in slides if slide],
        [(deck, env.all_docs[deck.docname]) for deck in decks if deck],
    ]


def skip(translator: object, node: slide_example) -> None:
    """Write nothing: the page is written once more, with the picture."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the directive, and what it shows."""
    app.add_node(slide_example, html=(skip, None))
    app.add_directive("slide-example", SlideExampleDirective)
    app.connect("env-check-consistency", check_examples)
    app.connect("doctree-resolved", show_sources)
    app.connect(PAGE_SHOWS, page_shows)
