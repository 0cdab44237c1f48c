"""Building the whole publication: docs and decks in one process, with one read of the sources.

The pages are written into a work folder that is kept for the next, incremental build. What is
published is a copy that takes the place of the last one only when everything succeeded.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ExtensionError, SphinxError, SphinxParallelError
from sphinx.util.console import color_terminal, nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_briefing import anchors
from sphinx_briefing.addresses import deck_file
from sphinx_briefing.commands.compress import compress
from sphinx_briefing.commands.folders import layout
from sphinx_briefing.commands.keeping import (
    is_as_left,
    keep,
    kept,
    note_as_left,
    one_at_a_time,
)
from sphinx_briefing.commands.replacing import recover, replace, why_not_replaced
from sphinx_briefing.commands.sharing import share_work
from sphinx_briefing.commands.unchanged import forget, named_files, note, used_by
from sphinx_briefing.compat import words_of
from sphinx_briefing.config import PRESENTER_TAG
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.guard.messages import short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx_briefing.commands.folders import Layout


EXTRA = "extra files"
"""Name of their list among all that builds keep for the next."""


class Published(NamedTuple):
    """What was published."""

    site: Path
    decks: list[Path]


class PublishError(Exception):
    """The publication was not built; the message says why and what still stands."""


def publish(
    root: Path,
    *,
    presenter: bool = False,
    docs_builder: str = "html",
    jobs: int | None = None,
    output: Path | None = None,
    compressed: bool = False,
) -> Published:
    """Build docs and decks and publish them together.

    Args:
        root: the folder of ``conf.py``.
        presenter: whether private notes are shown; the result is then not for publishing.
        docs_builder: ``html`` (``page.html``) or ``dirhtml`` (``page/``).
        jobs: processes to read and write with; none: as many as there are processors.
        output: the output folder; none: ``_build`` below ``root``.
        compressed: whether each file has its compressed form beside it, for servers.

    Returns:
        The published site and its decks' pages.

    Raises:
        PublishError: an error or a warning came up; the last good site is as it was.
    """
    where = layout(root, presenter=presenter, output=output)
    check_writable(where)
    with told(where), one_at_a_time(where.work):
        used = used_by(root, where, docs_builder, compressed=compressed)
        app = build_pages(root, where, presenter=presenter, docs_builder=docs_builder, jobs=jobs)
        published = put_in_place(where, app, compressed=compressed)
        note(where, used, named_files(app), published.decks)
    return published


def build_pages(
    root: Path,
    where: Layout,
    *,
    presenter: bool = False,
    docs_builder: str = "html",
    jobs: int | None = None,
    overrides: Mapping[str, object] = MappingProxyType({}),
    quiet: bool = False,
) -> Sphinx:
    """Build docs and decks into the work folder, again only what has changed.

    Args:
        root: the folder of ``conf.py``.
        where: the folders of the build.
        presenter: whether private notes are shown.
        docs_builder: ``html`` or ``dirhtml``.
        jobs: processes to read and write with; none: as many as there are processors.
        overrides: settings that take the place of those in ``conf.py``.
        quiet: whether nothing but warnings is told.

    Raises:
        PublishError: an error or a warning came up; the last good site is as it was.
    """
    check_writable(where)
    out = where.pages(docs_builder)
    with told(where):
        forget(where)
        recover(where.site)
        if where.unfinished.exists() or not is_as_left(where.work, where.doctrees, out):
            # Sphinx remembers what it read, but not what it warned of: read all again.
            shutil.rmtree(where.work, ignore_errors=True)
        where.work.mkdir(parents=True, exist_ok=True)
        where.unfinished.touch()
        shutil.rmtree(out / "_static", ignore_errors=True)  # else what is gone would stay
        for name in (kept(where.work) or {}).get(EXTRA, ()):
            (out / name).unlink(missing_ok=True)
        app = build(
            root,
            docs_builder,
            out,
            where.doctrees,
            overrides={"briefing_docs_builder": docs_builder, **overrides},
            tags=[PRESENTER_TAG] if presenter else [],
            jobs=jobs,
            quiet=quiet,
        )
        note_as_left(where.work, where.doctrees, out)
        keep(where.work, {EXTRA: extra_files(app)})
    return app


def extra_files(app: Sphinx) -> list[str]:
    """The files that ``html_extra_path`` has copied, as they lie below the output folder."""
    found: set[str] = set()
    for entry in app.config.html_extra_path:
        top = Path(app.confdir, entry)
        found |= {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
        if top.is_file():
            found.add(top.name)
    return sorted(found)


def put_in_place(
    where: Layout,
    app: Sphinx,
    beside_pages: Mapping[str, Path] | None = None,
    *,
    compressed: bool = False,
) -> Published:
    """Publish what was built in the place of the last site.

    Args:
        where: the folders of the build.
        app: the build, done.
        beside_pages: folders to publish among the pages, by their names there.
        compressed: whether each file has its compressed form beside it, for servers.
    """
    finish = compress if compressed else None
    with told(where):
        try:
            replace(where.site, Path(app.outdir), beside_pages or {}, finish)
        finally:
            recover(where.site)
        where.unfinished.unlink(missing_ok=True)
    pages = (where.site / deck_file(app.config, deck.name) for deck in DECKS.all(app.env))
    decks = sorted(page for page in pages if page.is_file())
    return Published(where.site, decks)


@contextmanager
def told(where: Layout | None) -> Iterator[None]:
    """Tell in a line what fails, be it the disk or something that nobody thought of.

    Raises:
        PublishError: something failed; how it did stands in a file, for those who mend it.
    """
    try:
        yield
    except (PublishError, KeyboardInterrupt):
        raise
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        says = error.strerror or error
        if isinstance(error, shutil.Error):  # one of a copied folder, with all that went wrong
            says = error.args[0][0][2]
        raise PublishError(
            f"{named}{says}: see that there is room on the disk, and that what "
            "is to be written may be"
        ) from error
    except Exception as error:
        says = str(error).partition("\n")[0] or "no more is known"
        unknown = f"an error unknown to this program: {type(error).__name__}: {short(says)}"
        if where is None:
            raise PublishError(unknown) from error
        with suppress(OSError):
            where.unfinished.write_text(traceback.format_exc(), encoding="utf-8")
        raise PublishError(f"{unknown}; its traceback stands in {where.unfinished}") from error


def check_writable(where: Layout) -> None:
    """Find out before a long build whether its result can be written.

    Raises:
        PublishError: it cannot.
    """
    folder = where.site.parent
    with suppress(OSError):
        if not folder.exists():
            folder.mkdir(parents=True)
        if why := why_not_replaced(where.site):
            raise PublishError(why)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PublishError(
            f"the folder {folder} cannot be written ({error.strerror}): make it so, take away what "
            "stands in its place, or name another folder with --output"
        ) from error


def build(
    root: Path,
    builder: str,
    out: Path,
    doctrees: Path,
    *,
    overrides: Mapping[str, object] = MappingProxyType({}),
    tags: Sequence[str] = (),
    jobs: int | None = None,
    quiet: bool = False,
) -> Sphinx:
    """Run one of Sphinx's builders, strictly: ``-n -W --keep-going -j auto``.

    ``quiet`` leaves out what it tells of its progress.

    Raises:
        PublishError: Sphinx gave a warning or an error.
    """
    if not color_terminal():
        nocolor()
    jobs = jobs or os.cpu_count() or 1
    with patch_docutils(root), docutils_namespace():
        try:
            app = Sphinx(
                srcdir=root,
                confdir=root,
                outdir=out,
                doctreedir=doctrees,
                buildername=builder,
                confoverrides={"nitpicky": True, **overrides},
                status=None if quiet else sys.stdout,
                warning=sys.stderr,
                warningiserror=True,
                tags=tags,
                parallel=jobs,
            )
            app.builder.epilog = ""  # type: ignore[misc]  # it names the work folder
            share_work(app)
            with quiet_interrupt():
                app.build()
        except SphinxParallelError as error:  # it wraps the words of another error
            raise PublishError(words_of(error)) from error
        except ExtensionError as error:
            if error.orig_exc is not None and not isinstance(error.orig_exc, SphinxError):
                raise error.orig_exc from error  # of a handler, which only its authors know
            raise PublishError(f"{error.category}: {error}") from error
        except SphinxError as error:
            raise PublishError(f"{error.category}: {error}") from error
        if app.statuscode:
            raise PublishError("what is reported above must be mended first")
        if missing := missing_documents(app):
            raise PublishError(
                f"a process failed without a word, and left out {', '.join(missing)}; "
                "build with -j 1 to see why"
            )
        return app


@contextmanager
def quiet_interrupt() -> Iterator[None]:
    """Let Ctrl-C end the processes that read and write in parallel without their tracebacks."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are not ours to handle
        return
    parent = os.getpid()
    before = signal.getsignal(signal.SIGINT)

    def end(number: int, frame: object) -> None:
        if os.getpid() != parent:
            os._exit(128 + number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def missing_documents(app: Sphinx) -> list[str]:
    """Documents that were not read or written.

    Sphinx drops an error of a parallel process that fails while others are still being started
    (``sphinx.util.parallel``, ``add_task``).
    """
    missing = set(app.env.found_docs) - set(app.env.all_docs)
    if isinstance(app.builder, StandaloneHTMLBuilder) and app.builder.name != "singlehtml":
        missing |= {
            docname
            for docname in app.env.found_docs
            if not app.builder.get_output_path(docname).is_file()
        }
    return sorted(missing)


def list_anchors(root: Path) -> int:
    """Add the publication's new anchors to the list that ``briefing_published`` names.

    Returns:
        0; what was added is printed.

    Raises:
        PublishError: the publication has mistakes, or names no list.
    """
    with told(None), tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        tags = [anchors.LISTING_TAG]
        app = build(root, "dummy", out / "dummy", out / "doctrees", tags=tags)
    file = anchors.published_file(app.env)
    if file is None:
        raise PublishError("briefing_published in conf.py names no list of anchors")
    listed = [anchor for anchor, _ in anchors.published(app.env).values()]
    added = anchors.add_new(file, anchors.current(app.env), listed)
    for anchor in added:
        print(f"Added {anchor}: {anchor.target}")
    print(f"{file}: {len(listed) + len(added)} anchors, {len(added)} of them new.")
    return 0
