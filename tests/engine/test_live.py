"""``live``: it serves docs and decks, and what is saved is soon to be seen."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="it is stopped as Ctrl-C stops it")

PATIENCE = 240  # seconds for a build; one takes a few on a quiet machine
AGAIN = 20  # seconds after which a file is saved again: the watching may have begun just then
BEFORE, AFTER = "As it was written first.", "As it reads since it was mended."
CHAPTER = f"# Chapter\n\n## Section\n\n:::{{slide}}\n:name: seen\n\n{BEFORE}\n:::\n"
ROOT = {
    "index.md": "# Front\n\n```{toctree}\nchapter\ntalk\n```\n",
    "chapter.md": CHAPTER,
    "talk.md": "# Talk\n\n:::{deck}\n:minutes: 9\n:::\n",
}


class Live(NamedTuple):
    """A ``live`` that runs."""

    process: subprocess.Popen[str]
    lines: queue.Queue[str]  # what it says
    said: list[str]

    def address(self) -> str:
        """Where it serves, once it says so: its first build is done then."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(queue.Empty):
                self.said.append(self.lines.get(timeout=1))
                if found := re.search(r"Serving on (http://127\.0\.0\.1:\d+)", self.said[-1]):
                    return found[1]
        pytest.fail("it serves nothing:\n" + "".join(self.said))


@pytest.fixture
def live(write_root: Callable[..., Path]) -> Iterator[Live]:
    """It, started for a small root on a free port, and stopped in any case."""
    root = write_root(ROOT, conf="exclude_patterns = ['_build']\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "sphinx_briefing", "--root", root, "live", "--port", "0"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # so that the server it starts is stopped with it
    )
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout])
    reader.start()
    try:
        yield Live(process, lines, [])
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join()
        process.stdout.close()


def page(url: str) -> str:
    """A page as it is served; empty where it is not (yet)."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def wait_for(words: str, url: str, now_and_then: Callable[[], object] = lambda: None) -> str:
    """The page once it has those words; fails where it never has."""
    end = time.monotonic() + PATIENCE
    next_time = 0.0
    while time.monotonic() < end:
        if time.monotonic() >= next_time:
            now_and_then()
            next_time = time.monotonic() + AGAIN
        if words in (text := page(url)):
            return text
        time.sleep(0.3)
    pytest.fail(f"{url} never had {words!r}")


def test_what_is_saved_is_served(live: Live, tmp_path: Path) -> None:
    address = live.address()
    wait_for(BEFORE, f"{address}/chapter.html")
    wait_for(BEFORE, f"{address}/present/talk.html")
    chapter = tmp_path / "root" / "chapter.md"
    assert AFTER not in page(f"{address}/chapter.html")

    def save() -> None:
        chapter.write_text(CHAPTER.replace(BEFORE, AFTER), encoding="utf-8")

    text = wait_for(AFTER, f"{address}/chapter.html", save)
    assert BEFORE not in text
    assert BEFORE not in wait_for(AFTER, f"{address}/present/talk.html")
    os.killpg(live.process.pid, signal.SIGINT)  # Ctrl-C
    assert live.process.wait(timeout=PATIENCE) in {0, 130}  # as the server came to end first
    assert page(f"{address}/chapter.html") == ""
