"""Whatever authors write, they are told in words: made-up directives, data files and anchors.

A crash is an error that says nothing to an author. The suite tries some hundred cases, the same
each time; CASES=10000 tries so many, others in each run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from docutils.parsers.rst import directives as docutils_directives
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sphinx.errors import ExtensionError
from sphinx.testing.util import SphinxTestApp

from sphinx_briefing.anchors import listed_names, read_anchors
from sphinx_briefing.changes.data import read_changes
from sphinx_briefing.claims.bibliography import read_syntax
from sphinx_briefing.claims.data import read_claims
from sphinx_briefing.datafiles import DataError, Fault, refuse_unseen
from sphinx_briefing.decks.stock import INSTEAD
from sphinx_briefing.figures.files import FORMS
from sphinx_briefing.figures.schema import Schema, read_schema
from sphinx_briefing.figures.table import make_table, read_lines
from sphinx_briefing.figures.template import read_template, render
from sphinx_briefing.figures.vega import read_specification
from sphinx_briefing.guard.allowed import Allowed
from sphinx_briefing.guard.html import faults_in
from sphinx_briefing.guard.markdown import FAULT, STOP
from tests.conftest import CONF

CASES = int(os.environ.get("CASES", "240"))
PARTS = 12
"""Kinds of input among which the cases are divided."""

cases = settings(
    max_examples=max(CASES // PARTS, 1),
    derandomize="CASES" not in os.environ,
    phases=set(Phase) - {Phase.explain, Phase.shrink},
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

text = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", " ", "C01", "C02", "index", "/index", "open-weights", "2026-11-24", "yes", "1.5", "-1",
         "nan", "1e999", "a; b", "a,b,", "{term}`x`", "{claim}`C99`", "{cite}`a`", "*", "**x", "`",
         "<script>", "[x](javascript:a)", "![](x.png)", ":private:", "\u202e", "\x00", "ß" * 99,
         "|", "---", "# H", "(a)=", "$x$", "%", "{{ x }}", "../../etc/passwd", "a\nb", "\t", "☃"]
    ),
)  # fmt: skip
values = st.recursive(
    st.one_of(text, st.none(), st.booleans(), st.integers(), st.floats(), st.dates()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=6,
)


def told(read: Callable[..., object], *given_: object) -> None:
    """Read something; it may be refused in words."""
    faults: tuple[Fault, ...] = ()
    try:
        read(*given_)
    except DataError as error:
        faults = error.faults or (Fault(-1, ""),)
    assert all(fault.says.strip() and fault.line >= 0 for fault in faults)


def checked(read: Callable[[str], object], content: str) -> None:
    """Read the text of a data file as `load` does."""
    told(refuse_unseen, content)
    told(read, content)


# -- data files --------------------------------------------------------------------------------


def entries(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Lists of entries whose fields are right, wrong, missing, or of others."""
    each = {name: st.one_of(right, values) for name, right in fields.items()}
    some = st.fixed_dictionaries({}, optional=each)
    full = st.fixed_dictionaries(each)
    return st.lists(st.one_of(full, some, st.dictionaries(text, values, max_size=2)), max_size=3)


claims = entries(
    id=st.sampled_from(["C01", "C02", "C03"]),
    home=st.just("index"),
    kind=st.sampled_from(["fact", "attribution", "argument"]),
    attributed_to=text,
    restatement=text,
    verdict=st.sampled_from(["confirmed", "nuanced", "contradicted", "not found"]),
    terms=st.lists(text, max_size=2),
    evidence=entries(stance=st.sampled_from(["confirms", "context"]), source=text, says=text),
    retired=st.sampled_from(["2026-11-24", "soon"]),
    successor=st.sampled_from(["C01", "C02", "C03"]),
)
changes = entries(
    date=st.sampled_from(["2026-11-24", "2026-02-30", "today"]),
    what=st.sampled_from(["verdict", "evidence", "correction"]),
    claims=st.lists(text, max_size=2),
    to=text,
    text=text,
    sources=st.lists(text, max_size=2),
)


@cases
@given(st.one_of(claims.map(lambda found: yaml.safe_dump(found, allow_unicode=True)), text))
def test_claims(content: str) -> None:
    checked(read_claims, content)


@cases
@given(st.one_of(changes.map(lambda found: yaml.safe_dump(found, allow_unicode=True)), text))
def test_changes(content: str) -> None:
    checked(read_changes, content)


@cases
@given(st.lists(st.sampled_from(list("[]{}&*!|>:-?,#'\"%@ \n\tax0~<=")), max_size=30).map("".join))
def test_yaml_of_any_marks(content: str) -> None:
    checked(read_claims, content)
    checked(read_changes, content)


lines_of_anchors = st.lists(
    st.lists(
        st.one_of(st.sampled_from(["term", "claim", "slide", "deck", "x", "x#y", "x#z"]), text),
        min_size=1,
        max_size=4,
    ).map("\t".join),
    max_size=5,
).map("\n".join)


@cases
@given(lines_of_anchors)
def test_lists_of_anchors(content: str) -> None:
    checked(read_anchors, content)
    checked(listed_names, content)


bib = st.lists(
    st.one_of(
        st.sampled_from(
            ["@misc", "@string", "@comment", "@preamble", "@nope", "{a", "{b", "{", "}", ",", "=",
             "title", "author", "url", "crossref", "{A, B}", '"x"', "#", "x", "1", "\n", " and ",
             "{\\url{javascript:a}}", "{A, B, C, D}", "jan", "\\"]
        ),
        text,
    ),
    max_size=16,
).map("".join)  # fmt: skip


@cases
@given(bib)
def test_bibliographies(content: str) -> None:
    checked(read_syntax, content)


csv = st.lists(
    st.lists(st.one_of(text, st.sampled_from(["fruit", "1", '"', '"a,b"', "x" * 99])), max_size=4)
    .map(",".join),
    max_size=5,
).map("\n".join)  # fmt: skip
fields = entries(
    name=st.sampled_from(["fruit", "tonnes"]),
    type=st.sampled_from(["string", "integer", "number", "date"]),
    title=text,
    format=st.just("any"),
    categories=st.lists(values, max_size=2),
    constraints=st.dictionaries(
        st.sampled_from(["required", "unique", "enum", "pattern", "minimum", "maximum"]),
        values,
        max_size=3,
    ),
)
schemas = st.fixed_dictionaries({"fields": st.one_of(fields, values)})


def table_of(content: str, schema: object) -> object:
    """A table by its schema, as a figure is read."""
    return make_table(read_lines(content), read_schema(json.dumps(schema, default=str)))


@cases
@given(csv, schemas)
def test_tables(content: str, schema: object) -> None:
    checked(read_lines, content)
    told(table_of, content, schema)


specifications = st.dictionaries(
    st.sampled_from(
        ["$schema", "mark", "encoding", "layer", "usermeta", "data", "height", "title"]
    ),
    st.recursive(
        st.one_of(text, st.integers(), st.none(), st.floats(), st.just("bar")),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(
                st.one_of(text, st.sampled_from(["type", "field", "x", "mark", "url", "font"])),
                inner,
                max_size=3,
            ),
        ),
        max_leaves=8,
    ),
    max_size=5,
)


@cases
@given(st.one_of(specifications.map(json.dumps), text, st.just("[" * 9999)))
def test_specifications(content: str) -> None:
    checked(read_specification, content)
    checked(read_schema, content)


template = st.lists(
    st.one_of(
        st.sampled_from(
            ["{{ rows }}", "{% for row in rows %}", "{% endfor %}", "{{ row.fruit }}", "{{ told(",
             "row, 'fruit') }}", "{% include 'x' %}", "{{ 1/0 }}", "{{ id }}", "<p>", "</p>",
             "<{{ 'scr' ~ 'ipt' }}>", "<svg onload=x>", "{{ rows.__class__ }}", "{{ words('x') }}",
             "{% set x = rows %}", "{{ x|tojson }}", "{# ", " #}", "{% if", "%}"]
        ),
        text,
    ),
    max_size=10,
).map("".join)  # fmt: skip


def drawn(content: str) -> object:
    """What a template makes of a small table."""
    table = make_table(read_lines("fruit,tonnes\napple,1\npear,2\n"), Schema())
    return render(read_template(content), table, FORMS["page"])


@cases
@given(template)
def test_templates(content: str) -> None:
    checked(drawn, content)


html = st.lists(
    st.one_of(
        st.sampled_from(["<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "script", "svg",
                         "p", " on", "click", "=", "'", '"', "&#", ";", "href", "style", "\n"]),
        text,
    ),
    max_size=16,
).map("".join)  # fmt: skip


@cases
@given(html)
def test_raw_html(content: str) -> None:
    for fault in faults_in(content, Allowed(frozenset(), frozenset(), frozenset())):
        assert fault.says
        assert fault.line >= 1


# -- directives and roles ----------------------------------------------------------------------

DIRECTIVES = (
    "slide", "notes", "deck", "entry", "definition", "retired-slide", "restatement",
    "restatement-list", "editorial", "claim-register", "claim-overview", "claim-coverage",
    "source-states", "change-list", "data-figure", "show-figure", "slide-example", "downloads",
)  # fmt: skip
ROLES = (
    "slide", "deck", "claim", "term", "present", "cite", "claim-count", "source-count",
    "reading-time", "deck-time",
)  # fmt: skip
OPTIONS = (
    "name", "audience", "minutes", "layout", "steps", "image", "image-alt", "image-credit", "id",
    "retired", "successor", "private", "chapters", "minutes-per-slide", "openers", "aliases", "alt",
    "related", "claims", "only", "date", "deck", "class", "x",
)  # fmt: skip

option = st.tuples(st.sampled_from(OPTIONS), text).map(lambda pair: f":{pair[0]}: {pair[1]}")
role = st.tuples(st.sampled_from(ROLES), text).map(lambda pair: f"{{{pair[0]}}}`{pair[1]}`")
inline = st.one_of(text, role)


@st.composite
def block(draw: st.DrawFn, depth: int = 5) -> str:
    """A directive with whatever in it, perhaps others."""
    inner = st.one_of(inline, block(depth=depth - 1)) if depth > 3 else inline
    fence = ":" * depth
    head = f"{fence}{{{draw(st.sampled_from(DIRECTIVES))}}} {draw(st.one_of(st.just(''), inline))}"
    options = draw(st.lists(option, max_size=4))
    body = draw(st.lists(inner, max_size=3))
    return "\n".join([head, *options, "", "\n\n".join(body), fence, ""])


heading = text.map(lambda words: f"## {words}\n")
document = st.lists(st.one_of(heading, block(), inline), min_size=1, max_size=4).map("\n\n".join)


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], None]]:
    """Reads a document in a project that has all that directives ask for."""
    folder = tmp_path_factory.mktemp("any")
    root = folder / "root"
    (root / "figures").mkdir(parents=True)
    files = {
        "conf.py": CONF
        + "extensions += ['sphinxcontrib.bibtex']\nbibtex_bibfiles = ['a.bib']\n"
        + "briefing_claims = 'claims.yaml'\nbriefing_figures = 'figures'\n",
        "index.md": "# Index\n\nSo {claim}`C01`.\n",
        "any.md": "# Any\n",
        "a.bib": "@misc{a, title={T}, author={A B}, year={2020}}\n",
        "claims.yaml": "- {id: C01, home: index, kind: fact, attributed_to: x, restatement: So, "
        "verdict: nuanced}\n",
        "figures/C01.csv": "fruit,tonnes\napple,1\n",
        "figures/C01.html": "<p>{{ rows[0].fruit }}</p>\n",
    }
    for name, content in files.items():
        (root / name).write_text(content, "utf-8")
    app = SphinxTestApp("dummy", srcdir=root, builddir=folder / "out")
    app.build()

    def read(content: str) -> None:
        Path(root, "any.md").write_text(f"# Any\n\n## Section\n\n{content}\n", "utf-8")
        app.events.emit("env-purge-doc", app.env, "any")
        app.env.clear_doc("any")
        says, crash = "", None
        try:
            app.events.emit("env-before-read-docs", app.env, ["any"])
            app.builder.read_doc("any")
        except ExtensionError as error:
            says, crash = str(error), error.orig_exc
        assert "it cannot be read" not in says
        assert crash is None

    yield read
    app.cleanup()


@cases
@given(content=document)
def test_directives_with_any_options(reads: Callable[[str], None], content: str) -> None:
    reads(content)


@cases
@given(content=st.lists(st.one_of(inline, st.sampled_from(
    ["- ", "> ", "| a | b |\n|---|---|\n| 1 |", "```", ":::", "\n\n", "1. ", "[^1]", "[^1]: x",
     "<p>", "</p>", "<!--", "-->", "    ", "===", "---\n", "+++", "```{include} any.md\n```"])),
    max_size=12).map("\n".join))  # fmt: skip
def test_any_markdown(reads: Callable[[str], None], content: str) -> None:
    reads(content)


def test_all_directives_of_the_engine_are_tried(reads: Callable[[str], None]) -> None:
    reads("Text.")
    known = docutils_directives._directives  # type: ignore[attr-defined]
    ours = {
        name
        for name, found in known.items()
        if getattr(found, "__module__", "").startswith("sphinx_briefing.")
    }
    apart = {"raw", "csv-table", "literalinclude", FAULT, STOP, *INSTEAD}
    assert ours - apart == {*DIRECTIVES}
