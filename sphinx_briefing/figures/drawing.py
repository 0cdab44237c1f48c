"""From the files of a figure to its picture: read, check, draw once a build, keep.

Drawings are kept in the environment under what they were made of, so that a build draws only what
has changed, and the processes that write pages find all of them there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.errors import ExtensionError

from sphinx_briefing import messages
from sphinx_briefing.claims.bibliography import bibliography_entries
from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.datafiles import DataError, Fault, load, name_of
from sphinx_briefing.figures import worker
from sphinx_briefing.figures.files import (
    FORMS,
    SPECIFICATION,
    faults_of,
    files_of,
    names_in,
)
from sphinx_briefing.figures.records import FIGURES
from sphinx_briefing.figures.schema import Schema, read_schema
from sphinx_briefing.figures.svg import clean, short
from sphinx_briefing.figures.table import make_table, read_lines
from sphinx_briefing.figures.template import read_template, render
from sphinx_briefing.figures.vega import (
    completed,
    draw_specifications,
    misfits,
    read_specification,
)
from sphinx_briefing.translation import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.figures.files import FormName
    from sphinx_briefing.figures.table import Table

EDITION = 1
"""Raised when the same files are drawn in another way, so that no kept drawing is used."""


class Wanted(NamedTuple):
    """A picture that some page shows."""

    figure: str
    form: FormName
    only: tuple[str, ...] = ()  # parts to show; empty: all


# -- reading ----------------------------------------------------------------------------------


def schema_of(env: BuildEnvironment, name: str) -> Schema:
    """The schema of a figure's table: its own file, or in a specification, or none.

    Raises:
        ExtensionError: it is wrong.
    """
    found = files_of(env, name)
    if found.schema is not None:
        return load(env, found.schema, read_schema)
    for path in found.drawn_by.values():
        if path.name.endswith(SPECIFICATION):
            inside = load(env, path, read_specification).schema
            if inside is not None:
                return inside
    return Schema()


def table_of(env: BuildEnvironment, name: str) -> Table:
    """The table of a figure.

    Raises:
        ExtensionError: it is missing or wrong; each line of the message names file and line.
    """
    path = files_of(env, name).table
    lines, schema = load(env, path, read_lines), schema_of(env, name)
    try:
        return make_table(lines, schema)
    except DataError as error:
        shown = name_of(env, path)
        raise ExtensionError("\n".join(fault.at(shown) for fault in error.faults)) from error


def content_of(env: BuildEnvironment, name: str) -> str:
    """A digest of all that a figure is made of; another one when any of it has changed."""
    digest = hashlib.sha256()
    for path in files_of(env, name).all:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


# -- checking ---------------------------------------------------------------------------------


def faults_in(env: BuildEnvironment) -> Iterator[str]:
    """What is wrong in the files of all figures, before any is drawn."""
    yield from faults_of(env)
    for name in names_in(env):
        found = files_of(env, name)
        if not found.drawn_by or not found.table.is_file():
            continue  # told already
        try:
            table = table_of(env, name)
        except ExtensionError as error:
            yield str(error)
            continue
        yield from _unknown_names(env, table, name_of(env, found.table))
        for path in dict.fromkeys(found.drawn_by.values()):
            try:
                if path.name.endswith(SPECIFICATION):
                    specification = load(env, path, read_specification)
                    for fault in misfits(specification, table):
                        yield fault.at(name_of(env, path))
                else:
                    load(env, path, read_template)
            except ExtensionError as error:
                yield str(error)


def _unknown_names(env: BuildEnvironment, table: Table, shown: str) -> Iterator[str]:
    """Keys of no source and ids of no claim."""
    known: dict[str, tuple[Any, str]] = {
        "sources": (bibliography_entries(env), messages.CELL_SOURCE_UNKNOWN),
        "claims": (claims_of(env), messages.CELL_CLAIM_UNKNOWN),
    }
    for column in table.columns:
        names, text = known.get(column.keys, ((), ""))
        for row in table.rows if names else ():
            for name in row[column.name].split():
                if name not in names:
                    says = messages.COLUMN_FAULT % (column.name, text % name)
                    yield Fault(row.line, says).at(shown)


def check_at_start(app: Sphinx) -> None:
    """Check all figures before the sources are read, so that what is wrong is said once.

    Raises:
        ExtensionError: something is wrong; each line of the message names file and line.
    """
    faults = list(dict.fromkeys("\n".join(faults_in(app.env)).splitlines()))
    if faults:
        raise ExtensionError("\n".join(faults))


# -- drawing ----------------------------------------------------------------------------------


def forms_on_a_page(env: BuildEnvironment, name: str) -> list[FormName]:
    """The forms that a page holds of a figure: one for each width, or one for all.

    A template bends to any width by itself; a specification is drawn for each.
    """
    drawn_by = files_of(env, name).drawn_by
    page, phone = drawn_by["page"], drawn_by["phone"]
    alone = page == phone and not page.name.endswith(SPECIFICATION)
    return ["page"] if alone else ["page", "phone"]


def picture_of(env: BuildEnvironment, wanted: Wanted) -> str:
    """A drawing that `draw_all` made; `svg.placed` makes it a picture."""
    drawings: dict[str, str] = env.__dict__["briefing_drawings"]
    return drawings[_key(env, wanted)]


def draw_all(env: BuildEnvironment, all_wanted: Iterable[Wanted]) -> None:
    """Draw what is wanted and not kept already; forget what nobody wants any more.

    Raises:
        ExtensionError: a figure cannot be drawn; each line of the message names its file.
    """
    kept: dict[str, str] = env.__dict__.get("briefing_drawings", {})
    drawings: dict[str, str] = {}
    faults: list[str] = []
    pending: dict[str, Wanted] = {}
    for wanted in all_wanted:
        key = _key(env, wanted)
        if key in kept:
            drawings[key] = kept[key]
        elif key in drawings or key in pending:
            continue
        elif _path(env, wanted).name.endswith(SPECIFICATION):
            pending[key] = wanted
        else:
            try:
                drawings[key] = _rendered(env, wanted)
            except DataError as error:
                shown = name_of(env, _path(env, wanted))
                faults += [fault.at(shown) for fault in error.faults]
    for key, drawn, wrong in _drawn(env, pending):
        drawings[key] = drawn
        faults += wrong
    if faults:
        raise ExtensionError("\n".join(dict.fromkeys(faults)))
    env.__dict__["briefing_drawings"] = drawings


def _path(env: BuildEnvironment, wanted: Wanted) -> Path:
    return files_of(env, wanted.figure).drawn_by[wanted.form]


def _table(env: BuildEnvironment, wanted: Wanted) -> Table:
    table = table_of(env, wanted.figure).limited_to(wanted.only)
    docname = next((f.docname for f in FIGURES.all(env) if f.drawing == wanted.figure), None)
    if docname is None:
        return table
    # Headings and words are for readers. A value is what specifications compare.
    columns = [
        replace(
            column,
            heading=translate(env, docname, column.heading),
            words={key: translate(env, docname, words) for key, words in column.words.items()},
        )
        for column in table.columns
    ]
    return table._replace(columns=tuple(columns))


def _key(env: BuildEnvironment, wanted: Wanted) -> str:
    path, table = _path(env, wanted), _table(env, wanted)
    made_of = [EDITION, worker.VEGA_LITE, FORMS[wanted.form], path.name, repr(table)]
    digest = hashlib.sha256(json.dumps(made_of).encode())
    digest.update(path.read_bytes())
    return digest.hexdigest()


def _rendered(env: BuildEnvironment, wanted: Wanted) -> str:
    template = load(env, _path(env, wanted), read_template)
    return render(template, _table(env, wanted), FORMS[wanted.form])


def _drawn(
    env: BuildEnvironment, pending: dict[str, Wanted]
) -> Iterator[tuple[str, str, list[str]]]:
    """Draw specifications; for each its key, its picture, and what is wrong with it."""
    if not pending:
        return
    specifications = [
        completed(
            load(env, _path(env, wanted), read_specification),
            _table(env, wanted),
            FORMS[wanted.form],
        )
        for wanted in pending.values()
    ]
    names = [name_of(env, _path(env, wanted)) for wanted in pending.values()]
    for (key, wanted), result in zip(
        pending.items(), draw_specifications(specifications, names), strict=True
    ):
        shown, form = name_of(env, _path(env, wanted)), FORMS[wanted.form]
        faults = list(result.faults)
        if not result.svg:
            yield key, "", [messages.PICTURE_FAULT % (shown, form.name, says) for says in faults]
            continue
        drawn = clean(result.svg, form)
        own = f"{wanted.figure}.{form.name}.vl.json"
        if drawn.width > form.width + 1:
            faults.append(messages.PICTURE_TOO_WIDE % (drawn.width, form.width, own))
        if drawn.smallest < form.text:
            faults.append(messages.PICTURE_TEXT_TOO_SMALL % (short(drawn.smallest), form.text))
        yield key, drawn.svg, [messages.PICTURE_FAULT % (shown, form.name, s) for s in faults]
