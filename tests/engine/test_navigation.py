"""The navigation tree is made once, and is what Furo makes for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from furo.navigation import get_navigation_tree

from sphinx_briefing.site.navigation import Tree
from sphinx_briefing.site.repairs import REPAIRS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx.testing.util import SphinxTestApp

    from tests.conftest import Built

ROOT = {
    "index.md": "# F\n\n```{toctree}\n:caption: Cap\nself\na\nd/b\nhttps://example.org/?a=b&c\n"
    "T & T <d/other>\ngenindex\n```\n\n```{toctree}\n:hidden:\n:numbered:\nz\nd/index\n```\n",
    "a.md": "# A & “co”\n\n## One\n\n## Two\n",
    "z.md": "# Z\n\n```{toctree}\nd/e/g\n```\n",
    "d/index.md": "# D\n",
    "d/b.md": "# B\n\n```{toctree}\ne/c\ne/f\n```\n\n## Section\n",
    "d/other.md": "# O\n",
    "d/e/c.md": "# *C* `x`\n",
    "d/e/f.md": "# Fé\n\n```{toctree}\ng\n```\n",
    "d/e/g.md": "# G\n",
}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_tree_is_what_furo_makes(
    write_root: Callable[..., Path], make_app: Callable[..., SphinxTestApp], builder: str
) -> None:
    furo: dict[str, str] = {}  # by address
    ours: dict[str, str] = {}

    def note(app: Any, pagename: str, template: str, context: dict[str, Any], _: object) -> None:
        options = {"collapse": False, "titles_only": True, "maxdepth": -1, "includehidden": True}
        page = app.builder.get_target_uri(pagename)
        furo[page] = get_navigation_tree(context["toctree"](**options))
        ours[page] = context["furo_navigation_tree"]

    app = make_app(builder, srcdir=write_root(ROOT))
    app.connect("html-page-context", note, priority=950)
    app.build()
    # the index, the search, the licences, and the page for wrong addresses
    assert len(furo) == len(ROOT) + 4
    assert ours == {page: repaired(html) for page, html in furo.items()}
    for first, html in furo.items():  # whichever page is written first
        tree = Tree(html, first)
        assert {page: tree.seen_from(page) for page in furo} == furo, first


def repaired(html: str) -> str:
    """The tree with the repairs of ``accessibility.py``."""
    for wrong, right in REPAIRS:
        html = html.replace(wrong, right)
    return html


def test_site_without_a_toctree_has_no_tree(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root({"index.md": "# Alone\n"}))
    assert built.warnings == ""
    assert "toctree-l1" not in built.read("index.html")
