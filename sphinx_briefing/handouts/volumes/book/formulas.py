"""Formulas for paper, whose typesetter knows no MathML: in a line, with raised and lowered signs.

Nothing is lost and nothing drawn: a fraction is written with a stroke and brackets, a root with its
sign, a matrix as a table.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from sphinx_briefing.handouts.volumes.leaves import make, replace, tag, tagged, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

SPACED = set("=≠<>≤≥≈≡∝≪≫+\N{MINUS SIGN}±×÷·→←↔⇒⇐⇔∈∉⊂⊆∩∧")
"""Signs with room around them."""

ACCENTS = {
    "¯": "\u0305",
    "‾": "\u0305", "^": "\u0302", "\u02c6": "\u0302", "~": "\u0303", "\u02dc": "\u0303",
    "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", "¨": "\u0308",
}  # fmt: skip
"""Signs above a letter, and the sign that combines with it (Unicode 7.9)."""


def set_formulas(body: Any) -> None:
    """Put what can be typeset in the place of each formula of a page."""
    for formula in tagged(body, "math"):
        block = formula.get("display") == "block"
        new = make("div" if block else "span", class_="formula", dir="ltr")
        for part in parts_of(formula):
            new.append(part)
        replace(formula, new)


def span(text: str, name: str = "span", **attributes: str) -> Any:
    """A phrase."""
    return make(name, text, **attributes)


def around(before: str, parts: Iterable[Any], after: str) -> list[Any]:
    """Parts in brackets."""
    return [span(before), *parts, span(after)]


def parts_of(element: Any) -> list[Any]:
    """What stands in an element, in a line."""
    found: list[Any] = []
    if element.text and element.text.strip():
        found.append(span(element.text.strip()))
    for child in element:
        found += told(child)
    return found


def told(element: Any) -> list[Any]:
    """A part of a formula, in a line."""
    name, children = tag(element), list(element)
    if name in {"mi", "mn", "mtext", "ms"}:
        text = text_of(element) or "".join(element.itertext())
        italic = name == "mi" and len(text) == 1 and element.get("mathvariant") != "normal"
        return [span(text, "i" if italic else "span")]
    if name == "mo":
        return [span(sign(text_of(element)))]
    if name in {"mspace", "mphantom", "annotation", "annotation-xml"}:
        return [span("\N{NO-BREAK SPACE}")] if name == "mspace" else []
    if name == "mtable":
        return [table(element)]
    return told_of_two(name, element, children)


def told_of_two(name: str, element: Any, children: list[Any]) -> list[Any]:
    """A part that is made of some others, in a line."""
    if name == "mfrac" and len(children) == 2:
        return [*bracketed(children[0]), span("/"), *bracketed(children[1])]
    if name == "msqrt":
        return around("√(", parts_of(element), ")")
    if name == "mroot" and len(children) == 2:
        return [wrapped("sup", children[1]), *around("√(", told(children[0]), ")")]
    if name in {"msup", "mover"} and len(children) == 2:
        return raised(*children)
    if name in {"msub", "munder"} and len(children) == 2:
        return [*told(children[0]), wrapped("sub", children[1])]
    if name in {"msubsup", "munderover"} and len(children) == 3:
        return [*told(children[0]), wrapped("sub", children[1]), wrapped("sup", children[2])]
    if name == "semantics":
        return told(children[0]) if children else []
    return parts_of(element)


def sign(text: str) -> str:
    """An operator with its room."""
    if text in {",", ";"}:
        return f"{text} "
    return f"\N{NO-BREAK SPACE}{text} " if text in SPACED else text


def wrapped(name: str, element: Any) -> Any:
    """A part as a raised or lowered phrase."""
    new = make(name)
    for part in told(element):
        new.append(part)
    return new


def raised(base: Any, above: Any) -> list[Any]:
    """A part with another above it: an accent where that is one, else a raised phrase."""
    accent = ACCENTS.get(text_of(above))
    letter = text_of(base)
    if accent and len(letter) == 1:
        return [span(unicodedata.normalize("NFC", letter + accent), "i")]
    return [*told(base), wrapped("sup", above)]


def bracketed(element: Any) -> list[Any]:
    """A part of a fraction, in brackets where it is more than a single sign."""
    parts = told(element)
    plain = "".join("".join(part.itertext()) for part in parts).strip()
    return parts if plain.isalnum() else around("(", parts, ")")


def table(element: Any) -> Any:
    """Rows below each other."""
    new = make("span", class_="formula-rows")
    for row in (child for child in element if tag(child) in {"mtr", "mlabeledtr"}):
        line = make("span", class_="formula-row")
        for cell in row:
            place = make("span", class_="formula-cell")
            for part in parts_of(cell):
                place.append(part)
            line.append(place)
        new.append(line)
    return new
