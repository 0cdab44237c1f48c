"""Serving docs and decks while they are written, with reload on save."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from sphinx_briefing.commands.build import PublishError, check_writable
from sphinx_briefing.commands.folders import layout, output_folder
from sphinx_briefing.config import PRESENTER_TAG

if TYPE_CHECKING:
    from pathlib import Path


def serve(
    root: Path,
    *,
    presenter: bool = False,
    port: int = 8000,
    open_: bool = False,
    output: Path | None = None,
) -> int:
    """Serve both publications until interrupted, through sphinx-autobuild.

    sphinx-autobuild builds docs and decks on each save.

    Args:
        root: the folder of ``conf.py``.
        presenter: whether private notes are shown.
        port: the port on 127.0.0.1.
        open_: whether to open a browser.
        output: the output folder; none: ``_build`` below ``root``.

    Returns:
        sphinx-autobuild's exit code.

    Raises:
        PublishError: sphinx-autobuild is not installed, or the output folder cannot be written.
    """
    check_writable(layout(root, presenter=presenter, output=output))
    folder = output_folder(root, output)
    work = folder / (".live-presenter" if presenter else ".live")
    site, doctrees = work / "site", work / "doctrees"
    if not (site / "objects.inv").exists():  # Sphinx writes it last: the first build was cut off
        shutil.rmtree(work, ignore_errors=True)
    common = ["-d", str(doctrees), *(["-t", PRESENTER_TAG] if presenter else [])]
    # Not strict: a half-written sentence should show, with its warning in the terminal.
    command = [sys.executable, "-m", "sphinx_autobuild", "-b", "html", "-n", *common]
    command += ["--port", str(port)]
    command += ["--ignore", str(folder / "*"), "--ignore", "*/__pycache__/*"]
    command += ["--ignore", str(root / ".*" / "**")]
    command += ["--open-browser"] if open_ else []
    command += [str(root), str(site)]
    try:
        __import__("sphinx_autobuild")
    except ImportError as error:
        raise PublishError(
            "sphinx-autobuild is not installed: install it with python -m pip install "
            "sphinx-autobuild, or use make live where there is a Makefile"
        ) from error
    return subprocess.run(command, cwd=root, check=False).returncode
