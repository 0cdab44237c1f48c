"""A second publication: another subject, language and theme. Everything in it is invented."""

import os

project = "Regenwasser im Musterdorf"
author = "Redaktion des erfundenen Beispiels"
project_copyright = "2026, Redaktion des erfundenen Beispiels"
release = version = "1"
language = "de"

extensions = ["sphinx_briefing", "myst_parser", "sphinxcontrib.bibtex"]
myst_enable_extensions = ["colon_fence"]
nitpicky = True

briefing_claims = "belege/aussagen.yaml"
briefing_figures = "belege/abbildungen"
briefing_full_deck = "ratssitzung"
briefing_published = "anchors.tsv"
briefing_audiences = {
    "rat": "den Gemeinderat",
    "garten": "alle, die im Gemeindegarten gießen",
}
briefing_deck_path = "vortrag"
briefing_unlinked_pages = ["anhang/**", "folien/**"]
briefing_key = "musterdorf"

bibtex_bibfiles = ["belege/quellen.bib"]
bibtex_cite_id = "source-{key}"
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"

# The tests build it with each of several themes; this one has a dark mode, and is not the
# engine's own publication's.
html_theme = os.environ.get("THEME", "pydata_sphinx_theme")
html_title = "Musterdorf"  # short, for headers on phones
html_static_path = ["_static"]
html_css_files = ["wasserweg.css"]
revealjs_static_path = html_static_path
revealjs_css_files = html_css_files
