"""Layouts of a project's own: a Jinja template each, which ``briefing_layouts`` names.

https://jinja.palletsprojects.com/en/stable/templates/ is the reference. What a template is given,
as HTML:

- ``headline``: the slide's heading; ``body``: all that stands below it; ``parts``: the same as a
  list of blocks, ``items``: the items of its first list;
- ``id``, ``number`` and ``count``: the slide's id, its number and how many the deck has.

Its looks stand in a stylesheet of the project (``revealjs_css_files``), below ``.layout-NAME``.
"""

from __future__ import annotations

import traceback
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sphinx.errors import ConfigError, ExtensionError

from sphinx_briefing import messages
from sphinx_briefing.doctree import ID
from sphinx_briefing.incremental import PAGES_SHOW
from sphinx_briefing.slides.layouts.fit import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config


def template_of(confdir: str | Path, config: Config, name: str) -> Path:
    """The file of a project's layout."""
    return Path(confdir, config.briefing_layouts[name])


def check_templates(app: Sphinx, config: Config) -> None:
    """Refuse layouts that could only fail later.

    Raises:
        ConfigError: a name is no id or is the engine's own, a file is not there, or it is no
            template.
    """
    for name, path in config.briefing_layouts.items():
        if not ID.fullmatch(str(name)) or name in LAYOUTS or name == "plain":
            raise ConfigError(messages.LAYOUT_NAME_UNUSABLE % (name, messages.listed(LAYOUTS)))
        file = Path(app.confdir, str(path))
        if not file.is_file():
            raise ConfigError(messages.LAYOUT_TEMPLATE_MISSING % (name, path))
        try:
            _environment().parse(file.read_text("utf-8"))
        except TemplateSyntaxError as error:
            says = messages.TEMPLATE_WRONG % error.message
            raise ConfigError(f"{path}:{error.lineno}: {says}") from error


def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=DictLoader({}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def render(file: Path, path: str, given: Mapping[str, Any]) -> str:
    """A slide's HTML as the project's template has it.

    Args:
        file: the template.
        path: the same as ``conf.py`` names it, for messages.
        given: what the template is given.

    Raises:
        ExtensionError: the template fails.
    """
    try:
        template = _environment().from_string(file.read_text("utf-8"))
        return template.render(given)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((f.lineno for f in reversed(frames) if f.filename == "<template>"), 1)
        says = messages.TEMPLATE_FAILS % error
        raise ExtensionError(f"{path}:{line}: {says}") from error


def checksums(app: Sphinx) -> list[object]:
    """The templates, whose change changes decks."""
    files = [(n, template_of(app.confdir, app.config, n)) for n in app.config.briefing_layouts]
    return [sorted((name, zlib.crc32(file.read_bytes())) for name, file in files)]


def setup(app: Sphinx) -> None:
    """Register the setting."""
    # Layouts of the project's own: by name, a template's path seen from conf.py.
    app.add_config_value("briefing_layouts", {}, "env", dict)
    app.connect("config-inited", check_templates)
    app.connect(PAGES_SHOW, checksums)
