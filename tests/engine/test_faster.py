"""What takes the place of docutils' and Sphinx's own ways gives what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.transforms.universal import SmartQuotes
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util.nodes import NodeMatcher

from sphinx_briefing import faster
from sphinx_briefing.site.needed_rules import Sheet, words_of
from sphinx_briefing.site.unused import asked_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = """
Head
====

A paragraph with *emphasis*, ``code`` and a `link <https://example.org/>`_.

- one

  - two, *deep*
- three

Below
-----

.. note:: Noted.

.. figure:: picture.png

   Caption of **strong** words.
"""


@pytest.fixture
def tree() -> nodes.document:
    return publish_doctree(TEXT)


@pytest.mark.parametrize(
    "condition",
    [
        None, nodes.Text, nodes.Element, nodes.section, nodes.footnote,
        lambda node: isinstance(node, nodes.Inline), NodeMatcher(nodes.reference),
    ],
)  # fmt: skip
def test_the_same_nodes_are_found_in_the_same_order(
    tree: nodes.document, condition: object
) -> None:
    for part in (tree, tree[0], next(tree.findall(nodes.Text))):
        for options in (
            {}, {"include_self": False}, {"descend": False}, {"siblings": True}, {"ascend": True}
        ):  # fmt: skip
            found = list(faster.findall(part, condition, **options))  # type: ignore[arg-type]
            stock = list(faster.look_everywhere(part, condition, **options))  # type: ignore[call-overload]
            assert list(map(id, found)) == list(map(id, stock)), (part, options)


def test_what_is_changed_meanwhile_counts_as_in_docutils(tree: nodes.document) -> None:
    def changed(found: Iterator[nodes.Element], document: nodes.document) -> str:
        for node in found:
            node.append(nodes.emphasis("", "more", nodes.strong("", "inner")))
            if len(document.pformat()) > 4000:
                break
        return str(document.pformat())

    other = tree.deepcopy()
    kind = nodes.emphasis
    assert changed(faster.findall(tree, kind), tree) == changed(
        faster.look_everywhere(other, kind), other
    )


@pytest.mark.parametrize(
    "text",
    [
        "Nothing to do here.", "A \"quoted\" word -- and more ...", "It's *\"in\"* marks'",
        "Escaped \\\\\"here\\\\\" and \\\\-- there", "Dots . . . apart", "``code's -- own``",
        "`Linked \"text\" <https://example.org/>`_ (c) --- done", "Dash-ed only",
    ],
)  # fmt: skip
def test_quotes_are_educated_as_by_sphinx(text: str) -> None:
    one, other = publish_doctree(text), publish_doctree(text)
    for document, nothing in ((one, faster.NothingToEducate), (other, None)):
        document.settings.smart_quotes = True
        transform = SphinxSmartQuotes(document, None)
        if nothing:
            vars(transform)["nodes_to_skip"] = (nothing,)
        SmartQuotes.apply(transform)
    assert one.pformat() == other.pformat()


def test_a_page_gets_the_rules_it_has_a_use_for() -> None:
    sheet = Sheet(
        '@charset "utf-8";a{b:c}.x,.y>p{d:e}@media print{.y{f:g}.z{h:i}}@font-face{j:k}'
        '.w:not(.v)::after{content:"}{"}@media screen{.gone{l:m}}'
    )
    known = words_of('<P class="y other" id="x"><a data-id="w">')
    assert known == {"p", "a", "y", "other", "x", "w"}
    assert sheet.needed(known) == (
        '@charset "utf-8";a{b:c}.x,.y>p{d:e}@media print{.y{f:g}}@font-face{j:k}'
        '.w:not(.v)::after{content:"}{"}'
    )
    assert sheet.needed(known | {"more"}) is sheet.needed(known)  # found once
    assert sheet.needed({"a"}) == '@charset "utf-8";a{b:c}@font-face{j:k}'


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
