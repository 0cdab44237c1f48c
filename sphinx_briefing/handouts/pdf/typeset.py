"""What PDFs that WeasyPrint sets still lack, as PDF/UA-1 asks for it (ISO 14289-1).

It tags what is content and marks what is not, but for the margins of pages: their tags hang in the
air. Items of lists lack a body, links that hold others are parted, headers of tables do not say
what they head.
"""

from __future__ import annotations

import logging
import re
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pikepdf import Dictionary, Name, String

from sphinx_briefing import messages
from sphinx_briefing.handouts.kit import HandoutWarning
from sphinx_briefing.handouts.pdf.tags import PRINTED, Tree, elements_of, kids_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pikepdf import Page, Pdf

MARK = re.compile(rb"/[A-Za-z0-9]+\s<</MCID (\d+)>>\sBDC")
"""How WeasyPrint begins content with a tag."""

MOST_LETTERS = 12
"""So many of those that are missing are named."""


def complete(pdf: Pdf) -> None:
    """Complete the tags of a PDF, and name its links."""
    tree = Tree(pdf)
    tree.join_links()
    for page in pdf.pages:
        page.obj.Tabs = Name.S  # 28-008: the order of the tags
        tree.drop(page, mark_margins(pdf, page, tree))
        for annotation in page.obj.get("/Annots", []):
            name_link(annotation)
    tree.tidy()
    say_scope(tree.document)


def mark_margins(pdf: Pdf, page: Page, tree: Tree) -> set[int]:
    """Mark what stands in the margins of a page as an artifact (01-005).

    Returns:
        The marks (MCID) that are none any more.
    """
    dropped: set[int] = set()

    def marked(found: re.Match[bytes]) -> bytes:
        mark = int(found[1])
        if tree.holds(page, mark):
            return found[0]
        dropped.add(mark)
        return b"/Artifact BMC"

    page.contents_coalesce()
    content: Any = page.obj.Contents
    page.obj.Contents = pdf.make_stream(MARK.sub(marked, content.read_bytes()))
    return dropped


def name_link(annotation: Any) -> None:
    """Say at a link what it leads to (28-012): its address, or the name of the place."""
    annotation.F = PRINTED
    if annotation.get("/Subtype") == Name.Link and "/Contents" not in annotation:
        action = annotation.get("/A", Dictionary())
        target = action.get("/URI", action.get("/D", annotation.get("/Dest", "")))
        annotation.Contents = String(str(target))


def say_scope(document: Any) -> None:
    """Say of each header of a table what it heads (15-003): its column, or in the body its row."""
    for element in elements_of(document):
        name = str(element.S)
        if name == "/TBody":
            for row in kids_of(element):
                for number, cell in enumerate(kids_of(row)):
                    if str(cell.S) == "/TH":
                        set_scope(cell, Name.Row if number == 0 else Name.Column)
        elif name == "/TH" and "/Scope" not in element.get("/A", Dictionary()):
            set_scope(element, Name.Column)


def set_scope(cell: Any, scope: Name) -> None:
    """Say what a header heads."""
    if "/A" not in cell:
        cell.A = Dictionary(O=Name.Table)
    cell.A.Scope = scope


# -- while it sets --------------------------------------------------------------------------------


class Letters(logging.Handler):
    """Notes letters that no font of the machine has."""

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__(logging.WARNING)
        self.missing: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Take what WeasyPrint says when it draws a letter as a box."""
        if str(record.msg).startswith(".notdef") and isinstance(record.args, tuple):
            self.missing[str(record.args[0])] = None


@contextmanager
def listening() -> Iterator[Letters]:
    """Tell of letters that are missing, and of nothing else that WeasyPrint says.

    It warns of each style that it does not know, in stylesheets that were made for browsers.

    Yields:
        What is missing, so far.
    """
    logger, heard = logging.getLogger("weasyprint"), Letters()
    before = (logger.level, logger.propagate, logger.handlers[:])
    logger.setLevel(logging.WARNING)
    logger.propagate, logger.handlers[:] = False, [heard]
    try:
        yield heard
    finally:
        level, logger.propagate, logger.handlers[:] = before
        logger.setLevel(level)
    if heard.missing:
        told = " ".join(list(heard.missing)[:MOST_LETTERS])
        warnings.warn(messages.HANDOUT_LETTERS_MISSING % told, HandoutWarning, stacklevel=2)
