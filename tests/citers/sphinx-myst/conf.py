extensions = ["sphinx.ext.intersphinx", "myst_parser"]
intersphinx_mapping = {"briefing": ("https://SITE/", None)}
