"""What every PDF of the kit says of itself, and how it is written: the same bytes each time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from pikepdf import Dictionary, Name, ObjectStreamMode, OutlineItem, String

from sphinx_briefing.translation import text_direction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pikepdf import Pdf

    from sphinx_briefing.handouts.kit import Kit

PROGRAM = "sphinx-briefing"


class Bookmark(NamedTuple):
    """A line of the outline that readers of PDFs show beside the pages."""

    title: str
    page: int  # from 0
    below: tuple[Bookmark, ...] = ()


def describe(pdf: Pdf, kit: Kit, *, title: str, language: str, accessible: bool) -> None:
    """Say what a PDF is: for readers, for catalogues, and for screen readers.

    Args:
        pdf: the document.
        kit: with author and date.
        title: of the document.
        language: a tag of BCP 47.
        accessible: whether it conforms to PDF/UA-1, which it then declares.
    """
    root: Any = pdf.Root
    root.Lang = String(language)  # 11-006
    root.MarkInfo = Dictionary(Marked=True)  # 06-001
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)  # 07-001
    if text_direction(language.replace("-", "_")) == "rtl":
        root.ViewerPreferences.Direction = Name.R2L
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata.clear()
        metadata["dc:title"] = title  # 06-003
        metadata["dc:language"] = {language}
        if kit.author:
            metadata["dc:creator"] = [kit.author]
        metadata["xmp:CreatorTool"] = metadata["pdf:Producer"] = PROGRAM
        if kit.date:
            metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = f"{kit.date}T00:00:00Z"
        if accessible:
            metadata["pdfuaid:part"] = "1"  # 06-002


def set_bookmarks(pdf: Pdf, bookmarks: Iterable[Bookmark]) -> None:
    """Give a PDF an outline, in the place of one that it has."""

    def item(bookmark: Bookmark) -> OutlineItem:
        found = OutlineItem(bookmark.title, bookmark.page, "Fit")
        found.children.extend(item(below) for below in bookmark.below)
        return found

    with pdf.open_outline() as outline:
        outline.root[:] = [item(bookmark) for bookmark in bookmarks]
    pdf.Root.PageMode = Name.UseOutlines


def write(pdf: Pdf, path: Path) -> None:
    """Write a PDF; nobody sees half of it.

    Args:
        pdf: the document.
        path: the file.
    """
    pdf.remove_unreferenced_resources()
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    pdf.save(
        unfinished,
        min_version="1.7",
        deterministic_id=True,
        compress_streams=True,
        recompress_flate=True,
        object_stream_mode=ObjectStreamMode.generate,
    )
    unfinished.replace(path)
