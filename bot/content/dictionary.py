"""The words that are spelt right, and what a misspelt one was meant to be.

A word is corrected only if neither the content nor English knows it, and only into a word of the content.
The list of English words comes with symspellpy; it serves as a set alone. The index of slips, which for all
of English would cost more memory than the rest of the bot, is built for the content's own words only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from symspellpy import SymSpell, Verbosity

from bot.core.knowledge import Knowledge
from bot.core.matching import phrasings_of, texts_of
from bot.core.text import SHORTEST_CORRECTED, Correct, Lexicon
from bot.core.tokens import respelt, tokens

WORD_LIST = "frequency_dictionary_en_82_765.txt"
BOM = b"\xef\xbb\xbf"
AMERICAN = (("or", "our"), ("e", "ae"), ("e", "oe"), ("yz", "ys"), ("el", "ell"))
LONG_WORD = 7  # from here on two letters may be wrong
SHORTEST_PART = 3  # of two words written as one: "stemcell", but not "i"


class English:
    """The English words, sorted in one array: 2 MB where a set of them takes 9."""

    def __init__(self, words: Sequence[bytes]) -> None:
        self._words = np.sort(np.array(words, dtype=np.bytes_))

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not word.isascii():
            return False
        return self._lists(word) or any(map(self._lists, _british(word)))

    def _lists(self, word: str) -> bool:
        key = word.encode("ascii")
        at = int(self._words.searchsorted(key))
        return at < len(self._words) and bool(self._words[at] == key)


@cache
def english() -> English:
    """All the words of the list."""
    return English(_listed())


def common_words(count: int) -> list[str]:
    """The most frequent words of the list, the most frequent first."""
    return [word.decode("ascii") for word in _listed()[:count]]


def _listed() -> list[bytes]:
    """The list that comes with symspellpy: a word and how often it was counted, a line."""
    listed = files("symspellpy").joinpath(WORD_LIST).read_bytes().removeprefix(BOM)
    return listed.replace(b"'", b"").split()[::2]


def corrector(counts: Mapping[str, int]) -> Correct:
    """A function from a misspelt word to the content's word, or two, that it was meant to be.

    One slip first, then two words written as one, then two slips in a long word; of equals the more frequent.
    """
    spelling = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in sorted(counts):
        if len(word) >= SHORTEST_CORRECTED and word.isascii() and word.isalpha():
            spelling.create_dictionary_entry(word, counts[word])

    def correct(word: str) -> str | None:
        slips = 2 if len(word) >= LONG_WORD else 1
        found = spelling.lookup(word, Verbosity.TOP, max_edit_distance=slips)
        if found and found[0].distance == 1:
            return None if _is_other_abbreviation(word, found[0].term) else str(found[0].term)
        return _parted(word, counts) or (str(found[0].term) if found else None)

    return correct


def build_lexicon(
    synonyms: Mapping[str, Sequence[str]], phrases: Iterable[str], texts: Iterable[str] = ()
) -> Lexicon:
    """The lexicon of a content.

    The words of `phrases` are those a question may be corrected to; the words of `texts` are left as they are.
    """
    forms = [form for canonical, others in synonyms.items() for form in (canonical, *others)]
    counts = Counter(word for phrase in (*phrases, *forms) for word in tokens(phrase))
    return Lexicon(
        synonyms,
        own=frozenset(counts) | {word for text in texts for word in tokens(text)},
        language=english(),
        correct=corrector(counts),
    )


def lexicon_for(knowledge: Knowledge) -> Lexicon:
    """The lexicon of a knowledge folder: the phrasings of its entries and the English phrases of its cues."""
    asked = [phrase for phrases in phrasings_of(knowledge).values() for phrase in phrases]
    cues = (*knowledge.safety, *knowledge.outside, *knowledge.talk)
    said = [phrase for cue in cues for phrase in cue.phrases.get("en", ())]
    return build_lexicon(knowledge.words.synonyms, (*asked, *said), texts_of(knowledge).values())


def _is_other_abbreviation(word: str, term: str) -> bool:
    """Four letters, one of them another: COPD is no cord. Letters left out or swapped are slips all the same."""
    return len(word) == len(term) == SHORTEST_CORRECTED and sorted(word) != sorted(term)


def _british(word: str) -> Iterator[str]:
    """British words that this is the American spelling of: the list has many in British only."""
    for american, british in AMERICAN:
        at = word.find(american)
        while at >= 0:
            spelling = word[:at] + british + word[at + len(american) :]
            if respelt(spelling) == word:
                yield spelling
            at = word.find(american, at + 1)


def _parted(word: str, counts: Container[str]) -> str | None:
    for at in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        first, second = word[:at], word[at:]
        if first in counts and (second in counts or second.removesuffix("s") in counts):
            return f"{first} {second}"
    return None
