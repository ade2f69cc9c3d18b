"""Prices as ranges: a bar from the lowest to the highest, one scale a currency, who quoted it and when under each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.core.sheets import Bar, Chart
from bot.papers.canvas import BLACK, GREY, PALE, Canvas, fitted

WIDTH, MARGIN = 108.0, 7.0
HIGH = 5.0  # of a bar, in millimetres
NARROWEST = 1.6  # of a bar that is one price
STEPS = 2  # on a scale


def drawn(chart: Chart) -> bytes:
    """As high as the bars need."""
    return fitted(lambda height: _drawn(chart, height), margin=MARGIN)


def _drawn(chart: Chart, height: float) -> Canvas:
    canvas = Canvas(WIDTH, height, MARGIN)
    canvas.write_block(chart.title, 16, bold=True, gap=0.5)
    canvas.write_block(chart.subtitle, 10, grey=GREY, gap=3)
    for currency, bars in chart.axes:
        top = _round_up(max(bar.high for bar in bars))
        for bar in bars:
            _bar(canvas, bar, top)
        _scale(canvas, currency, top)
    canvas.write_block(chart.foot, 8, grey=GREY)
    return canvas


def _bar(canvas: Canvas, bar: Bar, top: float) -> None:
    canvas.write_block(bar.label, 11, bold=True)
    y, left, room = canvas.get_y() + 0.8, canvas.l_margin, canvas.room
    canvas.set_draw_color(GREY)
    canvas.set_line_width(0.2)
    canvas.line(left, y + HIGH / 2, left + room, y + HIGH / 2)
    start, end = bar.low / top * room, bar.high / top * room
    wide = max(end - start, NARROWEST)
    canvas.set_fill_color(BLACK)
    canvas.rect(left + min(start, room - wide), y, wide, HIGH, style="F")
    canvas.set_y(y + HIGH + 0.6)
    canvas.write_block(bar.amount, 11)
    canvas.write_block(bar.quoted, 9, grey=GREY, gap=2.6)


def _scale(canvas: Canvas, currency: str, top: float) -> None:
    y, left, room = canvas.get_y(), canvas.l_margin, canvas.room
    canvas.set_draw_color(PALE)
    canvas.line(left, y, left + room, y)
    canvas.set_font("DejaVu", "", 8.5)
    canvas.set_text_color(GREY)
    for step, label in enumerate(_labels(currency, top)):
        x = left + room * step / STEPS
        canvas.line(x, y, x, y + 1.2)
        width = canvas.get_string_width(label) + 2
        canvas.set_xy(min(max(x - width / 2, left), left + room - width), y + 1.4)
        canvas.cell(width, 4, label, align="C")
    canvas.set_xy(left, y + 8)


def _labels(currency: str, top: float) -> Sequence[str]:
    return [
        f"{top * step / STEPS:,.0f}{f' {currency}' if step == STEPS else ''}" for step in range(STEPS + 1)
    ]


def _round_up(highest: float) -> float:
    """The end of the scale: 1, 2, 4, 6, 8 or 10 of some power of ten."""
    if highest <= 0:
        return float(STEPS)
    power = 10 ** math.floor(math.log10(highest))
    return next(float(step * power) for step in (1, 2, 4, 6, 8, 10) if step * power >= highest)
