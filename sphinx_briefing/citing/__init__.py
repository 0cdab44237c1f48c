"""For those who cite: definitions of a briefing's glossary, shown in other Sphinx documentation.

An extension of its own, which needs nothing else of this package. Two lines of ``conf.py`` beside
the ``intersphinx_mapping`` that a citing project has already::

    extensions = [..., "sphinx_briefing.citing"]
    briefing_glossaries = ["briefing"]  # keys of intersphinx_mapping

Each link into such a glossary then shows the definition on hover, focus and tap. The definitions
come from ``glossary.json`` beside the inventory: at its address, or beside a local copy of it.
Another place is named as ``briefing_glossaries = {"briefing": "copies/glossary.json"}``, with a
path that starts at ``conf.py`` or an address.

The build writes those that the pages cite into one script, which a page loads when its first
definition is asked for: the reader's browser asks no other host, and pages opened from disk or
under a content security policy without inline code show them, too.
"""

from __future__ import annotations

import html
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError
from sphinx.ext.intersphinx import InventoryAdapter
from sphinx.util import logging, requests

from sphinx_briefing import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

GLOSSARY = "glossary.json"
VERSION = 1
"""The version of the glossary's format that is read here."""

SCRIPT, STYLE, DATA = "briefing-citing.js", "briefing-citing.css", "briefing-citing-data.js"
LINK_CLASS = "briefing-cited"
HREF = re.compile(r'<a\s[^>]*?\bhref="([^"]+#[^"]+)"')
SECONDS_PER_DAY = 86_400


class Glossary(NamedTuple):
    """Where a glossary is published, and where its data are to be had."""

    key: str  # of intersphinx_mapping
    site: str  # the published address, with a slash at its end
    places: tuple[str, ...]  # of glossary.json: addresses, or paths from conf.py, first to last


class Definition(NamedTuple):
    """What is shown for a link: all three are plain text, for the glossary is another's."""

    term: str
    text: str
    source: str  # the publication's title


class GlossaryError(Exception):
    """A glossary that cannot be had or read; the message says why."""


# -- settings ---------------------------------------------------------------------------------


def glossaries(config: Config) -> list[Glossary]:
    """The glossaries that ``conf.py`` names.

    Raises:
        ConfigError: ``briefing_glossaries`` has the wrong form, or names a key that
            ``intersphinx_mapping`` lacks.
    """
    named: Any = config.briefing_glossaries
    if not isinstance(named, dict) and isinstance(named, list | tuple | set):
        named = dict.fromkeys(named)
    if not isinstance(named, dict) or not all(
        isinstance(key, str) and (place is None or (isinstance(place, str) and place))
        for key, place in named.items()
    ):
        raise ConfigError(
            "briefing_glossaries must list keys of intersphinx_mapping, "
            'briefing_glossaries = ["briefing"], or say where each glossary.json is, '
            'briefing_glossaries = {"briefing": "copies/glossary.json"}'
        )
    found = []
    for key, place in sorted(named.items()):
        if key not in config.intersphinx_mapping:
            known = ", ".join(map(repr, config.intersphinx_mapping)) or "nothing"
            raise ConfigError(
                f"briefing_glossaries names {key!r}, but intersphinx_mapping has {known}: add "
                f'intersphinx_mapping["{key}"] = (the address of the publication, None)'
            )
        # intersphinx has brought each value into this form by now.
        _, (address, inventories) = config.intersphinx_mapping[key]
        site = _without_credentials(address).rstrip("/") + "/"
        beside = tuple(
            urljoin(address.rstrip("/") + "/", GLOSSARY) if inv is None else _beside(inv)
            for inv in inventories
        )
        found.append(Glossary(key, site, (place,) if place else beside))
    return found


def _beside(inventory: str) -> str:
    if "://" in inventory:
        return urljoin(inventory, GLOSSARY)
    return (Path(inventory).parent / GLOSSARY).as_posix()


def _without_credentials(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


# -- definitions ------------------------------------------------------------------------------


def load(app: Sphinx, glossary: Glossary) -> dict[str, Definition]:
    """The definitions of a glossary, by the address of each entry.

    Raises:
        GlossaryError: It stands at none of its places, or is no glossary of a known version.
    """
    failures = []
    for place in glossary.places:
        try:
            return parse(_read(app, glossary, place), glossary.site, _title(app, glossary))
        except GlossaryError as error:
            failures.append(f"{_without_credentials(place)}: {error}")
    raise GlossaryError("; ".join(failures))


def _title(app: Sphinx, glossary: Glossary) -> str:
    """The publication's title, from its inventory, which intersphinx has read by now."""
    inventory = InventoryAdapter(app.env).named_inventory.get(glossary.key, {})
    return next((item.project_name for rows in inventory.values() for item in rows.values()), "")


def _read(app: Sphinx, glossary: Glossary, place: str) -> bytes:
    if "://" not in place:
        path = Path(app.confdir, place)
        try:
            return path.read_bytes()
        except OSError as error:
            raise GlossaryError(error.strerror or str(error)) from error
    # As long as intersphinx keeps an inventory.
    kept = Path(app.doctreedir, "__briefing_cache__", f"{quote(glossary.key, safe='')}.json")
    limit = app.config.intersphinx_cache_limit
    if kept.is_file() and (
        limit < 0 or kept.stat().st_mtime >= time.time() - limit * SECONDS_PER_DAY
    ):
        return kept.read_bytes()
    try:
        with requests.get(
            place,
            timeout=app.config.intersphinx_timeout,
            _user_agent=app.config.user_agent,
            _tls_info=(app.config.tls_verify, app.config.tls_cacerts),
        ) as response:
            response.raise_for_status()
            data = response.content
    except OSError as error:  # that of requests is one
        if kept.is_file():
            logger.info("%s cannot be fetched: an earlier copy of it is used", place)
            return kept.read_bytes()
        raise GlossaryError(str(error)) from error
    parse(data, glossary.site)  # what cannot be read is not kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return data


def parse(data: bytes, site: str, source: str = "") -> dict[str, Definition]:
    """Read a ``glossary.json``: its definitions, by the address of each entry.

    Raises:
        GlossaryError: The data are no JSON, or no glossary of a known version.
    """
    try:
        glossary = json.loads(data)
    except ValueError as error:
        raise GlossaryError(f"this is no JSON ({error})") from error
    version = glossary.get("version") if isinstance(glossary, dict) else None
    if version is None:
        raise GlossaryError("this is no glossary: it has no version")
    if version != VERSION:
        raise GlossaryError(
            f"this is a glossary of version {version}, but sphinx-briefing {__version__} reads "
            f"version {VERSION}: use one that reads the other"
        )
    try:
        return {
            urljoin(site, entry["url"]): Definition(
                str(entry["term"]), str(entry["definition"]), source
            )
            for entry in glossary["entries"]
        }
    except (KeyError, TypeError) as error:
        raise GlossaryError(
            "this is no glossary: each of its entries must have a url, a term and a "
            f"definition ({error!r})"
        ) from error


# -- pages ------------------------------------------------------------------------------------


def shows_definitions(app: Sphinx) -> bool:
    """Whether this build makes web pages: neither a volume nor the files of another program."""
    return isinstance(app.builder, StandaloneHTMLBuilder) and not app.builder.embedded


class Citing:
    """The definitions at hand in one build, and what is made of them."""

    def __init__(self) -> None:
        """Start with none."""
        self.definitions: dict[str, Definition] = {}

    def load(self, app: Sphinx) -> None:
        """Have the definitions at hand; say so where they cannot be had."""
        named = glossaries(app.config)
        if not shows_definitions(app):
            return
        for glossary in named:
            try:
                self.definitions.update(load(app, glossary))
            except GlossaryError as error:
                logger.warning(
                    "the glossary %r shows no definitions, for it cannot be read: %s",
                    glossary.key,
                    error,
                    type="briefing",
                    subtype="citing",
                )
        app.config.html_static_path.append(str(Path(__file__).parent / "static"))
        app.add_js_file(SCRIPT, loading_method="defer")
        app.add_css_file(STYLE)

    def mark_links(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Mark the links that show a definition, however they were written."""
        for reference in doctree.findall(nodes.reference):
            if reference.get("refuri") in self.definitions:
                reference["classes"].append(LINK_CLASS)

    def write_data(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the definitions that the pages cite.

        The pages themselves are asked, for a build may have left most of them as they were.
        """
        if exception or not shows_definitions(app):
            return
        cited = sorted(self.definitions.keys() & set(links(Path(app.outdir))))
        data = {link: _html(self.definitions[link]) for link in cited}
        text = json.dumps(data, ensure_ascii=False, indent=0)
        target = Path(app.outdir, "_static", DATA)
        target.parent.mkdir(exist_ok=True)
        target.write_text(f"window.briefingCited = {text};\n", encoding="utf-8")


def links(folder: Path) -> Iterator[str]:
    """The links with a fragment on all pages in a folder."""
    for page in folder.rglob("*.html"):
        for link in HREF.findall(page.read_text(encoding="utf-8", errors="replace")):
            yield html.unescape(link)


def _html(definition: Definition) -> str:
    term, text, source = map(html.escape, definition)
    return f'<p class="briefing-definition-term">{term}</p><p>{text}</p>' + (
        f'<p class="briefing-definition-source">{source}</p>' if source else ""
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the setting, and connect to building and writing."""
    citing = Citing()
    app.setup_extension("sphinx.ext.intersphinx")
    app.add_config_value("briefing_glossaries", [], "html", (list, tuple, set, dict))
    # By now intersphinx has checked its own setting.
    app.connect("builder-inited", citing.load)
    app.connect("doctree-resolved", citing.mark_links)
    app.connect("build-finished", citing.write_data)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
