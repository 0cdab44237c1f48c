"""What a handout says of a deck: slide by slide, and the sources of all slides, numbered."""

from __future__ import annotations

import re
from copy import copy
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bs4 import Tag

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck, ReadSlide

MUCH_SAID = 1500
"""Characters to say from which they run around the picture: beside it they reach far below."""

NAMED = 10
"""Sources of a slide that are named one by one; more are numbers alone."""

LABEL = re.compile(r"(.+?\b\d{4}[a-z]?)\. ")
"""Who and when, of what names a source: ``Roe, 2024. The log``."""


BLOCKS = frozenset([
    "p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre",
    "table", "caption", "thead", "tbody", "tr", "th", "td",
])  # fmt: skip
"""What gives the words of a slide an order for screen readers; the rest is look."""


class Claim(NamedTuple):
    """A claim on a slide."""

    id: str
    look: str  # such as "verdict-confirmed"
    sign: str
    verdict: str  # in words
    link: str  # empty: none
    text: str
    reason: str


class Source(NamedTuple):
    """A source, as the list at the end has it."""

    number: int  # from 1, in the order of the slides
    reference: Markup
    state: str  # of reading: "Original read"
    slides: list[int]  # the numbers of those that rest on it


class Cited(NamedTuple):
    """Sources that a slide rests on: one by its name, or a run of them."""

    first: int
    last: int
    label: str


class Entry(NamedTuple):
    """A slide in the handout."""

    slide: ReadSlide
    id: str  # of its place in the handout
    is_opener: bool
    in_part: bool  # whether a slide before it opens a part
    is_long: bool
    words: Markup  # what is on it
    said: Markup
    claims: list[Claim]
    cited: list[Cited]


class Handout(NamedTuple):
    """A handout's text."""

    entries: list[Entry]
    sources: list[Source]


def handout_of(kit: Kit, deck: ReadDeck) -> Handout:
    """Read what a handout says.

    Args:
        kit: with the site, and its address for what leads out of the handout.
        deck: the deck.
    """
    shelf = _Shelf(kit, deck)
    entries: list[Entry] = []
    for slide in deck.slides:
        claims, sources = _evidence(slide)
        numbers = [shelf.number(link, slide.number) for link in sources]
        said = _said(slide, shelf)
        entries.append(
            Entry(
                slide=slide,
                id=f"slide-{slide.id}",
                is_opener=slide.layout == "opener",
                in_part=any(entry.is_opener for entry in entries),
                is_long=len(said.striptags()) > MUCH_SAID,
                words=_words(slide),
                said=said,
                claims=[_claim(item, shelf) for item in claims],
                cited=list(_cited(numbers, [_plain(link) for link in sources])),
            )
        )
    return Handout(entries, shelf.sources())


# -- what is shown and said -----------------------------------------------------------------------


def _words(slide: ReadSlide) -> Markup:
    """What is on a slide, in words: what a screen reader finds behind its picture."""
    if slide.body is None:
        return Markup()
    body = copy(slide.body)
    _tell_pictures(body)
    for heading in body.select("h1, h2, h3, h4, h5, h6"):
        heading.name = "p"
    for lead in body.select(".lead"):  # stands above what follows
        lead.append(" " if lead.get_text().rstrip().endswith((":", ".", "?", "!")) else ": ")
    for part in body.select("*"):
        if part.name in BLOCKS:
            del part["class"]
        else:
            part.unwrap()
    for empty in body.select("p"):
        if not empty.get_text().strip():
            empty.decompose()
    return _bare(body)


def _tell_pictures(body: Tag) -> None:
    """Put the alternatives of pictures in their place, and take out what nobody sees or hears."""
    for figure in body.select("svg[aria-label]"):
        if "plot-phone" not in figure.get_attribute_list("class"):  # the same, for small screens
            figure.insert_before(_paragraph(str(figure["aria-label"])))
    for image in body.select("img[alt]"):
        image.insert_before(f" {image['alt']} ")
    for unseen in body.select("svg, img, video, audio, script, style, [aria-hidden=true]"):
        unseen.decompose()
    for folded in body.select("details:not([open])"):
        folded.decompose()


def _said(slide: ReadSlide, shelf: _Shelf) -> Markup:
    """The words to say, their links set for paper."""
    if slide.said is None:
        return Markup()
    said = copy(slide.said)
    for link in said.select("a"):
        if target := shelf.leads_to(str(link.get("href", ""))):
            link.attrs = {"href": target}
        else:
            link.unwrap()
    for part in said.select("span, div"):
        if "private-note" not in part.get_attribute_list("class"):
            part.unwrap()
    return _bare(said)


def _paragraph(text: str) -> Tag:
    paragraph = BeautifulSoup("<p></p>", "html.parser").p
    assert paragraph is not None
    paragraph.string = text
    return paragraph


def _bare(element: Tag) -> Markup:
    """What is in an element, without what only its page knows: ids, scripts' data, styles."""
    for part in element.select("*"):
        kept = {"class", "href", "scope", "colspan", "rowspan", "lang", "dir", "start", "alt"}
        part.attrs = {name: value for name, value in part.attrs.items() if name in kept}
    return Markup(element.decode_contents())  # noqa: S704  (our own page)


# -- what it rests on -----------------------------------------------------------------------------


def _evidence(slide: ReadSlide) -> tuple[list[Tag], list[Tag]]:
    """The claims of a slide, and the links to its sources."""
    items = slide.evidence.select("li") if slide.evidence else []
    claims = [item for item in items if item.select_one(".claim-mark")]
    sources = [item.a for item in items if item not in claims and item.a]
    return claims, sources


def _claim(item: Tag, shelf: _Shelf) -> Claim:
    item = copy(item)
    mark, reason = item.select_one(".claim-mark"), item.select_one(".claim-reason")
    assert mark is not None
    sign, hidden = mark.select_one(".verdict-sign"), mark.select_one(".visually-hidden")
    verdict = mark.select_one(".verdict")
    link = mark.find_parent("a")
    found = {
        "link": shelf.leads_to(str(link.get("href", ""))) if link else "",
        "look": next(
            (name for name in mark.get_attribute_list("class") if "verdict-" in str(name)), ""
        ),
        "reason": _plain(reason) if reason else "",
        "sign": _plain(sign.extract()) if sign else "",
        "verdict": _plain(verdict.extract()) if verdict else "",
    }
    for told in (hidden, reason):
        if told is not None:
            told.decompose()
    name = _plain(mark.extract())
    return Claim(id=name, text=_plain(item), **found)


def _cited(numbers: list[int], labels: list[str]) -> Iterator[Cited]:
    """Sources of a slide; many of them as runs of numbers."""
    if len(numbers) <= NAMED:
        for number, label in zip(numbers, labels, strict=True):
            found = LABEL.match(label)
            yield Cited(number, number, found[1] if found else label)
        return
    ordered = sorted(set(numbers))
    first = ordered[0]
    for number, following in pairwise([*ordered, 0]):
        if following != number + 1:
            yield Cited(first, number, "")
            first = following


class _Shelf:
    """Sources as slides name them, numbered in the order of their coming."""

    def __init__(self, kit: Kit, deck: ReadDeck) -> None:
        self._kit, self._deck = kit, deck
        self._slides: dict[str, list[int]] = {}  # by where a source's link leads
        self._links: dict[str, Tag] = {}
        self._pages: dict[Path, BeautifulSoup] = {}

    def number(self, link: Tag, slide: int) -> int:
        """The number of a source, by the link of a slide to it."""
        target = str(link.get("href", ""))
        self._links.setdefault(target, link)
        self._slides.setdefault(target, []).append(slide)
        return list(self._slides).index(target) + 1

    def sources(self) -> list[Source]:
        """All that have a number."""
        return [
            Source(number, self._reference(target), self._state(target), self._slides[target])
            for number, target in enumerate(self._slides, 1)
        ]

    def leads_to(self, target: str) -> str:
        """Where a link of the deck leads on paper: empty where it leads nowhere."""
        if urlsplit(target).scheme:
            return target
        path = self._deck.page.relative_to(self._kit.site).as_posix()
        if target.startswith("#") or urlsplit(urljoin(path, target)).path == path:
            slide = urlsplit(target).fragment.removeprefix("/")
            ids = {slide.id for slide in self._deck.slides}
            return f"#slide-{slide}" if slide in ids else ""
        return urljoin(self._kit.address + path, target) if self._kit.address else ""

    def _state(self, target: str) -> str:
        """The state of reading, which follows the link."""
        after = [str(part) for part in self._links[target].next_siblings]
        return " ".join("".join(after).split()).strip(". ")

    def _reference(self, target: str) -> Markup:
        """A source in full, from the page that lists it; else as the slide names it."""
        full = self._listed(target)
        if full is None:
            return Markup.escape(_plain(self._links[target]))
        full = copy(full)
        for link in full.select("a"):
            if urlsplit(str(link.get("href", ""))).scheme:
                link.attrs = {"href": str(link["href"])}
            else:
                link.unwrap()
        return _bare(full)

    def _listed(self, target: str) -> Tag | None:
        parts = urlsplit(target)
        page = (self._deck.page.parent / unquote(parts.path)).resolve()
        if parts.scheme or not page.is_file():
            return None
        if page not in self._pages:
            text = page.read_text(encoding="utf-8")
            self._pages[page] = BeautifulSoup(text, "html.parser")
        place = self._pages[page].find(id=unquote(parts.fragment))
        return place.select_one("p") if place is not None else None


def _plain(element: Tag) -> str:
    """An element's words."""
    return " ".join(element.get_text().split())
