"""The register: rows that fold, themes that are chapters, a filter that stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Built, Output

CONF = "briefing_claims = 'claims.yaml'\n"
CLAIM = """\
- id: {id}
  home: {home}
  kind: {kind}
  attributed_to: them
  restatement: {says}
  verdict: {verdict}
  evidence:
  - {{stance: confirms, source: roe, says: Proof of {id}.}}
"""
CLAIMS = "".join(
    CLAIM.format(id=id_, home=home, kind=kind, says=says, verdict=verdict)
    for id_, home, kind, says, verdict in (
        ("C01", "two", "fact", "Apples fall.", "confirmed"),
        ("C02", "one", "argument", "Pears should.", "nuanced"),
        ("C03", "two", "argument", "Plums do.", "confirmed"),
    )
)
ROOT = {
    "claims.yaml": CLAIMS,
    "index.md": "# Front\n\n```{toctree}\n:maxdepth: 2\none\ntwo\nregister\n```\n",
    "one.md": "# On *pears*\n\nSo {claim}`C02`.\n",
    "two.md": "# On apples\n\nSo {claim}`C01` {claim}`C03`.\n",
    "register.md": "# Register\n\n```{claim-register}\n```\n" + "\nEnd.\n",
}


@pytest.fixture
def built(built_once: Callable[..., Output]) -> Output:
    return built_once(ROOT, CONF)


@pytest.fixture
def page(built: Output, browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 600}, reduced_motion="reduce")


def address(built: Output, rest: str = "") -> str:
    return (built.out / "register.html").as_uri() + rest


def visible(page: Page, count: int | None = None) -> list[str]:
    """Ids of the rows that are seen, once they are as many; the script comes with the first act."""
    if count is not None:
        expect(page.locator("section.claim:visible")).to_have_count(count)
    rows = page.locator("section.claim")
    return [row.get_attribute("id") or "" for row in rows.all() if row.is_visible()]


def test_themes_are_the_titles_of_chapters(built: Output) -> None:
    page = BeautifulSoup(built.read("register.html"), "html.parser")
    heads = [head.get_text().rstrip("¶#") for head in page.select("section.claim-theme > h2")]
    assert heads == ["On apples", "On pears"]  # as their claims first stand in the file
    contents = [item.get_text().strip() for item in page.select(".claim-contents > li")]
    assert contents == ["On apples: 2 (1 confirmed, 1 supported)", "On pears: 1 (1 contested)"]
    for link in page.select(".claim-contents a"):
        assert page.select_one(link["href"]).select_one("h2").get_text().startswith(link.get_text())
    tree = page.select_one(".toc-tree").get_text()
    assert "On pears" in tree
    assert (
        "On pears"
        in BeautifulSoup(built.read("index.html"), "html.parser").select_one("article").get_text()
    )


def test_a_chapter_that_is_renamed_renames_its_theme(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(ROOT, conf=CONF)
    build(root)
    (root / "one.md").write_text(ROOT["one.md"].replace("On *pears*", "On quinces"))
    page = BeautifulSoup(build(root).read("register.html"), "html.parser")
    assert "On quinces" in page.select_one(".toc-tree").get_text()
    assert "On quinces" in page.select_one("section.claim-theme:last-of-type h2").get_text()
    assert "pears" not in page.select_one(".toc-tree").get_text()


@pytest.mark.parametrize("builder", ["text", "latex", "man", "epub", "singlehtml"])
def test_other_builders_have_titles_and_evidence(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    conf = CONF + "latex_documents = [('index', 'r.tex', 'R', 'N', 'manual')]\n"
    built = build(write_root(ROOT, conf=conf), builder)
    assert built.warnings == ""
    kept = {".txt", ".tex", ".1", ".html", ".xhtml", ".ncx"}
    texts = {p: p.read_text("utf-8") for p in built.out.rglob("*") if p.suffix in kept}
    text = "\n".join(texts.values())
    assert "Proof of C01." in text
    assert "On apples" in text
    assert all("<details" not in text for path, text in texts.items() if path.suffix == ".xhtml")


def test_rows_fold_and_open_by_their_link(built: Output, page: Page) -> None:
    page.goto(address(built))
    assert visible(page) == ["c01", "c03", "c02"]
    expect(page.get_by_text("Proof of C02.")).not_to_be_visible()
    page.goto(address(built, "#c02"))
    expect(page.get_by_text("Proof of C02.")).to_be_visible()
    expect(page.get_by_text("Proof of C01.")).not_to_be_visible()
    page.evaluate("location.hash = '#c01'")
    expect(page.get_by_text("Proof of C01.")).to_be_visible()


def test_it_works_without_scripts_and_on_paper(built: Output, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(built, "#c02"))
    assert len(visible(page)) == 3
    expect(page.get_by_text("Proof of C02.")).to_be_visible()
    expect(page.get_by_text("Proof of C01.")).not_to_be_visible()
    page.locator("#c01 summary").click()
    expect(page.get_by_text("Proof of C01.")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Proof of C03.")).to_be_visible()
    context.close()


def test_what_is_asked_stands_in_the_address(built: Output, page: Page) -> None:
    page.goto(address(built))
    form = page.locator(".register-filter")
    expect(form.locator("output")).to_have_text("3 of 3 claims")
    expect(form.get_by_role("button")).to_have_count(0)
    form.get_by_label("Kind").select_option("argument")
    assert visible(page, 2) == ["c03", "c02"]
    assert page.url.endswith("register.html?kind=argument")
    form.get_by_label("Verdict").select_option(label="contested (1)")
    assert visible(page, 1) == ["c02"]
    assert page.locator("section.claim-theme:visible").count() == 1
    expect(form.locator("output")).to_have_text("1 of 3 claims")
    passed_on = page.url
    form.get_by_role("button", name="Reset").click()
    expect(form.locator("output")).to_have_text("3 of 3 claims")
    assert "?" not in page.url
    page.goto(passed_on)
    assert visible(page, 1) == ["c02"]
    form.get_by_label("Find").fill("apples")
    assert visible(page, 0) == []
    page.goto(address(built, "?verdict=supported&theme=nowhere&kind=%E0%A4%A#%E0"))
    assert visible(page, 1) == ["c03"]


def test_a_link_leads_to_a_row_that_is_filtered_out(built: Output, page: Page) -> None:
    page.goto(address(built, "?verdict=contested#c01"))
    expect(page.get_by_text("Proof of C01.")).to_be_visible()
    expect(page.locator("#c01")).to_be_in_viewport()


def test_the_filter_stays_in_view(built: Output, page: Page) -> None:
    page.goto(address(built))
    page.locator(".claim-more").evaluate_all("all => all.forEach(one => { one.open = true; })")
    page.evaluate("document.querySelector('section.claim-theme').style.paddingBottom = '2000px'")
    page.evaluate("scrollTo(0, 1200)")
    expect(page.locator(".register-filter")).to_be_in_viewport(ratio=1)
