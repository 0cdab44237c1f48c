"""The publication's figures: every row is shown, nothing overlaps, all can be read everywhere."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from sphinx_briefing.figures.files import FORMS
from sphinx_briefing.figures.schema import read_schema
from sphinx_briefing.figures.table import day_of, make_table, read_lines
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from sphinx_briefing.figures.table import Table

FOLDER = PROJECT / "evidence" / "figures"
TABLES = {path.stem: path for path in sorted(FOLDER.glob("*.csv"))}
PLACED = {
    name: (path.relative_to(PROJECT).with_suffix("").as_posix(), drawing)
    for path in sorted([PROJECT / "index.md", *PROJECT.glob("chapters/*.md")])
    for drawing, name in re.findall(
        r"^:{3,}\{data-figure\} (\S+)\n:name: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE
    )
}
"""Each figure's anchor, its document and the name of its files, as the chapters have them."""

DOCS = sorted({docname for docname, _ in PLACED.values()})


def table_of(name: str) -> Table:
    """A table of the publication."""
    return make_table(
        read_lines(TABLES[name].read_text(encoding="utf-8")),
        read_schema((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")),
    )


@pytest.fixture(scope="module")
def figures(site: Path) -> dict[str, BeautifulSoup]:
    """Every figure of the site by its anchor."""
    found = {}
    for docname in DOCS:
        page = BeautifulSoup((site / f"{docname}.html").read_bytes(), "html5lib")
        found |= {figure["id"]: figure for figure in page.select("figure.data-figure")}
    return found


def test_each_table_is_a_figure_with_every_row_and_source(
    figures: dict[str, BeautifulSoup],
) -> None:
    assert set(figures) == set(PLACED)
    assert {drawing for _, drawing in PLACED.values()} == {*TABLES}
    for anchor, (_, drawing) in PLACED.items():
        figure = figures[anchor]
        assert figure.select_one(".figure-title").get_text(strip=True), anchor
        assert len(figure.select_one(".figure-alt").get_text().split()) >= 10, anchor
        assert figure.select_one(".figure-sources"), anchor
        with TABLES[drawing].open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        shown = figure.select("tbody tr")
        assert len(shown) == len(rows), anchor
        for row, line in zip(rows, shown, strict=True):
            assert len(line.select("a[href*='#source-']")) == len(row["sources"].split()), row


def test_every_row_is_in_its_picture(figures: dict[str, BeautifulSoup]) -> None:
    """By the words of its first column of free text, in the form for pages and that for phones."""
    told_by = {
        "timeline": "label", "ecosystem": "artefact", "openness_ladder": "name", "risks": "risk",
        "numbers": "measure", "two_sides": "property",
    }  # fmt: skip
    for anchor, (_, drawing) in PLACED.items():
        whole = figures[anchor].select_one(".figure-picture")
        for picture in whole.select("svg.plot") or [whole]:
            words = set(picture.get_text(" ").split())
            for row in table_of(drawing).rows if drawing in told_by else ():
                assert set(row[told_by[drawing]].split()) <= words, (anchor, row)
    steps = figures["fig-gpt2-release"].select(
        "svg.plot-page path[stroke='var(--briefing-accent-2)']"
    )
    assert len(steps) == len(table_of("gpt2_release").rows)


def test_the_timeline_has_one_scale_and_marks_the_articles_own_events(
    figures: dict[str, BeautifulSoup],
) -> None:
    table = table_of("timeline")
    for form in ("page", "phone"):
        svg = figures["fig-timeline"].select_one(f"svg.plot-{form}")
        bold = " ".join(text.get_text(" ") for text in svg.select("text[font-weight='bold']"))
        places: dict[str, float] = {}
        for title in svg.select("path > title"):
            date = title.get_text().partition(":")[0]
            places[date] = float(re.search(r",([\d.]+)\)", title.parent["transform"])[1])
        assert len(svg.select("path > title")) == len(table.rows)
        for row in table.rows:
            if row["standing"] == "told":
                assert set(row["label"].split()) <= set(bold.split()), row
        days = {d: years(d) for d in places if d >= "2019"}
        first, last = min(days, key=days.__getitem__), max(days, key=days.__getitem__)
        scale = (places[last] - places[first]) / (days[last] - days[first])
        for date, day in days.items():
            at = places[first] + (day - days[first]) * scale
            assert places[date] == pytest.approx(at, abs=1), date


def years(date: str) -> float:
    """A date in years."""
    return day_of(date).toordinal() / 365.25


def test_pictures_have_neither_style_nor_script_and_no_id_twice(
    figures: dict[str, BeautifulSoup],
) -> None:
    for name, figure in figures.items():
        assert figure.select("style, script, [style], [onclick], image, metadata") == [], name
    ids = [e["id"] for figure in figures.values() for e in figure.select("svg.plot [id]")]
    assert len(ids) == len(set(ids))


def test_colours_of_plots_follow_the_theme(figures: dict[str, BeautifulSoup]) -> None:
    """Whatever a specification paints is one of the page's colours."""
    for name, figure in figures.items():
        for element in figure.select("svg.plot [fill], svg.plot [stroke]"):
            for key in ("fill", "stroke"):
                value = element.get(key, "none")
                assert re.fullmatch(r"none|transparent|var\(--briefing-[a-z0-9-]+\)", value), (
                    name,
                    str(element)[:200],
                )


# -- in the browser -------------------------------------------------------------------------------

OVERFLOWING = """
() => [...document.querySelectorAll('.data-figure, .data-figure *')]
  .filter(e => !e.closest('.figure-picture[role=region] *, .figure-hidden, .side-key'))
  .filter(e => e.checkVisibility())
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(e => e.outerHTML.slice(0, 100))
"""
SMALLEST = """
([selector, skipped]) => Math.min(...[...document.querySelectorAll(selector)].flatMap(root => {
  const sizes = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let t = walker.nextNode(); t; t = walker.nextNode()) {
    const e = t.parentElement;
    if (!t.data.trim() || e.closest(skipped)) continue;
    if (e.tagName === 'title' || !e.checkVisibility()) continue;
    const svg = e.closest('svg.plot');
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
      / (svg.closest('.slides') ? Reveal.getScale() : 1) : 1;
    sizes.push(parseFloat(getComputedStyle(e).fontSize) * scale);
  }
  return sizes;
}))
"""
OVERLAPS = """
selector => {
  const boxes = [...document.querySelectorAll(selector + ' svg.plot text')]
    .filter(e => e.checkVisibility() && e.textContent.trim())
    .map(e => [e.textContent, e.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    // The letters fill about three quarters of the height that a typeface asks for a line.
    const [bottom, top] = [box => box.bottom - box.height / 8, box => box.top + box.height / 8];
    const down = Math.min(bottom(p), bottom(q)) - Math.max(top(p), top(q));
    if (across > 1 && down > 4) found.push(a + ' / ' + b);
  }));
  return found;
}
"""
CONTRAST = """
() => {
  const rgb = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = c => rgb(c).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05); };
  const paper = getComputedStyle(document.body).backgroundColor;
  const faint = [];
  for (const text of document.querySelectorAll('.plot text')) {
    if (!text.checkVisibility()) continue;
    const r = ratio(getComputedStyle(text).fill, paper);
    if (r < 4.5) faint.push(text.textContent);
  }
  return faint;
}
"""


def open_page(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_page(**options)
    page.goto(address)
    return page


@pytest.mark.parametrize("width", [390, 700, 1366])
@pytest.mark.parametrize("docname", DOCS)
def test_figures_fit_and_can_be_read_at_each_width(
    browser: Browser, site: Path, docname: str, width: int
) -> None:
    page = open_page(
        browser, (site / f"{docname}.html").as_uri(), viewport={"width": width, "height": 800}
    )
    for summary in page.locator(".figure-data summary").all():
        summary.click()
    overflowing = page.evaluate(OVERFLOWING)
    smallest = page.evaluate(SMALLEST, [".data-figure", ".claim-mark, .figure-hidden"])
    plots = page.evaluate(SMALLEST, [".data-figure .plot", ".none"])
    overlaps = page.evaluate(OVERLAPS, ".data-figure")
    unnamed = page.locator(".figure-picture[role=region]:not([aria-label][tabindex='0'])").count()
    page.close()
    assert overflowing == []
    assert smallest >= 11
    assert plots is None or plots >= FORMS["page"].text - 0.1
    assert overlaps == []
    assert unnamed == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("docname", DOCS)
def test_plots_have_contrast(browser: Browser, site: Path, docname: str, scheme: str) -> None:
    page = open_page(browser, (site / f"{docname}.html").as_uri(), color_scheme=scheme)
    faint = page.evaluate(CONTRAST)
    page.close()
    assert faint == []


@pytest.mark.parametrize("deck", sorted(path.stem for path in PROJECT.glob("slides/*.md")))
def test_figures_on_slides_can_be_read_from_the_back(
    browser: Browser, site: Path, deck: str
) -> None:
    page = open_page(
        browser, (site / "present" / f"{deck}.html").as_uri(),
        viewport={"width": 1280, "height": 720},
    )  # fmt: skip
    page.wait_for_selector("html.deck-ready")
    slides = page.evaluate(
        "Reveal.getSlides().filter(s => s.querySelector('.slide-figure')).map(s => s.id)"
    )
    small, crossing = {}, {}
    for slide in slides:
        page.evaluate("id => Reveal.slide(Reveal.getSlides().findIndex(s => s.id === id))", slide)
        assert page.locator(f"section#{slide} .slide-figure").is_visible(), slide
        size = page.evaluate(
            SMALLEST, [f"section#{slide} .slide-figure", ".figure-hidden, .side-key"]
        )
        if size < FORMS["slide"].text - 0.1:
            small[slide] = size
        if overlaps := page.evaluate(OVERLAPS, f"section#{slide}"):
            crossing[slide] = overlaps
    page.close()
    assert (small, crossing) == ({}, {})


@pytest.mark.parametrize("docname", DOCS)
def test_figures_print_on_light_paper_and_whole(browser: Browser, site: Path, docname: str) -> None:
    page = open_page(
        browser, (site / f"{docname}.html").as_uri(),
        color_scheme="dark", viewport={"width": 700, "height": 900},
    )  # fmt: skip
    page.emulate_media(media="print")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    inks = page.evaluate(
        "[...document.querySelectorAll('.plot text')].map(e => getComputedStyle(e).fill)"
        ".filter(c => c.match(/\\d+/g).slice(0, 3).every(v => v > 160))"
    )
    overflowing = page.evaluate(OVERFLOWING)
    page.close()
    assert (paper, inks, overflowing) == ("rgb(253, 253, 251)", [], [])
