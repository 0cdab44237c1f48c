"""Every builder that Sphinx has writes slides, notes and decks sensibly, and none crashes."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8"/></svg>'
ROOT = {
    "index.md": "# Front\n\n```{toctree}\none\ntwo\nglossary\nslides/talk\n```\n",
    "glossary.md": "# Glossary\n\n```{glossary}\nnexus\n: A link.\n```\n",
    "one.md": """# One

## Section one

:::{slide} Headline **alpha**
:name: alpha

Body alpha with {term}`nexus` and {slide}`beta`.

- point alpha

```{notes}
Murmur alpha.
```
:::

Prose alpha.

## Headline beta

:::{slide}
:name: beta
Body beta.
:::

{present}`talk`, {deck}`talk`, {deck-time}`talk`, {reading-time}`one`.

:::{editorial} on beta
Remark beta.
:::
""",
    "two.rst": """Two
===

Section two
-----------

.. slide:: Headline gamma
   :name: gamma
   :minutes: 7

   Body gamma.
""",
    "slides/talk.md": "# Talk\n\nWhat for.\n\n::::{deck} The talk\n:minutes: 30\n\nSubtitle.\n"
    "\n:::{notes}\nMurmur welcome.\n:::\n::::\n",
}
CONF = "latex_documents = [('index', 'root.tex', 'Root', 'Nobody', 'manual')]\n"
WORDS = (
    "Headline alpha", "Body alpha with", "point alpha", "Prose alpha.",
    "Headline beta", "Body beta.", "Remark beta.", "Headline gamma", "Body gamma.",
)  # fmt: skip
"""What a reader must find, whatever the builder; Sphinx marks up in between."""
TABLE = ("Slide", "From", "Minutes", "Section one", "Section two", "7:00")
READING = (
    "html",
    "dirhtml",
    "singlehtml",
    "epub",
    "text",
    "latex",
    "man",
    "texinfo",
    "xml",
    "json",
)
VOLUMES = ("singlehtml", "epub", "text", "latex", "man", "texinfo")


def all_text(folder: Path) -> str:
    """All text of an output folder, markup and line breaks taken out."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(n).decode() for n in archive.namelist() if "html" in n]
        elif path.is_file() and path.suffix in {
            ".html", ".txt", ".tex", ".texi", ".7", ".1", ".xml", ".fjson", ".pot",
        }:  # fmt: skip
            parts.append(path.read_text("utf-8"))
    text = "\n".join(parts)
    if "\\begin{document}" in text or "\\input texinfo" in text:
        text = re.sub(r"[\\@][A-Za-z]+\b|[{}]", "", text)
    text = re.sub(r"<[^>]+>|\*\*|\\fB|\\fP|\\[&%]|(?<=\w)\*|\*(?=\w)", "", text)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("builder", [*READING, "gettext", "linkcheck", "revealjs", "pseudoxml"])
def test_every_block_is_there_without_a_warning(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    built = build(write_root(ROOT, conf=CONF), builder)
    assert built.warnings == ""
    assert built.app.statuscode == 0
    text = all_text(built.out)
    if builder in READING:
        expected = (*WORDS, *TABLE, "4 slides, the title included.", "Subtitle.")
        assert [word for word in expected if word not in text] == []
    if builder in VOLUMES:
        assert "Murmur" not in text  # notes are for speakers
    if builder == "revealjs":
        assert [word for word in (*WORDS, "Subtitle.") if word not in text] == []


def test_translators_get_every_sentence(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    messages = all_text(build(write_root(ROOT), "gettext").out)
    for sentence in ("Headline alpha", "Body alpha with", "Murmur alpha.", "Body gamma."):
        assert sentence in messages, sentence


def test_text_keeps_headline_and_body_apart(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    text = build(write_root(ROOT), "text").read("one.txt")
    assert "Headline" in text
    assert not re.search(r"alpha\**Body", text)


def test_links_of_a_book_stay_inside_it(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    out = build(write_root(ROOT), "epub").out
    pages = [p.read_text("utf-8") for p in out.rglob("*html") if p.is_file()]
    hrefs = {href for page in pages for href in re.findall(r'<a [^>]*href="([^"]+)"', page)}
    for href in hrefs - {"#"}:
        path, _, fragment = href.partition("#")
        if "://" in path:
            continue
        targets = list(out.rglob(path.rpartition("/")[2])) if path else pages
        assert targets, href
        if fragment:
            found = [t if isinstance(t, str) else t.read_text("utf-8") for t in targets]
            assert any(f'id="{fragment}"' in page for page in found), href
