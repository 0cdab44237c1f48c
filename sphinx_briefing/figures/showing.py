"""Figures on pages and slides: each is given the form that its place and the builder ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.claims.register import mark_of
from sphinx_briefing.config import DECK_BUILDER, PAGE_BUILDERS, app_of, builder_of, writes_decks
from sphinx_briefing.domain import briefing_domain, link_to_section
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
from sphinx_briefing.figures.svg import placed
from sphinx_briefing.slides.slide import ancestor, slide_body, slide_notes, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.domain import Figure

PICTURE_BUILDERS = PAGE_BUILDERS | {"singlehtml", DECK_BUILDER}
"""Builders that show pictures; all others give the text alternative and the data."""


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
        for figure in briefing_domain(env).all_figures()
        if figure.docname in env.found_docs and content_of(env, figure.drawing) != figure.content
    ]


def pictures_wanted(env: BuildEnvironment) -> Iterator[Wanted]:
    """Every picture that a page or a slide shows."""
    domain = briefing_domain(env)
    for figure in domain.all_figures():
        for form in forms_on_a_page(env, figure.drawing):
            yield Wanted(figure.drawing, form)
    for _, showings in sorted(domain.showings.items()):
        for showing in showings:
            shown = domain.find_figure(showing.figure)
            if shown is not None:
                yield on_slide(env, shown, showing.only)


def on_slide(env: BuildEnvironment, figure: Figure, only: tuple[str, ...]) -> Wanted:
    """The picture for a slide, with those of the parts that there are."""
    parts = table_of(env, figure.drawing).parts()
    return Wanted(figure.drawing, "slide", tuple(part for part in only if part in parts))


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
    domain = briefing_domain(env)
    for docname, showings in sorted(domain.showings.items()):
        for showing in showings:
            figure = domain.find_figure(showing.figure)
            fault = ""
            if figure is None:
                names = sorted(figure.name for figure in domain.all_figures())
                known = f"use one of: {', '.join(names)}" if names else "there are none"
                fault = f"no figure is named {showing.figure!r}; {known}"
            elif showing.only:
                fault = fault_of_parts(env, figure, showing.only)
            if fault:
                warn("%s", fault, location=(docname, showing.line), subtype="figure")


def fault_of_parts(env: BuildEnvironment, figure: Figure, only: tuple[str, ...]) -> str:
    """What is wrong with an ``:only:``; empty: nothing."""
    table = table_of(env, figure.drawing)
    if not table.only:
        return (
            f"the figure {figure.name!r} cannot be shown in part: take :only: out, or name the "
            f'column by which it can in its schema: "briefing:only": "group"'
        )
    unknown = [part for part in only if part not in table.parts()]
    if unknown:
        return f":only: has no group {unknown[0]!r}; use some of: {'; '.join(table.parts())}"
    return ""


class ShowFigures(SphinxPostTransform):
    """Give each figure the form that its place and the builder ask for."""

    default_priority = 4  # before slides become boxes, as long as references may be pending

    def run(self, **kwargs: Any) -> None:
        """Replace the figures of one document."""
        if builder_of(self.env).format == "" and builder_of(self.env).name == "gettext":
            return
        for link in list(self.document.findall(claim_link)):
            link.replace_self(self._claim(link))
        for node in list(self.document.findall(data_figure)):
            if ancestor(node, slide_notes) is not None:
                node.replace_self(self._in_words(node["figure"]))
            elif builder_of(self.env).name in PICTURE_BUILDERS:
                self._illustrate(node)
            else:
                node.replace_self(plain(node))
        for number, showing in enumerate(list(self.document.findall(show_figure))):
            showing.replace_self(self._on_slide(showing, number))

    def _claim(self, link: nodes.Element) -> list[Node]:
        claim = claims_of(app_of(self.env))[link["claim"]]
        place = briefing_domain(self.env).register_of(claim.id)
        if not place:
            return [mark_of(claim)]
        reference = link_to_section(builder_of(self.env), self._docname, *place, "")
        reference.children = []
        reference.append(mark_of(claim))
        return [reference]

    @property
    def _docname(self) -> str:
        return self.env.current_document.docname

    def _illustrate(self, node: data_figure) -> None:
        foot, data = node.children
        assert isinstance(foot, figure_caption)
        assert isinstance(data, figure_data)
        alt, node_table = data[0].astext(), data[1]
        html = "".join(
            placed(
                picture_of(self.env, Wanted(node["drawing"], form)), f"{node['ids'][0]}-{form}", alt
            )
            for form in forms_on_a_page(self.env, node["drawing"])
        )
        rows = len(table_of(self.env, node["drawing"]).rows)
        data["summary"] = f"In words, and the data: {rows} rows"
        node.children = []
        data.children = [data[0]]
        data += figure_picture("", node_table, html="", region=f"Data: {foot[0].astext()}")
        node += [figure_picture(html=html), foot, data]

    def _link(self, figure: Figure, text: str) -> Node:
        return link_to_section(
            builder_of(self.env), self._docname, figure.docname, figure.anchor, text
        )

    def _in_words(self, name: str) -> list[Node]:
        figure = briefing_domain(self.env).find_figure(name)
        if figure is None:
            return []
        link = self._link(figure, figure.caption)
        return [nodes.paragraph("", "Figure: ", link, nodes.Text(" " + figure.alt))]

    def _on_slide(self, node: show_figure, number: int) -> list[Node]:
        figure = briefing_domain(self.env).find_figure(node["figure"])
        if figure is None or ancestor(node, slide_notes) is not None:
            return []
        if ancestor(node, slide_body) is None:  # in the docs the figure itself stands nearby
            link = self._link(figure, figure.caption)
            return [nodes.paragraph("", "Figure: ", link, classes=["figure-pointer"])]
        if not writes_decks(builder_of(self.env)):
            return self._in_words(figure.name)
        html = placed(
            picture_of(self.env, on_slide(self.env, figure, node["only"])),
            f"{node['docname'].replace('/', '-')}-{number}",
            figure.alt,
        )
        shown = nodes.container("", figure_picture(html=html), classes=["slide-figure"])
        link = self._link(figure, "Data and sources")
        return [shown, nodes.paragraph("", "", link, classes=["figure-source"])]


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
    app.add_post_transform(ShowFigures)
