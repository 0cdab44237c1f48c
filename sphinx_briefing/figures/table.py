"""The tables that figures are drawn from: CSV files, read and checked.

Each table is described in ``schemas/figures.schema.json``: its columns in order, their headings,
and what a cell may hold.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema import Draft202012Validator
from sphinx.errors import ExtensionError

from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.trace import bibliography_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError
    from sphinx.application import Sphinx

SOURCES = "sources"
"""The column of each table that holds keys of the bibliography."""


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    line: int  # in its file
    cells: dict[str, str]  # by column, in the order of the schema

    def __getitem__(self, column: str) -> str:
        """The cell of that column."""
        return self.cells[column]

    @property
    def sources(self) -> list[str]:
        """Keys of the sources it rests on."""
        return self.cells.get(SOURCES, "").split()


class Column(NamedTuple):
    """A column of a table."""

    name: str
    heading: str
    words: dict[str, str]  # how its values are told to readers; empty: as they are
    kind: str  # "sources", "claims", "number" or "text"


class Table(NamedTuple):
    """A table."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def words(self, column: str) -> dict[str, str]:
        """What the values of a column mean."""
        return next(c.words for c in self.columns if c.name == column)


def known_tables() -> tuple[str, ...]:
    """Names of the tables that the schema describes."""
    return tuple(_schema()["tables"])


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(
        (files("sphinx_briefing") / "schemas/figures.schema.json").read_text(encoding="utf-8")
    )
    return schema


@cache
def columns_of(name: str) -> tuple[Column, ...]:
    """The columns of a table."""
    columns = []
    for key, rule in _schema()["tables"][name]["properties"].items():
        kind = rule.get("$ref", "").rpartition("/")[2].partition("_")[0]
        kind = kind if kind in {"sources", "claims", "number"} else "text"
        columns.append(Column(key, rule["title"], rule.get("words", {}), kind))
    return tuple(columns)


def read_table(path: Path, shown_as: str) -> Table:
    """Read and check a table; its name is the file's.

    Args:
        path: a CSV file in UTF-8 whose first line names the columns.
        shown_as: what messages call the file.

    Raises:
        ExtensionError: the file is missing or malformed; each line of the message names file,
            line and column, and what to write instead.
    """
    try:
        return _read(path, path.stat().st_mtime_ns, shown_as)
    except FileNotFoundError as error:
        raise ExtensionError(
            f"{shown_as}: there is no such file: add it, with the columns "
            + ",".join(column.name for column in columns_of(path.stem))
        ) from error
    except UnicodeDecodeError as error:
        raise ExtensionError(f"{shown_as}: it is not UTF-8: save it as such") from error
    except OSError as error:
        raise ExtensionError(f"{shown_as}: it cannot be read: {error}") from error


@lru_cache(maxsize=32)
def _read(path: Path, modified: int, shown_as: str) -> Table:
    columns = columns_of(path.stem)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        lines: list[tuple[int, list[str]]] = []
        start = 1
        try:
            for cells in reader:
                lines.append((start, cells))
                start = reader.line_num + 1
        except csv.Error as error:
            raise ExtensionError(
                f"{shown_as}:{start}: no CSV: {error}; write a quotation mark in a quoted field "
                "twice, and close each"
            ) from error
    head = [name.strip() for name in lines[0][1]] if lines else []
    faults = list(_faults_of_head(head, columns, shown_as))
    rows: list[Row] = []
    if not faults:
        for line, cells in lines[1:]:
            if not cells:
                continue
            if len(cells) != len(head):
                faults.append(
                    f"{shown_as}:{line}: {len(cells)} fields, but there are {len(head)} columns; "
                    'put a field that has a comma in quotation marks, "like, this"'
                )
                continue
            found = dict(zip(head, (cell.strip() for cell in cells), strict=True))
            row = Row(line, {column.name: found[column.name] for column in columns})
            faults += [f"{shown_as}:{line}: {fault}" for fault in _faults_of_row(path.stem, row)]
            rows.append(row)
        if not rows and not faults:
            faults.append(f"{shown_as}:2: it has no rows: add one below the columns' names")
    if faults:
        raise ExtensionError("\n".join(faults))
    return Table(path.stem, columns, tuple(rows))


def _faults_of_head(head: list[str], columns: tuple[Column, ...], shown_as: str) -> Iterator[str]:
    names = [column.name for column in columns]
    known = ", ".join(names)
    for name in dict.fromkeys(head):
        if name not in names:
            yield f"{shown_as}:1: column {name}: it is not known; the columns are: {known}"
        elif head.count(name) > 1:
            yield f"{shown_as}:1: column {name}: it stands there twice; take one out"
    for name in names:
        if name not in head:
            yield f"{shown_as}:1: column {name}: it is missing; the columns are: {known}"


def _faults_of_row(table: str, row: Row) -> Iterator[str]:
    shape = {**_schema()["tables"][table], "$defs": _schema()["$defs"]}
    wrong = set()
    for error in Draft202012Validator(shape).iter_errors(row.cells):
        wrong.add(str(error.path[0]))
        yield f"column {error.path[0]}: {_says(error)}"
    for column, rule in shape["properties"].items():
        if rule.get("$ref") == "#/$defs/date" and column not in wrong:
            try:
                day_of(row[column])
            except ValueError:
                yield f"column {column}: {row[column]!r} is no day of the calendar"


def day_of(date: str) -> dt.date:
    """The day of a date of a table; the first of its month or year where it names none.

    Raises:
        ValueError: there is no such day.
    """
    return dt.date.fromisoformat(date + "-01-01"[len(date) - 4 :])


def _says(error: ValidationError) -> str:
    value: Any = error.instance
    rule: Any = error.validator_value
    if error.validator == "enum":
        return f"{value!r} is not known; write one of: {', '.join(rule)}"
    hint = error.schema["description"]  # type: ignore[index]
    return f"it is empty; write {hint}" if not value else f"{value!r} is wrong; write {hint}"


# -- the tables of a project ----------------------------------------------------------------------


def table_path(app: Sphinx, name: str) -> Path:
    """The file of a table."""
    return Path(app.confdir, app.config.briefing_figures, f"{name}.csv")


def table_of(app: Sphinx, name: str) -> Table:
    """A table of this project.

    Raises:
        ExtensionError: as `read_table`.
    """
    path = table_path(app, name)
    return read_table(path, path.relative_to(app.confdir).as_posix())


def check_at_start(app: Sphinx) -> None:
    """Check all tables that are there before the sources are read, so that it is said once.

    Raises:
        ExtensionError: as `read_table`, and for keys of no source and ids of no claim.
    """
    faults = []
    for name in known_tables():
        path = table_path(app, name)
        if path.exists():
            try:
                table = table_of(app, name)
            except ExtensionError as error:
                faults.append(str(error))
            else:
                faults += _unknown_names(app, table, path.relative_to(app.confdir).as_posix())
    if faults:
        raise ExtensionError("\n".join(faults))


def _unknown_names(app: Sphinx, table: Table, shown_as: str) -> Iterator[str]:
    known = {
        "sources": (bibliography_entries(app.env), "source", "add it to the bibliography"),
        "claims": (claims_of(app), "claim", "write the id of one"),
    }
    for column in table.columns:
        names, what, instead = known.get(column.kind, ({}, "", ""))
        for row in table.rows if names else ():
            for name in row[column.name].split():
                if name not in names:
                    yield (
                        f"{shown_as}:{row.line}: column {column.name}: "
                        f"{name!r} is no {what}; mend its spelling, or {instead}"
                    )


def setup(app: Sphinx) -> None:
    """Register the setting and check what it names."""
    app.add_config_value("briefing_figures", "evidence/figures", "env", str)
    app.connect("builder-inited", check_at_start, priority=600)  # the bibliography is read then
