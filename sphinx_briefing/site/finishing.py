"""What is done to the HTML of a page once its templates are filled in.

Sphinx has an event before that, and none after it; what a page is made of as a whole, as the
theme's part and the text's together, can be told only then. Handlers of ``html-page-context`` put
functions from HTML to HTML into the context, as a list by the name `FINISH`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.application import TemplateBridge

from sphinx_briefing.config import writes_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

FINISH = "briefing_finish"


class FinishedTemplates(TemplateBridge):
    """The templates of a builder, whose pages are finished before they are written."""

    def __init__(self, templates: Any) -> None:
        """Say which templates."""
        self._templates = templates

    def __getattr__(self, name: str) -> Any:
        """What else the templates have."""
        return getattr(self._templates, name)

    def newest_template_mtime(self) -> float:
        """When the newest was changed, in seconds since 1970."""
        return float(self._templates.newest_template_mtime())

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Fill a template in, and finish what comes of it."""
        html = str(self._templates.render(template, context))
        steps: list[Callable[[str], str]] = context.get(FINISH, [])
        for finish in steps:
            html = finish(html)
        return html

    def render_string(self, template: str, context: dict[str, Any]) -> str:
        """Fill in a template that is given as text."""
        return str(self._templates.render_string(template, context))


def finish_pages(app: Sphinx) -> None:
    """Put them in the place of the builder's own, if it writes pages."""
    if writes_pages(app.builder):
        builder: Any = app.builder
        builder.templates = FinishedTemplates(builder.templates)


def setup(app: Sphinx) -> None:
    """Connect to the start of a build, before others ask for the templates."""
    app.connect("builder-inited", finish_pages, priority=1)
