"""The sender: what Telegram may have is not sent twice, and what waits keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.gateway.api import Api
from bot.gateway.clock import Clock
from bot.gateway.health import Health
from bot.gateway.pace import Pace
from bot.gateway.send import Groups, Sender
from bot.store.outbox import Outgoing
from bot.store.store import Store
from tests.botapi import FOREVER, BotApi
from tests.gateway.serving import QUICK, serving, until
from tests.keys import SEAL


async def test_an_answer_lost_on_the_way_is_seen_once_and_never_sent_again(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    telegram.fail(method="sendMessage", drop_after_apply=True)
    async with serving(telegram, tmp_path) as bot:
        ana.says("hello")
        await telegram.until(lambda: telegram.sent_to(ana))
        assert (await telegram.reply(ana.says("and now?"))) is not None
        await telegram.settled()
        assert [message.text for message in telegram.sent_to(ana)] == [
            "You said: hello",
            "You said: and now?",
        ]
        assert await bot.counts("outbox", "state = 'unknown'") == 1


@pytest.mark.parametrize("steps", range(1, 9))  # of the loop, before the stop
async def test_a_stop_in_the_middle_of_a_claim_lets_nothing_overtake_what_was_claimed(
    telegram: BotApi, tmp_path: Path, steps: int
) -> None:
    ana = telegram.person(first_name="Ana")
    clock = Clock()
    store = await Store.open(tmp_path / "signpost.db", clock.stamp, SEAL)
    api = Api(telegram.url, telegram.token)
    try:
        await store.put([Outgoing(ana.id, "sendMessage", f'{{"text": "{text}"}}') for text in ("one", "two")])
        sender = Sender(store, api, clock, Health(tmp_path, clock, 60.0), QUICK)
        running = asyncio.create_task(sender.run())
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await sender.drain(2.0)
    finally:
        await api.close()
        await store.close()
    assert [message.text for message in telegram.sent_to(ana)] == ["one", "two"]


async def test_an_answer_that_never_comes_is_unknown_too(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    telegram.fail(method="sendMessage", hang=True)
    async with serving(telegram, tmp_path, pace=replace(QUICK, call=0.3)) as bot:
        ana.says("hello")
        await asyncio.sleep(0.8)
        assert telegram.sent_to(ana) == []
        assert await bot.counts("outbox", "state = 'unknown'") == 1


async def test_without_a_network_answers_wait_and_go_out_once(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path) as bot:
        await telegram.until(lambda: telegram.calls_of("getUpdates"))
        telegram.down()
        await bot.store.put([Outgoing(ana.id, "sendMessage", '{"text": "late"}')])
        await asyncio.sleep(0.5)
        telegram.up()
        ana.says("hello")
        await telegram.until(lambda: len(telegram.sent_to(ana)) == 2)
        assert [message.text for message in telegram.sent_to(ana)] == ["late", "You said: hello"]


@pytest.mark.parametrize("fault", [{"html_502": True}, {"error_code": 500, "description": "Internal"}])
async def test_a_server_in_trouble_is_tried_again(
    telegram: BotApi, tmp_path: Path, fault: dict[str, object]
) -> None:
    ana = telegram.person(first_name="Ana")
    telegram.fail(method="sendMessage", times=2, **fault)
    async with serving(telegram, tmp_path):
        assert (await telegram.reply(ana.says("hello"))).text == "You said: hello"
        await telegram.settled()
        assert len(telegram.sent_to(ana)) == 1


async def test_one_group_told_to_wait_keeps_nobody_else_waiting(telegram: BotApi, tmp_path: Path) -> None:
    ana, ben = telegram.person(first_name="Ana"), telegram.person(first_name="Ben")
    group = telegram.group("MS friends", [ana])
    telegram.fail(method="sendMessage", chat=group.id, retry_after=1)
    async with serving(telegram, tmp_path):
        slow = ana.says("/ask slow", group)
        await telegram.until(lambda: telegram.calls_of("sendMessage"))
        began = time.monotonic()
        await telegram.reply(ben.says("quick"))
        assert time.monotonic() - began < 0.6
        assert (await telegram.reply(slow)).text == "You said: slow"
        assert time.monotonic() - began > 0.8


async def test_when_several_chats_are_told_to_wait_all_do(telegram: BotApi, tmp_path: Path) -> None:
    people = [telegram.person(first_name=name) for name in ("Ana", "Ben", "Cleo")]
    last = telegram.person(first_name="Dan")
    for person in people:
        telegram.fail(method="sendMessage", chat=person.id, retry_after=1)
    async with serving(telegram, tmp_path):
        for person in people:
            person.says("hello")
        await telegram.until(lambda: len(telegram.calls_of("sendMessage")) == 3)
        await asyncio.sleep(0.1)
        began = time.monotonic()
        await telegram.reply(last.says("hello"))
        assert time.monotonic() - began > 0.6


async def test_a_block_ends_what_waits_and_a_word_brings_the_chat_back(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path) as bot:
        await telegram.reply(ana.says("hello"))
        ana.blocks_bot()
        await telegram.settled()
        assert await bot.store.chat_state(ana.id) == "blocked"
        await bot.store.put([Outgoing(ana.id, "sendMessage", '{"text": "x"}')] * 5)
        ben = telegram.person(first_name="Ben")
        await telegram.reply(ben.says("wakes the sender"))
        await telegram.settled()
        assert len([call for call in telegram.refusals if call.code == 403]) <= 1
        assert await bot.counts("outbox", "state = 'failed'") == 5
        ana.unblocks_bot()
        assert (await telegram.reply(ana.says("back"))).text == "You said: back"
        assert await bot.store.chat_state(ana.id) == "active"


async def test_a_group_that_moves_is_followed_once_by_both_signals(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana], kind="group")
    async with serving(telegram, tmp_path) as bot:
        await telegram.reply(ana.says("/ask before", group))
        old = group.id
        await bot.store.put([Outgoing(old, "sendMessage", '{"text": "on its way"}')])
        new = group.upgrades()
        await telegram.until(lambda: any(message.text == "on its way" for message in telegram.sent_to(new)))
        assert (await telegram.reply(ana.says("/ask after", new))).text == "You said: after"
        await telegram.settled()
        assert len([message for message in telegram.sent_to(new) if message.text == "on its way"]) == 1
        assert await bot.counts("sessions", f"chat = {old}") == 0


async def test_where_the_question_was_deleted_it_is_answered_all_the_same(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana])
    question = ana.says("/ask hello", group)
    ana.deletes(question)
    async with serving(telegram, tmp_path):
        await telegram.until(lambda: telegram.sent_to(group))
        assert telegram.sent_to(group)[0].text == "You said: hello"


async def test_where_the_topic_is_gone_it_is_said_without_one(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana], forum=True)
    topic = group.topic("Treatments")
    ana.says("/ask hello", group, topic=topic)
    group.delete_topic(topic)
    async with serving(telegram, tmp_path):
        await telegram.until(lambda: telegram.sent_to(group))
        assert telegram.sent_to(group)[0].topic is None


async def test_a_late_tap_is_swallowed_and_the_message_changes(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    telegram.world.tap_lifetime = 0
    async with serving(telegram, tmp_path) as bot:
        answer = await telegram.reply(ana.says("hello"))
        ana.taps(answer, "Replace")
        await telegram.until(lambda: answer.past)
        await telegram.settled()
        assert await bot.counts("outbox", "toast = 1 AND state = 'expired'") == 1


async def test_a_message_deleted_before_the_tap_is_replaced_by_a_new_one(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path):
        answer = await telegram.reply(ana.says("hello"))
        telegram.fail(
            method="editMessageText", error_code=400, description="Bad Request: message to edit not found"
        )
        ana.taps(answer, "Replace")
        await telegram.until(lambda: len(telegram.sent_to(ana)) == 2)
        assert telegram.sent_to(ana)[1].text == "Replaced by replace."


async def test_a_database_in_trouble_delays_answers_and_doubles_none(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path) as bot:
        await telegram.reply(ana.says("one"))
        for _ in range(3):
            await bot.store._database.read(lambda db: db.execute("PRAGMA query_only = ON").fetchall())
            ana.says("two")
            await asyncio.sleep(0.1)
        await telegram.until(lambda: len(telegram.sent_to(ana)) == 4)
        await telegram.settled()
        assert len(telegram.sent_to(ana)) == 4


async def test_at_a_stop_what_is_under_way_is_finished(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    telegram.fail(method="sendMessage", delay=0.4)
    async with serving(telegram, tmp_path, pace=replace(QUICK, call=2.0)) as bot:
        ana.says("hello")
        await telegram.until(lambda: telegram.calls_of("sendMessage"))
        store_path = bot.folder / "signpost.db"
    async with serving(telegram, tmp_path) as bot:
        assert store_path == bot.folder / "signpost.db"
        await telegram.settled()
        assert len(telegram.sent_to(ana)) == 1
        assert await bot.counts("outbox", "state = 'sent'") == 1


async def test_a_kicked_bot_sends_nothing_more_there(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana])
    telegram.fail(
        method="sendMessage", times=FOREVER, error_code=403, description="Forbidden: bot was kicked from …"
    )
    async with serving(telegram, tmp_path) as bot:
        ana.says("/ask one", group)
        await until(lambda: len(telegram.calls_of("sendMessage")) == 1)
        await telegram.settled()
        assert await bot.store.chat_state(group.id) == "left"
        assert len(telegram.calls_of("sendMessage")) == 1


def test_a_group_gets_a_message_a_second_and_twenty_a_minute() -> None:
    groups, now = Groups(Pace()), 1000.0
    pauses = []
    for _ in range(22):
        pause = groups.sent(-1, now)
        pauses.append(pause)
        now += pause
    assert pauses[:19] == [1.0] * 19
    assert pauses[19] == pytest.approx(41.0)
    assert groups.sent(-2, now) == 1.0


def test_groups_that_are_quiet_are_forgotten() -> None:
    groups = Groups(Pace())
    for chat in range(1500):
        groups.sent(-chat, 0.0)
    groups.sent(-1, 1000.0)
    assert len(groups._sent) == 1


async def test_a_file_that_cannot_be_made_is_told_in_words_once(
    telegram: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_ink(*_: object) -> bytes:
        raise RuntimeError("a member's words")

    monkeypatch.setattr("bot.gateway.files._made", out_of_ink)
    ana = telegram.person()
    async with serving(telegram, tmp_path):
        ana.says("page")
        await telegram.until(lambda: telegram.sent_to(ana))
        await telegram.reply(ana.says("and on"))
        await telegram.settled()
    assert [message.text for message in telegram.sent_to(ana)] == ["I could not make it.", "You said: and on"]
