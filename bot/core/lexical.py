"""LEX: how well the words of a question fit each entry. The theory is at the head of core.matching.

Three sparse matrices, features × entries, all weights worked out when the index is built, so that a question
costs three products of a short sparse vector with a matrix:

    terms    words; the weights are BM25's, divided by the best BM25 this question could get
    words    runs of one and two words     } tf-idf, the centroid of an entry's phrasings;
    letters  runs of 2–4 letters in words  } together the cosine with the question
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Words = tuple[str, ...]
Scores = NDArray[np.float64]
Ints = NDArray[np.int64]

K1 = 1.2  # how soon a word said again stops counting
B = 0.75  # how much a long entry must say a word oftener


class Lex:
    """The index. `documents` are the entries, each the words of its phrasings."""

    def __init__(self, documents: Sequence[Sequence[Words]]) -> None:
        self._count = len(documents)
        phrases = [phrase for document in documents for phrase in document]
        owners = np.repeat(np.arange(self._count), [len(document) for document in documents])
        self._terms = Bm25(phrases, owners, self._count)
        self._blocks = [Tfidf(runs, phrases, owners, self._count) for runs in (word_runs, letter_runs)]
        squares = sum((block.squares() for block in self._blocks), start=np.zeros(self._count))
        for block in self._blocks:
            block.divide(np.sqrt(len(self._blocks) * squares))

    def scores(self, words: Words) -> Scores:
        """How well the words fit each entry, 0 to 1, in the order of the entries."""
        cosine = sum((block.scores(words) for block in self._blocks), start=np.zeros(self._count))
        return np.clip((self._terms.scores(words) + cosine) / 2, 0.0, 1.0)


class Bm25:
    """Okapi BM25 over whole entries, as a share of the best score the question could get."""

    def __init__(self, phrases: Sequence[Words], owners: Ints, count: int) -> None:
        self._ids, occurrences = _numbered(phrases)
        lengths = np.array([len(phrase) for phrase in phrases], dtype=np.int64)
        keys, often = np.unique(occurrences * count + np.repeat(owners, lengths), return_counts=True)
        terms, entries = np.divmod(keys, max(count, 1))
        spread = np.bincount(terms, minlength=len(self._ids))
        self._unknown = _rarity(np.zeros(1), count)[0]
        self._rarity = _rarity(spread, count)
        size = np.bincount(owners, lengths, minlength=count)
        longer = 1 - B + B * size / max(size.mean() if count else 0.0, 1.0)
        gain = often * (K1 + 1) / (often + K1 * longer[entries])
        self._columns = Columns(terms, entries, self._rarity[terms] * gain, (len(self._ids), count))

    def scores(self, words: Words) -> Scores:
        """0 where nothing fits, towards 1 where every word is one of the entry's own."""
        distinct = set(words)
        known = np.array(sorted(self._ids[word] for word in distinct if word in self._ids), dtype=np.int64)
        best = self._rarity[known].sum() + self._unknown * (len(distinct) - len(known))
        return self._columns.product(
            known, np.full(len(known), 1 / (best * (K1 + 1))) if best else np.zeros(0)
        )


class Tfidf:
    """One block of features: every phrase a unit vector, every entry the sum of its phrases."""

    def __init__(
        self, runs: Callable[[Words], Iterable[str]], phrases: Sequence[Words], owners: Ints, count: int
    ) -> None:
        self._runs = runs
        split = [list(runs(phrase)) for phrase in phrases]
        self._ids, occurrences = _numbered(split)
        width = max(len(self._ids), 1)
        where = np.repeat(np.arange(len(split)), [len(phrase) for phrase in split])
        keys, often = np.unique(where * width + occurrences, return_counts=True)
        phrase, feature = np.divmod(keys, width)
        cell, inverse = np.unique(feature * count + owners[phrase], return_inverse=True)
        features, entries = np.divmod(cell, max(count, 1))
        self._rarity = _smooth_rarity(np.bincount(features, minlength=len(self._ids)), count)
        weights = _damped(often) * self._rarity[feature]
        weights /= np.sqrt(_totals(phrase, weights**2, len(split)))[phrase]
        summed = _totals(inverse, weights, len(cell))
        self._columns = Columns(features, entries, summed, (len(self._ids), count))

    def squares(self) -> Scores:
        """The squared length of each entry's vector in this block."""
        return self._columns.squares()

    def divide(self, lengths: Scores) -> None:
        """Scale every entry's vector by the length of it over all blocks."""
        self._columns.divide(lengths)

    def scores(self, words: Words) -> Scores:
        """This block's share of the cosine with each entry."""
        counted = Counter(self._ids[run] for run in self._runs(words) if run in self._ids)
        features = np.array(sorted(counted), dtype=np.int64)
        weights = _damped(np.array([counted[f] for f in features.tolist()])) * self._rarity[features]
        length = np.sqrt((weights**2).sum())
        return self._columns.product(features, weights / length if length else weights)


class Columns:
    """A sparse matrix, kept by feature: those of feature f stand at `start[f]` to `start[f + 1]`."""

    def __init__(self, features: Ints, entries: Ints, values: Scores, shape: tuple[int, int]) -> None:
        """`features` must be in order."""
        self._start = np.searchsorted(features, np.arange(shape[0] + 1))
        self._entries = entries.astype(np.int32)
        self._values = values.astype(np.float32)
        self._count = shape[1]

    def squares(self) -> Scores:
        """The squared length of each entry."""
        return _totals(self._entries, self._values.astype(np.float64) ** 2, self._count)

    def divide(self, lengths: Scores) -> None:
        """Divide each entry by its length; an entry without features stays without."""
        self._values /= lengths[self._entries].astype(np.float32)

    def product(self, features: Ints, weights: Scores) -> Scores:
        """weights · matrix, over the features named."""
        start = self._start[features]
        length = self._start[features + 1] - start
        ends = np.cumsum(length)
        if not ends.any():
            return np.zeros(self._count)
        at = np.arange(ends[-1]) + np.repeat(start - ends + length, length)
        values = self._values[at] * np.repeat(weights, length)
        return _totals(self._entries[at], values, self._count)


def word_runs(words: Words) -> Iterator[str]:
    """Single words and pairs of neighbours."""
    yield from words
    for pair in pairwise(words):
        yield " ".join(pair)


def letter_runs(words: Words) -> Iterator[str]:
    """Two to four letters in a row inside a word, its edges marked by a space."""
    for word in words:
        edged = f" {word} "
        for size in (2, 3, 4):
            for at in range(len(edged) - size + 1):
                yield edged[at : at + size]


def _numbered(split: Sequence[Iterable[str]]) -> tuple[dict[str, int], Ints]:
    """Each name's number, and all the names in their order as numbers."""
    ids: dict[str, int] = {}
    occurrences = [ids.setdefault(name, len(ids)) for phrase in split for name in phrase]
    return ids, np.array(occurrences, dtype=np.int64)


def _totals(places: NDArray[np.integer], values: Scores, count: int) -> Scores:
    """The sum of the values at each place."""
    return np.bincount(places, values, minlength=count).astype(np.float64, copy=False)


def _rarity(spread: NDArray[np.integer] | Scores, count: int) -> Scores:
    return np.log1p((count - spread + 0.5) / (spread + 0.5))


def _smooth_rarity(spread: Ints, count: int) -> Scores:
    return np.log((1 + count) / (1 + spread)) + 1


def _damped(often: Ints) -> Scores:
    return 1 + np.log(often)
