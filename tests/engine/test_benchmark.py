"""The benchmark runs; its real sizes take minutes (``make benchmark``)."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.handouts import write_project
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built


def test_benchmark_measures_every_size() -> None:
    command = [sys.executable, "tools/benchmark_glossary.py", "10", "40", "--rounds", "1"]
    result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    first, second, *least = result.stdout.splitlines()
    assert re.match(r"10 terms, 50 references in 1 chapters, 4x: .* ms a term", first)
    assert re.match(r"40 terms, 200 references in 2 chapters, 1x: .* ms a term", second)
    # Less than 1, for what a build takes without regard to terms counts once in both.
    assert re.fullmatch(r"Time per term at 40 to that at 10: 0\.\d\d\d", least[-1])
    assert result.returncode == 0, result.stderr


def test_benchmark_of_handouts_writes_a_project_that_builds(
    tmp_path: Path, build: Callable[..., Built]
) -> None:
    write_project(tmp_path / "project", 11)
    built = build(tmp_path / "project", "revealjs")
    assert built.warnings == ""
    (deck,) = built.out.rglob("talk.html")
    assert deck.read_text(encoding="utf-8").count('data-source="chapter-') == 11
