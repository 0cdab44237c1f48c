"""A deck as a presentation: opened by python-pptx, and drawn by LibreOffice."""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from sphinx_briefing.commands.build import publish
from sphinx_briefing.handouts.kit import Kit
from sphinx_briefing.handouts.powerpoint import make
from sphinx_briefing.handouts.powerpoint.designs import ALL
from sphinx_briefing.handouts.powerpoint.styles import Styles
from sphinx_briefing.handouts.reading import read_deck
from tests.conftest import CONF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pptx.presentation import Presentation as Shown
    from pptx.slide import Slide

    Make = Callable[[Path], object]

ADDRESS = "https://docs.example.org/lamps/"
LABEL = "30 November 2026"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
INSTALL = (
    "LibreOffice is not installed, which draws presentations here: "
    "apt-get install --no-install-recommends libreoffice-impress poppler-utils"
)

OWN_CONF = """
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
language = "en-GB"
briefing_claims = "claims.yaml"
briefing_layouts = {"split": "looks/split.html"}
html_static_path = revealjs_static_path = ["_static"]
revealjs_css_files = ["own.css"]
"""
CSS = """\
body { --briefing-accent: light-dark(#802010, #ffccbb); --own: var(--missing, #405060); }
@media print { body { --briefing-accent: #000000; } }
.rows > li { display: grid; grid-template-areas: "left middle right"; }
.rows .name { grid-area: middle; background: var(--briefing-accent); color: var(--briefing-paper); }
.rows .good { grid-area: left; }
.rows .bad { grid-area: right; }
"""
CLAIMS = """\
- id: C01
  home: lamps
  kind: fact
  attributed_to: Roe
  restatement: Light is bright.
  verdict: contradicted
  evidence: []
- {id: C02, home: lamps, kind: fact, attributed_to: Doe, restatement: Lamps burn.,
   verdict: confirmed}
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">'
    '<path fill="#802010" d="M0 0h400v200h-400z"/></svg>'
)
SPEC = """{
  "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
  "mark": { "type": "bar", "color": "var(--briefing-accent)" },
  "encoding": {
    "x": { "field": "tonnes", "type": "quantitative" },
    "y": { "field": "fruit", "type": "nominal" }
  }
}
"""
ROWS = """<div class="both">
<div class="heads"><span>Good</span><span>What</span><span>Bad</span></div>
<ul class="rows">{% for row in rows %}
<li><span class="name">{{ row.fruit }}</span> <span class="good">sweet {{ row.fruit }}</span>
<span class="bad">{{ row.tonnes }} rotten</span></li>
{% endfor %}</ul></div>
"""
SLIDES = {
    "statement": "A lamp once lit stays lit\n\n**Roe:** light is bright {claim}`C01`",
    "number": "Most lamps are lit\n\n89 %\n\nof lamps are lit\n\n**Roe, 2020:** paid for",
    "quote": "Two said it\n\n> Let there be light\n>\n> Roe, 2020\n\n"
    "> There was none\n>\n> Doe, 2021",
    "versus": "They differ\n\n- **The paper:** light is bright {claim}`C01`\n- **Roe:** it is not\n"
    "- **Doe:** yes",
    "scorecard": "How they fare\n\n- **Roe:** light is bright {claim}`C01`\n- **Doe:** lamps burn "
    "{claim}`C02`\n\nAll in all.",
    "timeline": "What came when\n\n- **May 2020:** dawn {claim}`C01`\n- **June 2021:** noon\n\n"
    "Then night.",
    "figure": "Apples weigh most\n\n```{show-figure} fig-fruit\n```\n\nOne word on it.",
    "cards": "Three colours\n\nRed\n: long waves\n\nGreen\n: middling ones\n\n"
    "Blue\n: short ones\n\n**Ask:** which?",
    "table": "Old and new\n\n| Lamp | Light |\n|---|---|\n| old | dim |\n| **new** | bright |",
    "split": "Laid out by the project\n\nFirst part.\n\nSecond part.",
}
PLAIN = """\
Lists, links and code

- *Outer* item with `code`
  - inner item
    - innermost item
- See [the end](#end), {slide}`figure`, <https://example.org/lamp?a=1&b=2>

1. first
2. second

Area $a^2$.
"""
RTL = """\
Two directions

```{raw} html
<p dir="rtl" lang="ar">نور</p>
```

![A red field](field.svg)

:::{warning}
Do not look.
:::
"""
ROWS_SLIDE = "Good and bad\n\n```{show-figure} fig-rows\n```\n"


def _slides() -> Iterator[str]:
    for name, text in SLIDES.items():
        headline, _, body = text.partition("\n\n")
        notes = ":::{notes}\nSay that it is light.\n:::\n"
        yield f"::::{{slide}} {headline}\n:name: {name}\n:layout: {name}\n\n{body}\n\n{notes}::::\n"
    for name, text in {"plain": PLAIN, "rtl": RTL, "rows": ROWS_SLIDE}.items():
        headline, _, body = text.partition("\n\n")
        layout = ":layout: figure\n" if name == "rows" else ""
        private = ":::{notes}\n:private:\nOnly for me.\n:::\n" if name == "plain" else ""
        yield f"::::{{slide}} {headline}\n:name: {name}\n{layout}\n{body}\n\n{private}::::\n"
    yield "::::{slide} They differ\n:name: again\n\nThe same headline.\n::::\n"


FILES = {
    "index.md": "# Front\n\n```{toctree}\nlamps\nclaims\nslides/talk\n```\n",
    "claims.md": "# Claims\n\n```{claim-register}\n```\n",
    "claims.yaml": CLAIMS,
    "field.svg": SVG,
    "_static/own.css": CSS,
    "looks/split.html": "{{ headline }}{% for part in parts %}<div>{{ part }}</div>{% endfor %}",
    "evidence/figures/fruit.csv": "fruit,tonnes\napples,40\npears,30\n",
    "evidence/figures/fruit.vl.json": SPEC,
    "evidence/figures/rows.csv": "fruit,tonnes\napples,40\npears,30\n",
    "evidence/figures/rows.html": ROWS,
    "lamps.md": "# Lamps\n\n## Light\n\n" + "\n## Next\n\n".join(_slides())
    + "\n(end)=\n## End\n\n{claim}`C01` {claim}`C02`\n\n"
    ":::{data-figure} fruit\n:name: fig-fruit\n:alt: Apples weigh more than pears.\n\n"
    "Fruit.\n:::\n\n"
    ":::{data-figure} rows\n:name: fig-rows\n:alt: Both sides.\n\nRows.\n:::\n",
    "slides/talk.md": "# Talk\n\n::::{deck} On lamps\n:minutes: 99\n:openers: yes\n\nFor all.\n"
    "::::\n",
}  # fmt: skip
TITLES = [
    "On lamps", "Lamps", *(text.partition("\n\n")[0] for text in SLIDES.values()),
    "Lists, links and code", "Two directions", "Good and bad", "They differ (2)",
]  # fmt: skip


def kit_of(site: Path, downloads: Path, **changed: Any) -> Kit:
    """A kit of a built site."""
    kit = Kit(
        site=site, downloads=downloads, address=ADDRESS, title="All lamps", author="Ada Roe",
        language="en-GB", presenter=False, edition="2026-11-30-abc", edition_label=LABEL,
        date="2026-11-30", browser=None,
    )  # fmt: skip
    return kit._replace(**changed)


@pytest.fixture(scope="module")
def site(made_once: Callable[[str, Make], Path]) -> Path:
    """A site with a deck that has every layout; its presenter's build beside it."""

    def write(root: Path) -> None:
        for name, text in {"conf.py": CONF + OWN_CONF, **FILES}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        publish(root, jobs=1)
        publish(root, jobs=1, presenter=True)

    return made_once("powerpoint", write) / "_build" / "site"


class Made(NamedTuple):
    """A presentation that was made."""

    file: Path
    shown: Shown

    def slide(self, title: str) -> Slide:
        """The slide with a title."""
        return next(slide for slide in self.shown.slides if title_of(slide) == title)


@pytest.fixture(scope="module")
def made(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The deck's presentation."""
    kit = kit_of(site, tmp_path_factory.mktemp("downloads"))
    (file,) = make(kit, read_deck(site / "present" / "talk.html"))
    return Made(file, Presentation(str(file)))


def title_of(slide: Slide) -> str:
    title = slide.shapes.title
    assert title is not None
    return title.text_frame.text


def words_of(slide: Slide) -> str:
    """All the words of a slide, tables too."""
    said = [part.text or "" for part in slide.element.iter(f"{A}t")]
    return " ".join("".join(f" {text}" for text in said).split())


def links_of(slide: Slide) -> dict[str, str]:
    """Words that are links, and where they lead: an address, or ``slide ID``."""
    found = {}
    for run in slide.element.iter(f"{A}r"):
        click = run.find(f"{A}rPr/{A}hlinkClick")
        if click is not None:
            relation = slide.part.rels[click.get(f"{R}id")]
            if relation.is_external:
                target = relation.target_ref
            else:
                assert click.get("action") == "ppaction://hlinksldjump"
                target = "slide " + title_of(relation.target_part.slide)
            found[run.findtext(f"{A}t")] = target
    return found


# -- layouts and titles ----------------------------------------------------------------------------


def test_every_slide_has_a_title_of_its_own_in_order(made: Made) -> None:
    assert [title_of(slide) for slide in made.shown.slides] == TITLES


def test_each_layout_of_decks_has_a_layout_of_its_own(made: Made) -> None:
    names = [layout.name for layout in made.shown.slide_layouts]
    assert names == [design.name for design in ALL]
    assert names[:13] == [
        "Cover", "Part", "Statement", "Number", "Quote", "Versus", "Scorecard", "Timeline",
        "Figure", "Cards", "Table", "Text", "Text and picture",
    ]  # fmt: skip
    used = {title_of(slide): slide.slide_layout.name for slide in made.shown.slides}
    assert list(used.values()) == [
        "Cover", "Part", "Statement", "Number", "Quote, 2", "Versus, 2", "Scorecard",
        "Timeline, 2", "Figure", "Cards", "Table", "Text", "Text", "Text", "Figure", "Text",
    ]  # fmt: skip


def test_layouts_have_places_that_stand_on_the_slide(made: Made) -> None:
    width, height = made.shown.slide_width, made.shown.slide_height
    assert (width, height) == (12192000, 6858000)
    for layout in made.shown.slide_layouts:
        boxes = []
        for place in layout.placeholders:
            assert 0 <= place.left < place.left + place.width <= width, (layout.name, place.name)
            assert 0 <= place.top < place.top + place.height <= height, (layout.name, place.name)
            boxes.append((place.name, place.left, place.top, place.width, place.height))
        kinds = {place.placeholder_format.idx for place in layout.placeholders}
        assert {0, 11, 12} < kinds, layout.name  # title, foot, number
        for number, (name, left, top, wide, high) in enumerate(boxes):
            for other, left2, top2, wide2, high2 in boxes[number + 1 :]:
                apart = (
                    left + wide <= left2 or left2 + wide2 <= left
                    or top + high <= top2 or top2 + high2 <= top
                )  # fmt: skip
                assert apart, f"{layout.name}: {name} overlaps {other}"


def test_a_slide_keeps_no_empty_place(made: Made) -> None:
    for slide in made.shown.slides:
        for place in slide.placeholders:
            if place.has_text_frame:
                assert place.text_frame.text.strip(), (title_of(slide), place.name)


def test_colours_and_faces_are_those_of_the_stylesheets(made: Made) -> None:
    theme = etree.fromstring(zipfile.ZipFile(made.file).read("ppt/theme/theme1.xml"))
    colours = {
        slot.tag.removeprefix(A): slot[0].get("val") for slot in theme.find(f".//{A}clrScheme")
    }
    assert colours["accent1"] == colours["hlink"] == "802010"  # own.css, light, not for print
    assert colours["dk1"] == "1B2227"  # the extension's ink
    assert colours["dk2"] == "14395F"  # its cover
    faces = [face.get("typeface") for face in theme.iter(f"{A}latin")]
    assert faces == ["Georgia", "Arial"]


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#123", "112233"),
        ("rgb(1 2 3)", "010203"),
        ("light-dark(#010101, #020202)", "010101"),
        ("var(--a)", "0a0a0a"),
        ("var(--none, var(--none-either, #030303))", "030303"),
        ("color-mix(in srgb, #000000 50%, #ffffff)", "808080"),
        ("transparent", ""),
        ("var(--loop)", ""),
    ],
)
def test_colours_are_read_as_browsers_do(value: str, colour: str) -> None:
    from bs4 import BeautifulSoup

    sheet = f"p {{ --seen: {value} }} body {{ --a: #0a0a0a; --loop: var(--loop) }}"
    paragraph = BeautifulSoup("<body><p>x</p></body>", "html5lib").p
    assert paragraph is not None
    assert Styles([sheet]).colour(paragraph, "--seen") == colour


# -- what stands on slides -------------------------------------------------------------------------


def test_lists_are_lists(made: Made) -> None:
    slide = made.slide("Lists, links and code")
    body = next(shape for shape in slide.placeholders if shape.placeholder_format.idx == 10)
    assert isinstance(body.text_frame.text, str)
    levels = [(p.text, p.level) for p in body.text_frame.paragraphs]
    assert levels[:3] == [
        ("Outer item with code", 0), ("inner item", 1), ("innermost item", 2),
    ]  # fmt: skip
    numbered = list(slide.element.iter(f"{A}buAutoNum"))
    assert [one.get("type") for one in numbered] == ["arabicPeriod", "arabicPeriod"]
    runs = {run.text: run for p in body.text_frame.paragraphs for run in p.runs}
    assert runs["Outer"].font.italic
    assert runs["code"].font.name == "Consolas"
    raised = [
        run.findtext(f"{A}t") for run in slide.element.iter(f"{A}r")
        if (run.find(f"{A}rPr").get("baseline") or "0") > "0"
    ]  # fmt: skip
    assert raised == ["2"]


def test_links_lead_out_or_to_slides(made: Made) -> None:
    links = links_of(made.slide("Lists, links and code"))
    assert links["https://example.org/lamp?a=1&b=2"] == "https://example.org/lamp?a=1&b=2"
    assert links["the end"] == f"{ADDRESS}lamps.html#end"
    assert "slide Apples weigh most" in links.values()
    marked = links_of(made.slide("A lamp once lit stays lit"))
    assert marked["C01 ✗ contradicted"] == f"{ADDRESS}claims.html#c01"
    assert marked["1 Lamps"].startswith(f"{ADDRESS}lamps.html#")


def test_without_an_address_links_lead_nowhere_or_to_slides(site: Path, tmp_path: Path) -> None:
    kit = kit_of(site, tmp_path, address="", edition="", edition_label="", date="")
    (file,) = make(kit, read_deck(site / "present" / "talk.html"))
    assert file.name == "talk.pptx"
    shown = Presentation(str(file))
    targets = {target for slide in shown.slides for target in links_of(slide).values()}
    assert targets == {
        "https://example.org/lamp?a=1&b=2", "slide Apples weigh most",
    }  # fmt: skip
    assert "C01 ✗ contradicted" in words_of(shown.slides[2])
    assert str(shown.core_properties.created).startswith("1980-01-01 00:00:00")


def test_a_mark_has_sign_word_and_colour(made: Made) -> None:
    slide = made.slide("A lamp once lit stays lit")
    run = next(r for r in slide.element.iter(f"{A}r") if "C01" in r.findtext(f"{A}t"))
    assert run.findtext(f"{A}t") == "C01 ✗ contradicted"
    assert run.find(f"{A}rPr/{A}solidFill/{A}schemeClr").get("val") == "accent4"
    theme = zipfile.ZipFile(made.file).read("ppt/theme/theme1.xml").decode()
    assert '<a:accent4><a:srgbClr val="A32A2A"/>' in theme  # the verdict's own


def tables_of(slide: Slide) -> list[list[list[str]]]:
    return [
        [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        for shape in slide.shapes
        if shape.has_table
    ]


def test_tables_are_tables_with_headings(made: Made) -> None:
    slide = made.slide("Old and new")
    assert tables_of(slide) == [[["Lamp", "Light"], ["old", "dim"], ["new", "bright"]]]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    assert table.first_row
    apart = table.cell(2, 0)._tc.tcPr.find(f"{A}solidFill")
    assert apart is not None  # set apart, for its first cell is bold
    assert tables_of(made.slide("How they fare")) == [[
        ["Claim", "Verdict"],
        ["Roe: light is bright", "C01 ✗ contradicted"],
        ["Doe: lamps burn", "C02 ✓ confirmed"],
    ]]  # fmt: skip


def test_a_figure_of_words_is_a_table_in_the_order_that_is_seen(made: Made) -> None:
    assert tables_of(made.slide("Good and bad")) == [[
        ["Good", "What", "Bad"],
        ["sweet apples", "apples", "40 rotten"],
        ["sweet pears", "pears", "30 rotten"],
    ]]  # fmt: skip


def test_pictures_are_drawings_with_a_raster_and_an_alternative(made: Made) -> None:
    found = {}
    for slide in made.shown.slides:
        for picture in slide.element.iter(f"{P}pic"):
            alt = picture.find(f"{P}nvPicPr/{P}cNvPr").get("descr")
            blip = picture.find(f"{P}blipFill/{A}blip")
            raster = slide.part.rels[blip.get(f"{R}embed")].target_part
            vector = next(element for element in blip.iter() if element.tag.endswith("svgBlip"))
            drawing = slide.part.rels[vector.get(f"{R}embed")].target_part
            assert raster.blob.startswith(b"\x89PNG")
            assert drawing.content_type == "image/svg+xml"
            etree.fromstring(drawing.blob)
            found[alt] = drawing.blob.decode()
    assert set(found) == {"Apples weigh more than pears.", "A red field"}
    for drawing in found.values():
        assert "var(" not in drawing
        assert "light-dark" not in drawing
        assert "#802010" in drawing


def test_ornaments_are_marked_and_nothing_else_lacks_an_alternative(made: Made) -> None:
    for slide in made.shown.slides:
        for shape in slide.shapes:
            identity = shape.element.xpath("./*/p:cNvPr")[0]
            is_ornament = "decorative" in etree.tostring(identity).decode()
            has_words = shape.has_text_frame and shape.text_frame.text.strip()
            assert is_ornament or has_words or shape.has_table or identity.get("descr"), shape.name


def test_things_are_read_in_the_decks_order(made: Made) -> None:
    for slide in made.shown.slides:
        assert slide.shapes[0] == slide.shapes.title
    names = [shape.name for shape in made.slide("Apples weigh most").shapes]
    assert [re.sub(r" \d+$", "", name) for name in names] == [
        "Title", "Picture", "Note", "Ornament", "Text", "Foot", "Number",
    ]  # fmt: skip
    names = [shape.name for shape in made.slide("Old and new").shapes]
    assert [re.sub(r" \d+$", "", name) for name in names] == ["Title", "Table", "Foot", "Number"]


def test_right_to_left_and_languages_are_kept(made: Made) -> None:
    slide = made.slide("Two directions")
    paragraph = next(p for p in slide.element.iter(f"{A}p") if "نور" in "".join(p.itertext()))
    assert paragraph.find(f"{A}pPr").get("rtl") == "1"
    assert paragraph.find(f"{A}r/{A}rPr").get("lang") == "ar"
    others = {p.find(f"{A}r/{A}rPr").get("lang") for p in slide.element.iter(f"{A}p")
              if p.find(f"{A}r") is not None and p is not paragraph}  # fmt: skip
    assert others == {"en-GB"}
    assert {"Warning", "Do not look."} <= {
        p.text for shape in slide.shapes if shape.has_text_frame
        for p in shape.text_frame.paragraphs
    }  # fmt: skip


def test_a_deck_from_right_to_left_is_laid_out_so(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    page = copy / "present" / "talk.html"
    text = page.read_text("utf-8")
    page.write_text(re.sub(r"<html lang=\"[^\"]*\"", '<html lang="ar" dir="rtl"', text), "utf-8")
    (file,) = make(kit_of(copy, tmp_path), read_deck(page))
    shown = Presentation(str(file))
    versus = next(layout for layout in shown.slide_layouts if layout.name == "Versus, 2")
    stated, source = (
        next(place for place in versus.placeholders if place.placeholder_format.idx == index)
        for index in (10, 13)
    )
    assert stated.left > source.left
    level = versus.placeholders[0].element.find(f".//{A}lvl1pPr")
    assert (level.get("rtl"), level.get("algn")) == ("1", "r")
    for slide in shown.slides:  # a paragraph says nothing else, but where its language differs
        ways = [one.get("rtl") for one in slide.shapes.title.element.iter(f"{A}pPr")]
        assert set(ways) <= {None, "1"}


# -- notes, foot, properties -----------------------------------------------------------------------


def test_notes_say_the_words_then_claims_and_sources(made: Made) -> None:
    slide = made.slide("A lamp once lit stays lit")
    frame = slide.notes_slide.notes_text_frame
    assert frame is not None
    said = [p.text for p in frame.paragraphs]
    assert said[0] == "Say that it is light."
    assert said[1] == "Claims"
    assert said[2].startswith("C01 ✗ contradicted Light is bright.")


def test_private_notes_are_in_the_presenters_build_alone(
    made: Made, site: Path, tmp_path: Path
) -> None:
    everything = b"".join(
        zipfile.ZipFile(made.file).read(name) for name in zipfile.ZipFile(made.file).namelist()
    )
    assert b"Only for me" not in everything
    own = site.with_name("presenter")
    kit = kit_of(own, tmp_path, presenter=True)
    (file,) = make(kit, read_deck(own / "present" / "talk.html"))
    assert file.name == "talk-presenter-2026-11-30-abc.pptx"
    slide = Made(file, Presentation(str(file))).slide("Lists, links and code")
    assert "Only for me." in slide.notes_slide.notes_text_frame.text


def test_a_foot_has_chapter_number_and_at_the_end_the_edition(made: Made) -> None:
    *others, last = made.shown.slides
    for slide in [*others, last]:
        field = next(slide.element.iter(f"{A}fld"))
        assert field.get("type") == "slidenum"
        assert (LABEL in words_of(slide)) == (slide is last)
    feet = [s.text_frame.text for s in last.placeholders if s.placeholder_format.idx == 11]
    assert feet == [f"1 Lamps  ·  Edition: {LABEL}"]


def test_properties_say_what_it_is(made: Made) -> None:
    said = made.shown.core_properties
    assert (said.title, said.author, said.subject) == ("On lamps", "Ada Roe", "All lamps")
    assert (said.language, said.version, said.comments) == ("en-GB", "2026-11-30-abc", LABEL)
    assert str(said.modified).startswith("2026-11-30 00:00:00")


def test_sections_are_the_chapters(made: Made) -> None:
    root = etree.fromstring(zipfile.ZipFile(made.file).read("ppt/presentation.xml"))
    sections = [element for element in root.iter() if str(element.tag).endswith("}section")]
    ids = [slide.slide_id for slide in made.shown.slides]
    listed = [[int(one.get("id")) for one in section[0]] for section in sections]
    assert [section.get("name") for section in sections] == ["On lamps", "Lamps"]
    assert listed == [ids[:1], ids[1:]]


# -- the file --------------------------------------------------------------------------------------


def test_the_same_sources_make_the_same_bytes(made: Made, site: Path, tmp_path: Path) -> None:
    (again,) = make(kit_of(site, tmp_path), read_deck(site / "present" / "talk.html"))
    assert again.name == made.file.name == "talk-2026-11-30-abc.pptx"
    assert again.read_bytes() == made.file.read_bytes()


def test_the_file_is_whole(made: Made) -> None:
    box = zipfile.ZipFile(made.file)
    names = set(box.namelist())
    assert len(names) == len(box.namelist())
    types = etree.fromstring(box.read("[Content_Types].xml"))
    told = {one.get("PartName") for one in types} | {one.get("Extension") for one in types}
    for name in names - {"[Content_Types].xml"}:
        assert f"/{name}" in told or name.rpartition(".")[2] in told, name
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(box.read(name))
        ids = [one.get("id") for one in root.iter(f"{P}cNvPr")]
        assert len(ids) == len(set(ids)), name
        folder, _, last = name.rpartition("/")
        path = f"{folder}/_rels/{last}.rels"
        keys = set()
        if path in names:
            relations = etree.fromstring(box.read(path))
            keys = {one.get("Id") for one in relations}
            for one in relations:
                if one.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join(folder, one.get("Target")))
                    assert target.lstrip("/") in names, (name, target)
        for element in root.iter():
            for key, value in element.attrib.items():
                if str(key).startswith(R):
                    assert value in keys, (name, key, value)


def test_no_text_is_smaller_than_decks_have_it(made: Made) -> None:
    for slide in made.shown.slides:
        sizes = [int(one.get("sz")) for one in slide.element.iter() if one.get("sz", "").isdigit()]
        small = [size for size in sizes if size < 1800]
        assert all(size == 1350 for size in small), (title_of(slide), small)  # the foot's alone


def test_things_stand_on_their_slide(made: Made) -> None:
    for slide in made.shown.slides:
        for shape in slide.shapes:
            if shape.width is None:
                continue
            assert shape.left >= 0, shape.name
            assert shape.left + shape.width <= made.shown.slide_width + Emu(9525), shape.name
            assert shape.top + shape.height <= made.shown.slide_height, shape.name


def test_libreoffice_draws_every_slide_with_its_words(made: Made, tmp_path: Path) -> None:
    assert shutil.which("soffice"), INSTALL
    assert shutil.which("pdftotext"), INSTALL
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, made.file],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    pdf = tmp_path / f"{made.file.stem}.pdf"
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [" ".join(page.split()) for page in text.split("\f")[:-1]]
    assert len(pages) == len(TITLES)
    for page, slide in zip(pages, made.shown.slides, strict=True):
        drawn = re.sub(r"\W", "", page)
        for word in re.findall(r"\w+", words_of(slide)):
            if not re.search(r"[\u0600-\u06ff]", word):  # drawn from right to left
                assert word.lower() in drawn.lower(), f"{word!r} is missing: {page}"
