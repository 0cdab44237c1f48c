"""``sphinx_briefing.citing``: definitions of a glossary in the documentation of those who cite."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sphinx.errors import ConfigError

from sphinx_briefing.citing import GlossaryError, parse
from tests.conftest import StrictHandler, publish_glossary, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Built

SITE = "https://SITE/"
ENTRIES = [
    ("open-weights", ["Open weights", "OW"], "Numbers that can be had."),
    ("kai-yuan", ["开源"], r"\<b>Open\</b> & source."),
    ("never-cited", ["Never cited"], "Nobody asks."),
]
INDEX = """
Ours
====

.. toctree::

   folder/other

First :external+briefing:term:`open weights`, then :external+briefing:term:`words <OW>`,
and `by hand <https://SITE/chapters/glossary.html#open-weights>`_.
Elsewhere: `a page <https://SITE/chapters/glossary.html>`_.
"""
OTHER = "Other\n=====\n\nAnother, :external+briefing:term:`开源`.\n"
# Without the bars that have inline styles of the theme's own.
LAYOUT = """{% extends "!layout.html" %}
{% block relbar1 %}{% endblock %}{% block relbar2 %}{% endblock %}"""
BOX = "#briefing-definition"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a publication."""
    return publish_glossary(tmp_path_factory.mktemp("published"), ENTRIES)


@pytest.fixture
def write_citer(tmp_path: Path, published: Path) -> Callable[..., Path]:
    """Write a citing project with local copies: ``write_citer(conf="extra = 1")``."""

    def write(conf: str = "", address: str = SITE, inventory: str = '"copies/objects.inv"') -> Path:
        root = tmp_path / "root"
        files = {
            "conf.py": f"""
extensions = ["sphinx_briefing.citing"]
intersphinx_mapping = {{"briefing": ("{address}", {inventory})}}
briefing_glossaries = ["briefing"]
project, version, copyright = "Ours", "1", "2026, nobody"
html_theme, html_sidebars, templates_path = "basic", {{"**": []}}, ["templates"]
{conf}
""",
            "templates/layout.html": LAYOUT,
            "index.rst": INDEX.replace(SITE, address),
            "folder/other.rst": OTHER,
        }
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for name in ("objects.inv", "glossary.json"):
            (root / "copies").mkdir(exist_ok=True)
            shutil.copy(published / name, root / "copies")
        return root

    return write


def cited(out: Path) -> dict[str, str]:
    """What the pages can show, by the address of each entry."""
    script = (out / "_static" / "briefing-citing-data.js").read_text(encoding="utf-8")
    return json.loads(script.removeprefix("window.briefingCited = ").removesuffix(";\n"))


def anchors(out: Path) -> list[str]:
    """The anchors of the entries that the pages can show."""
    return sorted(link.partition("#")[2] for link in cited(out))


# -- what the build makes -------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_cited_definitions_stand_beside_the_pages(
    builder: str, write_citer: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_citer(), builder)
    assert built.warnings == ""
    assert anchors(built.out) == ["kai-yuan", "open-weights"]
    page = built.read("index.html")
    assert page.count("briefing-cited") == (4 if builder == "singlehtml" else 3)
    assert page.count("briefing-citing.js") == page.count("briefing-citing.css") == 1


def test_definitions_of_others_are_text(
    write_citer: Callable[..., Path], build: Callable[..., Built]
) -> None:
    found = cited(build(write_citer()).out)
    assert (
        "&lt;b&gt;Open&lt;/b&gt; &amp; source." in found[f"{SITE}chapters/glossary.html#kai-yuan"]
    )


@pytest.mark.parametrize(
    "builder", ["epub", "text", "latex", "man", "texinfo", "xml", "gettext", "json"]
)
def test_other_builders_are_left_alone(
    builder: str, write_citer: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_citer("epub_show_urls = 'no'"), builder)
    assert built.warnings == ""
    if builder != "json":
        assert not list(built.out.rglob("briefing-citing*"))


def test_an_edit_of_one_page_loses_no_definition(
    write_citer: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_citer()
    clean = cited(build(root).out)
    (root / "folder" / "other.rst").write_text(OTHER + "\nMore.\n", encoding="utf-8")
    built = build(root)
    assert "More." in built.read("folder/other.html")
    assert cited(built.out) == clean
    (root / "folder" / "other.rst").write_text("Other\n=====\n\nNo more.\n", encoding="utf-8")
    assert anchors(build(root).out) == ["open-weights"]


def test_serial_and_parallel_builds_are_the_same(
    write_citer: Callable[..., Path], tmp_path: Path
) -> None:
    root = write_citer()
    for number in range(8):
        (root / f"page{number}.rst").write_text(f":orphan:\n\n{OTHER}", encoding="utf-8")
    files: list[dict[str, bytes]] = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs
        subprocess.run(
            [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-j", jobs, "-b", "html", root, out],
            check=True,
        )
        files.append({page.name: page.read_bytes() for page in out.rglob("*.html")})
        files[-1]["data"] = (out / "_static" / "briefing-citing-data.js").read_bytes()
    assert files[0] == files[1]


# -- where the glossary comes from ----------------------------------------------------------------


def test_from_the_published_address(
    write_citer: Callable[..., Path], build: Callable[..., Built], published: Path
) -> None:
    """Fetched once, and kept for when the address cannot be reached."""
    with serving(published) as url:
        root = write_citer(address=url, inventory="None")
        shutil.rmtree(root / "copies")
        assert anchors(build(root).out) == ["kai-yuan", "open-weights"]
    again = build(root, confoverrides={"intersphinx_cache_limit": 0}, freshenv=False)
    assert anchors(again.out) == ["kai-yuan", "open-weights"]


def test_a_place_of_its_own(write_citer: Callable[..., Path], build: Callable[..., Built]) -> None:
    root = write_citer('briefing_glossaries = {"briefing": "terms/ours.json"}')
    (root / "terms").mkdir()
    (root / "copies" / "glossary.json").rename(root / "terms" / "ours.json")
    assert anchors(build(root).out) == ["kai-yuan", "open-weights"]


def test_a_glossary_that_is_not_there(
    write_citer: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_citer()
    (root / "copies" / "glossary.json").unlink()
    built = build(root)
    assert "the glossary 'briefing' shows no definitions, for it cannot be read: " in built.warnings
    assert "copies/glossary.json: No such file or directory" in built.warnings
    assert f'href="{SITE}chapters/glossary.html#open-weights"' in built.read("index.html")
    assert cited(built.out) == {}


def test_an_address_that_cannot_be_reached(
    write_citer: Callable[..., Path], build: Callable[..., Built]
) -> None:
    place = "http://127.0.0.1:9/glossary.json"
    built = build(write_citer(f'briefing_glossaries = {{"briefing": "{place}"}}'))
    assert f"cannot be read: {place}: " in built.warnings
    assert "Traceback" not in built.warnings


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<html>", "this is no JSON"),
        ("[]", "it has no version"),
        ('{"version": 2}', "this is a glossary of version 2, but sphinx-briefing"),
        ('{"version": 1}', "each of its entries must have a url, a term and a definition"),
        ('{"version": 1, "entries": [{"url": "x"}]}', "each of its entries must have"),
        ('{"version": 1, "entries": [1]}', "each of its entries must have"),
        ('{"version": 1, "entries": [{"url": 1, "term": "", "definition": ""}]}', "must have"),
    ],
)
def test_what_is_no_glossary_is_named(data: str, message: str) -> None:
    with pytest.raises(GlossaryError, match=message):
        parse(data.encode(), SITE)


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        (
            'briefing_glossaries = ["other"]',
            "names 'other', but intersphinx_mapping has 'briefing'",
        ),
        ('briefing_glossaries = {"briefing": 1}', "briefing_glossaries must list keys"),
        ('briefing_glossaries = {"briefing": ""}', "briefing_glossaries must list keys"),
        ('briefing_glossaries = "briefing"', "briefing_glossaries must list keys"),
    ],
)
def test_bad_settings_are_refused(
    conf: str, message: str, write_citer: Callable[..., Path], build: Callable[..., Built]
) -> None:
    with pytest.raises(ConfigError, match=message):
        build(write_citer(conf))


# -- what a reader sees ---------------------------------------------------------------------------


@pytest.fixture(params=["file", "strict server"])
def ours(
    request: pytest.FixtureRequest, write_citer: Callable[..., Path], build: Callable[..., Built]
) -> Iterator[str]:
    """The address of the citing docs: on disk, or on a server whose policy forbids inline code."""
    out = build(write_citer()).out
    if request.param == "file":
        yield f"{out.as_uri()}/index.html"
    else:
        with serving(out, StrictHandler) as url:
            yield url


@pytest.fixture
def faults() -> list[str]:
    """What must stay empty: requests to other hosts, script errors, violations of the policy."""
    return []


@pytest.fixture
def open_page(browser: Browser, ours: str, faults: list[str]) -> Iterator[Callable[..., Page]]:
    """Open the citing docs: ``open_page(has_touch=True)``."""
    contexts = []

    def start(**options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        home = ours.removesuffix("index.html")
        context.on(
            "request",
            lambda request: None if request.url.startswith(home) else faults.append(request.url),
        )
        context.on("weberror", lambda error: faults.append(str(error.error)))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(ours)
        return page

    yield start
    for context in contexts:
        context.close()


@pytest.mark.browser
def test_hover_shows_the_definition(open_page: Callable[..., Page], faults: list[str]) -> None:
    page = open_page()
    link, box = page.locator("a.briefing-cited").first, page.locator(BOX)
    link.hover()
    expect(box).to_have_text("Open weightsNumbers that can be had.Briefing")
    expect(link).to_have_attribute("aria-describedby", "briefing-definition")
    assert link.get_attribute("title") is None
    # WCAG 1.4.13: the pointer may move onto it, it stays, and Escape closes it.
    box.hover()
    page.wait_for_timeout(400)
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    assert link.get_attribute("aria-describedby") is None
    # Away from both, it goes.
    page.mouse.move(0, 0)
    link.hover()
    expect(box).to_be_visible()
    page.mouse.move(0, 0)
    expect(box).to_be_hidden()
    assert faults == []


@pytest.mark.browser
def test_focus_shows_the_definition(open_page: Callable[..., Page], faults: list[str]) -> None:
    page = open_page()
    box = page.locator(BOX)
    links = page.locator("a.briefing-cited")
    for _ in range(30):
        page.keyboard.press("Tab")
        if links.first.evaluate("link => link === document.activeElement"):
            break
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(links.first).to_be_focused()
    page.keyboard.press("Tab")
    expect(links.nth(1)).to_have_attribute("aria-describedby", "briefing-definition")
    expect(box).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(box).to_be_hidden()
    assert faults == []


@pytest.mark.browser
def test_a_tap_shows_the_definition_first(
    open_page: Callable[..., Page], faults: list[str]
) -> None:
    page = open_page(has_touch=True, viewport={"width": 390, "height": 844})
    link, box = page.locator("a.briefing-cited").first, page.locator(BOX)
    link.tap()
    expect(box).to_be_visible()
    expect(box.get_by_role("link", name="Open the entry")).to_have_attribute(
        "href", f"{SITE.lower()}chapters/glossary.html#open-weights"
    )
    edges = box.bounding_box()
    assert edges
    assert 0 <= edges["x"] <= 390 - edges["width"]
    page.touchscreen.tap(5, 800)
    expect(box).to_be_hidden()
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["alabaster", "furo"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_takes_the_colours_of_the_theme(
    theme: str,
    scheme: str,
    write_citer: Callable[..., Path],
    build: Callable[..., Built],
    browser: Browser,
) -> None:
    out = build(write_citer(f'html_theme = "{theme}"')).out
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto((out / "index.html").as_uri())
    page.locator("a.briefing-cited").first.hover()
    expect(page.locator(BOX)).to_be_visible()
    colours = page.locator(BOX).evaluate("box => getComputedStyle(box).backgroundColor")
    is_dark = sum(map(int, colours.removeprefix("rgb(").removesuffix(")").split(","))) < 384
    assert is_dark == (theme == "furo" and scheme == "dark")
    found = Axe().run(page, context=BOX)
    assert [violation["id"] for violation in found.response["violations"]] == []
    context.close()
