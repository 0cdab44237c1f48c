"""Tables as tables: columns as wide as their words ask, rows as high, a row of headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pptx.oxml import parse_xml

from sphinx_briefing.handouts.powerpoint.designs import Place
from sphinx_briefing.handouts.powerpoint.drawing import NAMESPACES, emu, fill, frame, named
from sphinx_briefing.handouts.powerpoint.measure import (
    FILLED,
    LEADING,
    SMALLEST,
    STEPS,
    height_of,
    scaled,
    width_of,
)
from sphinx_briefing.handouts.powerpoint.template import TABLE_STYLE
from sphinx_briefing.handouts.powerpoint.writing import Fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_briefing.handouts.powerpoint.content import Cell, Row, Table
    from sphinx_briefing.handouts.powerpoint.writing import Writer

PAD = 10.0  # px at each side of a cell
BETWEEN = 5.0  # px between paragraphs of a cell
AIR = (11.0, 8.0, 5.0, 3.0)  # px above and below words, from roomy to tight
BAR_SHARE = 0.62  # of the room of a column of bars, at most
CELL = Place("Cell", 0, (0, 0, 0, 0), between=BETWEEN)


class Grid(NamedTuple):
    """How a table is set."""

    widths: list[float]  # of columns, px
    heights: list[float]  # of rows, px
    size: float  # of type, px
    air: float  # px above and below the words of a cell

    @property
    def height(self) -> float:
        """Of all rows, px."""
        return sum(self.heights)


def set_table(table: Table, width: float, height: float, face: str) -> Grid:
    """Choose widths, heights and a size at which a table fits.

    Args:
        table: the table.
        width: of its place, px.
        height: of its place, px.
        face: the typeface.
    """
    grid = None
    for step in STEPS:
        size = scaled([table.size], step)[0]
        widths = _widths(table, width, size, face)
        for air in AIR:
            heights = _heights(table.rows, widths, size, air, face)
            grid = Grid(widths, heights, size, air)
            if grid.height <= height:
                return _roomy(grid, height, len(table.rows))
        if size <= SMALLEST:
            break
    assert grid is not None
    return grid


def _roomy(grid: Grid, height: float, rows: int) -> Grid:
    """Rows a little higher where there is room, so that a short table does not hang at the top."""
    spare = min((height - grid.height) / rows, 22.0)
    return grid._replace(heights=[one + spare * 0.8 for one in grid.heights])


def _columns(table: Table) -> int:
    return max(sum(cell.columns for cell in row.cells) for row in table.rows)


def _widths(table: Table, width: float, size: float, face: str) -> list[float]:
    """Widths by what the longest word and the longest line of each column ask."""
    count = _columns(table)
    least, most = [2 * PAD + size] * count, [2 * PAD + size] * count
    for row, starts in zip(table.rows, _starts(table.rows, count), strict=True):
        for cell, at in zip(row.cells, starts, strict=True):
            if cell.columns != 1:
                continue
            for paragraph in cell.paragraphs:
                bold = paragraph.bold or any(run.bold for run in paragraph.runs)
                words = paragraph.text.replace("\n", " ")
                asked = width_of(words, size, bold=bold, mono=False, face=face) / FILLED
                asked += 2 * PAD + 4
                word = max(words.split(), key=len, default="")
                long = width_of(word, size, bold=bold, mono=False, face=face) / FILLED + 2 * PAD + 4
                least[at] = max(least[at], min(long, width / 2))
                most[at] = max(most[at], asked)
            if cell.bar:
                least[at] = max(least[at], width * 0.4)
                most[at] = max(most[at], width * 0.46)
    if sum(most) <= width:
        spare = (width - sum(most)) / count
        return [one + spare for one in most]
    if sum(least) >= width:
        return [one * width / sum(least) for one in least]
    room, asked = width - sum(least), sum(most) - sum(least)
    # long texts take more, but by the root, so that short columns keep lines short as well
    roots = [(high - low) ** 0.7 for low, high in zip(least, most, strict=True)]
    shares = [room * root / (sum(roots) or 1) for root in roots]
    widths = [min(low + share, high) for low, share, high in zip(least, shares, most, strict=True)]
    spare = width - sum(widths)
    wanting = [max(high - wide, 0) for high, wide in zip(most, widths, strict=True)]
    return [
        wide + spare * want / (sum(wanting) or asked)
        for wide, want in zip(widths, wanting, strict=True)
    ]


def _starts(rows: Sequence[Row], count: int) -> list[list[int]]:
    """The first column of each cell, by row."""
    taken: list[set[int]] = [set() for _ in rows]
    found = []
    for number, row in enumerate(rows):
        starts, at = [], 0
        for cell in row.cells:
            while at in taken[number]:
                at += 1
            starts.append(min(at, count - 1))
            for below in range(number, min(number + cell.rows, len(rows))):
                taken[below] |= set(range(at, at + cell.columns))
            at += cell.columns
        found.append(starts)
    return found


def _heights(
    rows: Sequence[Row], widths: Sequence[float], size: float, air: float, face: str
) -> list[float]:
    heights = []
    for row, starts in zip(rows, _starts(rows, len(widths)), strict=True):
        high = size * LEADING
        for cell, at in zip(row.cells, starts, strict=True):
            wide = sum(widths[at : at + cell.columns]) - 2 * PAD
            if cell.bar:
                continue
            takes = height_of(cell.paragraphs, [size], wide, face, between=BETWEEN)
            if cell.rows == 1:
                high = max(high, takes)
        heights.append(high + 2 * air)
    return heights


def write_table(
    writer: Writer,
    part: Any,
    table: Table,
    grid: Grid,
    box: Sequence[float],
    name: tuple[int, str],
    alt: str,
    place: str = "",
) -> Any:
    """A table as a graphic frame.

    Args:
        writer: writes the words.
        part: the slide's part, for links.
        table: the table.
        grid: how it is set.
        box: left, top, width; its height is the grid's.
        name: the shape's number and name.
        alt: what it holds, in words.
        place: XML of the place that it fills; empty: none.

    Returns:
        The element.
    """
    columns = "".join(f'<a:gridCol w="{emu(wide)}"/>' for wide in grid.widths)
    starts = _starts(table.rows, len(grid.widths))
    covered: dict[tuple[int, int], str] = {}
    lines = ""
    for number, row in enumerate(table.rows):
        at_start = dict(zip(starts[number], row.cells, strict=True))
        cells = ""
        for at in range(len(grid.widths)):
            cell = at_start.get(at)
            if cell is None:
                merged = covered.get((number, at), "")
                cells += f"<a:tc{merged}><a:txBody><a:bodyPr/><a:p/></a:txBody><a:tcPr/></a:tc>"
                continue
            span = _span(cell, number, at, covered)
            cells += _cell(writer, part, table, row, cell, (number, at), grid, span)
        lines += f'<a:tr h="{emu(grid.heights[number])}">{cells}</a:tr>'
    flags = ' firstRow="1"' if table.heads else ""
    flags += ' firstCol="1"' if table.head_column else ""
    flags += ' rtl="1"' if table.rtl else ""
    left, top, width = box[:3]
    whole = (left, top, width, grid.height)
    return parse_xml(
        f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>{named(*name, alt=alt)}"
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        f"<p:nvPr>{place}</p:nvPr></p:nvGraphicFramePr>{frame(whole, 'p:xfrm')}<a:graphic>"
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f"<a:tblPr{flags}><a:tableStyleId>{TABLE_STYLE}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{columns}</a:tblGrid>{lines}</a:tbl></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def _span(cell: Cell, number: int, at: int, covered: dict[tuple[int, int], str]) -> str:
    """The span of a cell; notes the cells that it covers."""
    for down in range(cell.rows):
        for right in range(cell.columns):
            if down or right:
                said = (' hMerge="1"' if right else "") + (' vMerge="1"' if down else "")
                covered[number + down, at + right] = said
    said = f' rowSpan="{cell.rows}"' if cell.rows > 1 else ""
    return said + (f' gridSpan="{cell.columns}"' if cell.columns > 1 else "")


def _cell(
    writer: Writer,
    part: Any,
    table: Table,
    row: Row,
    cell: Cell,
    place: tuple[int, int],
    grid: Grid,
    span: str,
) -> str:
    number, at = place
    fit = Fit([grid.size], grid.size / table.size, 1, 0)
    own = CELL._replace(size=table.size)
    said = ""
    for paragraph in cell.paragraphs or ():
        sized = paragraph._replace(
            size=paragraph.size or table.size, before=max(paragraph.before, 0)
        )
        said += writer.paragraph(part, sized, own._replace(bold=False), fit)
    left = PAD
    if cell.bar:
        wide = grid.widths[at]
        left = PAD + wide * BAR_SHARE * cell.bar + 8
    anchor = "b" if number < table.heads else "ctr"
    if number >= table.heads and any(len(other.paragraphs) > 1 for other in row.cells):
        anchor = "t"
    ground = cell.ground or ("accent-2" if row.apart else "")
    inner = _edges(writer, table, row, number, at) + (fill(writer.look, ground) if ground else "")
    air = emu(grid.air)
    return (
        f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{said or '<a:p/>'}</a:txBody>"
        f'<a:tcPr marL="{emu(left)}" marR="{emu(PAD)}" marT="{air}" marB="{air}" '
        f'anchor="{anchor}">{inner}</a:tcPr></a:tc>'
    )


def _edges(writer: Writer, table: Table, row: Row, number: int, at: int) -> str:
    """Lines of a cell: a strong one below headings, and one beside what is set apart.

    LibreOffice draws no lines of a style that a file brings, so each cell has them.
    """
    look = writer.look
    strong = number == table.heads - 1
    first_of_all = number == 0 and not table.heads
    side = row.apart and at == 0

    def line(tag: str, width: float, colour: str) -> str:
        if not width:
            return f'<a:{tag} w="0"><a:noFill/></a:{tag}>'
        return f'<a:{tag} w="{emu(width)}">{fill(look, colour)}</a:{tag}>'

    left = line("lnL", 7 if side else 0, "accent")
    right = line("lnR", 0, "")
    above = line(
        "lnT", 3 if number == table.heads else 1, "ink" if number == table.heads else "line"
    )
    if number == 0 and not first_of_all:
        above = line("lnT", 0, "")
    below = line("lnB", 3 if strong else 1, "ink" if strong else "line")
    return left + right + above + below


def bars_of(table: Table, grid: Grid, box: Sequence[float]) -> list[tuple[tuple[float, ...], str]]:
    """The boxes and colours of the bars in a table's cells."""
    found: list[tuple[tuple[float, ...], str]] = []
    top = box[1]
    starts = _starts(table.rows, len(grid.widths))
    for number, row in enumerate(table.rows):
        high = grid.heights[number]
        for cell, at in zip(row.cells, starts[number], strict=True):
            if cell.bar:
                left = box[0] + sum(grid.widths[:at]) + PAD
                wide = grid.widths[at] * BAR_SHARE * cell.bar
                thick = min(30.0, high * 0.6)
                whole = (left, top + (high - thick) / 2, wide, thick)
                found.append((whole, cell.bar_colour or "accent"))
        top += high
    return found
