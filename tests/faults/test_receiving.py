"""What comes in twice, out of order, late, or in a shape nobody can read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store.inbox import Arrival
from bot.store.store import Store
from tests.botapi import BotApi, Person
from tests.faults.conftest import Start
from tests.faults.helping import HAIR, PETS, STAY, TITLES, titles
from tests.keys import SEAL
from tests.process.running import RunningBot


@pytest.mark.fault(5)
async def test_an_update_that_comes_again_has_one_effect(telegram: BotApi) -> None:
    ana = telegram.person()
    ana.says(HAIR)
    update = telegram.updates[-1]
    telegram.redeliver(update)  # in the same batch
    await telegram.until(lambda: telegram.sent_to(ana))
    for _ in range(5):
        telegram.redeliver(update)
    ana.says(PETS)
    await telegram.settled()
    assert titles(telegram.sent_to(ana)) == [TITLES[HAIR], TITLES[PETS]]


@pytest.mark.fault(5)
async def test_an_update_handed_over_twice_at_once_is_kept_once(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "signpost.db", lambda: 0.0, SEAL)
    same = [Arrival(number, 1, 1, "{}", 0.0) for number in range(50)]
    try:
        kept = await asyncio.gather(*(store.take_in(same) for _ in range(8)))
    finally:
        await store.close()
    assert sorted(map(len, kept)) == [0] * 7 + [50]


@pytest.mark.fault(6)
async def test_update_numbers_that_begin_again_lower_are_taken(telegram: BotApi) -> None:
    ana = telegram.person()
    await telegram.reply(ana.says(HAIR))
    await telegram.settled()
    empty = telegram.polling.polls
    await telegram.until(lambda: telegram.polling.polls > empty)  # a quiet week, for short
    telegram.restart_update_ids(ana.id * 1000)
    answer = await telegram.reply(ana.says(PETS))
    assert titles([answer]) == [TITLES[PETS]]
    await telegram.settled()
    assert telegram.unconfirmed == []


UNREADABLE: dict[str, object] = {
    "a missing field that PTB needs": {
        "callback_query": {"id": "1", "data": "x", "from": {"id": 5, "is_bot": False, "first_name": "A"}}
    },
    "a message from nowhere": {"message": {"message_id": 1, "date": 1, "text": "hi"}},
    "words where an object belongs": {"message": "hi"},
    "a list where an object belongs": {"callback_query": [1, 2]},
    "a number too large for any database": {
        "message": {
            "message_id": 1,
            "date": 1,
            "text": "hi",
            "chat": {"id": 2**70, "type": "private"},
            "from": {"id": 2**70, "is_bot": False, "first_name": "A"},
        }
    },
    "a date that is none": {
        "message": {
            "message_id": 1,
            "date": "soon",
            "text": "hi",
            "chat": {"id": 5, "type": "private"},
            "from": {"id": 5, "is_bot": False, "first_name": "A"},
        }
    },
    "a date beyond all calendars": {
        "message": {
            "message_id": 1,
            "date": 10**17,
            "text": "hi",
            "chat": {"id": 5, "type": "private"},
            "from": {"id": 5, "is_bot": False, "first_name": "A"},
        }
    },
    "a standing without a chat": {"my_chat_member": {"from": {"id": 5}}},
}


@pytest.mark.fault(7)
@pytest.mark.parametrize("shape", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_what_cannot_be_read_is_set_aside_and_the_rest_of_the_batch_is_answered(
    telegram: BotApi, bot: RunningBot, shape: dict[str, object]
) -> None:
    ana, ben = telegram.person(), telegram.person()
    with telegram.world.lock:
        before = ana.says(HAIR)
        bad = telegram.raw_update(shape)
        after = ben.says(PETS)
    assert titles([await telegram.reply(before), await telegram.reply(after)]) == [TITLES[HAIR], TITLES[PETS]]
    await telegram.settled()
    assert bot.rows("SELECT state, opened(raw, 'inbox') FROM inbox WHERE update_id = ?", bad.id) == [
        ("quarantined", bad.raw)
    ]


@pytest.mark.fault(7)
async def test_kinds_of_update_and_chat_nobody_knows_yet_do_no_harm(telegram: BotApi, ana: Person) -> None:
    group = telegram.group(members=[ana])
    with telegram.world.lock:
        telegram.raw_update({"telepathy": {"from": {"id": ana.id}}})
        telegram.raw_update({})
        telegram.raw_update('{"update_id_is_missing": true}')
        chat = {"id": group.id, "type": "galaxy"}
        user = {"id": ana.id, "is_bot": False, "first_name": "A"}
        letter = {"message_id": 1, "date": 1, "text": "/help", "chat": chat, "from": user}
        telegram.raw_update({"message": letter})
        member = {"user": user, "status": "emperor"}
        change = {"old_chat_member": member, "new_chat_member": member, "date": 1}
        telegram.raw_update(
            {"my_chat_member": {"chat": {"id": ana.id, "type": "private"}, "from": user, **change}}
        )
        after = ana.says(PETS)
    assert titles([await telegram.reply(after)]) == [TITLES[PETS]]


@pytest.mark.fault(7)
async def test_the_operator_hears_once_of_a_batch_that_cannot_be_read_and_the_bot_can_be_stopped(
    own: BotApi, starts: Start
) -> None:
    olga = own.person()
    for number in range(30):
        own.raw_update({"callback_query": {"id": str(number)}})
    bot = starts(environment={"SIGNPOST_OPERATORS": str(olga.id)})
    await own.until(lambda: own.sent_to(olga))
    await own.settled()
    assert len(own.sent_to(olga)) == 1
    assert len(bot.rows("SELECT 1 FROM inbox WHERE state = 'quarantined'")) == 30
    assert bot.stop() == 0


@pytest.mark.fault(21)
async def test_private_questions_of_yesterday_are_answered_after_one_word_of_excuse(
    own: BotApi, starts: Start, sentence: Callable[..., str]
) -> None:
    ana = own.person()
    ana.says(HAIR, ago=23 * 3600)
    ana.says(PETS, ago=22 * 3600)
    starts()
    await own.until(lambda: len(own.sent_to(ana)) == 3)
    await own.settled()
    assert titles(own.sent_to(ana)) == [sentence("away"), TITLES[HAIR], TITLES[PETS]]


@pytest.mark.fault(21)
async def test_old_questions_of_a_group_end_unanswered_and_counted_and_fresh_ones_do_not(
    own: BotApi, starts: Start
) -> None:
    ana = own.person()
    group = own.group(members=[ana])
    for hours in (23, 5, 1):
        ana.says(f"/ask@signpost_bot {HAIR}", group, ago=hours * 3600)
    ana.says(f"/ask@signpost_bot {STAY}", group, ago=500)
    ana.says("/ask@signpost_bot i want to die", group, ago=3600)
    bot = starts()
    await own.until(lambda: len(own.sent_to(group)) == 2)
    await own.settled()
    assert titles(own.sent_to(group))[0] == TITLES[STAY]
    assert "988" in own.sent_to(group)[1].text  # a call for help is never too old
    assert bot.rows("SELECT count FROM counters WHERE name = 'expired questions'") == [(3,)]
    assert bot.rows("SELECT count(*) FROM inbox") == [(0,)]


@pytest.mark.fault(7)
async def test_a_poll_that_is_no_list_or_too_deep_to_read_is_asked_again(
    telegram: BotApi, ana: Person
) -> None:
    for result in ('"hello"', "null", "17", '{"a": 1}', "[" * 100_000 + "]" * 100_000):
        trouble = telegram.fail(method="getUpdates", body='{"ok": true, "result": ' + result + "}")
        await telegram.until(lambda fault=trouble: fault.hits)  # type: ignore[misc]
    answer = await telegram.reply(ana.says(HAIR))
    assert titles([answer]) == [TITLES[HAIR]]
