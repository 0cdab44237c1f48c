"""Names in Sphinx's standard domain for all that has a permanent anchor.

The inventory so has a ``std:term`` row for each name of an entry, and a ``std:label`` row for
each entry (``open-weights``), claim (``c41``), slide (``slide-ID``) and deck (``deck-NAME``): for
tools that know no other domains, or cannot handle spaces or case. They are noted in one place
once everything is read, so they depend neither on the order of reading nor on which documents
were read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_briefing.claims.data import claims_of
from sphinx_briefing.domain import briefing_domain
from sphinx_briefing.published import other_spellings
from sphinx_briefing.slides.slide import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Label(NamedTuple):
    """A name under which ``{ref}``, and other tools, find an anchor."""

    name: str  # lower-case ASCII
    docname: str
    anchor: str
    title: str  # text of a link that has none of its own
    kind: str  # entry, claim, slide or deck
    of: str  # what it is called in messages
    location: str | tuple[str, int]


def labels_of(app: Sphinx) -> Iterator[Label]:
    """The labels of the publication."""
    domain, claims = briefing_domain(app.env), claims_of(app)
    for entry in domain.all_entries():
        where = entry.docname, entry.line
        yield Label(entry.id, entry.docname, entry.id, entry.term, "entry", entry.term, where)
    for docname, anchors in sorted(domain.data["claims"].items()):
        for claim_id, anchor in anchors.items():
            line = claims[claim_id].line if claim_id in claims else 1
            file = f"{app.confdir / app.config.briefing_claims}:{line}"
            yield Label(anchor, docname, anchor, claim_id, "claim", claim_id, file)
    for slide in domain.all_published_slides():
        name, where = f"slide-{slide.id}", (slide.docname, slide.line)
        yield Label(name, slide.docname, slide.anchor, slide.title, "slide", slide.id, where)
    for docname, deck in sorted(domain.decks.items()):
        name, where = deck_label(deck.name), (docname, deck.line)
        yield Label(name, docname, name, deck.title, "deck", deck.name, where)


def deck_label(name: str) -> str:
    """The label of a deck, also its anchor in its page."""
    return nodes.make_id(f"deck-{name}")


def note_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Note every label, and report those that are taken."""
    standard = env.domains.standard_domain
    noted: dict[str, Label] = {}
    for label in labels_of(app):
        other = noted.setdefault(label.name, label)
        if other is not label:
            # Two things of a kind with one id are reported as such; decks' names have capitals.
            if other.kind != label.kind or (label.kind == "deck" and other.of != label.of):
                _report(
                    label,
                    "its label %r is also that of the %s %r: give one of them another id",
                    label.name,
                    other.kind,
                    other.of,
                )
            continue
        at = label.docname, label.anchor
        taken = standard.anonlabels.get(label.name, at)
        if taken != at:
            where = env.doc2path(taken[0], base=False) if taken[0] in env.found_docs else ""
            _report(
                label,
                "its label %r is also %s",
                label.name,
                f"a label in {where}: rename the label there"
                if where
                else "one of Sphinx's own: choose another id",
            )
            continue
        standard.anonlabels[label.name] = at
        standard.labels[label.name] = (*at, label.title)


def _report(label: Label, text: str, *values: object) -> None:
    warn(
        "the %s %r: " + text, label.kind, label.of, *values,
        location=label.location, subtype="label",
    )  # fmt: skip


def note_terms(app: Sphinx, env: BuildEnvironment) -> None:
    """Note every name of every entry as a term, and report those that a ``{glossary}`` has."""
    standard, terms = env.domains.standard_domain, env.domains.standard_domain._terms  # noqa: SLF001
    entries = list(briefing_domain(env).all_entries())
    ours = {(entry.docname, entry.id) for entry in entries}
    # A spelling may have left the list of published anchors since the last build.
    for key in [key for key, at in standard.objects.items() if key[0] == "term" and at in ours]:
        del standard.objects[key]
    for name in [name for name, at in terms.items() if at in ours]:
        del terms[name]
    for entry in entries:
        at = entry.docname, entry.id
        for name in dict.fromkeys((*entry.names, *other_spellings(app, entry))):
            taken = terms.setdefault(name.lower(), at)
            if taken == at:
                standard.objects["term", name] = at
            elif taken not in ours:  # two entries with one name are reported as such
                warn(
                    "the entry %r: its name %r is also a term of a {glossary} in %s: a name can "
                    "lead to one place only",
                    entry.term,
                    name,
                    env.doc2path(taken[0], base=False),
                    location=(entry.docname, entry.line),
                    subtype="entry",
                )


def give_decks_their_anchor(app: Sphinx, document: nodes.document) -> None:
    """Put the anchor of a deck at the head of its page."""
    docname = app.env.current_document.docname
    deck = briefing_domain(app.env).decks.get(docname)
    section = next(iter(document.findall(nodes.section)), None)
    if deck is not None and section is not None and deck_label(deck.name) not in section["ids"]:
        section["ids"].insert(0, deck_label(deck.name))  # the first is the section's own


def setup(app: Sphinx) -> None:
    """Note all names once everything is read: in each build, for some come from elsewhere."""
    app.connect("doctree-read", give_decks_their_anchor)
    app.connect("env-updated", note_labels)
    app.connect("env-updated", note_terms)
