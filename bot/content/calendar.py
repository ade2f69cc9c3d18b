"""What is to be looked at again soon: figures, trials' statuses, and answers, by the day they are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bot.content.loading import ORIGINAL, Loaded
from bot.content.rules.ages import AHEAD, WITH_FIGURES, WITHOUT
from bot.core.figures import STATUS_HOLDS
from bot.core.knowledge import Knowledge
from bot.core.wording import placeholders
from bot.errors import Problem


def due_in(loaded: Loaded, folder: Path, today: date, ahead: timedelta = AHEAD) -> tuple[Problem, ...]:
    """Everything due by then, the most urgent first, each as a warning with where it stands and what to do."""
    if loaded.knowledge is None:
        return loaded.errors
    found = sorted(one for one in _all(loaded.knowledge[ORIGINAL]) if one[0] <= today + ahead)
    return tuple(
        Problem(f"{folder}/{file}", 0, name, _what(day, today, do), "warning")
        for day, file, name, do in found
    )


def _all(knowledge: Knowledge) -> Iterator[tuple[date, str, str, str]]:
    """The day, the file, the thing, and what to do."""
    for figure in knowledge.figures.values():
        yield (
            figure.review_by,
            "figures.yaml",
            figure.id,
            "look the number up, then change 'as_of' and 'review_by'",
        )
    for trial in knowledge.trials.values():
        yield (
            trial.checked_on + STATUS_HOLDS,
            "trials.yaml",
            trial.id,
            "read its record, then change 'checked_on'",
        )
    for entry in knowledge.entries.values():
        if entry.reviewed:
            numbers = any(placeholders(text) for text in (entry.short, entry.answer, entry.more))
            holds = WITH_FIGURES if numbers else WITHOUT
            yield (
                entry.reviewed + holds,
                f"{entry.topic}.yaml",
                entry.id,
                "read it again, then change 'reviewed'",
            )


def _what(day: date, today: date, do: str) -> str:
    when = f"was due on {day}" if day < today else f"is due on {day}"
    return f"{when}: {do}."
