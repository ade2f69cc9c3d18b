"""A network and servers in every kind of trouble."""

from __future__ import annotations

from typing import Any

import pytest

from bot.gateway.pace import Pace
from tests.botapi import BotApi, Person
from tests.botapi.faults import FOREVER
from tests.faults.conftest import Start
from tests.faults.helping import HAIR, PETS, STAY, TITLES, titles
from tests.process.running import RunningBot

ATTEMPTS = 60  # what half an hour holds at half a minute each
BAD_ANSWERS: dict[str, dict[str, Any]] = {
    "502 in HTML": {"html_502": True},
    "500": {"error_code": 500, "description": "Internal Server Error"},
    "504 without a body": {"status": 504, "body": ""},
    "ok false with 200": {"status": 200, "body": '{"ok": false, "description": "no"}'},
    "a connection that closes": {"method": "getUpdates", "close_connection": True},
    "no body at all": {"method": "getUpdates", "body": ""},
    "half a JSON": {"method": "getUpdates", "truncated": True},
    "JSON of another kind": {"method": "getUpdates", "body": "[true]"},
}


@pytest.mark.fault(10)
@pytest.mark.parametrize("bad", BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())
async def test_a_bad_answer_is_tried_again_and_nothing_is_lost(
    telegram: BotApi, ana: Person, bad: dict[str, Any]
) -> None:
    polls = telegram.fail(times=2, **({"method": "getUpdates"} | bad))
    sends = None if "method" in bad else telegram.fail(method="sendMessage", chat=ana.id, times=2, **bad)
    question = ana.says(HAIR)
    await telegram.until(lambda: polls.hits == 2 and (sends is None or sends.hits == 2))
    await telegram.reply(question)
    await telegram.settled()
    assert titles(telegram.sent_to(ana)) == [TITLES[HAIR]]


@pytest.mark.fault(10)
async def test_a_server_that_stays_in_trouble_is_not_hammered_for_ever(
    telegram: BotApi, bot: RunningBot, ana: Person
) -> None:
    trouble = telegram.fail(method="sendMessage", chat=ana.id, times=FOREVER, html_502=True)
    ana.says(HAIR)
    ended = "SELECT state, reason FROM outbox WHERE chat = ? AND ended IS NOT NULL"
    await telegram.until(lambda: bot.rows(ended, ana.id), 15)
    assert bot.rows(ended, ana.id) == [("failed", "server error")]
    assert 3 < trouble.hits < 20
    trouble.stop()
    assert titles([await telegram.reply(ana.says(PETS))]) == [TITLES[PETS]]


@pytest.mark.fault(11)
@pytest.mark.parametrize(
    "lost", [{"drop_after_apply": True}, {"drop_after_apply": True, "hang": True}, {"truncated": True}],
    ids=["the connection closes", "it stays silent", "half an answer"],
)  # fmt: skip
async def test_a_message_whose_answer_is_lost_is_seen_once(
    telegram: BotApi, bot: RunningBot, ana: Person, lost: dict[str, Any]
) -> None:
    telegram.fail(method="sendMessage", chat=ana.id, **lost)
    ana.says(HAIR)
    ana.says(PETS)
    await telegram.until(lambda: len(telegram.sent_to(ana)) == 2)
    await telegram.settled()
    assert titles(telegram.sent_to(ana)) == [TITLES[HAIR], TITLES[PETS]]
    states = bot.rows("SELECT state, params FROM outbox WHERE chat = ? ORDER BY seq", ana.id)
    assert states == [("unknown", ""), ("sent", "")]


@pytest.mark.fault(12)
async def test_half_an_hour_without_a_network_is_borne_quietly_and_ends_by_itself(
    own: BotApi, starts: Start
) -> None:
    ana = own.person()
    bot = starts(pace={"first_backoff": 0.01, "backoff": 0.03})
    own.fail(method="sendMessage", retry_after=1)  # so that an answer waits when the network goes
    ana.says(HAIR)
    await own.until(lambda: bot.rows("SELECT attempts FROM outbox WHERE state = 'queued'") == [(1,)])
    own.down()
    await own.until(lambda: "degraded" in bot.health_file, 10)
    before = bot.log
    await own.until(lambda: bot.rows("SELECT attempts FROM outbox")[0][0] > ATTEMPTS, 20)
    assert len(bot.log[len(before) :].splitlines()) <= 3
    own.up()
    ana.says(PETS)
    await own.until(lambda: len(own.sent_to(ana)) == 2, 10)
    assert titles(own.sent_to(ana)) == [TITLES[HAIR], TITLES[PETS]]
    await own.until(lambda: '"ok"' in bot.health_file)
    assert bot.stop() == 0


@pytest.mark.fault(12)
def test_the_pauses_between_attempts_grow_and_end_at_half_a_minute() -> None:
    pauses = [[Pace().pause(attempt) for _ in range(50)] for attempt in range(1, 500)]
    assert max(max(some) for some in pauses) <= 30
    assert max(pauses[0]) < min(pauses[5])
    assert all(len(set(some)) > 1 for some in pauses)  # never all bots at the same moment


@pytest.mark.fault(12)
async def test_the_first_start_waits_for_a_network(own: BotApi, starts: Start) -> None:
    question = own.person().says(STAY)
    own.down()
    bot = starts(polls=False)
    await own.until(lambda: "degraded" in bot.health_file, 10)
    own.up()
    assert titles([await own.reply(question, 10)]) == [TITLES[STAY]]


@pytest.mark.fault(13)
async def test_sends_that_are_never_answered_do_not_hold_up_other_people(
    telegram: BotApi, ana: Person
) -> None:
    stuck = [telegram.person() for _ in range(20)]
    for person in stuck:
        telegram.fail(method="sendMessage", chat=person.id, hang=True)
        person.says(HAIR)
    answer = await telegram.reply(ana.says(PETS))
    assert titles([answer]) == [TITLES[PETS]]
    for person in stuck:
        person.says(STAY)
    await telegram.until(lambda: all(titles(telegram.sent_to(one)) == [TITLES[STAY]] for one in stuck), 10)


@pytest.mark.fault(13)
async def test_connections_that_were_cut_while_idle_are_not_used_again(telegram: BotApi, ana: Person) -> None:
    await telegram.reply(ana.says(HAIR))
    telegram.down()
    telegram.up()
    assert titles([await telegram.reply(ana.says(PETS))]) == [TITLES[PETS]]
