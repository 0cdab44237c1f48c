"""Figures on pages and slides: each is given the form that its place and the builder ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing import messages
from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.claims.register import claim_links
from sphinx_briefing.config import PAGE_BUILDERS
from sphinx_briefing.doctree import ancestor
from sphinx_briefing.figures.drawing import (
    Wanted,
    content_of,
    draw_all,
    forms_on_a_page,
    picture_of,
    table_of,
)
from sphinx_briefing.figures.nodes import (
    claim_link,
    data_figure,
    figure_caption,
    figure_data,
    figure_picture,
    show_figure,
)
from sphinx_briefing.figures.records import FIGURES, SHOWINGS, find_figure
from sphinx_briefing.figures.svg import placed
from sphinx_briefing.incremental import PAGES_SHOW
from sphinx_briefing.messages import warn
from sphinx_briefing.slides.box import DECK_BUILDER
from sphinx_briefing.slides.nodes import notes, slide, slide_only
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.figures.files import FormName
    from sphinx_briefing.figures.records import Figure

PICTURE_BUILDERS = PAGE_BUILDERS | {"singlehtml", DECK_BUILDER}
"""Builders that show pictures; all others give the text alternative and the data."""

SLIDE_FORMS: tuple[FormName, ...] = ("slide", "slide-phone")
"""The forms of a figure that a slide holds; the deck shows one of them."""


def figures_that_changed(
    app: Sphinx,
    env: BuildEnvironment,
    added: AbstractSet[str],
    changed: AbstractSet[str],
    removed: AbstractSet[str],
) -> Iterable[str]:
    """Read again each document with a figure whose files changed, came or went."""
    return [
        figure.docname
        for figure in FIGURES.all(env)
        if figure.docname in env.found_docs and content_of(env, figure.drawing) != figure.content
    ]


def pictures_wanted(env: BuildEnvironment) -> Iterator[Wanted]:
    """Every picture that a page or a slide shows."""
    for figure in FIGURES.all(env):
        for form in forms_on_a_page(env, figure.drawing):
            yield Wanted(figure.drawing, form)
    for showing in SHOWINGS.all(env):
        shown = find_figure(env, showing.figure)
        if shown is not None:
            yield from on_slide(env, shown, showing.only)


def on_slide(env: BuildEnvironment, figure: Figure, only: tuple[str, ...]) -> tuple[Wanted, ...]:
    """The pictures for a slide, with those of the parts that there are: as slide, on a phone."""
    parts = table_of(env, figure.drawing).parts()
    shown = tuple(part for part in only if part in parts)
    return tuple(Wanted(figure.drawing, form, shown) for form in SLIDE_FORMS)


def draw_pictures(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Draw all pictures when everything is read, before any page is written.

    Raises:
        ExtensionError: as `draw_all`.
    """
    if app.builder.name in PICTURE_BUILDERS:
        draw_all(env, pictures_wanted(env))
    return []


def check_showings(app: Sphinx, env: BuildEnvironment) -> None:
    """Report slides that show a figure, or a part of one, that is not there."""
    for docname, showings in sorted(SHOWINGS.by_document(env).items()):
        for showing in showings:
            figure = find_figure(env, showing.figure)
            fault = ""
            if figure is None:
                names = sorted(figure.name for figure in FIGURES.all(env))
                fault = (
                    messages.FIGURE_UNKNOWN % (showing.figure, messages.listed(names))
                    if names
                    else messages.FIGURE_UNKNOWN_AND_NONE % showing.figure
                )
            elif showing.only:
                fault = fault_of_parts(env, figure, showing.only)
            if fault:
                warn("%s", fault, location=(docname, showing.line), subtype="figure")


def fault_of_parts(env: BuildEnvironment, figure: Figure, only: tuple[str, ...]) -> str:
    """What is wrong with an ``:only:``; empty: nothing."""
    table = table_of(env, figure.drawing)
    if not table.only:
        return messages.FIGURE_HAS_NO_PARTS % figure.name
    unknown = [part for part in only if part not in table.parts()]
    if unknown:
        return messages.FIGURE_PART_UNKNOWN % (unknown[0], "; ".join(table.parts()))
    return ""


class FigureForms:
    """Gives the figures of one document the forms that their places and the builder ask for."""

    def __init__(self, builder: Builder, docname: str) -> None:
        """Begin with a document."""
        self.builder, self.env, self.docname = builder, builder.env, docname

    def show(self, document: nodes.document) -> None:
        """Replace the figures of the document."""
        has_slides = next(iter(document.findall(slide)), None) is not None
        for link in list(document.findall(claim_link)):
            link.replace_self(self._claim(link))
        for node in list(document.findall(data_figure)):
            if self.builder.name in PICTURE_BUILDERS:
                self._illustrate(node)
                if has_slides:  # where prose becomes notes, a figure is told in words
                    place = node.parent
                    at = place.index(node)
                    place.remove(node)
                    elsewhere = slide_only("", *self._in_words(node["figure"]), where="elsewhere")
                    place[at:at] = [slide_only("", node, where="docs"), elsewhere]
            else:
                node.replace_self(plain(node))
        for number, showing in enumerate(list(document.findall(show_figure))):
            showing.replace_self(self._on_slide(showing, number))

    def _claim(self, link: nodes.Element) -> list[Node]:
        return [mark for _claim, mark in claim_links(self.builder, self.docname, [link["claim"]])]

    def _illustrate(self, node: data_figure) -> None:
        foot, data = node.children
        assert isinstance(foot, figure_caption)
        assert isinstance(data, figure_data)
        alt, table = data[0].astext(), data[1]
        html = "".join(
            placed(
                picture_of(self.env, Wanted(node["drawing"], form)), f"{node['ids'][0]}-{form}", alt
            )
            for form in forms_on_a_page(self.env, node["drawing"])
        )
        rows = len(table_of(self.env, node["drawing"]).rows)
        data["summary"] = _("In words, and the data: {count} rows").format(count=rows)
        node.children = []
        data.children = [data[0]]
        region = _("Data: {caption}").format(caption=foot[0].astext())
        data += figure_picture("", table, html="", region=region)
        node += [figure_picture(html=html), foot, data]

    def _link(self, figure: Figure, text: str) -> Node:
        return link_to_section(self.builder, self.docname, figure.docname, figure.anchor, text)

    def _in_words(self, name: str) -> list[Node]:
        figure = find_figure(self.env, name)
        if figure is None:
            return []
        link = self._link(figure, figure.caption)
        stop = " " if figure.caption[-1:] in {*".!?…"} else ". "
        return [nodes.paragraph("", _("Figure: "), link, nodes.Text(stop + figure.alt))]

    def _on_slide(self, node: show_figure, number: int) -> list[Node]:
        figure = find_figure(self.env, node["figure"])
        if figure is None or ancestor(node, notes) is not None or ancestor(node, slide) is None:
            return []
        # In the docs the figure itself stands nearby.
        pointer = nodes.paragraph(
            "", _("Figure: "), self._link(figure, figure.caption), classes=["figure-pointer"]
        )
        if self.builder.name not in PICTURE_BUILDERS:
            return [pointer]
        place = f"{node['docname'].replace('/', '-')}-{number}"
        html, small = (
            placed(picture_of(self.env, wanted), f"{place}-{wanted.form}", figure.alt)
            for wanted in on_slide(self.env, figure, node["only"])
        )
        shown = nodes.container("", figure_picture(html=html), classes=["slide-figure"])
        on_phone = nodes.container("", figure_picture(html=small), classes=["slide-figure-small"])
        source = nodes.paragraph(
            "", "", self._link(figure, _("Data and sources")), classes=["figure-source"]
        )
        return [
            slide_only("", pointer, where="docs"),
            slide_only("", *self._in_words(figure.name), where="transcripts"),
            slide_only("", shown, on_phone, source, where="decks"),
        ]


def show_figures(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Give each figure of a resolved document its forms."""
    if app.builder.name != "gettext":  # translators get the text as it is written
        FigureForms(app.builder, docname).show(document)


def pages_show(app: Sphinx) -> list[object]:
    """Any page may show a figure, or link to it by its caption."""
    return [list(FIGURES.all(app.env))]


def plain(node: data_figure) -> list[Node]:
    """A figure for a builder without pictures: caption, text alternative, sources, table."""
    foot, data = node.children
    assert isinstance(foot, figure_caption)
    assert isinstance(data, figure_data)
    caption, *legend = foot.children
    sources = [
        part
        for part in legend
        if isinstance(part, nodes.Element) and "figure-sources" in part["classes"]
    ]
    legend = [part for part in legend if part not in sources]
    alt, table = data.children
    target = nodes.target("", "", ids=node["ids"], names=node["names"])
    strong = nodes.strong("", "", *caption.children)
    return [target, nodes.paragraph("", "", strong), *legend, alt, *sources, table]


def setup(app: Sphinx) -> None:
    """Connect to the steps of a build."""
    app.connect("env-get-outdated", figures_that_changed)
    app.connect("env-updated", draw_pictures)
    app.connect("env-check-consistency", check_showings)
    app.connect("doctree-resolved", show_figures)
    app.connect(PAGES_SHOW, pages_show)
