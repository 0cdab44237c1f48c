"""Names in Sphinx's standard domain for all that has a permanent anchor.

The inventory so has a ``std:term`` row for each name of an entry, and a ``std:label`` row for
each entry (``open-weights``), claim (``c41``), slide (``slide-ID``) and deck (``deck-NAME``): for
tools that know no other domains, or cannot handle spaces or case. They are noted in one place
once everything is read, so they depend neither on the order of reading nor on which documents
were read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_briefing import messages
from sphinx_briefing.anchors import other_spellings
from sphinx_briefing.compat import terms_of
from sphinx_briefing.decks.records import DECKS
from sphinx_briefing.glossary.records import ENTRIES
from sphinx_briefing.incremental import PAGES_SHOW
from sphinx_briefing.messages import warn
from sphinx_briefing.published import all_published, deck_label

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_briefing.published import Published


def note_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Note every label, and report those that are taken."""
    standard = env.domains.standard_domain
    noted: dict[str, Published] = {}
    for label in all_published(env):
        other = noted.setdefault(label.label, label)
        if other is not label:
            # Two things of a kind with one id are reported as such; decks' names have capitals.
            if other.kind != label.kind or (label.kind == "deck" and other.name != label.name):
                _report(
                    label,
                    messages.LABEL_TAKEN,
                    label.label,
                    called(other),
                    other.title,
                )
            continue
        at = label.docname, label.anchor
        taken = standard.anonlabels.get(label.label, at)
        if taken != at:
            if taken[0] in env.found_docs:
                where = env.doc2path(taken[0], base=False)
                _report(label, messages.LABEL_IS_IN_DOCUMENT, label.label, where)
            else:
                _report(label, messages.LABEL_IS_OF_SPHINX, label.label)
            continue
        standard.anonlabels[label.label] = at
        standard.labels[label.label] = (*at, label.title)


def called(label: Published) -> str:
    """What a kind is called in messages."""
    return "entry" if label.kind == "term" else label.kind


def _report(label: Published, text: str, *values: object) -> None:
    warn(
        messages.LABEL_FAULT, called(label), label.name, text % values,
        location=label.location, subtype="label",
    )  # fmt: skip


def note_terms(app: Sphinx, env: BuildEnvironment) -> None:
    """Note every name of every entry as a term, and report those that a ``{glossary}`` has."""
    standard, terms = env.domains.standard_domain, terms_of(env)
    entries = list(ENTRIES.all(env))
    ours = {(entry.docname, entry.id) for entry in entries}
    # A spelling may have left the list of published anchors since the last build.
    for key in [key for key, at in standard.objects.items() if key[0] == "term" and at in ours]:
        del standard.objects[key]
    for name in [name for name, at in terms.items() if at in ours]:
        del terms[name]
    for entry in entries:
        at = entry.docname, entry.id
        for name in dict.fromkeys((*entry.names, *other_spellings(env, entry))):
            taken = terms.setdefault(name.lower(), at)
            if taken == at:
                standard.objects["term", name] = at
            elif taken not in ours:  # two entries with one name are reported as such
                warn(
                    messages.ENTRY_FAULT,
                    entry.term,
                    messages.ENTRY_NAME_IN_GLOSSARY % (name, env.doc2path(taken[0], base=False)),
                    location=(entry.docname, entry.line),
                    subtype="entry",
                )


def give_decks_their_anchor(app: Sphinx, document: nodes.document) -> None:
    """Put the anchor of a deck at the head of its page."""
    docname = app.env.current_document.docname
    section = next(iter(document.findall(nodes.section)), None)
    for deck in DECKS.of(app.env, docname):
        if section is not None and deck_label(deck.name) not in section["ids"]:
            section["ids"].insert(0, deck_label(deck.name))  # the first is the section's own


def pages_show(app: Sphinx) -> list[object]:
    """Any page may use a name: where it leads, and what a link to it says."""
    return [
        {thing.label: (thing.docname, thing.anchor, thing.title) for thing in
         all_published(app.env)},
        {name.lower(): (entry.docname, entry.id) for entry in ENTRIES.all(app.env)
         for name in entry.names},
    ]  # fmt: skip


def setup(app: Sphinx) -> None:
    """Note all names once everything is read: in each build, for some come from elsewhere."""
    app.connect("doctree-read", give_decks_their_anchor)
    app.connect("env-updated", note_labels)
    app.connect("env-updated", note_terms)
    app.connect(PAGES_SHOW, pages_show)
