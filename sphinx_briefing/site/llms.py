"""``llms.txt``: what the site holds, page by page, for language models and those who feed them.

The form is that of https://llmstxt.org: a title, a summary, and lists of links with notes.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_briefing.addresses import deck_page
from sphinx_briefing.changes.feed import FEED, has_feed
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.glossary.data import FILE, SCHEMA, Places
from sphinx_briefing.glossary.files import has_glossary
from sphinx_briefing.glossary.linked_data import TURTLE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LLMS_FILE = "llms.txt"
"""Name at the site's root, as the form has it."""

UNNAMED = "Pages"
"""Heading of the pages that stand under no caption."""


class Link(NamedTuple):
    """A line of a list."""

    title: str
    url: str
    note: str

    def __str__(self) -> str:
        """As Markdown; readers of the form take the first ``]`` for the title's end."""
        title = self.title.replace("[", "(").replace("]", ")")
        return f"- [{title}]({self.url})" + (f": {self.note}" if self.note else "")


class DescriptionReader(HTMLParser):
    """Find the description in a page's head."""

    text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the content of the tag that describes the page."""
        of = dict(attrs)
        if tag == "meta" and of.get("name") == "description":
            self.text = of.get("content") or ""


def description_on(page: Path) -> str:
    """What a page that was written says that it is about.

    It is read back from the page, for in an incremental build most pages are not made again.
    """
    reader = DescriptionReader()
    reader.feed(page.read_text(encoding="utf-8").partition("</head>")[0])
    return " ".join(reader.text.split())


def sections_of(env: BuildEnvironment) -> dict[str, list[str]]:
    """The documents by the captions of the front page's toctrees, each with those below it."""
    root = env.config.root_doc
    seen, sections = {root}, dict[str, list[str]]()
    for tree in env.get_doctree(root).findall(addnodes.toctree):
        pending = list(reversed(tree["includefiles"]))
        while pending:
            docname = pending.pop()
            if docname not in seen and docname in env.found_docs:
                seen.add(docname)
                sections.setdefault(tree.get("caption") or UNNAMED, []).append(docname)
                pending.extend(reversed(env.toctree_includes.get(docname, [])))
    return sections


def source_file(app: Sphinx, docname: str) -> str:
    """Where the published source of a document stands; empty where it is not published."""
    suffix = app.config.html_sourcelink_suffix
    name = str(app.env.doc2path(docname, base=False)).replace("\\", "/")
    file = f"_sources/{name if name.endswith(suffix) else name + suffix}"
    return file if Path(app.outdir, file).is_file() else ""


def llms_text(app: Sphinx) -> str:
    """The whole file."""
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    env, builder, places = app.env, app.builder, Places(app)
    described = {
        docname: description_on(builder.get_output_path(docname)) for docname in env.all_docs
    }

    def link(title: str, url: str, note: str) -> Link:
        return Link(title, places.address + url, note)

    sections = {
        caption: [
            link(env.titles[docname].astext(), places.of(docname), described[docname])
            for docname in docnames
        ]
        for caption, docnames in sections_of(env).items()
    }
    decks = [
        link(deck.title, deck_page(app.config, deck.name), "slides, in a browser")
        for deck in DECKS.all(env)
    ]
    data = [
        link("objects.inv", "objects.inv", "all that can be cited, for Sphinx and other tools"),
    ]
    if has_feed(app):
        data.append(link(FEED, FEED, "what changed in claims and terms, as an Atom feed"))
    if has_glossary(app):
        data += [
            link(FILE, FILE, "every entry with its definition, sources, claims and uses"),
            link(SCHEMA, SCHEMA, f"JSON Schema of {FILE}"),
            link(TURTLE_FILE, TURTLE_FILE, "the same entries as a SKOS concept scheme"),
        ]
    blocks = [f"# {app.config.project}"]
    if summary := described[env.config.root_doc]:
        blocks.append(f"> {summary}")
    if not places.address:
        blocks.append("Links are relative to the folder of this file.")
    else:  # the form's own parser takes a summary for none where nothing follows it
        blocks.append("Pages are HTML; what stands under Data says the same to programs.")
    if source := source_file(app, env.config.root_doc):
        blocks.append(
            f"The source of each page stands below `_sources/`: that of "
            f"{places.address}{places.of(env.config.root_doc)} is {places.address}{source}."
        )
    for caption, links in (*sections.items(), ("Slide decks", decks), ("Data", data)):
        if links:
            blocks += [f"## {caption}", "\n".join(map(str, links))]
    return "\n\n".join(blocks) + "\n"


def write_llms(app: Sphinx) -> Iterator[tuple[str, dict[str, object], str]]:
    """Write the file once the pages are written."""
    if writes_pages(app.builder):
        Path(app.outdir, LLMS_FILE).write_text(llms_text(app), encoding="utf-8")
    yield from ()


def setup(app: Sphinx) -> None:
    """Connect to the end of writing."""
    app.connect("html-collect-pages", write_llms)
