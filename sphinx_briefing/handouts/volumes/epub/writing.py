"""The publication as EPUB 3.3, https://www.w3.org/TR/epub-33/.

Sphinx's epub builder writes the pages. The package around them is made here: its contents name all
documents and their sections, each file is declared with what it holds, nothing lies in it that is
not read, and the same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from sphinx_briefing.handouts.volumes.cover import cover_png
from sphinx_briefing.handouts.volumes.epub.package import Item, contents, metadata, ncx, package
from sphinx_briefing.handouts.volumes.leaves import (
    MATHML,
    SVG,
    classes,
    headings,
    id_of_heading,
    make,
    remove,
    tag,
    text_of,
    written,
)
from sphinx_briefing.handouts.volumes.ways import (
    INDEX,
    TYPES,
    Way,
    Ways,
    draw_plots,
    place_pictures,
)
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.volumes.binding import Leaf, Volume

STYLE = "styles/briefing-epub.css"

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"\
 lang="{language}" xml:lang="{language}" dir="{direction}">
<head>
<title>{title}</title>
{styles}
</head>
{body}
</html>
"""

KINDS = {
    "glossary": ("glossary", "doc-glossary"),
    "bibliography": ("bibliography", "doc-bibliography"),
    "index": ("index", "doc-index"),
    "register": ("appendix", "doc-appendix"),
    "": ("chapter", "doc-chapter"),
}
"""What a page is, in the words of EPUB's structure vocabulary and of DPUB-ARIA."""

LONGEST_CONTENTS = 2
"""The depth of headings that the contents name below each document: 2 is its sections."""


class Kept(NamedTuple):
    """The files of the package, and the names that pictures were given."""

    files: dict[str, bytes]

    def picture(self, name: str, data: bytes) -> str:
        """Keep a picture; gives its address seen from the pages, which lie beside its folder."""
        stem, _dot, suffix = name.rpartition(".")
        plain = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-") or "picture"
        if plain != stem:  # two names may have become one
            plain += f"-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        path = f"images/{plain}.{suffix.lower()}"
        self.files[path] = data
        return path


def write_epub(kit: Kit, volume: Volume, path: Path) -> None:
    """Write the EPUB.

    Args:
        kit: of whom and of when it is.
        volume: its documents; they are changed.
        path: the file.
    """
    kept, ways = Kept({}), Ways(volume, kit.address)
    sheets = styles(volume, kept)
    for leaf in volume.leaves:
        ways.lead(leaf, address_of)
        draw_plots(volume, leaf, kept.picture)
        place_pictures(volume, leaf, kept.picture, lambda source: source in kept.files)
        prepare(leaf)
        shown = page(volume, leaf.title, leaf.body, sheets, leaf.kind)
        kept.files[f"{leaf.slug}.xhtml"] = shown.encode()
    if volume.entries:
        body = index_page(volume, ways)
        kept.files[f"{INDEX}.xhtml"] = page(volume, _("Index"), body, sheets, "index").encode()
    kept.files["images/cover.png"] = cover_png(kit, volume)
    kept.files["cover.xhtml"] = page(volume, kit.title, cover_page(kit), sheets, "cover").encode()
    about = metadata(kit, volume, has_maths=any(has(leaf.body, MATHML) for leaf in volume.leaves))
    listed = contents_of(volume)
    nav = page(volume, _("Contents"), contents(volume, listed), sheets, "")
    kept.files["nav.xhtml"] = nav.encode()
    kept.files["toc.ncx"] = ncx(about, volume, listed).encode()
    order = ["cover", "nav", *(leaf.slug for leaf in volume.leaves)]
    items = [item_of(name, data) for name, data in sorted(kept.files.items())]
    spine = [f"{slug}.xhtml" for slug in order] + ([f"{INDEX}.xhtml"] if volume.entries else [])
    kept.files["content.opf"] = package(about, volume, items, spine).encode()
    pack(kept.files, path)


def address_of(way: Way) -> str:
    """Where something in the volume lies, seen from its pages, all in one folder."""
    return f"{way.slug}.xhtml" + (f"#{quote(way.anchor)}" if way.anchor else "")


def styles(volume: Volume, kept: Kept) -> list[str]:
    """Keep the stylesheets: ours, that of code, and those the project names for books."""
    config, palette = volume.app.config, volume.palette
    ours = Path(__file__).with_name("epub.css").read_text("utf-8")
    kept.files[STYLE] = palette.resolved(ours).encode()
    found = [STYLE]
    names = ["pygments.css", *(s if isinstance(s, str) else s[0] for s in config.epub_css_files)]
    for name in names:
        file = volume.folder / "_static" / name
        if file.is_file():
            path = f"styles/{Path(name).name}"
            kept.files[path] = without_fonts(palette.resolved(file.read_text("utf-8"))).encode()
            found.append(path)
    return found


def without_fonts(text: str) -> str:
    """A stylesheet without typefaces of its own: readers choose theirs."""
    return re.sub(r"@font-face\s*\{[^}]*\}|@import[^;]*;|@charset[^;]*;", "", text)


def page(volume: Volume, title: str, body: Any, sheets: list[str], kind: str) -> str:
    """A page of the package."""
    if kind in KINDS:
        sort, role = KINDS[kind]
        section = next((child for child in body if tag(child) == "section"), None)
        if section is not None and section.get("role") is None:
            section.set("{http://www.idpf.org/2007/ops}type", sort)
            section.set("role", role)
    links = "\n".join(
        f'<link rel="stylesheet" type="text/css" href="{sheet}"/>' for sheet in sheets
    )
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    text = PAGE.format(
        language=volume.language,
        direction=volume.direction,
        title=escaped,
        styles=links,
        body=written(body),
    )
    return re.sub(r'(<(?!html)[a-z0-9]+[^>]*?) xmlns="http://www.w3.org/1999/xhtml"', r"\1", text)


def prepare(leaf: Leaf) -> None:
    """Give a page what readers of EPUB need, and take from it what some trip over."""
    for element in list(leaf.body.iter()):
        found = classes(element)
        if "toctree-wrapper" in found:
            remove(element)
        elif tag(element) == "th" and element.get("scope") is None:
            element.set("scope", "col")
        elif tag(element) == "math":
            element.set("dir", "ltr")
        elif "figure-data" in found and tag(element.getparent()) == "figure":
            # Nothing may stand behind the caption of a figure.
            figure = element.getparent()
            tail, element.tail = figure.tail, None
            figure.addnext(element)
            figure.tail, element.tail = None, tail
        elif "table-wrapper" in found or "figure-picture" in found:
            element.attrib.pop("role", None)
            element.attrib.pop("aria-label", None)


def index_page(volume: Volume, ways: Ways) -> Any:
    """The index: each name leads to where it is told."""
    body = make("body")
    section = make("section", id="index")
    section.append(make("h1", _("Index")))
    body.append(section)
    for letter, entries in volume.entries:
        group = make("section", class_="index-letter")
        group.append(make("h2", letter))
        names = make("ul")
        for name, (targets, below, _key) in entries:
            item = index_item(ways, name, targets)
            if below:
                inner = make("ul")
                for part, places in below:
                    inner.append(index_item(ways, part, places))
                item.append(inner)
            names.append(item)
        group.append(names)
        section.append(group)
    return body


def index_item(ways: Ways, name: str, targets: list[tuple[str, str]]) -> Any:
    """A name of the index."""
    item = make("li")
    leads = [way for _main, uri in targets if uri and (way := ways.inside(INDEX, uri))]
    if not leads:
        item.text = name
    for number, way in enumerate(leads):
        link = make("a", name if number == 0 else str(number + 1), href=address_of(way))
        link.tail = ", " if number < len(leads) - 1 else None
        item.append(link)
    return item


def cover_page(kit: Kit) -> Any:
    """The page of the cover."""
    body = make("body", class_="cover")
    section = make("section")
    section.set("{http://www.idpf.org/2007/ops}type", "cover")
    said = ". ".join(filter(None, [kit.title, kit.author, kit.edition_label]))
    picture = make(
        "img", src="images/cover.png", role="doc-cover", alt=_("Cover: {title}").format(title=said)
    )
    section.append(picture)
    body.append(section)
    return body


class Listed(NamedTuple):
    """A line of the contents."""

    title: str
    address: str
    depth: int
    caption: str
    below: tuple[tuple[str, str], ...]  # sections, with their addresses


def contents_of(volume: Volume) -> list[Listed]:
    """All documents, with their sections."""
    found = []
    for leaf in volume.leaves:
        below = tuple(
            (text_of(heading), address_of(Way(leaf.slug, id_of_heading(heading))))
            for heading in headings(leaf.body)
            if tag(heading) == "h2" and id_of_heading(heading)
        )
        listed = () if leaf.kind in {"glossary", "register"} and len(below) > 30 else below
        found.append(Listed(leaf.title, f"{leaf.slug}.xhtml", leaf.depth, leaf.caption, listed))
    if volume.entries:
        found.append(Listed(_("Index"), f"{INDEX}.xhtml", 1, "", ()))
    return found


def has(body: Any, namespace: str) -> bool:
    """Whether a page holds something of another vocabulary."""
    return next(body.iter(f"{{{namespace}}}*"), None) is not None


def item_of(name: str, data: bytes) -> Item:
    """A file as the package declares it."""
    suffix = Path(name).suffix
    if suffix == ".css":
        return Item(name, "text/css", "")
    if suffix == ".ncx":
        return Item(name, "application/x-dtbncx+xml", "")
    if suffix in TYPES:
        return Item(name, TYPES[suffix], "cover-image" if name == "images/cover.png" else "")
    properties = [
        word
        for word, sign in (("svg", f'"{SVG}"'), ("mathml", f'"{MATHML}"'))
        if sign in data.decode("utf-8")
    ]
    if name == "nav.xhtml":
        properties.append("nav")
    return Item(name, "application/xhtml+xml", " ".join(properties))


def pack(files_: dict[str, bytes], path: Path) -> None:
    """Write the archive: the media type first, as readers look for it, then all in their order."""
    container = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
        '<rootfiles><rootfile full-path="EPUB/content.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles>\n</container>\n'
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    with zipfile.ZipFile(unfinished, "w") as archive:

        def put(name: str, data: bytes, how: int) -> None:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the first that the format knows
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on all systems
            archive.writestr(entry, data, how, 9 if how == zipfile.ZIP_DEFLATED else None)

        put("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        put("META-INF/container.xml", container.encode(), zipfile.ZIP_DEFLATED)
        for name, data in sorted(files_.items()):
            put(f"EPUB/{name}", data, zipfile.ZIP_DEFLATED)
    unfinished.replace(path)
