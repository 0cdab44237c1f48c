"""The publication's glossary: sound in all its forms, and as its users are told to use it."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from llms_txt.core import parse_llms_file
from playwright.sync_api import expect

from sphinx_briefing.glossary.data import SCHEMA, schema_text
from sphinx_briefing.site.descriptions import MOST
from tests.accessibility import violations
from tests.conftest import PROJECT
from tests.machine_forms import (
    ADDRESS,
    SDO,
    addresses_in,
    breaches,
    concepts,
    description,
    faults_by_schema_org,
    leads_nowhere,
    linked_data,
    validator,
)
from tests.publication.records import ENTRIES, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

GLOSSARY = "chapters/glossary.html"
LICENCE = re.findall(r'(?m)^briefing_licence = "(.*)"', text_of("conf.py"))[0]
NAMES = [entry[""] for entry in ENTRIES]

MOST_BYTES = 60_000
"""What the page may weigh, zipped, with all its entries and their data (issue 4)."""


def test_the_real_data_is_valid_and_true(site: Path) -> None:
    data = json.loads((site / "glossary.json").read_text("utf-8"))
    assert list(validator().iter_errors(data)) == []
    assert json.loads((site / SCHEMA).read_text("utf-8")) == json.loads(schema_text())
    assert sorted(entry["term"] for entry in data["entries"]) == sorted(NAMES)
    assert [a for a in sorted(set(addresses_in(data))) if leads_nowhere(site, a)] == []
    assert data["licence"] == LICENCE
    for e in data["entries"]:
        assert not re.search(r"\[|\bC\d\d\b| [.,;]", e["definition"]), e["definition"]


def test_the_real_terms_are_sound_linked_data(site: Path) -> None:
    data = json.loads((site / "glossary.json").read_text("utf-8"))
    assert breaches(concepts((site / "glossary.ttl").read_text("utf-8"))) == ""
    page = (site / GLOSSARY).read_text("utf-8")
    graph = linked_data(page, ADDRESS + "chapters/glossary.html")
    assert faults_by_schema_org(graph) == []
    assert {str(name) for name in graph.objects(None, SDO.termCode)} == {
        e["id"] for e in data["entries"]
    }


def test_the_glossary_is_light(site: Path) -> None:
    assert len(gzip.compress((site / GLOSSARY).read_bytes(), mtime=0)) <= MOST_BYTES
    script = PROJECT / "sphinx_briefing" / "glossary" / "static" / "briefing-glossary.js"
    assert len(gzip.compress(script.read_bytes(), mtime=0)) <= MOST_BYTES / 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_entry_is_accessible(browser: Browser, site: Path, scheme: str) -> None:
    entry = ENTRIES[0]
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{(site / GLOSSARY).as_uri()}#{entry['id']}")
    expect(page.locator(f"#{entry['id']} + dd .entry-cite")).to_be_visible()
    page.locator(".glossary-search input").fill(entry[""])
    found = violations(page)
    page.close()
    assert found == [], "\n".join(found)


def test_the_search_finds_every_entry_by_each_of_its_names(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / GLOSSARY).as_uri())
    field = page.locator(".glossary-search input")
    for entry in ENTRIES:
        for name in (entry[""], *filter(None, entry.get("aliases", "").split("; "))):
            field.fill(name)
            assert page.locator(f"#{entry['id']}").is_visible(), name
    page.close()


def test_every_real_page_is_described(site: Path) -> None:
    said: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        [text] = description(path.read_text("utf-8"))
        assert 20 <= len(text) <= MOST or name.startswith("present/"), name
        assert said.setdefault(text, name) == name


def test_the_real_llms_txt(site: Path) -> None:
    parsed = parse_llms_file((site / "llms.txt").read_text("utf-8"))
    links = {link.url: link for found in parsed.sections.values() for link in found}
    pages = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    made = {"404.html", "genindex.html", "licences.html", "search.html"}
    made |= {"present/index.html", "slides/index.html"}
    assert pages - {"index.html", *made} <= set(links)
    assert [url for url in links if leads_nowhere(site, url)] == []
    assert all(link.desc for link in links.values())


# -- what the docs tell machines' owners to do -----------------------------------------------------


def examples(language: str) -> list[str]:
    """The examples in about/machines.md."""
    return re.findall(rf"```{language}\n(.*?)```", text_of("about/machines.md"), flags=re.DOTALL)


def test_the_python_examples_run(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site)
    one, two = examples("python")
    exec(one, {})
    assert capsys.readouterr().out.startswith("Open weights - ")
    exec(two.replace("SITE", ADDRESS.rstrip("/")), {})
    assert f"Open weights {ADDRESS}chapters/glossary.html#open-weights\n" in capsys.readouterr().out


def test_the_browser_example_runs(browser: Browser, served: str) -> None:
    [example] = examples("javascript")
    page = browser.new_page()
    page.goto(served)
    text, link = page.evaluate(
        f"async (SITE) => {{ {example}; return [entry.definition, link]; }}", served
    )
    assert text
    page.goto(link)
    assert urljoin(served, "chapters/glossary.html#open-weights") == page.url
    assert page.locator("#open-weights").inner_text().startswith("Open weights")
    page.close()
