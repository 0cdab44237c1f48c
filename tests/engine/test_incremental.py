"""A build after an edit writes what the edit touches, and ends where a clean build ends."""

from __future__ import annotations

import filecmp
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.builders import Builder

from sphinx_briefing.commands.build import PublishError, publish
from sphinx_briefing.commands.folders import layout
from tests.conftest import CONF, write_files
from tests.engine.test_claims import CLAIMS, REFS
from tests.engine.test_claims import CONF as CLAIMS_CONF
from tests.engine.test_claims import ROOT as CLAIMS_ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

EXCLUDE = "exclude_patterns = ['_build']\n"
NAMES = "abcdef"


def chapter(name: str, *, title: str = "", head: str = "", body: str = "", prose: str = "") -> str:
    """A chapter with one slide, its own glossary entry and a reference to the next chapter."""
    other = NAMES[(NAMES.index(name) + 1) % len(NAMES)]
    return f"""# {title or f"Chapter {name}"}

## Section {name}

:::{{slide}} {head or f"Head {name}"}
:name: {name}-slide
:audience: technical{" executive" * (name == "a")}

{body or f"Body {name}."}
:::

{prose or f"Prose {name}."} See {{slide}}`{other}-slide`.

```{{glossary}}
term {name}
: Meaning {name}.
```
"""


def deck(options: str = "") -> str:
    """A deck of the technical audience."""
    return f"# Deck page\n\n:::{{deck}} Talk\n:audience: technical\n:minutes: 60\n{options}\n:::\n"


INDEX = (
    "# Front\n\nThe talk takes {deck-time}`all`.\n\n```{toctree}\n"
    + "".join(f"chapters/{name}\n" for name in NAMES)
    + "slides/all\nslides/some\n```\n"
)
ROOT = {
    "index.md": INDEX,
    **{f"chapters/{name}.md": chapter(name) for name in NAMES},
    "slides/all.md": deck(),
    "slides/some.md": deck(":chapters: /chapters/a /chapters/b"),
}


def edit(root: Path, changes: dict[str, str | None]) -> None:
    """Write these files again; ``None`` deletes one."""
    for name, text in changes.items():
        if text is None:
            (root / name).unlink()
        else:
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")


def times(folder: Path) -> dict[str, int]:
    """When each page of the documents was last written."""
    pages = sorted([*folder.glob("*/*.html"), folder / "index.html"])
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in pages}


def rewritten(root: Path, changes: dict[str, str | None]) -> set[str]:
    """Pages of the docs that are written again after an edit of what is published."""
    docs = layout(root, presenter=False).pages("html")
    before = times(docs)
    edit(root, changes)
    publish(root, jobs=1)
    after = times(docs)
    made = {"present/index.html", "slides/index.html"}  # by each build, as the general index is
    return {page for page in after if after[page] != before.get(page)} - made


def differences(one: Path, two: Path) -> list[str]:
    """Files that only one of two folders has, or that differ by a byte."""
    files = [
        {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
        for folder in (one, two)
    ]
    only = [f"only in one: {name}" for name in sorted(files[0] ^ files[1])]
    both = sorted(files[0] & files[1])
    return only + [n for n in both if not filecmp.cmp(one / n, two / n, shallow=False)]


def clean_site(root: Path, **options: object) -> Path:
    """The site of the same sources, built in a folder of its own."""
    copy = root.with_name("clean")
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("_build"))
    return publish(copy, **{"jobs": 1, **options}).site


@pytest.fixture
def published(put_back: Callable[..., Path]) -> Path:
    """`ROOT`, published."""
    return put_back("root", publish_root) / "root"


def publish_root(folder: Path) -> None:
    publish(write_files(folder / "root", ROOT, EXCLUDE), jobs=1)


# -- what is written again -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        (
            "b",
            {
                "chapters/b.html",
                "slides/all.html",
                "slides/some.html",
                "index.html",
                "present/all.html",
                "present/some.html",
            },
        ),
        ("c", {"chapters/c.html", "slides/all.html", "index.html", "present/all.html"}),
    ],
)
def test_edit_of_a_chapter_rewrites_no_other_chapter(
    published: Path, name: str, pages: set[str]
) -> None:
    root = published
    changes = {f"chapters/{name}.md": chapter(name, body="Edited body.", prose="Edited prose.")}
    assert rewritten(root, changes) == pages
    site = layout(root, presenter=False).site
    for page in ("present/all.html", "slides/all.html"):
        assert "Edited body." in (site / page).read_text("utf-8")
    # The deck's page links the chapter for what is background to the speaker.
    assert "Edited prose." in (site / "present/all.html").read_text("utf-8")


def test_nothing_is_rewritten_without_an_edit(published: Path) -> None:
    assert rewritten(published, {}) == set()


def test_second_builder_reads_nothing_again(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT)
    read = []
    for builder in ("html", "revealjs", "html"):
        built = build(root, builder)
        built.app.cleanup()
        status = built.app.status.getvalue()
        read.append("0 added, 0 changed, 0 removed" in status)
    assert read == [False, True, True]


def test_change_of_a_decks_audience_updates_the_boxes(published: Path) -> None:
    root = published

    def links(page: str) -> list[str]:
        path = layout(root, presenter=False).site / "chapters" / f"{page}.html"
        soup = BeautifulSoup(path.read_bytes(), "html5lib")
        return [a["href"] for a in soup.select(".in-brief-decks a")]

    assert "../present/all.html#/b-slide" in links("b")
    edit(root, {"slides/all.md": deck().replace("technical", "executive")})
    publish(root, jobs=1)
    assert links("b") == ["../present/some.html#/b-slide"]
    assert links("c") == []
    assert links("a") == ["../present/all.html#/a-slide", "../present/some.html#/a-slide"]


def test_new_title_of_a_chapter_is_in_every_navigation(published: Path) -> None:
    root = published
    rewritten(root, {"chapters/b.md": chapter("b", title="Renamed chapter")})
    site = layout(root, presenter=False).site
    pages = [*site.glob("chapters/*.html"), *site.glob("slides/*.html"), site / "index.html"]
    pages.remove(site / "slides" / "index.html")  # it leads to the decks, and holds no navigation
    assert len(pages) == len(NAMES) + 3
    for page in pages:
        assert "Renamed chapter" in page.read_text("utf-8"), page
        assert "Chapter b" not in page.read_text("utf-8"), page


# -- the same as clean -----------------------------------------------------------------------------

WITHOUT_F = INDEX.replace("chapters/f\n", "")
ORPHAN = "---\norphan: true\n---\n\n# About\n\n"

EDITS: dict[str, list[dict[str, str | None]]] = {
    "a working day": [
        {"chapters/b.md": chapter("b", body="Edited.")},
        {"chapters/b.md": chapter("b", title="New title")},
        {"slides/all.md": deck().replace("technical", "executive")},
        {"slides/all.md": deck(":minutes-per-slide: 4").replace("Talk", "Lecture")},
        {"index.md": INDEX.replace("chapters/a\nchapters/b", "chapters/b\nchapters/a")},
        {"chapters/d.md": chapter("d").replace("term d", "another term")},
        {"chapters/c.md": chapter("c", body="B.\n\n```{notes}\nWords.\n```")},
        {"chapters/c.md": chapter("c", body="B.\n\n```{notes}\n:private:\nWords.\n```")},
    ],
    "headline": [{"chapters/b.md": chapter("b", head="New headline")}],
    "chapter gone": [
        {
            "chapters/f.md": None,
            "chapters/e.md": chapter("e").replace("{slide}`f-slide`", "nothing"),
            "index.md": WITHOUT_F,
        }
    ],
    "deck gone": [{"slides/some.md": None, "index.md": INDEX.replace("slides/some\n", "")}],
    "minutes told elsewhere": [
        {"about.md": ORPHAN + "{deck-time}`all`\n"},
        {"slides/all.md": deck(":minutes-per-slide: 4")},
    ],
    "caption": [
        {"index.md": INDEX.replace("{toctree}\n", "{toctree}\n:caption: Chapters\n")},
        {"index.md": INDEX.replace("{toctree}\n", "{toctree}\n:caption: Parts\n")},
    ],
    "extra file gone": [
        {
            "conf.py": CONF + EXCLUDE + "html_extra_path = ['extra']\n",
            "extra/stays.txt": "One.",
            "extra/goes.txt": "Two.",
        },
        {"extra/goes.txt": None},
    ],
    "and back": [
        {"chapters/b.md": chapter("b", title="Tangerine", body="Walrus")},
        {"chapters/b.md": chapter("b")},
    ],
}


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
def test_edited_site_is_the_same_as_a_clean_one(
    published: Path, edits: list[dict[str, str | None]]
) -> None:
    root = published
    for changes in edits:
        edit(root, changes)
        site = publish(root, jobs=1).site
    assert differences(site, clean_site(root)) == []


GLOSSARY = """\
# Glossary

:::{entry} Weight
:id: weight
:aliases: weights
:claims: C01

A number {cite:p}`roe`.
:::
"""
USED = "A {term}`weight` is used."
PICKED = "# Picked\n\n:::{deck} Picked\n:slides: used, mine\n:minutes: 9\n:::\n\n"
PICKED += ":::{slide} Mine\n:name: mine\n\nMy own.\n:::\n"
TRACED = {
    **CLAIMS_ROOT,
    "index.md": CLAIMS_ROOT["index.md"].replace("claims\n", "claims\nglossary\npicked\n", 1),
    "picked.md": PICKED,
    "glossary.md": GLOSSARY,
    "one.md": f"{CLAIMS_ROOT['one.md']}\n{USED}\n",
}
TRACED_EDITS = {
    "prose": {"one.md": f"{TRACED['one.md']}\nMore prose.\n"},
    "use of a term gone": {"one.md": TRACED["one.md"].replace(USED, "")},
    "mark on a slide gone": {"one.md": TRACED["one.md"].replace("Seen {claim}`C01`", "Seen")},
    "definition": {"glossary.md": GLOSSARY.replace("A number", "A figure")},
    "alias": {"glossary.md": GLOSSARY.replace("weights", "parameter")},
    "verdict": {"claims.yaml": CLAIMS.replace("verdict: confirmed", "verdict: nuanced")},
    "source": {"refs.bib": REFS.replace("On {AI}", "On {LLMs}")},
    "a deck's picks": {"picked.md": PICKED.replace("used, mine", "mine")},
    "coverage": {"coverage.md": CLAIMS_ROOT["coverage.md"] + "\nMore.\n"},
}


def publish_traced(folder: Path) -> None:
    publish(write_files(folder / "root", TRACED, CLAIMS_CONF + EXCLUDE), jobs=1)


@pytest.mark.parametrize("changes", TRACED_EDITS.values(), ids=TRACED_EDITS)
def test_edited_claims_sources_and_entries_are_the_same_as_clean_ones(
    put_back: Callable[..., Path], changes: dict[str, str | None]
) -> None:
    root = put_back("traced", publish_traced) / "root"
    before = root.with_name("before")
    shutil.copytree(layout(root, presenter=False).site, before)
    edit(root, changes)
    site = publish(root, jobs=1).site
    assert differences(site, before)
    assert differences(site, clean_site(root)) == []


@pytest.mark.parametrize("name", ["prose", "definition", "verdict", "source"])
def test_a_file_put_back_with_an_older_date_is_read_again(
    put_back: Callable[..., Path], name: str
) -> None:
    root = put_back("traced", publish_traced) / "root"
    before = root.with_name("before")
    shutil.copytree(layout(root, presenter=False).site, before)
    edit(root, TRACED_EDITS[name])
    for file in TRACED_EDITS[name]:
        os.utime(root / file, (1_000_000_000, 1_000_000_000))
    site = publish(root, jobs=1).site
    assert differences(site, before)
    assert differences(site, clean_site(root)) == []


def test_change_of_layout_leaves_nothing_of_the_other(published: Path) -> None:
    root = published
    site = publish(root, jobs=1, docs_builder="dirhtml").site
    assert differences(site, clean_site(root, docs_builder="dirhtml")) == []


def test_serial_and_parallel_sites_are_the_same(published: Path) -> None:
    site = layout(published, presenter=False).site
    assert differences(site, clean_site(published, jobs=4)) == []


def test_build_reads_in_parallel(
    write_root: Callable[..., Path],
    build: Callable[..., Built],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chunks = []
    read = Builder._read_parallel

    def spy(self: Builder, docnames: list[str], nproc: int) -> None:
        chunks.append((len(docnames), nproc))
        read(self, docnames, nproc)

    monkeypatch.setattr(Builder, "_read_parallel", spy)
    assert build(write_root(ROOT), "html", parallel=4).warnings == ""
    assert chunks == [(len(NAMES) + 3, 4)]


# -- what an edit does elsewhere -------------------------------------------------------------------


def test_docs_are_not_stale_when_decks_are_built_first(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT)
    build(root, "html").app.cleanup()
    edit(root, {"slides/some.md": deck(":chapters: /chapters/a")})
    edit(root, {"chapters/c.md": chapter("c", body="Edited.")})
    build(root, "revealjs").app.cleanup()
    built = build(root, "html")
    assert "some.html#/b-slide" not in built.read("chapters/b.html")
    assert "Edited." in built.read("slides/all.html")


def test_reference_to_a_slide_that_went_is_reported(published: Path) -> None:
    root = published
    edit(root, {"chapters/b.md": "# Chapter b\n\nNo slide any more.\n"})
    with pytest.raises(PublishError):
        publish(root, jobs=1)
