"""Draw Vega-Lite specifications in a process of its own: JSON in, JSON out.

Its threads never meet the processes that Sphinx forks, and its settings are its own: no time zone,
no locale and none of the machine's fonts, so that each machine draws the same bytes. Run as a
file; it imports nothing of the extension.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

VEGA_LITE = "6.4"
"""The version of Vega-Lite that draws, as vl-convert names it."""


MOST_MEMORY = 2 * 1024**3
"""Bytes for data of the process that draws; all figures of a publication take some 200 MB."""


def draw(specification: dict[str, Any]) -> dict[str, str]:
    """Draw one specification.

    Returns:
        ``svg``, the document; or ``error``, what Vega-Lite could not do; and ``said``, its
        warnings, one a line.
    """
    import vl_convert  # noqa: PLC0415  (a fault of its own is to be told as one)

    result: dict[str, str] = {}
    with tempfile.TemporaryFile() as heard:
        kept = os.dup(1), os.dup(2)  # it writes warnings past Python
        os.dup2(heard.fileno(), 1)
        os.dup2(heard.fileno(), 2)
        try:
            result["svg"] = vl_convert.vegalite_to_svg(
                specification, vl_version=VEGA_LITE, show_warnings=True, allowed_base_urls=[]
            )
        except ValueError as error:
            result["error"] = str(error)
        finally:
            os.dup2(kept[0], 1)
            os.dup2(kept[1], 2)
            for number in kept:
                os.close(number)
        heard.seek(0)
        result["said"] = heard.read().decode("utf-8", "replace")
    return result


def limit_memory() -> None:
    """Let a picture of too many marks fail, before it takes all that the machine has."""
    try:
        import resource  # noqa: PLC0415  (Windows has none)

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, OSError, ValueError):
        return


def environment_without_settings(folder: Path) -> dict[str, str]:
    """The environment in which every machine draws the same.

    Args:
        folder: an empty folder; vl-convert then finds no fonts but Liberation Sans, its own.
    """
    settings = folder / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{folder}</dir></fontconfig>", encoding="utf-8")
    return {**os.environ, "TZ": "UTC", "LC_ALL": "C", "FONTCONFIG_FILE": str(settings)}


if __name__ == "__main__":
    limit_memory()
    given = json.loads(sys.stdin.buffer.read())
    drawn = []
    for number, one in enumerate(given):
        print(number, file=sys.stderr, flush=True)  # so that it is known which one failed
        drawn.append(draw(one))
    sys.stdout.buffer.write(json.dumps(drawn).encode("utf-8"))
    sys.stdout.flush()
