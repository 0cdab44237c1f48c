"""The configuration values of the extension, and the few names other rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

PAGE_BUILDERS = frozenset({"html", "dirhtml"})
"""Builders that write one web page per document, next to which the decks are published."""

PRESENTER_TAG = "presenter"
"""Sphinx tag (``-t presenter``) of a build that may show private notes."""

MINUTES_PER_SLIDE = 1.5
"""Minutes of a slide for which neither the slide nor its deck says anything.

A rule of this project: long enough to read four short lines and say two sentences to each.
"""


def writes_pages(builder: Builder) -> bool:
    """Whether ``builder`` writes the docs as web pages that the decks stand beside."""
    return builder.name in PAGE_BUILDERS


def check(app: Sphinx, config: Config) -> None:
    """Refuse settings that could only fail later and less clearly.

    Raises:
        ConfigError: ``briefing_audiences`` is no mapping of words to descriptions,
            ``briefing_words_per_minute`` is not above zero, or ``briefing_docs_builder``
            names a builder that writes no web pages.
    """
    config.briefing_presenter = PRESENTER_TAG in app.tags
    audiences: Any = config.briefing_audiences
    if not isinstance(audiences, dict) or not all(
        isinstance(name, str) and name and not set(name) & set(" ,\t") for name in audiences
    ):
        raise ConfigError(
            "briefing_audiences must map each audience, one word, to a description: "
            'briefing_audiences = {"executive": "Decision makers, five minutes"}'
        )
    if not config.briefing_words_per_minute > 0:
        raise ConfigError("briefing_words_per_minute must be a number above zero, such as 130")
    if config.briefing_docs_builder not in PAGE_BUILDERS:
        raise ConfigError(
            "briefing_docs_builder must be 'html' or 'dirhtml', "
            f"not {config.briefing_docs_builder!r}"
        )


def setup(app: Sphinx) -> None:
    """Register the configuration values."""
    app.add_config_value("briefing_audiences", {}, "env", dict)
    # 130 words a minute: just above the typical 125 and well within the 110 to 180 advised for
    # presentations (R. Anthony and B. Boyd, Innovative Presentations For Dummies, "How to Adjust
    # the Rate of Speech"). It is the author's to set.
    app.add_config_value("briefing_words_per_minute", 130, "env", (int, float))
    # Where the decks stand, seen from the root of the docs; the way back is reckoned from it.
    app.add_config_value("briefing_deck_path", "present", "env", str)
    # How the docs beside the decks are laid out: 'html' (page.html) or 'dirhtml' (page/).
    app.add_config_value("briefing_docs_builder", "html", "env", str)
    # The address of the licence under which the text may be used; empty: machines are not told.
    app.add_config_value("briefing_licence", "", "html", str)
    # Set from the tag, so that a build of the other kind in the same folder reads all again.
    app.add_config_value("briefing_presenter", False, "env", bool)
    # The file of claims, seen from the source folder; empty: there are none.
    app.add_config_value("briefing_claims", "", "env", str)
    # The deck that must have every claim; empty: none must.
    app.add_config_value("briefing_full_deck", "", "env", str)
    # The list of all that was ever published, seen from the source folder; empty: none is kept.
    app.add_config_value("briefing_published", "", "env", str)
    # Names that are too common as words to be looked for in the prose, and pages where none are.
    app.add_config_value("briefing_common_names", [], "", [list, tuple, set])
    app.add_config_value("briefing_unlinked_pages", [], "", [list, tuple, set])
    # Under which key others know the publication's inventory, and the page that tells how to cite.
    app.add_config_value("briefing_key", "briefing", "html", str)
    app.add_config_value("briefing_cite_page", "", "html", str)
    app.connect("config-inited", check)
