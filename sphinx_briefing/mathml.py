"""Formulas as MathML, made while pages are written: no script, no font, nothing from a network.

It is the choice of a project that makes none (``html_math_renderer``). docutils converts the LaTeX,
https://docutils.sourceforge.io/docs/ref/rst/mathematics.html; the browsers of today set MathML
Core, https://www.w3.org/TR/mathml-core/, and screen readers read it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util.math import get_node_equation_number

from sphinx_briefing import messages
from sphinx_briefing.messages import warn
from sphinx_briefing.translation import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

RENDERER = "briefing-mathml"


AROUND_ALL = re.compile(
    r"^\s*\\begin\{(equation|align|gather|multline|eqnarray)(\*?)\}(.*)\\end\{\1\2\}\s*$", re.DOTALL
)
"""An environment around a whole formula: a displayed formula is in one already."""

LIKE = {
    "split": "aligned", "gathered": "aligned", "alignedat": "aligned", "array": "matrix",
    "dcases": "cases",
}  # fmt: skip
"""Environments that docutils does not know, and the nearest that it does."""

ENVIRONMENT = re.compile(rf"\\(begin|end)\{{({'|'.join(LIKE)})\}}(?:\{{[lcr|@0-9 ]*\}})?")


def converted(node: nodes.Element, *, as_block: bool) -> str:
    """A formula as MathML; what cannot be converted is told, and stands there as it is written.

    A displayed one may hold several, parted by blank lines, as Sphinx's ``math`` directive has it.
    """
    code = node.astext()
    formulas = [part for part in re.split(r"\n\s*\n", code) if part.strip()] if as_block else [code]
    try:
        return "".join(str(tex2mathml(known(part), as_block=as_block)) for part in formulas)
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        warn(
            messages.FORMULA_WITHOUT_FORM,
            error,
            location=node,
            subtype="math",
        )
        return f"<code>{escape(code)}</code>"


def known(code: str) -> str:
    """LaTeX with environments that docutils knows."""
    if as_a_whole := AROUND_ALL.match(code):
        code = as_a_whole[3]
    return ENVIRONMENT.sub(lambda found: rf"\{found[1]}{{{LIKE[found[2]]}}}", code)


def visit_math(translator: Any, node: nodes.math) -> None:
    """Write a formula in a line of text."""
    translator.body.append(translator.starttag(node, "span", "", CLASS="math"))
    translator.body.append(f"{converted(node, as_block=False)}</span>")
    raise nodes.SkipNode


def visit_displaymath(translator: Any, node: nodes.math_block) -> None:
    """Write a formula of its own, with its number and the link to it."""
    translator.body.append(translator.starttag(node, "div", CLASS="math briefing-math"))
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    translator.body.append(f"{converted(node, as_block=True)}</div>\n")
    raise nodes.SkipNode


def choose(app: Sphinx, config: Config) -> None:
    """Be the choice where the project, or one of its extensions, makes none."""
    chosen = set(app.registry.html_inline_math_renderers) - {"mathjax", RENDERER}
    if config.html_math_renderer is None and not chosen:
        config.html_math_renderer = RENDERER
    elif config.html_math_renderer is None and len(chosen) == 1:
        config.html_math_renderer = chosen.pop()


def setup(app: Sphinx) -> None:
    """Register the renderer."""
    app.add_html_math_renderer(RENDERER, (visit_math, None), (visit_displaymath, None))
    app.connect("config-inited", choose)
