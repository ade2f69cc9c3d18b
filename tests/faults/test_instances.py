"""Two bots where one should be, a webhook in the way, a token that is refused: a sentence, and an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest

from bot.gateway.receive import REFUSED_TOKEN, TWO_POLLERS, WEBHOOK
from tests.botapi import BotApi
from tests.faults.conftest import Start
from tests.faults.helping import HAIR, PETS, TITLES, forgive, titles
from tests.process.running import RunningBot


def _ends_with(bot: RunningBot, words: str) -> None:
    """It ends with 1 and says this, and nothing that looks like a bug."""
    assert bot.wait() == 1
    assert words in bot.log.splitlines()
    assert "Traceback" not in bot.log


@asynccontextmanager
async def _rival(telegram: BotApi, pause: float) -> AsyncIterator[None]:
    """Another program that polls with the same token."""
    address = f"{telegram.url}/bot{telegram.token}/getUpdates"

    async def poll() -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                with suppress(aiohttp.ClientError, TimeoutError):
                    await http.post(address, json={"timeout": 50}, timeout=aiohttp.ClientTimeout(pause))

    task = asyncio.create_task(poll())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.fault(14)
async def test_a_second_instance_on_the_same_folder_ends_at_once_and_the_first_goes_on(
    own: BotApi, starts: Start
) -> None:
    first = starts()
    calls = len(own.calls_of("getMe"))
    second = RunningBot(own, first.data, plain=True, log=first.data / "second.txt")
    with second:
        _ends_with(
            second,
            f"Another instance of the bot runs on the data folder {first.data}. "
            "Stop it first, or give this one a folder of its own (SIGNPOST_DATA_DIR).",
        )
    assert len(own.calls_of("getMe")) == calls
    assert titles([await own.reply(own.person().says(HAIR))]) == [TITLES[HAIR]]


@pytest.mark.fault(14)
async def test_an_instance_that_was_killed_does_not_lock_the_folder(own: BotApi, starts: Start) -> None:
    starts().kill()
    starts()
    assert titles([await own.reply(own.person().says(HAIR))]) == [TITLES[HAIR]]


@pytest.mark.fault(14)
async def test_one_409_is_not_the_end(own: BotApi, starts: Start) -> None:
    own.polling.conflict_pause = 0
    bot = starts()
    polls = own.polling.polls
    async with _rival(own, 0.05):
        await own.until(lambda: own.polling.polls > polls)
    await own.until(lambda: forgive(own, "terminated by other getUpdates"))
    assert titles([await own.reply(own.person().says(HAIR))]) == [TITLES[HAIR]]
    assert bot.stop() == 0


@pytest.mark.fault(14)
async def test_of_two_instances_with_one_token_one_says_so_and_ends_and_the_other_goes_on(
    own: BotApi, starts: Start, tmp_path: Path
) -> None:
    own.polling.conflict_pause = 0
    first, second = starts(tmp_path / "one"), starts(tmp_path / "two")
    await asyncio.to_thread(own.wait, lambda: not (first.alive and second.alive), 20)
    ended, other = (second, first) if first.alive else (first, second)
    _ends_with(ended, TWO_POLLERS)
    await own.until(lambda: own.polling.waiting)
    assert titles([await own.reply(own.person().says(PETS))]) == [TITLES[PETS]]
    assert other.stop() == 0


@pytest.mark.fault(15)
async def test_a_webhook_that_stays_is_named_and_no_update_is_thrown_away(own: BotApi, starts: Start) -> None:
    own.polling.conflict_pause = 0
    question = own.person().says(HAIR)
    own.world.webhook = {"url": "https://example.org/hook"}
    _ends_with(starts(), WEBHOOK)
    assert own.calls_of("deleteWebhook") == []
    own.world.webhook = {}
    starts()
    assert titles([await own.reply(question)]) == [TITLES[HAIR]]


@pytest.mark.fault(15)
async def test_a_webhook_that_goes_away_in_time_is_waited_for(own: BotApi, starts: Start) -> None:
    own.polling.conflict_pause = 0
    starts()
    question = own.person().says(HAIR)
    await own.reply(question)
    own.world.webhook = {"url": "https://example.org/hook"}
    await own.until(lambda: forgive(own, "webhook"))
    own.world.webhook = {}
    assert titles([await own.reply(own.person().says(PETS))]) == [TITLES[PETS]]


@pytest.mark.fault(16)
async def test_a_token_revoked_while_it_runs_ends_it_without_a_storm(own: BotApi, starts: Start) -> None:
    bot = starts()
    await own.reply(own.person().says(HAIR))
    before = len(own.calls)
    own.revoked = True
    own.person().says(PETS)
    _ends_with(bot, REFUSED_TOKEN)
    assert len(own.calls) - before <= 5


@pytest.mark.fault(16)
def test_a_token_that_was_never_right_ends_the_start(own: BotApi, starts: Start) -> None:
    own.revoked = True
    bot = starts(polls=False, plain=True)
    _ends_with(bot, REFUSED_TOKEN)
    assert own.token not in bot.log
