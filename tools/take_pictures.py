"""Take the README's pictures of the built site, in the browser that the tests use.

Usage: make site, then: .venv/bin/python tools/take_pictures.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build" / "site"
PICTURES = ROOT / ".github" / "pictures"
SHOTS = {
    "docs.png": "chapters/misuse.html",
    "deck.png": "present/briefing.html#/risk-what-openness-adds",
}


def main() -> int:
    """Take each picture; the result is in ``.github/pictures/``."""
    if not SITE.is_dir():
        print("Build the site first: make site", file=sys.stderr)
        return 1
    path = (
        os.environ.get("BRIEFING_CHROMIUM")
        or subprocess.run(
            [sys.executable, "-m", "sphinx_briefing.commands.browser"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    )
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, page_path in SHOTS.items():
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto((SITE / "index.html").as_uri().replace("index.html", page_path))
            page.wait_for_timeout(500)  # fonts and reveal.js
            page.screenshot(path=PICTURES / name)
            print(PICTURES / name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
