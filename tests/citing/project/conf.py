# The settings of packaging.python.org, as far as an extension could get into their way. Its own
# intersphinx_mapping names many other sites, which no test may ask; here is the one that is cited.
import os

project = "A guide"
copyright = "2026, nobody"
author = "Nobody"

root_doc = "index"
extensions = [
    *os.environ["GUIDE_EXTENSIONS"].split(),
    "sphinx.ext.extlinks",
    "sphinx.ext.intersphinx",
    "sphinx.ext.todo",
    "sphinx_briefing.citing",
]
nitpicky = True
nitpick_ignore = [("envvar", "PATH"), ("py:func", "setup")]
default_role = "any"
exclude_patterns = ["_build", "Thumbs.db", ".DS_Store"]

language = "en"
locale_dirs = ["../locales"]
gettext_auto_build = True
gettext_compact = "messages"
gettext_location = True

html_title = "A guide"
html_theme = os.environ["GUIDE_THEME"]
html_favicon = "assets/icon.svg"
html_last_updated_fmt = ""
html_js_files = []
html_extra_path = ["extra"]
if html_theme == "furo":
    html_theme_options = {
        "source_edit_link": "https://example.org/edit/{filename}",
        "source_view_link": "https://example.org/view/{filename}?plain=true",
    }

extlinks = {"issue": ("https://example.org/issues/%s", "#%s")}
todo_include_todos = True
copybutton_prompt_text = r">>> |\.\.\. |\$ |> "
copybutton_prompt_is_regexp = True

intersphinx_mapping = {"briefing": ("https://example.org/briefing/", "copies/objects.inv")}
briefing_glossaries = ["briefing"]
