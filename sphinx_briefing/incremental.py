"""Keeping incremental builds the same as clean ones.

Sphinx rewrites a page when its source changes. Decks and boxes also show what other documents
say; here is what must be read or written again for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.index_entries import split_index_msg

from sphinx_briefing.claims.coverage import coverage_of
from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.config import writes_decks
from sphinx_briefing.decks.timing import in_words, time_needed_for
from sphinx_briefing.domain import briefing_domain
from sphinx_briefing.labels import labels_of
from sphinx_briefing.trace import listed_sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def pages_that_show_others(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Write again each page whose links to decks, minutes or transcript changed.

    And all pages when a title did, of a document or a slide, or a source: any page may show it.
    What was shown is kept for each builder, for each writes its own pages.
    """
    domain = briefing_domain(env)
    sources = listed_sources(env)
    lists_sources = {source.docname for source in sources.values()}
    shown = {
        docname: shown_from_elsewhere(app, docname)
        + (list(claims_of(app).values()) if docname in lists_sources else [])
        for docname in env.found_docs
    }
    everywhere = (
        {docname: title.astext() for docname, title in env.titles.items()},
        {docname: list(children) for docname, children in env.toctree_includes.items()},
        {slide.id: (slide.title, slide.docname, slide.anchor) for slide in domain.all_slides()},
        list(domain.all_retired()),
        {deck.name: (deck.title, deck.docname) for deck in domain.decks.values()},
        {figure.name: figure for figure in domain.all_figures()},
        sources,
    )
    names = names_of(app)
    before, everywhere_before, names_before = domain.data["shown"].get(
        app.builder.name, ({}, everywhere, names)
    )
    domain.data["shown"][app.builder.name] = (shown, everywhere, names)
    # A new name changes no page; one that leads elsewhere may, and any page may use it.
    if everywhere != everywhere_before or not names_before.items() <= names.items():
        return sorted(env.found_docs)
    return sorted(docname for docname in shown if shown[docname] != before.get(docname))


def names_of(app: Sphinx) -> dict[tuple[str, str], tuple[str, ...]]:
    """Where terms and labels of the extension lead, and what a link to them says."""
    found: dict[tuple[str, str], tuple[str, ...]] = {
        ("label", label.name): (label.docname, label.anchor, label.title)
        for label in labels_of(app)
    }
    for entry in briefing_domain(app.env).all_entries():
        found.update({("term", name.lower()): (entry.docname, entry.id) for name in entry.names})
    return found


def shown_from_elsewhere(app: Sphinx, docname: str) -> list[object]:
    """What the page of a document shows of others, titles apart, in a form to be compared."""
    env, domain = app.env, briefing_domain(app.env)
    shown: list[object] = [
        (slide.id, deck.name, env.titles[deck.docname].astext())
        for slide in domain.slides.get(docname, [])
        for deck in domain.decks_showing(slide.id)
    ]
    shown += [
        in_words(time_needed_for(env, kind, target) or 0)
        for kind, target in domain.times.get(docname, [])
    ]
    if docname in domain.decks:  # with the time when each chapter was read
        shown += [
            (slide.id, env.all_docs[slide.docname])
            for slide in domain.slides_of(domain.decks[docname])
        ]
    if docname in domain.overviews:
        shown += [sorted(domain.marks.items()), list(coverage_of(app).values())]
    if docname in domain.entries:
        shown += [sorted(domain.uses.items()), list(domain.all_entries())]
    return shown


def remove_pages_of_removed_documents(
    app: Sphinx,
    env: BuildEnvironment,
    added: AbstractSet[str],
    changed: AbstractSet[str],
    removed: AbstractSet[str],
) -> Iterable[str]:
    """Delete what was written of documents that are gone; Sphinx leaves it."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and not writes_decks(app.builder):
        for docname in removed:
            app.builder.get_output_path(docname).unlink(missing_ok=True)
            for source in (app.outdir / "_sources").glob(f"{docname}.*"):
                source.unlink()
    return []


def complete_search_index(app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
    """Give an incremental build's search index what a clean build's has, and no more.

    Sphinx forgets the index entries of pages it does not write again, and keeps words that
    stand nowhere any more.
    """
    indexer = getattr(app.builder, "indexer", None)
    if indexer is None:
        return []
    for mapping in (indexer._mapping, indexer._title_mapping):  # noqa: SLF001
        for word in [word for word, docnames in mapping.items() if not docnames]:
            del mapping[word]
    entries = indexer._index_entries  # noqa: SLF001
    entries.clear()
    for docname, found in sorted(app.env.domains.index_domain.entries.items()):
        if "nosearch" not in app.env.metadata.get(docname, {}):
            entries[docname] = sorted(
                {
                    (text, target or "", main)
                    for kind, value, target, main, _ in found
                    for text in split_index_msg(kind, value)
                }
            )
    indexer._objtypes.clear()  # noqa: SLF001
    indexer._objnames.clear()  # noqa: SLF001
    return []


def setup(app: Sphinx) -> None:
    """Connect to the steps of a build."""
    app.connect("env-get-outdated", remove_pages_of_removed_documents)
    # After sphinxcontrib-bibtex, which then knows the sources.
    app.connect("env-updated", pages_that_show_others, priority=900)
    app.connect("html-collect-pages", complete_search_index)
