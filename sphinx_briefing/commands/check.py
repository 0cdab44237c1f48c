"""Checking what a build takes as it is: slides, notes, links to terms, words of others.

The checks are in ``commands/checks/``. They look at the site that is built, and at the sources as
they were read for it; where one of these is newer than the site, that is built first.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import sphinx_briefing
from sphinx_briefing.commands.build import PublishError, publish
from sphinx_briefing.commands.checks import CHECKS, purpose
from sphinx_briefing.commands.checks.files import project_files
from sphinx_briefing.commands.checks.publication import Publication, counted
from sphinx_briefing.commands.folders import layout
from sphinx_briefing.config import PRESENTER_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_briefing.commands.checks.publication import Result
    from sphinx_briefing.commands.folders import Layout

FAULTY, HINDERED = 1, 2
"""Exit codes: there are faults; there are none, but something could not be checked."""


def list_checks() -> int:
    """Print the names of the checks, and what each is for."""
    width = max(map(len, CHECKS))
    for name in CHECKS:
        print(f"{name:{width}}  {purpose(name)}")
    return 0


def check(
    root: Path,
    *,
    presenter: bool = False,
    only: Sequence[str] = (),
    output: Path | None = None,
) -> int:
    """Run the checks, and print each fault, what was checked and how long it took.

    Args:
        root: the folder of ``conf.py``.
        presenter: whether to check the build with private notes.
        only: the names of the checks to run; none: all.
        output: the output folder; none: ``_build`` below ``root``.

    Returns:
        0 where there is no fault, `FAULTY` where there is one, else `HINDERED` where a check
        could not be run.

    Raises:
        PublishError: the publication cannot be built.
    """
    where = layout(root, presenter=presenter, output=output)
    if reason := why_to_build(root, where):
        print(f"Building the site first: {reason}.", flush=True)
        publish(root, presenter=presenter, output=output)
    start = time.monotonic()
    with opened(root, where, presenter=presenter) as publication:
        results = [run(name, publication) for name in CHECKS if not only or name in only]
    faults = sum(len(result.faults) for result in results)
    advice = sum(len(result.advice) for result in results)
    hindered = sum(bool(result.hindrance) for result in results)
    print(
        f"{counted(faults, 'fault')}"
        + (f", {counted(advice, 'line')} of advice" if advice else "")
        + (f", {counted(hindered, 'check')} not run" if hindered else "")
        + f", in {time.monotonic() - start:.1f} s"
    )
    if faults:
        return FAULTY
    return HINDERED if hindered else 0


def run(name: str, publication: Publication) -> Result:
    """Run one check, and print what it found, each thing once, by file and line."""
    start = time.monotonic()
    result = CHECKS[name](publication)
    result = result._replace(faults=sorted(set(result.faults)), advice=sorted(set(result.advice)))
    for fault in result.faults:
        print(fault)
    for advice in result.advice:
        print(f"{advice} (advice)")
    if result.hindrance:
        print(f"{name}: not checked: {result.hindrance}", file=sys.stderr, flush=True)
    else:
        found = counted(len(result.faults), "fault") if result.faults else "no fault"
        print(f"{name}: {result.looked_at}: {found}, {time.monotonic() - start:.1f} s", flush=True)
    return result


def why_to_build(root: Path, where: Layout) -> str:
    """Why the site cannot be checked as it is; empty where it can."""
    published = where.site / ".nojekyll"  # the last file of a build, written anew by each
    if not published.is_file() or not where.doctrees.is_dir():
        return "there is none"
    if where.unfinished.exists():
        return "the last build did not end well"
    since = published.stat().st_mtime
    for folder in (root, Path(sphinx_briefing.__file__).parent):
        for path in project_files(folder):
            if path.stat().st_mtime > since:
                name = path.relative_to(folder) if folder == root else path.name
                return f"{name} is newer"
    return ""


@contextmanager
def opened(root: Path, where: Layout, *, presenter: bool) -> Iterator[Publication]:
    """The publication as it was built; nothing is read again or written.

    Raises:
        PublishError: what was read cannot be loaded.
    """
    with (
        patch_docutils(root),
        docutils_namespace(),
        tempfile.TemporaryDirectory() as nothing,
    ):
        app = Sphinx(
            srcdir=root,
            confdir=root,
            outdir=nothing,
            doctreedir=where.doctrees,
            buildername="dummy",
            status=None,
            warning=None,
            tags=[PRESENTER_TAG] if presenter else [],
        )
        if not app.env.all_docs:
            raise PublishError(f"what was read cannot be loaded; delete {where.work}, and build")
        yield Publication(root, where.site, app.env)
