"""A deck of one's own: slides it picks by name, slides of its own, its occasion, its edition."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from sphinx.util.console import strip_escape_sequences

from sphinx_briefing.commits import commit_of
from sphinx_briefing.dates import in_full, is_date
from sphinx_briefing.edition import Edition, edition_of
from tests.conftest import CONF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from sphinx.testing.util import SphinxTestApp

    from tests.conftest import Built

    Make = Callable[[Path], object]

INDEX = "# Front\n\n```{toctree}\nchapters/b\nchapters/a\nslides/talk\nslides/full\n```\n"
GONE = (
    ":::{slide} Gone\n:name: gone\n:retired: 2026-01-01\n:successor: a-one\n\nIt was twice.\n:::\n"
)
PICKS = ":slides: b-tech, a-one own-question\n:minutes: 100"


def slide(name: str, options: str = "", notes: str = "") -> str:
    """A section with one slide."""
    said = f"\n:::{{notes}}\n{notes}\n:::" if notes else ""
    head = f"::::{{slide}} Head {name}\n:name: {name}\n{options}"
    return f"## Section {name}\n\n{head}\n\nBody {name}.\n{said}\n::::\n\nBehind {name}.\n\n"


OWN = """
::::{slide} Our question
:name: own-question

What would you open?

:::{notes}
Let them answer. Nobody need hurry.
:::
::::

Background zebra of the question.

:::{slide} Our thanks
:name: own-thanks
:layout: statement

With a word that stands nowhere else: quokka.
:::
"""


def talk(options: str = PICKS, own: str = OWN, argument: str = "The talk") -> str:
    """A deck's file; its directive stands on line 5."""
    return f"# My talk\n\nIntroduced.\n\n::::{{deck}} {argument}\n{options}\n\nA line\n::::\n{own}"


def root_of(deck: str, **more: str) -> dict[str, str]:
    """A root of two chapters, the deck, and one that takes all."""
    return {
        "index.md": INDEX,
        "chapters/a.md": "# A\n\n" + slide("a-one") + slide("a-two") + "## Past\n\n" + GONE,
        "chapters/b.md": "# B\n\n" + slide("b-tech", ":audience: technical") + slide("b-all"),
        "slides/talk.md": deck,
        "slides/full.md": "# Full\n\n:::{deck} All of it\n:minutes: 100\n:::\n",
    } | {name.replace("__", "/") + ".md": text for name, text in more.items()}


def shown(page: str) -> list[str]:
    """Ids of the slides in a deck, its title slide apart."""
    return [s["id"] for s in BeautifulSoup(page, "html5lib").select(".slides > section")][1:]


def messages(built: Built) -> list[str]:
    """Every message of the build, each as ``file:line: words``."""
    text = strip_escape_sequences(built.warnings).replace(f"{built.app.srcdir}/", "")
    return [line.replace("WARNING: ", "") for line in text.splitlines()]


def words(part: object) -> str:
    """The text of a part of a page, its spaces as one."""
    return " ".join(part.get_text(" ").split())


@pytest.fixture(autouse=True)
def _no_date_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


# -- which slides --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "slides"),
    [
        (PICKS, "b-tech a-one own-question own-thanks"),
        (":minutes: 9\n:slides: own-thanks a-two", "own-thanks a-two own-question"),
        (
            "---\nminutes: 9\nslides: |\n  a-two,\n  b-all\n---",
            "a-two b-all own-question own-thanks",
        ),
        (":minutes: 9", "b-all a-one a-two own-question own-thanks"),
        (
            ":minutes: 9\n:audience: technical\n:chapters: /chapters/b",
            "b-tech b-all own-question own-thanks",
        ),
        (
            ":minutes: 9\n:slides: a-one b-all own-question a-two\n:openers: yes",
            "part-a a-one part-b b-all own-question part-a-2 a-two own-thanks",
        ),
        (
            ":minutes: 9\n:slides: own-thanks a-one own-question b-all\n:openers: yes",
            "own-thanks part-a a-one own-question part-b b-all",
        ),
    ],
)
def test_slides_come_in_the_order_wanted(
    write_root: Callable[..., Path], build: Callable[..., Built], options: str, slides: str
) -> None:
    built = build(write_root(root_of(talk(options))), "revealjs")
    assert messages(built) == []
    assert shown(built.read("talk.html")) == slides.split()
    assert shown(built.read("full.html")) == ["b-all", "a-one", "a-two"]
    parts = re.findall(r"Part (\d) of (\d)", built.read("talk.html"))
    assert all(number <= count == str(len(parts)) for number, count in parts)


def test_a_deck_that_names_many_slides_has_no_openers(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    names = [f"n{number}" for number in range(21)]
    more = {"chapters__a": "# A\n\n" + "".join(map(slide, [*names, "a-one"]))}
    deck = talk(f":minutes: 99\n:slides: {' '.join(names)}", own="")
    built = build(write_root(root_of(deck, **more)), "revealjs")
    assert shown(built.read("talk.html")) == names
    assert "part-a" in shown(built.read("full.html"))


SECOND = "# Other\n\n:::{deck} Other\n:minutes: 9\n:slides: a-one\n:::\n\n" + OWN.replace(
    "own-", "my-"
)


@pytest.mark.parametrize(
    ("options", "own", "expected"),
    [
        (
            ":slides: a-one a-too b-all",
            "",
            "5: the deck picks a slide 'a-too', which there is not: write a-two or a-one [",
        ),
        (
            ":slides: a-one zzzz",
            "",
            "5: the deck picks a slide 'zzzz', which there is not: a slide's id is its :name:",
        ),
        (
            ":slides: b-all gone",
            "",
            "5: the deck picks the slide 'gone', which was retired on 2026-01-01: write a-one [",
        ),
        (
            ":slides: a-one b-all a-one",
            "",
            "5: the deck picks the slide 'a-one' more than once: name it once [",
        ),
        (
            ":slides: a-one my-thanks",
            "",
            "5: the deck picks the slide 'my-thanks', which belongs to the deck 'other' alone: ",
        ),
        (
            ":slides: a-one\n:chapters: /chapters/b",
            "",
            "5: the deck has :slides: and :chapters:: write :slides: to pick single slides, or ",
        ),
        (
            ":chapters: /chapters/a other",
            "",
            "5: the deck picks from '/slides/other', which is a deck's own file: name chapters",
        ),
        (
            ":date: 8 December 2026",
            "",
            "5: :date: is '8 December 2026': write a day such as 2026-11-25, or leave it out [",
        ),
        (
            "",
            ":::{slide} Whose\n:audience: technical\n\nBody.\n:::\n",
            "10: the slide 'Whose': it stands in the file of a deck and is for that deck alone: ",
        ),
        (
            "",
            ":::{slide}\n:name: bare\n\nBody.\n:::\n",
            "10: the slide 'bare': it has no headline: write one after {slide}, or a heading above",
        ),
        (
            "",
            ":::{slide} A\n:name: a-one\n\nBody.\n:::\n",
            "10: the slide id 'a-one' is already used in chapters/a.md, line 5: give this slide",
        ),
        (
            "",
            ":::{slide} Bare\n:layout: quote\n\nNo quotation.\n:::\n",
            "10: the slide 'bare' does not fit the layout quote",
        ),
    ],
)
def test_a_fault_is_told_with_what_to_write(
    write_root: Callable[..., Path],
    build: Callable[..., Built],
    options: str,
    own: str,
    expected: str,
) -> None:
    deck = talk(f"{options}\n:minutes: 100".strip(), own)
    files = root_of(deck, slides__other=SECOND)
    files["index.md"] = INDEX.replace("slides/full", "slides/full\nslides/other")
    found = messages(build(write_root(files), "revealjs"))
    assert len(found) == 1, found
    assert found[0].startswith(f"slides/talk.md:{expected}"), found


def test_a_slide_above_or_inside_the_deck_is_refused(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    first = ":::{slide} First\n\nBody.\n:::\n"
    deck = talk(PICKS.replace(" own-question", ""), own="")
    above = deck.replace("Introduced.", first)
    inside = deck.replace("A line", first).replace("{deck} The", "{deck} Another")
    root = write_root(root_of(above, slides__inner="---\norphan: true\n---\n" + inside))
    [in_deck, before] = sorted(messages(build(root, "revealjs")))
    assert in_deck.startswith(
        "slides/inner.md:12: the slide 'First': it stands inside the {deck}: end that above it"
    )
    assert before.startswith(
        "slides/talk.md:3: the slide 'First': it stands above the {deck} of its file: move it below"
    )


# -- minutes -------------------------------------------------------------------------------------


def test_what_takes_too_long_is_told_with_its_place_and_what_to_cut(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    long = " ".join(["word"] * 390)  # three minutes
    own = f"\n::::{{slide}} Mine\n:minutes: 1\n\nBody.\n\n:::{{notes}}\n{long}\n:::\n::::\n"
    deck = talk(":minutes: 3\n:slides: a-one a-two", own)
    files = root_of(deck, chapters__a="# A\n\n" + slide("a-one", notes=long) + slide("a-two"))
    own_slide, whole = sorted(messages(build(write_root(files), "revealjs")))
    assert own_slide == (
        "slides/talk.md:12: the slide 'mine' has 390 words to say, which take 3:00, and :minutes: "
        "give it 1:00: cut about 260 words, or give it more [briefing.overlong]"
    )
    assert whole == (
        "slides/talk.md:5: the deck 'talk' takes 6:00 and has 3:00: cut 3:00, about 390 words to "
        "say, or leave out slides; most goes to a-one (3:00, chapters/a.md:5), a-two (1:30, "
        "chapters/a.md:20), mine (1:00, slides/talk.md:12) [briefing.overlong]"
    )


# -- where they are seen -------------------------------------------------------------------------

GERMAN = 'language = "de"\n'
TOLD = PICKS + "\n:occasion: Town council\n:date: 2026-12-08\n:speaker: Jane Roe"


@pytest.fixture(scope="module")
def site(
    made_once: Callable[[str, Make], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The docs with their decks; the site's address is known."""

    def make(out: Path) -> None:
        root = tmp_path_factory.mktemp("own")
        conf = CONF + 'html_baseurl = "https://docs.example.org/b/"\nbriefing_date = "2026-11-30"\n'
        conf += "briefing_folded_slides = True\n"
        for name, text in {"conf.py": conf, **root_of(talk(TOLD))}.items():
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        command = ["-m", "sphinx", "-q", "-n", "-W", "-b", "html", root, out]
        subprocess.run([sys.executable, *command], check=True)

    return made_once("own-deck", make)


def page_of(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name).read_bytes(), "html5lib")


def test_the_cover_tells_occasion_date_and_speaker(site: Path) -> None:
    cover = page_of(site, "present/talk.html").select_one("#deck-title")
    assert [words(p) for p in cover.select(".cover-occasion > p")] == [
        "Jane Roe",
        "Town council · 8 December 2026",
    ]
    page = page_of(site, "slides/talk.html")
    assert "Town council · 8 December 2026" in words(page.select_one(".deck-title-slide"))
    assert "Town council" in words(page.select_one("#transcript-deck-title .transcript-slide"))
    assert page_of(site, "present/full.html").select(".cover-occasion") == []


def test_an_own_slide_has_its_place_on_the_decks_page(site: Path) -> None:
    page = page_of(site, "slides/talk.html")
    part = page.find(id="slide-own-question")
    assert part.name == "section"
    assert part.find(id="transcript-own-question") is not None
    assert part.select_one(".slide-picture template") is not None
    assert words(part.select_one(".transcript-slide")) == "What would you open?"
    said = words(part.select_one(".transcript-notes"))
    assert said == "Let them answer. Nobody need hurry. Background zebra of the question."
    assert page.select(".in-brief") == []
    assert words(page.select_one("article")).count("Background zebra") == 1
    for template in page.select("template"):
        template.decompose()
    heads = [words(found).rstrip(" ¶#") for found in page.select("h2")]
    assert heads == ["Slides", "Transcript"]
    rows = [[words(cell) for cell in row("td")] for row in page.select(".deck-contents tbody tr")]
    assert [row[1:3] for row in rows[1:-1]] == [
        ["Head b-tech", "Section b-tech"],
        ["Head a-one", "Section a-one"],
        ["Our question", "this deck alone"],
        ["Our thanks", "this deck alone"],
    ]
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_an_own_slide_is_one_like_others(site: Path) -> None:
    """Notes, layout, minutes; no chapter; another deck sends there who looks for it."""
    deck = page_of(site, "present/talk.html")
    own = deck.select_one("#own-question")
    assert own["data-timing"] == "3"
    assert own["data-source"] == "slides/talk.md:15"
    assert "Let them answer." in words(own.select_one("aside.notes .notes-said"))
    assert "Background zebra" in words(own.select_one("aside.notes .notes-background"))
    assert own.select_one("a.slide-chapter") is None
    assert "layout-statement" in deck.select_one("#own-thanks")["class"]
    elsewhere = page_of(site, "present/full.html").select_one("[data-elsewhere]")["data-elsewhere"]
    assert '"own-question": "../slides/talk.html#slide-own-question"' in elsewhere


def test_an_own_slide_is_found_and_what_stands_elsewhere_is_not_found_twice(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    found = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    talk_, terms = found["docnames"].index("slides/talk"), found["terms"]
    assert terms["quokka"] == terms["zebra"] == terms["introduc"] == talk_
    assert not {"transcript", "minut"} & {*terms, *found["titleterms"]}  # the build's own words
    assert "b-tech" not in terms


def test_volumes_show_own_slides(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(root_of(talk(TOLD))), "text")
    assert messages(built) == []
    text = built.read("slides/talk.txt")
    assert text.count("What would you open?") == 1
    assert text.index("Background zebra") < text.index(
        "Transcript" if "Transcript" in text else "Slides\n"
    )
    assert "Jane Roe" in text


def test_an_own_slide_is_published_for_good(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(root_of(talk()), conf='briefing_published = "anchors.tsv"\n')
    lines = [
        f"slide\t{name}\tchapters/{name[0]}#slide-{name}"
        for name in ("a-one", "a-two", "b-tech", "b-all")
    ]
    lines += [
        "slide\tgone\tchapters/a#slide-gone",
        "deck\ttalk\tslides/talk",
        "deck\tfull\tslides/full",
    ]
    lines += [f"slide\t{name}\tslides/talk#slide-{name}" for name in ("own-question", "own-thanks")]
    (root / "anchors.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    built = build(root)
    assert messages(built) == []
    built.app.cleanup()
    file = root / "slides" / "talk.md"
    file.write_text(file.read_text("utf-8").replace(":name: own-thanks", ":name: other"), "utf-8")
    found = messages(build(root))
    assert any("the slide 'own-thanks'" in line for line in found), found
    assert any("the slide 'other'" in line for line in found), found


@pytest.mark.browser
def test_an_own_slide_can_be_cited(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site / "slides/talk.html").as_uri())
    part = page.locator("#slide-own-question .cite-this")
    part.locator("summary").click()
    expect(part).to_contain_text("slide-own-question")  # made when it is opened
    expect(part).to_contain_text("Our question")
    assert page.locator(".transcribed-slide .cite-this").count() == 2
    page.close()


@pytest.mark.browser
def test_cover_and_last_slide_hold_what_they_tell(site: Path, browser: Browser) -> None:
    """Nothing runs over an edge or into something else, on the canvas and on a phone."""
    parts = "id => [...document.querySelector(id).querySelectorAll('.slide-title, .slide-body > *,"
    parts += " .slide-foot > :not(svg)')].map(e => e.getBoundingClientRect())"
    parts += ".map(r => [r.left, r.top, r.right, r.bottom]).filter(r => r[2] > r[0] && r[3] > r[1])"
    for width, height in ((1280, 720), (390, 844)):
        page = browser.new_page(viewport={"width": width, "height": height})
        for name in ("deck-title", "own-thanks"):
            page.goto(f"{(site / 'present' / 'talk.html').as_uri()}#/{name}")
            page.reload()
            page.wait_for_selector("html.deck-ready")
            boxes = page.evaluate(parts, f"#{name}")
            assert len(boxes) >= 3
            for at, one in enumerate(boxes):
                assert one[0] >= 0
                assert one[2] <= width
                for other in boxes[at + 1 :]:
                    apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1
                    assert apart or one[3] <= other[1] + 1 or other[3] <= one[1] + 1, (
                        name,
                        one,
                        other,
                    )
        page.close()


# -- the edition -----------------------------------------------------------------------------------


def git(folder: Path, *arguments: str) -> str:
    """Run Git in a folder; its author and date are set."""
    day = "2026-11-28T23:30:00+0100"
    environment = os.environ | {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"]
    command = ["git", "-C", str(folder), *who, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(write_root: Callable[..., Path]) -> Path:
    """A root that is all committed; what is built from it lies beside it."""
    root = write_root(root_of(talk(TOLD)), conf='briefing_date = "2026-11-25"\n')
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "All")
    return root


@pytest.fixture
def edition_built(repository: Path, make_app: Callable[..., SphinxTestApp], tmp_path: Path):
    """Build the root in a folder that is kept: the edition, and the pages that were written."""

    def run() -> tuple[Edition, list[str]]:
        out = tmp_path / "kept"
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
        app = make_app("html", srcdir=repository, builddir=out)
        app.build()
        assert strip_escape_sequences(app.warning.getvalue()) == ""
        app.cleanup()
        pages = [p for p in out.rglob("*.html") if p.stat().st_mtime_ns != before.get(p)]
        return edition_of(app.env), sorted(p.relative_to(out / "html").as_posix() for p in pages)

    return run


DECK_PAGES = ("present/talk.html", "present/full.html", "slides/talk.html", "slides/full.html")


def pages_in(tmp_path: Path) -> dict[str, bytes]:
    return {name: (tmp_path / "kept/html" / name).read_bytes() for name in DECK_PAGES}


def last_foot(tmp_path: Path, name: str = "talk") -> str:
    page = BeautifulSoup((tmp_path / f"kept/html/present/{name}.html").read_bytes(), "html5lib")
    *before, last = page.select(".slides > section")
    assert all(slide_.select(".slide-edition") == [] for slide_ in before)
    found = last.select_one(".slide-foot > .slide-edition")
    return words(found) if found else ""


def test_the_edition_is_the_commits(
    repository: Path,
    edition_built: Callable[[], tuple[Edition, list[str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = git(repository, "rev-parse", "HEAD")[:7]
    edition, _ = edition_built()
    assert edition == Edition("2026-11-28", first)
    assert last_foot(tmp_path) == f"Edition: 28 November 2026, {first}"
    deck = (tmp_path / "kept/html/present/talk.html").read_text("utf-8")
    assert '<meta name="dcterms.modified" content="2026-11-28">' in deck
    assert f'<meta name="version" content="{first}">' in deck
    page = BeautifulSoup((tmp_path / "kept/html/slides/talk.html").read_bytes(), "html5lib")
    assert words(page.select_one(".deck-summary")).endswith(f"Edition: 28 November 2026, {first}.")
    # A build without a change writes no page again.
    assert [
        name
        for name in edition_built()[1]
        if name.startswith(("chapters", "slides/t", "present/t", "slides/f", "present/f"))
    ] == []
    # Another commit changes the decks and their pages, and no chapter.
    git(repository, "commit", "-q", "--allow-empty", "-m", "More")
    second = git(repository, "rev-parse", "HEAD")[:7]
    edition, written = edition_built()
    assert edition.commit == second != first
    assert {"present/talk.html", "present/full.html", "slides/talk.html", "slides/full.html"} <= {
        *written
    }
    assert not any(name.startswith("chapters") for name in written)
    assert last_foot(tmp_path) == f"Edition: 28 November 2026, {second}"
    # The same as a clean build has it.
    kept = {
        n: (tmp_path / "kept/html" / n).read_bytes()
        for n in ("present/talk.html", "slides/talk.html")
    }

    shutil.rmtree(tmp_path / "kept")
    edition_built()
    assert {n: (tmp_path / "kept/html" / n).read_bytes() for n in kept} == kept
    # A date that is set for the build goes before the commit's.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764547199")  # a second before midnight, UTC
    assert edition_built()[0] == Edition("2025-11-30", second)


def test_sources_that_are_not_the_commits_are_told(
    repository: Path, edition_built: Callable[[], tuple[Edition, list[str]]], tmp_path: Path
) -> None:
    commit = git(repository, "rev-parse", "HEAD")[:7]
    (repository / "left over.txt").write_text("of no use", "utf-8")
    (repository / "_build").mkdir()
    (repository / "_build" / "page.html").write_text("built", "utf-8")
    assert not edition_built()[0].changed
    (repository / "slides" / "mine.md").write_text(
        "---\norphan: true\n---\n" + talk(own="").replace(" own-question", ""), "utf-8"
    )
    edition, _ = edition_built()
    assert edition == Edition("2026-11-28", commit, changed=True)
    assert last_foot(tmp_path) == f"Edition: 28 November 2026, {commit}, changed"
    (repository / "slides" / "mine.md").unlink()
    assert not edition_built()[0].changed
    (repository / "chapters" / "a.md").write_text(
        "# A\n\n" + slide("a-one") + slide("a-two"), "utf-8"
    )
    assert commit_of(repository).changed


def test_without_a_repository_the_edition_is_the_settings_date(
    repository: Path,
    edition_built: Callable[[], tuple[Edition, list[str]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # there is no Git
    assert edition_built()[0] == Edition("2026-11-25")
    assert last_foot(tmp_path) == "Edition: 25 November 2026"
    monkeypatch.undo()
    (repository / ".git").rename(repository / "git")
    assert edition_built()[0] == Edition("2026-11-25")
    conf = (repository / "conf.py").read_text("utf-8").replace('"2026-11-25"', '""')
    (repository / "conf.py").write_text(conf, "utf-8")
    assert edition_built()[0] == Edition()
    assert last_foot(tmp_path) == ""


def test_a_root_that_is_in_no_commit_is_of_none(repository: Path) -> None:
    for name, ignored in (("new", ""), ("made", "made\n")):
        inner = repository / name
        inner.mkdir()
        (inner / "conf.py").write_text("", "utf-8")
        (repository / ".gitignore").write_text(ignored, "utf-8")
        assert commit_of(inner).name == ""
    assert commit_of(repository).name != ""


def test_the_address_of_the_current_edition_stands_beside_it(site: Path) -> None:
    foot = page_of(site, "present/talk.html").select(".slide-edition")
    assert [words(found) for found in foot] == [
        "Edition: 30 November 2026 Current edition: docs.example.org/b/present/talk.html"
    ]
    assert foot[0].a["href"] == "https://docs.example.org/b/present/talk.html"


@pytest.mark.parametrize(
    ("edition", "label", "suffix"),
    [
        (Edition(), "", ""),
        (Edition("2026-11-30"), "30 November 2026", "2026-11-30"),
        (Edition("", "3f2a91c"), "3f2a91c", "3f2a91c"),
        (Edition("2026-11-30", "3f2a91c"), "30 November 2026, 3f2a91c", "2026-11-30-3f2a91c"),
        (
            Edition("2026-11-30", "3f2a91c", changed=True),
            "30 November 2026, 3f2a91c, changed",
            "2026-11-30-3f2a91c-changed",
        ),
    ],
)
def test_an_edition_names_itself(edition: Edition, label: str, suffix: str) -> None:
    assert edition.label("en") == label
    assert edition.file_suffix() == suffix


def test_a_date_of_the_build_that_is_none_is_refused(
    write_root: Callable[..., Path], build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(Exception, match="SOURCE_DATE_EPOCH is 'today': set it to whole seconds"):
        build(write_root(root_of(talk())))


def test_one_rule_says_what_a_date_is() -> None:
    assert is_date("2026-12-08")
    assert not any(map(is_date, ("2026-13-08", "20261208", "8.12.2026", "")))
    assert in_full("2026-12-08", "en") == "8 December 2026"


def test_german_readers_are_told_in_german(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    conf = GERMAN + 'briefing_date = "2026-11-30"\nhtml_baseurl = "https://docs.example.org/"\n'
    built = build(write_root(root_of(talk(TOLD)), conf=conf))
    assert messages(built) == []
    deck = BeautifulSoup(built.read("present/talk.html"), "html5lib")
    assert "8. Dezember 2026" in words(deck.select_one("#deck-title"))
    assert words(deck.select_one(".slide-edition")) == (
        "Stand: 30. November 2026 Neuester Stand: docs.example.org/present/talk.html"
    )
    page = BeautifulSoup(built.read("slides/talk.html"), "html5lib")
    assert "nur dieser Foliensatz" in words(page.select_one(".deck-contents"))
    assert "Stand: 30. November 2026." in words(page.select_one(".deck-summary"))
