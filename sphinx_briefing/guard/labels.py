"""Labels: one place each, in all documents."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from sphinx.transforms import SphinxTransform

from sphinx_briefing.guard import messages
from sphinx_briefing.messages import warn
from sphinx_briefing.records import Records

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Label(NamedTuple):
    """A label that an author wrote."""

    name: str
    docname: str
    line: int
    told: bool  # Sphinx knew that it is taken when the document was read


LABELS: Records[Label] = Records("labels")

TAKEN = "briefing_labels_taken"
"""Attribute of a document: its labels that stand in another."""


class FindTaken(SphinxTransform):
    """Note which labels are taken, before Sphinx notes those of this document (850), and tells."""

    default_priority = 840

    def apply(self, **kwargs: object) -> None:
        """Look in what this process knows of other documents."""
        known, docname = self.env.domains.standard_domain.labels, self.env.docname
        self.document[TAKEN] = [
            name
            for name, explicit in self.document.nametypes.items()
            if explicit and known.get(name, (docname,))[0] != docname
        ]


def note_labels(app: Sphinx, document: nodes.document) -> None:
    """Note the labels of a document; another process may read the document that has it too."""
    docname = app.env.current_document.docname
    standard = app.env.domains.standard_domain
    taken = document.attributes.pop(TAKEN, [])
    for name, explicit in document.nametypes.items():
        place = standard.anonlabels.get(name)
        if explicit and place is not None and place[0] == docname:
            line = getattr(document.ids.get(place[1]), "line", None) or 0
            told = name in taken and name in standard.labels
            LABELS.note(app.env, docname, Label(name, docname, line, told))


def check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Report labels of two documents that no process has seen together."""
    first: dict[str, Label] = {}
    seen: dict[str, Label] = {}  # by how the name looks
    for label in LABELS.all(env):
        like = seen.setdefault(unicodedata.normalize("NFKC", label.name), label)
        if like.name != label.name:
            warn(
                messages.LABEL_LIKE_ANOTHER,
                label.name,
                env.doc2path(like.docname, base=False),
                location=(label.docname, label.line or None),
                subtype="label",
            )
        other = first.setdefault(label.name, label)
        if other.docname != label.docname and not (label.told or other.told):
            warn(
                messages.LABEL_TWICE,
                label.name,
                env.doc2path(other.docname, base=False),
                location=(label.docname, label.line or None),
                subtype="label",
            )


def setup(app: Sphinx) -> None:
    """Note labels as Sphinx has them, and look when all is read."""
    app.add_transform(FindTaken)
    app.connect("doctree-read", note_labels, priority=900)
    app.connect("env-check-consistency", check_labels)
