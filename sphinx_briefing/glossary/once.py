"""A page links each term once, where it first stands: more links say nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_briefing.doctree import ancestor
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.slides.nodes import slide

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx

BEFORE_REFERENCES = 9
"""Sphinx's ``ReferencesResolver`` has priority 10."""


class LinkTermsOnce(SphinxPostTransform):
    """Leave a term's name alone where its page has linked it before, if the project asks for it.

    A slide is seen by itself, so it keeps its links; so do the entries of a glossary.
    """

    default_priority = BEFORE_REFERENCES

    def run(self, **kwargs: Any) -> None:
        """Unlink what is linked already."""
        docname = self.env.current_document.docname
        if not self.config.briefing_terms_linked_once or ENTRIES.of(self.env, docname):
            return
        linked: set[str] = set()
        for reference in list(self.document.findall(addnodes.pending_xref)):
            if reference.get("reftype") != "term" or ancestor(reference, slide) is not None:
                continue
            name = self._id_of(reference["reftarget"])
            if name in linked:
                reference.replace_self(nodes.inline("", "", *reference[0].children))
            linked.add(name)

    def _id_of(self, name: str) -> str:
        """What a name stands for: an alias is its term."""
        found = self.env.domains["std"].data.get("terms", {}).get(name.casefold())
        ids = {
            alias.casefold(): entry.id
            for entry in ENTRIES.all(self.env)
            for alias in (entry.term, *entry.aliases)
        }
        return ids.get(name.casefold()) or str(found or name.casefold())


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(LinkTermsOnce)
