"""Reading a slide's words: from the HTML of a deck to runs that look alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_briefing.handouts.powerpoint.content import Run
    from sphinx_briefing.handouts.powerpoint.look import Look

HIDDEN = frozenset({
    "visually-hidden", "figure-hidden", "slide-figure-small", "backrefs", "copybtn", "headerlink",
    "rung-bars", "slide-rail", "claim-squares",
})  # fmt: skip
"""Classes of what a deck does not show as words on a big screen."""

BOLD = frozenset({"strong", "b", "th", "dt", "caption-number", "versionmodified"})
ITALIC = frozenset({"em", "i", "cite", "var", "dfn"})
MONO = frozenset({"code", "kbd", "samp", "tt"})
SIGNS = {
    (True, "full"): "●", (True, "half"): "◐", (True, ""): "○",
    (False, "full"): "■", (False, "half"): "◧", (False, ""): "□",
}  # fmt: skip
"""Signs that look like marks that styles alone draw: round or not, how filled."""


def is_hidden(tag: Tag) -> bool:
    """Whether a deck does not show it."""
    return (
        tag.has_attr("hidden")
        or tag.name in ("script", "style", "template", "button", "source", "track")
        or not HIDDEN.isdisjoint(tag.get_attribute_list("class"))
    )


def classes_of(tag: Tag) -> set[str]:
    """The classes of an element."""
    return {str(name) for name in tag.get_attribute_list("class") if name}


class Alone(Tag):
    """A parent that shows one child, which stays in its own tree."""

    def __init__(self, child: Tag) -> None:
        """Show a child."""
        super().__init__(name="div")
        self.contents = [child]


class Words:
    """Reads runs."""

    def __init__(self, look: Look, language: str) -> None:
        """Read in the look of a deck, which is in a language."""
        self.look = look
        self.language = language
        self._verdicts: dict[tuple[str, ...], str] = {}

    def runs(self, nodes: Iterable[object], like: Run) -> tuple[Run, ...]:
        """The runs of nodes that stand in one paragraph, white space as browsers collapse it.

        Args:
            nodes: the children of an element.
            like: what all of it looks like; its text is of no account.
        """
        found: list[Run] = []
        for run in self._walk(nodes, like):
            text = run.text
            if text != "\n" and not run.mono:
                text = re.sub(r"[ \t\r\n\f]+", " ", text)
            if not found:
                text = text.lstrip("\u2002\u2003")
            if text.startswith(" ") and (not found or found[-1].text.endswith((" ", "\n"))):
                text = text[1:]
            if text == "\n" and found:
                found[-1] = found[-1]._replace(text=found[-1].text.rstrip(" ") or found[-1].text)
            if not text:
                continue
            if (
                found
                and text != "\n" != found[-1].text
                and found[-1] == run._replace(text=found[-1].text)
            ):
                found[-1] = run._replace(text=found[-1].text + text)
            else:
                found.append(run._replace(text=text))
        while found and not found[-1].text.strip():
            found.pop()
        if found:
            found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
        return tuple(found)

    def _walk(self, nodes: Iterable[object], like: Run) -> Iterator[Run]:
        for node in nodes:
            if isinstance(node, Tag):
                if not is_hidden(node):
                    yield from self._element(node, like)
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                yield like._replace(text=str(node))

    def _element(self, tag: Tag, like: Run) -> Iterator[Run]:
        classes = classes_of(tag)
        if tag.name == "br":
            yield like._replace(text="\n")
        elif tag.name == "math":
            yield from self._formula(tag, like)
        elif tag.name == "img":
            yield like._replace(text=str(tag.get("alt", "")))
        elif tag.name == "svg":
            yield like._replace(text=str(tag.get("aria-label", "")))
        elif "eqno" in classes:  # a page has it at the end of the line
            yield like._replace(text=f"{tag.get_text()}\u2003")
        elif tag.name == "input":
            if tag.get("type") != "checkbox":
                return
            yield like._replace(text="☑ " if tag.has_attr("checked") else "☐ ")
        elif "claim-mark" in classes or "claim-key" in classes:
            colour = self._verdict(tag, dark=like.dark)
            if "claim-key" in classes:
                yield like._replace(text="\u2002")  # a key stands apart from what is before it
            mark = like._replace(colour=colour, bold="claim-mark" in classes, size=24.0)
            yield from self._walk(tag.children, mark)
        elif sign := self._sign(tag):
            yield like._replace(text=f"\u2003{sign} ")  # its own room, where others stand before it
        else:
            yield from self._walk(tag.children, self._styled(tag, classes, like))

    def _styled(self, tag: Tag, classes: set[str], like: Run) -> Run:
        kinds = classes | {tag.name}
        href = str(tag.get("href", "")) if tag.name == "a" else ""
        return like._replace(
            bold=like.bold or not BOLD.isdisjoint(kinds) or self._is_heavy(tag),
            italic=like.italic or not ITALIC.isdisjoint(kinds),
            mono=like.mono or not MONO.isdisjoint(kinds),
            href=href or like.href,
            lang=str(tag.get("lang", "")) or like.lang,
            shift={"sup": 1, "sub": -1}.get(tag.name, like.shift),
        )

    def _is_heavy(self, tag: Tag) -> bool:
        """Whether a stylesheet makes a part of a figure bold."""
        if (
            tag.name != "span"
            or not tag.get("class")
            or not tag.find_parent(class_="figure-picture")
        ):
            return False
        return self.look.styles.text(tag, "font-weight") in ("bold", "600", "700", "800", "900")

    def _verdict(self, tag: Tag, *, dark: bool) -> str:
        marked = tag if "claim-mark" in classes_of(tag) else tag.find(class_="claim-square")
        if not isinstance(marked, Tag):
            return ""
        key = (*sorted(classes_of(marked)), str(dark))
        if key not in self._verdicts:
            self._verdicts[key] = self.look.styles.colour(marked, "--verdict", dark=dark)
        return self._verdicts[key]

    def _sign(self, tag: Tag) -> str:
        """The sign that looks like an empty element with an edge; empty: it is none."""
        if tag.name != "span" or tag.contents or not tag.get("class"):
            return ""
        text = self.look.styles.text
        if not text(tag, "border") or text(tag, "display") != "inline-block":
            return ""
        ground = text(tag, "background")
        filled = "half" if "gradient" in ground else "full" if ground else ""
        is_round = text(tag, "border-radius") not in ("", "0", "0px")
        return SIGNS[is_round, filled]

    def _formula(self, tag: Tag, like: Run) -> Iterator[Run]:
        if told := str(tag.get("alttext", "")):
            yield like._replace(text=told)
        else:
            yield from linear(tag, like)


RELATIONS = "=<>\u2264\u2265\u2248\u2260\u2192\u00b1+\u2212\u00d7\u00b7\u2208"
"""Signs that stand apart from what is beside them."""


def linear(tag: Tag, like: Run) -> Iterator[Run]:
    """A formula in one line: what is above or below the line stays so, a fraction has a slash."""
    parts = [part for part in tag.children if isinstance(part, Tag)]
    if tag.name in ("annotation", "annotation-xml", "mphantom"):
        return
    if not parts:
        text = "".join(tag.get_text().split()) if tag.name != "mtext" else tag.get_text()
        if tag.name == "mo" and text in RELATIONS and text:
            text = f" {text} "
        yield like._replace(text=text, italic=tag.name == "mi" and len(text) == 1)
        return
    if tag.name == "mfrac" and len(parts) == 2:
        yield from _grouped(parts[0], like)
        yield like._replace(text="/")
        yield from _grouped(parts[1], like)
    elif tag.name == "msqrt":
        yield like._replace(text="√(")
        for part in parts:
            yield from linear(part, like)
        yield like._replace(text=")")
    elif tag.name in ("msup", "msub", "msubsup", "mover", "munder", "munderover"):
        yield from linear(parts[0], like)
        shifts = {"msup": [1], "mover": [1], "msub": [-1], "munder": [-1]}.get(tag.name, [-1, 1])
        for part, shift in zip(parts[1:], shifts, strict=False):
            yield from linear(part, like._replace(shift=shift))
    elif tag.name == "mtr":
        for part in parts:
            yield from linear(part, like)
            yield like._replace(text=" ")
        yield like._replace(text="; ")
    else:
        for part in parts:
            yield from linear(part, like)


def _grouped(tag: Tag, like: Run) -> Iterator[Run]:
    """A part of a fraction, in brackets where it has more than one part."""
    several = len(tag.find_all(["mi", "mn", "mo"])) > 1
    if several:
        yield like._replace(text="(")
    yield from linear(tag, like)
    if several:
        yield like._replace(text=")")
