"""A risk as people: one small figure each, dark for those it happened to. A part of a person is filled in part."""

from __future__ import annotations

from bot.core.sheets import Icons
from bot.papers.canvas import BLACK, GREY, Canvas, fitted

WIDTH, MARGIN = 108.0, 7.0
COLUMNS = {1000: 40, 100: 10}


def drawn(icons: Icons) -> bytes:
    """As high as the array needs."""
    return fitted(lambda height: _drawn(icons, height), margin=MARGIN)


def _drawn(icons: Icons, height: float) -> Canvas:
    canvas = Canvas(WIDTH, height, MARGIN)
    canvas.write_block(icons.title, 13, bold=True, gap=1.5)
    _array(canvas, icons)
    _legend(canvas, icons.happened, filled=True)
    _legend(canvas, icons.did_not, filled=False)
    canvas.ln(1)
    canvas.write_block(icons.subtitle, 10, gap=2)
    canvas.write_block(icons.foot, 8, grey=GREY)
    return canvas


def _array(canvas: Canvas, icons: Icons) -> None:
    columns = COLUMNS.get(icons.out_of, 20)
    cell = canvas.room / columns
    top = canvas.get_y()
    for number in range(icons.out_of):
        x = canvas.l_margin + (number % columns) * cell
        y = top + (number // columns) * cell
        _person(
            canvas, x + cell * 0.14, y + cell * 0.14, cell * 0.72, min(max(icons.events - number, 0.0), 1.0)
        )
    canvas.set_y(top + rows_of(icons.out_of, columns) * cell + 3)


def rows_of(people: int, columns: int) -> int:
    """How many rows so many people take."""
    return -(-people // columns)


def _person(canvas: Canvas, x: float, y: float, size: float, filled: float) -> None:
    """A box with an outline: dark as far as it is filled, from the bottom."""
    canvas.set_draw_color(GREY)
    canvas.set_line_width(0.15)
    if filled > 0:
        canvas.set_fill_color(BLACK)
        canvas.rect(x, y + size * (1 - filled), size, size * filled, style="F")
    canvas.rect(x, y, size, size)


def _legend(canvas: Canvas, text: str, *, filled: bool) -> None:
    _person(canvas, canvas.l_margin, canvas.get_y() + 0.8, 3.6, 1.0 if filled else 0.0)
    canvas.write_block(text, 12, bold=filled, inset=6.5, gap=0.8)
