"""What changed in claims and terms: data that the build checks, a page, a feed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError

from sphinx_briefing.changes.data import read_changes
from sphinx_briefing.datafiles import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Built

CONF = """
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "source-{key}"
briefing_claims = "claims.yaml"
briefing_changes = "changes.yaml"
author = "The editors"
"""
ADDRESS = "https://site.example/"
CHANGES = """\
- date: 2026-11-20
  what: evidence
  claims: [C01]
  text: 'A report was <read>.'
  sources: [roe]
- date: 2026-11-24
  what: verdict
  claims: [C02]
  from: nuanced
  to: confirmed
  text: It has support.
- date: 2026-11-24
  what: correction
  terms: [pear]
  text: A fruit, not a tree.
"""
CLAIM = """\
- {{id: {0}, home: one, kind: {1}, attributed_to: them, restatement: So it is., verdict: {2},
   evidence: [{{stance: confirms, source: roe, says: It is.}}]}}
"""
ROOT = {
    "changes.yaml": CHANGES,
    "claims.yaml": CLAIM.format("C01", "fact", "nuanced")
    + CLAIM.format("C02", "argument", "confirmed"),
    "refs.bib": "@misc{roe, author = {Roe, Jane}, title = {On}, year = 2024, "
    "consulted = {original}}\n",
    "index.md": "# Front\n\n```{toctree}\none\nwords\nregister\nchanges\nsources\n```\n",
    "one.md": "# One\n\nSo {claim}`C01` {claim}`C02`.\n",
    "words.md": "# Words\n\n:::{entry} Pear\n:id: pear\n\nA fruit.\n:::\n",
    "register.md": "# Register\n\n```{claim-register}\n```\n",
    "changes.md": "# Changes\n\nAll of them.\n\n```{change-list}\n```\n",
    "sources.md": "# Sources\n\n```{bibliography}\n:all:\n```\n",
}


def items_of(built: Built) -> list[str]:
    """The changes as the page tells them."""
    page = BeautifulSoup(built.read("changes.html"), "html.parser")
    return [re.sub(r"\s+", " ", one.get_text()).strip() for one in page.select(".changes li")]


def test_the_page_lists_them_newest_first(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT, conf=CONF))
    assert built.warnings == ""
    page = BeautifulSoup(built.read("changes.html"), "html.parser")
    heads = [head.get_text().rstrip("¶#") for head in page.select(".changes > h2")]
    assert heads == ["24 November 2026", "20 November 2026"]
    verdict, correction, evidence = items_of(built)
    # As readers know the verdicts of an argument.
    assert verdict == (
        "Verdict. claim C02 + supported Before: contested; now: supported. It has support."
    )
    assert correction == "Correction. Pear A fruit, not a tree."
    assert evidence.startswith("Evidence. claim C01 ≈ nuanced A report was <read>. [")
    assert page.select_one("#change-2026-11-24-2 a[href='words.html#pear']")
    assert page.select_one("#change-2026-11-20-1 a[href='register.html#c01']")
    assert page.select_one("#change-2026-11-20-1 a[href='sources.html#source-roe']")


def test_the_feed_is_atom(write_root: Callable[..., Path], build: Callable[..., Built]) -> None:
    built = build(write_root(ROOT, conf=f"{CONF}html_baseurl = {ADDRESS!r}\n"))
    feed = ET.fromstring(built.read("changes.xml"))
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    # RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have.
    for element in (feed, *feed.findall(f"{atom}entry")):
        assert [len(element.findall(atom + name)) for name in ("id", "title", "updated")] == [1] * 3
    assert feed.findtext(f"{atom}author/{atom}name") == "The editors"
    assert feed.findtext(f"{atom}updated") == "2026-11-24T00:00:00Z"
    entries = [
        (one.findtext(f"{atom}title"), one.findtext(f"{atom}id"), one.findtext(f"{atom}summary"))
        for one in feed.findall(f"{atom}entry")
    ]
    page = f"{ADDRESS}changes.html"
    told = "Before: contested; now: supported. It has support."
    assert entries == [
        ("Verdict: C02", f"{page}#change-2026-11-24-1", told),
        ("Correction: Pear", f"{page}#change-2026-11-24-2", "A fruit, not a tree."),
        ("Evidence: C01", f"{page}#change-2026-11-20-1", "A report was <read>."),
    ]
    head = BeautifulSoup(built.read("changes.html"), "html.parser").head
    link = head.select_one("link[rel=alternate][type='application/atom+xml']")
    assert link["href"] == f"{ADDRESS}changes.xml"
    assert f"({ADDRESS}changes.xml)" in built.read("llms.txt")


def test_without_an_address_there_is_no_feed(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT, conf=f"{CONF}html_baseurl = {ADDRESS!r}\n")
    assert (build(root).out / "changes.xml").is_file()
    (root / "conf.py").write_text((root / "conf.py").read_text().replace(ADDRESS, ""))
    built = build(root)
    assert not (built.out / "changes.xml").exists()
    assert "atom" not in built.read("changes.html")
    assert "changes.xml" not in built.read("llms.txt")


@pytest.mark.parametrize(
    ("wrong", "right", "says", "line"),
    [
        ("2026-11-20", "2026-11-31", "date is '2026-11-31': write one such as 2026-11-24", 1),
        ("what: evidence", "what: news", "'news' is not known; use one of: verdict, evidence", 2),
        ("  claims: [C01]\n", "", None, 0),
        ("  terms: [pear]\n", "", "it says of nothing that it changed: name it in claims", 12),
        ("  to: confirmed\n", "", "a change of a verdict says from what and to what", 6),
        ("to: confirmed", "to: nuanced", "from and to are both 'nuanced'", 6),
        ("to: confirmed", "to: supported", "'supported' is not known; use one of: confirmed", 10),
        ("what: correction", "what: correction\n  to: confirmed", "take them out", 12),
        ("  claims: [C02]\n", "  terms: [pear]\n", "names its claim: add claims", 6),
        ("text: It has", "says: It has", "the field 'text' is missing", 6),
    ],
)
def test_faults_in_the_data_are_named(wrong: str, right: str, says: str | None, line: int) -> None:
    assert wrong in CHANGES
    text = CHANGES.replace(wrong, right, 1)
    if says is None:
        assert read_changes(text)[0].sources == ("roe",)
        return
    with pytest.raises(DataError) as raised:
        read_changes(text)
    assert any(says in fault.says and fault.line == line for fault in raised.value.faults), [
        *raised.value.faults
    ]


@pytest.mark.parametrize(
    ("wrong", "right", "says"),
    [
        (
            "[C01]",
            "[C07]",
            "changes.yaml:1: WARNING: the change of 2026-11-20: claims: 'C07' is no",
        ),
        (
            "[pear]",
            "[plum]",
            "changes.yaml:12: WARNING: the change of 2026-11-24: terms: 'plum' is",
        ),
        ("[roe]", "[doe]", "sources: 'doe' is no source: mend its spelling"),
        (
            "to: confirmed",
            "to: contradicted",
            "C02 became 'contradicted', and its verdict is 'confirmed': add the change",
        ),
        (
            "what: correction\n  terms: [pear]\n",
            "what: verdict\n  claims: [C02]\n  from: not found\n  to: confirmed\n",
            "C02 was 'confirmed' since 2026-11-24, and not 'not found': mend from",
        ),
    ],
)
def test_changes_that_do_not_fit_the_claims_are_reported(
    write_root: Callable[..., Path],
    build: Callable[..., Built],
    wrong: str,
    right: str,
    says: str,
) -> None:
    assert wrong in CHANGES
    root = write_root(ROOT | {"changes.yaml": CHANGES.replace(wrong, right)}, conf=CONF)
    assert says in build(root).warnings


def test_bad_data_stop_the_build(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    with pytest.raises(ExtensionError, match=r"changes\.yaml:1: .*is not of type array"):
        build(write_root(ROOT | {"changes.yaml": "none: so far\n"}, conf=CONF))


def test_a_new_change_stands_on_the_page_at_the_next_build(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT, conf=CONF)
    build(root)
    more = "- {date: 2026-11-25, what: addition, terms: [pear], text: A new one.}\n"
    (root / "changes.yaml").write_text(CHANGES + more, "utf-8")
    assert items_of(build(root))[0] == "New. Pear A new one."
    (root / "words.md").write_text(ROOT["words.md"].replace("{entry} Pear", "{entry} Pears"))
    assert items_of(build(root))[0] == "New. Pears A new one."


def test_a_project_without_changes_says_so(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root({"index.md": "# Changes\n\n```{change-list}\n```\n"}))
    assert built.warnings == ""
    assert "Nothing has changed so far." in built.read("index.html")


def test_german_readers_find_no_english(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    front = (
        ROOT["index.md"]
        + "\n```{claim-overview}\n:name: alle\n```\n{claim-count}`fact, in words`\n"
    )
    built = build(write_root(ROOT | {"index.md": front}, conf=f"{CONF}language = 'de'\n"))
    assert "24. November 2026" in built.read("changes.html")
    assert "Vorher: umstritten; jetzt: gestützt." in items_of(built)[0]
    page = BeautifulSoup(built.read("index.html"), "html.parser")
    text = re.sub(r"\s+", " ", page.select_one("article").get_text())
    assert "Geprüft: 1 Tatsachenaussage ≈ 1 differenziert" in text
    assert "Die Quadrate überspringen" in text
    assert "eins" in text
