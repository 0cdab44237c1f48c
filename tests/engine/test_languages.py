"""A publication in another language: the extension's own words, and how the language is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from sphinx_briefing.translation import CATALOGUE, language_tag, text_direction
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

LOCALE = PROJECT / "sphinx_briefing" / "locale"
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
    heads = [head.get_text().rstrip("¶#") for head in page.select("h2")]
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
