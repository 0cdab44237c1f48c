extensions = ["sphinx.ext.intersphinx"]
intersphinx_mapping = {"briefing": ("https://SITE/", None)}
