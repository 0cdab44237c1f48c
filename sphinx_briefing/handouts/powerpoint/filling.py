"""Filling one slide: each part of a layout into its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml

from sphinx_briefing.handouts.powerpoint.content import Paragraph, Run, Text
from sphinx_briefing.handouts.powerpoint.designs import FOOT, NUMBER, TITLE, WIDTH, Place
from sphinx_briefing.handouts.powerpoint.drawing import (
    NAMESPACES,
    fill,
    frame,
    mirrored,
    named,
)
from sphinx_briefing.handouts.powerpoint.tables import bars_of, set_table, write_table
from sphinx_briefing.handouts.powerpoint.template import FIELD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.slide import Slide

    from sphinx_briefing.handouts.powerpoint.content import Picture, Table
    from sphinx_briefing.handouts.powerpoint.designs import Design
    from sphinx_briefing.handouts.powerpoint.pictures import Pictures
    from sphinx_briefing.handouts.powerpoint.writing import Writer

PADDED = (22.0, 10.0, 22.0, 10.0)  # px inside of a box with a ground
LARGE = 60.0  # px: of titles that have a slide for themselves
TEXT_BOX = Place("Text", 0, (0, 0, 0, 0), 29, "box", between=10)


NAMES = {"ftr": "Foot", "sldNum": "Number"}


class Canvas:
    """A slide that is being filled."""

    def __init__(self, slide: Slide, design: Design, writer: Writer, pictures: Pictures) -> None:
        """Fill a slide that was made with a layout."""
        self.slide = slide
        self.design = design
        self.writer = writer
        self.pictures = pictures
        self.part = slide.part
        self.title_height = 0.0  # px that its words take
        self._tree: Any = slide.shapes.element
        self._places = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
        self._last = max((shape.shape_id for shape in slide.shapes), default=1)
        for index, shape in self._places.items():
            shape.name = design.place(index).name

    def number(self) -> int:
        """The next shape's number."""
        self._last += 1
        return self._last

    def put(
        self,
        index: int,
        paragraphs: Sequence[Paragraph],
        box: tuple[float, float, float, float] | None = None,
    ) -> bool:
        """Write paragraphs into a place.

        Args:
            index: of the place.
            paragraphs: what stands there; none: the place goes.
            box: where it stands, if not where the layout has it.
        """
        shape = self._places.pop(index, None)
        if shape is None:
            return False
        place = self.design.place(index)
        if not paragraphs:
            self._tree.remove(shape.element)
            return False
        if index == TITLE and place.size > LARGE:
            place = self._balanced(paragraphs, place)
        if box is not None:
            place = place._replace(box=box)
            self._move(shape, box)
        self._tree.append(shape.element)  # things are read in the order in which they are put
        height = self.writer.put(shape, self.part, paragraphs, place)
        if index == TITLE:
            self.title_height = height
        return True

    def _balanced(self, paragraphs: Sequence[Paragraph], place: Place) -> Place:
        """A place padded so that the lines of a large title are about as long as each other."""
        fit = self.writer.fit(paragraphs, place)
        width, padded = place.box[2], place
        for share in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45):
            tried = place._replace(pad=(0, 0, width * share, 0))
            again = self.writer.fit(paragraphs, tried)
            if again.factor < fit.factor or again.height > fit.height:
                break
            padded = place._replace(pad=(0, 0, width * max(share - 0.04, 0), 0))
        one_line = fit.height < place.size * 1.5
        return place if one_line else padded

    def _move(self, shape: Any, box: Sequence[float]) -> None:
        properties = parse_xml(f"<p:spPr {NAMESPACES}>{frame(self.mirrored(box))}</p:spPr>")
        shape.element.replace(shape.element.spPr, properties)

    def mirrored(self, box: Sequence[float]) -> tuple[float, ...]:
        """A box as it stands in the deck's direction of writing."""
        return mirrored(box, WIDTH, rtl=self.writer.rtl)

    def take(self, index: int) -> str:
        """Take a place for something that is no text.

        Returns:
            The XML by which what fills it says so.
        """
        shape = self._places.pop(index, None)
        if shape is None:
            return ""
        kind = self.design.place(index).kind
        self._tree.remove(shape.element)
        return f'<p:ph idx="{index}"/>' if kind == "obj" else f'<p:ph type="{kind}" idx="{index}"/>'

    def box(
        self,
        text: Text,
        box: tuple[float, float, float, float],
        size: float = 29,
        anchor: str = "t",
    ) -> None:
        """Write paragraphs into a box of their own, with its ground where it has one."""
        place = TEXT_BOX._replace(
            box=box,
            size=size,
            anchor=anchor,
            dark=self.design.dark,
            pad=PADDED if text.ground else (0, 0, 0, 0),
        )
        number = self.number()
        inner = self.writer.text(
            self.part, text.paragraphs, place, self.writer.fit(text.paragraphs, place)
        )
        ground = fill(self.writer.look, text.ground) if text.ground else "<a:noFill/>"
        self._tree.append(parse_xml(
            f"<p:sp {NAMESPACES}><p:nvSpPr>{named(number, f'Text {number}')}<p:cNvSpPr "
            f'txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{frame(self.mirrored(box))}'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}</p:spPr>'
            f"<p:txBody>{inner}</p:txBody></p:sp>"
        ))  # fmt: skip
        if text.edge:
            self.ornament((box[0], box[1], 8, box[3]), text.edge)

    def ornament(
        self,
        box: Sequence[float],
        colour: str,
        *,
        shape: str = "rect",
        edge: str = "",
        width: float = 0,
    ) -> None:
        """A shape that says nothing.

        Args:
            box: where it stands.
            colour: that fills it; empty: none.
            shape: as presentations name it, such as ``ellipse``.
            edge: colour of its line; empty: it has none.
            width: of the line, px.
        """
        self._tree.append(
            parse_xml(self.ornament_xml(box, colour, shape=shape, edge=edge, width=width))
        )

    def ornament_xml(
        self,
        box: Sequence[float],
        colour: str,
        *,
        shape: str = "rect",
        edge: str = "",
        width: float = 0,
        dashed: bool = False,
    ) -> str:
        """The XML of `ornament`."""
        number = self.number()
        look, dark = self.writer.look, self.design.dark
        ground = fill(look, colour, dark=dark) if colour else "<a:noFill/>"
        dash = '<a:prstDash val="sysDash"/>' if dashed else ""
        line = (
            f'<a:ln w="{round(width * 9525)}">{fill(look, edge, dark=dark)}{dash}</a:ln>'
            if edge
            else "<a:ln><a:noFill/></a:ln>"
        )
        return (
            f"<p:sp {NAMESPACES}><p:nvSpPr>{named(number, f'Ornament {number}', decorative=True)}"
            f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{frame(self.mirrored(box))}"
            f'<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>{ground}{line}</p:spPr></p:sp>'
        )

    def table(self, table: Table, box: Sequence[float], index: int = -1) -> float:
        """A table in a box, perhaps in a place.

        Returns:
            The height that it takes, px.
        """
        place = self.take(index) if index >= 0 else ""
        grid = set_table(table, box[2], box[3], self.writer.look.body)
        heads = [" ".join(p.text for p in cell.paragraphs) for cell in table.rows[0].cells]
        told = " ".join(part.text for part in table.caption) or "; ".join(filter(None, heads))
        where = self.mirrored((*box[:3], grid.height))
        number = self.number()
        alt = told if table.heads or table.caption else ""
        self._tree.append(
            write_table(
                self.writer, self.part, table, grid, where, (number, f"Table {number}"), alt, place
            )
        )
        for bar, colour in bars_of(table, grid, box):
            self.ornament(bar, colour)
        return grid.height

    def picture(self, picture: Picture, box: Sequence[float], index: int = -1,
                *, cover: bool = False) -> float:  # fmt: skip
        """A picture in a box, as large as it fits; what cannot be shown is told.

        Args:
            picture: the picture.
            box: its room.
            index: of the place that it fills; -1: none.
            cover: whether it fills the box, cut where it must be.

        Returns:
            The height that it takes, px.
        """
        drawn = self.pictures.draw(picture)
        if drawn is None:
            if picture.alt:
                said = [Paragraph((Run(picture.alt),), colour="ink-2")]
                if index < 0 or not self.put(index, said):
                    self.box(Text(said), (box[0], box[1], box[2], box[3]))
            return float(box[3]) if picture.alt else 0
        left, top, width, height = box
        crop = (0.0, 0.0)
        if cover:
            scale = max(width / drawn.width, height / drawn.height)
            crop = (
                (1 - width / (drawn.width * scale)) / 2,
                (1 - height / (drawn.height * scale)) / 2,
            )
            where = (left, top, width, height)
        else:
            most = 2.0 if drawn.vector else 1.5
            wanted = picture.width / drawn.width if picture.width else most
            scale = min(width / drawn.width, height / drawn.height, wanted)
            wide, high = drawn.width * scale, drawn.height * scale
            where = (left + (width - wide) / 2 if wide > width * 0.5 else left, top, wide, high)
        place = self.take(index) if index >= 0 else ""
        number = self.number()
        self._tree.append(
            self.pictures.write(
                self.part, picture, drawn, self.mirrored(where), (number, f"Picture {number}"),
                place, crop,
            )
        )  # fmt: skip
        return where[3]

    def foot(self, number_of: int, chapter: str, href: str, label: str, current: str) -> None:
        """What the slide belongs to, its edition, which leads to the current one, its number."""
        writer = self.writer
        runs = ""
        if chapter:
            link = writer.links.xml(self.part, href, plain=True)
            runs += self._foot_run(chapter, link)
        if label:
            link = writer.links.xml(self.part, current, plain=True) if current else ""
            runs += self._foot_run(f"{'  ·  ' if chapter else ''}{label}", link)
        counted = (
            f'<a:fld id="{FIELD}" type="slidenum"><a:rPr lang="{writer.language}"/>'
            f"<a:t>{number_of}</a:t></a:fld>"
        )
        for index, kind, inner in (
            (FOOT, "ftr", runs),
            (NUMBER, "sldNum", counted),
        ):
            if not inner:
                continue
            number = self.number()
            self._tree.append(parse_xml(
                f"<p:sp {NAMESPACES}><p:nvSpPr>{named(number, NAMES[kind])}<p:cNvSpPr>"
                f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" '
                f'idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
                f"<a:p>{inner}</a:p>"
                "</p:txBody></p:sp>"
            ))  # fmt: skip

    def _foot_run(self, text: str, link: str) -> str:
        style = f'<a:rPr lang="{self.writer.language}">{link}</a:rPr>'
        return f"<a:r>{style}<a:t>{escape(text)}</a:t></a:r>"

    def group(self, name: str, shapes: Sequence[str]) -> None:
        """Ornaments that belong together."""
        number = self.number()
        self._tree.append(parse_xml(
            f"<p:grpSp {NAMESPACES}><p:nvGrpSpPr>{named(number, name, decorative=True)}"
            '<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
            '<a:ext cx="12192000" cy="6858000"/><a:chOff x="0" y="0"/>'
            f'<a:chExt cx="12192000" cy="6858000"/></a:xfrm></p:grpSpPr>{"".join(shapes)}</p:grpSp>'
        ))  # fmt: skip

    def clear(self) -> None:
        """Take away places that nothing fills."""
        for shape in self._places.values():
            self._tree.remove(shape.element)
        self._places = {}
