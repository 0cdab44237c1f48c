"""Raw HTML in documents: checked, and freed of comments, before anything is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_briefing.guard import messages
from sphinx_briefing.guard.allowed import allowed_by
from sphinx_briefing.guard.html import ENDS_BY_ITSELF, Tag, tags_in, without_comments
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from sphinx_briefing.guard.allowed import Allowed


class Open(NamedTuple):
    """An element that was begun, and where."""

    tag: Tag
    node: nodes.raw
    told: bool  # something of it is wrong, and was told


class Balance:
    """What raw texts begin and end, each beside the others in the same block or section."""

    def __init__(self, allowed: Allowed) -> None:
        """Start with nothing open."""
        self.allowed = allowed
        self.open: dict[int, list[Open]] = {}  # by the id of the node around them

    def take(self, node: nodes.raw) -> bool:
        """Read one raw text; whether something of it is wrong, which is reported."""
        stack = self.open.setdefault(id(node.parent), [])
        own = len(stack)
        told = False
        for tag in tags_in(node.astext(), self.allowed):
            if tag.fault and not told:
                told = True
                _report(node, tag.line, tag.fault)
            if tag.ends:
                told = self._end(stack, tag, node, told=told)
            elif not tag.alone:
                stack.append(Open(tag, node, told))
        if told:
            stack[own:] = [one._replace(told=True) for one in stack[own:]]
        return told

    def _end(self, stack: list[Open], tag: Tag, node: nodes.raw, *, told: bool) -> bool:
        at = len(stack) - 1
        while at >= 0 and stack[at].tag.name != tag.name:
            if not stack[at].told and stack[at].tag.name not in ENDS_BY_ITSELF:
                at = -1  # something else must end first
                break
            at -= 1
        if at >= 0:
            told = stack[at].told or told
            del stack[at:]
        elif not told and tag.name not in ENDS_BY_ITSELF:
            _report(node, tag.line, messages.RAW_ENDS_NOTHING % tag.name)
            told = True
        return told

    def never_closed(self) -> list[Open]:
        """What is still open when all is read, the outermost of each place."""
        left = []
        for stack in self.open.values():
            rest = [one for one in stack if one.tag.name not in ENDS_BY_ITSELF and not one.told]
            left += rest[:1]
        return left


def check_raw(app: Sphinx, document: nodes.document) -> None:
    """Report and take out raw HTML that a page may not have."""
    balance = Balance(allowed_by(app.config))
    for node in list(document.findall(is_html)):
        assert isinstance(node, nodes.raw)
        if balance.take(node):
            node.parent.remove(node)
        elif "<!--" in node.astext():
            text = without_comments(node.astext())
            if text.strip():
                node.rawsource, node[:] = text, [nodes.Text(text)]
            else:
                node.parent.remove(node)
    for left in balance.never_closed():
        name = left.tag.name
        _report(left.node, left.tag.line, messages.RAW_NEVER_CLOSED % (name, name))
    for meta in list(document.findall(nodes.meta)):
        if (acts := meta.get("http-equiv")) and "http-equiv" not in balance.allowed.markup:
            at = meta if meta.line else (app.env.current_document.docname, 1)
            warn(messages.META_REFUSED, acts, location=at, subtype="raw_html")
            meta.parent.remove(meta)


def is_html(node: Node) -> bool:
    """Whether a node is raw HTML."""
    return isinstance(node, nodes.raw) and "html" in node.get("format", "").split()


def _report(node: nodes.raw, line: int, says: str) -> None:
    """Warn at the line of a raw text; its node knows the first, or the one of its paragraph."""
    around: Node | None = node
    while around is not None and not around.line:
        around = around.parent
    source = (around and around.source) or (node.document and node.document["source"])
    at = (around.line if around is not None and around.line else 1) + line - 1
    warn("%s", says, location=f"{source}:{at}", subtype="raw_html")


def setup(app: Sphinx) -> None:
    """Check each document that was read."""
    app.connect("doctree-read", check_raw, priority=420)
