"""The form that filters the register of claims; ``static/briefing-register.js`` answers it.

It stands in the page from the start, so that nothing moves when its script comes. Where scripts do
not run, styles hide it.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_briefing.claims.data import claims_of, in_language
from sphinx_briefing.config import writes_pages
from sphinx_briefing.translation import _, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.application import Sphinx

    from sphinx_briefing.claims.data import Claim

OF_KINDS = {
    "fact": gettext_noop("tested"),
    "attribution": gettext_noop("said"),
    "argument": gettext_noop("argued"),
}
"""What was done with claims of a kind."""


class register_filter(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """The form, on the page ``docname``; ``anchors`` of the chapters by their documents."""


def choice(name: str, label: str, any_: str, options: Iterable[tuple[str, str]]) -> str:
    """A choice among values, each with what it is called, and none of them."""
    shown = "".join(
        f'<option value="{escape(value)}">{escape(text)}</option>'
        for value, text in [("", any_), *options]
    )
    return f'<label><span>{label} </span><select name="{name}">{shown}</select></label>'


def counted(
    claims: Iterable[Claim], value: Callable[[Claim], str], text: Callable[[Claim], str]
) -> list[tuple[str, str]]:
    """The values that claims have, in the order in which they first do, with their number."""
    claims = list(claims)
    texts = {value(claim): text(claim) for claim in reversed(claims)}
    counts = Counter(map(value, claims))
    return [(one, f"{texts[one]} ({count})") for one, count in counts.items()]


def visit_register_filter(translator: Any, node: register_filter) -> None:
    """Write the form, where pages run scripts."""
    if not writes_pages(translator.builder):
        raise nodes.SkipNode
    env, anchors = translator.builder.env, node["anchors"]
    known = [in_language(env, node["docname"], claim) for claim in claims_of(env).values()]
    claims = [claim for home in anchors for claim in known if claim.home == home]

    def title(claim: Claim) -> str:
        return env.titles[claim.home].astext() if claim.home in env.titles else claim.home

    find, reset, name = _("Find"), _("Reset"), escape(_("Filter the claims"))
    verdicts = counted(claims, lambda one: one.standing.look, lambda one: _(one.standing.word))
    kinds = counted(claims, lambda one: one.kind, lambda one: _(OF_KINDS[one.kind]))
    themes = counted(claims, lambda one: anchors[one.home], title)
    fields = [
        f'<label><span>{find} </span><input type="search" name="text"></label>',
        choice("verdict", _("Verdict"), _("any verdict"), verdicts),
        choice("kind", _("Kind"), _("any kind"), kinds),
        choice("theme", _("Chapter"), _("any chapter"), themes),
        f'<button type="reset" hidden>{reset}</button>',
    ]
    count = _("{shown} of {count} claims").format(shown=len(claims), count=len(claims))
    translator.body.append(
        f'<form class="register-filter" role="search" aria-label="{name}" autocomplete="off">'
        f"{''.join(fields)}<output>{count}</output></form>\n"
    )
    raise nodes.SkipNode


def skip(translator: Any, node: register_filter) -> None:
    """Write nothing."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the node."""
    others: Any = dict.fromkeys(("latex", "text", "man", "texinfo"), (skip, None))
    app.add_node(register_filter, html=(visit_register_filter, None), **others)
