"""Making a presentation of a deck, slide by slide."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from pptx import Presentation

from sphinx_briefing.handouts.powerpoint.blocks import Reader
from sphinx_briefing.handouts.powerpoint.filling import Canvas
from sphinx_briefing.handouts.powerpoint.layouts import fill_slide
from sphinx_briefing.handouts.powerpoint.links import Links
from sphinx_briefing.handouts.powerpoint.look import read_look
from sphinx_briefing.handouts.powerpoint.notes import write_notes
from sphinx_briefing.handouts.powerpoint.package import add_sections, fixed_bytes, set_properties
from sphinx_briefing.handouts.powerpoint.parts import design_of
from sphinx_briefing.handouts.powerpoint.pictures import Pictures
from sphinx_briefing.handouts.powerpoint.template import make_template
from sphinx_briefing.handouts.powerpoint.writing import Writer
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from pptx.slide import Slide

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck, ReadSlide


def present(kit: Kit, deck: ReadDeck) -> bytes:
    """A deck as the bytes of a presentation, the same for the same sources.

    Args:
        kit: what it belongs to.
        deck: the deck's page.
    """
    html = deck.head.parent
    rtl = html is not None and html.get("dir") == "rtl"
    language = deck.language or kit.language
    look = read_look(deck)
    presentation = Presentation(make_template(look, deck.title, rtl=rtl))
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    designs = [design_of(slide) for slide in deck.slides]
    slides = [presentation.slides.add_slide(layouts[design.name]) for design in designs]
    links = Links(kit, deck, _by_id(deck.slides, slides))
    writer = Writer(look, links, language, rtl=rtl)
    pictures = Pictures(kit.site, deck.page, writer)
    reader = Reader(look, language)
    titles = _titles(deck.slides)
    for read, slide, design, title in zip(deck.slides, slides, designs, titles, strict=True):
        canvas = Canvas(slide, design, writer, pictures)
        fill_slide(canvas, reader, read, title)
        label, current = _edition(kit, deck) if read is deck.slides[-1] else ("", "")
        canvas.foot(read.number, _foot_of(read), read.chapter_uri, label, current)
        write_notes(slide, reader, read, rtl=rtl)
    add_sections(presentation, _sections(deck), deck.name)
    set_properties(presentation, kit, deck)
    return fixed_bytes(presentation)


def _edition(kit: Kit, deck: ReadDeck) -> tuple[str, str]:
    """What a deck's last slide says of its edition, and the address of the current one."""
    if not kit.edition_label:
        return "", ""
    page = deck.page.relative_to(kit.site).as_posix()
    current = f"{kit.address}{quote(page)}" if kit.address else ""
    return _("Edition: {edition}").format(edition=kit.edition_label), current


def _by_id(reads: list[ReadSlide], slides: list[Slide]) -> dict[str, Slide]:
    """The slides by their ids, and by those of all that stands on them."""
    found: dict[str, Slide] = {}
    for read, slide in zip(reads, slides, strict=True):
        for tag in [read.section, *read.section.find_all(id=True)]:
            found.setdefault(str(tag.get("id", "")), slide)
    found.pop("", None)
    return found


def _titles(slides: list[ReadSlide]) -> list[str]:
    """Titles that are unlike each other, as screen readers and outlines need them."""
    seen: dict[str, int] = {}
    titles = []
    for slide in slides:
        count = seen[slide.title] = seen.get(slide.title, 0) + 1
        titles.append(slide.title if count == 1 else f"{slide.title} ({count})")
    return titles


def _foot_of(slide: ReadSlide) -> str:
    """The chapter, with the number of its part."""
    chapter = slide.section.select_one(".slide-foot .slide-chapter")
    return " ".join(chapter.get_text().split()) if chapter else ""


def _sections(deck: ReadDeck) -> list[tuple[str, int]]:
    """Title and number of slides of each part: an opener begins one, and so does a chapter."""
    sections: list[tuple[str, int]] = []
    for slide in deck.slides:
        title = slide.title if slide.layout == "opener" else slide.chapter
        if not sections or (title and title != sections[-1][0]):
            sections.append((title or deck.title, 0))
        name, count = sections[-1]
        sections[-1] = (name, count + 1)
    return sections
