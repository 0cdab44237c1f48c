"""The nodes of figures, and how each is written as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


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
    """Close the caption; where data follow, they are its last part (HTML: a figure has but one)."""
    if not isinstance(node.next_node(descend=False, siblings=True), figure_data):
        translator.body.append("</figcaption>\n")


def visit_figure_data(translator: Any, node: figure_data) -> None:
    """Open the data, closed until asked for."""
    translator.body.append(
        f'<details class="figure-data">\n<summary>{translator.encode(node["summary"])}</summary>\n'
    )


def depart_figure_data(translator: Any, node: figure_data) -> None:
    """Close the data."""
    translator.body.append("</details>\n</figcaption>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes."""
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
