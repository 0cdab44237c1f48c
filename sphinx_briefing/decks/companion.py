"""Decks beside the docs: a build of web pages writes both, from chapters resolved once.

While pages are resolved, the slides that decks show are copied from them. When all pages are
written, each deck's own page gets its transcript, and then the presentations are written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.display import progress_message

from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.builder import DeckBuilder
from sphinx_briefing.decks.examples import EXAMPLES, show_pictures
from sphinx_briefing.decks.page import NumberedPage, with_transcript
from sphinx_briefing.decks.pictures import pictures, write_styles
from sphinx_briefing.decks.records import DECKS, decks_showing, slides_of
from sphinx_briefing.resolved import Resolved
from sphinx_briefing.slides.box import DECK_BUILDER
from sphinx_briefing.slides.cutting import cut_slides
from sphinx_briefing.slides.records import SLIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.slides.nodes import cut_slide


def take_slides(app: Sphinx, document: nodes.document, docname: str) -> dict[str, cut_slide] | None:
    """The slides of a document that decks show, where this build writes decks."""
    if not (writes_pages(app.builder) or app.builder.name == DECK_BUILDER):
        return None
    shown = any(decks_showing(app.env, slide.id) for slide in SLIDES.of(app.env, docname))
    return cut_slides(document) if shown else None


def take_deck(app: Sphinx, document: nodes.document, docname: str) -> nodes.document | None:
    """A deck's own document."""
    if not (writes_pages(app.builder) or app.builder.name == DECK_BUILDER):
        return None
    return document.deepcopy() if DECKS.of(app.env, docname) else None


def take_examples(app: Sphinx, document: nodes.document, docname: str) -> nodes.document | None:
    """A document that shows slides as examples."""
    shows = writes_pages(app.builder) and EXAMPLES.of(app.env, docname)
    return document.deepcopy() if shows else None


class Companion:
    """Writes decks beside the pages of one build."""

    def __init__(self, app: Sphinx) -> None:
        """Listen to the steps of the build."""
        # Before a deck's document is turned into its page, and before others change it.
        self.stated = Resolved(app, take_deck)
        self.cuts = Resolved(app, take_slides)
        self.examples = Resolved(app, take_examples)
        self.builder: DeckBuilder | None = None
        app.connect("builder-inited", self.prepare)
        app.connect("write-started", self.make_builder)
        app.connect("html-collect-pages", self.write_transcripts)
        app.connect("build-finished", self.write_decks)

    def prepare(self, app: Sphinx) -> None:
        """Give a build of decks alone what it takes slides from."""
        self.builder = None
        if isinstance(app.builder, DeckBuilder):
            app.builder.take_from(self.cuts, self.stated)

    def make_builder(self, app: Sphinx, builder: Builder) -> None:
        """Make the deck builder, now that all extensions have said what every page needs."""
        if not (writes_pages(builder) and isinstance(builder, StandaloneHTMLBuilder)):
            return
        had = set(app.tags)
        decks = DeckBuilder(app, app.env)
        for tag in set(app.tags) - had:  # a builder adds its own
            app.tags.remove(tag)
        decks.docs = builder
        decks.images = builder.images  # they lie in one folder
        decks.take_from(self.cuts, self.stated)
        decks.init()
        decks.prepare_writing(set())
        self.builder = decks

    def write_transcripts(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Write the page of each deck again whose page was written, now with its transcript."""
        builder: Any = app.builder
        if self.builder is not None:
            self.builder.copy_static_files()
            write_styles(app, self.builder)
            for record in DECKS.all(app.env):
                if record.docname in self.stated.documents() and not record.retirement:
                    document = self.stated.of(app, record.docname)
                    assert document is not None
                    shown = pictures(self.builder, record, document, self._cut_of(app))
                    page = with_transcript(
                        builder, document.deepcopy(), record, self._cut_of(app), shown
                    )
                    self._write(app, builder, record.docname, page)
            for docname in self.examples.documents():
                self._write_examples(app, self.builder, docname)
        yield from ()

    def _write_examples(self, app: Sphinx, decks: DeckBuilder, docname: str) -> None:
        """Write a page again that shows slides as examples, now with their pictures."""
        document = self.examples.of(app, docname)
        if document is None:
            return
        drawn: dict[str, dict[str, str]] = {}

        def shown_in(record: Deck) -> dict[str, str]:
            if record.name not in drawn:
                stated = self.stated.of(app, record.docname)
                assert stated is not None
                cut_of = self._cut_of(app)
                drawn[record.name] = pictures(decks, record, stated, cut_of, docname)
            return drawn[record.name]

        page = document.deepcopy()
        builder: Any = app.builder
        show_pictures(builder, page, docname, shown_in)
        self._write(app, builder, docname, NumberedPage(page, {}))

    def _cut_of(self, app: Sphinx) -> Callable[[str], dict[str, cut_slide]]:
        """What gives the slides cut out of a document, by id."""
        return lambda docname: self.cuts.of(app, docname) or {}

    @staticmethod
    def _write(app: Sphinx, builder: Any, docname: str, page: NumberedPage) -> None:
        builder.post_process_images(page.document)
        numbers = app.env.toc_fignumbers
        own = numbers.get(docname, {})
        numbers[docname] = {
            kind: {**own.get(kind, {}), **page.fignumbers.get(kind, {})}
            for kind in {*own, *page.fignumbers}
        }
        builder.write_doc(docname, page.document)
        numbers[docname] = own

    def write_decks(self, app: Sphinx, error: Exception | None) -> None:
        """Write the presentations whose decks' pages were written; those missing or outdated."""
        decks, docs = self.builder, app.builder
        if error or decks is None:
            return
        records = [
            record
            for record in DECKS.all(app.env)
            if record.docname in self.stated.documents()
            or _is_outdated(decks.get_output_path(decks.page_of(record)))
        ]
        for record in records:  # resolved for the docs, not for the deck builder
            self.stated.of(app, record.docname)
            for docname in dict.fromkeys(slide.docname for slide in slides_of(app.env, record)):
                self.cuts.of(app, docname)
        app.builder = decks  # what pages ask for belongs to the page that is written
        try:
            with progress_message("writing decks"):
                for record in records:
                    decks.write_deck(record)
                decks.finish()
        finally:
            app.builder = docs


def _is_outdated(page: Path) -> bool:
    """Whether a presentation is not there, or older than what writes it (as Sphinx's templates)."""
    parts = Path(__file__).parent.rglob("*.*")
    newest = max(part.stat().st_mtime for part in parts if part.suffix != ".pyc")
    return not page.exists() or page.stat().st_mtime < newest


def setup(app: Sphinx) -> None:
    """Write decks in each build of web pages."""
    Companion(app)
