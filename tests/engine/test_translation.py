"""A publication translated by Sphinx's own means: ``-b gettext``, then ``locale/de``."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built, Output

CLAIM = """\
- id: C01
  home: chapter
  kind: fact
  attributed_to: the author
  restatement: Light is bright.
  verdict: nuanced
  evidence:
    - {stance: nuances, source: sun2020, says: Not at night.}
  editorial_note: Lamps were not counted.
"""
FILES = {
    "index.md": "# Front\n\n```{toctree}\nchapter\nwords\nclaims\nslides/talk\n```\n",
    "chapter.md": """\
# Chapter

## In the morning

:::::{slide}
A line with {term}`bright light` {claim}`C01`.

::::{notes}
Words to speak.
::::
:::::

## In the evening

:::::{slide} Lamps *take over*
A second line.
:::::

:::{editorial} On lamps
:claims: C01

A remark.
:::

## Years

Light is bright {claim}`C01`.

:::{data-figure} years
:name: fig-years
:alt: Two bars.

The caption.
:::

:::::{slide} Years pass
:name: years
{claim}`C01`
```{show-figure} fig-years
```
:::::
""",
    "words.md": """\
# Words

:::::{entry} bright light
:id: bright-light
:aliases: glare; shine, of the sun

The definition.

::::{definition} The *physicists*
Waves.
::::

::::{definition} The poets
Dawn.
::::
:::::
""",
    "claims.md": "# Claims\n\n```{claim-register}\n```\n\n## Where\n\n```{claim-coverage}\n```\n",
    "slides/talk.md": "# Talk\n\n:::{deck} A talk on light\n:minutes: 9\n\nFor all.\n:::\n",
    "claims.yaml": CLAIM,
    "figures/years.csv": "year,count\n2020,1\n2021,2\n",
    "figures/years.schema.json": """{"fields": [
        {"name": "year", "title": "Year", "type": "integer"},
        {"name": "count", "title": "How many", "type": "integer"}]}""",
    "figures/years.html": "<p>{% for column in columns %}{{ column.heading }} {% endfor %}</p>\n",
}
CONF = """
language = "de"
locale_dirs = ["locale"]
gettext_compact = False
briefing_claims = "claims.yaml"
briefing_figures = "figures"
briefing_full_deck = "talk"
"""
GERMAN = {
    "chapter": {
        "Chapter": "Kapitel",
        "In the morning": "Am Morgen",
        "In the evening": "Am Abend",
        "A line with {term}`bright light` {claim}`C01`.": "Eine Zeile mit "
        "{term}`hellem Licht <bright light>` {claim}`C01`.",
        "Words to speak.": "Worte zum Sprechen.",
        "Lamps *take over*": "Lampen *übernehmen*",
        "A second line.": "Eine zweite Zeile.",
        "On lamps": "Zu Lampen",
        "A remark.": "Eine Bemerkung.",
        "Light is bright {claim}`C01`.": "Licht ist hell {claim}`C01`.",
        "Two bars.": "Zwei Balken.",
        "The caption.": "Die Unterschrift.",
        "Year": "Jahr",
        "How many": "Wie viele",
        "Years pass": "Jahre vergehen",
    },
    "words": {
        "bright light": "helles Licht",
        "glare": "Blendung",
        "shine, of the sun": "Schein, der Sonne",
        "The definition.": "Die Erklärung.",
        "The *physicists*": "Die *Physiker*",
        "The poets": "Die Dichter",
    },
    "claims": {
        "the author": "der Autorin",
        "Light is bright.": "Licht ist hell.",
        "Not at night.": "Nicht bei Nacht.",
        "Lamps were not counted.": "Lampen wurden nicht gezählt.",
    },
    "slides/talk": {"A talk on light": "Ein Vortrag über Licht", "For all.": "Für alle."},
}


def catalogues() -> dict[str, str]:
    """The files that translators hand in; Sphinx compiles them."""
    files = {}
    for domain, texts in GERMAN.items():
        catalogue = Catalog(locale="de", fuzzy=False)
        for english, german in texts.items():
            catalogue.add(english, german)
        written = BytesIO()
        write_po(written, catalogue)
        files[f"locale/de/LC_MESSAGES/{domain}.po"] = written.getvalue().decode()
    return files


def parsed(built: Built | Output, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(name), "html.parser")


def anchors(page: BeautifulSoup) -> set[str]:
    return {
        str(tag["id"])
        for tag in page.select("main [id], article [id]")
        if not re.fullmatch(r"id\d+", str(tag["id"]))
    }


def text_of(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def test_everything_that_an_author_writes_is_extracted(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(FILES, conf=CONF), "gettext")
    assert built.warnings == ""
    for domain, texts in GERMAN.items():
        with (built.out / f"{domain}.pot").open("rb") as opened:
            found = {message.id for message in read_po(opened)}
        assert not set(texts) - found
    pot = built.read("words.pot")
    assert re.search(r'words.md:3\n(#.*\n)*msgid "glare"', pot)
    assert re.search(r'claims.yaml:1\n(#.*\n)*msgid "Light is bright\."', built.read("claims.pot"))


@pytest.fixture
def translated(built_once: Callable[..., Output]) -> Output:
    return built_once({**FILES, **catalogues()}, CONF)


def test_a_translation_takes_effect_on_pages_and_decks(translated: Output) -> None:
    chapter = text_of(parsed(translated, "chapter.html").select_one("article"))
    for german in GERMAN["chapter"].values():
        if "`" not in german and german != "Worte zum Sprechen.":
            assert german.replace("*", "") in chapter
    assert "Anmerkung der Redaktion: Zu Lampen" in chapter
    words = parsed(translated, "words.html")
    assert text_of(words.select_one("dt#bright-light")).startswith("helles Licht")
    glossary = text_of(words.select_one("article"))
    assert "Auch: Blendung; Schein, der Sonne" in glossary
    assert text_of(words.select_one(".definition-by strong")) == "Die Physiker"
    assert words.select_one(".definition-by strong em") is not None
    talk = text_of(parsed(translated, "slides/talk.html").select_one("article"))
    deck = parsed(translated, "present/talk.html")
    assert text_of(deck.title) == "Ein Vortrag über Licht"
    for seen in (talk, text_of(deck.body)):
        assert "Ein Vortrag über Licht" in seen
        assert "Für alle." in seen
        assert "Lampen übernehmen" in seen
        assert "Eine Zeile mit hellem Licht" in seen
    assert "Worte zum Sprechen." in text_of(deck.select_one("aside.notes"))
    assert "Die Unterschrift." in talk
    assert "Jahr Wie viele" in text_of(deck.body)
    assert "Licht ist hell." in text_of(deck.select_one(".slide-evidence-panel"))
    assert '"term": "helles Licht"' in translated.read("glossary.json")


def test_the_register_speaks_the_language_of_the_publication(translated: Output) -> None:
    register = text_of(parsed(translated, "claims.html").select_one("article"))
    assert "Tatsachenaussage, von der Autorin. Belege: 1 differenzierend." in register
    assert "Differenziert: Nicht bei Nacht." in register
    assert "Lampen wurden nicht gezählt." in register
    assert "differenziert" in text_of(parsed(translated, "claims.html").select_one(".claim-mark"))
    assert text_of(parsed(translated, "claims.html").select_one(".claim-coverage")).endswith(
        "gezeigt"
    )


def test_a_translation_leaves_every_anchor_in_place(
    write_root: Callable[..., Path], build: Callable[..., Built], translated: Output
) -> None:
    names = ["chapter.html", "words.html", "claims.html", "slides/talk.html", "present/talk.html"]
    german = {name: anchors(parsed(translated, name)) for name in names}
    english = build(write_root(FILES, conf=CONF + 'language = "en"\n'))
    for name in names:
        found = anchors(parsed(english, name))
        letters = {anchor for anchor in found | german[name] if anchor.startswith("letter-")}
        assert found - letters == german[name] - letters
    assert "slide-in-the-morning" in german["chapter.html"]
    assert "slide-lamps-take-over" in german["chapter.html"]
    assert "in-the-morning" in german["present/talk.html"]


def test_a_term_is_found_by_its_name_in_either_language(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    chapter = (
        "# Chapter\n\nOf {term}`bright light`, {term}`helles Licht` and {term}`Blendung`.\n\n"
        ":::{slide} One\n\nA line.\n:::\n"
    )
    files = {k: v for k, v in FILES.items() if k in {"index.md", "words.md", "slides/talk.md"}}
    files["index.md"] = "# Front\n\n```{toctree}\nchapter\nwords\nslides/talk\n```\n"
    conf = CONF.partition("briefing_claims")[0]
    locale = {k: v for k, v in catalogues().items() if k.endswith(("words.po", "talk.po"))}
    built = build(write_root({**files, **locale, "chapter.md": chapter}, conf=conf))
    assert built.warnings == ""
    links = parsed(built, "chapter.html").select("article a[href='words.html#bright-light']")
    assert len(links) == 3
