"""Links in raw HTML on slides: those that lead nowhere are reported, and no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sphinx_briefing.commands.build import PublishError, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

CONF = """
html_static_path = ["_static"]
html_extra_path = ["extra"]
exclude_patterns = ["_build", "extra"]
"""
HERE = "chapters/one.md"


def root_with(html: str) -> dict[str, str]:
    """A root whose slide has that HTML, in line 8 of its chapter."""
    return {
        "index.md": "# Front\n\n```{toctree}\nchapters/one\nchapters/two\ntalk\n```\n",
        "chapters/one.md": f"# One\n\n## Section\n\n:::{{slide}}\nBody.\n\n{html}\n:::\n",
        "chapters/two.md": "# Two\n\nText.\n",
        "talk.md": "# Talk\n\n:::{deck}\n:minutes: 9\n:::\n",
        "_static/seen.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "extra/files/table.csv": "a\n",
    }


@pytest.mark.parametrize(
    "html",
    [
        '<a href="two.md">Two</a>',
        'See <a href="three.html#there">three</a>.',
        '<div><img alt="" src="../_static/unseen.svg"></div>',
        '<a href="nowhere/">Nowhere</a>',
    ],
)
def test_a_link_that_leads_nowhere_is_reported(
    write_root: Callable[..., Path], build: Callable[..., Built], html: str
) -> None:
    address = re.search(r'(?:href|src)="([^"]+)"', html)[1]
    warnings = build(write_root(root_with(html), conf=CONF)).warnings
    said = re.findall(rf"{HERE}:8: WARNING: the HTML here leads to '([^']+)'", warnings)
    assert said == [address], warnings


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_links_that_lead_somewhere_are_not(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    up, two = ("../", "two.html") if builder == "html" else ("../../", "../two/")
    addresses = [
        two, f"{two}?print#two", f"{up}_static/seen.svg", f"{up}files/table.csv", up,
        f"{up}present/talk.html#/section", f"{up}search.html" if builder == "html" else up,
        "#section", "https://example.org/x", "//example.org/x", "/elsewhere/", "mailto:a@b.org",
        f"{up}../another-site/",
    ]  # fmt: skip
    html = "<p>" + " ".join(f'<a href="{address}">x</a>' for address in addresses) + "</p>"
    assert build(write_root(root_with(html), conf=CONF), builder).warnings == ""


def test_it_fails_a_strict_build(
    write_root: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_root(root_with('<a href="three.html">three</a>'), conf=CONF)
    with pytest.raises(PublishError):
        publish(root, jobs=1)
    assert "leads to 'three.html'" in capsys.readouterr().err
