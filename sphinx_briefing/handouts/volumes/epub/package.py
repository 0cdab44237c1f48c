"""The papers of an EPUB: what it is, what lies in it, and its contents."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docutils import nodes

from sphinx_briefing.handouts.volumes.binding import UNSET
from sphinx_briefing.handouts.volumes.leaves import make
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.volumes.binding import Volume
    from sphinx_briefing.handouts.volumes.epub.writing import Listed

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

PACKAGE = (
    'xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="book-id" '
    'prefix="schema: http://schema.org/"'
)
NCX = 'xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"'

LONG_AGO = "1980-01-01"
"""Stands for a date that is not known: the same sources give the same bytes."""

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Item(NamedTuple):
    """A file of the package."""

    href: str
    media_type: str
    properties: str


class About(NamedTuple):
    """What the package says of itself."""

    identifier: str
    title: str
    language: str
    lines: list[str]  # XML


def identifier_of(kit: Kit, volume: Volume) -> str:
    """What names the publication in all its editions: the project's own, or made of its address."""
    given: str = volume.app.config.epub_identifier
    if given and given != UNSET:
        return given
    name = kit.address or f"{kit.title}, {kit.author}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def description_of(volume: Volume) -> str:
    """What the publication is about: the project's words, or those of its front page."""
    given: str = volume.app.config.epub_description
    if given and given != UNSET:
        return given
    document = volume.app.env.get_doctree(volume.app.config.root_doc)
    for node in document.findall(nodes.meta):
        if node.get("name") == "description":
            return " ".join(str(node.get("content", "")).split())
    return ""


def metadata(kit: Kit, volume: Volume, *, has_maths: bool) -> About:
    """What the package is, of whom, and how it can be read.

    The accessibility metadata are those of https://www.w3.org/TR/epub-a11y-11/.
    """
    config = volume.app.config
    date = kit.date if DATE.fullmatch(kit.date) else LONG_AGO
    title = marked_title(kit)
    given = config.epub_publisher
    publisher = given if given and given != UNSET else kit.author
    rights = config.epub_copyright or config.copyright
    parts = [
        f"<dc:title>{escape(title)}</dc:title>",
        f"<dc:creator>{escape(kit.author)}</dc:creator>",
        f"<dc:publisher>{escape(str(publisher))}</dc:publisher>",
        f"<dc:language>{escape(volume.language)}</dc:language>",
        f"<dc:date>{date}</dc:date>" if kit.date else "",
        f"<dc:rights>{escape(str(rights))}</dc:rights>" if rights else "",
        f"<dc:description>{escape(said)}</dc:description>"
        if (said := description_of(volume))
        else "",
        f"<dc:source>{escape(kit.address)}</dc:source>" if kit.address else "",
        f'<meta property="dcterms:modified">{date}T00:00:00Z</meta>',
    ]
    licence: str = config.briefing_licence
    if licence:
        parts.append(f'<link rel="dcterms:license" href={quoteattr(licence)}/>')
    features = ["tableOfContents", "readingOrder", "structuralNavigation", "alternativeText",
                "displayTransformability", *(["index"] if volume.entries else []),
                *(["MathML"] if has_maths else [])]  # fmt: skip
    summary = _(
        "Every figure has a text alternative, and its data as a table. Headings, lists, tables and "
        "links are marked up as such. Colour never carries meaning alone."
    )
    access = [
        ("accessMode", "textual"), ("accessMode", "visual"), ("accessModeSufficient", "textual"),
        *(("accessibilityFeature", feature) for feature in features),
        ("accessibilityHazard", "none"), ("accessibilitySummary", summary),
    ]  # fmt: skip
    parts += [f'<meta property="schema:{name}">{escape(text)}</meta>' for name, text in access]
    return About(
        identifier_of(kit, volume), title, volume.language, [part for part in parts if part]
    )


def marked_title(kit: Kit) -> str:
    """The title; that of a presenter's build says so."""
    return _("{title} (presenter’s copy)").format(title=kit.title) if kit.presenter else kit.title


def package(about: About, volume: Volume, items: list[Item], spine: list[str]) -> str:
    """The package document."""
    language = quoteattr(about.language)
    ids = {item.href: f"item-{number}" for number, item in enumerate(items)}
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<package {PACKAGE} xml:lang={language} dir={quoteattr(volume.direction)}>",
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        f'<dc:identifier id="book-id">{escape(about.identifier)}</dc:identifier>',
        *about.lines,
        '<meta name="cover" content="cover-picture"/>',
        "</metadata>",
        "<manifest>",
    ]
    ids["images/cover.png"] = "cover-picture"
    ids["toc.ncx"] = "ncx"
    for item in items:
        properties = f' properties="{item.properties}"' if item.properties else ""
        lines.append(
            f'<item id="{ids[item.href]}" href={quoteattr(item.href)} '
            f'media-type="{item.media_type}"{properties}/>'
        )
    lines += ["</manifest>", f'<spine toc="ncx" page-progression-direction="{volume.direction}">']
    lines += [f'<itemref idref="{ids[href]}"/>' for href in spine]
    lines += ["</spine>", "</package>", ""]
    return "\n".join(lines)


# -- contents -------------------------------------------------------------------------------------


def contents(volume: Volume, listed: list[Listed]) -> Any:
    """The page of contents, with the places that readers offer by their kind."""
    body = make("body", class_="contents")
    nav = make("nav", id="toc", role="doc-toc")
    nav.set(EPUB_TYPE, "toc")
    nav.append(make("h1", _("Contents")))
    nav.append(listing(listed))
    body.append(nav)
    marks = make("nav", hidden="hidden")
    marks.set(EPUB_TYPE, "landmarks")
    marks.append(make("h2", _("Landmarks")))
    places = make("ol")
    for kind, href, title in landmarks(volume):
        item = make("li")
        link = make("a", title, href=href)
        link.set(EPUB_TYPE, kind)
        item.append(link)
        places.append(item)
    marks.append(places)
    body.append(marks)
    return body


def landmarks(volume: Volume) -> Iterator[tuple[str, str, str]]:
    """The places that readers offer: kind, address, title."""
    yield "cover", "cover.xhtml", _("Cover")
    yield "toc", "nav.xhtml", _("Contents")
    yield "bodymatter", f"{volume.leaves[0].slug}.xhtml", volume.leaves[0].title
    for kind in ("glossary", "bibliography"):
        for leaf in [leaf for leaf in volume.leaves if leaf.kind == kind][:1]:
            yield kind, f"{leaf.slug}.xhtml", leaf.title
    if volume.entries:
        yield "index", "genindex.xhtml", _("Index")


def listing(listed: list[Listed]) -> Any:
    """The contents as lists in lists: parts, documents, sections."""
    top = make("ol")
    stack = [(0, top)]  # depth, and the list of what lies below
    part = top
    for line in listed:
        if line.depth == 1 and line.caption:
            item = make("li")
            item.append(make("span", line.caption))
            part = make("ol")
            item.append(part)
            top.append(item)
        if line.depth == 1:
            stack = [(0, part)]
        while stack[-1][0] >= line.depth:
            stack.pop()
        item = make("li")
        item.append(make("a", line.title, href=line.address))
        parent = stack[-1][1]
        parent.append(item)
        inner = make("ol")
        for title, address in line.below:
            section = make("li")
            section.append(make("a", title, href=address))
            inner.append(section)
        item.append(inner)
        stack.append((line.depth, inner))
    for empty in [one for one in top.iter() if one.tag == top.tag and len(one) == 0]:
        empty.getparent().remove(empty)
    return top


def ncx(about: About, volume: Volume, listed: list[Listed]) -> str:
    """The contents for readers of EPUB 2, which know no other."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f"<ncx {NCX} xml:lang={quoteattr(about.language)}>",
        f'<head><meta name="dtb:uid" content={quoteattr(about.identifier)}/></head>',
        f"<docTitle><text>{escape(about.title)}</text></docTitle>",
        "<navMap>",
    ]
    depths = [line.depth for line in listed]
    for number, (line, after) in enumerate(zip(listed, [*depths[1:], 1], strict=True)):
        lines.append(
            f'<navPoint id="point-{number}"><navLabel><text>{escape(line.title)}</text></navLabel>'
            f"<content src={quoteattr(line.address)}/>"
        )
        lines.append("</navPoint>" * max(0, line.depth - after + 1))
    lines += ["</navMap>", "</ncx>", ""]
    return "\n".join(lines)
