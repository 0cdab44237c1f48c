"""What the build tells of terms that nothing links to, and of names that stand unlinked."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from sphinx_briefing.glossary.records import Entry
from sphinx_briefing.glossary.usage import Names, words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

GLOSSARY = """# Glossary

:::{entry} Open weights
:id: open-weights
:aliases: open-weight model; OW

Numbers that can be had.
:::

:::{entry} Weights
:id: weights

Numbers.
:::

:::{entry} Laws of war
:id: laws-of-war
:aliases: LAWS

Rules.
:::

:::{entry} Old
:id: old
:retired: 2026-01-01

No longer used.
:::
"""
INDEX = "# Root\n\n```{toctree}\ngloss\npage\n```\n"


@pytest.fixture
def told(build: Callable[..., Built], write_root: Callable[..., Path]) -> Callable[..., list[str]]:
    """What is told of a page's text: ``told("# Page …")``, without the folder's name."""

    def run(page: str, conf: str = "") -> list[str]:
        root = write_root({"index.md": INDEX, "gloss.md": GLOSSARY, "page.md": page}, conf)
        built = build(root, parallel=2)
        assert not built.warnings
        status = re.sub(r"\x1b\[[\d;]*m", "", built.app.status.getvalue())
        lines = [
            line.partition("checking consistency... ")[2] or line for line in status.split("\n")
        ]
        return [
            line.replace(f"{root}/", "")
            for line in lines
            if "stands unlinked" in line or "never used" in line
        ]

    return run


def test_unlinked_names_are_told_with_file_and_line(told: Callable[..., list[str]]) -> None:
    page = """# Page

Of *open*
weights here. {term}`weights`, {term}`open weights` are not linked here.

## One

Two lines,
and open-weight models on the second. Open weights again.

## Two

{term}`Weights`, {term}`open weights`, {term}`laws of war`.

### Two, further on

Open weights are linked above.

## Three

Open Weights`s` and `weights` and [weights](https://example.org) are not prose.
Bylaws, laws and lawsuits are no LAWS.
"""
    assert told(page) == [
        (
            "page.md:9: 'open-weight models' stands unlinked; "
            "write {term}`open-weight models <Open weights>`"
        ),
        "page.md:21: 'Open Weights' stands unlinked; write {term}`Open Weights`",
        "page.md:22: 'LAWS' stands unlinked; write {term}`LAWS`",
    ]


def test_terms_never_used_are_told(told: Callable[..., list[str]]) -> None:
    assert told("# Page\n\n{term}`OW`.\n") == [
        "gloss.md:10: the term 'Weights' is never used",
        "gloss.md:16: the term 'Laws of war' is never used",
    ]


@pytest.mark.parametrize(
    "conf", ['briefing_common_names = ["Weights"]', 'briefing_unlinked_pages = ["pa*"]']
)
def test_names_and_pages_can_be_left_out(told: Callable[..., list[str]], conf: str) -> None:
    lines = told("# Page\n\nWeights. {term}`weights`\n\n## More\n\nWeights.\n", conf)
    assert [line for line in lines if "unlinked" in line] == []


def test_only_what_was_read_again_is_told_again(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    root = write_root(
        {
            "index.md": INDEX.replace("page", "page\nother"),
            "gloss.md": GLOSSARY,
            "page.md": "# Page\n\nWeights.\n",
            "other.md": "# Other\n\nWeights.\n",
        }
    )
    assert build(root).app.status.getvalue().count("stands unlinked") == 2
    (root / "page.md").write_text("# Page\n\nMore weights.\n", encoding="utf-8")
    status = build(root).app.status.getvalue()
    assert status.count("stands unlinked") == 1
    (root / "gloss.md").write_text(GLOSSARY.replace("Numbers.", "Values."), encoding="utf-8")
    assert build(root).app.status.getvalue().count("stands unlinked") == 2


def entry(number: int, *names: str) -> Entry:
    """An entry with these names."""
    return Entry(f"e{number}", "gloss", names[0], names[1:], (), (), 1)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("C", "C and C++ and C#", ["C"]),
        ("C++", "C, C++.", ["C++"]),
        ("naïve Bayes", "Naive Bayes", ["Naive Bayes"]),
        ("开源", "我们的开源软件", ["开 源"]),
        ("Vulnerability", "vulnerabilities", ["vulnerabilities"]),
        ("Black box", "black boxes", ["black boxes"]),
        ("Meta", "Meta’s metal", ["Meta's"]),
        ("People's Army", "the People’s Army", ["People's Army"]),
        ("AUP", "AUPs, aup", ["AUPs"]),
        ("open-source AI", "Open source AI, open-source AI", ["Open source AI", "open source AI"]),
    ],
)
def test_how_names_are_found(name: str, text: str, found: list[str]) -> None:
    words = words_of(text)
    names = Names([entry(1, name)], set())
    assert [
        " ".join(word for _, word in words[first : last + 1])
        for _, first, last in names.find(words)
    ] == found


def test_the_longest_name_counts() -> None:
    names = Names([entry(1, "open-source AI"), entry(2, "open-source AI definition")], set())
    words = words_of("the open-source AI definition of open-source AI")
    assert [found.id for found, _, _ in names.find(words)] == ["e2", "e1"]


def test_time_grows_with_the_text_and_not_with_the_terms() -> None:
    words = words_of("a term number seven of a kind that is not there " * 5000)

    def seconds(count: int) -> float:
        names = Names([entry(i, f"term number {i} of a kind") for i in range(count)], set())
        start = time.perf_counter()
        assert list(names.find(words)) == []
        return time.perf_counter() - start

    seconds(100)
    assert min(seconds(10_000) for _ in range(3)) < 5 * min(seconds(100) for _ in range(3))
