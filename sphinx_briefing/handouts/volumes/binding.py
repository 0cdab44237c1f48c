"""What a volume is bound of: the pages that Sphinx's epub builder wrote, in reading order.

They hold no script and no trace of a theme; a book on paper and an electronic one are made of the
same. Each page is read as a tree, and what no book can show is taken out or told in words
(`sphinx_briefing.handouts.volumes.leaves`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment.adapters.indexentries import IndexEntries

from sphinx_briefing.config import BOOK_BUILDER
from sphinx_briefing.handouts.volumes.leaves import classes, read_leaf
from sphinx_briefing.handouts.volumes.palette import Palette, read_palette
from sphinx_briefing.translation import language_tag, text_direction

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

BuildVolume = Callable[[str], tuple[Path, Sphinx]]
"""Runs one of Sphinx's builders strictly; gives its output folder and the application."""

UNSET = "unknown"
"""What Sphinx has for a setting of books that is not set."""


FEW_SOURCES = 2
"""A page that lists more than these is the list of sources."""


class Leaf(NamedTuple):
    """A document of a volume."""

    docname: str
    depth: int  # 1: the front, and what its contents name; 2: what those name; and so on
    caption: str  # of the part that begins with it; empty: none does
    title: str
    slug: str  # names it in a volume: letters, digits and hyphens, its own alone
    kind: str  # "", "glossary", "bibliography", "register"
    body: Any  # lxml element: <body> with what the page shows


class Volume(NamedTuple):
    """All documents, and what else a volume is made of."""

    folder: Path  # the builder's output, where pictures lie
    app: Sphinx
    leaves: list[Leaf]
    palette: Palette
    language: str  # a tag of BCP 47
    direction: str  # "ltr" or "rtl"
    entries: list[tuple[str, Any]]  # of the index, as Sphinx's create_index gives it
    suffix: str  # of the builder's pages

    def leaf(self, docname: str) -> Leaf | None:
        """The document with that name."""
        return next((leaf for leaf in self.leaves if leaf.docname == docname), None)


def reading_order(env: BuildEnvironment) -> Iterator[tuple[str, int, str]]:
    """Documents as the lists of contents have them, with depth and the caption of their part.

    What stands in none comes last.
    """
    seen = {env.config.root_doc}

    def below(docname: str, depth: int) -> Iterator[tuple[str, int, str]]:
        for toctree in env.tocs[docname].findall(addnodes.toctree):
            caption = toctree.get("caption") or ""
            for _title, name in toctree["entries"]:
                if name in env.all_docs and name not in seen:
                    seen.add(name)
                    yield name, depth, caption
                    caption = ""
                    yield from below(name, depth + 1)

    yield env.config.root_doc, 1, ""
    yield from below(env.config.root_doc, 1)
    for docname in sorted(set(env.all_docs) - seen):
        yield docname, 1, ""


def slugs_of(docnames: list[str]) -> dict[str, str]:
    """A name for each document that any reader and any file system takes."""
    slugs: dict[str, str] = {}
    for docname in docnames:
        plain = re.sub(r"[^a-z0-9]+", "-", docname.lower().encode("ascii", "ignore").decode())
        slug = wanted = plain.strip("-") or "page"
        number = 1
        while slug in slugs.values():
            number += 1
            slug = f"{wanted}-{number}"
        slugs[docname] = slug
    return slugs


def bind(build_volume: BuildVolume) -> Volume:
    """Build the pages and read them.

    Args:
        build_volume: see there; it may keep what it has built.
    """
    folder, app = build_volume(BOOK_BUILDER)
    env, config = app.env, app.config
    suffix: str = getattr(app.builder, "out_suffix", ".xhtml")
    order = list(reading_order(env))
    slugs = slugs_of([docname for docname, _depth, _caption in order])
    leaves = []
    for docname, depth, caption in order:
        body = read_leaf(folder / f"{docname}{suffix}")
        title = env.titles[docname].astext()
        leaves.append(Leaf(docname, depth, caption, title, slugs[docname], kind_of(body), body))
    return Volume(
        folder=folder,
        app=app,
        leaves=leaves,
        palette=read_palette(config, Path(app.confdir)),
        language=language_tag(config.language),
        direction=text_direction(config.language),
        entries=IndexEntries(env).create_index(app.builder),
        suffix=suffix,
    )


def kind_of(body: Any) -> str:
    """What a page is in a volume."""
    for kind, sign in (("register", "claim-theme"), ("glossary", "glossary")):
        if any(sign in classes(element) for element in body.iter()):
            return kind
    listed = sum("citation" in classes(element) for element in body.iter())
    return "bibliography" if listed > FEW_SOURCES else ""
