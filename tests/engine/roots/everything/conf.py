"""A publication with every kind of content that Sphinx and MyST can write."""

import shlex
import sys
from importlib.resources import files

project = "Lights & signs at sea"
author = "The sphinx-briefing contributors"
project_copyright = "2026, The sphinx-briefing contributors"
release = version = "1.0"
language = "en"

extensions = [
    "sphinx_briefing",
    "myst_parser",
    "sphinx.ext.graphviz",
    "sphinxcontrib.bibtex",
    "sphinxcontrib.mermaid",
    "sphinxcontrib.video",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["parts/**"]  # these are included elsewhere
nitpicky = True
# The slides show kinds of content; most state nothing that would need a source.
suppress_warnings = ["briefing.untraced"]

myst_enable_extensions = [
    "amsmath",
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "substitution",
    "tasklist",
]
myst_substitutions = {"mile": "nautical mile (1852 m)", "bold": "**kept in one place**"}
rst_prolog = ".. |mile| replace:: nautical mile (1852 m)\n"

numfig = True
numfig_secnum_depth = 1

briefing_audiences = {"crew": "those who keep the light", "visitors": "those who climb the stairs"}
briefing_claims = "evidence/claims.yaml"
briefing_changes = "evidence/changes.yaml"
briefing_full_deck = "watch"
briefing_unlinked_pages = ["**"]

bibtex_bibfiles = ["evidence/references.bib"]
bibtex_cite_id = "source-{key}"
bibtex_default_style = "alpha"  # its labels, such as [Fre22], are what the text shows

graphviz_output_format = "svg"
# The same package draws at build time, for the books, and in the browser; neither needs a network.
mermaid_use_local = "mermaid.mjs"
mermaid_cmd = shlex.join([sys.executable, "-m", "mermaidx"])

html_theme = "furo"
html_static_path = ["_static", str(files("mermaidx") / "assets" / "mermaid.js")]
html_css_files = ["deck.css"]  # a name that an extension might want; here it is the project's own
html_js_files = ["mermaid.js"]  # what mermaid.mjs hands on
revealjs_static_path = html_static_path
revealjs_js_files = html_js_files
revealjs_css_files = html_css_files

latex_documents = [("index", "lights.tex", "Lights and signs at sea", author, "manual")]
man_pages = [("index", "lights", project, author, 7)]
epub_show_urls = "no"
# A book runs no script and holds no video.
epub_exclude_files = ["_static/mermaid.js", "_static/mermaid.mjs", "_images/flash.webm"]


def link_in_html(app, docname, source):
    """Write into raw HTML where the glossary lies: no builder knows of links there."""
    page = "../glossary/" if app.builder.name == "dirhtml" else "glossary.html"
    source[0] = source[0].replace("GLOSSARY-PAGE", page)


def setup(app):
    """Let the epub builder use what extensions bring for HTML.

    sphinxcontrib-video 0.4.2 names that builder for its own node, and Sphinx then looks no
    further for the nodes of all others (told in readthedocs/readthedocs.org, pull request 13251).
    """
    app.registry.translation_handlers.pop("epub", None)
    app.connect("source-read", link_in_html)
