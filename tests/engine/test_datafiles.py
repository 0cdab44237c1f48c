"""Data files: read once, read again when changed, faults told with file and line."""

from __future__ import annotations

import os
import pickle
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sphinx.errors import ExtensionError

from sphinx_briefing.datafiles import DataError, Fault, load

if TYPE_CHECKING:
    from pathlib import Path

CALLS: list[str] = []


def words(text: str) -> list[str]:
    """A reader: the words of a text; "wrong" is no word."""
    CALLS.append(text)
    faults = [
        Fault(number, "write another word")
        for number, line in enumerate(text.splitlines(), start=1)
        if "wrong" in line
    ]
    if faults:
        raise DataError(faults)
    return text.split()


def letters(text: str) -> set[str]:
    """Another reader of the same file."""
    return set(text)


@pytest.fixture
def env(tmp_path: Path) -> Any:
    CALLS.clear()
    return SimpleNamespace(srcdir=tmp_path)


def test_a_file_is_read_once_until_it_changes(env: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one two", encoding="utf-8")
    first = load(env, path, words)
    assert load(env, path, words) is first
    assert CALLS == ["one two"]
    path.write_text("one two three", encoding="utf-8")
    assert load(env, path, words) == ["one", "two", "three"]
    status = path.stat()
    path.write_text("one two seven", encoding="utf-8")  # as long, and later
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert load(env, path, words) == ["one", "two", "seven"]


def test_what_was_read_is_kept_with_the_environment(env: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one", encoding="utf-8")
    load(env, path, words)
    again = pickle.loads(pickle.dumps(env))
    assert load(again, path, words) == ["one"]
    assert len(CALLS) == 1


def test_each_reader_keeps_its_own_value(env: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("ab", encoding="utf-8")
    assert load(env, path, words) == ["ab"]
    assert load(env, path, letters) == {"a", "b"}


def test_faults_name_file_and_line(env: Any, tmp_path: Path) -> None:
    path = tmp_path / "data" / "a.txt"
    path.parent.mkdir()
    path.write_text("wrong\nright\nwrong\n", encoding="utf-8")
    with pytest.raises(ExtensionError) as raised:
        load(env, path, words)
    assert str(raised.value) == "data/a.txt:1: write another word\ndata/a.txt:3: write another word"
    path.write_text("right\n", encoding="utf-8")
    assert load(env, path, words) == ["right"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "a.txt: there is no such file: add it"),
        (
            "näh".encode("latin-1"),
            "a.txt:1: this is not UTF-8 (byte 2 of the line is 0xe4): save the file as UTF-8",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    env: Any, tmp_path: Path, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(ExtensionError) as raised:
        load(env, tmp_path / "a.txt", words)
    assert str(raised.value) == says


def test_a_folder_in_the_place_of_a_file_is_named(env: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(ExtensionError, match=r"^a\.txt: it cannot be read: "):
        load(env, tmp_path / "a.txt", words)


def test_a_byte_order_mark_is_no_text(env: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffone".encode())
    assert load(env, tmp_path / "a.txt", words) == ["one"]


JSON = """{
\t"a": [1,
    {"b": "x"},
    2],
  "c": null
}"""
