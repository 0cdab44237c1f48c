"""Check ``term-links``: terms that nothing links to, and names that stand unlinked in the prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing.commands.checks.publication import Result, counted
from sphinx_briefing.glossary.usage import unlinked_names, unused_terms

if TYPE_CHECKING:
    from sphinx_briefing.commands.checks.publication import Publication


def check(publication: Publication) -> Result:
    """Look through all documents; a build tells the same, but of what it read again only."""
    env = publication.env
    told = [*unused_terms(env), *unlinked_names(env, env.all_docs)]
    found = [publication.finding(env.doc2path(doc), line, text) for doc, line, text in told]
    looked_at = counted(len(env.all_docs), "document")
    if publication.config.briefing_require_term_links:
        return Result(looked_at, faults=found)
    return Result(looked_at, advice=found)
