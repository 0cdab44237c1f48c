"""What a row of the register is made of: the title of its chapter, and what is folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.claims.records import OVERVIEWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class home_title(nodes.Inline, nodes.TextElement):  # noqa: N801  (docutils names nodes so)
    """The title of the document ``home``, known when all is read; until then, its name."""


class claim_more(nodes.General, nodes.Element):  # noqa: N801
    """What a row folds away: its `claim_summary`, and what that tells in short."""


class claim_summary(nodes.TextElement):  # noqa: N801
    """Kind, attribution and evidence of a claim in short."""


def name_homes(env: BuildEnvironment, parts: Iterable[nodes.Element]) -> None:
    """Give the titles of homes their words."""
    for part in parts:
        for node in part.findall(home_title):
            if node["home"] in env.titles:
                node[:] = [nodes.Text(env.titles[node["home"]].astext())]


def name_homes_in_contents(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Sphinx keeps the headings of a document apart as it was read; no page is read again."""
    name_homes(env, [env.tocs[name] for name in OVERVIEWS.by_document(env) if name in env.tocs])
    return []


def finish(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Name the homes of a resolved register; unfold it where nothing can be folded."""
    name_homes(app.env, [document])
    if app.builder.format == "html" and app.builder.name != "epub":
        return
    for node in list(document.findall(claim_more)):
        summary, *rest = node.children
        assert isinstance(summary, claim_summary)
        line = nodes.paragraph("", "", *summary.children, classes=["claim-verdict"])
        node.replace_self([line, *rest])


def visit_nothing(translator: Any, node: nodes.Element) -> None:
    """Write the content alone."""


def visit_more(translator: Any, node: claim_more) -> None:
    """Open what is folded."""
    translator.body.append('<details class="claim-more">\n')


def depart_more(translator: Any, node: claim_more) -> None:
    """Close what is folded."""
    translator.body.append("</details>\n")


def visit_summary(translator: Any, node: claim_summary) -> None:
    """Open the line; apart from its row, in a preview, it is a paragraph."""
    tag = "summary" if isinstance(node.parent, claim_more) else "p"
    translator.body.append(f'<{tag} class="claim-verdict">')


def depart_summary(translator: Any, node: claim_summary) -> None:
    """Close the line."""
    tag = "summary" if isinstance(node.parent, claim_more) else "p"
    translator.body.append(f"</{tag}>\n")


def setup(app: Sphinx) -> None:
    """Register the nodes, and finish them when all is read."""
    as_text = (visit_nothing, visit_nothing)
    others: Any = dict.fromkeys(("html", "latex", "text", "man", "texinfo"), as_text)
    app.add_node(home_title, **others)
    app.add_node(claim_more, html=(visit_more, depart_more))
    app.add_node(claim_summary, html=(visit_summary, depart_summary))
    app.connect("env-updated", name_homes_in_contents)
    app.connect("doctree-resolved", finish)
