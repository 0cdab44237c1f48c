"""The deck builder: from the chapters' doctrees to one reveal.js page per deck.

It extends sphinx-revealjs' builder and takes its place under the same name, ``revealjs``: it
writes deck documents only, links everything else to the docs next door, and makes each slide's
section, id, notes and timing itself.
"""

from __future__ import annotations

import json
import posixpath
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.display import progress_message
from sphinx.util.docutils import new_document
from sphinx.util.fileutil import copy_asset
from sphinx.util.osutil import ensuredir
from sphinx.writers.html5 import HTML5Translator
from sphinx_revealjs.builders import RevealjsHTMLBuilder
from sphinx_revealjs.utils import get_revealjs_path

from sphinx_briefing.claims.register import claim_links
from sphinx_briefing.claims.sources import source_lines
from sphinx_briefing.config import DECK_BUILDER
from sphinx_briefing.decks.directive import deck, numbered, unwrap_notes
from sphinx_briefing.domain import RetiredSlide, briefing_domain
from sphinx_briefing.site import assets
from sphinx_briefing.slides.slide import (
    TITLE_SLIDE_ID,
    cut_slides,
    notes,
    rebase_references,
    slide_body,
    slide_notes,
    slide_title,
)
from sphinx_briefing.trace import listed_sources, short_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx

    from sphinx_briefing.domain import Deck, Slide
    from sphinx_briefing.slides.slide import cut_slide

CANVAS = (1280, 720)
"""Width and height of a slide in CSS pixels, before reveal.js scales it to the screen."""

REVEAL_FILES = ("dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")
"""What a deck needs of the 5.6 MB that sphinx-revealjs carries; all of it runs offline."""

SOURCES_NAMED = 2
"""How many sources the foot of a slide names; all of them unfold from there."""

FOOT_CHARACTERS = 56
"""How long those names may be in all: they share a line with the chapter and the number."""

REVEAL_CONFIG: dict[str, Any] = {
    "width": CANVAS[0],
    "height": CANVAS[1],
    "margin": 0,
    "center": False,
    "hash": True,
    "transition": "none",
    "backgroundTransition": "none",
    "scrollActivationWidth": None,
    "pdfSeparateFragments": False,
    "controlsTutorial": False,
    "defaultTiming": 60,  # seconds; each slide says its own, but without it pacing is not shown
}
"""reveal.js settings of every deck; ``revealjs_script_conf``, a mapping, adds to them."""


class presented_slide(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """One slide of one deck. Attributes: see `DeckBuilder._present`."""


class slide_foot(nodes.General, nodes.Element):  # noqa: N801
    """The foot of a slide: ``chapter`` with ``chapter_uri``, ``number`` of ``count``."""


class slide_evidence(nodes.General, nodes.Element):  # noqa: N801
    """What a slide rests on, folded away behind its ``summary``."""


class DeckTranslator(HTML5Translator):
    """Write the slides of a deck as HTML."""

    def visit_presented_slide(self, node: Element) -> None:
        """Open a slide's section and write its heading."""
        attributes: dict[str, Any] = {
            "data-timing": str(round(node["minutes"] * 60)),
            "data-source": f"{node['source_file']}:{node['source_line']}",
            "aria-label": f"Slide {node['number']} of {node['count']}",
        }
        self.body.append(
            self.starttag(
                node,
                "section",
                "\n",
                CLASS="slide " + ("title-slide" if node["number"] == 1 else "content-slide"),
                **attributes,
            )
        )
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
        self.body.append(
            f'<details class="slide-evidence"><summary>{self.encode(node["summary"])}</summary>'
            '<div class="slide-evidence-panel">\n'
        )

    def depart_slide_evidence(self, node: Element) -> None:
        """Close it."""
        self.body.append("</div></details>\n")

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
        """Open the speaker's notes, which reveal.js shows in its speaker view."""
        self.body.append('<aside class="notes">\n')

    def depart_slide_notes(self, node: Element) -> None:
        """Close the speaker's notes."""
        self.body.append("</aside>\n")


class DeckBuilder(RevealjsHTMLBuilder):  # type: ignore[misc]
    """Write each deck as ``NAME.html`` with all that it needs beside it."""

    name = DECK_BUILDER
    format = "html"
    epilog = "The decks are in %(outdir)s."
    default_translator_class = DeckTranslator
    search = False
    copysource = False
    allow_parallel = False  # few documents, each made of the same chapters

    def init(self) -> None:
        """Start without sphinx-revealjs' changes to the configuration.

        It appends to ``revealjs_static_path`` and sets ``html_static_path``, so that every
        build would find its configuration changed and start over.
        """
        self.cuts: dict[str, dict[str, cut_slide]] = {}
        StandaloneHTMLBuilder.init(self)
        self.use_index = False

    def get_theme_config(self) -> tuple[str, dict[str, Any]]:
        """Our own theme, with a page that works without inline script."""
        return "briefing-deck", {}

    def init_css_files(self) -> None:
        """The stylesheets of a deck: reveal.js, ours, then the project's own."""
        for name in ("revealjs/dist/reset.css", "revealjs/dist/reveal.css", "pygments.css"):
            self.add_css_file(name)
        for name in ("briefing.css", "figures.css", "deck.css"):
            self.add_css_file(name)
        for name in self.config.revealjs_css_files:
            self.add_css_file(name)

    def init_js_files(self) -> None:
        """The scripts of a deck, in the order in which they need each other."""
        for name in ("revealjs/dist/reveal.js", "revealjs/plugin/notes/notes.js"):
            self.add_js_file(name)
        for name in (*assets.PREVIEWS, "briefing-deck.js"):
            self.add_js_file(name)
        for name, attributes in self.config.revealjs_js_files:
            self.add_js_file(name, **attributes)

    def _decks(self) -> dict[str, Deck]:
        return briefing_domain(self.env).decks

    # -- where things are ---------------------------------------------------------------------

    def get_outdated_docs(self) -> Iterator[str]:
        """Every deck, always: they show many documents, and there are few of them."""
        yield from sorted(self._decks())

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """A deck's own page, or a page of the docs, seen from any deck."""
        record = self._decks().get(docname)
        if record is not None:
            return f"{record.name}.html"
        return self._docs_uri(docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same for every starting point: all decks stand in one folder.

        A chapter's references, resolved once, are so right in each deck that shows them.
        """
        return self.get_target_uri(to, typ)

    def get_output_path(self, page_name: str, /) -> Path:
        """The file of a deck."""
        return Path(self.outdir, self.get_target_uri(page_name))

    def _to_docs(self) -> str:
        depth = len(Path(self.config.briefing_deck_path).parts)
        return "/".join([".."] * depth)

    def _docs_uri(self, docname: str) -> str:
        """Where the docs have a document, as Sphinx' html and dirhtml builders lay it out."""
        path = f"{docname}.html"
        if self.config.briefing_docs_builder == "dirhtml":
            folder, _, last = docname.rpartition("/")
            path = f"{folder}/" * bool(folder) if last == "index" else f"{docname}/"
        return posixpath.join(self._to_docs(), path)

    # -- writing --------------------------------------------------------------------------------

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the decks; everything else is the docs' business."""
        super().write_documents(frozenset(self._decks()))

    def copy_assets(self) -> None:
        """Copy what the decks need beside them; downloads stay with the docs."""
        self.copy_static_files()

    def copy_static_files(self) -> None:
        """Copy reveal.js, our theme and the project's own static files."""
        with progress_message("copying the decks' static files"):
            ensuredir(self._static_dir)
            self.create_pygments_style_file()
            for name in REVEAL_FILES:
                target = self._static_dir / "revealjs" / name
                ensuredir(target.parent)
                copy_asset(get_revealjs_path() / name, target.parent, force=True)
            theme = files("sphinx_briefing") / "decks" / "theme" / "briefing-deck" / "static"
            copy_asset(str(theme), self._static_dir, force=True)
            for path in assets.SHARED:
                copy_asset(path, self._static_dir, force=True)
            for path in self.config.revealjs_static_path:
                copy_asset(self.confdir / path, self._static_dir, force=True)
            self.copy_html_favicon()

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write one deck."""
        record = self._decks()[docname]
        self.current_docname = docname
        self.imgpath, self.dlpath = "_images", posixpath.join(self._to_docs(), "_downloads")
        self.secnumbers: dict[str, tuple[int, ...]] = {}
        self.fignumbers: dict[str, dict[str, tuple[int, ...]]] = {}
        presentation = self._assemble(record, doctree)
        self.post_process_images(presentation)
        presentation.settings = self.docsettings
        visitor = self.create_translator(presentation, self)
        presentation.walkabout(visitor)
        context = self.get_doc_context(docname, "".join(visitor.body), "")
        context["title"] = record.title
        context["description"] = self._description(record)
        config = {**REVEAL_CONFIG, **(self.config.revealjs_script_conf or {})}
        context["reveal_config"] = json.dumps(config, sort_keys=True)
        base = self.config.html_baseurl
        context["canonical"] = base and (
            f"{base}{self.config.briefing_deck_path}/{self.get_target_uri(docname)}"
        )
        context["slides_elsewhere"] = json.dumps(self._slides_elsewhere(record), sort_keys=True)
        context["docs_uri"] = self.get_target_uri(self.config.root_doc)
        context["docs_root"] = f"{self._to_docs()}/"
        context["deck_page_uri"] = self._docs_uri(docname)
        self.handle_page(docname, context, event_arg=doctree)

    def _slides_elsewhere(self, record: Deck) -> dict[str, str]:
        """Where slides are that this deck does not show (any more): they may have been cited.

        Returns:
            By the slide's id, the address of the slide that took its place, else of its box in
            the docs. A retired deck sends nobody on: its title slide explains.
        """
        domain = briefing_domain(self.env)
        shown = {slide.id for slide in domain.slides_of(record)}
        found = {}
        for slide in domain.all_published_slides() if not record.retired else ():
            if slide.id in shown:
                continue
            successor = domain.successor_of(slide) if isinstance(slide, RetiredSlide) else None
            if successor is not None and successor.id in shown:
                found[slide.id] = f"#/{successor.id}"
            else:
                found[slide.id] = f"{self._docs_uri(slide.docname)}#{slide.anchor}"
        return found

    def _description(self, record: Deck) -> str:
        audience = self.config.briefing_audiences.get(record.audience, "")
        for_whom = f", for {audience.rstrip('.')}" if audience else ""
        return f"A slide deck{for_whom}: {record.title}."

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """What the page template gets; sphinx-revealjs' own additions are not needed."""
        return StandaloneHTMLBuilder.get_doc_context(self, docname, body, metatags)

    def update_page_context(
        self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any
    ) -> None:
        """Leave the context as it is; sphinx-revealjs would add a stock theme."""

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Prepare the page context."""
        StandaloneHTMLBuilder.prepare_writing(self, docnames)

    def finish(self) -> None:
        """Copy pictures and drop decks that are gone.

        There is no index, search or inventory: the docs have them.
        """
        self.copy_image_files()
        decks = {f"{record.name}.html" for record in self._decks().values()}
        for page in Path(self.outdir).glob("*.html"):
            if page.name not in decks:
                page.unlink()

    # -- assembling -----------------------------------------------------------------------------

    def _assemble(self, record: Deck, doctree: nodes.document) -> nodes.document:
        presentation = new_document(str(self.env.doc2path(record.docname)))
        slides = numbered(self.env, record)
        count = len(slides) + 1
        presentation += self._title_slide(record, doctree, count)
        shown = {pace.slide.id for _, pace in slides}
        for number, pace in slides:
            part = self._present(pace.slide, number=number, count=count, minutes=pace.minutes)
            presentation += part
        decks = {f"{deck.name}.html": docname for docname, deck in self._decks().items()}
        for reference in presentation.findall(nodes.reference):
            page, _, place = reference.get("refuri", "").partition("#")
            if reference.get("slide") in shown:
                reference["refuri"] = f"#/{reference['slide']}"
            elif page in decks and place and not place.startswith("/"):
                # A place in a deck's document is in the docs: its presentation has slides only.
                reference["refuri"] = f"{self._docs_uri(decks[page])}#{place}"
        return presentation

    def _title_slide(self, record: Deck, doctree: nodes.document, count: int) -> presented_slide:
        stated = next(iter(doctree.findall(deck)))
        body = [child.deepcopy() for child in stated.children if not isinstance(child, notes)]
        speech = [child.deepcopy() for child in stated.children if isinstance(child, notes)]
        return self._section(
            slide_title("", "", nodes.Text(record.title)),
            slide_body("", *body),
            slide_notes("", *unwrap_notes(slide_notes("", *speech))),
            slide_id=TITLE_SLIDE_ID,
            number=1,
            count=count,
            minutes=record.title_minutes,
            at=(stated.source or "", record.line),
        )

    def _present(self, slide: Slide, *, number: int, count: int, minutes: float) -> presented_slide:
        cut = self._cut(slide).deepcopy()
        title, body, speech = cut.children
        assert isinstance(speech, slide_notes)
        speech.children = unwrap_notes(speech)
        part = self._section(
            title,
            body,
            speech,
            slide_id=slide.id,
            number=number,
            count=count,
            minutes=minutes,
            at=(slide.source, slide.line),
        )
        chapter = self.get_target_uri(slide.docname)
        foot = part[-1]
        assert isinstance(foot, slide_foot)
        foot["chapter_uri"] = f"{chapter}#{slide.section}"
        foot["chapter"] = self.env.titles[slide.docname].astext()
        foot += self._evidence(slide)
        return part

    def _evidence(self, slide: Slide) -> list[slide_evidence]:
        """The claims and sources that a slide and what is said to it rest on."""
        here = slide.docname
        claims = [
            nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(f" {claim.restatement}")))
            for claim, link in claim_links(self, here, [*slide.claims, *slide.told])
        ]
        sources = [
            nodes.list_item("", nodes.paragraph("", "", *line))
            for line in source_lines(self, here, slide.sources)
        ]
        found = [(name, items) for name, items in (("claim", claims), ("source", sources)) if items]
        if not found:
            return []
        panel = slide_evidence(summary=f"Evidence: {self._evidence_in_short(slide, len(claims))}")
        for name, items in found:
            panel += nodes.paragraph("", f"{name.capitalize()}s", classes=["slide-evidence-head"])
            panel += nodes.bullet_list("", *items)
        return [panel]

    def _evidence_in_short(self, slide: Slide, claims: int) -> str:
        listed = listed_sources(self.env)
        names = [short_name(listed[key]) for key in slide.sources if key in listed]
        named: list[str] = []
        for name in names[:SOURCES_NAMED]:
            if len(", ".join([*named, name])) <= FOOT_CHARACTERS:
                named.append(name)
        text = ", ".join(named)
        if not named and names:
            text = f"{len(names)} source{'s' * (len(names) > 1)}"
        elif more := len(names) - len(named):
            text += f" and {more} more"
        counted = f"{claims} claim{'s' * (claims > 1)}" if claims else ""
        return "; ".join(part for part in (counted, text) if part)

    def _cut(self, slide: Slide) -> cut_slide:
        """A slide cut from its chapter; each chapter's references are resolved once."""
        if slide.docname not in self.cuts:
            cuts = cut_slides(self.env, slide.docname, self)
            chapter = self.get_target_uri(slide.docname)
            for cut in cuts.values():
                rebase_references(cut, from_uri=chapter, to_uri=chapter)
            self.cuts[slide.docname] = cuts
        return self.cuts[slide.docname][slide.id]

    def _section(
        self,
        *parts: Node,
        slide_id: str,
        number: int,
        count: int,
        minutes: float,
        at: tuple[str, int],
    ) -> presented_slide:
        source, line = at
        path = Path(source)
        if path.is_relative_to(self.srcdir):
            path = path.relative_to(self.srcdir)
        kept = [part for part in parts if isinstance(part, slide_title) or part.children]
        return presented_slide(
            "",
            *kept,
            slide_foot(number=number, count=count),
            ids=[slide_id],
            number=number,
            count=count,
            minutes=minutes,
            source_file=path.as_posix(),
            source_line=line,
        )


def setup(app: Sphinx) -> None:
    """Take the place of sphinx-revealjs' builder, and register the theme of its pages."""
    app.setup_extension("sphinx_revealjs")
    # It keeps nothing in the environment, so reading in parallel is safe, though it says not.
    app.extensions["sphinx_revealjs"].parallel_read_safe = True
    app.extensions["sphinx_revealjs"].parallel_write_safe = True
    app.add_builder(DeckBuilder, override=True)
    for node in (presented_slide, slide_foot, slide_evidence):
        app.add_node(node)
    app.add_html_theme(
        "briefing-deck", str(files("sphinx_briefing") / "decks" / "theme" / "briefing-deck")
    )
