"""What people take away: the command, the links to files, a deck as one HTML file, the zip."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from sphinx_briefing import __main__ as command_line
from sphinx_briefing.commands import handouts as command
from sphinx_briefing.handouts.kit import Kit
from sphinx_briefing.handouts.links import size_in_words
from sphinx_briefing.handouts.makers import KINDS
from sphinx_briefing.handouts.making import Made, Task, make_all
from sphinx_briefing.handouts.manifest import read_manifest
from tests.conftest import CONF, PROJECT, complaints, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.conftest import Built

ADDRESS = "https://example.org/lights/"
ROOT = {
    "_static/own.css": "@import 'inner/more.css';\nbody { background: url(ground.svg); }\n",
    "_static/inner/more.css": ".reveal { --drawn: url('../ground.svg'); }\n",
    "_static/ground.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    "claims.yaml": """\
- id: C01
  home: chapter
  kind: fact
  attributed_to: the author
  restatement: Light is bright.
  verdict: nuanced
""",
    "index.md": "# Front\n\n```{toctree}\nchapter\nwords\nclaims\nslides/talk\nslides/tour\n"
    "kit\n```\n",
    "chapter.md": """\
# Chapter

## Light

::::{slide} Lamps are bright
:name: lamps

- {term}`open weights` and {claim}`C01`, see {doc}`words`
- [elsewhere](https://example.com/), ![A ground](ground.svg)

:::{notes}
Words to say.
:::

:::{notes}
:private:
quokka
:::
::::

Light is bright {claim}`C01`.

## Night

:::{slide} Nights are dark
:name: nights
:audience: technical

\\</script>\\<!-- are only words
:::
""",
    "ground.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "words.md": "# Words\n\n:::{entry} Open weights\n:id: open-weights\n\nNumbers to be had.\n"
    ":::\n",
    "claims.md": "# Claims\n\n```{claim-register}\n```\n",
    "slides/talk.md": "# Talk\n\n:::{deck} A talk on light\n:audience: technical\n:minutes: 9\n"
    ":::\n",
    "slides/tour.md": "# Tour\n\n:::{deck} A tour\n:minutes: 9\n\nFor all.\n:::\n",
    "kit.md": "# Kit\n\n:::{downloads}\nThere is nothing yet.\n:::\n",
}
SETTINGS = """
exclude_patterns = ["_build"]
briefing_claims = "claims.yaml"
briefing_date = "2026-11-30"
revealjs_static_path = html_static_path = ["_static"]
revealjs_css_files = ["own.css"]
suppress_warnings = ["briefing.untraced"]
"""
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (1920).to_bytes(4, "big") + (1080).to_bytes(4, "big")


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str
    root: Path

    @property
    def site(self) -> Path:
        """The published site."""
        return self.root / "_build" / "site"


def write(root: Path) -> Path:
    """Write the root."""
    for name, text in {"conf.py": CONF + SETTINGS, **ROOT}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def start(root: Path, *arguments: str, **variables: str) -> Ran:
    """Run the command as its users do."""
    done = subprocess.run(
        [sys.executable, "-m", "sphinx_briefing", "--root", root, *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )
    return Ran(done.returncode, done.stdout, done.stderr, root)


def files(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder by its path."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Handouts of the root that need no browser."""
    root = write(tmp_path_factory.mktemp("made") / "root")
    ran = start(root, "handouts", "--only", "html", "--only", "site")
    assert ran.code == 0, ran.out + ran.err
    return ran


@pytest.fixture
def copied(made: Ran, tmp_path: Path) -> Path:
    """A copy of the root whose handouts were made."""
    return shutil.copytree(made.root, tmp_path / "root")


@pytest.fixture
def main(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command in this process."""

    def run(root: Path, *arguments: str) -> Ran:
        capsys.readouterr()
        code = command_line.main(["--root", str(root), *arguments])
        return Ran(code, *capsys.readouterr(), root)

    return run


def links_of(page: Path) -> list[tuple[str, str]]:
    """What a page offers to take away: the file, and what is said of it."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    found = soup.select("ul.take-away a[download]")
    return [(str(link["href"]), link.get_text()) for link in found]


# -- the command ----------------------------------------------------------------------------------


def test_progress_is_told_and_each_file_is_listed_with_its_size(made: Ran) -> None:
    assert complaints(made.err) == []
    told = re.findall(r"^\[(\d)/(\d)\] (.+) … \d+\.\d MB in \d+ s$", made.out, re.MULTILINE)
    assert [(n, of) for n, of, _what in told] == [("1", "3"), ("2", "3"), ("3", "3")]
    assert {what for _n, _of, what in told} == {
        "talk: one HTML file", "tour: one HTML file", "the site as a zip",
    }  # fmt: skip
    folder = made.site / "downloads"
    listed = read_manifest(folder / "handouts.json")
    assert [(h.deck, h.kind, h.file) for h in listed] == [
        ("", "site", "root-site-2026-11-30.zip"),
        ("talk", "html", "decks/talk/talk-2026-11-30.html"),
        ("tour", "html", "decks/tour/tour-2026-11-30.html"),
    ]
    assert {h.file: h.size for h in listed} == {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".json"
    }
    assert made.out.splitlines()[-1].startswith(f"Downloads: {folder} (3 files, ")


def test_pages_link_the_files_with_format_and_size(made: Ran) -> None:
    folder = made.site / "downloads"
    size = size_in_words((folder / "decks" / "talk" / "talk-2026-11-30.html").stat().st_size, "en")
    talk = ("../downloads/decks/talk/talk-2026-11-30.html", f"Slides in one file, HTML, {size}")
    assert links_of(made.site / "slides" / "talk.html") == [talk]
    everything = links_of(made.site / "kit.html")
    assert [uri for uri, _text in everything] == [
        "downloads/root-site-2026-11-30.zip",
        "downloads/decks/talk/talk-2026-11-30.html",
        "downloads/decks/tour/tour-2026-11-30.html",
    ]
    assert everything[0][1].startswith("All pages and decks, ZIP, ")
    assert "There is nothing yet" not in (made.site / "kit.html").read_text(encoding="utf-8")
    assert size_in_words(1_234_567, "de") == "1,2 MB"
    assert size_in_words(40_400, "en") == "40 kB"


def test_a_plain_build_publishes_neither_files_nor_links(
    copied: Path, main: Callable[..., Ran]
) -> None:
    ran = main(copied, "build")
    assert ran.code == 0, ran.err
    assert not (ran.site / "downloads").exists()
    assert links_of(ran.site / "slides" / "talk.html") == links_of(ran.site / "kit.html") == []
    assert "There is nothing yet" in (ran.site / "kit.html").read_text(encoding="utf-8")


def test_same_sources_give_the_same_bytes_and_presenters_a_set_of_their_own(
    made: Ran, tmp_path: Path
) -> None:
    root = write(tmp_path / "elsewhere" / "root")
    again = start(root, "handouts", "--only", "html", "--only", "site", "-j", "1")
    assert (again.code, complaints(again.err)) == (0, [])
    assert files(again.site / "downloads") == files(made.site / "downloads")
    assert not [name for name, text in files(again.site).items() if b"quokka" in text]
    with zipfile.ZipFile(again.site / "downloads" / "root-site-2026-11-30.zip") as archive:
        assert not [name for name in archive.namelist() if b"quokka" in archive.read(name)]
    own = start(root, "handouts", "talk", "--only", "html", "--presenter")
    assert own.code == 0, own.out + own.err
    site = root / "_build" / "presenter"
    (file,) = (site / "downloads").glob("decks/talk/*.html")
    assert file.name == "talk-presenter-2026-11-30.html"
    assert "quokka" in file.read_text(encoding="utf-8")
    assert "presenter’s copy</title>" in file.read_text(encoding="utf-8")
    assert "may show private notes" in (site / "slides" / "talk.html").read_text(encoding="utf-8")
    assert "may show private notes" not in (made.site / "slides" / "talk.html").read_text("utf-8")


def test_what_is_not_there_is_refused(copied: Path, main: Callable[..., Ran]) -> None:
    before = files(copied / "_build" / "site")
    ran = main(copied, "handouts", "tlak")
    assert ran.code == 1
    assert "Not published: there is no deck tlak; there are: talk, tour." in ran.err
    assert "The last good site is as it was." in ran.err
    ran = main(copied, "handouts", "talk", "--only", "site")
    assert "site: these are of the whole publication: leave the deck's name out" in ran.err
    with pytest.raises(SystemExit, match="2"):
        main(copied, "handouts", "--only", "vellum")
    assert files(copied / "_build" / "site") == before


def test_without_a_browser_the_rest_is_made_and_it_is_said_what_to_do(
    copied: Path, main: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CHROMIUM", "/nowhere/chromium")
    before = files(copied / "_build" / "site")
    ran = main(copied, "handouts", "tour", "--only", "slides")
    assert ran.code == 1
    assert (
        "nothing could be made\nslides as PDF: left out: BRIEFING_CHROMIUM is /nowhere" in ran.err
    )
    assert files(copied / "_build" / "site") == before
    ran = main(copied, "handouts", "tour", "--only", "slides", "--only", "html")
    assert ran.code == 1
    assert ran.err.count("slides as PDF: left out: BRIEFING_CHROMIUM is /nowhere/chromium") == 1
    (link,) = links_of(ran.site / "slides" / "tour.html")
    assert link[0] == "../downloads/decks/tour/tour-2026-11-30.html"
    assert links_of(ran.site / "slides" / "talk.html") == []  # made before, not asked for now


def test_a_folder_of_downloads_of_the_projects_own_is_refused(
    copied: Path, main: Callable[..., Ran]
) -> None:
    (copied / "downloads").mkdir()
    (copied / "downloads" / "more.md").write_text("---\norphan: true\n---\n# More\n", "utf-8")
    ran = main(copied, "handouts", "--only", "html")
    assert ran.code == 1
    assert "the site has a folder downloads of its own" in ran.err


def test_a_package_that_is_not_installed_is_named() -> None:
    kind = KINDS[0]._replace(needs=(("nowhere_to_be_found", "nowhere"), ("bs4", "beautifulsoup4")))
    said = command.hindrance(kind, Path("chromium"))
    assert said == "nowhere is not installed: python -m pip install nowhere"


def test_a_fault_leaves_the_last_good_site(
    copied: Path, main: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(copied / "_build" / "site")
    fault = partial(Made, fault="ValueError: no ink (printer.py:3)")
    monkeypatch.setattr(
        command, "make_all", lambda bundles, *_: [fault(t) for b in bundles for t in b]
    )
    ran = main(copied, "handouts", "--only", "html")
    assert ran.code == 1
    assert re.search(r"^\[\d/2\] talk: one HTML file: failed$", ran.out, re.MULTILINE)
    assert ran.err.count("no ink") == 1  # for both decks
    assert "talk, tour: one HTML file: failed: ValueError: no ink (printer.py:3)" in ran.err
    assert "The last good site is as it was." in ran.err
    assert files(copied / "_build" / "site") == before


class Deadly:
    """Ends the process that receives it."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        """Be unpickled as the end."""
        return os._exit, (3,)


def test_a_process_that_dies_is_told_of(tmp_path: Path) -> None:
    kit = Kit(tmp_path, tmp_path, "", "T", "A", "en", False, "", "", "", None)
    bundles = [[Task("epub"), Task("book")], [Task("site")]]
    ended = list(make_all(bundles, kit, Deadly(), jobs=1))  # type: ignore[arg-type]
    assert [(made.task.kind, made.fault) for made in ended] == [
        (kind, "its process ended without a word") for kind in ("epub", "book", "site")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for another process")
def test_an_interrupt_leaves_the_last_good_site(copied: Path) -> None:
    before = files(copied / "_build" / "site")
    # Tests that a shell has started in the background ignore it, and so would their processes.
    ours = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        [sys.executable, "-m", "sphinx_briefing", "--root", copied, "handouts", "--only", "html"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, ours)
    assert running.stdout is not None
    for line in running.stdout:
        if line.startswith("Making handouts"):
            os.killpg(running.pid, signal.SIGINT)
            break
    _out, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "Interrupted.\nThe last good site is as it was." in err
    assert "Traceback" not in err
    assert files(copied / "_build" / "site") == before


# -- a deck as one file ---------------------------------------------------------------------------


@pytest.fixture
def alone(made: Ran, tmp_path: Path) -> Path:
    """The deck as one file, in a folder of its own."""
    folder = tmp_path / "mail"
    folder.mkdir()
    return Path(
        shutil.copy(made.site / "downloads" / "decks" / "talk" / "talk-2026-11-30.html", folder)
    )


@pytest.fixture
def offline(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without a network, which fails the test on an error or a request."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    context.set_default_timeout(10_000)
    faults: list[str] = []
    asked: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    context.on("request", lambda request: asked.append(request.url))
    yield context
    context.close()
    others = [url for url in asked if not url.startswith(("data:", "file:///", "about:"))]
    assert (faults, others) == ([], [])
    assert len({re.split("[?#]", url)[0] for url in asked if url.startswith("file:")}) <= 1


def opened(context: BrowserContext, file: Path, query: str = "") -> Page:
    """The deck, when it has started."""
    page = context.new_page()
    page.goto(file.as_uri() + query)
    page.wait_for_selector("html.deck-ready")
    return page


def current(page: Page) -> str:
    """The id of the slide on show."""
    slide: str = page.evaluate("Reveal.getCurrentSlide().id")
    return slide


@pytest.mark.browser
def test_one_file_does_all_that_the_deck_does(alone: Path, offline: BrowserContext) -> None:
    page = opened(offline, alone)
    page.keyboard.press("PageDown")
    assert current(page) == "lamps"
    assert page.evaluate("document.querySelector('#lamps img').naturalWidth") == 9
    ground = page.evaluate("getComputedStyle(document.body).backgroundImage")
    assert ground.startswith('url("data:image/svg+xml')
    page.keyboard.press("e")
    assert page.locator("#lamps .slide-evidence").evaluate("it => it.open")
    page.keyboard.press("Escape")
    for key, dialog in (("?", ".deck-help"), ("g", ".deck-finder")):
        page.keyboard.press(key)
        expect(page.locator(dialog)).to_be_visible()
        if key == "g":
            page.keyboard.type("dark")
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Escape")
    expect(page.locator("section.present")).to_have_id("nights")
    expect(page.locator("#nights .slide-body")).to_contain_text("are only words")
    page.keyboard.press("o")
    assert page.evaluate("Reveal.isOverview()")
    page.keyboard.press("o")
    page.keyboard.press("t")
    assert page.evaluate("document.documentElement.dataset.theme") in {"dark", "light"}
    page.goto(f"{alone.as_uri()}?view=print")
    page.wait_for_selector(".pdf-page")
    assert page.locator(".pdf-page").count() == 3


@pytest.mark.browser
def test_speaker_view_of_one_file(alone: Path, offline: BrowserContext) -> None:
    page = opened(offline, alone)
    page.keyboard.press("PageDown")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    speaker = popup.value
    expect(speaker.locator(".speaker-notes-text")).to_contain_text("Words to say.")
    expect(speaker.locator(".speaker-next > h2")).to_contain_text("Nights are dark")
    assert (
        speaker.evaluate("getComputedStyle(document.querySelector('.speaker-view')).display")
        == "grid"
    )
    width = speaker.locator(".speaker-now .slide-title").evaluate(
        "it => getComputedStyle(it).fontSize"
    )
    assert width == page.locator("#lamps .slide-title").evaluate(
        "it => getComputedStyle(it).fontSize"
    )
    speaker.keyboard.press("PageDown")
    page.wait_for_function("Reveal.getCurrentSlide().id === 'nights'")
    expect(speaker.locator(".speaker-now > h2")).to_contain_text("3")


@pytest.mark.browser
def test_links_of_one_file_lead_nowhere_else_but_show_what_they_lead_to(
    alone: Path, offline: BrowserContext
) -> None:
    page = opened(offline, alone)
    hrefs = page.locator("a[href]").evaluate_all("all => all.map(it => it.getAttribute('href'))")
    assert [uri for uri in hrefs if not uri.startswith(("#", "https://example.com/"))] == []
    assert "Words" in page.locator("#lamps .slide-body").text_content()  # told, without a link
    page.keyboard.press("PageDown")
    page.locator("#lamps .slide-body [data-preview]").first.hover()
    box = page.locator(".preview")
    expect(box).to_contain_text("Numbers to be had.")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    mark = page.locator("#lamps [data-preview*='claims']").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(box).to_contain_text("Light is bright.")
    assert current(page) == "lamps"
    others = {"slides/talk.html", "chapter.html", "_static"}
    text = alone.read_text(encoding="utf-8")
    assert [one for one in others if f'="../{one}' in text] == []


@pytest.mark.browser
def test_one_file_on_a_phone_and_without_javascript(alone: Path, browser: Browser) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, offline=True
    )
    page = opened(phone, alone)
    expect(page.locator("html")).to_have_class(re.compile("deck-column"))
    page.locator("#lamps .slide-body [data-preview]").first.tap()
    expect(page.locator(".preview")).to_contain_text("Numbers to be had.")
    assert page.locator(".preview a").count() == 0
    phone.close()
    plain = browser.new_context(java_script_enabled=False, offline=True)
    page = plain.new_page()
    page.goto(alone.as_uri())
    for slide, text in (("deck-title", "A talk on light"), ("lamps", "Lamps are bright")):
        title = page.locator(f"#{slide} .slide-title")
        expect(title).to_have_text(text)
        x, y = title.evaluate(
            "it => { const r = it.getBoundingClientRect(); return [r.x + 9, r.y + 9]; }"
        )
        if y < 600:  # nothing covers it
            seen = page.evaluate(f"document.elementFromPoint({x}, {y}).closest('section').id")
            assert seen == slide
    plain.close()


# -- the zip --------------------------------------------------------------------------------------


@pytest.mark.browser
def test_the_zip_of_the_site_works_wherever_it_is_unpacked(
    made: Ran, tmp_path: Path, browser: Browser
) -> None:
    path = made.site / "downloads" / "root-site-2026-11-30.zip"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
        archive.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert folder.name == path.stem
    # Pages that link what was made, as these do not, have bundles with the rules for it.
    apart = (".nojekyll", "downloads/", "_bundles/")
    published = {name for name in files(made.site) if not name.startswith(apart)}
    assert {name for name in files(folder) if not name.startswith(apart)} == published
    for name in files(folder):
        if name.endswith(".html"):
            for link in re.findall(r'"([./]*_bundles/[^"?]+)', (folder / name).read_text("utf-8")):
                here = folder if link[0] == "/" else (folder / name).parent
                assert (here / link.lstrip("/")).is_file(), name
    with serving(tmp_path) as url:
        page = browser.new_page()
        page.goto(f"{url}{folder.name}/slides/talk.html")
        page.locator("a.deck-start").click()
        page.wait_for_selector("html.deck-ready")
        page.keyboard.press("PageDown")
        page.locator("#lamps .slide-body [href*='open-weights']").first.hover()
        expect(page.locator(".preview")).to_contain_text("Numbers to be had.")
        page.close()


# -- chats ----------------------------------------------------------------------------------------


@pytest.fixture
def pictured(build: Callable[..., Built], tmp_path: Path) -> Callable[..., Built]:
    """Build the root where it has an address, and pictures of a deck's slides were made."""

    def run(**settings: str) -> Built:
        made = tmp_path / "made"
        (made / "talk-1").mkdir(parents=True)
        names = ["talk-slides.zip", "talk-1/deck-title.png", "talk-1/lamps.png"]
        for name in names:
            (made / name).write_bytes(PNG)
        listed = [{"deck": "talk", "kind": "pictures", "file": name, "size": 1} for name in names]
        (made / "handouts.json").write_text(json.dumps({"files": listed}), encoding="utf-8")
        settings = {"briefing_handouts": str(made / "handouts.json"), **settings}
        return build(write(tmp_path / "root"), confoverrides=settings)

    return run


def head(built: Built, page: str) -> dict[str, str]:
    """What the head of a page says, by name."""
    found = BeautifulSoup(built.read(page), "html.parser").select("head meta[content]")
    return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in found}


def test_chats_show_the_picture_of_a_slide(pictured: Callable[..., Built]) -> None:
    built = pictured(html_baseurl=ADDRESS)
    said = head(built, "share/talk/lamps.html")
    assert said["og:image"] == f"{ADDRESS}downloads/talk-1/lamps.png"
    assert (said["og:image:width"], said["og:image:height"]) == ("1920", "1080")
    assert said["og:title"] == "Lamps are bright"
    page = BeautifulSoup(built.read("share/talk/lamps.html"), "html.parser")
    assert page.select_one("link[rel=canonical]")["href"] == f"{ADDRESS}present/talk.html#/lamps"
    assert page.select_one("main a")["href"] == "../../present/talk.html#/lamps"
    for deck in ("present/talk.html", "slides/talk.html"):
        assert head(built, deck)["og:image"] == f"{ADDRESS}downloads/talk-1/deck-title.png"
    # Of a slide without one, and of pages, the card is shown.
    assert "_static/cards/" in head(built, "share/talk/nights.html")["og:image"]
    assert "_static/cards/" in head(built, "share/tour/lamps.html")["og:image"]
    assert links_of(built.out / "slides" / "talk.html") == [
        ("../downloads/talk-slides.zip", "Pictures of the slides, ZIP, 1 kB")
    ]


@pytest.mark.browser
def test_who_cites_a_slide_is_given_its_address_for_chats(
    pictured: Callable[..., Built], browser: Browser
) -> None:
    built = pictured(html_baseurl=ADDRESS)
    page = browser.new_page()
    page.goto((built.out / "chapter.html").as_uri())
    for slide in page.locator(".in-brief").all():
        slide.get_by_text("Cite this").click()
    expect(page.locator(".in-brief").first).to_contain_text(f"{ADDRESS}share/talk/lamps.html")
    expect(page.locator(".in-brief").last).to_contain_text(f"{ADDRESS}share/talk/nights.html")
    assert (built.out / "share" / "talk" / "nights.html").is_file()
    page.close()


def test_a_list_that_is_none_is_refused(pictured: Callable[..., Built], tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"briefing_handouts is .*, which is no list"):
        pictured(briefing_handouts="nowhere.json")


def test_no_two_files_have_one_name(tmp_path: Path) -> None:
    """Whatever decks are called: not that of a kind, nor that of the publication's files."""
    kit = Kit(tmp_path, tmp_path, "", "X", "", "en", False, "", "", "", None)
    whats = (("", ".pdf"), ("handout", ".pdf"), ("", ".pptx"), ("slides", ".zip"), ("", ""))
    decks = ("x", "x-handout", "x-slides", "x-site", "x-book", "x.epub", "decks", "handouts.json")
    files = [kit.file_of_deck(deck, *what) for deck in decks for what in whats]
    files += [kit.file("site", ".zip"), kit.file("", ".epub"), kit.file("book", ".pdf")]
    files += [kit._replace(presenter=True).file_of_deck("x", *what) for what in whats]
    assert len({str(path).casefold() for path in files}) == len(files)
    assert not [path for path in files if any(other in path.parents for other in files)]
