"""How long a build takes, beside the common tools, and how it grows.

    python benchmarks/build.py 100 1000 --mkdocs mk/bin/mkdocs --marp marp/node_modules/.bin/marp

The same made-up text (`projects.py`) is built by this engine, docs and a deck; its docs by
mkdocs-material, and its deck by Marp; each from scratch, in turn, in one run, so that what else the
machine does slows down all of them. Then ours are built again with nothing and with one sentence
changed. Of several rounds the least of each counts. What is not there is left out. To get it:

    python -m venv mk && mk/bin/pip install mkdocs-material
    npm install --prefix marp @marp-team/marp-cli

Memory is that of the largest process, and of all processes together, where each shares what they
share (``Pss`` of Linux).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.projects import edit, write_briefing, write_marp, write_mkdocs

PATIENCE_S = 0.2
"""Between two looks at memory."""


class Measured(NamedTuple):
    """What a command takes."""

    seconds: float  # by the clock
    cpu: float  # of all its processes
    largest_mb: float  # the most that one process had
    tree_mb: float  # the most that all had together; 0: not known on this system

    def __str__(self) -> str:
        """A part of a line of the report."""
        tree = f", all {self.tree_mb:.0f} MB" if self.tree_mb else ""
        return (
            f"{self.seconds:7.2f} s, processors {self.cpu:7.2f} s, "
            f"largest process {self.largest_mb:.0f} MB{tree}"
        )


def run(command: list[str], folder: Path) -> Measured:
    """Run a command and measure it.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is shown.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        most = [0.0]
        ended = threading.Event()
        watch = threading.Thread(target=watch_memory, args=(process.pid, most, ended))
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watch.join()
        if process.returncode:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            raise subprocess.CalledProcessError(process.returncode, command)
    return Measured(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, most[0])


def watch_memory(pid: int, most: list[float], ended: threading.Event) -> None:
    """Note the most memory, in MB, that a process and all below it have together."""
    while not ended.wait(PATIENCE_S):
        most[0] = max(most[0], sum(map(memory, [pid, *below(pid)])))


def below(pid: int) -> list[int]:
    """The processes that a process started, and those that these started."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            numbers = [int(number) for number in children.read_text().split()]
        except OSError:
            continue
        found += [one for number in numbers for one in (number, *below(number))]
    return found


def memory(pid: int) -> float:
    """The memory of a process in MB; what it shares counts in part."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(float(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024


class Tools(NamedTuple):
    """The commands of the others; none where they are not there."""

    mkdocs: str | None
    marp: str | None


def measure(size: int, terms: int, tools: Tools, folder: Path) -> dict[str, Measured]:
    """Build all once, in turn."""
    ours = [sys.executable, "-m", "sphinx_briefing", "--root", str(folder / "ours"), "build"]
    write_briefing(folder / "ours", size, terms)
    found = {"cold": run(ours, HERE.parent)}
    if tools.mkdocs:
        write_mkdocs(folder / "mkdocs", size, terms)
        found["mkdocs-material"] = run([tools.mkdocs, "build", "-q"], folder / "mkdocs")
    if tools.marp:
        write_marp(folder / "marp", size, terms)
        command = [tools.marp, "--no-stdin", "deck.md", "-o", "deck.html"]
        found["marp"] = run(command, folder / "marp")
    found["no-op"] = run(ours, HERE.parent)
    edit(folder / "ours")
    found["one edit"] = run(ours, HERE.parent)
    return found


def compare(size: int, least: dict[str, Measured]) -> None:
    """Print ratios of one size."""
    cold = least["cold"].seconds
    for name in ("no-op", "one edit"):
        print(f"{size}: {name} to cold: {least[name].seconds / cold:.3f}")
    others = [name for name in ("mkdocs-material", "marp") if name in least]
    for names in dict.fromkeys((tuple(others[:1]), tuple(others))):
        if names:
            ratio = cold / sum(least[name].seconds for name in names)
            print(f"{size}: docs and deck to {' and '.join(names)}: {ratio:.2f}")


def main(argv: list[str] | None = None) -> int:
    """Measure each size, and print what each takes, ratios and growth.

    Returns:
        0.
    """
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("chapters", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--terms", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--mkdocs", default=shutil.which("mkdocs"), help="the command mkdocs")
    parser.add_argument("--marp", default=shutil.which("marp"), help="the command marp")
    options = parser.parse_args(argv)
    commands = (options.mkdocs, options.marp)
    tools = Tools(*(found and str(Path(found).absolute()) for found in commands))
    for name, path, how in (
        ("mkdocs-material", tools.mkdocs, "--mkdocs"),
        ("marp", tools.marp, "--marp"),
    ):
        if not path:
            print(f"{name} is not here and is left out; {how} names it, --help says how to get it")
    sizes: dict[int, dict[str, Measured]] = {}
    for _ in range(options.rounds):
        for size in options.chapters:
            with tempfile.TemporaryDirectory() as folder:
                least = sizes.setdefault(size, {})
                for name, taken in measure(size, options.terms, tools, Path(folder)).items():
                    print(f"{size} chapters, {name:<15} {taken}", flush=True)
                    least[name] = min(taken, least.get(name, taken))
    for size, least in sizes.items():
        compare(size, least)
    first, last = options.chapters[0], options.chapters[-1]
    if first != last:
        for name in ("cold", "no-op", "one edit"):
            growth = sizes[last][name].seconds / sizes[first][name].seconds
            print(f"{name}, {last} to {first} chapters: {growth:.1f} times as long")
    return 0


if __name__ == "__main__":
    sys.exit(main())
