"""Parts of a finished page, taken out at the end of a build: as HTML and as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document
from sphinx.util.logging import suppress_logging

from sphinx_briefing.claims.mark import claim_mark
from sphinx_briefing.config import writes_pages
from sphinx_briefing.domain import briefing_domain
from sphinx_briefing.slides.slide import cut_slide

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_resolved: WeakKeyDictionary[Builder, dict[str, nodes.document]] = WeakKeyDictionary()

ANY_HOST = "https://host.invalid/"
"""Stands for the site's root while addresses below it are joined (RFC 2606 reserves the name)."""


def keep_resolved(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Keep what is resolved for a page that is written and asked for again at the end.

    Parts are resolved under a page's name, too: slides cut out of it, for the pages of decks, and
    documents without a source file, for what extensions gather (``sphinx.ext.todo``).
    """
    has_more = any(not isinstance(child, cut_slide) for child in document.children)
    is_whole = has_more and bool(document.get("source"))
    if is_whole and writes_pages(app.builder) and docname in briefing_domain(app.env).previewed:
        _resolved.setdefault(app.builder, {})[docname] = document


def resolved_document(app: Sphinx, docname: str) -> nodes.document:
    """A document as its page shows it; not to be changed, for it is resolved once a build.

    For the end of a build, when all is read. What is wrong in it was reported with its page.
    """
    builder = app.builder
    known = _resolved.setdefault(builder, {})
    if docname not in known:
        with suppress_logging():
            known[docname] = app.env.get_and_resolve_doctree(docname, builder)
            builder.post_process_images(known[docname])
    return known[docname]


def forget_resolved(app: Sphinx, error: Exception | None) -> None:
    """Free what is no longer needed."""
    _resolved.pop(app.builder, None)


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
        for element in part.findall(nodes.Element):
            element["ids"] = []
        for reference in list(part.findall(nodes.reference)):
            if linked:
                _lead_from_root(reference, builder.get_target_uri(docname))
            else:
                reference.replace_self(nodes.inline("", "", *reference.children))
        builder.current_docname, builder.secnumbers, builder.fignumbers = docname, {}, {}
        builder.imgpath, builder.dlpath = builder.imagedir, "_downloads"
        visitor = self._visitors.get(docname) or self._visitor(docname)
        visitor.document.children = []
        visitor.document += part
        visitor.body = []
        part.walkabout(visitor)
        return "".join(visitor.body).strip()

    def _visitor(self, docname: str) -> Any:
        document = new_document("fragment")
        document.settings = self._builder.docsettings
        self._visitors[docname] = self._builder.create_translator(document, self._builder)
        return self._visitors[docname]


def _lead_from_root(reference: nodes.reference, page: str) -> None:
    reference.attributes.pop("reftitle", None)  # of a citation, the whole entry of its source
    if "refid" in reference:
        reference["refuri"] = f"#{reference.attributes.pop('refid')}"
    if "refuri" in reference:
        reference["refuri"] = urljoin(ANY_HOST + page, reference["refuri"]).removeprefix(ANY_HOST)


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


def _says_nothing_unlinked(node: Node) -> bool:
    if isinstance(node, nodes.reference):
        return any(isinstance(child, claim_mark) for child in node.children)
    if isinstance(node, claim_mark):
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


def setup(app: Sphinx) -> None:
    """Keep what is resolved until a build is done."""
    app.connect("doctree-resolved", keep_resolved)
    app.connect("build-finished", forget_resolved)
