"""The glossary: entries that other documentation can cite and never lose.

An entry's id is the author's and depends on nothing else. ``std:term`` rows of the inventory
point at it, for the term and each alias, and so does a ``std:label`` of the same id
(``labels.py``). What vanishes or changes its target is found by ``anchors.py``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from sphinx_briefing import messages
from sphinx_briefing.claims.mark import claim_reference
from sphinx_briefing.claims.records import OVERVIEWS
from sphinx_briefing.doctree import ID, Mark, ancestor, separated, sources_in
from sphinx_briefing.fences import ENDS_EARLY, report_short_fence
from sphinx_briefing.glossary.records import ENTRIES, USES, Entry
from sphinx_briefing.messages import warn
from sphinx_briefing.resolved import PREVIEWED
from sphinx_briefing.retirement import retirement_of
from sphinx_briefing.slides.nodes import slide
from sphinx_briefing.translation import _, gettext_noop, to_extract, translate

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

OTHER_LETTER = gettext_noop("Other")
"""Heading of the entries that begin with no Latin letter."""


KEPT_ID = re.compile(r"letter-([a-z]|other)|id[0-9]+")
"""Ids of the letters' headings, and of what Sphinx numbers by itself."""


class glossary_entry(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """An entry as read: its body, with ``entry`` (an `Entry`) until it is put in its place."""


class entry_links(nodes.General, nodes.Element):  # noqa: N801
    """Where the entry ``entry_id`` leads, known once all is read; its children are its claims."""


class letters(nodes.General, nodes.Element):  # noqa: N801
    """Links to the letters of the glossary of the document ``docname``."""


# -- reading --------------------------------------------------------------------------------


class EntryDirective(SphinxDirective):
    """An entry of the glossary. Its argument is the term, its body the definition.

    Options: ``:id:`` its permanent id; ``:aliases:`` other names, by semicolons
    (one that has a comma ends with a semicolon, too); ``:related:``
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
        report_short_fence(self)
        env, docname = self.env, self.env.current_document.docname
        entry = Entry(
            id=self._option("id"),
            docname=docname,
            term=clean(self.arguments[0]),
            aliases=tuple(filter(None, map(clean, self._option("aliases").split(";")))),
            related=tuple(self._option("related").split()),
            claims=tuple(self._option("claims").split()),
            line=self.lineno,
        )
        retirement, faults = retirement_of(self.options, entry.id)
        entry = entry._replace(retirement=retirement)
        if not self._is_sound(entry, faults):
            return []
        written, entry = entry, self._translated(entry)
        aliases = self._option("aliases")
        if "," in aliases and ";" not in aliases:
            several = "; ".join(clean(name) for name in aliases.split(","))
            warn(
                messages.ENTRY_FAULT,
                entry.term,
                messages.ENTRY_ALIASES_WITH_COMMA % (several, f"{clean(aliases)};"),
                location=self.get_location(),
                subtype="entry",
            )
        node = glossary_entry()
        self.set_source_info(node)
        self.state.document.ids.setdefault(entry.id, node)
        node += self.parse_content_to_nodes()
        node["entry"] = entry = entry._replace(sources=sources_in(node.children))
        ENTRIES.note(env, docname, entry)
        return [node, *to_extract(self, written.names)]

    def _translated(self, entry: Entry) -> Entry:
        """The entry with its names in the language of the build."""
        term, *aliases = (translate(self.env, entry.docname, name) for name in entry.names)
        return entry._replace(
            term=clean(term), aliases=tuple(map(clean, aliases)), originals=entry.names
        )

    def _option(self, name: str) -> str:
        """The text of an option; without one, or with an empty one, nothing."""
        return self.options.get(name) or ""

    def _is_sound(self, entry: Entry, faults: list[str]) -> bool:
        if not ID.fullmatch(entry.id):
            such_as = nodes.make_id(entry.term) or "open-weights"
            faults.append(messages.ENTRY_ID_UNUSABLE % (entry.id, such_as))
        elif entry.id in self.state.document.ids:
            faults.append(messages.ENTRY_ID_TAKEN_ON_PAGE % entry.id)
        elif KEPT_ID.fullmatch(entry.id):
            faults.append(messages.ENTRY_ID_KEPT % entry.id)
        if not self.content:
            faults.append(messages.ENTRY_WITHOUT_DEFINITION)
        for fault in faults:
            warn(
                messages.ENTRY_FAULT,
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
        report_short_fence(self)
        who, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
        said = nodes.strong(self.arguments[0], "", *who, translatable=True)
        self.set_source_info(said)
        head = nodes.paragraph("", "", said, classes=["definition-by"])
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
                and ENDS_EARLY not in self.document
            ):
                warn(
                    messages.DEFINITION_OUTSIDE_ENTRY,
                    location=block,
                    subtype="entry",
                )
        found = []
        for node in list(self.document.findall(glossary_entry)):
            if isinstance(node.parent, nodes.section | nodes.document):
                found.append(node)
                continue
            warn(
                messages.ENTRY_IN_BLOCK,
                node["entry"].term,
                location=node,
                subtype="entry",
            )
            node.parent.remove(node)
            entry: Entry = node["entry"]
            ENTRIES.by_document(self.env)[entry.docname].remove(entry)
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
        parent[at:at] = [letters("", line, docname=self.env.current_document.docname), *sections]

    def _section(self, letter: str, entries: list[glossary_entry]) -> nodes.section:
        section = nodes.section("", nodes.title("", _(letter)), ids=[f"letter-{letter.lower()}"])
        self.document.note_explicit_target(section)
        items = nodes.definition_list("", *(self._item(node) for node in entries))
        items["classes"].append("glossary")
        section += addnodes.glossary("", items, sorted=False)
        return section

    def _item(self, node: glossary_entry) -> nodes.definition_list_item:
        entry: Entry = node["entry"]
        term = nodes.term("", entry.term, ids=[entry.id])
        term.source, term.line = node.source, node.line
        index = [("single", name, entry.id, "main", None) for name in (entry.term, *entry.aliases)]
        term += addnodes.index(entries=index)
        self.document.ids[entry.id] = term
        body = nodes.definition()
        if entry.retirement:
            text = _("Retired on {date}: no longer used in this publication.").format(
                date=entry.retirement.date
            )
            body += nodes.paragraph("", text, classes=["entry-retired"], preview_of=entry.id)
        for child in node.children:
            if isinstance(child, nodes.Element):
                child["preview_of"] = entry.id
            body += child
        claims = [claim_reference(self.env, claim_id) for claim_id in entry.claims]
        for claim in claims:
            claim.source, claim.line = node.source, node.line
        body += entry_links("", *claims, entry_id=entry.id)
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
    env, docname = app.env, app.env.current_document.docname
    if ENTRIES.of(env, docname):
        PREVIEWED.note(env, docname, "terms")
        OVERVIEWS.note(env, docname, "glossary")
    for reference in document.findall(addnodes.pending_xref):
        if (reference.get("refdomain"), reference.get("reftype")) != ("std", "term"):
            continue
        if ancestor(reference, addnodes.glossary) is not None:
            continue
        section, on = ancestor(reference, nodes.section), ancestor(reference, slide)
        USES.note(
            env,
            docname,
            Mark(
                target=reference["reftarget"].lower(),
                section=section["ids"][0] if section is not None else "",
                section_title=section[0].astext() if section is not None else "",
                slide=on["slide_id"] if on is not None else "",
                line=reference.line or 0,
            ),
        )


def setup(app: Sphinx) -> None:
    """Register the directives and the arrangement."""
    for node in (glossary_entry, entry_links):
        app.add_node(node)
    app.add_directive("entry", EntryDirective)
    app.add_directive("definition", DefinitionDirective)
    app.add_transform(ArrangeEntries)
    app.connect("doctree-read", record_uses)
