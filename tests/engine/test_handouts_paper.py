"""Slides and handout on paper, and pictures of the slides: made once of a small deck, and read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_briefing.commands.build import publish
from sphinx_briefing.handouts.kit import Kit
from sphinx_briefing.handouts.reading import read_deck
from tests.conftest import CONF

if TYPE_CHECKING:
    from collections.abc import Callable

ADDRESS = "https://docs.example.org/harbour/"
PAPER_CONF = """
extensions.append("sphinxcontrib.bibtex")
bibtex_bibfiles = ["refs.bib"]
bibtex_cite_id = "source-{key}"
briefing_claims = "claims.yaml"
project, author = "Harbours", "Roe and others"
"""
BIB = """\
@misc{log, title = {The harbour's log}, author = {Roe}, year = {2024}, consulted = {original},
  url = {https://example.org/log}}
@misc{chart, title = {A chart}, author = {Doe}, year = {2023}, consulted = {copy}}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><text y="20">12</text></svg>'
CLAIMS = """\
- id: C01
  home: one
  kind: fact
  attributed_to: a newspaper
  restatement: A light was built.
  verdict: confirmed
  evidence:
  - {stance: confirms, source: log, says: It was lit in May.}
- id: C02
  home: one
  kind: fact
  attributed_to: the article
  restatement: It never went out.
  verdict: contradicted
  evidence:
  - {stance: contradicts, source: chart, says: It went out twice.}
  editorial_note: The word is loose.
"""
FILES = {
    "index.md": "# Front\n\n```{toctree}\none\ntwo\nsources\nregister\nslides/talk\n```\n",
    "refs.bib": BIB,
    "claims.yaml": CLAIMS,
    "mark.svg": SVG,
    "sources.md": "# Sources\n\n```{bibliography}\n```\n",
    "register.md": "# Register\n\n```{claim-register}\n```\n",
    "one.md": """# The light

Who keeps it burning?

## First

:::::{slide} A light was built
:name: light

- **The article:** a light was built {claim}`C01`
- **The article:** it never went out {claim}`C02`

::::{notes}
Say that the light stands. See {slide}`boats`, and [the keepers](https://example.org/keepers).

1. First the tower.
2. Then the lamp.
::::

::::{notes}
:private:
Do not mention the fire.
::::
:::::

Used {claim}`C01`, out {claim}`C02`. Much is known {cite}`log`, {cite}`chart`.

## Second

:::{slide} The keepers climb in steps
:name: keepers
:steps:

1. at *dusk*, with oil
2. at midnight, see {slide}`boats`
3. at dawn, as [the guild](https://example.org/guild) asks
:::

## Third

:::{slide} A drawing says it
:name: drawing

![A drawing of a light](mark.svg)
:::
""",
    "two.md": """# The boats

Who comes in?

## Fourth

:::{slide} A table of boats
:name: boats

| Boat | Harbour |
|---|---|
| Alpha | Northhaven |
| Beta | |
:::

## Fifth

:::::{slide} ميناء قديم وسفينة
:name: harbour

- منارة على الساحل
- **سفن** قديمة

::::{notes}
السفن ترى الضوء من بعيد.
::::
:::::
""",
    "slides/talk.md": "# Talk\n\n::::{deck} The *talk* & more\n:minutes: 60\n:openers: yes\n\n"
    "For all who sail.\n\n:::{notes}\nWelcome.\n:::\n::::\n",
}


def publish_root(root: Path, *, presenter: bool = False) -> None:
    for name, text in {"conf.py": CONF + PAPER_CONF, **FILES}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    publish(root, jobs=1, presenter=presenter)
