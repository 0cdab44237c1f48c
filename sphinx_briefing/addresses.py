"""Where things are: every address that the extension writes is made here."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder
    from sphinx.config import Config

RAW_LINK = re.compile(
    r"""(\s(?:href|src|poster)=["'])(?![a-z][a-z0-9+.-]*:)([^"'>]+)""", re.IGNORECASE
)
"""What raw HTML refers to, seen from its page."""

ANY_HOST = "https://host.invalid/"
"""Stands for the site's root while addresses below it are joined (RFC 2606 reserves the name)."""


def site_address(config: Config) -> str:
    """The address of the site's root, with a slash at its end; empty where it is not known."""
    address: str = config.html_baseurl
    return address and address.rstrip("/") + "/"


def page_address(builder: Builder, docname: str, anchor: str = "") -> str:
    """The full address of a page, or of something on it; empty where the site's is not known."""
    address = site_address(builder.config)
    if not address:
        return ""
    page = address + builder.get_target_uri(docname)
    return f"{page}#{anchor}" if anchor else page


def deck_page(config: Config, name: str) -> str:
    """The address of a deck's presentation, seen from the site's root."""
    return posixpath.join(config.briefing_deck_path, f"{quote(name)}.html")


def deck_file(config: Config, name: str) -> str:
    """Where a deck's presentation lies below the site's folder."""
    return unquote(deck_page(config, name))


def deck_uri(builder: Builder, fromdocname: str, name: str, slide_id: str = "") -> str:
    """The address of a deck (at one of its slides) relative to the page of ``fromdocname``."""
    page = deck_page(builder.config, name)
    uri = relative_uri(builder.get_target_uri(fromdocname), page)
    return f"{uri}#/{slide_id}" if slide_id else uri


def link_to_section(
    builder: Builder, fromdocname: str, docname: str, section: str, text: str
) -> nodes.reference | nodes.inline:
    """A link to a section, or its text alone in a volume without that document."""
    try:
        page = builder.get_relative_uri(fromdocname, docname)
    except NoUri:
        return nodes.inline("", text)
    # In one big page the document's address is itself a fragment.
    uri = page if page.startswith("#") else f"{page}#{section}"
    return nodes.reference("", text, refuri=uri, internal=True)


def rebase_references(part: Element, *, from_uri: str, to_uri: str) -> None:
    """Make a document's resolved references right on another page.

    Args:
        part: copied from the document; changed in place.
        from_uri: the document's address, to which its references are relative.
        to_uri: the address of the page where they will stand.
    """
    for reference in part.findall(nodes.reference):
        if "refid" in reference:
            reference["refuri"] = f"#{reference.attributes.pop('refid')}"
        elif not reference.get("internal"):
            continue
        reference["refuri"] = rebased(reference["refuri"], from_uri=from_uri, to_uri=to_uri)
    for raw in part.findall(nodes.raw):
        if "html" in raw.get("format", "").split():
            text = RAW_LINK.sub(
                lambda found: found[1] + rebased(found[2], from_uri=from_uri, to_uri=to_uri),
                raw.astext(),
            )
            raw.rawsource = text
            raw[:] = [nodes.Text(text)]


def rebased(uri: str, *, from_uri: str, to_uri: str) -> str:
    """An address relative to one page, relative to another."""
    if "://" in uri or uri.startswith(("/", "mailto:", "data:")):
        return uri
    path, hash_, fragment = uri.partition("#")
    if not path:
        absolute = from_uri
    else:
        absolute = posixpath.normpath(posixpath.join(posixpath.dirname(from_uri), path))
        absolute = "" if absolute == "." else absolute
        absolute += "/" if path.endswith("/") and absolute else ""
    return (relative_uri(to_uri, absolute) if absolute != to_uri else "") + hash_ + fragment


def from_root(uri: str, page: str) -> str:
    """An address relative to a page, seen from the site's root."""
    return urljoin(ANY_HOST + page, uri).removeprefix(ANY_HOST)
