"""429 at every place where Telegram says it."""

from __future__ import annotations

import pytest

from tests.botapi import BotApi, Person
from tests.faults.conftest import Start
from tests.faults.helping import HAIR, PETS, STAY, TITLES, titles
from tests.process.running import RunningBot

ASK = "/ask@signpost_bot "


@pytest.mark.fault(8)
async def test_a_group_that_must_wait_keeps_nobody_else_waiting(own: BotApi, starts: Start) -> None:
    ana = own.person()
    slow, quick = own.group(members=[ana]), own.group(members=[ana])
    limit = own.fail(method="sendMessage", chat=slow.id, retry_after=35)
    starts()
    ana.says(ASK + HAIR, slow)
    await own.until(lambda: limit.hits)
    ana.says(ASK + PETS, slow)
    answers = [await own.reply(ana.says(ASK + STAY, quick)), await own.reply(ana.says(STAY))]
    assert titles(answers) == [TITLES[STAY]] * 2
    await own.settled()
    tried = [call for call in own.calls_of("sendMessage") if call.params["chat_id"] == slow.id]
    assert len(tried) == 1


@pytest.mark.fault(8)
async def test_after_the_wait_a_group_gets_what_is_fresh_and_what_grew_old_is_counted(
    telegram: BotApi, bot: RunningBot, ana: Person
) -> None:
    group = telegram.group(members=[ana])
    limit = telegram.fail(method="sendMessage", chat=group.id, retry_after=2)
    for question in (HAIR, PETS, STAY):
        ana.says(ASK + question, group)
    await telegram.until(lambda: limit.hits)
    asked = "SELECT count(*) FROM outbox WHERE chat = ? AND state = 'queued'"
    await telegram.until(lambda: bot.rows(asked, group.id) == [(3,)])
    bot.rows(
        "UPDATE outbox SET created = created - 700 WHERE chat = ? AND seq <> (SELECT max(seq) FROM outbox)",
        group.id,
    )
    await telegram.until(lambda: telegram.sent_to(group))
    await telegram.settled()
    assert titles(telegram.sent_to(group)) == [TITLES[STAY]]
    assert bot.rows("SELECT count(*) FROM outbox WHERE chat = ? AND state = 'expired'", group.id) == [(2,)]
    assert bot.rows("SELECT count FROM counters WHERE name = 'expired answers'")[0][0] >= 2


@pytest.mark.fault(9)
async def test_429_at_a_tap_and_at_a_poll_is_waited_for(telegram: BotApi, ana: Person) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    telegram.fail(method="answerCallbackQuery", retry_after=1)
    tap = ana.taps(answer, "More")
    await telegram.until(lambda: answer.past)  # the answer itself need not wait for the toast
    await telegram.until(lambda: tap.answered)
    telegram.fail(method="getUpdates", retry_after=1)
    assert titles([await telegram.reply(ana.says(PETS))]) == [TITLES[PETS]]


@pytest.mark.fault(9)
async def test_429_at_the_first_getme_is_waited_for(own: BotApi, starts: Start) -> None:
    limit = own.fail(method="getMe", retry_after=1, times=2)
    question = own.person().says(HAIR)
    bot = starts()
    assert limit.hits == 2
    assert titles([await own.reply(question)]) == [TITLES[HAIR]]
    assert bot.stop() == 0
