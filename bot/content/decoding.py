"""The bytes of a file → text a person could have typed, or why not."""

from __future__ import annotations

import codecs
import re

from bot.content.explaining import shown
from bot.content.hashing import MAX_BYTES
from bot.content.nodes import Place, Problems

SPLIT = "Split it into several files."

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decoded(data: bytes, name: str, problems: Problems) -> str | None:
    """The text, or None when it cannot be one; `problems` says why."""
    whole = Place(name, 1)
    if len(data) > MAX_BYTES:
        problems.add(Place(name), "", f"is larger than 1 MB. {SPLIT}")
        return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problems.add(whole, "", "is saved as UTF-16. Save it again and choose the encoding 'UTF-8'.")
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as trouble:
        before = data[: trouble.start]
        seen = before.decode(errors="replace").rsplit("\n", 1)[-1][-30:]
        problems.add(
            Place(name, before.count(b"\n") + 1),
            "",
            f"has a character that is not UTF-8, after `{seen.strip()}`. Save it again as 'UTF-8'.",
        )
        return None
    if text.startswith("\ufeff"):
        problems.add(
            whole,
            "",
            "begins with an invisible mark (a BOM). Save the file again as 'UTF-8', not as 'UTF-8 with BOM'.",
        )
        return None
    return _printable(text, name, problems)


def _printable(text: str, name: str, problems: Problems) -> str | None:
    odd = _UNPRINTABLE.search(text) or re.search("\ufeff", text)
    if not odd:
        return text
    line = text.count("\n", 0, odd.start()) + 1
    before = text[: odd.start()].rsplit("\n", 1)[-1][-30:]
    seen = f"after {shown(before)}" if before.strip() else "at the start of the line"
    problems.add(
        Place(name, line),
        "",
        f"has an invisible character (U+{ord(odd[0]):04X}) {seen}. Delete it and type the place anew.",
    )
    return None
