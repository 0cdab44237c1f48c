"""Taking away pictures and downloads that no document refers to any more; Sphinx leaves them.

What an earlier build published of a note that has become private would stay published.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

STORE = "briefing_copied"
"""Attribute of the environment: builder → files that its documents had copied, below its output."""


def files_of(env: BuildEnvironment) -> set[str]:
    """The files that documents refer to, as they lie below the output folder."""
    images = {f"_images/{name}" for _documents, name in env.images.values()}
    downloads = {f"_downloads/{name}" for _documents, name in env.dlfiles.values()}
    return images | downloads


def remove_leftovers(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Delete what the last build of this kind copied and nothing refers to now."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        store: dict[str, Any] = vars(env).setdefault(STORE, {})
        now = files_of(env)
        for name in store.get(app.builder.name, set()) - now:
            Path(app.outdir, name).unlink(missing_ok=True)
        store[app.builder.name] = now
    return []


def setup(app: Sphinx) -> None:
    """Look once everything is read, before the environment is kept."""
    app.connect("env-updated", remove_leftovers)
