"""A PDF as a picture, 1080 pixels wide: a phone shows it at 360, sharp."""

from __future__ import annotations

import io

import pypdfium2

PIXELS = 1080


def rendered(pdf: bytes) -> bytes:
    """The first page as PNG, in grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=PIXELS / page.get_width(), grayscale=True).to_pil()
    finally:
        document.close()
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
