"""The deck builder: one reveal.js page for each deck.

It extends sphinx-revealjs' builder and takes its place under the same name, ``revealjs``. On its
own (``-b revealjs``) it writes the decks alone, with all that they need, and links everything else
to the docs next door. Beside a builder of web pages (``companion.py``) it writes them into the
same site.
"""

from __future__ import annotations

import json
import posixpath
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.fileutil import copy_asset
from sphinx.util.osutil import ensuredir
from sphinx_revealjs.builders import RevealjsHTMLBuilder
from sphinx_revealjs.utils import get_revealjs_path

from sphinx_briefing.addresses import deck_page, rebased, site_address
from sphinx_briefing.assets import offered
from sphinx_briefing.compat import without_handlers_of_themes
from sphinx_briefing.decks.assembly import Assembly
from sphinx_briefing.decks.assets import used_assets
from sphinx_briefing.decks.records import DECKS, slides_of
from sphinx_briefing.decks.texts import TEXTS, script_texts
from sphinx_briefing.decks.writer import DeckTranslator
from sphinx_briefing.edition import edition_of
from sphinx_briefing.slides.box import DECK_BUILDER
from sphinx_briefing.slides.records import SLIDES, successor_of
from sphinx_briefing.translation import _, gettext_noop, language_tag, text_direction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.resolved import Resolved
    from sphinx_briefing.slides.nodes import cut_slide

CANVAS = (1280, 720)
"""Width and height of a slide in CSS pixels, before reveal.js scales it to the screen."""

THEME = files("sphinx_briefing") / "decks" / "theme" / "briefing-deck"

REVEAL_FILES = ("dist/reset.css", "dist/reveal.css", "dist/reveal.js")
"""What a deck needs of the 5.6 MB that sphinx-revealjs carries; all of it runs offline."""

STYLES = ("", "-content", "-layouts", "-column")
"""The stylesheets ``briefing-deck….css``; the last undoes, for a column, what those before lay."""

PARTS = (
    "helpers", "common", "access", "column", "evidence", "overview", "pointing", "dialogs",
    "speaker", "bar", "layouts",
)  # fmt: skip
"""The scripts ``briefing-deck-PART.js``; each adds to what the ones before it have."""

REVEAL_CONFIG: dict[str, Any] = {
    "width": CANVAS[0],
    "height": CANVAS[1],
    "maxScale": 8,  # up to a screen of 10,240 pixels
    "margin": 0,
    "center": False,
    "hash": False,  # briefing-deck.js writes the address, at once
    "controls": False,  # the bar has buttons that a finger meets
    "transition": "none",
    # All slides keep their boxes: scripts that draw (Mermaid) measure those not shown as well.
    "viewDistance": 10_000,
    "mobileViewDistance": 10_000,
    "backgroundTransition": "none",
    "scrollActivationWidth": None,
    "pdfSeparateFragments": False,
    "progress": False,  # a rail of the deck's parts stands on each slide
    "defaultTiming": 60,  # seconds; each slide says its own, but without it pacing is not shown
}
"""reveal.js settings of every deck; ``revealjs_script_conf``, a mapping, adds to them."""


ALONE = gettext_noop(
    "This presentation has lost the files beside it, and so its look. Open the whole folder that "
    "it came in, or ask whoever sent it for the folder. Its text stands below."
)
"""What a page says that was mailed alone; the stylesheet, where it is there, hides it."""


class DeckBuilder(RevealjsHTMLBuilder):  # type: ignore[misc]
    """Write each deck as ``NAME.html``."""

    name = DECK_BUILDER
    format = "html"
    epilog = "The decks are in %(outdir)s."
    default_translator_class = DeckTranslator
    search = False
    copysource = False
    add_permalinks = False
    html_scaled_image_link = False  # a click would leave the deck for the picture's file
    allow_parallel = False  # few documents, each made of the same chapters
    docs: StandaloneHTMLBuilder | None = None  # the builder of the pages it writes decks beside

    def init(self) -> None:
        """Start without sphinx-revealjs' changes to the configuration.

        It appends to ``revealjs_static_path`` and sets ``html_static_path``, so that every
        build would find its configuration changed and start over.
        """
        if not self.docs:  # the docs' theme, were it loaded, would look for its own builder
            self.config.html_theme = "briefing-deck"
        StandaloneHTMLBuilder.init(self)
        self.use_index = False
        self.out_suffix = self.link_suffix = ".html"

    def take_from(self, cuts: Resolved[dict[str, cut_slide]], stated: Resolved[Any]) -> None:
        """Say where the slides cut out of chapters, and the decks' own documents, come from."""
        self.cuts, self.stated = cuts, stated

    def get_theme_config(self) -> tuple[str, dict[str, Any]]:
        """Our own theme, with a page that works without inline script."""
        return "briefing-deck", {}

    def init_css_files(self) -> None:
        """The stylesheets of a deck: reveal.js, those of extensions, ours, the project's own."""
        self._css_files: list[Any] = []
        for name in ("revealjs/dist/reset.css", "revealjs/dist/reveal.css"):
            self.add_css_file(name, priority=100)
        for name in (f"briefing-deck{part}.css" for part in STYLES):  # after those of the docs
            self.add_css_file(name, priority=700)
        for name in self.config.revealjs_css_files:
            self.add_css_file(name, priority=800)
        self.own_styles = list(self._css_files)

    def init_js_files(self) -> None:
        """The scripts of a deck, in the order in which they need each other."""
        self._js_files: list[Any] = []
        if script_texts(self.config):
            self.add_js_file(TEXTS, priority=90)
        self.add_js_file("revealjs/dist/reveal.js", priority=100)
        for assets in offered(self.events):
            for name in assets.scripts:
                self.add_js_file(name, priority=100)
        self.add_js_file("documentation_options.js", priority=200)
        for name in (*(f"briefing-deck-{part}.js" for part in PARTS), "briefing-deck.js"):
            self.add_js_file(name, priority=700)
        for name, attributes in self.config.revealjs_js_files:
            self.add_js_file(name, **{"priority": 800, **attributes})

    def decks(self) -> dict[str, Deck]:
        """The decks by document name."""
        return {deck.docname: deck for deck in DECKS.all(self.env)}

    # -- where things are ---------------------------------------------------------------------

    def page_of(self, record: Deck) -> str:
        """The address of a deck's presentation, from this builder's root."""
        page = deck_page(self.config, record.name)
        return page if self.docs else posixpath.basename(page)

    def get_outdated_docs(self) -> Iterator[str]:
        """Every deck, always: they show many documents, and there are few of them."""
        yield from sorted(self.decks())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """A page of the docs, or a presentation by the name of its page."""
        if docname in {self.page_of(record) for record in self.decks().values()}:
            return docname
        if self.docs:
            return self.docs.get_target_uri(docname, typ)
        return posixpath.join(self._to_docs(), self._docs_page(docname))

    def get_output_path(self, page_name: str, /) -> Path:
        """The file of a presentation."""
        return Path(self.outdir, unquote(page_name))

    def _to_docs(self) -> str:
        depth = len(Path(self.config.briefing_deck_path).parts)
        return "/".join([".."] * depth)

    def _docs_page(self, docname: str) -> str:
        """Where the docs have a document, as Sphinx' html and dirhtml builders lay it out."""
        if self.config.briefing_docs_builder == "dirhtml":
            folder, _sep, last = docname.rpartition("/")
            return quote(f"{folder}/" * bool(folder) if last == "index" else f"{docname}/")
        suffix = self.config.html_link_suffix or self.config.html_file_suffix or ".html"
        return quote(docname) + str(suffix)

    # -- writing --------------------------------------------------------------------------------

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the decks; everything else is the docs' business."""
        for record in self.decks().values():
            self.write_deck(record)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Nothing: decks are written by `write_deck`."""

    def write_deck(self, record: Deck) -> None:
        """Write one deck, as Sphinx writes a page."""
        page = self.page_of(record)
        assembly = Assembly(self, record, page, self._cut)
        stated = self.stated.of(self._app, record.docname)
        assert stated is not None
        presentation, fignumbers = assembly.presentation(stated)
        self.current_docname = record.docname
        self.secnumbers: dict[str, tuple[int, ...]] = {}
        self.fignumbers = fignumbers
        to_root = "" if not self.docs else "../" * page.count("/")
        self.imgpath = f"{to_root}_images"
        downloads = to_root if self.docs else f"{self._to_docs()}/"
        self.dlpath = f"{downloads}_downloads"
        self.post_process_images(presentation)
        presentation.settings = self.docsettings
        visitor: Any = self.create_translator(presentation, self)
        presentation.walkabout(visitor)
        context = self.deck_context(record, page, "".join(visitor.body))
        with without_handlers_of_themes(self._app, "html-page-context", "sphinx_briefing"):
            self.handle_page(page, context, event_arg=presentation)

    def _cut(self, docname: str) -> dict[str, cut_slide]:
        return self.cuts.of(self._app, docname) or {}

    def deck_context(self, record: Deck, page: str, body: str) -> dict[str, Any]:
        """What the page's template gets."""
        config = {**REVEAL_CONFIG, **(self.config.revealjs_script_conf or {})}
        address = site_address(self.config)
        root = rebased(self.get_target_uri(self.config.root_doc), from_uri="", to_uri=page)
        docs = "../" * page.count("/") if self.docs else f"{self._to_docs()}/"
        return {
            "body": body,
            "title": record.title,
            "description": self._description(record),
            "metatags": "",
            "edition": edition_of(self.env),
            "language_tag": language_tag(self.config.language),
            "direction": text_direction(self.config.language),
            "deck_label": _("Deck"),
            "alone_text": _(ALONE),
            "keys": "on" if self.config.briefing_deck_keys else "off",
            "transcript_label": _("Transcript and keys"),
            "reveal_config": json.dumps(config, sort_keys=True),
            "canonical": address and address + deck_page(self.config, record.name),
            "slides_elsewhere": json.dumps(self._slides_elsewhere(record, page), sort_keys=True),
            "docs_uri": root,
            "docs_root": docs,
            "deck_page_uri": self._seen_from(page, record.docname),
        }

    def _seen_from(self, page: str, docname: str, anchor: str = "") -> str:
        target = self.get_target_uri(docname)
        fragment = f"#{anchor}" if anchor else "#"
        found = rebased(fragment, from_uri=target, to_uri=page)
        return found if anchor else found.rstrip("#")

    def _slides_elsewhere(self, record: Deck, page: str) -> dict[str, str]:
        """Where slides are that this deck does not show (any more): they may have been cited.

        Returns:
            By the slide's id, the address of the slide that took its place, else of its box in
            the docs. A retired deck sends nobody on: its title slide explains.
        """
        if record.retirement:
            return {}
        shown = {slide.id for slide in slides_of(self.env, record)}
        found = {}
        for slide in SLIDES.all(self.env):
            if slide.id in shown:
                continue
            successor = successor_of(self.env, slide) if slide.retirement else None
            if successor is not None and successor.id in shown:
                found[slide.id] = f"#/{successor.id}"
            else:
                found[slide.id] = self._seen_from(page, slide.docname, slide.anchor)
        return found

    def _description(self, record: Deck) -> str:
        audience = self.config.briefing_audiences.get(record.audience, "").rstrip(".")
        if audience:
            text = _("A slide deck, for {audience}: {title}.")
            return text.format(audience=audience, title=record.title)
        return _("A slide deck: {title}.").format(title=record.title)

    def update_page_context(
        self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any
    ) -> None:
        """Leave the context as it is; sphinx-revealjs would add a stock theme."""

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare the page context, with all that extensions offer for every page so far."""
        StandaloneHTMLBuilder.prepare_writing(self, docnames)
        folders = self.docs.theme.get_theme_dirs() if self.docs else []
        registered = [*self._registry.css_files, *self._registry.js_files]
        own = offered(self.events)
        names = {name for name, _attributes in registered if name}
        names -= {TEXTS, *(name for assets in own for name in assets.names)}
        of_theme = {n for n in names if any(Path(d, "static", n).exists() for d in folders)}
        of_theme |= {name for name in names if "://" in name}
        self.offered = {f"_static/{name}" for name in names - of_theme}
        of_pages = {name for assets in own for name in assets.of_pages}
        self.unwanted = {f"_static/{name}" for name in of_theme | of_pages} | of_theme

    # -- what stands beside the pages ---------------------------------------------------------

    def copy_assets(self) -> None:
        """Copy what the decks need beside them; downloads stay with the docs."""
        self.copy_static_files()

    def copy_static_files(self) -> None:
        """Copy reveal.js, our theme and the project's own static files."""
        if not self.docs:
            StandaloneHTMLBuilder.copy_static_files(self)
        ensuredir(self._static_dir)
        for name in REVEAL_FILES:
            target = self._static_dir / "revealjs" / name
            ensuredir(target.parent)
            copy_asset(get_revealjs_path() / name, target.parent, force=True)
        copy_asset(str(THEME / "static"), self._static_dir, force=True)
        for path in self.config.revealjs_static_path:
            copy_asset(self.confdir / path, self._static_dir, force=True)

    def finish(self) -> None:
        """Copy pictures and drop decks that are gone.

        There is no index, search or inventory: the docs have them.
        """
        self.copy_image_files()
        pages = {self.get_output_path(self.page_of(record)) for record in self.decks().values()}
        folder = Path(self.outdir, self.config.briefing_deck_path) if self.docs else self.outdir
        for page in Path(folder).glob("*.html"):
            if page not in pages and page.stem != "index":  # made with the docs
                page.unlink()


def link_what_is_used(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Link, of the assets that extensions offer for all pages, those that a deck has a use for."""
    if isinstance(app.builder, DeckBuilder):
        unwanted = app.builder.unwanted
        for key in ("css_files", "script_files"):
            wanted = [a for a in context[key] if str(a.filename) not in unwanted]
            # The deck's own come first; the docs offer some of them for all pages once more.
            once = {a.filename or id(a): a for a in reversed(wanted)}
            context[key] = [a for a in wanted if once[a.filename or id(a)] is a]
        context["css_files"], context["script_files"] = used_assets(
            context["body"], context["css_files"], context["script_files"], app.builder.offered,
            [Path(app.confdir, folder) for folder in app.config.html_static_path], app.outdir,
        )  # fmt: skip


def setup(app: Sphinx) -> None:
    """Take the place of sphinx-revealjs' builder, and register the theme of its pages."""
    app.add_builder(DeckBuilder, override=True)
    app.add_html_theme("briefing-deck", str(THEME))
    app.connect("html-page-context", link_what_is_used, priority=950)
