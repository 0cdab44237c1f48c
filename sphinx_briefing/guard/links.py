"""Links of documents: those that act, instead of leading somewhere, are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from sphinx_briefing.guard import messages
from sphinx_briefing.guard.allowed import allowed_by, is_address, link_fault, scheme_of
from sphinx_briefing.guard.messages import short
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_briefing.guard.allowed import Allowed


def check_links(app: Sphinx, document: nodes.document) -> None:
    """Report links of other schemes, and leave their text in their place."""
    allowed = allowed_by(app.config)
    for link in list(document.findall(nodes.reference)):
        address = link.get("refuri", "")
        _check(link, address, allowed)
        if not link.astext().strip() and not list(link.findall(nodes.image)):
            warn(messages.LINK_WITHOUT_WORDS, short(address), location=link, subtype="link")
    for named in list(document.findall(addnodes.pending_xref)):
        # MyST takes for the name of something here what it knows no scheme of.
        if named.get("reftype") == "myst" and named.get("refdomain") is None:
            _check(named, _named(named.get("reftarget", ""), allowed), allowed)
    for tree in document.findall(addnodes.toctree):
        _check_toctree(tree, allowed)


def _named(target: str, allowed: Allowed) -> str:
    """What a browser would follow of a target; a name such as ``std:label`` is none."""
    known = {"javascript", "vbscript", "data", "file", "blob", "filesystem", "view-source"}
    return target if scheme_of(target) in known - allowed.schemes else ""


def _check(link: nodes.Element, address: str, allowed: Allowed) -> None:
    says = link_fault(address, allowed)
    if not says and scheme_of(address) in {"http", "https"} and not is_address(address):
        says = messages.LINK_MALFORMED % short(address)
    if says and link.parent is not None:
        warn("%s", says, location=link, subtype="link")
        inside = isinstance(link.parent, nodes.TextElement)
        rest: Any = nodes.inline("", "", *link.children) if inside else link.children
        link.replace_self(rest)


def _check_toctree(tree: addnodes.toctree, allowed: Allowed) -> None:
    kept: list[tuple[str | None, str]] = []
    entries: list[tuple[str | None, str]] = tree.get("entries", [])
    for title, address in entries:
        says = link_fault(address, allowed) if ":" in address else ""
        if says:
            warn("%s", says, location=tree, subtype="link")
        else:
            kept.append((title, address))
    tree["entries"] = kept


def setup(app: Sphinx) -> None:
    """Check each document that was read."""
    app.connect("doctree-read", check_links, priority=430)
