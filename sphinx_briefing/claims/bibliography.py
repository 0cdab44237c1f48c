"""The sources that the text cites, as sphinxcontrib-bibtex knows them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils.nodes import make_id
from pybtex.backends.plaintext import Backend as PlaintextBackend
from pybtex.bibtex.utils import split_name_list
from pybtex.database import InvalidNameString, Person
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.plugin import find_plugin, register_plugin
from pybtex.richtext import Text
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from sphinx.errors import ExtensionError

from sphinx_briefing import messages
from sphinx_briefing.datafiles import DataError, Fault, load, name_of
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.guard.allowed import allowed_by, is_address, link_fault
from sphinx_briefing.records import once_read
from sphinx_briefing.translation import _, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Source(NamedTuple):
    """A source as the bibliography has it."""

    key: str
    docname: str  # where it is listed
    anchor: str
    entry: Any  # pybtex's entry
    consulted: str  # original, copy or not opened; empty: not said
    kind: str
    licence: str
    caution: str
    is_tertiary: bool
    label: str = ""  # its number in the list, or what stands for one


TYPES = frozenset(
    {
        "article", "book", "booklet", "inbook", "incollection", "inproceedings", "manual",
        "mastersthesis", "misc", "online", "phdthesis", "proceedings", "techreport", "unpublished",
    }
)  # fmt: skip
"""Types of sources that the styles of pybtex have forms for."""

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/+-]*")
"""A key that can be named in a citation, in a table's cell and in an anchor."""

DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
"""An identifier as https://www.doi.org/doi-handbook, 2.2, has it, without an address before it."""

OF_ENTRY = re.compile(r"^[^%\n]*[={}].*$", re.MULTILINE)
"""A line between two entries that is meant as a part of one: a remark has no such marks."""

LATEX_LINK = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
"""Links within the text of a field."""

CONSULTED = {
    "original": gettext_noop("Original read"),
    "copy": gettext_noop("Copy read"),
    "not opened": gettext_noop("Not opened; known through other sources"),
}
"""How a source was read, for readers. The keys are the values of the field ``consulted``."""


def bibliography_entries(env: BuildEnvironment) -> Mapping[str, Any]:
    """Pybtex's entries of the bibliography's files by key; none without sphinxcontrib-bibtex."""
    if "cite" not in env.domains:
        return {}
    entries: Mapping[str, Any] = env.domains["cite"].bibdata.data.entries  # type: ignore[attr-defined]
    return entries


@once_read
def listed_sources(env: BuildEnvironment) -> dict[str, Source]:
    """The sources that a bibliography lists, by key."""
    if "cite" not in env.domains:
        return {}
    found = {}
    for citation in env.domains["cite"].citations:  # type: ignore[attr-defined]
        fields = citation.entry.fields
        found[citation.key] = Source(
            key=citation.key,
            docname=citation.bibliography_key.docname,
            anchor=citation.citation_id,
            entry=citation.entry,
            consulted=fields.get("consulted", ""),
            kind=fields.get("kind", ""),
            licence=fields.get("licence", ""),
            caution=fields.get("caution", ""),
            is_tertiary=fields.get("quality") == "tertiary",
            label=citation.formatted_entry.label,
        )
    return found


@once_read
def short_name(env: BuildEnvironment, key: str) -> str:
    """Author and year, such as ``Kapoor et al., 2024``; the title where there is no author."""
    source = listed_sources(env)[key]
    persons = [
        " ".join(plain(part) for part in person.last_names)
        for person in source.entry.persons.get("author", [])
    ]
    match persons:
        case []:
            author = plain(source.entry.fields.get("title", ""))
        case [one]:
            author = one
        case [one, "others"]:
            author = _("{one} et al.").format(one=one)
        case [one, two]:
            author = _("{one} and {two}").format(one=one, two=two)
        case [one, *_]:
            author = _("{one} et al.").format(one=one)
    return ", ".join(part for part in (author, source.entry.fields.get("year", "")) if part)


@once_read
def short_title(env: BuildEnvironment, key: str) -> str:
    """Author, year and title, such as ``Kapoor et al., 2024. On the Societal Impact …``."""
    source = listed_sources(env)[key]
    name, title = short_name(env, key), plain(source.entry.fields.get("title", ""))
    return name if name.startswith(title) else f"{name}. {title}"


def plain(latex: str) -> str:
    """The text of a BibTeX field without its markup; pybtex takes 0.2 ms for a name."""
    return str(Text.from_latex(latex))


class Written(NamedTuple):
    """An entry of a bibliography as its file has it."""

    line: int  # from 1
    kind: str  # its type, in lower case
    key: str
    fields: tuple[tuple[str, str], ...]  # names in lower case, values as they are written


def read_syntax(text: str) -> tuple[Written, ...]:
    """Read the entries of a BibTeX file, and check what can be checked in it alone.

    Raises:
        DataError: the syntax is wrong, a key stands there twice, or a name cannot be read; the line
            is that of the entry, or of the first fault of syntax.
    """
    parser = LowLevelParser(text, macros=dict(month_names))
    entries: list[Written] = []
    end = 0  # of the last entry
    try:
        for kind, rest in parser:
            _refuse_between(text, end, parser.command_start)
            end = parser.pos
            if kind.lower() in {"string", "preamble", "comment"}:
                continue
            line = text.count("\n", 0, parser.command_start) + 1
            fields = tuple((name.lower(), "".join(parts)) for name, parts in rest[1])
            entries.append(Written(line, kind.lower(), rest[0], fields))
    except PybtexSyntaxError as error:
        line = error.lineno
        if isinstance(error, PrematureEOF):
            line = text.count("\n", 0, parser.command_start) + 1
        says = messages.BIBLIOGRAPHY_WRONG % error.args[0]
        if isinstance(error, UndefinedMacro):
            says = refusals.BIBLIOGRAPHY_STRING_UNKNOWN % (error.args[0], error.args[0])
        raise DataError([Fault(line, says)]) from error
    _refuse_between(text, end, len(text))
    if faults := list(_faults_of(entries)):
        raise DataError(faults)
    return tuple(entries)


def _refuse_between(text: str, start: int, end: int) -> None:
    """Refuse what BibTeX takes for a remark, and an author for a part of an entry.

    Raises:
        DataError: such a line stands there.
    """
    between = text[start:end]
    found = None if "@comment" in between.lower() else OF_ENTRY.search(between)
    if found:
        line = text.count("\n", 0, start + found.start()) + 1
        told = refusals.short(found[0].strip())
        raise DataError([Fault(line, refusals.BIBLIOGRAPHY_BETWEEN % told)])


def _faults_of(entries: Iterable[Written]) -> Iterator[Fault]:
    first: dict[str, Written] = {}
    anchors: dict[str, Written] = {}
    for entry in entries:
        fields = [field for field, _ in entry.fields]
        if not KEY.fullmatch(entry.key):
            yield Fault(entry.line, refusals.BIBLIOGRAPHY_KEY_UNUSABLE % refusals.short(entry.key))
            continue
        if twice := next((field for field in fields if fields.count(field) > 1), ""):
            yield Fault(entry.line, refusals.BIBLIOGRAPHY_FIELD_TWICE % (entry.key, twice))
        if not "".join(value for field, value in entry.fields if field == "title").strip(" {}"):
            yield Fault(entry.line, refusals.BIBLIOGRAPHY_UNTITLED % entry.key)
        like = anchors.setdefault(make_id(entry.key), entry)
        if like.key.lower() != entry.key.lower():
            told_like = (entry.key, like.key, like.line)
            yield Fault(entry.line, refusals.BIBLIOGRAPHY_KEY_LIKE_ANOTHER % told_like)
        other = first.setdefault(entry.key.lower(), entry)
        if other is not entry:
            says = refusals.BIBLIOGRAPHY_KEY_TWICE % (entry.key, other.line)
            yield Fault(entry.line, says)
        for field, value in entry.fields:
            for name in split_name_list(value) if field in {"author", "editor"} else ():
                if not name.strip(" {},"):
                    yield Fault(entry.line, refusals.BIBLIOGRAPHY_NAME_EMPTY % (entry.key, field))
                elif _has_too_many_commas(name):
                    told = (entry.key, field, refusals.short(name))
                    yield Fault(entry.line, refusals.BIBLIOGRAPHY_NAME_WRONG % told)


def _has_too_many_commas(name: str) -> bool:
    try:
        Person(name)
    except InvalidNameString:
        return True
    return False


def faults_in_project(app: Sphinx, entries: Iterable[Written], keys: set[str]) -> Iterator[Fault]:
    """What is wrong with entries in this project: its style, its other files, its settings."""
    style: Any = find_plugin("pybtex.style.formatting", app.config.bibtex_default_style)
    forms = {name.removeprefix("format_").removeprefix("get_").removesuffix("_template")
             for name in dir(style)
             if re.fullmatch(r"format_[a-z]+|get_[a-z]+_template", name)}  # fmt: skip
    allowed = allowed_by(app.config)
    for entry in entries:
        names = {f"format_{entry.kind}", f"get_{entry.kind}_template"}
        if not names & {*dir(style)}:
            known = messages.listed(sorted(forms & TYPES) or sorted(TYPES))
            told = (entry.key, entry.kind, app.config.bibtex_default_style, known)
            yield Fault(entry.line, refusals.BIBLIOGRAPHY_TYPE_UNKNOWN % told)
        for field, value in entry.fields:
            if field == "crossref" and value.lower() not in keys:
                told_ref = (entry.key, value)
                yield Fault(entry.line, refusals.BIBLIOGRAPHY_CROSSREF_UNKNOWN % told_ref)
            links = [value] if field == "url" else LATEX_LINK.findall(value)
            faults = [link_fault(link, allowed) for link in links]
            if field == "url" and not any(faults) and not is_address(value):
                faults.append(refusals.BIBLIOGRAPHY_NO_ADDRESS % refusals.short(value))
            if field == "doi" and not DOI.fullmatch(value):
                faults.append(refusals.BIBLIOGRAPHY_NO_DOI % refusals.short(value))
            for says in filter(None, faults):
                yield Fault(entry.line, refusals.BIBLIOGRAPHY_LINK_REFUSED % (entry.key, says))


def check_syntax(app: Sphinx) -> None:
    """Read the bibliography before sphinxcontrib-bibtex does, whose error names no file.

    Raises:
        ExtensionError: its syntax is wrong; the message names file and line.
    """
    if "cite" not in app.env.domains:
        return
    if not app.config.bibtex_encoding.startswith("utf-8"):
        return
    paths = [Path(app.srcdir, name) for name in app.config.bibtex_bibfiles]
    read = {path: load(app.env, path, read_syntax) for path in paths if path.is_file()}
    keys = {entry.key.lower() for entries in read.values() for entry in entries}
    said = [
        fault.at(name_of(app.env, path))
        for path, entries in read.items()
        for fault in faults_in_project(app, entries, keys)
    ]
    if said:
        raise ExtensionError("\n".join(said))


def setup(app: Sphinx) -> None:
    """Check the bibliography first.

    pybtex looks through all installed packages for a backend at every citation. Told of it, it does
    not, and a build with many citations takes half the time.
    """
    register_plugin("pybtex.backends", "plaintext", PlaintextBackend, force=True)
    app.connect("builder-inited", check_syntax, priority=400)
