"""Slips of tired fingers: in a third of the words, one letter in ten is dropped, doubled, swapped or hit beside."""

from __future__ import annotations

import random
import re

WORDS, LETTERS = 1 / 3, 0.1
BESIDE = {
    letter: near
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for letter, near in zip(row, (row[1:] + row[-2]), strict=True)
}


def hurt(text: str, seed: int) -> str:
    """The text as it might be mistyped; the same for the same seed."""
    draw = random.Random(f"{seed} {text}")
    return re.sub(r"[^\W\d_]{3,}", lambda word: _mistyped(word[0], draw), text)


def _mistyped(word: str, draw: random.Random) -> str:
    if draw.random() >= WORDS:
        return word
    for _ in range(sum(draw.random() < LETTERS for _ in word)):
        word = _slip(word, draw)
    return word


def _slip(word: str, draw: random.Random) -> str:
    at = draw.randrange(len(word))
    letter = word[at]
    match draw.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + letter + word[at:]
        case 2:
            at = max(at, 1)
            return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    return word[:at] + BESIDE.get(letter, letter) + word[at + 1 :]
