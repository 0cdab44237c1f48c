"""The tables that figures are drawn from: CSV files, read and checked against their schema."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sphinx_briefing import messages
from sphinx_briefing.datafiles import DataError, Fault
from sphinx_briefing.figures.schema import Column, heading_of
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.guard.text import name_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_briefing.figures.schema import Schema, Value

NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

MOST_ROWS, MOST_COLUMNS = 2000, 100
"""Of a table, which stands below its picture for readers; what is larger belongs into a file."""

WANTED = {
    "string": messages.WANTED_TEXT,
    "integer": messages.WANTED_INTEGER,
    "number": messages.WANTED_NUMBER,
    "date": messages.WANTED_DATE,
    "any date": messages.WANTED_ANY_DATE,
    "sources": messages.WANTED_SOURCES,
    "claims": messages.WANTED_CLAIMS,
}
"""What a cell is to hold, where its field has no description."""


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    line: int  # in its file; 0: it has none
    cells: dict[str, str]  # by column, in the order of the columns, as they are written
    sources: tuple[str, ...] = ()  # keys of the sources it rests on

    def __getitem__(self, column: str) -> str:
        """The cell of that column."""
        return self.cells[column]


class Table(NamedTuple):
    """A table."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    only: str = ""  # the column by which a part can be shown; empty: none

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def told(self, row: Row, column: str) -> str:
        """A cell as readers see it."""
        return self.column(column).words.get(row[column], row[column])

    def parts(self) -> list[str]:
        """What ``:only:`` may name, in the order of the rows."""
        return list(dict.fromkeys(self.told(row, self.only) for row in self.rows if self.only))

    def limited_to(self, parts: tuple[str, ...]) -> Table:
        """The rows of these parts; of all where there are none."""
        if not parts:
            return self
        rows = tuple(row for row in self.rows if self.told(row, self.only) in parts)
        return self._replace(rows=rows)

    def values(self, row: Row) -> dict[str, Value]:
        """The cells of a row by their types; what is empty is `None`."""
        return {column.name: value_of(row[column.name], column) for column in self.columns}


def value_of(cell: str, column: Column) -> Value:
    """A cell that was checked, by its type; dates stay text."""
    if not cell:
        return None
    if column.type in {"integer", "number"}:
        return float(cell) if "." in cell else int(cell)
    return cell


class Lines(NamedTuple):
    """The lines of a CSV file, unchecked."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # each with its line


def read_lines(text: str) -> Lines:
    """The lines of a CSV file (RFC 4180), spaces around cells taken off, empty lines left out.

    Raises:
        DataError: it is no CSV.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, tuple[str, ...]]] = []
    start = 1
    try:
        for cells in reader:
            if cells:
                lines.append((start, tuple(cell.strip() for cell in cells)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise DataError([Fault(start, messages.NOT_CSV % error)]) from error
    head = lines[0][1] if lines else ()
    if len(lines) - 1 > MOST_ROWS:
        raise DataError([Fault(lines[MOST_ROWS + 1][0], refusals.TABLE_TOO_LONG % MOST_ROWS)])
    if len(head) > MOST_COLUMNS:
        raise DataError([Fault(1, refusals.TABLE_TOO_WIDE % (len(head), MOST_COLUMNS))])
    if len(head) == 1 and (parted := re.search(r"[;\t|]", head[0])):
        raise DataError([Fault(1, refusals.TABLE_PARTED_OTHERWISE % parted[0])])
    return Lines(head, tuple(lines[1:]))


def make_table(lines: Lines, schema: Schema) -> Table:
    """Check the lines of a file against its schema.

    Raises:
        DataError: columns or cells do not fit.
    """
    columns = schema.columns or tuple(_undescribed(lines))
    faults = list(_faults_of_head(lines.head, columns))
    rows: list[Row] = []
    for line, cells in () if faults else lines.rows:
        if len(cells) != len(lines.head):
            says = messages.ROW_OF_WRONG_LENGTH % (len(cells), len(lines.head))
            faults.append(Fault(line, says))
            continue
        found = dict(zip(lines.head, cells, strict=True))
        row = Row(
            line,
            {column.name: found[column.name] for column in columns},
            tuple(
                key
                for column in columns
                if column.keys == "sources"
                for key in found[column.name].split()
            ),
        )
        faults += _faults_of_row(row, columns)
        rows.append(row)
    if not lines.rows and not faults:
        faults.append(Fault(2, messages.TABLE_WITHOUT_ROWS))
    faults += _repeated(rows, columns)
    if faults:
        raise DataError(sorted(faults, key=lambda fault: fault.line))
    return Table(columns, tuple(rows), schema.only)


def _undescribed(lines: Lines) -> Iterator[Column]:
    """The columns of a table without a schema: text, or numbers where all that is written is."""
    for name in dict.fromkeys(lines.head):
        at = lines.head.index(name)
        cells = [cells[at] for _, cells in lines.rows if len(cells) > at and cells[at]]
        numbers = bool(cells) and all(NUMBER.fullmatch(cell) for cell in cells)
        yield Column(name, heading_of(name), type="number" if numbers else "string")


def _faults_of_head(head: tuple[str, ...], columns: tuple[Column, ...]) -> Iterator[Fault]:
    names = [column.name for column in columns]
    known = messages.listed(names)
    if not head:
        yield Fault(1, messages.TABLE_EMPTY)
        return
    first: dict[str, str] = {}
    for number, name in enumerate(head, start=1):
        if not name:
            yield Fault(1, messages.COLUMN_WITHOUT_NAME % number)
        elif name not in names:
            yield _in_column(1, name, messages.COLUMN_UNKNOWN % known)
        elif head.index(name) != number - 1:
            yield _in_column(1, name, messages.COLUMN_TWICE)
        elif fault := name_fault(name):
            yield Fault(1, fault)
        elif (like := first.setdefault(_as_seen(name), name)) != name:
            yield _in_column(1, name, refusals.COLUMN_LIKE_ANOTHER % like)
    for name in names:
        if name not in head:
            yield _in_column(1, name, messages.COLUMN_MISSING % known)


def _as_seen(name: str) -> str:
    """A name as it is told from others: capitals and the coding of accents make no difference."""
    return unicodedata.normalize("NFKC", name).casefold()


def _faults_of_row(row: Row, columns: tuple[Column, ...]) -> Iterator[Fault]:
    for column in columns:
        says = fault_of(row[column.name], column)
        if says:
            yield _in_column(row.line, column.name, says)


def _in_column(line: int, name: str, says: str) -> Fault:
    return Fault(line, messages.COLUMN_FAULT % (name, says))


def _repeated(rows: list[Row], columns: tuple[Column, ...]) -> Iterator[Fault]:
    for column in columns:
        first: dict[str, int] = {}
        for row in rows if column.unique else ():
            cell = row[column.name]
            if cell and first.setdefault(cell, row.line) != row.line:
                says = messages.CELL_TAKEN % (cell, first[cell])
                yield _in_column(row.line, column.name, says)


def fault_of(cell: str, column: Column) -> str:
    """What is wrong with a cell, and what to write instead; empty: nothing."""
    date = "any date" if column.any_date else "date"
    hint = column.hint or WANTED[column.keys or (date if column.type == "date" else column.type)]
    if not cell:
        return messages.CELL_EMPTY % hint if column.required else ""
    if column.allowed and cell not in column.allowed:
        return messages.CELL_UNKNOWN % (cell, messages.listed(map(repr, column.allowed)))
    if column.pattern and not re.fullmatch(column.pattern, cell):
        return messages.CELL_WRONG % (cell, hint)
    if column.type == "date":
        return _fault_of_date(cell, column, hint)
    if column.type != "string":
        whole = column.type == "integer"
        if not NUMBER.fullmatch(cell) or (whole and "." in cell):
            return messages.CELL_WRONG % (cell, hint)
        return _out_of_range(float(cell), cell, column)
    return ""


def _fault_of_date(cell: str, column: Column, hint: str) -> str:
    if not DATE.fullmatch(cell) or (len(cell) < len("2024-06-15") and not column.any_date):
        return messages.CELL_WRONG % (cell, hint)
    try:
        day_of(cell)
    except ValueError:
        return messages.CELL_NO_DAY % cell
    return _out_of_range(cell, cell, column)


def _out_of_range(value: float | str, cell: str, column: Column) -> str:
    low, high = column.minimum, column.maximum
    if low is not None and value < low:  # type: ignore[operator]
        return messages.CELL_TOO_LOW % (cell, low)
    if high is not None and value > high:  # type: ignore[operator]
        return messages.CELL_TOO_HIGH % (cell, high)
    return ""


def day_of(date: str) -> dt.date:
    """The day of a date of a table; the first of its month or year where it names none.

    Raises:
        ValueError: there is no such day.
    """
    return dt.date.fromisoformat(date + "-01-01"[len(date) - 4 :])
