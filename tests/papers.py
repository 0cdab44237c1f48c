"""Reading PDFs as their readers do: words, tags, bookmarks, links."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, String

from sphinx_briefing.handouts.pdf.tags import elements_of, kids_of, mark_of, page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pikepdf import Pdf

    Codes = tuple[int, dict[bytes, str]]


def text_of(path: Path, *, page: int | None = None) -> str:
    """What a reader of PDFs finds, in the order of reading."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    told = subprocess.run(
        ["pdftotext", *pages, path, "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return " ".join(told.stdout.split())


def bookmarks(pdf: Pdf) -> list[tuple[str, int]]:
    """All bookmarks and their pages, from 1."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def below(items: Iterable[Any]) -> Iterator[tuple[str, int]]:
        for item in items:
            yield item.title, pages[item.destination[0].objgen]
            yield from below(item.children)

    with pdf.open_outline() as outline:
        return list(below(outline.root))


def addresses(pdf: Pdf) -> set[str]:
    """Where links lead to, out of a document."""
    return {
        str(link.A.URI)
        for page in pdf.pages
        for link in page.obj.get("/Annots", [])
        if "/A" in link and "/URI" in link.A
    }


def tags(pdf: Pdf, *names: str) -> list[Any]:
    """All tags of some kinds, in order; without kinds, all."""
    found = elements_of(kids_of(pdf.Root.StructTreeRoot)[0])
    return [element for element in found if not names or str(element.S)[1:] in names]


def said_by(pdf: Pdf) -> Callable[[Any], str]:
    """What reads the words of a tag as a screen reader does: by its marks, through its fonts."""
    words = {page.obj.objgen: _words_of(page) for page in pdf.pages}

    def parts(element: Any) -> Iterator[str]:
        for kid in kids_of(element):
            if isinstance(kid, int):
                yield words[page_of(element).objgen].get(kid, "")
            elif isinstance(kid, Dictionary) and "/S" in kid:
                yield "".join(parts(kid))

    def say(element: Any) -> str:
        # Letters that a face has as one shape (fi) are one letter, but for a screen reader two.
        return unicodedata.normalize("NFKC", " ".join("".join(parts(element)).split()))

    return say


def _words_of(page: Any) -> dict[int, str]:
    """The words of each mark of a page."""
    fonts = {name: _codes_of(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    marks: list[int | None] = []
    codes: Codes = (1, {})
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            mark = mark_of(instruction)
            marks.append(mark if mark is not None else marks[-1] if marks else None)
        elif operator == "EMC":
            marks.pop()
        elif operator == "Tf":
            codes = fonts[str(instruction.operands[0])]
        elif operator in {"Tj", "TJ"} and marks and marks[-1] is not None:
            found[marks[-1]] = found.get(marks[-1], "") + _decoded(instruction.operands[0], codes)
    return found


def _decoded(shown: Any, codes: Codes) -> str:
    width, letters = codes
    parts: list[Any] = list(shown) if isinstance(shown, Array) else [shown]
    raw = b"".join(bytes(part) for part in parts if isinstance(part, String))
    return "".join(letters.get(raw[at : at + width], "") for at in range(0, len(raw), width))


def _codes_of(font: Any) -> Codes:
    """How many bytes a letter has in a font, and which letter each code is (ToUnicode)."""
    letters: dict[bytes, str] = {}
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, letter in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            letters[bytes.fromhex(code)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(low, 16), int(high, 16) + 1):
                point = int(letter, 16) + code - int(low, 16)
                letters[code.to_bytes(len(low) // 2, "big")] = chr(point)
    return (2 if font.get("/Subtype") == "/Type0" else 1), letters
