"""Parts of pages as HTML and as plain text, for previews and for files that tell of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document

from sphinx_briefing.addresses import from_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx


SOURCE_NUMBERS = "source-numbers"
"""Class of the raised numbers of sources (`citations`)."""


class PartWriter:
    """Parts of finished pages as HTML, without ids, for they stand on the pages already."""

    def __init__(self, app: Sphinx) -> None:
        """Write as the build's builder does, which is one of web pages."""
        assert isinstance(app.builder, StandaloneHTMLBuilder)
        self._builder = app.builder
        self._visitors: dict[str, Any] = {}  # by page: to make one takes longer than most parts

    def write(self, docname: str, part: Element, *, linked: bool) -> str:
        """A part as HTML.

        Args:
            docname: whose page it is.
            part: taken from the resolved document; not changed.
            linked: whether links are kept; they then start at the site's root, as images do.
        """
        builder = self._builder
        part = part.deepcopy()
        for reference in list(part.findall(nodes.reference)):
            if linked:
                _lead_from_root(reference, builder.get_target_uri(docname))
            else:
                reference.replace_self(nodes.inline("", "", *reference.children))
        for element in part.findall(nodes.footnote_reference):
            element.attributes.pop("refid", None)  # the footnote is not part of it
        builder.current_docname = docname
        builder.secnumbers = builder.env.toc_secnumbers.get(docname, {})
        builder.fignumbers = builder.env.toc_fignumbers.get(docname, {})
        builder.imgpath, builder.dlpath = builder.imagedir, "_downloads"
        # The page's own pictures are chosen when it is written, which may not be in this build.
        linked_images, builder.html_scaled_image_link = builder.html_scaled_image_link, False
        builder.post_process_images(part)
        builder.html_scaled_image_link = linked_images
        visitor = self._visitors.get(docname) or self._visitor(docname)
        visitor.document.children = []
        visitor.document += part
        visitor.body = []
        permalinks, builder.add_permalinks = builder.add_permalinks, False
        part.walkabout(visitor)
        builder.add_permalinks = permalinks
        return "".join(visitor.body).strip()

    def _visitor(self, docname: str) -> Any:
        document = new_document("part")
        document.settings = self._builder.docsettings
        visitor: Any = self._builder.create_translator(document, self._builder)
        visitor.starttag = without_ids(visitor.starttag)
        self._visitors[docname] = visitor
        return visitor


def without_ids(starttag: Callable[..., str]) -> Callable[..., str]:
    """A translator's ``starttag`` that writes no ids.

    The nodes keep theirs, for figures and equations are numbered by them.
    """

    def tag_without_ids(node: Any, *args: Any, **attributes: Any) -> str:
        attributes.pop("ids", None)
        if not isinstance(node, nodes.Element):
            return starttag(node, *args, **attributes)
        ids, node["ids"] = node["ids"], []
        try:
            return starttag(node, *args, **attributes)
        finally:
            node["ids"] = ids

    return tag_without_ids


def _lead_from_root(reference: nodes.reference, page: str) -> None:
    reference.attributes.pop("reftitle", None)  # of a citation, the whole entry of its source
    if "refid" in reference:
        reference["refuri"] = f"#{reference.attributes.pop('refid')}"
    if "refuri" in reference:
        reference["refuri"] = from_root(reference["refuri"], page)


def to_text(parts: Iterable[Node]) -> str:
    """Parts of a resolved document as one line of plain text.

    Marks of claims and citations in brackets are left out: without links they say nothing.
    """
    lines = []
    for part in [part.deepcopy() for part in parts]:
        for node in list(part.findall(_says_nothing_unlinked)):
            _remove(node)
        found = list(part.findall(_is_line)) or [part]
        lines += [" ".join(line.astext().split()) for line in found]
    return " ".join(line for line in lines if line)


def _is_line(node: Node) -> bool:
    """Whether ``node`` holds text and is no part of another line."""
    return isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline)


def _is_mark(node: Node) -> bool:
    """Whether ``node`` is of a kind that says of itself that it is only a mark (`claim_mark`)."""
    return getattr(node, "is_mark", False)


def _says_nothing_unlinked(node: Node) -> bool:
    if isinstance(node, nodes.superscript):
        return SOURCE_NUMBERS in node["classes"]
    if isinstance(node, nodes.reference):
        return any(_is_mark(child) for child in node.children)
    if _is_mark(node):
        return not isinstance(node.parent, nodes.reference)
    return (
        isinstance(node, nodes.inline)
        and "bibtex-citation" in node["classes"]
        and node.astext().startswith(("[", "("))
    )


def _remove(node: Node) -> None:
    """Take a node out, with the space that parted it from the word before."""
    parent = node.parent
    at = parent.index(node)
    before = parent[at - 1] if at else None
    if isinstance(before, nodes.Text):
        parent.replace(before, nodes.Text(before.rstrip()))
    parent.remove(node)
