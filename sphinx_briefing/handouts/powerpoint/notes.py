"""What the presenter sees: the words to say, then claims with verdict and reason, and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from bs4 import Tag
from pptx.oxml import parse_xml

from sphinx_briefing.handouts.powerpoint.drawing import NAMESPACES
from sphinx_briefing.handouts.powerpoint.inline import Alone, classes_of
from sphinx_briefing.handouts.powerpoint.writing import FORBIDDEN

if TYPE_CHECKING:
    from pptx.slide import Slide

    from sphinx_briefing.handouts.powerpoint.blocks import Reader
    from sphinx_briefing.handouts.powerpoint.content import Paragraph
    from sphinx_briefing.handouts.reading import ReadSlide


def write_notes(slide: Slide, reader: Reader, read: ReadSlide, *, rtl: bool) -> None:
    """Write a slide's notes, where it has any.

    Args:
        slide: the slide.
        reader: reads the words.
        read: what the deck's page has.
        rtl: whether the deck is written from right to left.
    """
    said = reader.paragraphs(read.said) if read.said is not None else []
    said += _evidence(reader, read.evidence) if read.evidence is not None else []
    if not said:
        return
    inner = "".join(_paragraph(part, reader.words.language, rtl=rtl) for part in said)
    place: Any = slide.notes_slide.notes_placeholder
    body = parse_xml(f"<p:txBody {NAMESPACES}><a:bodyPr/><a:lstStyle/>{inner}</p:txBody>")
    place.element.replace(place.element.txBody, body)


def _evidence(reader: Reader, panel: Tag) -> list[Paragraph]:
    said: list[Paragraph] = []
    for part in [child for child in panel.children if isinstance(child, Tag)]:
        lists = part.find_all(["ul", "ol"], recursive=False) if part.name == "details" else [part]
        for one in lists:
            found = reader.paragraphs(Alone(one))
            if "slide-evidence-head" in classes_of(one):
                found = [head._replace(bold=True, before=12) for head in found]
            said += found
    return said


def _paragraph(paragraph: Paragraph, language: str, *, rtl: bool) -> str:
    attributes = f' lvl="{paragraph.level}"' if paragraph.level else ""
    if paragraph.rtl not in {None, rtl}:
        attributes += ' algn="r" rtl="1"' if paragraph.rtl else ' algn="l" rtl="0"'
    before = (
        f'<a:spcBef><a:spcPts val="{round(paragraph.before * 75)}"/></a:spcBef>'
        if paragraph.before > 0
        else ""
    )
    mark = ""
    if paragraph.mark:
        attributes += ' marL="171450"' + (' indent="-171450"' if paragraph.mark != "none" else "")
        if paragraph.mark != "none":
            mark = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
    runs = ""
    for run in paragraph.runs:
        style = f" lang={quoteattr(run.lang or language)}"
        style += ' b="1"' if run.bold or paragraph.bold else ""
        style += ' i="1"' if run.italic else ""
        if run.text == "\n":
            runs += "<a:br/>"
        else:
            runs += f"<a:r><a:rPr{style}/><a:t>{escape(FORBIDDEN.sub('', run.text))}</a:t></a:r>"
    return f"<a:p><a:pPr{attributes}>{before}{mark}</a:pPr>{runs}</a:p>"
