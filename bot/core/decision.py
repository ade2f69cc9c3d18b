"""Whether to answer, to offer, or to stay quiet.

Confidence is the top score + its margin to the second. The score alone cannot see that two entries fit alike; the
margin alone takes the least bad of strangers for a winner. How high is enough differs between contents, so no number
is set by hand. Whole entries are held out, by folds, and their wordings asked of the rest: such questions are surely
outside, and as near to the content as questions come. The phrases listed as near outside are asked with them.

**Length.** "side effects" reaches twice the confidence of a question of fifteen words, right or wrong. So a confidence
is first divided by what strangers of its length reach, beside strangers of all lengths. Without that, a level that is
safe for two words declines nearly every question that is told as a story.

**To answer.** 4 in 5 strangers stay below the level. What the share trades: with 9 in 10, a quarter of the questions
of people who had not seen our wordings were answered outright and 3 in 1000 wrongly; with 4 in 5 it was two fifths and
1 in 100. The rest is offered, and nine offers in ten hold the right entry.

**To offer.** What is near our subject is well met with three questions to choose from, and only what is far from it is
not. So where the content lists enough phrases from far outside, 9 in 10 of these stay below the level for an offer;
where it does not, half of the strangers do.

Where texts are read as vectors, the cosine with the nearest entry tells what is far better than any confidence, which
also falls when two entries fit alike. So then whether to say anything hangs on it, and 19 in 20 from far outside stay
below. On our own knowledge, wordings held out, that leaves 7 in 100 questions without a word where LEX leaves 17.

With a handful of entries there is little to hold out, and the levels would come out too low. So under FEW entries none
falls below FLOOR, a little less than what contents of fifty entries come to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Decision = Literal["answer", "offer", "quiet"]

FOLDS = 5
LENGTHS = (3, 6, 9)  # words: questions up to so long are judged together, and all longer ones
ENOUGH = 40  # phrases, before their quantiles say anything
STRANGERS_BELOW = 0.8
MEANT_BELOW = 0.8  # the same share where meaning is judged as well
FAR_BELOW = 0.9
FAR_NOT_CLOSE = 0.95
FEW = 50  # entries


@dataclass(frozen=True, slots=True)
class Levels:
    """The confidence from which to answer, and the one from which to offer.

    `reach` tells, for each span of LENGTHS, how high strangers of that length come beside those of all lengths.
    `close` is the cosine from which to offer or answer, where there are vectors and it could be fitted.
    """

    answer: float
    offer: float
    reach: tuple[float, ...] = (1.0,) * (len(LENGTHS) + 1)
    close: float | None = None

    def decide(self, confidence: float, length: int, closeness: float | None = None) -> Decision:
        """What a question of this confidence and so many words gets, that comes so close to an entry."""
        sure = confidence / self.reach[_span(length)]
        if self.close is None or closeness is None:
            near = sure >= self.offer
        else:
            near = closeness >= self.close
        if not near:
            return "quiet"
        return "answer" if sure >= self.answer else "offer"


FLOOR = Levels(answer=0.45, offer=0.25)

Phrase = TypeVar("Phrase")
Scores = Callable[[Phrase], Floats]  # a phrase → how well it fits each entry
Index = Callable[
    [Mapping[str, Sequence[Phrase]]], Scores[Phrase]
]  # entries and their wordings → scores, in order


def fitted(
    entries: Mapping[str, Sequence[Phrase]],
    index: Index[Phrase],
    outside: Sequence[Phrase] = (),
    far: Sequence[Phrase] = (),
    *,
    length: Callable[[Phrase], int],
    below: float = STRANGERS_BELOW,
) -> Levels:
    """The levels these entries ask for, with an index of this kind. Deterministic.

    `outside` are phrases from near outside, `far` those that have nothing to do with the subject; the share `below` of
    all strangers stays below the level for an answer.
    """
    near, distant = _strangers(entries, index, outside, far, length)
    reach = _reach(near)
    strangers, aliens = _over(near, reach), _over(distant, reach)
    answer, half = np.quantile([*strangers, *aliens] or [0.0], [below, 0.5]).tolist()
    offer = float(np.quantile(aliens, FAR_BELOW)) if len(aliens) >= ENOUGH else half
    if len(entries) < FEW:
        answer, offer = max(answer, FLOOR.answer), max(offer, FLOOR.offer)
    return Levels(answer, min(offer, answer), reach)


def close_enough(far: Sequence[float]) -> float | None:
    """The cosine that hardly anything from far outside reaches, where there is enough of it."""
    return float(np.quantile(far, FAR_NOT_CLOSE)) if len(far) >= ENOUGH else None


def confidence(scores: Floats) -> float:
    """The top score + its margin to the second; an entry that is the only one has won against nobody."""
    if len(scores) < 2:
        return float(scores.sum())
    second, top = np.partition(scores, -2)[-2:].tolist()
    return float(2 * top - second)


Asked = tuple[int, float]  # the span of its length, and how sure the answer would have been


def _strangers(
    entries: Mapping[str, Sequence[Phrase]],
    index: Index[Phrase],
    outside: Sequence[Phrase],
    far: Sequence[Phrase],
    length: Callable[[Phrase], int],
) -> tuple[list[Asked], list[Asked]]:
    """Questions that have no entry: from near, and from far."""
    names = list(entries)
    near: list[Asked] = []
    distant: list[Asked] = []
    for fold in range(max(min(FOLDS, len(names)), 1)):
        held = set(names[fold::FOLDS])
        scores = index({name: entries[name] for name in names if name not in held})
        asked = [phrase for name in names if name in held for phrase in entries[name]]
        for found, phrases in ((near, [*asked, *outside[fold::FOLDS]]), (distant, far[fold::FOLDS])):
            found += [(_span(length(phrase)), confidence(scores(phrase))) for phrase in phrases]
    return near, distant


def _span(length: int) -> int:
    return bisect_left(LENGTHS, length)


def _reach(strangers: Sequence[Asked]) -> tuple[float, ...]:
    """For each span; a span with too few strangers takes the one before it."""
    every = float(np.quantile([sure for _, sure in strangers] or [0.0], STRANGERS_BELOW))
    reach = [1.0]
    for span in range(len(LENGTHS) + 1):
        own = [sure for at, sure in strangers if at == span]
        known = len(own) >= ENOUGH and every > 0
        reach.append(float(np.quantile(own, STRANGERS_BELOW)) / every if known else reach[-1])
    return tuple(max(one, 0.1) for one in reach[1:])


def _over(asked: Sequence[Asked], reach: Sequence[float]) -> list[float]:
    return [sure / reach[span] for span, sure in asked]
