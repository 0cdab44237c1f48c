"""A stand-in for a publication with a permanent glossary: the same pages, anchors and files.

It keeps the contract that citing tools see (``objects.inv``, ``glossary.json``, anchors) and
nothing else. Once the real site keeps it, ``publication`` in ``tests/test_citers.py``
serves that instead, and this file goes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


class Entry(NamedTuple):
    """Something that can be cited: a term with its names, or (no names) a claim, slide or deck."""

    id: str
    title: str
    text: str
    names: tuple[str, ...] = ()
    page: str = "chapters/glossary"


def publish(folder: Path, entries: list[Entry]) -> Path:
    """Build a publication of these entries; return the folder to serve."""
    root = folder / "root"
    pages = sorted({entry.page for entry in entries})
    for page in pages:
        blocks = "".join(
            f'   <div id="{entry.id}"><p>{entry.title}</p><p>{entry.text}</p></div>\n'
            for entry in entries
            if entry.page == page
        )
        path = root / f"{page}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Page\n====\n\n.. raw:: html\n\n{blocks}", encoding="utf-8")
    toctree = "".join(f"   {page}\n" for page in pages)
    (root / "index.rst").write_text(f"Index\n=====\n\n.. toctree::\n\n{toctree}", encoding="utf-8")
    (root / "conf.py").write_text(
        'extensions = ["tests.standin"]\nproject = "Briefing"\nversion = "1"\n'
        f"standin_entries = {[tuple(entry) for entry in entries]!r}\n",
        encoding="utf-8",
    )
    site = folder / "site"
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", root, site],
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    glossary = {
        "version": 1,
        "id": "briefing",
        "entries": [
            {
                "id": entry.id,
                "term": entry.names[0],
                "aliases": list(entry.names[1:]),
                "definition_text": entry.text,
                "url": f"{entry.page}.html#{entry.id}",
            }
            for entry in entries
            if entry.names
        ],
    }
    (site / "glossary.json").write_text(json.dumps(glossary), encoding="utf-8")
    return site


def note(app: Sphinx, doctree: nodes.document) -> None:
    """Enter the entries of a page into the inventory."""
    std = app.env.domains.standard_domain
    docname = app.env.current_document.docname
    for entry in (Entry(*fields) for fields in app.config.standin_entries):
        if entry.page == docname:
            for name in entry.names:
                std.note_object("term", name, entry.id)
            std.labels[entry.id] = docname, entry.id, entry.title
            std.anonlabels[entry.id] = docname, entry.id


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the setting, and connect to reading."""
    app.add_config_value("standin_entries", [], "env", list)
    app.connect("doctree-read", note)
    return {"parallel_read_safe": True}
