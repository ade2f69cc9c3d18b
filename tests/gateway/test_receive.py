"""The poller: nothing is forgotten before it is kept, and trouble ends or passes as it should."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import AlreadyRunning, TelegramError
from bot.gateway.health import verdict
from bot.gateway.receive import Conflicts
from tests.botapi import FOREVER, BotApi
from tests.gateway.serving import QUICK, Served, serving, until


def well(bot: Served) -> bool:
    return verdict(bot.folder, time.time)[0]


async def ending(bot: Served, seconds: float = 8.0) -> BaseException:
    """The error that ends the bot."""
    with pytest.raises(BaseExceptionGroup) as caught:
        await asyncio.wait_for(asyncio.shield(bot.task), seconds)
    return caught.value.exceptions[0]


async def test_updates_are_confirmed_only_after_they_are_kept(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path) as bot:
        await until(lambda: well(bot))
        other = sqlite3.connect(tmp_path / "signpost.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        ana.says("kept?")
        await until(lambda: not well(bot))
        assert telegram.unconfirmed
        other.execute("ROLLBACK")
        other.close()
        await telegram.until(lambda: telegram.sent_to(ana))
        await telegram.settled()
        assert telegram.unconfirmed == []
        assert [message.text for message in telegram.sent_to(ana)] == ["You said: kept?"]


async def test_after_an_empty_answer_it_asks_without_an_offset_so_a_lower_restart_is_seen(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path):
        await telegram.reply(ana.says("one"))
        await asyncio.sleep(1.2)
        telegram.restart_update_ids(10)
        assert (await telegram.reply(ana.says("two"))).text == "You said: two"
        assert "offset" not in telegram.calls_of("getUpdates")[-2].params


async def test_the_kinds_of_updates_are_named(telegram: BotApi, tmp_path: Path) -> None:
    async with serving(telegram, tmp_path):
        await telegram.until(lambda: telegram.calls_of("getUpdates"))
    assert telegram.calls_of("getUpdates")[0].params["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_a_second_delivery_has_no_second_answer(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path):
        await telegram.reply(ana.says("once"))
        telegram.redeliver(telegram.updates[-1])
        await telegram.settled()
        assert len(telegram.sent_to(ana)) == 1


async def test_a_refused_token_ends_it_without_the_token_in_its_words(
    telegram: BotApi, tmp_path: Path
) -> None:
    async with serving(telegram, tmp_path, token="123456:AAH-wrong") as bot:
        error = await ending(bot)
    assert isinstance(error, TelegramError)
    assert "does not accept the token" in str(error)
    assert "AAH-wrong" not in str(error)
    assert len(telegram.calls) == 1


async def test_a_token_revoked_while_it_runs_ends_it(telegram: BotApi, tmp_path: Path) -> None:
    async with serving(telegram, tmp_path) as bot:
        await until(lambda: well(bot))
        telegram.revoked = True
        assert isinstance(await ending(bot), TelegramError)
    assert len(telegram.calls_of("getUpdates")) < 6


async def test_one_409_is_nothing(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    telegram.fail(
        method="getUpdates", error_code=409, description="Conflict: terminated by other getUpdates request"
    )
    async with serving(telegram, tmp_path):
        assert (await telegram.reply(ana.says("hello"))).text == "You said: hello"


async def test_409_again_and_again_is_another_instance(telegram: BotApi, tmp_path: Path) -> None:
    conflict = "Conflict: terminated by other getUpdates request"
    telegram.fail(method="getUpdates", times=FOREVER, error_code=409, description=conflict)
    async with serving(telegram, tmp_path) as bot:
        error = await ending(bot)
    assert isinstance(error, AlreadyRunning)
    assert "Another program receives messages with the same token" in str(error)


async def test_409_for_a_webhook_says_so(telegram: BotApi, tmp_path: Path) -> None:
    telegram.world.webhook = {"url": "https://example.org/hook"}
    async with serving(telegram, tmp_path) as bot:
        error = await ending(bot)
    assert isinstance(error, TelegramError)
    assert "A webhook is set" in str(error)


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
def test_being_told_to_wait_is_obeyed(telegram: BotApi, tmp_path: Path, method: str) -> None:
    async def run() -> float:
        telegram.fail(method=method, retry_after=1)
        async with serving(telegram, tmp_path):
            await telegram.until(lambda: len(telegram.calls_of(method)) > 0)
            began = time.monotonic()
            await telegram.until(lambda: len(telegram.calls_of(method)) > 1)
            return time.monotonic() - began

    assert 0.9 < asyncio.run(run()) < 2.5


FAULTS: dict[str, dict[str, object]] = {
    "a page of HTML": {"html_502": True},
    "500": {"error_code": 500, "description": "Internal Server Error"},
    "an empty body": {"status": 200, "body": ""},
    "half an answer": {"truncated": True},
    "no": {"status": 200, "body": '{"ok": false}'},
    "not a list": {"status": 200, "body": '{"ok": true, "result": {}}'},
    "a hang-up": {"close_connection": True},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_trouble_at_a_poll_passes(telegram: BotApi, tmp_path: Path, fault: dict[str, object]) -> None:
    ana = telegram.person(first_name="Ana")
    telegram.fail(method="getUpdates", times=3, **fault)
    async with serving(telegram, tmp_path):
        assert (await telegram.reply(ana.says("hello"))).text == "You said: hello"


async def test_without_a_network_it_waits_turns_red_and_comes_back(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path) as bot:
        await until(lambda: well(bot))
        telegram.down()
        await until(lambda: not well(bot))
        telegram.up()
        assert (await telegram.reply(ana.says("hello"))).text == "You said: hello"
        await until(lambda: well(bot))


async def test_polls_that_are_never_answered_turn_it_red_and_new_connections_green(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path, pace=replace(QUICK, patience=0.3)) as bot:
        await until(lambda: well(bot))
        telegram.deaf = True
        await until(lambda: not well(bot))
        await asyncio.sleep(3.0)
        telegram.deaf = False
        assert (await telegram.reply(ana.says("hello"))).text == "You said: hello"
        await until(lambda: well(bot))


# --- how old a question is ------------------------------------------------------------------------


async def test_a_late_question_is_answered_in_private_and_expires_in_a_group(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana])
    ana.says("/ask too late", group, ago=23 * 3600)
    ana.says("/ask help me", group, ago=23 * 3600)
    ana.says("still there?", ago=23 * 3600)
    async with serving(telegram, tmp_path) as bot:
        await telegram.settled()
        assert [message.text for message in telegram.sent_to(ana)] == ["You said: still there?"]
        assert [message.text for message in telegram.sent_to(group)] == ["Call 988."]
        assert (await bot.store.counters())["expired questions"] == 1


def shifted(seconds: float) -> Callable[[], float]:
    return lambda: time.time() + seconds


@pytest.mark.parametrize("days", [1, -1, 400])
async def test_a_clock_that_is_days_off_makes_no_question_old(
    telegram: BotApi, tmp_path: Path, days: int
) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana])
    async with serving(telegram, tmp_path, wall=shifted(days * 86_400 + 30 * (days > 0))):
        assert (await telegram.reply(ana.says("/ask hello", group))).text == "You said: hello"


async def test_a_clock_an_hour_fast_is_found_out_by_the_first_empty_answer(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana])
    async with serving(telegram, tmp_path, wall=shifted(3600)) as bot:
        await until(lambda: well(bot))
        await asyncio.sleep(0.1)
        assert (await telegram.reply(ana.says("/ask hello", group))).text == "You said: hello"


async def test_a_clock_set_ahead_while_it_runs_makes_no_question_old(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana])
    jump = [0.0]
    async with serving(telegram, tmp_path, wall=lambda: time.time() + jump[0]) as bot:
        await telegram.reply(ana.says("/ask one", group))
        jump[0] = 86_400.0
        assert (await telegram.reply(ana.says("/ask two", group))).text == "You said: two"
        jump[0] = -3600.0
        assert (await telegram.reply(ana.says("/ask three", group))).text == "You said: three"
        at = bot.parrot.heard[-1].at
        assert abs(at.timestamp() - (time.time() - 3600)) < 60


def test_409s_count_together_until_it_has_been_quiet_for_a_while() -> None:
    conflicts = Conflicts(30)
    assert not conflicts.seen(0)
    conflicts.calm(5)
    assert not conflicts.seen(20)
    assert conflicts.seen(31)
    conflicts.calm(47)
    assert not conflicts.seen(60)
