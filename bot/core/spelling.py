"""Words as people type them in distress → the words a phrasebook knows.

Shouting, missing accents and apostrophes, swapped, dropped and repeated letters, `k1ll`, `s u i c i d e` and
`killmyself` are all read. Slips are forgiven only towards words named as *forgiven*, and only where the typed word is
neither a word of the phrasebook nor named as ordinary. The shorter the word, the less may be wrong with it, because
short words have many neighbours (`live` and `lie`, `dead` and `dad`): up to four letters only two neighbours swapped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

SWAP_FROM = 4  # letters; shorter words are read as they stand, but for repeated letters
ANY_SLIP_FROM = 5  # from here on any one slip is forgiven
TWO_SLIPS_FROM = 8  # from here on two
LONGEST = 40  # no word of ours is longer; longer runs of letters are not looked into

_DISGUISE = str.maketrans("@$!|1034578", "asiiioeastb")
_DISGUISED = re.compile(r"(?<=[^\W\d_])[@$!|1034578]+(?=[^\W\d_])")
_STARRED = re.compile(r"(?<=[^\W\d_])\*+(?=[^\W\d_])")
_SPELLED_OUT = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .\-*]){2,}[^\W\d_](?![^\W_])")
_APOSTROPHES = re.compile("['’‘`´ʼ′＇\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_LOST_APOSTROPHE = re.compile(r"(?<=n) t\b")
_SHORTHAND = (
    (re.compile(r"\b(every|any|some|no)\s?(?:1|one)\b"), r"\1one"),
    (re.compile(r"\b2(day|nite|night|morrow)\b"), r"to\1"),
    (re.compile(r"\bw/o\b"), "without"),
    (re.compile(r"\bw/(?=\s)"), "with"),
    (re.compile(r"\bab[ot]+u?t?\b"), "about"),
    (re.compile(r"\b(?:tmr|tmrw|tmw|tomoz|tomoro|tommorow)\b"), "tomorrow"),
    (re.compile(r"\b(?:2nite|tonite|tn)\b"), "tonight"),
)
_PLUS = re.compile(r"\+\s?(?=\d)")
_STRETCHED = re.compile(r"(.)\1{2,}")
_REPEATED = re.compile(r"(.)\1+")
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)?)|([^\W\d_]+)|(\.{2,}|…+)|([.!?;\n]+)|([^\s\w-])")


class Token(NamedTuple):
    """A word or number. `after`: what stands before it; 0 nothing, 1 a comma or a sign, 2 the end of a sentence."""

    word: str
    after: int


def fold(text: str) -> str:
    """Lower case, without accents and apostrophes: `Can’t` → `cant`, `más` → `mas`, `ß` → `ss`."""
    plain = _APOSTROPHES.sub("", text).casefold()
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@lru_cache(maxsize=16_384)
def spellings(word: str) -> tuple[str, ...]:
    """The ways to write one word without its signs: `möchte` → `mochte`, `moechte`."""
    lowered = unicodedata.normalize("NFC", word.casefold())
    spelt_out = lowered.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return tuple(dict.fromkeys((fold(lowered), fold(spelt_out))))


@lru_cache(maxsize=4)  # several phrasebooks read one message
def tokens(text: str) -> tuple[Token, ...]:
    """The words and numbers of a text in order, and the breaks between them."""
    folded = _undisguised(fold(text))
    found: list[Token] = []
    pause = 2
    for match in _TOKEN.finditer(folded):
        number, word, dots, stop, _ = match.groups()
        if number or word:
            found.append(Token((number or word).replace(",", "."), pause))
            pause = 0
        else:
            pause = max(pause, 2 if stop else 1 if not dots else pause)
    return tuple(found)


def _undisguised(text: str) -> str:
    text = _DISGUISED.sub(lambda match: match.group().translate(_DISGUISE), text)
    for short, full in _SHORTHAND:
        text = short.sub(full, text)
    text = _PLUS.sub(" plus ", text)
    text = _LOST_APOSTROPHE.sub("t", _STARRED.sub("", text))
    return _SPELLED_OUT.sub(lambda match: re.sub(r"[ .\-*]", "", match.group()), text)


def _deletes(word: str, slips: int) -> set[str]:
    shorter = {word[:i] + word[i + 1 :] for i in range(len(word))}
    if slips == 2:
        shorter |= {one[:i] + one[i + 1 :] for one in shorter for i in range(len(one))}
    return shorter | {word}


def slips(typed: str, meant: str) -> int:
    """How many letters were dropped, added, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(typed, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(meant, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == meant[j - 2] and typed[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _allowed(meant: str) -> int:
    return 2 if len(meant) >= TWO_SLIPS_FROM else 1 if len(meant) >= SWAP_FROM else 0


def _close(typed: str, meant: str) -> bool:
    count = slips(typed, meant)
    if not count or count > _allowed(meant):
        return False
    swapped = count == 1 and sorted(typed) == sorted(meant)
    if len(meant) < ANY_SLIP_FROM:
        return swapped
    lost_its_first = len(meant) > ANY_SLIP_FROM and typed == meant[1:]
    return typed[0] == meant[0] or swapped or lost_its_first or (len(meant) >= TWO_SLIPS_FROM and count == 1)


class Speller:
    """Reads typed words as words of its vocabulary."""

    def __init__(
        self, vocabulary: Iterable[str], forgiven: Iterable[str] = (), ordinary: Iterable[str] = ()
    ) -> None:
        self._words = frozenset(vocabulary)
        self._forgiven = self._words & frozenset(forgiven)
        self._ordinary = frozenset(ordinary)
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._forgiven):
            if word.isalpha() and len(word) >= SWAP_FROM:
                for part in _deletes(word, _allowed(word)):
                    self._near.setdefault(part, []).append(word)

    def read(self, typed: str) -> tuple[tuple[str, ...], ...]:
        """The words this may stand for: one place with its readings, or several places if words were run together."""
        if typed in self._words or typed in self._ordinary or len(typed) > LONGEST:
            return ((typed,),)
        calmer = self._unrepeated(typed)
        if calmer:
            return ((calmer,),)
        if near := self._misspelt(typed):
            return (near,)
        return tuple((part,) for part in self._run_together(typed)) or ((typed,),)

    def _unrepeated(self, typed: str) -> str:
        """`diiie` → `die`, `killlll` → `kill`; a letter that stands twice is only dropped towards forgiven words."""
        stretched = _STRETCHED.search(typed)
        if not stretched and typed == _REPEATED.sub(r"\1", typed):
            return ""
        known = self._words if stretched else self._forgiven
        ways = (_STRETCHED.sub(r"\1\1", typed), _STRETCHED.sub(r"\1", typed), _REPEATED.sub(r"\1", typed))
        return next((calmer for calmer in ways if calmer in known), "")

    def _misspelt(self, typed: str) -> tuple[str, ...]:
        if not typed.isalpha() or len(typed) < SWAP_FROM:
            return ()
        keys = _deletes(typed, 2 if len(typed) >= TWO_SLIPS_FROM - 2 else 1)
        candidates = {word for key in keys for word in self._near.get(key, ())}
        close = sorted((slips(typed, word), word) for word in candidates if _close(typed, word))
        return tuple(word for _, word in close)

    def _run_together(self, typed: str) -> tuple[str, ...]:
        """`killmyself` → `kill`, `myself`; nothing unless all of it is known words, at least two forgiven."""
        if len(typed) < 6:
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(typed)
        for end in range(1, len(typed) + 1):
            for start in range(end):
                before, part = best[start], typed[start:end]
                if before is None or part not in self._words or (end - start == 1 and part != "i"):
                    continue
                held = best[end]
                if held is None or len(before) + 1 < len(held):
                    best[end] = (*before, part)
        parts = best[-1] or ()
        return parts if sum(part in self._forgiven for part in parts) > 1 else ()
