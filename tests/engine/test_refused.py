"""What is refused: a root of faulty documents, built once, tells each of them once, where it is."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from sphinx.cmd.build import build_main
from sphinx.errors import ConfigError, ExtensionError
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences

from sphinx_briefing.datafiles import DataError
from sphinx_briefing.figures.schema import Schema
from sphinx_briefing.figures.table import make_table, read_lines
from sphinx_briefing.figures.vega import misfits, read_specification
from sphinx_briefing.guard.allowed import Allowed
from sphinx_briefing.guard.html import faults_in
from sphinx_briefing.guard.svg import svg_fault
from tests.conftest import CONF, Built

Build = Callable[..., Built]
WriteRoot = Callable[..., Path]

SECRET = "wombat"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
SVG = "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>"
SLIDE = "::::{{slide}} Head\n:name: {name}\n\n{body}\n::::\n"

IN_ONLY = (
    "::::::{slide} Head\n:name: in-only\n\nBody.\n\n"
    ":::::{only} html\n\n:::{notes}\nx\n:::\n:::::\n::::::\n"
)

FAULTS: dict[str, tuple[str, int, str]] = {
    # text below a heading of two lines, the line of the fault in it, what is said
    "script": ("<script>alert(1)</script>\n", 1, "raw HTML has <script>"),
    "script-inline": ("Text <SCRIPT>alert(1)</SCRIPT> more.\n", 1, "raw HTML has <script>"),
    "handler": ('Text.\n\n<p onclick="a()">x</p>\n', 3, "raw HTML has the attribute onclick"),
    "handler-svg": ('<svg onload="alert(1)"></svg>\n', 1, "the attribute onload"),
    "frame": ('<iframe src="x"></iframe>\n', 1, "raw HTML has <iframe>"),
    "styles": ("<style>p{color:red}</style>\n", 1, "raw HTML has <style>"),
    "style": ('<p style="position:fixed">x</p>\n', 1, "the attribute style"),
    "animation": ('<svg><a><set attributeName="href"/></a></svg>\n', 1, "raw HTML has <set>"),
    "body": ('Text.\n\n<body onload="a()">\n', 3, "raw HTML has <body>"),
    "textarea": ("<textarea>\n\nx\n", 1, "raw HTML has <textarea>"),
    "form": ('<form action="https://example.org"></form>\n', 1, "raw HTML has <form>"),
    "head": ('<meta http-equiv="refresh" content="0">\n', 1, "raw HTML has <meta>"),
    "unclosed": ("Text.\n\n<div>\n\nmore\n", 3, "begins <div> and does not end it"),
    "stray": ("Text </div> more.\n", 1, "ends </div> where none is open"),
    "unfinished": ("<!-- never\n\nends\n", 4, "ends in the middle of a tag or a comment"),
    "raw": ("Text.\n\n```{raw} html\n<object></object>\n```\n", 3, "raw HTML has <object>"),
    "rst": ("```{eval-rst}\n.. raw:: html\n\n   <base>\n```\n", 2, "raw HTML has <base>"),
    "html-link": ('<a href="java&#9;script:a()">x</a>\n', 1, "has the scheme javascript:"),
    "html-picture": ('<img src="//example.org/x.png">\n', 1, "lies on another host"),
    "on-slide": (SLIDE.format(name="on-slide", body="Body.\n\n<style></style>"), 6, "raw HTML has"),
    "link": ("Text [x](javascript:alert(1)).\n", 1, "has the scheme javascript:"),
    "link-file": ("[x](file:///etc/passwd)\n", 1, "has the scheme file:"),
    "link-data": ("[x](data:text/html,x)\n", 1, "has the scheme data:"),
    "target": ("```{image} p.png\n:alt: x\n:target: javascript:a()\n```\n", 1, "javascript:"),
    "toctree": ("```{toctree}\nx <javascript://a>\n```\n", 1, "has the scheme javascript:"),
    "picture": ("![x](https://example.org/p.png)\n", 1, "lies on another host"),
    "no-alternative": ("Text.\n\n![](p.png)\n", 3, "has no text alternative"),
    "empty-picture": ("![x](empty.png)\n", 1, "the picture empty.png is empty"),
    "no-picture": ("![x](text.png)\n", 1, "the picture text.png is no PNG"),
    "acting-picture": ("![x](acts.svg)\n", 1, "acts.svg: line 2: raw HTML has <script>"),
    "outside": ("Text.\n\n```{include} ../secret.txt\n```\n", 3, "../secret.txt lies outside"),
    "outside-raw": ("```{raw} html\n:file: ../secret.txt\n```\n", 2, "lies outside the project"),
    "outside-code": ("```{literalinclude} ../secret.txt\n```\n", 1, "lies outside the project"),
    "outside-link": ("Text [x](../secret.txt).\n", 1, "lies outside the project"),
    "outside-download": ("{download}`x <../secret.txt>`\n", 1, "lies outside the project"),
    "outside-picture": ("![x](../secret.png)\n", 1, "lies outside the project"),
    "outside-by-link": ("```{include} linked.txt\n```\n", 1, "lies outside the project"),
    "nul": ("Text.\n\nA \x00 B\n", 3, "the character U+0000 (a control character)"),
    "override": ("A \u202e B\n", 1, "the character U+202E (right-to-left override)"),
    "heading": ("Text.\n\n# Another\n\nText.\n", 3, "a second heading of the first level"),
    "zero-width": ("## A\u200bB\n\nText.\n", 1, "the character U+200B (zero width space)"),
    "deep": ("".join("  " * n + "- x\n" for n in range(40)), 30, "more than 30 deep"),
    "marks": ("*a " * 999 + "x" + "*" * 999 + "\n", 1, "marks stand 999 deep"),
    "ragged": ("| a | b |\n|---|---|\n| 1 | 2 |\n| 1 |\n", 4, "1 cells, and its head has 2"),
    "ragged-long": ("| a |\n|---|\n| 1 | 2 |\n", 3, "2 cells, and its head has 1"),
    "fence": ("Text.\n\n```python\nx\n", 3, "this block is never closed"),
    "fence-of-colons": (":::{tip}\nText.\n", 1, "this block is never closed"),
    "fence-inside": ("::::{tip}\nText.\n\n:::{note}\nText.\n::::\n", 4, "this block is never"),
    "role": ("Text {doc}`` more.\n", 1, "{doc} has nothing between its marks"),
    "hidden": ("{download}`x <.own/x.txt>`\n", 1, ".own/x.txt is hidden"),
    "pipe": ("{download}`x <pipe>`\n", 1, "pipe: it is neither a file nor a folder"),
    "folder": ("Text {download}`x <.>`.\n", 1, "'.' is a folder: name a file"),
    "picture-folder": ("![x](.)\n", 1, "the picture . is no file"),
    "picture-kind": ("![x](conf.py)\n", 1, "is of a kind that browsers do not show"),
    "picture-cut": ("![x](cut.png)\n", 1, "the picture cut.png is cut off"),
    "picture-size": ("![x](none.png)\n", 1, "has no width or no height"),
    "picture-huge": ("![x](huge.png)\n", 1, "is 99999 × 1 pixels"),
    "picture-takes": ("![x](takes.svg)\n", 1, "takes.svg: line 2: it takes 'https://e.example/x'"),
    "csv-address": ("```{csv-table} T\n:url: https://a.org\n```\n", 1, "nothing is taken from"),
    "raw-address": ("```{raw} html\n:url: https://a.org\n```\n", 1, "nothing is taken from"),
    "csv-ragged": ("```{csv-table} T\n\n1,2\n3\n```\n", 1, "a row of this table has 1 cells"),
    "wordless": ("Text.\n\n## \u00a0\n\nText.\n", 3, "a heading has no words"),
    "braces": (":::tip\nText.\n:::\n", 1, "no name in braces, and so is shown as it is written"),
    "braces-of-code": ("```slide\nText.\n```\n", 1, "write ```{slide}"),
    "colons": ("Text.\n\n::{tip}\nText.\n::\n", 3, "looks like the beginning of a block"),
    "option-twice": (":::{tip}\n:class: a\n:class: b\n\nText.\n:::\n", 3, ":class: stands there"),
    "option-below": (":::{tip}\n\n:class: a\n\nText.\n:::\n", 3, ":class: stands below an"),
    "formula": ("Text.\n\n$$\nx\n", 3, "this formula is never closed"),
    "port": ("[x](https://a.org:99999/)\n", 1, "'https://a.org:99999/' is no full address"),
    "link-wordless": ("[](https://a.org)\n", 1, "the link to 'https://a.org' has no words"),
    "of-stock": ("```{revealjs-break}\n```\n", 1, "{revealjs-break} does nothing in these decks"),
    "unknown": ("```{slied}\n```\n", 1, "mend its spelling, or name the extension"),
    "nobody": ("::::{slide} Head\n:name: nobody\n:audience: ,\n\nBody.\n::::\n", 1, "names nobody"),
    "flag": ("::::{slide} Head\n:name: flag\n:steps: no\n\nBody.\n::::\n", 1, ":steps: takes no"),
    "notes-in-only": (IN_ONLY, 8, "notes stand inside {only}"),
}  # fmt: skip

UNTITLED = "Text.\n"
TWO_LABELS = "# Head\n\n(caf\u00e9)=\n## S\n\nText.\n\n(cafe\u0301)=\n## T\n\nText.\n"
OTHERS = {
    "meta": "http-equiv=refresh",
    "untitled": "the document has no title",
    "labels": "differs in how its letters are coded",
    "front": "the front matter: 'orphan' stands there already",
}
FRONT = "---\norphan: true\norphan: false\n---\n# Head\n\nText.\n"
META = '---\nmyst:\n  html_meta:\n    "http-equiv=refresh": "0"\n---\n# Head\n\nText.\n'


class Told(NamedTuple):
    """A line of a build's warnings."""

    file: str
    line: int
    says: str


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The root of all faulty documents, read once."""
    folder = tmp_path_factory.mktemp("refused")
    root = folder / "root"
    root.mkdir()
    (folder / "secret.txt").write_text(SECRET, "utf-8")
    (folder / "secret.png").write_bytes(PNG)
    (root / "p.png").write_bytes(PNG)
    (root / "empty.png").touch()
    (root / "text.png").write_text("no picture", "utf-8")
    (root / "cut.png").write_bytes(PNG[:40])
    for name, size in {"none": 0, "huge": 99999}.items():
        content = PNG[:16] + size.to_bytes(4) + (1).to_bytes(4) + PNG[24:]
        (root / f"{name}.png").write_bytes(content)
    os.mkfifo(root / "pipe")
    (root / ".own").mkdir()
    (root / ".own" / "x.txt").write_text(SECRET, "utf-8")
    (root / "takes.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'>\n<image href='https://e.example/x'/></svg>",
        "utf-8",
    )
    (root / "acts.svg").write_text(SVG.format("\n<script>a()</script>"), "utf-8")
    (root / "linked.txt").symlink_to(folder / "secret.txt")
    (root / "conf.py").write_text(CONF.replace('"colon_fence"', '"dollarmath"'), "utf-8")
    documents = {name: f"# Head\n\n{text}" for name, (text, _, _) in FAULTS.items()}
    documents |= {"meta": META, "untitled": UNTITLED, "labels": TWO_LABELS, "front": FRONT}
    documents |= {"index": "# I\n\n```{toctree}\n:glob:\n*\n```\n"}
    for name, text in documents.items():
        (root / f"{name}.md").write_text(text, "utf-8")
    app = SphinxTestApp("html", srcdir=root, builddir=folder / "out")
    app.build()
    warnings = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())
    app.cleanup()
    return Built(app, Path(app.outdir), warnings.replace(f"{root}/", ""))


@pytest.fixture(scope="module")
def told(faulty: Built) -> list[Told]:
    found = re.findall(
        r"^(\S+?)\.md:(\d+): (?:WARNING|ERROR): (.*)$", faulty.warnings, re.MULTILINE
    )
    return [Told(file, int(line), says) for file, line, says in found]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_once_where_it_is(told: list[Told], name: str) -> None:
    _, line, says = FAULTS[name]
    found = [one for one in told if one.file == name]
    assert [one.line for one in found] == [line + 2], found
    assert says in found[0].says


def test_nothing_else_is_told(faulty: Built, told: list[Told]) -> None:
    assert {one.file for one in told} == {*FAULTS, *OTHERS}
    for name, says in OTHERS.items():
        assert says in next(one.says for one in told if one.file == name)
    assert faulty.warnings.count("WARNING") == len(FAULTS) + len(OTHERS)
    assert "Traceback" not in faulty.warnings


def test_nothing_refused_is_published_even_where_warnings_do_not_fail(faulty: Built) -> None:
    texts = {
        path.relative_to(faulty.out).as_posix(): path.read_bytes()
        for path in faulty.out.rglob("*")
        if path.is_file() and path.suffix not in {".js", ".css", ".woff2", ".inv"}
    }
    assert [name for name, text in texts.items() if SECRET.encode() in text] == []
    assert [name for name in texts if "secret" in name or "_sources" in name] == []
    acting = re.compile(
        rb"alert\(1\)</script|<iframe|onclick=|onload=|href=.javascript:|<set|<form a"
    )
    pages = {name: text for name, text in texts.items() if Path(name).stem in FAULTS}
    assert len(pages) == len(FAULTS)
    assert [(n, m[0]) for n, text in pages.items() if (m := acting.search(text))] == []


def test_what_conf_py_names_is_allowed(build: Build, write_root: WriteRoot, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "text.txt").write_text("Shared words.", "utf-8")
    page = (
        '# Root\n\n<iframe src="x"></iframe>\n\n<p onclick="a()">x</p>\n\n[x](ftp://example.org)\n\n'
        "![x](https://example.org/p.png)\n\n```{include} ../shared/text.txt\n```\n\n"
        "```{image} p.png\n:class: decoration\n```\n"
    )
    conf = (
        "briefing_raw_html = ['iframe', 'onclick']\nbriefing_link_schemes = ['ftp']\n"
        "briefing_picture_hosts = ['example.org']\nbriefing_outside_folders = ['../shared']\n"
    )
    root = write_root({"index.md": page}, conf)
    (root / "p.png").write_bytes(PNG)
    built = build(root)
    assert built.warnings == ""
    text = built.read("index.html")
    assert all(part in text for part in ("<iframe", "onclick", "ftp://", "Shared words."))
    assert re.search(r'<img alt="" class="decoration', text)


HARMLESS = """# Root

<details><summary>More</summary>

**Folded** <kbd>L</kbd>, <mark>marked</mark>.

</details>

<p>A paragraph <a href="https://example.org" title="x">with a link</a>
<dl><dt>Term<dd>Meaning</dl>

<svg viewBox="0 0 9 9"><path d="M0 0"/><text>1</text></svg>

Before <!-- a private remark --> after. [Mail](mailto:a@example.org), <tel:+4420>.

<!-- another -->

- 1
  - 2
    - 3
      - 4
        - 5
          - 6
            - 7
              - 8
                - 9
                  - 10
                    - the deepest

| a \\| b | c |
|---|---|
| `x \\| y` | z |

![data](data:image/png;base64,AAAA)
"""


def test_harmless_html_stays_and_comments_go(build: Build, write_root: WriteRoot) -> None:
    built = build(write_root({"index.md": HARMLESS}))
    assert built.warnings == ""
    text = built.read("index.html")
    assert "the deepest" in text
    assert "<kbd>L</kbd>" in text
    assert "remark" not in text
    assert not list(built.out.glob("_sources/*"))


@pytest.mark.parametrize(
    "text",
    [
        "<script/x>", "<ScRiPt >", "<svg/onload=a()>", "<a\thref=javascript:a()>",
        "<a href=' javascript:a()'>", "<a href='Ja\nScript:a()'>", "<a href='&#106;avascript:a'>",
        "<img srcset='a.png 1x, //evil.example/b.png 2x'>", "<x-y>", "<a xlink:href='data:x'>",
        "<p ONCLICK=a()>", "<svg><foreignObject>", "<svg><use href='https://evil.example/x#y'>",
        "<title><a alt='</title><script>'>", "<noscript>", "<input formaction=x>", "<frameset>",
        "<p is='x-y'>", "<video poster='http://evil.example/'>", "<link rel=stylesheet>",
    ],
)  # fmt: skip
def test_markup_that_acts_is_seen_however_it_is_written(text: str) -> None:
    nothing = Allowed(frozenset(), frozenset({"http", "https"}), frozenset())
    assert faults_in(text, nothing), text


# -- what stops a build at once --------------------------------------------------------------------

BIB = "@misc{a, author={A B}, title={T}, year={2020}, url={https://example.org}}\n"
CLAIM = (
    "- id: C01\n  home: index\n  kind: fact\n  attributed_to: them\n  restatement: So.\n"
    "  verdict: nuanced\n"
)
PIPE = b"a pipe"
"""Stands for one among files."""

BOMB = "a: &a [x]\n" + "".join(
    f"{c}: &{c} [{','.join([f'*{b}'] * 10)}]\n" for b, c in zip("abcdefg", "bcdefgh", strict=True)
)

PRIVATE = ":::{notes}\nprivate\n\nq\n:::"

STOPS: dict[str, tuple[dict[str, str | bytes], str]] = {
    "latin-1": ({"index.md": "# R\n\n\xe4\n".encode("latin-1")}, "index.md:3: this is not UTF-8"),
    "utf-16": ({"index.md": "# R\n".encode("utf-16")}, "index.md:1: this is UTF-16"),
    "itself": ({"index.md": "# R\n\n```{include} index.md\n```\n"}, "index.md:3: it includes inde"),
    "circle": (
        {"index.md": "# R\n\n```{include} a.txt\n```\n", "a.txt": "A\n\n```{include} b.txt\n```\n",
         "b.txt": "```{include} a.txt\n```\n"},
        "b.txt:1: it includes a.txt, which includes itself",
    ),
    "colons": (
        {"index.md": "# R\n\n" + "".join(":" * n + "{tip}\n" for n in range(400, 2, -1))},
        "index.md: it cannot be read, for its parts stand too deep",
    ),
    "csv": (
        {"index.md": "# R\n\n```{csv-table} T\n:file: a.csv\n```\n", "a.csv": b"a\n\xe4,b\n"},
        "a.csv:2: this is not UTF-8 (byte 1 of the line is 0xe4)",
    ),
    "diff": (
        {"index.md": "# R\n\n```{literalinclude} index.md\n:diff: ../out.txt\n```\n"},
        "index.md:4: ../out.txt lies outside the project",
    ),
    "cite": ({"index.md": "# R\n\nText {cite}` `.\n", "refs.bib": BIB}, "index.md:3: {cite} names"),
    "bib twice": ({"refs.bib": BIB + "\n" + BIB}, "refs.bib:3: the source 'a' stands there alread"),
    "bib type": ({"refs.bib": "\n" + BIB.replace("misc", "nope")}, "refs.bib:2: the source 'a' is"),
    "bib string": ({"refs.bib": "@misc{a, title=foo}\n"}, "refs.bib:1: no valid BibTeX: foo is no"),
    "bib name": ({"refs.bib": BIB.replace("A B", "A, B, C, D")}, "refs.bib:1: the source 'a': aut"),
    "bib crossref": ({"refs.bib": BIB.replace("url={h", "crossref={h")}, "crossref names 'https"),
    "bib link": ({"refs.bib": BIB.replace("https:", "javascript:")}, "has the scheme javascript:"),
    "bib brace": ({"refs.bib": "\n\n@misc{a, title={T\n"}, "refs.bib:3: no valid BibTeX: prematur"),
    "yaml bomb": ({"claims.yaml": BOMB}, "claims.yaml:2: an alias (*a) stands here"),
    "yaml twice": ({"claims.yaml": CLAIM + "  verdict: confirmed\n"},
                   "claims.yaml:7: 'verdict' stands there already, line 6"),
    "yaml deep": ({"claims.yaml": "[" * 3000 + "]" * 3000}, "claims.yaml:1: its parts stand more"),
    "yaml nul": ({"claims.yaml": CLAIM.replace("So", "S\x00o")}, "claims.yaml:5: the character U+"),
    "yaml number": ({"claims.yaml": "- " + "9" * 5000}, "claims.yaml:1: a value cannot be used"),
    "yaml long": ({"claims.yaml": CLAIM.replace("nuanced", "x" * 999)}, "x…' is not known; use on"),
    "yaml merges": ({"claims.yaml": CLAIM + "  <<: {a: b}\n"}, "claims.yaml:7: << takes over what"),
    "yaml escape": ({"claims.yaml": CLAIM.replace("So.", '"S\\u202eo"')}, "claims.yaml:5: the cha"),
    "yaml half": ({"claims.yaml": CLAIM.replace("So.", '"S\\ud800o"')}, "U+D800 (half a char"),
    "yaml id": ({"claims.yaml": CLAIM.replace("C01", '"C01\\n"')}, "is no id: a capital letter"),
    "yaml type": ({"claims.yaml": "a: b\n"}, "is not of type array: write a list"),
    "yaml latin": ({"claims.yaml": CLAIM.replace("So", "S\xe4").encode("latin-1")},
                   "claims.yaml:5: this is not UTF-8 (byte 17 of the line"),
    "yaml markup": ({"claims.yaml": CLAIM.replace("So.", "A {term}`x`.")}, "'{term}`' is shown as"),
    "yaml html": ({"claims.yaml": CLAIM.replace("So.", "<b>So</b>.")}, "claims.yaml:5: C01: '<b>'"),
    "yaml pipe": ({"claims.yaml": PIPE}, "claims.yaml: it is neither a file nor a folder"),
    "page pipe": ({"page.md": PIPE}, "page.md: it is neither a file nor a folder"),
    "include pipe": ({"index.md": "# R\n\n```{include} p\n```\n", "p": PIPE}, "index.md:3: p: it"),
    "bib between": ({"refs.bib": BIB + "\nyear = 3}\n"}, "refs.bib:3: 'year = 3}' stands betwee"),
    "bib key": ({"refs.bib": BIB.replace("{a", "{<b>")}, "refs.bib:1: '<b>' is no key of a source"),
    "bib keys": ({"refs.bib": BIB + BIB.replace("{a", "{a_")}, "refs.bib:2: the source 'a_' has t"),
    "bib field": ({"refs.bib": BIB.replace("year", "year={1}, year")}, "has the field year twice"),
    "bib title": ({"refs.bib": BIB.replace("{T}", "{}")}, "refs.bib:1: the source 'a' has no tit"),
    "bib names": ({"refs.bib": BIB.replace("{A B}", "{{}}")}, "author has a name with nothing"),
    "bib url": ({"refs.bib": BIB.replace("https://", "")}, "'example.org' is no full address"),
    "bib doi": ({"refs.bib": BIB.replace("url={", "doi={")}, "the doi 'https://example.org' is no"),
    "notes shown": (
        {"index.md": "# R\n\n```{literalinclude} p.md\n```\n",
         "p.md": ":::{notes}\n:private:\nq\n:::\n",
         "conf.py": CONF + "exclude_patterns = ['p.md']\n"},
        "index.md:3: this shows the file p.md as it is, with the private notes of its line 2",
    ),
    "notes in a cell": (
        {"index.md": "# R\n\n| a |\n|---|\n| :::{notes} :private: q |\n"},
        "index.md:5: notes begin within a line",
    ),
    "notes unclosed": (
        {"index.md": "# R\n\n## S\n\n::::{slide} H\n\nB\n\n> :::{notes}\n> :private:\n\nq\n::::\n"},
        "index.md:9: these private notes are never closed",
    ),
    "notes word": (
        {"index.md": "# R\n\n## S\n\n" + SLIDE.format(name="s", body=":::{notes} private\nq\n:::")},
        "index.md:8: {notes} takes nothing on its first line, and it has 'private'",
    ),
    "notes body": (
        {"index.md": "# R\n\n## S\n\n" + SLIDE.format(name="s", body=PRIVATE)},
        "index.md:8: these notes begin with the line 'private'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("files_and_says", STOPS.values(), ids=STOPS)
def test_what_cannot_be_read_names_file_and_line(
    tmp_path: Path,
    make_app: Callable[..., SphinxTestApp],
    files_and_says: tuple[dict[str, str | bytes], str],
) -> None:
    files, says = files_and_says
    root = tmp_path / "root"
    root.mkdir()
    conf = CONF
    if "refs.bib" in files:
        conf += "extensions += ['sphinxcontrib.bibtex']\nbibtex_bibfiles = ['refs.bib']\n"
    if "claims.yaml" in files:
        conf += "briefing_claims = 'claims.yaml'\n"
    (tmp_path / "out.txt").write_text(SECRET, "utf-8")
    for name, text in {"conf.py": conf, "index.md": "# R\n", **files}.items():
        if text == PIPE:
            os.mkfifo(root / name)
        else:
            (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ExtensionError, match=re.escape(says)) as raised:
        make_app("dummy", srcdir=root, builddir=tmp_path / "out").build()
    assert len(str(raised.value).splitlines()) == 1


def test_sphinx_build_tells_it_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "conf.py").write_text(CONF, "utf-8")
    (tmp_path / "index.md").write_bytes(b"# R\n\n\xe4\n")
    options = ["-q", "-b", "dummy", "-j", "1", str(tmp_path), str(tmp_path / "out")]
    assert build_main(options) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert strip_escape_sequences(said.err).split("\n")[1:3] == [
        "Extension error!",
        "index.md:3: this is not UTF-8 (byte 1 of the line is 0xe4): save the file as UTF-8",
    ]
    assert "raceback" not in said.err


SPEC: dict[str, object] = {"mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}}}
SPECIFICATIONS: dict[str, tuple[dict[str, object], str]] = {
    "no mark": ({"encoding": {}}, "it has no mark"),
    "mark": ({"mark": 3}, "mark: 3 is no mark"),
    "encoding": ({"mark": "bar", "encoding": []}, "encoding: [] is no encoding"),
    "layers": ({"layer": {}}, "layer: {} is no list of layers"),
    "height": (SPEC | {"height": -5}, "height: -5 is no height"),
    "width": (SPEC | {"width": "wide"}, 'width: "wide" is no width'),
    "version": (
        SPEC | {"$schema": "https://vega.github.io/schema/vega/v5.json"},
        "is not the vers",
    ),
    "rows": (
        SPEC | {"data": {"sequence": {"start": 0, "stop": 1e9}}},
        "the data come from the tab",
    ),
    "number": (SPEC | {"height": float("nan")}, "NaN is no number of JSON"),
    "escape": (SPEC | {"title": "a\u202eb"}, "the character U+202E"),
}


@pytest.mark.parametrize(("content", "says"), SPECIFICATIONS.values(), ids=SPECIFICATIONS)
def test_specifications_that_would_draw_nothing_are_refused(
    content: dict[str, object], says: str
) -> None:
    with pytest.raises(DataError, match=re.escape(says)):
        read_specification(json.dumps(content))


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("a;b\n1;2\n", "its columns are parted by ';'"),
        ("a\n" + "1\n" * 2001, "at most 2000 rows"),
        (",".join(f"c{n}" for n in range(101)) + "\n", "has 101 columns"),
        ("a,A\n1,2\n", "its name is 'a' but for capitals"),
        ("caf\u00e9,cafe\u0301\n1,2\n", "but for capitals or accents"),
        ("a\u200bb\n1\n", "which is not seen"),
        ("a\nb\n", "the column a is not of numbers, for line 2 of the table has 'b'"),
    ],
)
def test_tables_that_mislead_are_refused(table: str, says: str) -> None:
    encoding = {"x": {"field": "a", "type": "quantitative"}}
    specification = read_specification(json.dumps({"mark": "bar", "encoding": encoding}))
    try:
        faults = misfits(specification, make_table(read_lines(table), Schema()))
    except DataError as error:
        faults = [*error.faults]
    assert [fault.says for fault in faults if says in fault.says]


PICTURES = {
    "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG.format("<text>&a;</text>"): "it declares entities",
    "<?xml-stylesheet href='x'?>" + SVG.format(""): "it has <?xml-stylesheet?>",
    "<?xml version='1.0' encoding='utf-7'?>" + SVG.format(""): "its encoding is utf-7",
    "<svg/>": "its first element is not the svg",
    SVG.format("<g>"): "no well-formed XML",
    SVG.format("<g xml:base='javascript:'/>"): "it has xml:base",
    SVG.format("<style>@import 'https://e.example';</style>"): "it takes 'https://e.example'",
    SVG.format("<rect style='fill:url(//e.example/x)'/>"): "it takes '//e.example/x'",
    SVG.format("<a><animate attributeName='href' to='x'/></a>"): "it animates href",
}


@pytest.mark.parametrize(("text", "says"), PICTURES.items())
def test_pictures_in_svg_are_whole_by_themselves(text: str, says: str) -> None:
    fault = svg_fault(text.encode())
    assert fault is not None
    assert says in fault.says


def test_harmless_pictures_stay() -> None:
    inside = (
        "<style>a{fill:url(#g)}</style><use href='#g'/><image href='data:image/png;base64,AA'/>"
    )
    assert svg_fault(("<!DOCTYPE svg>" + SVG.format(inside)).encode()) is None


SETTINGS = {
    "html_css_files = ['a.css']": "html_css_files names 'a.css', which lies in none of",
    "revealjs_js_files = ['a.js']": "revealjs_js_files names 'a.js', which lies in none of",
    "revealjs_static_path = ['gone']": "revealjs_static_path names 'gone', which is not there",
    "templates_path = ['gone']": "templates_path names 'gone', which is not there",
    "briefing_figures = 'gone'": "briefing_figures names 'gone', which is not there",
    "briefing_outside_folders = ['gone']": "briefing_outside_folders names 'gone'",
    "html_baseurl = 'example.org'": "html_baseurl is 'example.org': write a full address",
    "html_baseurl = 'javascript:a()'": "html_baseurl is 'javascript:a()'",
    "briefing_licence = 'data:x'": "briefing_licence is 'data:x': write a full address",
    "briefing_audiences = {'a': ''}": "the audience 'a' has no description",
    "briefing_audiences = {'a': None}": "the audience 'a' has no description",
    "briefing_claims = 3": "briefing_claims is 3: write text in quotation marks",
    "briefing_words_per_minute = 'x'": "briefing_words_per_minute is 'x': write a number",
    "briefing_raw_html = 'script'": "briefing_raw_html is 'script': write a list of names",
    "briefing_claims = 'x' * 9999": "briefing_claims holds a text of more than 1000 characters",
    "briefing_words_per_minute = True": "briefing_words_per_minute is True: write a number",
    "briefing_common_names = [3]": "briefing_common_names is a list of which not all are texts",
    r"briefing_deck_path = 'a\\b'": "name a folder of the site, such as 'present'",
    "briefing_deck_path = 'a?b#c'": "name a folder of the site, such as 'present'",
    "briefing_deck_path = 'index.html'": "name a folder of the site, such as 'present'",
    "briefing_presenter = True": "briefing_presenter is not set here: build with --presenter",
    "briefing_full_deck = ['x']": "briefing_full_deck is",
}


@pytest.mark.parametrize(("conf", "says"), SETTINGS.items())
def test_settings_that_only_fail_later_are_refused(
    build: Build, write_root: WriteRoot, conf: str, says: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(says)):
        build(write_root({"index.md": "# R\n"}, conf + "\n"))


def test_a_claim_and_a_chapter_have_one_place(build: Build, write_root: WriteRoot) -> None:
    files = {
        "index.md": "# R\n\nSo {claim}`C01`.\n\n```{toctree}\na\nb\n```\n",
        "a.md": "# A\n\n```{claim-register}\n```\n",
        "b.md": "# B\n\n```{claim-register}\n```\n\n:::{deck} D\n:minutes: 5\n"
        ":chapters: /index /a /index\n:::\n",
        "claims.yaml": CLAIM,
    }
    warnings = build(write_root(files, "briefing_claims = 'claims.yaml'\n"), "dummy").warnings
    assert "b.md:3: WARNING: there is a {claim-register} already, in a.md" in warnings
    assert "b.md:6: WARNING: the deck names the chapter 'index' twice" in warnings


def test_labels_of_two_documents_are_told_whoever_read_them(
    build: Build, write_root: WriteRoot
) -> None:
    files = {
        "index.md": "# R\n\n```{toctree}\n:glob:\np*\n```\n",
        **{f"p{n}.md": f"# P{n}\n\n(same)=\n## S\n\nText.\n" for n in (1, 9)},
        **{f"p{n}.md": f"# P{n}\n" for n in range(2, 9)},
    }
    for options in ({"parallel": 4}, {}):
        built = build(write_root(files), "dummy", freshenv=True, **options)
        said = [line for line in built.warnings.splitlines() if "label" in line]
        assert len(said) == 1, said
        assert re.search(r"p[19]\.md:4: .*label '?same'?", said[0])
