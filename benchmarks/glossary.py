"""How the time of a strict build grows with the glossary.

A made-up publication has one page of entries and many chapters that refer to them, five times to
each, and is built with this extension, strictly, as ``make site`` builds. The time per term must
not grow with the number of terms:

    python benchmarks/glossary.py 1000 10000

Each build has a process of its own, and what starting Python and Sphinx takes is not counted: it
would make the small one look slow. Of a small one as many are built as have the terms of the
largest together: a build of seconds finds a quiet moment of the machine more easily than one of a
minute. All sizes are measured so several times over, and the least time of each counts: whatever
else the machine does can only add to it.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sphinx_briefing.__main__ import ALLOCATIONS
from sphinx_briefing.commands.build import build, list_anchors

PROJECT = Path(__file__).resolve().parent.parent

REFERENCES_EACH = 5
REFERENCES_PER_CHAPTER = 100
PER_PARAGRAPH = 5
WORDS = ("a", "the", "open", "closed", "model", "weight", "licence", "reader", "source", "test")

CONF = """
project, copyright = "Benchmark", "2026, nobody"
extensions = ["sphinx_briefing", "myst_parser"]
myst_enable_extensions = ["colon_fence"]
html_theme = "furo"
nitpicky = True
briefing_published = "anchors.tsv"
"""


class Measured(NamedTuple):
    """What a build takes; of several, what one takes on average."""

    terms: int
    references: float
    chapters: float
    seconds: float  # by the clock
    cpu: float  # seconds of all processes: what else the machine does hardly counts
    builds: int

    @property
    def per_term(self) -> float:
        """Milliseconds of processor time for each term, with its references."""
        return 1000 * self.cpu / self.terms

    def __str__(self) -> str:
        """A line of the report."""
        of = f"{self.terms:,} terms, {self.references:,.0f} references"
        return (
            f"{of} in {self.chapters:.0f} chapters, {self.builds}x: {self.seconds:.1f} s, "
            f"processors {self.cpu:.1f} s, {self.per_term:.2f} ms a term"
        )


def write(root: Path, terms: int) -> tuple[int, int]:
    """Write a publication; the same for the same number of terms.

    Returns:
        The number of references and of chapters.
    """
    choose = random.Random(terms)  # noqa: S311  (no secret)
    entries = ["# Glossary\n"]
    for number in range(terms):
        related = " ".join(f"term-{choose.randrange(terms)}x" for _ in range(2))
        entries.append(
            f":::{{entry}} Term {number}\n:id: term-{number}x\n:aliases: t{number} alias\n"
            f":related: {related}\n\n{sentence(choose)}\n:::\n"
        )
    references = [f"{{term}}`Term {number}`" for number in range(terms)] * REFERENCES_EACH
    choose.shuffle(references)
    names: list[str] = []
    for at in range(0, len(references), REFERENCES_PER_CHAPTER):
        names.append(f"chapters/c{len(names):04}")
        here = references[at : at + REFERENCES_PER_CHAPTER]
        paragraphs = [
            " ".join(
                f"{sentence(choose)} {reference}." for reference in here[i : i + PER_PARAGRAPH]
            )
            for i in range(0, len(here), PER_PARAGRAPH)
        ]
        (root / "chapters").mkdir(parents=True, exist_ok=True)
        text = f"# Chapter {len(names)}\n\n## Section\n\n" + "\n\n".join(paragraphs) + "\n"
        (root / f"{names[-1]}.md").write_text(text, encoding="utf-8")
    toctree = "\n".join(["glossary", *names])
    (root / "index.md").write_text(f"# Front\n\n```{{toctree}}\n{toctree}\n```\n", encoding="utf-8")
    (root / "glossary.md").write_text("\n".join(entries), encoding="utf-8")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    return len(references), len(names)


def sentence(choose: random.Random) -> str:
    """Twelve words that mean nothing."""
    return " ".join(choose.choices(WORDS, k=12)).capitalize()


def measure(terms: int, builds: int, jobs: int) -> Measured:
    """Build a publication of that many terms so many times, each in a process of its own.

    Raises:
        subprocess.CalledProcessError: the build gave a warning; it is shown.
    """
    command = [sys.executable, __file__, str(terms), "--jobs", str(jobs), "--here"]
    results = [
        subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        for _ in range(builds)
    ]
    columns = zip(*(map(float, result) for result in results), strict=True)
    references, chapters, seconds, cpu = map(statistics.fmean, columns)
    return Measured(terms, references, chapters, seconds, cpu, builds)


def measure_here(terms: int, jobs: int) -> tuple[float, float, float, float]:
    """Build a publication of that many terms, in this process.

    Returns:
        The number of references and of chapters; seconds by the clock and of all processors.

    Raises:
        PublishError: the build gave a warning.
    """
    gc.set_threshold(ALLOCATIONS)  # as the command does
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        root, small = Path(folder, "root"), Path(folder, "small")
        references, chapters = write(root, terms)
        write(small, 1)
        run_anchors(root)  # as an author has done long before
        with redirect_stdout(nowhere):
            list_anchors(small)  # loads all that a build needs
            start, cpu = time.perf_counter(), processor_seconds()
            build(root, "html", Path(folder, "html"), Path(folder, "doctrees"), jobs=jobs)
        seconds, cpu = time.perf_counter() - start, processor_seconds() - cpu
    return references, chapters, seconds, cpu


def run_anchors(root: Path) -> None:
    """List the anchors, in a process that takes what it used with it."""
    command = [sys.executable, "-m", "sphinx_briefing", "--root", str(root), "anchors"]
    subprocess.run(command, cwd=PROJECT, stdout=subprocess.DEVNULL, check=True)


def processor_seconds() -> float:
    """What this process and those it waited for have used."""
    return sum(os.times()[:4])


def main(argv: list[str] | None = None) -> int:
    """Measure each size and compare the last with the first.

    Returns:
        0; 1 when a term takes longer in the last than in the first.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("terms", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.here:
        print(*measure_here(options.terms[0], options.jobs))
        return 0
    least: dict[int, Measured] = {}
    for number in range(options.rounds):
        # There and back: when the machine slows down over minutes, it does so for all sizes.
        for terms in options.terms if number % 2 == 0 else reversed(options.terms):
            measured = measure(terms, max(options.terms) // terms, options.jobs)
            print(measured, flush=True)
            least[terms] = min(measured, least.get(terms, measured), key=lambda found: found.cpu)
    first, last = least[options.terms[0]], least[options.terms[-1]]
    print(f"The least of each:\n{first}\n{last}")
    ratio = last.per_term / first.per_term
    print(f"Time per term at {last.terms:,} to that at {first.terms:,}: {ratio:.3f}")
    return int(ratio > 1)


if __name__ == "__main__":
    sys.exit(main())
