"""Citations as small raised numbers, those of the list of sources, if the project asks for it.

sphinxcontrib-bibtex writes a citation in the style that ``bibtex_reference_style`` names. Where
``briefing_citations`` is ``numbers``, web pages and books show numbers in its place, which
interrupt the text less. A web page lists at its end what its numbers stand for; a book has its list
of sources. What is shown elsewhere stays: on slides and in previews a number would say nothing.
Whoever shows such parts has taken copies before (`resolved.LAST`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import ConfigError
from sphinxcontrib.bibtex.transforms import node_text_transform

from sphinx_briefing import messages
from sphinx_briefing.addresses import link_to_section
from sphinx_briefing.citations.nodes import page_source, page_sources, source_number
from sphinx_briefing.claims.bibliography import listed_sources, short_name, short_title
from sphinx_briefing.claims.records import REGISTERED
from sphinx_briefing.config import BOOK_BUILDER, writes_pages
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.doctree import ancestor
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.parts import SOURCE_NUMBERS
from sphinx_briefing.resolved import LAST
from sphinx_briefing.slides.nodes import notes
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.claims.bibliography import Source

NAMES, NUMBERS = "names", "numbers"
"""The values of ``briefing_citations``: as sphinxcontrib-bibtex has them, or as numbers."""

AT_THE_END = LAST + 90
"""Priority: after copies are taken, and after what else is put into a page or moved in it."""

BRACKETS = re.compile(r"^\s*[\[(]|[\])]\s*$")

STOP = re.compile(r"[.,;:!?…]+")
"""Signs that a raised number follows (New Hart's Rules, 2nd edition, 14.1.6)."""


def citations_in(document: nodes.document) -> Iterator[nodes.inline]:
    """The citations of a page that it shows."""
    for found in list(document.findall(nodes.inline)):
        if "bibtex-citation" in found["classes"] and ancestor(found, notes) is None:
            yield found


def anchor_of(reference: nodes.reference) -> str:
    """The anchor that a link leads to."""
    return reference.get("refid") or str(reference.get("refuri", "")).partition("#")[2]


def number_citations(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Show the citations of a page as numbers, and what they stand for at its end."""
    web = writes_pages(app.builder)
    if app.config.briefing_citations != NUMBERS or not (web or app.builder.name == BOOK_BUILDER):
        return
    if DECKS.of(app.env, docname):  # what its slides show
        return
    sources = {source.anchor: source for source in listed_sources(app.env).values()}
    cited: dict[str, Source] = {}
    for citation in citations_in(document):
        for reference in citation.findall(nodes.reference):
            source = sources.get(anchor_of(reference))
            if source is not None:
                cited[source.anchor] = source
        if citation.astext().startswith(("[", "(")):
            put_numbers(app.env, citation, sources)
    elsewhere = [source for source in cited.values() if source.docname != docname]
    if not (elsewhere and web):
        return
    if ENTRIES.of(app.env, docname) or REGISTERED.of(app.env, docname):
        point_to_sources(app, document, docname, elsewhere[0].docname)
    else:
        list_sources(app, document, docname, elsewhere)


def put_numbers(env: BuildEnvironment, citation: nodes.inline, sources: dict[str, Source]) -> None:
    """Put raised numbers in the place of names and years in brackets."""
    numbers = nodes.superscript("", "", classes=[SOURCE_NUMBERS])  # nothing leads to them
    for child in citation.children:
        source = sources.get(anchor_of(child)) if isinstance(child, nodes.reference) else None
        if source is not None:
            assert isinstance(child, nodes.reference)
            kept = {k: v for k, v in child.attlist() if k in {"refuri", "refid"}}
            spoken = _("source {number}: {name}").format(
                number=source.label, name=short_name(env, source.key)
            )
            numbers += source_number("", source.label, spoken=spoken, internal=True, **kept)
        else:
            numbers += child.deepcopy()
    for at in (0, -1):
        text = numbers[at]
        if isinstance(text, nodes.Text):
            numbers[at] = nodes.Text(BRACKETS.sub("", text))
    join_text(citation, numbers)


def join_text(citation: nodes.inline, numbers: nodes.superscript) -> None:
    """Put numbers right behind the words, and behind the sign that ends them.

    Where nothing else stands in a paragraph or cell, they are its text and are not raised.
    """
    parent = citation.parent
    at = parent.index(citation)  # by place: texts that say the same are equal
    parent[at] = numbers
    others = [child for child in parent.children if child is not numbers]
    if all(_is_citation(child) or not re.search(r"\w", child.astext()) for child in others):
        numbers["classes"].append("is-alone")
        return
    after = parent[at + 1] if at + 1 < len(parent) else None
    before = parent[at - 1] if at else None
    if isinstance(before, nodes.Text):
        parent[at - 1] = nodes.Text(before.rstrip())
    stop = STOP.match(after) if isinstance(after, nodes.Text) else None
    if stop is not None and isinstance(after, nodes.Text):
        parent[at + 1] = nodes.Text(after[stop.end() :])
        parent.insert(at, nodes.Text(stop[0]))


def _is_citation(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and bool(
        {"bibtex-citation", SOURCE_NUMBERS} & {*node["classes"]}
    )


# -- what the numbers stand for -------------------------------------------------------------------


def list_sources(
    app: Sphinx, document: nodes.document, docname: str, cited: Iterable[Source]
) -> None:
    """List the sources of a page at its end, in the order of the list of sources."""
    order = list(listed_sources(app.env))
    cited = list(cited)
    entries = formatted_entries(app, {source.key for source in cited})
    found = page_sources()
    for source in sorted(cited, key=lambda source: order.index(source.key)):
        item = page_source(anchor=source.anchor, note=short_title(app.env, source.key))
        number = link_to_section(app.builder, docname, source.docname, source.anchor, source.label)
        entry = nodes.paragraph("", "", *(part.deepcopy() for part in entries[source.key]))
        item += [nodes.paragraph("", "", number, classes=["source-label"]), entry]
        found += item
    section = next(iter(document.findall(nodes.section)), None)
    (document if section is None else section).append(found)


def point_to_sources(app: Sphinx, document: nodes.document, docname: str, listed: str) -> None:
    """Say where the numbers of a glossary or register are explained.

    It cites most sources there are: a list of them would be a third of the page.
    """
    link = link_to_section(app.builder, docname, listed, "", app.env.titles[listed].astext())
    line = nodes.paragraph("", _("What the numbers stand for:") + " ", link)
    section = next(iter(document.findall(nodes.section)), None)
    (document if section is None else section).append(line)


def formatted_entries(app: Sphinx, keys: AbstractSet[str]) -> dict[str, list[nodes.Node]]:
    """Entries of the list of sources as it shows them, by key."""
    domain: Any = app.env.domains["cite"]
    found = {}
    for citation in (one for one in domain.citations if one.key in keys):
        paragraph = domain.backend.paragraph(citation.formatted_entry)
        node_text_transform(paragraph)
        found[citation.key] = list(paragraph.children)
    return found


# -- settings and scripts -------------------------------------------------------------------------


def check_setting(app: Sphinx, config: Config) -> None:
    """Refuse a form of citations that there is not.

    Raises:
        ConfigError: ``briefing_citations`` is another word.
    """
    if config.briefing_citations not in {NAMES, NUMBERS}:
        raise ConfigError(messages.CITATIONS_UNKNOWN % (config.briefing_citations,))


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: nodes.document | None
) -> None:
    """Give pages that list their sources what shows them beside the text, and opens the list."""
    if doctree is not None and next(doctree.findall(page_sources), None) is not None:
        app.add_js_file("briefing-sources.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    """Connect to resolved documents, and to their pages."""
    app.connect("config-inited", check_setting)
    app.connect("doctree-resolved", number_citations, priority=AT_THE_END)
    app.connect("html-page-context", add_script)
