"""What ``conf.py`` allows beyond what every page may have.

``briefing_raw_html``: elements and attributes in raw HTML, such as ``["iframe", "onclick"]``.
``briefing_link_schemes``: schemes of links, such as ``["ftp"]``.
``briefing_picture_hosts``: hosts that readers' browsers may ask for pictures.
``briefing_outside_folders``: folders, seen from ``conf.py``, whose files may be shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from sphinx.errors import ConfigError

from sphinx_briefing.guard import messages
from sphinx_briefing.guard.messages import short

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Schemes of links that lead to a page, or to a person."""

EXAMPLES = {
    "briefing_raw_html": "['iframe']",
    "briefing_link_schemes": "['ftp']",
    "briefing_picture_hosts": "['example.org']",
    "briefing_outside_folders": "['../shared']",
}
"""The settings, each with what may be written."""

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)

IGNORED_IN_LINKS = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
"""What browsers leave out before they read an address (https://url.spec.whatwg.org, 4.4)."""


class Allowed(NamedTuple):
    """What may stand in a publication."""

    markup: frozenset[str]  # elements and attributes of raw HTML, in lower case
    schemes: frozenset[str]  # of links
    hosts: frozenset[str]  # of pictures


def allowed_by(config: Config) -> Allowed:
    """What the project allows."""
    return Allowed(
        frozenset(name.lower() for name in config.briefing_raw_html),
        SCHEMES | {name.lower().rstrip(":/") for name in config.briefing_link_schemes},
        frozenset(name.lower() for name in config.briefing_picture_hosts),
    )


def scheme_of(address: str) -> str:
    """The scheme of an address as a browser reads it, in lower case; empty: it has none."""
    found = SCHEME.match(IGNORED_IN_LINKS.sub("", address))
    return found[1].lower() if found else ""


def is_address(value: object) -> bool:
    """Whether a value is a full address on the web."""
    try:
        parts = urlsplit(str(value))
        host, _ = parts.hostname, parts.port  # a port that is none raises
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and bool(host) and not set(str(value)) & set(' \t\n<>"')
    )


def link_fault(address: str, allowed: Allowed) -> str:
    """What is wrong with a link; empty: nothing."""
    scheme = scheme_of(address)
    if not scheme or scheme in allowed.schemes:
        return ""
    return messages.SCHEME_REFUSED % (short(address), f"{scheme}:", scheme)


def picture_fault(address: str, allowed: Allowed) -> str:
    """What is wrong with where a picture lies; empty: nothing."""
    plain = IGNORED_IN_LINKS.sub("", address).replace("\\", "/")
    scheme = scheme_of(plain)
    if scheme == "data" and plain[5:].lower().startswith("image/"):
        return ""  # it is here already, and a picture runs nothing
    if scheme not in {"", "http", "https"}:
        return link_fault(address, allowed) if scheme not in allowed.schemes else ""
    if not scheme and not plain.startswith("//"):
        return ""
    host = (urlsplit(plain).hostname or "").lower()
    if host in allowed.hosts:
        return ""
    return messages.PICTURE_ELSEWHERE % (short(address), host)


def check(app: Sphinx, config: Config) -> None:
    """Refuse a setting that is no list of names.

    Raises:
        ConfigError: it is none.
    """
    for name, example in EXAMPLES.items():
        value: Any = config[name]
        if not isinstance(value, (list, tuple, set, frozenset)) or not all(
            isinstance(one, str) and one for one in value
        ):
            raise ConfigError(messages.NO_NAMES % (name, value, example))


def setup(app: Sphinx) -> None:
    """Register the settings."""
    for name in EXAMPLES:
        app.add_config_value(name, [], "env", [list, tuple, set, frozenset])
    app.connect("config-inited", check, priority=50)
