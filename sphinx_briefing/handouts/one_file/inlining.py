"""Putting what a page refers to into the page itself: pictures, fonts, styles, scripts."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bs4.element import Script, Stylesheet

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

MEDIA_TYPES = MappingProxyType(
    {
        ".avif": "image/avif", ".gif": "image/gif", ".ico": "image/x-icon", ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml", ".webp": "image/webp",
        ".otf": "font/otf", ".ttf": "font/ttf", ".woff": "font/woff", ".woff2": "font/woff2",
        ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".oga": "audio/ogg", ".ogv": "video/ogg",
        ".wav": "audio/wav", ".webm": "video/webm", ".vtt": "text/vtt",
    }
)  # fmt: skip
"""Of files by their endings; Python's own table differs between machines."""

REFERRING = (
    "src", "poster", "data", "href", "xlink:href", "data-src", "data-background-image",
    "data-background-video", "data-background",
)  # fmt: skip
"""Attributes that name a file which a page shows."""

CSS_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?(['"]?)([^'")\s;]+)\1\s*\)?\s*([^;]*);""")
CSS_URL = re.compile(r"""url\(\s*(['"]?)(?!data:)([^'")]+)\1\s*\)""")
SOURCE_MAP = re.compile(r"\s*//[#@] sourceMappingURL=\S+\s*$")


class Inliner:
    """Puts local files of a site into one of its pages."""

    def __init__(self, site: Path, page: Path) -> None:
        """Say where the page lies.

        Args:
            site: the root of the site.
            page: the page's file.
        """
        self.site, self.folder = site.resolve(), page.resolve().parent

    def file(self, uri: str, folder: Path | None = None) -> Path | None:
        """The file of the site that an address leads to, if it is one.

        Args:
            uri: seen from the page, or from ``folder``.
            folder: where the address stands.
        """
        parts = urlsplit(uri)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = ((folder or self.folder) / unquote(parts.path)).resolve()
        return path if path.is_relative_to(self.site) and path.is_file() else None

    def inline(self, page: Tag) -> None:
        """Put into a page all that it shows, or runs; what lies elsewhere stays there."""
        for link in page.find_all("link"):
            self._inline_link(link)
        for script in page.find_all("script", src=True):
            if path := self.file(str(script["src"])):
                script.attrs = {k: v for k, v in script.attrs.items() if k == "type"}
                script.string = Script(script_text(path.read_text(encoding="utf-8")))
        for element in page.find_all(True):
            if element.name not in {"a", "script"}:
                self._inline_attributes(element)

    def _inline_link(self, link: Tag) -> None:
        kinds, path = link.get_attribute_list("rel"), self.file(str(link.get("href", "")))
        if "stylesheet" in kinds and path:
            link.name = "style"
            link.attrs = {k: v for k, v in link.attrs.items() if k == "media"}
            link.string = Stylesheet(self.style_text(path))
        elif path and "icon" not in kinds:
            link.decompose()  # it helps to find or to load what is now inside

    def _inline_attributes(self, element: Tag) -> None:
        for name in REFERRING:
            if path := self.file(str(element.get(name, ""))):
                element[name] = data_uri(path) + anchor_of(str(element[name]))
        if "srcset" in element.attrs:
            element["srcset"] = self._inline_srcset(str(element["srcset"]))
        if "url(" in str(element.get("style", "")):
            element["style"] = self._inline_urls(str(element["style"]), self.folder)

    def _inline_srcset(self, text: str) -> str:
        found = []
        for one in text.split(", "):
            uri, _space, size = one.strip().partition(" ")
            path = self.file(uri)
            found.append(f"{data_uri(path) if path else uri} {size}".strip())
        return ", ".join(found)

    def style_text(self, path: Path) -> str:
        """A stylesheet with all that it refers to, as it may stand in a page."""
        text = path.read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')

        def imported(found: re.Match[str]) -> str:
            other = self.file(found[2], path.parent)
            if other is None:
                return found[0]
            style = self.style_text(other)
            return f"@media {found[3]} {{ {style} }}" if found[3].strip() else style

        text = self._inline_urls(CSS_IMPORT.sub(imported, text), path.parent)
        return text.replace("</", "<\\/")

    def _inline_urls(self, text: str, folder: Path) -> str:
        def inlined(found: re.Match[str]) -> str:
            path = self.file(found[2], folder)
            return f'url("{data_uri(path)}{anchor_of(found[2])}")' if path else found[0]

        return CSS_URL.sub(inlined, text)


def data_uri(path: Path) -> str:
    """A file as an address that holds it (RFC 2397)."""
    kind = MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream")
    return f"data:{kind};base64,{b64encode(path.read_bytes()).decode('ascii')}"


def anchor_of(uri: str) -> str:
    """What an address says after ``#``, with it: a part of a drawing."""
    fragment = urlsplit(uri).fragment
    return f"#{fragment}" if fragment else ""


def script_text(text: str) -> str:
    """A script as it may stand in a page: nothing in it ends the element.

    Source: HTML Living Standard, 4.12.1.3 Restrictions for contents of script elements.
    """
    text = SOURCE_MAP.sub("\n", text)
    text = re.sub(r"</(?=script)", r"<\\/", text, flags=re.IGNORECASE)
    return text.replace("<!--", "<\\!--")


def as_script(name: str, data: object) -> str:
    """A script that sets a variable of the window."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return f"window.{name} = {text};\n".replace("<", "\\u003c")
