"""Figures drawn from tables: ``{data-figure}`` in a section, ``{show-figure}`` on a slide.

A figure stands once, in the section that tells its story: picture, caption, sources, and, one
click away, its text alternative and its data. A slide shows its picture and links to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives, roles
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.doctree import ancestor, separated
from sphinx_briefing.figures.drawing import content_of, table_of
from sphinx_briefing.figures.files import files_of, names_in
from sphinx_briefing.figures.nodes import (
    claim_link,
    data_figure,
    figure_caption,
    figure_data,
    show_figure,
)
from sphinx_briefing.figures.records import FIGURES, SHOWINGS, Figure, Showing
from sphinx_briefing.messages import warn
from sphinx_briefing.slides.nodes import slide
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from sphinx_briefing.figures.schema import Column
    from sphinx_briefing.figures.table import Row, Table

FEW_SOURCES = 8
"""More sources than that stand in the rows of the data only, where each has its place."""

WIDEST = 24
"""Characters of the widest column, unless one word needs more."""


class DataFigureDirective(SphinxDirective):
    """A figure drawn from a table.

    The argument names its files (`files`). ``:name:`` is the figure's permanent anchor and
    ``:alt:`` says what the picture shows, both required. The first paragraph is the caption.
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
        try:
            table = table_of(self.env, drawing)
        except ExtensionError as error:
            warn("%s", error, location=self.get_location(), subtype="figure")
            return []
        for path in files_of(self.env, drawing).all:
            self.env.note_dependency(str(path))
        caption, *legend = self.parse_content_to_nodes()
        if not isinstance(caption, nodes.paragraph):
            warn(
                messages.FIGURE_WITHOUT_PARAGRAPH,
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
        foot += self._sources(drawing, table)
        alt = self._paragraph(nodes.Text(self.options["alt"]))
        alt["classes"].append("figure-alt")
        node += [foot, figure_data("", alt, self._table(table))]
        self.add_name(node)
        FIGURES.note(
            self.env,
            self.env.current_document.docname,
            Figure(
                name=name,
                docname=self.env.current_document.docname,
                anchor=node["ids"][0],
                drawing=drawing,
                caption=caption.astext(),
                alt=self.options["alt"],
                content=content_of(self.env, drawing),
            ),
        )
        return [node]

    def _fault(self, drawing: str) -> str:
        if not files_of(self.env, drawing).drawn_by:
            known = messages.listed(names_in(self.env)) or "none"
            table = f"{self.config.briefing_figures.rstrip('/')}/{drawing}"
            return messages.FIGURE_WITHOUT_FILES % (drawing, known, table, drawing, drawing)
        if not self.options.get("name"):
            return messages.FIGURE_WITHOUT_NAME % drawing
        if not self.options.get("alt"):
            return messages.FIGURE_WITHOUT_ALT
        if not self.content:
            return messages.FIGURE_WITHOUT_CAPTION
        return ""

    def _sources(self, drawing: str, table: Table) -> list[Node]:
        """A paragraph that names the sources of the rows, where these have any."""
        keys = list(dict.fromkeys(key for row in table.rows for key in row.sources))
        if 0 < len(keys) <= FEW_SOURCES:
            parts = [
                nodes.Text(_("Sources: ") if len(keys) > 1 else _("Source: ")),
                *self._cite(keys),
            ]
        elif keys:
            parts = [
                nodes.Text(
                    _("Sources: {count}, named row by row in the data below.").format(
                        count=len(keys)
                    )
                )
            ]
        else:
            return []
        return [nodes.paragraph("", "", *parts, classes=["figure-sources"])]

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
        if column.keys == "sources":
            return self._cite(value.split()) if value else []
        if column.keys == "claims":
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
        SHOWINGS.note(self.env, node["docname"], Showing(node["figure"], node["only"], self.lineno))
        return [node]


def note_translations(app: Sphinx, document: nodes.document) -> None:
    """Keep the captions and text alternatives of a translated document, for its slides."""
    docname = app.env.current_document.docname
    said = {}
    for node in document.findall(data_figure):
        foot, data = node.children
        assert isinstance(foot, nodes.Element)
        assert isinstance(data, nodes.Element)
        said[node["figure"]] = {"caption": foot[0].astext(), "alt": data[0].astext()}
    noted = FIGURES.by_document(app.env)
    if docname in noted:
        noted[docname] = [f._replace(**said.get(f.name, {})) for f in noted[docname]]


def keep_figures_off_slides(app: Sphinx, document: nodes.document) -> None:
    """Report figures on slides, where only their pictures have room."""
    for node in list(document.findall(data_figure)):
        if ancestor(node, slide) is not None:
            warn(
                messages.FIGURE_ON_SLIDE,
                node["figure"],
                node["figure"],
                location=node,
                subtype="figure",
            )
            node.parent.remove(node)


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("data-figure", DataFigureDirective)
    app.add_directive("show-figure", ShowFigureDirective)
    app.connect("doctree-read", note_translations)
    app.connect("doctree-read", keep_figures_off_slides)
