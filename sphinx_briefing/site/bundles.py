"""One stylesheet and one script for each page, in the place of many, without spaces and comments.

Joined are the stylesheets that a page links, the theme's, those of extensions, ours and the
project's, and of the scripts ours and Furo's. What comes from elsewhere, is for some media only or
imports others stays as it is; the colours of code are linked only where code stands. A page of
Furo's gets the rules it has a use for (``needed_rules.py``). Pages that need the same share a file,
named after what is in it. Of Furo's pages Sphinx's own scripts are left out, where nothing
else may ask for them; ``static/briefing-marks.js`` fetches them for whoever comes from a search.
A deck's own stylesheets and scripts are joined as they are, reveal.js' among them.
"""

from __future__ import annotations

import hashlib
import operator
import os
import posixpath
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing.assets import WHEN_ASKED, Assets, checksum, offer, offered
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.pictures import STYLES as PICTURES
from sphinx_briefing.incremental import PAGES_SHOW
from sphinx_briefing.joining import VERSIONS, SmallFiles
from sphinx_briefing.site.finishing import FINISH
from sphinx_briefing.site.needed_rules import (
    ALWAYS,
    READS,
    Sheets,
    needed,
    rules_of,
    words_of,
    written,
)
from sphinx_briefing.site.without_inline import FURO
from sphinx_briefing.slides.box import DECK_BUILDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx

    from sphinx_briefing.site.needed_rules import Rule

FOLDER = "_bundles"

NOW, LATER = f"{FOLDER}/of-this-page.css", f"{FOLDER}/of-this-page-later.css"
"""Stand for a page's stylesheets, the first and the one for later, until the page is whole."""

LATER_STYLE = re.compile(rf' data-later-style="([^"]*){re.escape(LATER)}"')

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

SEARCHED = "searchindex.js"

OF_FURO = "_static/scripts/furo.js"

SCRIPTS = ("briefing-marks.js", "briefing-later.js")

OWN, REVEAL = "_static/briefing-", "_static/revealjs/"

WORD = re.compile(r"[A-Za-z_][\w-]*")

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)

SOURCE = re.compile(r'\s(?:src|data-(later))="([^"?]*)')

SHADOW = re.compile(r"<template shadowrootmode=.*?</template>", re.DOTALL)
"""A tree with stylesheets of its own, which reads the page's custom properties."""


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


def joined(assets: list[Any], name: str, members: AbstractSet[str], **attributes: str) -> list[Any]:
    """Assets with one in the place of its members, where the last of them stood."""
    last = [asset for asset in assets if str(asset.filename) in members][-1]
    found = []
    for asset in assets:
        if asset is last:
            kept = {key: value for key, value in asset.attributes.items() if key not in WHEN_ASKED}
            found.append(type(asset)(name, priority=asset.priority, **kept, **attributes))
        elif str(asset.filename) not in members:
            found.append(asset)
    return found


def is_own(asset: Any) -> bool:
    """Whether a script is ours, and waits until the page is read; Furo's stands at its end."""
    name, attributes = str(asset.filename), {*asset.attributes} - {*WHEN_ASKED}
    return (name.startswith(OWN) and attributes == {"defer"}) or (
        name == OF_FURO and not attributes
    )


def is_in_house(app: Sphinx, name: str) -> bool:
    """Whether a stylesheet is ours or the project's, not of a theme or another extension."""
    own = {f"_static/{entry[0]}" for entry in app.config.html_css_files}
    return name.startswith(OWN) or name in own


def is_for_later(asset: Any) -> bool:
    """Whether a script is fetched when a reader does something."""
    return {*asset.attributes} >= {*WHEN_ASKED}


class Known(NamedTuple):
    """What selectors may name on a page, and the custom properties that it reads itself."""

    words: set[str]
    words_later: set[str]  # of what it fetches when its reader does something
    read: set[str]


class Bundles:
    """Joins what pages link."""

    def __init__(self) -> None:
        """Begin without having read a file."""
        self.files = SmallFiles()
        self._sheets: dict[tuple[str, ...], Sheets] = {}

    def link(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
    ) -> None:
        """Have a page link the joined files in the place of what is in them."""
        if not (writes_pages(app.builder) or app.builder.name == DECK_BUILDER):
            return
        scripts = sorted(context["script_files"], key=lambda asset: asset.priority)
        styles = sorted(context["css_files"], key=lambda asset: asset.priority)
        if app.builder.name == DECK_BUILDER:
            self.join_styles(app, styles, context, picked=False)
            context["script_files"] = self.join_deck_scripts(app, scripts)
            return
        others = {str(asset.filename) for asset in scripts if not is_own(asset)}
        is_document = doctree is not None
        if is_document and app.config.html_theme == FURO and others <= OF_SPHINX:
            scripts = [asset for asset in scripts if str(asset.filename) not in OF_SPHINX]
        if is_document and 'class="highlight' not in context["body"]:
            styles = [asset for asset in styles if str(asset.filename) not in CODE]
        picked = app.config.html_theme == FURO and (is_document or others <= OF_SPHINX)
        to = context["pathto"]
        later = {"data-later-style": to(LATER, resource=True)} if picked else {}
        context["script_files"] = self.join_scripts(app, scripts, to, later)
        self.join_styles(app, styles, context, picked=picked)

    def join_scripts(
        self, app: Sphinx, scripts: list[Any], to: Callable[..., str], later_style: dict[str, str]
    ) -> list[Any]:
        """The scripts of a page with ours as one, and those for later as one that it names.

        Args:
            app: the application.
            scripts: what it links, in order.
            to: gives the address of a file as the page sees it.
            later_style: says where the stylesheet is that goes with those for later.
        """
        own = [asset for asset in scripts if is_own(asset)]
        now = dict.fromkeys(str(asset.filename) for asset in own if not is_for_later(asset))
        later = dict.fromkeys(str(asset.filename) for asset in own if is_for_later(asset))
        if not now:
            return scripts
        first, second = (
            [
                self.files.script(Path(app.outdir, name))
                for name in names
                if names is now or name not in now
            ]
            for names in (now, later)
        )
        named = (
            {"data-later": to(write(app, second, ".js"), resource=True)} | later_style
            if second
            else {}
        )
        return joined(scripts, write(app, first, ".js"), {*now, *later}, **named)

    def join_deck_scripts(self, app: Sphinx, scripts: list[Any]) -> list[Any]:
        """The scripts of a deck with reveal.js and ours as one; they follow one another."""
        members = [
            name
            for asset in scripts
            if (name := str(asset.filename)).startswith((OWN, REVEAL))
            and not asset.attributes
            and Path(app.outdir, name).is_file()
        ]
        if not members:
            return scripts
        texts = [self.files.script(Path(app.outdir, name)) for name in members]
        return joined(scripts, write(app, texts, ".js"), {*members})

    def join_styles(
        self, app: Sphinx, styles: list[Any], context: dict[str, Any], *, picked: bool
    ) -> None:
        """Have a page link its stylesheets as one.

        Args:
            app: the application.
            styles: what it links, in order.
            context: of the page.
            picked: whether it gets only what it needs of them.
        """
        members = [
            name
            for asset in styles
            if (name := str(asset.filename)) not in CODE
            and set(asset.attributes) == {"rel", "type"}
            and Path(app.outdir, name).is_file()
            and self.files.can_be_joined(Path(app.outdir, name))
        ]
        context["css_files"] = styles
        if not members:
            return
        if not picked:
            parts = [self.style(app, name) for name in members]
            context["css_files"] = joined(styles, write(app, parts, ".css"), {*members})
            return
        others = {str(asset.filename) for asset in styles} - {*members} - CODE

        def finish(html: str) -> str:
            now, later = self.needed_styles(app, members, html, alone=not others)
            html = LATER_STYLE.sub(rf' data-later-style="\1{later}"' if later else "", html)
            return html.replace(NOW, now)

        context["css_files"] = joined(styles, NOW, {*members})
        context.setdefault(FINISH, []).append(finish)

    def style(self, app: Sphinx, name: str) -> str:
        """A stylesheet as a bundle holds it."""
        return self.files.style(Path(app.outdir, name), f"../{posixpath.dirname(name)}")

    def needed_styles(
        self, app: Sphinx, members: list[str], html: str, *, alone: bool
    ) -> tuple[str, str]:
        """Write what a page of Furo's needs of stylesheets as one, and what it will need later.

        Args:
            app: the application.
            members: names of the stylesheets.
            html: the whole page.
            alone: whether it links no others, which may read what these set.

        Returns:
            The names of both; of the second none, where nothing is fetched later.
        """
        known = self.known(app, html)
        if known is None:
            return write(app, [self.style(app, name) for name in members], ".css"), ""
        sheets = self.sheets(app, members)
        has_shadow = SHADOW.search(html) is not None
        relevant = (
            frozenset(known.words & sheets.names),
            frozenset(known.words_later & sheets.names),
            frozenset(known.read & sheets.properties) if alone else None,
            has_shadow,
        )
        first, second = sheets.pick(*relevant)
        return write(app, first, ".css"), write(app, second, ".css") if second else ""

    def sheets(self, app: Sphinx, members: list[str]) -> Sheets:
        """The rules of stylesheets, read again once they change, and what pages got of them."""
        rules = [self.rules(app, name) for name in members]
        own = [part for part, name in zip(rules, members, strict=True) if is_in_house(app, name)]
        sheets = self._sheets.get(tuple(members))
        if sheets is None or any(map(operator.is_not, sheets.rules, rules)):
            sheets = self._sheets[tuple(members)] = Sheets(rules, own)
        return sheets

    def rules(self, app: Sphinx, name: str) -> tuple[Rule, ...]:
        """The rules of a stylesheet as a bundle holds it."""
        path = Path(app.outdir, name)
        found: tuple[Rule, ...] = self.files.once(
            path, "rules", lambda _text: rules_of(self.style(app, name))
        )
        return found

    def _words_of(self, script: Path, _text: str) -> tuple[set[str], set[str]]:
        """The words of a script, which may be classes that it gives, and properties it reads."""
        text = self.files.script(script)
        return {*WORD.findall(text)}, {*READS.findall(text)}

    def known(self, app: Sphinx, html: str) -> Known | None:
        """What is known of a page; none, where a script of it comes from elsewhere."""
        found = Known({*ALWAYS, *words_of(SHADOW.sub("", html))}, set(), {*READS.findall(html)})
        for attributes, text in SCRIPT.findall(html):
            if "json" not in attributes:  # that is data
                found.words.update(WORD.findall(text))
            for later, source in SOURCE.findall(attributes):
                if source.endswith(f"/{SEARCHED}") or source == SEARCHED:
                    continue  # data, which is written last of all
                path = Path(app.outdir, re.sub(r"^(?:\.?\.?/)+", "", source))
                if not path.is_file():
                    return None
                words, read = self.files.once(path, "words", partial(self._words_of, path))
                (found.words_later if later else found.words).update(words)
                found.read.update(read)
        for assets in offered(app.events) if found.words_later else ():
            found.words_later.update(assets.shown)
        return found


def add_scripts(app: Sphinx) -> None:
    """Give web pages what fetches others: those that answer a reader, those that mark words."""
    if writes_pages(app.builder):
        for name in SCRIPTS if app.config.html_theme == FURO else SCRIPTS[1:]:
            app.add_js_file(name, loading_method="defer")


def pick_for_pictures(app: Sphinx, error: Exception | None) -> None:
    """Leave in the stylesheet of slides' pictures what they need, once all pages are written."""
    path = Path(app.outdir, "_static", PICTURES)
    if error or not writes_pages(app.builder) or not path.is_file():
        return
    trees = {
        tree
        for page in sorted(Path(app.outdir).rglob("*.html"))
        for tree in SHADOW.findall(page.read_text(encoding="utf-8"))
    }
    if trees:
        css = path.read_text(encoding="utf-8")
        kept = written(needed(rules_of(css), {*words_of("".join(trees)), "link"}))
        path.write_text(kept, encoding="utf-8")


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
    offer(app, Assets((), linked_otherwise=SCRIPTS))
    app.connect("builder-inited", add_scripts)
    app.connect(PAGES_SHOW, pages_show)
    app.connect("html-page-context", bundles.link, priority=980)
    app.connect("build-finished", pick_for_pictures, priority=980)
