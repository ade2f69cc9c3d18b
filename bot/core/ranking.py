"""How well a question fits every entry, by all that is at hand: LEX, what was learnt, meaning.

**Which one.** The evidence for an entry is LEX, times LEXICAL or beside vectors BESIDE_MEANING, and what core.learning
makes of the words and the vector. Its exponential, as a share of all, is the chance that this entry is meant. LEX is
right where words say all, the learnt part where entries differ by one word in ten, and they err in different places.
On held-out questions of our own knowledge, when it had 5,400 wordings (by an author; by others), LEX alone found .80
and .82 first, .93 and .94 within three; with what was learnt from words .81 and .84, .93 and .93; with vectors .90 and
.91, .98 and .98. What words alone gain is less the place than knowing how sure: .40 → .48 answered outright. Adding up
scores or ranks instead of evidence found less. With twice the wordings all of it finds more: docs/matching.md.

**Is it ours at all.** Chances cannot tell: they always add up to 1, and questions from far outside often have a clear
winner. So how sure we are is the margin of the chance, and beside it NEARNESS times how near the winner comes: its LEX
score, or where there are vectors the cosine with the mean of its wordings.

Where nothing could be learnt, the score is LEX alone, and its margin says both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.core.decision import confidence
from bot.core.learning import FEW, Judge, Learnt, can_be_learnt
from bot.core.lexical import Floats, Lex, Words
from bot.core.meaning import Closeness, Discriminant, Vector

LEXICAL, BESIDE_MEANING = 16.0, 12.0
NEARNESS = 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A question beside every document. `scores` and `near` are from 0 to 1, `evidence` has no bounds."""

    scores: Floats
    near: Floats
    evidence: Floats
    by_margin: bool  # where nothing could be learnt

    def verdict(self, among: int) -> Verdict:
        """About the best of the first `among` documents."""
        scores, near = self.scores[:among], self.near[:among]
        if not len(scores):
            return Verdict(0.0, 0.0, 0.0, 0.0)
        best = int(scores.argmax())
        top = float(scores[best])
        margin = confidence(scores)
        if self.by_margin or not top:
            return Verdict(margin, margin, top, top)
        nearest = float(near[scores > 0].max())
        return Verdict(
            margin + NEARNESS * float(near[best]), nearest, (1 + margin) / 3 * float(near[best]), top
        )


class Verdict(NamedTuple):
    """How sure it is that the best document is meant, and how near the question comes to any.

    `fit` says how well the best one fits, 0 to 1: only what is near and not to be mistaken fits well. Unlike `chance`,
    it can be compared between questions.
    """

    sure: float
    near: float
    fit: float
    chance: float


class Ranker:
    """The index over documents, each the words of its wordings; `texts` are the words of their answers."""

    def __init__(
        self,
        documents: Sequence[Sequence[Words]],
        texts: Sequence[Words],
        vectors: Mapping[Words, Vector] | None = None,
        judge: Judge | None = None,
    ) -> None:
        """`judge` is one that was learnt from the same documents before."""
        self._lex = Lex(documents, texts)
        self._judge: Learnt | Discriminant | None = None
        if can_be_learnt(documents):
            self._judge = Learnt(documents, vectors, judge)
        elif vectors and len(documents) >= FEW:
            self._judge = Discriminant(documents, vectors)
        self._closeness = Closeness(documents, vectors) if vectors and self._judge else None

    @property
    def learnt(self) -> Judge | None:
        """What was learnt, to be kept."""
        return self._judge.judge if isinstance(self._judge, Learnt) else None

    def judged(self, words: Words, vector: Vector | None = None, without: Collection[int] = ()) -> Judged:
        """The question beside every document but those in `without`."""
        lexical = self._lex.scores(words)
        near = lexical.copy() if vector is None or self._closeness is None else self._closeness(vector)
        lexical[list(without)] = 0.0
        if self._judge is None:
            return Judged(lexical, near, lexical, by_margin=True)
        weight = LEXICAL if vector is None else BESIDE_MEANING
        evidence = weight * lexical + self._judge.scores(words, vector)
        evidence[list(without)] = -np.inf
        if vector is None:
            evidence[lexical <= 0] = -np.inf
        return Judged(_chances(evidence), near, evidence, by_margin=False)


def _chances(evidence: Floats) -> Floats:
    best = evidence.max(initial=-np.inf)
    if not np.isfinite(best):
        return np.zeros(len(evidence))
    chances = np.exp(evidence - best)
    return np.asarray(chances / chances.sum())
