#!/usr/bin/env python3
"""Kill builds, fill the disk, spoil what is kept, build twice at once, and watch the site.

A small publication is built and edited again and again. At each moment its site must be wholly the
old one or wholly the new one, and the next build must be right, byte for byte::

    python tools/break_builds.py --kills 100

The full disk and the mount point need the rights to mount; without them they are left out, and the
last lines say so.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).resolve().parent.parent

CONF = """
extensions = ["sphinx_briefing", "myst_parser"]
project, version, copyright = "Root", "1", "2026, nobody"
html_theme = "furo"
exclude_patterns = ["_build"]
"""
CHAPTER = "# Chapter {n}\n\n## Section {n}\n\n:::{{slide}} Head {n}\n:name: s-{n}\n\n{body}\n:::\n"
CHAPTERS = 6


def write(root: Path, body: str) -> None:
    """Write the publication; each of its pages has the same words."""
    (root / "slides").mkdir(parents=True, exist_ok=True)
    names = "\n".join(f"c{n}" for n in range(CHAPTERS))
    files = {
        "conf.py": CONF,
        "index.md": f"# Front {body}\n\n```{{toctree}}\n{names}\nslides/talk\n```\n",
        "slides/talk.md": "# Talk\n\n:::{deck} Talk\n:minutes: 60\n:::\n",
    }
    files |= {f"c{n}.md": CHAPTER.format(n=n, body=body) for n in range(CHAPTERS)}
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")


def command(root: Path, *options: str) -> list[str]:
    """How a build is started."""
    start = [sys.executable, "-m", "sphinx_briefing", "--root", str(root), "build", "-j", "1"]
    return [*start, *options]


def build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build as an author does."""
    return subprocess.run(
        command(root, *options), cwd=PROJECT, capture_output=True, text=True, check=False
    )


def site(root: Path) -> Path:
    """Where the site is."""
    return root / "_build" / "site"


def state(folder: Path) -> str:
    """A digest of all files of a site; empty: there is none."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest() if folder.is_dir() else ""


WATCHER = """
import os, sys, time
page, words = sys.argv[1], [word.encode() for word in sys.argv[2:]]
seen = wrong = 0
while os.getppid() != 1:
    try:
        text = open(page, "rb").read()
    except OSError:
        text = b""
    seen += 1
    wrong += not any(word in text for word in words)
    print(seen, wrong, flush=True)
"""


@contextmanager
def watched(root: Path, *words: str) -> Iterator[Callable[[], tuple[int, int]]]:
    """Read a page in a tight loop of another process: how often, and how often it was not there."""
    page = site(root) / "present" / "talk.html"
    with tempfile.TemporaryFile() as told:
        watcher = subprocess.Popen([sys.executable, "-c", WATCHER, str(page), *words], stdout=told)

        def counts() -> tuple[int, int]:
            told.seek(0)
            lines = told.read().split(b"\n")
            last = next((line for line in reversed(lines[:-1]) if line.count(b" ") == 1), b"0 0")
            seen, wrong = last.split()
            return int(seen), int(wrong)

        try:
            yield counts
        finally:
            watcher.kill()
            watcher.wait()


class Trial:
    """A publication of which two editions are known."""

    def __init__(self, root: Path) -> None:
        """Build both from nothing."""
        self.root = root
        self.states = {}
        for words in ("Old words.", "New words."):
            shutil.rmtree(root, ignore_errors=True)
            write(root, words)
            done = build(root)
            if done.returncode:
                raise SystemExit(done.stderr)
            self.states[words] = state(site(root))
        self.now = "New words."

    def edit(self) -> str:
        """Change all pages; the words that they have then."""
        self.now = "Old words." if self.now == "New words." else "New words."
        write(self.root, self.now)
        return self.now

    def is_right(self) -> bool:
        """Whether the site is that of the sources."""
        return state(site(self.root)) == self.states[self.now]

    def is_whole(self) -> bool:
        """Whether the site is one of the two, wholly."""
        return state(site(self.root)) in self.states.values()

    def next_build(self) -> bool:
        """Whether the next build succeeds, and is right."""
        return build(self.root).returncode == 0 and self.is_right()


def kills(trial: Trial, number: int, seed: int) -> Counter[str]:
    """Kill builds at random moments."""
    chance = random.Random(seed)  # noqa: S311  (moments, no secrets)
    trial.edit()
    started = time.monotonic()
    build(trial.root)
    whole = time.monotonic() - started
    found: Counter[str] = Counter()
    with watched(trial.root, *trial.states) as counts:
        for _ in range(number):
            trial.edit()
            process = subprocess.Popen(
                command(trial.root),
                cwd=PROJECT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            time.sleep(chance.uniform(0.02, 1.05) * whole)
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                found["had ended"] += 1
            process.wait()
            found["whole"] += trial.is_whole()
            found["next build right"] += trial.next_build()
        found["reads"], found["reads without a site"] = counts()
    found["kills"] = number
    return found


SWAP = """
import os, signal, sys
from sphinx_briefing import __main__
from sphinx_briefing.commands import replacing
moment, root = sys.argv[1:]
plain = replacing.exchange
def exchange(one, other):
    if moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    done = plain(one, other)
    os.kill(os.getpid(), signal.SIGKILL)
    return done
replacing.exchange = exchange
__main__.main(["--root", root, "build", "-j", "1"])
"""


def kills_in_the_swap(trial: Trial) -> Counter[str]:
    """Kill builds right before and right after the two sites are exchanged."""
    found: Counter[str] = Counter()
    with watched(trial.root, *trial.states) as counts:
        for moment in ("before", "after") * 5:
            trial.edit()
            subprocess.run(
                [sys.executable, "-c", SWAP, moment, str(trial.root)],
                cwd=PROJECT,
                capture_output=True,
                check=False,
            )
            found["whole"] += trial.is_whole()
            found["next build right"] += trial.next_build()
        found["reads"], found["reads without a site"] = counts()
    found["kills"] = 10
    return found


def at_once(trial: Trial, rounds: int = 10) -> Counter[str]:
    """Start two builds at the same time."""
    found: Counter[str] = Counter(rounds=rounds)
    for _ in range(rounds):
        trial.edit()
        pair = [
            subprocess.Popen(
                command(trial.root), cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            for _ in range(2)
        ]
        said = b"".join(process.communicate()[0] for process in pair)
        found["both succeeded"] += not any(process.returncode for process in pair)
        found["one said that it waits"] += b"waiting until it has ended" in said
        found["site right"] += trial.is_right()
    return found


def spoil(path: Path, way: str) -> None:
    """Spoil a file in one of the ways."""
    match way:
        case "cut off":
            os.truncate(path, path.stat().st_size // 2)
        case "emptied":
            os.truncate(path, 0)
        case "garbage":
            path.write_bytes(b"\x80\x04garbage" * 9)
        case "removed":
            path.unlink()
        case "a folder":
            path.unlink()
            path.mkdir()


def spoilt(trial: Trial, most: int, seed: int) -> Counter[str]:
    """Spoil what is kept for the next build, one file at a time, and edit or not."""
    chance = random.Random(seed)  # noqa: S311  (files, no secrets)
    work = trial.root / "_build" / ".work-site"
    build(trial.root)
    files = sorted(path.relative_to(work) for path in work.rglob("*") if path.is_file())
    first = [path for path in files if path.suffix in {".pickle", ".doctree", ".json", ".inv"}]
    ways = ["cut off", "emptied", "garbage", "removed", "a folder"]
    tries = [(path, way) for path in first for way in ways]
    tries += [(path, chance.choice(ways)) for path in files if path not in first]
    found: Counter[str] = Counter()
    for path, way in chance.sample(tries, min(most, len(tries))):
        if chance.random() < 0.5:
            trial.edit()
        if not (work / path).is_file():
            continue
        spoil(work / path, way)
        right = trial.next_build()
        found["files"] += 1
        found["next build right"] += right
        if not right:
            print(f"  WRONG after {path} was {way}", flush=True)
    return found


def full_disk(trial: Trial) -> Counter[str]:
    """Build on a disk on which room ends, at each of some sizes."""
    found: Counter[str] = Counter()
    shutil.rmtree(trial.root / "_build")
    (trial.root / "_build").mkdir()
    disk = trial.root / "_build"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        return Counter({"left out": 1})
    try:
        build(trial.root)
        taken = sum(path.stat().st_size for path in disk.rglob("*") if path.is_file())
        for share in (0.01, 0.2, 0.5, 0.9, 1.2, 1.5):
            trial.edit()
            free = int(taken * share)
            filler = disk / "filler"
            usage = shutil.disk_usage(disk)
            filler.write_bytes(b"0" * max(usage.free - free, 0))
            done = build(trial.root)
            found["builds"] += 1
            found["refused"] += done.returncode != 0
            found["whole"] += trial.is_whole()
            found["told in a line"] += done.returncode == 0 or (
                "Traceback" not in done.stderr and "Not published: " in done.stderr
            )
            filler.unlink()
            found["next build right"] += trial.next_build()
    finally:
        subprocess.run(["umount", disk], check=False)
    return found


def not_writable(trial: Trial) -> Counter[str]:
    """Build where nothing may be written, as another user where this one may write all."""
    build(trial.root)
    words = trial.now
    before = state(site(trial.root))
    trial.edit()
    subprocess.run(["chmod", "-R", "a+rX", trial.root], check=True)
    user = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
    done = subprocess.run(
        [*(user if os.geteuid() == 0 else []), *command(trial.root)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if os.geteuid():
        return Counter({"left out": 1})
    trial.now = words
    found = Counter(
        {
            "refused": done.returncode == 1,
            "told in two lines": len(done.stderr.strip().splitlines()) == 2,
            "whole": state(site(trial.root)) == before,
        }
    )
    print(f"  {done.stderr.strip().splitlines()[:1]}")
    trial.edit()
    found["next build right"] = trial.next_build()
    return found


def mount_point(trial: Trial) -> Counter[str]:
    """Build where the site is a mount point."""
    build(trial.root)
    kept = trial.root / "kept"
    site(trial.root).rename(kept)
    site(trial.root).mkdir()
    mounted = subprocess.run(
        ["mount", "--bind", kept, site(trial.root)], capture_output=True, check=False
    )
    if mounted.returncode:
        return Counter({"left out": 1})
    try:
        before = state(site(trial.root))
        trial.edit()
        done = build(trial.root)
        found = Counter(
            {
                "refused": done.returncode == 1,
                "told": "is a mount point" in done.stderr and "Traceback" not in done.stderr,
                "whole": state(site(trial.root)) == before,
            }
        )
    finally:
        subprocess.run(["umount", site(trial.root)], check=True)
    shutil.rmtree(kept)
    site(trial.root).rmdir()
    found["next build right"] = trial.next_build()
    return found


def main() -> int:
    """Try all, and print what came of each.

    Returns:
        0.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--spoilt", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    trials: dict[str, Callable[[Trial], Counter[str]]] = {
        "not writable": not_writable,
        "mount point": mount_point,
        "killed in the swap": kills_in_the_swap,
        "two at once": at_once,
        "spoilt": lambda trial: spoilt(trial, options.spoilt, options.seed),
        "killed": lambda trial: kills(trial, options.kills, options.seed),
        "full disk": full_disk,
    }
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        trial = Trial(Path(folder, "root"))
        for name, run in trials.items():
            found = run(trial)
            told = ", ".join(f"{what} {int(count)}" for what, count in found.items())
            print(f"{name:20} {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
