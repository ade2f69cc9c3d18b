"""A PDF to draw on: our fonts, our margins, text that never runs out of its box.

The fonts (DejaVu, shipped beside this file) have Latin, Greek, Cyrillic, Arabic and Hebrew letters, and right-to-left
text is shaped. What they lack (Chinese, emoji) is shown as a question mark or left out, never as an empty box.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import cast

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

FONTS = Path(__file__).parent / "fonts"
FAMILY = "DejaVu"
TIMELESS = datetime(2000, 1, 1, tzinfo=UTC)  # the same sheet gives the same bytes
BLACK, GREY, PALE = 0, 90, 205
SLACK = 1.0  # millimetres, so that the last line does not fall off for a rounding
TALLEST = 5000.0  # millimetres, for a first drawing whose height is not known yet
_LEFT_OUT = ("So", "Sk", "Cs", "Co", "Cn", "Cf", "Mn", "Cc")


class Canvas(FPDF):
    """A document in millimetres. `scale` shrinks every letter and gap alike."""

    def __init__(self, width: float, height: float, margin: float, scale: float = 1.0) -> None:
        super().__init__(unit="mm", format=(width, height))
        self.scaled = scale
        self.set_margins(margin, margin, margin)
        self.c_margin = 0
        self.set_auto_page_break(True, margin)
        self.set_creation_date(TIMELESS)
        self.set_producer("Signpost")
        self.add_font(FAMILY, "", FONTS / "DejaVuSans.ttf")
        self.add_font(FAMILY, "B", FONTS / "DejaVuSans-Bold.ttf")
        self.set_font(FAMILY, "", 10)
        self.set_text_shaping(True)
        self.add_page()

    @property
    def room(self) -> float:
        """Millimetres between the margins."""
        return float(self.w - self.l_margin - self.r_margin)

    def write_block(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        grey: int = BLACK,
        inset: float = 0.0,
        gap: float = 0.0,
    ) -> None:
        """Text over as many lines as it needs, from the left margin plus an inset; then a gap."""
        if not text.strip():
            return
        points = size * self.scaled
        self.set_font(FAMILY, "B" if bold else "", points)
        self.set_text_color(grey)
        self.set_x(self.l_margin + inset)
        height = points * 0.3528 * 1.32
        self.multi_cell(
            self.room - inset, height, shown(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.ln(gap * self.scaled)

    def height_of(self, text: str, size: float, width: float, *, bold: bool = False) -> float:
        """The millimetres that text would take."""
        points = size * self.scaled
        self.set_font(FAMILY, "B" if bold else "", points)
        height = self.multi_cell(
            width, points * 0.3528 * 1.32, shown(text) or " ", align="L", dry_run=True, output="HEIGHT"
        )
        return cast(float, height)

    def bytes(self) -> bytes:
        """The finished document."""
        data = bytes(self.output())
        self.close_fonts()
        return data

    def close_fonts(self) -> None:
        """Lets go of the font files; for a drawing that is finished, or thrown away."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()


def fitted(draw: Callable[[float], Canvas], *, margin: float) -> bytes:
    """A drawing as high as what stands in it: drawn once to measure, and once for good."""
    high = draw(TALLEST)
    height = float(high.get_y()) + margin + SLACK
    high.close_fonts()
    return draw(height).bytes()


def shown(text: str) -> str:
    """The text in letters the fonts have."""
    known = _letters()
    return "".join(letter if ord(letter) in known or letter == "\n" else _instead(letter) for letter in text)


def _instead(letter: str) -> str:
    return "" if unicodedata.category(letter) in _LEFT_OUT else "?"


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    with TTFont(FONTS / "DejaVuSans.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())
