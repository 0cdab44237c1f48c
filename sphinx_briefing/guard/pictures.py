"""Pictures of documents: each says what it shows, is what its name says, and runs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing.guard import messages
from sphinx_briefing.guard.allowed import allowed_by, picture_fault, scheme_of
from sphinx_briefing.guard.html import faults_in
from sphinx_briefing.guard.messages import short
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_briefing.guard.allowed import Allowed

DECORATION = "decoration"
"""Class of a picture that says nothing: it is left out where pictures are told in words."""

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
    try:
        content = path.read_bytes()
    except OSError:
        return ""  # Sphinx says so
    kind = path.suffix.lower()
    if not content:
        return messages.PICTURE_EMPTY % uri
    if kind in BEGINNINGS and not content.startswith(BEGINNINGS[kind]):
        return messages.PICTURE_IS_NONE % (uri, kind[1:].upper())
    if kind == ".svg":
        return _svg_fault(content, uri, allowed)
    return ""


def _svg_fault(content: bytes, uri: str, allowed: Allowed) -> str:
    """A picture of its own is published as a file, and a file that is opened can act."""
    text = content.decode("utf-8", errors="replace")
    if "<svg" not in text:
        return messages.PICTURE_IS_NONE % (uri, "SVG")
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
