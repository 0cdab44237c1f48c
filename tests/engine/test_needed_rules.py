"""Of stylesheets, the rules that a page has a use for; of files, those that one asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
import rcssmin

from sphinx_briefing.site.needed_rules import (
    needed,
    read_properties,
    rules_of,
    words_of,
    written,
)
from sphinx_briefing.site.unused import asked_for


def picked(css: str, *known: str, read: set[str] | None = None, but: set[str] | None = None) -> str:
    rules = [*needed(rules_of(css), {*known}, but)]
    return written(rules, read_properties(rules, read) if read is not None else None)


@pytest.mark.parametrize(
    "css",
    [
        '@charset "utf-8";@import url(x.css);p{color:red}',
        '.a:is(.b,.c) > d::after{content:"}{;\\""}',
        "@media print{@supports (display:grid){p,q{margin:0}}}",
        "@font-face{font-family:x;src:url(data:font/woff2;base64,AA==)}",
        "@keyframes k{from{left:0}to{left:1px}}",
        ".a{color:red;&:hover{color:blue}}",
        "p{background:url('a;b{c}.svg');--x:{a;b}}",
        ".sd-\\{x\\}{}",
    ],
)
def test_what_is_taken_apart_comes_together_again(css: str) -> None:
    small = rcssmin.cssmin(css)
    assert written(rules_of(small)) == small.replace(";}", "}")


def test_a_rule_stays_for_the_selectors_that_are_known() -> None:
    assert picked(".a,.b,.a .b{x:y}", "a") == ".a{x:y}"
    assert (
        picked(".a:not(.c)>p[data-d]::after{x:y}", "a", "p") == ".a:not(.c)>p[data-d]::after{x:y}"
    )
    assert picked("@media print{.a{x:y}.b{x:y}}@media all{.b{x:y}}", "a") == "@media print{.a{x:y}}"
    assert picked("@page{margin:0}*{x:y}:root{x:y}") == "@page{margin:0}*{x:y}:root{x:y}"


def test_what_is_for_later_is_what_is_not_there_already() -> None:
    css = "@font-face{x:y}.a,.b{x:y}@media all{.b{z:w}.a{z:w}}"
    assert picked(css, "a", "b", but={"a"}) == ".b{x:y}@media all{.b{z:w}}"


def test_a_property_stays_if_something_reads_it() -> None:
    css = "body{--a:var(--b);--b:red;--c:blue;--d:0}p{color:var(--a)}q{color:var(--c)}"
    assert picked(css, "body", "p", read=set()) == "body{--a:var(--b);--b:red}p{color:var(--a)}"
    assert picked(css, "body", read={"--d"}) == "body{--d:0}"
    assert picked("body{--c:blue}", "body", read=set()) == ""
    shaped = "body{--x:1}@keyframes k{from{left:var(--x)}}"
    assert picked(shaped, "body", read=set()) == shaped


def test_words_are_found_however_they_are_quoted() -> None:
    html = "<Main class='a b' ID = c><svg class=\"d\"/><p\nclass=e>x class=f</p>"
    assert words_of(html) == {"main", "svg", "p", *"abcde", "f"}


def test_files_are_asked_for_by_pages_and_by_what_those_ask_for(tmp_path: Path) -> None:
    static = tmp_path / "_static"
    static.mkdir()
    for name, text in {
        "a.css": "p { background: url(b.svg) }", "b.svg": "<svg/>", "c.js": "load('d.json')",
        "d.json": "{}", "e.js": "", "f.js": "'e.js'", "named.js": "",
    }.items():  # fmt: skip
        (static / name).write_text(text)
    page = tmp_path / "page.html"
    page.write_text('<link href="_static/a.css?v=1"><script src="../_static/c.js">/named.js')
    found = asked_for(static.iterdir(), [page])
    assert {path.name for path in found} == {"a.css", "b.svg", "c.js", "d.json"}
