"""How near a question comes to each entry in meaning: what joins LEX where texts can be read as vectors.

A vector stands for a text, has length 1, and is close to those of texts that mean the same, whatever their words:
"will I go bald" beside "does chemotherapy make your hair fall out". Where vectors come from is not known here: the
core is handed a function.

**Two judges.** They look at the same vectors and see different things.

- The centre of an entry is the mean of its wordings. The cosine with it says how near the question is to anything we
  know at all. That is what tells a question from far outside, and what an offer hangs on (core.decision).
- The classifier tells entries apart: softmax regression on the vectors of all wordings, each a class's example. It
  learns which directions distinguish entries and which ("how", "is it true that") they share. It takes STEPS steps of
  gradient descent with momentum from nothing, so it comes out the same at every start, and stopping early keeps it
  from learning single wordings by heart. Its chances are taken at twice the temperature it was learnt at (WARMTH):
  what it has seen it is too sure of. For contents so large that this would take minutes, the closed form of the linear
  discriminant takes its place; the theory is the same, with one scatter for all entries.

**Together.** Half LEX, half chance. On the held-out questions of our own knowledge LEX alone finds .81 first and .93
within three, the classifier alone .85 and .95, both together .88 and .97; with the discriminant in its place .82 and
.95. Adding the cosine, the nearest wordings or the sentences of the answers to it only harmed. Fusing ranks instead of
scores is worse than either part and cannot abstain.
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

LEXICAL, CHANCE = 0.5, 0.5
STEPS = 60
RATE, MOMENTUM = 80.0, 0.9
DECAY = 2e-5  # of the weights, at each step
WARMTH = 2.0
AFFORDABLE = 4_000_000  # wordings × entries: about ten seconds
SHRINK = 0.3  # of the mean scatter, added in every direction
SPREAD = 0.3  # of the spread of the discriminant's scores: its temperature
SAMPLE = 1_000  # wordings that tell the spread
LEAST = 1e-9
REMEMBERED = 16  # one turn may ask for the same vector a few times

Judge = tuple[
    Floats, Floats
]  # weights, a row an entry; offsets: the scores of a question x are weights @ x + offsets


class Meaning:
    """The judge of meaning over documents, each the words of its wordings."""

    def __init__(
        self, documents: Sequence[Sequence[Words]], vectors: Vectors, judge: Judge | None = None
    ) -> None:
        """`judge` is one that was learnt from the same documents before."""
        width = len(next(iter(vectors.values())))
        rows = [vectors[words] for document in documents for words in document]
        wordings = np.array(rows, dtype=np.float32).reshape(len(rows), width)
        owners = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
        means = _means(wordings, owners, len(documents))
        self._centres = _unit(means)
        self.judge = judge or _learnt(wordings, owners, means)

    def joined(self, lexical: Floats, vector: Vector) -> Floats:
        """The score of each document: LEX and the chance together, 0 to 1."""
        joined: Floats = LEXICAL * lexical + CHANCE * self._chances(vector)
        return joined

    def closeness(self, vector: Vector) -> Floats:
        """The cosine with each document's centre, 0 where it points away."""
        return np.clip(self._centres @ vector.astype(np.float64), 0.0, 1.0)

    def _chances(self, vector: Vector) -> Floats:
        weights, offsets = self.judge
        scores = weights @ vector.astype(np.float64) + offsets
        chances = np.exp(scores - scores.max(initial=-np.inf))
        return np.asarray(chances / max(chances.sum(), LEAST), dtype=np.float64)


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


def _means(wordings: NDArray[np.float32], owners: NDArray[np.int64], count: int) -> Floats:
    totals = np.zeros((count, wordings.shape[1]))
    np.add.at(totals, owners, wordings)
    return np.asarray(totals / np.maximum(np.bincount(owners, minlength=count), 1)[:, None])


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), LEAST))


def _learnt(wordings: NDArray[np.float32], owners: NDArray[np.int64], means: Floats) -> Judge:
    if len(wordings) * len(means) > AFFORDABLE:
        return _discriminant(wordings, owners, means)
    return _classifier(wordings, owners, len(means))


def _classifier(wordings: NDArray[np.float32], owners: NDArray[np.int64], count: int) -> Judge:
    """Softmax regression. A document without wordings never wins."""
    examples = np.hstack([wordings, np.ones((len(wordings), 1), np.float32)])  # the last column is the offset
    truth = np.zeros((len(wordings), count), np.float32)
    truth[np.arange(len(wordings)), owners] = 1.0
    weights = np.zeros((examples.shape[1], count), np.float32)
    moving = np.zeros_like(weights)
    for _ in range(STEPS):
        scores = examples @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        slope = examples.T @ (chances - truth) / max(len(examples), 1) + DECAY * weights
        moving = MOMENTUM * moving + slope
        weights -= RATE * moving
    learnt = weights.T.astype(np.float64) / WARMTH
    empty = np.bincount(owners, minlength=count) == 0
    return learnt[:, :-1], np.where(empty, -1 / LEAST, learnt[:, -1])


def _discriminant(wordings: NDArray[np.float32], owners: NDArray[np.int64], means: Floats) -> Judge:
    """The closed form. A document without wordings never wins."""
    counts = np.bincount(owners, minlength=len(means))
    together = (wordings.T @ wordings).astype(np.float64) - (means.T * counts) @ means
    scatter = together / max(len(wordings), 1)
    ball = np.eye(len(scatter)) * max(SHRINK * np.trace(scatter) / len(scatter), LEAST)
    weights = np.linalg.solve(scatter + ball, means.T).T
    offsets = -0.5 * (weights * means).sum(axis=1)
    some = wordings[:: max(len(wordings) // SAMPLE, 1)].astype(np.float64)
    spread = (some @ weights.T + offsets).std(axis=1).mean() if len(some) else 1.0
    temperature = max(SPREAD * spread, LEAST)
    return weights / temperature, np.where(counts == 0, -1 / LEAST, offsets / temperature)
