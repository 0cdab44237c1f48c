"""Settings that could only fail later, or in silence: types, addresses, paths."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError

from sphinx_briefing.compat import is_set, types_of_settings
from sphinx_briefing.guard import messages
from sphinx_briefing.guard.allowed import is_address
from sphinx_briefing.guard.messages import short
from sphinx_briefing.messages import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config

ADDRESSES = ("html_baseurl", "briefing_licence")
"""Settings that hold a full address, or nothing."""

FOLDERS = ("html_static_path", "revealjs_static_path", "templates_path", "html_extra_path")
"""Settings that list folders or files, seen from ``conf.py``."""

AUDIENCES = "briefing_audiences"
"""What it must hold is said with its own check."""

LONGEST = 1000
"""Characters of a text in a setting; what has more was not written by an author."""

WORDS = {
    str: "text in quotation marks",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    list: "a list",
    tuple: "a tuple",
    set: "a set",
    frozenset: "a set",
    dict: "a mapping, {name: value}",
}
"""What to write for a value of a type."""


def check_types(app: Sphinx, config: Config) -> None:
    """Refuse values of our own settings that are of another type than they must be.

    Raises:
        ConfigError: one is.
    """
    for name, types in types_of_settings(config).items():
        value: Any = config[name]
        ours = name.startswith("briefing_") and name != AUDIENCES
        # The limits of numbers are checked with their own words; True is none.
        number = isinstance(value, (int, float)) and bool({int, float} & {*types})
        if isinstance(value, bool):
            number = bool in types
        if ours and (says := _fault_of_content(value)):
            raise ConfigError(says % name)
        if not ours or number or (isinstance(value, types) and not isinstance(value, bool)):
            continue
        words = any_of({WORDS.get(one, one.__name__) for one in types})
        shown: Any = short(value) if isinstance(value, (str, list, dict)) else value
        raise ConfigError(messages.SETTING_OF_WRONG_TYPE % (name, shown, words))


def _fault_of_content(value: object) -> str:
    """What is wrong with the texts of a value, with a place for its setting; empty: nothing."""
    texts = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    if any(isinstance(one, str) and len(one) > LONGEST for one in texts):
        return messages.SETTING_TOO_LONG
    if texts is value and not all(isinstance(one, str) for one in texts):
        return messages.SETTING_OF_NO_TEXTS
    return ""


def check_addresses(app: Sphinx, config: Config) -> None:
    """Refuse addresses that lead nowhere.

    Raises:
        ConfigError: one is none.
    """
    for name in ADDRESSES:
        value: Any = config[name]
        if value and not is_address(value):
            raise ConfigError(messages.ADDRESS_UNUSABLE % (name, short(value)))
    for audience, told in config.briefing_audiences.items():
        if not isinstance(told, str) or not told.strip():
            raise ConfigError(messages.SETTING_EMPTY_AUDIENCE % audience)


def check_paths(app: Sphinx, config: Config) -> None:
    """Refuse folders that are not there, before Sphinx warns of some and leaves others out.

    Raises:
        ConfigError: one is not.
    """
    conf = Path(app.confdir)
    for name in FOLDERS:
        for entry in config[name] if name in config else []:  # noqa: SIM401  (no mapping)
            if not (conf / str(entry)).exists():
                raise ConfigError(messages.PATH_SET_MISSING % (name, str(entry)))
    if is_set(config, "briefing_figures") and not (conf / config.briefing_figures).is_dir():
        missing = ("briefing_figures", config.briefing_figures)
        raise ConfigError(messages.PATH_SET_MISSING % missing)
    for name in config.briefing_outside_folders:
        if not (conf / name).is_dir():
            raise ConfigError(messages.PATH_SET_MISSING % ("briefing_outside_folders", name))


def check_assets(app: Sphinx) -> None:
    """Refuse stylesheets and scripts in ``conf.py`` that no page would find.

    Raises:
        ConfigError: one lies nowhere.
    """
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name == "epub":
        return
    config, conf = app.config, Path(app.confdir)
    theme = [Path(folder, "static") for folder in builder.theme.get_theme_dirs()]
    docs = [conf / str(entry) for entry in config.html_static_path]
    decks = [conf / str(entry) for entry in config.revealjs_static_path]
    of_extensions = {str(name) for name, _ in (*app.registry.css_files, *app.registry.js_files)}
    for folders, name, path in (
        (docs, "html_static_path", ("html_css_files", "html_js_files")),
        ([*decks, *docs], "revealjs_static_path", ("revealjs_css_files", "revealjs_js_files")),
    ):
        for setting in path:
            for file in names_of(config[setting]):
                known = (
                    file in of_extensions
                    and name == "html_static_path"
                    and not is_set(config, setting)
                )
                if not known and not lies_in(file, [*folders, *theme]):
                    raise ConfigError(messages.ASSET_SET_MISSING % (setting, file, name))


def leave_sources_out(app: Sphinx) -> None:
    """Leave no folder of sources, be it of an earlier build, where none are to be published."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder) and not app.config.html_copy_source:
        builder.copysource = False
        shutil.rmtree(Path(app.outdir, "_sources"), ignore_errors=True)


def names_of(value: Iterable[Any]) -> Iterator[str]:
    """The files that such a setting names; not those of other hosts."""
    for entry in value:
        name = entry if isinstance(entry, str) else entry[0] if entry else ""
        name = str(name or "").partition("?")[0]
        if name and "://" not in name and not name.startswith("//"):
            yield name


def lies_in(name: str, folders: Iterable[Path]) -> bool:
    """Whether a file lies in one of the folders, or is one of the files among them."""
    return any((one / name).is_file() or (one.is_file() and one.name == name) for one in folders)


def setup(app: Sphinx) -> None:
    """Check before anything uses the settings."""
    app.connect("config-inited", check_types, priority=100)
    app.connect("config-inited", check_addresses, priority=900)
    app.connect("config-inited", check_paths, priority=390)
    app.connect("builder-inited", check_assets, priority=950)
    app.connect("builder-inited", leave_sources_out)
