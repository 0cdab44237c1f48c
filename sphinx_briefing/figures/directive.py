"""Figures drawn from tables: ``{data-figure}`` in a section, ``{show-figure}`` on a slide.

A figure stands once, in the section that tells its story: picture, caption, sources, and, one
click away, its text alternative and its data. A slide shows its picture and links to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives, roles
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.claims.register import mark_of, separated
from sphinx_briefing.config import DECK_BUILDER, PAGE_BUILDERS, app_of, builder_of, writes_decks
from sphinx_briefing.domain import Figure, Showing, briefing_domain, link_to_section
from sphinx_briefing.figures.drawing import Picture
from sphinx_briefing.figures.drawings import DRAWINGS
from sphinx_briefing.figures.table import table_of, table_path
from sphinx_briefing.figures.verdicts import VERDICTS_TABLE, verdicts_table
from sphinx_briefing.slides.slide import ancestor, slide, slide_body, slide_notes, warn

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

    from sphinx_briefing.figures.table import Column, Row, Table

PICTURE_BUILDERS = PAGE_BUILDERS | {"singlehtml", DECK_BUILDER}
"""Builders that show pictures; all others give the text alternative and the data."""

FEW_SOURCES = 8
"""More sources than that stand in the rows of the data only, where each has its place."""


WIDEST = 24
"""Characters of the widest column, unless one word needs more."""


class data_figure(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A figure: `figure_caption`, text alternative, `figure_data`. ``drawing``, ``figure``."""


class figure_caption(nodes.Part, nodes.Element):  # noqa: N801
    """The caption, what follows it, and the sources."""


class figure_picture(nodes.Part, nodes.Element):  # noqa: N801
    """The picture as ``html``, or a table; ``region`` names it where it may scroll."""


class figure_data(nodes.Part, nodes.Element):  # noqa: N801
    """The text alternative and the table. ``summary`` says what it is."""


class show_figure(nodes.General, nodes.Element):  # noqa: N801
    """A figure's picture on a slide. ``figure`` is its name, ``only`` the part to show."""


class claim_link(nodes.Inline, nodes.Element):  # noqa: N801
    """A claim in a figure's data. It is no mark: data restate nothing."""


def data_of(app: Sphinx, drawing: str) -> Table:
    """The table that a drawing draws.

    Raises:
        ExtensionError: as `table.read_table`.
    """
    return verdicts_table(app) if drawing == VERDICTS_TABLE else table_of(app, drawing)


# -- reading --------------------------------------------------------------------------------


class DataFigureDirective(SphinxDirective):
    """A figure drawn from a table.

    The argument names the drawing. ``:name:`` is the figure's permanent anchor and ``:alt:`` says
    what the picture shows, both required. The first paragraph is the caption.
    """

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "name": directives.unchanged,
        "alt": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Make the figure."""
        drawing = self.arguments[0]
        fault = self._fault(drawing)
        if fault:
            warn("%s", fault, location=self.get_location(), subtype="figure")
            return []
        app = app_of(self.env)
        try:
            table = data_of(app, drawing)
        except ExtensionError as error:
            warn("%s", error, location=self.get_location(), subtype="figure")
            return []
        self.env.note_dependency(
            str(Path(app.confdir, app.config.briefing_claims))
            if drawing == VERDICTS_TABLE
            else str(table_path(app, drawing))
        )
        caption, *legend = self.parse_content_to_nodes()
        if not isinstance(caption, nodes.paragraph):
            warn(
                "the figure %r has no caption: begin with a short paragraph",
                self.options["name"],
                location=self.get_location(),
                subtype="figure",
            )
            return []
        caption["classes"].append("figure-title")
        name = self.options["name"]
        node = data_figure(drawing=drawing, figure=name)
        self.set_source_info(node)
        foot = figure_caption("", caption, *legend)
        keys = list(dict.fromkeys(key for row in table.rows for key in row.sources))
        if 0 < len(keys) <= FEW_SOURCES:
            parts = [nodes.Text("Sources: " if len(keys) > 1 else "Source: "), *self._cite(keys)]
        elif keys:
            parts = [nodes.Text(f"Sources: {len(keys)}, named row by row in the data below.")]
        else:
            parts = [nodes.Text("Source: this publication’s own count, made with each build.")]
        foot += nodes.paragraph("", "", *parts, classes=["figure-sources"])
        alt = self._paragraph(nodes.Text(self.options["alt"]))
        alt["classes"].append("figure-alt")
        node += [foot, figure_data("", alt, self._table(table))]
        self.add_name(node)
        briefing_domain(self.env).note_figure(
            Figure(
                name=name,
                docname=self.env.current_document.docname,
                anchor=node["ids"][0],
                drawing=drawing,
                caption=caption.astext(),
                alt=self.options["alt"],
            )
        )
        return [node]

    def _fault(self, drawing: str) -> str:
        if drawing not in DRAWINGS:
            return f"no drawing is named {drawing!r}; use one of: {', '.join(DRAWINGS)}"
        if not self.options.get("name"):
            return "the figure has no anchor: add :name:, such as :name: fig-" + drawing
        if not self.options.get("alt"):
            return "the figure has no text alternative: add :alt:, what the picture shows in words"
        if not self.content:
            return "the figure has no caption: write one, a sentence or two"
        if drawing == VERDICTS_TABLE and not self.config.briefing_claims:
            return "verdicts are counted from the claims: set briefing_claims in conf.py"
        return ""

    def _paragraph(self, *parts: Node) -> nodes.paragraph:
        paragraph = nodes.paragraph("", "", *parts)
        paragraph.rawsource = paragraph.astext()  # what translators get
        self.set_source_info(paragraph)
        return paragraph

    def _cite(self, keys: list[str]) -> list[Node]:
        """Citations, as the role makes them; the keys where there is no bibliography."""
        if "cite" not in self.env.domains:
            return [nodes.Text(", ".join(keys))]
        text = ",".join(keys)
        role: Any
        role, _ = roles.role("cite:p", self.state.memo.language, self.lineno, self.state.reporter)
        made, messages = role("cite:p", f"`{text}`", text, self.lineno, self.state.inliner)
        return [*made, *messages]

    def _table(self, table: Table) -> nodes.table:
        group = nodes.tgroup(cols=len(table.columns))
        group += [nodes.colspec(colwidth=width_of(table, column)) for column in table.columns]
        head = nodes.row()
        for column in table.columns:
            head += nodes.entry("", self._paragraph(nodes.Text(column.heading)))
        body = nodes.tbody()
        for row in table.rows:
            cells = nodes.row()
            for column in table.columns:
                cells += nodes.entry("", self._paragraph(*self._cell(row, column)))
            body += cells
        group += [nodes.thead("", head), body]
        return nodes.table("", group, classes=["figure-table"])

    def _cell(self, row: Row, column: Column) -> list[Node]:
        value = row[column.name]
        if column.kind == "sources":
            return self._cite(value.split())
        if column.kind == "claims":
            return separated([claim_link(claim=claim) for claim in value.split()], " ")
        return [nodes.Text(column.words.get(value, value))]


def width_of(table: Table, column: Column) -> int:
    """Width of a column in characters, for builders that set tables in type of one width."""
    cells = [column.heading, *(row[column.name] for row in table.rows)]
    longest_word = max(len(word) for cell in cells for word in [*cell.split(), ""])
    return max(longest_word, min(max(len(cell) for cell in cells), WIDEST)) + 2


class ShowFigureDirective(SphinxDirective):
    """A figure's picture on a slide. The argument is the figure's ``:name:``.

    ``:only:`` names the groups of its table to show, one a line or by semicolons (none: all).
    """

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"only": directives.unchanged_required}

    def run(self) -> list[Node]:
        """Leave the place for the picture; which figures there are is known when all is read."""
        only = self.options.get("only", "").replace("\n", ";").split(";")
        node = show_figure(
            figure=self.arguments[0],
            only=tuple(part.strip() for part in only if part.strip()),
            docname=self.env.current_document.docname,
        )
        self.set_source_info(node)
        briefing_domain(self.env).note_showing(
            node["docname"], Showing(node["figure"], node["only"], self.lineno)
        )
        return [node]


def keep_figures_off_slides(app: Sphinx, document: nodes.document) -> None:
    """Report figures on slides, where only their pictures have room."""
    for node in list(document.findall(data_figure)):
        if ancestor(node, slide) is not None:
            warn(
                "the figure %r stands on a slide: put it into the section, and on the slide "
                "{show-figure} %s",
                node["figure"],
                node["figure"],
                location=node,
                subtype="figure",
            )
            node.parent.remove(node)


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
                group, table = DRAWINGS[figure.drawing].group, data_of(app, figure.drawing)
                words = table.words(group) if group else {}
                rows = table.rows if group else ()
                values = list(dict.fromkeys(words.get(row[group], row[group]) for row in rows))
                unknown = [value for value in showing.only if value not in values]
                if not group:
                    fault = f"the figure {figure.name!r} cannot be shown in part: take :only: out"
                elif unknown:
                    fault = f":only: has no group {unknown[0]!r}; use some of: {'; '.join(values)}"
            if fault:
                warn("%s", fault, location=(docname, showing.line), subtype="figure")


# -- showing --------------------------------------------------------------------------------


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
        table = data_of(app_of(self.env), node["drawing"])
        drawing = DRAWINGS[node["drawing"]]
        html = drawing.draw(table, Picture("page", node["ids"][0], alt))
        region = foot[0].astext() if drawing.scrolls else ""
        data["summary"] = f"In words, and the data: {len(table.rows)} rows"
        node.children = []
        data.children = [data[0]]
        data += figure_picture("", node_table, html="", region=f"Data: {foot[0].astext()}")
        node += [figure_picture(html=html, region=region), foot, data]

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
        drawing = DRAWINGS[figure.drawing]
        picture = Picture(
            "slide", f"{node['docname'].replace('/', '-')}-{number}", figure.alt, node["only"]
        )
        html = drawing.draw(data_of(app_of(self.env), figure.drawing), picture)
        shown = nodes.container("", figure_picture(html=html), classes=["slide-figure"])
        link = self._link(figure, "Data and sources")
        return [shown, nodes.paragraph("", "", link, classes=["figure-source"])]


def plain(node: data_figure) -> list[Node]:
    """A figure for a builder without pictures: caption, text alternative, sources, table."""
    foot, data = node.children
    assert isinstance(foot, figure_caption)
    assert isinstance(data, figure_data)
    caption, *rest = foot.children
    alt, table = data.children
    target = nodes.target("", "", ids=node["ids"], names=node["names"])
    strong = nodes.strong("", "", *caption.children)
    return [target, nodes.paragraph("", "", strong), *rest[:-1], alt, rest[-1], table]


# -- writing --------------------------------------------------------------------------------


def visit_data_figure(translator: Any, node: data_figure) -> None:
    """Open the figure."""
    translator.body.append(translator.starttag(node, "figure", CLASS="data-figure"))


def depart_data_figure(translator: Any, node: data_figure) -> None:
    """Close the figure."""
    translator.body.append("</figure>\n")


def visit_figure_picture(translator: Any, node: figure_picture) -> None:
    """Write the picture."""
    attributes: dict[str, Any] = {}
    if node.get("region"):  # what scrolls must be reached by keyboard (WCAG 2.2, 2.1.1)
        attributes = {"role": "region", "tabindex": "0", "aria-label": node["region"]}
    translator.body.append(
        translator.starttag(node, "div", "", CLASS="figure-picture", **attributes)
    )
    translator.body.append(node["html"])


def depart_figure_picture(translator: Any, node: figure_picture) -> None:
    """Close the picture."""
    translator.body.append("</div>\n")


def visit_figure_caption(translator: Any, node: figure_caption) -> None:
    """Open the caption."""
    translator.body.append("<figcaption>\n")


def depart_figure_caption(translator: Any, node: figure_caption) -> None:
    """Close the caption, with a link to the figure's anchor."""
    translator.body.append("</figcaption>\n")


def visit_figure_data(translator: Any, node: figure_data) -> None:
    """Open the data, closed until asked for."""
    translator.body.append(
        f'<details class="figure-data">\n<summary>{translator.encode(node["summary"])}</summary>\n'
    )


def depart_figure_data(translator: Any, node: figure_data) -> None:
    """Close the data."""
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> None:
    """Register nodes and directives."""
    app.add_enumerable_node(  # so that {ref} finds the caption
        data_figure,
        "figure",
        title_getter=lambda node: next(iter(node.findall(nodes.paragraph))).astext(),
        html=(visit_data_figure, depart_data_figure),
    )
    app.add_node(figure_picture, html=(visit_figure_picture, depart_figure_picture))
    app.add_node(figure_caption, html=(visit_figure_caption, depart_figure_caption))
    app.add_node(figure_data, html=(visit_figure_data, depart_figure_data))
    app.add_node(show_figure)
    app.add_node(claim_link)
    app.add_directive("data-figure", DataFigureDirective)
    app.add_directive("show-figure", ShowFigureDirective)
    app.connect("doctree-read", keep_figures_off_slides)
    app.connect("env-check-consistency", check_showings)
    app.add_post_transform(ShowFigures)
