"""A build in which nothing has changed is left out, and no other is."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_briefing.commands import unchanged
from sphinx_briefing.commands.build import publish
from sphinx_briefing.commands.folders import Layout, layout
from sphinx_briefing.commands.keeping import STATE, kept
from sphinx_briefing.commands.plain import has_nothing_to_do
from sphinx_briefing.commands.unchanged import forget, note, published_before, used_by
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONF = """
project, copyright = "Small", "2026, nobody"
extensions = ["sphinx_briefing", "myst_parser"]
myst_enable_extensions = ["colon_fence"]
html_theme = "basic"
html_static_path = ["../outside/static"]
briefing_outside_folders = ["../outside"]
"""
INDEX = """# Front

:::{slide} Point
:name: point

Body.
:::

```{literalinclude} ../outside/shown.txt
```

```{toctree}
deck
```
"""
DECK = "# Deck\n\n:::{deck} Deck\n:minutes: 2\n:::\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Layout]:
    """A project and what a build has made of it; files that it names stand outside."""
    root = tmp_path_factory.mktemp("unchanged") / "root"
    outside = root.parent / "outside"
    (outside / "static").mkdir(parents=True)
    (outside / "shown.txt").write_text("From elsewhere.\n", encoding="utf-8")
    (outside / "static/small.css").write_text("p { margin: 0 }\n", encoding="utf-8")
    root.mkdir()
    for name, text in {"conf.py": CONF, "index.md": INDEX, "deck.md": DECK}.items():
        (root / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q", root], check=True)
    publish(root, jobs=1)
    return root, layout(root, presenter=False)


def test_nothing_to_do_is_said(built: tuple[Path, Layout]) -> None:
    root, where = built
    command = [sys.executable, "-X", "importtime", "-m", "sphinx_briefing", "--root", root, "build"]
    built_at = (where.site / "index.html").stat().st_ino
    for state in ("built", "nothing", "nothing"):  # another process has another environment
        result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        if state == "nothing":
            assert result.stdout.startswith("Nothing has changed since the last build.\n\nDocs: ")
            assert result.stdout.rstrip().endswith("present/deck.html")
            assert " sphinx.application" not in result.stderr  # that alone takes longer
            assert (where.site / "index.html").stat().st_ino == built_at
        built_at = (where.site / "index.html").stat().st_ino


CHANGES: dict[str, Callable[[Path, Layout], object]] = {
    "a sentence": lambda root, _: (root / "index.md").write_text(INDEX + "More.\n"),
    "an older date": lambda root, _: os.utime(root / "deck.md", (0, 0)),
    "a new file": lambda root, _: (root / "new.md").write_text("# New\n"),
    "one less": lambda root, _: (root / "new.md").unlink(),
    "a setting": lambda root, _: (root / "conf.py").write_text(CONF + "smartquotes = False\n"),
    "a file elsewhere": lambda root, _: (root.parent / "outside/shown.txt").write_text("Other.\n"),
    "a style": lambda root, _: (root.parent / "outside/static/small.css").write_text("p {}\n"),
    "a new style": lambda root, _: (root.parent / "outside/static/more.css").write_text("p {}\n"),
    "a page deleted": lambda _, where: (where.site / "genindex.html").unlink(),
    "a page changed": lambda _, where: (where.site / "index.html").write_text("Spoilt."),
    "a page added": lambda _, where: (where.site / "more.html").write_text("More."),
    "cut off": lambda _, where: where.unfinished.touch(),
    "a note spoilt": lambda _, where: (where.work / STATE).write_text("{"),
    "another note": lambda _, where: (where.work / STATE).write_text('{"published": 1}'),
    "no work": lambda _, where: forget(where),
}


@pytest.fixture(scope="module")
def named(built: tuple[Path, Layout]) -> list[str]:
    """The files that the build noted besides those of the project."""
    _root, where = built
    return [path for path, *_ in (kept(where.work) or {})["published"]["besides"]]


def test_every_change_is_seen(
    built: tuple[Path, Layout], named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, where = built
    arguments = ["--root", str(root), "build"]

    def note_again() -> None:
        used = used_by(root, where, "html", compressed=False)._replace(started=sys.maxsize)
        note(where, used, named, [])
        assert has_nothing_to_do(arguments), name

    for name, change in CHANGES.items():
        note_again()
        change(root, where)
        assert not has_nothing_to_do(arguments), name
        where.unfinished.unlink(missing_ok=True)
    note_again()
    for other in (
        ["--presenter"], ["--docs-builder", "dirhtml"], ["--output", str(root / "other")],
        ["--compress"], ["--mistyped"], ["-j", "many"],
    ):  # fmt: skip
        assert not has_nothing_to_do([*arguments, *other]), other
    assert not has_nothing_to_do(["--root", str(root), "anchors"])
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    assert not has_nothing_to_do(arguments)
    monkeypatch.undo()
    monkeypatch.setattr(unchanged, "ENGINE", root.parent / "outside")  # other code, other templates
    assert not has_nothing_to_do(arguments)
    monkeypatch.undo()
    monkeypatch.syspath_prepend(root.parent / "outside")  # another package before the others
    assert not has_nothing_to_do(arguments)
    monkeypatch.undo()
    git = ["git", "-C", root, "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "First"], check=True)
    assert not has_nothing_to_do(arguments)  # the decks tell the commit


def test_what_changes_meanwhile_is_not_noted(built: tuple[Path, Layout]) -> None:
    root, where = built
    used = used_by(root, where, "html", compressed=False)
    forget(where)
    shown = root.parent / "outside/shown.txt"
    shown.write_text("Meanwhile.\n", encoding="utf-8")
    note(where, used, [shown], [])
    assert published_before(where, used) is None
