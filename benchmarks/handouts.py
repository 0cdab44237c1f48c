"""How long everything to take away takes, of a deck of so many slides.

    python benchmarks/handouts.py 50 200

A made-up publication has one deck: slides with points and claims, with tables, with pictures, each
with words to say. Its handouts are made by the command behind ``make handouts``, with as many
processes as there are processors. Told is what each kind takes by the clock, beside the others;
what all take together, without the build before and the links after; and what all processes used.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent

SLIDES_A_CHAPTER = 10

WORDS = ("a", "the", "open", "closed", "model", "weight", "licence", "reader", "source", "test")

MADE = re.compile(r"^\[\d+/\d+\] (.+) … ([\d.]+) MB in (\d+) s$", re.MULTILINE)
TOGETHER = re.compile(r"^Made in (\d+) s\.$", re.MULTILINE)

CONF = """
project, author, copyright = "Benchmark", "nobody", "2026, nobody"
extensions = ["sphinx_briefing", "myst_parser", "sphinxcontrib.bibtex"]
myst_enable_extensions = ["colon_fence"]
html_theme = "furo"
bibtex_bibfiles = ["references.bib"]
briefing_claims = "claims.yaml"
"""

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180" viewBox="0 0 320 180">'
    '<rect width="200" height="60" fill="teal"/><circle cx="200" cy="120" r="50"/></svg>\n'
)


class Took(NamedTuple):
    """What making all of a deck took."""

    kinds: list[tuple[str, float, int]]  # what it is, MB, seconds beside the others
    together: int  # seconds by the clock
    whole: float  # seconds with the build before and the links after
    cpu: float  # seconds of all processes


def sentence(choose: random.Random, words: int) -> str:
    """Words that mean nothing."""
    return " ".join(choose.choices(WORDS, k=words)).capitalize()


def slide(choose: random.Random, number: int) -> str:
    """A section with its slide."""
    points = "\n".join(f"- {sentence(choose, 6)}" for _ in range(3))
    table = "| Kind | Count |\n|---|---|\n" + "\n".join(
        f"| {sentence(choose, 2)} | {choose.randrange(100)} |" for _ in range(4)
    )
    picture = ":image: picture.svg\n:image-alt: A bar and a disc\n:image-credit: nobody\n\n"
    options, body = [
        ("\n", f"- {sentence(choose, 6)} {{claim}}`C{number:03}`\n{points}"),
        ("\n", table),
        (picture, points),
    ][number % 3]
    return (
        f"## {sentence(choose, 4)} {number}\n\n:::::{{slide}} {sentence(choose, 4)}\n"
        f":name: slide-{number}\n{options}{body}\n\n::::{{notes}}\n{sentence(choose, 60)}.\n::::\n"
        f":::::\n\n{sentence(choose, 40)} {{claim}}`C{number:03}` {{cite}}`source`.\n\n"
    )


def claim(choose: random.Random, number: int, home: str) -> str:
    """A claim of the register."""
    return (
        f"- {{id: C{number:03}, home: {home}, kind: fact, attributed_to: the article, "
        f"restatement: '{sentence(choose, 8)}.', verdict: confirmed, "
        f"evidence: [{{stance: confirms, source: source, says: '{sentence(choose, 8)}.'}}]}}\n"
    )


def write_project(root: Path, slides: int) -> None:
    """Write a publication with one deck of so many slides, besides title and openers."""
    choose = random.Random(slides)  # noqa: S311  (no secret)
    numbers = range(1, slides + 1)
    home = {number: f"chapter-{(number - 1) // SLIDES_A_CHAPTER + 1}" for number in numbers}
    chapters = dict.fromkeys(home.values(), "")
    for number in numbers:
        chapters[home[number]] += slide(choose, number)
    files = {
        "conf.py": CONF,
        "picture.svg": PICTURE,
        "references.bib": "@misc{source, author = {Jane Roe}, title = {A source}, year = {2025}, "
        "url = {https://example.org/source}, consulted = {original}}\n",
        "claims.yaml": "".join(claim(choose, number, home[number]) for number in numbers),
        "sources.md": "# Sources\n\n```{bibliography}\n```\n",
        "register.md": "# Claims\n\n```{claim-register}\n```\n",
        "index.md": "# Benchmark\n\n```{toctree}\n"
        + "\n".join([*chapters, "sources", "register", "talk"])
        + "\n```\n",
        "talk.md": f"# Talk\n\n:::{{deck}} Talk\n:minutes: {slides * 2}\n\nFor nobody\n:::\n",
    }
    files |= {f"{name}.md": f"# {name.title()}\n\n{text}" for name, text in chapters.items()}
    root.mkdir(parents=True)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")


def measure(root: Path) -> Took:
    """Make everything to take away of a project.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is shown.
    """
    command = [sys.executable, "-m", "sphinx_briefing", "--root", str(root), "handouts"]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    whole, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode:
        sys.stderr.write(ran.stdout + ran.stderr)
        ran.check_returncode()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    kinds = [(told, float(size), int(seconds)) for told, size, seconds in MADE.findall(ran.stdout)]
    return Took(kinds, int(TOGETHER.findall(ran.stdout)[0]), whole, cpu)


def main() -> None:
    """Measure each size, and tell of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("slides", nargs="*", type=int, default=[50, 200], help="slides of a deck")
    for slides in parser.parse_args().slides:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "benchmark"
            write_project(root, slides)
            took = measure(root)
        print(f"{slides} slides, {os.cpu_count()} processors", flush=True)
        for told, size, seconds in took.kinds:
            print(f"  {told:40} {seconds:4} s {size:7.1f} MB", flush=True)
        print(
            f"  all {took.together} s; with build and links {took.whole:.0f} s; "
            f"all processes {took.cpu:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
