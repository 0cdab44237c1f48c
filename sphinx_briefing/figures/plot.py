"""Plots: matplotlib's geometry, as SVG that takes its colours and fonts from the page.

matplotlib writes colours and fonts into style attributes. Here they become presentation
attributes, for a reader without our stylesheet, and classes, by which ``figures.css`` gives
them the page's colours, light or dark. Nothing depends on the machine's fonts or settings: text
stays text, set from its baseline and a point, so that no glyph is ever measured.
"""

from __future__ import annotations

import io
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sphinx_briefing.figures.drawing import Picture

PALETTE = {
    "ink": "#1b2227",
    "ink-2": "#4d5860",
    "line": "#cfd4d1",
    "accent": "#0a5563",
    "accent-2": "#e2eef0",
    "editorial": "#7a4a12",
    "paper": "#fdfdfb",
}
"""Colours by the token that stands for each in ``_static/identity.css``; no two are alike."""

INK, INK_2, LINE, ACCENT, ACCENT_2, EDITORIAL, PAPER = PALETTE.values()

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
SETTINGS: Any = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "sphinx-briefing",  # ids are the same in each process
    "svg.image_inline": True,
    "path.simplify": False,
}
KEPT = {
    "fill", "fill-opacity", "opacity", "stroke", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "stroke-opacity", "stroke-width", "text-anchor",
}  # fmt: skip
"""Properties of matplotlib's styles that SVG has as attributes of the same name."""


@contextmanager
def plot(width: int, height: int) -> Iterator[tuple[Figure, Axes]]:
    """A figure of so many CSS pixels with one bare axes over all of it."""
    import matplotlib as mpl  # noqa: PLC0415  (takes half a second; most processes draw nothing)
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context():
        mpl.rcdefaults()  # not what the user's own settings file says
        mpl.rcParams.update(SETTINGS)
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)  # so a point is a pixel
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)
        yield figure, axes


def svg_of(
    figure: Figure,
    picture: Picture,
    titles: Mapping[str, str] | None = None,
    *,
    haloed: bool = False,
) -> str:
    """The SVG of a figure, to stand inside a page.

    Args:
        figure: what `plot` gave.
        picture: says what its ids begin with, and its text alternative.
        titles: tooltips by the gid of an artist.
        haloed: whether text has a rim, so that lines behind it do not strike it through.

    Returns:
        One ``svg`` element, with neither style attribute nor style element.
    """
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None}, transparent=True)
    root = ET.fromstring(written.getvalue())  # noqa: S314  (our own)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in {"metadata", "style"} or is_empty(child):
                parent.remove(child)
    box = root.get("viewBox", "0 0 0 0").split()
    root.attrib = {
        "class": f"plot plot-{picture.shape}" + " plot-haloed" * haloed,
        "viewBox": root.get("viewBox", ""),
        "width": box[2],
        "height": box[3],
        "role": "img",
        "aria-label": picture.alt,
        "focusable": "false",
    }
    used = {
        target
        for element in root.iter()
        for value in element.attrib.values()
        for target in re.findall(r"(?:^|url\()#([^)]+)", value)
    }
    names = {name: f"{picture.id}-{number}" for number, name in enumerate(sorted(used))}
    for element in root.iter():
        title = (titles or {}).get(element.get("id", ""))
        clean(element, names)
        if title:
            ET.SubElement(element, f"{SVG}title").text = title
    for marker in root.iterfind(f".//{SVG}defs/{SVG}path"):
        for key in ("class", "fill", "stroke"):  # no selector reaches into what is used elsewhere:
            marker.attrib.pop(key, None)  # it inherits them from the element that uses it
    ET.register_namespace("", SVG[1:-1])
    text = ET.tostring(root, encoding="unicode")
    return re.sub(r"\s*\n\s*", "\n", text).replace(f' xmlns="{SVG[1:-1]}"', "", 1)


def is_empty(element: ET.Element) -> bool:
    """Whether an element draws nothing, such as the ground behind a transparent figure."""
    drawing = {"path", "use", "text", "rect"}
    parts = [part for part in element.iter() if part.tag.rpartition("}")[2] in drawing]
    return element.tag in {f"{SVG}g", f"{SVG}defs"} and all(
        "fill: none" in part.get("style", "")
        and "stroke: none" in part.get("style", "fill: none; stroke: none")
        for part in parts
    )


def clean(element: ET.Element, names: Mapping[str, str]) -> None:
    """Turn an element's style into attributes and classes, and its ids into ours."""
    attributes = renamed(element.attrib, names) | styled(element.get("style", ""))
    if element.tag == f"{SVG}text" and "fill" not in attributes:
        attributes["fill"] = "#000000"
    for key in ("d", "transform", "x", "y", "width", "height", "stroke-width", "stroke-dasharray"):
        if key in attributes:
            attributes[key] = re.sub(r"-?\d+\.\d+", lambda m: short(m[0]), attributes[key])
    classes = [
        f"{prefix}-{token}"
        for key, prefix in (("fill", "fill"), ("stroke", "line"))
        for token, colour in PALETTE.items()
        if attributes.get(key) == colour
    ]
    if classes:
        attributes["class"] = " ".join(classes)
    element.attrib = dict(sorted(attributes.items()))


def renamed(given: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """An element's attributes, its style apart, with ids that are ours; unused ones go."""
    attributes = {}
    for key, value in given.items():
        if key == "id":
            if value in names:
                attributes["id"] = names[value]
        elif key == XLINK_HREF:
            attributes["href"] = "#" + names[value[1:]]
        elif key != "style":
            attributes[key] = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{names[m[1]]})", value)
    return attributes


def styled(text: str) -> dict[str, str]:
    """A style as presentation attributes."""
    attributes: dict[str, str] = {}
    style = dict(re.findall(r"([a-z-]+):\s*([^;]+)", text))
    if "font" in style:
        size = re.search(r"([\d.]+)px", style["font"])
        assert size is not None
        attributes["font-size"] = short(size[1])
        if "700" in style["font"] or "bold" in style["font"]:
            attributes["font-weight"] = "700"
    for key in ("font-size", "font-weight"):
        if key in style:
            attributes[key] = short(style[key].removesuffix("px"))
    return attributes | {key: value for key, value in style.items() if key in KEPT}


def short(number: str) -> str:
    """A number with at most two decimals."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".") if "." in number else number
