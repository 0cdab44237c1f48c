"""For those who cite: definitions of a briefing's glossary, shown in other Sphinx documentation.

A distribution of its own, ``sphinx-briefing-citing``, which needs Sphinx and nothing else: it
imports nothing of the package around it. Two lines of ``conf.py`` beside the
``intersphinx_mapping`` that a citing project has already::

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

import requests  # which Sphinx needs, too, and reads inventories with
from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError
from sphinx.util import logging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

logger = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"

GLOSSARY = "glossary.json"
VERSION = 1
"""The version of the glossary's format that is read here."""

SCRIPTS = ("briefing-popover.js", "briefing-citing.js")
"""In the order in which they need each other."""

STYLE, DATA = "briefing-citing.css", "briefing-citing-data.js"
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
            ``intersphinx_mapping`` lacks or has in another form than Sphinx documents.
    """
    named: Any = config.briefing_glossaries
    if isinstance(named, (list, tuple, set)):
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
        address, inventories = _mapping(config, key)
        site = _without_credentials(address).rstrip("/") + "/"
        beside = tuple(
            _beside(inventory) if inventory else urljoin(address.rstrip("/") + "/", GLOSSARY)
            for inventory in inventories
        )
        found.append(Glossary(key, site, (place,) if place else beside))
    return found


def _mapping(config: Config, key: str) -> tuple[str, tuple[str | None, ...]]:
    """The address and the inventories that ``intersphinx_mapping`` has, as ``conf.py`` writes it.

    Raises:
        ConfigError: It lacks the key, or has something else.
    """
    mapping: Any = config.intersphinx_mapping or {}
    if key not in mapping:
        known = ", ".join(map(repr, mapping)) or "nothing"
        raise ConfigError(
            f"briefing_glossaries names {key!r}, but intersphinx_mapping has {known}: add "
            f'intersphinx_mapping["{key}"] = (the address of the publication, None)'
        )
    try:
        address, inventories = mapping[key]
    except (TypeError, ValueError):
        address, inventories = None, None
    if not isinstance(inventories, (list, tuple)):
        inventories = (inventories,)
    if not isinstance(address, str) or not all(
        isinstance(i, (str, type(None))) for i in inventories
    ):
        raise ConfigError(
            f"intersphinx_mapping[{key!r}] must be the address of the publication and None, or "
            f"the path of a copy of its inventory: not {mapping[key]!r}"
        )
    return address, tuple(inventories)


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
            return parse(_read(app, glossary, place), glossary.site)
        except GlossaryError as error:  # noqa: PERF203  (one or two places)
            failures.append(f"{_without_credentials(place)}: {error}")
    raise GlossaryError("; ".join(failures))


def load_if_there(app: Sphinx, glossary: Glossary) -> dict[str, Definition]:
    """The same, or a warning and nothing: the links are of use without definitions, too."""
    try:
        return load(app, glossary)
    except GlossaryError as error:
        logger.warning(
            "the glossary %r shows no definitions, for it cannot be read: %s",
            glossary.key,
            error,
            type="briefing",
            subtype="citing",
        )
        return {}


def _read(app: Sphinx, glossary: Glossary, place: str) -> bytes:
    if "://" not in place:
        path = Path(app.confdir or app.srcdir, place)
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
        data = _fetch(app.config, place)
    except OSError as error:  # that of requests is one
        if kept.is_file():
            logger.info("%s cannot be fetched: an earlier copy of it is used", place)
            return kept.read_bytes()
        raise GlossaryError(str(error)) from error
    parse(data, glossary.site)  # what cannot be read is not kept
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return data


def _fetch(config: Config, address: str) -> bytes:
    """Read from another host, with Sphinx' own settings for that.

    Raises:
        OSError: It cannot be reached, or has no such file.
    """
    certificates: Any = config.tls_cacerts  # a path, or one for each host
    if isinstance(certificates, dict):
        certificates = certificates.get(urlsplit(address).hostname)
    with requests.get(
        address,
        timeout=config.intersphinx_timeout,
        headers={"User-Agent": config.user_agent or f"sphinx-briefing-citing/{__version__}"},
        verify=config.tls_verify and (certificates or True),
    ) as response:
        response.raise_for_status()
        return response.content


def parse(data: bytes, site: str) -> dict[str, Definition]:
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
            f"this is a glossary of version {version}, but sphinx-briefing-citing {__version__} "
            f"reads version {VERSION}: use one that reads the other"
        )
    source = str(glossary.get("title") or "")
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
        self.glossaries: list[Glossary] = []
        self.definitions: dict[str, Definition] = {}

    def check(self, app: Sphinx, config: Config) -> None:
        """Note which glossaries are wanted, before intersphinx brings its setting into a form."""
        self.glossaries = glossaries(config)

    def load(self, app: Sphinx) -> None:
        """Have the definitions at hand; say so where they cannot be had."""
        if not shows_definitions(app):
            return
        for glossary in self.glossaries:
            self.definitions.update(load_if_there(app, glossary))
        app.config.html_static_path = [*app.config.html_static_path, str(STATIC)]
        for name in SCRIPTS:
            app.add_js_file(name, loading_method="defer")
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
    app.connect("config-inited", citing.check)
    app.connect("builder-inited", citing.load)
    app.connect("doctree-resolved", citing.mark_links)
    app.connect("build-finished", citing.write_data)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
