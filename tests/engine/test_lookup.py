"""Finding an entry by the search, or by an address that ends with a name; and citing it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pybtex.database import parse_string

from tests.accessibility import violations
from tests.conftest import StrictSiteHandler, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Built, Output

pytestmark = pytest.mark.browser

CONF = """
author, release = "The keepers", "1.5"
briefing_claims = "claims.yaml"
briefing_date = "2026-11-25"
suppress_warnings = ["briefing.untraced"]
"""
FILES = {
    "claims.yaml": """\
- id: C01
  home: one
  kind: fact
  attributed_to: the author
  restatement: Light is bright.
  verdict: nuanced
""",
    "index.md": "# Front\n\n```{toctree}\none\ndeep/words\nclaims\ntalk\n```\n",
    "one.md": """# One & all

## Light

:::{slide} Lamps shine
:name: first

Light is bright {claim}`C01`, {term}`open weights`
:::

It is light here {claim}`C01`.
""",
    "deep/words.md": """# Words

:::{entry} Open weights
:id: open-weights
:aliases: Gewichte, frei; OW

Numbers that can be had.
:::

:::{entry} Naïve
:id: naive

Simple {term}`ow`.
:::
"""
    + "Filler.\n\n" * 60,
    "claims.md": "# Claims\n\n```{claim-register}\n```\n" + "Filler.\n\n" * 60,
    "talk.md": "# A talk\n\n:::{deck} The talk\n:minutes: 5\n:::\n",
}


@pytest.fixture(params=["html", "dirhtml"])
def out(
    request: pytest.FixtureRequest,
    built_once: Callable[..., Output],
) -> Path:
    """The site, in both layouts."""
    return built_once(FILES, CONF, request.param).out


def address(out: Path, page: str) -> str:
    """Where a page lies in either layout."""
    file = out / f"{page}.html"
    return (file if file.is_file() else out / page / "index.html").as_uri()


@pytest.mark.parametrize(
    ("page", "asked", "anchor"),
    [
        ("deep/words", "Open weights", "open-weights"),
        ("deep/words", "open%20Weights", "open-weights"),
        ("deep/words", "gewichte, frei", "open-weights"),
        ("deep/words", "OW", "open-weights"),
        ("deep/words", "na%C3%AFve", "naive"),
        ("claims", "C01", "c01"),
    ],
)
def test_an_address_that_ends_with_a_name_leads_to_the_entry(
    page: str, asked: str, anchor: str, out: Path, browser: Browser
) -> None:
    view = browser.new_page()
    view.goto(f"{address(out, page)}#{asked}")
    view.wait_for_url(f"**#{anchor}")
    expect(view.locator(f"[id='{anchor}']")).to_be_in_viewport()
    view.go_back()  # the name has left no step of its own
    assert view.url == "about:blank"
    view.close()


def test_what_is_no_name_does_nothing(out: Path, browser: Browser) -> None:
    view = browser.new_page()
    errors: list[str] = []
    view.on("pageerror", lambda error: errors.append(str(error)))
    for asked in ("nothing like it", "%", "%E0%A4%A"):
        view.goto("about:blank")
        view.goto(f"{address(out, 'deep/words')}#{asked}")
        assert view.evaluate("scrollY") == 0
    assert errors == []
    view.close()


# -- the search -----------------------------------------------------------------------------------


def search(view: Page, out: Path, words: str) -> None:
    view.goto(f"{address(out, 'search')}{f'?q={words}' if words else ''}")


@pytest.mark.parametrize(
    ("words", "title", "text"),
    [
        ("open weights", "Open weights", "Numbers that can be had."),
        ("ow", "Open weights", "Numbers that can be had."),
        ("C01", "Claim C01: nuanced", "Light is bright."),
    ],
)
def test_a_result_that_is_an_entry_has_its_name_and_text(
    words: str, title: str, text: str, out: Path, browser: Browser
) -> None:
    view = browser.new_page()
    search(view, out, words)
    found = view.locator("ul.search > li.is-entry")
    expect(found).to_have_count(1)
    expect(found.locator("a")).to_have_text(title)
    expect(found.locator(".context")).to_have_text(text)
    found.locator("a").click()
    assert view.url.split("#")[1].partition("?")[0] in {"open-weights", "c01"}
    view.close()


def test_excerpts_of_the_page_do_not_replace_the_entry(out: Path, browser: Browser) -> None:
    """From a server Sphinx fetches an excerpt of each page found."""
    with serving(out, StrictSiteHandler) as url:
        view = browser.new_page()
        view.goto(f"{url}{address(out, 'search').removeprefix(out.as_uri() + '/')}?q=open weights")
        found = view.locator("ul.search > li.is-entry")
        expect(found).to_have_count(1)
        view.wait_for_load_state("networkidle")
        expect(found.locator(".context")).to_have_text("Numbers that can be had.")
        view.close()


@pytest.mark.parametrize("words", ["", "zzyzx"])
def test_a_search_without_words_or_results_says_what_to_do(
    words: str, out: Path, browser: Browser
) -> None:
    view = browser.new_page()
    search(view, out, words)
    tips = view.locator(".search-tips")
    expect(tips).to_have_count(1)
    expect(tips.get_by_role("link")).to_have_text(["Words", "Claims", "Index"])
    assert violations(view) == []
    tips.get_by_role("link", name="Words").click()
    view.wait_for_url("**/deep/words{.html,/}")
    view.close()


# -- cite this ------------------------------------------------------------------------------------


def snippets(view: Page, inside: str) -> dict[str, str]:
    """Open "Cite this" in a part of a page, and return what it offers, by label."""
    details = view.locator(f"{inside} > details.cite-this")
    details.locator("summary").click()
    expect(details.locator(".entry-cite")).to_be_visible()
    regions = details.locator("pre").all()
    return {str(one.get_attribute("aria-label")): one.inner_text() for one in regions}


@pytest.mark.parametrize(
    ("page", "inside", "anchor", "name", "shared"),
    [
        ("claims", "#c01 details:not(.cite-this)", "c01", "Claim C01", "c01"),
        ("one", "#slide-first", "slide-first", "Lamps shine", "talk/first"),
        ("talk", "section", "deck-talk", "A talk", ""),
    ],
)
def test_claims_slides_and_decks_can_be_cited(
    page: str, inside: str, anchor: str, name: str, shared: str,
    build: Callable[..., Built], write_root: Callable[..., Path], browser: Browser,
) -> None:  # fmt: skip
    built = build(write_root(FILES, CONF + 'html_baseurl = "https://example.org"\n'))
    view = browser.new_page()
    view.goto(address(built.out, page))
    if page == "claims":  # its row is folded
        view.locator(f"{inside} > summary").click()
    if inside == "section":
        inside = "section:has(> h1)"
    found = snippets(view, inside)
    url = f"https://example.org/{page}.html#{anchor}"
    assert found["Citation"].startswith(f"The keepers. “{name}”. In: Root, version 1.5, 2026.")
    assert found["Citation"].endswith(url)
    assert found["Sphinx, RST"] == f":external+briefing:ref:`{anchor}`"
    assert found["mystmd"] == f"[{name}](xref:briefing#{anchor})"
    [(key, entry)] = parse_string(found["BibTeX"], "bibtex").entries.items()
    assert (key, entry.fields["year"], entry.fields["url"]) == (f"briefing-{anchor}", "2026", url)
    assert json.loads(found["CSL-JSON"])[0]["issued"] == {"date-parts": [[2026, 11, 25]]}
    chats = f"https://example.org/share/{shared}.html" if shared else None
    assert found.get("For chats") == chats
    if shared:
        assert (built.out / "share" / f"{shared}.html").is_file()
    assert violations(view) == []
    view.close()


def test_a_page_can_be_cited(out: Path, browser: Browser) -> None:
    view = browser.new_page()
    view.goto(address(out, "one"))
    found = snippets(view, "section:has(> h1)")
    assert found["Sphinx, MyST"] == "{external+briefing:doc}`one`"
    assert "“One & all”" in found["Citation"]
    assert "#" not in found["Markdown"]
    assert "MkDocs" not in found
    view.emulate_media(media="print")
    expect(view.locator("details.cite-this").last).to_be_hidden()
    view.close()
