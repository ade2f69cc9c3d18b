"""A text → its sentences and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATED = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs|e\.g|i\.e|approx|No|U\.S|U\.K)|\b[A-Z])\.$")
_END = re.compile(r"[.?!…]+[\"”’)\]]*(?=\s|$)|\n(?=\s*(?:[-•]\s|\n|[A-Z\d“\"(]))|(?<=[:;])\n")
_CLAUSE = re.compile(r"[.?!;:,()\n—–]+|\s+-\s+|\b(?:but|while|although|because|when|if)\b")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with where it begins. A new paragraph, a bullet or a new line with a capital begins one too."""
    start = 0
    for end in _END.finditer(text):
        if _ABBREVIATED.search(text[start : end.end()]) and not text[end.end() :].startswith("\n"):
            continue
        if text[start : end.end()].strip(" \n-•"):
            yield start, text[start : end.end()]
        start = end.end()
    if text[start:].strip(" \n-•"):
        yield start, text[start:]


def clauses(text: str) -> Iterator[tuple[int, str]]:
    """Each clause with where it begins."""
    start = 0
    for end in _CLAUSE.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]
