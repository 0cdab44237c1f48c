"""The chapters of the book: all documents in one, each anchor its own, links with their pages."""

from __future__ import annotations

import base64
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from sphinx_briefing.handouts.volumes.book.formulas import set_formulas
from sphinx_briefing.handouts.volumes.leaves import (
    SVG,
    XHTML,
    classes,
    copied,
    headings,
    make,
    of_class,
    remove,
    replace,
    tag,
    tagged,
    text_of,
    unwrap,
    written,
)
from sphinx_briefing.handouts.volumes.ways import (
    INDEX,
    TYPES,
    Way,
    Ways,
    draw_plots,
    place_pictures,
)
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx_briefing.handouts.volumes.binding import Leaf, Volume

WITHOUT_PAGE = {"std-term", "claim-mark", "source-number", "claim-square", "label", "fn-bracket"}
"""Classes of what is found by its name or number: a page beside each would crowd the text."""

TO_PAGE = "to-page"
"""Class of a link that tells the page it leads to."""

PAGE_REFERENCE = "data-page-reference"
"""Attribute that numbers such a page in its chapter."""

LISTS = {"glossary", "bibliography", "register"}
"""Kinds of documents whose own order leads from one of their entries to another."""

LONGEST_NUMBER = len("[147]")
"""Sources with longer labels than these are set with more room beside them."""

DEEPEST = 6  # the lowest heading there is

DATA = "figure-data"
"""The anchor of the chapter of data."""


class Bound(NamedTuple):
    """The chapters of the book."""

    chapters: list[list[Any]]  # sections: a document, and those below it; at the end that of data
    uses: dict[str, list[str]]  # anchors of links, by the anchor that they lead to


def anchor_of(way: Way) -> str:
    """An anchor of a document in the book."""
    return f"{way.slug}--{way.anchor}" if way.anchor else way.slug


def bind_chapters(volume: Volume, ways: Ways) -> Bound:
    """Make the chapters of the book.

    Args:
        volume: its documents; they are changed.
        ways: where links lead.
    """
    chapters, uses = list[list[Any]](), dict[str, list[str]]()
    data = DataChapter()
    for leaf in volume.leaves:
        address(volume, leaf, ways, uses)
        draw_plots(volume, leaf, as_data)
        place_pictures(volume, leaf, as_data, lambda source: source.startswith("data:"))
        own_anchors(leaf)
        set_formulas(leaf.body)
        set_bars(leaf.body)
        close_lists(leaf.body)
        name_pictures(leaf.body)
        unfold(leaf, data)
        set_level(leaf)
        if leaf.depth == 1 or not chapters:
            chapters.append([])
        chapters[-1].append(chapter(leaf))
    if len(data.section) > 1:
        chapters.append([data.section])
    return Bound(chapters, uses)


STROKED = re.compile(r"<text\b[^>]*\sstroke=[^>]*>.*?</text>", re.DOTALL)
STROKE = re.compile(r"\sstroke(-[a-z]+)?=\"[^\"]*\"")


def with_halos(drawing: str) -> str:
    """A drawing whose words stand before their strokes, which part them from what lies behind.

    Browsers are told so by ``paint-order``, which the typesetter does not know.
    """
    return STROKED.sub(lambda found: found[0] + STROKE.sub("", found[0]), drawing)


def set_bars(body: Any) -> None:
    """Make a box of each bar of a figure, a drawing of one rectangle with its width in per cent."""
    for drawing in tagged(body, "svg"):
        width = str(drawing.get("width", ""))
        if width.endswith("%") and [tag(part) for part in drawing] == ["rect"]:
            replace(drawing, make("span", class_="bar", style=f"width: {width}"))


def close_lists(body: Any) -> None:
    """Take spaces out between items of lists, which are no items (PDF/UA-1, 7.6)."""
    for items in tagged(body, "ul", "ol", "dl"):
        items.text = (items.text or "").strip() or None
        for item in items:
            item.tail = (item.tail or "").strip() or None


def name_pictures(body: Any) -> None:
    """Let each picture say what it shows, and what shows nothing be no picture (PDF/UA-1, 7.3)."""
    for drawing in [one for one in tagged(body, "svg") if tag(one.getparent()) != "svg"]:
        told = drawing.get("aria-label", "") or "".join(
            text_of(t) for t in tagged(drawing, "title")
        )
        if drawing.get("aria-hidden") == "true" or not told:
            address = as_data("ornament.svg", written(copied(drawing)).encode())
            size = "; ".join(f"{key}: {drawing.get(key, '1em')}" for key in ("width", "height"))
            style = f"{size}; background-image: url('{address}')"
            replace(drawing, make("span", class_="ornament", style=style))
        elif not tagged(drawing, "title"):
            title = etree.Element(f"{{{SVG}}}title")
            title.text = told
            drawing.insert(0, title)
    for picture in tagged(body, "img"):
        if not picture.get("alt", "").strip():
            caption = next(iter(tagged(picture.getparent(), "figcaption")), None)
            name = PurePath(picture.get("title", "")).stem
            picture.set("alt", text_of(caption) if caption is not None else name or "…")


def as_data(name: str, content: bytes) -> str:
    """A picture as an address that holds it."""
    if name.endswith(".svg"):
        content = with_halos(content.decode("utf-8")).encode()
    kind = TYPES[PurePath(name).suffix.lower()]
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def address(volume: Volume, leaf: Leaf, ways: Ways, uses: dict[str, list[str]]) -> None:
    """Set the links of a document, and say at which of them a page number helps."""
    kinds = {other.slug: other.kind for other in volume.leaves}
    in_headings = {link for heading in headings(leaf.body) for link in tagged(heading, "a")}
    ways.lead(leaf, lambda way: f"#{anchor_of(way)}" if way.slug != INDEX else f"#{INDEX}")
    for number, link in enumerate(tagged(leaf.body, "a")):
        href = link.get("href", "")
        if not href.startswith("#"):
            continue
        slug = href[1:].partition("--")[0]
        if slug != leaf.slug:
            if not link.get("id"):
                link.set("id", f"use-{number}")
            uses.setdefault(href[1:], []).append(f"{leaf.slug}--{link.get('id')}")
        found = {name for part in link.iter() for name in classes(part)}
        within = slug == leaf.slug and kinds.get(slug) in LISTS
        if "restated-in" in found:
            link[:] = []
            link.text = None
            link.set("class", f"{link.get('class')} {TO_PAGE}")
        elif link in in_headings:
            continue
        elif not found & WITHOUT_PAGE and not within and kinds.get(slug) != "bibliography":
            link.set("class", f"{link.get('class', '')} {TO_PAGE}".strip())


def name_pages(sections: list[Any], numbers: dict[str, int]) -> None:
    """Write behind each link that needs it on which page its target lies.

    Args:
        sections: of a chapter; they are changed.
        numbers: of pages, by anchor.
    """
    links = [link for section in sections for link in of_class(section, TO_PAGE)]
    for count, link in enumerate(links):
        for old in of_class(link, "page-ref"):
            remove(old)
        number = numbers.get(link.get("href", "#")[1:])
        page = _("p. {page}").format(page=number or "00").replace(" ", "\N{NO-BREAK SPACE}")
        said = page if not text_of(link) else f"\N{NO-BREAK SPACE}({page})"
        link.append(make("span", said, class_="page-ref", **{PAGE_REFERENCE: str(count)}))


def named_pages(sections: list[Any]) -> dict[str, str]:
    """What is written there, by the numbers of the links."""
    found = [one for section in sections for one in of_class(section, "page-ref")]
    return {one.get(PAGE_REFERENCE, ""): one.text for one in found}


def own_anchors(leaf: Leaf) -> None:
    """Name the document in each anchor, so that no two documents have the same."""
    for element in leaf.body.iter():
        if element.get("id"):
            element.set("id", anchor_of(Way(leaf.slug, element.get("id"))))
        for key in ("aria-labelledby", "aria-describedby", "for", "headers"):
            element.attrib.pop(key, None)


def set_level(leaf: Leaf) -> None:
    """Lower the headings of a document that lies below another, and leave no level out."""
    last = leaf.depth - 1
    for heading in list(headings(leaf.body)):
        wanted = int(tag(heading)[1]) + leaf.depth - 1
        level = min(wanted, last + 1, DEEPEST)
        heading.tag = f"{{{XHTML}}}h{level}"
        last = level


def chapter(leaf: Leaf) -> Any:
    """A document as a chapter, or as a part of the chapter before."""
    section = make("section", id=leaf.slug, class_="chapter" if leaf.depth == 1 else "subchapter")
    labels = [text_of(label) for label in of_class(leaf.body, "label")]
    if leaf.kind == "bibliography" and max(map(len, labels), default=0) > LONGEST_NUMBER:
        section.set("class", f"{section.get('class')} long-labels")
    if leaf.kind:
        section.set("class", f"{section.get('class')} {leaf.kind}")
    if leaf.caption and leaf.depth == 1:
        section.append(make("div", class_="part", title=leaf.caption))
    section.text = leaf.body.text
    for child in list(leaf.body):
        section.append(child)
    return section


class DataChapter:
    """The data of all figures, at the end of the book: a table of many rows would part the text."""

    def __init__(self) -> None:
        """Begin without any."""
        self.section = make("section", id=DATA, class_="chapter data")
        self.section.append(make("h1", _("Data of the figures")))

    def take(self, figure: Any, element: Any, table: Any) -> Any:
        """Take what a figure says in words, and its table; gives the link to them."""
        number = len(self.section)
        anchor = f"{DATA}-{number}"
        part = make("section", id=anchor)
        title = next(iter(of_class(figure, "figure-title")), None)
        said = text_of(title) if title is not None else ""
        part.append(make("h2", said.rstrip(".")))
        for told in of_class(element, "figure-alt"):
            part.append(copied(told))
        back = make("p", class_="figure-back")
        if figure.get("id"):
            back.append(make("a", _("The figure"), href=f"#{figure.get('id')}", class_=TO_PAGE))
            part.append(back)
        part.append(copied(table))
        self.section.append(part)
        line = make("p", class_="figure-sources")
        line.append(make("a", _("Data"), href=f"#{anchor}", class_=TO_PAGE))
        return line


def unfold(leaf: Leaf, data: DataChapter) -> None:
    """Show what pages fold away; the data of figures move to their chapter."""
    for element in list(leaf.body.iter()):
        found = set(classes(element))
        if "plot-phone" in found or "toctree-wrapper" in found:
            remove(element)
        elif "figure-data" in found:
            figure = next((one for one in element.iterancestors() if tag(one) == "figure"), None)
            table = next(iter(of_class(element, "figure-table")), None)
            if table is not None and figure is not None:
                line = data.take(figure, element, table)
                replace(element, line)
            else:
                unwrap(element)
        elif tag(element) == "th" and element.get("scope") is None:
            element.set("scope", "col")
    for details in tagged(leaf.body, "details"):
        details.tag = f"{{{XHTML}}}div"
        for summary in [child for child in details if tag(child) == "summary"]:
            summary.tag = f"{{{XHTML}}}p"
            summary.set("class", f"{summary.get('class', '')} summary".strip())
