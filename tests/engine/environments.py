"""Virtual environments that hold another Sphinx than the tests run with."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENTS = PROJECT / "_build" / "environments"
"""Where they are kept between runs; ``make clean`` removes them."""


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    scripts = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    return environment / scripts


def environment_with(lock: Path, wheel: Path) -> Path:
    """An environment of what a lock file names, hashes and all, and a wheel; made once.

    Workers of pytest-xdist that ask for the same one wait for each other.
    """
    parts = (sys.version.encode(), sys.base_prefix.encode(), lock.read_bytes(), wheel.read_bytes())
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    environment = ENVIRONMENTS / lock.stem
    ENVIRONMENTS.mkdir(parents=True, exist_ok=True)
    made_of = environment / "made-of"
    with FileLock(ENVIRONMENTS / f"{lock.stem}.lock"):
        if not made_of.is_file() or made_of.read_text(encoding="utf-8") != digest:
            shutil.rmtree(environment, ignore_errors=True)
            _make(environment, lock, wheel)
            made_of.write_text(digest, encoding="utf-8")
    return environment


def _make(environment: Path, lock: Path, wheel: Path) -> None:
    made = _run("uv", "venv", "--quiet", "--python", sys.executable, environment)
    assert made.returncode == 0, made.stderr
    python = python_of(environment)
    locked = ("--quiet", "--require-hashes", "--requirement", lock)
    # uv is done in a second, but only pip knows what pip has been told of indexes.
    installed = _run("uv", "pip", "install", "--python", python, "--no-build", *locked)
    if installed.returncode:
        command = ("pip", "--python", python, "install", "--only-binary", ":all:", *locked)
        again = _run(*command)
        if again.returncode:
            pytest.fail(
                f"An environment for {lock.relative_to(PROJECT)} cannot be installed. The tests "
                "need the package index that pip uses on this machine, once; after that the "
                f"environment is kept in {ENVIRONMENTS.relative_to(PROJECT)}.\n"
                f"uv: {installed.stderr.strip()}\npip: {again.stderr.strip()}",
                pytrace=False,
            )
    install(wheel, "--python", python)


def install(wheel: Path, *where: str | Path) -> None:
    """Install a wheel alone, into the environment or the folder that the options name."""
    result = _run("uv", "pip", "install", "--quiet", "--offline", "--no-deps", *where, wheel)
    assert result.returncode == 0, result.stderr


def build_wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of a project with the backend that is installed here."""
    result = _run("hatchling", "build", "--target", "wheel", "--directory", folder, cwd=project)
    assert result.returncode == 0, result.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


def _run(*command: str | Path, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False
    )
