"""Links to what was made to take away: on each deck's page, and where ``{downloads}`` stands.

``briefing_handouts`` names the list of what was made; the command ``handouts`` sets it for its
second build. Without it there are no links, and what a page showed is taken away again.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from docutils import nodes
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from sphinx_briefing import messages
from sphinx_briefing.addresses import site_address
from sphinx_briefing.assets import Assets, offer
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.page import DECK_OFFERS
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.doctree import documents_in_order
from sphinx_briefing.handouts.makers import KINDS
from sphinx_briefing.handouts.manifest import DOWNLOADS, read_manifest, to_link
from sphinx_briefing.incremental import PAGE_SHOWS
from sphinx_briefing.records import Records
from sphinx_briefing.site.metadata import LINK_PICTURE, Picture
from sphinx_briefing.slides.reading import TITLE_SLIDE_ID
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

    from sphinx_briefing.decks.records import Deck
    from sphinx_briefing.handouts.kit import Handout

STATIC = Path(__file__).with_name("static")

LISTS: Records[int] = Records("downloads")
"""The lines where documents show all that there is to take away."""

MEGABYTE = 1_000_000
"""Bytes, as browsers and shops of files count (IEC 80000-13 names no other so)."""

PNG_SIZE = slice(16, 24)
"""Where a PNG says its width and height (RFC 2083, 4.1.1)."""


class downloads(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """Where all handouts are listed; its children stand there when there are none."""


class download_link(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801
    """A link to a file, which browsers keep instead of opening it; ``uri`` is its address."""


def visit_download_link(translator: Any, node: download_link) -> None:
    """Open the link."""
    attributes = {"href": node["uri"], "download": ""}
    translator.body.append(
        translator.starttag(node, "a", "", CLASS="reference internal", **attributes)
    )


def depart_download_link(translator: Any, node: download_link) -> None:
    """Close it."""
    translator.body.append("</a>")


class DownloadsDirective(SphinxDirective):
    """All that there is to take away: of the whole publication, then of each deck.

    Its body stands there in a build without handouts.
    """

    has_content = True

    def run(self) -> list[Node]:
        """Make the `downloads` node."""
        LISTS.note(self.env, self.env.current_document.docname, self.lineno)
        return [downloads("", *self.parse_content_to_nodes())]


# -- what is shown --------------------------------------------------------------------------------


def size_in_words(size: int, language: str) -> str:
    """A file's size for readers: ``1.2 MB``, ``40 kB``.

    Args:
        size: bytes.
        language: as ``conf.py`` names it.
    """
    try:
        locale = Locale.parse(language.partition("@")[0], sep="_")
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    if size < MEGABYTE / 10:
        return f"{format_decimal(max(round(size / 1000), 1), locale=locale)} kB"
    return f"{format_decimal(round(size / MEGABYTE, 1), '#,##0.0', locale=locale)} MB"


class Shown(NamedTuple):
    """Where links stand."""

    app: Sphinx
    docname: str

    def link(self, handout: Handout) -> nodes.list_item:
        """A link that says what, in which format, and how large: ``Slides, PDF, 1.2 MB``."""
        kind = next(kind for kind in KINDS if kind.name == handout.kind)
        here = self.app.builder.get_target_uri(self.docname)
        uri = relative_uri(here, f"{DOWNLOADS}/{quote(handout.file)}")
        size = size_in_words(handout.size, self.app.config.language)
        name = nodes.inline("", _(kind.label), classes=["take-away-name"])
        more = nodes.inline("", f"{_(kind.format)}, {size}", classes=["take-away-more"])
        comma = nodes.inline("", ", ", classes=["visually-hidden"])  # they stand below each other
        link = download_link("", "", name, comma, more, uri=uri)
        return nodes.list_item("", nodes.paragraph("", "", link))

    def listed(self, handouts: list[Handout]) -> nodes.bullet_list:
        """A list of links."""
        items = [self.link(handout) for handout in handouts]
        return nodes.bullet_list("", *items, classes=["take-away", "simple"])

    def warning(self) -> list[Node]:
        """What must be said of a set that may show private notes."""
        if not self.app.config.briefing_presenter:
            return []
        text = _("These files are the presenter’s own: they may show private notes.")
        return [nodes.paragraph("", text, classes=["take-away-presenter"])]


class Links:
    """Puts links onto pages, for the length of one build."""

    def __init__(self, app: Sphinx) -> None:
        """Listen to the steps of the build."""
        self._made: list[Handout] = []
        self._folder = Path()
        app.connect("builder-inited", self.read)
        app.connect(PAGE_SHOWS, self.page_shows)
        app.connect(DECK_OFFERS, self.of_deck)
        app.connect(LINK_PICTURE, self.picture)
        app.connect("doctree-resolved", self.fill)

    def read(self, app: Sphinx) -> None:
        """Read the list of what was made.

        Raises:
            ConfigError: it cannot be read.
        """
        self._made, name = [], app.config.briefing_handouts
        if not (name and writes_pages(app.builder)):
            return
        path = Path(app.confdir, name)
        try:
            self._made, self._folder = read_manifest(path), path.parent
        except (OSError, ValueError) as error:
            raise ConfigError(messages.HANDOUTS_UNREADABLE % (name, error)) from error

    def page_shows(self, app: Sphinx, docname: str) -> list[object]:
        """Of handouts, a deck's page shows the deck's, and some pages show all."""
        if LISTS.of(app.env, docname):
            return list(self._made)
        names = {deck.name for deck in DECKS.of(app.env, docname)}
        return [handout for handout in self._made if handout.deck in names]

    def of_deck(self, app: Sphinx, deck: Deck) -> list[Node]:
        """What a deck's page offers to take away."""
        found = [handout for handout in to_link(self._made) if handout.deck == deck.name]
        if not found or not writes_pages(app.builder):
            return []
        shown = Shown(app, deck.docname)
        head = nodes.paragraph("", _("To take away"), classes=["take-away-head"])
        return [head, *shown.warning(), shown.listed(found)]

    def fill(self, app: Sphinx, document: nodes.document, docname: str) -> None:
        """Show, where ``{downloads}`` stands, all that there is; or what its author wrote."""
        for node in list(document.findall(downloads)):
            if not writes_pages(app.builder):
                node.parent.remove(node)  # a volume does not offer itself
            else:
                node.replace_self(self._all(app, docname) or node.children)

    def _all(self, app: Sphinx, docname: str) -> list[Node]:
        made, shown = to_link(self._made), Shown(app, docname)
        order = documents_in_order(app.env)
        decks = sorted(DECKS.all(app.env), key=lambda deck: order.index(deck.docname))
        groups: list[tuple[Node, list[Handout]]] = [
            (nodes.Text(_("Everything")), [h for h in made if not h.deck])
        ]
        groups += [
            (deck_link(app, docname, d), [h for h in made if h.deck == d.name]) for d in decks
        ]
        found: list[Node] = []
        for head, handouts in groups:
            if handouts:
                found.append(nodes.paragraph("", "", head, classes=["take-away-head"]))
                found.append(shown.listed(handouts))
        return [*shown.warning(), *found] if found else []

    def picture(self, app: Sphinx, docname: str, slide_id: str) -> Picture | None:
        """What a chat shows of a deck or one of its slides, where pictures of them were made."""
        address, deck = site_address(app.config), next(iter(DECKS.of(app.env, docname)), None)
        if not address or deck is None:
            return None
        wanted = f"{slide_id or TITLE_SLIDE_ID}.png"
        for handout in self._made:
            of_deck = (handout.kind, handout.deck) == ("pictures", deck.name)
            if of_deck and Path(handout.file).name == wanted:
                png = Path(self._folder, handout.file).read_bytes()
                width, height = struct.unpack(">II", png[PNG_SIZE])
                return Picture(f"{address}{DOWNLOADS}/{quote(handout.file)}", width, height)
        return None


def deck_link(app: Sphinx, docname: str, deck: Deck) -> nodes.reference:
    """A link to a deck's page, by its title."""
    uri = app.builder.get_relative_uri(docname, deck.docname)
    return nodes.reference("", app.env.titles[deck.docname].astext(), refuri=uri, internal=True)


def setup(app: Sphinx) -> None:
    """Register the directive and its nodes, and connect."""
    app.add_node(downloads)
    app.add_node(download_link, html=(visit_download_link, depart_download_link))
    app.add_directive("downloads", DownloadsDirective)
    offer(app, Assets((STATIC,), page_styles=("briefing-handouts.css",)))
    Links(app)
