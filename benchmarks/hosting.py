"""Requests a second: pages of a built site behind the shipped nginx.conf, against bare files.

A bare file has the very bytes that are sent of a page, and lies behind a ``server`` of the same
nginx that says nothing but where. Both are asked in turn for a second each, many times, in an order
that changes; what counts is the middle one of the ratios of each two. Beside it stands what the
server itself worked for a request, in time of its processor: other programs, and the client, which
share the machine, do not show in that. Needs nginx and wrk:

    python -m sphinx_briefing build --compress
    python benchmarks/hosting.py _build/site
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple
from urllib.request import Request, urlopen

PAGES = ("index.html", "chapters/chatbit.html", "chapters/glossary.html", "present/briefing.html")
SHIPPED = Path(__file__).resolve().parent.parent / "hosting" / "nginx.conf"
PORT, BARE_PORT = 18080, 18081
CONNECTIONS = 16


class Round(NamedTuple):
    """What one second showed."""

    rate: float  # requests a second
    work: float  # microseconds of the server's processor for each


def settings(folder: Path) -> str:
    """The settings of a server with both: the site as shipped, and bare files."""
    shipped = SHIPPED.read_text(encoding="utf-8").replace("8080;", f"127.0.0.1:{PORT};")
    shipped = shipped.replace("/srv/briefing", str(folder))
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}worker_processes 1;\npid {folder}/pid;\nerror_log {folder}/errors;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{shipped}\n"
        f"server {{ listen 127.0.0.1:{BARE_PORT}; root {folder}/bare; sendfile on; }}\n}}\n"
    )


def worker(server: int) -> int:
    """The process that answers."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii")
    return int(children.split()[0])


def worked(process: int) -> float:
    """Microseconds that a process has had of a processor (``proc_pid_schedstat(5)``)."""
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1000


def measure(process: int, port: int, path: str, seconds: int) -> Round:
    """Ask for one thing over and over, as ``wrk`` does."""
    before = worked(process)
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-H", "Accept-Encoding: gzip",
         f"http://127.0.0.1:{port}/{path}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = re.search(r"([\d.]+) requests in", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or rate is None or "Non-2xx" in said or not float(found[1]):
        sys.exit(said)
    return Round(float(rate[1]), (worked(process) - before) / float(found[1]))


def as_sent(path: str) -> bytes:
    """What is sent of a page."""
    url = f"http://127.0.0.1:{PORT}/{path}"
    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as answer:
        if answer.headers["Content-Encoding"] != "gzip":
            sys.exit(f"{path} is not compressed: build with --compress")
        body: bytes = answer.read()
    return body


def quartiles(values: list[float]) -> str:
    """The middle half, as it is printed."""
    first, _middle, last = statistics.quantiles(values, n=4)
    return f"{first:.2f}–{last:.2f}"


def compare(process: int, page: str, bare: str, options: argparse.Namespace) -> tuple[float, float]:
    """Measure a page and its bare file in turn, and print a line.

    Returns:
        The middle ratios of requests a second, and of the server's work for each.
    """
    pairs = []
    for number in range(options.rounds):
        both = [(PORT, page), (BARE_PORT, bare)]
        order = both if number % 2 else both[::-1]
        done = {port: measure(process, port, path, options.seconds) for port, path in order}
        pairs.append((done[PORT], done[BARE_PORT]))
    rates = [ours.rate / other.rate for ours, other in pairs]
    works = [other.work / ours.work for ours, other in pairs]
    ours_rate, bare_rate = (
        statistics.median(one.rate for one in side) for side in zip(*pairs, strict=True)
    )
    rate, work = statistics.median(rates), statistics.median(works)
    print(
        f"{page:26}{len(as_sent(page)) / 1000:6.1f}{ours_rate:9.0f}{bare_rate:9.0f}{rate:8.2f}"
        f"  {quartiles(rates):11}{work:7.2f}  {quartiles(works)}",
        flush=True,
    )
    return rate, work


def main() -> None:
    """Measure, and print a table; end with 1 where a ratio of work is below the bar.

    It is what a server that does nothing else would show in requests a second, and alone holds
    steady on a machine that does more.
    """
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--rounds", type=int, default=15, help="pairs a page (default: 15)")
    parser.add_argument("--seconds", type=int, default=1, help="of each half (default: 1)")
    parser.add_argument("--least", type=float, default=0.9, help="the bar (default: 0.9)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "current").symlink_to(options.site.resolve())
        (folder / "bare").mkdir()
        config = folder / "nginx.conf"
        config.write_text(settings(folder), encoding="utf-8")
        with subprocess.Popen(["nginx", "-c", config, "-g", "daemon off;"]) as server:
            try:
                time.sleep(1)
                for number, page in enumerate(PAGES):
                    (folder / "bare" / f"{number}.gz").write_bytes(as_sent(page))
                process = worker(server.pid)
                print(
                    f"{'':26}{'kB':>6}{'requests a second':>22}{'ratio':>17}{'ratio of work':>16}"
                )
                print(f"{'':32}{'page':>9}{'bare':>9}{'middle, half':>18}{'middle, half':>16}")
                found = [
                    compare(process, page, f"{number}.gz", options)
                    for number, page in enumerate(PAGES)
                ]
            finally:
                server.terminate()
    sys.exit(min(work for _rate, work in found) < options.least)


if __name__ == "__main__":
    main()
