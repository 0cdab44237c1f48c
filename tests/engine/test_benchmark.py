"""The benchmarks run; their real sizes take minutes (``make benchmark``)."""

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
    command = [sys.executable, "benchmarks/glossary.py", "10", "20", "--rounds", "1"]
    result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    first, second, *least = result.stdout.splitlines()
    assert re.match(r"10 terms, 50 references in 1 chapters, 2x: .* ms a term", first)
    assert re.match(r"20 terms, 100 references in 1 chapters, 1x: .* ms a term", second)
    # Less than 1, for what a build takes without regard to terms counts once in both.
    assert re.fullmatch(r"Time per term at 20 to that at 10: 0\.\d\d\d", least[-1])
    assert result.returncode == 0, result.stderr


def test_builds_are_measured_beside_other_tools(tmp_path: Path) -> None:
    other = tmp_path / "mkdocs"
    other.write_text("#!/bin/sh\ntest -f mkdocs.yml && test -f docs/chapters/c0000.md\n")
    other.chmod(0o755)
    command = [sys.executable, "benchmarks/build.py", "2", "--terms", "9", "--mkdocs", str(other)]
    result = subprocess.run(
        [*command, "--marp", ""], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    left_out, cold, mkdocs, no_op, edit, *ratios = result.stdout.splitlines()
    assert left_out.startswith("marp is not here and is left out; --marp names it")
    figures = r" +\d+\.\d\d s, processors +\d+\.\d\d s, largest process \d+ MB(, all \d+ MB)?"
    for name, line in (
        ("cold", cold), ("mkdocs-material", mkdocs), ("no-op", no_op), ("one edit", edit)
    ):  # fmt: skip
        assert re.fullmatch(rf"2 chapters, {name}{figures}", line), line
    found = {name: float(ratio) for name, ratio in (line.rsplit(": ", 1) for line in ratios)}
    assert list(found) == [
        "2: no-op to cold", "2: one edit to cold", "2: docs and deck to mkdocs-material",
    ]  # fmt: skip
    assert found["2: no-op to cold"] < 0.5  # a build in which nothing has changed is left out
    assert found["2: no-op to cold"] < found["2: one edit to cold"]


def test_benchmark_of_handouts_writes_a_project_that_builds(
    tmp_path: Path, build: Callable[..., Built]
) -> None:
    write_project(tmp_path / "project", 11)
    built = build(tmp_path / "project", "revealjs")
    assert built.warnings == ""
    (deck,) = built.out.rglob("talk.html")
    assert deck.read_text(encoding="utf-8").count('data-source="chapter-') == 11
