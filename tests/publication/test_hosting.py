"""The site behind real servers, set up by the files that are shipped, and under their policy."""

from __future__ import annotations

import gzip
import posixpath
import re
import shutil
import socket
import subprocess
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from sphinx_briefing.commands.release import POLICY as IN_PAGES
from sphinx_briefing.commands.release import release, state_policy
from tests.conftest import PROJECT, QuietHandler, serving
from tests.first_view import PHONE, SLOWED, first_view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

HOSTING = PROJECT / "hosting"
POLICY = "default-src 'self'; img-src 'self' data:"

OLD = "p { color: red }\n"

FOR_ALL = ("objects.inv", "glossary.json", "glossary.ttl", "glossary-1.schema.json")
"""What pages of others may read."""

PAGES = (
    "index.html",
    "article.html",
    "chapters/policy.html",
    "chapters/misuse.html",
    "chapters/chatbit.html",
    "chapters/glossary.html",
    "about/claims.html",
    "about/sources.html",
    "about/layouts.html",
    "slides/briefing.html",
    "slides/technical.html",
)
"""One of each class, and the heaviest."""

MOST, MOST_OF_A_DECK = 45_000, 200_000
"""Bytes that a first view may weigh, as sent with gzip."""

MOST_REQUESTS = 9


class Answer(NamedTuple):
    """What a server sent."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A server that runs, and the folder in which it looks for the edition on show."""

    port: int
    folder: Path

    def get(self, path: str, **headers: str) -> Answer:
        """Ask it for a path."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        found = Answer(answer.status, named, answer.read())
        connection.close()
        return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def nginx(folder: Path, port: int) -> list[str]:
    """The command that starts nginx in a folder."""
    text = (HOSTING / "nginx.conf").read_text("utf-8")
    text = text.replace("8080;", f"127.0.0.1:{port};").replace("/srv/briefing", str(folder))
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if (folder.owner()) == "root" else ""
    (folder / "nginx.conf").write_text(
        f"{user}pid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{text}}}\n",
        "utf-8",
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]


def caddy(folder: Path, port: int) -> list[str]:
    """The command that starts Caddy in a folder."""
    text = (HOSTING / "Caddyfile").read_text("utf-8")
    text = text.replace("http://localhost:8080", f"http://127.0.0.1:{port}")
    text = "{\n\tadmin off\n}\n" + text.replace("/srv/briefing", str(folder))
    (folder / "Caddyfile").write_text(text, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


@pytest.fixture(scope="module")
def edition(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second edition of the site as ``release`` lays it out; the first had another bundle."""
    root = tmp_path_factory.mktemp("hosted")
    (root / "conf.py").touch()
    built = root / "_build" / "site"
    shutil.copytree(site, built)
    (built / "_bundles" / "old.css").write_text(OLD, "utf-8")
    release(root, root / "editions")
    (built / "_bundles" / "old.css").unlink()
    (built / "about" / "new.html").write_text("<title>new</title>", "utf-8")
    return release(root, root / "editions").edition


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest, edition: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One of the servers, with the files that are shipped for it."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    (folder / "current").symlink_to(edition)
    command: list[str] = request.param(folder, port)
    assert shutil.which(command[0]), f"install {command[0]}; .ci/run does"
    env = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "PATH": "/usr/bin:/usr/sbin:/bin"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        running = Server(port, folder)
        try:
            for _ in range(100):
                assert process.poll() is None, process.stderr and process.stderr.read()
                try:
                    running.get("/")
                    break
                except OSError:
                    time.sleep(0.1)
            yield running
        finally:
            process.terminate()


def test_answers_have_their_headers(server: Server, edition: Path) -> None:
    page = server.get("/chapters/policy.html")
    assert page.status == 200
    assert page.headers["content-type"].replace(" ", "").lower() == "text/html;charset=utf-8"
    assert page.headers["content-security-policy"].startswith(POLICY)
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cross-origin-opener-policy"] == "same-origin"
    assert page.headers["cache-control"] == "public, max-age=300"
    assert page.headers["etag"]
    again = server.get("/chapters/policy.html", **{"If-None-Match": page.headers["etag"]})
    assert again.status == 304
    assert server.get("/chapters/policy").body == page.body
    assert server.get("/").body == server.get("/index.html").body
    bundle = next((edition / "_bundles").glob("*.css")).name
    for path in (f"/_bundles/{bundle}", "/_static/previews-data.js?v=0a1b2c3d"):
        assert server.get(path).headers["cache-control"].endswith("max-age=31536000, immutable")
    assert server.get("/_static/previews-data.js").headers["cache-control"].endswith("=300")
    for path in FOR_ALL:
        assert server.get(f"/{path}").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in page.headers


def test_compressed_files_are_sent_to_who_can_read_them(server: Server) -> None:
    plain = server.get("/chapters/policy.html")
    small = server.get("/chapters/policy.html", **{"Accept-Encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["content-type"] == plain.headers["content-type"]


def test_what_is_not_there_says_so_and_is_not_kept(server: Server) -> None:
    for path in ("/no/such/page", "/_bundles/none.css", "/_static/none.js?v=00000000", "/.git/x"):
        missing = server.get(path)
        assert missing.status == 404, path
        assert missing.headers["cache-control"] == "no-store"
        assert b"There is no such page" in missing.body
        assert missing.headers["content-security-policy"].startswith(POLICY)


def test_a_page_of_the_last_edition_finds_what_it_links(server: Server) -> None:
    old = server.get("/_bundles/old.css")
    assert old.body.decode() == OLD
    assert old.headers["cache-control"].endswith("immutable")
    assert server.get("/.carried").status == 404


def test_a_new_edition_comes_in_one_step(server: Server, tmp_path: Path) -> None:
    """The link is replaced while pages are asked for: each answer is of one edition, and whole."""
    current, old = server.folder / "current", (server.folder / "current").resolve()
    new = tmp_path / "new"
    shutil.copytree(old, new)
    for name in ("about/cite.html", "about/cite.html.gz", "about/cite.html.br"):
        (new / name).unlink(missing_ok=True)
    (new / "about" / "cite.html").write_text("<title>new</title>", "utf-8")
    before = server.get("/about/cite.html").body
    for target, expected in ((new, b"<title>new</title>"), (old, before)):
        step = server.folder / "next"
        step.symlink_to(target)
        step.replace(current)
        asked, shown = time.monotonic(), b""
        while shown != expected:
            assert time.monotonic() < asked + 20
            answer = server.get("/about/cite.html")
            shown = answer.body
            assert answer.status == 200
            assert shown in {before, b"<title>new</title>"}


# -- hosts that read _headers, and hosts that send none --------------------------------------------

Rules = dict[str, list[tuple[str, str]]]


def headers_rules() -> Rules:
    """The rules of ``hosting/_headers``, read as narrowly as both hosts' documentation has them.

    https://docs.netlify.com/manage/routing/headers/ and
    https://developers.cloudflare.com/pages/configuration/headers/: a path that begins with ``/``,
    below it ``Name: value``, indented; ``#`` begins a comment; at most 100 rules, of 2000
    characters a line, with one ``*``. Cloudflare's ``! Name`` is not known to the other.
    """
    rules: Rules = {}
    path = ""
    for line in (HOSTING / "_headers").read_text("utf-8").splitlines():
        assert len(line) <= 2000
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("/"):
            path = line
            assert path not in rules
            assert path.count("*") <= 1
            rules[path] = []
        else:
            found = re.fullmatch(r" +([A-Za-z-]+): (\S.*)", line)
            assert found, line
            rules[path].append((found[1], found[2]))
    assert 0 < len(rules) <= 100
    return rules


def headers_for(rules: Rules, path: str) -> list[tuple[str, str]]:
    """What all rules that fit a path say."""
    return [
        header
        for rule, headers in rules.items()
        if re.fullmatch(re.escape(rule).replace(r"\*", ".*"), path)
        for header in headers
    ]


def test_no_two_rules_of_headers_say_the_same(site: Path) -> None:
    """Some hosts would join both, others let one hold."""
    rules = headers_rules()
    for file in site.rglob("*"):
        path = f"/{file.relative_to(site).as_posix()}"
        names = [name.lower() for name, _value in headers_for(rules, path)]
        assert len(names) == len(set(names)), path
        assert "content-security-policy" in names
        immutable = ("Cache-Control", "public, max-age=31536000, immutable")
        assert (immutable in headers_for(rules, path)) == path.startswith("/_bundles/")
        is_open = ("Access-Control-Allow-Origin", "*") in headers_for(rules, path)
        assert is_open == (path.lstrip("/") in {*FOR_ALL, "changes.xml"})


def test_all_hosts_are_told_the_same() -> None:
    """Each header of ``_headers`` stands in the other two, word for word."""
    for name, value in headers_rules()["/*"]:
        for file in ("nginx.conf", "Caddyfile"):
            text = (HOSTING / file).read_text("utf-8")
            assert re.search(rf"\b{name}\s+\"?{re.escape(value)}\"?[\s;]", text), (file, name)
    policy = dict(headers_rules()["/*"])["Content-Security-Policy"]
    assert policy == f"{IN_PAGES}; frame-ancestors 'self'"


@pytest.mark.browser
def test_pages_can_state_the_policy_themselves(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    """For GitHub Pages: nothing of ours is hurt by it, and what is foreign is stopped."""
    edition = tmp_path / "edition"
    shutil.copytree(site, edition)
    with (edition / "about" / "host.html").open("a", encoding="utf-8") as file:
        file.write('<img src="x:" onerror="document.documentElement.id = \'ran\'">')
    inline = "<script>document.documentElement.id = 'ran'</script>"
    (edition / "one.html").write_text(f'<meta charset="utf-8"><title>One</title>{inline}', "utf-8")
    state_policy(edition)
    page, faults = browser.new_page(), list[str]()
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    with serving(edition) as url:
        page.goto(f"{url}chapters/policy.html")
        page.locator(".theme-toggle:visible").first.click()
        expect(page.locator("body")).to_have_attribute("data-theme", "dark")
        page.goto(f"{url}present/executive.html")
        page.wait_for_selector("html.deck-ready")
        assert faults == []
        page.goto(f"{url}about/host.html")
        expect(page.locator("#ran")).to_have_count(0)
        assert any("Content Security Policy" in fault for fault in faults)
        page.goto(f"{url}one.html")
        expect(page.locator("#ran")).to_have_count(1)
    page.close()


# -- in the browser --------------------------------------------------------------------------------


class HeadersHandler(QuietHandler):
    """Sends what ``_headers`` says, as Netlify and Cloudflare Pages do."""

    rules = headers_rules()

    def end_headers(self) -> None:
        for name, value in headers_for(self.rules, self.path.partition("?")[0]):
            self.send_header(name, value)
        super().end_headers()


@pytest.fixture(scope="module")
def base(site: Path) -> Iterator[str]:
    """The address of the site on a server that forbids inline code."""
    with serving(site, HeadersHandler) as url:
        yield url


@pytest.mark.browser
def test_nothing_needs_inline_code(page: Page, base: str, site: Path) -> None:
    """Pages, the search with and without results, the speaker view: ``page`` hears faults."""
    names = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    for name in sorted({name.partition("/")[0]: name for name in names}.values()):
        page.goto(base + name, wait_until="networkidle")
    page.goto(f"{base}genindex.html")
    page.goto(f"{base}chapters/chatbit.html")
    page.locator(".theme-toggle:visible").first.click()
    expect(page.locator("body")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-theme", "dark")
    page.goto(f"{base}search.html?q=xyzzy")
    expect(page.locator(".search-tips")).to_be_visible()
    page.goto(f"{base}present/executive.html")
    page.wait_for_selector("html.deck-ready")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    expect(opened.value.locator("body")).not_to_be_empty()


@pytest.mark.browser
@pytest.mark.parametrize("from_disk", [False, True], ids=["server", "disk"])
def test_search_has_excerpts(browser: Browser, base: str, site: Path, *, from_disk: bool) -> None:
    start = site.as_uri() + "/" if from_disk else base
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.goto(f"{start}search.html?q=weights")
    expect(page.locator(".search-summary")).to_contain_text("found")
    results = page.locator("ul.search > li")
    assert results.count() > 5
    for result in results.all():
        expect(result.locator(".context").first).not_to_be_empty()
    other = page.locator("ul.search > li:not(.is-entry)").first
    expect(other.locator(".context mark").first).to_have_text("weights", ignore_case=True)
    other.locator("a").click()
    expect(page.locator(".highlighted").first).to_be_attached()  # Sphinx's, fetched for this alone
    assert faults == []
    page.close()


@pytest.mark.browser
def test_a_first_view_is_light_and_nothing_moves(browser: Browser, base: str) -> None:
    views = {name: first_view(browser, base + name) for name in PAGES}
    heavy = {
        name: (view.weight, len(view.files), view.shift)
        for name, view in views.items()
        if view.weight > MOST or len(view.files) > MOST_REQUESTS or view.shift
    }
    assert heavy == {}
    deck = first_view(browser, f"{base}present/briefing.html")
    assert (deck.weight < MOST_OF_A_DECK, deck.shift) == (True, 0)


@pytest.mark.browser
def test_nothing_moves_on_a_slow_phone(browser: Browser, base: str) -> None:
    moved = {
        name: view.shift
        for name in (
            "index.html",
            "chapters/chatbit.html",
            "chapters/glossary.html",
            "about/claims.html",
        )
        if (view := first_view(browser, base + name, PHONE, SLOWED)).shift
    }
    assert moved == {}


OF_PAGES = re.compile(r"""(?:href|src|content|data-[\w-]+)="([^"#?]+)""")

OF_STYLES = re.compile(r"""(?:url\(|@import)\s*["']?([^"')?#]+)""")

FOR_OTHERS = {
    ".nojekyll",  # GitHub Pages
    "favicon.ico",  # of what browsers ask for without being told, and of what shows other sites
    "_static/fonts/OFL.txt",  # goes with what it is the licence of
    "glossary-1.schema.json",
    "llms.txt",
    "objects.inv",
}
"""What programs ask for that are no browsers."""


def asks_for(site: Path, name: str, names: set[str]) -> set[str]:
    """The files of a site that one of them names: by addresses, or as a word of a script."""
    text = (site / name).read_text("utf-8", errors="replace")
    if name.endswith(".js"):  # most say a name and look for it in a folder
        return {one for one in names if one.rpartition("/")[2] in text}
    found = (OF_PAGES if name.endswith(".html") else OF_STYLES).findall(text)
    folder = posixpath.dirname(name)
    seen_from = {posixpath.normpath(posixpath.join(folder, unquote(one))) for one in found}
    return names & {*seen_from, *(one.lstrip("/") for one in found)}


def test_nothing_is_published_that_nobody_asks_for(site: Path) -> None:
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    names -= {
        name for name in names if name.startswith("_excerpts/")
    }  # a page each, for the search
    asked = {name for name in names if name.endswith(".html")}
    left = [*asked]
    while left:
        name = left.pop()
        if name.endswith((".html", ".css", ".js")):
            new = asks_for(site, name, names) - asked
            asked |= new
            left += new
    assert any(name.startswith("_bundles/") for name in asked)
    assert names - asked == FOR_OTHERS
