"""``{slide-example}``: a slide's source beside what a deck makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from sphinx.util.console import strip_escape_sequences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

EXAMPLES = """\
# Looks

```{slide-example} lamps
```

```{slide-example} deck-title
:deck: talk
```
"""


def root_of(examples: str = EXAMPLES) -> dict[str, str]:
    """A root with one slide, and a page that shows it."""
    return {
        "index.md": "# Front\n\n```{toctree}\nchapter\nmore/looks\ntalk\n```\n",
        "chapter.md": "# Light\n\n## Lamps\n\n"
        "::::{slide} Lamps *shine*\n:name: lamps\n\n- a line\n\n"
        ":::{notes}\nWords to say.\n:::\n\n![A line](line.svg)\n::::\n",
        "line.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
        "more/looks.md": examples,
        "talk.md": "# Talk\n\n:::{deck} On light\n:minutes: 9\n\nA line below.\n:::\n",
    }


def said(built: Built) -> str:
    """The messages of a build, without the root's path."""
    return strip_escape_sequences(built.warnings).replace(f"{built.app.srcdir}/", "")


def test_an_example_is_source_and_picture(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(root_of()))
    assert said(built) == ""
    page = BeautifulSoup(built.read("more/looks.html"), "html5lib")
    slide, title = page.select(".slide-example")
    source = slide.select_one("pre").get_text()
    assert source.startswith("::::{slide} Lamps *shine*\n:name: lamps\n\n- a line\n")
    assert source.rstrip().endswith("![A line](line.svg)\n::::")
    assert "notes" not in source
    assert "Words to say" not in str(slide)
    assert title.select_one("pre") is None
    assert slide.select_one(".slide-picture > a")["href"] == "../present/talk.html#/lamps"
    picture = BeautifulSoup(slide.select_one("template").decode_contents(), "html5lib")
    assert picture.select_one(".slide-title em").get_text() == "shine"
    image = picture.select_one(".slide-body img")["src"]
    assert (built.out / "more" / image).resolve().is_file()
    styles = picture.select_one("link")["href"]
    assert (built.out / "more" / styles).resolve().is_file()
    cover = BeautifulSoup(title.select_one("template").decode_contents(), "html5lib")
    assert cover.select_one(".slide-title").get_text() == "On light"


def test_other_builders_show_the_source_alone(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(root_of()), "text")
    assert said(built) == ""
    assert "::::{slide} Lamps *shine*" in built.read("more/looks.txt")


def test_a_change_of_the_slide_changes_the_page(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(root_of())
    build(root).app.cleanup()
    chapter = root / "chapter.md"
    chapter.write_text(chapter.read_text("utf-8").replace("- a line", "- another line"), "utf-8")
    page = build(root).read("more/looks.html")
    assert page.count("another line") == 2


def test_an_example_of_nothing_is_told(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    examples = "# Looks\n\n```{slide-example} gone\n```\n\n```{slide-example} x\n:deck: gone\n```\n"
    found = said(build(write_root(root_of(examples)))).splitlines()
    assert [line.partition(":")[0] for line in found] == ["more/looks.md"] * 2
    assert found[0].startswith("more/looks.md:3: WARNING: no deck shows a slide 'gone': write the")
    assert found[1].startswith("more/looks.md:6: WARNING: no deck shows a slide 'x'")
