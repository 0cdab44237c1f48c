"""axe-core finds no violation of WCAG 2.2 A or AA on pages and slides, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PAGES = (
    "index.html",
    "chapters/misuse.html",
    "chapters/glossary.html",
    "slides/briefing.html",
    "about/claims.html",
    "about/sources.html",
    "about/present.html",
    "about/cite.html",
)
DECKS = ("briefing", "executive", "technical")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is shown, one line a fault."""
    response = Axe().run(page, options=RULES).response
    return [
        f"{found['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for found in response["violations"]
        for node in found["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_pages(browser: Browser, site: Path, name: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto((site / name).as_uri())
    found = violations(page)
    page.close()
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("deck", DECKS)
def test_every_slide(browser: Browser, site: Path, deck: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 720})
    page.goto((site / "present" / f"{deck}.html").as_uri())
    page.wait_for_selector("html.deck-ready")
    faults = []
    for number in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate("number => Reveal.slide(number, 0)", number)
        faults += [f"{page.url}: {line}" for line in violations(page)]
    page.close()
    assert faults == [], "\n".join(faults)


def test_axe_would_see_a_fault(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img>')")
    found = violations(page)
    page.close()
    assert any(line.startswith("image-alt") for line in found)
