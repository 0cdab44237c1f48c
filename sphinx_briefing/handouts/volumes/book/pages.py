"""The pages that name pages: contents and index."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from sphinx_briefing.handouts.volumes.book.chapters import anchor_of
from sphinx_briefing.handouts.volumes.ways import INDEX
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx_briefing.handouts.volumes.binding import Volume
    from sphinx_briefing.handouts.volumes.ways import Ways


class Line(NamedTuple):
    """A line of the contents."""

    title: str
    anchor: str
    level: int
    part: str  # the caption of the part that begins with it; empty: none does


def contents_pages(lines: list[Line], pages: dict[str, int]) -> str:
    """The contents: parts, chapters and sections with their pages."""
    rows = []
    for line in lines:
        if line.part:
            rows.append(f'<p class="contents-part">{escape(line.part)}</p>')
        number = pages.get(line.anchor, 0)
        rows.append(
            f'<p class="contents-{line.level}"><a href="#{escape(line.anchor)}">'
            f'<span class="contents-title">{escape(line.title)}</span>'
            f'<span class="contents-page">{number or "000"}</span></a></p>'
        )
    return (
        f'<section class="contents chapter" id="contents"><h1>{escape(_("Contents"))}</h1>'
        f"{''.join(rows)}</section>"
    )


def index_pages(
    volume: Volume, ways: Ways, uses: dict[str, list[str]], pages: dict[str, int]
) -> str:
    """The index: each name with the page that explains it, and those that use it."""
    rows = []
    for letter, entries in volume.entries:
        names = []
        for name, (targets, below, _key) in entries:
            inner = "".join(
                f"<li>{escape(part)}{places(ways, found, uses, pages)}</li>"
                for part, found in below
            )
            said = f"{escape(name)}{places(ways, targets, uses, pages)}"
            names.append(f"<li>{said}{f'<ul>{inner}</ul>' if inner else ''}</li>")
        rows.append(
            f'<section class="index-letter"><h2>{escape(letter)}</h2>'
            f"<ul>{''.join(names)}</ul></section>"
        )
    note = _("A page in bold explains the name; the others use it.")
    return (
        f'<section class="chapter index" id="{INDEX}"><h1>{escape(_("Index"))}</h1>'
        f'<p class="index-note">{escape(note)}</p>'
        f'<div class="columns">{"".join(rows)}</div></section>'
    )


def places(
    ways: Ways, targets: list[tuple[str, Any]], uses: dict[str, list[str]], pages: dict[str, int]
) -> str:
    """The pages of a name, each a link: those that explain it, and runs of those that use it."""
    main: dict[int, str] = {}
    others: dict[int, str] = {}
    for _main, uri in targets:
        way = ways.inside(INDEX, uri) if uri else None
        if way is None:
            continue
        anchor = anchor_of(way)
        if anchor in pages:
            main.setdefault(pages[anchor], anchor)
        for use in uses.get(anchor, ()):
            if use in pages:
                others.setdefault(pages[use], use)
    told = [(number, number, anchor, True) for number, anchor in main.items()]
    told += [
        (first, last, others[first], False) for first, last in runs(sorted(others.keys() - main))
    ]
    text = ""
    for first, last, anchor, explains in sorted(told):
        shown = str(first) if first == last else f"{first}–{last}"
        shown = f"<strong>{shown}</strong>" if explains else shown
        text += f', <a href="#{escape(anchor)}">{shown}</a>'
    return text


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers that follow each other, as first and last."""
    if not numbers:
        return []
    breaks = [pair for pair in pairwise(numbers) if pair[1] != pair[0] + 1]
    firsts = [numbers[0], *(after for _before, after in breaks)]
    lasts = [*(before for before, _after in breaks), numbers[-1]]
    return list(zip(firsts, lasts, strict=True))
