"""``only`` blocks of documents whose slides are shown twice: in the docs and in decks.

A page is resolved once, for the docs, but ``{only} revealjs`` is meant for the decks made of the
same doctree. So what the two show differently is kept, marked with where it is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.tags import Tags

from sphinx_briefing.compat import builder_of, tags_of
from sphinx_briefing.slides.box import DECK_BUILDER
from sphinx_briefing.slides.nodes import slide, slide_only

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx


def tags_of_decks(tags: Iterable[str], builder_name: str) -> Tags:
    """The tags that hold in a deck, where ``tags`` hold in the docs beside it."""
    docs = {builder_name, f"builder_{builder_name}"} - {"html"}
    return Tags([*(set(tags) - docs), DECK_BUILDER, f"builder_{DECK_BUILDER}", "html"])


class KeepWhatDecksShow(SphinxPostTransform):
    """Mark what ``only`` blocks show in one of docs and decks alone."""

    default_priority = 45  # before Sphinx itself decides them, at 50
    builders = ("html", "dirhtml")

    def run(self, **kwargs: Any) -> None:
        """Replace the blocks on which docs and decks differ."""
        if not next(iter(self.document.findall(slide)), None):
            return
        tags = tags_of(self.env)
        decks = tags_of_decks(tags, builder_of(self.env).name)
        for block in list(self.document.findall(addnodes.only)):
            try:
                in_docs, in_decks = (t.eval_condition(block["expr"]) for t in (tags, decks))
            except Exception:  # noqa: BLE001, S112  (Sphinx reports it, right after)
                continue
            if in_docs != in_decks:
                kept = slide_only("", *block.children, where="docs" if in_docs else "elsewhere")
                block.replace_self(kept)


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(KeepWhatDecksShow)
