"""Putting a new site in the place of the last, so that nobody ever finds half of it, or none.

Both are exchanged in one step, where the system has one (Linux, macOS): whoever asks for a page
meanwhile gets it from the old site or the new. A link that is turned to another folder would do as
well, but hosts and tools expect a folder there, and the folder that a link of an author's leads to
stays where it is.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""Of ``linux/fcntl.h`` and ``linux/fs.h``; RENAME_SWAP of macOS (``sys/stdio.h``) is 2 as well."""


def replace(
    site: Path,
    built: Path,
    beside_pages: Mapping[str, Path],
    finish: Callable[[Path], object] | None = None,
) -> None:
    """Put the new site in the place of the last, as a whole.

    Args:
        site: where it is published; a link to a folder is followed.
        built: the pages.
        beside_pages: folders to publish among the pages, by their names there.
        finish: what is done to the new site before it takes its place.

    Raises:
        OSError: the new site could not be written; the last one is as it was.
    """
    site = site.resolve()
    new = beside(site, "new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        shutil.copytree(built, new, ignore=shutil.ignore_patterns(".buildinfo*"))
        for name, folder in beside_pages.items():
            shutil.copytree(folder, new / name)
        if finish is not None:
            finish(new)
        (new / ".nojekyll").touch()  # else a GitHub Pages branch would leave _static out
        put(new, site)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    for left in (new, beside(site, "old")):
        shutil.rmtree(left, ignore_errors=True)


def put(new: Path, site: Path) -> None:
    """Move a folder to where the site is, and what was there away from it."""
    if not site.exists():
        new.rename(site)
    elif not exchange(new, site):
        old = beside(site, "old")
        shutil.rmtree(old, ignore_errors=True)
        site.rename(old)
        new.rename(site)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; false: this system, or file system, cannot."""
    names = os.fsencode(one), os.fsencode(other)
    with suppress(AttributeError, OSError):
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(*names, RENAME_EXCHANGE) == 0)
        swap = libc.renameat2
        return bool(swap(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0)
    return False


def recover(site: Path) -> None:
    """Put the last site back, where a build was killed between two renames."""
    site = site.resolve()
    old = beside(site, "old")
    if old.exists() and not site.exists():
        old.rename(site)


def beside(site: Path, suffix: str) -> Path:
    """A hidden folder next to the site, on the same file system."""
    return site.with_name(f".{site.name}.{suffix}")


MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux lists what is mounted (proc(5)); the fifth field of a line is where."""


def mount_points(listed: Path = MOUNTS) -> set[str]:
    """Where something is mounted: also a folder of the same disk, which looks like any other."""
    try:
        lines = listed.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return set()
    places = (line.split(" ")[4] for line in lines if line.count(" ") > 4)
    # Spaces, tabs, ends of lines and backslashes stand there as octal numbers.
    return {re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), one) for one in places}


def why_not_replaced(site: Path) -> str:
    """Why a site could not be replaced, however it was built; empty: nothing is in the way."""
    real = site.resolve()
    if real.exists() and not real.is_dir():
        return f"{site} is a file: move it away, for the site is to be a folder of that name"
    if real.is_mount() or str(real) in mount_points():
        return (
            f"{site} is a mount point, which cannot be replaced as a whole: mount the folder above "
            "it, make it a link to a folder on the mounted disk, or name another with --output"
        )
    if site.is_symlink() and not real.parent.is_dir():
        return (
            f"{site} is a link to {real}, and {real.parent} is not there: make it, or mend the link"
        )
    if real.parent.is_dir() and not os.access(real.parent, os.W_OK | os.X_OK):
        return (
            f"the folder {real.parent} cannot be written: make it so, or name another folder with "
            "--output"
        )
    return ""
