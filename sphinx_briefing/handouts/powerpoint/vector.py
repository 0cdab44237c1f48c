"""Drawings on pages (SVG) as files that stand alone: plain colours, no styles of the page."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from bs4 import Tag

from sphinx_briefing.handouts.powerpoint.measure import width_of

if TYPE_CHECKING:
    from sphinx_briefing.handouts.powerpoint.look import Look

PAINTED = ("fill", "stroke", "color", "stop-color", "flood-color")
FONTS = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Plots are measured with Liberation Sans, which is as wide as Arial."""


DEFAULT = (300.0, 150.0)  # px: what a drawing without a size has (CSS 2.1, 10.3.2)


def plain_svg(svg: Tag, look: Look) -> str:
    """A drawing of a page as the text of a file.

    Custom properties and ``light-dark()`` become plain colours. Text that the page outlines, so
    that lines do not cross it (``paint-order: stroke``), gets a ground instead: presentations know
    no such order.

    Args:
        svg: the element; it stays as it is.
        look: of the deck.
    """
    outlined = {
        id(text)
        for text in svg.find_all("text")
        if "stroke" in look.styles.text(text, "paint-order")
    }
    root = copy.copy(svg)
    has_styles = root.find("style") is not None
    pairs = zip([svg, *svg.find_all(True)], [root, *root.find_all(True)], strict=True)
    for page, own in list(pairs):
        _make_plain(page, own, look)
        if not has_styles and own.has_attr("class"):
            del own["class"]
        if id(page) in outlined and own.get("stroke"):
            own.insert_before(_ground(own))
            for name in ("stroke", "stroke-width", "stroke-linejoin"):
                if own.has_attr(name):
                    del own[name]
    root["xmlns"] = "http://www.w3.org/2000/svg"
    if any(tag.has_attr("xlink:href") for tag in root.find_all(True)):
        root["xmlns:xlink"] = "http://www.w3.org/1999/xlink"
    if not root.get("font-family"):
        root["font-family"] = FONTS
    for name in ("focusable", "role", "aria-label", "aria-roledescription"):
        if root.has_attr(name):
            del root[name]
    return str(root.decode(formatter="minimal"))


def _make_plain(page: Tag, own: Tag, look: Look) -> None:
    """Give an element of a drawing plain colours, as its place on the page has them."""
    styles = look.styles
    for name in list(own.attrs):
        value = str(own[name])
        if name in PAINTED and "(" in value and "url(" not in value:
            own[name] = f"#{styles.resolved_colour(page, value) or '000000'}"
        elif name == "style" and "(" in value:
            own[name] = _plain_style(styles.resolved_text(page, value), page, look)
        elif value == "currentColor" and name in PAINTED:
            own[name] = f"#{styles.colour(page, 'color') or look.light['ink']}"


def _ground(text: Tag) -> Tag:
    """A box behind a line of text, in the colour of its outline."""
    size = float(re.sub(r"[^\d.]", "", str(text.get("font-size", ""))) or 13)
    bold = str(text.get("font-weight", "")) in ("bold", "600", "700")
    words = text.get_text()
    wide = width_of(words, size, bold=bold, mono=False, face="Arial") if words.strip() else 0
    start = {"end": 1.0, "middle": 0.5}.get(str(text.get("text-anchor", "")), 0.0)
    at = [float(str(text.get(name, "0")) or 0) for name in ("x", "y")]
    ground = Tag(name="rect")
    ground.attrs = {
        "x": f"{at[0] - wide * start - 2:.1f}", "y": f"{at[1] - size * 0.8:.1f}",
        "width": f"{wide + 4 if wide else 0:.1f}", "height": f"{size:.1f}",
        "fill": str(text["stroke"]), "stroke": "none",
    }  # fmt: skip
    if text.get("transform"):
        ground["transform"] = str(text["transform"])
    return ground


def _plain_style(text: str, page: Tag, look: Look) -> str:
    """A ``style`` whose colours are plain."""
    found = []
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip() in PAINTED and "(" in value and "url(" not in value:
            value = f"#{look.styles.resolved_colour(page, value) or '000000'}"
        found.append(f"{name}{colon}{value}")
    return ";".join(found)


def size_of(text: str) -> tuple[float, float]:
    """The width and height of a drawing, px."""
    start = re.search(r"<svg\b[^>]*>", text)
    if start is None:
        return DEFAULT
    said = dict(re.findall(r"\b(width|height|viewBox)\s*=\s*[\"']([^\"']*)", start[0]))
    sizes = [re.fullmatch(r"([\d.]+)(px|pt)?", said.get(name, "")) for name in ("width", "height")]
    if all(sizes):
        pairs = [(float(size[1]), size[2]) for size in sizes if size]
        width, height = (value * (4 / 3 if unit == "pt" else 1) for value, unit in pairs)
        return width, height
    box = re.split(r"[\s,]+", said.get("viewBox", "").strip())
    if len(box) == 4:
        return float(box[2]) or DEFAULT[0], float(box[3]) or DEFAULT[1]
    return DEFAULT
