"""The command line: it publishes docs and decks together, whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sphinx_briefing import __main__ as command_line
from sphinx_briefing.commands import build as build_command
from sphinx_briefing.commands import keeping, replacing
from sphinx_briefing.decks.builder import DeckBuilder
from tests.conftest import CONF, PROJECT, complaints

forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to be killed")

EXCLUDE = "exclude_patterns = ['_build']\n"
CHAPTER = (
    "# Chapter\n\n## Section\n\n:::{slide}\nBody.\n\n```{notes}\n:private:\nquokka\n```\n:::\n"
)
ROOT = {
    "index.md": "# Front\n\n```{toctree}\nchapter\nslides/talk\nslides/tour\n```\n",
    "chapter.md": CHAPTER,
    "slides/talk.md": "# Talk\n\n:::{deck}\n:minutes: 9\n:::\n",
    "slides/tour.md": "# Tour\n\n:::{deck}\n:minutes: 9\n:::\n",
}
MISTAKES = {
    "of the author": (":::{slide}", ":::{slide}\n:audience: bosses", "unknown audience 'bosses'"),
    "in a reference": ("Body.", "Body, {slide}`nowhere`.", "no slide has the id 'nowhere'"),
    "in the notes": ("```{notes}\n:private:", "```{notes}\n{ref}`nowhere`", "undefined label"),
    "of MyST": ("Body.", "Body.\n\n```{slied}\n```", "slied"),
}


class Result(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def main(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process, which is five times as fast as in one of its own."""

    def run(root: Path, *arguments: str) -> Result:
        capsys.readouterr()
        code = command_line.main(["--root", str(root), *(arguments or ("build",))])
        return Result(code, *capsys.readouterr())

    return run


def start(root: Path, *arguments: str) -> Result:
    """Run the command as its users do."""
    done = subprocess.run(
        [sys.executable, "-m", "sphinx_briefing", "--root", root, *(arguments or ("build",))],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def files(folder: Path) -> Mapping[str, bytes]:
    """Every file of a folder by its path."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@pytest.fixture(scope="module")
def good_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root whose site is published."""
    root = tmp_path_factory.mktemp("good") / "root"
    for name, text in {"conf.py": CONF + EXCLUDE, **ROOT}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    assert command_line.main(["--root", str(root), "build"]) == 0
    return root


@pytest.fixture
def published(good_root: Path, tmp_path: Path) -> Path:
    """A copy of a root whose site is published."""
    return shutil.copytree(good_root, tmp_path / "root")


def test_success_says_where_the_results_are(write_root: Callable[..., Path]) -> None:
    root = write_root(ROOT, conf=EXCLUDE)
    result = start(root)
    site = root / "_build" / "site"
    assert (result.code, complaints(result.err)) == (0, [])
    assert result.out.splitlines()[-3:] == [
        f"Docs:  {site / 'index.html'}",
        f"Deck:  {site / 'present' / 'talk.html'}",
        f"Deck:  {site / 'present' / 'tour.html'}",
    ]
    assert all(Path(line[7:]).is_file() for line in result.out.splitlines()[-3:])
    assert [p.name for p in (root / "_build").iterdir() if not p.name.startswith(".")] == ["site"]


def test_mistake_is_told_once_and_without_a_traceback(published: Path) -> None:
    site = published / "_build" / "site"
    good = files(site)
    (published / "chapter.md").write_text(CHAPTER.replace(*MISTAKES["of the author"][:2]), "utf-8")
    result = start(published)
    assert result.code == 1
    assert result.err.count("unknown audience 'bosses'") == 1
    assert "Traceback" not in result.out + result.err
    assert files(site) == good


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_mistake_fails_the_build_each_time(
    published: Path, main: Command, mistake: tuple[str, str, str]
) -> None:
    right, wrong, words = mistake
    site = published / "_build" / "site"
    good = files(site)
    (published / "chapter.md").write_text(CHAPTER.replace(right, wrong), encoding="utf-8")
    for _ in range(2):
        result = main(published)
        assert result.code == 1
        assert result.err.count(words) == 1, result.err
        assert "chapter.md:" in result.err
        assert "The last good site is as it was." in result.err
        assert files(site) == good


def test_mended_mistake_is_published(published: Path, main: Command) -> None:
    for body, code in (("{slide}`nowhere`", 1), ("Mended.", 0)):
        (published / "chapter.md").write_text(CHAPTER.replace("Body.", body), encoding="utf-8")
        assert main(published).code == code
    assert b"Mended." in files(published / "_build" / "site")["present/talk.html"]


@pytest.mark.parametrize(
    ("conf", "words"),
    [
        ("briefing_audiences = ['a']", "briefing_audiences must map each audience"),
        ("briefing_words_per_minute = 0", "must be a number above zero"),
        ("extensions += ['no_such_extension']", "no_such_extension"),
        ("raise ValueError('in conf.py')", "in conf.py"),
        ("this is no python", "conf.py"),
    ],
)
def test_mistake_in_the_settings(published: Path, main: Command, conf: str, words: str) -> None:
    site = published / "_build" / "site"
    good = files(site)
    with (published / "conf.py").open("a", encoding="utf-8") as file:
        file.write(f"\n{conf}\n")
    result = main(published)
    assert result.code == 1
    assert words in result.err
    assert "Not published" in result.err
    assert files(site) == good


def test_first_build_that_fails_publishes_nothing(
    write_root: Callable[..., Path], main: Command
) -> None:
    root = write_root(ROOT | {"chapter.md": CHAPTER.replace("{slide}", "{slied}")}, conf=EXCLUDE)
    result = main(root)
    assert result.code == 1
    assert "There is no earlier site." in result.err
    assert not (root / "_build" / "site").exists()


def test_missing_conf_is_said_plainly(tmp_path: Path) -> None:
    result = start(tmp_path)
    assert result.code == 1
    assert result.err == f"There is no conf.py in {tmp_path}: name its folder with --root.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("--presenter", "build"), ("build", "--presenter")])
def test_presenters_output_has_its_own_folder(
    write_root: Callable[..., Path], main: Command, arguments: tuple[str, str]
) -> None:
    root = write_root(ROOT, conf=EXCLUDE)
    result = main(root, *arguments)
    assert result.code == 0, result.err
    assert f"Docs:  {root / '_build' / 'presenter' / 'index.html'}" in result.out
    assert "do not publish it" in result.out
    assert b"quokka" in files(root / "_build" / "presenter")["present/talk.html"]
    assert not (root / "_build" / "site").exists()


def test_dirhtml_layout(write_root: Callable[..., Path], main: Command) -> None:
    root = write_root(ROOT, conf=EXCLUDE)
    assert main(root, "build", "--docs-builder", "dirhtml").code == 0
    site = root / "_build" / "site"
    assert (site / "chapter" / "index.html").is_file()
    assert 'href="../chapter/#section"' in (site / "present" / "talk.html").read_text("utf-8")


# -- killed ---------------------------------------------------------------------------------------


class Kill(NamedTuple):
    """When a build is killed: before or after one of the calls of a function."""

    owner: Any
    name: str
    call: int = 1
    after: bool = False

    def arm(self) -> None:
        """Have this process killed at that moment."""
        plain, calls = getattr(self.owner, self.name), iter(range(1, 1000))

        def counted(*args: Any, **kwargs: Any) -> Any:
            dies = next(calls) == self.call
            result = plain(*args, **kwargs) if self.after or not dies else None
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(self.owner, self.name, counted)


BEFORE = {
    "before docs": Kill(build_command, "build"),
    "before decks": Kill(DeckBuilder, "write_deck"),
    "before publishing": Kill(build_command, "replace"),
    "while copying": Kill(shutil, "copytree", 2, after=True),
    "before the exchange": Kill(replacing, "exchange"),
}
BETWEEN = Kill(Path, "rename", after=True)
AFTER = {
    "after the exchange": Kill(replacing, "exchange", after=True),
    "after publishing": Kill(build_command, "replace", after=True),
}


def without_exchange() -> None:
    """Let this be a system on which two folders cannot be exchanged in one step."""
    replacing.exchange = lambda one, other: False


def build_and_die(
    root: Path, prepare: Callable[[], object] = lambda: None, *, seconds: float = 0
) -> None:
    """Build in a process that is killed after some seconds, or, as prepared, by itself."""
    with warnings.catch_warnings(action="ignore"):  # of threads: the child uses none
        child = os.fork()
    if not child:
        with Path(os.devnull).open("w") as nowhere:
            sys.stdout = sys.stderr = nowhere
            prepare()
            command_line.main(["--root", str(root), "build", "-j", "1"])
            time.sleep(10 * seconds)  # a quick build waits to be killed
        os._exit(1)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "it was never killed"


@pytest.fixture
def edited(published: Path) -> Path:
    """A published root with an edit that is not yet built."""
    (published / "chapter.md").write_text(CHAPTER.replace("Body.", "Edited."), encoding="utf-8")
    return published


def assert_next_build_succeeds(root: Path, main: Command) -> None:
    """Build again; nothing of the killed build is left."""
    result = main(root)
    assert result.code == 0, result.err
    assert b"Edited." in files(root / "_build" / "site")["present/talk.html"]
    left = [".work-site", ".work-site.lock", "site"]
    assert sorted(p.name for p in (root / "_build").iterdir()) == left


@forking
@pytest.mark.parametrize("moment", BEFORE.values(), ids=BEFORE)
def test_killed_build_leaves_the_last_site(edited: Path, main: Command, moment: Kill) -> None:
    good = files(edited / "_build" / "site")
    build_and_die(edited, moment.arm)
    assert files(edited / "_build" / "site") == good
    assert_next_build_succeeds(edited, main)


@forking
@pytest.mark.parametrize("moment", AFTER.values(), ids=AFTER)
def test_killed_build_leaves_the_new_site(edited: Path, main: Command, moment: Kill) -> None:
    good = files(edited / "_build" / "site")
    build_and_die(edited, moment.arm)
    new = files(edited / "_build" / "site")
    assert new.keys() == good.keys()
    assert b"Edited." in new["present/talk.html"]
    assert_next_build_succeeds(edited, main)


@forking
def test_site_is_put_back_even_by_a_build_that_fails(edited: Path, main: Command) -> None:
    right = (edited / "chapter.md").read_text("utf-8")
    good = files(edited / "_build" / "site")
    build_and_die(edited, lambda: (without_exchange(), BETWEEN.arm()))
    assert not (edited / "_build" / "site").exists(), "it was killed between two renames"
    (edited / "chapter.md").write_text(right.replace("{slide}", "{slied}"), encoding="utf-8")
    assert main(edited).code == 1
    assert files(edited / "_build" / "site") == good
    (edited / "chapter.md").write_text(right, encoding="utf-8")
    assert_next_build_succeeds(edited, main)


KILLS = [0.02 + 0.01 * number for number in range(int(os.environ.get("KILLS", "3")))]
"""Seconds after which a build is killed; KILLS sets how many there are."""


@forking
@pytest.mark.parametrize("seconds", KILLS if len(KILLS) > 3 else [0.05, 0.15, 0.3])
def test_build_killed_at_any_time_leaves_a_whole_site(
    edited: Path, main: Command, seconds: float
) -> None:
    site = edited / "_build" / "site"
    good = files(site)
    build_and_die(edited, seconds=seconds)
    now = files(site)
    assert now == good or b"Edited." in now["present/talk.html"]
    assert_next_build_succeeds(edited, main)


@forking
def test_mistakes_are_not_forgotten_when_the_clearing_is_killed(
    published: Path, main: Command
) -> None:
    wrong = CHAPTER.replace(*MISTAKES["of the author"][:2])
    (published / "chapter.md").write_text(wrong, encoding="utf-8")
    assert main(published).code == 1

    def rmtree(path: Path, **_: object) -> None:
        """Die before anything is deleted."""
        os.kill(os.getpid(), signal.SIGKILL)

    build_and_die(published, lambda: setattr(shutil, "rmtree", rmtree))
    assert main(published).code == 1


# -- whole, and there at every moment -------------------------------------------------------------


@contextmanager
def polled(site: Path) -> Iterator[list[str]]:
    """Read the site again and again meanwhile; what was found is in the list that is given."""
    found: list[str] = []
    ended = threading.Event()

    def poll() -> None:
        while not ended.is_set():
            try:
                found.append((site / "present" / "talk.html").read_text("utf-8"))
            except OSError as error:
                found.append(f"no site: {error}")

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield found
    finally:
        ended.set()
        thread.join()


def test_a_reader_finds_the_old_site_or_the_new_at_every_moment(
    published: Path, tmp_path: Path
) -> None:
    site, new = published / "_build" / "site", tmp_path / "built"
    shutil.copytree(site, new)
    pages = [(site / "present" / "talk.html").read_text("utf-8")]
    pages.append(pages[0].replace("Body.", "Edited."))
    with polled(site) as found:
        for turn in range(20):
            (new / "present" / "talk.html").write_text(pages[turn % 2], "utf-8")
            replacing.replace(site, new, {})
    assert len(found) > 100
    assert {*found} <= {*pages}, [text for text in found if text not in pages][:1]


def test_a_site_that_is_a_link_stays_one(edited: Path, tmp_path: Path, main: Command) -> None:
    site, elsewhere = edited / "_build" / "site", tmp_path / "host" / "www"
    elsewhere.parent.mkdir()
    site.rename(elsewhere)
    site.symlink_to(elsewhere, target_is_directory=True)
    assert main(edited).code == 0
    assert site.is_symlink()
    assert [p.name for p in elsewhere.parent.iterdir()] == ["www"]
    assert b"Edited." in files(elsewhere)["present/talk.html"]


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda site: site.write_text("a file", "utf-8"), "site is a file: move it away"),
        (lambda site: site.symlink_to(site.parent / "gone" / "www"), "gone is not there: make it"),
    ],
)
def test_what_stands_in_the_place_of_the_site_is_said_at_once(
    published: Path, main: Command, prepare: Callable[[Path], object], says: str
) -> None:
    site = published / "_build" / "site"
    shutil.rmtree(site)
    prepare(site)
    result = main(published)
    assert (result.code, "Traceback" in result.err, result.out) == (1, False, "")
    assert says in result.err


def test_a_mount_point_is_not_replaced(
    published: Path, main: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = published / "_build" / "site"
    good = files(site)
    monkeypatch.setattr(Path, "is_mount", lambda path: path == site.resolve())
    result = main(published)
    assert result.code == 1
    assert "site is a mount point" in result.err
    assert files(site) == good


def test_folders_of_the_same_disk_that_are_mounted_are_known(tmp_path: Path) -> None:
    """To the system they look like any other folder, until one is to be moved."""
    listed = tmp_path / "mountinfo"
    start = "36 35 98:0 /mnt1 "
    listed.write_text(f"{start}/a\\040site rw - ext4 /dev/x rw\n{start}/b rw - ext4 /dev/x rw\n")
    assert replacing.mount_points(listed) == {"/a site", "/b"}
    assert replacing.mount_points(tmp_path / "gone") == set()


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a page")


@pytest.mark.parametrize(
    ("owner", "name"),
    [(shutil, "copytree"), (build_command, "note_as_left"), (build_command, "build")],
)
def test_a_full_disk_is_said_in_a_line_and_leaves_the_last_site(
    edited: Path, main: Command, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    site = edited / "_build" / "site"
    good = files(site)

    def fail(*_: object, **__: object) -> None:
        raise FULL

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, fail)
        result = main(edited)
    assert result.code == 1
    assert "Not published: a page: No space left on device: see that there is room" in result.err
    assert "Traceback" not in result.err
    assert files(site) == good
    assert_next_build_succeeds(edited, main)


def test_an_error_that_nobody_thought_of_is_told_in_a_line(
    edited: Path, main: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nothing\nat all")

    with monkeypatch.context() as patch:
        patch.setattr(DeckBuilder, "write_deck", fail)
        result = main(edited, "build", "-j", "1")
    assert result.code == 1
    assert "ZeroDivisionError: by nothing; its traceback stands in " in result.err
    assert "Traceback" not in result.err
    assert "Traceback" in (edited / "_build" / ".work-site.unfinished").read_text("utf-8")
    assert_next_build_succeeds(edited, main)


SPOILT: dict[str, Callable[[Path], object]] = {
    "environment cut off": lambda work: os.truncate(work / "doctrees" / "environment.pickle", 999),
    "a doctree of garbage": lambda work: (work / "doctrees" / "chapter.doctree").write_bytes(b"?"),
    "a page gone": lambda work: (work / "html" / "chapter.html").unlink(),
    "a picture too many": lambda work: (work / "html" / "x.png").write_bytes(b"?"),
    "half of it deleted": lambda work: shutil.rmtree(work / "html" / "present"),
    "what is kept of it": lambda work: (work / keeping.STATE).write_text("[", "utf-8"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_spoilt_work_is_done_again(
    published: Path, main: Command, spoil: Callable[[Path], object]
) -> None:
    good = files(published / "_build" / "site")
    spoil(published / "_build" / ".work-site")
    result = main(published)
    assert (result.code, complaints(result.err)) == (0, [])
    assert files(published / "_build" / "site") == good


@forking
def test_of_two_builds_the_second_waits_and_says_so(edited: Path, main: Command) -> None:
    def build_slowly() -> None:
        plain = build_command.put_in_place
        build_command.put_in_place = lambda *a, **k: (time.sleep(1), plain(*a, **k))[1]

    with warnings.catch_warnings(action="ignore"):
        child = os.fork()
    if not child:
        with Path(os.devnull).open("w") as nowhere:
            sys.stdout = sys.stderr = nowhere
            build_slowly()
            os._exit(command_line.main(["--root", str(edited), "build", "-j", "1"]))
    while not (edited / "_build" / ".work-site.unfinished").exists():
        time.sleep(0.01)
    result = main(edited)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert result.code == 0
    assert "Another build writes to" in result.out
    assert_next_build_succeeds(edited, main)


def test_a_result_that_cannot_be_written_is_said_at_once(good_root: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(good_root, root, ignore=shutil.ignore_patterns("_build"))
    (root / "_build").write_text("a file", "utf-8")
    with pytest.raises(build_command.PublishError, match="_build cannot be written"):
        build_command.publish(root, jobs=1)
    assert (root / "_build").read_text("utf-8") == "a file"


def test_another_folder_takes_what_cannot_lie_beside_the_sources(
    good_root: Path, tmp_path: Path, main: Command
) -> None:
    root, elsewhere = tmp_path / "checkout", tmp_path / "elsewhere"
    shutil.copytree(good_root, root, ignore=shutil.ignore_patterns("_build"))
    (root / "_build").write_text("a file", "utf-8")
    before = files(root)
    refused = main(root, "build")
    assert refused.code == 1
    assert len(refused.err.strip().splitlines()) == 2, "what is wrong, and what became of the site"
    assert "name another folder with --output" in refused.err
    result = main(root, "build", "--output", str(elsewhere))
    assert result.code == 0, result.err
    assert f"Docs:  {elsewhere / 'site' / 'index.html'}" in result.out
    assert (elsewhere / "site" / "present" / "talk.html").is_file()
    assert files(root) == before, "nothing is written beside the sources"


def test_links_follow_stylesheets_that_changed(
    good_root: Path, tmp_path: Path, main: Command
) -> None:
    """Pages link them by their checksums, as a clean build would."""
    root = tmp_path / "root"
    shutil.copytree(good_root, root, ignore=shutil.ignore_patterns("_build"))
    (root / "_static").mkdir()
    style = root / "_static" / "own.css"
    style.write_text("h1 { margin: 0 }", "utf-8")
    with (root / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write("html_static_path = ['_static']\nhtml_css_files = ['own.css']\n")
    for change in ("", "h1 { margin: 1px }"):
        if change:
            style.write_text(change, "utf-8")
        # A process of its own, for Sphinx keeps checksums while one runs.
        assert start(str(root)).code == 0
    clean = main(root, "build", "--output", str(tmp_path / "clean"))
    assert clean.code == 0, clean.err
    pages, expected = files(root / "_build" / "site"), files(tmp_path / "clean" / "site")
    names = [name for name in expected if name.endswith(".html")]
    assert [name for name in names if pages[name] != expected[name]] == []
    bundle = re.search(rb"_bundles/[0-9a-f]+\.css", expected["index.html"])
    assert bundle is not None
    assert b"h1{margin:1px}" in expected[bundle[0].decode()]
    assert pages[bundle[0].decode()] == expected[bundle[0].decode()]
