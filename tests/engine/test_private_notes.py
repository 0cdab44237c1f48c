"""A private note reaches a presenter's build, and no byte of any other."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ExtensionError

from sphinx_briefing.commands.build import publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.testing.util import SphinxTestApp

    from tests.conftest import Built

ON_SLIDE, ON_DECK, IN_RST = "xylophone", "zeppelin", "quokka"
SECRETS = (ON_SLIDE, ON_DECK, IN_RST)
OPEN = "marmalade"

ROOT = {
    "index.md": "# Front\n\n```{toctree}\none\ntwo\nslides/talk\n```\n",
    "one.md": f"""# One

## Section

::::{{slide}}
Body.

```{{notes}}
{OPEN}
```

```{{notes}}
:private:
{ON_SLIDE} **{ON_SLIDE}** {{doc}}`{ON_SLIDE} <two>`

:::{{tip}} {ON_SLIDE}
{ON_SLIDE}
:::
```
::::

Prose.
""",
    "two.rst": f"""Two
===

Section
-------

.. slide:: Rst
   :name: rst

   Body.

   .. notes::
      :private:

      {IN_RST}
""",
    "slides/talk.md": f"""# Talk

:::::{{deck}}
:minutes: 10

Subtitle.

::::{{notes}}
:private:
{ON_DECK}
::::
:::::
""",
}
EXCLUDE = "exclude_patterns = ['_build']\n"
BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "text", "latex", "man", "texinfo", "gettext",
    "xml", "pseudoxml", "json", "pickle", "revealjs",
)  # fmt: skip


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, those inside of archives, too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    for name in archive.namelist():
                        yield f"{path.name}/{name}", archive.read(name)


def leaks(folder: Path, words: tuple[str, ...] = SECRETS) -> list[str]:
    """Files in whose name or bytes one of the words stands."""
    found = []
    for name, data in contents(folder):
        text = name.lower().encode() + data.lower()
        found += [f"{name}: {word}" for word in words if word.encode() in text]
    return found


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_byte_of_a_public_build_has_it(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    built = build(write_root(ROOT), builder)
    assert built.warnings == ""
    assert any(built.out.iterdir())
    assert leaks(built.out.parent) == []  # the doctrees, too


def test_the_search_sees_leaks(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT), "epub", tags=["presenter"])
    with zipfile.ZipFile(built.out / "Leak.epub", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("page.xhtml", ON_DECK.upper())
    found = leaks(built.out.parent)
    assert f"doctrees/one.doctree: {ON_SLIDE}" in found
    assert f"Leak.epub/page.xhtml: {ON_DECK}" in found


@pytest.mark.parametrize(
    ("builder", "page", "words"),
    [
        ("html", "slides/talk.html", (ON_SLIDE, IN_RST)),
        ("dirhtml", "slides/talk/index.html", (ON_SLIDE, IN_RST)),
        ("revealjs", "talk.html", SECRETS),
    ],
)
def test_presenters_build_shows_it(
    write_root: Callable[..., Path],
    build: Callable[..., Built],
    builder: str,
    page: str,
    words: tuple[str, ...],
) -> None:
    built = build(write_root(ROOT), builder, tags=["presenter"])
    text = built.read(page)
    assert built.warnings == ""
    assert [word for word in words if word not in text] == []
    assert "Private note" in text
    assert text.index(OPEN) < text.index(ON_SLIDE)


def test_public_notes_are_in_deck_and_transcript(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT)
    for builder, page in (("html", "slides/talk.html"), ("revealjs", "talk.html")):
        built = build(root, builder)
        built.app.cleanup()
        assert OPEN in built.read(page)


def test_page_with_a_private_note_publishes_no_source(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT, conf="html_copy_source = True\n"))
    assert sorted(p.name for p in (built.out / "_sources").rglob("*.txt")) == ["index.md.txt"]


def test_switching_between_public_and_presenters_site(write_root: Callable[..., Path]) -> None:
    root = write_root(ROOT, conf=EXCLUDE)
    for presenter in (True, False, True, False):
        site = publish(root, presenter=presenter, jobs=1).site
        assert site == root / "_build" / ("presenter" if presenter else "site")
        assert bool(leaks(site)) is presenter
        deck = (site / "present" / "talk.html").read_text("utf-8")
        assert all((word in deck) is presenter for word in SECRETS)
    assert leaks(root / "_build" / ".work-site") == []


@pytest.mark.parametrize("builder", ["html", "revealjs"])
def test_plain_public_build_after_a_presenters_in_the_same_folder(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    root = write_root(ROOT)
    build(root, builder, tags=["presenter"]).app.cleanup()
    built = build(root, builder)
    assert leaks(built.out.parent) == []


def test_plain_presenters_build_after_a_public_one_in_the_same_folder(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT)
    build(root, "revealjs").app.cleanup()
    assert ON_SLIDE in build(root, "revealjs", tags=["presenter"]).read("talk.html")


def test_note_made_private_later_is_gone_from_the_site(write_root: Callable[..., Path]) -> None:
    note = f"# One\n\n## S\n\n::::{{slide}}\nBody.\n\n:::{{notes}}\n{OPEN}\n:::\n::::\n"
    root = write_root(ROOT | {"one.md": note}, conf=EXCLUDE)
    assert leaks(publish(root, jobs=1).site, (OPEN,))
    (root / "one.md").write_text(note.replace(OPEN, f":private:\n{OPEN}"), "utf-8")
    assert leaks(publish(root, jobs=1).site, (OPEN,)) == []
    assert leaks(root / "_build", (OPEN,)) == []


PLAIN_CONF = """
extensions = ["sphinx_briefing", "myst_parser"]
project, html_theme = "Root", "alabaster"
"""
NOTE = "WHISPER"


@pytest.mark.parametrize(
    "block",
    [
        f":::{{notes}}\n:private:\n{NOTE}\n:::",
        f":::{{notes}}\n:Private:\n\n{NOTE}\n:::",
        f":::{{notes}}\n:private: yes\n\n{NOTE}\n:::",
        f":::{{notes}}\n:privat:\n\n{NOTE}\n:::",
        f":::{{notes}}\n---\nprivate: true\n---\n{NOTE}\n:::",
        f":::{{Notes}}\n:private:\n\n{NOTE}\n:::",
        f"```{{notes}}\n:private:\n\n{NOTE}\n```",
        f"- point\n\n  :::{{notes}}\n  :private:\n  {NOTE}\n  :::",
    ],
)
def test_a_private_note_is_private_however_it_is_typed(
    make_app: Callable[..., SphinxTestApp], tmp_path: Path, block: str
) -> None:
    """Without a strict build, without any setting for MyST."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "conf.py").write_text(PLAIN_CONF, "utf-8")
    slide = f"# Root\n\n## One\n\n::::{{slide}} Head\n:name: one\n\nShown.\n\n{block}\n::::\n"
    deck = "# Talk\n\n:::{deck} Talk\n:minutes: 5\n:::\n"
    (root / "index.md").write_text(slide + "\n```{toctree}\ntalk\n```\n", "utf-8")
    (root / "talk.md").write_text(deck, "utf-8")
    app = make_app("html", srcdir=root)
    app.build()
    pages = [path for path in Path(app.outdir).rglob("*") if path.is_file()]
    assert "Shown." in (Path(app.outdir) / "present" / "talk.html").read_text("utf-8")
    assert [path for path in pages if NOTE.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    "block",
    [
        f":::{{note}}\n:private:\n\n{NOTE}\n:::",
        f":::{{notes}}\nShown.\n:::\n\n:private:\n{NOTE}",
    ],
)
def test_what_is_meant_to_be_private_and_is_not_stops_the_build(
    make_app: Callable[..., SphinxTestApp], tmp_path: Path, block: str
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "conf.py").write_text(PLAIN_CONF, "utf-8")
    (root / "index.md").write_text(
        f"# Root\n\n## One\n\n::::{{slide}} Head\n\nShown.\n\n{block}\n::::\n", "utf-8"
    )
    app = make_app("html", srcdir=root)
    with pytest.raises(ExtensionError, match=r"index\.md:\d+: this is meant to be private"):
        app.build()
    pages = [path for path in Path(app.outdir).rglob("*") if path.is_file()]
    assert [path for path in pages if NOTE.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    "slide",
    [
        f"::::{{slide}}\nShown.\n\n:::{{notes}}\n:private:\n:::{{tip}}\nB.\n:::\n{NOTE}\n:::\n::::\n",
        f":::{{slide}}\nShown.\n\n:::{{notes}}\n:private:\n:::{{tip}}\nB.\n:::\n{NOTE}\n:::\n:::\n",
    ],
)
def test_a_private_note_that_ends_too_early_stops_the_build(
    make_app: Callable[..., SphinxTestApp], tmp_path: Path, slide: str
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "conf.py").write_text(PLAIN_CONF, "utf-8")
    (root / "index.md").write_text(f"# Root\n\n## One\n\n{slide}", "utf-8")
    app = make_app("html", srcdir=root)
    with pytest.raises(ExtensionError, match=r"index\.md:8: this is meant to be private, but ends"):
        app.build()
    pages = [path for path in Path(app.outdir).rglob("*") if path.is_file()]
    assert [path for path in pages if NOTE.encode() in path.read_bytes()] == []


INCLUDING = {
    "index.md": "# Root\n\n## One\n\n{}\n\n```{{toctree}}\ntalk\n```\n",
    "talk.md": "# Talk\n\n:::{{deck}} Talk\n:minutes: 5\n:::\n",
}


def root_including(
    write_root: Callable[..., Path], text: str, place: str, name: str = "part.md"
) -> Path:
    """A root whose page has a part of a file, which is no document of its own."""
    files = {path: content.format(place) for path, content in INCLUDING.items()}
    return write_root(
        files | {f"parts/{name}": text}, conf="exclude_patterns = ['_build', 'parts']\n"
    )


@pytest.mark.parametrize(
    ("name", "part", "place", "line"),
    [
        (
            "part.md",
            f"::::{{slide}} Head\nShown.\n\n:::{{note}}\n:private:\n\n{NOTE}\n:::\n::::\n",
            "```{include} parts/part.md\n```",
            5,
        ),
        (
            "part.md",
            f"Out.\n\n<!-- in -->\n\n:private:\n{NOTE}\n",
            "```{include} parts/part.md\n:start-after: <!-- in -->\n```",
            5,
        ),
        (
            "part.md",
            f":::{{notes}}\n:private:\nKept.\n:::\n\nText.\n\n:private:\n{NOTE}\n",
            "::::{slide} Head\nShown.\n\n```{include} parts/part.md\n```\n::::",
            8,
        ),
        (
            "part.txt",
            f".. note::\n   :private:\n\n   {NOTE}\n",
            "```{eval-rst}\n.. include:: parts/part.txt\n```",
            2,
        ),
    ],
)
def test_what_is_meant_to_be_private_in_an_included_file_stops_the_build(
    make_app: Callable[..., SphinxTestApp],
    write_root: Callable[..., Path],
    name: str,
    part: str,
    place: str,
    line: int,
) -> None:
    app = make_app("html", srcdir=root_including(write_root, part, place, name))
    with pytest.raises(ExtensionError, match=rf"parts/{name}:{line}: this is meant to be private"):
        app.build()
    pages = [path for path in Path(app.outdir).rglob("*") if path.is_file()]
    assert [path for path in pages if NOTE.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("part", "place"),
    [
        (
            f"::::{{slide}} Head\nShown.\n\n:::{{notes}}\n:private:\n\n{NOTE}\n:::\n::::\n",
            "```{include} parts/part.md\n```",
        ),
        (
            f"::::{{slide}}\nShown.\n::::\n\n% end\n\n:::{{notes}}\n:private:\n{NOTE}\n:::\n",
            "```{include} parts/part.md\n:end-before: '% end'\n```",
        ),
        (
            ":private:\nAs it is written.\n",
            "::::{slide} Head\nShown.\n::::\n\n```{include} parts/part.md\n:literal:\n```",
        ),
    ],
)
def test_private_notes_in_an_included_file_are_private(
    write_root: Callable[..., Path], build: Callable[..., Built], part: str, place: str
) -> None:
    built = build(root_including(write_root, part, place))
    assert built.warnings == ""
    assert leaks(built.out, (NOTE.lower(),)) == []
    assert "Shown." in built.read("present/talk.html")


def test_files_of_a_note_that_becomes_private_are_taken_away(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "conf.py").write_text(PLAIN_CONF + "exclude_patterns = ['_build']\n", "utf-8")
    (root / "seen.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    (root / "rota.txt").write_text(NOTE, "utf-8")
    page = (
        "# Root\n\n## One\n\n::::{slide} Head\n:name: one\n\nShown.\n\n:::{notes}\n"
        "![Seen](seen.svg) {download}`rota.txt`\n:::\n::::\n\n```{toctree}\ntalk\n```\n"
    )
    (root / "talk.md").write_text("# Talk\n\n:::{deck} Talk\n:minutes: 5\n:::\n", "utf-8")
    (root / "index.md").write_text(page, "utf-8")
    names = {"seen.svg", "rota.txt"}
    site = publish(root, jobs=1).site
    assert {path.name for path in site.rglob("*")} >= names
    (root / "index.md").write_text(page.replace("{notes}", "{notes}\n:private:"), "utf-8")
    site = publish(root, jobs=1).site
    assert {path.name for path in site.rglob("*")} & names == set()
    assert [p for p in site.rglob("*") if p.is_file() and NOTE.encode() in p.read_bytes()] == []


def test_a_sentence_about_what_is_private_is_no_option(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = (
        "# Root\n\n## One\n\n::::{slide} Head\n:name: one\n\n- private\n- Private: banks\n\n"
        ":::{notes}\nPrivate:\n\n- private\n\nSaid aloud.\n:::\n::::\n\n"
        "Private\n: what is not public\n\n```\n:private:\n```\n\n```{toctree}\ntalk\n```\n"
    )
    talk = "# Talk\n\n:::{deck} Talk\n:minutes: 5\n:::\n"
    conf = "myst_enable_extensions = ['deflist']\nhtml_copy_source = True\n"
    built = build(write_root({"index.md": text, "talk.md": talk}, conf=conf))
    assert built.warnings == ""
    assert "Said aloud." in built.read("present/talk.html")
    assert (built.out / "_sources" / "index.md.txt").is_file()


IN_PLACES = {
    "list": "- a\n\n  :::{{notes}}\n{0}  {1}\n  :::",
    "quotation": "> a\n>\n> :::{{notes}}\n{0}> {1}\n> :::",
    "admonition": "::::{{tip}}\n:::{{notes}}\n{0}{1}\n:::\n::::",
    "table": "::::{{list-table}}\n* - a\n  - :::{{notes}}\n{0}    {1}\n    :::\n::::",
    "notes": "::::{{notes}}\nOpen.\n\n:::{{notes}}\n{0}{1}\n:::\n::::",
    "definition": "a\n: b\n\n  :::{{notes}}\n{0}  {1}\n  :::",
    "container": "::::{{container}} x\n:::{{notes}}\n{0}{1}\n:::\n::::",
    "rst": "```{{eval-rst}}\n.. notes::\n{0}\n   {1}\n```",
}
INDENTS = {"list": "  ", "quotation": "> ", "table": "    ", "definition": "  ", "rst": "   "}
MISTYPED = {
    option: f":::{{{{notes}}}}\n{option}\n\n{{1}}\n:::"
    for option in (
        ":hidden:",
        ":prviate:",
        ":pri\u00advate:",
        ":priv\u0430te:",
        ":vertraulich:",
        ":class: x",
    )
}


def test_notes_are_taken_along_from_every_place_and_private_ones_from_none(
    tmp_path: Path, make_app: Callable[..., SphinxTestApp]
) -> None:
    """One build of all places, each with a word of its own, public and private."""
    blocks = {f"public {name}": (name, "") for name in IN_PLACES}
    blocks |= {f"private {name}": (name, ":private:\n") for name in IN_PLACES}
    blocks |= {name: (name, "") for name in MISTYPED}
    root = tmp_path / "root"
    root.mkdir()
    words = {}
    for number, (title, (place, option)) in enumerate(blocks.items()):
        words[title] = f"word{number:02}x"
        indented = option and INDENTS.get(place, "") + option
        body = {**IN_PLACES, **MISTYPED}[place].format(indented, words[title])
        slide = f"::::::{{slide}} Head\n:name: s{number}\n\nShown.\n\n{body}\n::::::\n"
        (root / f"d{number:02}.md").write_text(f"# Doc\n\n## S\n\n{slide}", "utf-8")
    (root / "conf.py").write_text(
        PLAIN_CONF + "html_copy_source = True\nmyst_enable_extensions = ['deflist']\n", "utf-8"
    )
    talk = "# Talk\n\n:::{deck} Talk\n:minutes: 99\n:::\n"
    (root / "talk.md").write_text(talk, "utf-8")
    (root / "index.md").write_text("# I\n\n```{toctree}\n:glob:\n*\n```\n", "utf-8")
    app = make_app("html", srcdir=root)
    app.build()
    deck = (Path(app.outdir) / "present" / "talk.html").read_text("utf-8")
    published = b"".join(
        path.read_bytes() for path in Path(app.outdir).rglob("*") if path.is_file()
    )
    public = {title for title in words if title.startswith("public")}
    assert {title for title, word in words.items() if word in deck} == public
    hidden = {title: word for title, word in words.items() if title not in public}
    sources = {title for title, word in hidden.items() if word.encode() in published}
    assert sources == set()
    warned = app.warning.getvalue()
    assert warned.count("Unknown option key") == len(MISTYPED)
    assert warned.count("WARNING") == len(MISTYPED)


SHOWN = {
    "```{literalinclude} part.md\n```": 7,
    "```{include} part.md\n:literal:\n```": 7,
    "```{raw} html\n:file: part.md\n```": 8,
    "```{csv-table} T\n:file: part.md\n```": 7,
    "```{literalinclude} conf.py\n:diff: part.md\n```": 7,
    "{download}`x <part.md>`": 7,
    "[x](<path:part.md>)": 7,
}


@pytest.mark.parametrize(("shows", "line"), SHOWN.items())
def test_no_file_is_shown_with_its_private_notes(
    tmp_path: Path, make_app: Callable[..., SphinxTestApp], shows: str, line: int
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "conf.py").write_text(PLAIN_CONF + "exclude_patterns = ['part.md']\n", "utf-8")
    (root / "part.md").write_text(f"Text.\n\n:::{{notes}}\n:private:\n{NOTE}\n:::\n", "utf-8")
    (root / "index.md").write_text(f"# Root\n\n## S\n\nText.\n\n{shows}\n", "utf-8")
    with pytest.raises(ExtensionError, match=rf"index\.md:{line}: this shows the file part\.md"):
        make_app("dummy", srcdir=root).build()
