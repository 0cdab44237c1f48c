"""Figures written by a Jinja template: pictures that are words in a structure.

https://jinja.palletsprojects.com/en/stable/templates/ is the reference. What a template is given:

- ``rows``: the rows to show, each with its cells by column; numbers are numbers, no value is "";
- ``told(row, "column")``: a cell as readers see it; ``words("column")``: the words for its values;
- ``columns``: the columns, with ``name`` and ``heading``;
- ``form``: "page", "phone", "slide" or "slide-phone"; a page's is a phone's too,
  unless that has its own file;
- ``id``: what its ids must begin with, if it has any.

Cells are text: what looks like markup in them is shown as it is written.
"""

from __future__ import annotations

import re
import traceback
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sphinx_briefing import messages
from sphinx_briefing.compat import html_tokens
from sphinx_briefing.datafiles import DataError, Fault
from sphinx_briefing.figures.svg import ID
from sphinx_briefing.guard.html import FOREIGN, HTML, attributes_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_briefing.figures.files import Form
    from sphinx_briefing.figures.table import Row, Table


class Template(NamedTuple):
    """A template as its file has it, its syntax checked."""

    text: str


class Cells(dict[str, Any]):
    """The cells of a row, and the row."""

    row: Row


class TableEnvironment(ImmutableSandboxedEnvironment):
    """Jinja where ``row.items`` is the cell of a column of that name, and no method of `dict`."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The cell of that column, or the attribute."""
        if isinstance(obj, Cells):
            hint = messages.TEMPLATE_COLUMN_UNKNOWN % (attribute, messages.listed(obj))
            return obj[attribute] if attribute in obj else self.undefined(hint=hint)
        return super().getattr(obj, attribute)


class Forbidden(HTMLParser):
    """Finds what a page may not have: code and styles inside it, and what is elsewhere."""

    def __init__(self) -> None:
        """Start with nothing found."""
        super().__init__()
        self.faults: list[Fault] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element and its attributes."""
        line = self.getpos()[0]
        if tag in {"script", "style", "iframe", "object", "embed", "link", "base"}:
            self.faults.append(Fault(line, messages.TEMPLATE_ELEMENT_REFUSED % tag))
        for name, value in attrs:
            says = refused(name, value or "")
            if says:
                self.faults.append(Fault(line, messages.TEMPLATE_ATTRIBUTE_REFUSED % (name, says)))


def refused(name: str, value: str) -> str:
    """What is wrong with an attribute; empty: nothing."""
    if name == "style":
        return messages.TEMPLATE_STYLES
    if re.fullmatch(r"on[a-z]+", name):
        return messages.TEMPLATE_RUNS_CODE
    if name in {"src", "srcset", "data", "poster", "background"}:
        return messages.TEMPLATE_LEADS_AWAY
    if name in {"href", "xlink:href"} and not value.startswith("#"):
        return messages.TEMPLATE_LINKS
    if name == "id" and "{{ id }}" not in value:
        return messages.TEMPLATE_ID_NOT_ITS_OWN
    return ""


def read_template(text: str) -> Template:
    """Read a template and check its syntax.

    Raises:
        DataError: the syntax is wrong, or it has what a page may not have.
    """
    try:
        environment({}).parse(text)
    except TemplateSyntaxError as error:
        says = messages.TEMPLATE_WRONG % error.message
        raise DataError([Fault(error.lineno, says)]) from error
    parser = Forbidden()
    parser.feed(text)
    parser.close()
    if parser.faults:
        raise DataError(parser.faults)
    return Template(text)


def environment(globals_: Mapping[str, Any]) -> TableEnvironment:
    """Jinja's environment: everything escaped, nothing read, an unknown name is an error."""
    made = TableEnvironment(
        loader=DictLoader({}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.globals.update(globals_)
    return made


def render(template: Template, table: Table, form: Form) -> str:
    """The HTML of a picture, with `svg.ID` in the place of its id.

    Args:
        template: what writes it.
        table: its data.
        form: where it is to stand.

    Raises:
        DataError: the template fails on this table.
    """

    def words(column: str) -> dict[str, str]:
        named = next((one for one in table.columns if one.name == column), None)
        if named is None:
            known = messages.listed(one.name for one in table.columns)
            raise TemplateError(messages.TEMPLATE_COLUMN_UNKNOWN % (column, known))
        return named.words

    def told(row: Cells, column: str) -> str:
        words(column)
        return table.told(row.row, column)

    rows = []
    for row in table.rows:
        cells = Cells({key: "" if v is None else v for key, v in table.values(row).items()})
        cells.row = row
        rows.append(cells)
    given = {
        "rows": rows, "columns": table.columns, "words": words, "told": told,
        "form": form.name, "id": ID,
    }  # fmt: skip
    try:
        html = environment(given).from_string(template.text).render()
    except TemplateNotFound as error:
        raise DataError([Fault(_line(error), messages.TEMPLATE_READS_ANOTHER)]) from error
    except Exception as error:
        raise DataError([Fault(_line(error), messages.TEMPLATE_FAILS % error)]) from error
    _refuse_made(html)
    return html


def _refuse_made(html: str) -> None:
    """Refuse what a template puts together of parts: ``<{{ "scr" ~ "ipt" }}>``.

    Raises:
        DataError: it has what a page may not have.
    """
    for _, token in html_tokens(html):
        if token["kind"] == "StartTag":
            if token["name"] not in HTML | FOREIGN | {"title"}:
                says = messages.TEMPLATE_ELEMENT_REFUSED % token["name"]
                raise DataError([Fault(1, says)])
            for name, value in attributes_of(token):
                if name != "id" and (says := refused(name, value)):
                    raise DataError([Fault(1, messages.TEMPLATE_ATTRIBUTE_REFUSED % (name, says))])


def _line(error: Exception) -> int:
    """The line of the template at which it failed."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == "<template>"]
    return (frames[-1].lineno or 1) if frames else 1
