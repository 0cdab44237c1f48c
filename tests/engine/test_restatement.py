"""``{restatement}`` and ``{restatement-list}``: the restated work apart from the evidence."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from sphinx_briefing.commands.build import publish
from tests.conftest import CONF
from tests.engine.test_incremental import clean_site, differences, edit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from tests.conftest import Built

CONFIG = """
briefing_restated_work = "The letter"
briefing_point_headings = True
briefing_folded_slides = True
briefing_terms_linked_once = True
"""
CHAPTER = """(tides)=
# On tides

An opening of the chapter.

## What tides are

:::{slide} The moon raises them
:name: moon

- Body of the slide, {term}`ebb`
:::

:::{restatement}
The letter says that the moon raises the {term}`ebb`, and see [beside it](other.md).
:::

Evidence of a buoy, of the {term}`ebb` and the {term}`ebb`. WORDS

(deep)=
Deep evidence of a lighthouse.

## What they are not

:::{restatement}
It calls the {term}`ebb` a wave.
:::

Evidence of a diver.

## Without a restatement

Plain prose.
"""
FILES = {
    "index.md": "# Front\n\nIt takes {reading-time}`chapters/tides`; alone, {reading-time}`alone`."
    "\n\n```{toctree}\nalone\nchapters/tides\nchapters/other\nwords\nslides/talk\n```\n",
    "alone.md": "# The letter alone\n\n```{restatement-list}\n```\n",
    "chapters/tides.md": CHAPTER.replace("WORDS", "More words follow. " * 400),
    "chapters/other.md": "# Others\n\n:::{restatement}\nOthers write of the {term}`ebb`.\n:::\n",
    "words.md": "# Words\n\n:::{entry} Ebb\n:id: ebb\n\nWater that leaves.\n:::\n",
    "slides/talk.md": "# Talk\n\n:::{deck} Talk\n:minutes: 5\n:::\n",
}
PAGE = "chapters/tides.html"
SWITCH, TOGGLE, BOX = ".evidence-switch", ".evidence-toggle", ".evidence"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small publication that restates a letter."""
    root = tmp_path_factory.mktemp("letter") / "root"
    for name, text in {"conf.py": CONF + CONFIG, **FILES}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return publish(root, jobs=1).site


@pytest.fixture
def base(site: Path) -> str:
    """The address of the site's folder."""
    return site.as_uri() + "/"


def soup(path: Path) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup(path.read_bytes(), "html5lib")


# -- what stands on the pages ----------------------------------------------------------------------


def test_a_restatement_is_told_from_evidence_by_name(site: Path) -> None:
    block = soup(site / PAGE).select_one(".restatement")
    assert (block["role"], block["aria-label"]) == ("group", "The letter")
    assert block.select_one(".restatement-name").get_text() == "The letter"
    assert "moon raises the ebb" in block.get_text()


def test_evidence_is_what_follows_a_restatement_in_its_section(site: Path) -> None:
    page = soup(site / PAGE)
    texts = [box.get_text() for box in page.select(BOX)]
    assert len(texts) == 2
    assert all(word in texts[0] for word in ("a buoy", "a lighthouse"))
    assert "a diver" in texts[1]
    outside = page.select_one("article").get_text()
    for text in texts:
        outside = outside.replace(text, "")
    assert "Plain prose" in outside
    assert "An opening" in outside
    assert page.select(f"{BOX} .restatement, {BOX} .in-brief, {BOX} h2") == []


def test_a_section_is_headed_by_its_point_and_keeps_its_anchor(site: Path) -> None:
    section = soup(site / PAGE).select_one("section#what-tides-are")
    assert section.select_one("h2").find(string=True) == "The moon raises them"
    assert section.select_one(".section-topic").get_text() == "What tides are"
    assert section.select_one(".in-brief-headline") is None


def test_a_slide_is_folded_behind_its_title(site: Path) -> None:
    slide = soup(site / PAGE).select_one("details#slide-moon")
    assert slide.select_one("summary").get_text() == "On the slide"
    assert not slide.has_attr("open")


def test_a_page_links_a_term_once(site: Path) -> None:
    for name in (PAGE, "alone.html"):
        article = soup(site / name).select_one("article")
        links = article.select("a[href$='words.html#ebb']")
        assert len([link for link in links if not link.find_parent("details")]) == 1, name
    assert soup(site / PAGE).select_one("details#slide-moon a[href$='words.html#ebb']")


def test_minutes_count_what_is_visible(site: Path, write_root: Callable[..., Path],
                                       build: Callable[..., Built]) -> None:  # fmt: skip
    head = soup(site / PAGE).select_one(".reading-times").get_text(strip=True)
    assert head == "The letter alone: under a minute. With the evidence: 5 minutes."
    assert "It takes 5 minutes; alone, under a minute." in soup(site / "index.html").get_text()
    long = FILES["chapters/tides.md"].replace("- Body of", "- Body " + "long " * 700 + "of")
    folded = build(write_root(FILES | {"chapters/tides.md": long}, conf=CONFIG))
    times = BeautifulSoup(folded.read(PAGE), "html5lib").select_one(".reading-times")
    assert times.get_text(strip=True) == head


def test_the_list_has_every_restatement_and_its_links_lead_there(site: Path) -> None:
    page = soup(site / "alone.html")
    sections = page.select("section.restated")
    assert [part.select_one("h2").find(string=True) for part in sections] == ["On tides", "Others"]
    assert "moon raises" in sections[0].get_text()
    assert "a wave" in sections[0].get_text()
    assert "buoy" not in page.select_one("article").get_text()
    for link in page.select("section.restated a.reference[href]"):
        path, _hash, anchor = link["href"].partition("#")
        assert (site / path).is_file(), link
        assert not anchor or soup(site / path).find(id=anchor), link
    link = sections[0].select_one("a.restated-in")
    assert link.get_text() == "Evidence: The moon raises them"
    assert link["href"] == "chapters/tides.html#what-tides-are"


# -- folding ---------------------------------------------------------------------------------------


def seen(page: Page, selector: str) -> list[bool]:
    """Whether each box is drawn."""
    drawn: list[bool] = page.locator(selector).evaluate_all(
        "all => all.map(e => e.offsetHeight > 0"
        " && [...e.children].every(c => c.checkVisibility({contentVisibilityAuto: true})))"
    )
    return drawn


def test_readers_fold_evidence_and_the_choice_is_remembered(page: Page, base: str) -> None:
    page.goto(base + PAGE)
    assert seen(page, BOX) == [True, True]
    assert page.locator(f"{TOGGLE}:visible").count() == 0  # nothing to open
    page.locator(SWITCH).click()
    assert seen(page, BOX) == [False, False]
    expect(page.locator(SWITCH)).to_have_text("Show the evidence")
    expect(page.locator(f"{TOGGLE}:visible")).to_have_count(2)
    page.locator(TOGGLE).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(TOGGLE).first).to_have_attribute("aria-expanded", "true")
    assert seen(page, BOX) == [True, False]
    page.reload()
    assert seen(page, BOX) == [False, False]
    page.locator(SWITCH).click()
    page.reload()
    assert seen(page, BOX) == [True, True]


def folded(page: Page, base: str) -> Locator:
    """The chapter's page, its evidence folded away."""
    page.goto(base + PAGE)
    page.locator(SWITCH).click()
    assert seen(page, BOX) == [False, False]
    return page.locator(BOX)


def test_a_search_in_the_page_opens_what_it_finds(page: Page, base: str) -> None:
    box = folded(page, base).last
    expect(box).to_have_attribute("hidden", "until-found")  # which the browser looks into
    assert box.evaluate("e => getComputedStyle(e).contentVisibility") == "hidden"
    box.dispatch_event("beforematch")
    assert seen(page, BOX) == [False, True]
    expect(page.locator(TOGGLE).last).to_have_attribute("aria-expanded", "true")


def test_a_link_opens_what_it_leads_to(page: Page, base: str) -> None:
    folded(page, base)
    page.goto(f"{base}{PAGE}#deep")
    expect(page.locator("#deep")).to_be_in_viewport()
    assert seen(page, BOX) == [True, False]
    page.evaluate("location.hash = '#slide-moon'")
    expect(page.locator("details#slide-moon")).to_have_attribute("open", "")


def test_all_is_printed(page: Page, base: str) -> None:
    folded(page, base)
    page.emulate_media(media="print")
    assert seen(page, BOX) == [True, True]
    for part in (SWITCH, TOGGLE):
        expect(page.locator(f"{part}:visible")).to_have_count(0)


def test_without_a_script_all_is_open(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + PAGE)
    for box in page.locator(BOX).all():
        expect(box).to_be_visible()
    expect(page.get_by_text("Deep evidence")).to_be_visible()
    assert page.locator(f"{SWITCH}, {TOGGLE}").count() == 0
    context.close()


@pytest.mark.parametrize("width", [390, 768, 1366, 2560])
def test_the_head_of_a_chapter_does_not_move(browser: Browser, base: str, width: int) -> None:
    """The switch comes by a script; what stands below it stays where it was."""
    tops = []
    for scripts in ("**/none", "**/briefing-evidence.js*"):
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.route(scripts, lambda route: route.abort())
        page = context.new_page()
        page.goto(base + PAGE)
        tops.append(page.locator("#what-tides-are").bounding_box()["y"])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()
    assert tops[0] == pytest.approx(tops[1], abs=1)


# -- on paper, and in other builds ----------------------------------------------------------------


@pytest.fixture
def root(write_root: Callable[..., Path]) -> Path:
    """The sources, to be changed."""
    return write_root(FILES, conf=CONFIG)


@pytest.mark.parametrize(
    "changes",
    [
        {"chapters/tides.md": CHAPTER.replace("raises", "lowers")},
        {"chapters/tides.md": CHAPTER.replace("The moon raises them", "The sun does")},
        {"chapters/other.md": "# Others\n\nThey restate nothing.\n"},
    ],
    ids=["another sentence", "another heading", "one less"],
)
def test_a_changed_restatement_leaves_the_site_as_a_clean_one(
    root: Path, changes: dict[str, str | None]
) -> None:
    site = publish(root, jobs=1).site
    edit(root, changes)
    publish(root, jobs=1)
    kept = root.parent / "kept"
    shutil.copytree(site, kept)
    assert differences(kept, clean_site(root)) == []


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml", "man"])
def test_every_builder_writes_it(root: Path, build: Callable[..., Built], builder: str) -> None:
    built = build(root, builder)
    assert [line for line in built.warnings.splitlines() if "already registered" not in line] == []
    names = {"text": "alone.txt", "epub": "alone.xhtml", "singlehtml": "index.html"}
    found = [built.out / names[builder]] if builder in names else [
        path for path in built.out.iterdir() if path.suffix in {".tex", ".1", ".7"}
    ]  # fmt: skip
    text = " ".join("\n".join(path.read_text(encoding="utf-8") for path in found).split())
    for words in ("the moon raises", "Others write of the"):
        assert words in text
    if builder == "epub":
        page = BeautifulSoup(found[0].read_bytes(), "html5lib")
        link = page.select_one("section.restated a.reference[href*='words']")
        assert link["href"].startswith("words.xhtml")
