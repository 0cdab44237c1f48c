"""The site's icon in every form that is asked for, drawn from the one that ``html_favicon`` names.

An SVG is linked as it is, for browsers that read it. Others, and Apple's home screens, are told of
a PNG; and browsers that show a file of the site by itself, a PDF or ``glossary.json``, ask for
``/favicon.ico`` unasked. Where there is no icon, pages say so: else each browser would ask in vain.
"""

from __future__ import annotations

import posixpath
import struct
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.builder import DeckBuilder
from sphinx_briefing.guard import messages
from sphinx_briefing.site.cards import kept_or_drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

SMALL = 48
"""Pixels of the PNG for browsers: search engines show multiples of 48 (Google Search Central)."""

TOUCH = 180
"""Pixels of Apple's, which it makes smaller where need be (Human Interface Guidelines)."""

IN_ICO = (16, 32, 48)

FILES = {SMALL: "_static/briefing-icon.png", TOUCH: "_static/briefing-touch-icon.png"}
ICO = "favicon.ico"

NO_ICON = '<link rel="icon" href="data:," />'

SVG = "http://www.w3.org/2000/svg"


def source(config: Config) -> str:
    """The SVG that icons are drawn from, seen from ``conf.py``; empty: there is none."""
    name: str = config.html_favicon or ""
    return name if name.endswith(".svg") and "://" not in name else ""


def of_size(svg: bytes, pixels: int) -> str:
    """A drawing with a width and a height.

    Raises:
        ParseError: it is no XML.
        ValueError: it has neither a viewBox nor a size in pixels.
    """
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # noqa: S314  (the project's own file)
    if root.get("viewBox") is None:
        wide, high = (float(root.get(side, "").removesuffix("px")) for side in ("width", "height"))
        root.set("viewBox", f"0 0 {wide} {high}")
    for side in ("width", "height"):
        root.set(side, str(pixels))
    return ET.tostring(root, encoding="unicode")


def ico(pngs: dict[int, bytes]) -> bytes:
    """Pictures, by their size, as one file of icons.

    Its parts may be PNG since Windows Vista: https://en.wikipedia.org/wiki/ICO_(file_format).
    """
    head, entries, place = struct.pack("<HHH", 0, 1, len(pngs)), b"", 6 + 16 * len(pngs)
    for size, png in pngs.items():
        entries += struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), place)
        place += len(png)
    return head + entries + b"".join(pngs.values())


def write_icons(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Draw them, or take away what an earlier build drew.

    Raises:
        ExtensionError: the icon cannot be drawn.
    """
    if not writes_pages(app.builder):
        return
    out, name = Path(app.outdir), source(app.config)
    files: dict[str, bytes] = {}
    if name:
        try:
            svg = Path(app.confdir, name).read_bytes()
            drawings = {size: of_size(svg, size) for size in {*FILES, *IN_ICO}}
            drawn = kept_or_drawn(Path(app.doctreedir, "briefing-icons"), drawings.values())
        except (ET.ParseError, ValueError, OSError, ExtensionError) as error:
            raise ExtensionError(messages.ICON_UNUSABLE % (name, error)) from error
        files = {file: drawn[drawings[size]] for size, file in FILES.items()}
        files[ICO] = ico({size: drawn[drawings[size]] for size in IN_ICO})
    for file in (*FILES.values(), ICO):
        if file in files:
            (out / file).parent.mkdir(exist_ok=True)
            (out / file).write_bytes(files[file])
        elif file != ICO or not is_projects_own(app):
            (out / file).unlink(missing_ok=True)
    yield from ()


def is_projects_own(app: Sphinx) -> bool:
    """Whether the project itself puts an icon at the site's root."""
    own = [Path(app.confdir, name) for name in app.config.html_extra_path]
    return any((path / ICO).is_file() or path.name == ICO for path in own)


def link_to_icon(config: Config, to_root: str) -> str:
    """The link by which a page that no theme makes has the icon; ``to_root`` leads to the root."""
    name: str = config.html_favicon or ""
    if not name:
        return NO_ICON
    address = name if "://" in name else f"{to_root}_static/{posixpath.basename(name)}"
    return f'<link rel="icon" href="{escape(address)}" />'


def links(config: Config, to_root: str) -> str:
    """What a page says of the icons beside its link to the SVG; ``to_root`` leads to the root."""
    if not config.html_favicon:
        return f"\n{NO_ICON}"
    if not source(config):
        return ""
    small, touch = (escape(to_root + file) for file in FILES.values())
    return (
        f'\n<link rel="alternate icon" href="{small}" type="image/png" sizes="{SMALL}x{SMALL}" />'
        f'\n<link rel="apple-touch-icon" href="{touch}" />'
    )


def link_icons(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Link them in a page, or a deck beside the pages."""
    builder = app.builder
    is_deck = isinstance(builder, DeckBuilder) and builder.docs is not None
    if is_deck or writes_pages(builder):
        here = pagename if is_deck else builder.get_target_uri(pagename)
        to_root = relative_uri(here, "x").removesuffix("x")
        context["metatags"] = context.get("metatags", "") + links(app.config, to_root)


def setup(app: Sphinx) -> None:
    """Connect to each page, and to the end of writing."""
    app.connect("html-page-context", link_icons, priority=940)
    app.connect("html-collect-pages", write_icons)
