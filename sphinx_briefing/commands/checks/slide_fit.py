"""Check ``slide-fit``: every slide of every deck, measured in Chromium.

Nothing is clipped, runs over an edge or into the foot, or is too small to read, on the screens of
`SCREENS` and on paper; and as a column on the `PHONES`, nothing is wider than the window, cut, too
small to read or to tap, or on top of something else. The measuring itself is in ``slide_fit.js``.
The browser is kept off the network, as a presenter's may be.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_briefing.commands import browser
from sphinx_briefing.commands.checks.publication import Finding, Result, counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from sphinx_briefing.commands.checks.publication import Publication

SCREENS = ((1280, 720), (1920, 1080), (1024, 768), (3840, 2160))
"""Width and height of the screens in CSS pixels: the canvas itself, a larger one, 4:3, and 4K."""

PHONES = ((390, 844), (320, 568))
"""Windows of phones in CSS pixels: a common one, and the least (WCAG 2.2, 1.4.10 Reflow)."""

PHONE_PX = 16
"""Smallest text of a slide on a phone, in CSS pixels: what browsers take for text to read.

Where a project has set `briefing_smallest_slide_text` below 24, it is less by as much.
"""

USUAL_PX = 24
"""The usual smallest text of the canvas, in its pixels: a column shows it at `PHONE_PX`."""

TARGET_PX = 24
"""Least width and height of what is tapped, in CSS pixels (WCAG 2.2, 2.5.8 Target Size)."""

FURNITURE_PX = 14
"""Smallest text of a slide's foot, of marks of claims and of the sources of figures, in pixels."""

PATIENCE_MS = 30_000
"""How long a deck may take to open, in milliseconds."""

MEASURE = files("sphinx_briefing.commands.checks").joinpath("slide_fit.js")

INSTALL_PLAYWRIGHT = "Playwright is not installed: python -m pip install playwright"
INSTALL_BROWSER = (
    "there is no Chromium, Chrome or Edge: install one (python -m playwright install chromium), "
    f"or name it in {browser.VARIABLE}"
)

SHORTEN = "shorten the slide, or split it"
OWN_FORM = (
    "mend its looks for narrow windows, or give the figure a form of its own for slides on phones "
    "(NAME.slide-phone.html or NAME.slide-phone.vl.json)"
)
KINDS = {
    "small": (
        "is {px:g} px high, less than {least:g} (briefing_smallest_slide_text)",
        "set it larger, or leave it out",
    ),
    "furniture": (f"is {{px:g}} px high, less than {FURNITURE_PX}", "set it larger"),
    "foot": ("runs into the foot by {px:g} px", SHORTEN),
    "right": ("runs over the right edge by {px:g} px", "shorten the line, or break it"),
    "left": ("runs over the left edge by {px:g} px", "shorten the line, or break it"),
    "outside": ("leaves the slide", SHORTEN),
    "cut": ("is cut off by {px:g} px", "shorten the line, or break it"),
    "element": ("does not fit, by {px:g} px", "make it smaller, or split the slide"),
    "tiny": ("is {px:g} px high on a phone, less than {on_phone:g}", "set it larger"),
    "tiny-figure": ("is {px:g} px high on a phone, less than {on_phone:g}", OWN_FORM),
    "wide": ("runs over the edge of a phone by {px:g} px", "shorten the line, or break it"),
    "wide-figure": ("runs over the edge of a phone by {px:g} px", OWN_FORM),
    "wide-element": ("is wider than a phone, by {px:g} px", "let its width be 100% at most"),
    "overlap": ("stands on other text", "let one flow below the other"),
    "overlap-figure": ("stands on other text on a phone", OWN_FORM),
    "target": (
        f"is a target of {{px:g}} px on a phone, less than {TARGET_PX}",
        "give it padding in the stylesheet of the deck",
    ),
    "screen": ("is larger than the screen", "mend the stylesheet of the deck"),
    "sheet": ("does not fill its sheet of paper", "mend the stylesheet of the deck"),
    "margin": ("has no margin", "mend the stylesheet of the deck"),
}
"""By kind of fault, what is wrong and what to do."""

COLUMN = "?view=column"
"""What has a deck stand as a column, whatever the window."""

OF_THE_STYLESHEET = frozenset({"screen", "sheet", "margin"})
"""Faults of the deck's own, where the slide has no other: one that is too full makes them."""


ELEMENTS = frozenset({"element", "wide-element"})
SMALLEST_IS_WORST = frozenset({"small", "furniture", "tiny", "tiny-figure", "target"})


class View(NamedTuple):
    """A way of showing a deck."""

    name: str
    width: int
    height: int
    query: str = ""

    @property
    def is_column(self) -> bool:
        """Whether slides stand one below the other."""
        return self.query == COLUMN


VIEWS = (
    *(View(f"{width}x{height}", width, height) for width, height in SCREENS),
    View("paper", *SCREENS[0], "?view=print"),
    *(View(f"phone {width}x{height}", width, height, COLUMN) for width, height in PHONES),
)


ON_SCREEN = frozenset(view.name for view in VIEWS if not view.query)

ON_PHONES = frozenset(view.name for view in VIEWS if view.is_column)
"""Views that need not be named where all of them show a fault."""


class Place(NamedTuple):
    """A fault of one kind on one slide."""

    source: str  # file:line
    slide: str
    kind: str


class Seen(NamedTuple):
    """What of a place was seen."""

    words: dict[str, float]  # by the words, or the element: pixels
    views: set[str]


class HindranceError(Exception):
    """Nothing can be measured; the message says why, and what to install."""


def check(publication: Publication) -> Result:
    """Open each deck in each view, and measure its slides."""
    decks = [publication.page_of(deck) for deck in publication.decks()]
    looked_at = f"{counted(len(decks), 'deck')} on {len(SCREENS)} screens, on paper and on phones"
    least = publication.config.briefing_smallest_slide_text
    try:
        # In a thread of its own: whoever calls this may run a browser of their own in theirs.
        with ThreadPoolExecutor(max_workers=1) as thread:
            seen = thread.submit(look, decks, least).result() if decks else {}
    except HindranceError as error:
        return Result(looked_at, hindrance=str(error))
    overfull = {(p.source, p.slide) for p in seen if p.kind not in OF_THE_STYLESHEET}
    faults = [
        told(place, what, least)
        for place, what in seen.items()
        if place.kind not in OF_THE_STYLESHEET or (place.source, place.slide) not in overfull
    ]
    return Result(looked_at, faults)


def look(decks: list[Path], least: float) -> dict[Place, Seen]:
    """What is wrong in any view of any deck.

    Args:
        decks: their pages.
        least: the smallest text of a slide's body, in pixels of its canvas.

    Raises:
        HindranceError: there is no browser or no Playwright, or a deck does not open.
    """
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415  (may be missing)
    except ImportError as error:
        raise HindranceError(INSTALL_PLAYWRIGHT) from error
    try:
        path = browser.chosen()
    except browser.NoBrowserError as error:
        raise HindranceError(str(error)) from error
    if path is None:
        raise HindranceError(INSTALL_BROWSER)
    seen: dict[Place, Seen] = defaultdict(lambda: Seen({}, set()))
    deck = decks[0]
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=path,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            for view, deck in product(VIEWS, decks):
                for fault in measure(chromium, deck, view, least):
                    place = Place(fault["source"], fault["slide"], fault["kind"])
                    words, views = seen[place]
                    before = words.get(fault["words"], fault["pixels"])
                    words[fault["words"]] = worst(place.kind)(before, fault["pixels"])
                    views.add(view.name)
            chromium.close()
    except Error as error:
        # Playwright's own further lines are a log of its calls.
        first = str(error).partition("\n")[0]
        raise HindranceError(f"{path} could not measure {deck.name}: {first}") from error
    return seen


def measure(chromium: Browser, deck: Path, view: View, least: float) -> list[dict[str, Any]]:
    """What ``slide_fit.js`` finds in a deck in one view.

    Args:
        chromium: the browser, running.
        deck: its page.
        view: how to show it.
        least: the smallest text of a slide's body, in pixels of its canvas.

    Returns:
        For each fault ``slide``, ``source``, ``kind``, ``words`` and ``pixels``.
    """
    context = chromium.new_context(
        viewport={"width": view.width, "height": view.height}, offline=True
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(deck.as_uri() + view.query)
    page.wait_for_selector("html.deck-ready")
    sizes = {
        "bodyPx": on_phone(least) if view.is_column else least,
        "furniturePx": FURNITURE_PX,
        "targetPx": TARGET_PX,
    }
    found: list[dict[str, Any]] = page.evaluate(
        MEASURE.read_text("utf-8"), sizes | {"column": view.is_column}
    )
    context.close()
    return found


def on_phone(least: float) -> float:
    """The smallest text on a phone, where ``least`` is that of the canvas; both in pixels."""
    return min(PHONE_PX, least * PHONE_PX / USUAL_PX)


def worst(kind: str) -> Callable[..., Any]:
    """How the worst of several measurements is found: the smallest text, else the most pixels."""
    return min if kind in SMALLEST_IS_WORST else max


def told(place: Place, seen: Seen, least: float) -> Finding:
    """One fault in words: the worst of the places on a slide, and how many more there are."""
    wrong, remedy = KINDS[place.kind]
    words: str = worst(place.kind)(seen.words, key=lambda text: seen.words[text])
    what = wrong.format(px=seen.words[words], least=least, on_phone=on_phone(least))
    if words:
        what = f": a {words} {what}" if place.kind in ELEMENTS else f": “{words}” {what}"
    else:
        what = f" {what}"
    if more := len(seen.words) - 1:
        what += f", and {more} more"
    if not (seen.views >= ON_SCREEN or (seen.views == ON_PHONES and " a phone" in wrong)):
        what += f" ({', '.join(view.name for view in VIEWS if view.name in seen.views)})"
    file, _, line = place.source.rpartition(":")
    return Finding(file, int(line or 0), f"the slide {place.slide!r}{what}: {remedy}")
