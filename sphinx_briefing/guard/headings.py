"""Headings and labels: one title a document, and one place a label."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_briefing.guard import messages
from sphinx_briefing.messages import warn
from sphinx_briefing.records import Records

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Label(NamedTuple):
    """A label that an author wrote."""

    name: str
    docname: str
    line: int
    titled: bool  # Sphinx looks whether one that stands before a title is taken
    read_by: tuple[int, int]  # the processes that build, and that read the document

    def seen_with(self, other: Label) -> bool:
        """Whether the process that read one of them knew the other, so that Sphinx has told."""
        apart = self.read_by[0] == other.read_by[0] and self.read_by[1] != other.read_by[1]
        return self.titled and other.titled and not apart


LABELS: Records[Label] = Records("labels")

STORE = "briefing_built_by"
"""Attribute of the environment: the process that builds."""


def note_process(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note which process builds, before others read for it."""
    vars(env)[STORE] = os.getpid()


def one_title(app: Sphinx, document: nodes.document) -> None:
    """Report headings of the first level after the first."""
    sections = [child for child in document.children if isinstance(child, nodes.section)]
    for section in sections[1:]:
        warn(messages.HEADING_SECOND, location=section[0], subtype="heading")


def note_labels(app: Sphinx, document: nodes.document) -> None:
    """Note the labels of a document; another process may read the document that has it too."""
    docname = app.env.current_document.docname
    standard = app.env.domains.standard_domain
    read_by = (vars(app.env).get(STORE, 0), os.getpid())
    for name, explicit in document.nametypes.items():
        place = standard.anonlabels.get(name)
        if explicit and place is not None and place[0] == docname:
            line = getattr(document.ids.get(place[1]), "line", None) or 0
            label = Label(name, docname, line, name in standard.labels, read_by)
            LABELS.note(app.env, docname, label)


def check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Report labels of two documents that no process has seen together."""
    first: dict[str, Label] = {}
    for label in LABELS.all(env):
        other = first.setdefault(label.name, label)
        if other.docname != label.docname and not label.seen_with(other):
            warn(
                messages.LABEL_TWICE,
                label.name,
                env.doc2path(other.docname, base=False),
                location=(label.docname, label.line or None),
                subtype="label",
            )


def setup(app: Sphinx) -> None:
    """Note labels as Sphinx has them, and look when all is read."""
    app.connect("env-before-read-docs", note_process)
    app.connect("doctree-read", one_title)
    app.connect("doctree-read", note_labels, priority=900)
    app.connect("env-check-consistency", check_labels)
