"""A second publication, ``roots/musterdorf``: with another subject, language and theme."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from tests.accessibility import slide_violations, violations
from tests.conftest import PROJECT, StrictSiteHandler, serving, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    Site = Callable[[str], Path]

ROOT = Path(__file__).parent / "roots" / "musterdorf"
OWN_THEME = "pydata_sphinx_theme"
THEMES = ("alabaster", OWN_THEME, "furo")
PAGES = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix()
    for path in ROOT.rglob("*")
    if path.suffix in {".md", ".rst"}
)
PAGE_CLASSES = (
    "index", "kapitel/zisterne", "anhang/glossar", "anhang/aussagen", "anhang/abdeckung",
    "anhang/quellen", "folien/gartenabend", "folien/kurzfassung", "folien/ratssitzung",
)  # fmt: skip
DECKS = sorted(path.stem for path in (ROOT / "folien").iterdir())
CATALOGUE = PROJECT / "sphinx_briefing" / "locale" / "de" / "LC_MESSAGES" / "sphinx_briefing.po"
CONTENT = "article.bd-article, [role=main], .reveal"
"""What a page says: around it stand the texts of its theme."""
TEXTS = """
part => {
  const found = [];
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    if (!text.parentElement.closest('script, style')) found.push(text.data);
  for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
    for (const one of part.querySelectorAll(`[${name}]`)) found.push(one.getAttribute(name));
  return found.map(text => text.trim().replace(/\\s+/g, ' ')).filter(text => text);
}
"""


@pytest.fixture(scope="session")
def site(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Site:
    """The publication, built strictly with a theme, once for all workers."""

    def built(theme: str) -> Path:
        def make(out: Path) -> None:
            command = [
                sys.executable,
                "-m",
                "sphinx",
                "-q",
                "-n",
                "-W",
                "--keep-going",
                "-j",
                "auto",
            ]
            command += ["-b", "html", "-d", f"{out}-doctrees", str(ROOT), str(out)]
            run = subprocess.run(
                command,
                cwd=PROJECT,
                env=os.environ | {"PYTHONWARNINGS": "ignore", "THEME": theme},
                capture_output=True,
                text=True,
                check=False,
            )
            assert (run.returncode, run.stderr) == (0, "")

        return made_once(f"musterdorf-{theme}", make)

    return built


@pytest.fixture(scope="module")
def own(site: Site) -> Iterator[str]:
    """The address of the publication in its own theme."""
    with serving(site(OWN_THEME)) as url:
        yield url


@pytest.mark.parametrize("theme", THEMES)
def test_builds_strictly_with_any_theme(site: Site, theme: str) -> None:
    built = site(theme)
    for name in [*PAGES, *(f"vortrag/{deck}" for deck in DECKS)]:
        assert (built / f"{name}.html").is_file(), name


def linked(page: BeautifulSoup) -> list[str]:
    """The stylesheets and scripts of a page, without their checksums."""
    found = page.select("[rel=stylesheet][href], script[src]")
    return [str(one.get("href") or one.get("src")).partition("?")[0] for one in found]


@pytest.mark.parametrize("theme", THEMES)
def test_themes_leave_the_decks_alone(site: Site, theme: str) -> None:
    for deck in DECKS:
        text = (site(theme) / "vortrag" / f"{deck}.html").read_text("utf-8")
        page = BeautifulSoup(text, "html.parser")
        scripts = [script for script in page("script") if script.get("type") != "application/json"]
        assert scripts
        assert all(script.get("src") and not script.get_text(strip=True) for script in scripts)
        # Their joined files are named after what is in them: it is the same with any theme.
        assert linked(page) == linked(
            BeautifulSoup(
                (site(OWN_THEME) / "vortrag" / f"{deck}.html").read_bytes(), "html.parser"
            )
        )
        own = [name for name in linked(page) if "/_bundles/" not in name]
        assert [name for name in own if not re.search(r"/briefing-[a-z-]+\.(css|js)$", name)] == []


def test_a_deck_of_ones_own_speaks_german(site: Site) -> None:
    deck = BeautifulSoup((site(OWN_THEME) / "vortrag/gartenabend.html").read_bytes(), "html5lib")
    slides = deck.select(".slides > section")
    picked = ["deck-title", "giesswasser", "ueberlauf", "wuensche", "musterjahr"]
    assert [slide["id"] for slide in slides] == picked
    assert [line.get_text() for line in slides[0].select(".cover-occasion > p")] == [
        "Erika Mustermann, Musterdorf",
        "Abend des erfundenen Gartenvereins · 12. März 2026",
    ]
    assert slides[-1].select_one(".slide-edition").get_text(strip=True).startswith("Stand: ")
    page = BeautifulSoup((site(OWN_THEME) / "folien/gartenabend.html").read_bytes(), "html5lib")
    assert "nur dieser Foliensatz" in page.select_one(".deck-contents").get_text()
    assert page.find(id="slide-wuensche") is not None


def test_a_figure_in_words_is_told_from_its_caption(site: Site) -> None:
    text = (site(OWN_THEME) / "folien" / "ratssitzung.html").read_text("utf-8")
    said = BeautifulSoup(text, "html.parser").get_text()
    assert "Niederschlag im Musterjahr, nach Monaten. Zwölf Säulen" in said


def pattern(text: str) -> str:
    """What finds a text of the catalogue, whatever stands in the place of its variables."""
    return ".+".join(re.escape(part) for part in re.split(r"\{\w+\}", text.strip()))


@pytest.mark.browser
def test_readers_find_no_english(browser: Browser, own: str) -> None:
    with CATALOGUE.open("rb") as file:
        messages = [m for m in read_po(file) if m.id and m.string != m.id]
    english = {m.id: re.compile(pattern(m.id)) for m in messages}
    german = [re.compile(pattern(m.string)) for m in messages]
    page = browser.new_page()
    found, translated = [], set()
    for name in [*PAGES, *(f"vortrag/{deck}" for deck in DECKS)]:
        page.goto(f"{own}{name}.html")
        assert page.evaluate("document.documentElement.lang") == "de"
        for text in page.locator(CONTENT).first.evaluate(TEXTS):
            found += [f"{name}: {text}" for one in english.values() if one.fullmatch(text)]
            translated |= {one.pattern for one in german if one.fullmatch(text)}
    page.close()
    assert found == []
    assert len(translated) > 40  # else the texts were not looked at


def test_slides_are_quoted_as_germans_do(site: Site) -> None:
    for name in ("anhang/abdeckung", "anhang/aussagen"):
        page = BeautifulSoup((site(OWN_THEME) / f"{name}.html").read_text("utf-8"), "html.parser")
        text = page.select_one("article.bd-article").get_text()
        assert "„Das Musterjahr brachte 680 Millimeter Regen“" in text
        assert "”" not in text


@pytest.mark.parametrize("theme", THEMES)
def test_anchors_lead_to_their_thing(site: Site, theme: str) -> None:
    pages: dict[str, BeautifulSoup] = {}
    lines = (ROOT / "anchors.tsv").read_text("utf-8").splitlines()
    anchors = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert {kind for kind, *_ in anchors} == {"term", "claim", "slide", "deck"}
    for kind, name, target in anchors:
        docname, _, anchor = target.partition("#")
        if docname not in pages:
            text = (site(theme) / f"{docname}.html").read_text("utf-8")
            pages[docname] = BeautifulSoup(text, "html.parser")
        page = pages[docname]
        if kind == "deck":
            assert page.select_one(f"a.deck-start[href$='vortrag/{name}.html']"), name
            continue
        thing = page.find(id=anchor)
        assert thing, target
        if kind == "term":
            assert name in thing.get_text() + thing.find_next("dd").get_text(), target
        elif kind == "claim":
            assert thing.select_one("h3 .claim-mark").get_text().split()[1] == name, target
        else:
            kinds = {"in-brief", "transcribed-slide"}  # the latter, of a deck's own
            assert thing.find(class_="in-brief") or kinds & {*thing["class"]}, target


@pytest.mark.browser
@pytest.mark.parametrize("theme", THEMES)
def test_pages_fit_a_phone_and_ask_nobody_else(browser: Browser, site: Site, theme: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    faults: list[str] = []
    with serving(site(theme)) as url:
        home = urlsplit(url).netloc

        def heard(address: str) -> None:
            parts = urlsplit(address)
            if parts.scheme not in {"data", "blob"} and parts.netloc != home:
                faults.append(f"request to {address}")

        page.on("request", lambda request: heard(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        for name in PAGES:
            page.goto(f"{url}{name}.html")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 390:
                faults.append(f"{name} is {width} px wide")
    page.close()
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGE_CLASSES)
def test_axe_finds_nothing_on_pages(browser: Browser, own: str, name: str) -> None:
    page = browser.new_page(color_scheme="dark" if PAGE_CLASSES.index(name) % 2 else "light")
    page.goto(f"{own}{name}.html")
    found = violations(page)
    page.close()
    assert found == [], "\n".join(found)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("deck", "scheme"),
    [("ratssitzung", "light"), ("kurzfassung", "dark"), ("gartenabend", "light")],
)
def test_decks_run_under_a_strict_policy_and_axe_finds_nothing(
    browser: Browser, own: str, site: Site, deck: str, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 720},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    with serving(site(OWN_THEME), StrictSiteHandler) as url:
        page = context.new_page()
        start(page, f"{url}vortrag/{deck}.html")  # which it would not, were its script inline
        page.close()
    page = context.new_page()
    start(page, f"{own}vortrag/{deck}.html")
    faults = violations(page)
    for number in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate("number => Reveal.slide(number, 0)", number)
        faults += slide_violations(page)
    context.close()
    assert faults == [], "\n".join(faults)
