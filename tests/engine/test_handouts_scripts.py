"""Decks from right to left, and in letters that a machine may lack, through every kind at once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
import pytest
from lxml import etree
from page import validate_pdf
from pptx import Presentation

from sphinx_briefing.handouts.makers import NAMES
from sphinx_briefing.handouts.manifest import read_manifest
from tests.conftest import CONF, PROJECT
from tests.papers import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MARKS_OF_DIRECTION = "[\u200e\u200f\u202a-\u202e\u2066-\u2069]"

TITLES = ["عرض عن السفن", "السفن ترى الضوء من بعيد", "السفن وموانئها"]
SAID = "أهلاً وسهلاً بكم. تحدثنا عن السفن وعن الناس الذين يحفظون الضوء."
HEBREW, JAPANESE = "מגדלור", "灯台"

CHAPTER = f"""# الضوء

## {TITLES[1]}

:::::{{slide}} {TITLES[1]}
:name: first

- نموذج مثل GPT-4 (2023)، سفينة صيد
- [{HEBREW}]{{lang=he}}

::::{{notes}}
{SAID}
::::
:::::

{SAID}

## {TITLES[2]}

:::::{{slide}} {TITLES[2]}
:name: second
:layout: table

| السفينة | السنة |
|---|---|
| سفينة صيد | 1900–1950 |

::::{{notes}}
{SAID}
::::
:::::
"""
DECK = f"# {TITLES[0]}\n\n:::{{deck}} {TITLES[0]}\n:minutes: 9\n\nمن يحفظ الضوء؟\n:::\n"
FILES = {
    "conf.py": CONF.replace('"colon_fence"', '"colon_fence", "attrs_inline"')
    + 'project, author, language = "أضواء على البحر", "ليلى حداد", "ar"\n',
    "index.md": "# أضواء على البحر\n\n```{toctree}\none\ntalk\n```\n",
    "one.md": CHAPTER,
    "talk.md": DECK,
}


class Ran(NamedTuple):
    """What the command made and said."""

    code: int
    said: str
    downloads: Path

    def file(self, kind: str) -> Path:
        """The file of a kind, of the deck or of the whole."""
        listed = read_manifest(self.downloads / "handouts.json")
        return self.downloads / next(one.file for one in listed if one.kind == kind)

    def words(self, kind: str) -> str:
        """What is read in a PDF."""
        return re.sub(MARKS_OF_DIRECTION, "", text_of(self.file(kind)))


def run(root: Path, files: dict[str, str], *arguments: str) -> Ran:
    """Make handouts of a project."""
    root.mkdir()
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "sphinx_briefing", "--root", root, "handouts", *arguments],
        cwd=PROJECT, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout + ran.stderr, root / "_build" / "site" / "downloads")


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Everything of a deck from right to left."""
    ran = run(tmp_path_factory.mktemp("scripts") / "ar", FILES)
    assert ran.code == 0, ran.said
    return ran


def test_every_kind_is_made_from_right_to_left(arabic: Ran) -> None:
    listed = read_manifest(arabic.downloads / "handouts.json")
    assert {handout.kind for handout in listed} == set(NAMES)
    for kind in ("slides", "handout", "book"):
        failures = validate_pdf(arabic.file(kind), profile="ua1").failures
        assert [failure.message for failure in failures] == []
        with pikepdf.open(arabic.file(kind)) as pdf:
            assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"
            assert str(pdf.Root.Lang) == "ar"
        text = arabic.words(kind)
        assert [title for title in TITLES if title not in text] == []
        assert HEBREW in text
    with zipfile.ZipFile(arabic.file("epub")) as archive:
        assert b'page-progression-direction="rtl"' in archive.read("EPUB/content.opf")
        assert b'dir="rtl"' in archive.read("EPUB/one.xhtml")
    assert 'dir="rtl"' in arabic.file("html").read_text(encoding="utf-8")[:300]


def test_its_contents_have_page_numbers_at_the_other_end(arabic: Ran) -> None:
    with pikepdf.open(arabic.file("handout")) as pdf:
        width = float(pdf.pages[1].mediabox[2])
    ran = subprocess.run(
        ["pdftotext", "-bbox", "-f", "2", "-l", "2", arabic.file("handout"), "-"],
        capture_output=True, check=True,
    )  # fmt: skip
    words = etree.fromstring(ran.stdout, etree.XMLParser(recover=True)).iter("{*}word")
    placed = [(re.sub(MARKS_OF_DIRECTION, "", word.text or ""), word.attrib) for word in words]
    left = [text for text, at in placed if float(at["xMax"]) < width / 4 and text.isdecimal()]
    assert left[: len(TITLES)] == ["3"] * len(TITLES)


def test_its_presentation_runs_so_as_well(arabic: Ran) -> None:
    shown = Presentation(str(arabic.file("powerpoint")))
    titles = [slide.shapes.title for slide in shown.slides]
    assert [title.text_frame.text for title in titles] == TITLES
    ways = {at.get("rtl") for title in titles for at in title.element.iter(f"{A}pPr")}
    assert ways <= {None, "1"}
    (table,) = (shape.table for slide in shown.slides for shape in slide.shapes if shape.has_table)
    assert table._tbl.tblPr.get("rtl") == "1"


@pytest.fixture(scope="module")
def japanese(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """A deck in letters that few machines have."""
    files = {name: text.replace(HEBREW, JAPANESE) for name, text in FILES.items()}
    files["conf.py"] = files["conf.py"].replace('"ar"', '"ja"')
    kinds = ("handout", "html", "powerpoint")
    return run(
        tmp_path_factory.mktemp("scripts") / "ja",
        files,
        *(part for kind in kinds for part in ("--only", kind)),
    )


def test_letters_that_no_font_has_are_told(japanese: Ran) -> None:
    has_fonts = subprocess.run(
        ["fc-list", ":lang=ja", "family"], capture_output=True, check=True
    ).stdout.strip()
    told = re.search(r"\ntalk: handout as PDF: no font .*灯.*: install one", japanese.said)
    assert (japanese.code, bool(told)) == ((0, False) if has_fonts else (1, True)), japanese.said
    assert japanese.file("handout").is_file()
    assert JAPANESE in japanese.words("handout")
    shown = Presentation(str(japanese.file("powerpoint")))
    runs = [run for slide in shown.slides for run in slide.element.iter(f"{A}r")]
    assert JAPANESE in {run.findtext(f"{A}t") for run in runs}
    assert {run.find(f"{A}rPr").get("lang") for run in runs} >= {"ja"}
    assert JAPANESE in japanese.file("html").read_text(encoding="utf-8")
