"""Running what draws in a process of its own, which knows none of the machine's settings."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_briefing.figures.worker import environment_without_settings
from sphinx_briefing.guard import messages

if TYPE_CHECKING:
    from types import ModuleType


class ProcessFailed(Exception):  # noqa: N818  (it is told of, and no fault of this program)
    """A process that draws has ended without a result, or took too long."""

    def __init__(self, says: str, said: list[str], *, is_too_much: bool = False) -> None:
        """Keep why, in words, all that it said, a line each, and whether it had too much to do."""
        super().__init__(says)
        self.said, self.is_too_much = said, is_too_much


def run_apart(script: ModuleType, asked: Any, patience: int) -> bytes:
    """Give a script something, as JSON, and take what it writes.

    Args:
        script: the module whose file is run; it is given a folder that is deleted afterwards. Lines
            of digits on its standard error tell how far it is, others what is wrong.
        asked: what it reads on its standard input.
        patience: seconds that it may take.

    Raises:
        ProcessFailed: it ended with an error, was ended, or took longer.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            ran = subprocess.run(
                [sys.executable, "-P", str(script.__file__), folder],
                input=json.dumps(asked).encode("utf-8"),
                capture_output=True,
                check=False,
                timeout=patience,
                env=environment_without_settings(Path(folder)),
            )
        except subprocess.TimeoutExpired as error:
            says = messages.PROCESS_TOO_LONG % patience
            raise ProcessFailed(says, lines(error.stderr), is_too_much=True) from None
    if ran.returncode:
        said = lines(ran.stderr)
        words = [line for line in said if not line.isdigit()][-1:]
        says = " ".join(words) or messages.PROCESS_ENDED % ran.returncode
        raise ProcessFailed(says, said, is_too_much=not words)
    return ran.stdout


def lines(said: bytes | None) -> list[str]:
    """What a process said, a line each."""
    return (said or b"").decode("utf-8", "replace").strip().splitlines()
