"""What chats, reference managers, hosts and search engines get of a site."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

ADDRESS = "https://example.org/lights/"
KNOWN = f'html_baseurl = "{ADDRESS}"\n'
CONF = """
author = "The keepers"
briefing_date = "2026-11-25"
briefing_claims = "claims.yaml"
briefing_full_deck = ""
html_static_path = ["_static"]
html_css_files = ["own.css"]
suppress_warnings = ["briefing.untraced"]
"""
FILES = {
    "_static/own.css": "body { --briefing-accent: light-dark(#123456, #abcdef); }\n",
    "claims.yaml": """\
- id: C01
  home: one
  kind: fact
  attributed_to: the author
  restatement: Light is <bright>.
  verdict: nuanced
""",
    "index.md": "# Front\n\n```{toctree}\none\ndeep/words\nclaims\ntalks/evening\n```\n",
    "one.md": """# One & all

## Light

:::{slide} A headline
:name: first

Light is bright {claim}`C01`, {term}`open weights`
:::

It is light here {claim}`C01`.
""",
    "deep/words.md": """# Words

:::{entry} Open weights
:id: open-weights
:aliases: freely had

Numbers "that" can be had.
:::
""",
    "claims.md": "# Claims\n\n```{claim-register}\n```\n",
    "talks/evening.md": "# Evening\n\n:::{deck} The talk\n:audience: technical\n:minutes: 5\n:::\n",
}


@pytest.fixture
def make(build: Callable[..., Built], write_root: Callable[..., Path]) -> Callable[..., Built]:
    """Build the root: ``make(KNOWN, "dirhtml")``."""

    def run(conf: str = "", builder: str = "html", **files: str) -> Built:
        built = build(write_root({**FILES, **files}, CONF + conf), builder)
        said = [line for line in built.warnings.splitlines() if "while setting up" not in line]
        assert said == []  # Sphinx says the other when it is started twice
        return built

    return run


def tags(built: Built, page: str) -> dict[str, str]:
    """What the head of a page says, by name."""
    found = BeautifulSoup(built.read(page), "html.parser").select("head meta[content]")
    return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in found}


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG (its header, RFC 2083)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


# -- what a page says of itself -------------------------------------------------------------------


def test_a_link_to_a_page_is_shown_with_title_description_and_picture(
    make: Callable[..., Built],
) -> None:
    built = make(KNOWN)
    said = tags(built, "one.html")
    assert said["og:title"] == "One & all"
    assert said["og:description"] == said["description"] == "It is light here."
    assert said["og:type"] == "article"
    assert said["og:url"] == f"{ADDRESS}one.html"
    assert said["twitter:card"] == "summary_large_image"
    assert "One & all" in said["og:image:alt"]
    picture = built.out / said["og:image"].removeprefix(ADDRESS)
    assert size_of(picture.read_bytes()) == (1200, 630)
    front = tags(built, "index.html")
    assert (front["og:title"], front["og:type"]) == ("Root", "website")


def test_a_deck_is_shown_with_the_picture_of_its_page(make: Callable[..., Built]) -> None:
    built = make(KNOWN)
    said = tags(built, "present/evening.html")
    assert said["og:title"] == said["citation_title"] == "The talk"
    assert said["og:url"] == f"{ADDRESS}present/evening.html"
    assert said["og:image"] == tags(built, "talks/evening.html")["og:image"]


def test_without_an_address_nothing_needs_one(make: Callable[..., Built]) -> None:
    built = make()
    said = tags(built, "one.html")
    assert said["og:title"] == "One & all"
    assert not {"og:url", "og:image", "twitter:card", "citation_public_url"} & said.keys()
    for name in ("_static/cards", "share", "sitemap.xml", "robots.txt"):
        assert not (built.out / name).exists()


def test_pages_say_who_wrote_what_and_when(make: Callable[..., Built]) -> None:
    said = {k: v for k, v in tags(make(KNOWN), "one.html").items() if k.startswith("citation_")}
    assert said == {
        "citation_title": "One & all",
        "citation_author": "The keepers",
        "citation_publication_date": "2026/11/25",
        "citation_public_url": f"{ADDRESS}one.html",
        "citation_language": "en",
    }


def test_a_date_that_is_none_is_refused(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    with pytest.raises(Exception, match="briefing_date is 'soon'"):
        build(write_root(FILES, CONF + 'briefing_date = "soon"\n'))


def test_pictures_have_the_colours_of_the_project_and_the_same_bytes(
    make: Callable[..., Built],
) -> None:
    built = make(KNOWN)
    picture = built.out / "_static" / "cards" / "deep" / "words.png"
    first = picture.read_bytes()
    for path in built.app.doctreedir.glob("briefing-cards/*.png"):
        path.unlink()
    assert make(KNOWN + "html_last_updated_fmt = None\n").out == built.out
    assert picture.read_bytes() == first
    make(KNOWN, **{"_static/own.css": "body { --briefing-accent: #fedcba; }\n"})
    assert picture.read_bytes() != first


def test_the_picture_of_a_page_that_is_gone_goes(make: Callable[..., Built]) -> None:
    built = make(KNOWN, **{"more.md": "---\norphan: true\n---\n\n# More\n"})
    picture = built.out / "_static" / "cards" / "more.png"
    assert picture.is_file()
    (built.app.srcdir / "more.md").unlink()
    make(KNOWN)
    assert not picture.exists()


# -- a page for each term and claim ---------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_terms_and_claims_have_a_page_that_leads_on(
    builder: str, make: Callable[..., Built]
) -> None:
    built = make(KNOWN, builder)
    end = ".html" if builder == "html" else "/"
    for name, page, title, text in (
        (
            "open-weights",
            f"deep/words{end}#open-weights",
            "Open weights",
            'Numbers "that" can be had.',
        ),
        ("c01", f"claims{end}#c01", "Claim C01: nuanced", "Light is <bright>."),
    ):
        said = tags(built, f"share/{name}.html")
        assert (said["og:title"], said["og:description"]) == (
            title,
            text.replace('"that"', "“that”"),
        )
        assert said["og:url"] == f"{ADDRESS}share/{name}.html"
        soup = BeautifulSoup(built.read(f"share/{name}.html"), "html.parser")
        [link], [canonical], [moved] = (
            soup.select(one)
            for one in ("main a", "link[rel=canonical]", "meta[http-equiv=refresh]")
        )
        assert canonical["href"] == ADDRESS + page
        assert urljoin(f"{ADDRESS}share/{name}.html", str(link["href"])) == ADDRESS + page
        assert moved["content"] == f"0; url={link['href']}"


def test_no_document_may_stand_among_them(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    root = write_root({**FILES, "share/own.md": "---\norphan: true\n---\n\n# Own\n"}, CONF + KNOWN)
    with pytest.raises(Exception, match=r"share/own.md: its page would lie among"):
        build(root)


# -- addresses that there are not, and folders ----------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize(("conf", "base"), [("", "/"), (KNOWN, "/lights/")])
def test_the_page_for_wrong_addresses_works_at_any_depth(
    builder: str, conf: str, base: str, make: Callable[..., Built]
) -> None:
    built = make(conf, builder)
    assert not (built.out / "404").exists()
    soup = BeautifulSoup(built.read("404.html"), "html.parser")
    assert soup.html is not None
    assert soup.html["data-content_root"] == base
    assert soup.select_one("h1").get_text() == "There is no such page"  # type: ignore[union-attr]
    seen = set()
    for tag in soup.select("[href], [src], [action]"):
        link = str(tag.get("href") or tag.get("src") or tag.get("action"))
        if link.startswith(("http", "#", "data:")):
            continue
        assert link.startswith(base)
        path = link.removeprefix(base).partition("?")[0].partition("#")[0]
        file = built.out / path
        assert (file / "index.html" if file.is_dir() else file).is_file(), link
        seen.add(path)
    assert {"deep/words.html", "claims.html"} <= seen or {"deep/words/", "claims/"} <= seen


def test_folders_of_decks_have_an_index(make: Callable[..., Built]) -> None:
    built = make()
    for page in ("present/index.html", "talks/index.html"):
        soup = BeautifulSoup(built.read(page), "html.parser")
        links = {str(link["href"]) for link in soup.select("article li a")}
        found = {(built.out / page).parent.joinpath(link).resolve() for link in links}
        assert found == {
            (built.out / name).resolve() for name in ("present/evening.html", "talks/evening.html")
        }
        assert "for: engineers" in soup.get_text()


def test_an_index_of_the_projects_own_stays(make: Callable[..., Built]) -> None:
    built = make(**{"talks/index.md": "---\norphan: true\n---\n\n# My own\n"})
    assert "My own" in built.read("talks/index.html")
    assert "Slide decks" in built.read("present/index.html")


def test_a_sitemap_names_every_page_and_deck(make: Callable[..., Built]) -> None:
    built = make(KNOWN)
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.fromstring(built.read("sitemap.xml"))
    pages = {loc.text for loc in root.findall(f"{name}url/{name}loc")}
    assert pages == {
        ADDRESS + page
        for page in (
            "index.html", "one.html", "deep/words.html", "claims.html", "talks/evening.html",
            "present/evening.html",
        )
    }  # fmt: skip
    assert f"Sitemap: {ADDRESS}sitemap.xml" in built.read("robots.txt")
    make()
    assert not (built.out / "sitemap.xml").exists()
    assert not (built.out / "robots.txt").exists()


def test_robots_of_the_projects_own_stay(make: Callable[..., Built]) -> None:
    files = {"extra/robots.txt": "User-agent: *\nDisallow: /\n"}
    built = make(KNOWN + 'html_extra_path = ["extra"]\n', **files)
    assert built.read("robots.txt") == files["extra/robots.txt"]


def test_a_presenters_copy_says_so_everywhere_and_is_not_found(
    build: Callable[..., Built], write_root: Callable[..., Path]
) -> None:
    """To readers: on pages and slides. To robots: in each head, and in robots.txt."""
    built = build(write_root(FILES, CONF + KNOWN), tags=["presenter"])
    told = "Presenter’s copy, with private notes"
    for path in built.out.rglob("*.html"):
        page = BeautifulSoup(path.read_bytes(), "html5lib")
        robots = page.select("meta[name=robots]")[-1]["content"]
        assert str(robots).startswith("noindex"), path
        slides = page.select(".slides > section")
        if page.select_one("body.deck-page"):
            assert slides
            assert all(told in slide.select_one(".slide-private").get_text() for slide in slides)
            assert told in page.title.get_text()
        elif "share" not in path.parts:  # they lead on at once
            assert told in page.select_one(".announcement").get_text(), path
    assert "Disallow: /" in built.read("robots.txt").splitlines()
    assert not (built.out / "sitemap.xml").exists()


# -- the icon -------------------------------------------------------------------------------------

ICON = '<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="M0 0h32v32H0z" fill="#123"/></svg>'


@pytest.mark.parametrize("size", ['viewBox="0 0 32 32"', 'width="32px" height="32px"'])
def test_the_icon_has_every_form_that_is_asked_for(make: Callable[..., Built], size: str) -> None:
    built = make(
        KNOWN + 'html_favicon = "icon.svg"\n', "dirhtml", **{"icon.svg": ICON.format(size=size)}
    )
    for page in ("deep/words/index.html", "present/evening.html", "share/c01.html", "404.html"):
        soup = BeautifulSoup(built.read(page), "html5lib")
        links = {" ".join(link["rel"]): link["href"] for link in soup.select("link[rel*=icon]")}
        assert len(links) == (1 if page.startswith("share") else 3), page
        for href in links.values():
            file = urljoin(ADDRESS + page, str(href)).removeprefix(ADDRESS)
            assert (built.out / file).is_file(), (page, href)
    static = built.out / "_static"
    assert size_of((static / "briefing-icon.png").read_bytes()) == (48, 48)
    assert size_of((static / "briefing-touch-icon.png").read_bytes()) == (180, 180)
    data = (built.out / "favicon.ico").read_bytes()
    assert struct.unpack("<HHH", data[:6]) == (0, 1, 3)
    for number, pixels in enumerate((16, 32, 48)):
        entry = struct.unpack("<BBBBHHII", data[6 + 16 * number : 22 + 16 * number])
        assert entry[:2] == (pixels, pixels)
        assert size_of(data[entry[7] : entry[7] + entry[6]]) == (pixels, pixels)


def test_where_there_is_no_icon_none_is_asked_for(make: Callable[..., Built]) -> None:
    built = make(KNOWN)
    for page in ("one.html", "present/evening.html", "share/c01.html"):
        assert '<link rel="icon" href="data:,"' in built.read(page)
    assert not (built.out / "favicon.ico").exists()


@pytest.mark.parametrize("text", ["<svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_an_icon_that_cannot_be_drawn_is_refused(
    write_root: Callable[..., Path], build: Callable[..., Built], text: str
) -> None:
    root = write_root({**FILES, "icon.svg": text}, CONF + 'html_favicon = "icon.svg"\n')
    with pytest.raises(
        ExtensionError, match=r"html_favicon names 'icon\.svg', which cannot be drawn"
    ):
        build(root)
