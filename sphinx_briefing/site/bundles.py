"""One stylesheet and one script for each page, in the place of many, without spaces and comments.

Joined are the stylesheets that a page links, the theme's, those of extensions, ours and the
project's, and of the scripts ours and Furo's. Ours are left out where nothing on the page has a class
of theirs. What comes from elsewhere, is for some media only or imports others stays as it is; the
colours of code are linked only where code stands. Pages that need the same share a file, which has
its name from what is in it. Of Furo's pages Sphinx's own scripts are left out, where nothing else may
ask for them; ``static/briefing-marks.js`` fetches them for whoever comes from a search.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rcssmin
import rjsmin

from sphinx_briefing.assets import Assets, checksum, offer, offered
from sphinx_briefing.config import writes_pages
from sphinx_briefing.incremental import PAGES_SHOW
from sphinx_briefing.site.without_inline import COLOURS, FURO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

FOLDER = "_bundles"

CODE = frozenset({"_static/pygments.css", "_static/pygments_dark.css"})
"""The colours of code. Furo writes its own over them once all pages are written."""

OF_SPHINX = frozenset(
    f"_static/{name}"
    for name in ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "translations.js")
)
"""What Sphinx gives to all pages: marks of the words searched for, and what its search needs."""

OF_FURO = "_static/scripts/furo.js"

MARKS = "briefing-marks.js"

OWN = "_static/briefing-"

CANNOT_JOIN = re.compile(r"^\s*@(?:import|namespace)\b", re.MULTILINE)

ADDRESS = re.compile(r"""url\(\s*(["']?)(?![a-z]+:|[/#"'])""", re.IGNORECASE)
"""The beginning of an address in a stylesheet, seen from the stylesheet."""

CLASSES = re.compile(r'\bclass="([^"]*)"')

CSS_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")

WORD = re.compile(r"[A-Za-z_][\w-]*")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

EVERYWHERE = frozenset({"briefing-tokens.css", COLOURS})
"""Stylesheets of ours that are about no class."""


# -- joining ----------------------------------------------------------------------------------------


@lru_cache(maxsize=128)
def small_style(path: Path, name: str, stamp: float) -> str:
    """A stylesheet without comments, its addresses seen from the folder of bundles."""
    text = re.sub(r'^@charset "[^"]*";', "", path.read_text(encoding="utf-8-sig"))
    folder = posixpath.dirname(name)
    text = ADDRESS.sub(lambda found: f"{found[0]}../{folder}/", text)
    return str(rcssmin.cssmin(text, keep_bang_comments=True))


@lru_cache(maxsize=128)
def small_script(path: Path, name: str, stamp: float) -> str:
    """A script without comments. What it would be debugged with stays behind."""
    text = re.sub(r"\n//# sourceMappingURL=.*", "", path.read_text(encoding="utf-8-sig"))
    return f"{rjsmin.jsmin(text, keep_bang_comments=True).strip().rstrip(';')};"


def join(outdir: Path, names: Sequence[str], small: Callable[[Path, str, float], str]) -> str:
    """Write files as one, unless it is there, and say its name."""
    paths = [Path(outdir, name) for name in names]
    parts = [
        small(path, name, path.stat().st_mtime) for path, name in zip(paths, names, strict=True)
    ]
    text = "\n".join(parts) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    path = Path(outdir, FOLDER, digest + posixpath.splitext(names[0])[1])
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        new = path.with_name(f".{path.name}.{os.getpid()}")  # others may be writing it, too
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    return f"{FOLDER}/{path.name}"


def joined(assets: list[Any], name: str, members: AbstractSet[str]) -> list[Any]:
    """Assets with one in the place of its members, where the last of them stood."""
    last = [asset for asset in assets if str(asset.filename) in members][-1]
    found = []
    for asset in assets:
        if asset is last:
            attributes = {**asset.attributes}
            found.append(type(asset)(name, priority=asset.priority, **attributes))
        elif str(asset.filename) not in members:
            found.append(asset)
    return found


# -- what a page needs ------------------------------------------------------------------------------


@lru_cache(maxsize=128)
def classes_in(path: Path, stamp: float) -> frozenset[str]:
    """The classes that a stylesheet names."""
    return frozenset(CSS_CLASS.findall(COMMENT.sub("", path.read_text(encoding="utf-8"))))


@lru_cache(maxsize=128)
def words_in(path: Path, stamp: float) -> frozenset[str]:
    """The words of a script, which may be classes that it gives."""
    return frozenset(WORD.findall(COMMENT.sub("", path.read_text(encoding="utf-8"))))


def can_join(app: Sphinx, asset: Any) -> bool:
    """Whether a stylesheet can be part of another."""
    name, path = str(asset.filename), Path(app.outdir, str(asset.filename))
    return (
        name not in CODE
        and set(asset.attributes) == {"rel", "type"}
        and path.is_file()
        and not CANNOT_JOIN.search(path.read_text(encoding="utf-8"))
    )


def is_own(asset: Any) -> bool:
    """Whether a script is ours, and waits until the page is read; Furo's stands at its end."""
    name, attributes = str(asset.filename), {*asset.attributes}
    return (name.startswith(OWN) and attributes == {"defer"}) or (
        name == OF_FURO and not attributes
    )


def stamped(app: Sphinx, name: str) -> tuple[Path, float]:
    """A file of the output, and when it was written."""
    path = Path(app.outdir, name)
    return path, path.stat().st_mtime


def used(app: Sphinx, styles: list[Any], body: str, scripts: Sequence[str]) -> list[Any]:
    """The stylesheets that a page needs: of ours, those whose classes it has, or a script gives."""
    of_us = {
        f"_static/{name}" for one in offered(app.events) for name in (*one.styles, *one.page_styles)
    } - {f"_static/{name}" for name in EVERYWHERE}
    names = {name for found in CLASSES.findall(body) for name in found.split()}
    names = names.union(*(words_in(*stamped(app, script)) for script in scripts))
    return [
        asset
        for asset in styles
        if (name := str(asset.filename)) not in of_us or classes_in(*stamped(app, name)) & names
    ]


def link_bundles(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Have a page link the joined files in the place of what is in them."""
    if not writes_pages(app.builder):
        return
    is_furo, body = app.config.html_theme == FURO, context.get("body", "")
    scripts = sorted(context["script_files"], key=lambda asset: asset.priority)
    own = [str(asset.filename) for asset in scripts if is_own(asset)]
    if own:
        context["script_files"] = joined(scripts, join(app.outdir, own, small_script), {*own})
    others = {str(a.filename) for a in context["script_files"]} - OF_SPHINX
    if is_furo and doctree is not None and all(n.startswith((FOLDER, OWN)) for n in others):
        context["script_files"] = [
            asset for asset in context["script_files"] if str(asset.filename) not in OF_SPHINX
        ]
    styles = sorted(context["css_files"], key=lambda asset: asset.priority)
    if doctree is not None:
        styles = used(app, styles, body, own)
        if 'class="highlight' not in body:
            styles = [asset for asset in styles if str(asset.filename) not in CODE]
    members = [str(asset.filename) for asset in styles if can_join(app, asset)]
    if members:
        styles = joined(styles, join(app.outdir, members, small_style), {*members})
    context["css_files"] = styles


def add_marks(app: Sphinx) -> None:
    """Give web pages what marks the words that were searched for."""
    if writes_pages(app.builder) and app.config.html_theme == FURO:
        app.add_js_file(MARKS, loading_method="defer")


def pages_show(app: Sphinx) -> list[object]:
    """Any page may link what the theme brings, and bundles have the names of what is in them."""
    theme = getattr(app.builder, "theme", None)
    if theme is None or not writes_pages(app.builder):
        return []
    folders = [Path(folder, "static") for folder in theme.get_theme_dirs()]
    return [checksum(folders), rcssmin.__version__, rjsmin.__version__]


def setup(app: Sphinx) -> None:
    """Connect to the start of a build, and to its pages, when all else is in them."""
    offer(app, Assets((), linked_otherwise=(MARKS,)))
    app.connect("builder-inited", add_marks)
    app.connect(PAGES_SHOW, pages_show)
    app.connect("html-page-context", link_bundles, priority=980)
