"""How near a question comes to each entry in meaning, where texts can be read as vectors.

A vector stands for a text, has length 1, and is close to those of texts that mean the same, whatever their words:
"will I go bald" beside "does chemotherapy make your hair fall out". Where vectors come from is not known here: the
core is handed a function.

The centre of an entry is the mean of its wordings. The cosine with it says how near the question is to anything we
know at all. That is what tells a question from far outside, and what an offer hangs on (core.decision).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.core.lexical import Floats, Words
from bot.core.text import Lexicon

Vector = NDArray[np.floating]  # as exact as whoever reads it makes it
Vectors = Mapping[Words, Vector]  # a wording's comparable words → the vector of its text
Embed = Callable[[Sequence[str]], NDArray[np.float32]]  # texts → their vectors, one below the other

SHRINK = 0.3  # of the mean scatter, added in every direction
SPREAD = 0.3  # of the spread of the discriminant's scores: what is one unit of evidence
SAMPLE = 1_000  # wordings that tell the spread
LEAST = 1e-9
REMEMBERED = 16  # one turn may ask for the same vector a few times


class Closeness:
    """The cosine of a question with the centre of each document, the words of its wordings; 0 where it points away."""

    def __init__(self, documents: Sequence[Sequence[Words]], vectors: Vectors) -> None:
        wordings, owners = _stacked(documents, vectors)
        self._centres = _unit(_means(wordings, owners, len(documents)))

    def __call__(self, vector: Vector) -> Floats:
        return np.clip(self._centres @ vector.astype(np.float64), 0.0, 1.0)


class Discriminant:
    """What tells documents apart where there are too many to learn: the closed form, one scatter for all of them."""

    def __init__(self, documents: Sequence[Sequence[Words]], vectors: Vectors) -> None:
        wordings, owners = _stacked(documents, vectors)
        means = _means(wordings, owners, len(documents))
        counts = np.bincount(owners, minlength=len(means))
        together = (wordings.T @ wordings).astype(np.float64) - (means.T * counts) @ means
        scatter = together / max(len(wordings), 1)
        ball = np.eye(len(scatter)) * max(SHRINK * np.trace(scatter) / len(scatter), LEAST)
        weights = np.linalg.solve(scatter + ball, means.T).T
        start = -0.5 * (weights * means).sum(axis=1)
        some = wordings[:: max(len(wordings) // SAMPLE, 1)].astype(np.float64)
        spread = (some @ weights.T + start).std(axis=1).mean() if len(some) else 1.0
        unit = max(SPREAD * spread, LEAST)
        self._weights = weights / unit
        self._start = np.where(counts == 0, -np.inf, start / unit)

    def scores(self, _words: Words, vector: Vector | None) -> Floats:
        """How much speaks for each document, by meaning alone."""
        if vector is None:
            return np.zeros(len(self._start))
        return np.asarray(self._weights @ vector.astype(np.float64) + self._start)


def texts_by_words(phrases: Iterable[str], lexicon: Lexicon) -> dict[Words, str]:
    """What is to be read as a vector for each wording: of wordings with the same words, the first in the alphabet."""
    texts = {lexicon.words(phrase): lexicon.plain(phrase) for phrase in sorted(phrases, reverse=True)}
    texts.pop((), None)
    return texts


def remembering(embed: Embed) -> Callable[[str], Vector]:
    """One text's vector at a time, the last few kept."""

    @lru_cache(REMEMBERED)
    def read(text: str) -> Vector:
        vector: Vector = embed([text])[0]
        return vector

    return read


def _stacked(
    documents: Sequence[Sequence[Words]], vectors: Vectors
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The vectors of all wordings one below the other, and whose each is."""
    width = len(next(iter(vectors.values())))
    rows = [vectors[words] for document in documents for words in document]
    owners = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    return np.array(rows, dtype=np.float32).reshape(len(rows), width), owners


def _means(wordings: NDArray[np.float32], owners: NDArray[np.int64], count: int) -> Floats:
    totals = np.zeros((count, wordings.shape[1]))
    np.add.at(totals, owners, wordings)
    return np.asarray(totals / np.maximum(np.bincount(owners, minlength=count), 1)[:, None])


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), LEAST))
