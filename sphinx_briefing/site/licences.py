"""The licences of what others made and the site carries, on one page: ``licences.html``.

Their texts are those of the installed packages, or lie among the project's static files beside what
they are for (``OFL.txt``, ``LICENSE…``).
"""

from __future__ import annotations

import re
from html import escape
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_revealjs.utils import get_revealjs_path

from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.site.metadata import as_html
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

NAME = "licences"

IS_LICENCE = re.compile(r"(?:^|/)(?:LICEN[CS]E|OFL|COPYING)[^/]*$", re.IGNORECASE)


class Part(NamedTuple):
    """Something that others made."""

    name: str
    use: str  # what the site has of it
    text: str  # of its licence


def licence_of(package: str) -> str:
    """The text of the licence of an installed package; empty: it brings none."""
    try:
        files = distribution(package).files or []
    except PackageNotFoundError:
        return ""
    texts = [
        Path(str(file.locate())).read_text(encoding="utf-8")
        for file in sorted(files)
        if IS_LICENCE.search(file.as_posix()) and "dist-info" in file.as_posix()
    ]
    return "\n\n".join(text.strip() for text in texts)


def parts(app: Sphinx) -> Iterator[Part]:
    """What others made, of what the site carries."""
    theme = app.config.html_theme
    yield Part(
        "Sphinx", _("the search, its index, and marks of the words found"), licence_of("sphinx")
    )
    yield Part(theme, _("the looks of the pages, and their scripts"), licence_of(theme))
    if [*DECKS.all(app.env)]:
        text = (get_revealjs_path() / "LICENSE").read_text(encoding="utf-8").strip()
        yield Part("reveal.js", _("what shows the slides"), text)
    for entry in (*app.config.html_static_path, *app.config.revealjs_static_path):
        folder = Path(app.confdir, entry)
        for file in sorted(folder.rglob("*")) if not Path(entry).is_absolute() else []:
            if IS_LICENCE.search(file.as_posix()) and file.is_file():
                where = file.relative_to(folder).parent.as_posix()
                yield Part(where, f"_static/{where}/", file.read_text(encoding="utf-8").strip())


def page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page."""
    if not writes_pages(app.builder) or NAME in app.env.found_docs:
        return
    found = {part.name: part for part in parts(app) if part.text}
    title = _("Licences")
    told = _("What others made and this site carries, each with its licence.")
    texts = "".join(
        f"<section>\n<h2>{escape(part.name)}</h2>\n<p>{escape(part.use)}</p>\n"
        f'<pre tabindex="0">{escape(part.text)}</pre>\n</section>\n'
        for part in found.values()
    )
    body = f"<section>\n<h1>{escape(title)}</h1>\n<p>{escape(told)}</p>\n{texts}</section>\n"
    tags = as_html([("name", "description", told)])
    yield NAME, {"title": title, "body": body, "metatags": tags}, "page.html"


def name_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Name the page in the head of each other, for whoever looks for it."""
    if writes_pages(app.builder) and doctree is not None and NAME not in app.env.found_docs:
        address = context["pathto"](NAME)
        context["metatags"] = context.get("metatags", "") + (
            f'\n<link rel="license" href="{escape(address)}" />'
        )


def setup(app: Sphinx) -> None:
    """Connect to the pages, and to the end of writing."""
    app.connect("html-page-context", name_page, priority=650)
    app.connect("html-collect-pages", page)
