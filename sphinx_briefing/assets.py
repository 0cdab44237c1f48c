"""The extension's own stylesheets and scripts: each concept has its own in its folder ``static``.

A concept says so with `offer`. Pages link what is offered, in the order of `sphinx_briefing.setup`:
first the stylesheets of docs and decks, then those of the docs alone. The deck builder asks for
them (`offered`), and adds those of its theme.

Names begin with ``briefing-``: ``_static`` is one folder for everybody, and a file of a project's
own would there take the place of ours.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_briefing.compat import forget_checksums
from sphinx_briefing.config import writes_pages
from sphinx_briefing.incremental import PAGES_SHOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.events import EventManager

ASSETS = "briefing-assets"
"""The event by which concepts are asked for their files."""

WHEN_ASKED: dict[str, Any] = {"data-when": "asked"}
"""Of a script of a page that is fetched when its reader first does something.

Scripts that need it wait for ``window.briefingLater()`` (``site/static/briefing-later.js``).
"""


class Assets(NamedTuple):
    """What one concept offers; all of it is copied into ``_static``."""

    paths: tuple[Path, ...]  # folders and files to copy
    styles: tuple[str, ...] = ()  # of docs and decks
    page_styles: tuple[str, ...] = ()  # of the docs alone
    scripts: tuple[str, ...] = ()  # of all web pages and decks, in the order they need each other
    when_asked: tuple[str, ...] = ()  # those of the scripts that only answer what a reader does
    linked_otherwise: tuple[str, ...] = ()  # of the docs alone, which link them in their own way
    shown: tuple[str, ...] = ()  # classes of what is shown on other pages, too, as previews are

    @property
    def names(self) -> set[str]:
        """The files that pages link."""
        return {*self.styles, *self.scripts, *self.of_pages}

    @property
    def of_pages(self) -> set[str]:
        """The files that pages link, and decks do not."""
        return {*self.page_styles, *self.linked_otherwise}


def offer(app: Sphinx, assets: Assets) -> None:
    """Have pages link files of a concept."""
    app.connect(ASSETS, lambda _app: assets)


def offered(events: EventManager) -> list[Assets]:
    """What the concepts offer, in their order."""
    return events.emit(ASSETS)


def add_files(app: Sphinx) -> None:
    """Give pages their stylesheets, and web pages their scripts; books run none."""
    builder = app.builder
    forget_checksums()
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name == "epub":
        return
    found = offered(app.events)
    paths = [str(path) for assets in found for path in assets.paths]
    app.config.html_static_path = [*app.config.html_static_path, *paths]
    for assets in found:
        for name in assets.styles:
            app.add_css_file(name)
    for assets in found:
        for name in assets.page_styles:
            app.add_css_file(name)
    if writes_pages(builder):
        for assets in found:
            for name in assets.scripts:
                more = WHEN_ASKED if name in assets.when_asked else {}
                app.add_js_file(name, loading_method="defer", **more)


def checksums(app: Sphinx) -> list[object]:
    """The stylesheets and scripts beside the pages: any page may link them by their checksums.

    Sphinx writes ``?v=`` and the checksum into links, but no page again when a file has changed.
    """
    linked = [*app.config.html_css_files, *app.config.html_js_files]
    paths = [Path(app.confdir, entry) for entry in app.config.html_static_path]
    return [checksum(paths), repr(linked)]


def checksum(paths: Iterable[Path]) -> list[tuple[str, int]]:
    """The stylesheets and scripts in folders, or among files, each with its checksum."""
    found = set()
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.suffix in {".css", ".js"} and file.is_file():
                name = file.relative_to(path.parent if path == file else path).as_posix()
                found.add((name, zlib.crc32(file.read_bytes())))
    return sorted(found)


def setup(app: Sphinx) -> None:
    """Offer the colours and typefaces that all concepts use, and connect to a build's start."""
    app.add_event(ASSETS)
    static = Path(__file__).with_name("static")
    offer(app, Assets((static,), styles=("briefing-tokens.css",)))
    app.connect("builder-inited", add_files)
    app.connect(PAGES_SHOW, checksums)
