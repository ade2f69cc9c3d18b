"""Lanes that must wait a while before anything more is done in them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any, Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)


class Resting(Generic[Name]):
    """Until when each of them rests, by a clock that runs evenly."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._until: dict[Name, float] = {}

    def rest(self, name: Name, seconds: float) -> None:
        """It rests for that long; a longer rest it already has stays."""
        until = self._ticks() + seconds
        if seconds > 0 and until > self._until.get(name, 0.0):
            self._until[name] = until

    def names(self) -> list[Name]:
        """Those that rest now."""
        now = self._ticks()
        self._until = {name: until for name, until in self._until.items() if until > now}
        return list(self._until)

    def first(self) -> float | None:
        """Seconds until the first of them has rested enough; None if none rests."""
        return min(self._until.values()) - self._ticks() if self._until else None


async def until(wake: asyncio.Event, *restings: Resting[Any]) -> None:
    """Waits for `wake`, or until the first that rests in any of them has rested enough."""
    rests = [seconds for resting in restings if (seconds := resting.first()) is not None]
    if not rests:
        await wake.wait()
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(max(min(rests), 0.0) + 0.001):
            await wake.wait()
