"""Stacking blocks on a slide: each as high as it needs, pictures as high as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_briefing.handouts.powerpoint.content import Picture, Table, Text
from sphinx_briefing.handouts.powerpoint.filling import PADDED, TEXT_BOX
from sphinx_briefing.handouts.powerpoint.tables import set_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_briefing.handouts.powerpoint.content import Block
    from sphinx_briefing.handouts.powerpoint.designs import Place
    from sphinx_briefing.handouts.powerpoint.filling import Canvas

GAP = 14.0  # px between blocks that follow each other
LEAST_PICTURE = 180.0  # px that a picture keeps, whatever stands beside it


def stack(
    canvas: Canvas,
    blocks: Sequence[Block],
    area: tuple[float, float, float, float],
    places: dict[str, list[int]],
    size: float = 29,
) -> None:
    """Blocks below each other, each as high as it needs, pictures as high as there is room.

    Args:
        canvas: the slide.
        blocks: what stands there.
        area: its room.
        places: indices of places that blocks may fill, by kind: ``text``, ``table``,
            ``picture``.
        size: of text, px.
    """
    heights = _shares(canvas, blocks, area, _text_places(canvas, blocks, places, size))
    top = area[1]
    for block, height in zip(blocks, heights, strict=True):
        box = (area[0], top, area[2], height)
        kind = (
            "text"
            if isinstance(block, Text)
            else ("table" if isinstance(block, Table) else "picture")
        )
        free = places.get(kind, [])
        index = free.pop(0) if free and not (isinstance(block, Text) and block.ground) else -1
        taken = height
        if isinstance(block, Text):
            if index < 0 or not canvas.put(index, block.paragraphs, box):
                canvas.box(block, box, size)
        elif isinstance(block, Table):
            if block.caption:
                high = 34.0
                canvas.box(Text(list(block.caption)), (area[0], top, area[2], high), 26)
                box = (area[0], top + high, area[2], height - high)
                taken = canvas.table(block, box, index) + high
            else:
                taken = canvas.table(block, box, index)
        else:
            taken = canvas.picture(block, box, index)
        top += (taken if not isinstance(block, Text) else height) + GAP


def _text_places(
    canvas: Canvas, blocks: Sequence[Block], places: dict[str, list[int]], size: float
) -> list[Place]:
    """The place that each block has, if it is text."""
    free = list(places.get("text", []))
    found = []
    for block in blocks:
        if not isinstance(block, Text) or block.ground or not free:
            pad = PADDED if isinstance(block, Text) and block.ground else (0.0, 0.0, 0.0, 0.0)
            found.append(TEXT_BOX._replace(size=size, pad=pad))
        else:
            found.append(canvas.design.place(free.pop(0)))
    return found


def _shares(
    canvas: Canvas,
    blocks: Sequence[Block],
    area: tuple[float, float, float, float],
    places: Sequence[Place],
) -> list[float]:
    """The heights of blocks that share a room."""
    room = area[3] - GAP * (len(blocks) - 1)
    asked: list[float] = []
    for block, of in zip(blocks, places, strict=True):
        if isinstance(block, Text):
            place = of._replace(box=(0, 0, area[2], 9999))
            asked.append(canvas.writer.fit(block.paragraphs, place).height * 1.03 + 4)
        elif isinstance(block, Table):
            grid = set_table(block, area[2], 9999, canvas.writer.look.body)
            asked.append(grid.height * 0.86 + (34 if block.caption else 0))
        else:
            asked.append(0)
    pictures = [at for at, block in enumerate(blocks) if isinstance(block, Picture)]
    spare = room - sum(asked)
    least = min(LEAST_PICTURE * len(pictures), room * 0.7)
    if pictures:
        for at in pictures:
            asked[at] = max(spare, least) / len(pictures)
    if sum(asked) > room:
        fixed = sum(asked[at] for at in pictures)
        factor = max(room - fixed, room * 0.3) / ((sum(asked) - fixed) or 1)
        asked = [one if at in pictures else one * factor for at, one in enumerate(asked)]
    elif spare > 0:
        tables = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
        for at in tables:
            asked[at] += spare / len(tables)
    return asked
