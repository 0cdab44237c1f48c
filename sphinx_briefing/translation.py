"""What readers see of the extension's own words, in the language of the publication.

The catalogues stand in ``locale/``, under the name ``sphinx_briefing``. Sphinx reads them as it
reads its own: https://www.sphinx-doc.org/en/master/extdev/i18n.html
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CATALOGUE = "sphinx_briefing"

_ = get_translation(CATALOGUE)


def language_tag(language: str) -> str:
    """A language as BCP 47 writes it: Sphinx and gettext write ``pt_BR`` and ``sr@latin``.

    The modifiers of gettext that name a script become its ISO 15924 code; others have no place.
    """
    base, _modifier, modifier = language.partition("@")
    scripts = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
    lang, *rest = base.partition(".")[0].replace("_", "-").split("-")
    script = [scripts[modifier]] if modifier in scripts else []
    return "-".join([lang.lower(), *script, *rest])


def text_direction(language: str) -> str:
    """In which direction a language is written: ``ltr`` or ``rtl``."""
    try:
        return str(Locale.parse(language.partition("@")[0], sep="_").text_direction)
    except (ValueError, UnknownLocaleError):
        return "ltr"


def setup(app: Sphinx) -> None:
    """Read the catalogue of the publication's language."""
    app.add_message_catalog(CATALOGUE, str(Path(__file__).with_name("locale")))
