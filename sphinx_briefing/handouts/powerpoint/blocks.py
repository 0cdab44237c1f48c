"""Reading a slide's blocks: paragraphs, lists, boxes, code, tables and pictures, in their order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from sphinx_briefing.handouts.powerpoint.content import (
    Block,
    Cell,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
    Text,
)
from sphinx_briefing.handouts.powerpoint.figures import read_figure
from sphinx_briefing.handouts.powerpoint.inline import Alone, Words, classes_of, is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_briefing.handouts.powerpoint.look import Look

INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "input", "ins",
    "kbd", "label", "mark", "math", "q", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "u", "var",
})  # fmt: skip
NUMBERED = {
    "loweralpha": "alphaLcPeriod", "upperalpha": "alphaUcPeriod", "lowerroman": "romanLcPeriod",
    "upperroman": "romanUcPeriod",
}  # fmt: skip
"""Lists' classes, as docutils has them, and the numbers of a presentation."""

BOXES = ("admonition", "topic", "sidebar", "contents", "sd-card", "versionadded",
         "versionchanged", "versionremoved", "deprecated")  # fmt: skip
LOUD = {"tip": "tip", "hint": "tip", "warning": "warning", "caution": "warning",
        "attention": "warning", "important": "warning", "danger": "danger", "error": "danger",
        "editorial": "editorial"}  # fmt: skip
DEEPEST = 8  # levels of lists that a presentation has


class Reader:
    """Reads the blocks of a slide."""

    def __init__(self, look: Look, language: str) -> None:
        """Read in the look of a deck, which is in a language."""
        self.look = look
        self.words = Words(look, language)

    def blocks(self, parent: Tag) -> list[Block]:
        """The blocks in an element, neighbouring paragraphs joined."""
        found: list[Block] = []
        for block in self._children(parent, Paragraph(())):
            last = found[-1] if found else None
            if (
                isinstance(block, Text)
                and isinstance(last, Text)
                and not block.ground
                and not last.ground
                and block.classes == last.classes
            ):
                found[-1] = last._replace(paragraphs=last.paragraphs + block.paragraphs)
            else:
                found.append(block)
        return found

    def paragraphs(self, parent: Tag, like: Paragraph | None = None) -> list[Paragraph]:
        """The words of an element alone: of tables the cells, of pictures what stands for them."""
        return _flat(self._children(parent, like or Paragraph(())))

    def paragraph(self, nodes: Iterable[object], like: Paragraph, at: Tag) -> list[Paragraph]:
        """One paragraph, or none where there are no words."""
        run = Run("", bold=like.bold, mono=like.mono, lang=_language(at), dark=like.dark)
        runs = self.words.runs(nodes, run)
        rtl = _is_rtl(at)
        return [like._replace(runs=runs, rtl=rtl, align=_align(at) or like.align)] if runs else []

    def _children(self, parent: Tag, like: Paragraph) -> list[Block]:
        found: list[Block] = []
        loose: list[object] = []

        def end() -> None:
            if said := self.paragraph(loose, like, parent):
                found.append(Text(said))
            loose.clear()

        for child in parent.children:
            if isinstance(child, Tag):
                if is_hidden(child):
                    continue
                if child.name in INLINE and child.find(["img", "svg", "p", "ul"]) is None:
                    loose.append(child)
                    continue
                end()
                found += self._block(child, like)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                loose.append(child)
        end()
        return found

    def _block(self, tag: Tag, like: Paragraph) -> list[Block]:
        classes = classes_of(tag)
        if tag.name in ("ul", "ol"):
            return self._list(tag, like)
        if tag.name == "pre":
            return [self._code(tag)]
        if "hlist" in classes:
            return [block for part in tag.find_all("td") for block in self._children(part, like)]
        if tag.name == "table":
            return self._table(tag)
        if tag.name in ("img", "svg", "object", "video"):
            return self._picture(tag)
        if tag.name == "dl":
            return self._definitions(tag, like)
        if tag.name == "hr":
            return []
        if "figure-picture" in classes:
            return read_figure(self, tag)
        if not classes.isdisjoint(BOXES):
            return self._box(tag, classes)
        if tag.name == "blockquote":
            return self._quote(tag, like, classes)
        return self._plain(tag, like, classes)

    def _plain(self, tag: Tag, like: Paragraph, classes: set[str]) -> list[Block]:
        if classes & {"footnote", "citation"}:
            like = like._replace(size=24, mark="")
            parts = [one for one in tag.find_all(recursive=False) if not is_hidden(one)]
            label = self.words.runs(parts[:1], Run("", lang=_language(tag)))
            rest = [p for one in parts[1:] for p in self.paragraphs(Alone(one), like)]
            if rest:
                joined = (*label, Run(" "), *rest[0].runs)
                rest[0] = rest[0]._replace(runs=joined)
            return [Text(rest)]
        if tag.name == "figcaption":
            classes = classes | {"figcaption"}
        if tag.name in ("figcaption", "caption") or "code-block-caption" in classes:
            like = like._replace(size=26, colour="ink-2")
        if tag.name in ("h3", "h4", "h5", "h6", "summary") or "rubric" in classes:
            like = like._replace(bold=True)
        if "attribution" in classes:
            like = like._replace(colour="ink-2", size=26)
        if tag.name == "p" and tag.find(["img", "svg", "object"]) is None:
            said = self.paragraph(tag.children, like, tag)
            return [Text(said, frozenset(classes))] if said else []
        found = self._children(tag, like)
        return [
            block._replace(classes=block.classes | classes) if isinstance(block, Text) else block
            for block in found
        ]

    def _list(self, tag: Tag, like: Paragraph) -> list[Block]:
        """A list; what is no text in it comes after it."""
        classes = classes_of(tag)
        mark = "dash"
        if tag.name == "ol":
            mark = next((NUMBERED[name] for name in classes if name in NUMBERED), "arabicPeriod")
        start = int(str(tag.get("start", "1")) or 1)
        nested = like.mark != ""
        level = min(like.level + 1, DEEPEST) if nested else like.level
        said: list[Paragraph] = []
        others: list[Block] = []
        for item in tag.find_all("li", recursive=False):
            as_item = like._replace(mark=mark, start=start, level=level)
            if "task-list-item" in classes_of(item):
                as_item = as_item._replace(mark="none")
            first = True
            for block in self._children(item, as_item):
                if not isinstance(block, Text):
                    others.append(block)
                    continue
                for part in block.paragraphs:
                    is_own = part.level == level and part.mark == as_item.mark
                    said.append(part if first or not is_own else part._replace(mark="none"))
                    first = first and not is_own
        return [Text(said, frozenset(classes)), *others] if said else others

    def _quote(self, tag: Tag, like: Paragraph, classes: set[str]) -> list[Block]:
        inner = self.paragraphs(tag, like)
        said = [part if part.colour else part._replace(heading=True, size=38) for part in inner]
        return [Text(said, frozenset(classes | {"blockquote"}))]

    def _definitions(self, tag: Tag, like: Paragraph) -> list[Block]:
        found: list[Block] = []
        for part in tag.find_all(["dt", "dd"]):
            if part.find_parent("dl") is not tag:
                continue
            if part.name == "dt":
                said = self.paragraph(part.children, like._replace(bold=True, mark=""), part)
                found += [Text(said)] if said else []
            else:
                level = min(like.level + 1, DEEPEST)
                found += self._children(part, like._replace(mark="none", level=level, bold=False))
        return found

    def _box(self, tag: Tag, classes: set[str]) -> list[Block]:
        edge = next((LOUD[name] for name in sorted(classes) if name in LOUD), "note")
        found = self._children(tag, Paragraph((), size=26))
        said: list[Paragraph] = []
        others: list[Block] = []
        for block in found:
            if isinstance(block, Text):
                titled = block.classes & {
                    "admonition-title",
                    "topic-title",
                    "sidebar-title",
                    "sd-card-title",
                    "sd-summary-title",
                }
                said += [
                    part._replace(
                        bold=True, colour=edge, runs=tuple(r._replace(bold=True) for r in part.runs)
                    )
                    if titled
                    else part
                    for part in block.paragraphs
                ]
            else:
                others.append(block)
        return [Text(said, ground="paper-2", edge=edge), *others] if said else others

    def _code(self, tag: Tag) -> Text:
        """Code, a paragraph a line."""
        for number in tag.select(".linenos"):
            if not number.get_text().endswith(" "):
                number.append(" ")  # as its margin does
        lines = tag.get_text().strip("\n").expandtabs(4).split("\n")
        like = Paragraph((), mono=True, size=24, before=0, align="l")
        said = [like._replace(runs=(Run(line or " ", mono=True),)) for line in lines]
        return Text(said, ground="paper-2")

    def _table(self, tag: Tag) -> list[Block]:
        rows: list[Row] = []
        heads = 0
        for line in tag.find_all("tr"):
            if line.find_parent("table") is not tag:
                continue
            cells = [self._cell(cell) for cell in line.find_all(["td", "th"], recursive=False)]
            if line.find_parent("thead") is not None and heads == len(rows):
                heads += 1
            rows.append(Row(cells, apart="set-apart" in classes_of(line)))
        caption = tag.find("caption")
        told = (
            self.paragraph(caption.children, Paragraph((), size=26, colour="ink-2"), caption)
            if isinstance(caption, Tag)
            else []
        )
        widest = max((sum(cell.columns for cell in row.cells) for row in rows), default=0)
        stub = bool(tag.select("tbody th"))
        if not rows:
            return []
        return [Table(rows, heads, stub, tuple(told), 24 if widest > 6 else 31, rtl=_is_rtl(tag))]

    def _cell(self, tag: Tag) -> Cell:
        like = Paragraph((), bold=tag.name == "th", before=0)
        columns, rows = (int(str(tag.get(name, "1")) or 1) for name in ("colspan", "rowspan"))
        said = self.paragraphs(tag, like)
        if tag.name == "th" and not said:  # its words are for screen readers: here, for all
            run = Run(" ".join(tag.get_text().split()), bold=True, lang=_language(tag))
            said = [like._replace(runs=(run,))] if run.text else []
        return Cell(said, columns, rows)

    def _picture(self, tag: Tag) -> list[Block]:
        alt = str(tag.get("alt") or tag.get("aria-label") or "")
        if tag.name in ("object", "video") and not alt:
            alt = " ".join(tag.get_text().split())
        if tag.name == "svg" and not alt:
            title = tag.find("title")
            alt = title.get_text() if title else ""
            if tag.get("aria-hidden") == "true":
                return []
        link = tag.find_parent("a")
        width = re.match(r"[\d.]+(?=px|$)", str(tag.get("width", "")))
        href = str(link.get("href", "")) if link else ""
        return [Picture(tag, alt, float(width[0]) if width else 0, href)]


def _flat(blocks: Iterable[Block]) -> list[Paragraph]:
    said: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Text):
            said += block.paragraphs
        elif isinstance(block, Table):
            said += [part for row in block.rows for cell in row.cells for part in cell.paragraphs]
        elif block.alt:
            said.append(Paragraph((Run(block.alt),)))
    return said


def _language(tag: Tag) -> str:
    at = tag if tag.get("lang") else tag.find_parent(attrs={"lang": True})
    return str(at["lang"]) if at is not None and at.name != "html" else ""


def _is_rtl(tag: Tag) -> bool:
    at = tag if tag.get("dir") else tag.find_parent(attrs={"dir": True})
    return at is not None and at.get("dir") == "rtl"


def _align(tag: Tag) -> str:
    at: Tag | None = tag
    while at is not None and at.name in ("p", "div", "td", "th"):
        for name, place in (("text-center", "ctr"), ("text-right", "r"), ("text-left", "l"),
                            ("centered", "ctr"), ("math", "ctr")):  # fmt: skip
            if name in classes_of(at):
                return place
        at = at.parent
    return ""
