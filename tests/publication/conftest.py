"""The publication: a copy of its sources, and its site, built once a run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sphinx_briefing.commands.folders import layout
from tests.conftest import PROJECT, StrictSiteHandler, serving, serving_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Make

ADDRESS = "https://docs.example.org/briefing/"

NOT_SOURCES = (
    ".git", ".venv*", "_build", "__pycache__", ".*_cache", ".hypothesis", "node_modules",
    "*.egg-info",
)  # fmt: skip


def run(root: Path, *arguments: str | Path, address: str = "") -> None:
    """Run a module of Python's in a folder; ``address`` is the site's own, where it has one.

    Raises:
        RuntimeError: it failed; the message is what it said.
    """
    environment = {k: v for k, v in os.environ.items() if k != "READTHEDOCS_CANONICAL_URL"}
    result = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=root,
        env={**environment, "SITE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(result.stdout + result.stderr)


@pytest.fixture(scope="session")
def project_copy(made_once: Callable[[str, Make], Path]) -> Path:
    """The sources in a folder of their own, built by the command behind ``make site``."""

    def make(root: Path) -> None:
        shutil.copytree(PROJECT, root, ignore=shutil.ignore_patterns(*NOT_SOURCES))
        run(root, "sphinx_briefing", "build")

    return made_once("project", make)


@pytest.fixture(scope="session")
def site(project_copy: Path) -> Path:
    """The site."""
    return project_copy / "_build" / "site"


@pytest.fixture(scope="session")
def addressed(project_copy: Path, made_once: Callable[[str, Make], Path]) -> Path:
    """The docs of the same sources where the site has an address of its own, ``ADDRESS``."""

    def make(out: Path) -> None:
        doctrees = out.with_name(f"{out.name}-doctrees")
        # What was read for the site holds here, too: an address changes only what is written.
        shutil.copytree(layout(project_copy, presenter=False).doctrees, doctrees)
        run(
            project_copy, "sphinx", "-q", "-n", "-W", "-b", "html", "-d", doctrees, ".", out,
            address=ADDRESS.rstrip("/"),
        )  # fmt: skip

    return made_once("addressed", make)


@pytest.fixture(scope="session")
def handouts(project_copy: Path, made_once: Callable[[str, Make], Path]) -> Path:
    """The site with everything to take away, made once a run: its files are in ``downloads``.

    ``downloads/handouts.json`` names them (`sphinx_briefing.handouts.manifest`).
    """

    def make(output: Path) -> None:
        # What was read and written for the site is taken as it is.
        shutil.copytree(project_copy / "_build" / ".work-site", output / ".work-site")
        run(project_copy, "sphinx_briefing", "handouts", "--output", output)

    return made_once("handouts", make) / "site"


@pytest.fixture(scope="session")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site on a local server, not at the root of its host."""
    with serving_below(site, tmp_path_factory.mktemp("host")) as url:
        yield url


@pytest.fixture
def strict(site: Path) -> Iterator[str]:
    """The site under a content security policy without inline script or style."""
    with serving(site, StrictSiteHandler) as url:
        yield url


@pytest.fixture(params=["file", "server"])
def base(request: pytest.FixtureRequest, site: Path) -> str:
    """The address of the site's folder: on disk, or below a path of a local server."""
    if request.param == "file":
        return site.as_uri() + "/"
    url: str = request.getfixturevalue("served")
    return url
