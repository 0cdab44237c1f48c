"""Synthetic projects: one made-up text, written for this engine, for MkDocs and for Marp.

Each chapter has five sections. A section has a point for a slide, ten references to terms, and in
turn a table, a program and a picture. The same size gives the same text.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

SECTIONS = 5
REFERENCES = 10
"""References to terms in a section; fifty in a chapter."""

TERMS = 500
DECK = 30
"""Slides of the deck; it has a title beside them."""

SAID = (
    "the a an open closed model weight licence reader source test agency report shows that "
    "it may of in by for with from release training data evaluation state public standard "
    "secure system"
)
WORDS = SAID.split()

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="80" viewBox="0 0 320 80">'
    '<rect width="200" height="30" fill="teal"/><rect y="40" width="300" height="30"/></svg>\n'
)

EDITED = "An edited sentence stands here."

BRIEFING_CONF = """
project, author, copyright = "Benchmark", "nobody", "2026, nobody"
extensions = ["sphinx_briefing", "myst_parser"]
include_patterns = ["**.md"]
myst_enable_extensions = ["colon_fence"]
html_theme = "furo"
nitpicky = True
"""

MKDOCS_CONF = """
site_name: Benchmark
theme: {name: material, font: false}
markdown_extensions: [admonition, attr_list, tables, toc, pymdownx.highlight, pymdownx.superfences]
"""


class Section(NamedTuple):
    """A section of a chapter."""

    name: str
    point: str
    lines: tuple[str, str, str]
    paragraphs: list[list[tuple[str, int]]]  # sentences, each with the number of a term
    kind: str  # of what stands below the text: table, code or figure


def sentence(choose: random.Random, words: int = 9) -> str:
    """Words that mean nothing."""
    return " ".join(choose.choices(WORDS, k=words)).capitalize()


def chapters(size: int, terms: int) -> list[list[Section]]:
    """The sections of so many chapters."""
    choose = random.Random(size)  # noqa: S311  (no secret)

    def paragraph() -> list[tuple[str, int]]:
        return [(sentence(choose), choose.randrange(terms)) for _ in range(REFERENCES // 2)]

    return [
        [
            Section(
                f"slide-{chapter}-{number}",
                sentence(choose, 5),
                (sentence(choose, 6), sentence(choose, 6), sentence(choose, 6)),
                [paragraph(), paragraph()],
                ("table", "code", "figure")[number % 3],
            )
            for number in range(SECTIONS)
        ]
        for chapter in range(size)
    ]


def extra(section: Section, picture: str) -> str:
    """What stands below the text, in the Markdown that all know."""
    if section.kind == "table":
        rows = "".join(f"| {line} | {number} |\n" for number, line in enumerate(section.lines))
        return f"| What | Figure |\n| --- | --- |\n{rows}"
    if section.kind == "code":
        return (
            f'```python\ndef count(rows: list[str]) -> int:\n    """{section.point}."""\n'
            "    return sum(1 for row in rows if row.strip())\n```\n"
        )
    return f"![{section.point}]({picture})\n"


def nth(number: int, section: int) -> str:
    """A section's heading."""
    return f"Chapter {number}, section {section}"


# -- for this engine ------------------------------------------------------------------------------


def write_briefing(root: Path, size: int, terms: int = TERMS) -> None:
    """Write the project of docs and a deck for this engine."""
    folder = root / "chapters"
    folder.mkdir(parents=True)
    text = chapters(size, terms)
    for number, sections in enumerate(text):
        parts = [f"# Chapter {number}\n\n{sentence(random.Random(number))}.\n"]  # noqa: S311
        for place, section in enumerate(sections):
            lines = "\n".join(f"- {line}" for line in section.lines)
            parts += [
                f"## {nth(number, place)}\n",
                f":::{{slide}} {section.point}\n:name: {section.name}\n\n{lines}\n:::\n",
                *(
                    " ".join(f"{told} {{term}}`Term {term}`." for told, term in paragraph) + "\n"
                    for paragraph in section.paragraphs
                ),
                extra(section, "/picture.svg"),
            ]
        (folder / f"c{number:04}.md").write_text("\n".join(parts), encoding="utf-8")
    entries = "\n".join(
        f":::{{entry}} Term {number}\n:id: term-{number}x\n\n{told}.\n:::\n"
        for number, told in enumerate(definitions(terms))
    )
    (root / "glossary.md").write_text(f"# Glossary\n\n{entries}", encoding="utf-8")
    names = [section.name for sections in text for section in sections]
    (root / "deck.md").write_text(
        f"# The deck\n\n:::{{deck}} The deck\n:slides: {' '.join(names[:DECK])}\n"
        f":minutes: {DECK}\n:minutes-per-slide: 1\n:::\n",
        encoding="utf-8",
    )
    chapter_names = "\n".join(f"chapters/c{number:04}" for number in range(size))
    contents = f"```{{toctree}}\nglossary\ndeck\n{chapter_names}\n```\n"
    (root / "index.md").write_text(f"# Benchmark\n\n{contents}", encoding="utf-8")
    (root / "picture.svg").write_text(PICTURE, encoding="utf-8")
    (root / "conf.py").write_text(BRIEFING_CONF, encoding="utf-8")


def definitions(terms: int) -> list[str]:
    """What the entries say."""
    choose = random.Random(terms)  # noqa: S311  (no secret)
    return [sentence(choose, 14) for _ in range(terms)]


def edit(root: Path) -> None:
    """Change one sentence of a chapter."""
    chapter = root / "chapters/c0000.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(f"{text}\n{EDITED}\n", encoding="utf-8")


# -- for the others -------------------------------------------------------------------------------


def write_mkdocs(root: Path, size: int, terms: int = TERMS) -> None:
    """Write the docs for MkDocs with its Material theme."""
    docs = root / "docs"
    (docs / "chapters").mkdir(parents=True)
    for number, sections in enumerate(chapters(size, terms)):
        parts = [f"# Chapter {number}\n\n{sentence(random.Random(number))}.\n"]  # noqa: S311
        for place, section in enumerate(sections):
            lines = "\n".join(f"    - {line}" for line in section.lines)
            parts += [
                f"## {nth(number, place)}\n",
                f'!!! abstract "{section.point}"\n\n{lines}\n',
                *(
                    " ".join(
                        f"{told} [Term {term}](../glossary.md#term-{term}x)."
                        for told, term in paragraph
                    )
                    + "\n"
                    for paragraph in section.paragraphs
                ),
                extra(section, "../picture.svg"),
            ]
        (docs / f"chapters/c{number:04}.md").write_text("\n".join(parts), encoding="utf-8")
    entries = "\n".join(
        f"## Term {number} {{ #term-{number}x }}\n\n{told}.\n"
        for number, told in enumerate(definitions(terms))
    )
    (docs / "glossary.md").write_text(f"# Glossary\n\n{entries}", encoding="utf-8")
    (docs / "index.md").write_text("# Benchmark\n", encoding="utf-8")
    (docs / "picture.svg").write_text(PICTURE, encoding="utf-8")
    (root / "mkdocs.yml").write_text(MKDOCS_CONF, encoding="utf-8")


def write_marp(root: Path, size: int, terms: int = TERMS) -> None:
    """Write the deck for Marp."""
    root.mkdir(parents=True)
    sections = [section for chapter in chapters(size, terms) for section in chapter][:DECK]
    slides = [
        f"# {section.point}\n\n" + "\n".join(f"- {line}" for line in section.lines)
        for section in sections
    ]
    text = "\n\n---\n\n".join(["---\nmarp: true\n---\n\n# The deck", *slides])
    (root / "deck.md").write_text(f"{text}\n", encoding="utf-8")
