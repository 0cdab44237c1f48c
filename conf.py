"""Settings of the publication. Each section names the reference of its settings."""

import os
import sys
import tomllib
from pathlib import Path

import yaml
from docutils import nodes

# The extension stands beside this file; a plain sphinx-build finds it without installation.
sys.path.insert(0, str(Path(__file__).parent))

# -- The publication --------------------------------------------------------------------------
# https://www.sphinx-doc.org/en/master/usage/configuration.html#project-information

project = "Open-source AI and national security"
author = "The sphinx-briefing contributors"
project_copyright = "2026, The sphinx-briefing contributors. Text CC BY 4.0, code MIT"
language = "en"
with (Path(__file__).parent / "pyproject.toml").open("rb") as file:
    release = version = tomllib.load(file)["project"]["version"]

# The day of the release, for those who cite.
citation = yaml.safe_load(Path(__file__).with_name("CITATION.cff").read_text(encoding="utf-8"))
briefing_date = citation["date-released"]

# The publication's own address, where it is known: all that needs an absolute address is left
# out without it. Read the Docs sets its own variable.
site_url = os.environ.get("SITE_URL") or os.environ.get("READTHEDOCS_CANONICAL_URL") or ""
site_url = site_url and site_url.rstrip("/") + "/"

# -- Sources ----------------------------------------------------------------------------------
# https://www.sphinx-doc.org/en/master/usage/configuration.html#options-for-source-files

extensions = [
    "sphinx_briefing",
    "myst_parser",
    "sphinxcontrib.bibtex",
]
# Only these hold documents; README, CHANGELOG and data stand beside them.
include_patterns = ["index.md", "article.md", "chapters/**", "slides/**", "about/**"]

# -- Markup -----------------------------------------------------------------------------------
# https://myst-parser.readthedocs.io/en/latest/configuration.html

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3

# Every reference must lead somewhere; there is nothing to ignore.
nitpicky = True

# -- Slides and decks -------------------------------------------------------------------------
# sphinx_briefing/config.py

briefing_claims = "evidence/claims.yaml"
briefing_changes = "evidence/changes.yaml"
briefing_full_deck = "briefing"
briefing_restated_work = "The article"
briefing_point_headings = True
briefing_folded_slides = True
briefing_terms_linked_once = True
briefing_citations = "numbers"
briefing_published = "anchors.tsv"
briefing_cite_page = "about/cite"
# The build lists terms that stand unlinked in the prose (glossary/usage.py): but not
# here, nor by names that mean something else in ordinary speech.
briefing_unlinked_pages = ["about/**"]
briefing_common_names = ["Open Language Model", "regulation", "tuning"]
briefing_licence = "https://creativecommons.org/licenses/by/4.0/"
briefing_audiences = {
    "briefing": "everyone who stays for the whole story",
    "executive": "decision makers with five minutes",
    "technical": "engineers",
}
# No run of words may be the article's own, of which the project has digests only.
briefing_protected_texts = ["evidence/article_runs.txt"]
# Read the Docs can build a page as page/index.html; then this must be "dirhtml".
briefing_docs_builder = "html"

revealjs_static_path = ["_static"]
revealjs_css_files = ["deck-faces.css", "identity.css", "figures.css"]

# -- Sources of the text ----------------------------------------------------------------------
# https://sphinxcontrib-bibtex.readthedocs.io/en/latest/usage.html

bibtex_bibfiles = ["evidence/references.bib"]
bibtex_cite_id = "source-{key}"  # the same in each build, so that it can be linked
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"

# -- The docs ---------------------------------------------------------------------------------
# https://pradyunsg.me/furo/customisation/

html_theme = "furo"
html_title = project
html_baseurl = site_url
html_static_path = ["_static"]
html_css_files = ["identity.css", "docs.css", "figures.css"]
html_favicon = "_static/favicon.svg"
html_copy_source = False  # what readers see is in the pages
html_show_sphinx = False
# Nothing in the text is code, so no page needs the copy of a highlighter's index of modules.
html_use_index = True

# -- Volumes ----------------------------------------------------------------------------------
# https://www.sphinx-doc.org/en/master/usage/configuration.html#options-for-epub-output

ROOT = Path(__file__).parent
epub_show_urls = "no"
epub_css_files = ["figures.css", "book.css"]
epub_exclude_files = [
    "_static/deck-faces.css",
    "_static/docs.css",
    "_static/identity.css",
    *(str(font.relative_to(ROOT)) for font in ROOT.glob("_static/fonts/**/*") if font.is_file()),
]
latex_documents = [
    ("index", "briefing.tex", project, author, "manual"),
]
man_pages = [("index", "briefing", project, author, 7)]

# -- The examples in about/cite.md ------------------------------------------------------------
# They are the very files that the tests build, with a word in the place of the publication's own
# address, which stands there once it is known.


def name_the_address(app, doctree, docname):
    """Put the publication's own address, where it is known, into the examples of citing."""
    if site_url and docname == "about/cite":
        for block in doctree.findall(nodes.literal_block):
            text = block.astext().replace("https://SITE/", site_url)
            block.rawsource = text
            block[:] = [nodes.Text(text)]


# -- The typeface of the front page -----------------------------------------------------------


def preload_typeface(app, pagename, templatename, context, doctree):
    """Let browsers fetch it at once, not only when they have read the stylesheet.

    Only where the site has an address: browsers refuse to do so, and complain, on a page from disk.
    """
    if site_url and pagename == app.config.root_doc:
        font = "_static/fonts/source-serif-4-basic-600.woff2"
        context["metatags"] = context.get("metatags", "") + (
            f'<link rel="preload" as="font" type="font/woff2" href="{font}" crossorigin />\n'
        )


def setup(app):
    """Connect to the documents, and to the pages, before they are written."""
    app.connect("html-page-context", preload_typeface)
    app.connect("doctree-resolved", name_the_address)
