"""Pages are written by several processes that end together, and the result is that of one."""

from __future__ import annotations

import filecmp
from typing import TYPE_CHECKING

import pytest

from benchmarks.projects import write_briefing
from sphinx_briefing.commands import sharing
from sphinx_briefing.commands.build import PublishError, publish

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 18
"""More than are resolved at a time."""


def differences(one: Path, other: Path) -> list[str]:
    """Files that are not the same in two folders."""
    found = filecmp.dircmp(one, other)
    pairs = filecmp.cmpfiles(one, other, found.common_files, shallow=False)
    below = [
        name for folder in found.common_dirs for name in differences(one / folder, other / folder)
    ]
    return [*found.left_only, *found.right_only, *pairs[1], *pairs[2], *below]


def test_any_number_of_processes_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MANY", 9)  # memory is given back in between
    root = tmp_path / "root"
    write_briefing(root, PAGES, terms=12)
    alone, two, four = (
        publish(root, jobs=jobs, output=tmp_path / f"by-{jobs}").site for jobs in (1, 2, 4)
    )
    assert (alone / "chapters/c0017.html").is_file()
    assert differences(alone, two) == []
    assert differences(alone, four) == []


def test_processes_end_together() -> None:
    share = sharing.share_of_others(1)
    first = 1 + (1 - share) * sharing.EFFORT
    assert share * sharing.EFFORT == pytest.approx(first)
    assert sharing.share_of_others(7) == 1.0
    parts = sharing.portions([f"c{number}" for number in range(1000)])
    assert sum(map(len, parts)) == 1000
    assert max(map(len, parts)) == sharing.MOST


def test_what_is_wrong_on_a_page_of_another_process_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "root"
    write_briefing(root, PAGES, terms=12)
    chapter = root / "chapters/c0009.md"
    chapter.write_text(f"{chapter.read_text()}\nSee {{term}}`nothing`.\n", encoding="utf-8")
    with (root / "conf.py").open("a") as conf:
        conf.write(
            "\n\ndef fail(app, page, template, context, document):\n"
            "    if page == 'chapters/c0006':\n"
            "        raise ValueError('the template is broken')\n\n\n"
            "def setup(app):\n    app.connect('html-page-context', fail)\n"
        )
    with pytest.raises(PublishError, match="the template is broken"):
        publish(root, jobs=2, output=tmp_path / "out")
    told = capfd.readouterr().err
    assert "c0009.md" in told
    assert "nothing" in told
