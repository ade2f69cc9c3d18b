"""Time, in the three kinds the gateway needs.

`now` is the calendar, for figures and review dates. `ticks` runs evenly and is for timers. `stamp` is what is
stored: the calendar as it was when the bot started, carried on by the ticks. So a clock that is set a day ahead or
an hour back while the bot runs makes no stored moment older or younger, and nothing expires from it. Over a restart
the calendar is all there is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime


def _ticks() -> float:
    boottime = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: goes on while the machine sleeps
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


class Clock:
    """Reads `wall` (seconds since 1970) and `ticks`; tests pass their own."""

    def __init__(self, wall: Callable[[], float] = time.time, ticks: Callable[[], float] = _ticks) -> None:
        self._wall = wall
        self.ticks = ticks
        self._anchor = wall() - ticks()

    def now(self) -> datetime:
        """The date and time, in UTC."""
        return datetime.fromtimestamp(self._wall(), UTC)

    def stamp(self) -> float:
        """Seconds since 1970 that never jump while the bot runs."""
        return self._anchor + self.ticks()
