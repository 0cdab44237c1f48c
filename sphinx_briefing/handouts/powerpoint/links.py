"""Where links of a deck lead from a presentation: to a slide of it, out, or nowhere."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from pptx.opc.constants import RELATIONSHIP_TYPE as RT

if TYPE_CHECKING:
    from pptx.slide import Slide

    from sphinx_briefing.handouts.kit import Kit
    from sphinx_briefing.handouts.reading import ReadDeck

OUT = ("http", "https", "mailto", "tel")
PLAIN = (  # so that a link keeps the colour of its words: [MS-ODRAWXML], 2.46
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}">'
    '<ahyp:hlinkClr xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" '
    'val="tx"/></a:ext></a:extLst>'
)


class Links:
    """Resolves the links of a deck."""

    def __init__(self, kit: Kit, deck: ReadDeck, slides: dict[str, Slide]) -> None:
        """Resolve with slides by the ids of all that stands on them."""
        self._address = kit.address
        self._page = deck.page.relative_to(kit.site).as_posix()
        self._slides = slides

    def target(self, href: str) -> Slide | str:
        """Where a link leads: a slide, an address, or nowhere (empty)."""
        if not href:
            return ""
        parts = urlsplit(href)
        if parts.scheme:
            return href if parts.scheme in OUT else ""
        if parts.netloc:
            return f"https:{href}"
        folder = posixpath.dirname(self._page)
        path = posixpath.normpath(posixpath.join(folder, parts.path)) if parts.path else self._page
        name = unquote(parts.fragment).strip("/")
        if unquote(path) == self._page and name in self._slides:
            return self._slides[name]
        if not self._address or path.startswith(".."):
            return ""
        end = "/" if parts.path.endswith("/") else ""
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f"{self._address}{'' if path == '.' else path + end}{query}{fragment}"

    def xml(self, part: Any, href: str, *, plain: bool = False) -> str:
        """The click of a run or a shape; empty: it leads nowhere.

        Args:
            part: the slide's part, which keeps the relationship.
            href: as the page has it.
            plain: whether the words keep their own colour.
        """
        target = self.target(href)
        if not target:
            return ""
        inner = PLAIN if plain else ""
        if isinstance(target, str):
            key = part.relate_to(target, RT.HYPERLINK, is_external=True)
            return f'<a:hlinkClick r:id="{escape(key)}">{inner}</a:hlinkClick>'
        key = part.relate_to(target.part, RT.SLIDE)
        action = "ppaction://hlinksldjump"
        return f'<a:hlinkClick r:id="{escape(key)}" action="{action}">{inner}</a:hlinkClick>'
