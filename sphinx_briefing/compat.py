"""Every use of what others’ packages do not promise, each with why and until when."""

from __future__ import annotations

import inspect
import pickle
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx._cli.util.errors
from myst_parser.parsers import sphinx_ as myst_for_sphinx
from sphinx._cli.util.colour import red
from sphinx.builders.html import _assets
from sphinx.errors import SphinxError, SphinxParallelError
from sphinx.locale import __
from sphinx.util.display import status_iterator
from sphinx.util.index_entries import split_index_msg
from sphinx.util.parallel import ParallelTasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.tags import Tags


def builder_of(env: BuildEnvironment) -> Builder:
    """The builder for which documents are being resolved.

    Sphinx 9 deprecates ``env.app`` and offers no other way to it:
    https://github.com/sphinx-doc/sphinx/issues/14136
    """
    return env._app.builder


def tags_of(env: BuildEnvironment) -> Tags:
    """The tags of the build, as Sphinx's own ``OnlyNodeTransform`` reads them.

    https://github.com/sphinx-doc/sphinx/issues/13072
    """
    return env._tags


def terms_of(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """The standard domain's terms in lower case, by which ``{term}`` finds them.

    Its ``note_object`` has no such table, and ``_note_term`` is not public either.
    """
    return env.domains.standard_domain._terms


def complete_search_index(builder: StandaloneHTMLBuilder, env: BuildEnvironment) -> None:
    """Give an incremental build's search index what a clean build's has, and no more.

    Sphinx forgets the index entries of pages it does not write again, and keeps words that stand
    nowhere any more: https://github.com/sphinx-doc/sphinx/issues/12599
    """
    indexer = getattr(builder, "indexer", None)
    if indexer is None:
        return
    for mapping in (indexer._mapping, indexer._title_mapping):
        for word in [word for word, docnames in mapping.items() if not docnames]:
            del mapping[word]
    entries = indexer._index_entries
    entries.clear()
    for docname, found in sorted(env.domains.index_domain.entries.items()):
        if "nosearch" not in env.metadata.get(docname, {}):
            entries[docname] = sorted(
                {
                    (text, target or "", main)
                    for kind, value, target, main, _ in found
                    for text in split_index_msg(kind, value)
                }
            )
    indexer._objtypes.clear()
    indexer._objnames.clear()


def declare_parallel_safe(app: Sphinx, extension: str) -> None:
    """Let documents be read and written in parallel beside an extension that says not.

    sphinx-revealjs keeps nothing in the environment, so that it is safe.
    """
    app.extensions[extension].parallel_read_safe = True
    app.extensions[extension].parallel_write_safe = True


@contextmanager
def without_handlers_of_themes(app: Sphinx, event: str, own: str) -> Iterator[None]:
    """Emit an event to no extension that brings an HTML theme, but to the one that is ``own``.

    Such an extension prepares the pages of its theme: it looks for that theme's options, and adds
    scripts to each page. Sphinx has no way to ask which theme a handler is for, nor a public list
    of handlers.
    """
    listeners = app.events.listeners[event]
    themes = [Path(folder).resolve() for folder in app.registry.html_themes.values()]
    above = {folder for theme in themes for folder in (theme, *theme.parents)}
    packages = {
        name
        for name, extension in app.extensions.items()
        if name != own
        and getattr(extension.module, "__path__", None)  # a package, not a module beside the theme
        and Path(extension.module.__path__[0]).resolve() in above
    }

    def of_theme(handler: object) -> bool:
        module = inspect.getmodule(handler)
        name = module.__name__ if module else ""
        return any(f"{name}.".startswith(f"{package}.") for package in packages)

    app.events.listeners[event] = [one for one in listeners if not of_theme(one.handler)]
    try:
        yield
    finally:
        app.events.listeners[event] = listeners


def forget_checksums() -> None:
    """Let the links of a build have the checksums of its own files.

    Sphinx (9.0) keeps the checksum of a file as long as the process lasts, so a second build in
    it, to the same folder, links what has changed by its old one.
    """
    _assets._file_checksum_inner.cache_clear()


def types_of_settings(config: Config) -> dict[str, tuple[type, ...]]:
    """The types that each setting may have, where it was registered with some.

    Sphinx (9.0) warns of a wrong one only after handlers of ``config-inited`` have failed on it,
    and tells nobody else what was registered.
    """
    found = {}
    for name, option in config._options.items():
        types: Any = option.valid_types
        if isinstance(types, type):
            types = (types,)
        if isinstance(types, (tuple, list, set, frozenset)) and types:
            found[name] = tuple(types)
    return found


def is_set(config: Config, name: str) -> bool:
    """Whether ``conf.py`` or the command line sets a setting, be it to its default."""
    return name in config._raw_config or name in config._overrides


@contextmanager
def markdown_with(extend: Callable[[MarkdownIt], object]) -> Iterator[None]:
    """Extend each Markdown parser that MyST makes meanwhile.

    MyST (5.2) takes extensions from a list of its own alone:
    https://github.com/executablebooks/MyST-Parser/issues/347
    """
    plain = vars(myst_for_sphinx)["create_md_parser"]

    def extended(*arguments: Any) -> MarkdownIt:
        parser: MarkdownIt = plain(*arguments)
        extend(parser)
        return parser

    vars(myst_for_sphinx)["create_md_parser"] = extended
    try:
        yield
    finally:
        vars(myst_for_sphinx)["create_md_parser"] = plain


def around_reading(builder: Builder, around: Callable[[str], Any]) -> None:
    """Have each document read inside the context that ``around`` makes of its name.

    What an extension raises there Sphinx hands on without saying which document it was about.
    """
    read = builder.read_doc

    def read_doc(docname: str, *, _cache: bool = True) -> None:
        with around(docname):
            read(docname, _cache=_cache)

    builder.read_doc = read_doc  # type: ignore[method-assign, misc]


def read_in_shares(
    app: Sphinx, shares: Callable[[Sequence[str], int], Sequence[Sequence[str]]]
) -> None:
    """Have each process read one share of the documents.

    Sphinx (9.0) has them read in many small parts, and after each the process that read it hands
    over all that is known of all documents, which another reads: 1000 documents take a third more
    than in one process.

    Args:
        app: the application, which has a builder.
        shares: gives the shares of documents for a number of processes.
    """
    builder = app.builder

    def read(docnames: list[str], nproc: int) -> None:
        env = app.env
        parts = shares(docnames, nproc)
        label = __("reading sources... ")
        progress = status_iterator(
            parts,
            label,
            "purple",
            len(parts),
            app.verbosity,
            lambda part: f"{part[0]} .. {part[-1]}",
        )
        for docname in docnames:
            app.events.emit("env-purge-doc", env, docname)
            env.clear_doc(docname)

        def read_share(part: Sequence[str]) -> bytes:
            env._app = app
            for docname in part:
                builder.read_doc(docname, _cache=False)
            return pickle.dumps(env, pickle.HIGHEST_PROTOCOL)

        def merge(part: Sequence[str], known: bytes) -> None:
            env.merge_info_from(part, pickle.loads(known), app)  # noqa: S301  (our own)
            next(progress)

        tasks = ParallelTasks(nproc)
        for part in parts:
            tasks.add_task(read_share, part, merge)
        tasks.join()

    vars(builder)["_read_parallel"] = read


def forget_pickled(env: BuildEnvironment) -> None:
    """Let the environment not keep each document that it has loaded, as Sphinx (9.0) does."""
    env._pickled_doctree_cache.clear()


def without_tracebacks() -> None:
    """Let ``sphinx-build`` tell of errors that are meant for authors in words alone.

    Sphinx (9.0) writes a traceback, its own state and a request to report a bug below each of them,
    though its `SphinxError` is described as one of which it tells "category and message".
    ``-T`` and ``-v`` still show all.
    """
    module = sphinx._cli.util.errors
    if getattr(module, "tells_in_words", False):
        return
    plain = module.handle_exception

    def handle(exception: BaseException, /, **options: Any) -> None:
        shows_all = options.get("print_traceback") or options.get("use_pdb")
        of_handler = getattr(exception, "orig_exc", None) is not None
        if shows_all or of_handler or not isinstance(exception, SphinxError):
            plain(exception, **options)
            return
        says = words_of(exception)
        print(f"\n{red(exception.category + '!')}\n{says}", file=options.get("stderr", sys.stderr))

    vars(module).update(handle_exception=handle, tells_in_words=True)


OF_HANDLER = re.compile(
    r"Handler <.*?> for event '[^']*' threw an exception \(exception: (.*)\)", re.DOTALL
)
"""How Sphinx words what fails in a handler: with its address in memory."""


def words_of(error: SphinxError) -> str:
    """What an error says, without what a parallel process has put around it."""
    if not isinstance(error, SphinxParallelError):
        return str(error)
    return OF_HANDLER.sub(r"\1", error.message.partition(": ")[2] or error.message)


RAW_TEXT = {"style", "xmp", "iframe", "noembed", "noframes"}
RAW_TEXT_WITH_ENTITIES = {"title", "textarea"}


def html_tokens(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The tokens of an HTML text as browsers find them, each with the line where it ends, from 1.

    html5lib's parser makes a tree, and a tree no longer has what a browser takes from a stray
    ``<body onload>``. Python's own parser of HTML reads tags otherwise than browsers do. What the
    tree builder tells the tokenizer of an element's content is told here.
    """
    from html5lib._tokenizer import HTMLTokenizer  # noqa: PLC0415  (few documents have raw HTML)
    from html5lib.constants import tokenTypes  # noqa: PLC0415

    names = {number: name for name, number in tokenTypes.items()}
    tokenizer = HTMLTokenizer(text)
    for token in tokenizer:
        kind = names[token["type"]]
        yield tokenizer.stream.position()[0], {**token, "kind": kind}
        name = token.get("name")
        if kind == "StartTag" and not token["selfClosing"]:
            if name in RAW_TEXT:
                tokenizer.state = tokenizer.rawtextState
            elif name in RAW_TEXT_WITH_ENTITIES:
                tokenizer.state = tokenizer.rcdataState
            elif name == "script":
                tokenizer.state = tokenizer.scriptDataState
            elif name == "plaintext":
                tokenizer.state = tokenizer.plaintextState


def restate(document: Any, key: str, texts: dict[str, tuple[str, str]]) -> bool:
    """Put texts into the places of others that are as wide, on pages that WeasyPrint has set.

    A page number is known when all pages are set. WeasyPrint's own ``target-counter()`` finds it
    only within a document, and a book is many, for each is set again when its pages move. Setting
    pages twice for numbers alone takes twice as long.

    Args:
        document: a ``weasyprint.Document``.
        key: the attribute by which elements are found; each holds a text, and no element.
        texts: what each says and is to say, by the value of the attribute.

    Returns:
        Whether each was found in one piece; if not, nothing is changed.
    """
    places = [
        box
        for page in document.pages
        for box in page._page_box.descendants(placeholders=True)
        if hasattr(box, "pango_layout") and box.element is not None and box.element.get(key)
    ]
    if {(box.element.get(key), box.text) for box in places} != {
        (name, old) for name, (old, _new) in texts.items()
    }:
        return False
    for box in places:
        box.text = box.pango_layout.text = texts[box.element.get(key)][1]
    return True
