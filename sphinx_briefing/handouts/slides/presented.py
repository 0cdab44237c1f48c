"""A built deck in a browser, one slide below the other, as it is printed.

Chromium's own ``--print-to-pdf`` prints before reveal.js has laid out the pages. Here they are
waited for, and so are fonts and pictures.
"""

from __future__ import annotations

import base64
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import Error, sync_playwright

from sphinx_briefing import messages
from sphinx_briefing.handouts.kit import HandoutError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, ViewportSize

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck

SIZE: ViewportSize = {"width": 1280, "height": 720}
"""A slide, in CSS pixels; see ``decks/theme``."""

PICTURE_SCALE = 1.5
"""Pixels of a picture to one of CSS: 1920 x 1080 in all."""

PATIENCE_MS = 120_000
"""How long a deck may take to open: one of 200 slides took 4 s on two cores."""

# reveal.js lets the address override a deck's settings. What shows no more than the slides: each on
# one page, all steps done, no notes; without an offset, a page is as high as its slide.
PRINT_VIEW = (
    "?view=print&pdfMaxPagesPerSlide=1&pdfSeparateFragments=false&pdfPageHeightOffset=0"
    "&showNotes=false"
)

# Before the deck's own scripts run, which leave links to other pages out of what is printed from
# disk. Slides of this deck are places in what is printed. Cells without a word would get no tag,
# and a table with fewer cells in one row than in another is none to a screen reader. Numbers of
# pages are no part of what is read.
PREPARE = """
((address) => {
  document.addEventListener("DOMContentLoaded", () => {
    const here = location.pathname;
    for (const link of document.querySelectorAll("a[href]")) {
      const href = link.getAttribute("href");
      if (/^[a-z][a-z\\d+.-]*:/i.test(href)) continue;
      const target = new URL(href, location.href);
      if (target.pathname === here && target.hash) {
        link.setAttribute("href", target.hash.replace(/^#\\/?/, "#"));
      } else if (address) {
        link.href = new URL(href, address).href;
      } else {
        link.removeAttribute("href");
      }
    }
    for (const number of document.querySelectorAll(".slide-position")) number.ariaHidden = "true";
    for (const cell of document.querySelectorAll("td, th")) {
      if (!cell.textContent.trim() && !cell.querySelector("img, svg")) cell.append("\\u00a0");
    }
  });
})
"""

PAGES_READY = """
() => {
  const slides = document.querySelectorAll(".slides section.slide").length;
  return slides > 0 && document.querySelectorAll(".pdf-page").length >= slides;
}
"""

PICTURES_READY = """
async () => {
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
  return document.querySelectorAll(".pdf-page").length;
}
"""

LINKS = """
() => [...document.querySelectorAll(".pdf-page")].flatMap((page, index) =>
  [...page.querySelectorAll("a[href]")]
    .filter((link) => link.getClientRects().length)
    .map((link) => [index, link.getAttribute("href"), link.textContent])
)
"""


class Link(NamedTuple):
    """A link that is to be seen on a slide."""

    page: int  # from 0
    target: str  # an address, or # and the id of a slide
    text: str


class Presented:
    """A deck that is open for printing."""

    def __init__(self, page: Page) -> None:
        """Take a page on which all slides are laid out."""
        self._page = page

    def pdf(self) -> bytes:
        """All slides, a page each, tagged."""
        return self._page.pdf(
            width=f"{SIZE['width']}px",
            height=f"{SIZE['height']}px",
            print_background=True,
            tagged=True,
        )

    def links(self) -> list[Link]:
        """What leads somewhere, slide by slide."""
        found = self._page.evaluate(LINKS)
        return [Link(page, target, " ".join(text.split())) for page, target, text in found]

    def pictures(self) -> Iterator[bytes]:
        """A PNG of each slide, in order; large, for it was written in haste."""
        chromium = self._page.context.new_cdp_session(self._page)
        height = SIZE["height"]
        for number in range(self._page.evaluate(PICTURES_READY)):
            self._page.evaluate("(top) => scrollTo({ top, behavior: 'instant' })", number * height)
            clip = {**SIZE, "x": 0, "y": number * height, "scale": PICTURE_SCALE}
            shot = chromium.send(
                "Page.captureScreenshot",
                {"format": "png", "optimizeForSpeed": True, "clip": clip},
            )
            yield base64.b64decode(shot["data"])


@contextmanager
def presented(kit: Kit, deck: ReadDeck) -> Iterator[Presented]:
    """Open a deck for printing.

    Args:
        kit: with the browser, and the site's address for what leads out of the deck.
        deck: the deck.

    Raises:
        HandoutError: there is no browser, it does not start, or slides are missing.
    """
    if kit.browser is None:
        raise HandoutError(messages.HANDOUT_WITHOUT_BROWSER)
    address = kit.address and kit.address + deck.page.relative_to(kit.site).as_posix()
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=kit.browser,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            page = chromium.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
            page.set_default_timeout(PATIENCE_MS)
            page.add_init_script(f"({PREPARE})({address!r});")
            page.goto(deck.page.resolve().as_uri() + PRINT_VIEW)
            page.wait_for_function(PAGES_READY)
            pages = page.evaluate(PICTURES_READY)
            if pages != len(deck.slides):
                raise HandoutError(
                    messages.HANDOUT_PAGES_DIFFER % (deck.name, pages, len(deck.slides))
                )
            yield Presented(page)
            chromium.close()
    except Error as error:
        raise HandoutError(messages.HANDOUT_BROWSER_FAILED % (deck.name, error)) from error
