"""Furo's pages without inline code, so that a strict policy holds, and with named landmarks.

Furo (2025.12.19) writes a script into each page, which sets light or dark before the first paint,
and its options' colours as a style. Here the one is a file (``static/briefing-theme.js``), the
other a stylesheet made of the same options; ``templates/furo`` extends Furo's templates where they
stand. Other themes are left as they are.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygments.token import Text
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.highlighting import PygmentsBridge

from sphinx_briefing.assets import Assets, offer
from sphinx_briefing.config import writes_pages
from sphinx_briefing.site.finishing import FINISH
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

FURO = "furo"

TEMPLATES = Path(__file__).with_name("templates") / FURO

COLOURS = "briefing-furo.css"

THEME = "briefing-theme.js"
"""The script that each page runs before its text."""

REPAIRS = """\
.genindextable { width: 100%; }
.genindextable td { width: 33%; vertical-align: top; }
.toc-tree li { padding-block: 1px; }
.toc-tree li > .reference {
  display: block; box-sizing: border-box; min-height: 24px; padding-block: 3px;
}
.sidebar-search:focus-visible { outline: 2px solid currentcolor; outline-offset: -2px; }
@media (max-width: 63em) { .sidebar-drawer:has(:focus-visible) { left: 0; } }
@media (max-width: 82em) { .toc-drawer:has(:focus-visible) { right: 0; } }
@media (prefers-reduced-motion: reduce) { .sidebar-drawer, .toc-drawer { transition: none; } }
"""
"""What Sphinx's index has in ``style`` attributes; links that a finger meets (WCAG 2.2, 2.5.8); the
focus where Furo hides it (2.4.7): in the field of the search, which it shows by its ground alone,
and in the drawers of a narrow window, which the keyboard could enter and not open."""


ICON = re.compile(r'<symbol id="([^"]+)".*?</symbol>', re.DOTALL)

FRACTION = re.compile(r"\d+\.\d+")

NUMBER = re.compile(r'(\w+)="([^"]*)"')

LINES = re.compile(r'<line( opacity="[^"]*")?[^>]*/>(?:<line(?(1)\1|(?! opacity))[^>]*/>)*')


def uses_furo(builder: Builder) -> bool:
    """Whether pages have Furo's looks: those of books, and decks, have a theme of their own."""
    return isinstance(builder, StandaloneHTMLBuilder) and builder.theme.name == FURO


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
        f'body:not([data-theme="light"]) {{\n{found["dark"]}}}\n}}\n}}\n{REPAIRS}'
    )


def add_files(app: Sphinx) -> None:
    """Write the stylesheet, and have pages link it and the script."""
    builder = app.builder
    if not uses_furo(builder):
        return
    assert isinstance(builder, StandaloneHTMLBuilder)
    path = Path(app.outdir, "_static", COLOURS)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(colours(builder), encoding="utf-8")
    app.add_css_file(COLOURS, priority=610)  # after Furo's own
    app.add_js_file(THEME, priority=0)


def lines_as_path(found: re.Match[str]) -> str:
    """Lines of one look, one behind the other, as one path."""
    ends = [dict(NUMBER.findall(line)) for line in found[0].split("<line")[1:]]
    path = "".join(f"M{one['x1']} {one['y1']}L{one['x2']} {one['y2']}" for one in ends)
    return f'<path{found[1] or ""} d="{path}"/>'


def light_icons(html: str) -> str:
    """A page with those of Furo's icons that it shows, as exact as a screen can show them."""
    start, end = html.find("<symbol "), html.rfind("</symbol>") + len("</symbol>")
    if start < 0:
        return html

    def kept(found: re.Match[str]) -> str:
        return found[0] if f'href="#{found[1]}"' in html else ""

    icons = ICON.sub(kept, html[start:end])
    icons = FRACTION.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), icons)
    icons = re.sub(r">\s+<", "><", icons).replace("></line>", "/>")
    icons = re.sub(r'<path stroke="none" [^>]*/>| xmlns="[^"]*"| class="[^"]*"', "", icons)
    return html[:start] + LINES.sub(lines_as_path, icons) + html[end:]


def light_frame(html: str) -> str:
    """A page without the spaces that templates leave around its text."""
    start, end = html.find("<article"), html.rfind("</article>")
    if not 0 <= start < end:
        return html
    before, after = map(without_margins, (html[:start], html[end:]))
    return f"{before}\n{html[start:end]}\n{after}\n"


def without_margins(text: str) -> str:
    """A text without empty lines, and without spaces at the ends of the others."""
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def place_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give the templates the script, which is run first, and the landmarks' names."""
    if not uses_furo(app.builder) or "script_files" not in context:
        return
    scripts = context["script_files"]
    first = [script for script in scripts if script.filename == f"_static/{THEME}"]
    context["briefing_theme_scripts"] = first
    context.setdefault(FINISH, []).extend((light_icons, light_frame))
    context["script_files"] = [script for script in scripts if script not in first]
    context["briefing_landmarks"] = {
        "site": escape(_("Navigation")),
        "page": escape(_("On this page")),
        "tools": escape(_("Tools")),
        "licences": escape(_("Licences")) if writes_pages(app.builder) else "",
    }


def setup(app: Sphinx) -> None:
    """Connect to the start of a build, and to its pages."""
    offer(app, Assets((), linked_otherwise=(COLOURS, THEME)))
    app.connect("config-inited", use_templates)
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", place_script, priority=900)
