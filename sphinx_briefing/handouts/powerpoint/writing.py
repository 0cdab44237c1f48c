"""Writing words into a slide: the text of places and boxes, as DrawingML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml

from sphinx_briefing.handouts.powerpoint.drawing import (
    LEVELS,
    NAMESPACES,
    STEP_IN,
    body_properties,
    emu,
    fill,
    level_styles,
    points,
    sizes_of,
)
from sphinx_briefing.handouts.powerpoint.measure import INNER, SMALLEST, STEPS, height_of, scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_briefing.handouts.powerpoint.content import Paragraph, Run
    from sphinx_briefing.handouts.powerpoint.designs import Place
    from sphinx_briefing.handouts.powerpoint.links import Links
    from sphinx_briefing.handouts.powerpoint.look import Look

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold."""


def tight(factor: float) -> float:
    """How much room between paragraphs stays where type is smaller: it goes first."""
    return max(0.35, factor**3)


class Fit(NamedTuple):
    """Sizes at which words fit into a place."""

    sizes: list[float]  # of type by level, px
    factor: float  # of the place's own
    shrink: float  # what is still to shrink, which programs do; 1: nothing
    height: float  # px that the words take


class Writer:
    """Writes words in the look of a deck."""

    def __init__(self, look: Look, links: Links, language: str, *, rtl: bool) -> None:
        """Write in a look, with links, in a language."""
        self.look = look
        self.links = links
        self.language = language
        self.rtl = rtl

    def face(self, place: Place) -> str:
        """The typeface of a place."""
        return self.look.heading if place.heading else self.look.body

    def fit(self, paragraphs: Sequence[Paragraph], place: Place) -> Fit:
        """The largest sizes at which paragraphs fit into a place, down to the smallest of decks.

        Args:
            paragraphs: what is to stand there.
            place: its box, its own size and padding.
        """
        _left, _top, width, height = place.box
        left, top, right, bottom = place.pad
        width, height = width - left - right, height - top - bottom
        own = sizes_of(place.size)
        face, takes = self.face(place), 0.0
        sizes, factor = own, 1.0
        for step in STEPS:
            sizes, factor = scaled(own, step), step
            takes = height_of(
                paragraphs, sizes, width, face, between=place.between * tight(step),
                indent=STEP_IN,
            )  # fmt: skip
            if takes <= height or sizes[0] <= SMALLEST:
                break
        shrink = 1.0 if takes <= height * 1.02 else max(0.5, (height / takes) ** 0.55)
        return Fit(sizes, factor, shrink, takes + top + bottom)

    def text(self, part: Any, paragraphs: Sequence[Paragraph], place: Place, fit: Fit) -> str:
        """The inside of a ``txBody``.

        Args:
            part: the slide's part, for links.
            paragraphs: what stands there.
            place: whose style they follow.
            fit: at which sizes.
        """
        style = "<a:lstStyle/>"
        if place.kind == "box":  # which follows no layout
            own = place._replace(size=fit.sizes[0])
            style = level_styles(self.look, own, dark=place.dark, rtl=self.rtl)
        elif fit.factor < 1:
            style = "<a:lstStyle>"
            for level, size in enumerate(fit.sizes[:LEVELS], 1):
                style += f'<a:lvl{level}pPr><a:defRPr sz="{points(size)}"/></a:lvl{level}pPr>'
            style += "</a:lstStyle>"
        said = "".join(
            self.paragraph(part, paragraph, place, fit, first=number == 0)
            for number, paragraph in enumerate(paragraphs)
        )
        return body_properties(place, rtl=self.rtl, shrink=fit.shrink) + style + (said or "<a:p/>")

    def paragraph(
        self, part: Any, paragraph: Paragraph, place: Place, fit: Fit, *, first: bool = False
    ) -> str:
        """A paragraph."""
        size = self._size(paragraph.size, place, fit)
        runs = "".join(self.run(part, run, paragraph, place, size, fit) for run in paragraph.runs)
        return f"<a:p>{self._properties(paragraph, place, fit, first=first)}{runs}</a:p>"

    def _size(self, size: float, place: Place, fit: Fit) -> float:
        """A size that is not the place's own, as far as that is scaled; 0: it is."""
        if not size:
            return 0
        return float(max(min(size, SMALLEST), size * fit.factor))

    def _properties(self, paragraph: Paragraph, place: Place, fit: Fit, *, first: bool) -> str:
        attributes = f' lvl="{paragraph.level}"' if paragraph.level else ""
        inner = ""
        if paragraph.before >= 0 and not first:
            inner += f'<a:spcBef><a:spcPts val="{round(paragraph.before * 75)}"/></a:spcBef>'
        elif fit.factor < 1 and place.between and not first:
            share = tight(fit.factor) * (INNER if paragraph.level else 1)
            between = round(place.between * share * 75)
            inner += f'<a:spcBef><a:spcPts val="{between}"/></a:spcBef>'
        level = paragraph.level
        hang = emu(STEP_IN)
        if paragraph.mark in ("", "none") and place.dash:
            set_in = emu(STEP_IN * (level + 1)) if paragraph.mark else emu(STEP_IN * level)
            attributes += f' marL="{set_in}" indent="0"'
            inner += "<a:buNone/>"
        elif paragraph.mark == "dash" and not place.dash:
            attributes += f' marL="{hang * (level + 1)}" indent="-{hang}"'
            inner += '<a:buFont typeface="Arial"/><a:buChar char="–"/>'
        elif paragraph.mark == "none":
            attributes += f' marL="{hang * (level + 1)}" indent="0"'
        elif paragraph.mark not in ("", "dash"):
            attributes += f' marL="{hang * (level + 1)}" indent="-{hang}"'
            start = f' startAt="{paragraph.start}"' if paragraph.start > 1 else ""
            inner += f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="{paragraph.mark}"{start}/>'
        if paragraph.hang:
            attributes += f' marL="{emu(paragraph.hang)}" indent="-{emu(paragraph.hang)}"'
        if paragraph.mono:
            attributes += ' algn="l" rtl="0"' if self.rtl else ""
        elif paragraph.rtl not in {None, self.rtl}:
            attributes += ' algn="r" rtl="1"' if paragraph.rtl else ' algn="l" rtl="0"'
        if paragraph.align and not paragraph.mono and "algn=" not in attributes:
            attributes += f' algn="{paragraph.align}"'
        return f"<a:pPr{attributes}>{inner}</a:pPr>" if attributes or inner else ""

    def run(
        self, part: Any, run: Run, paragraph: Paragraph, place: Place, size: float, fit: Fit
    ) -> str:
        """A run."""
        attributes = f" lang={quoteattr(run.lang or self.language)}"
        own = self._size(run.size, place, fit) if run.size else size
        if own:
            attributes += f' sz="{points(own)}"'
        is_bold = run.bold or paragraph.bold
        is_own = place.heading and not paragraph.size and not run.size  # the place's own voice
        if is_bold != place.bold and (is_bold or not is_own):
            attributes += f' b="{int(is_bold)}"'
        if run.italic:
            attributes += ' i="1"'
        if run.shift:
            attributes += f' baseline="{30000 if run.shift > 0 else -25000}"'
        colour = run.colour or paragraph.colour
        link = self.links.xml(part, run.href, plain=True) if run.href else ""
        if link and not run.colour:
            attributes += ' u="sng"'
        inner = fill(self.look, colour, dark=place.dark) if colour else ""
        if run.mono or paragraph.mono:
            inner += f"<a:latin typeface={quoteattr(self.look.mono)}/>"
        elif (paragraph.heading or is_own) != place.heading and not place.figures:
            name = "+mj-lt" if paragraph.heading else "+mn-lt"
            inner += f'<a:latin typeface="{name}"/>'
        properties = f"<a:rPr{attributes}>{inner}{link}</a:rPr>"
        if run.text == "\n":
            return f"<a:br>{properties}</a:br>"
        return f"<a:r>{properties}<a:t>{escape(FORBIDDEN.sub('', run.text))}</a:t></a:r>"

    def put(self, shape: Any, part: Any, paragraphs: Sequence[Paragraph], place: Place) -> float:
        """Write paragraphs into a shape that has a place, as large as they fit.

        Returns:
            The height that they take, px.
        """
        fit = self.fit(paragraphs, place)
        inner = self.text(part, paragraphs, place, fit)
        element = shape.element
        body = parse_xml(f"<p:txBody {NAMESPACES}>{inner}</p:txBody>")
        old = element.txBody
        element.replace(old, body)
        return fit.height
