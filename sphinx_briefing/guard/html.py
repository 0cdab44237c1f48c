"""What raw HTML may have: elements that show something, and attributes that say how.

The text is cut into tags as browsers cut it (`compat.html_tokens`). Elements are allowed by name,
so that one which nobody thought of is refused; in particular all those whose content is no markup,
for with them nobody but a browser knows where the text ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing.compat import html_tokens
from sphinx_briefing.datafiles import Fault
from sphinx_briefing.guard import messages
from sphinx_briefing.guard.allowed import link_fault, picture_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_briefing.guard.allowed import Allowed


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _names("area base br col embed hr img input link meta source track wbr ")
"""Elements that have no end (https://html.spec.whatwg.org, 13.1.2)."""

HTML = _names(
    "a abbr address area article aside audio b bdi bdo big blockquote br caption center cite "
    "code col colgroup data dd del details dfn div dl dt em figcaption figure font footer h1 "
    "h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd label li map mark menu meter nav ol p "
    "picture pre progress q rp rt ruby s samp search section small source span strike strong sub "
    "summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr "
)
"""Elements of HTML that show text, pictures, sound or films."""

SVG = _names(
    "svg g path rect circle ellipse line polyline polygon text tspan textpath defs use symbol "
    "marker lineargradient radialgradient stop clippath mask pattern desc image filter "
    "feblend fecolormatrix fecomposite feflood fegaussianblur femerge femergenode feoffset "
)
"""Shapes, and what they are painted with; neither animation nor foreignObject. In lower case."""

MATHML = _names(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom msub "
    "msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd "
    "menclose semantics annotation "
)
"""Elements of MathML Core, and what LaTeX converters write."""

FOREIGN = SVG | MATHML

ENDS_BY_ITSELF = _names(
    "li dt dd p rt rp option optgroup colgroup caption thead tbody tfoot tr td th "
)
"""Elements whose end tag may be left out (https://html.spec.whatwg.org, 13.1.2.4)."""

LINKS = _names("href xlink:href cite longdesc usemap")
"""Attributes that lead somewhere when a reader follows them."""

FETCHED = _names("src poster background srcset data")
"""Attributes whose file a browser asks for at once."""

REFUSED = _names("style srcdoc formaction action ping manifest is http-equiv")
"""Attributes that change the page, or send something from it."""


class Tag(NamedTuple):
    """An element begun or ended."""

    name: str
    line: int  # from 1, in the raw text
    ends: bool
    fault: str  # empty: nothing is wrong
    alone: bool  # it has no end


def tags_in(text: str, allowed: Allowed) -> Iterator[Tag]:
    """The tags of a raw text, each with what is wrong with it."""
    for line, token in html_tokens(text):
        kind = token["kind"]
        if kind == "ParseError" and str(token["data"]).startswith("eof-in"):
            yield Tag("", line, ends=False, fault=messages.RAW_UNFINISHED, alone=True)
        elif kind == "StartTag":
            name = token["name"]
            alone = name in VOID or (bool(token["selfClosing"]) and name in FOREIGN)
            yield Tag(name, line, ends=False, fault=_fault(token, allowed), alone=alone)
        elif kind == "EndTag" and token["name"] not in VOID:
            yield Tag(token["name"], line, ends=True, fault="", alone=False)


def faults_in(text: str, allowed: Allowed) -> list[Fault]:
    """What is wrong with the elements and attributes of a text that stands for itself."""
    return [Fault(tag.line, tag.fault) for tag in tags_in(text, allowed) if tag.fault]


def _fault(token: dict[str, Any], allowed: Allowed) -> str:
    name = token["name"]
    if name not in HTML and name not in FOREIGN and name not in allowed.markup:
        return messages.RAW_ELEMENT_REFUSED % (name, name)
    faults = (attribute_fault(name, *pair, allowed) for pair in attributes_of(token))
    return next((fault for fault in faults if fault), "")


def attributes_of(token: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and values of a tag's attributes."""
    data = token["data"]
    return list(data.items() if hasattr(data, "items") else data)


def attribute_fault(element: str, name: str, value: str, allowed: Allowed) -> str:
    """What is wrong with an attribute of an element; empty: nothing."""
    if name in allowed.markup:
        return ""
    if name in REFUSED or re.match(r"on[a-z]", name):
        return messages.RAW_ATTRIBUTE_REFUSED % (name, name)
    if name in LINKS and element not in {"image", "use"}:
        return link_fault(value, allowed)
    if name in FETCHED or name in LINKS:
        parts = value.split(",") if name == "srcset" and "data:" not in value else [value]
        faults = (picture_fault(part, allowed) for part in parts)
        return next((fault for fault in faults if fault), "")
    return ""


def without_comments(text: str) -> str:
    """A raw text without its comments, which are for those who write it."""
    comments = [token["data"] for _, token in html_tokens(text) if token["kind"] == "Comment"]
    for comment in comments:
        text = text.replace(f"<!--{comment}-->", "", 1)
    return text
