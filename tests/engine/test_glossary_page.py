"""The glossary's page as readers and citers use it: search, links to entries, snippets."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from playwright.sync_api import expect
from pybtex.database import parse_string

from sphinx_briefing.commands.build import publish
from tests.accessibility import violations
from tests.conftest import CONF, StrictSiteHandler, scripts_of, serving, serving_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from tests.conftest import Built

GLOSSARY = "words.html"
FIELD = ".glossary-search input"
SHOWN = "dl.glossary > dt:visible"
COUNT = ".glossary-search output"


def told(name: str, *options: str, text: str = "What is meant.") -> str:
    """An entry; its id is made of its name."""
    anchor = name.lower().replace(" ", "-").replace("'", "")
    lines = "\n".join((f":id: {anchor}", *options))
    return f"::::{{entry}} {name}\n{lines}\n\n{text} {'More of it. ' * 30}\n::::\n\n"


COMPETING = "".join(
    f":::{{definition}} The {who}\nWet.\n:::\n\n" for who in ("One", "Two", "Third")
)
FILES = {
    "index.md": "# Front\n\n```{toctree}\none\nwords\nslides/talk\n```\n",
    "one.md": "# One\n\n## At sea\n\n:::{slide} Seen\n:name: seen\n{term}`River mouth`.\n:::\n",
    "slides/talk.md": "# Talk\n\n:::{deck} Talk\n:minutes: 5\n:::\n",
    "words.md": "# Words\n\n"
    + told("River mouth", ":aliases: outflow of a river", ":related: mouth river-bed")
    + told("River bed")
    + told("Mouth")
    + told("Ordnance Survey map", ":aliases: OSM")
    + told("People's Watch")
    + told("Spring-tide")
    + told("Mean sea level", ":aliases: MSL")
    + told("Oxbow lake")
    + told("Alluvial fan")
    + told("Wetland", text=COMPETING)
    + "".join(told(f"{initial}-shore") for initial in "BCDEFGHIJKLMNOPST"),
}
CONFIG = """
exclude_patterns = ["_build"]
project, release, author = "Rivers and coasts", "2.5", "The surveyors"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small publication that is a glossary, and a slide."""
    root = tmp_path_factory.mktemp("rivers") / "root"
    for name, text in {"conf.py": CONF + CONFIG, **FILES}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return publish(root, jobs=1).site


@pytest.fixture(scope="module")
def served(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site on a local server, not at the root of its host."""
    with serving_below(site, tmp_path_factory.mktemp("host")) as url:
        yield url


@pytest.fixture
def strict(site: Path) -> Iterator[str]:
    """The site under a content security policy without inline script or style."""
    with serving(site, StrictSiteHandler) as url:
        yield url


@pytest.fixture(params=["file", "server"])
def base(request: pytest.FixtureRequest, site: Path) -> str:
    """The address of the site's folder: on disk, or below a path of a local server."""
    if request.param == "file":
        return site.as_uri() + "/"
    url: str = request.getfixturevalue("served")
    return url


def body_of(page: Page, entry: str) -> Locator:
    """The text of an entry."""
    return page.locator(f"#{entry} + dd")


def snippet(page: Page, entry: str, label: str) -> str:
    """A ready snippet of an entry whose details are open."""
    return body_of(page, entry).get_by_role("group", name=label, exact=True).inner_text()


# -- search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("river mouth", ["river-mouth"]),
        ("OSM", ["ordnance-survey-map"]),  # an alias
        ("peoples watch", []),
        ("people’s watch", ["peoples-watch"]),
        ("MÓUTH rïver", ["river-mouth"]),
        ("spring tide", ["spring-tide"]),
        ("nothing like it", []),
    ],
)
def test_search_finds_names_and_aliases(page: Page, base: str, words: str, ids: list[str]) -> None:
    page.goto(base + GLOSSARY)
    total = page.locator(SHOWN).count()
    page.locator(FIELD).fill(words)
    expect(page.locator(SHOWN)).to_have_count(len(ids))
    assert [term.get_attribute("id") for term in page.locator(SHOWN).all()] == ids
    expect(page.locator(COUNT)).to_have_text(
        f"{len(ids)} of {total} entries" if ids else "No entry has such a name"
    )
    assert page.locator("section[id^=letter-]:visible").count() == len(ids)
    page.locator(FIELD).fill("")
    expect(page.locator(SHOWN)).to_have_count(total)
    expect(page.locator(COUNT)).to_have_text(f"{total} entries")


def test_search_is_announced_and_enter_opens_the_first(page: Page, base: str) -> None:
    page.goto(base + GLOSSARY)
    expect(page.get_by_role("search", name="Glossary").get_by_role("status")).to_be_visible()
    page.get_by_label("Find a term by any of its names").fill("msl")
    page.keyboard.press("Enter")
    page.wait_for_url("**#mean-sea-level")
    expect(page.locator("#mean-sea-level")).to_be_in_viewport()


def test_letters_without_entries_are_no_links(page: Page, base: str) -> None:
    page.goto(base + GLOSSARY)
    letters = page.get_by_role("navigation", name="Letters")
    assert letters.inner_text().split() == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    expect(letters.get_by_role("link", name="R", exact=True)).to_have_count(1)
    expect(letters.get_by_role("link", name="Q", exact=True)).to_have_count(0)
    page.locator(FIELD).fill("river mouth")
    assert letters.get_by_role("link").all_inner_texts() == ["R"]
    page.locator(FIELD).fill("")
    letters.get_by_role("link", name="S", exact=True).click()
    expect(page.locator("#letter-s > h2")).to_be_in_viewport()


def test_only_what_is_found_can_be_seen(page: Page, base: str) -> None:
    """Neither a term nor the text of an entry that is filtered out takes any room."""
    page.goto(base + GLOSSARY)
    for words, entries in (("mouth", 2), ("shore", 17), ("nothing like it", 0)):
        page.locator(FIELD).fill(words)
        for part in ("dt", "dd"):
            shown = page.locator(f"dl.glossary > {part}").evaluate_all(
                "all => all.filter(e => e.checkVisibility() && e.offsetHeight > 0).length"
            )
            assert shown == entries, (words, part)
        assert page.locator(COUNT).inner_text().startswith(str(entries) if entries else "No")


# -- links to an entry ----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_link_opens_and_marks_its_entry(
    browser: Browser, site: Path, width: int, motion: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, reduced_motion=motion)
    page.goto(f"{(site / GLOSSARY).as_uri()}#river-mouth")
    assert_leads_to(page, "river-mouth")
    page.locator(FIELD).fill("wetland")
    expect(page.locator("#oxbow-lake")).to_be_hidden()
    page.evaluate("location.hash = '#oxbow-lake'")  # filtered out
    assert_leads_to(page, "oxbow-lake")
    expect(page.locator(FIELD)).to_have_value("")
    body_of(page, "oxbow-lake").locator("summary").click()  # closed again
    body_of(page, "alluvial-fan").locator("summary").click()
    page.evaluate("location.hash = ''")
    page.evaluate("location.hash = '#oxbow-lake'")
    assert_leads_to(page, "oxbow-lake")
    page.close()


def assert_leads_to(page: Page, entry: str) -> None:
    """The entry is open, marked by a rule, and at the head of the window below any header."""
    expect(body_of(page, entry).locator(".entry-cite")).to_be_visible()
    term = page.locator(f"#{entry}")
    header = page.locator("header.mobile-header").bounding_box()
    below = header["y"] + header["height"] if header else 0
    page.wait_for_function(  # the browser may scroll smoothly
        "([id, below]) => { const y = document.getElementById(id).getBoundingClientRect().y;"
        " return below <= y && y < 250; }",
        arg=[entry, below],
    )
    for part in (term, body_of(page, entry)):
        width, colour, ground = part.evaluate(
            "e => { const s = getComputedStyle(e);"
            " return [s.borderLeftWidth, s.borderLeftColor, s.backgroundColor]; }"
        )
        assert width == "4px"
        assert colour != ground != "rgba(0, 0, 0, 0)"


# -- cite this ------------------------------------------------------------------------------------


def test_snippets_of_a_term(page: Page, base: str) -> None:
    page.goto(f"{base}{GLOSSARY}#river-mouth")
    site = base if base.startswith("http") else "https://ADDRESS-OF-THE-SITE/"
    url = f"{site}{GLOSSARY}#river-mouth"
    today = date.today()  # noqa: DTZ011  (the reader's own)
    accessed = f"{today.day} {today:%B %Y}"
    version = re.search(r"version ([\d.]+\d)", snippet(page, "river-mouth", "Citation"))
    assert version is not None
    publication = "Rivers and coasts"
    assert snippet(page, "river-mouth", "Citation") == (
        f"The surveyors. “River mouth”. In: {publication}, "
        f"version {version[1]}. Accessed {accessed}. {url}"
    )
    for label, text in {
        "Sphinx, RST": ":external+briefing:term:`River mouth`",
        "Sphinx, MyST": "{external+briefing:term}`River mouth`",
        "mystmd": "[River mouth](xref:briefing#river-mouth)",
        "MkDocs": "[River mouth][river-mouth]",
        "Markdown": f"[River mouth]({url})",
        "HTML": f'<a href="{url}">River mouth</a>',
        "BibTeX": "@misc{briefing-river-mouth,\n"
        "  author = {{The surveyors}},\n"
        "  title = {{River mouth}},\n"
        f"  howpublished = {{Glossary entry in: {publication}, version {version[1]}}},\n"
        f"  url = {{{url}}},\n"
        f"  note = {{Accessed {accessed}}}\n}}",
    }.items():
        assert snippet(page, "river-mouth", label) == text
    assert json.loads(snippet(page, "river-mouth", "CSL-JSON")) == [
        {
            "id": "briefing-river-mouth",
            "type": "entry-dictionary",
            "title": "River mouth",
            "container-title": publication,
            "author": [{"literal": "The surveyors"}],
            "version": version[1],
            "URL": url,
            "accessed": {"date-parts": [[today.year, today.month, today.day]]},
        }
    ]
    remark = body_of(page, "river-mouth").get_by_text("opened from disk")
    expect(remark).to_have_count(0 if base.startswith("http") else 1)
    permanent = body_of(page, "river-mouth").locator("a[href='#river-mouth']")
    expect(permanent).to_have_text(url if base.startswith("http") else "#river-mouth")


def test_an_alias_is_cited_by_choice(page: Page, base: str) -> None:
    page.goto(f"{base}{GLOSSARY}#ordnance-survey-map")
    body_of(page, "ordnance-survey-map").get_by_label("by the name").select_option("OSM")
    assert snippet(page, "ordnance-survey-map", "Sphinx, RST") == ":external+briefing:term:`OSM`"
    assert snippet(page, "ordnance-survey-map", "mystmd").startswith(
        "[OSM](xref:briefing#ordnance-"
    )


def test_a_name_is_as_in_the_inventory(page: Page, base: str) -> None:
    """The page may print another apostrophe."""
    page.goto(f"{base}{GLOSSARY}#peoples-watch")
    assert snippet(page, "peoples-watch", "Sphinx, MyST") == (
        "{external+briefing:term}`People's Watch`"
    )


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_copying(browser: Browser, served: str, *, has_clipboard: bool) -> None:
    """With the clipboard's interface, and without it, as on pages that are not from https."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    if not has_clipboard:
        page.add_init_script(
            "window.readBack = navigator.clipboard.readText.bind(navigator.clipboard);"
            "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
        )
    page.clock.install()
    page.goto(f"{served}{GLOSSARY}#river-mouth")
    button = body_of(page, "river-mouth").get_by_role("button", name="Copy MkDocs")
    button.click()
    expect(page.locator("p[role=status]")).to_have_text("MkDocs copied")
    expect(button.or_(page.get_by_role("button", name="Copied MkDocs"))).to_be_focused()
    read = "navigator.clipboard.readText()" if has_clipboard else "window.readBack()"
    assert page.evaluate(read) == "[River mouth][river-mouth]"
    page.clock.run_for(5000)
    expect(button).to_be_visible()  # its name is its own again
    expect(page.locator("p[role=status]")).to_have_text("")
    context.close()


def test_what_cannot_be_copied_is_selected(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
        "document.execCommand = () => false;"
    )
    page.goto(f"{served}{GLOSSARY}#river-mouth")
    body_of(page, "river-mouth").get_by_role("button", name="Copy MkDocs").click()
    expect(page.locator("p[role=status]")).to_contain_text("copy it by the keyboard")
    assert page.evaluate("getSelection().toString()") == "[River mouth][river-mouth]"
    page.close()


ODD = {
    "cpp": "C++",
    "naive": "naïve & “quoted”",
    "kai-yuan": "开源",
    "angle": "a <b>",
    "tick": "`code`",
    "marks": "a_b*c [d] 100% #1 {e} $f$",
}


@pytest.fixture
def odd(build: Callable[..., Built], write_root: Callable[..., Path]) -> Path:
    """A glossary of odd names, with its address known."""
    entries = "".join(
        f":::{{entry}} {name}\n:id: {entry}\n\nA definition.\n:::\n\n"
        for entry, name in ODD.items()
    )
    root = write_root(
        {
            "index.md": "# Root\n\n```{toctree}\ngloss\nhelp\n```\n",
            "gloss.md": f"# Glossary\n\n{entries}",
            "help.md": "# Help\n",
        },
        'html_baseurl = "https://example.org/b"\nbriefing_key = "other"\n'
        'briefing_cite_page = "help"\nauthor = "A & B"\n',
    )
    built = build(root)
    assert not built.warnings
    return built.out


EXPECTED = {
    ("cpp", "Sphinx, RST"): ":external+other:term:`C++`",
    ("cpp", "Sphinx, MyST"): "{external+other:term}`C++`",
    ("cpp", "MkDocs"): "[C++][cpp]",
    ("cpp", "Markdown"): "[C++](https://example.org/b/gloss.html#cpp)",
    ("naive", "HTML"): '<a href="https://example.org/b/gloss.html#naive">naïve &amp; “quoted”</a>',
    ("naive", "Markdown"): "[naïve &amp; “quoted”](https://example.org/b/gloss.html#naive)",
    ("kai-yuan", "Sphinx, RST"): ":external+other:term:`开源`",
    ("kai-yuan", "mystmd"): "[开源](xref:other#kai-yuan)",
    ("angle", "Sphinx, RST"): ":external+other:ref:`angle`",
    ("angle", "Sphinx, MyST"): "[a &lt;b&gt;](inv:other#angle)",
    ("angle", "HTML"): '<a href="https://example.org/b/gloss.html#angle">a &lt;b&gt;</a>',
    ("tick", "Sphinx, RST"): ":external+other:ref:`tick`",
    ("tick", "MkDocs"): r"[\`code\`][tick]",
    ("marks", "mystmd"): r"[a\_b\*c \[d\] 100% #1 \{e\} \$f\$](xref:other#marks)",
    ("marks", "MkDocs"): r"[a\_b\*c \[d\] 100% #1 {e} $f$][marks]",
}


def test_snippets_say_to_common_readers_what_they_should(browser: Browser, odd: Path) -> None:
    page = browser.new_page()
    page.goto((odd / "gloss.html").as_uri())
    for entry, name in ODD.items():
        body_of(page, entry).locator("summary").click()
        expected = (name, f"https://example.org/b/gloss.html#{entry}")
        for written in (
            MarkdownIt().render(snippet(page, entry, "Markdown")),
            snippet(page, entry, "HTML"),
        ):
            link = BeautifulSoup(written, "html.parser").find_all("a")
            assert [(a.get_text(), a["href"]) for a in link] == [expected]
        entries = parse_string(snippet(page, entry, "BibTeX"), "bibtex").entries
        assert list(entries) == [f"other-{entry}"]
        fields = entries[f"other-{entry}"].fields
        title = re.sub(r"\\([&%$#_{}])", r"\1", fields["title"].removeprefix("{").removesuffix("}"))
        assert (title, fields["url"]) == expected
        assert [str(author) for author in entries[f"other-{entry}"].persons["author"]] == [
            r"{A \& B}"
        ]
    page.close()


def test_odd_names_are_escaped_for_each_tool(browser: Browser, odd: Path) -> None:
    page = browser.new_page()
    page.goto((odd / "gloss.html").as_uri())
    for entry in ODD:
        body_of(page, entry).locator("summary").click()
    assert {key: snippet(page, *key) for key in EXPECTED} == EXPECTED
    assert r"title = {{a\_b*c [d] 100\% \#1 \{e\} \$f\$}}" in snippet(page, "marks", "BibTeX")
    assert r"author = {{A \& B}}" in snippet(page, "marks", "BibTeX")
    assert json.loads(snippet(page, "naive", "CSL-JSON"))[0]["title"] == ODD["naive"]
    help_link = body_of(page, "cpp").get_by_role("link", name="How to set each tool up")
    assert help_link.get_attribute("href") == "help.html"
    expect(body_of(page, "cpp").locator("a[href='#cpp']")).to_have_text(
        "https://example.org/b/gloss.html#cpp"
    )
    page.close()


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ('briefing_key = "Two words"', "briefing_key is 'Two words'"),
        ('briefing_cite_page = "nowhere"', "briefing_cite_page is 'nowhere'"),
    ],
)
def test_wrong_settings_are_refused(
    build: Callable[..., Built], write_root: Callable[..., Path], conf: str, message: str
) -> None:
    with pytest.raises(Exception, match=message):
        build(write_root({"index.md": "# Root\n"}, conf))


# -- for all --------------------------------------------------------------------------------------


def test_all_is_readable_without_javascript(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{(site / GLOSSARY).as_uri()}#river-mouth")
    assert page.locator(SHOWN).count() == FILES["words.md"].count("{entry}")
    expect(page.locator(FIELD)).to_be_hidden()
    body = body_of(page, "river-mouth")
    body.locator("summary").click()
    expect(body.get_by_role("link", name="#river-mouth")).to_be_visible()
    expect(body.get_by_text("On slides")).to_be_visible()
    context.close()


def test_it_works_under_a_strict_policy(browser: Browser, strict: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{strict}{GLOSSARY}#river-mouth")
    faults: list[str] = []  # from here on: Furo's own inline script is refused before
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    body_of(page, "river-mouth").get_by_role("button", name="Copy HTML").click()
    expect(page.locator("p[role=status]")).to_have_text("HTML copied")
    page.locator(FIELD).fill("wetland")
    expect(page.locator(SHOWN)).to_have_count(1)
    assert faults == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_entry_is_accessible(browser: Browser, site: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{(site / GLOSSARY).as_uri()}#river-bed")
    expect(body_of(page, "river-bed").locator(".entry-cite")).to_be_visible()
    page.locator(FIELD).fill("river")
    found = violations(page)
    page.close()
    assert found == [], "\n".join(found)


def test_competing_definitions_stand_side_by_side(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{(site / GLOSSARY).as_uri()}#wetland")
    blocks = body_of(page, "wetland").locator(".competing-definition")
    # All at one moment: the page may still be scrolling to the entry.
    tops = blocks.evaluate_all("all => all.map(block => block.getBoundingClientRect().top)")
    assert len(tops) == 3
    assert len(set(tops)) == 1
    assert all(blocks.nth(i).locator(".definition-by").inner_text() for i in range(3))
    page.set_viewport_size({"width": 390, "height": 800})
    tops = blocks.evaluate_all("all => all.map(block => block.getBoundingClientRect().top)")
    assert len(set(tops)) == 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_print_leaves_out_what_is_for_the_screen(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto(f"{(site / GLOSSARY).as_uri()}#river-mouth")
    page.emulate_media(media="print")
    for part in (".glossary-search", ".entry-cite", ".glossary-letters", ".entry-more summary"):
        assert page.locator(part).count() > 0
        expect(page.locator(f"{part}:visible")).to_have_count(0)
    expect(page.locator("#mouth")).to_be_visible()
    page.close()


def test_other_pages_do_not_load_its_script(site: Path) -> None:
    loading = [
        name
        for path in sorted(site.rglob("*.html"))
        if "glossary-search" in scripts_of(site, name := path.relative_to(site).as_posix())
    ]
    assert loading == [GLOSSARY]
