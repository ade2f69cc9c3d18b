"""Marks that differ in shape, not in colour: a filled box, a crossed box, an open circle, a triangle."""

from __future__ import annotations

from bot.core.sheets import Mark
from bot.papers.canvas import BLACK, Canvas

SIZE = 3.0  # millimetres


def draw(canvas: Canvas, mark: Mark, x: float, y: float) -> None:
    """The mark with its upper left corner there."""
    size = SIZE * canvas.scaled
    canvas.set_draw_color(BLACK)
    canvas.set_fill_color(BLACK)
    canvas.set_line_width(0.3)
    match mark:
        case "match":
            canvas.rect(x, y, size, size, style="F")
        case "no-match":
            canvas.rect(x, y, size, size)
            canvas.line(x, y, x + size, y + size)
            canvas.line(x, y + size, x + size, y)
        case "unknown":
            canvas.ellipse(x, y, size, size)
        case "flag":
            canvas.polygon([(x + size / 2, y), (x + size, y + size), (x, y + size)], style="D")
        case "":
            canvas.ellipse(x + size / 3, y + size / 3, size / 3, size / 3, style="F")
