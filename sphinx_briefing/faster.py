"""The same results from docutils and Sphinx in less time, where they do something a thousand times.

What is replaced here are public methods, and each does what it did before; measured with a chapter
of 600 words, of whose time they took a quarter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util.docutils import SphinxTranslator

from sphinx_briefing.compat import keep_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Node
    from sphinx.application import Sphinx

# -- looking for nodes ----------------------------------------------------------------------------

look_everywhere = nodes.Node.findall


def findall(
    self: Node,
    condition: type | Callable[[Node], bool] | None = None,
    include_self: bool = True,
    descend: bool = True,
    siblings: bool = False,
    ascend: bool = False,
) -> Iterator[Any]:
    """Take the place of ``Node.findall``: one generator for a tree, not one for each node of it.

    A document is looked through a hundred times. The order is that of docutils, and what is changed
    meanwhile counts as it does there.
    """
    if not descend or siblings or ascend:
        return look_everywhere(self, condition, include_self, descend, siblings, ascend)
    if condition is None:
        condition = nodes.Node
    if isinstance(condition, type):
        return _of_kind(self, condition, include_self=include_self)
    return _that_meet(self, condition, include_self=include_self)


def _of_kind(node: Node, kind: type, *, include_self: bool) -> Iterator[Node]:
    if include_self and isinstance(node, kind):
        yield node
    around: list[Iterator[Node]] = []
    siblings = iter(node.children)
    while True:
        for child in siblings:
            if isinstance(child, kind):
                yield child
            if child.children:
                around.append(siblings)
                siblings = iter(child.children)
                break
        else:
            if not around:
                return
            siblings = around.pop()


def _that_meet(
    node: Node, condition: Callable[[Node], bool], *, include_self: bool
) -> Iterator[Node]:
    if include_self and condition(node):
        yield node
    around: list[Iterator[Node]] = []
    siblings = iter(node.children)
    while True:
        for child in siblings:
            if condition(child):
                yield child
            if child.children:
                around.append(siblings)
                siblings = iter(child.children)
                break
        else:
            if not around:
                return
            siblings = around.pop()


# -- visiting them --------------------------------------------------------------------------------

VISITS, DEPARTURES = "_briefing_visits", "_briefing_departures"
"""Attributes of a translator: names of its methods by the class of a node."""

visit_slowly, depart_slowly = SphinxTranslator.dispatch_visit, SphinxTranslator.dispatch_departure


def dispatch_visit(self: SphinxTranslator, node: Node) -> None:
    """Take the place of that of Sphinx, which looks for a method's name anew for each node."""
    name = _method_for(self, VISITS, "visit", node.__class__)
    if name:
        visit = getattr(self, name)
        visit(node)
    else:
        visit_slowly(self, node)


def dispatch_departure(self: SphinxTranslator, node: Node) -> None:
    """Take the place of that of Sphinx, as `dispatch_visit` does."""
    name = _method_for(self, DEPARTURES, "depart", node.__class__)
    if name:
        depart = getattr(self, name)
        depart(node)
    else:
        depart_slowly(self, node)


def _method_for(translator: SphinxTranslator, store: str, action: str, kind: type) -> str:
    """The name of a translator's method for a kind of node; empty: it has none."""
    known: dict[type, str] = translator.__dict__.setdefault(store, {})
    name = known.get(kind)
    if name is None:
        names = (f"{action}_{one.__name__}" for one in kind.__mro__)
        name = known[kind] = next((one for one in names if getattr(translator, one, None)), "")
    return name


# -- quotes ---------------------------------------------------------------------------------------

EDUCATED = re.compile(r"""["'`\\&]|--|\.\.\.|\. \. \.""")
"""What smart quotes change, or read as an escape."""


class _NothingToEducate(type):
    """The kind of blocks of text that smart quotes leave as they are."""

    def __instancecheck__(cls, node: object) -> bool:
        """Tell a block that is skipped, or has nothing to change."""
        if isinstance(node, SphinxSmartQuotes.nodes_to_skip):
            return True
        return isinstance(node, nodes.Element) and not EDUCATED.search(node.astext())


class NothingToEducate(metaclass=_NothingToEducate):
    """A block of text that smart quotes leave as it is."""


class QuickSmartQuotes(SphinxSmartQuotes):
    """Sphinx's smart quotes, which take apart and put together only what has some."""

    def apply(self, **kwargs: Any) -> None:
        """Educate quotes, dashes and ellipses."""
        if self.config.smartquotes_action != "-1":  # that undoes it
            vars(self)["nodes_to_skip"] = (NothingToEducate,)
        super().apply(**kwargs)


def setup(app: Sphinx) -> None:
    """Replace them."""
    nodes.Node.findall = findall  # type: ignore[method-assign, assignment]
    SphinxTranslator.dispatch_visit = dispatch_visit  # type: ignore[method-assign]
    SphinxTranslator.dispatch_departure = dispatch_departure  # type: ignore[method-assign]
    keep_settings()
    transforms = app.registry.get_transforms()
    if SphinxSmartQuotes in transforms:
        transforms[transforms.index(SphinxSmartQuotes)] = QuickSmartQuotes
