"""Furo's pages without inline scripts and styles, so that a strict content security policy holds.

Furo (2025.12.19) writes a script into each page, which sets light or dark before the first paint,
and its options' colours as a style. Here the one is a file (``static/briefing-theme.js``), the
other a stylesheet made of the same options; ``templates/furo`` extends Furo's templates where they
stand. Other themes are left as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygments.token import Text
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.highlighting import PygmentsBridge

from sphinx_briefing.assets import Assets, offer
from sphinx_briefing.config import writes_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FURO = "furo"

TEMPLATES = Path(__file__).with_name("templates") / FURO

COLOURS = "briefing-furo.css"

THEME = "briefing-theme.js"
"""The script that each page runs before its text."""

INDEX = """\
.genindextable { width: 100%; }
.genindextable td { width: 33%; vertical-align: top; }
"""
"""What Sphinx's index has in ``style`` attributes."""


def use_templates(app: Sphinx, config: Config) -> None:
    """Put our templates before Furo's, and behind the project's own."""
    if config.html_theme == FURO:
        config.templates_path = [*config.templates_path, str(TEMPLATES)]


def code_colours(style: Any, background: str, foreground: str) -> dict[str, str]:
    """Ground and text of code in a style of Pygments; the given ones where it names none."""
    text = style.style_for_token(Text)["color"]
    return {
        "color-code-background": style.background_color or background,
        "color-code-foreground": f"#{text}" if text else foreground,
    }


def declared(values: dict[str, str]) -> str:
    """Custom properties as CSS declares them."""
    return "".join(f"  --{name}: {value};\n" for name, value in values.items())


def colours(builder: StandaloneHTMLBuilder) -> str:
    """The stylesheet of Furo's options, as its ``partials/_head_css_variables.html`` has them."""
    options = builder.theme.get_options(builder.theme_options)
    dark_style = PygmentsBridge("html", builder.config.pygments_dark_style)
    found = {}
    for name, bridge, default in (
        ("light", builder.highlighter, ("white", "black")),
        ("dark", dark_style, ("black", "white")),
    ):
        own = options.get(f"{name}_css_variables") or {}
        found[name] = declared(code_colours(bridge.formatter_args["style"], *default) | own)
    return (
        f"body {{\n{found['light']}}}\n"
        f'@media not print {{\nbody[data-theme="dark"] {{\n{found["dark"]}}}\n'
        "@media (prefers-color-scheme: dark) {\n"
        f'body:not([data-theme="light"]) {{\n{found["dark"]}}}\n}}\n}}\n{INDEX}'
    )


def add_files(app: Sphinx) -> None:
    """Write the stylesheet, and have pages link it and the script."""
    builder = app.builder
    if not writes_pages(builder) or app.config.html_theme != FURO:
        return
    assert isinstance(builder, StandaloneHTMLBuilder)
    path = Path(app.outdir, "_static", COLOURS)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(colours(builder), encoding="utf-8")
    app.add_css_file(COLOURS, priority=610)  # after Furo's own
    app.add_js_file(THEME, priority=0)


def place_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give the script to the template, which runs it first."""
    if writes_pages(app.builder) and app.config.html_theme == FURO:
        scripts = context["script_files"]
        context["briefing_theme_script"] = next(
            script for script in scripts if script.filename == f"_static/{THEME}"
        )
        context["script_files"] = [
            script for script in scripts if script.filename != f"_static/{THEME}"
        ]


def setup(app: Sphinx) -> None:
    """Connect to the start of a build, and to its pages."""
    offer(app, Assets((), linked_otherwise=(COLOURS, THEME)))
    app.connect("config-inited", use_templates)
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", place_script, priority=900)
