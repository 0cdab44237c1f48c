"""What axe-core finds wrong with a page, by WCAG 2.2 A and AA and its own best practices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, which axe leaves out by itself
    "resultTypes": ["violations"],
}

COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""What another colour scheme may change."""

OPEN_SOME = """() => {
  const open = {};
  for (const part of document.querySelectorAll("details")) {
    open[part.className] = (open[part.className] ?? 0) + 1;
    part.open ||= open[part.className] <= 2;
  }
}"""
"""Opens the first two of each kind of what is folded away; the others are as these."""


SHORTEN = """most => {
  for (const parent of document.querySelectorAll("article *, .toc-tree *")) {
    const seen = {};
    for (const child of [...parent.children]) {
      const kind = `${child.localName}.${child.className}`;
      seen[kind] = (seen[kind] ?? 0) + 1;
      if (seen[kind] > most) child.remove();
    }
  }
}"""
"""Takes out what repeats: axe compares every link with every other, for its distance."""

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


def slide_violations(page: Page, rules: object = RULES) -> list[str]:
    """What axe finds on the slide on show.

    The content of the others, of which nothing is shown, is taken out meanwhile: axe would go
    through all of it each time, which takes six times as long in a deck of forty slides.
    """
    page.evaluate(TAKE_OTHERS_OUT)
    found = violations(page, ON_SHOW, rules)
    page.evaluate(PUT_OTHERS_BACK)
    return found


def violations(page: Page, within: str = "html", rules: object = RULES) -> list[str]:
    """What axe finds in a part of a page as it is shown, one line a fault."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    response = page.evaluate("([part, rules]) => axe.run(part, rules)", [within, rules])
    return [
        f"{found['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for found in response["violations"]
        for node in found["nodes"][:3]
    ]


def violations_everywhere(page: Page) -> list[str]:
    """What axe finds on a desk and on a phone, light and dark."""
    found = []
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in (("light", RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {line}" for line in violations(page, rules=rules)]
    return found
