"""What axe-core finds wrong with a page, by WCAG 2.2 A and AA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "resultTypes": ["violations"],
}


ON_SHOW = "section.present"

TAKE_OTHERS_OUT = """() => {
  window.takenOut = [...document.querySelectorAll(".slides > section:not(.present)")].map(
    (slide) => {
      const content = document.createDocumentFragment();
      content.append(...slide.childNodes);
      return [slide, content];
    },
  );
}"""
PUT_OTHERS_BACK = "() => window.takenOut.forEach(([slide, content]) => slide.append(content))"


def slide_violations(page: Page) -> list[str]:
    """What axe finds on the slide on show.

    The content of the others, of which nothing is shown, is taken out meanwhile: axe would go
    through all of it each time, which takes six times as long in a deck of forty slides.
    """
    page.evaluate(TAKE_OTHERS_OUT)
    found = violations(page, ON_SHOW)
    page.evaluate(PUT_OTHERS_BACK)
    return found


def violations(page: Page, within: str = "html") -> list[str]:
    """What axe finds in a part of a page as it is shown, one line a fault."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    response = page.evaluate("([part, rules]) => axe.run(part, rules)", [within, RULES])
    return [
        f"{found['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for found in response["violations"]
        for node in found["nodes"][:3]
    ]
