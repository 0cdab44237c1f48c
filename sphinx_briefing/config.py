"""The configuration values of the extension, and the few names other rooms share."""

from __future__ import annotations

import ast
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError, ExtensionError

from sphinx_briefing import messages
from sphinx_briefing.compat import is_set
from sphinx_briefing.dates import is_date
from sphinx_briefing.guard import messages as refusals
from sphinx_briefing.messages import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

WITHOUT_EFFECT = ("revealjs_script_plugins", "revealjs_script_files")
"""Settings of sphinx-revealjs that its own pages use and these decks do not."""

SIGNS = re.compile(r"[*?[]")
"""What a pattern of Sphinx's reads as more than itself; ``?`` stands for each."""

PREFIX = "briefing_"
"""How the names of the settings begin."""

PAGE_BUILDERS = frozenset({"html", "dirhtml"})
"""Builders that write one web page per document, next to which the decks are published."""

BOOK_BUILDER = "epub"
"""The builder whose pages are bound to books (`sphinx_briefing.handouts`)."""

PRESENTER_TAG = "presenter"
"""Sphinx tag (``-t presenter``) of a build that may show private notes."""

MINUTES_PER_SLIDE = 1.5
"""Minutes of a slide for which neither the slide nor its deck says anything.

A rule of this project: long enough to read four short lines and say two sentences to each.
"""


MOST_WORDS_ON_A_SLIDE = 75
"""Words of a slide, its headline included, above which it is a document to be read.

Source: N. Duarte, slide:ology, O'Reilly 2008, p. 7.
"""

SMALLEST_SLIDE_TEXT = 24
"""Height of the smallest letters on a slide, in pixels of its canvas of 1280 x 720.

A rule of this project: a thirtieth of the height, as 18 point on a slide of 540 points.
"""

RUN_OF_WORDS = 6
"""Words in a row that count as copied when another text has them as well.

A rule of this project: shorter runs are often set phrases.
"""


FOLDER = re.compile(
    r"(?!.*\.html?$)[^\x00-\x20.\\/?#%:*\"'<>|]([^\x00-\x1f\\/?#%:*\"'<>|]*[^\x00-\x20\\/?#%:*\"'<>|.])?"
)
"""The name of a folder that every system can have, and an address needs no signs for; no page's."""

LONGEST_PATH = 100


def writes_pages(builder: Builder) -> bool:
    """Whether ``builder`` writes the docs as web pages that the decks stand beside."""
    return builder.name in PAGE_BUILDERS


def check(app: Sphinx, config: Config) -> None:
    """Refuse settings that could only fail later and less clearly.

    Raises:
        ConfigError: ``briefing_audiences`` is no mapping of words to descriptions,
            a number such as ``briefing_words_per_minute`` is not above zero,
            ``briefing_date`` is no date, or
            ``briefing_docs_builder`` names a builder that writes no web pages.
    """
    if is_set(config, "briefing_presenter"):
        raise ConfigError(refusals.SETTING_BY_TAG)
    config.briefing_presenter = PRESENTER_TAG in app.tags
    turn_on_fences(app, config)
    publish_no_sources(config)
    check_deck_path(config)
    if config.revealjs_script_conf and not isinstance(config.revealjs_script_conf, dict):
        raise ConfigError(messages.SCRIPT_CONF_IS_NO_MAPPING)
    for name in WITHOUT_EFFECT:
        if getattr(config, name):
            raise ConfigError(messages.SETTING_WITHOUT_EFFECT % name)
    audiences: Any = config.briefing_audiences
    if not isinstance(audiences, dict) or not all(
        isinstance(name, str) and name and not set(name) & set(" ,\t") for name in audiences
    ):
        raise ConfigError(messages.AUDIENCES_ARE_NO_MAPPING)
    if not config.briefing_words_per_minute > 0:
        raise ConfigError(messages.PACE_NOT_ABOVE_ZERO)
    if config.briefing_docs_builder not in PAGE_BUILDERS:
        raise ConfigError(messages.DOCS_BUILDER_UNKNOWN % (config.briefing_docs_builder,))
    for name in ("briefing_most_words_on_a_slide", "briefing_protected_run"):
        value: Any = config[name]
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ConfigError(messages.NUMBER_NOT_ABOVE_ZERO % (name, value))
    date: Any = config.briefing_date
    if date and not (isinstance(date, str) and is_date(date)):
        raise ConfigError(messages.DATE_UNUSABLE % ("briefing_date", date))
    if not config.briefing_smallest_slide_text > 0:
        raise ConfigError(messages.SLIDE_TEXT_NOT_ABOVE_ZERO)


def names_set(conf: Path) -> Iterator[tuple[str, int]]:
    """The names that a ``conf.py`` sets, each with its line, in order.

    What it takes over from another module by ``*`` is not seen.
    """

    def names_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
        for node in ast.iter_child_nodes(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id, node.lineno
            elif not isinstance(
                node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
            ):
                yield from names_in(node)

    if conf.is_file():
        yield from names_in(ast.parse(conf.read_bytes()))


def line_of_setting(conf: Path, name: str) -> int:
    """The line of ``conf.py`` that sets ``name`` last; 0 where none does."""
    return max((line for found, line in names_set(conf) if found == name), default=0)


def report_unknown(app: Sphinx, config: Config) -> None:
    """Warn of names in ``conf.py`` that begin as our settings do and are none of them."""
    ours = [v.name.removeprefix(PREFIX) for v in config if v.name.startswith(PREFIX)]
    conf = Path(app.confdir) / "conf.py"
    for name, line in names_set(conf):
        # Other capitals are told where they can only be meant as one of ours.
        meant = name if name.startswith(PREFIX) else name.lower()
        wrong = name not in config and (meant == name or meant in config)
        if meant.startswith(PREFIX) and wrong:
            nearest = get_close_matches(name.lower().removeprefix(PREFIX), ours, 1)
            warn(
                messages.SETTING_UNKNOWN,
                name,
                messages.SETTING_NEAREST % nearest[0] if nearest else messages.SETTING_NEAR_NONE,
                location=f"{conf}:{line}",
                subtype="setting",
            )


def turn_on_fences(app: Sphinx, config: Config) -> None:
    """Have MyST read ``:::{slide}``: else a slide, and a private note on it, were plain text."""
    if "myst_parser" in app.extensions:
        known = list(config.myst_enable_extensions)
        if "colon_fence" not in known:
            config.myst_enable_extensions = sorted({*known, "colon_fence"})


def leave_out_folders(app: Sphinx, config: Config) -> None:
    """Keep Sphinx out of folders without sources; it looks for documents in all that are there.

    These are what it writes to, Git's own, and virtual environments beside the sources: thousands
    of folders, which every build would go through.
    """
    root = Path(app.srcdir).resolve()
    beside = (entry for entry in root.iterdir() if entry.is_dir())
    found = {path for path in beside if path.name == ".git" or (path / "pyvenv.cfg").is_file()}
    for written in (Path(app.outdir).resolve(), Path(app.doctreedir).resolve()):
        if root in written.parents:
            within = [path for path in (written, *written.parents) if root in path.parents]
            found.add(next((path for path in reversed(within) if path.name == "_build"), written))
    patterns = {SIGNS.sub("?", path.relative_to(root).as_posix()) for path in found}
    config.exclude_patterns = [*config.exclude_patterns, *sorted(patterns)]


def publish_no_sources(config: Config) -> None:
    """Leave the documents' own files out of the site, unless ``conf.py`` asks for them.

    They hold what no page shows: comments, and what ``{only}`` keeps for other builders.
    """
    if not is_set(config, "html_copy_source"):
        config.html_copy_source = False


def check_deck_path(config: Config) -> None:
    """Refuse a folder of decks that does not lie in the site, or is Sphinx's own.

    Raises:
        ConfigError: it is none.
    """
    path: str = config.briefing_deck_path
    parts = path.split("/")
    if parts[0][:1] == "_" or len(path) > LONGEST_PATH or not all(map(FOLDER.fullmatch, parts)):
        raise ConfigError(messages.DECK_PATH_NOT_IN_SITE % path)


def refuse_documents_among_decks(app: Sphinx, env: BuildEnvironment, docnames: object) -> None:
    """Refuse documents whose pages would lie where the decks are written.

    Raises:
        ExtensionError: there is one.
    """
    path = app.config.briefing_deck_path
    for docname in sorted(env.found_docs):
        if docname == path or docname.startswith(f"{path}/"):
            shown = env.doc2path(docname, base=False)
            raise ExtensionError(messages.DOCUMENT_AMONG_DECKS % (shown, path))


def setup(app: Sphinx) -> None:
    """Register the configuration values."""
    app.add_config_value("briefing_audiences", {}, "env", dict)
    # 130 words a minute: just above the typical 125 and well within the 110 to 180 advised for
    # presentations (R. Anthony and B. Boyd, Innovative Presentations For Dummies, "How to Adjust
    # the Rate of Speech"). It is the author's to set.
    app.add_config_value("briefing_words_per_minute", 130, "env", (int, float))
    # Whether a section is headed by the headline of its slide, and its own heading is its topic.
    app.add_config_value("briefing_point_headings", False, "env", bool)
    # Whether web pages show the slide of a section only when it is asked for.
    app.add_config_value("briefing_folded_slides", False, "html", bool)
    # What the work is called whose restatement stands in {restatement}: "The article".
    app.add_config_value("briefing_restated_work", "", "env", str)
    # Whether a page links each term once, where it first stands.
    app.add_config_value("briefing_terms_linked_once", False, "html", bool)
    # Where the decks stand, seen from the root of the docs; the way back is reckoned from it.
    app.add_config_value("briefing_deck_path", "present", "env", str)
    # Whether keys of a single character work in decks until a reader says otherwise (WCAG 2.1.4).
    app.add_config_value("briefing_deck_keys", True, "env", bool)
    # How the docs beside the decks are laid out: 'html' (page.html) or 'dirhtml' (page/).
    app.add_config_value("briefing_docs_builder", "html", "env", str)
    # Set from html_show_search_summary: whether the search shows some words of what it found.
    app.add_config_value("briefing_excerpts", True, "html", bool)
    # The day of the release, as 2026-11-25, for those who cite; empty: they are not told.
    app.add_config_value("briefing_date", "", "html", str)
    # How web pages cite sources: by 'names', as sphinxcontrib-bibtex does, or by raised 'numbers'.
    app.add_config_value("briefing_citations", "names", "html", str)
    # The address of the licence under which the text may be used; empty: machines are not told.
    app.add_config_value("briefing_licence", "", "html", str)
    # Set from the tag, so that a build of the other kind in the same folder reads all again.
    app.add_config_value("briefing_presenter", False, "env", bool)
    # The file of claims, seen from the source folder; empty: there are none.
    app.add_config_value("briefing_claims", "", "env", str)
    # The file of what changed in claims and terms, likewise; empty: none is kept.
    app.add_config_value("briefing_changes", "", "env", str)
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
    # The list of what was made to take away, seen from conf.py; ``handouts`` sets it for itself.
    app.add_config_value("briefing_handouts", "", "", str)
    # What ``python -m sphinx_briefing check`` takes for a fault; no page depends on it.
    app.add_config_value("briefing_most_words_on_a_slide", MOST_WORDS_ON_A_SLIDE, "", int)
    app.add_config_value("briefing_smallest_slide_text", SMALLEST_SLIDE_TEXT, "", (int, float))
    # Whether terms that nothing links to, and names that stand unlinked, are faults, not advice.
    app.add_config_value("briefing_require_term_links", False, "", bool)
    # Texts, or files of their digests, that the project must not copy from: paths from conf.py.
    app.add_config_value("briefing_protected_texts", [], "", [list, tuple])
    # Words in a row that count as copied; a file of digests says it for itself.
    app.add_config_value("briefing_protected_run", RUN_OF_WORDS, "", int)
    app.connect("config-inited", check)
    app.connect("config-inited", report_unknown)
    app.connect("config-inited", leave_out_folders)
    app.connect("env-before-read-docs", refuse_documents_among_decks)
