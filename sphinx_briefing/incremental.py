"""Keeping incremental builds the same as clean ones.

Sphinx writes a page again when its source changes. Pages also show what other documents say: each
concept that puts such things on pages says so by connecting to two events, and what changed of it
since the last build decides which pages are written again.

``briefing-page-shows`` (app, docname): a list of what the page shows of others.
``briefing-pages-show`` (app,): a list of what any page may show of others.
Both give values that can be compared and pickled. Of a mapping, what is new changes no page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_briefing import compat

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAGE_SHOWS, PAGES_SHOW = "briefing-page-shows", "briefing-pages-show"

STORE = "briefing_shown"
"""Attribute of the environment: builder → what its pages last showed of each other."""

FILES = "briefing_files"
"""Attribute of the environment: the files that documents were made of, as they were."""


def pages_that_show_others(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """The pages that show something else than they did; all, where any page may show it.

    What was shown is kept for each builder, for each writes its own pages.
    """
    pages = {docname: app.emit(PAGE_SHOWS, docname) for docname in sorted(env.found_docs)}
    everywhere = app.emit(PAGES_SHOW)
    store: dict[str, Any] = vars(env).setdefault(STORE, {})
    pages_before, everywhere_before = store.get(app.builder.name, ({}, everywhere))
    store[app.builder.name] = pages, everywhere
    if any(map(_differs, everywhere_before, everywhere)):
        return sorted(env.found_docs)
    return [docname for docname in pages if pages[docname] != pages_before.get(docname)]


def _differs(before: list[Any], now: list[Any]) -> bool:
    """Whether what one concept shows is no longer what it was."""
    if len(before) != len(now):
        return True
    return any(
        not was.items() <= is_.items() if isinstance(was, dict) else was != is_
        for was, is_ in zip(before, now, strict=True)
    )


def titles_and_contents(app: Sphinx) -> list[object]:
    """Titles of documents, and which document contains which: any page may show them."""
    env = app.env
    return [
        sorted((docname, title.astext()) for docname, title in env.titles.items()),
        sorted((docname, list(within)) for docname, within in env.toctree_includes.items()),
        sorted((docname, _navigation_of(toc)) for docname, toc in env.tocs.items()),
    ]


def _navigation_of(contents: nodes.Element) -> list[list[str]]:
    """How the toctrees of a document stand in the navigation of every page: captions and more."""
    return [
        [
            repr(tree.get(key))
            for key in ("caption", "entries", "maxdepth", "titlesonly", "numbered")
        ]
        for tree in contents.findall(addnodes.toctree)
    ]


def documents_of_files_put_back(
    app: Sphinx,
    env: BuildEnvironment,
    added: AbstractSet[str],
    changed: AbstractSet[str],
    removed: AbstractSet[str],
) -> Iterable[str]:
    """The documents whose files are not those that were read.

    Sphinx reads again what is newer than its last reading: not a file put back with an older date.
    """
    noted: dict[Path, tuple[int, int] | None] = vars(env).get(FILES, {})
    return [
        docname
        for docname in sorted(env.found_docs & env.all_docs.keys())
        if any(path in noted and noted[path] != state_of(path) for path in files_of(env, docname))
    ]


def note_files(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Note what was read, for the next build; no page is written again for it."""
    paths = {path for docname in env.all_docs for path in files_of(env, docname)}
    vars(env)[FILES] = {path: state_of(path) for path in paths}
    return []


def files_of(env: BuildEnvironment, docname: str) -> list[Path]:
    """The files that a document is made of: its own, and all that it was noted to depend on."""
    others = env.dependencies.get(docname, ())
    return [Path(env.doc2path(docname)), *(Path(env.srcdir, str(name)) for name in others)]


def state_of(path: Path) -> tuple[int, int] | None:
    """Bytes and date of a file, in nanoseconds since 1970; none where it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def remove_pages_of_removed_documents(
    app: Sphinx,
    env: BuildEnvironment,
    added: AbstractSet[str],
    changed: AbstractSet[str],
    removed: AbstractSet[str],
) -> Iterable[str]:
    """Delete what was written of documents that are gone; Sphinx leaves it."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and app.builder.name != "revealjs":
        for docname in removed:
            app.builder.get_output_path(docname).unlink(missing_ok=True)
            for source in (app.outdir / "_sources").glob(f"{docname}.*"):
                source.unlink()
    return []


def complete_search_index(app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
    """Give the search index what a clean build's has; there are no pages to make."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        compat.complete_search_index(app.builder, app.env)
    return []


def setup(app: Sphinx) -> None:
    """Connect to the steps of a build."""
    app.add_event(PAGE_SHOWS)
    app.add_event(PAGES_SHOW)
    app.connect(PAGES_SHOW, titles_and_contents)
    app.connect("env-get-outdated", remove_pages_of_removed_documents)
    app.connect("env-get-outdated", documents_of_files_put_back)
    app.connect("env-updated", note_files)
    # After sphinxcontrib-bibtex, which then knows the sources.
    app.connect("env-updated", pages_that_show_others, priority=900)
    app.connect("html-collect-pages", complete_search_index)
