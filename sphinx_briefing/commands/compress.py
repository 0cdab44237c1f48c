"""Writing each file's compressed form beside it, for servers that send it as it is.

``page.html.gz`` for ``gzip_static`` of nginx and for Caddy; ``page.html.br`` where the package
``brotli`` is installed. The same text gives the same bytes: no name and no time stands in them.
"""

from __future__ import annotations

import gzip
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEXTS = frozenset(
    {
        ".atom",
        ".css",
        ".csv",
        ".html",
        ".inv",
        ".js",
        ".json",
        ".mjs",
        ".svg",
        ".ttl",
        ".txt",
        ".xml",
    }
)
"""Endings of files that get smaller."""

LEAST = 860
"""Bytes below which a file is sent in one packet anyhow (Akamai's figure)."""


def ways() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    """Endings, each with what compresses."""
    yield ".gz", lambda data: gzip.compress(data, 9, mtime=0)
    if find_spec("brotli"):
        brotli: Any = import_module("brotli")
        yield ".br", lambda data: brotli.compress(data, quality=11)


def compress(folder: Path) -> int:
    """Write the compressed forms of all files below a folder; what is there already stays.

    Returns:
        How many were written.
    """
    written = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix not in TEXTS or not path.is_file() or path.stat().st_size < LEAST:
            continue
        data = path.read_bytes()
        for ending, way in ways():
            target = path.with_name(path.name + ending)
            if not target.exists() and len(small := way(data)) < len(data):
                target.write_bytes(small)
                written += 1
    return written
