"""Slides as PDF: a page a slide, as a room sees them, made by Chromium and completed here."""

from __future__ import annotations

import warnings
from collections import defaultdict, deque
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from sphinx_briefing import messages
from sphinx_briefing.handouts.kit import HandoutError, HandoutWarning
from sphinx_briefing.handouts.pdf.finish import Bookmark, describe, set_bookmarks, write
from sphinx_briefing.handouts.pdf.tags import is_sound, lacks_letters, repair
from sphinx_briefing.handouts.slides.presented import presented

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pikepdf import Pdf

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck, ReadSlide
    from sphinx_briefing.handouts.slides.presented import Link


def make(kit: Kit, deck: ReadDeck) -> list[Path]:
    """Make the slides of a deck as PDF.

    Args:
        kit: the site, its browser, and where to write.
        deck: the deck.

    Returns:
        The file.

    Raises:
        HandoutError: there is no browser, or it does not print the deck.
    """
    path = kit.file_of_deck(deck.name, "", ".pdf")
    with slides_pdf(kit, deck) as pdf:
        is_whole = not any(lacks_letters(page) for page in pdf.pages)
        if not is_whole:
            warnings.warn(messages.HANDOUT_LETTERS_MISSING % "…", HandoutWarning, stacklevel=2)
        describe(
            pdf,
            kit,
            title=deck.title,
            language=deck.language,
            accessible=is_whole and is_sound(pdf),
        )
        set_bookmarks(pdf, bookmarks(deck.slides))
        write(pdf, path)
    return [path]


def slides_pdf(kit: Kit, deck: ReadDeck) -> Pdf:
    """The slides of a deck, printed, tagged, their links set.

    Raises:
        HandoutError: there is no browser, or it does not print the deck.
    """
    with presented(kit, deck) as shown:
        links, printed = shown.links(), shown.pdf()
    pdf = pikepdf.open(BytesIO(printed))
    if len(pdf.pages) != len(deck.slides):
        raise HandoutError(
            messages.HANDOUT_PAGES_DIFFER % (deck.name, len(pdf.pages), len(deck.slides))
        )
    repair(pdf, [slide.title for slide in deck.slides])
    set_links(pdf, [slide.id for slide in deck.slides], links)
    return pdf


def bookmarks(slides: Sequence[ReadSlide]) -> list[Bookmark]:
    """A bookmark a slide; those of a part below the slide that opens it."""
    parts: list[tuple[ReadSlide, list[Bookmark]]] = []
    found: list[Bookmark] = []
    for slide in slides:
        bookmark = Bookmark(slide.title, slide.number - 1)
        if slide.layout == "opener":
            parts.append((slide, []))
        elif parts:
            parts[-1][1].append(bookmark)
        else:
            found.append(bookmark)
    return found + [Bookmark(part.title, part.number - 1, tuple(own)) for part, own in parts]


def set_links(pdf: Pdf, ids: Sequence[str], links: Iterable[Link]) -> None:
    """Say what each link says (28-012), and let those within the deck lead to a page.

    Args:
        pdf: the slides.
        ids: of the slides, in order.
        links: as the browser shows them.
    """
    texts: dict[tuple[int, str], deque[str]] = defaultdict(deque)
    for link in links:
        texts[link.page, link.target].append(link.text)
    pages = {f"#{slide_id}": page for slide_id, page in zip(ids, pdf.pages, strict=True)}
    for number, page in enumerate(pdf.pages):
        for annotation in page.obj.get("/Annots", []):
            target = target_of(annotation)
            said = texts[number, target]
            # A link over two lines is two annotations, one after the other; the last text stays.
            text = said.popleft() if len(said) > 1 else said[0] if said else target
            annotation.Contents = String(text)
            if target in pages:
                for key in ("/A", "/Dest"):
                    if key in annotation:
                        del annotation[key]
                annotation.Dest = Array([pages[target].obj, Name.Fit])


def target_of(annotation: Any) -> str:
    """Where a link leads: an address, or # and a place of the document; empty: it is no link."""
    action = annotation.get("/A", Dictionary())
    if "/URI" in action:
        return str(action.URI)
    place = annotation.get("/Dest", action.get("/D"))
    return f"#{str(place).removeprefix('/')}" if isinstance(place, (Name, String)) else ""
