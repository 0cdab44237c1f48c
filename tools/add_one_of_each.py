#!/usr/bin/env python3
"""Copy the publication, and add to it what CONTRIBUTING.md says how to add: one of each.

The tests of the publication must pass there as they do here::

    python tools/add_one_of_each.py /tmp/longer
    cd /tmp/longer && python -m pytest tests/publication
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
NOT_SOURCES = (".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis")

CLAIM = """
- id: C{number}
  home: chapters/misuse
  theme: misuse risks
  kind: argument
  attributed_to: the article
  restatement: The article holds that checks on a model ought to be done again after each change.
  terms: []
  verdict: nuanced
  evidence:
  - stance: nuances
    source: {source}
    says: It asks for checks, and leaves open how often.
  editorial_note: ''
"""
SECTION = """
## Checks that are done again

::::{{slide}} A changed model needs checks of its own
:name: checks-again
:audience: briefing
:minutes: 0.5

- **The article:** each change asks for new checks {{claim}}`C{number}`
- **Our note:** who pays for them is open

:::{{notes}}
A model that was checked once and then changed is another model. So whoever changes it should check
it again, and say what was found, in words that a reader of the report can follow without help.
:::
::::

The article holds that whoever alters a model should test it anew {{claim}}`C{number}`. A
{{term}}`second check` costs time, and there is no rule yet for who is to carry it out.
"""
ENTRY = """
:::{entry} Second check
:id: second-check
:aliases: check done again
:claims: C01

A check of a model that was changed after its first one.
:::
"""
DECK = """# The misuse session

A few minutes on misuse alone, for those who have heard the rest.

:::{deck} Misuse, and what answers it
:audience: executive
:chapters: /chapters/misuse
:minutes: 3

Cut from the briefing
:::
"""


def change(path: Path, old: str, new: str) -> None:
    """Put words in the place of others, once.

    Raises:
        ValueError: they are not there.
    """
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{path}: there is no {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(path: Path, text: str) -> None:
    """Write more at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + text, encoding="utf-8")


def main() -> int:
    """Make the copy, and list what is new in it as published."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    root: Path = parser.parse_args().folder.resolve()
    shutil.copytree(PROJECT, root, ignore=shutil.ignore_patterns(*NOT_SOURCES))

    claims = root / "evidence" / "claims.yaml"
    number = 1 + claims.read_text(encoding="utf-8").count("- id: C")
    table = root / "evidence" / "figures" / "timeline.csv"
    row = table.read_text(encoding="utf-8").splitlines()[-1]
    source = row.rpartition(",")[2].split()[0]
    add(claims, CLAIM.format(number=number, source=source).lstrip("\n"))
    add(root / "chapters" / "misuse.md", SECTION.format(number=number))
    add(root / "chapters" / "glossary.md", ENTRY)
    (root / "slides" / "misuse.md").write_text(DECK, encoding="utf-8")
    change(root / "index.md", "slides/briefing\n", "slides/briefing\nslides/misuse\n")
    lane = row.split(",")[1]
    add(table, f"2025-12-01,{lane},Another event,Something else happens,absent,no,{source}\n")
    return subprocess.run(
        [sys.executable, "-m", "sphinx_briefing", "anchors"], cwd=root, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
