"""Does a condition hold for these answers? Yes, no, or not known; and not known never becomes no.

A number may be known only as a band ("45-49"): then a limit holds if it holds for the whole band.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.flows import NOT_SURE, SKIPPED, All, Answers, Any, AtLeast, Below, Condition, Is, Not

Truth = bool | None


def holds(condition: Condition, answers: Answers) -> Truth:
    """Kleene's three-valued logic: True, False, or None for not known."""
    match condition:
        case Is(question, options):
            answer = known(answers, question)
            return None if answer is None else answer in options
        case Below(question, limit):
            return _compared(answers, question, limit)
        case AtLeast(question, limit):
            return _opposite(_compared(answers, question, limit))
        case Any(parts):
            return _some({holds(part, answers) for part in parts})
        case All(parts):
            return _opposite(_some({_opposite(holds(part, answers)) for part in parts}))
        case Not(part):
            return _opposite(holds(part, answers))


def known(answers: Answers, question: str) -> str | None:
    """The answer, unless it is missing, skipped or not sure."""
    answer = answers.get(question)
    return None if answer in (None, NOT_SURE, SKIPPED) else answer


def band(answer: str) -> tuple[float, float]:
    """`45-49` or `47` as its lowest and highest value. Raises ValueError for anything else."""
    low, _, high = answer.partition("-")
    return float(low), float(high or low)


def asks_about(condition: Condition) -> frozenset[str]:
    """The questions whose answers the condition looks at."""
    return frozenset(leaf.question for leaf in leaves(condition))


def leaves(condition: Condition) -> Iterator[Is | Below | AtLeast]:
    """The comparisons a condition is made of."""
    match condition:
        case Any(parts) | All(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case Is() | Below() | AtLeast():
            yield condition


def _compared(answers: Answers, question: str, limit: float) -> Truth:
    """Whether the answer is below the limit."""
    answer = known(answers, question)
    if answer is None:
        return None
    low, high = band(answer)
    if high < limit:
        return True
    return False if low >= limit else None


def _some(truths: set[Truth]) -> Truth:
    return True if True in truths else None if None in truths else False


def _opposite(truth: Truth) -> Truth:
    return None if truth is None else not truth
