"""Names in ``conf.py`` that are no settings, and settings that cannot be."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sphinx.errors import ConfigError, ExtensionError

from sphinx_briefing.commands.build import build as build_strictly
from tests.conftest import Built

Build = Callable[..., Built]
WriteRoot = Callable[..., Path]


def test_a_mistyped_setting_is_told_with_the_nearest(build: Build, write_root: WriteRoot) -> None:
    conf = "briefing_audience = {}\n\nif True:\n    briefing_qqq, other = 1, 2\n"
    root = write_root({"index.md": "# Root\n"}, conf)
    warnings = build(root).warnings.replace(f"{root}/", "")
    line = len((root / "conf.py").read_text("utf-8").splitlines()) - 3
    assert f"conf.py:{line}: WARNING: there is no setting briefing_audience: " in warnings
    assert "write briefing_audiences [briefing.setting]" in warnings
    assert f"conf.py:{line + 3}: WARNING: there is no setting briefing_qqq: " in warnings
    assert "leave it out, or give it another name" in warnings
    assert warnings.count("WARNING") == 2


def test_settings_and_local_names_are_not_told(build: Build, write_root: WriteRoot) -> None:
    conf = "def setup(app):\n    briefing_local = 1\n\n\nbriefing_words_per_minute = 120\n"
    assert build(write_root({"index.md": "# Root\n"}, conf)).warnings == ""


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("briefing_most_words_on_a_slide = 0", "must be a whole number above zero, not 0"),
        ("briefing_protected_run = 2.5", "must be a whole number above zero, not 2.5"),
        ("briefing_smallest_slide_text = 0", "must be a number of pixels, such as 24"),
    ],
)
def test_limits_that_cannot_be_are_refused(
    build: Build, write_root: WriteRoot, setting: str, message: str
) -> None:
    root = write_root({"index.md": "# Root\n"}, setting)
    with pytest.raises(ConfigError, match=f"{setting.split(maxsplit=1)[0]} {message}"):
        build(root)


@pytest.mark.parametrize(
    ("conf", "says"),
    [
        *((f"briefing_deck_path = {path!r}\n", f"briefing_deck_path is {path!r}: name a folder")
          for path in ("/present", "", "..", "_static", "a//b", "present/", "a/../..")),
        ("revealjs_script_conf = 'x'\n", "revealjs_script_conf must be a mapping"),
        ("revealjs_script_plugins = [{'src': 'x.js'}]\n", "revealjs_script_plugins has no effect"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused_at_the_start(
    write_root: Callable[..., Path], build: Callable[..., Built], conf: str, says: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(says)):
        build(write_root({"index.md": "# Root\n"}, conf=conf))


def test_a_document_among_the_decks_is_refused(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    files = {"index.md": "# Root\n\n```{toctree}\npresent/a\n```\n", "present/a.md": "# A\n"}
    with pytest.raises(ExtensionError, match=r"present/a\.md: its page would lie among the decks"):
        build(write_root(files))


def test_folders_without_sources_are_not_looked_through(
    write_root: WriteRoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git's own, virtual environments of any name, and what is built; all else holds documents."""
    documents = ("more/env/a", "lib[1]/b", ".git/c", "_build/old/d", "my env[1]/lib/e")
    files = {f"{name}.md": "---\norphan: true\n---\n\n# Title\n" for name in documents}
    root = write_root({"index.md": "# Root\n", "my env[1]/pyvenv.cfg": "", **files})
    walk, entered = os.walk, set()

    def walked(top: Path, **options: bool) -> Iterator[tuple[str, list[str], list[str]]]:
        for found in walk(top, **options):
            entered.add(found[0])
            yield found

    monkeypatch.setattr(os, "walk", walked)
    built = build_strictly(root, "dummy", root / "_build" / "x", root / "_build" / "y", jobs=1)
    assert built.env.found_docs == {"index", "more/env/a", "lib[1]/b"}
    assert str(root / "more" / "env") in entered
    for name in (".git", "_build", "my env[1]"):
        assert not [path for path in entered if path.startswith(str(root / name))], name
