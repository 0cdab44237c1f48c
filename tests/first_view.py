"""What a browser fetches before a reader has done anything, as a server sends it."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Response

PACKED = {".woff2", ".png", ".webp", ".jpg", ".webm"}
"""What servers send as it is."""

LEVEL = 6
"""Of gzip, as most servers and CDNs have it."""


SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.shifts += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""

DESKTOP, PHONE = (1366, 768), (390, 844)

SLOWED = 4
"""How many times slower than this machine a phone is, as Lighthouse has it."""


class FirstView(NamedTuple):
    """The files of a first view: bytes as sent, by path; how much moved (Layout Instability)."""

    files: dict[str, int]
    shift: float

    @property
    def weight(self) -> int:
        """Bytes in all."""
        return sum(self.files.values())


def first_view(
    browser: Browser, url: str, size: tuple[int, int] = DESKTOP, slowed: int = 1
) -> FirstView:
    """Open a page as a new reader, and see what it fetches and moves until all is quiet.

    Args:
        browser: the browser.
        url: the page.
        size: width and height of the window, in CSS pixels.
        slowed: how many times slower the page's processor is than this one.
    """
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    if slowed > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  (it needs a function)
    page.goto(url, wait_until="networkidle")
    files = {}
    for answer in answers:
        path = urlsplit(answer.url).path
        body = answer.body() if answer.ok else b""
        files[path] = len(body if Path(path).suffix in PACKED else gzip.compress(body, LEVEL))
    shift = page.evaluate("window.shifts")
    context.close()
    return FirstView(files, shift)


if __name__ == "__main__":  # python -m tests.first_view ADDRESS-OF-A-SITE PAGE …
    import os

    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ["BRIEFING_CHROMIUM"], args=["--no-sandbox"]
        )
        for name in sys.argv[2:]:
            view = first_view(chromium, sys.argv[1] + name)
            print(f"{view.weight / 1000:6.1f} kB, {len(view.files):2} requests: {name}")
            if os.environ.get("ALL"):
                print("\n".join(f"    {size:6} {path}" for path, size in view.files.items()))
