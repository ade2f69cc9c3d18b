"""Which entry a question means, learnt from all wordings of all entries together.

LEX looks at each entry by itself. What is learnt here is what tells entries apart: softmax regression, each wording an
example of its entry. A question is the words it has, each weighed by how few wordings have it, and where texts can be
read as vectors, its vector beside them. "How" and "is it true that" come to count nothing, "India" almost everything.

It is learnt by gradient descent with momentum, from nothing, in portions that each hold about PORTION wordings of every
entry, so it comes out the same at every start. It stops after STEPS portions: going on would only learn single wordings
by heart. What a content of two hundred entries teaches takes a second.

With a handful of entries there is too little to learn from (FEW), and with a hundred thousand wordings it would take
too long (AFFORDABLE). Then a question is judged without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.core.lexical import Floats, Words
from bot.core.meaning import Vector, Vectors

FEW = 50  # entries
AFFORDABLE = 8_000_000  # wordings × entries: about ten seconds
PORTION = 3  # wordings of an entry
STEPS = 80
RATE, MOMENTUM = 80.0, 0.9
DECAY = 2e-5  # of the weights, at each step
ALONE, BESIDE = 1.5, 0.7  # the length of the words' part of a question: alone, beside a vector of length 1

Single = NDArray[np.float32]


class Judge(NamedTuple):
    """What was learnt: what each word says for each entry, what each direction of a vector does, and where to start."""

    words: Single
    directions: Single
    start: Single


class Learnt:
    """The judge over documents, each the words of its wordings, with the vector of each wording where there are any."""

    def __init__(
        self,
        documents: Sequence[Sequence[Words]],
        vectors: Vectors | None = None,
        judge: Judge | None = None,
    ) -> None:
        """`judge` is one that was learnt from the same documents before."""
        phrases = [words for document in documents for words in document]
        self._share = BESIDE if vectors else ALONE
        self._ids = {word: at for at, word in enumerate(dict.fromkeys(chain.from_iterable(phrases)))}
        spread = np.zeros(len(self._ids))
        for words in phrases:
            spread[[self._ids[word] for word in set(words)]] += 1
        self._rarity = np.log((1 + len(phrases)) / (1 + spread)) + 1
        self.judge = judge or self._learn(documents, phrases, vectors or {})

    def scores(self, words: Words, vector: Vector | None = None) -> Floats:
        """How much speaks for each document: the higher by 1, the e times likelier it is meant."""
        features, values = self._features(words)
        found: Single = self.judge.start + values @ self.judge.words[features]
        if vector is not None and len(self.judge.directions):
            found = found + vector.astype(np.float32) @ self.judge.directions
        return found.astype(np.float64)

    def _features(self, words: Words) -> tuple[NDArray[np.int64], Single]:
        counted = Counter(self._ids[word] for word in words if word in self._ids)
        features = np.fromiter(counted, np.int64, len(counted))
        values = (1 + np.log(np.fromiter(counted.values(), np.float64, len(counted)))) * self._rarity[
            features
        ]
        length = max(float(np.sqrt((values**2).sum())), 1.0)
        return features, (values * (self._share / length)).astype(np.float32)

    def _learn(
        self,
        documents: Sequence[Sequence[Words]],
        phrases: Sequence[Words],
        vectors: Vectors,
    ) -> Judge:
        counts = [len(document) for document in documents]
        owners = np.repeat(np.arange(len(documents)), counts)
        read = np.array([vectors[words] for words in phrases] if vectors else [], dtype=np.float32)
        read = read.reshape(len(phrases), -1)
        number = max(len(phrases) // max(PORTION * len(documents), 1), 1)
        portions = [
            Examples.of(list(map(self._features, phrases[part])), read[part], owners[part])
            for part in (slice(first, None, number) for first in range(number))
        ]
        return _descended(portions, (len(self._ids), read.shape[1], len(documents)), np.array(counts) == 0)


@dataclass(frozen=True, slots=True)
class Examples:
    """A portion of the wordings: the features of each one after the other, and the same sorted by feature."""

    features: NDArray[np.int64]
    values: Single
    starts: NDArray[np.int64]
    rows: NDArray[np.int64]
    by_feature: NDArray[np.int64]
    met: NDArray[np.int64]
    met_at: NDArray[np.int64]
    vectors: Single
    owners: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        sparse: Sequence[tuple[NDArray[np.int64], Single]],
        vectors: Single,
        owners: NDArray[np.int64],
    ) -> Examples:
        lengths = np.array([len(features) for features, _ in sparse], dtype=np.int64)
        features = np.concatenate([features for features, _ in sparse])
        by_feature = np.argsort(features, kind="stable")
        met, met_at = np.unique(features[by_feature], return_index=True)
        return cls(
            features,
            np.concatenate([values for _, values in sparse]),
            np.cumsum(lengths) - lengths,
            np.repeat(np.arange(len(sparse)), lengths),
            by_feature,
            met,
            met_at,
            vectors,
            owners,
        )

    def scores(self, judge: Judge) -> Single:
        """A row a wording, a column a document."""
        from_words = np.add.reduceat(self.values[:, None] * judge.words[self.features], self.starts)
        found: Single = from_words + self.vectors @ judge.directions + judge.start
        return found

    def slope(self, wrong: Single) -> Judge:
        """How each weight goes wrong; only the rows of the words that were met."""
        cells = self.values[self.by_feature, None] * wrong[self.rows[self.by_feature]]
        return Judge(np.add.reduceat(cells, self.met_at), self.vectors.T @ wrong, wrong.sum(axis=0))


def _descended(portions: Sequence[Examples], shape: tuple[int, int, int], empty: NDArray[np.bool_]) -> Judge:
    """The weights after STEPS portions. A document without wordings never wins."""
    words, directions, count = shape
    judge, moving = (
        Judge(
            np.zeros((words, count), np.float32),
            np.zeros((directions, count), np.float32),
            np.zeros(count, np.float32),
        )
        for _ in range(2)
    )
    for step in range(STEPS):
        portion = portions[step % len(portions)]
        slope = portion.slope(_wrong(portion.scores(judge), portion.owners))
        for weights, moved in zip(judge, moving, strict=True):
            moved *= MOMENTUM
            moved += DECAY * weights
        moving.words[portion.met] += slope.words
        moving.directions[...] += slope.directions
        moving.start[...] += slope.start
        for weights, moved in zip(judge, moving, strict=True):
            weights -= RATE * moved
    judge.start[empty] = -np.inf
    return judge


def _wrong(scores: Single, owners: NDArray[np.int64]) -> Single:
    """The chance given to each document less the truth, as a share of the portion."""
    scores -= scores.max(axis=1, keepdims=True)
    chances = np.exp(scores, out=scores)
    chances /= chances.sum(axis=1, keepdims=True)
    chances[np.arange(len(owners)), owners] -= 1
    chances /= len(owners)
    return chances


def can_be_learnt(documents: Sequence[Sequence[Words]]) -> bool:
    """Whether there is enough to learn from, and not so much that it would take minutes."""
    wordings = sum(map(len, documents))
    return len(documents) >= FEW and wordings * len(documents) <= AFFORDABLE
