"""Sheets → bytes: PDF to print, PNG to look at on a phone, JSON to keep. Nothing is written to a disk.

Everything is drawn once, as PDF; a picture is that PDF rendered. What draws is imported when the first sheet comes: the
bot answers for days without it.
"""

from __future__ import annotations

from bot.core.sheets import Chart, Data, Icons, Page, Sheet, Table


def make(sheet: Sheet, form: str) -> bytes:
    """The file. Raises ValueError for a form the sheet does not have."""
    if isinstance(sheet, Data):
        if form != "json":
            raise ValueError(f"data has no form {form!r}")
        return sheet.text.encode()
    if form not in ("pdf", "png"):
        raise ValueError(f"a sheet has no form {form!r}")
    return _drawn(sheet, picture=form == "png")


def _drawn(sheet: Page | Table | Chart | Icons, *, picture: bool) -> bytes:
    from bot.papers import charts, icons, pages, tables
    from bot.papers.pictures import rendered

    match sheet:
        case Page():
            pdf = pages.phone(sheet) if picture else pages.printed(sheet)
        case Table():
            pdf = tables.printed(sheet)
        case Chart():
            pdf = charts.drawn(sheet)
        case Icons():
            pdf = icons.drawn(sheet)
    return rendered(pdf) if picture else pdf
