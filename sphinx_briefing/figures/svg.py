"""What Vega writes, made fit to stand inside a page.

Vega's SVG is meant for a file of its own. Inside a page its ids would clash, a content security
policy would strike out its styles, and its names for assistive technology would be read beside the
text alternative, which is the author's. All of that goes; fonts too, since the page sets them.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_briefing.figures.files import Form

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"

ID, ALT = "\ufdd0id", "\ufdd0alt"
"""Stand for what a picture's place decides; no text has these characters (Unicode 23.7)."""

DROPPED = {"class", "role", "pointer-events", "font-family", "style"}

AS_ATTRIBUTES = {
    "fill", "fill-opacity", "font-size", "font-style", "font-weight", "opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "text-decoration",
}  # fmt: skip
"""Properties of a style that SVG has as attributes of the same name (SVG 2, 6.6)."""


class Drawn(NamedTuple):
    """A picture, and what it needs."""

    svg: str  # with `ID` and `ALT` in it: see `placed`
    width: float  # CSS pixels
    smallest: float  # CSS pixels of its smallest text; infinite: it has none


def clean(text: str, form: Form) -> Drawn:
    """Make Vega's SVG fit to stand inside a page.

    What has a label of its own (``description`` in a specification) keeps it as a tooltip.

    Args:
        text: an SVG document.
        form: for its class.
    """
    root = ET.fromstring(text)  # noqa: S314  (from our own process)
    width, height = (float(root.get(key, "0")) for key in ("width", "height"))
    box = root.get("viewBox", "0 0 0 0")
    prune(root)
    names = {
        element.attrib["id"]: f"{ID}-{number}"
        for number, element in enumerate(e for e in root.iter() if "id" in e.attrib)
    }
    for element in list(root.iter()):
        label = element.get("aria-label", "")
        element.attrib = dict(sorted(attributes_of(element, names)))
        if label:
            title = ET.Element(f"{SVG}title")
            title.text = label
            element.insert(0, title)
    root.attrib = {
        "class": f"plot plot-{form.name}",
        "viewBox": box,
        "width": short(width),
        "height": short(height),
        "role": "img",
        "aria-label": ALT,
        "focusable": "false",
    }
    sizes = [
        float(element.get("font-size", "16"))
        for element in root.iter(f"{SVG}text")
        if "".join(element.itertext()).strip()
    ]
    ET.register_namespace("", SVG[1:-1])
    written = ET.tostring(root, encoding="unicode").replace(f' xmlns="{SVG[1:-1]}"', "", 1)
    return Drawn(written, width, min(sizes, default=float("inf")))


def placed(drawn: str, id_: str, alt: str) -> str:
    """A picture where it stands.

    Args:
        drawn: the picture, as `clean` or a template gives it.
        id_: what its ids begin with; no other picture on the page has the same.
        alt: its text alternative.
    """
    return drawn.replace(ID, html.escape(id_)).replace(ALT, html.escape(alt))


def prune(element: ET.Element) -> None:
    """Take out what draws nothing, groups left empty included."""
    for child in list(element):
        prune(child)
        kind = child.tag.rpartition("}")[2]
        nothing = child.get("display") == "none" or (
            kind == "path"
            and child.get("class") in {"background", "foreground"}
            and not {"fill", "stroke"} & set(child.attrib)
        )
        if nothing or (kind in {"g", "defs"} and not len(child)):
            element.remove(child)


def attributes_of(element: ET.Element, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The attributes of an element in a page, style turned into attributes, ids ours."""
    style = dict(re.findall(r"([a-z-]+):\s*([^;]+)", element.get("style", "")))
    given = element.attrib | {key: value for key, value in style.items() if key in AS_ATTRIBUTES}
    for key, value in given.items():
        if key in DROPPED or key.startswith("aria-") or (key, value) == ("opacity", "1"):
            continue
        if key == "id":
            yield key, names[value]
        elif key == XLINK_HREF:
            yield "href", "#" + names[value.removeprefix("#")]
        elif value.startswith("url(#"):
            yield key, f"url(#{names[value[5:-1]]})"
        elif key == "font-size":
            yield key, value.removesuffix("px")
        else:
            yield key, re.sub(r"-?\d+\.\d+(e-?\d+)?", lambda match: short(float(match[0])), value)


def short(number: float) -> str:
    """A number with at most two decimals: a hundredth of a pixel is nowhere seen."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
