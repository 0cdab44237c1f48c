"""How the time of a strict build grows with the glossary.

A made-up publication has one page of entries and many chapters that refer to them, five times to
each, and is built by the command that ``make site`` runs, in a process of its own. The time per
term must not grow with the number of terms:

    python tools/benchmark_glossary.py 1000 10000

All sizes are built in turn, several times over, and the least time of each counts: whatever else
the machine does can only add to it. What a build takes that has a single term, mostly for starting,
is measured as well, so that the ratio is known with and without it.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

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
    """One build."""

    terms: int
    references: int
    chapters: int
    seconds: float  # by the clock
    cpu: float  # seconds of all processes: what else the machine does hardly counts

    @property
    def per_term(self) -> float:
        """Milliseconds of processor time for each term, with its references."""
        return 1000 * self.cpu / self.terms

    def __str__(self) -> str:
        """A line of the report."""
        return (
            f"{self.terms:,} terms, {self.references:,} references in {self.chapters} chapters: "
            f"{self.seconds:.1f} s, processors {self.cpu:.1f} s, {self.per_term:.2f} ms a term"
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


def measure(terms: int, jobs: int) -> Measured:
    """Build a publication of that many terms.

    Raises:
        subprocess.CalledProcessError: the build gave a warning.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        references, chapters = write(root, terms)
        run(root, "anchors")  # as an author has done long before
        start, cpu = time.perf_counter(), processor_seconds()
        run(root, "build", "--jobs", str(jobs))
        seconds = time.perf_counter() - start
        return Measured(terms, references, chapters, seconds, processor_seconds() - cpu)


def run(root: Path, *arguments: str) -> None:
    """Run a command of this package; what it prints is shown when it fails."""
    command = [sys.executable, "-m", "sphinx_briefing", "--root", str(root), *arguments]
    result = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if result.returncode:
        print(result.stdout, result.stderr, file=sys.stderr)
        result.check_returncode()


def processor_seconds() -> float:
    """What the processes that this one waited for have used, and those they waited for."""
    times = os.times()
    return times.children_user + times.children_system


def main(argv: list[str] | None = None) -> int:
    """Measure each size and compare the last with the first.

    Returns:
        0; 1 when a term takes longer in the last than in the first.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("terms", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(argv)
    least: dict[int, Measured] = {}
    for _ in range(options.rounds):
        for terms in [1, *options.terms]:
            measured = measure(terms, options.jobs)
            print(measured, flush=True)
            least[terms] = min(measured, least.get(terms, measured), key=lambda found: found.cpu)
    start, first, last = (least[terms] for terms in (1, options.terms[0], options.terms[-1]))
    print(f"The least, starting included: {start}\n{first}\n{last}")
    between = f"at {last.terms:,} to that at {first.terms:,}"
    ratio = last.per_term / first.per_term
    print(f"Time per term {between}: {ratio:.2f}")
    if first.cpu > start.cpu:  # else they are too small to tell
        without = (last.cpu - start.cpu) / last.terms / ((first.cpu - start.cpu) / first.terms)
        print(f"The same without what a single term takes: {without:.2f}")
    return int(ratio > 1)


if __name__ == "__main__":
    sys.exit(main())
