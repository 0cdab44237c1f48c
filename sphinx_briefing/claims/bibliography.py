"""The sources that the text cites, as sphinxcontrib-bibtex knows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pybtex.backends.plaintext import Backend as PlaintextBackend
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.plugin import register_plugin
from pybtex.richtext import Text
from pybtex.scanner import PrematureEOF, PybtexSyntaxError

from sphinx_briefing import messages
from sphinx_briefing.datafiles import DataError, Fault, load
from sphinx_briefing.records import once_read
from sphinx_briefing.translation import _, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def short_name(source: Source) -> str:
    """Author and year, such as ``Kapoor et al., 2024``; the title where there is no author."""
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


def short_title(source: Source) -> str:
    """Author, year and title, such as ``Kapoor et al., 2024. On the Societal Impact …``."""
    name, title = short_name(source), plain(source.entry.fields.get("title", ""))
    return name if name.startswith(title) else f"{name}. {title}"


def plain(latex: str) -> str:
    """The text of a BibTeX field without its markup."""
    return str(Text.from_latex(latex))


def read_syntax(text: str) -> None:
    """Read the text of a BibTeX file for its syntax alone.

    Raises:
        DataError: it is wrong; the line is that of the first fault, or of the entry never closed.
    """
    parser = LowLevelParser(text, macros=dict(month_names))
    try:
        for _entry in parser:
            pass
    except PybtexSyntaxError as error:
        line = error.lineno
        if isinstance(error, PrematureEOF):
            line = text.count("\n", 0, parser.command_start) + 1
        raise DataError([Fault(line, messages.BIBLIOGRAPHY_WRONG % error.args[0])]) from error


def check_syntax(app: Sphinx) -> None:
    """Read the bibliography before sphinxcontrib-bibtex does, whose error names no file.

    Raises:
        ExtensionError: its syntax is wrong; the message names file and line.
    """
    if "cite" not in app.env.domains:
        return
    for name in app.config.bibtex_bibfiles:
        path = Path(app.srcdir, name)
        if path.is_file() and app.config.bibtex_encoding.startswith("utf-8"):
            load(app.env, path, read_syntax)


def setup(app: Sphinx) -> None:
    """Check the bibliography first.

    pybtex looks through all installed packages for a backend at every citation. Told of it, it does
    not, and a build with many citations takes half the time.
    """
    register_plugin("pybtex.backends", "plaintext", PlaintextBackend, force=True)
    app.connect("builder-inited", check_syntax, priority=400)
