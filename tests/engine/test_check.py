"""The command ``check``: each check finds its fault, says where it is and what to do."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from sphinx_briefing import __main__ as command_line
from sphinx_briefing.commands.checks import CHECKS
from tests.conftest import write_files
from tests.engine.test_publish import files

CHAPTER = """# Chapter

## One

::::{slide} A headline of five words
:name: one

Three words here.

:::{notes}
What to say.
:::
::::

{term}`Open weights` are linked here.

## Two

::::{slide} Two
:name: two

Body.

:::{note}
A note that is meant.
:::

Last words.

:::{notes}
:private:
Private words.
:::
::::
"""
SOUND = {
    "index.md": "# Front\n\n```{toctree}\nchapter\ngloss\nslides/talk\n```\n",
    "chapter.md": CHAPTER,
    "gloss.md": "# Glossary\n\n:::{entry} Open weights\n:id: open-weights\n\nNumbers.\n:::\n",
    "slides/talk.md": "# Talk\n\n:::{deck}\n:minutes: 9\n:::\n",
    "texts/article.txt": "It was the best of times, it was the worst of times.\n",
}
CONF = (
    "exclude_patterns = ['_build']\nbriefing_protected_texts = ['texts/article.txt']\n"
    "briefing_raw_html = ['button', 'style']\n"  # for slides that do not fit
)

FINDING = re.compile(r"[\w./-]+\.\w+:(\d+:)? \S")


class Checked(NamedTuple):
    """How a check ended, and what it said."""

    code: int
    findings: list[str]
    out: str
    err: str


Check = Callable[..., Checked]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Check:
    """Check a root in this process."""

    def run(root: Path, *arguments: str) -> Checked:
        capsys.readouterr()
        code = command_line.main(["--root", str(root), "check", *arguments])
        out, err = capsys.readouterr()
        return Checked(
            code,
            [row for row in out.splitlines() if FINDING.match(row) and row[0] != "/"],
            out,
            err,
        )

    return run


@pytest.fixture
def root(write_root: Callable[..., Path]) -> Path:
    """A root without a fault."""
    return write_root(SOUND, CONF)


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Change a file of a root."""
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), "utf-8")


def test_a_sound_root_passes_every_check(root: Path, check: Check) -> None:
    result = check(root)
    assert result.findings == []
    assert result.code == 0
    ran = re.findall(r"(?m)^([\w-]+): (.+): no fault, \d+\.\d s$", result.out)
    assert ran == [
        ("slide-words", "2 slides"),
        ("speaker-notes", "2 slides"),
        ("term-links", "4 documents"),
        ("copied-words", "5 files against 1 text"),
        ("slide-fit", "1 deck on 4 screens, on paper and on phones"),
    ]
    assert re.search(r"(?m)^0 faults, in \d+\.\d s$", result.out)


NOTES = ":::{notes}\nWhat to say.\n:::\n"
FAULTS = {
    "slide-words": (
        ("conf.py", CONF, f"{CONF}briefing_most_words_on_a_slide = 8\n"),
        (
            "chapter.md:19: the slide 'two' shows 9 words, more than 8 "
            "(briefing_most_words_on_a_slide): move some to its {notes} or to the prose, "
            "or split it"
        ),
    ),
    "speaker-notes": (
        ("chapter.md", NOTES, ""),
        (
            "chapter.md:5: the slide 'one' has no notes, as others of the deck 'talk' have: "
            "write what to say into {notes}"
        ),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_place_and_remedy(root: Path, check: Check, name: str) -> None:
    change, message = FAULTS[name]
    edit(root, *change)
    result = check(root, "--only", name)
    assert result.findings == [message]
    assert result.code == 1
    assert f"\n{name}: 2 slides: 1 fault, " in result.out


def test_words_are_counted_as_they_are_shown(root: Path, check: Check) -> None:
    edit(root, "conf.py", CONF, f"{CONF}briefing_most_words_on_a_slide = 1\n")
    body = "% No words\n\n**T**wo words – {math}`x y z`\n\n| a | b |\n|---|---|\n| c | 开源 |"
    edit(root, "chapter.md", "Three words here.", body)
    result = check(root, "--only", "slide-words")
    assert result.findings, result
    first = result.findings[0]
    assert "the slide 'one' shows 12 words" in first  # five of them in the headline


def test_a_deck_without_notes_asks_for_none(root: Path, check: Check) -> None:
    edit(root, "chapter.md", NOTES, "")
    edit(root, "chapter.md", ":::{notes}\n:private:\nPrivate words.\n:::\n", "")
    result = check(root, "--only", "speaker-notes")
    assert (result.code, result.findings) == (0, [])


def test_a_note_in_the_place_of_notes_is_told(root: Path, check: Check) -> None:
    edit(root, "chapter.md", ":::{notes}\nWhat", ":::{note}\nWhat")
    result = check(root, "--only", "speaker-notes")
    assert result.findings == [
        (
            "chapter.md:5: the slide 'one' ends with a {note} and has no notes: write {notes} if "
            "this is for the speaker, else put the {note} before another block"
        )
    ]
    assert result.code == 1


def test_links_to_terms_are_advice_or_faults(root: Path, check: Check) -> None:
    edit(root, "chapter.md", "{term}`Open weights` are", "Open weights are not")
    told = [
        "chapter.md:15: 'Open weights' stands unlinked; write {term}`Open weights`",
        "gloss.md:3: the term 'Open weights' is never used",
    ]
    result = check(root, "--only", "term-links")
    assert result.findings == [f"{line} (advice)" for line in told]
    assert result.code == 0
    assert "0 faults, 2 lines of advice, in" in result.out
    edit(root, "conf.py", CONF, f"{CONF}briefing_require_term_links = True\n")
    result = check(root, "--only", "term-links")
    assert result.findings == told
    assert result.code == 1


COPY = """Body.

It was the {term}`best
of <open weights>` *times*. It was the

“best of times”. “It was the best of times, it was” quoted.

> It was the best of times.
"""


def test_copied_words_are_told_by_the_stretch(root: Path, check: Check) -> None:
    edit(root, "chapter.md", "Last words.", f"{COPY}\nIt was the worst of, times.")
    result = check(root, "--only", "copied-words")
    remedy = (
        "stands in texts/article.txt as well: say it in other words, or quote it in quotation marks"
    )
    assert result.findings == [
        f"chapter.md:30: “it was the best of times it was the” {remedy}",
        f"chapter.md:37: “it was the worst of times” {remedy}",
    ]
    assert result.code == 1


def test_digests_do_as_well_as_the_text(
    root: Path, check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    text = root / "texts" / "article.txt"
    assert command_line.main(["digest", str(text), "--words", "4"]) == 0
    made = capsys.readouterr().out
    assert "times" not in made
    text.write_text(made, "utf-8")
    edit(root, "chapter.md", "Last words.", "The worst of times, the best of days.")
    assert check(root, "--only", "copied-words").findings == [
        (
            "chapter.md:28: “the worst of times” stands in texts/article.txt as well: "
            "say it in other words, or quote it in quotation marks"
        )
    ]
    text.write_text(f"{made}Call me Ishmael.\n", "utf-8")
    number = len(made.splitlines()) + 1
    assert check(root, "--only", "copied-words").findings == [
        (
            "conf.py:9: briefing_protected_texts names 'texts/article.txt', which cannot be used: "
            f"line {number} is no digest: make the file again"
        )
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "it is not there"),
        (b"\xff\0", "it is not UTF-8 text"),
        (b"Five words", "it has too few"),
    ],
)
def test_texts_that_cannot_be_compared_are_told(
    root: Path, check: Check, content: bytes | None, why: str
) -> None:
    path = root / "texts" / "article.txt"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    result = check(root, "--only", "copied-words")
    assert len(result.findings) == 1
    assert why in result.findings[0]
    assert result.code == 1


@pytest.mark.parametrize("content", [None, b"Too few words"])
def test_digests_need_a_text(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "text.txt").write_bytes(content)
    assert command_line.main(["digest", str(tmp_path / "text.txt")]) == 1


# -- in the browser -------------------------------------------------------------------------------

TOO_SMALL = "high, less than 24 (briefing_smallest_slide_text): set it larger, or leave it out"
SHORTEN = "shorten the line, or break it"
BODIES = {
    "small": (
        '<p style="font-size: 12px">small print</p>',
        f"“small print” is 12 px {TOO_SMALL}",
    ),
    "drawn": (
        '<svg viewBox="0 0 800 100" width="400"><text y="50" font-size="40">drawn</text></svg>',
        f"“drawn” is 20 px {TOO_SMALL}",
    ),
    "long": (
        '<p style="padding-top: 700px">one line more</p>',
        "“one line more” runs into the foot by N px: shorten the slide, or split it",
    ),
    "wide": (
        '<p style="padding-left: 1100px; white-space: nowrap">one long line</p>',
        f"“one long line” runs over the right edge by N px: {SHORTEN}",
    ),
    "table": (
        '<table style="width: 1400px"><tr><td>cell</td></tr></table>',
        "a table does not fit, by N px: make it smaller, or split the slide",
    ),
    "cut": (
        (
            '<pre style="width: 90px; overflow: auto; white-space: pre; overflow-wrap: normal">'
            "a_long_line_of_code()</pre>"
        ),
        f"“a_long_line_of_code()” is cut off by N px: {SHORTEN}",
    ),
}


PHONE_FAULTS = """<svg viewBox="0 0 1000 40" width="1000">
<text y="32" font-size="30">in a drawing</text></svg>
<p style="white-space: nowrap">a line that nobody has broken, for screens are wide</p>
<p style="position: relative">first of two on the same line<br>of a screen, and of no phone
<span style="position: absolute; inset: 0 auto auto 200px; color: red">second of two</span></p>
<p><button style="padding: 0; border: 0; font-size: 24px; line-height: 24px">Small</button></p>"""
OF_PHONES = {
    "“in a drawing” is 8.4 px high on a phone, less than 16: set it larger",
    (
        "“a line that nobody has broken, for scree…” runs over the edge of a phone by N px: "
        "shorten the line, or break it"
    ),
    "“second of two” stands on other text: let one flow below the other",
    (
        "“Small” is a target of 16 px on a phone, less than 24: give it padding in the stylesheet "
        "of the deck"
    ),
}


UNSEEN = """<p style="position: absolute; width: 1px; height: 1px; overflow: hidden">
for screen readers alone</p><details><summary>More</summary><p style="font-size: 9px">folded</p>
</details>"""


SHOWN = {
    **{name: html for name, (html, _) in BODIES.items()},
    "phone": PHONE_FAULTS,
    "unseen": UNSEEN,
}


CHAPTER_OF_FAULTS = "# Chapter\n\n{term}`Open weights`\n\n" + "\n".join(
    f"## About {name}\n\n::::{{slide}} Head of {name}\n:name: {name}\n\n"
    f"```{{raw}} html\n{html}\n```\n::::\n"
    for name, html in SHOWN.items()
)

FAULTY = {
    "chapter.md": CHAPTER_OF_FAULTS,
    "slides/talk.md": SOUND["slides/talk.md"].replace(":minutes: 9", ":minutes: 60"),
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """What ``slide-fit`` says of a deck with a slide for each of these, measured once."""
    root = tmp_path_factory.mktemp("measured") / "root"
    write_files(root, {**SOUND, **FAULTY}, CONF)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = command_line.main(["--root", str(root), "check", "--only", "slide-fit"])
    assert "slide-fit: 1 deck on 4 screens" in out.getvalue(), err.getvalue()
    said = [row for row in out.getvalue().splitlines() if FINDING.match(row) and row[0] != "/"]
    return Checked(code, said, out.getvalue(), err.getvalue())


def told_of(measured: Checked, name: str) -> list[str]:
    """What is told of a slide, after its place and name, which are checked."""
    line = 1 + next(
        number
        for number, row in enumerate(CHAPTER_OF_FAULTS.splitlines())
        if row.endswith(f"Head of {name}")
    )
    place = f"chapter.md:{line}: the slide '{name}': "
    mine = [row for row in measured.findings if f"the slide '{name}'" in row]
    assert [row for row in mine if not row.startswith(place)] == []
    return [row.removeprefix(place) for row in mine]


def without_widths(told: str) -> str:
    """A message without what depends on the browser's letters."""
    return re.sub(r"\bby \d+ px", "by N px", told)


@pytest.mark.parametrize(("name", "message"), [(n, m) for n, (_, m) in BODIES.items()], ids=BODIES)
def test_a_slide_that_does_not_fit_is_told_once(measured: Checked, name: str, message: str) -> None:
    told = [without_widths(line) for line in told_of(measured, name)]
    assert told.count(without_widths(message)) == 1, measured.out
    assert measured.code == 1


def test_a_slide_that_fails_on_a_phone_is_told(measured: Checked) -> None:
    assert {without_widths(line) for line in told_of(measured, "phone")} == OF_PHONES


def test_what_nobody_sees_need_not_fit(measured: Checked) -> None:
    assert told_of(measured, "unseen") == []


def test_the_smallest_text_is_a_setting(root: Path, check: Check) -> None:
    edit(root, "chapter.md", "Three words here.", f"```{{raw}} html\n{BODIES['small'][0]}\n```")
    edit(root, "conf.py", CONF, f"{CONF}briefing_smallest_slide_text = 12\n")
    assert check(root, "--only", "slide-fit").code == 0


def test_without_a_browser_the_rest_is_checked(
    root: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_CHROMIUM", "no-such-browser")
    result = check(root)
    assert result.code == 2
    assert result.err.splitlines()[-1] == (
        "slide-fit: not checked: BRIEFING_CHROMIUM is no-such-browser, which is no Chromium, "
        "Chrome or Edge that starts."
    )
    assert "slide-fit:" not in result.out
    assert result.out.count(": no fault, ") == len(CHECKS) - 1
    assert "0 faults, 1 check not run, in" in result.out
    edit(root, "chapter.md", NOTES, "")
    assert check(root).code == 1


def test_without_any_browser_it_is_said_what_to_install(
    root: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRIEFING_CHROMIUM", raising=False)
    monkeypatch.setattr("sphinx_briefing.commands.browser.candidates", lambda: iter(()))
    result = check(root, "--only", "slide-fit")
    assert result.code == 2
    assert result.err.splitlines()[-1] == (
        "slide-fit: not checked: there is no Chromium, Chrome or Edge: install one "
        "(python -m playwright install chromium), or name it in BRIEFING_CHROMIUM"
    )


def test_without_playwright_it_is_said_what_to_install(
    root: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    result = check(root, "--only", "slide-fit")
    assert result.code == 2
    assert result.err.splitlines()[-1] == (
        "slide-fit: not checked: Playwright is not installed: python -m pip install playwright"
    )


def test_a_deck_that_does_not_open_is_named(root: Path, check: Check) -> None:
    check(root, "--only", "slide-words")
    (root / "_build" / "site" / "present" / "talk.html").unlink()
    result = check(root, "--only", "slide-fit")
    assert result.code == 2
    assert "could not measure talk.html: Page.goto: net::ERR_FILE_NOT_FOUND" in result.err


# -- the site that is checked ---------------------------------------------------------------------


def test_the_site_is_built_only_where_it_is_none_or_old(root: Path, check: Check) -> None:
    first = check(root, "--only", "slide-words")
    assert "Building the site first: there is none.\n" in first.out
    site = files(root / "_build")
    second = check(root, "--only", "slide-words")
    assert "Building" not in second.out
    assert files(root / "_build") == site
    edit(root, "chapter.md", "Three", "Four")
    third = check(root, "--only", "slide-words")
    assert "Building the site first: chapter.md is newer.\n" in third.out
    assert b"Four words here" in files(root / "_build" / "site")["present/talk.html"]


def test_a_publication_that_cannot_be_built_is_not_checked(root: Path, check: Check) -> None:
    edit(root, "chapter.md", "Body.", "{ref}`nowhere`")
    result = check(root)
    assert result.code == 1
    assert "Not published" in result.err
    assert "fault" not in result.out
    assert check(root).code == 1  # nor the next time


def test_checks_are_listed_and_picked_by_name(
    root: Path, check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = check(root.parent, "--list")
    assert [line.split()[0] for line in listed.out.splitlines()] == list(CHECKS)
    assert all(len(line.split()) > 3 for line in listed.out.splitlines())
    with pytest.raises(SystemExit) as left:
        check(root, "--only", "spelling")
    assert left.value.code == 2
    assert "invalid choice: 'spelling'" in capsys.readouterr().err
