"""Every kind of content, built in every way: ``roots/everything`` holds it all."""

from __future__ import annotations

import functools
import io
import re
import shutil
import warnings
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

import pytest
from sphinx.cmd.build import main as sphinx_build

from tests.conftest import serving, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

ROOT = Path(__file__).parent / "roots" / "everything"
BUILDERS = (
    "html", "dirhtml", "singlehtml", "revealjs", "epub", "latex", "text", "man", "texinfo", "xml",
    "gettext",
)  # fmt: skip
PRIVATE = (b"PRIVATE-", b"wreck", b"private rota", b"private%20rota")
FIT = """
() => {
  const slide = Reveal.getCurrentSlide();
  const foot = slide.querySelector('.slide-foot').getBoundingClientRect();
  const faults = [];
  for (const element of slide.querySelectorAll('.slide-title, .slide-body > *')) {
    const box = element.getBoundingClientRect();
    if (box.bottom > foot.top + 1 || box.left < foot.left - 2 || box.right > foot.right + 2)
      faults.push(`${slide.id}: ${element.tagName} ${element.className} does not fit`);
  }
  for (const drawing of slide.querySelectorAll('.mermaid > svg'))
    if (drawing.getBoundingClientRect().height < 80) faults.push(`${slide.id}: nothing is drawn`);
  const texts = document.createTreeWalker(slide.querySelector('.slide-body'), NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const parent = text.parentElement;
    const small = parent.closest('.claim-mark, math, svg, button, [aria-hidden]');
    if (!text.data.trim() || small) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size > 0 && size < 24) faults.push(`${slide.id}: ${text.data.trim()} is ${size} px high`);
  }
  return faults;
}
"""


class Build(NamedTuple):
    """One build of the root: its output, and what it said."""

    out: Path
    said: str
    status: int


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Build]:
    """Build the root strictly, once for each builder and number of processes."""
    if shutil.which("dot") is None:
        pytest.fail("these tests draw with Graphviz: install the package graphviz, which has dot")
    folder = tmp_path_factory.mktemp("everything")

    @functools.cache
    def build(builder: str, processes: int = 1, theme: str = "furo") -> Build:
        out = folder / f"{builder}-{processes}-{theme}"
        command = ["-q", "-W", "--keep-going", "-b", builder, "-j", str(processes)]
        command += ["-d", f"{out}-doctrees", "-D", f"html_theme={theme}", str(ROOT), str(out)]
        said = io.StringIO()
        # In this process, which has all of it imported.
        with warnings.catch_warnings(), redirect_stderr(said):
            warnings.simplefilter("ignore")  # what others must mend before Sphinx 10
            status = sphinx_build(command)
        return Build(out, said.getvalue(), status)

    return build


def contents(folder: Path) -> dict[str, bytes]:
    """Each file of an output but Sphinx's own notes, and the PDF of dot, which it dates."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix != ".pickle"
        and path.name != ".buildinfo"
        and not path.match("graphviz-*.pdf")
    }


@pytest.mark.parametrize("builder", BUILDERS)
def test_builds_without_a_warning(built: Callable[..., Build], builder: str) -> None:
    found = built(builder)
    assert (found.status, found.said) == (0, "")


@pytest.mark.parametrize("builder", ["html", "revealjs", "latex"])
def test_parallel_gives_the_same_bytes(built: Callable[..., Build], builder: str) -> None:
    assert built(builder, 2).status == 0, built(builder, 2).said
    serial, parallel = contents(built(builder).out), contents(built(builder, 2).out)
    assert sorted(serial) == sorted(parallel)
    assert [name for name in serial if serial[name] != parallel[name]] == []


@pytest.mark.parametrize("builder", BUILDERS)
def test_what_is_private_stays_at_home(built: Callable[..., Build], builder: str) -> None:
    leaks = [
        f"{name}: {words.decode()}"
        for name, content in contents(built(builder).out).items()
        for words in PRIVATE
        if words in content or words in name.encode()
    ]
    assert leaks == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("deck", ["watch", "Open Day #1"])
def test_deck_has_all_it_needs_and_fits(
    built: Callable[..., Build], browser: Browser, deck: str, scheme: str
) -> None:
    with serving(built("html").out) as url:
        context = browser.new_context(
            viewport={"width": 1280, "height": 720},
            color_scheme="light" if scheme == "light" else "dark",
        )
        page = context.new_page()
        faults: list[str] = []
        page.on(
            "request", lambda r: r.url.startswith((url, "data:", "blob:")) or faults.append(r.url)
        )
        page.on("response", lambda r: r.ok or faults.append(f"{r.status} {r.url}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        start(page, f"{url}present/{quote(deck)}.html")
        for number in range(page.evaluate("Reveal.getTotalSlides()")):
            page.evaluate("number => Reveal.slide(number, 0)", number)
            faults += page.evaluate(FIT)
        context.close()
    assert faults == []


@pytest.mark.browser
@pytest.mark.parametrize("deck", ["watch", "Open Day #1"])
def test_every_link_of_a_deck_leads_somewhere(
    built: Callable[..., Build], browser: Browser, deck: str
) -> None:
    site = built("html").out
    page = browser.new_page()
    page.goto((site / "present" / f"{deck}.html").as_uri())
    links = page.evaluate("[...document.querySelectorAll('[href]')].map(link => link.href)")
    page.close()
    files = {
        unquote(re.split(r"[?#]", link)[0]).removeprefix("file://")
        for link in links
        if link.startswith("file:")
    }
    assert [name for name in sorted(files) if not Path(name).exists()] == []
    assert not [link for link in links if re.search(r"[ #].*#", link)], quote(deck)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pictures_of_entries_are_there_for_whoever_takes_the_entries(
    built: Callable[..., Build], builder: str
) -> None:
    site = built(builder).out
    texts = [
        (site / name).read_text("utf-8").replace('\\"', '"')
        for name in ("glossary.json", "_static/previews-data.js")
    ]
    found = [re.findall(r'<img [^>]*src="([^"]+)"', text) for text in texts]
    assert all(found)
    sources = {unquote(src) for one in found for src in one}
    assert [src for src in sorted(sources) if not (site / src).is_file()] == []


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_no_page_scrolls_sideways_on_a_phone(
    built: Callable[..., Build], browser: Browser, theme: str
) -> None:
    """Furo sees to what is too wide, alabaster leaves it to the extension."""
    site = built("html", 1, theme).out
    page = browser.new_page(viewport={"width": 390, "height": 844})
    widths = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if not name.startswith(("present/", "_")):
            page.goto(path.as_uri())
            widths[name] = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert widths
    assert {name: width for name, width in widths.items() if width > 390} == {}
