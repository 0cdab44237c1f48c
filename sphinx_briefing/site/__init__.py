"""The site: what pages and output get besides their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_briefing.resolved import Resolved


def setup(app: Sphinx, resolved: Resolved[nodes.document]) -> None:
    """Set the wing up.

    Args:
        app: the application.
        resolved: copies of the documents that hold what links show in place.
    """
    from sphinx_briefing.site import (  # noqa: PLC0415
        bundles,
        cards,
        descriptions,
        excerpts,
        finishing,
        found,
        icons,
        leftovers,
        licences,
        llms,
        lookup,
        metadata,
        navigation,
        presenter,
        previews,
        repairs,
        shared,
        unused,
        without_inline,
    )

    descriptions.setup(app)  # what each page is about
    llms.setup(app)  # llms.txt
    metadata.setup(app)  # what chats and reference managers read
    cards.setup(app)  # a picture of each page
    icons.setup(app)  # the site's icon in all its forms
    shared.setup(app, resolved)  # a page for each term and claim, for chats
    lookup.setup(app, resolved)  # the search, and addresses that end with a name
    licences.setup(app)  # of what others made and the site carries
    found.setup(app)  # 404.html, indexes of folders, sitemap.xml, robots.txt
    previews.setup(app, resolved)  # what links lead to, shown in place
    navigation.setup(app)  # the navigation tree, made once
    leftovers.setup(app)  # files that nothing refers to any more
    repairs.setup(app)  # repairs to the docs' HTML
    without_inline.setup(app)  # Furo without inline code
    presenter.setup(app)  # a copy that is not to be published says so
    excerpts.setup(app)  # what the search shows of a page
    finishing.setup(app)  # what is done to whole pages
    bundles.setup(app)  # one stylesheet and one script a page
    unused.setup(app)  # files that no page asks for
