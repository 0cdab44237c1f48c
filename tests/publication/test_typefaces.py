"""The publication's typefaces: small, licensed, and there without moving what stands on a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

FONTS = sorted((PROJECT / "_static" / "fonts").glob("*.woff2"))
MOST_BYTES = 17_000
"""What one face may weigh: each is part of a reader's first view."""

SHIFTS = """new Promise(done => {
  const found = [];
  new PerformanceObserver(list => found.push(...list.getEntries().map(e => e.value)))
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(found.reduce((sum, one) => sum + one, 0)), 1500);
})"""


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of the site on a local server."""
    with serving(site) as url:
        yield url


def test_each_face_is_small_and_licensed() -> None:
    licence = (PROJECT / "_static" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert FONTS
    for font in FONTS:
        assert font.stat().st_size <= MOST_BYTES, font.name
        assert font.name in licence


def test_each_face_has_a_stand_in_of_its_size() -> None:
    styles = (PROJECT / "_static" / "identity.css").read_text(encoding="utf-8")
    faces = re.findall(r"@font-face \{(.*?)\}", styles, re.DOTALL)
    standing_in = [face for face in faces if "local(" in face]
    assert len(standing_in) == len({font.name.rsplit("-", 2)[0] for font in FONTS})
    for face in standing_in:
        for name in ("size-adjust", "ascent-override", "descent-override", "line-gap-override"):
            assert f"{name}:" in face


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("name", ["article", "chapters/policy"])
def test_nothing_moves_when_a_face_comes_late(
    browser: Browser, served: str, width: int, name: str
) -> None:
    """No more moves than without the faces: what is left is not theirs."""

    def shifts(late: bool) -> float:
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()

        def answer(route: Route) -> None:
            if not late:
                route.abort()
                return
            page.wait_for_timeout(700)
            route.continue_()

        context.route("**/*.woff2*", answer)
        page.goto(f"{served.rstrip('/')}/{name}.html", wait_until="domcontentloaded")
        moved: float = page.evaluate(SHIFTS)
        context.close()
        return moved

    assert shifts(late=True) <= shifts(late=False) + 0.01
