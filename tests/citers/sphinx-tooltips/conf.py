extensions = ["sphinx_briefing.citing"]
intersphinx_mapping = {"briefing": ("https://SITE/", None)}
briefing_glossaries = ["briefing"]
