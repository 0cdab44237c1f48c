"""Files from outside the project: not shown, unless ``briefing_outside_folders`` has their folder.

Whatever a document takes from a file passes here before anything is copied: what Sphinx and
docutils noted as its dependencies, its pictures and its downloads. Symbolic links count as what
they lead to.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.misc import Include, Raw
from sphinx import addnodes
from sphinx.directives.code import LiteralInclude
from sphinx.directives.patches import CSVTable
from sphinx.errors import ExtensionError

from sphinx_briefing.datafiles import name_of
from sphinx_briefing.guard import messages
from sphinx_briefing.guard.allowed import scheme_of
from sphinx_briefing.guard.confidential import refuse_shown
from sphinx_briefing.guard.messages import short
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Node
    from docutils.parsers.rst import Directive
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

NAMED_IN_CONF = ("briefing_claims", "briefing_changes", "briefing_figures", "briefing_published")
"""Settings that name a file or folder: ``conf.py`` so allows it, wherever it lies."""


class LiteralIncludeWithDiff(LiteralInclude):
    """Sphinx' ``{literalinclude}``, which does not note the file that ``:diff:`` compares with."""

    def run(self) -> list[Node]:
        """Note it."""
        if "diff" in self.options:
            path = self.env.relfn2path(self.options["diff"])[1]
            self.env.note_dependency(path)
            refuse_shown(self.env, path, _place(self))
        return super().run()


def _env(directive: Directive) -> BuildEnvironment:
    env: BuildEnvironment = directive.state.document.settings.env
    return env


def _place(directive: Directive) -> tuple[str, int]:
    """File and line of a directive, for messages."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    return name_of(_env(directive), Path(source or "").resolve()), line or directive.lineno


def is_from_address(directive: Directive) -> bool:
    """Whether a directive is to read from an address, which is refused and told."""
    address = directive.options.get("url")
    if address is not None:
        file, line = _place(directive)
        told = f"{Path(_env(directive).srcdir, file)}:{line}"
        warn(messages.ADDRESS_READ, short(address), location=told, subtype="outside")
    return address is not None


class RawOfProject(Raw):
    """``{raw}`` without ``:url:``."""

    option_spec: ClassVar[dict[str, Any]] = {
        **(Raw.option_spec or {}),
        "url": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Refuse what lies elsewhere."""
        return [] if is_from_address(self) else list(super().run())


class TableOfProject(CSVTable):
    """``{csv-table}`` without ``:url:``, whose rows are as long as each other."""

    option_spec: ClassVar[dict[str, Any]] = {
        **(CSVTable.option_spec or {}),
        "url": directives.unchanged,
    }

    def run(self) -> list[Any]:
        """Refuse what lies elsewhere, and what shows private notes."""
        if is_from_address(self):
            return []
        if "file" in self.options:
            env = _env(self)
            refuse_shown(env, env.relfn2path(self.options["file"])[1], _place(self))
        return super().run()

    def extend_short_rows_with_empty_cells(
        self, columns: int, parts: tuple[list[Any], list[Any]]
    ) -> None:
        """Report rows that are shorter, before docutils fills them up."""
        short_rows = [len(row) for rows in parts for row in rows if len(row) < columns]
        if short_rows:
            file, line = _place(self)
            told = f"{Path(_env(self).srcdir, file)}:{line}"
            warn(messages.CSV_RAGGED, short_rows[0], columns, location=told, subtype="outside")
        super().extend_short_rows_with_empty_cells(columns, parts)


def folders_of(app: Sphinx) -> list[Path]:
    """The folders, and single files, whose content may be shown."""
    config: Config = app.config
    conf, sources = Path(app.confdir), Path(app.srcdir)
    named = [conf / name for name in config.briefing_outside_folders]
    named += [sources / str(config[name]) for name in NAMED_IN_CONF if config[name]]
    if "bibtex_bibfiles" in config:
        named += [sources / name for name in config.bibtex_bibfiles]
    named += [sources / name for name in config.locale_dirs]
    named.append(Path(Include.standard_include_path))  # docutils' own tables of characters
    return [path.resolve() for path in (conf, sources, *named)]


def is_outside(path: str | Path, folders: Iterable[Path]) -> bool:
    """Whether a file lies in none of the folders, links followed."""
    real = Path(path).resolve()
    return not any(real == folder or folder in real.parents for folder in folders)


def is_hidden(path: str | Path, env: BuildEnvironment) -> bool:
    """Whether a file is one of those that a system does not show, such as ``.git/config``."""
    parts = Path(os.path.relpath(path, env.srcdir)).parts
    return any(part.startswith(".") and part.strip(".") for part in parts)


def refuse_what_is_outside(app: Sphinx, document: nodes.document) -> None:
    """Report what a document takes from outside, and take it out.

    Raises:
        ExtensionError: something is from outside, and nothing says which part of the document.
    """
    env, docname = app.env, app.env.current_document.docname
    folders = folders_of(app)
    told: set[Path] = set()
    for node, path in list(_taken(env, document, docname)):
        refused = is_outside(path, folders) or is_hidden(path, env)
        if refused and node.parent is not None:
            real = Path(path).resolve()
            if real not in told:
                told.add(real)
                _report(app, docname, path, node)
            node.parent.remove(node)
    for dependency in _dependencies(env, document, docname):
        real = dependency.resolve()
        if real not in told and is_outside(real, folders):
            where = _where(env, docname, dependency)
            raise ExtensionError(messages.FILE_OUTSIDE_AT % (*where, _says(app, dependency)))


def refuse_documents_outside(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Refuse documents that are symbolic links to what lies outside.

    Raises:
        ExtensionError: one is.
    """
    folders = folders_of(app)
    for docname in docnames:
        path = Path(env.doc2path(docname))
        if is_outside(path, folders):
            where = (name_of(env, path), 1)
            raise ExtensionError(messages.FILE_OUTSIDE_AT % (*where, _says(app, path)))


def _taken(
    env: BuildEnvironment, document: nodes.document, docname: str
) -> Iterator[tuple[nodes.Element, str]]:
    """The parts of a document that come from a file, each with its path."""
    for image in document.findall(nodes.image):
        uri = image.get("uri", "")
        if "://" not in uri and not scheme_of(uri):
            yield image, env.relfn2path(uri.removesuffix(".*"), docname)[1]
    for link in document.findall(addnodes.download_reference):
        target = link.get("reftarget", "")
        if "://" not in target:
            yield link, env.relfn2path(target, docname)[1]
    own = Path(env.doc2path(docname))
    is_other: dict[str, bool] = {}  # thousands of nodes come from one file
    for node in document.findall(nodes.Element):
        source = node.get("source") if isinstance(node, (nodes.raw, nodes.literal_block)) else None
        if isinstance(source, str) and (Path.cwd() / source).is_file():
            source = str(Path.cwd() / source)  # docutils tells it as seen from there
        source = source or node.source
        if isinstance(source, str):
            if source not in is_other:
                is_other[source] = Path(source).is_absolute() and Path(source) != own
            if is_other[source]:
                yield node, source


def _dependencies(env: BuildEnvironment, document: nodes.document, docname: str) -> Iterator[Path]:
    noted: Any = document.settings.record_dependencies
    for name in noted.list if noted is not None else ():
        yield Path.cwd() / os.fsdecode(name)
    for dependency in sorted(env.dependencies.get(docname, ())):
        yield Path(env.srcdir, dependency)


def _report(app: Sphinx, docname: str, path: str, node: nodes.Element) -> None:
    file, line = _where(app.env, docname, Path(path))
    if not line:
        around: Node | None = node
        while around is not None and not around.line:
            around = around.parent
        line = (around.line if around is not None else 0) or 1
    at = Path(app.srcdir, file)
    warn("%s", _says(app, Path(path)), location=f"{at}:{line}", subtype="outside")


def _says(app: Sphinx, path: Path) -> str:
    seen = os.path.relpath(path, app.srcdir)
    real = path.resolve()
    shown = os.path.relpath(real, Path(app.srcdir).resolve())
    folder = os.path.relpath(real.parent, Path(app.confdir).resolve())
    told = shown if seen == shown else f"{seen} ({shown})"
    if is_hidden(path, app.env) and not is_outside(path, folders_of(app)):
        return messages.FILE_HIDDEN % told
    return messages.FILE_OUTSIDE % (told, folder)


def _where(env: BuildEnvironment, docname: str, path: Path) -> tuple[str, int]:
    """The line of a document that names a file; 0 where none does."""
    own = Path(env.doc2path(docname))
    lines = own.read_text(encoding="utf-8", errors="replace").splitlines()
    names = [path.name, *(link for link in (_link_to(env, path),) if link)]
    found = (at for at, line in enumerate(lines, 1) if any(name in line for name in names))
    return name_of(env, own), next(found, 0)


def _link_to(env: BuildEnvironment, path: Path) -> str:
    """The name of a symbolic link among the sources that leads to a file, where there is one."""
    real = path.resolve()
    for folder, folders, files in os.walk(env.srcdir):
        folders[:] = [name for name in folders if not name.startswith((".", "_build"))]
        for name in files:
            entry = Path(folder, name)
            if entry.is_symlink() and entry.resolve() == real:
                return name
    return ""


def setup(app: Sphinx) -> None:
    """Check before the pictures and downloads of a document are noted to be copied."""
    app.add_directive("raw", RawOfProject, override=True)
    app.add_directive("csv-table", TableOfProject, override=True)
    app.add_directive("literalinclude", LiteralIncludeWithDiff, override=True)
    app.connect("env-before-read-docs", refuse_documents_outside)
    app.connect("doctree-read", refuse_what_is_outside, priority=410)
