"""What each clinic said, side by side, on A4 across; then the warning signs and the questions still open."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.sheets import Table
from bot.papers.canvas import GREY, PALE, Canvas, shown
from bot.papers.pages import write_part

WIDE, HIGH, MARGIN = 297.0, 210.0, 12.0
FIRST = 0.3  # of the width for the questions, where there are many columns
PAD = 1.4
SIZE = 8.5


def printed(table: Table) -> bytes:
    """As many pages as it takes; the names of the clinics stand on each."""
    canvas = Canvas(WIDE, HIGH, MARGIN)
    canvas.write_block(table.title, 16, bold=True, gap=0.5)
    canvas.write_block(table.subtitle, 10, grey=GREY, gap=2.0)
    widths = _widths(canvas, len(table.columns))
    heading = ("", *table.columns)
    _row(canvas, heading, widths, bold=True)
    for row in table.rows:
        if canvas.will_page_break(_height(canvas, row, widths, bold=False)):
            canvas.add_page()
            _row(canvas, heading, widths, bold=True)
        _row(canvas, row, widths)
    canvas.ln(4)
    for part in table.after:
        write_part(canvas, part)
    canvas.write_block(table.foot, 8, grey=GREY)
    return canvas.bytes()


def _widths(canvas: Canvas, columns: int) -> list[float]:
    first = canvas.room * (0.5 if columns == 1 else FIRST)
    return [first, *[(canvas.room - first) / max(columns, 1)] * columns]


def _row(canvas: Canvas, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
    height = _height(canvas, cells, widths, bold=bold)
    top, x = canvas.get_y(), canvas.l_margin
    canvas.set_draw_color(PALE)
    canvas.set_line_width(0.2)
    canvas.set_text_color(0)
    for cell, width in zip(cells, widths, strict=True):
        canvas.rect(x, top, width, height)
        canvas.set_xy(x + PAD, top + PAD)
        canvas.set_font("DejaVu", "B" if bold else "", SIZE)
        canvas.multi_cell(width - 2 * PAD, SIZE * 0.3528 * 1.32, shown(cell) or " ", align="L")
        x += width
    canvas.set_xy(canvas.l_margin, top + height)


def _height(canvas: Canvas, cells: Sequence[str], widths: Sequence[float], *, bold: bool) -> float:
    heights = [
        canvas.height_of(cell, SIZE, width - 2 * PAD, bold=bold)
        for cell, width in zip(cells, widths, strict=True)
    ]
    return max(heights) + 2 * PAD
