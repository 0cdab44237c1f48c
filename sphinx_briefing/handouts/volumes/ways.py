"""Where the links and pictures of a volume lead: into it, to the published site, or nowhere."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from sphinx_briefing.handouts.volumes.leaves import (
    SVG,
    XLINK,
    make,
    of_class,
    plain_id,
    replace,
    tag,
    tagged,
    unwrap,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx_briefing.handouts.volumes.binding import Leaf, Volume

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The pictures that every reader of books shows (EPUB 3.3, 3.2), by how their names end."""

LETTERS = "Liberation Sans, Arial, Helvetica, sans-serif"
"""What the words of a drawn figure are measured with, and what is as wide (`figures.vega.FONT`)."""

INDEX = "genindex"


class Way(NamedTuple):
    """Where a link leads inside a volume."""

    slug: str  # of the document, or `INDEX`
    anchor: str  # an id in it; empty: its head


class Ways:
    """Finds where the links of a volume lead."""

    def __init__(self, volume: Volume, address: str) -> None:
        """Note what can be reached.

        Args:
            volume: with its documents.
            address: of the published site, with a slash at its end; empty: not known.
        """
        self.volume, self.address = volume, address
        self.slugs = {leaf.docname: leaf.slug for leaf in volume.leaves}
        self.slugs[INDEX] = INDEX
        self.ids = {
            leaf.slug: {one.get("id") for one in leaf.body.iter() if one.get("id")}
            for leaf in volume.leaves
        }

    def inside(self, docname: str, href: str) -> Way | None:
        """Where a link of a document leads inside the volume; none: it leads out of it."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(docname), unquote(parts.path)))
        name = docname if not parts.path else self._document(path)
        slug = self.slugs.get(name)
        if slug is None:
            return None
        anchor = plain_id(unquote(parts.fragment))
        return Way(slug, anchor if anchor in self.ids.get(slug, ()) else "")

    def _document(self, path: str) -> str:
        for suffix in (self.volume.suffix, ".html"):
            if path.endswith(suffix):
                return path.removesuffix(suffix)
        return path

    def outside(self, docname: str, href: str) -> str:
        """The full address of what lies outside the volume; empty: it has none that is known."""
        parts = urlsplit(href)
        if parts.scheme in {"http", "https", "mailto"}:
            return whole(href)
        if parts.scheme or parts.netloc or not self.address or not parts.path:
            return ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(docname), unquote(parts.path)))
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return self.address + quote(path) + fragment if not path.startswith("..") else ""

    def lead(self, leaf: Leaf, address_of: Callable[[Way], str]) -> None:
        """Set all links of a document; what leads nowhere becomes text.

        Args:
            leaf: whose ``body`` is changed.
            address_of: what the volume writes for a way inside it.
        """
        for link in tagged(leaf.body, "a"):
            key = "href" if link.get("href") is not None else XLINK
            href = link.get(key)
            if href is None:
                link.tag = link.tag.replace("}a", "}span") if SVG not in link.tag else link.tag
                continue
            way = self.inside(leaf.docname, href)
            to = address_of(way) if way else self.outside(leaf.docname, href)
            if to:
                link.set(key, to)
            elif link.get("id"):
                del link.attrib[key]
            else:
                unwrap(link)


def whole(href: str) -> str:
    """An address with what must not stand in one written in its stead (RFC 3986)."""
    return re.sub(r"[^\x21-\x7e]|[ \"<>\\^`{|}]", lambda found: quote(found[0]), href)


# -- pictures -------------------------------------------------------------------------------------


def draw_plots(volume: Volume, leaf: Leaf, put: Callable[[str, bytes], str]) -> None:
    """Make a picture of each drawn figure, in the colours of paper.

    Args:
        volume: whose colours they are.
        leaf: whose ``body`` is changed.
        put: keeps a picture of that name, and gives its address.
    """
    for number, plot in enumerate(of_class(leaf.body, "plot")):
        if tag(plot) != "svg":
            continue
        drawn = make("img", class_=plot.get("class", ""), alt=plot.get("aria-label", ""))
        for key in ("width", "height"):
            drawn.set(key, str(round(float(plot.get(key, "0")))))
        replace(plot, drawn)
        for key in ("class", "role", "aria-label", "focusable"):
            plot.attrib.pop(key, None)
        plot.set("font-family", LETTERS)
        for words in (one for one in tagged(plot, "text") if one.get("stroke")):
            words.set("paint-order", "stroke")  # so that no line strikes them
        text = volume.palette.resolved(written(plot))
        drawn.set("src", put(f"{leaf.slug}-figure-{number}.svg", text.encode()))


def place_pictures(
    volume: Volume, leaf: Leaf, put: Callable[[str, bytes], str], keep: Callable[[str], bool]
) -> None:
    """Take the pictures of a document into the volume; where one is missing, its words stand.

    Args:
        volume: with the folder of pictures.
        leaf: whose ``body`` is changed.
        put: keeps a picture of that name, and gives its address.
        keep: whether an address is right as it is.
    """
    for picture in tagged(leaf.body, "img", "image"):
        key = "src" if tag(picture) == "img" else ("href" if picture.get("href") else XLINK)
        source = picture.get(key, "")
        if keep(source):
            continue
        path = picture_file(volume, leaf.docname, source)
        if path is None or path.suffix.lower() not in TYPES:
            if tag(picture) == "img":
                replace(picture, make("span", picture.get("alt", ""), class_="missing-picture"))
            continue
        data = path.read_bytes()
        if path.suffix.lower() == ".svg":
            data = volume.palette.resolved(data.decode("utf-8")).encode()
        picture.set(key, put(path.name, data))
        picture.attrib.pop("loading", None)


def picture_file(volume: Volume, docname: str, source: str) -> Path | None:
    """The file of a picture; none where it lies elsewhere or is missing."""
    parts = urlsplit(source)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    folder = volume.folder.resolve()
    path = (folder / docname).parent.joinpath(unquote(parts.path)).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None
