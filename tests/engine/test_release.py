"""Editions on show: whole, at one stroke, and with what pages of those before still ask for."""

from __future__ import annotations

import gzip
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from sphinx_briefing.commands import command_line
from sphinx_briefing.commands import release as release_module
from sphinx_briefing.commands.release import CARRIED, release

if TYPE_CHECKING:
    from pathlib import Path

LONG = "p { color: red }\n" * 200


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose site is built: the command needs nothing else of it."""
    root = tmp_path / "root"
    root.mkdir()
    (root / "conf.py").touch()
    build(root, {"index.html": "one", "gone.html": "page", "_bundles/1.css": LONG, "a.txt": LONG})
    return root


def build(root: Path, files: dict[str, str]) -> None:
    """Lay the site out as a build would: anew, each file with a date of its own."""
    site = root / "_build" / "site"
    shutil.rmtree(site, ignore_errors=True)
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def shown(folder: Path) -> dict[str, str]:
    """What is on show, without compressed forms."""
    current = folder / "current"
    return {
        path.relative_to(current).as_posix(): path.read_text(encoding="utf-8")
        for path in current.rglob("*")
        if path.is_file() and path.suffix not in {".gz", ".br"} and path.name != CARRIED
    }


def test_the_first_edition_is_the_site(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "srv" / "briefing"
    done = release(root, folder)
    assert done.is_new
    assert (folder / "current").readlink().name == done.edition.name  # it can be moved as a whole
    assert shown(folder) == {
        "index.html": "one", "gone.html": "page", "_bundles/1.css": LONG, "a.txt": LONG
    }  # fmt: skip
    small = folder / "current" / "_bundles" / "1.css.gz"
    assert gzip.decompress(small.read_bytes()).decode() == LONG


def test_a_page_of_an_edition_before_finds_what_it_loads(root: Path, tmp_path: Path) -> None:
    """For as many editions as are kept; pages that are gone are gone."""
    release(root, tmp_path / "srv")
    for number in (2, 3, 4):
        build(root, {"index.html": str(number), f"_bundles/{number}.css": LONG, "a.txt": LONG})
        done = release(root, tmp_path / "srv")
        names = {f"_bundles/{n}.css" for n in range(max(1, number - 2), number + 1)}
        assert set(shown(tmp_path / "srv")) == {"index.html", "a.txt", *names}
        assert done.carried == len(names) - 1
        assert (tmp_path / "srv" / "current" / "_bundles" / f"{number - 1}.css.gz").is_file()
    kept = [
        path for path in (tmp_path / "srv").iterdir() if path.is_dir() and not path.is_symlink()
    ]
    assert len(kept) == 3
    build(root, {"index.html": "5", "_bundles/5.css": LONG})
    release(root, tmp_path / "srv", editions=1)
    assert set(shown(tmp_path / "srv")) == {"index.html", "_bundles/5.css"}


def test_what_is_as_it_was_stays_the_same_file(root: Path, tmp_path: Path) -> None:
    """So a server gives it the same ETag, and caches need not fetch it again."""
    first = release(root, tmp_path / "srv").edition
    build(root, {"index.html": "two", "a.txt": LONG, "_bundles/1.css": LONG})
    for path in (root / "_build" / "site").rglob("*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    second = release(root, tmp_path / "srv").edition
    for name in ("a.txt", "a.txt.gz", "_bundles/1.css"):
        assert (second / name).samefile(first / name)
    assert (first / "index.html").read_text("utf-8") == "one"


def test_an_edition_without_news_is_none(root: Path, tmp_path: Path) -> None:
    first = release(root, tmp_path / "srv")
    build(root, {"index.html": "two", "_bundles/2.css": LONG})
    second = release(root, tmp_path / "srv")
    assert second.carried == 1
    again = release(root, tmp_path / "srv")
    assert (again.is_new, again.edition) == (False, second.edition)
    assert first.edition.is_dir()


def test_pages_state_the_policy_where_it_is_asked_for(root: Path, tmp_path: Path) -> None:
    head = '<!doctype html><meta charset="utf-8" /><title>A page</title>'
    build(root, {"index.html": head, "inline.html": f"{head}<style>p {{ color: red }}</style>"})
    release(root, tmp_path / "srv", policy_in_pages=True)
    pages = shown(tmp_path / "srv")
    policy = '/><meta http-equiv="Content-Security-Policy" content="default-src &#x27;self&#x27;;'
    assert policy in pages["index.html"]
    assert pages["inline.html"].startswith(head)
    assert not release(root, tmp_path / "srv", policy_in_pages=True).is_new
    assert release(root, tmp_path / "srv").is_new


def test_what_fails_leaves_the_edition_on_show(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    release(root, tmp_path / "srv")
    before = shown(tmp_path / "srv")
    build(root, {"index.html": "two"})

    def full(folder: Path) -> int:
        raise OSError(28, "No space left on device", str(folder))

    monkeypatch.setattr(release_module, "compress", full)
    assert command_line.main(["--root", str(root), "release", str(tmp_path / "srv")]) == 1
    assert "No space left on device: see that there is room" in capsys.readouterr().err
    assert shown(tmp_path / "srv") == before
    assert not (tmp_path / "srv" / ".new").exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("no site", "there is no site in"),
        ("folder", "current is no link to an edition: move it away"),
        ("presenter", "a presenter's copy is not put on show"),
    ],
)
def test_what_cannot_be_is_said(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, says: str
) -> None:
    options = ["--root", str(root), "release", str(tmp_path / "srv")]
    if wrong == "no site":
        shutil.rmtree(root / "_build")
    elif wrong == "folder":
        (tmp_path / "srv" / "current").mkdir(parents=True)
    else:
        options.insert(0, "--presenter")
    assert command_line.main(options) == 1
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said
