"""How the prose uses the glossary: terms that nothing links to, names that stand unlinked.

Both are told as plain lines when everything is read, not as warnings: an author may have reasons.
A page's text is looked through once, word by word, for names in a dictionary of word sequences,
so the time grows with the text and not with the number of terms.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.util.matching import Matcher

from sphinx_briefing import messages
from sphinx_briefing.claims.records import OVERVIEWS
from sphinx_briefing.figures.nodes import data_figure, show_figure
from sphinx_briefing.glossary.records import ENTRIES, USES
from sphinx_briefing.messages import tell
from sphinx_briefing.records import Records
from sphinx_briefing.slides.nodes import notes, slide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.glossary.records import Entry

WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # scripts without spaces: each sign
    r"|\w[\w+#]*(?:'\w+)?"
)
"""A word. ``+`` and ``#`` belong to it (``C++`` is not ``C``), hyphens part words."""

AS_READ = 900
"""Priority of noting a document: after all that others change in it."""

GENITIVE = re.compile(r"'s$")

BREAK = ("", "")
"""Stands between words that do not follow each other in a sentence."""

NOT_PROSE = (
    nodes.title,
    nodes.literal,
    nodes.FixedTextElement,
    nodes.block_quote,  # the words of others
    nodes.reference,
    nodes.comment,
    nodes.raw,
    nodes.math,
    nodes.Invisible,
    addnodes.pending_xref,
    addnodes.glossary,
    addnodes.toctree,
    data_figure,  # made from data
    show_figure,
    slide,
    notes,
)
"""What is no running text of the document."""


class Found(NamedTuple):
    """A name of an entry in the prose of a part of a page."""

    entry: Entry
    words: str  # as they stand
    line: int


class Names:
    """The names of all entries, to be found in texts.

    A name matches whole words, in the plural as well. One in capitals alone, such as ``AUP``,
    matches in capitals only, so that ``laws`` is not ``LAWS``. Of two names that begin at the same
    word the longer one counts.
    """

    def __init__(self, entries: Iterable[Entry], ignored: AbstractSet[str]) -> None:
        """Take up the names of ``entries``, but those ``ignored``, in lower case."""
        self._by_words: dict[tuple[str, ...], tuple[Entry, str]] = {}
        self._longest: dict[str, int] = {}  # number of words by first word
        for entry in entries:
            for name in entry.names:
                words = [folded for folded, _ in words_of(name)]
                if not words or entry.retirement or name.lower() in ignored:
                    continue
                exact = "".join(written for _, written in words_of(name))
                self._by_words.setdefault(tuple(words), (entry, exact if exact.isupper() else ""))
                # What a plural may begin with is known by its first word.
                self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def find(self, words: list[tuple[str, str]]) -> Iterator[tuple[Entry, int, int]]:
        """Entries named in ``words`` (pairs as of `words_of`), with first and last word."""
        at = 0
        while at < len(words):
            entry, length = self._at(words, at)
            if entry is not None:
                yield entry, at, at + length - 1
            at += length

    def _at(self, words: list[tuple[str, str]], at: int) -> tuple[Entry | None, int]:
        longest = max(self._longest.get(word, 0) for word in singulars(words[at][0]))
        for length in range(min(longest, len(words) - at), 0, -1):
            head = tuple(word for word, _ in words[at : at + length - 1])
            for last in singulars(words[at + length - 1][0]):
                entry, exact = self._by_words.get((*head, last), (None, ""))
                written = "".join(word for _, word in words[at : at + length])
                if entry is not None and written.startswith(exact):
                    return entry, length
        return None, 1


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text, each folded for comparison and as written."""
    return [(fold(word), word) for word in WORD.findall(normal(text))]


def normal(text: str) -> str:
    """A text with one form of each letter and apostrophe."""
    return unicodedata.normalize("NFC", text).replace("’", "'")


def fold(word: str) -> str:
    """A word without regard to case and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def singulars(word: str) -> list[str]:
    """A word, and what it may be the plural or genitive of."""
    found = [word]
    if word.endswith("'s"):
        found.append(word[:-2])
    elif word.endswith("s"):
        found.append(word[:-1])
        if word.endswith("es"):
            found.append(word[:-2])
        if word.endswith("ies"):
            found.append(word[:-3] + "y")
    return found


class Told(NamedTuple):
    """What an author is told of a place."""

    docname: str
    line: int
    text: str


class Part(NamedTuple):
    """What a reader takes for one section: a section of a page with all below it."""

    texts: list[tuple[str, int]]  # running text and the line on which it begins
    linked: set[str]  # names of terms linked in it, in lower case


PROSE: Records[Part] = Records("prose")
"""The parts of each page: documents need not be loaded again once they are read."""


def note_prose(app: Sphinx, document: nodes.document) -> None:
    """Note the parts of a page that was read."""
    docname = app.env.current_document.docname
    for part in parts_of(document):
        PROSE.note(app.env, docname, part)


def parts_of(document: nodes.document) -> Iterator[Part]:
    """The parts of a page: its head, then each section below its title."""
    page = next((child for child in document if isinstance(child, nodes.section)), document)
    inner = [child for child in page if isinstance(child, nodes.section)]
    head = Part([], set())
    for child in page:
        if child not in inner:
            _take_in(child, head, 0)
    yield head
    for section in inner:
        part = Part([], set())
        _take_in(section, part, 0)
        yield part


def _take_in(node: Node, part: Part, line: int) -> None:
    """Add the running text of ``node``, and all its links to terms."""
    if isinstance(node, addnodes.pending_xref):
        if (node.get("refdomain"), node.get("reftype")) == ("std", "term"):
            part.linked.add(node["reftarget"].lower())
    elif isinstance(node, slide):
        for reference in node.findall(addnodes.pending_xref):
            _take_in(reference, part, line)
    elif isinstance(node, nodes.Text):
        part.texts.append((node.astext(), line))
    if isinstance(node, nodes.Element) and not isinstance(node, NOT_PROSE):
        line = node.line or line
        for child in node.children:
            _take_in(child, part, line)
            if isinstance(child, nodes.Text | nodes.Inline):
                line += child.astext().count("\n")
        if not isinstance(node, nodes.Inline):
            part.texts.append(("", line))  # a sentence ends here
    elif not isinstance(node, nodes.Text):
        part.texts.append(("", line))


def unlinked_in(part: Part, names: Names, id_of: dict[str, str]) -> Iterator[Found]:
    """The first place of each entry that is named in a part and not linked in it."""
    words: list[tuple[str, str]] = []
    places: list[tuple[int, str, int, int]] = []  # line, its text, start and end of the word in it
    for text, line in part.texts:
        for number, row in enumerate(normal(text).split("\n")):
            for match in WORD.finditer(row):
                words.append((fold(match[0]), match[0]))
                places.append((line + number, row, *match.span()))
        if not text:
            words.append(BREAK)
            places.append((line, "", 0, 0))
    known = {id_of[name] for name in part.linked if name in id_of}
    for entry, first, last in names.find(words):
        if entry.id not in known:
            known.add(entry.id)
            line, row, start, _ = places[first]
            last_row, end = places[last][1], places[last][3]
            found = row[start:end] if last_row is row else f"{row[start:]} {last_row[:end]}"
            yield Found(entry, GENITIVE.sub("", found), line)


class UsageReport:
    """Tells how the prose uses the glossary, after each reading."""

    def __init__(self) -> None:
        """Nothing is read as yet."""
        self._read: list[str] = []

    def note_read(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Remember which documents are read in this build."""
        self._read = list(docnames)

    def tell(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Tell of what was read, or of all documents after a new entry."""
        pages_of_entries = {name for name, found in ENTRIES.by_document(env).items() if found}
        is_partial = pages_of_entries.isdisjoint(self._read)
        report(env, self._read if is_partial else env.found_docs)


def names_in_use(env: BuildEnvironment) -> dict[str, str]:
    """The ids of all entries by their names, in lower case."""
    return {name.lower(): entry.id for entry in ENTRIES.all(env) for name in entry.names}


def unused_terms(env: BuildEnvironment) -> Iterator[Told]:
    """The terms that nothing links to."""
    id_of = names_in_use(env)
    used = {id_of.get(mark.target) for mark in USES.all(env)}
    for entry in ENTRIES.all(env):
        if entry.id not in used and not entry.retirement:
            yield Told(entry.docname, entry.line, messages.TERM_NEVER_USED % entry.term)


def unlinked_names(env: BuildEnvironment, docnames: Iterable[str]) -> Iterator[Told]:
    """The names of terms that stand unlinked in those of ``docnames`` in which they are wanted."""
    config, id_of = env.config, names_in_use(env)
    names = Names(ENTRIES.all(env), {name.lower() for name in config.briefing_common_names})
    left_out = set(OVERVIEWS.by_document(env))
    is_left_out = Matcher(config.briefing_unlinked_pages)
    for docname in sorted(d for d in docnames if d not in left_out and not is_left_out(d)):
        for part in PROSE.of(env, docname):
            for found in unlinked_in(part, names, id_of):
                is_name = found.words.lower() in id_of
                target = found.words if is_name else f"{found.words} <{found.entry.term}>"
                text = messages.NAME_UNLINKED % (found.words, target)
                yield Told(docname, found.line, text)


def report(env: BuildEnvironment, read: Iterable[str]) -> None:
    """Tell of unused terms, and of names that stand unlinked in the documents ``read``."""
    if any(ENTRIES.all(env)):
        for told in [*unused_terms(env), *unlinked_names(env, read)]:
            tell("%s", told.text, location=(told.docname, told.line))


def setup(app: Sphinx) -> None:
    """Report once everything is read."""
    usage = UsageReport()
    app.connect("doctree-read", note_prose, priority=AS_READ)
    app.connect("env-before-read-docs", usage.note_read)
    app.connect("env-check-consistency", usage.tell)
