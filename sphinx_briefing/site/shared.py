"""A small page for each term, claim and slide, whose address can be pasted into a chat.

A chat asks for a page and shows what its head says; it does not know what stands behind the ``#``.
So these pages say it: the term with its definition, the claim with its verdict, the slide with its
picture, where one was made. Whoever opens one is led on at once to the permanent anchor, which is
what is cited, or to the slide in its deck (without a script: WCAG 2.2, technique H76). They are
made where the site's address is known, whatever else is made, so that they stay.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from sphinx.errors import ExtensionError
from sphinx.util.osutil import relative_uri

from sphinx_briefing import messages
from sphinx_briefing.addresses import deck_page, site_address
from sphinx_briefing.claims.data import claims_of, in_language
from sphinx_briefing.claims.records import REGISTERED
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.records import DECKS, slides_of
from sphinx_briefing.glossary.cite import SHARED
from sphinx_briefing.glossary.data import definitions_in, in_one
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.site.descriptions import shortened
from sphinx_briefing.site.icons import link_to_icon
from sphinx_briefing.site.metadata import UNSEEN, as_html, link_preview
from sphinx_briefing.translation import _, language_tag, text_direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.glossary.data import Definition
    from sphinx_briefing.resolved import Resolved

MOST = 300
"""Characters of a text: more than chats show of one."""


class SharedPage(NamedTuple):
    """What is told of a term, a claim or a slide."""

    name: str  # of the page, below `SHARED`
    docname: str  # whose picture stands for it, where it has none of its own
    target: str  # where it leads, from the site's root
    title: str
    text: str
    opening: str  # what the link that leads on says
    slide: str = ""  # its id


def pages_of_entries(app: Sphinx, resolved: Resolved[nodes.document]) -> Iterator[SharedPage]:
    """A page for each term and claim."""
    env, opening = app.env, _("Open the entry")

    def at(docname: str, anchor: str) -> str:
        return f"{app.builder.get_target_uri(docname)}#{anchor}"

    definitions: dict[str, list[Definition]] = {}
    for docname in sorted({entry.docname for entry in ENTRIES.all(env)}):
        document = resolved.of(app, docname)
        definitions |= definitions_in(document) if document is not None else {}
    for entry in ENTRIES.all(env):
        text = in_one(definitions.get(entry.id, []))
        target = at(entry.docname, entry.id)
        yield SharedPage(entry.id, entry.docname, target, entry.term, text, opening)
    claims = claims_of(env)
    for place in REGISTERED.all(env):
        if place.id in claims:
            claim = in_language(env, place.docname, claims[place.id])
            title = _("Claim {id}: {verdict}").format(id=claim.id, verdict=_(claim.standing.word))
            target = at(place.docname, place.anchor)
            yield SharedPage(place.anchor, place.docname, target, title, claim.restatement, opening)


def pages_of_slides(app: Sphinx) -> Iterator[SharedPage]:
    """A page for each slide of each deck."""
    for deck in DECKS.all(app.env):
        page, text = deck_page(app.config, deck.name), _("A slide of “{deck}”")
        for slide in slides_of(app.env, deck):
            yield SharedPage(
                name=f"{deck.name}/{slide.id}",
                docname=deck.docname,
                target=f"{page}#/{slide.id}",
                title=slide.title,
                text=text.format(deck=deck.title),
                opening=_("Open the slide"),
                slide=slide.id,
            )


def shared_html(app: Sphinx, page: SharedPage) -> str:
    """The page: what it tells, and where it leads."""
    here, config = f"{SHARED}/{quote(page.name)}.html", app.config
    address, own = site_address(config) + page.target, site_address(config) + here
    target, hash_, anchor = page.target.partition("#")
    there = relative_uri(here, target) + hash_ + anchor
    text = shortened(page.text, MOST)
    tags = link_preview(
        app, page.docname, title=page.title, description=text, address="", slide=page.slide
    )
    if config.briefing_presenter:
        tags.append(("name", "robots", UNSEEN))
    return f"""<!doctype html>
<html lang="{language_tag(config.language)}" dir="{text_direction(config.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0; url={escape(there)}">
<title>{escape(page.title)}</title>
<link rel="canonical" href="{escape(address)}">{as_html([("name", "description", text), *tags])}
{link_to_icon(config, "../" * here.count("/"))}
<meta property="og:url" content="{escape(own)}">
</head>
<body>
<main>
<h1>{escape(page.title)}</h1>
<p>{escape(text)}</p>
<p><a href="{escape(there)}">{escape(page.opening)}</a></p>
</main>
</body>
</html>
"""


def refuse_documents_there(app: Sphinx, env: BuildEnvironment, docnames: object) -> None:
    """Refuse documents whose pages would lie among these.

    Raises:
        ExtensionError: there is one.
    """
    for docname in sorted(env.found_docs):
        if site_address(app.config) and docname.startswith(f"{SHARED}/"):
            shown = env.doc2path(docname, base=False)
            raise ExtensionError(messages.DOCUMENT_AMONG_SHARED % (shown, SHARED))


class SharedPages:
    """Writes them once the pages are written."""

    def __init__(self, resolved: Resolved[nodes.document]) -> None:
        """Say where resolved documents are had."""
        self._resolved = resolved

    def write(self, app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
        """Write the pages, and take away those of what is gone; the theme makes none of them."""
        if not writes_pages(app.builder):
            return
        folder, written = Path(app.outdir, SHARED), set[Path]()
        if site_address(app.config):
            for page in (*pages_of_entries(app, self._resolved), *pages_of_slides(app)):
                path = folder / f"{page.name}.html"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(shared_html(app, page), encoding="utf-8")
                written.add(path)
        for path in {*folder.rglob("*.html")} - written:
            if path.with_suffix("").relative_to(app.outdir).as_posix() not in app.env.found_docs:
                path.unlink()
        yield from ()


def setup(app: Sphinx, resolved: Resolved[nodes.document]) -> None:
    """Connect to the end of writing."""
    app.connect("env-before-read-docs", refuse_documents_there)
    app.connect("html-collect-pages", SharedPages(resolved).write)
