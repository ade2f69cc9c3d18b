"""getUpdates: long polling, one poller at a time."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from tests.botapi.queue import Waiting
from tests.botapi.refusal import Json, Refused
from tests.botapi.world import World

LONGEST = 50
SAME_OFFSET = 3.0  # a poll that asks the same again within this time waits at least as long
AT_ONCE = 0.5  # and one that asks again as soon as this gets a single update
OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(eq=False)
class _Poll:
    """A client that waits. `ended` says why it has to go."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    ended: str = ""


class Polling:
    """The pollers of one bot. Lives on the server's loop; `nudge` may be called from there only."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.deaf = False  # takes polls and never answers them
        self.conflict_pause = 3.0
        self.polls = 0
        self.last_poll = 0.0
        self._current: _Poll | None = None
        self._conflict_at = 0.0
        self._last: tuple[int, float] = (0, -SAME_OFFSET)

    @property
    def waiting(self) -> bool:
        """Whether a client waits for updates right now."""
        return self._current is not None

    def nudge(self) -> None:
        """Something changed: look again."""
        if self._current:
            self._current.wake.set()

    async def get_updates(self, p: Json) -> list[str]:
        """The waiting updates, as soon as there are any."""
        self.polls += 1
        self.last_poll = time.monotonic()
        if self.world.webhook:
            await self._conflict(WEBHOOK)
        limit, until = self._begin(p)
        if self._current:
            self._current.ended = OTHER
            self._current.wake.set()
        poll = self._current = _Poll()
        try:
            return await self._wait(poll, limit, until)
        finally:
            if self._current is poll:
                self._current = None

    def _begin(self, p: Json) -> tuple[int, float]:
        offset = p.get("offset", 0)
        limit = min(max(p.get("limit", 100), 1), 100)
        timeout = float(min(max(p.get("timeout", 0), 0), LONGEST))
        now = time.monotonic()
        if offset == self._last[0]:
            if timeout < SAME_OFFSET and now < self._last[1] + SAME_OFFSET:
                timeout = SAME_OFFSET
            if now < self._last[1] + AT_ONCE:
                limit = 1
        self._last = (offset, now)
        with self.world.lock:
            if "allowed_updates" in p:
                self.world.queue.name(p["allowed_updates"])
            if offset:
                self.world.queue.confirm(offset)
                self.world.changed()
        return limit, now + timeout

    async def _wait(self, poll: _Poll, limit: int, until: float) -> list[str]:
        while True:
            poll.wake.clear()
            if self.deaf:
                await asyncio.Event().wait()
            if poll.ended:
                await self._conflict(poll.ended)
            if self.world.webhook:
                await self._conflict("terminated by setWebhook request")
            with self.world.lock:
                batch: list[Waiting] = self.world.queue.hand_out(limit)
            left = until - time.monotonic()
            if batch or left <= 0:
                return [update.raw for update in batch]
            try:
                await asyncio.wait_for(poll.wake.wait(), left)
            except TimeoutError:
                continue

    async def _conflict(self, why: str) -> None:
        now = time.monotonic()
        if now < self._conflict_at:
            await asyncio.sleep(self.conflict_pause)
        else:
            self._conflict_at = now + self.conflict_pause
        raise Refused(409, why)
