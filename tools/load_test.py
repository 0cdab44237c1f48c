"""Requests a second: pages of a built site behind the shipped nginx.conf, against bare files.

Each page, as sent with gzip, is measured in turn with a file of the same size and no settings at
all behind the same nginx; what counts is their ratio, the middle one of several rounds. Run it on a
quiet machine that has nginx and wrk:

    python -m sphinx_briefing build --compress
    python tools/load_test.py _build/site
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES = ("index.html", "chapters/chatbit.html", "chapters/glossary.html", "present/briefing.html")
SHIPPED = Path(__file__).resolve().parent.parent / "hosting" / "nginx.conf"
PORT, BARE_PORT = 18080, 18081


def settings(folder: Path) -> str:
    """The settings of a server with both: the site as shipped, and bare files."""
    shipped = SHIPPED.read_text(encoding="utf-8").replace("8080;", f"127.0.0.1:{PORT};")
    shipped = shipped.replace("/srv/briefing", str(folder))
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}worker_processes 1;\npid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n"
        f"sendfile on;\n{shipped}\n"
        f"server {{ listen 127.0.0.1:{BARE_PORT}; root {folder}/bare; }}\n}}\n"
    )


def rate(port: int, path: str, seconds: int) -> float:
    """Requests a second, as ``wrk`` counts them."""
    said = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "-H", "Accept-Encoding: gzip",
         f"http://127.0.0.1:{port}/{path}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or "Non-2xx" in said:
        sys.exit(said)
    return float(found[1])


def main() -> None:
    """Measure, and print a table; end with 1 where a ratio is below the bar."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--least", type=float, default=0.9)
    options = parser.parse_args()
    worst = 1.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "current").symlink_to(options.site.resolve())
        (folder / "bare").mkdir()
        for number, page in enumerate(PAGES):
            size = len(gzip.compress((options.site / page).read_bytes(), 9, mtime=0))
            (folder / "bare" / str(number)).write_bytes(os.urandom(size))
        config = folder / "nginx.conf"
        config.write_text(settings(folder), encoding="utf-8")
        with subprocess.Popen(["nginx", "-c", config, "-g", "daemon off;"]) as server:
            try:
                time.sleep(1)
                print(f"{'page':28}{'kB':>7}{'requests/s':>12}{'bare':>10}{'ratio':>8}")
                for number, page in enumerate(PAGES):
                    pairs = [
                        (rate(PORT, page, options.seconds),
                         rate(BARE_PORT, str(number), options.seconds))
                        for _ in range(options.rounds)
                    ]  # fmt: skip
                    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
                    ratio = statistics.median(one / other for one, other in pairs)
                    size = (folder / "bare" / str(number)).stat().st_size
                    print(f"{page:28}{size / 1000:7.1f}{ours:12.0f}{bare:10.0f}{ratio:8.2f}")
                    worst = min(worst, ratio)
            finally:
                server.terminate()
    sys.exit(worst < options.least)


if __name__ == "__main__":
    main()
