"""How often and how long: every number of the gateway that a test may want smaller."""

from __future__ import annotations

import random
from dataclasses import dataclass

_DICE = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, unless a comment says otherwise."""

    poll: int = 25  # Telegram answers an empty poll after this long
    patience: float = 10.0  # beyond `poll`, until a poll counts as unanswered
    call: float = 20.0  # for the answer to any other call
    backoff: float = 30.0  # the longest pause between two attempts
    first_backoff: float = 0.5
    conflict: float = 30.0  # of 409 until we give up
    heartbeat: float = 5.0
    drain: float = 8.0  # for running turns and sends, at a stop
    prune: float = 3600.0
    probe: float = 15.0  # between two looks whether the database can be written
    turns: int = 64  # at once
    sends: int = 40  # at once
    fresh: int = 2  # of them begun within `fresh_for`, so 40 a second however slow: Telegram allows 30
    fresh_for: float = 0.05  # what a crash finds under way may come twice
    toasts: int = 16  # at once
    group_gap: float = 1.0  # between two messages to a group
    group_minute: int = 20  # messages to a group in a minute

    def pause(self, attempt: int) -> float:
        """Before attempt number 1, 2, 3 …: twice as long each time, and never quite the same."""
        longest = min(self.backoff, self.first_backoff * 2.0 ** min(attempt, 16))
        return longest * _DICE.uniform(0.5, 1.0)
