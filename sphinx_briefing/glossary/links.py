"""Where an entry leads: names, related entries, claims, and the places that use it."""

from __future__ import annotations

import string
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.addresses import link_to_section, page_address
from sphinx_briefing.config import writes_pages
from sphinx_briefing.doctree import separated
from sphinx_briefing.glossary.entries import entry_links, letters
from sphinx_briefing.glossary.records import ENTRIES, USES, uses_of
from sphinx_briefing.incremental import PAGE_SHOWS
from sphinx_briefing.slides.links import slide_links
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_briefing.glossary.records import Entry


class entry_more(nodes.General, nodes.Element):  # noqa: N801
    """What is folded away below an ``entry``: its ``uses`` (as `uses_of`), and how to cite it.

    Its content is there only while it is written. Else the titles of chapters would be found by a
    search as words of the glossary, and each transform would pass through all links of all entries.
    """


def fill_in_entries(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Replace the places that were left open by where each entry leads."""
    for line in list(document.findall(letters)):
        if app.builder.format == "html":
            _add_empty_letters(line)
        else:
            line.parent.remove(line)
    places = list(document.findall(entry_links))
    if not places:
        return
    entries = {entry.id: entry for entry in ENTRIES.all(app.env)}
    uses = uses_of(app.env)
    for place in places:
        entry = entries[place["entry_id"]]
        lines = _lines(app.builder, entry, entries, list(place.children))
        more = entry_more(entry=entry, uses=uses[entry.id])
        place.replace_self([*lines, more])


def _add_empty_letters(line: letters) -> None:
    """Show the letters under which nothing stands, without a link."""
    links = {link.astext(): link for link in line.findall(nodes.reference)}
    alphabet = [*string.ascii_uppercase, *(name for name in links if len(name) > 1)]
    parts = [links.get(name) or nodes.inline("", name) for name in alphabet]
    line.children = [nodes.paragraph("", "", *separated(parts, " "))]


def _lines(
    builder: Builder, entry: Entry, entries: dict[str, Entry], claims: list[Node]
) -> Iterable[nodes.paragraph]:
    shown = [a for a in entry.aliases if a.casefold() != entry.term.casefold()]
    successor = list(filter(None, [entry.retirement.successor]))
    lines: tuple[tuple[str, Sequence[Node], str], ...] = (
        (_("Also called: "), [nodes.Text(alias) for alias in shown], "; "),
        (_("Use instead: "), _entries(builder, entry, successor, entries), ", "),
        (_("See also: "), _entries(builder, entry, entry.related, entries), ", "),
        (_("Claims: "), claims, " "),
    )
    for head, parts, between in lines:
        if parts:
            yield nodes.paragraph("", head, *separated(parts, between), classes=["entry-line"])


def _entries(
    builder: Builder, entry: Entry, ids: Iterable[str], entries: dict[str, Entry]
) -> list[Node]:
    return [
        link_to_section(builder, entry.docname, entries[i].docname, i, entries[i].term)
        for i in ids
        if i in entries
    ]


# -- writing ------------------------------------------------------------------------------------


def visit_letters(translator: Any, node: letters) -> None:
    """Open the navigation by letter, after the form that finds a term by its name."""
    if writes_pages(translator.builder):
        count = len(ENTRIES.of(translator.builder.env, node["docname"]))
        name, label = escape(_("Glossary")), escape(_("Find a term by any of its names"))
        shown = escape(_("{count} entries").format(count=count))
        translator.body.append(
            f'<form class="glossary-search" role="search" aria-label="{name}" autocomplete="off">'
            f'<label>{label} <input type="search" autocomplete="off" spellcheck="false"></label>'
            f"<output>{shown}</output></form>\n"
        )
    label = _("Letters")
    translator.body.append(f'<nav class="glossary-letters" aria-label="{escape(label)}">')


def depart_letters(translator: Any, node: letters) -> None:
    """Close it."""
    translator.body.append("</nav>\n")


def fill_in_uses(translator: Any, node: entry_more) -> int:
    """Put links to the uses of an entry into it, until `clear_uses`.

    Returns:
        In how many places it is used.
    """
    builder, entry, uses = translator.builder, node["entry"], node["uses"]
    titles = builder.env.titles
    sections = {
        (docname, mark.section): link_to_section(
            builder,
            entry.docname,
            docname,
            mark.section,
            ": ".join(dict.fromkeys((titles[docname].astext(), mark.section_title))),
        )
        for docname, mark in uses
        if not mark.slide
    }
    on_slides = slide_links(
        builder, entry.docname, [mark.slide for _place, mark in uses if mark.slide]
    )
    for head, links in ((_("In "), list(sections.values())), (_("On slides "), on_slides)):
        if links:
            node += nodes.paragraph("", head, *separated(links), classes=["entry-line"])
    return len(sections) + len(on_slides)


def clear_uses(translator: Any, node: entry_more) -> None:
    """Take the links out again."""
    node.clear()


def visit_entry_more(translator: Any, node: entry_more) -> None:
    """Open what is folded away; it opens without a script.

    ``static/briefing-glossary.js`` adds to it.
    """
    count = fill_in_uses(translator, node)
    used = _("Not used")
    if count:
        used = (_("Used in 1 place") if count == 1 else _("Used in {count} places")).format(
            count=count
        )
    if writes_pages(translator.builder):
        names = "&#10;".join(escape(name) for name in node["entry"].names)
        translator.body.append(f'<details class="entry-more" data-names="{names}">')
        used += " · " + _("Cite this")
    else:
        translator.body.append('<details class="entry-more">')
    translator.body.append(f"<summary>{used}</summary>\n")


def depart_entry_more(translator: Any, node: entry_more) -> None:
    """Close it, after the entry's permanent address."""
    entry: Entry = node["entry"]
    if writes_pages(translator.builder):
        address = page_address(translator.builder, entry.docname, entry.id) or f"#{entry.id}"
        label = _("Permanent link")
        translator.body.append(
            f'<p class="entry-line">{label}: <a href="#{entry.id}">{escape(address)}</a></p>'
        )
    translator.body.append("</details>\n")
    clear_uses(translator, node)


def _pass(translator: Any, node: nodes.Element) -> None:
    """Write the content alone, in formats that cannot fold."""


def page_shows(app: Sphinx, docname: str) -> list[object]:
    """A page of entries shows where each is used, and the terms of related ones."""
    if not ENTRIES.of(app.env, docname):
        return []
    return [sorted(USES.by_document(app.env).items()), list(ENTRIES.all(app.env))]


def setup(app: Sphinx) -> None:
    """Register what is written, and fill the entries in."""
    plain = ("latex", "text", "man", "texinfo")
    more: Any = dict.fromkeys(plain, (fill_in_uses, clear_uses))
    app.add_node(entry_more, html=(visit_entry_more, depart_entry_more), **more)
    passed: Any = dict.fromkeys(plain, (_pass, _pass))
    app.add_node(letters, html=(visit_letters, depart_letters), **passed)
    app.connect("doctree-resolved", fill_in_entries)
    app.connect(PAGE_SHOWS, page_shows)
