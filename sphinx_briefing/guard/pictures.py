"""Pictures of documents: each says what it shows, is what its name says, and runs nothing."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import imagesize  # type: ignore[import-untyped]
from docutils import nodes

from sphinx_briefing.guard import messages
from sphinx_briefing.guard.allowed import allowed_by, picture_fault, scheme_of
from sphinx_briefing.guard.html import faults_in
from sphinx_briefing.guard.messages import short
from sphinx_briefing.guard.svg import svg_fault
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_briefing.guard.allowed import Allowed

DECORATION = "decoration"
"""Class of a picture that says nothing: it is left out where pictures are told in words."""

ENDS = {
    ".png": (b"IEND", 4096),
    ".jpg": (b"\xff\xd9", 65536),
    ".jpeg": (b"\xff\xd9", 65536),
    ".gif": (b";", 64),
}
"""What stands near the end of a file that is whole, and within how many bytes of it."""

OTHERS = frozenset({".svg", ".avif", ".apng"})
"""Ends of the names of pictures that browsers show, beside those of `BEGINNINGS`."""

MOST_PIXELS = 16384
"""Of a picture's side; browsers show none that is larger."""

BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
}
"""How files of pictures begin, by the ends of their names."""

OF_SVG = frozenset({"xml", "title", "metadata", "style", "animate", "animatetransform"})
"""Elements that a picture of its own may have beside those of raw HTML."""


def check_pictures(app: Sphinx, document: nodes.document) -> None:
    """Report pictures without alternative, from other hosts, empty, or with code in them."""
    allowed = allowed_by(app.config)
    for image in list(document.findall(nodes.image)):
        uri = image.get("uri", "")
        says = picture_fault(uri, allowed)
        if not says and not scheme_of(uri) and "*" not in uri:
            path = Path(app.env.relfn2path(uri, app.env.current_document.docname)[1])
            says = file_fault(path, uri, allowed)
        if says:
            warn("%s", says, location=image, subtype="picture")
            image.parent.remove(image)
        else:
            _check_alternative(image, uri)


def _check_alternative(image: nodes.image, uri: str) -> None:
    around = image.parent
    figure = around if isinstance(around, nodes.figure) else around.parent
    classes = [*image["classes"], *(figure["classes"] if isinstance(figure, nodes.figure) else [])]
    if DECORATION in classes:
        image["alt"] = ""  # else the file's name is read aloud
    elif not (image.get("alt") or "").strip():
        warn(
            messages.PICTURE_WITHOUT_ALT,
            short(uri),
            DECORATION,
            location=image if image.line else around,
            subtype="picture",
        )


def file_fault(path: Path, uri: str, allowed: Allowed) -> str:
    """What is wrong with the file of a picture; empty: nothing, or it is not there."""
    if path.exists() and not path.is_file():
        return messages.PICTURE_IS_NO_FILE % uri
    try:
        content = path.read_bytes()
    except OSError:
        return ""  # Sphinx says so
    kind = path.suffix.lower()
    if not content:
        return messages.PICTURE_EMPTY % uri
    if kind in {".pdf", ".eps"}:
        return messages.PICTURE_FOR_PAPER % (uri, kind[1:].upper())
    if kind not in BEGINNINGS and kind not in OTHERS:
        return messages.PICTURE_OF_UNKNOWN_KIND % uri
    if kind in BEGINNINGS and not content.startswith(BEGINNINGS[kind]):
        return messages.PICTURE_IS_NONE % (uri, kind[1:].upper())
    if kind == ".svg":
        return _svg_fault(content, uri, allowed)
    return _bitmap_fault(content, kind, uri)


def _bitmap_fault(content: bytes, kind: str, uri: str) -> str:
    end, within = ENDS.get(kind, (b"", 0))
    is_cut = end not in content[-within:]
    if kind == ".webp":
        is_cut = len(content) < 8 + int.from_bytes(content[4:8], "little")
        if content[8:12] != b"WEBP":
            return messages.PICTURE_IS_NONE % (uri, "WEBP")
    if is_cut:
        return messages.PICTURE_IS_CUT % uri
    try:
        width, height = imagesize.get(io.BytesIO(content))
    except (ValueError, OSError, struct.error):
        width = height = 0
    if kind in ENDS and (width < 1 or height < 1):
        return messages.PICTURE_WITHOUT_SIZE % uri
    if max(width, height) > MOST_PIXELS:
        return messages.PICTURE_TOO_LARGE % (uri, width, height, MOST_PIXELS)
    return ""


def _svg_fault(content: bytes, uri: str, allowed: Allowed) -> str:
    """A picture of its own is published as a file, and a file that is opened can act."""
    text = content.decode("utf-8", errors="replace")
    if "<svg" not in text:
        return messages.PICTURE_IS_NONE % (uri, "SVG")
    if fault := svg_fault(content):
        return messages.PICTURE_ACTS % (uri, fault.line, fault.says)
    of_svg = allowed._replace(markup=allowed.markup | OF_SVG)
    for fault in faults_in(text, of_svg):
        if _acts(fault.says):
            return messages.PICTURE_ACTS % (uri, fault.line, fault.says)
    return ""


def _acts(says: str) -> bool:
    """Whether a fault is one that a file can act by; drawing programs add much that is harmless."""
    acting = ("<script>", "<foreignobject>", "<iframe>", "<set>", "<handler>", "attribute on")
    if says == messages.RAW_UNFINISHED or "scheme javascript:" in says:
        return True
    return any(word in says for word in acting)


def setup(app: Sphinx) -> None:
    """Check each document that was read."""
    app.connect("doctree-read", check_pictures, priority=440)
