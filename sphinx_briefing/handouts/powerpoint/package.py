"""The file: its properties, its sections, and bytes that are the same for the same sources."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml

from sphinx_briefing.handouts.powerpoint.drawing import NAMESPACES

if TYPE_CHECKING:
    from pptx.presentation import Presentation

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck

SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"  # [MS-PPTX], 2.2.17
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can tell
HOUSE = uuid.UUID("6b1f0c5e-3d5a-4c0b-9b7e-5a1d0e8f2c41")


def add_sections(presentation: Presentation, sections: list[tuple[str, int]], name: str) -> None:
    """List the sections of a presentation.

    Args:
        presentation: the presentation.
        sections: title and number of slides of each, in order.
        name: the deck's; their ids are made of it.
    """
    ids: list[Any] = [slide.slide_id for slide in presentation.slides]
    said, at = "", 0
    for number, (title, count) in enumerate(sections):
        key = str(uuid.uuid5(HOUSE, f"{name}/{number}/{title}")).upper()
        inner = "".join(f'<p14:sldId id="{one}"/>' for one in ids[at : at + count])
        said += (
            f'<p14:section name={quoteattr(title)} id="{{{key}}}">'
            f"<p14:sldIdLst>{inner}</p14:sldIdLst></p14:section>"
        )
        at += count
    extension = (
        f'<p:extLst {NAMESPACES}><p:ext uri="{SECTIONS}"><p14:sectionLst xmlns:p14='
        f'"http://schemas.microsoft.com/office/powerpoint/2010/main">{said}</p14:sectionLst>'
        "</p:ext></p:extLst>"
    )
    presentation.element.append(parse_xml(extension))


def set_properties(presentation: Presentation, kit: Kit, deck: ReadDeck) -> None:
    """Say what the file is, and of when."""
    day = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
    if kit.date:
        day = dt.datetime.fromisoformat(kit.date).replace(tzinfo=dt.UTC)
    day = day.replace(tzinfo=None)  # python-pptx takes it for UTC
    said = presentation.core_properties
    said.title = deck.title
    said.author = kit.author
    said.last_modified_by = kit.author
    said.subject = kit.title
    said.language = deck.language or kit.language
    said.comments = kit.edition_label
    said.version = kit.edition
    said.revision = 1
    said.created = said.modified = day


def fixed_bytes(presentation: Presentation) -> bytes:
    """The file's bytes, with no time of its making in them."""
    made = io.BytesIO()
    presentation.save(made)
    file = io.BytesIO()
    with zipfile.ZipFile(made) as box, zipfile.ZipFile(file, "w") as out:
        for name in sorted(box.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, EARLIEST)
            stored = name.endswith((".png", ".jpg", ".jpeg", ".gif"))
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            out.writestr(info, box.read(name))
    return file.getvalue()
