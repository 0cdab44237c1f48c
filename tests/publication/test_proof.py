"""The publication passes its own checks: those of ``python -m sphinx_briefing check``."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from sphinx_briefing.commands.checks import CHECKS, digests

if TYPE_CHECKING:
    from pathlib import Path


def test_no_check_finds_a_fault(site: Path, project_copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sphinx_briefing", "check"],
        cwd=project_copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Building" not in done.stdout  # it is the site that all tests look at
    passed = re.findall(r"(?m)^([\w-]+): [1-9]\d* \w+.*: no fault, ", done.stdout)
    assert passed == list(CHECKS)


def test_the_article_is_known_by_its_digests(project_copy: Path) -> None:
    known = digests.read((project_copy / "evidence" / "article_runs.txt").read_text("utf-8"))
    assert known
    assert known.length == 6
    assert len(known.known) > 900
