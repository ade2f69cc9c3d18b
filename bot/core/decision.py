"""Whether to answer, to offer, or to stay quiet.

Two things count: how sure it is that the best entry is meant and no other, and how near the question comes to anything
we know (core.ranking). How much is enough differs between contents, so no number is set by hand. Whole entries are
held out, by folds, and their wordings (of more than PLENTY only some) asked of the rest: such questions are surely
outside, and as near to the content as questions come. The phrases listed as near outside are asked with them.

**Length.** "side effects" reaches twice as high as a question of fifteen words, right or wrong. So both are first
divided by what strangers of that length reach, beside strangers of all lengths. Without that, a level that is safe for
two words declines nearly every question that is told as a story.

**To answer.** 17 in 20 strangers stay below the level. What the share trades, on held-out questions of our own
knowledge when it had 5,400 wordings: with 9 in 10, 47 in 100 are answered outright by words and 57 with vectors; with
17 in 20, 51 and 63; with 4 in 5, 54 and 66, but 14 in 1000 wrongly instead of 11 and 8, and of questions that are not
ours 4 to 5 in 100.

**To offer.** What is near our subject is well met with three questions to choose from, and only what is far from it is
not. So where the content lists enough phrases from far outside, FAR_BELOW of these stay below the level for an offer,
or with vectors, which tell what is far much better, MEANT_FAR_BELOW; where it does not, half of the strangers do.

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

FOLDS = 3
PLENTY = 5_000  # wordings to ask; of more than that only every second, third …
LENGTHS = (3, 6, 9)  # words: questions up to so long are judged together, and all longer ones
ENOUGH = 40  # phrases, before their quantiles say anything
STRANGERS_BELOW = 0.85
FAR_BELOW, MEANT_FAR_BELOW = 0.85, 0.95
FEW = 50  # entries


LEVEL = (1.0,) * (len(LENGTHS) + 1)


@dataclass(frozen=True, slots=True)
class Levels:
    """How sure it must be to answer, and how near to offer.

    `reach` tells, for each span of LENGTHS, how sure strangers of that length seem beside those of all lengths, and
    `reach_near` how near they come.
    """

    answer: float
    offer: float
    reach: tuple[float, ...] = LEVEL
    reach_near: tuple[float, ...] = LEVEL

    def decide(self, sure: float, near: float, length: int) -> Decision:
        """What a question of so many words gets."""
        answer, offer = self.needed(length)
        if near < offer:
            return "quiet"
        return "answer" if sure >= answer else "offer"

    def is_near(self, near: float, length: int) -> bool:
        """Whether a question of so many words comes near enough for an offer."""
        return near >= self.needed(length)[1]

    def needed(self, length: int) -> tuple[float, float]:
        """How sure a question of so many words must be to be answered, and how near to be met with an offer."""
        span = _span(length)
        return self.answer * self.reach[span], self.offer * self.reach_near[span]


FLOOR = Levels(answer=0.45, offer=0.25)

Phrase = TypeVar("Phrase")
Fit = Callable[
    [Phrase], tuple[float, float]
]  # a phrase → how sure the best entry is meant, and how near it is
Index = Callable[[Mapping[str, Sequence[Phrase]]], Fit[Phrase]]  # made of entries and their wordings


def fitted(
    entries: Mapping[str, Sequence[Phrase]],
    index: Index[Phrase],
    outside: Sequence[Phrase] = (),
    far: Sequence[Phrase] = (),
    *,
    length: Callable[[Phrase], int],
    far_below: float = FAR_BELOW,
) -> Levels:
    """The levels these entries ask for, with an index of this kind. Deterministic.

    `outside` are phrases from near outside, `far` those that have nothing to do with the subject; the share
    `far_below` of these stays below the level for an offer.
    """
    near, distant = _strangers(entries, index, outside, far, length)
    reach, reach_near = _reach(near, SURE), _reach(near, NEAR)
    every = [*_over(near, SURE, reach), *_over(distant, SURE, reach)]
    answer = float(np.quantile(every or [0.0], STRANGERS_BELOW))
    aliens = _over(distant, NEAR, reach_near)
    if len(aliens) >= ENOUGH:
        offer = float(np.quantile(aliens, far_below))
    else:
        offer = float(np.quantile([*_over(near, NEAR, reach_near), *aliens] or [0.0], 0.5))
    if len(entries) < FEW:
        answer, offer = max(answer, FLOOR.answer), max(offer, FLOOR.offer)
    return Levels(answer, min(offer, answer), reach, reach_near)


def confidence(scores: Floats) -> float:
    """The top score + its margin to the second; an entry that is the only one has won against nobody."""
    if len(scores) < 2:
        return float(scores.sum())
    second, top = np.partition(scores, -2)[-2:].tolist()
    return float(2 * top - second)


Asked = tuple[
    int, float, float
]  # the span of its length, how sure the answer would have been, how near it came
SURE, NEAR = 1, 2


def _strangers(
    entries: Mapping[str, Sequence[Phrase]],
    index: Index[Phrase],
    outside: Sequence[Phrase],
    far: Sequence[Phrase],
    length: Callable[[Phrase], int],
) -> tuple[list[Asked], list[Asked]]:
    """Questions that have no entry: from near, and from far."""
    names = list(entries)
    every = -(-sum(map(len, entries.values())) // PLENTY) or 1
    near: list[Asked] = []
    distant: list[Asked] = []
    for fold in range(max(min(FOLDS, len(names)), 1)):
        held = set(names[fold::FOLDS])
        fit = index({name: entries[name] for name in names if name not in held})
        asked = [phrase for name in names if name in held for phrase in entries[name]]
        for found, phrases in ((near, [*asked[::every], *outside[fold::FOLDS]]), (distant, far[fold::FOLDS])):
            found += [(_span(length(phrase)), *fit(phrase)) for phrase in phrases]
    return near, distant


def _span(length: int) -> int:
    return bisect_left(LENGTHS, length)


def _reach(strangers: Sequence[Asked], what: int) -> tuple[float, ...]:
    """For each span; a span with too few strangers takes the one before it."""
    every = float(np.quantile([one[what] for one in strangers] or [0.0], STRANGERS_BELOW))
    reach = [1.0]
    for span in range(len(LENGTHS) + 1):
        own = [one[what] for one in strangers if one[0] == span]
        known = len(own) >= ENOUGH and every > 0
        reach.append(float(np.quantile(own, STRANGERS_BELOW)) / every if known else reach[-1])
    return tuple(max(one, 0.1) for one in reach[1:])


def _over(asked: Sequence[Asked], what: int, reach: Sequence[float]) -> list[float]:
    return [one[what] / reach[one[0]] for one in asked]
