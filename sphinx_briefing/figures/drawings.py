"""The drawings by name: a figure's ``{data-figure}`` names one of them."""

from __future__ import annotations

from sphinx_briefing.figures.drawing import Drawing
from sphinx_briefing.figures.gpt2_release import draw_gpt2_release
from sphinx_briefing.figures.numbers import draw_numbers
from sphinx_briefing.figures.timeline import draw_timeline
from sphinx_briefing.figures.verdicts import draw_verdicts
from sphinx_briefing.figures.words import (
    draw_ecosystem,
    draw_ladder,
    draw_risks,
    draw_two_sides,
)

DRAWINGS = {
    "timeline": Drawing(draw_timeline, scrolls=True),
    "ecosystem": Drawing(draw_ecosystem, group="rung"),
    "openness_ladder": Drawing(draw_ladder),
    "risks": Drawing(draw_risks),
    "gpt2_release": Drawing(draw_gpt2_release),
    "numbers": Drawing(draw_numbers, group="group"),
    "two_sides": Drawing(draw_two_sides),
    "verdicts": Drawing(draw_verdicts),
}
"""Each draws the table of its name."""
