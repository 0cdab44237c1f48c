"""The engine's tests use roots of their own, and nothing of the publication."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# The same histories in each run, so that a failure is a change's; ``--hypothesis-seed`` and
# HISTORIES (a number of them) look for others.
settings.register_profile(
    "histories",
    derandomize="HISTORIES" not in os.environ,
    max_examples=int(os.environ.get("HISTORIES", "16")),
    stateful_step_count=50,
    phases=set(Phase) - {Phase.explain},  # which takes minutes
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def put_back(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A folder as something has made it, put back for each test: ``put_back("site", make)``.

    What was built there can so be edited and built again by many tests and is built once: it has to
    stay where it is, for Sphinx reads all again once the sources have moved.
    """
    base = tmp_path_factory.mktemp("put-back")

    def again(name: str, make: Callable[[Path], object]) -> Path:
        folder, kept = base / name, base / f"{name}.kept"
        if kept.exists():
            shutil.rmtree(folder)
            shutil.copytree(kept, folder, symlinks=True)
        else:
            make(folder)
            shutil.copytree(folder, kept, symlinks=True)
        return folder

    return again
