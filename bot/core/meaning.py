"""How near a question comes to each entry in meaning: what joins LEX where texts can be read as vectors.

A vector stands for a text, has length 1, and is close to those of texts that mean the same, whatever their words:
"will I go bald" beside "does chemotherapy make your hair fall out". Where vectors come from is not known here: the
core is handed a function.

**Two judges.** They look at the same vectors and see different things.

- The centre of an entry is the mean of its wordings. The cosine with it says how near the question is to anything we
  know at all. That is what tells a question from far outside, and what an offer hangs on (core.decision).
- The discriminant tells entries apart. Wordings of one entry scatter around its centre much alike for all entries:
  widely along some directions ("how", "is it true that"), hardly along others. Measuring distances in units of that
  scatter lets what distinguishes count and what does not fall away. With one scatter S for all, the score of an entry
  with centre m is linear in the question x: x·S⁻¹m - ½m·S⁻¹m, found in closed form, the same at every start. S from
  few wordings is uncertain, so a share of a ball is added (SHRINK). The scores become chances (softmax), at a
  temperature that follows how far apart the entries of this content stand (WARMTH), since contents differ.

**Together.** 5 parts LEX, 3 parts chance, 2 parts cosine. With ten wordings an entry and no answers, as in public
collections of questions, ¼, ½ and ¼ are best; ours have twenty and answers, LEX is stronger there, and 1 in 100 more is
found first. Fusing ranks instead of scores is worse than either part and cannot abstain.
All three are asked of every question: answering on LEX alone where LEX is sure would spare 8 ms, and on our own
knowledge nearly double the wrong answers, since LEX is sure in other places than it is right.
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

LEXICAL, CHANCE, COSINE = 0.5, 0.3, 0.2
SHRINK = 0.3  # of the mean scatter, added in every direction
WARMTH = 0.3  # of the spread of the scores
SAMPLE = 1_000  # wordings that tell the spread
LEAST = 1e-9
REMEMBERED = 16  # one turn may ask for the same vector a few times


class Meaning:
    """The judge of meaning over documents, each the words of its wordings."""

    def __init__(self, documents: Sequence[Sequence[Words]], vectors: Vectors) -> None:
        width = len(next(iter(vectors.values())))
        rows = [vectors[words] for document in documents for words in document]
        wordings = np.array(rows, dtype=np.float32).reshape(len(rows), width)
        owners = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
        means = _means(wordings, owners, len(documents))
        self._centres = _unit(means)
        self._weights, self._offsets = _discriminant(wordings, owners, means)

    def joined(self, lexical: Floats, vector: Vector) -> Floats:
        """The score of each document: LEX, the chance and the cosine together, 0 to 1."""
        joined: Floats = LEXICAL * lexical + CHANCE * self._chances(vector) + COSINE * self.closeness(vector)
        return joined

    def closeness(self, vector: Vector) -> Floats:
        """The cosine with each document's centre, 0 where it points away."""
        return np.clip(self._centres @ vector.astype(np.float64), 0.0, 1.0)

    def _chances(self, vector: Vector) -> Floats:
        scores = self._weights @ vector.astype(np.float64) + self._offsets
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


def _discriminant(
    wordings: NDArray[np.float32], owners: NDArray[np.int64], means: Floats
) -> tuple[Floats, Floats]:
    """The scores of a question x are weights @ x + offsets. A document without wordings never wins."""
    counts = np.bincount(owners, minlength=len(means))
    together = (wordings.T @ wordings).astype(np.float64) - (means.T * counts) @ means
    scatter = together / max(len(wordings), 1)
    ball = np.eye(len(scatter)) * max(SHRINK * np.trace(scatter) / len(scatter), LEAST)
    weights = np.linalg.solve(scatter + ball, means.T).T
    offsets = -0.5 * (weights * means).sum(axis=1)
    some = wordings[:: max(len(wordings) // SAMPLE, 1)].astype(np.float64)
    spread = (some @ weights.T + offsets).std(axis=1).mean() if len(some) else 1.0
    temperature = max(WARMTH * spread, LEAST)
    return weights / temperature, np.where(counts == 0, -1 / LEAST, offsets / temperature)
