"""DrawingML of text and places, which layouts and slides share: ECMA-376, part 1, 20.1, 21.1."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from sphinx_briefing.handouts.powerpoint.measure import INNER, SMALLEST
from sphinx_briefing.handouts.powerpoint.styles import blend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_briefing.handouts.powerpoint.designs import Place
    from sphinx_briefing.handouts.powerpoint.look import Look

NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items())
EMU = 9525  # a px of the canvas: 1280 of them are 12192000
STEP_IN = 36  # px that a level of a list is set in by
LEVELS = 9  # that a presentation has
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'val="1"/></a:ext></a:extLst>'
)
"""What marks ornament, so that screen readers pass over it ([MS-ODRAWXML], 2.40)."""


def emu(px: float) -> int:
    """A length of the canvas in English Metric Units."""
    return round(px * EMU)


def points(px: float) -> int:
    """A size of type in hundredths of a point, on whole and half points."""
    return round(px * 0.75 * 2) * 50


def frame(box: Sequence[float], tag: str = "a:xfrm") -> str:
    """Where something stands."""
    left, top, width, height = (emu(part) for part in box)
    return f'<{tag}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></{tag}>'


def fill(look: Look, colour: str, *, dark: bool = False) -> str:
    """A colour that fills, by its token's name or as ``0a5563``."""
    if colour == "ghost":  # ornament on the cover's ground
        colour = blend(look.dark["ink"], look.dark["cover"], 0.16)
    return f"<a:solidFill>{look.colour(colour, dark=dark)}</a:solidFill>"


def named(number: int, name: str, *, alt: str | None = None, decorative: bool = False) -> str:
    """The identity of a shape."""
    told = f" descr={quoteattr(alt)}" if alt else ""
    inner = DECORATIVE if decorative else ""
    return f'<p:cNvPr id="{number}" name={quoteattr(name)}{told}>{inner}</p:cNvPr>'


def rectangle(look: Look, number: int, box: Sequence[float], colour: str, *, dark: bool) -> str:
    """A filled rectangle that is ornament."""
    return (
        f"<p:sp><p:nvSpPr>{named(number, f'Rule {number}', decorative=True)}<p:cNvSpPr/>"
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{frame(box)}<a:prstGeom prst="rect">'
        f"<a:avLst/></a:prstGeom>{fill(look, colour, dark=dark)}<a:ln><a:noFill/></a:ln></p:spPr>"
        f"</p:sp>"
    )


def sizes_of(size: float) -> list[float]:
    """The sizes of type of the levels of a list, px."""
    sizes = [size, size * 0.86, size * 0.8, SMALLEST]
    return [max(min(size, SMALLEST), one) for one in sizes] + [sizes[3]] * (LEVELS - 4)


def level_styles(look: Look, place: Place, *, dark: bool, rtl: bool) -> str:
    """The styles of a place's levels."""
    face = "+mj-lt" if place.heading else "+mn-lt"
    if place.figures:
        face = look.figures
    script = face.replace("lt", "cs"), face.replace("lt", "ea")
    found = []
    for level, size in enumerate(sizes_of(place.size)):
        set_in = emu(STEP_IN * (level + 1)) if place.dash else emu(STEP_IN * level)
        bullet = (
            f'<a:buClr>{look.colour("accent", dark=dark)}</a:buClr><a:buFont typeface="Arial"/>'
            '<a:buChar char="–"/>'
            if place.dash
            else "<a:buNone/>"
        )
        hang = -emu(STEP_IN) if place.dash else 0
        way = ' algn="r" rtl="1"' if rtl else ' algn="l"'
        weight = ' b="1"' if place.bold else ' b="0"'
        capitals = ' cap="all" spc="150"' if place.capitals else ""
        between = round(place.between * (INNER if level else 1) * 75)
        found.append(
            f'<a:lvl{level + 1}pPr marL="{set_in}" indent="{hang}"{way}>'
            f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
            f'<a:spcBef><a:spcPts val="{between}"/></a:spcBef>{bullet}'
            f'<a:defRPr sz="{points(size)}"{weight}{capitals}>{fill(look, place.colour, dark=dark)}'
            f'<a:latin typeface="{face}"/><a:ea typeface="{script[1]}"/>'
            f'<a:cs typeface="{script[0]}"/></a:defRPr></a:lvl{level + 1}pPr>'
        )
    return "<a:lstStyle>" + "".join(found) + "</a:lstStyle>"


def body_properties(place: Place, *, rtl: bool, shrink: float = 1) -> str:
    """How text stands in its place."""
    left, top, right, bottom = (emu(part) for part in place.pad)
    if rtl:
        left, right = right, left
    scale = f' fontScale="{round(shrink * 100000)}"' if shrink < 1 else ""
    return (
        f'<a:bodyPr vert="horz" wrap="square" lIns="{left}" tIns="{top}" rIns="{right}" '
        f'bIns="{bottom}" anchor="{place.anchor}"><a:normAutofit{scale}/></a:bodyPr>'
    )


def mirrored(box: Sequence[float], width: float, *, rtl: bool) -> tuple[float, ...]:
    """A box as it stands in a deck that is written from right to left."""
    left, top, wide, high = box
    return (width - left - wide if rtl else left, top, wide, high)
