"""The words that are spelt right, and what a misspelt one was meant to be.

A word is corrected only if neither the content nor English knows it, and only into a word of the content.
The list of English words comes with symspellpy. Its index of slips does not serve: for all of English it would cost
more memory than the rest of the bot, for the content's own words a tenth of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge import Knowledge
from bot.core.matching import phrasings_of, texts_of
from bot.core.spelling import slips
from bot.core.text import SHORTEST_CORRECTED, Lexicon
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
    package = find_spec(
        "symspellpy"
    )  # the list is all we need of it: importing it would take as long as numpy
    if package is None or package.origin is None:
        raise ModuleNotFoundError("symspellpy", name="symspellpy")
    listed = Path(package.origin).with_name(WORD_LIST).read_bytes().removeprefix(BOM)
    return listed.replace(b"'", b"").split()[::2]


class Corrector:
    """From a misspelt word to the content's word, or two, that it was meant to be.

    One slip first, then two words written as one, then two slips in a long word; of equals the more frequent.

    Each slip changes how often letters occur by two at most. So the words to compare are found in one table of letters,
    which takes a hundredth of the memory of an index of slips, and a tenth of a millisecond for a word.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        fit = (
            word for word in counts if len(word) >= SHORTEST_CORRECTED and word.isascii() and word.isalpha()
        )
        self._words = sorted(fit)
        self._often = np.array([counts[word] for word in self._words], dtype=np.int64)
        self._letters = _letters(self._words)
        self._counts = dict(counts)

    def __call__(self, word: str) -> str | None:
        if term := self._nearest(word, 1):
            return None if _is_other_abbreviation(word, term) else term
        return _parted(word, self._counts) or (self._nearest(word, 2) if len(word) >= LONG_WORD else None)

    def _nearest(self, word: str, count: int) -> str | None:
        """The most frequent word that is just so many slips away; of equals one with the same letters."""
        apart = np.abs(self._letters - _letters([word])).sum(axis=0, dtype=np.int8)
        near = np.flatnonzero(apart <= 2 * count)
        best_first = near[np.lexsort((apart[near], -self._often[near]))]
        terms = (self._words[place] for place in best_first)
        return next((term for term in terms if slips(word, term) == count), None)


def _letters(words: Sequence[str]) -> NDArray[np.int8]:
    """How often each letter stands in each word: a row a letter, a column a word."""
    return np.array([[word.count(letter) for word in words] for letter in ascii_lowercase], dtype=np.int8)


def build_lexicon(
    synonyms: Mapping[str, Sequence[str]], phrases: Iterable[str], texts: Iterable[str] = ()
) -> Lexicon:
    """The lexicon of a content.

    The words of `phrases` are those a question may be corrected to; the words of `texts` are left as they are.
    """
    forms = [form for canonical, others in synonyms.items() for form in (canonical, *others)]
    said = [tokens(phrase) for phrase in phrases]
    counts = Counter(word for words in (*said, *map(tokens, forms)) for word in words)
    return Lexicon(
        synonyms,
        own=frozenset(counts) | {word for text in texts for word in tokens(text)},
        language=english(),
        correct=Corrector(counts),
        in_full=in_full(synonyms, said),
    )


def in_full(synonyms: Mapping[str, Sequence[str]], said: Iterable[Sequence[str]]) -> dict[str, str]:
    """What each word that English does not know stands for: of its synonyms in English, the one said most often."""
    everything = " ".join(f"| {' '.join(words)} |" for words in said)
    full: dict[str, str] = {}
    for canonical, others in sorted(synonyms.items()):
        forms = [tokens(form) for form in (canonical, *others)]
        plain = [" ".join(words) for words in forms if words and all(word in english() for word in words)]
        if plain:
            usual = max(plain, key=lambda form: everything.count(f" {form} "))
            full |= {word: usual for word, *more in forms if not more and word not in english()}
    return full


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
