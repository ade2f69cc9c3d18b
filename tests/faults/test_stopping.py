"""SIGTERM at the worst moments: nothing that was acknowledged is lost."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing

import pytest

from tests.botapi import BotApi
from tests.faults.conftest import Start
from tests.faults.helping import HAIR, PETS, TITLES, titles


@pytest.mark.fault(17)
async def test_a_stop_while_sending_lets_the_answer_through_and_sends_it_once(
    own: BotApi, starts: Start
) -> None:
    ana = own.person()
    bot = starts()
    slow = own.fail(method="sendMessage", delay=0.4)
    ana.says(HAIR)
    await own.until(lambda: slow.hits)
    assert bot.stop() == 0
    assert bot.rows("SELECT state FROM outbox") == [("sent",)]
    starts()
    await own.settled()
    assert titles(own.sent_to(ana)) == [TITLES[HAIR]]


@pytest.mark.fault(17)
async def test_a_stop_under_load_loses_and_doubles_nothing(own: BotApi, starts: Start) -> None:
    people = [own.person() for _ in range(40)]
    bot = starts()
    for person in people:
        person.says(HAIR)
        person.says(PETS)
    await own.until(lambda: len(own.sent) > 5)
    assert bot.stop() == 0
    starts()
    await own.until(lambda: len(own.sent) == 80, 10)
    await own.settled()
    assert all(titles(own.sent_to(person)) == [TITLES[HAIR], TITLES[PETS]] for person in people)


@pytest.mark.fault(17)
async def test_a_stop_while_the_database_is_busy_acknowledges_only_what_is_kept(
    own: BotApi, starts: Start
) -> None:
    ana = own.person()
    bot = starts()
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ana.says(HAIR)
        await own.until(lambda: own.updates[-1].handed)
        bot.signal(signal.SIGTERM)
        await own.until(lambda: "stopping" in bot.log)
        other.execute("ROLLBACK")
        assert await asyncio.to_thread(bot.wait) == 0
    starts()
    await own.until(lambda: own.sent_to(ana))
    await own.settled()
    assert titles(own.sent_to(ana)) == [TITLES[HAIR]]


@pytest.mark.fault(17)
async def test_a_second_sigterm_ends_it_at_once_and_the_answer_comes_after_the_next_start(
    own: BotApi, starts: Start
) -> None:
    ana = own.person()
    bot = starts(pace={"drain": 600.0, "call": 600.0})
    stuck = own.fail(method="sendMessage", hang=True)
    ana.says(HAIR)
    await own.until(lambda: stuck.hits)
    bot.signal(signal.SIGTERM)
    await own.until(lambda: "stopping" in bot.log)
    assert bot.alive
    bot.signal(signal.SIGTERM)
    assert await asyncio.to_thread(bot.wait) == 130
    starts()
    await own.until(lambda: own.sent_to(ana))
    await own.settled()
    assert titles(own.sent_to(ana)) == [TITLES[HAIR]]
