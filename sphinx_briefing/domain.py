"""The domain: references to slides, decks and claims, and their place in the inventory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinx_briefing import messages
from sphinx_briefing.addresses import deck_uri
from sphinx_briefing.claims.records import registered
from sphinx_briefing.config import writes_pages
from sphinx_briefing.decks.records import find_deck
from sphinx_briefing.published import all_published
from sphinx_briefing.slides.records import find_slide

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class BriefingDomain(Domain):
    """Slides, decks, claims and the glossary's entries."""

    name = "briefing"
    label = "Briefing"

    object_types: ClassVar[dict[str, ObjType]] = {
        "slide": ObjType("slide", "slide"),
        "deck": ObjType("deck", "deck", "present"),
        "claim": ObjType("claim", "claim"),
    }
    roles: ClassVar[dict[str, Any]] = {
        "slide": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
        "deck": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
        "present": XRefRole(innernodeclass=nodes.inline, warn_dangling=True),
    }
    dangling_warnings: ClassVar[dict[str, str]] = {
        "slide": messages.NO_SUCH_SLIDE,
        "deck": messages.NO_SUCH_DECK,
        "present": messages.NO_SUCH_DECK,
        "claim": messages.NO_SUCH_CLAIM,
    }
    data_version = 5

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Nothing: what documents say is kept as `records`, which see to it."""

    # -- references -----------------------------------------------------------------------

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link ``{slide}``, ``{deck}``, ``{present}`` and ``{claim}`` references."""
        if typ == "slide":
            slide = find_slide(env, target)
            if slide is None:
                return None
            reference = make_refnode(
                builder,
                fromdocname,
                slide.docname,
                slide.anchor,
                self._content(node, contnode, slide.title),
                slide.title,
            )
            reference["slide"] = slide.id  # a deck that shows the slide links within itself
            return reference
        if typ == "claim":
            return self._claim_reference(env, builder, fromdocname, target, contnode)
        deck = find_deck(env, target)
        if deck is None:
            return None
        content = self._content(node, contnode, deck.title)
        if typ == "present" and writes_pages(builder):
            return nodes.reference(
                "", "", content, refuri=deck_uri(builder, fromdocname, deck.name), internal=True
            )
        reference = make_refnode(builder, fromdocname, deck.docname, "", content, deck.title)
        reference["deck"] = deck.name  # in a presentation it leads to the other presentation
        return reference

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Offer slides and decks to ``{any}``."""
        found = []
        for typ in ("slide", "deck"):
            reference = self.resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
            if reference is not None:
                found.append((f"briefing:{typ}", reference))
        return found

    def _claim_reference(
        self,
        env: BuildEnvironment,
        builder: Builder,
        fromdocname: str,
        claim_id: str,
        contnode: Element,
    ) -> nodes.reference | None:
        place = registered(env, claim_id)
        if place is None:
            return None
        return make_refnode(builder, fromdocname, place.docname, place.anchor, contnode)

    @staticmethod
    def _content(node: pending_xref, contnode: Element, title: str) -> Element:
        if node.get("refexplicit"):
            return contnode
        return nodes.inline("", title, classes=contnode.get("classes", []))

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Slides, decks and claims, for ``objects.inv``; the docs' search leaves them out (-1)."""
        for thing in all_published(self.env):
            if thing.kind == "term":  # the standard domain has them
                continue
            title = f"Claim {thing.name}" if thing.kind == "claim" else thing.title
            anchor = "" if thing.kind == "deck" else thing.anchor
            yield thing.name, title, thing.kind, thing.docname, anchor, -1


class ShortRole(XRefRole):
    """A role of the domain under its bare name: ``{slide}`` for ``{briefing:slide}``."""

    def __call__(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Do what the domain's role of the same name does."""
        return super().__call__(f"{BriefingDomain.name}:{name}", *args, **kwargs)


def setup(app: Sphinx) -> None:
    """Register the domain, and its roles under their bare names."""
    app.add_domain(BriefingDomain)
    for name in BriefingDomain.roles:
        app.add_role(name, ShortRole(innernodeclass=nodes.inline, warn_dangling=True))
