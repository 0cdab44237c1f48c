"""A publication in another language: the extension's own words, and how the language is named."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from sphinx_revealjs.utils import get_revealjs_path

from sphinx_briefing.commands.build import publish
from sphinx_briefing.decks.texts import OF_REVEAL, TEXTS
from sphinx_briefing.translation import CATALOGUE, language_tag, text_direction
from tests.conftest import CONF, PROJECT, QuietHandler, scripts_of, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Built

LOCALE = PROJECT / "sphinx_briefing" / "locale"
CATALOGUE_FILE = LOCALE / "de" / "LC_MESSAGES" / f"{CATALOGUE}.po"
ROOT = {
    "index.md": "# Vorne\n\n```{toctree}\nkapitel\nglossar\nslides/rede\n```\n",
    "kapitel.md": "# Kapitel\n\n## Abschnitt\n\n:::{slide} Die Aussage\n:name: aussage\n\n"
    "Text mit {term}`Licht`.\n:::\n\n## Früher\n\n:::{slide} Alt\n:name: alt\n"
    ":retired: 2026-11-24\n:successor: aussage\n\nZweimal dasselbe.\n:::\n",
    "glossar.md": "# Glossar\n\n:::{entry} Licht\n:id: licht\n:aliases: Schein\n\nHelles.\n:::\n",
    "slides/rede.md": "# Rede\n\n:::{deck} Die Rede\n:minutes: 9\n\nFür alle.\n:::\n",
}


def test_german_readers_find_no_english(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT, conf="language = 'de'\n"))
    assert built.warnings == ""
    box, old = BeautifulSoup(built.read("kapitel.html"), "html.parser").select(".in-brief")
    assert box.select_one(".admonition-title").get_text() == "Kurz gefasst"
    assert box.select_one(".in-brief-decks").get_text() == "Auf einer Folie in Rede"
    assert "Zurückgezogene Folie" in old.get_text()
    assert "wurde am 2026-11-24 zurückgezogen. An seiner Stelle: „Die Aussage“." in old.get_text()
    page = BeautifulSoup(built.read("slides/rede.html"), "html.parser")
    heads = [h.get_text().rstrip("¶#") for h in page.select("h2") if not h.find_parent("template")]
    assert heads == ["Folien", "Abschrift"]
    assert page.select_one(".deck-start").get_text() == "„Die Rede“ starten"
    deck = BeautifulSoup(built.read("present/rede.html"), "html.parser")
    assert deck.html["lang"] == "de"
    assert deck.select_one("section")["aria-label"] == "Folie 1 von 2"
    assert deck.select_one(".deck-links a").get_text() == "Abschrift und Tasten"
    entry = BeautifulSoup(built.read("glossar.html"), "html.parser").select_one("dl.glossary dd")
    assert "Auch: Schein" in entry.get_text()
    assert "An 1 Stelle verwendet · Zitieren" in entry.get_text()


def test_the_compiled_catalogue_is_that_of_the_translators() -> None:
    folders = [path.parent for path in LOCALE.rglob(f"{CATALOGUE}.po")]
    assert [folder.parent.name for folder in folders] == ["de"]
    for folder in folders:
        with (
            (folder / f"{CATALOGUE}.po").open("rb") as po,
            (folder / f"{CATALOGUE}.mo").open("rb") as mo,
        ):
            written, compiled = read_po(po), read_mo(mo)
        texts = {message.id: message.string for message in written if message.id}
        assert texts == {message.id: message.string for message in compiled if message.id}
        assert all(texts.values())


@pytest.mark.parametrize(
    ("language", "tag", "direction"),
    [
        ("en", "en", "ltr"),
        ("pt_BR", "pt-BR", "ltr"),
        ("sr@latin", "sr-Latn", "ltr"),
        ("zh_CN", "zh-CN", "ltr"),
        ("ar", "ar", "rtl"),
        ("he_IL", "he-IL", "rtl"),
        ("xx_nowhere", "xx-nowhere", "ltr"),
    ],
)
def test_a_language_has_one_tag_and_a_direction(language: str, tag: str, direction: str) -> None:
    assert language_tag(language) == tag
    assert text_direction(language) == direction


@pytest.mark.parametrize(("language", "tag"), [("sr@latin", "sr-Latn"), ("pt_BR", "pt-BR")])
def test_every_file_names_the_language_alike(
    write_root: Callable[..., Path], build: Callable[..., Built], language: str, tag: str
) -> None:
    built = build(write_root(ROOT, conf=f"language = {language!r}\n"))
    assert json.loads(built.read("glossary.json"))["language"] == tag
    assert f"@{tag.lower()}" in built.read("glossary.ttl").lower()
    assert f'"inLanguage":"{tag}"' in built.read("glossar.html")
    assert f'<html lang="{tag}"' in built.read("present/rede.html")


def test_a_right_to_left_deck_says_so(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT, conf="language = 'ar'\n"))
    assert BeautifulSoup(built.read("present/rede.html"), "html.parser").html["dir"] == "rtl"


# -- texts in scripts -----------------------------------------------------------------------------

CLAIMS = """\
- id: C01
  home: kapitel
  kind: fact
  attributed_to: niemandem
  restatement: Licht ist hell.
  verdict: contradicted
- id: C02
  home: kapitel
  kind: fact
  attributed_to: niemandem
  restatement: Licht ist schnell.
  verdict: not found
"""
WITH_CLAIMS = {
    **ROOT,
    "index.md": "# Vorne\n\n```{toctree}\nkapitel\nglossar\nregister\nslides/rede\n```\n",
    "kapitel.md": ROOT["kapitel.md"] + "\n## Beides\n\nHell {claim}`C01`, schnell {claim}`C02`.\n\n"
    ":::{claim-overview}\n:name: befunde\n:::\n\nEs sind {claim-count}`all, in words`.\n\n"
    ":::{slide} Bild\n:name: bild\n```{claim-overview}\n```\n:::\n",
    "register.md": "# Register\n\n```{claim-register}\n```\n\n## Wo\n\n```{claim-coverage}\n```\n",
    "claims.yaml": CLAIMS,
}
GERMAN_CONF = "language = 'de'\nbriefing_claims = 'claims.yaml'\n"


class NoInlineScript(QuietHandler):
    """Forbids inline scripts, and those of others."""

    def end_headers(self) -> None:
        """Add the policy."""
        self.send_header("Content-Security-Policy", "script-src 'self'")
        super().end_headers()


@pytest.fixture(scope="module")
def german_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A German publication with a register, a glossary and a deck."""
    root = tmp_path_factory.mktemp("german") / "root"
    for name, text in {"conf.py": CONF + GERMAN_CONF, **WITH_CLAIMS}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return publish(root, jobs=1).site


@pytest.fixture
def base(german_site: Path) -> Iterator[str]:
    """Its address, under a policy without inline script."""
    with serving(german_site, NoInlineScript) as url:
        yield url


def test_scripts_of_the_glossary_speak_german(browser: Browser, base: str) -> None:
    page = browser.new_page()  # one that lets Furo run into the policy
    page.goto(f"{base}glossar.html#licht")
    form = page.get_by_role("search", name="Glossar", exact=True)
    expect(form.locator("output")).to_have_text("1 Einträge")
    expect(form.locator("label")).to_contain_text("Begriff nach einem seiner Namen suchen")
    form.locator("input").fill("nichts dergleichen")
    expect(form.locator("output")).to_have_text("Kein Eintrag hat einen solchen Namen")
    form.locator("input").fill("schein")
    expect(form.locator("output")).to_have_text("1 von 1 Einträgen")
    cited = page.get_by_role("group", name="Licht zitieren")
    text = cited.get_by_role("group", name="Zitat", exact=True).inner_text()
    assert text.startswith("„Licht“. In: Root, Version 1. Zugriff am ")
    bibtex = cited.get_by_role("group", name="BibTeX", exact=True).inner_text()
    assert "howpublished = {Glossareintrag in: Root, Version 1}" in bibtex
    button = cited.get_by_role("button", name="Kopieren Zitat")
    button.click()
    expect(cited.get_by_role("button", name="Kopiert Zitat")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="kopiert")).to_have_text("Zitat kopiert")
    page.close()


def test_scripts_of_the_register_speak_german(browser: Browser, base: str) -> None:
    page = browser.new_page()
    page.goto(f"{base}register.html")
    form = page.get_by_role("search", name="Aussagen filtern", exact=True)
    expect(form.locator("output")).to_have_text("2 von 2 Aussagen")
    options = {
        label: form.get_by_label(label).locator("option").all_inner_texts()
        for label in ("Befund", "Art", "Kapitel")
    }
    assert options == {
        "Befund": ["jeder Befund", "widerlegt (1)", "nicht gefunden (1)"],
        "Art": ["jede Art", "geprüft (2)"],
        "Kapitel": ["jedes Kapitel", "Kapitel (2)"],
    }
    form.get_by_label("Suchen").fill("hell")
    expect(form.locator("output")).to_have_text("1 von 2 Aussagen")
    expect(form.get_by_role("button", name="Zurücksetzen")).to_be_visible()
    page.close()


def test_a_deck_speaks_german(page: Page, base: str) -> None:
    page.goto(f"{base}present/rede.html?showNotes=true#/aussage")
    page.locator("html.deck-ready").wait_for()
    expect(page.get_by_role("main", name="Die Rede")).to_have_count(1)
    expect(page.get_by_role("button", name="Nächste Folie")).to_be_attached()
    page.keyboard.press("?")
    helped = page.get_by_role("dialog", name="Tasten")
    expect(helped).to_contain_text("Nächste Folie")
    expect(helped).to_contain_text("Belege dieser Folie")
    said = helped.locator("dd, label, p, button").all_inner_texts()
    with CATALOGUE_FILE.open("rb") as po:
        english = {message.id for message in read_po(po) if message.id != message.string}
    assert said
    assert not {text.strip() for text in said} & english


def test_the_speaker_view_speaks_german(page: Page, base: str) -> None:
    page.goto(f"{base}present/rede.html")
    page.locator("html.deck-ready").wait_for()
    with page.expect_popup() as popped:
        page.keyboard.press("s")
    speaker = popped.value
    expect(speaker.get_by_role("heading", name="Weiter: ")).to_be_visible()
    expect(speaker.get_by_role("heading", name="Notizen")).to_be_visible()
    expect(speaker.get_by_role("button", name="Größere Notizen")).to_be_visible()
    expect(speaker.locator("html")).to_have_attribute("lang", "de")


def test_every_word_of_the_data_is_german(german_site: Path) -> None:
    def words(name: str, selector: str) -> str:
        page = BeautifulSoup((german_site / name).read_text(encoding="utf-8"), "html.parser")
        return " ".join(" ".join(tag.get_text() for tag in page.select(selector)).split())

    picture = words("kapitel.html", "#befunde")
    for word in (
        "Geprüft: 2 Tatsachenaussagen",
        "1 widerlegt",
        "1 nicht gefunden",
        "C01, widerlegt",
    ):
        assert word in picture
    assert "Es sind zwei." in words("kapitel.html", "article")
    every = picture + words("register.html", "article") + words("present/rede.html", "body")
    for word in ("contradicted", "not found", "Tested", "statement", "claim "):
        assert word not in every


def test_english_pages_link_no_texts(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT, conf="language = 'de'\n")
    german = build(root)
    for name in ("kapitel.html", "present/rede.html"):
        assert re.search(r"window\.briefingTexts ?= ?\{", scripts_of(german.out, name))
    (root / "conf.py").write_text(CONF)
    english = build(root)
    assert not (english.out / "_static" / TEXTS).exists()
    for name in ("kapitel.html", "present/rede.html"):
        assert TEXTS not in english.read(name)


# -- the catalogue --------------------------------------------------------------------------------


def test_the_catalogue_has_every_text_and_no_other() -> None:
    package = PROJECT / "sphinx_briefing"
    found = {
        text
        for _file, _line, text, _comments, _context in extract_from_dir(
            str(package),
            [("**.py", "python"), ("**/briefing-*.js", "javascript")],
            keywords={"_": None, "gettext_noop": None},
        )
    }
    assert "Copy" in found
    assert "Cite this" in found
    for path in LOCALE.rglob(f"{CATALOGUE}.po"):
        with path.open("rb") as po:
            assert {message.id for message in read_po(po) if message.id} == found


def test_the_texts_of_reveal_are_still_what_it_says() -> None:
    folder = get_revealjs_path()
    said = (folder / "dist/reveal.js").read_text(encoding="utf-8")
    said += (folder / "plugin/notes/notes.js").read_text(encoding="utf-8")
    for text in OF_REVEAL:
        assert text in said.replace("\\u2013", "–")
