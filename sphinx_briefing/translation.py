"""What readers see, in the language of the publication: the extension's own words, and an author's.

The extension's catalogues stand in ``locale/``, under the name ``sphinx_briefing``. Sphinx reads
them as it reads its own: https://www.sphinx-doc.org/en/master/extdev/i18n.html

What an author writes as text, Sphinx extracts (``-b gettext``) and translates by itself. What
stands in arguments, options and data files it does not see: `translate` translates it as it is
read, from the catalogue of the same document, and `authors_texts` shows it to the extraction.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation, init
from sphinx.util.i18n import docname_to_domain

from sphinx_briefing.compat import builder_of
from sphinx_briefing.records import once_read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.docutils import SphinxDirective

CATALOGUE = "sphinx_briefing"
LOCALE = Path(__file__).with_name("locale")

_ = get_translation(CATALOGUE)


def gettext_noop(text: str) -> str:
    """A text for translators to find (``pybabel extract -k gettext_noop``), translated later."""
    return text


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


# -- what an author writes in arguments, options and data files ------------------------------------


class authors_texts(nodes.Invisible, nodes.Element, addnodes.translatable):  # noqa: N801
    """Texts, in ``texts``, that Sphinx would not find by itself. It shows nothing."""

    def preserve_original_messages(self) -> None:
        """Nothing: they stay as they are written."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Nothing: `translate` has done it."""

    def extract_original_messages(self) -> list[str]:
        """The texts, in one line each, as Sphinx has them in its catalogues."""
        return list(self["texts"])


def one_line(text: str) -> str:
    """A text as catalogues have it."""
    return " ".join(text.split())


def to_extract(directive: SphinxDirective, texts: Iterable[str]) -> list[authors_texts]:
    """What shows texts of a directive to the extraction, to stand where the directive stands."""
    if builder_of(directive.env).name != "gettext":
        return []
    found = [one_line(text) for text in texts if text.strip()]
    node = authors_texts(texts=list(dict.fromkeys(found)))
    directive.set_source_info(node)
    return [node] if found else []


def translate(env: BuildEnvironment, docname: str, text: str) -> str:
    """A text that an author wrote, by the catalogue of a document; as it is where that has none."""
    if not text or not builder_of(env).use_message_catalog:
        return text
    for catalogue in catalogues(env, docname):
        said = catalogue.gettext(one_line(text))
        if said != one_line(text):
            return said
    return text


@once_read
def catalogues(env: BuildEnvironment, docname: str) -> list[gettext.NullTranslations]:
    """The catalogues that an author has for a document."""
    config = env.config
    domain = docname_to_domain(docname, config.gettext_compact)
    languages = [config.language, config.language.partition("_")[0]]
    folders = [str(Path(env.srcdir, folder)) for folder in config.locale_dirs]
    found = [gettext.translation(domain, path, languages, fallback=True) for path in folders]
    return [one for one in found if isinstance(one, gettext.GNUTranslations)]


def load_words(language: str) -> None:
    """Have `_` speak a language where no build has set it.

    Args:
        language: a tag, as `language_tag` gives it.
    """
    init([str(LOCALE)], language.replace("-", "_"), CATALOGUE)


def setup(app: Sphinx) -> None:
    """Read the catalogue of the publication's language."""
    app.add_message_catalog(CATALOGUE, str(LOCALE))
    app.add_node(authors_texts)
