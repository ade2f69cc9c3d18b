"""A long text → several that Telegram takes, cut where a reader would."""

from __future__ import annotations

import re
import unicodedata

from bot.core.messages import Span, Text, plain

LIMIT = 4096  # UTF-16 units; Telegram counts fewer, never more
_ENDS = ("\n\n", "\n", r"(?<=[.!?…])\s", r"\s")


def split(text: Text, limit: int = LIMIT) -> list[Text]:
    """The text in parts of at most `limit` units: at a paragraph, else a line, a sentence, a word, a character."""
    words = plain(text)
    if units(words) <= limit and words == words.strip():
        return [text]
    parts, start = [], 0
    while start < len(words):
        end = _end(words, start, limit)
        part = _between(text, start, end)
        if plain(part).strip():
            parts.append(part)
        start = end
    return parts


def units(text: str) -> int:
    """The length as Telegram's entities count it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def _end(words: str, start: int, limit: int) -> int:
    if units(words[start : start + limit]) <= limit and start + limit >= len(words):
        return len(words)
    last = start
    room = limit
    while last < len(words) and (room := room - (2 if ord(words[last]) > 0xFFFF else 1)) >= 0:
        last += 1
    for ends in _ENDS:
        cuts = [match.end() for match in re.finditer(ends, words[start:last])]
        if cuts and cuts[-1] > (last - start) // 2:
            return start + cuts[-1]
    return _between_characters(words, start, last)


def _between_characters(words: str, start: int, at: int) -> int:
    """A place not inside what is shown as one character, unless that one alone fills half a message."""
    place = at
    while place > start and place < len(words) and _joined(words[place - 1], words[place]):
        place -= 1
    return place if place > start + (at - start) // 2 else at


def _joined(left: str, right: str) -> bool:
    return (
        unicodedata.category(right)[0] == "M"
        or "\u200d" in (left, right)
        or "\U0001f3fb" <= right <= "\U0001f3ff"  # the tone of a skin
        or (
            "\U0001f1e6" <= left <= "\U0001f1ff" and "\U0001f1e6" <= right <= "\U0001f1ff"
        )  # halves of a flag
    )


def _between(text: Text, start: int, end: int) -> Text:
    """That stretch of the text, with its styles, without blank space around it."""
    words = plain(text)
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    found, at = [], 0
    for span in text:
        left, right = max(start - at, 0), min(end - at, len(span.text))
        if left < right:
            found.append(Span(span.text[left:right], span.style, span.target))
        at += len(span.text)
    return tuple(found)
