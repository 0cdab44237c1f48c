"""A deck in the room: keys and clicker, speaker view, small screens, screen readers, paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from sphinx_briefing.commands.build import publish
from tests.accessibility import violations
from tests.conftest import CONF, StrictSiteHandler, current, serving, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.conftest import Built

pytestmark = pytest.mark.browser

ADDRESS = "https://docs.example.org/room/"
ROOM_CONF = """
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "source-{key}"
briefing_claims = "claims.yaml"
"""
SOURCES = [f"s{number}" for number in range(1, 13)]
BIB = "".join(
    f"@misc{{{key}, title = {{Title {key}}}, author = {{Roe}}, year = {{2024}},"
    " consulted = {original}}\n"
    for key in SOURCES
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><text y="20">12</text></svg>'
CLAIMS = """\
- id: C01
  home: one
  kind: fact
  attributed_to: a newspaper
  restatement: A model was used.
  verdict: confirmed
  evidence:
  - {stance: context, source: s1, says: It was sold.}
  - {stance: confirms, source: s1, says: It was used in May. It was used again.}
- id: C02
  home: one
  kind: fact
  attributed_to: the article
  restatement: It is open.
  verdict: contradicted
  evidence:
  - {stance: contradicts, source: s1, says: It is not.}
  editorial_note: The word is loose, e.g. in the press. It has a standard.
"""
LONG = " ".join(["Words of the background that go on."] * 60)
CITED = ", ".join(f"{{cite}}`{key}`" for key in SOURCES)
FILES = {
    "index.md": "# Front\n\n```{toctree}\none\nsources\nregister\nslides/talk\n```\n",
    "refs.bib": BIB,
    "claims.yaml": CLAIMS,
    "mark.svg": SVG,
    "sources.md": "# Sources\n\n```{bibliography}\n```\n",
    "register.md": "# Register\n\n```{claim-register}\n```\n",
    "one.md": f"""# One

## First

::::{{slide}} A harbour was built
:name: harbour

- **The article:** a model was used {{claim}}`C01`
- **Our note:** it is not open {{claim}}`C02`

:::{{notes}}
Say that the harbour stands. See {{ref}}`the end <end>`, or {{slide}}`lighthouse`.
:::
::::

{LONG} Used {{claim}}`C01`, open {{claim}}`C02`. Much is known: {CITED}.

(end)=
## Second

:::{{slide}} The lighthouse burns
:name: lighthouse

Ships see it from afar.

![A drawing of a light](mark.svg)
:::

Prose two.

## Third

:::{{slide}} A table of boats
:name: boats

| Boat | Harbour | Cargo | Flag |
|---|---|---|---|
| Alpha | Northhaven | provisions | undetermined |
| Beta | Southhaven | lighthouse oil | undetermined |
:::
""",
    "slides/talk.md": "# Talk\n\n::::{deck} The talk\n:minutes: 60\n\nFor all.\n\n"
    ":::{notes}\nWelcome.\n:::\n::::\n",
}
HARBOUR = "2"
PANEL = "section.present .slide-evidence-panel"
FOCUS = "document.activeElement.closest('.slide-evidence') ? 'evidence' : "
FOCUS += "document.activeElement.closest('section.present, body') ? 'deck' : 'elsewhere'"


@pytest.fixture(scope="session")
def room(made_once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    """A site with a deck of four slides and a title."""

    def make(root: Path) -> None:
        for name, text in {"conf.py": CONF + ROOM_CONF, **FILES}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        publish(root, jobs=1)

    return made_once("room", make) / "_build" / "site"


@pytest.fixture
def base(room: Path) -> str:
    """The address of the deck, on disk."""
    return (room / "present" / "talk.html").as_uri()


@pytest.fixture
def deck(page: Page, base: str) -> Page:
    """The deck, open on its first slide of a chapter."""
    start(page, f"{base}#/harbour")
    return page


def open_speaker(page: Page) -> Page:
    """Open the speaker view, by the key."""
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_selector(".speaker-view")
    return speaker


# -- keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("opening", ["key", "mouse"])
@pytest.mark.parametrize("closing", ["e", "Escape", "mouse"])
def test_the_clicker_moves_slides_after_the_evidence(
    deck: Page, opening: str, closing: str
) -> None:
    summary = deck.locator("section.present .slide-evidence > summary")
    if opening == "key":
        deck.keyboard.press("e")
    else:
        summary.click()
    expect(deck.locator(PANEL)).to_be_visible()
    assert deck.evaluate(FOCUS) == "evidence"
    if closing == "mouse":
        summary.click()
    else:
        deck.keyboard.press(closing)
    expect(deck.locator(PANEL)).to_be_hidden()
    assert deck.evaluate(FOCUS) == "deck"
    assert not deck.evaluate("Reveal.isOverview()")
    deck.keyboard.press("PageDown")
    assert current(deck) == "lighthouse"
    deck.keyboard.press("PageUp")
    assert current(deck) == "harbour"


def test_page_keys_scroll_the_open_panel_to_its_end_and_then_move_on(deck: Page) -> None:
    deck.keyboard.press("e")
    deck.locator(f"{PANEL} .more-sources > summary").click()
    at_end = "p => p.scrollTop + p.clientHeight >= p.scrollHeight - 1"
    panel = deck.locator(PANEL)
    assert not panel.evaluate(at_end)
    deck.keyboard.press("PageDown")
    assert panel.evaluate("p => p.scrollTop") > 100
    for _ in range(20):
        if panel.evaluate(at_end):
            break
        assert current(deck) == "harbour"
        deck.keyboard.press("PageDown")
    deck.keyboard.press("PageDown")
    assert current(deck) == "lighthouse"


def test_single_keys_can_be_turned_off_by_the_reader(deck: Page, base: str) -> None:
    deck.keyboard.press("?")
    deck.get_by_role("checkbox").uncheck()
    deck.keyboard.press("Escape")
    expect(deck.locator("section.present .slide-evidence-key")).to_be_hidden()
    for key in ("e", "t", "o", "b", ".", "g", "?", "n", "3"):
        deck.keyboard.press(key)
    deck.keyboard.press("Enter")
    expect(deck.locator(PANEL)).to_be_hidden()
    expect(deck.locator("dialog[open]")).to_have_count(0)
    assert current(deck) == "harbour"
    assert not deck.evaluate("Reveal.isOverview() || Reveal.isPaused()")
    deck.keyboard.press("ArrowRight")
    assert current(deck) == "lighthouse"
    deck.goto("about:blank")
    start(deck, f"{base}#/harbour")
    deck.keyboard.press("e")
    expect(deck.locator(PANEL)).to_be_hidden()  # it was remembered
    deck.keyboard.press("F1")
    expect(deck.get_by_role("dialog")).to_be_visible()


def test_single_keys_can_be_turned_off_by_the_project(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    files = {
        "index.md": "# F\n\n```{toctree}\none\ntalk\n```\n",
        "one.md": "# One\n\n## A\n\n:::{slide} Head\n:name: head\nBody.\n:::\n",
        "talk.md": "# T\n\n:::{deck} The talk\n:minutes: 9\n:::\n",
    }
    pages = [
        BeautifulSoup(build(write_root(files, conf=conf)).read("present/talk.html"), "html5lib")
        for conf in ("", "briefing_deck_keys = False")
    ]
    assert [page.select_one("main")["data-keys"] for page in pages] == ["on", "off"]


def test_help_is_a_dialog_that_fits_and_gives_the_focus_back(deck: Page) -> None:
    deck.keyboard.press("?")
    dialog = deck.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("d => d.contains(document.activeElement)")
    assert dialog.evaluate("d => d.scrollHeight <= d.clientHeight + 1")
    for word in ("PageDown", "G", ".", "W", "Find a slide", "Evidence of this slide"):
        expect(dialog).to_contain_text(word)
    deck.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert not deck.evaluate("Reveal.isOverview()")
    deck.keyboard.press("PageDown")
    assert current(deck) == "lighthouse"


def test_finding_a_slide(deck: Page) -> None:
    def find(words: str, *keys: str) -> None:
        deck.keyboard.press("g")
        deck.keyboard.type(words)
        for key in (*keys, "Enter"):
            deck.keyboard.press(key)
        expect(deck.locator("dialog[open]")).to_have_count(0)

    def shows(slide: str) -> None:
        expect(deck.locator("section.present")).to_have_id(slide)

    find("lighthouse")  # its headline, before the table's cell
    shows("lighthouse")
    find("lighthouse", "ArrowDown")
    shows("boats")
    find("harbour")
    shows("harbour")
    find("4")
    shows("boats")
    find("harbour")
    deck.keyboard.press("g")
    deck.keyboard.press("Enter")  # the same words once more: the next hit
    shows("boats")
    deck.keyboard.press("/")
    deck.keyboard.type("was sold")  # stands only in the folded evidence, which is not searched
    expect(deck.get_by_role("option")).to_have_count(0)
    deck.keyboard.press("Escape")
    deck.keyboard.press("3")
    deck.keyboard.press("Enter")
    shows("lighthouse")


def test_a_deck_links_one_stylesheet_and_one_script(room: Path) -> None:
    page = BeautifulSoup((room / "present" / "talk.html").read_bytes(), "html5lib")
    linked = page.select("head > link[rel=stylesheet], body script[src]")
    assert len(linked) == 2
    assert all("/_bundles/" in str(one.get("href") or one.get("src")) for one in linked)
    assert not (room / "_static" / "revealjs").exists()  # nor kept because its messages name it


def test_finding_right_after_help_keeps_the_focus(deck: Page) -> None:
    deck.keyboard.press("?")
    deck.evaluate(
        """() => {
          document.querySelector(".deck-help").close();
          briefingDeck.dialogs.openFinder();
          // A dialog is told of its closing in a task of its own.
          return new Promise((done) => setTimeout(() => setTimeout(done)));
        }"""
    )
    assert deck.evaluate("document.activeElement.matches('.deck-finder input')")
    deck.keyboard.type("lighthouse")
    deck.keyboard.press("Enter")
    expect(deck.locator("section.present")).to_have_id("lighthouse")


@pytest.mark.parametrize(
    "close",
    [
        "input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))",
        "dialog.querySelector('.deck-close').click()",
        "dialog.requestClose()",  # as Esc does
        "dialog.click()",
    ],
    ids=["Enter", "button", "Esc", "beside"],
)
def test_once_a_dialog_is_closed_the_next_key_is_the_decks(deck: Page, close: str) -> None:
    deck.keyboard.press("g")
    focus = deck.evaluate(
        f"""() => {{
          const dialog = document.querySelector(".deck-finder");
          const input = dialog.querySelector("input");
          if (document.activeElement !== input) return "not in the dialog";
          {close};
          return dialog.open ? "still open" : document.activeElement.localName;
        }}"""
    )
    assert focus == "body"


def test_black_and_white_screens(deck: Page) -> None:
    ground = "getComputedStyle(document.querySelector('.pause-overlay')).backgroundColor"
    for key, colour in (("b", "rgb(0, 0, 0)"), (".", "rgb(0, 0, 0)"), ("w", "rgb(255, 255, 255)")):
        deck.keyboard.press(key)
        assert deck.evaluate("Reveal.isPaused()")
        assert deck.evaluate(ground) == colour
        deck.keyboard.press("PageDown")  # a clicker ends it, on the same slide
        assert not deck.evaluate("Reveal.isPaused()")
        assert current(deck) == "harbour"


def test_pointer_and_a_closer_look(deck: Page) -> None:
    deck.keyboard.press("p")
    deck.mouse.move(400, 300)
    box = deck.locator(".deck-dot").bounding_box()
    assert box is not None
    assert box["width"] >= 24
    assert abs(box["x"] + box["width"] / 2 - 400) < 2
    deck.keyboard.press("Escape")
    expect(deck.locator(".deck-dot")).to_be_hidden()
    item = deck.locator("section.present .slide-body li").first
    before = item.bounding_box()
    item.click(modifiers=["Alt"], position={"x": 5, "y": 5})
    deck.wait_for_timeout(300)
    after = item.bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > 2 * before["height"]
    assert abs(after["y"] - before["y"]) < 15  # what was clicked stays where it was
    deck.keyboard.press("z")
    deck.wait_for_timeout(300)
    assert item.bounding_box() == before


def test_title_and_address_name_the_slide_at_once(deck: Page) -> None:
    said = deck.evaluate(
        "() => { Reveal.next(); const one = [document.title, location.hash];"
        " Reveal.next(); return [...one, document.title, location.hash]; }"
    )
    assert said == [
        "The lighthouse burns · The talk", "#/lighthouse",
        "A table of boats · The talk", "#/boats",
    ]  # fmt: skip


# -- the bar ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (800, 450)])
def test_buttons_for_fingers_cover_nothing(
    browser: Browser, base: str, size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    page = browser.new_page(viewport=viewport, has_touch=True)  # type: ignore[arg-type]
    start(page, f"{base}#/harbour")
    page.touchscreen.tap(400, 300)
    bar = page.locator(".deck-links")
    expect(bar).to_have_css("opacity", "1")
    below = page.locator("section.present .slide-title").bounding_box()
    assert below is not None
    names = []
    for button in page.get_by_role("group", name="Presentation").get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["width"] >= 24
        assert box["height"] >= 24
        assert box["y"] + box["height"] <= below["y"] + 1
        names.append(button.get_attribute("aria-label") or button.inner_text())
    assert {"Next slide", "Overview", "Notes", "Full screen", "Light or dark", "Help"} <= {*names}
    page.touchscreen.tap(400, 300)
    page.get_by_role("button", name="Next slide").tap()
    assert current(page) == "lighthouse"
    expect(bar).to_have_css("opacity", "0", timeout=12_000)  # it goes by itself
    page.close()


# -- the speaker view ------------------------------------------------------------------------------


def test_the_speaker_view_tells_the_slide_and_what_to_say(deck: Page) -> None:
    speaker = open_speaker(deck)
    expect(speaker.get_by_role("heading", name="Slide 2 of 4")).to_be_visible()
    expect(speaker.get_by_role("heading", name="Next: The lighthouse burns")).to_be_visible()
    expect(speaker.get_by_role("img", name="Slide 2 of 4: A harbour was built")).to_be_visible()
    said, background = speaker.locator(".notes-said"), speaker.locator(".notes-background")
    expect(said).to_have_text(re.compile("^\\s*Say that the harbour stands."))
    expect(background).to_contain_text("Background")
    sizes = [
        part.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        for part in (said, background)
    ]
    assert sizes[0] > 1.2 * sizes[1]
    expect(speaker.locator(".pacing")).to_have_text(re.compile(r"^On time: \d\d:\d\d|^Ahead"))
    notes = speaker.locator(".speaker-notes-text")
    notes.evaluate("e => e.scrollTop = 200")
    assert notes.evaluate("e => e.scrollTop") == 200
    speaker.keyboard.press("PageDown")
    expect(speaker.get_by_role("heading", name="Slide 3 of 4")).to_be_visible()
    assert current(deck) == "lighthouse"
    assert notes.evaluate("e => e.scrollTop") == 0
    speaker.keyboard.press("+")
    speaker.keyboard.press("+")
    grown = notes.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    speaker.keyboard.press("-")
    assert notes.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") < grown
    deck.keyboard.press("End")
    expect(speaker.get_by_role("heading", name="The last slide")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_speaker_view(browser: Browser, base: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    start(page, f"{base}#/harbour")
    speaker = open_speaker(page)
    assert violations(speaker) == []
    context.close()


def test_keys_in_the_speaker_view_act_on_the_deck(deck: Page) -> None:
    speaker = open_speaker(deck)
    speaker.keyboard.press("e")
    expect(deck.locator(PANEL)).to_be_visible()
    speaker.keyboard.press("e")
    expect(deck.locator(PANEL)).to_be_hidden()
    speaker.keyboard.press("t")
    expect(deck.locator("html")).to_have_attribute("data-theme", "dark")
    expect(speaker.locator("html")).to_have_attribute("data-theme", "dark")
    speaker.keyboard.press("o")
    deck.wait_for_function("Reveal.isOverview()")
    speaker.keyboard.press("o")
    deck.wait_for_function("!Reveal.isOverview()")
    speaker.keyboard.press("f")  # the speaker view hands over the right to the full screen
    deck.wait_for_function("document.fullscreenElement !== null")
    speaker.keyboard.press("ArrowRight")
    deck.wait_for_function("Reveal.getCurrentSlide().id === 'lighthouse'")
    assert deck.evaluate("document.fullscreenElement !== null")
    speaker.keyboard.press("f")
    deck.wait_for_function("document.fullscreenElement === null")


def test_full_screen_before_the_speaker_view(deck: Page) -> None:
    deck.keyboard.press("f")
    deck.wait_for_function("document.fullscreenElement !== null")
    speaker = open_speaker(deck)
    deck.wait_for_timeout(300)
    if deck.evaluate("document.fullscreenElement === null"):  # browsers may leave it for a pop-up
        speaker.keyboard.press("f")
    deck.wait_for_function("document.fullscreenElement !== null")


def test_the_speaker_view_finds_a_deck_that_is_loaded_anew(deck: Page) -> None:
    speaker = open_speaker(deck)
    deck.reload()
    deck.wait_for_selector("html.deck-ready")
    deck.wait_for_function("window.briefingDeck.speaker.isOpen()")
    deck.keyboard.press("PageDown")
    expect(speaker.get_by_role("heading", name="Slide 3 of 4")).to_be_visible()
    speaker.keyboard.press("PageDown")
    deck.wait_for_function("Reveal.getCurrentSlide().id === 'boats'")


def test_links_keep_deck_and_speaker_view_where_they_are(deck: Page) -> None:
    speaker = open_speaker(deck)
    before = speaker.url
    with speaker.context.expect_page() as opened:
        speaker.get_by_role("link", name="the end").click()
    opened.value.wait_for_url("**/one.html#end")
    opened.value.close()
    assert speaker.url == before
    speaker.get_by_role("link", name="The lighthouse burns").click()  # to a slide: the deck goes
    deck.wait_for_function("Reveal.getCurrentSlide().id === 'lighthouse'")
    with deck.context.expect_page() as opened:
        deck.locator("section.present .slide-chapter").click()
    opened.value.wait_for_url("**/one.html#*")
    assert current(deck) == "lighthouse"
    opened.value.close()
    speaker.close()
    deck.locator("section.present .slide-chapter").click()  # who reads alone has the way back
    deck.wait_for_url("**/one.html#*")


def test_nobody_else_gets_the_notes(browser: Browser, room: Path) -> None:
    """A page of another origin that opens the deck asks for them as the speaker view does."""
    with serving(room) as url, serving(room) as other:
        page = browser.new_page()
        page.goto(f"{other}index.html")
        got = page.evaluate(
            "url => new Promise(resolve => {"
            " const deck = open(url); let got = 0;"
            " addEventListener('message', event => { if (event.data?.notes) got += 1; });"
            " const ask = () => deck.postMessage({briefingSpeaker: true, type: 'hello'}, '*');"
            " setInterval(ask, 100); setTimeout(() => resolve(got), 2500); })",
            f"{url}present/talk.html",
        )
        assert got == 0
        page.context.close()


def test_all_of_it_works_under_a_strict_policy(browser: Browser, room: Path) -> None:
    with serving(room, StrictSiteHandler) as url:
        context = browser.new_context()
        page = context.new_page()
        faults: list[str] = []
        context.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        start(page, f"{url}present/talk.html#/harbour")
        speaker = open_speaker(page)
        expect(speaker.locator(".notes-said")).to_be_visible()
        shown = speaker.locator(".speaker-now .slide-title")
        assert shown.evaluate("e => getComputedStyle(e).fontSize") == page.locator(
            "section.present .slide-title"
        ).evaluate("e => getComputedStyle(e).fontSize")
        page.keyboard.press("?")
        page.keyboard.press("Escape")
        page.keyboard.press("z")
        assert faults == []
        context.close()


# -- small screens, zoom, text spacing -------------------------------------------------------------


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone, held upright."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    yield context
    context.close()


def test_on_a_phone_slides_are_a_column(phone: BrowserContext, base: str) -> None:
    page = phone.new_page()
    start(page, base)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for slide in page.locator(".slides > section").all():
        expect(slide.locator(".slide-title")).to_be_visible()
    expect(page.locator("aside.notes").first).to_be_hidden()
    small = page.evaluate(
        """() => [...document.querySelectorAll('.slides :is(p, li, td, a, h1, h2, summary)')]
        .filter(e => e.checkVisibility() && !e.closest('aside.notes'))
        .map(e => [e.className, parseFloat(getComputedStyle(e).fontSize) * 2 / 3])
        .filter(([, size]) => size < 15.9)"""
    )
    assert small == []
    low = page.evaluate(
        """() => [...document.querySelectorAll('.slide-foot :is(a, summary), .deck-tools button')]
        .filter(e => e.checkVisibility()).map(e => [e.textContent, e.getBoundingClientRect()])
        .filter(([, {width, height}]) => width < 24 || height < 24).map(([text]) => text)"""
    )
    assert low == []
    assert violations(page) == []


def test_a_column_has_the_same_addresses(phone: BrowserContext, base: str) -> None:
    page = phone.new_page()
    start(page, f"{base}#/lighthouse")
    expect(page.locator("#lighthouse .slide-title")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#lighthouse').getBoundingClientRect().top") < 40
    page.evaluate("location.hash = '#/harbour'")
    expect(page.locator("#harbour .slide-title")).to_be_in_viewport()
    page.mouse.move(100, 100)
    page.mouse.wheel(0, 3000)
    page.wait_for_function("location.hash === '#/boats'")
    assert page.title() == "A table of boats · The talk"
    page.mouse.wheel(0, -5000)
    page.wait_for_function("location.hash === '#/deck-title'")


def test_a_column_shows_evidence_and_previews(phone: BrowserContext, base: str) -> None:
    page = phone.new_page()
    start(page, f"{base}#/harbour")
    page.locator("#harbour .slide-evidence > summary").tap()
    panel = page.locator("#harbour .slide-evidence-panel")
    expect(panel).to_be_visible()
    assert panel.evaluate("p => p.scrollHeight <= p.clientHeight + 1")  # nothing scrolls in it
    page.locator("#harbour .slide-body .claim-mark").first.tap()
    preview = page.locator("#preview:popover-open")
    expect(preview).to_contain_text("A model was used.")
    box = preview.bounding_box()
    mark = page.locator("#harbour .slide-body .claim-mark").first.bounding_box()
    assert box is not None
    assert mark is not None
    assert box["x"] + box["width"] <= 320
    below, above = box["y"] - mark["y"] - mark["height"], mark["y"] - box["y"] - box["height"]
    assert min(abs(below), abs(above)) < 40


@pytest.mark.parametrize("size", [(320, 180), (640, 360), (390, 844), (844, 390)])
def test_enlarged_or_small_is_a_column_and_back_again(deck: Page, size: tuple[int, int]) -> None:
    """A window of 1280 x 720 at 400 and 200 %; a phone upright and lying."""
    deck.set_viewport_size({"width": size[0], "height": size[1]})
    expect(deck.locator("html")).to_have_class(re.compile("deck-column"))
    assert current(deck) == "harbour"
    expect(deck.locator("#harbour .slide-title")).to_be_in_viewport()
    deck.set_viewport_size({"width": 1280, "height": 720})
    expect(deck.locator("html")).not_to_have_class(re.compile("deck-column"))
    assert current(deck) == "harbour"
    box = deck.locator("#harbour").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}
    deck.keyboard.press("PageDown")
    assert current(deck) == "lighthouse"


def test_the_reader_may_have_slides_on_a_phone(phone: BrowserContext, base: str) -> None:
    page = phone.new_page()
    start(page, base)
    page.get_by_role("button", name="As slides").tap()
    expect(page.locator("html")).not_to_have_class(re.compile("deck-column"))
    page.touchscreen.tap(100, 400)
    page.get_by_role("button", name="As text").tap()
    expect(page.locator("html")).to_have_class(re.compile("deck-column"))


SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
SPACED += "word-spacing: 0.16em !important; } p, li { margin-bottom: 2em !important; }"


def test_spaced_out_text_loses_nothing(deck: Page) -> None:
    """WCAG 2.2, 1.4.12."""
    body = deck.locator("#harbour .slide-body")
    body.evaluate("b => b.append(...['a', 'b'].map(() => b.firstElementChild.cloneNode(true)))")
    deck.add_style_tag(content=SPACED)
    deck.set_viewport_size({"width": 1280, "height": 719})  # the deck looks again
    expect(body).to_have_class(re.compile("is-scrolled"))
    foot = deck.locator("#harbour .slide-foot").bounding_box()
    box = body.bounding_box()
    assert foot is not None
    assert box is not None
    assert box["y"] + box["height"] <= foot["y"] + 1
    last = body.locator("li").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport(ratio=0.9)
    assert body.get_attribute("tabindex") == "0"


def test_a_large_screen_is_used_whole(browser: Browser, base: str) -> None:
    page = browser.new_page(viewport={"width": 3840, "height": 2160})
    start(page, f"{base}#/harbour")
    box = page.locator("#harbour").bounding_box()
    page.close()
    assert box == {"x": 0, "y": 0, "width": 3840, "height": 2160}


def test_forced_colours_keep_what_has_a_meaning(browser: Browser, base: str) -> None:
    page = browser.new_page(forced_colors="active")
    start(page, f"{base}#/harbour")
    ground = page.locator("#harbour .slide-body li").first.evaluate(
        "e => [getComputedStyle(e, '::before').backgroundColor,"
        " getComputedStyle(document.querySelector('.reveal')).backgroundColor]"
    )
    page.close()
    assert ground[0] != ground[1]
    assert ground[0] != "rgba(0, 0, 0, 0)"


# -- screen readers --------------------------------------------------------------------------------


def test_a_screen_reader_is_told_what_is_shown(deck: Page) -> None:
    live = deck.locator("[aria-live='polite'][aria-atomic]")
    expect(live).to_have_count(1)
    deck.keyboard.press("PageDown")
    expect(live).to_have_text(
        "Slide 3 of 4. The lighthouse burns Ships see it from afar. A drawing of a light"
    )
    deck.keyboard.press("PageUp")
    expect(live).to_have_text(re.compile("^Slide 2 of 4. A harbour was built The article: a model"))
    said = live.inner_text()
    assert "Title s1" not in said  # folded away
    assert "Say that" not in said
    assert len(said.split()) < 40


def test_there_is_one_main_landmark_and_no_application(deck: Page) -> None:
    expect(deck.get_by_role("main", name="The talk")).to_have_count(1)
    expect(deck.locator("[role=application], [role=region]")).to_have_count(0)
    inert = deck.locator(".slides > section").evaluate_all("all => all.map(s => s.inert)")
    assert inert == [True, False, True, True]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_help_search_and_evidence(
    browser: Browser, base: str, scheme: str
) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    start(page, f"{base}#/harbour")
    faults = violations(page)
    for key in ("?", "g", "e"):
        page.keyboard.press(key)
        faults += violations(page)
        page.keyboard.press("Escape")
    page.close()
    assert faults == []


# -- paper -----------------------------------------------------------------------------------------


def unseen(page: Page) -> int:
    """How many slides are hidden from tags."""
    count: int = page.locator(
        ".slides section[hidden], .slides section[aria-hidden], .slides section[inert]"
    ).count()
    return count


def test_print_tags_all_slides_and_names_no_file(deck: Page, base: str) -> None:
    deck.evaluate(
        """window.addEventListener('beforeprint', () => { window.atPrint = [
          document.querySelectorAll('section[inert], section[hidden]').length,
          [...document.querySelectorAll('.slides a')].map(a => a.getAttribute('href'))]; })"""
    )
    deck.pdf()
    hidden, links = deck.evaluate("window.atPrint")
    assert hidden == 0
    assert links
    assert [link for link in links if link and not link.startswith("#")] == []
    link = deck.locator("section.present .slide-chapter")
    assert link.get_attribute("href") == "../one.html#first"  # as it was
    deck.goto(f"{base}?view=print")
    deck.wait_for_selector(".pdf-page")
    deck.wait_for_timeout(200)
    assert unseen(deck) == 0
    assert deck.locator(".slides a[href]:not([href^='#'])").count() == 0


def test_print_links_to_the_publications_address(
    write_root: Callable[..., Path], build: Callable[..., Built], browser: Browser
) -> None:
    conf = f"{ROOM_CONF}html_baseurl = '{ADDRESS}'\n"
    built = build(write_root(FILES, conf=conf))
    page = browser.new_page()
    page.goto((built.out / "present" / "talk.html").as_uri() + "?view=print")
    page.wait_for_selector(".pdf-page")
    page.wait_for_function(
        "document.querySelector('#harbour .slide-chapter').href.startsWith('https:')"
    )
    href = page.locator("#harbour .slide-chapter").get_attribute("href")
    page.close()
    assert href == f"{ADDRESS}one.html#first"


@pytest.mark.parametrize("how", ["true", "separate-page"])
def test_printed_notes_have_pages_of_their_own(browser: Browser, base: str, how: str) -> None:
    page = browser.new_page()
    page.goto(f"{base}?view=print&showNotes={how}")
    page.wait_for_selector(".slides > .speaker-notes-pdf")
    assert page.locator(".pdf-page .speaker-notes-pdf").count() == 0
    kinds = page.evaluate("[...document.querySelector('.slides').children].map(c => c.className)")
    page.close()
    assert [kind.split()[0] for kind in kinds] == [
        "pdf-page", "speaker-notes", "pdf-page", "speaker-notes", "pdf-page", "speaker-notes",
        "pdf-page",
    ]  # fmt: skip


# -- alone -----------------------------------------------------------------------------------------


def test_a_page_mailed_alone_says_so_and_keeps_the_notes(
    browser: Browser, room: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "talk.html"
    alone.write_bytes((room / "present" / "talk.html").read_bytes())
    page = browser.new_page()
    page.goto(alone.as_uri())
    expect(page.get_by_text("Open the whole folder")).to_be_visible()
    expect(page.get_by_text("Say that the harbour stands")).to_be_hidden()
    expect(page.get_by_text("Ships see it from afar")).to_be_visible()
    page.goto((room / "present" / "talk.html").as_uri())
    expect(page.get_by_text("Open the whole folder")).to_be_hidden()
    page.close()


# -- the evidence ----------------------------------------------------------------------------------


def test_the_panel_says_why_and_folds_sources_away(room: Path) -> None:
    deck = BeautifulSoup((room / "present" / "talk.html").read_bytes(), "html5lib")
    evidence = deck.select_one("#harbour .slide-evidence")
    assert evidence.summary.get_text() == "E · Evidence: 2 claims, 12 sources"
    assert [e.get_text() for e in evidence.select(".slide-evidence-head")] == ["Claims", "Sources"]
    assert [e.get_text() for e in evidence.select(".claim-reason")] == [
        "It was used in May.", "The word is loose, e.g. in the press.",
    ]  # fmt: skip
    assert len(evidence.select(".slide-evidence-panel > ul")[1].select("li")) == 8
    assert evidence.select_one(".more-sources > summary").get_text() == "4 more sources"
    assert len(evidence.select(".more-sources li")) == 4


def test_the_panel_begins_below_the_headline(deck: Page) -> None:
    deck.keyboard.press("e")
    panel = deck.locator(PANEL).bounding_box()
    title = deck.locator("section.present .slide-title").bounding_box()
    foot = deck.locator("section.present .slide-foot").bounding_box()
    assert panel is not None
    assert title is not None
    assert foot is not None
    assert title["y"] + title["height"] <= panel["y"] <= title["y"] + title["height"] + 20
    assert abs(panel["y"] + panel["height"] - foot["y"]) < 2
