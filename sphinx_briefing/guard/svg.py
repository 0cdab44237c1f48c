"""Pictures in SVG: read as browsers read a file of that kind, as XML."""

from __future__ import annotations

import re
from xml.parsers import expat

from sphinx_briefing.datafiles import Fault
from sphinx_briefing.guard import messages

NAMESPACE = "http://www.w3.org/2000/svg"

LEADS = ("href", "http://www.w3.org/1999/xlink href", "src")
"""Attributes that name a file; with the namespace as expat writes it."""

IN_STYLES = re.compile(
    r"(?:url\(|@import)\s*['\"]?\s*(?!#|data:|['\")])([^'\")\s;]+)", re.IGNORECASE
)
"""What a style takes from elsewhere."""

SHOWN_AT_ONCE = {"image", "use", "feImage", "pattern", "linearGradient", "radialGradient", "mask"}
"""Elements whose link a browser follows at once, not only when a reader does."""


class _Found(Exception):  # noqa: N818  (it ends the reading, and is no fault of this program)
    """What is wrong was found."""


class _Reader:
    """Reads a file until something is wrong with it."""

    def __init__(self) -> None:
        """Set up expat."""
        self.inside: list[str] = []  # names of the elements that are open
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self.declared
        self.parser.EntityDeclHandler = self.entity
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartElementHandler = self.begun
        self.parser.EndElementHandler = lambda _: self.inside.pop()
        self.parser.CharacterDataHandler = self.text

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in {"utf-8", "us-ascii", "ascii"}:
            raise _Found(messages.SVG_NOT_UTF8 % encoding)

    def entity(self, *_: object) -> None:
        raise _Found(messages.SVG_HAS_ENTITIES)

    def instruction(self, target: str, data: str) -> None:
        if "stylesheet" in target:
            raise _Found(messages.SVG_HAS_INSTRUCTION % target)

    def begun(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.inside and (local != "svg" or space != NAMESPACE):
            raise _Found(messages.SVG_NAMELESS % NAMESPACE)
        self.inside.append(local)
        animated = attributes.get("attributeName", "").lower()
        if animated.endswith("href") or animated.startswith("on"):
            raise _Found(messages.SVG_ANIMATES % animated)
        for attribute, value in attributes.items():
            self.attribute(local, attribute, value)

    def attribute(self, element: str, name: str, value: str) -> None:
        if name.endswith("/namespace base"):
            raise _Found(messages.SVG_HAS_BASE)
        elsewhere = value and not value.startswith(("#", "data:image/"))
        if name in LEADS and elsewhere and element in SHOWN_AT_ONCE:
            raise _Found(messages.SVG_TAKES % messages.short(value))
        if found := IN_STYLES.search(value):
            raise _Found(messages.SVG_TAKES % messages.short(found[1]))

    def text(self, data: str) -> None:
        if self.inside[-1:] == ["style"] and (found := IN_STYLES.search(data)):
            raise _Found(messages.SVG_TAKES % messages.short(found[1]))


def svg_fault(content: bytes) -> Fault | None:
    """What is wrong with a file of a picture in SVG; none: nothing."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except _Found as found:
        return Fault(reader.parser.CurrentLineNumber, str(found))
    except expat.ExpatError as error:
        return Fault(error.lineno, messages.SVG_NO_XML % expat.ErrorString(error.code))
    return None
