"""What the tests share: small roots for the extension, the real site, and a browser."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page
    from sphinx.testing.util import SphinxTestApp

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


class Built(NamedTuple):
    """A build of a small root."""

    app: SphinxTestApp
    out: Path
    warnings: str

    def read(self, name: str) -> str:
        """The text of a file of the output."""
        return (self.out / name).read_text(encoding="utf-8")


@pytest.fixture
def write_root(tmp_path: Path) -> Callable[..., Path]:
    """Write a small root: ``write_root({"index.md": "# Title"}, conf="extra = 1")``."""

    def write(files: dict[str, str], conf: str = "") -> Path:
        root = tmp_path / "root"
        for name, text in {"conf.py": CONF + conf, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return write


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


# -- the real site ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def project_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the publication in a folder of their own, with nothing beside them."""
    root = tmp_path_factory.mktemp("publication") / "project"
    ignored = shutil.ignore_patterns(
        ".git", ".venv*", "_build", "__pycache__", ".*_cache", "node_modules", "*.egg-info"
    )
    shutil.copytree(PROJECT, root, ignore=ignored)
    return root


@pytest.fixture(scope="session")
def site(project_copy: Path) -> Path:
    """The real site, built once for the whole run by the command behind ``make site``."""
    environment = {k: v for k, v in os.environ.items() if k != "SITE_URL"}
    result = subprocess.run(
        [sys.executable, "-m", "sphinx_briefing", "build"],
        cwd=project_copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return project_copy / "_build" / "site"


# -- the browser ----------------------------------------------------------------------------------


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """A file server that does not log."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class StrictSiteHandler(QuietHandler):
    """Forbids inline code, and whatever is not the site's own."""

    def end_headers(self) -> None:
        """Add the policy."""
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; "
        policy += "img-src 'self' data:; font-src 'self'; connect-src 'self'"
        self.send_header("Content-Security-Policy", policy)
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


class Server(NamedTuple):
    """The site on a local server, below a path as on a shared host."""

    url: str


@pytest.fixture(scope="session")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the site at ``/docs/briefing/``, not at the root of its host."""
    root = tmp_path_factory.mktemp("host")
    (root / "docs").mkdir()
    (root / "docs" / "briefing").symlink_to(site, target_is_directory=True)
    with serving(root) as url:
        yield Server(f"{url}docs/briefing/")


@pytest.fixture
def strict(site: Path) -> Iterator[str]:
    """The site under a content security policy without inline script or style."""
    with serving(site, StrictSiteHandler) as url:
        yield url


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


@pytest.fixture(params=["file", "server"])
def base(request: pytest.FixtureRequest) -> str:
    """The address of the site's folder: on disk, or below a path of a local server."""
    if request.param == "file":
        site: Path = request.getfixturevalue("site")
        return site.as_uri() + "/"
    served: Server = request.getfixturevalue("served")
    return served.url


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
    context.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
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
