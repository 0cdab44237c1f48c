"""The benchmark runs; its real sizes take minutes (``make benchmark``)."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.conftest import PROJECT


def test_benchmark_measures_every_size() -> None:
    command = [sys.executable, "tools/benchmark_glossary.py", "10", "40", "--rounds", "1"]
    result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    first, second, *least = result.stdout.splitlines()
    assert re.match(r"10 terms, 50 references in 1 chapters, 4x: .* ms a term", first)
    assert re.match(r"40 terms, 200 references in 2 chapters, 1x: .* ms a term", second)
    # Less than 1, for what a build takes without regard to terms counts once in both.
    assert re.fullmatch(r"Time per term at 40 to that at 10: 0\.\d\d\d", least[-1])
    assert result.returncode == 0, result.stderr
