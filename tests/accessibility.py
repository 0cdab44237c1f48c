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
