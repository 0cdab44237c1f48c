"""Figures drawn by a Vega-Lite specification: what may stand in it, and how it is drawn.

https://vega.github.io/vega-lite/docs/ is the reference. The extension sets the data, the size and
what all pictures share; a specification says how the columns of its table become marks.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from sphinx.errors import ExtensionError

from sphinx_briefing import messages
from sphinx_briefing.datafiles import DataError, Fault, line_of
from sphinx_briefing.figures import worker
from sphinx_briefing.figures.process import ProcessFailed, run_apart
from sphinx_briefing.figures.schema import read_json, schema_in
from sphinx_briefing.figures.table import NUMBER
from sphinx_briefing.guard import messages as refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx_briefing.figures.files import Form
    from sphinx_briefing.figures.schema import Schema
    from sphinx_briefing.figures.table import Table

FONT = "Liberation Sans"
"""The font that vl-convert carries. It only measures with it; the page sets the font."""

WORDS, ORDER = "_words", "_order"
"""A column with categories has their words, and their places from 0, in columns so named."""

SCHEMA = ("usermeta", "tableSchema")
"""Where a specification may hold the schema of its table; Vega-Lite leaves ``usermeta`` alone."""

MARKS = {
    "arc", "area", "bar", "boxplot", "circle", "errorband", "errorbar", "geoshape", "line",
    "point", "rect", "rule", "square", "text", "tick", "trail",
}  # fmt: skip
TYPES = {"quantitative", "temporal", "ordinal", "nominal", "geojson"}
FIELD_KEYS = {
    "field", "groupby", "fold", "flatten", "stack", "regression", "on", "loess", "density",
    "quantile", "impute", "key", "repeat",
}  # fmt: skip
"""Keys whose text names fields."""

EXPRESSION = re.compile(
    r"\bdatum(?:\.(?P<name>[A-Za-z_]\w*)|\[(?P<quote>['\"])(?P<any>.+?)(?P=quote)\])"
)
MADE_BY_DEFAULT = {
    "fold": ("key", "value"),
    "density": ("value", "density"),
    "quantile": ("prob", "value"),
    "sequence": ("data",),
}
"""Fields that a transform makes unless ``as`` names others."""

IN_AXES = {"label", "value", "index", "count"}
"""What ``datum`` has in the expressions of axes, legends and headers."""

PATIENCE = 120  # seconds for all figures of a build; one takes a tenth of a second


DRAWING = {"mark", "layer", "hconcat", "vconcat", "concat", "spec"}
"""Properties of which a specification has one: without, it draws nothing."""

MEASURES = {
    "quantitative": (refusals.SPECIFICATION_NO_NUMBERS, NUMBER),
    "temporal": (refusals.SPECIFICATION_NO_DATES, re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}(T.*)?")),
}
"""Types of fields that a column of text cannot have, with the form of their cells."""


def _is_mark(path: Sequence[str | int], value: Any) -> bool:
    named = value.get("type") if isinstance(value, dict) else value
    return isinstance(named, str)


def _is_size(path: Sequence[str | int], value: Any) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return len(path) > 1 or isinstance(value, dict) or (number and 0 < value <= 4000)


SHAPES: dict[str | int, Callable[[Sequence[str | int], Any], bool]] = {
    "mark": _is_mark,
    "encoding": lambda path, value: isinstance(value, dict),
    "layer": lambda path, value: isinstance(value, list) and bool(value),
    "height": _is_size,
    "width": _is_size,
    "$schema": lambda path, value: (
        isinstance(value, str)
        and re.fullmatch(r"https://vega\.github\.io/schema/vega-lite/v6[.0-9]*json", value)
        is not None
    ),
}
"""What the values of some properties must be, by their way and what they are."""


MOST_NOTES = 100
"""Values that a ``sequence`` may have."""


class Specification(NamedTuple):
    """A specification as its file has it."""

    content: dict[str, Any]
    text: str
    schema: Schema | None


def read_specification(text: str) -> Specification:
    """Read a specification and check what can be known without its table.

    Raises:
        DataError: it is no JSON, or holds what no specification here may hold.
    """
    content = read_json(text)
    faults = [
        Fault(_line(text, path), messages.SPECIFICATION_FAULT % (path[-1], says))
        for path, value in walk(content)
        for says in _refused(path, value)
    ]
    if not faults and not {*content} & DRAWING:
        faults.append(Fault(1, refusals.SPECIFICATION_DRAWS_NOTHING))
    if faults:
        raise DataError(faults)
    schema: Any = content.get(SCHEMA[0], {})
    schema = schema.get(SCHEMA[1]) if isinstance(schema, dict) else None
    return Specification(content, text, None if schema is None else schema_in(schema, text, SCHEMA))


def _line(text: str, path: Sequence[str | int]) -> int:
    try:
        return line_of(text, path)
    except yaml.YAMLError:
        return 1


def walk(
    part: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every part of a specification with the way to it; what is in ``usermeta`` left out."""
    yield path, part
    if isinstance(part, dict):
        for key, value in part.items():
            if path or key != SCHEMA[0]:
                yield from walk(value, (*path, key))
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from walk(value, (*path, number))


def _refused(path: tuple[str | int, ...], value: Any) -> Iterator[str]:
    key = path[-1] if path else ""
    if key in {"url", "href"}:
        yield messages.SPECIFICATION_LEADS_AWAY
    elif key == "datasets" or (key in {"data", "from"} and _brings_data(value)):
        yield messages.SPECIFICATION_BRINGS_DATA
    elif (
        isinstance(key, str) and (key == "font" or key.endswith("Font")) and isinstance(value, str)
    ):
        yield messages.SPECIFICATION_SETS_FONT
    elif (key == "mark" and isinstance(value, str)) or (key == "type" and path[-2:-1] == ("mark",)):
        if isinstance(value, str) and value not in MARKS:
            known = messages.listed(sorted(MARKS))
            yield messages.SPECIFICATION_MARK_UNKNOWN % (value, known)
    elif key in SHAPES and not SHAPES[key](path, value):
        yield refusals.SPECIFICATION_SHAPE[str(key)] % refusals.short(json.dumps(value))
    elif key == "type" and path[-3:-2] == ("encoding",) and str(value) not in TYPES:
        yield messages.VALUE_UNKNOWN % (refusals.short(value), messages.listed(sorted(TYPES)))


def _brings_data(value: Any) -> bool:
    """Whether a ``data`` brings rows of its own: ``values``, or the rows of another name."""
    if not isinstance(value, dict) or "url" in value:  # the address is refused for itself
        return False
    if bool({"values", "data", "graticule", "sphere"} & {*value}):
        return True
    return value.get("name", "table") != "table" or not _is_short(value.get("sequence", {}))


def _is_short(sequence: Any) -> bool:
    """Whether a sequence is as short as notes on a picture need it, or there is none."""
    try:
        steps = (sequence["stop"] - sequence.get("start", 0)) / (sequence.get("step") or 1)
    except (KeyError, TypeError, AttributeError):
        return not sequence
    return bool(0 <= steps <= MOST_NOTES)


def misfits(specification: Specification, table: Table) -> list[Fault]:
    """What a specification takes from its table in vain: fields, and numbers of text."""
    return [*unknown_fields(specification, table), *_misread(specification, table)]


def _misread(specification: Specification, table: Table) -> Iterator[Fault]:
    """Columns of text that are drawn as numbers or dates: Vega-Lite would draw nothing of them."""
    made = {
        name
        for path, value in walk(specification.content)
        if path[-1:] == ("as",)
        for name in (value if isinstance(value, list) else [value])
    }
    for path, value in walk(specification.content):
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in MEASURES or path[-2:-1] != ("encoding",) or "aggregate" in value:
            continue
        says, form = MEASURES[kind]
        for column in table.columns:
            if column.name != value.get("field") or column.name in made:
                continue
            cells = ((row.line, row[column.name]) for row in table.rows if row[column.name])
            wrong = next((cell for cell in cells if not form.fullmatch(cell[1])), None)
            if wrong:
                told = (column.name, wrong[0], refusals.short(wrong[1]))
                yield Fault(_line(specification.text, path), says % told)


def unknown_fields(specification: Specification, table: Table) -> list[Fault]:
    """Fields that neither the table has nor a transform makes."""
    columns = [column.name for column in table.columns]
    known = {*columns, *IN_AXES}
    known |= {column.name + end for column in table.columns for end in (WORDS, ORDER)}
    named: list[tuple[tuple[str | int, ...], str]] = []
    for path, value in walk(specification.content):
        key = path[-1] if path else ""
        if key == "pivot":  # its fields are values of the table
            return []
        if isinstance(value, dict):
            for maker, made in MADE_BY_DEFAULT.items():
                known |= set(made) if maker in value else set()
        if key == "as":
            names: list[Any] = value if isinstance(value, list) else [value]
            known |= {name for name in names if isinstance(name, str)}
        elif isinstance(value, str):
            named += [(path, name) for name in _named(path, value)]
    return [
        Fault(
            _line(specification.text, path),
            messages.SPECIFICATION_FIELD_UNKNOWN % (name, messages.listed(columns)),
        )
        for path, name in named
        if name not in known
    ]


def _named(path: tuple[str | int, ...], value: str) -> list[str]:
    """The fields that a text of a specification names."""
    keys = [step for step in path if isinstance(step, str)]
    key = keys[-1] if keys else ""
    if key in FIELD_KEYS and "scale" not in keys:
        return [re.sub(r"\\", "", value)]
    if key in {"calculate", "filter", "test", "expr", "signal"} or key.endswith("Expr"):
        return [match["name"] or match["any"] for match in EXPRESSION.finditer(value)]
    return []


# -- drawing ----------------------------------------------------------------------------------


def completed(specification: Specification, table: Table, form: Form) -> dict[str, Any]:
    """A specification with its data, its size and what all pictures share."""
    content = dict(specification.content)
    content.pop(SCHEMA[0], None)
    rows = []
    for row in table.rows:
        values = dict(table.values(row))
        for column in table.columns:
            if column.allowed and row[column.name]:
                values[column.name + WORDS] = table.told(row, column.name)
                values[column.name + ORDER] = column.allowed.index(row[column.name])
        rows.append(values)
    params = [
        param
        for param in content.get("params", [])
        if param.get("name") not in {"form", "text", "room"}
    ]
    content["params"] = [
        {"name": "form", "value": form.name},
        {"name": "text", "value": form.text},
        {"name": "room", "value": form.width},
        *params,
    ]
    content["data"] = {"name": "table"}
    content["datasets"] = {"table": rows}
    content["config"] = merged(shared_config(form), content.get("config", {}))
    content.setdefault("background", None)
    if "mark" in content or "layer" in content:
        content.setdefault("width", form.width)
        content.setdefault("height", form.height)
        content.setdefault("autosize", {"type": "fit-x", "contains": "padding"})
    content.setdefault("padding", 2)
    return content


def shared_config(form: Form) -> dict[str, Any]:
    """What all pictures of a form share: text large enough, colours of the page, no frames.

    Colours are custom properties, so that a picture follows light and dark.
    """
    ink, ink_2, line = (f"var(--briefing-{name})" for name in ("ink", "ink-2", "line"))
    accent = "var(--briefing-accent)"
    text = {"labelFontSize": form.text, "titleFontSize": form.text, "labelLimit": 0,
            "titleLimit": 0, "labelColor": ink_2, "titleColor": ink}  # fmt: skip
    return {
        "font": FONT,
        "view": {"stroke": None},
        "mark": {"aria": False, "color": accent},
        "text": {"fontSize": form.text, "color": ink},
        "rule": {"color": ink_2},
        "axis": {
            **text, "aria": False, "domainColor": ink_2, "tickColor": ink_2, "gridColor": line,
            "titleFontWeight": "bold",
        },
        "legend": {**text, "aria": False, "symbolStrokeColor": ink_2},
        "header": text,
        "title": {"fontSize": form.text, "subtitleFontSize": form.text, "color": ink,
                  "subtitleColor": ink_2, "anchor": "start", "aria": False},
        "range": {"category": [accent, "var(--briefing-editorial)", ink_2, line]},
    }  # fmt: skip


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """One configuration over another (RFC 7396, without its removal by null)."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        result[key] = merged(old, value) if both and isinstance(old, dict) else value
    return result


class Result(NamedTuple):
    """What became of a specification."""

    svg: str  # empty: nothing
    faults: tuple[str, ...]  # errors and warnings of Vega-Lite


def draw_specifications(
    specifications: Iterable[dict[str, Any]], names: Sequence[str] = ()
) -> list[Result]:
    """Draw completed specifications, all in one process of their own.

    Args:
        specifications: what to draw.
        names: what messages call each.

    Raises:
        ExtensionError: the process failed; a fault of one specification is in its result.
    """
    try:
        drawn = run_apart(worker, list(specifications), PATIENCE)
    except ProcessFailed as error:
        says = f"{_last(error.said, names)}{error}"
        if error.is_too_much:
            says = refusals.FIGURE_TOO_LARGE % says
        raise ExtensionError(messages.PICTURES_NOT_DRAWN % says) from error
    return [Result(found.get("svg", ""), tuple(_faults(found))) for found in json.loads(drawn)]


def _last(said: Sequence[str], names: Sequence[str]) -> str:
    """Which picture was being drawn, by what the process said."""
    numbers = [int(line) for line in said if line.isdigit()]
    return f"{names[numbers[-1]]}: " if numbers and numbers[-1] < len(names) else ""


def _faults(found: dict[str, str]) -> Iterator[str]:
    for line in found["said"].splitlines():
        if line.strip():
            yield messages.VEGA_LITE_WARNS % line.strip().removeprefix("WARN").strip()
    if "error" in found:
        lines = [line for line in found["error"].splitlines() if not line.startswith("    at ")]
        says = " ".join(lines[1:] or lines).strip()
        yield messages.VEGA_LITE_CANNOT % re.sub(r"^[A-Za-z]*Error: ", "", says)
