"""A page of a volume: read as a tree, and rid of what no book can show."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import html5lib
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"
NAMESPACE = "{http://www.w3.org/2000/xmlns/}"
XLINK = "{http://www.w3.org/1999/xlink}href"

GONE = {"script", "style", "link", "noscript", "template", "dialog", "button", "select", "textarea"}
"""Elements that do something, or say how something looks: nothing of them is read."""

UNWRAPPED = {"form", "iframe", "embed", "canvas", "wbr"}
"""Elements of which what stands in them is read."""

MEDIA = {"video", "audio"}

WITHOUT_MEANING = {"tabindex", "contenteditable", "accesskey", "autofocus", "onclick", "target"}
"""Attributes that only a page in a browser needs."""

OF_OLD = {
    "align", "valign", "border", "bgcolor", "cellpadding", "cellspacing", "frame", "rules", "name",
    "nowrap", "summary", "compact", "clear",
}  # fmt: skip
"""Attributes that HTML has given up: an electronic book must not have them."""

BLOCKS = {
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "nav", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip

BARE = {"claim-skip", "headerlink", "copybtn", "glossary-letters"}
"""Classes of what only a page on a screen is helped by."""


def tag(element: Any) -> str:
    """The name of an element, without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def classes(element: Any) -> list[str]:
    """The classes of an element."""
    return str(element.get("class", "")).split() if isinstance(element.tag, str) else []


def of_class(root: Any, *names: str) -> list[Any]:
    """The elements with one of these classes, in order."""
    return [element for element in root.iter() if set(names) & set(classes(element))]


def tagged(root: Any, *names: str) -> list[Any]:
    """The elements of these names, in order."""
    return [element for element in root.iter() if tag(element) in names]


def make(name: str, text: str = "", **attributes: str) -> Any:
    """A new element of XHTML; ``class_`` is its class, ``_`` in other names is a hyphen."""
    element = etree.Element(f"{{{XHTML}}}{name}", nsmap={None: XHTML})
    element.text = text or None
    for key, value in attributes.items():
        element.set("class" if key == "class_" else key.replace("_", "-"), value)
    return element


def text_of(element: Any) -> str:
    """What an element says, in one line."""
    return " ".join("".join(element.itertext()).split())


def append_text(parent: Any, before: Any | None, text: str) -> None:
    """Put text into an element: behind one of its children, or at its head."""
    if before is None:
        parent.text = (parent.text or "") + text or None
    else:
        before.tail = (before.tail or "") + text or None


def remove(element: Any) -> None:
    """Take an element out with all that stands in it; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    append_text(parent, element.getprevious(), element.tail or "")
    element.tail = None
    parent.remove(element)


def unwrap(element: Any) -> None:
    """Take an element away and leave what stands in it."""
    parent = element.getparent()
    before = element.getprevious()
    append_text(parent, before, element.text or "")
    at = parent.index(element)
    for child in list(element):
        parent.insert(at, child)
        at += 1
    last = parent[at - 1] if at else None
    append_text(parent, last, element.tail or "")
    element.tail = None
    parent.remove(element)


def replace(element: Any, new: Any) -> None:
    """Put another element in the place of one."""
    new.tail, element.tail = element.tail, None
    element.getparent().replace(element, new)


# -- reading --------------------------------------------------------------------------------------


def read_leaf(path: Path) -> Any:
    """Read a page that Sphinx's epub builder wrote.

    It is XHTML, unless an author's own HTML is not; then it is read as browsers read it.

    Returns:
        A ``body`` with what the page shows.
    """
    text = path.read_bytes()
    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None or next(root.iter(etree.Entity), None) is not None:
        plain = re.sub(rb'\sxmlns:epub="[^"]*"', b"", text)
        tree = html5lib.parse(plain, treebuilder="lxml", transport_encoding="utf-8")
        root = tree.getroot()
    body = next(element for element in root.iter() if tag(element) == "body")
    shown = next((one for one in of_class(body, "body") if tag(one) == "div"), body)
    leaf = make("body")
    leaf.text = shown.text
    for child in list(shown):
        leaf.append(child)
    clean(leaf)
    etree.cleanup_namespaces(leaf)
    return leaf


def clean(leaf: Any) -> None:
    """Take out what no book can show, and what it must not have."""
    for element in list(leaf.iter(etree.Comment, etree.ProcessingInstruction)):
        remove(element)
    for element in list(leaf.iter()):
        name, found = tag(element), set(classes(element))
        if name in GONE or found & BARE:
            remove(element)
        elif name in MEDIA | {"input", "object", "label"}:
            tell(element, name)
        elif name in UNWRAPPED or "clearer" in found:
            unwrap(element)
    for element in leaf.iter():
        for key in list(element.attrib):
            of_old = key in OF_OLD and etree.QName(element).namespace == XHTML
            if of_old or key in WITHOUT_MEANING or key.startswith(("on", "data-", NAMESPACE)):
                del element.attrib[key]
    for drawing in tagged(leaf, "svg"):
        name_drawing(drawing)
    one_id_each(leaf)
    lift_blocks(leaf)


def tell(element: Any, name: str) -> None:
    """Put what a book can show in the place of what it cannot."""
    if name in MEDIA:
        tell_medium(element)
    elif name == "input":
        tell_input(element)
    elif name == "object" and element.get("data"):
        show_object(element)
    elif name == "object":
        unwrap(element)
    else:  # the label of a tab, all of which a book shows
        element.tag = f"{{{XHTML}}}div"
        element.attrib.pop("for", None)


def name_drawing(drawing: Any) -> None:
    """Say of a drawing that it is SVG, which within HTML need not be said."""
    for part in drawing.iter():
        if isinstance(part.tag, str) and etree.QName(part).namespace == XHTML:
            part.tag = f"{{{SVG}}}{tag(part)}"
    new = etree.Element(f"{{{SVG}}}svg", dict(drawing.attrib), {None: SVG})
    new.text = drawing.text
    for child in list(drawing):
        new.append(child)
    replace(drawing, new)


def tell_medium(element: Any) -> None:
    """Put a link to a film or sound in its place: paper shows none, and a book would grow large."""
    sources = [element.get("src"), *(one.get("src") for one in tagged(element, "source"))]
    address = next((one for one in sources if one), "")
    said = element.get("aria-label") or element.get("title") or text_of(element)
    name = address.rpartition("/")[2]
    new = make("p", class_="medium")
    link = make("a", said or name, href=address)
    new.append(link)
    if element.get("id"):
        new.set("id", element.get("id"))
    replace(element, new)


def show_object(element: Any) -> None:
    """Make a picture of a picture that can be searched; what stands in it says what it shows."""
    picture = make("img", src=element.get("data"), alt=text_of(element))
    if element.get("class"):
        picture.set("class", element.get("class"))
    replace(element, picture)


def tell_input(element: Any) -> None:
    """Show whether a task is done; other fields cannot be filled in."""
    if element.get("type") == "checkbox":
        done = element.get("checked") is not None
        replace(element, make("span", "\N{BALLOT BOX WITH CHECK}" if done else "\N{BALLOT BOX}"))
    else:
        remove(element)


def one_id_each(leaf: Any) -> None:
    """Let no two elements have the same id: a link leads to the first, as in browsers."""
    seen: set[str | None] = set()
    for element in leaf.iter():
        id_ = element.get("id")
        if id_ is not None:
            id_ = plain_id(id_)
            element.set("id", id_)
        if id_ is not None and (id_ in seen or not id_):
            del element.attrib["id"]
        seen.add(id_)


def plain_id(id_: str) -> str:
    """An anchor as HTML allows it: without spaces."""
    return re.sub(r"\s+", "-", id_)


def lift_blocks(leaf: Any) -> None:
    """Make a ``div`` of each paragraph or phrase that holds blocks, which an author's HTML may."""
    for element in leaf.iter():
        if tag(element) in {"p", "span"} and any(tag(child) in BLOCKS for child in element):
            element.tag = f"{{{XHTML}}}div"


# -- what both volumes do -------------------------------------------------------------------------


def copied(element: Any) -> Any:
    """A copy of its own, without the text behind the original."""
    new = deepcopy(element)
    new.tail = None
    return new


def headings(leaf: Any) -> Iterable[Any]:
    """The headings of a page, in order."""
    return tagged(leaf, "h1", "h2", "h3", "h4", "h5", "h6")


def id_of_heading(heading: Any) -> str:
    """The anchor of what a heading heads: its own id, or that of its section."""
    section = heading.getparent()
    own = heading.get("id")
    if own or section is None or tag(section) != "section":
        return str(own or "")
    return str(section.get("id", ""))


VOID = {
    "area",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
"""Elements of HTML that have no end."""


def written(root: Any) -> str:
    """A tree as XHTML that is HTML as well: what is empty has an end of its own."""
    for element in root.iter():
        if len(element) == 0 and not element.text and tag(element) not in VOID:
            element.text = ""
    return str(etree.tostring(root, encoding="unicode"))
