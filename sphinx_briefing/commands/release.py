"""Putting the built site on show from a folder of editions, for servers and uploads.

Each edition is a folder of its own, and a link ``current`` leads to the one on show; it is turned
in one step, so nobody finds half of one. A page that a browser or a cache still has of an edition
before asks for that edition's stylesheets, scripts and pictures: what those kept have of their own,
and the new one lacks, is put into it as well. So it holds on hosts that know no links, too, which
get ``current`` uploaded.

A file that is as it was stays the same file (a hard link): it takes no room, and its ETag, which
servers make of its date, holds in every cache.
"""

from __future__ import annotations

import datetime as dt
import filecmp
import os
import re
import shutil
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing.commands.build import PublishError, told
from sphinx_briefing.commands.compress import compress
from sphinx_briefing.commands.folders import layout
from sphinx_briefing.commands.keeping import files_in, one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CURRENT = "current"
"""Name of the link to the edition on show."""

EDITIONS = 3
"""How many are kept: the new one, and two before, for pages that are kept for five minutes."""

ASSETS = ("_bundles/", "_static/", "_images/", "_excerpts/")
"""Where what pages load lies; pages, downloads and data that are gone are gone."""

CARRIED = ".carried"
"""Name of the list, in an edition, of what it has from those before."""

COMPRESSED = (".gz", ".br")

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'"
)
"""As the settings in ``hosting/`` have it, but for what a page cannot say: who may frame it."""

CHARSET = re.compile(r'<meta charset="utf-8"\s*/?>', re.IGNORECASE)

INLINE = re.compile(r"<style\b|<script(?![^>]*\s(?:src|type)=)", re.IGNORECASE)
"""Code that the policy forbids: a deck in one file runs on it."""


class Released(NamedTuple):
    """What was put on show."""

    edition: Path
    is_new: bool
    carried: int  # files of editions before


def release(
    root: Path,
    folder: Path,
    *,
    editions: int = EDITIONS,
    policy_in_pages: bool = False,
    output: Path | None = None,
) -> Released:
    """Put the site that was built last on show.

    Args:
        root: the folder of ``conf.py``.
        folder: where the editions lie.
        editions: how many are kept, the new one included.
        policy_in_pages: whether each page states the policy, for hosts that send no headers.
        output: the output folder of the build; none: ``_build`` below ``root``.

    Raises:
        PublishError: there is no site, or the folder cannot be used; what was on show still is.
    """
    where = layout(root, presenter=False, output=output)
    if not (where.site / "index.html").is_file():
        raise PublishError(f"there is no site in {where.site}: build it first")
    current = folder / CURRENT
    if current.exists() and not current.is_symlink():
        raise PublishError(
            f"{current} is no link to an edition: move it away, or name another folder"
        )
    with told(None):
        folder.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(where.work), one_at_a_time(current):
            return put_on_show(where.site, folder, editions, policy_in_pages=policy_in_pages)


def put_on_show(site: Path, folder: Path, editions: int, *, policy_in_pages: bool) -> Released:
    """Copy a site into the folder of editions, and turn the link."""
    current, new = folder / CURRENT, folder / ".new"
    kept = editions_in(folder)
    last = current.resolve() if current.exists() else None
    shutil.rmtree(new, ignore_errors=True)
    try:
        shutil.copytree(site, new)
        if policy_in_pages:
            state_policy(new)
        if last and is_same(new, last):
            return Released(last, is_new=False, carried=len(carried_in(last)))
        if last:
            share(new, last)
        carried = carry(new, kept[-(editions - 1) :] if editions > 1 else [])
        compress(new)
        edition = folder / name_of_edition(kept)
        new.rename(edition)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    turn(current, edition)
    for old in editions_in(folder)[:-editions]:
        shutil.rmtree(old)
    return Released(edition, is_new=True, carried=carried)


def editions_in(folder: Path) -> list[Path]:
    """The editions, the oldest first."""
    return sorted(path for path in folder.glob("[0-9]*") if path.is_dir())


def name_of_edition(kept: list[Path]) -> str:
    """The time of now, after that of all others."""
    now = dt.datetime.now(tz=dt.UTC).strftime("%Y-%m-%dT%H%M%SZ")
    names = [path.name for path in kept]
    return now if not names or now > names[-1] else f"{names[-1]}+"


def own_files(edition: Path) -> set[str]:
    """The files that an edition has of its own, but for their compressed forms."""
    found = {name for name in files_in(edition) if not name.endswith(COMPRESSED)}
    return found - carried_in(edition) - {CARRIED}


def carried_in(edition: Path) -> set[str]:
    """The files that an edition has from those before."""
    path = edition / CARRIED
    return set(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else set()


def state_policy(edition: Path) -> None:
    """Write the policy into each page; not into those that carry all they need inside."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    for page in edition.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if not INLINE.search(text):
            page.write_text(CHARSET.sub(lambda found: found[0] + tag, text, count=1), "utf-8")
            for form in COMPRESSED:
                page.with_name(page.name + form).unlink(missing_ok=True)


def share(new: Path, last: Path) -> None:
    """Let files that the last edition has as well be the same, with their compressed forms."""
    for name in own_files(new):
        before = last / name
        if before.is_file() and filecmp.cmp(new / name, before, shallow=False):
            for one in as_sent(before):
                link(one, new / one.relative_to(last))


def as_sent(path: Path) -> Iterator[Path]:
    """A file and its compressed forms."""
    yield path
    yield from (form for end in COMPRESSED if (form := path.with_name(path.name + end)).is_file())


def link(path: Path, target: Path) -> None:
    """Have the same file in a second place, or a copy where the file system has no links."""
    target.unlink(missing_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copy2(path, target)


def is_same(new: Path, last: Path) -> bool:
    """Whether an edition brings nothing new."""
    files = own_files(new)
    return files == own_files(last) and all(
        filecmp.cmp(new / name, last / name, shallow=False) for name in files
    )


def carry(new: Path, editions: list[Path]) -> int:
    """Put what pages of editions before load into a new one, where it lacks it.

    Returns:
        How many files.
    """
    found = set[str]()
    for edition in reversed(editions):
        for name in sorted(own_files(edition)):
            if name.startswith(ASSETS) and not (new / name).exists():
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                for one in as_sent(edition / name):
                    link(one, new / one.relative_to(edition))
                found.add(name)
    if found:
        (new / CARRIED).write_text("\n".join(sorted(found)) + "\n", encoding="utf-8")
    return len(found)


def turn(current: Path, edition: Path) -> None:
    """Let the link lead to another edition, in one step."""
    step = current.with_name(f".{current.name}.next")
    with suppress(FileNotFoundError):
        step.unlink()
    step.symlink_to(edition.name)
    step.replace(current)
