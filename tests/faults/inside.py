"""The bot in this process, with the real conversation and a clock a test can set."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app import Bot, Talk
from bot.gateway.api import Api
from bot.gateway.clock import Clock
from bot.gateway.health import Health
from bot.gateway.pace import Pace
from bot.store.store import Store
from tests.botapi import BotApi
from tests.faults.helping import QUICK
from tests.keys import SEAL


@dataclass
class Time:
    """Seconds by which the calendar was set wrong, and seconds that have passed unseen."""

    calendar: float = 0.0
    passed: float = 0.0


@dataclass
class Inside:
    """What a test may look into."""

    store: Store
    time: Time


@asynccontextmanager
async def inside(
    telegram: BotApi, talk: Talk, folder: Path, moment: Time | None = None
) -> AsyncIterator[Inside]:
    """The bot at work; it is drained at the end."""
    now = moment or Time()
    clock = Clock(lambda: time.time() + now.passed + now.calendar, lambda: time.monotonic() + now.passed)
    pace = Pace(**({"poll": 1} | QUICK))  # type: ignore[arg-type]
    store = await Store.open(folder / "signpost.db", clock.stamp, SEAL)
    polls, calls = Api(telegram.url, telegram.token, pool=1), Api(telegram.url, telegram.token)
    bot = Bot((), talk, store, polls, calls, clock, Health(folder, clock, 60.0), pace)
    task = asyncio.create_task(bot.run())
    try:
        await telegram.until(lambda: telegram.polling.waiting, 10)
        yield Inside(store, now)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.drain()
        await asyncio.gather(calls.close(), polls.close())
        await store.close()
