"""The texts of scripts, in the languages other than English.

A script says ``_("Copy")`` and has English ready. For another language the build writes
``_static/briefing-texts.js``, which sets one global variable, as Sphinx writes ``translations.js``
(decks do not load what reads that). It is a file, so that it holds under a policy without inline
code and is kept by the browser for all pages; pages in English link and load nothing.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.extract import extract
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_briefing.config import writes_pages
from sphinx_briefing.translation import _, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

TEXTS = "briefing-texts.js"

OF_REVEAL = (gettext_noop("Resume presentation"), gettext_noop("Speaker notes"))
"""What reveal.js 5 says for itself; it takes no texts, so a deck's script puts others in place."""


def texts_in_scripts() -> Iterator[str]:
    """What the extension's scripts say."""
    for script in sorted(Path(str(files("sphinx_briefing"))).rglob("briefing-*.js")):
        with script.open("rb") as opened:
            for _line, text, _comments, _context in extract("javascript", opened, {"_": None}):
                yield str(text)


def script_texts(config: Config) -> dict[str, str]:
    """The texts of scripts that are not English, by the English; empty in English."""
    if config.language.partition("_")[0] == "en":
        return {}
    said = {text: str(_(text)) for text in (*texts_in_scripts(), *OF_REVEAL)}
    return {english: text for english, text in said.items() if text != english}


def write_texts(app: Sphinx) -> bool:
    """Write the file of texts, or take away that of another language; whether there is one."""
    texts, path = script_texts(app.config), Path(app.outdir, "_static", TEXTS)
    if not texts:
        path.unlink(missing_ok=True)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps(texts, ensure_ascii=False, sort_keys=True, indent=0)
    path.write_text(f"window.briefingTexts = {data};\n", encoding="utf-8")
    return True


def add_texts(app: Sphinx) -> None:
    """Write the file of texts, and have web pages link it before other scripts."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name == "epub":
        return
    if write_texts(app) and writes_pages(builder):
        app.add_js_file(TEXTS, priority=90, loading_method="defer")


def setup(app: Sphinx) -> None:
    """Connect to the start of a build."""
    app.connect("builder-inited", add_texts)
