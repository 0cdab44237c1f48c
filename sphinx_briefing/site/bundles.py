"""One stylesheet and one script for each page, in the place of many, without spaces and comments.

Joined are the stylesheets that a page links, the theme's, those of extensions, ours and the
project's, and of the scripts ours and Furo's. What comes from elsewhere, is for some media only or
imports others stays as it is; the colours of code are linked only where code stands. A page of
Furo's gets the rules it has a use for (``needed_rules.py``). Pages that need the same share a file,
named after what is in it. Of Furo's pages Sphinx's own scripts are left out, where nothing
else may ask for them; ``static/briefing-marks.js`` fetches them for whoever comes from a search.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_briefing.assets import Assets, checksum, offer
from sphinx_briefing.config import writes_pages
from sphinx_briefing.incremental import PAGES_SHOW
from sphinx_briefing.joining import VERSIONS, SmallFiles
from sphinx_briefing.site.needed_rules import Sheet, words_of
from sphinx_briefing.site.without_inline import FURO

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

FOLDER = "_bundles"

CODE = frozenset({"_static/pygments.css", "_static/pygments_dark.css"})
"""The colours of code. Furo writes its own over them once all pages are written."""

OF_SPHINX = frozenset(
    f"_static/{name}"
    for name in (
        "documentation_options.js",
        "doctools.js",
        "sphinx_highlight.js",
        "translations.js",
    )
)
"""What Sphinx gives to all pages: marks of the words searched for, and what its search needs."""

OF_FURO = "_static/scripts/furo.js"

MARKS = "briefing-marks.js"

OWN = "_static/briefing-"

JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
"""What a template decides; class="toc-drawer{% if hidden %} no-toc{% endif %}" may be both."""

ALWAYS = frozenset({"html", "body", "mark", "dialog", "kbd"})
"""Elements that no page needs to name, or that browsers and scripts add."""


# -- joining --------------------------------------------------------------------------------------


def write(app: Sphinx, parts: Iterable[str], suffix: str) -> str:
    """Write texts as one file, unless it is there, and say its name."""
    text = "\n".join(parts) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    path = Path(app.outdir, FOLDER, f"{digest}{suffix}")
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
            found.append(type(asset)(name, priority=asset.priority, **asset.attributes))
        elif str(asset.filename) not in members:
            found.append(asset)
    return found


def is_own(asset: Any) -> bool:
    """Whether a script is ours, and waits until the page is read; Furo's stands at its end."""
    name, attributes = str(asset.filename), {*asset.attributes}
    return (name.startswith(OWN) and attributes == {"defer"}) or (
        name == OF_FURO and not attributes
    )


class Bundles:
    """Joins what pages link."""

    def __init__(self) -> None:
        """Begin without having read a file."""
        self.files = SmallFiles()
        self._of_templates: frozenset[str] | None = None
        self._sheets: dict[str, Sheet] = {}

    def start(self, app: Sphinx) -> None:
        """Begin a build, whose theme may be another."""
        self._of_templates = None
        self._sheets.clear()

    def link(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
    ) -> None:
        """Have a page link the joined files in the place of what is in them."""
        if not writes_pages(app.builder):
            return
        scripts = sorted(context["script_files"], key=lambda asset: asset.priority)
        others = {str(asset.filename) for asset in scripts if not is_own(asset)}
        is_document = doctree is not None
        if is_document and app.config.html_theme == FURO and others <= OF_SPHINX:
            scripts = [asset for asset in scripts if str(asset.filename) not in OF_SPHINX]
        context["script_files"] = self.join_scripts(app, scripts)
        styles = sorted(context["css_files"], key=lambda asset: asset.priority)
        if is_document and 'class="highlight' not in context["body"]:
            styles = [asset for asset in styles if str(asset.filename) not in CODE]
        known = self.known_words(app, context, scripts) if is_document else None
        context["css_files"] = self.join_styles(app, styles, known)

    def join_scripts(self, app: Sphinx, scripts: list[Any]) -> list[Any]:
        """The scripts of a page with ours as one."""
        own = [str(asset.filename) for asset in scripts if is_own(asset)]
        if not own:
            return scripts
        parts = [self.files.script(Path(app.outdir, name)) for name in own]
        return joined(scripts, write(app, parts, ".js"), {*own})

    def join_styles(
        self, app: Sphinx, styles: list[Any], known: AbstractSet[str] | None
    ) -> list[Any]:
        """The stylesheets of a page as one.

        Args:
            app: the application.
            styles: what it links, in order.
            known: words that a selector may name; none: all may be needed.
        """
        members = [
            name
            for asset in styles
            if (name := str(asset.filename)) not in CODE
            and set(asset.attributes) == {"rel", "type"}
            and Path(app.outdir, name).is_file()
            and self.files.can_be_joined(Path(app.outdir, name))
        ]
        if not members:
            return styles
        parts = [
            self.files.style(Path(app.outdir, name), f"../{posixpath.dirname(name)}")
            for name in members
        ]
        if known is not None:
            parts = [self.sheet(part).needed(known) for part in parts]
        return joined(styles, write(app, filter(None, parts), ".css"), {*members})

    def sheet(self, css: str) -> Sheet:
        """A stylesheet, read once."""
        if css not in self._sheets:
            self._sheets[css] = Sheet(css)
        return self._sheets[css]

    def known_words(
        self, app: Sphinx, context: dict[str, Any], scripts: list[Any]
    ) -> frozenset[str] | None:
        """The words that selectors may name on a page of Furo's; none, where none can tell."""
        paths = [Path(app.outdir, str(asset.filename)) for asset in scripts]
        if app.config.html_theme != FURO or not all(path.is_file() for path in paths):
            return None
        texts = "\n".join(value for value in context.values() if isinstance(value, str))
        scripted = (self.files.words(path) for path in paths)
        return self.words_of_templates(app).union(words_of(texts), *scripted)

    def words_of_templates(self, app: Sphinx) -> frozenset[str]:
        """The classes, ids and elements of the templates of a theme, and of the project's own."""
        if self._of_templates is None:
            builder: Any = app.builder
            folders = [Path(app.confdir, folder) for folder in app.config.templates_path]
            folders += [Path(folder) for folder in builder.theme.get_theme_dirs()]
            texts = [
                JINJA.sub(" ", file.read_text(encoding="utf-8"))
                for folder in folders
                for file in sorted(folder.rglob("*.html"))
            ]
            self._of_templates = ALWAYS.union(*map(words_of, texts))
        return self._of_templates


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
    return [checksum(folders), VERSIONS]


def setup(app: Sphinx) -> None:
    """Connect to the start of a build, and to its pages, when all else is in them."""
    bundles = Bundles()
    offer(app, Assets((), linked_otherwise=(MARKS,)))
    app.connect("builder-inited", add_marks)
    app.connect(PAGES_SHOW, pages_show)
    app.connect("builder-inited", bundles.start)
    app.connect("html-page-context", bundles.link, priority=980)
