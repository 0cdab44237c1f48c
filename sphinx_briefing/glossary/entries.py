"""The glossary: entries that other documentation can cite and never lose.

An entry's id is the author's and depends on nothing else. ``std:term`` rows of the inventory
point at it, for the term and each alias, and so does a ``std:label`` of the same id
(``labels.py``). What vanishes or changes its target is found by ``permanence.py``.
"""

from __future__ import annotations

import re
import string
import unicodedata
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing.claims.mark import claim_reference
from sphinx_briefing.claims.register import separated, slide_links
from sphinx_briefing.config import builder_of, is_date, writes_pages
from sphinx_briefing.domain import Entry, Mark, briefing_domain, link_to_section
from sphinx_briefing.slides.slide import SLIDE_ID, ancestor, slide, warn
from sphinx_briefing.trace import sources_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

    from sphinx_briefing.domain import BriefingDomain

OTHER_LETTER = "Other"
"""Heading of the entries that begin with no Latin letter."""


KEPT_ID = re.compile(r"letter-([a-z]|other)|id[0-9]+")
"""Ids of the letters' headings, and of what Sphinx numbers by itself."""


class glossary_entry(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """An entry as read: its body, with ``entry`` (an `Entry`) until it is put in its place."""


class entry_links(nodes.General, nodes.Element):  # noqa: N801
    """Where an entry leads, known once everything is read: ``entry_id``, ``docname``."""


class entry_more(nodes.General, nodes.Element):  # noqa: N801
    """What is folded away below an ``entry``: its ``uses`` (as `uses_of`), and how to cite it.

    Its content is there only while it is written. Else the titles of chapters would be found by a
    search as words of the glossary, and each transform would pass through all links of all entries.
    """


class letters(nodes.General, nodes.Element):  # noqa: N801
    """Links to the letters of a glossary."""


# -- reading --------------------------------------------------------------------------------


class EntryDirective(SphinxDirective):
    """An entry of the glossary. Its argument is the term, its body the definition.

    Options: ``:id:`` its permanent id; ``:aliases:`` other names, by semicolons; ``:related:``
    ids of entries to see also; ``:claims:`` the claims it serves; ``:retired:`` the date from
    which it is no longer used, and ``:successor:`` the id of the entry that takes its place.
    """

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "id": directives.unchanged,
        "aliases": directives.unchanged,
        "related": directives.unchanged,
        "claims": directives.unchanged,
        "retired": directives.unchanged,
        "successor": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Make the entry and note its names."""
        env, docname = self.env, self.env.current_document.docname
        entry = Entry(
            id=self._option("id"),
            docname=docname,
            term=clean(self.arguments[0]),
            aliases=tuple(filter(None, map(clean, self._option("aliases").split(";")))),
            related=tuple(self._option("related").split()),
            claims=tuple(self._option("claims").split()),
            retired=self._option("retired"),
            successor=self._option("successor"),
            line=self.lineno,
        )
        if not self._is_sound(entry):
            return []
        node = glossary_entry()
        self.set_source_info(node)
        self.state.document.ids.setdefault(entry.id, node)
        node += self.parse_content_to_nodes()
        node["entry"] = entry = entry._replace(sources=sources_in(node.children))
        briefing_domain(env).note_entry(entry)
        return [node]

    def _option(self, name: str) -> str:
        """The text of an option; without one, or with an empty one, nothing."""
        return self.options.get(name) or ""

    def _is_sound(self, entry: Entry) -> bool:
        faults = []
        if not SLIDE_ID.fullmatch(entry.id):
            faults.append(
                f"its :id: is {entry.id!r}: write lower-case letters, digits and hyphens, such "
                f"as {nodes.make_id(entry.term) or 'open-weights'!r}, and never change it again"
            )
        elif entry.id in self.state.document.ids:
            faults.append(
                f"the id {entry.id!r} is already used on this page, by another entry or a heading: "
                "choose another; where this one is published, change the other"
            )
        elif KEPT_ID.fullmatch(entry.id):
            faults.append(f"ids such as {entry.id!r} are kept for what has no name: choose another")
        if "retired" in self.options and not is_date(entry.retired):
            faults.append(f":retired: is {entry.retired!r}: write a date such as 2026-11-24")
        if entry.successor and not entry.retired:
            faults.append("only a retired entry has a :successor:; add :retired: with the date")
        if not self.content:
            faults.append("it has no definition")
        for fault in faults:
            warn(
                "the entry %r: %s",
                entry.term,
                fault,
                location=self.get_location(),
                subtype="entry",
            )
        return not faults


def clean(name: str) -> str:
    """A name as it is published: single spaces, and accents joined to their letters (NFC)."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


class DefinitionDirective(SphinxDirective):
    """One of several definitions that compete; its argument says whose it is."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[Node]:
        """Make a block that stands beside the others."""
        self.assert_has_content()
        who, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        head = nodes.paragraph("", "", nodes.strong("", "", *who), classes=["definition-by"])
        block = nodes.container(
            "", head, *self.parse_content_to_nodes(), classes=["competing-definition"]
        )
        self.set_source_info(block)
        return [block, *messages]


class ArrangeEntries(SphinxTransform):
    """Put the entries of a document in order, by letter, below links to the letters.

    So authors may write them in any order, and nothing depends on it.
    """

    default_priority = 100  # while what is read later can still find the sections

    def apply(self, **kwargs: Any) -> None:
        """Replace the entries by sections with a definition list each."""
        for block in self.document.findall(nodes.container):
            if (
                "competing-definition" in block["classes"]
                and ancestor(block, glossary_entry) is None
            ):
                warn(
                    "a {definition} stands outside an entry: put it into one, whose fence has "
                    "more colons",
                    location=block,
                    subtype="entry",
                )
        found = []
        for node in list(self.document.findall(glossary_entry)):
            if isinstance(node.parent, nodes.section | nodes.document):
                found.append(node)
                continue
            warn(
                "the entry %r stands inside another block: put it directly below a heading",
                node["entry"].term,
                location=node,
                subtype="entry",
            )
            node.parent.remove(node)
            entry: Entry = node["entry"]
            briefing_domain(self.env).entries[entry.docname].remove(entry)
        if not found:
            return
        by_letter: dict[str, list[glossary_entry]] = {}
        for node in sorted(found, key=lambda node: sort_key(node["entry"].term)):
            by_letter.setdefault(letter_of(node["entry"].term), []).append(node)
        if OTHER_LETTER in by_letter:
            by_letter[OTHER_LETTER] = by_letter.pop(OTHER_LETTER)  # last
        parent, at = found[0].parent, found[0].parent.index(found[0])
        for around in dict.fromkeys(node.parent for node in found):
            # All at once: to remove thousands one by one takes the square of their number.
            around.children = [c for c in around.children if not isinstance(c, glossary_entry)]
        sections = [self._section(letter, entries) for letter, entries in by_letter.items()]
        links: list[Node] = [
            nodes.reference("", section[0].astext(), refid=section["ids"][0], internal=True)
            for section in sections
        ]
        line = nodes.paragraph("", "", *separated(links, " "))
        parent[at:at] = [letters("", line), *sections]

    def _section(self, letter: str, entries: list[glossary_entry]) -> nodes.section:
        section = nodes.section("", nodes.title("", letter), ids=[f"letter-{letter.lower()}"])
        self.document.note_explicit_target(section)
        items = nodes.definition_list("", *(self._item(node) for node in entries))
        items["classes"].append("glossary")
        section += addnodes.glossary("", items, sorted=False)
        return section

    def _item(self, node: glossary_entry) -> nodes.definition_list_item:
        entry: Entry = node["entry"]
        term = nodes.term("", entry.term, ids=[entry.id])
        term.source, term.line = node.source, node.line
        index = [("single", name, entry.id, "main", None) for name in entry.names]
        term += addnodes.index(entries=index)
        self.document.ids[entry.id] = term
        body = nodes.definition()
        if entry.retired:
            text = f"Retired on {entry.retired}: no longer used in this publication."
            body += nodes.paragraph("", text, classes=["entry-retired"], preview_of=entry.id)
        for child in node.children:
            if isinstance(child, nodes.Element):
                child["preview_of"] = entry.id
            body += child
        body += entry_links(entry_id=entry.id, docname=entry.docname)
        return nodes.definition_list_item("", term, body)


def sort_key(term: str) -> tuple[str, str]:
    """Order of a term: without regard to accents and case, then as it is written."""
    plain = unicodedata.normalize("NFKD", term).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c)), term


def letter_of(term: str) -> str:
    """The Latin letter under which a term stands, else ``Other``."""
    first = sort_key(term)[0][:1].upper()
    return first if re.fullmatch("[A-Z]", first) else OTHER_LETTER


def record_uses(app: Sphinx, document: nodes.document) -> None:
    """Note where a document uses which term; the entries themselves do not count."""
    domain = briefing_domain(app.env)
    docname = app.env.current_document.docname
    if docname in domain.entries:
        domain.previewed.add(docname)
        domain.note_overview(docname)
    for reference in document.findall(addnodes.pending_xref):
        if (reference.get("refdomain"), reference.get("reftype")) != ("std", "term"):
            continue
        if ancestor(reference, addnodes.glossary) is not None:
            continue
        section, on = ancestor(reference, nodes.section), ancestor(reference, slide)
        domain.note_use(
            docname,
            Mark(
                target=reference["reftarget"].lower(),
                section=section["ids"][0] if section is not None else "",
                section_title=section[0].astext() if section is not None else "",
                slide=on["slide_id"] if on is not None else "",
                line=reference.line or 0,
            ),
        )


# -- what is known once everything is read --------------------------------------------------


def uses_of(env: BuildEnvironment) -> dict[str, list[tuple[str, Mark]]]:
    """Where each entry is used, by its id: documents in reading order, and marks in them."""
    domain = briefing_domain(env)
    by_name = {name.lower(): entry.id for entry in domain.all_entries() for name in entry.names}
    found: dict[str, list[tuple[str, Mark]]] = {entry.id: [] for entry in domain.all_entries()}
    for docname in domain.documents_in_order():
        for mark in domain.uses.get(docname, []):
            if mark.target in by_name:
                found[by_name[mark.target]].append((docname, mark))
    return found


class FillInEntries(SphinxPostTransform):
    """Say where each entry leads: aliases, related entries, claims, uses."""

    default_priority = 7  # as long as references may be pending

    def run(self, **kwargs: Any) -> None:
        """Replace the places that were left open."""
        for line in list(self.document.findall(letters)):
            if builder_of(self.env).format == "html":
                self._add_empty_letters(line)
            else:
                line.parent.remove(line)
        places = list(self.document.findall(entry_links))
        if not places:
            return
        entries = {entry.id: entry for entry in briefing_domain(self.env).all_entries()}
        uses = uses_of(self.env)
        for place in places:
            entry = entries[place["entry_id"]]
            more = entry_more(entry=entry, uses=uses[entry.id])
            place.replace_self([*self._lines(entry, entries), more])

    @staticmethod
    def _add_empty_letters(line: letters) -> None:
        """Show the letters under which nothing stands, without a link."""
        links = {link.astext(): link for link in line.findall(nodes.reference)}
        alphabet = [*string.ascii_uppercase, *(name for name in links if len(name) > 1)]
        parts = [links.get(name) or nodes.inline("", name) for name in alphabet]
        line.children = [nodes.paragraph("", "", *separated(parts, " "))]

    def _lines(self, entry: Entry, entries: dict[str, Entry]) -> Iterable[nodes.paragraph]:
        shown = [a for a in entry.aliases if a.casefold() != entry.term.casefold()]
        successor = [entry.successor] if entry.successor else []
        claims = [claim_reference(self.env, claim_id) for claim_id in entry.claims]
        lines: tuple[tuple[str, Sequence[Node], str], ...] = (
            ("Also called: ", [nodes.Text(alias) for alias in shown], "; "),
            ("Use instead: ", self._entries(entry, successor, entries), ", "),
            ("See also: ", self._entries(entry, entry.related, entries), ", "),
            ("Claims: ", claims, " "),
        )
        for head, parts, between in lines:
            if parts:
                yield nodes.paragraph("", head, *separated(parts, between), classes=["entry-line"])

    def _entries(self, entry: Entry, ids: Iterable[str], entries: dict[str, Entry]) -> list[Node]:
        builder = builder_of(self.env)
        return [
            link_to_section(builder, entry.docname, entries[i].docname, i, entries[i].term)
            for i in ids
            if i in entries
        ]


def check_entries(app: Sphinx, env: BuildEnvironment) -> None:
    """Report ids and names that are used twice, and what leads nowhere."""
    domain = briefing_domain(env)
    by_id: dict[str, Entry] = {}
    by_name: dict[str, Entry] = {}
    for entry in domain.all_entries():
        if (other := by_id.setdefault(entry.id, entry)) is not entry:
            _report(env, entry, "its id %r is that of %r", entry.id, other.term)
            continue
        for name in {name.lower(): name for name in entry.names}.values():
            if (other := by_name.setdefault(name.lower(), entry)) is not entry:
                _report(
                    env,
                    entry,
                    "its name %r is also one of %r: a name can lead to one entry only",
                    name,
                    other.term,
                )
    for entry in by_id.values():
        for name in entry.names:
            if (other := by_id.get(name, entry)) is not entry:
                _report(env, entry, "its name %r is the id of %r: only that can bear it", name,
                        other.term)  # fmt: skip
        if entry.successor and _leads_in_a_circle(entry, by_id):
            _report(env, entry, "its :successor: leads back to it: name an entry still in use")
        for kind, ids in (("related", entry.related), ("successor", (entry.successor,))):
            for unknown in [i for i in ids if i and i not in by_id]:
                _report(env, entry, ":%s: names %r, which is the id of no entry", kind, unknown)
    _check_uses(domain, by_id, by_name)


def _check_uses(domain: BriefingDomain, by_id: dict[str, Entry], by_name: dict[str, Entry]) -> None:
    for docname in sorted(domain.uses):
        for mark in domain.uses[docname]:
            used = by_name.get(mark.target)
            if used is not None and used.retired:
                hint = f"; use {by_id[used.successor].term!r}" if used.successor in by_id else ""
                warn(
                    "the term %r is retired%s",
                    used.term,
                    hint,
                    location=(docname, mark.line or None),
                    subtype="entry",
                )


def _leads_in_a_circle(entry: Entry, by_id: dict[str, Entry]) -> bool:
    seen: set[str] = set()
    following: Entry | None = entry
    while following is not None and following.id not in seen:
        seen.add(following.id)
        following = by_id.get(following.successor)
    return following is entry


def _report(env: BuildEnvironment, entry: Entry, text: str, *values: object) -> None:
    warn(
        "the entry %r: " + text,
        entry.term,
        *values,
        location=(entry.docname, entry.line),
        subtype="entry",
    )


# -- writing --------------------------------------------------------------------------------


def visit_letters(translator: Any, node: letters) -> None:
    """Open the navigation by letter."""
    translator.body.append('<nav class="glossary-letters" aria-label="Letters">')


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
        builder, entry.docname, [mark.slide for _, mark in uses if mark.slide], in_decks=False
    )
    for head, links in (("In ", list(sections.values())), ("On slides ", on_slides)):
        if links:
            node += nodes.paragraph("", head, *separated(links), classes=["entry-line"])
    return len(sections) + len(on_slides)


def clear_uses(translator: Any, node: entry_more) -> None:
    """Take the links out again."""
    node.clear()


def visit_entry_more(translator: Any, node: entry_more) -> None:
    """Open what is folded away, which opens without a script.

    ``static/briefing-glossary.js`` adds to it.
    """
    count = fill_in_uses(translator, node)
    used = f"Used in {'1 place' if count == 1 else f'{count} places'}" if count else "Not used"
    if writes_pages(translator.builder):
        names = "&#10;".join(escape(name) for name in node["entry"].names)
        translator.body.append(f'<details class="entry-more" data-names="{names}">')
        used += " · Cite this"
    else:
        translator.body.append('<details class="entry-more">')
    translator.body.append(f"<summary>{used}</summary>\n")


def depart_entry_more(translator: Any, node: entry_more) -> None:
    """Close it, after the entry's permanent address."""
    entry: Entry = node["entry"]
    if writes_pages(translator.builder):
        base = translator.builder.config.html_baseurl
        page = translator.builder.get_target_uri(entry.docname)
        address = f"{base.rstrip('/')}/{page}#{entry.id}" if base else f"#{entry.id}"
        translator.body.append(
            f'<p class="entry-line">Permanent link: <a href="#{entry.id}">{escape(address)}</a></p>'
        )
    translator.body.append("</details>\n")
    clear_uses(translator, node)


def _pass(translator: Any, node: nodes.Element) -> None:
    """Write the content alone, in formats that cannot fold."""


def setup(app: Sphinx) -> None:
    """Register the directives, the arrangement, and what fills the entries in."""
    for node in (glossary_entry, entry_links):
        app.add_node(node)
    plain = ("latex", "text", "man", "texinfo")
    more: Any = dict.fromkeys(plain, (fill_in_uses, clear_uses))
    app.add_node(entry_more, html=(visit_entry_more, depart_entry_more), **more)
    passed: Any = dict.fromkeys(plain, (_pass, _pass))
    app.add_node(letters, html=(visit_letters, depart_letters), **passed)
    app.add_directive("entry", EntryDirective)
    app.add_directive("definition", DefinitionDirective)
    app.add_transform(ArrangeEntries)
    app.add_post_transform(FillInEntries)
    app.connect("doctree-read", record_uses)
    app.connect("env-check-consistency", check_entries)
