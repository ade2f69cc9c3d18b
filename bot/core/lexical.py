"""LEX: how well the words of a question fit each entry. The theory is at the head of core.matching.

Everything that can be worked out before a question comes stands in one matrix, features × entries, so that a
question costs one product of a short vector with it. The features are of four families:

    terms    words, with the weights of BM25; the question's are 1 / (the best BM25 it could get)
    words    runs of one and two words     } tf-idf, the centroid of an entry's phrasings;
    letters  runs of 2–4 letters in words  } together the cosine with the question
    texts    words of the entries' answers, where there are any, with the weights of BM25
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from sys import intern
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Words = tuple[str, ...]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Weights = tuple[Ints, Floats]  # features, each once, and what each weighs

K1 = 1.2  # how soon a word said again stops counting
B = 0.75  # how much oftener a long entry must say a word
TEXT = 0.3  # the share of an entry's answer in its score; the rest is for what people ask
COMMON = 8  # a feature in more than one entry of so many has a row of its own in the matrix


class Lex:
    """The index. `documents` are the entries, each the words of its phrasings; `texts` those of its answer."""

    def __init__(self, documents: Sequence[Sequence[Words]], texts: Sequence[Words] = ()) -> None:
        phrases = [phrase for document in documents for phrase in document]
        owners = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
        corpus = Corpus(phrases, owners, len(documents))
        terms, of_terms = Bm25.of(corpus)
        words, of_words = Tfidf.of(corpus, word_runs)
        letters, of_letters = Tfidf.of(corpus, letter_runs)
        _norm([of_words, of_letters], corpus.entries)
        answers, of_answers = Bm25.of(Corpus(texts, np.arange(len(texts)), corpus.entries))
        share = (1 - TEXT if any(texts) else 1.0) / 2
        self._families: tuple[tuple[Bm25 | Tfidf, float], ...] = (
            *((terms, share), (words, share), (letters, share)),
            (answers, TEXT),
        )
        self._matrix = Matrix([of_terms, of_words, of_letters, of_answers], corpus.entries)

    def scores(self, words: Words) -> Floats:
        """How well the words fit each entry, 0 to 1, in the order of the entries."""
        asked = [family.weights(words, share) for family, share in self._families]
        return np.clip(self._matrix.product(asked), 0.0, 1.0)


class Corpus(NamedTuple):
    """All phrases, the entry each belongs to, and how many entries there are."""

    phrases: Sequence[Words]
    owners: Ints
    entries: int


class Cells(NamedTuple):
    """The part of the matrix that is not 0, in the order of the features, of which there are `height`."""

    features: Ints
    entries: Ints
    values: Floats
    height: int


@dataclass(frozen=True, slots=True)
class Bm25:
    """Okapi BM25 over whole entries, as a share of the best score the question could get.

    A word that no entry has counts in that best score as the rarest would, so strange questions score low.
    """

    ids: Mapping[str, int]
    rarity: Floats
    unknown: float

    @classmethod
    def of(cls, corpus: Corpus) -> tuple[Bm25, Cells]:
        """The family and its part of the matrix."""
        count = corpus.entries
        ids, flat, lengths = _numbered(corpus.phrases)
        keys, often = np.unique(flat * count + np.repeat(corpus.owners, lengths), return_counts=True)
        terms, entries = np.divmod(keys, max(count, 1))
        rarity = _rarity(np.bincount(terms, minlength=len(ids)), count)
        size = _totals(corpus.owners, lengths.astype(np.float64), count)
        longer = 1 - B + B * size / max(size.sum() / max(count, 1), 1.0)
        gain = often / (often + K1 * longer[entries])
        unknown = float(_rarity(np.zeros(1), count)[0])
        return cls(ids, rarity, unknown), Cells(terms, entries, rarity[terms] * gain, len(ids))

    def weights(self, words: Words, share: float) -> Weights:
        """Each known word once, with its share of 1 / (the best score)."""
        distinct = dict.fromkeys(words)
        known = np.array([self.ids[word] for word in distinct if word in self.ids], dtype=np.int64)
        best = self.rarity[known].sum() + self.unknown * (len(distinct) - len(known))
        return known, np.full(len(known), share / best if len(known) else 0.0)


@dataclass(frozen=True, slots=True)
class Tfidf:
    """One block of features: every phrase a vector of length 1, every entry the sum of its phrases'."""

    runs: Callable[[Words], Iterable[str]]
    ids: Mapping[str, int]
    rarity: Floats

    @classmethod
    def of(cls, corpus: Corpus, runs: Callable[[Words], Iterable[str]]) -> tuple[Tfidf, Cells]:
        """The family and its part of the matrix, the entries not yet of length 1."""
        count = corpus.entries
        ids, flat, lengths = _numbered(list(runs(phrase)) for phrase in corpus.phrases)
        height, phrases = max(len(ids), 1), len(lengths)
        keys, often = np.unique(np.repeat(np.arange(phrases), lengths) * height + flat, return_counts=True)
        phrase, feature = np.divmod(keys, height)
        cells, cell = np.unique(feature * count + corpus.owners[phrase], return_inverse=True)
        features, entries = np.divmod(cells, max(count, 1))
        rarity = np.log((1 + count) / (1 + np.bincount(features, minlength=len(ids)))) + 1
        values = _damped(often) * rarity[feature]
        values /= np.sqrt(_totals(phrase, values**2, phrases))[phrase]
        return cls(runs, ids, rarity), Cells(features, entries, _totals(cell, values, len(cells)), len(ids))

    def weights(self, words: Words, share: float) -> Weights:
        """The question's vector in this block, over the features that are known; its length is its share."""
        counted = Counter(map(self.ids.get, self.runs(words)))
        counted.pop(None, None)
        features = np.fromiter(counted, np.int64, len(counted))
        values = _damped(np.fromiter(counted.values(), np.int64, len(counted))) * self.rarity[features]
        return features, values * (share / max(np.sqrt((values**2).sum()), 1.0))


class Matrix:
    """Families of cells one below the other. Common features are rows; the rest are kept cell by cell.

    A row costs its whole width, a cell five times its share of it: a few hundred common features hold nine cells
    in ten that a question touches.
    """

    def __init__(self, families: Sequence[Cells], count: int) -> None:
        self._count = count
        self._tops = np.cumsum([0, *(cells.height for cells in families)])
        stacked = zip(families, self._tops, strict=False)
        features = np.concatenate([cells.features + top for cells, top in stacked])
        entries = np.concatenate([cells.entries for cells in families])
        values = np.concatenate([cells.values for cells in families]).astype(np.float32)
        spread = np.bincount(features, minlength=self._tops[-1])
        common = spread * COMMON > count
        self._row = np.where(common, np.cumsum(common) - 1, -1).astype(np.int32)
        self._rows = np.zeros((int(common.sum()), count), dtype=np.float32)
        in_row = common[features]
        self._rows[self._row[features[in_row]], entries[in_row]] = values[in_row]
        self._entries = entries[~in_row].astype(np.int32)
        self._values = values[~in_row]
        self._ends = np.cumsum(np.where(common, 0, spread)).astype(np.int32)

    def product(self, asked: Sequence[Weights]) -> Floats:
        """The sum over the families of weights · cells, for each entry."""
        features = np.concatenate(
            [features + top for (features, _), top in zip(asked, self._tops, strict=False)]
        )
        weights = np.concatenate([weights for _, weights in asked]).astype(np.float32)
        rows = self._row[features]
        common = rows >= 0
        in_rows = weights[common] @ self._rows[rows[common]]
        total: Floats = self._by_cell(features[~common], weights[~common]) + in_rows
        return total

    def _by_cell(self, features: Ints, weights: NDArray[np.float32]) -> Floats:
        starts = np.where(features > 0, self._ends[features - 1], 0)
        lengths = self._ends[features] - starts
        ends = np.cumsum(lengths)
        if not len(ends):
            return np.zeros(self._count)
        at = np.arange(ends[-1]) + np.repeat(starts - ends + lengths, lengths)
        return _totals(self._entries[at], self._values[at] * np.repeat(weights, lengths), self._count)


def word_runs(words: Words) -> Iterable[str]:
    """Single words and pairs of neighbours."""
    return chain(words, map(" ".join, pairwise(words)))


def letter_runs(words: Words) -> Iterable[str]:
    """Two to four letters in a row inside each word, its edges marked by a space."""
    return chain.from_iterable(map(_letters, words))


@lru_cache(maxsize=5_000)
def _letters(word: str) -> tuple[str, ...]:
    edged = f" {word} "
    return tuple(intern(edged[at : at + size]) for size in (2, 3, 4) for at in range(len(edged) - size + 1))


def _norm(blocks: Sequence[Cells], count: int) -> None:
    """Scale the blocks so that question · entry, summed over them, is the cosine; the question is √2 long."""
    squares = sum((_totals(cells.entries, cells.values**2, count) for cells in blocks), start=np.zeros(count))
    for cells in blocks:
        cells.values[:] /= np.sqrt(len(blocks) * squares)[cells.entries]


def _numbered(split: Iterable[Sequence[str]]) -> tuple[dict[str, int], Ints, Ints]:
    """Each name's number, all the names one after the other as numbers, and how many there are in each."""
    ids: dict[str, int] = {}
    lengths: list[int] = []
    flat: list[int] = []
    for names in split:
        flat.extend([ids.setdefault(name, len(ids)) for name in names])
        lengths.append(len(names))
    return ids, np.array(flat, dtype=np.int64), np.array(lengths, dtype=np.int64)


def _totals(places: NDArray[np.integer], values: NDArray[np.floating], count: int) -> Floats:
    """The sum of the values at each place."""
    return np.bincount(places, values, minlength=count).astype(np.float64, copy=False)


def _rarity(spread: NDArray[np.integer] | Floats, count: int) -> Floats:
    return np.asarray(np.log1p((count - spread + 0.5) / (spread + 0.5)), dtype=np.float64)


def _damped(often: NDArray[np.integer]) -> Floats:
    return np.asarray(1 + np.log(often), dtype=np.float64)
