"""Slides and handout on paper, and pictures of the slides: made once of a small deck, and read."""

from __future__ import annotations

import os
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from page import validate_pdf
from PIL import Image

from sphinx_briefing.commands.build import publish
from sphinx_briefing.handouts.handout import pdf as handout_pdf
from sphinx_briefing.handouts.kit import HandoutError, HandoutWarning, Kit
from sphinx_briefing.handouts.pdf.tags import attributes_of, elements_of, kids_of, page_of
from sphinx_briefing.handouts.reading import read_deck
from sphinx_briefing.handouts.slides import pdf as slides_pdf
from sphinx_briefing.handouts.slides import pictures
from sphinx_briefing.handouts.slides.presented import Presented
from tests.conftest import CONF
from tests.papers import addresses, bookmarks, said_by, tags, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pikepdf import Pdf

    from sphinx_briefing.handouts.reading import ReadDeck

pytestmark = pytest.mark.browser

ADDRESS = "https://docs.example.org/harbour/"
PAPER_CONF = """
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "source-{key}"
briefing_claims = "claims.yaml"
project, author = "Harbours", "Roe and others"
"""
BIB = """\
@misc{log, title = {The harbour's log}, author = {Roe}, year = {2024}, consulted = {original},
  url = {https://example.org/log}}
@misc{chart, title = {A chart}, author = {Doe}, year = {2023}, consulted = {copy}}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><text y="20">12</text></svg>'
CLAIMS = """\
- id: C01
  home: one
  kind: fact
  attributed_to: a newspaper
  restatement: A light was built.
  verdict: confirmed
  evidence:
  - {stance: confirms, source: log, says: It was lit in May.}
- id: C02
  home: one
  kind: fact
  attributed_to: the article
  restatement: It never went out.
  verdict: contradicted
  evidence:
  - {stance: contradicts, source: chart, says: It went out twice.}
  editorial_note: The word is loose.
"""
FILES = {
    "index.md": "# Front\n\n```{toctree}\none\ntwo\nthree\nsources\nregister\n"
    "slides/talk\nslides/odd\n```\n",
    "refs.bib": BIB,
    "claims.yaml": CLAIMS,
    "mark.svg": SVG,
    "sources.md": "# Sources\n\n```{bibliography}\n```\n",
    "register.md": "# Register\n\n```{claim-register}\n```\n",
    "one.md": """# The light

Who keeps it burning?

## First

:::::{slide} A light was built
:name: light

- **The article:** a light was built {claim}`C01`
- **The article:** it never went out {claim}`C02`

::::{notes}
Say that the light stands. See {slide}`boats`, and [the keepers](https://example.org/keepers).

1. First the tower.
2. Then the lamp.
::::

::::{notes}
:private:
Do not mention the fire.
::::
:::::

Used {claim}`C01`, out {claim}`C02`. Much is known {cite}`log`, {cite}`chart`.

## Second

:::{slide} The keepers climb in steps
:name: keepers
:steps:

1. at *dusk*, with oil
2. at midnight, see {slide}`boats`
3. at dawn, as [the guild](https://example.org/guild) asks
:::

## Third

:::{slide} A drawing says it
:name: drawing

![A drawing of a light](mark.svg)
:::
""",
    "two.md": """# The boats

Who comes in?

## Fourth

:::{slide} A table of boats
:name: boats

| Boat | Harbour |
|---|---|
| Alpha | Northhaven |
| Beta | |
:::

## Fifth

:::::{slide} ميناء قديم وسفينة
:name: harbour

- منارة على الساحل
- **سفن** قديمة

::::{notes}
السفن ترى الضوء من بعيد.
::::
:::::
""",
    "three.md": """# Odds

## Sixth

:::{slide} 日本の灯台
:name: far

- 灯台は古い
:::

## Seventh

:::{slide} Too much for a page
:name: much

"""
    + "\n".join(f"- line {number}" for number in range(60))
    + "\n:::\n",
    "slides/odd.md": "# Odd\n\n:::{deck} Odd\n:minutes: 60\n:chapters: /three\n\nOdd.\n:::\n",
    "slides/talk.md": "# Talk\n\n::::{deck} The *talk* & more\n:minutes: 60\n:openers: yes\n"
    ":chapters: /one /two\n\nFor all who sail.\n\n:::{notes}\nWelcome.\n:::\n::::\n",
}


TITLES = [
    "The *talk* & more", "The light", "A light was built", "The keepers climb in steps",
    "A drawing says it", "The boats", "A table of boats", "ميناء قديم وسفينة",
]  # fmt: skip


def publish_root(root: Path, *, presenter: bool = False) -> None:
    for name, text in {"conf.py": CONF + PAPER_CONF, **FILES}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    publish(root, jobs=1, presenter=presenter)


CHROMIUM = Path(os.environ.get("BRIEFING_CHROMIUM") or "/usr/bin/chromium")
EDITION = "2026-11-30-3f2a91c"
TALK = Path("decks", "talk")


def kit_for(root: Path, *, address: str = "", presenter: bool = False, out: str) -> Kit:
    return Kit(
        site=root / "_build" / ("presenter" if presenter else "site"),
        downloads=root / out,
        address=address,
        title="Harbours",
        author="Roe and others",
        language="en",
        presenter=presenter,
        edition=EDITION,
        edition_label="30 November 2026",
        date="2026-11-30",
        browser=CHROMIUM,
    )


def deck_of(kit: Kit, name: str = "talk") -> ReadDeck:
    return read_deck(kit.site / "present" / f"{name}.html")


def make(maker: Callable[[Kit, ReadDeck], list[Path]], kit: Kit, name: str = "talk") -> list[Path]:
    """Make files, in a thread of its own: Playwright may run in this one, for other tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(maker, kit, deck_of(kit, name)).result()


@pytest.fixture(scope="module")
def root(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A public site and a presenter's, and what is made of their decks."""

    def make_all(folder: Path) -> None:
        publish_root(folder)
        publish_root(folder, presenter=True)
        addressed = kit_for(folder, address=ADDRESS, out="addressed")
        for maker in (slides_pdf.make, handout_pdf.make, pictures.make):
            make(maker, addressed)
        with pytest.warns(HandoutWarning, match=r"no font .* install one"):
            make(slides_pdf.make, addressed, "odd")
        bare = kit_for(folder, out="bare")
        make(slides_pdf.make, bare)
        make(handout_pdf.make, bare)
        make(handout_pdf.make, kit_for(folder, presenter=True, out="presenter"))

    return made_once("paper", make_all)


@pytest.fixture
def slides(root: Path) -> Iterator[Pdf]:
    with pikepdf.open(root / "addressed" / TALK / f"talk-{EDITION}.pdf") as pdf:
        yield pdf


@pytest.fixture
def handout(root: Path) -> Iterator[Pdf]:
    with pikepdf.open(root / "addressed" / TALK / f"talk-handout-{EDITION}.pdf") as pdf:
        yield pdf


def tags_in(element: Any, name: str) -> list[Any]:
    return [found for found in elements_of(element) if str(found.S) == f"/{name}"]


def links_of(pdf: Pdf) -> list[Any]:
    return [link for page in pdf.pages for link in page.obj.get("/Annots", [])]


# -- slides ---------------------------------------------------------------------------------------


def test_each_slide_has_a_page_and_a_bookmark(root: Path, slides: Pdf) -> None:
    assert bookmarks(slides) == [(title, number) for number, title in enumerate(TITLES, 1)]
    assert {tuple(float(edge) for edge in page.mediabox) for page in slides.pages} == {
        (0, 0, 960, 540)  # points: 1280 by 720 pixels
    }
    for number, title in enumerate(TITLES[:-1], 1):
        assert title in text_of(root / "addressed" / TALK / f"talk-{EDITION}.pdf", page=number)
    with slides.open_outline() as outline:  # parts hold what they open
        assert [len(item.children) for item in outline.root] == [0, 3, 2]


def test_a_slide_that_is_too_full_has_one_page(root: Path) -> None:
    with pikepdf.open(root / "addressed" / "decks" / "odd" / f"odd-{EDITION}.pdf") as pdf:
        assert len(pdf.pages) == 3


def test_a_page_shows_all_steps_and_nothing_that_a_room_does_not_see(root: Path) -> None:
    path = root / "addressed" / TALK / f"talk-{EDITION}.pdf"
    assert all(step in text_of(path, page=4) for step in ("at dusk", "at midnight", "at dawn"))
    for hidden in ("Say that the light stands", "Welcome", "It was lit in May", "fire", "E ·"):
        assert hidden not in text_of(path)


def test_a_screen_reader_finds_all_of_each_slide(root: Path, slides: Pdf) -> None:
    say = said_by(slides)
    (document,) = kids_of(slides.Root.StructTreeRoot)
    sections = kids_of(document)
    assert [str(section.T) for section in sections] == TITLES
    heads = tags(slides, "H1", "H2", "H3")
    assert [str(head.S) for head in heads] == ["/H1"] + ["/H2"] * 7
    assert [say(head) for head in heads[:-1]] == TITLES[:-1]
    assert [len(tags_in(section, "LI")) for section in sections] == [0, 0, 2, 3, 0, 0, 0, 2]
    assert say(tags_in(sections[2], "LBody")[0]) == "The article: a light was built C01 confirmed"
    assert [say(label) for label in tags_in(sections[3], "Lbl")] == ["1.", "2.", "3."]
    (picture,) = tags(slides, "Figure")
    assert str(picture.Alt) == "A drawing of a light"
    rows = [[say(cell) for cell in kids_of(row)] for row in tags(slides, "TR")]
    assert rows == [["Boat", "Harbour"], ["Alpha", "Northhaven"], ["Beta", ""]]
    assert len(tags(slides, "TH")) == 2
    # Grounds, rules and numbers of pages are no part of what is read.
    assert not any("8" in say(section) for section in sections)
    shown = text_of(root / "addressed" / TALK / f"talk-{EDITION}.pdf", page=3)
    assert shown.replace(" / ", "/").endswith("3/8")


def test_links_lead_to_the_site_and_within_the_deck_to_pages(slides: Pdf) -> None:
    assert addresses(slides) == {
        f"{ADDRESS}register.html#c01", f"{ADDRESS}register.html#c02", "https://example.org/guild",
        *(f"{ADDRESS}one.html#{name}" for name in ("first", "second", "third")),
        *(f"{ADDRESS}two.html#{name}" for name in ("fourth", "fifth")),
    }  # fmt: skip
    links = links_of(slides)
    (within,) = [link for link in links if "/Dest" in link]
    assert str(within.Contents) == "A table of boats"
    assert within.Dest[0].objgen == slides.pages[6].obj.objgen
    assert "claim C01 ✓ confirmed" in {str(link.Contents) for link in links}
    assert len(tags(slides, "Link")) == len(links)


@pytest.mark.parametrize("name", ["talk", "talk-handout"])
def test_without_an_address_nothing_leads_to_a_disk(root: Path, name: str) -> None:
    path = root / "bare" / TALK / f"{name}-{EDITION}.pdf"
    with pikepdf.open(path) as pdf:
        assert {url.split("/")[2] for url in addresses(pdf)} == {"example.org"}
        assert all("/Dest" in link or "/A" in link for link in links_of(pdf))
        assert "file:" not in text_of(path)


# -- all PDFs -------------------------------------------------------------------------------------

PAPERS = [
    f"{folder}/decks/talk/{name}-{EDITION}.pdf"
    for folder, name in (
        ("addressed", "talk"), ("addressed", "talk-handout"), ("bare", "talk"),
        ("bare", "talk-handout"), ("presenter", "talk-handout-presenter"),
    )
]  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_it_conforms_to_pdf_ua(root: Path, name: str) -> None:
    report = validate_pdf(root / name, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant
    assert report.rules.total > 100


def test_the_checker_finds_what_is_missing(root: Path, slides: Pdf, tmp_path: Path) -> None:
    for element in tags(slides, "Figure", "RoleMap"):
        del element.Alt
    slides.save(tmp_path / "mute.pdf")
    report = validate_pdf(tmp_path / "mute.pdf", profile="ua1")
    assert {failure.rule_id for failure in report.failures} == {
        "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"
    }


def test_it_declares_no_conformity_that_it_lacks(root: Path) -> None:
    """A machine without Japanese typefaces shows boxes, which PDF/UA forbids."""
    path = root / "addressed" / "decks" / "odd" / f"odd-{EDITION}.pdf"
    report = validate_pdf(path, profile="ua1")
    with pikepdf.open(path) as pdf:
        assert ("pdfuaid:part" in pdf.open_metadata()) == report.is_compliant
    undeclared = {"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"}
    letters = {"PDFUA1-NOTDEF-GLYPH-001", "PDFUA1-FONT-UNICODE-MAPPING-001"}
    assert {failure.rule_id for failure in report.failures} <= undeclared | letters


@pytest.mark.parametrize("name", PAPERS)
def test_it_says_what_it_is(root: Path, name: str) -> None:
    with pikepdf.open(root / name) as pdf:
        metadata = pdf.open_metadata()
        title = "The *talk* & more"
        if name.startswith("presenter/"):
            title += " (Presenter’s copy, with private notes: not to be published)"
        title += ": Handout" if "handout" in name else ""
        assert metadata["dc:title"] == title == str(pdf.docinfo["/Title"])
        assert metadata["dc:creator"] == ["Roe and others"]
        assert metadata["dc:language"] == {"en"}
        assert metadata["xmp:CreateDate"] == "2026-11-30T00:00:00Z"
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert {str(page.obj.Tabs) for page in pdf.pages} == {"/S"}


def test_the_same_sources_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    kit = kit_for(root, address=ADDRESS, out="addressed")
    again = kit._replace(downloads=tmp_path)
    for maker in (handout_pdf.make, slides_pdf.make, pictures.make):
        for path in make(maker, again):
            first = kit.downloads / path.relative_to(tmp_path)
            assert first.read_bytes() == path.read_bytes(), path.name


def test_what_chromium_looked_at_first_makes_no_difference(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = kit_for(root, address=ADDRESS, out="addressed")
    printed = Presented.pdf

    def later(shown: Presented) -> bytes:
        before = printed(shown)
        after = re.sub(rb"\(node(\d{8})\)", lambda it: b"(node%08d)" % (int(it[1]) + 7), before)
        assert after != before
        return after

    monkeypatch.setattr(Presented, "pdf", later)
    for path in make(slides_pdf.make, kit._replace(downloads=tmp_path)):
        first = kit.downloads / path.relative_to(tmp_path)
        assert first.read_bytes() == path.read_bytes()
        with pikepdf.open(path) as pdf:
            tree: Any = pdf.Root.StructTreeRoot
            names = list(tree.IDTree.Names)
            named = {str(name): cell for name, cell in zip(names[::2], names[1::2], strict=True)}
            headers = {
                str(header)
                for element in elements_of(kids_of(tree)[0])
                for attributes in attributes_of(element)
                for header in attributes.get("/Headers", [])
            }
        assert headers
        assert {str(named[header].S) for header in headers} == {"/TH"}


def test_without_a_browser_it_is_said_what_to_install(root: Path) -> None:
    kit = kit_for(root, out="none")._replace(browser=None)
    for maker in (slides_pdf.make, handout_pdf.make, pictures.make):
        with pytest.raises(HandoutError, match="BRIEFING_CHROMIUM="):
            make(maker, kit)
    with pytest.raises(HandoutError, match="could not show the deck talk"):
        make(slides_pdf.make, kit._replace(browser=Path("/bin/false")))


# -- pictures -------------------------------------------------------------------------------------


def test_each_slide_has_a_picture_of_its_name(root: Path) -> None:
    folder = root / "addressed" / TALK / f"talk-{EDITION}"
    ids = [slide.id for slide in deck_of(kit_for(root, out="addressed")).slides]
    assert {path.name for path in folder.iterdir()} == {f"{slide}.png" for slide in ids}
    seen = set()
    for slide in ids:
        path = folder / f"{slide}.png"
        with Image.open(path) as picture:
            assert picture.size == (1920, 1080)
            assert picture.mode == "P"
            grey = picture.convert("L")
        dark, light = grey.getextrema()
        assert light - dark > 150  # something is on it
        seen.add(grey.tobytes())
        assert path.stat().st_size < 60_000
    assert len(seen) == len(ids)


def test_the_archive_sorts_as_the_slides_do(root: Path) -> None:
    with zipfile.ZipFile(root / "addressed" / TALK / f"talk-slides-{EDITION}.zip") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        light = archive.read("03-light.png")
    assert names == sorted(names)
    assert names[:3] == ["01-deck-title.png", "02-part-one.png", "03-light.png"]
    assert light == (root / "addressed" / TALK / f"talk-{EDITION}" / "light.png").read_bytes()


# -- the handout ----------------------------------------------------------------------------------


def test_the_handout_has_all_slides_in_order_with_what_is_said(root: Path, handout: Pdf) -> None:
    say = said_by(handout)
    heads = [say(head) for head in tags(handout, "H1", "H2", "H3")]
    numbered = [f"{number} {title}" for number, title in enumerate(TITLES, 1)]
    assert heads[:2] == ["The *talk* & more", "Contents"]
    assert heads[2:-2] == numbered[:-1]  # the last is Arabic
    assert heads[-1] == "Sources"
    assert [title for title, _page in bookmarks(handout)][2:-1] == numbered
    text = text_of(root / "addressed" / TALK / f"talk-handout-{EDITION}.pdf")
    for words in (
        "For all who sail.", "Edition: 30 November 2026", f"{ADDRESS}present/talk.html",
        "Part 1 of 2", "Who keeps it burning?", "Welcome.", "Say that the light stands.",
        "2. Then the lamp.", "C01 ✓ confirmed A light was built. → It was lit in May.",
        "C02 ✗ contradicted It never went out. → The word is loose.",
        "Sources: [1] Roe, 2024; [2] Doe, 2023",
        "[1] Roe. The harbour's log. 2024. URL: https://example.org/log. Original read.",
        "[2] Doe. A chart. 2023. Copy read.",
    ):  # fmt: skip
        assert words in text
    assert "fire" not in text


def test_its_contents_name_the_right_pages(handout: Pdf) -> None:
    say, second = said_by(handout), handout.pages[1].obj.objgen
    rows = [say(row) for row in tags(handout, "P") if page_of(row).objgen == second]
    for title, page in bookmarks(handout)[2:-1]:
        if title.isascii():
            assert f"{title}{page}" in rows
    assert len(rows) == len(TITLES) + 1  # the sources, too


def test_a_screen_reader_gets_slides_in_words(handout: Pdf) -> None:
    shown = [TITLES[at] for at in (0, 2, 3, 4, 6, 7)]  # parts are headings
    pictures = [str(picture.Alt) for picture in tags(handout, "Figure")]
    assert [alternative.split(": ", 1)[1] for alternative in pictures] == shown
    say = said_by(handout)
    words = {say(element) for element in tags(handout, "P", "LBody")}
    assert {
        "The article: a light was built claim C01 confirmed", "A drawing of a light",
        "at midnight, see A table of boats",
    } <= words  # fmt: skip
    assert [say(cell) for cell in tags(handout, "TH")] == ["Boat", "Harbour"]


def test_slides_stand_in_it_as_drawings(handout: Pdf) -> None:
    """Sharp at any size: no pixels but those that a slide has."""
    forms = {
        form.objgen: form
        for page in handout.pages
        for form in page.obj.Resources.get("/XObject", {}).values()
    }
    assert len(forms) == 6
    assert {str(form.Subtype) for form in forms.values()} == {"/Form"}
    assert not any(b"BDC" in form.read_bytes() for form in forms.values())


def test_every_page_has_its_number_and_its_edition(root: Path, handout: Pdf) -> None:
    path = root / "addressed" / TALK / f"talk-handout-{EDITION}.pdf"
    count = len(handout.pages)
    for number in range(2, count + 1):
        text = text_of(path, page=number)
        assert f"{number}/{count}" in text.replace(" / ", "/")
        assert "Edition: 30 November 2026" in text
        assert "private" not in text


def test_a_presenters_handout_says_so_on_each_page(root: Path) -> None:
    path = root / "presenter" / TALK / f"talk-handout-presenter-{EDITION}.pdf"
    with pikepdf.open(path) as pdf:
        for number in range(1, len(pdf.pages) + 1):
            assert "with private notes" in text_of(path, page=number)
    assert "Do not mention the fire." in text_of(path)


@pytest.mark.parametrize(
    ("name", "words"), [("talk", "ميناء قديم وسفينة"), ("talk-handout", "السفن ترى الضوء من بعيد")]
)
def test_arabic_stays_readable(root: Path, name: str, words: str) -> None:
    text = text_of(root / "addressed" / TALK / f"{name}-{EDITION}.pdf")
    assert words in re.sub("[\u200e\u200f\u202a-\u202e]", "", text)


def test_it_speaks_the_language_of_its_deck() -> None:
    assert handout_pdf.texts("de")["contents"] == "Inhalt"
    assert handout_pdf.texts("de-AT")["contents"] == "Inhalt"
    assert handout_pdf.texts("fi")["contents"] == "Contents"
