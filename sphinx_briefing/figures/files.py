"""The files that make a figure: a table, perhaps its schema, and what draws it.

For a figure NAME: ``NAME.csv``; ``NAME.vl.json`` (Vega-Lite) or ``NAME.html`` (a Jinja template);
perhaps ``NAME.schema.json``. A form of its own has a file of its own, such as
``NAME.slide.vl.json``; every form without one is drawn by the figure's first file, and a slide on a
phone by that of the slide, so that it shows the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from sphinx_briefing import messages
from sphinx_briefing.guard import messages as refusals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

FormName = Literal["page", "phone", "slide", "slide-phone"]


class Form(NamedTuple):
    """Where a picture stands, and what that asks of it."""

    name: FormName
    width: int  # CSS pixels that there are
    height: int  # CSS pixels of a specification that says none
    text: int  # CSS pixels of its smallest text


FORMS: dict[FormName, Form] = {
    "page": Form("page", 640, 320, 13),
    "phone": Form("phone", 340, 260, 13),
    "slide": Form("slide", 1128, 360, 24),
    "slide-phone": Form("slide-phone", 280, 260, 16),
}
"""The forms of a picture.

A page's column is some 640 px wide in most themes; a phone of 390 px has 340 beside its margins;
a slide's canvas of 1280 has 1128, and is read from the back of a room. Where a deck is read as a
column, windows begin at 320 px (WCAG 2.2, 1.4.10), of which 280 are left, and no text is below 16.
"""

SPECIFICATION, TEMPLATE = ".vl.json", ".html"

PARTS = re.compile(r"(?P<name>[^.]+)(\.(?P<form>[^.]+))?(?P<kind>\.vl\.json|\.html)")


class FigureFiles(NamedTuple):
    """The files of a figure."""

    name: str
    table: Path
    schema: Path | None
    drawn_by: dict[FormName, Path]  # what draws each form; empty: nothing does

    @property
    def all(self) -> list[Path]:
        """Every file that is there, each once."""
        found = [self.table, *([self.schema] if self.schema else []), *self.drawn_by.values()]
        return [path for path in dict.fromkeys(found) if path.is_file()]


def folder_of(env: BuildEnvironment) -> Path:
    """The folder of this project's figures, ``briefing_figures``."""
    return Path(env.srcdir, env.config.briefing_figures)


def names_in(env: BuildEnvironment) -> list[str]:
    """Names of the figures that this project has files of, sorted."""
    return sorted(
        {
            path.name.partition(".")[0]
            for path in folder_of(env).glob("*.*")
            if path.name.endswith((".csv", SPECIFICATION, TEMPLATE, ".schema.json"))
        }
    )


def files_of(env: BuildEnvironment, name: str) -> FigureFiles:
    """The files of the figure of that name."""
    folder = folder_of(env)
    schema = folder / f"{name}.schema.json"
    drawn_by: dict[FormName, Path] = {}
    for form in FORMS:
        own = [form, "slide"] if form == "slide-phone" else [form]
        places = [
            folder / f"{name}{middle}{kind}"
            for middle in (*(f".{one}" for one in own), "")
            for kind in (SPECIFICATION, TEMPLATE)
        ]
        found = next((path for path in places if path.is_file()), None)
        if found is not None:
            drawn_by[form] = found
    return FigureFiles(name, folder / f"{name}.csv", schema if schema.is_file() else None, drawn_by)


def faults_of(env: BuildEnvironment) -> Iterator[str]:
    """Figures that lack a file, and files that no figure has."""
    folder = folder_of(env)
    shown = env.config.briefing_figures.rstrip("/")
    for path in sorted(folder.glob("*.*")):
        parts = PARTS.fullmatch(path.name)
        if parts and parts["form"] and parts["form"] not in FORMS:
            known = messages.listed(FORMS)
            yield messages.FORM_UNKNOWN % (f"{shown}/{path.name}", parts["form"], known)
    for path in sorted(folder.glob(f"*{TEMPLATE}")):
        other = path.with_name(path.name.removesuffix(TEMPLATE) + SPECIFICATION)
        if other.is_file():
            yield refusals.FIGURE_DRAWN_TWICE % (f"{shown}/{path.name}", f"{shown}/{other.name}")
    for name in names_in(env):
        found, table = files_of(env, name), f"{shown}/{name}.csv"
        if not found.table.is_file():
            yield messages.TABLE_MISSING % table
        elif "page" not in found.drawn_by:
            yield messages.TABLE_DRAWN_BY_NOTHING % (table, name, name)
