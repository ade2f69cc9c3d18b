"""A question → the entries it may mean, and whether to answer, offer or stay quiet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.core.knowledge import Knowledge
from bot.core.lexical import Lex, Scores, Words
from bot.core.text import Lexicon
from bot.core.tokens import tokens

Decision = Literal["answer", "offer", "quiet"]
Phrasings = Mapping[str, Sequence[str]]

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry the question may mean, and how well it fits, 0 to 1."""

    entry: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best candidates, best first, how sure that the first is meant, and so what to do."""

    candidates: tuple[Candidate, ...]
    confidence: float
    decision: Decision


@dataclass(frozen=True, slots=True)
class Levels:
    """The confidence from which to answer, and the one from which to offer."""

    answer: float
    offer: float

    def decide(self, confidence: float) -> Decision:
        """What a question of this confidence gets."""
        if confidence >= self.answer:
            return "answer"
        return "offer" if confidence >= self.offer else "quiet"


FLOOR = Levels(answer=0.45, offer=0.25)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an entry was found: what its score loses without each word as typed, and its nearest phrasing."""

    score: float
    words: tuple[tuple[str, float], ...]
    nearest: str


class Matcher:
    """Ranks the entries for a question. `phrasings` holds each entry's question and its other wordings."""

    def __init__(self, phrasings: Phrasings, lexicon: Lexicon, levels: Levels = FLOOR) -> None:
        self.entries = tuple(sorted(phrasings))
        self.levels = levels
        self._lexicon = lexicon
        self._phrasings = phrasings
        documents = [sorted({lexicon.words(p) for p in phrasings[entry]} - {()}) for entry in self.entries]
        self._lex = Lex(documents)
        self._number = {entry: number for number, entry in enumerate(self.entries)}
        self._verbatim = _unshared(documents)

    def rank(self, question: str, *, without: Collection[str] = (), limit: int = 3) -> Ranking:
        """The best entries for a question, leaving out those in `without`."""
        scores = self._scores(question)
        scores[[self._number[entry] for entry in without if entry in self._number]] = 0.0
        best = _best(scores, max(limit, 2))
        candidates = tuple(Candidate(self.entries[n], float(scores[n])) for n in best)
        top, second = (*(c.score for c in candidates[:2]), 0.0, 0.0)[:2]
        confidence = 2 * top - second
        return Ranking(candidates[:limit], confidence, self.levels.decide(confidence))

    def explain(self, question: str, entry: str) -> Explanation:
        """Why the entry was found, or how little speaks for it."""
        number = self._number[entry]
        typed = tokens(question)
        score = float(self._scores(question)[number])
        loss = (
            (word, score - float(self._scores(" ".join(typed[:at] + typed[at + 1 :]))[number]))
            for at, word in enumerate(typed)
        )
        words = tuple(sorted(loss, key=lambda pair: -pair[1]))
        return Explanation(score, words, self._nearest(self._lexicon.words(question), entry))

    def _scores(self, question: str) -> Scores:
        words = self._lexicon.words(question)
        scores = self._lex.scores(words)
        if words in self._verbatim:
            scores[self._verbatim[words]] = 1.0
        return scores

    def _nearest(self, words: Words, entry: str) -> str:
        asked = set(words)

        def overlap(phrase: str) -> float:
            own = set(self._lexicon.words(phrase))
            return len(asked & own) / max(len(asked | own), 1)

        return max(self._phrasings[entry], key=overlap, default="")


def fit_levels(phrasings: Phrasings, outside: Sequence[str], lexicon: Lexicon) -> Levels:
    """The levels that this content asks for, from questions that are certainly outside it."""
    entries = sorted(phrasings)
    folds = min(FOLDS, len(entries))
    confidences: list[float] = []
    for fold in range(folds):
        held = set(entries[fold::folds])
        matcher = Matcher({e: phrasings[e] for e in entries if e not in held}, lexicon)
        strangers = [phrase for entry in sorted(held) for phrase in phrasings[entry]]
        confidences += [matcher.rank(phrase).confidence for phrase in (*strangers, *outside[fold::folds])]
    if not confidences:
        return FLOOR
    answer, offer = np.quantile(confidences, [0.9, 0.5])
    return Levels(max(float(answer), FLOOR.answer), max(float(offer), FLOOR.offer))


def phrasings_of(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Every entry's phrasings: its question, and how else people ask it."""
    return {id_: (entry.question, *entry.also_asked) for id_, entry in knowledge.entries.items()}


def _best(scores: Scores, count: int) -> list[int]:
    """The places of the highest scores above 0, highest first; of equal ones the earlier."""
    least = np.partition(scores, -count)[-count] if count < len(scores) else 0.0
    among = np.flatnonzero((scores >= least) & (scores > 0))
    return [int(n) for n in among[np.argsort(-scores[among], kind="stable")][:count]]


def _unshared(documents: Sequence[Sequence[Words]]) -> dict[Words, int]:
    """Whose phrase it is, for every phrase that only one entry has."""
    owners: dict[Words, set[int]] = {}
    for number, document in enumerate(documents):
        for phrase in document:
            owners.setdefault(phrase, set()).add(number)
    return {phrase: owner.pop() for phrase, owner in owners.items() if len(owner) == 1}
