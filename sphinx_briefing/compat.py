"""Every use of what Sphinx and its extensions do not promise, each with why and until when."""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import _assets
from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.tags import Tags


def builder_of(env: BuildEnvironment) -> Builder:
    """The builder for which documents are being resolved.

    Sphinx 9 deprecates ``env.app`` and offers no other way to it:
    https://github.com/sphinx-doc/sphinx/issues/14136
    """
    return env._app.builder


def tags_of(env: BuildEnvironment) -> Tags:
    """The tags of the build, as Sphinx's own ``OnlyNodeTransform`` reads them.

    https://github.com/sphinx-doc/sphinx/issues/13072
    """
    return env._tags


def terms_of(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """The standard domain's terms in lower case, by which ``{term}`` finds them.

    Its ``note_object`` has no such table, and ``_note_term`` is not public either.
    """
    return env.domains.standard_domain._terms


def complete_search_index(builder: StandaloneHTMLBuilder, env: BuildEnvironment) -> None:
    """Give an incremental build's search index what a clean build's has, and no more.

    Sphinx forgets the index entries of pages it does not write again, and keeps words that stand
    nowhere any more: https://github.com/sphinx-doc/sphinx/issues/12599
    """
    indexer = getattr(builder, "indexer", None)
    if indexer is None:
        return
    for mapping in (indexer._mapping, indexer._title_mapping):
        for word in [word for word, docnames in mapping.items() if not docnames]:
            del mapping[word]
    entries = indexer._index_entries
    entries.clear()
    for docname, found in sorted(env.domains.index_domain.entries.items()):
        if "nosearch" not in env.metadata.get(docname, {}):
            entries[docname] = sorted(
                {
                    (text, target or "", main)
                    for kind, value, target, main, _ in found
                    for text in split_index_msg(kind, value)
                }
            )
    indexer._objtypes.clear()
    indexer._objnames.clear()


def declare_parallel_safe(app: Sphinx, extension: str) -> None:
    """Let documents be read and written in parallel beside an extension that says not.

    sphinx-revealjs keeps nothing in the environment, so that it is safe.
    """
    app.extensions[extension].parallel_read_safe = True
    app.extensions[extension].parallel_write_safe = True


@contextmanager
def without_handlers_of_themes(app: Sphinx, event: str, own: str) -> Iterator[None]:
    """Emit an event to no extension that brings an HTML theme, but to the one that is ``own``.

    Such an extension prepares the pages of its theme: it looks for that theme's options, and adds
    scripts to each page. Sphinx has no way to ask which theme a handler is for, nor a public list
    of handlers.
    """
    listeners = app.events.listeners[event]
    themes = [Path(folder).resolve() for folder in app.registry.html_themes.values()]
    packages = {
        name
        for name, extension in app.extensions.items()
        if name != own
        and getattr(extension.module, "__path__", None)  # a package, not a module beside the theme
        and any(
            theme.is_relative_to(Path(extension.module.__path__[0]).resolve()) for theme in themes
        )
    }

    def of_theme(handler: object) -> bool:
        module = inspect.getmodule(handler)
        name = module.__name__ if module else ""
        return any(f"{name}.".startswith(f"{package}.") for package in packages)

    app.events.listeners[event] = [one for one in listeners if not of_theme(one.handler)]
    try:
        yield
    finally:
        app.events.listeners[event] = listeners


def forget_checksums() -> None:
    """Let the links of a build have the checksums of its own files.

    Sphinx (9.0) keeps the checksum of a file as long as the process lasts, so a second build in
    it, to the same folder, links what has changed by its old one.
    """
    _assets._file_checksum_inner.cache_clear()
