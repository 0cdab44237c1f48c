"""What a verdict is called by its kind, the picture of all claims, and counts in the text."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sphinx_briefing.claims.data import KINDS, STANDINGS, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Built

CONF = (
    "briefing_claims = 'claims.yaml'\nlatex_documents = [('index', 'r.tex', 'R', 'N', 'manual')]\n"
)
PAIRS = [(kind, verdict) for kind in KINDS for verdict in VERDICTS]
CLAIMS = "".join(
    f"- {{id: C{number:02}, home: one, kind: {kind}, verdict: {verdict}, attributed_to: them,"
    f" restatement: It is so {number}.}}\n"
    for number, (kind, verdict) in enumerate(PAIRS, start=1)
)
MARKS = "\n".join(f"So {{claim}}`C{number:02}`.\n" for number in range(1, len(PAIRS) + 1))
ROOT = {
    "claims.yaml": CLAIMS,
    "index.md": "# Front\n\n```{claim-overview}\n:name: all-claims\n```\n\nAfter.\n\n"
    "```{toctree}\none\nregister\ntalk\n```\n",
    "one.md": "# One\n\n## A part\n\n:::{slide} All of it\n:name: all-of-it\n\n"
    f"```{{claim-overview}}\n```\n:::\n\n{MARKS}",
    "register.md": "# Register\n\n```{claim-register}\n```\n",
    "talk.md": "# Talk\n\n:::{deck} The talk\n:minutes: 30\n:::\n",
}


def page_of(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(name), "html.parser")


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_schemas_list_what_the_engine_defines() -> None:
    folder = files("sphinx_briefing") / "schemas"
    schema = {
        name: json.loads((folder / f"{name}.schema.json").read_text("utf-8"))
        for name in ("claims", "changes", "glossary-1")
    }
    claim = schema["claims"]["items"]["properties"]
    assert claim["kind"]["enum"] == list(KINDS)
    assert claim["verdict"]["enum"] == list(VERDICTS)
    change = schema["changes"]["items"]["properties"]
    assert change["from"]["enum"] == change["to"]["enum"] == list(VERDICTS)
    text = json.dumps(schema["glossary-1"])
    assert json.dumps([*KINDS, None]) in text
    assert json.dumps([*VERDICTS, None]) in text


def test_to_confirm_is_not_to_agree() -> None:
    called = {pair: standing.word for pair, standing in STANDINGS.items()}
    assert called["attribution", "confirmed"] == "said so"
    assert called["argument", "confirmed"] == "supported"
    assert called["argument", "nuanced"] == "contested"
    assert all(called["fact", verdict] == verdict for verdict in VERDICTS)
    signs = {standing.word: standing.sign for standing in STANDINGS.values()}
    assert len(set(signs.values())) == len(signs), "each word has a sign of its own"


def test_marks_squares_and_register_call_a_verdict_the_same(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root(ROOT, conf=CONF))
    front, one, register = (page_of(built, f"{n}.html") for n in ("index", "one", "register"))
    for number, pair in enumerate(PAIRS, start=1):
        standing, anchor = STANDINGS[pair], f"c{number:02}"
        mark = one.select_one(f"p > a[href$='#{anchor}'] .claim-mark")
        assert words(mark.get_text()) == f"claim C{number:02} {standing.sign} {standing.word}"
        assert f"verdict-{standing.look}" in mark["class"]
        square = front.select_one(f"#all-claims a[href='register.html#{anchor}'] .claim-square")
        assert f"verdict-{standing.look}" in square["class"]
        name = square.select_one(".visually-hidden").get_text()
        assert name == f"C{number:02}, {standing.word}: It is so {number}."
        row = register.select_one(f"#{anchor}")
        assert f"is-{standing.look}" in row["class"]
        assert f"kind-{pair[0]}" in row["class"]
        assert words(row.select_one("summary").get_text()).lower().startswith(KINDS[pair[0]].one)


def test_squares_stand_in_groups_with_their_counts(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    claims = CLAIMS + CLAIMS.splitlines(keepends=True)[0].replace("C01", "C99")
    front = page_of(build(write_root(ROOT | {"claims.yaml": claims}, conf=CONF)), "index.html")
    groups = front.select("#all-claims > .claim-group")
    assert [len(group.select("ul.claim-squares > li")) for group in groups] == [5, 4, 4]
    told = [words(group.select_one(".claim-group-counts").get_text()) for group in groups]
    assert told[0].startswith("Tested: 5 statements of fact")
    assert [told[0].count(part) for part in ("2 confirmed", "1 nuanced")] == [1, 1]
    assert told[1].startswith("Said: 4 attributions")
    assert "1 said so" in told[1]
    assert told[2].startswith("Argued: 4 arguments")
    assert "1 supported" in told[2]
    assert "1 contested" in told[2]
    skip = front.select_one(".claim-skip a")
    end = front.select_one(skip["href"])
    assert end.find_previous(class_="claim-squares") is groups[-1].select_one(".claim-squares")
    assert len(front.select(f"[id='{end['id']}']")) == 1


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo"])
def test_a_volume_gets_the_counts_alone(
    write_root: Callable[..., Path], build: Callable[..., Built], builder: str
) -> None:
    built = build(write_root(ROOT, conf=CONF), builder)
    kept = {".txt", ".tex", ".1", ".texi"}
    text = words(" ".join(p.read_text("utf-8") for p in built.out.rglob("*") if p.suffix in kept))
    text = words(re.sub(r"<[^>]+>", "", text))
    assert "1 said so, 1 nuanced" in text.replace("\\ ", " ")
    assert "C01, confirmed" not in text


def test_a_book_shows_the_squares(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    out = build(write_root(ROOT, conf=CONF), "epub").out
    text = "".join(page.read_text("utf-8") for page in out.rglob("*.xhtml"))
    assert "C01, confirmed" in text
    assert 'class="claim-square verdict-' in text


def test_a_deck_shows_the_squares(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    deck = page_of(build(write_root(ROOT, conf=CONF)), "present/talk.html")
    squares = deck.select("#all-of-it .claim-squares a")
    assert len(squares) == len(PAIRS)
    assert squares[0]["href"] == "../register.html#c01"


def test_the_picture_is_no_restatement(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    one = ROOT["one.md"].replace("So {claim}`C01`.", "So.")
    warnings = build(write_root(ROOT | {"one.md": one}, conf=CONF)).warnings
    assert "the claim C01: it is not restated in its home" in warnings


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{claim-count}`all`", "12"),
        ("{claim-count}`all, in words`", "twelve"),
        ("{claim-count}`argument`", "4"),
        ("{claim-count}`contradicted`", "3"),
        ("{claim-count}`fact, contradicted, in words`", "one"),
        ("{claim-count}`supported, In words`", "One"),
        ("{claim-count}`said so`", "1"),
        ("{claim-count}`fact, supported, in words`", "none"),
        ("{source-count}`all`", "0"),
    ],
)
def test_the_build_counts(
    write_root: Callable[..., Path], build: Callable[..., Built], asked: str, said: str
) -> None:
    built = build(write_root(ROOT | {"index.md": f"{ROOT['index.md']}\nIt is [{asked}].\n"}, CONF))
    assert f"It is [{said}]." in page_of(built, "index.html").get_text()


def test_counts_follow_the_claims(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    root = write_root(
        ROOT | {"index.md": f"{ROOT['index.md']}\n{{claim-count}}`fact` facts.\n"}, CONF
    )
    assert "4 facts." in page_of(build(root), "index.html").get_text()
    (root / "claims.yaml").write_text(CLAIMS.replace("kind: argument", "kind: fact"), "utf-8")
    front = page_of(build(root), "index.html")
    assert "8 facts." in front.get_text()
    assert "Tested: 8 statements of fact" in words(front.get_text())


def test_what_cannot_be_counted_is_told(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    front = f"{ROOT['index.md']}\n{{claim-count}}`doubtful`\n"
    warnings = build(write_root(ROOT | {"index.md": front}, conf=CONF)).warnings
    assert "'doubtful' is nothing to count; write some of: all, fact, attribution" in warnings
    assert re.search(r"index\.md:\d+: WARNING: claim-count", warnings)


def test_a_picture_of_no_claims_is_told(
    write_root: Callable[..., Path], build: Callable[..., Built]
) -> None:
    built = build(write_root({"index.md": "# Front\n\n```{claim-overview}\n```\n"}))
    assert "there are no claims to show: set briefing_claims in conf.py" in built.warnings


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_squares_and_marks_can_be_tapped(
    write_root: Callable[..., Path], build: Callable[..., Built], browser: Browser, width: int
) -> None:
    """WCAG 2.2, 2.5.8: 24 px. A mark's box has 20 px, its letters 12.5."""
    built = build(write_root(ROOT, conf=CONF))
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((built.out / "index.html").as_uri())
    boxes = page.locator(".claim-squares a").evaluate_all(
        "all => all.map(a => { const b = a.getBoundingClientRect(); return [b.width, b.height]; })"
    )
    assert all(min(box) >= 24 for box in boxes), boxes
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    square = page.get_by_role("link", name="C02, nuanced: It is so 2.")
    assert square.count() == 1
    page.goto((built.out / "one.html").as_uri())
    mark = page.locator("p > a > .claim-mark").first
    seen = mark.evaluate(
        "m => [m.getBoundingClientRect().height, parseFloat(getComputedStyle(m).fontSize),"
        " parseFloat(getComputedStyle(m.parentElement, '::after').height)]"
    )
    assert seen == [pytest.approx(20, abs=1.5), 12.5, 24]  # letters have a height of their own
    page.close()
