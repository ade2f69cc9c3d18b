"""A page of text: for print on A4, shrunk a little to stay one page; for a phone, narrow and as long as needed."""

from __future__ import annotations

from bot.core.sheets import Line, Page, Part
from bot.papers import marks
from bot.papers.canvas import GREY, Canvas, fitted

A4 = (210.0, 297.0)
MARGIN = 14.0
SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)  # below 7 points nobody reads; then it takes a second page
PHONE = 96.0  # millimetres wide, so that 10 points are 13 pixels on a screen of 360
PHONE_MARGIN = 6.0
INSET = 5.0


def printed(page: Page) -> bytes:
    """A4."""
    for scale in SCALES:
        canvas = _drawn(page, *A4, MARGIN, scale)
        if canvas.page_no() == 1:
            return canvas.bytes()
        canvas.close_fonts()
    return _drawn(page, *A4, MARGIN, SCALES[2]).bytes()


def phone(page: Page) -> bytes:
    """One long narrow page."""
    return fitted(lambda height: _drawn(page, PHONE, height, PHONE_MARGIN, 1.0), margin=PHONE_MARGIN)


def _drawn(page: Page, width: float, height: float, margin: float, scale: float) -> Canvas:
    canvas = Canvas(width, height, margin, scale)
    canvas.write_block(page.title, 17, bold=True, gap=0.5)
    canvas.write_block(page.subtitle, 11, grey=GREY, gap=2.5)
    for part in page.parts:
        write_part(canvas, part)
    canvas.write_block(page.foot, 8, grey=GREY)
    return canvas


def write_part(canvas: Canvas, part: Part) -> None:
    """A heading, its lines and what stands under them."""
    if not part.lines:
        return
    canvas.write_block(part.heading, 11.5, bold=True, gap=0.6)
    for line in part.lines:
        _line(canvas, line)
    canvas.write_block(part.under, 8, grey=GREY, inset=INSET * canvas.scaled)
    canvas.ln(2.2 * canvas.scaled)


def _line(canvas: Canvas, line: Line) -> None:
    word = f"{line.mark_word}: " if line.mark_word else ""
    text = f"{word}{line.text}"
    if canvas.will_page_break(canvas.height_of(text, 10, canvas.room - INSET * canvas.scaled)):
        canvas.add_page()
    marks.draw(canvas, line.mark, canvas.l_margin, canvas.get_y() + 0.7 * canvas.scaled)
    inset = INSET * canvas.scaled
    canvas.write_block(text, 10, inset=inset)
    canvas.write_block(line.detail, 8.5, grey=GREY, inset=inset)
    canvas.ln(0.7 * canvas.scaled)
