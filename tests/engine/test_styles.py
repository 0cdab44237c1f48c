"""The stylesheets of the engine: contrast computed from the tokens, names, and directions."""

from __future__ import annotations

import re
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tinycss2

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.conftest import Built

ENGINE = PROJECT / "sphinx_briefing"
TOKENS = ENGINE / "static" / "briefing-tokens.css"
SCHEMES = ("light", "dark")

PAIR = re.compile(r"(--briefing-[a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b|\b(?:left|right):|"
    r"\b(?:text-align|float|clear): (?:left|right)"
)
AUTHORS_SIDE = re.compile(r"\.(?:text|align)-(?:left|right)|\bmtd\b|\.controls\b")
"""Where a side is the author's, LaTeX's or reveal.js's, and no matter of the script."""

GROUNDS = ("paper", "paper-2", "accent-2", "editorial-2")
TEXTS = (
    "ink", "ink-2", "accent", "editorial",
    "verdict-confirmed", "verdict-nuanced", "verdict-contradicted", "verdict-not-found",
    "verdict-said-so",
    "note", "tip", "warning", "danger",
)  # fmt: skip
CODE = ("ink", "ink-2", *(f"code-{kind}" for kind in
        ("keyword", "name", "string", "number", "comment", "deleted")))  # fmt: skip
PAIRS = [
    *product(TEXTS, GROUNDS),
    *product(CODE, ("paper-2", "code-mark")),
    # badges and buttons on slides, a deck's start
    *product(["on-accent"], ["accent", "note", "tip", "warning", "danger", "ink-2"]),
]
TEXT_CONTRAST = 4.5
"""WCAG 2.2, success criterion 1.4.3; marks, which have the same colours, need 3 (1.4.11)."""


READERS = ENGINE / "handouts" / "volumes" / "epub" / "epub.css"
"""The stylesheet of e-books."""


def stylesheets() -> list[Path]:
    """All but that for citers, which is a distribution of its own and has its page's colours."""
    return sorted(path for path in ENGINE.rglob("*.css") if "citing" not in path.parts)


def declared(path: Path) -> set[tuple[str, str, str]]:
    """What a stylesheet declares: condition, selector, property."""
    found: set[tuple[str, str, str]] = set()

    def read(rules: list[Any], condition: str) -> None:
        for rule in rules:
            if rule.type == "at-rule" and rule.content and rule.lower_at_keyword == "media":
                inner = tinycss2.parse_rule_list(rule.content)
                read(inner, tinycss2.serialize(rule.prelude))
            elif rule.type == "qualified-rule":
                selector = " ".join(tinycss2.serialize(rule.prelude).split())
                for part in tinycss2.parse_blocks_contents(rule.content):
                    if part.type == "declaration":
                        found.add((condition, selector, part.lower_name))

    read(tinycss2.parse_stylesheet(path.read_text("utf-8")), "")
    return found


def test_no_stylesheet_of_a_deck_declares_what_another_does() -> None:
    """The later would win, and the earlier be read in vain."""
    names = ("briefing-deck*.css", "briefing-figures.css", "briefing-claims.css")
    paths = [path for path in stylesheets() if any(path.match(name) for name in names)]
    sheets = {path.name: declared(path) for path in paths if "noscript" not in path.name}
    assert all(sheets.values())
    assert [(a, b) for a, b in combinations(sheets, 2) if sheets[a] & sheets[b]] == []


def without_comments(path: Path) -> str:
    """The text of a stylesheet, with as many lines."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)


def tokens(*paths: Path) -> dict[str, tuple[str, str]]:
    """Each colour's light and dark value; a later file overrides an earlier one."""
    return {
        name.removeprefix("--briefing-"): (light, dark)
        for path in paths
        for name, light, dark in PAIR.findall(without_comments(path))
    }


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "files", [(TOKENS,), (TOKENS, PROJECT / "_static" / "identity.css")], ids=["engine", "identity"]
)
def test_every_text_can_be_read_on_every_ground(files: tuple[Path, ...], scheme: str) -> None:
    colours = {name: pair[SCHEMES.index(scheme)] for name, pair in tokens(*files).items()}
    found = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}
    faint = {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < TEXT_CONTRAST}
    assert faint == {}


@pytest.mark.parametrize(
    "files", [(TOKENS,), (TOKENS, PROJECT / "_static" / "identity.css")], ids=["engine", "identity"]
)
def test_a_cover_is_dark_in_both_schemes(files: tuple[Path, ...]) -> None:
    colours = tokens(*files)
    for ground in colours["cover"]:
        for text in ("ink", "ink-2"):
            assert contrast(colours[text][1], ground) >= TEXT_CONTRAST, text
        for mark in ("confirmed", "nuanced", "contradicted", "not-found", "said-so"):
            assert contrast(colours[f"verdict-{mark}"][1], ground) >= 3, mark


def test_every_colour_is_tried_against_a_ground() -> None:
    tried = {name for pair in PAIRS for name in pair} | {"cover"}
    assert set(tokens(TOKENS)) - tried == {"line"}, "hairlines alone need no contrast"


def test_every_verdict_has_a_colour() -> None:
    from sphinx_briefing.claims.data import STANDINGS

    rules = without_comments(next(ENGINE.rglob("briefing-claims.css")))
    coloured = dict[str, str]()
    for names, token in re.findall(
        r"(?m)^([^{}\n]+) \{ --verdict: var\(--briefing-([a-z-]+)\); \}", rules
    ):
        coloured |= dict.fromkeys(re.findall(r"\.verdict-([a-z-]+)", names), token)
    assert set(coloured) == {standing.look for standing in STANDINGS.values()}
    assert set(coloured.values()) <= set(tokens(TOKENS))


def test_an_identity_overrides_tokens_that_there_are() -> None:
    own = re.findall(
        r"(--briefing-[a-z0-9-]+):", without_comments(PROJECT / "_static/identity.css")
    )
    defined = re.findall(r"(--briefing-[a-z0-9-]+):", without_comments(TOKENS))
    assert set(own) <= set(defined)


def test_static_files_have_names_that_no_project_has() -> None:
    files = [
        path.name
        for path in ENGINE.rglob("static/**/*")
        if path.is_file() and not path.name.startswith("briefing-")
    ]
    assert files == []


@pytest.mark.parametrize(
    "path", [path for path in stylesheets() if path != READERS], ids=lambda path: path.name
)
def test_stylesheet_takes_its_colours_from_the_tokens(path: Path) -> None:
    text = without_comments(path)
    used = set(re.findall(r"var\((--briefing-[a-z0-9-]+)", text))
    defined = set(re.findall(r"(--briefing-[a-z0-9-]+):", without_comments(TOKENS)))
    assert used <= defined
    if path != TOKENS:
        assert LITERAL.findall(text) == []


def test_marks_in_an_e_book_are_seen_by_day_and_by_night() -> None:
    """E-readers know no tokens, and it is they who choose the ground: paper, or black.

    So a mark without a ground of its own stands out from both (WCAG 2.2, 1.4.11), and one that has
    a ground has a text for it (1.4.3).
    """
    alone, written = set[str](), 0
    for block in re.findall(r"\{([^{}]*)\}", without_comments(READERS)):
        said = dict(re.findall(r"([a-z-]+):[^;]*?(#[0-9a-f]{6})", block))
        ground, text = said.pop("background", None), said.pop("color", None)
        if text is not None:
            assert ground is not None, block
            assert contrast(text, ground) >= TEXT_CONTRAST, block
            written += 1
        alone |= set(said.values())
    assert alone
    assert written
    for colour in alone:
        assert min(contrast(colour, "#ffffff"), contrast(colour, "#000000")) >= 3, colour


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.name)
def test_stylesheet_works_in_both_directions(path: Path) -> None:
    physical = [
        f"{path.name}:{number}: {line.strip()}"
        for number, line in enumerate(without_comments(path).splitlines(), 1)
        if PHYSICAL.search(line) and not AUTHORS_SIDE.search(line)
    ]
    assert physical == []


# -- in the browser, under themes of all kinds -----------------------------------------------------

CHAPTER = """# Chapter

## Section

:::{slide} Headline
:name: one

Text on the slide.
:::

Prose.
"""

COLOURS = """
() => {
  const solid = element => {
    for (; element; element = element.parentElement) {
      const ground = getComputedStyle(element).backgroundColor;
      if (!/, 0\\)$|transparent/.test(ground)) return ground;
    }
    return 'rgb(255, 255, 255)';
  };
  const box = document.querySelector('.in-brief');
  return [...box.querySelectorAll('p')].map(
    text => [getComputedStyle(text).color, solid(text), solid(box.parentElement)]);
}
"""


def from_rgb(colour: str) -> str:
    return "#" + "".join(f"{int(value):02x}" for value in re.findall(r"\d+", colour)[:3])


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "alabaster", "sphinx_rtd_theme"])
def test_boxes_can_be_read_under_any_theme(
    write_root: Callable[..., Path], build: Callable[..., Built], browser: Browser, theme: str
) -> None:
    index = "# Index\n\n```{toctree}\nchapter\n```\n"
    root = write_root({"index.md": index, "chapter.md": CHAPTER}, conf=f"html_theme = {theme!r}\n")
    page = (build(root, "html").out / "chapter.html").as_uri()
    for scheme in SCHEMES:
        context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
        tab = context.new_page()
        tab.goto(page)
        for text, box, ground in tab.evaluate(COLOURS):
            assert contrast(from_rgb(text), from_rgb(box)) >= TEXT_CONTRAST, scheme
            assert contrast(from_rgb(box), from_rgb(ground)) < 1.5, "a box of the other scheme"
        context.close()
