"""Pages are written by several processes that end together, and the result is that of one."""

from __future__ import annotations

import filecmp
from typing import TYPE_CHECKING, Any

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


def test_any_number_of_processes_gives_the_same_bytes(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write_briefing(root, PAGES, terms=12)
    alone, two, four = (
        publish(root, jobs=jobs, output=tmp_path / f"by-{jobs}").site for jobs in (1, 2, 4)
    )
    assert (alone / "chapters/c0017.html").is_file()
    assert differences(alone, two) == []
    assert differences(alone, four) == []


def test_processes_end_together() -> None:
    sizes = {"a": 90, "b": 10, "c": 20, "d": 30, "e": 31}
    assert sharing.shares(sizes.__getitem__, list(sizes), 2) == [["a"], ["b", "c", "d", "e"]]
    assert sharing.shares(sizes.__getitem__, ["b"], 4) == [["b"]]
    portions = [sharing.portion(left, 2) for left in (1000, 300, 120, 40, 9, 1)]
    assert portions == [sharing.MOST, 50, 20, 6, sharing.LEAST, sharing.LEAST]


def test_pages_are_given_to_who_is_free_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    class Writer:
        """A helper that is busy for five looks a page."""

        looks = busy_until = 0

        @property
        def is_free(self) -> bool:
            self.looks += 1
            return self.looks > self.busy_until

        def give(self, pages: list[tuple[str, object]]) -> None:
            self.busy_until = self.looks + 5 * len(pages)
            written.extend(name for name, _ in pages)

    own: list[str] = []
    monkeypatch.setattr(sharing, "_resolve", lambda _a, _b, names: [(n, None) for n in names])
    monkeypatch.setattr(sharing, "_write_one", lambda _b, pages: own.append(pages.pop()[0]))
    names = [f"c{number}" for number in range(300)]
    helper: Any = Writer()
    sharing._write_together(None, None, names, len(names), [helper])  # type: ignore[arg-type]
    assert sorted(written + own) == sorted(names)
    assert len(own) > len(written) > 50


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
