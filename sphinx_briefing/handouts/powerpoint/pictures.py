"""Pictures: drawings stay drawings (SVG) with a raster beside them, for programs that need one."""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote
from xml.sax.saxutils import escape

import vl_convert
from PIL import Image
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.oxml import parse_xml

from sphinx_briefing.handouts.powerpoint.drawing import NAMESPACES, frame, named
from sphinx_briefing.handouts.powerpoint.vector import plain_svg, size_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sphinx_briefing.handouts.powerpoint.content import Picture
    from sphinx_briefing.handouts.powerpoint.writing import Writer

SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # [MS-ODRAWXML], 2.26
READABLE = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
"""What presentations show as it is; the rest becomes PNG."""

SCALE = 2.0  # pixels of the raster for each px of the canvas
DENSE = 1.5


class Drawn(NamedTuple):
    """A picture's bytes."""

    raster: bytes
    vector: bytes  # empty: there is none
    width: float  # px, its own
    height: float


class Pictures:
    """The pictures of a presentation; each stands in it once."""

    def __init__(self, site: Path, page: Path, writer: Writer) -> None:
        """Take files from a site, seen from a page."""
        self._site = site
        self._page = page
        self._writer = writer
        self._drawn: dict[str, Drawn | None] = {}
        self._vectors: dict[str, Part] = {}

    def draw(self, picture: Picture) -> Drawn | None:
        """The bytes of a picture; None: there is none that a presentation can show."""
        element = picture.element
        if element.name == "svg":
            text = plain_svg(element, self._writer.look)
            return self._once(hashlib.sha256(text.encode()).hexdigest(), lambda: _vector(text))
        source = str(element.get("src") or element.get("data") or element.get("poster") or "")
        path = (self._page.parent / unquote(source.partition("?")[0].partition("#")[0])).resolve()
        if not source or not path.is_file() or not path.is_relative_to(self._site.resolve()):
            return None
        return self._once(str(path), lambda: _read(path))

    def _once(self, key: str, make: Any) -> Drawn | None:
        if key not in self._drawn:
            self._drawn[key] = make()
        return self._drawn[key]

    def write(
        self,
        part: Any,
        picture: Picture,
        drawn: Drawn,
        box: Sequence[float],
        name: tuple[int, str],
        place: str = "",
        crop: tuple[float, float] = (0, 0),
    ) -> Any:
        """A picture as an element.

        Args:
            part: the slide's part.
            picture: what it is of.
            drawn: its bytes.
            box: where it stands, px.
            name: the shape's number and name.
            place: XML of the place that it fills; empty: none.
            crop: shares that are cut off at each side, and at top and bottom.
        """
        _, key = part.get_or_add_image_part(io.BytesIO(drawn.raster))
        inner = ""
        if drawn.vector:
            inner = (
                f'<a:extLst><a:ext uri="{SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg='
                '"http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
                f'r:embed="{self._vector_key(part, drawn.vector)}"/></a:ext></a:extLst>'
            )
        link = self._writer.links.xml(part, picture.href) if picture.href else ""
        identity = named(*name, alt=picture.alt, decorative=not picture.alt)
        if link:
            identity = identity.replace("></p:cNvPr>", f">{link}</p:cNvPr>")
        aside, above = (round(share * 100000) for share in crop)
        cut = f'<a:srcRect l="{aside}" t="{above}" r="{aside}" b="{above}"/>' if any(crop) else ""
        return parse_xml(
            f"<p:pic {NAMESPACES}><p:nvPicPr>{identity}<p:cNvPicPr>"
            f'<a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{place}</p:nvPr></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="{escape(key)}">{inner}</a:blip>{cut}<a:stretch>'
            f"<a:fillRect/></a:stretch></p:blipFill><p:spPr>{frame(box)}"
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def _vector_key(self, part: Any, text: bytes) -> str:
        digest = hashlib.sha256(text).hexdigest()
        if digest not in self._vectors:
            package = part.package
            name = package.next_image_partname("svg")
            self._vectors[digest] = Part(name, "image/svg+xml", package, text)
        return escape(part.relate_to(self._vectors[digest], RT.IMAGE))


def _vector(text: str) -> Drawn | None:
    width, height = size_of(text)
    scale = SCALE if width > 300 else SCALE * DENSE
    try:
        raster = vl_convert.svg_to_png(text, scale=scale)
    except (ValueError, RuntimeError):
        return None
    return Drawn(raster, text.encode("utf-8"), width, height)


def _read(path: Path) -> Drawn | None:
    data = path.read_bytes()
    if path.suffix.lower() == ".svg" or re.match(rb"\s*(<\?xml[^>]*>\s*)?<svg\b", data):
        return _vector(data.decode("utf-8"))
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            if image.format not in READABLE:
                file = io.BytesIO()
                image.convert("RGBA").save(file, "PNG")
                data = file.getvalue()
    except OSError:
        return None
    return Drawn(data, b"", width, height)
