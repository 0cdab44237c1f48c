#!/usr/bin/env python3
"""Edit a copy of the publication in every way, and compare each build with a clean one.

After each edit it is built again, as an author would, and once more from nothing into another
folder; every byte of the two sites must be the same. Options of ``build`` are handed on::

    python tools/compare_edits.py
    python tools/compare_edits.py --only picture download -- --compress -j 1
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
NOT_SOURCES = (".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis")

Edit = Callable[[Path], object]

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
OWN = """# A deck of one's own

:::{deck} Picked for today
:slides: policy-one-memo, own-slide
:minutes: 6
:::

:::{slide} What it means for us
:name: own-slide

Nothing yet.
:::
"""


def replace(name: str, old: str, new: str) -> Edit:
    """An edit that replaces some words, once."""

    def edit(root: Path) -> None:
        path = root / name
        text = path.read_text(encoding="utf-8")
        if old not in text or old == new:
            raise SystemExit(f"{name} no longer has {old!r}: mend tools/compare_edits.py")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def add(name: str, text: str) -> Edit:
    """An edit that adds to the end of a file, or makes it."""

    def edit(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    return edit


def write(name: str, content: bytes) -> Edit:
    """An edit that writes a file."""

    def edit(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    return edit


def delete(*names: str) -> Edit:
    """An edit that deletes files."""

    def edit(root: Path) -> None:
        for name in names:
            (root / name).unlink()

    return edit


def rename(old: str, new: str) -> Edit:
    """An edit that renames a file."""
    return lambda root: (root / old).rename(root / new)


def both(*edits: Edit) -> Edit:
    """Several edits in one."""
    return lambda root: [edit(root) for edit in edits]


def put_back_older(name: str, old: str, new: str) -> Edit:
    """An edit that replaces a file by another version of it, which has an older date."""

    def edit(root: Path) -> None:
        replace(name, old, new)(root)
        os.utime(root / name, (1_000_000_000, 1_000_000_000))

    return edit


IMAGE = "\n![A dot](added.png)\n\n{download}`The data <added.csv>`\n"
EDITS: dict[str, Edit] = {
    "nothing": lambda root: None,
    "sentence": add("about/host.md", "\nOne more sentence.\n"),
    "sentence of a chapter": replace("chapters/policy.md", "The article leans", "It leans"),
    "title": replace("chapters/policy.md", "# The policy alarm", "# The alarm of policy"),
    "term": both(
        replace(
            "chapters/glossary.md",
            ":::{entry} Acceptable use policy\n:id: acceptable-use-policy\n:aliases: AUP\n",
            ":::{entry} Use policy\n:id: acceptable-use-policy\n"
            ":aliases: AUP; Acceptable use policy\n",
        ),
        add("anchors.tsv", "term\tUse policy\tchapters/glossary#acceptable-use-policy\n"),
    ),
    "definition": replace("chapters/glossary.md", "A ", "One "),
    "verdict": replace("evidence/claims.yaml", "verdict: confirmed", "verdict: nuanced"),
    "restatement": replace("evidence/claims.yaml", "Citing Reuters", "By Reuters"),
    "datum": replace("evidence/figures/numbers.csv", ",89,", ",88,"),
    "source": replace("evidence/references.bib", "{{AIM Research}}", "{{AIM}}"),
    "audience": replace(
        "chapters/policy.md", ":audience: briefing", ":audience: briefing technical"
    ),
    "deck's chapters": replace("slides/technical.md", " /chapters/ecosystem", ""),
    "minutes": replace("slides/technical.md", ":minutes: 15", ":minutes: 25"),
    "notes": replace("chapters/policy.md", "The number to keep is one.", "Keep one number."),
    "own deck": both(
        write("slides/own.md", OWN.encode()),
        replace("index.md", "slides/technical\n", "slides/technical\nslides/own\n"),
        replace("conf.py", 'briefing_published = "anchors.tsv"', 'briefing_published = ""'),
    ),
    "own deck's slide": replace("slides/own.md", "Nothing yet.", "Something."),
    "own deck's picks": replace("slides/own.md", "policy-one-memo, own-slide", "own-slide"),
    "own deck gone": both(
        delete("slides/own.md"), replace("index.md", "slides/own\n", "")
    ),
    "toctree": replace(
        "index.md", "article\nchapters/chatbit\n", "chapters/chatbit\narticle\n"
    ),
    "settings": replace("conf.py", "html_title = project", "html_title = project + '!'"),
    "stylesheet": add("_static/docs.css", "\n.added { margin: 1px; }\n"),
    "stylesheet of decks": add("_static/figures.css", "\n.added { margin: 2px; }\n"),
    "picture and download": both(
        write("about/added.png", PICTURE),
        write("about/added.csv", b"a,b\n1,2\n"),
        add("about/host.md", IMAGE),
    ),
    "picture changed": write("about/added.png", PICTURE + b"\0"),
    "download changed": write("about/added.csv", b"a,b\n3,4\n"),
    "picture gone": both(
        replace("about/host.md", IMAGE, ""), delete("about/added.png", "about/added.csv")
    ),
    "extra file": both(
        write("extra/robots-of-ours.txt", b"one"),
        add("conf.py", "\nhtml_extra_path = ['extra']\n"),
    ),
    "extra file changed": write("extra/robots-of-ours.txt", b"two"),
    "extra file gone": both(
        write("extra/other.txt", b"x"), delete("extra/robots-of-ours.txt")
    ),
    "static file": write("_static/added.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "static file gone": delete("_static/added.svg"),
    "page renamed": both(
        rename("about/layouts.md", "about/forms.md"),
        replace("index.md", "about/layouts\n", "about/forms\n"),
        replace("about/present.md", "<layouts>", "<forms>"),
    ),
    "page moved": both(
        rename("about/forms.md", "chapters/forms.md"),
        replace("index.md", "about/forms\n", "chapters/forms\n"),
        replace("about/present.md", "<forms>", "</chapters/forms>"),
    ),
    "page deleted": both(
        delete("chapters/forms.md"),
        replace("index.md", "chapters/forms\n", ""),
        replace("about/present.md", "{doc}`a layout </chapters/forms>`", "a layout"),
    ),
    "older date": put_back_older("chapters/policy.md", "One memo, one", "A memo, by one"),
    "older date of data": put_back_older(
        "evidence/claims.yaml", "verdict: nuanced", "verdict: confirmed"
    ),
    "another language": replace("conf.py", 'language = "en"', 'language = "de"'),
    "nothing at the end": lambda root: None,
}  # fmt: skip


class BuildError(Exception):
    """A build ended otherwise than it should."""


def build(root: Path, options: Sequence[str]) -> tuple[float, str]:
    """Build as an author does; seconds, and what was said."""
    started = time.monotonic()
    command = [sys.executable, "-m", "sphinx_briefing", "build", *options]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError("\n".join(done.stderr.strip().splitlines()[-6:]))
    return time.monotonic() - started, done.stdout


def differences(one: Path, other: Path) -> list[str]:
    """Files that only one of two sites has, or that differ by a byte."""
    names = [
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        for folder in (one, other)
    ]
    only = [f"only in one of them: {name}" for name in sorted(names[0] ^ names[1])]
    both_have = sorted(names[0] & names[1])
    return only + [n for n in both_have if not filecmp.cmp(one / n, other / n, shallow=False)]


def main() -> int:
    """Make the edits one after the other, and print a table.

    Returns:
        How many comparisons ended otherwise than a clean build.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=EDITS, default=list(EDITS), metavar="EDIT")
    parser.add_argument(
        "--together", type=int, default=1, metavar="N", help="make N edits before each build (1)"
    )
    parser.add_argument("options", nargs="*", help="options of build, behind --")
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        root, clean = Path(folder, "root"), Path(folder, "clean")
        shutil.copytree(PROJECT, root, ignore=shutil.ignore_patterns(*NOT_SOURCES))
        seconds, _ = build(root, options.options)
        print(f"{'first build':26} {seconds:6.1f} s")
        chosen = [edit for edit in EDITS if edit in options.only]
        groups = [
            chosen[at : at + options.together] for at in range(0, len(chosen), options.together)
        ]
        for names in groups:
            for name in names:
                EDITS[name](root)
            told = ", ".join(names)
            try:
                seconds, said = build(root, options.options)
                shutil.rmtree(clean, ignore_errors=True)
                whole, _ = build(root, [*options.options, "--output", str(clean)])
                found = differences(root / "_build" / "site", clean / "site")
            except BuildError as error:
                wrong += 1
                print(f"{told:26} FAILED {error}", flush=True)
                continue
            wrong += bool(found)
            skipped = ", left out" if "Nothing has changed" in said else ""
            says = "the same" if not found else f"{len(found)} DIFFER: {', '.join(found[:4])}"
            print(f"{told:26} {seconds:6.1f} s, clean {whole:5.1f} s: {says}{skipped}", flush=True)
    print(f"{len(chosen)} edits; {wrong} of {len(groups)} builds ended otherwise than a clean one.")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
