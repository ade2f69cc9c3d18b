"""A calendar that jumps while the bot runs. The bot runs in this process, with the real conversation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import Bot, Talk
from bot.gateway.api import Api
from bot.gateway.clock import Clock
from bot.gateway.health import Health
from bot.gateway.pace import Pace
from bot.store.store import Store
from tests.botapi import BotApi
from tests.faults.helping import HAIR, PETS, QUICK, STAY, TITLES, titles

HOUR = 3600.0
JUMPS = {"a day ahead": 24 * HOUR, "an hour back": -HOUR, "a year ahead": 8760 * HOUR, "a step of NTP": -0.4}


@dataclass
class Wall:
    """A calendar somebody sets."""

    set_by: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.set_by


@dataclass
class Inside:
    """The bot, with its calendar."""

    store: Store
    wall: Wall = field(default_factory=Wall)


@asynccontextmanager
async def _running(
    telegram: BotApi, talk: Talk, folder: Path, wall: Wall | None = None
) -> AsyncIterator[Inside]:
    inside_wall = wall or Wall()
    clock = Clock(inside_wall)
    pace = Pace(poll=1, **{name: value for name, value in QUICK.items() if name != "poll"})  # type: ignore[arg-type]
    store = await Store.open(folder / "signpost.db", clock.stamp)
    polls, calls = Api(telegram.url, telegram.token, pool=1), Api(telegram.url, telegram.token)
    bot = Bot((), talk, store, polls, calls, clock, Health(folder, clock, 60.0), pace)
    task = asyncio.create_task(bot.run())
    try:
        await telegram.until(lambda: telegram.polling.waiting, 10)
        yield Inside(store, inside_wall)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.drain()
        await asyncio.gather(calls.close(), polls.close())
        await store.close()


@pytest.mark.fault(20)
@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS.keys())
async def test_a_clock_that_is_set_while_it_runs_makes_nothing_old(
    own: BotApi, talk: Talk, tmp_path: Path, jump: float
) -> None:
    ana = own.person()
    group = own.group(members=[ana])
    async with _running(own, talk, tmp_path) as bot:
        limit = own.fail(method="sendMessage", chat=group.id, retry_after=1)
        question = ana.says(f"/ask@signpost_bot {HAIR}", group)
        await own.until(lambda: limit.hits)
        bot.wall.set_by += jump  # while an answer waits
        assert titles([await own.reply(question)]) == [TITLES[HAIR]]
        assert titles([await own.reply(ana.says(f"/ask@signpost_bot {PETS}", group))]) == [TITLES[PETS]]
        assert titles([await own.reply(ana.says(STAY))]) == [TITLES[STAY]]  # and no "I was away"
        await own.settled()
        assert await bot.store.counters() == {}


@pytest.mark.fault(20)
async def test_a_follow_up_and_a_button_still_work_after_the_clock_went_back(
    own: BotApi, talk: Talk, tmp_path: Path
) -> None:
    ana = own.person()
    async with _running(own, talk, tmp_path) as bot:
        answer = await own.reply(ana.says(HAIR))
        bot.wall.set_by -= HOUR
        tap = ana.taps(answer, "More")
        await own.until(lambda: tap.answered and answer.past)
        again = await own.reply(ana.says(PETS))
        assert titles([again]) == [TITLES[PETS]]


@pytest.mark.fault(20)
@pytest.mark.parametrize("ahead", [2 * HOUR, 3 * 24 * HOUR], ids=["two hours", "three days"])
async def test_a_clock_that_is_wrong_from_the_start_silences_no_group_that_asks_now(
    own: BotApi, talk: Talk, tmp_path: Path, ahead: float
) -> None:
    ana = own.person()
    group = own.group(members=[ana])
    async with _running(own, talk, tmp_path, Wall(ahead)):
        empty = own.polling.polls
        await own.until(lambda: own.polling.polls > empty)  # a poll came back empty: what comes now is new
        answer = await own.reply(ana.says(f"/ask@signpost_bot {HAIR}", group))
        assert titles([answer]) == [TITLES[HAIR]]
