"""The navigation of the docs, made once a build rather than once a page.

Furo makes and parses the tree of the whole site again for each page, so that the time for a page
grows with the number of pages. Here it is made for the first page, and for every other the links
are put in relation to that page and its place in the tree is marked: the same bytes.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.util.osutil import relative_uri

from sphinx_briefing.config import writes_pages

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx

TAG = re.compile(
    r'(?P<list><ul(?: class="[^"]*")?>)|(?P<end_list></ul>)'
    r'|<li class="(?P<item>[^"]*)">|(?P<end_item></li>)'
    r'|<a class="(?:current )?reference internal" href="(?P<link>[^"]*)">'
    r'|(?P<box><input (?:(?!checked)[a-z-]+="[^"]*" )*)(?:checked="" )?(?=class="toctree-checkbox")'
)
"""What differs from page to page, of the tree as Furo writes it."""


class Item(NamedTuple):
    """An item of the tree. Numbers are places in the list of parts; ``box``: none without it."""

    parent: int | None  # in the list of items
    list: int
    tag: int
    classes: str
    link: int
    box: int | None
    target: str  # address of its page, from the top; empty also where it leads elsewhere


class Tree:
    """The navigation tree, cut where it differs from page to page."""

    def __init__(self, html: str, page: str) -> None:
        """Cut the tree that Furo made for the page at the address ``page``."""
        self.parts: list[str] = []
        self.items: list[Item] = []
        lists: list[int] = []
        around: list[int] = []
        end = 0
        for tag in TAG.finditer(html):
            self.parts += [html[end : tag.start()], tag[0]]
            end, here = tag.end(), len(self.parts) + 1
            match tag.lastgroup:
                case "list":
                    lists.append(here - 2)
                    self.parts[-1] = tag[0].replace(' class="current"', "")
                case "end_list":
                    lists.pop()
                case "item":
                    classes = re.sub(" current(-page)?", "", tag["item"])
                    self.parts[-1] = f'<li class="{classes}">'
                    parent = around[-1] if around else None
                    around.append(len(self.items))
                    self.items.append(Item(parent, lists[-1], here - 2, classes, 0, None, ""))
                case "end_item":
                    around.pop()
                case "link" if around and not self.items[around[-1]].link:
                    target = absolute(page, tag["link"])
                    self._change(around[-1], link=here - 2, target=target)
                case "box" if around:
                    self._change(around[-1], box=here - 2)
                    self.parts[-1] = tag["box"]
        self.parts.append(html[end:])
        self.by_target: dict[str, list[int]] = {}
        for number, item in enumerate(self.items):
            if item.link:
                self.by_target.setdefault(item.target, []).append(number)
        self._seen_from = lru_cache(maxsize=4)(self._links)

    def _change(self, number: int, **values: Any) -> None:
        self.items[number] = self.items[number]._replace(**values)

    def _links(self, folder: str) -> list[str]:
        """The parts with the links as a page in ``folder`` has them."""
        parts = list(self.parts)
        for item in self.items:
            if item.link:
                uri = relative_uri(f"{folder}/*" if folder else "*", item.target)
                parts[item.link] = f'<a class="reference internal" href="{uri}">'
        return parts

    def seen_from(self, page: str) -> str:
        """The tree for the page at an address."""
        parts = list(self._seen_from(posixpath.dirname(page)))
        current: set[int] = set()
        for number in self.by_target.get(page, []):
            parts[self.items[number].link] = '<a class="current reference internal" href="#">'
            at: int | None = number
            while at is not None:
                current.add(at)
                at = self.items[at].parent
        for number in sorted(current):
            item = self.items[number]
            level, _, more = item.classes.partition(" ")
            last = ["current-page"] if number == max(current) else []
            classes = " ".join(filter(None, [level, "current", more, *last]))
            parts[item.tag] = f'<li class="{classes}">'
            parts[item.list] = '<ul class="current">'
            if item.box is not None:
                parts[item.box] += 'checked="" '
        return "".join(parts)


def absolute(page: str, link: str) -> str:
    """The address, from the top, of what a page links to."""
    if link == "#":
        return page
    found = posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
    found = "" if found == "." else found
    return f"{found}/" if link.endswith("/") and found else found


class Navigation:
    """Gives the pages of one build their tree; a process that writes some finds it made."""

    def __init__(self, app: Sphinx) -> None:
        """Come before Furo, and after it."""
        self._tree: Tree | None = None
        app.connect("builder-inited", self.forget)
        app.connect("html-page-context", self.hold_back, priority=100)
        app.connect("html-page-context", self.put_tree, priority=900)

    def forget(self, app: Sphinx) -> None:
        """Begin a build without a tree."""
        self._tree = None

    def hold_back(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Node | None
    ) -> None:
        """Keep Furo from making the tree of this page."""
        is_furo = writes_pages(app.builder) and app.config.html_theme == "furo"
        if is_furo and "toctree" in context:
            context["briefing_toctree"] = context.pop("toctree")

    def put_tree(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Node | None
    ) -> None:
        """Give the page its tree."""
        toctree = context.pop("briefing_toctree", None)
        if toctree is None:
            return
        context["toctree"] = toctree
        address = app.builder.get_target_uri(page)
        if self._tree is None:
            from furo.navigation import get_navigation_tree  # noqa: PLC0415  (where it is used)

            html = toctree(collapse=False, titles_only=True, maxdepth=-1, includehidden=True)
            self._tree = Tree(get_navigation_tree(html), address)
        context["furo_navigation_tree"] = self._tree.seen_from(address)


def setup(app: Sphinx) -> None:
    """Make the tree once in each build."""
    Navigation(app)
