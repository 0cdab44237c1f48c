"""Small pictures of slides for a deck's page in the docs: the slide's own HTML, scaled down.

Each stands in a shadow tree that the page declares (``<template shadowrootmode="open">``, HTML
standard), so that the docs' styles and the deck's do not meet. It needs no browser at build, and no
script: one fetches the stylesheet late, where scripts run. It is decoration: inert, and hidden from
assistive technology; what it shows stands beside it in words, and browsers that do not know such
trees show these alone. Nothing in it is a heading: programs that take the tree for a part of the
page would find a slide's among those of the page.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import new_document

from sphinx_briefing.assets import Assets, offer, offered
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.assembly import Assembly
from sphinx_briefing.decks.writer import presented_slide, slide_evidence, slide_foot
from sphinx_briefing.joining import SmallFiles
from sphinx_briefing.slides.nodes import slide_notes

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

    from sphinx_briefing.decks.builder import DeckBuilder
    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.slides.nodes import cut_slide

SCRIPT = "briefing-slide-pictures.js"

STYLES = "briefing-slide-pictures.css"
"""The one stylesheet that pictures link: those of a deck, joined."""

IDS = re.compile(r'(?<= id=")|(?<=url\(#)')
"""Where an id is given, or a drawing refers to one of its parts."""

ADDRESSES = re.compile(r'(<a\b[^>]*?) href="[^"]*"')
"""Links of a slide: its picture is one itself."""


HEADINGS = re.compile(r"(?<=<)(/?)h[1-6](?=[\s>])")
"""Tags of headings; a deck's stylesheets go by their classes."""


class slide_picture(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A picture of a slide: its ``html``, the ``styles`` it needs, ``uri`` of the slide."""


def pictures(
    decks: DeckBuilder,
    record: Deck,
    stated: nodes.document,
    cut_of: Callable[[str], dict[str, cut_slide]],
    docname: str = "",
) -> dict[str, str]:
    """The HTML of each slide of a deck as a page in the docs holds it, by the slide's id.

    Args:
        decks: the builder of presentations beside the docs.
        record: the deck.
        stated: the deck's own document, resolved.
        cut_of: the slides, by id, cut out of a chapter with a name.
        docname: of that page; empty: it is the deck's own.
    """
    page = decks.get_target_uri(docname or record.docname)
    shown, decks.fignumbers = Assembly(decks, record, page, cut_of).presentation(stated)
    decks.current_docname, decks.secnumbers = docname or record.docname, {}
    decks.imgpath = f"{'../' * page.count('/')}_images"
    decks.dlpath = f"{'../' * page.count('/')}_downloads"
    unwanted: list[nodes.Element] = [*shown.findall(slide_notes), *shown.findall(slide_evidence)]
    for foot in shown.findall(slide_foot) if docname else ():
        foot.attributes.pop("edition", None)  # another page is not of this deck's edition
        foot.attributes.pop("current", None)
    boxes = shown.findall(nodes.container)
    unwanted += [box for box in boxes if "slide-figure-small" in box["classes"]]
    for part in unwanted:
        part.parent.remove(part)
    decks.post_process_images(shown)
    return {
        slide["ids"][0]: _written(decks, slide)
        for slide in shown.children
        if isinstance(slide, presented_slide)
    }


def _written(decks: DeckBuilder, slide: presented_slide) -> str:
    document = new_document("")
    document.settings = decks.docsettings
    document += slide
    visitor: Any = decks.create_translator(document, decks)
    document.walkabout(visitor)
    # Parsers that know no shadow trees find the ids among those of the page.
    html = ADDRESSES.sub(r"\1", IDS.sub("picture-", "".join(visitor.body)))
    return HEADINGS.sub(r"\1div", html)


def write_styles(app: Sphinx, decks: DeckBuilder) -> None:
    """Write the stylesheet, once what is joined in it lies beside it."""
    wanted = ["revealjs/dist/reset.css", *sorted(name.removeprefix("_static/")
              for name in decks.offered if name.endswith(".css"))]  # fmt: skip
    wanted += [name for assets in offered(app.events) for name in assets.styles]
    wanted += [
        name
        for sheet in sorted(decks.own_styles, key=lambda sheet: sheet.priority)
        if not (name := str(sheet.filename).removeprefix("_static/")).startswith("revealjs/")
    ]
    wanted.append("briefing-slide-picture.css")
    folder = Path(app.outdir, "_static")
    files = [(folder / name, name) for name in dict.fromkeys(wanted) if (folder / name).is_file()]
    imports, parts = list[str](), list[str]()
    small = SmallFiles()
    for path, name in files:
        if small.can_be_joined(path):
            parts.append(small.style(path, posixpath.dirname(name)))
        else:
            imports.append(f'@import url("{name}");')
    (folder / STYLES).write_text("\n".join(imports + parts), encoding="utf-8")


def visit_slide_picture(translator: Any, node: slide_picture) -> None:
    """Write the picture, with a link over it for those who point; others have one in words.

    Without its stylesheet nothing of it is shown.
    """
    href, styles = translator.attval(node["uri"]), translator.attval(node["styles"])
    translator.body.append(
        '<div class="slide-picture" aria-hidden="true">'
        f'<div class="slide-picture-frame" inert="" data-styles="{styles}">'
        '<template shadowrootmode="open">'
        f'<noscript><link rel="stylesheet" href="{styles}"></noscript>'
        f'<div class="reveal" hidden=""><div class="slides">\n{node["html"]}</div></div>'
        f'</template></div><a href="{href}" tabindex="-1"></a></div>\n'
    )
    raise nodes.SkipNode


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give a page with pictures what fetches their stylesheet."""
    if writes_pages(app.builder) and 'class="slide-picture"' in context.get("body", ""):
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Register the node, and connect to each page; other builders have no decks to picture."""
    static = Path(__file__).with_name("static")
    offer(app, Assets((static,), linked_otherwise=(SCRIPT,)))
    app.add_node(slide_picture, html=(visit_slide_picture, None))
    app.connect("html-page-context", add_script)
