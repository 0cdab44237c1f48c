"""What all tests share: small roots for the extension, servers, and a browser."""

from __future__ import annotations

import functools
import gc
import hashlib
import http.server
import importlib.metadata
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pybtex.plugin
import pytest
import sphinx.registry
import sphinx.theming
import sphinxcontrib.bibtex.plugin
from filelock import FileLock
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import sync_playwright
from sphinx import jinja2glue
from sphinx.locale import translators
from sphinx.testing.util import SphinxTestApp

from sphinx_briefing.site import bundles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    Make = Callable[[Path], object]

pytest_plugins = ["sphinx.testing.fixtures"]

PROJECT = Path(__file__).resolve().parent.parent

CONF = """
extensions = ["sphinx_briefing", "myst_parser"]
myst_enable_extensions = ["colon_fence"]
project, version, copyright = "Root", "1", "2026, nobody"
html_theme = "furo"
nitpicky = True
briefing_audiences = {"executive": "those who decide", "technical": "engineers"}
"""


COMPLAINT = re.compile(r"WARNING|ERROR|CRITICAL|Traceback|rror:|arning:")


def complaints(said: str) -> list[str]:
    """The lines of a standard error that complain.

    Others may stand there: a tool that is busy, such as one that looks for fonts, may say so.
    """
    return [line for line in said.splitlines() if COMPLAINT.search(line)]


class Output(NamedTuple):
    """What a build without a warning has written; tests read it and change nothing."""

    out: Path

    def read(self, name: str) -> str:
        """The text of a file of the output."""
        return (self.out / name).read_text(encoding="utf-8")


class Built(NamedTuple):
    """A build of a small root."""

    app: SphinxTestApp
    out: Path
    warnings: str

    def read(self, name: str) -> str:
        """The text of a file of the output."""
        return (self.out / name).read_text(encoding="utf-8")


def scripts_of(folder: Path, page: str) -> str:
    """The text of all scripts that a page of a site links or fetches later, one by one."""
    html = (folder / page).read_text(encoding="utf-8")
    tags = re.findall(r"<script[^>]*>", html)
    links = [link for tag in tags for link in re.findall(r'\s(?:src|data-later)="([^"?]+)', tag)]
    here = (folder / page).parent
    files = [folder / link[1:] if link[0] == "/" else here / link for link in links]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.fixture
def write_root(tmp_path: Path) -> Callable[..., Path]:
    """Write a small root: ``write_root({"index.md": "# Title"}, conf="extra = 1")``."""

    return functools.partial(write_files, tmp_path / "root")


def write_files(root: Path, files: dict[str, str], conf: str = "") -> Path:
    """Write the files of a small root, and its ``conf.py``, to which ``conf`` is added."""
    for name, text in {"conf.py": CONF + conf, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def build(make_app: Callable[..., SphinxTestApp], tmp_path: Path) -> Callable[..., Built]:
    """Build a root with one of Sphinx's builders: ``build(root, "revealjs", tags=[…])``."""

    def run(root: Path, builder: str = "html", **options: object) -> Built:
        app = make_app(builder, srcdir=root, builddir=tmp_path / "out", **options)
        app.build()
        return Built(app, Path(app.outdir), app.warning.getvalue())

    return run


def publish_glossary(folder: Path, entries: list[tuple[str, list[str], str]]) -> Path:
    """Build a publication that is a glossary: ids, names and definitions; return what to serve."""
    root, built = folder / "root", folder / "built"
    (root / "chapters").mkdir(parents=True)
    (root / "conf.py").write_text(CONF.replace("Root", "Briefing"), encoding="utf-8")
    (root / "index.md").write_text("# Index\n\n```{toctree}\nchapters/glossary\n```\n", "utf-8")
    blocks = [
        f":::{{entry}} {term}\n:id: {anchor}\n:aliases: {'; '.join(aliases)}\n\n{text}\n:::\n\n"
        for anchor, (term, *aliases), text in entries
    ]
    (root / "chapters" / "glossary.md").write_text("# Glossary\n\n" + "".join(blocks), "utf-8")
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "-b", "html", root, built],
        cwd=PROJECT,
        check=True,
    )
    return built


# -- where a run writes ---------------------------------------------------------------------------

MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 6 * 2**30


def pytest_configure() -> None:
    """Write into memory where the system offers enough, for most tests build sites and delete them.

    A run leaves about 1 GB; half of the memory is offered. TMPDIR says otherwise.
    """
    if (
        "TMPDIR" not in os.environ
        and os.access(MEMORY, os.W_OK)
        and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES
    ):
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # read the variable again


# -- what a run compiles --------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    """Keep what Python compiles, whatever the environment says: hundreds of processes start."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


# -- how a run is spread --------------------------------------------------------------------------


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker more than there are processors: tests wait for browsers, servers and builds."""
    return (os.cpu_count() or 1) + 1


LONGEST = (
    "permanence", "take_away_volumes", "accessibility", "everything", "glossary", "publish",
    "volumes", "second_project", "deck_room", "browser", "citers", "incremental", "article_figures",
    "glossary_page", "hosting", "handouts", "modes", "benchmark",
)  # fmt: skip
"""The files of tests that take longest, by name; of others the order counts for nothing."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, so that no worker is left with one at the end."""
    order = {f"test_{name}": number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


@pytest.fixture(scope="session", autouse=True)
def _work_is_spared() -> None:
    """What no test asks for: lines for those who debug Sphinx, and looking for garbage so often.

    What was imported stays, and a build leaves little else; both together are a tenth of the time.
    """
    logging.disable(logging.DEBUG)
    # Java's checkers run for seconds: less time is spent on making them fast.
    os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _no_language_stays() -> Iterator[None]:
    """Forget the words of a build: Sphinx would put those of the next one behind them."""
    yield
    translators.clear()


# -- what all workers of a run share ---------------------------------------------------------------


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Make], Path]:
    """Make a folder once for all workers of a run: ``made_once("site", make)``.

    The first worker that wants it makes it, the others wait. Tests read it and write elsewhere.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-once"
    shared.mkdir(exist_ok=True)

    def once(name: str, make: Make) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)  # half of it, where making it failed
                make(folder)
                done.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def built_once(made_once: Callable[[str, Make], Path]) -> Callable[..., Output]:
    """Build a small root that its tests only read once for all: ``built_once(files, conf)``.

    The third argument is the builder. The build must give no warning.
    """

    def once(files: dict[str, str], conf: str = "", builder: str = "html") -> Output:
        def make(folder: Path) -> None:
            root = write_files(folder / "root", files, conf)
            app = SphinxTestApp(builder, srcdir=root, builddir=folder)
            app.build()
            app.cleanup()
            assert app.warning.getvalue() == ""

        content = repr((sorted(files.items()), conf, builder))
        digest = hashlib.sha256(content.encode()).hexdigest()
        return Output(made_once(f"root-{digest[:16]}", make) / builder)

    return once


@pytest.fixture(scope="session", autouse=True)
def _templates_are_kept(made_once: Callable[[str, Make], Path]) -> Iterator[None]:
    """Compile each of Sphinx's templates once a run, for that takes most of a small build.

    Jinja's own cache: it goes by the text of a template, so one that changes is compiled anew.
    """
    cache = FileSystemBytecodeCache(str(made_once("templates", Path.mkdir)))
    kept = functools.partial(jinja2glue.SandboxedEnvironment, bytecode_cache=cache)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2glue, "SandboxedEnvironment", kept)
        yield


@pytest.fixture(scope="session", autouse=True)
def _what_stays_the_same_is_read_once() -> Iterator[None]:
    """Look once a process for what is installed, and take a stylesheet's text apart once.

    Every build would do both anew.
    """
    kept = functools.cache(importlib.metadata.entry_points)
    with pytest.MonkeyPatch.context() as patch:
        for module in (sphinx.registry, sphinx.theming, pybtex.plugin, sphinxcontrib.bibtex.plugin):
            patch.setattr(module, "entry_points", kept)
        patch.setattr(bundles, "rules_of", functools.cache(bundles.rules_of))
        yield


# -- the browser ----------------------------------------------------------------------------------


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """A file server that does not log."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer; the icon that browsers ask for by themselves is left out."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()


class StrictSiteHandler(QuietHandler):
    """Forbids inline code, and whatever is not the site's own."""

    def end_headers(self) -> None:
        """Add the policy."""
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; "
        policy += "img-src 'self' data:; font-src 'self'; connect-src 'self'"
        self.send_header("Content-Security-Policy", policy)
        super().end_headers()


class OpenHandler(QuietHandler):
    """Lets pages of other origins read its files, as static hosts do (``*``)."""

    def end_headers(self) -> None:
        """Add the header."""
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


class StrictHandler(QuietHandler):
    """Forbids inline code, and all requests but its own and those for a glossary."""

    def end_headers(self) -> None:
        """Add the policy."""
        self.send_header(
            "Content-Security-Policy",
            "default-src 'self'; connect-src 'self' http://127.0.0.1:*; "
            "object-src 'none'; base-uri 'none'",
        )
        super().end_headers()


@contextmanager
def serving(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """The address at which a folder is served."""
    serve = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def serving_below(folder: Path, host: Path, path: str = "docs/briefing") -> Iterator[str]:
    """The address at which a folder is served below a path, as on a shared host."""
    (host / path).parent.mkdir(parents=True)
    (host / path).symlink_to(folder, target_is_directory=True)
    with serving(host) as url:
        yield f"{url}{path}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as found by ``commands/browser.py`` (``make test`` sets the variable)."""
    path = (
        os.environ.get("BRIEFING_CHROMIUM")
        or subprocess.run(
            [sys.executable, "-m", "sphinx_briefing.commands.browser"],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, base: str) -> Iterator[Page]:
    """A page that fails the test on a script error or a request to another host."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    home = urlsplit(base).netloc

    def heard(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != home:
            faults.append(f"request to {url}")

    context.on("request", lambda request: heard(request.url))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    # What is still being fetched when a page is left is given up.
    context.on(
        "requestfailed",
        lambda request: (
            request.failure == "net::ERR_ABORTED"
            or faults.append(f"failed: {request.url} {request.failure}")
        ),
    )
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    yield page
    context.close()
    assert faults == []


def start(page: Page, url: str) -> None:
    """Open a deck."""
    page.goto(url)
    page.wait_for_selector("html.deck-ready")


def current(page: Page) -> str:
    """The id of the slide on show."""
    slide: str = page.evaluate("Reveal.getCurrentSlide().id")
    return slide
