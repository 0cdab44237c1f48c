"""The book: all documents as one PDF, with cover, contents, and an index with page numbers.

WeasyPrint sets it and marks it up for assistive technology (PDF/UA-1, ISO 14289-1). What names page
numbers of the whole, contents and index, is set after the chapters, when their pages are known:
so each number is that of the page where its anchor lies.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from sphinx_briefing.compat import restate
from sphinx_briefing.handouts.pdf.finish import describe, write
from sphinx_briefing.handouts.pdf.tags import is_sound
from sphinx_briefing.handouts.pdf.typeset import complete, listening
from sphinx_briefing.handouts.volumes.book.chapters import (
    PAGE_REFERENCE,
    TO_PAGE,
    bind_chapters,
    name_pages,
    named_pages,
)
from sphinx_briefing.handouts.volumes.book.pages import Line, contents_pages, index_pages
from sphinx_briefing.handouts.volumes.cover import squares
from sphinx_briefing.handouts.volumes.epub.package import description_of
from sphinx_briefing.handouts.volumes.leaves import headings, of_class, tag, text_of, written
from sphinx_briefing.handouts.volumes.ways import INDEX, Ways
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from weasyprint import Document

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.volumes.binding import Volume

LISTED = ("h1", "h2")
"""The headings that the contents name."""

MOST_ROUNDS = 4
"""How often chapters are set until the pages that they name are right."""

LETTERS_A_PAGE = 2000
"""On a page of this publication, tables and figures counted; it is to guess page numbers with."""

MOST_SECTIONS = 20
"""A chapter with more sections than these is a list of its own; the contents do not repeat it."""


class Press:
    """Sets pages of one book, all with the same typefaces and styles."""

    def __init__(self, kit: Kit, volume: Volume) -> None:
        """Read the styles."""
        self.kit, self.volume = kit, volume
        self.fonts = FontConfiguration()
        self.styles = CSS(
            string=styles(volume), font_config=self.fonts, base_url=str(volume.folder)
        )

    def set(self, body: str, first: int = 1) -> Document:
        """Set pages.

        Args:
            body: XHTML.
            first: the number of the first page.
        """
        volume, kit = self.volume, self.kit
        said = escape(description_of(volume))
        html = (
            f'<!DOCTYPE html><html lang={quoteattr(volume.language)} dir="{volume.direction}">'
            f'<head><meta charset="utf-8"/><title>{escape(kit.title)}</title>'
            f'<meta name="author" content={quoteattr(kit.author)}/>'
            f'<meta name="description" content="{said}"/>'
            f"<style>@page :first {{ counter-reset: page {first}; }}</style></head>"
            f'<body class="paper">{body}</body></html>'
        )
        return HTML(string=html, base_url=str(volume.folder)).render(
            stylesheets=[self.styles], font_config=self.fonts, presentational_hints=False
        )


def write_book(kit: Kit, volume: Volume, path: Path) -> None:
    """Write the book.

    Args:
        kit: of whom and of when it is.
        volume: its documents; they are changed.
        path: the file.
    """
    with listening() as heard, seldom_collecting():
        press = Press(kit, volume)
        ways = Ways(volume, kit.address)
        bound = bind_chapters(volume, ways)
        lines = [line for chapter in bound.chapters for part in chapter for line in lines_of(part)]
        if volume.entries:
            lines.append(Line(_("Index"), INDEX, 1, ""))
        front = cover(kit, volume) + colophon(kit, volume)
        guess = press.set(front + contents_pages(lines, {}))
        made, pages = set_chapters(press, bound.chapters, len(guess.pages) + 1)
        if volume.entries:
            first = len(guess.pages) + 1 + sum(len(one.pages) for one in made)
            made.append(press.set(index_pages(volume, ways, bound.uses, pages), first))
            pages[INDEX] = first
        made.insert(0, press.set(front + contents_pages(lines, pages)))
        whole = made[0].copy([page for document in made for page in document.pages])
        written_pdf = BytesIO()
        whole.write_pdf(written_pdf, pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    with pikepdf.open(written_pdf) as pdf:
        complete(pdf)
        pdf.Root.PageLayout = pikepdf.Name.SinglePage
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        accessible = not heard.missing and is_sound(pdf)
        describe(pdf, kit, title=kit.title, language=volume.language, accessible=accessible)
        write(pdf, path)


def set_chapters(
    press: Press, chapters: list[list[Any]], first: int
) -> tuple[list[Document], dict[str, int]]:
    """Set the chapters, with the numbers of the pages that they name.

    Each begins a page. Numbers are guessed at first, as setting takes nearly all of the time: where
    those that are right have as many figures, which are all as wide, they take the others' places.
    Else the chapter is set again.

    Args:
        press: with typefaces and styles.
        chapters: the sections of each; page numbers are written into them.
        first: the number of the first page.

    Returns:
        The pages of each, and the number of the page on which each anchor lies.
    """
    pages = guessed_pages(chapters, first)
    made: list[Document] = []
    starts: list[int] = []
    for _round in range(MOST_ROUNDS):
        before, starts_before, at = pages, starts, first
        pages, starts = {}, []
        for number, chapter in enumerate(chapters):
            starts.append(at)
            if number == len(made):
                name_pages(chapter, before)
                made.append(press.set("".join(map(written, chapter)), at))
            elif starts_before[number] != at or not renumber(made[number], chapter, before):
                made[number] = press.set("".join(map(written, chapter)), at)
            pages |= anchors_of(made[number], at)
            at += len(made[number].pages)
        if all(pages.get(anchor) == before.get(anchor) for anchor in linked(chapters)):
            break
    return made, pages


def guessed_pages(chapters: list[list[Any]], first: int) -> dict[str, int]:
    """On which page each anchor may lie, by the letters before it."""
    found: dict[str, int] = {}
    at = first
    for chapter in chapters:
        letters = 0
        for section in chapter:
            for element in section.iter():
                if element.get("id"):
                    found[element.get("id")] = at + letters // LETTERS_A_PAGE
                letters += len(element.text or "") + len(element.tail or "")
        at += letters // LETTERS_A_PAGE + 1
    return found


def renumber(document: Document, chapter: list[Any], pages: dict[str, int]) -> bool:
    """Put right numbers into the places of others on pages that are set.

    Args:
        document: the pages of the chapter.
        chapter: its sections; the numbers are written into them as well.
        pages: the numbers, by anchor.

    Returns:
        Whether that was done; else the chapter is to be set again.
    """
    old = named_pages(chapter)
    name_pages(chapter, pages)
    new = named_pages(chapter)
    if old == new:
        return True
    if [len(text) for text in old.values()] != [len(text) for text in new.values()]:
        return False
    return restate(document, PAGE_REFERENCE, {key: (old[key], new[key]) for key in new})


def linked(chapters: list[list[Any]]) -> set[str]:
    """The anchors of which chapters name the page."""
    found = {
        link.get("href", "#")[1:]
        for chapter in chapters
        for section in chapter
        for link in of_class(section, TO_PAGE)
    }
    ids = {one.get("id") for chapter in chapters for section in chapter for one in section.iter()}
    return found & ids


def anchors_of(document: Document, first: int) -> dict[str, int]:
    """On which page each anchor of set pages lies, the first of which has the number ``first``."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, first):
        for name in page.anchors:
            found.setdefault(name, number)
    return found


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for garbage a hundredth as often: pages hold many objects, of which none is any."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, 20, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def styles(volume: Volume) -> str:
    """The styles of the book: its typefaces, ours, and those the project names for books."""
    config, palette = volume.app.config, volume.palette
    parts = [face.rule.replace("{file}", face.file.as_uri()) for face in palette.faces]
    names = ["pygments.css", *(s if isinstance(s, str) else s[0] for s in config.epub_css_files)]
    for name in names:
        file = volume.folder / "_static" / name
        if file.is_file():
            text = re.sub(r"@font-face\s*\{[^}]*\}|@import[^;]*;", "", file.read_text("utf-8"))
            parts.append(text)
    parts.append(Path(__file__).with_name("book.css").read_text("utf-8"))
    if volume.direction == "rtl":
        parts.append(
            "@page { margin-left: 30mm; margin-right: 42mm; }"
            ".cover-claims { background-position: right bottom; }"
        )
    return palette.resolved("\n".join(parts))


def lines_of(section: Any) -> list[Line]:
    """The lines of the contents for a chapter: its title, and its sections."""
    found: list[Line] = []
    part = next((one.get("title", "") for one in section if one.get("class") == "part"), "")
    for heading in headings(section):
        if tag(heading) in LISTED:
            anchor = heading.get("id") or f"{section.get('id')}-h{len(found)}"
            heading.set("id", anchor)
            found.append(Line(text_of(heading), anchor, int(tag(heading)[1]), part))
            part = ""
    return found if len(found) <= MOST_SECTIONS else found[:1]


# -- the first pages ------------------------------------------------------------------------------


def cover(kit: Kit, volume: Volume) -> str:
    """The first page."""
    drawn, high = squares(volume, 1000)
    picture = ""
    if high:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {high:.0f}">{drawn}</svg>'
        address = f"data:image/svg+xml;utf8,{svg.replace('#', '%23').replace(chr(34), chr(39))}"
        picture = (
            f'<div class="cover-claims" style="background-image: url(&quot;{address}&quot;)"></div>'
        )
    said = _("Presenter’s copy, not to be passed on")
    marked = f"<p>{escape(said)}</p>" if kit.presenter else ""
    edition = f"<p>{escape(kit.edition_label)}</p>" if kit.edition_label else ""
    return (
        f'<section class="cover"><p class="cover-title">{escape(kit.title)}</p>'
        f'<p class="cover-about">{escape(description_of(volume))}</p>{picture}'
        f'<div class="cover-foot"><p>{escape(kit.author)}</p>{edition}{marked}</div></section>'
    )


def colophon(kit: Kit, volume: Volume) -> str:
    """What the book is, of whom, and where its current edition is."""
    config = volume.app.config
    licence: str = config.briefing_licence
    said = [
        f"<strong>{escape(kit.title)}</strong>",
        escape(kit.author),
        escape(_("Edition: {edition}").format(edition=kit.edition_label))
        if kit.edition_label
        else "",
        escape("© " + str(config.copyright)) if config.copyright else "",
        link(_("Licence of the text"), licence) if licence else "",
        link(_("The current edition"), kit.address) if kit.address else "",
        escape(_("This is a presenter’s copy. It is not to be passed on."))
        if kit.presenter
        else "",
    ]
    return (
        '<section class="colophon">'
        + "".join(f"<p>{one}</p>" for one in said if one)
        + "</section>"
    )


def link(name: str, address: str) -> str:
    """A line with an address, which a reader of paper can see."""
    return f"{escape(name)}: <a href={quoteattr(address)}>{escape(address)}</a>"
