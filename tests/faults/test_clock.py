"""A calendar that jumps while the bot runs. The bot runs in this process, with the real conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Talk
from tests.botapi import BotApi
from tests.faults.helping import HAIR, PETS, STAY, TITLES, titles
from tests.faults.inside import Time, inside

HOUR = 3600.0
JUMPS = {"a day ahead": 24 * HOUR, "an hour back": -HOUR, "a year ahead": 8760 * HOUR, "a step of NTP": -0.4}


@pytest.mark.fault(20)
@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS.keys())
async def test_a_clock_that_is_set_while_it_runs_makes_nothing_old(
    own: BotApi, talk: Talk, tmp_path: Path, jump: float
) -> None:
    ana = own.person()
    group = own.group(members=[ana])
    async with inside(own, talk, tmp_path) as bot:
        limit = own.fail(method="sendMessage", chat=group.id, retry_after=1)
        question = ana.says(f"/ask@signpost_bot {HAIR}", group)
        await own.until(lambda: limit.hits)
        bot.time.calendar += jump  # while an answer waits
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
    async with inside(own, talk, tmp_path) as bot:
        answer = await own.reply(ana.says(HAIR))
        bot.time.calendar -= HOUR
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
    async with inside(own, talk, tmp_path, Time(calendar=ahead)):
        empty = own.polling.polls
        await own.until(lambda: own.polling.polls > empty)  # a poll came back empty: what comes now is new
        answer = await own.reply(ana.says(f"/ask@signpost_bot {HAIR}", group))
        assert titles([answer]) == [TITLES[HAIR]]
