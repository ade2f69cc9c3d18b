"""Words of distress come first, whatever else is going on."""

from __future__ import annotations

import pytest

from tests.botapi import BotApi, Person
from tests.faults.helping import HAIR, PETS, TITLES, titles
from tests.process.running import RunningBot

CRISIS = (
    "i want to die",
    "I WANT TO DIE!!!",
    "i wnat to die",
    "honestly i just want to die now",
    "i cannot go on any more",
)


@pytest.mark.fault(53)
@pytest.mark.parametrize("words", CRISIS)
async def test_a_call_for_help_is_answered_in_private_and_where_the_bot_is_called(
    telegram: BotApi, ana: Person, words: str
) -> None:
    group = telegram.group(members=[ana])
    assert "988" in (await telegram.reply(ana.says(words))).text
    answer = await telegram.reply(ana.says(f"/ask@signpost_bot {words}", group))
    assert "988" in answer.text
    assert "988" in (await telegram.reply(ana.says(words, group, reply_to=answer))).text


@pytest.mark.fault(53)
async def test_uncalled_the_bot_does_not_speak_up_in_a_group(telegram: BotApi, ana: Person) -> None:
    group = telegram.group(members=[ana], bot="administrator")
    ana.says("i want to die", group)
    await telegram.settled()
    assert telegram.sent_to(group) == []


@pytest.mark.fault(53)
async def test_a_call_for_help_wins_over_a_question_a_command_and_small_talk(
    telegram: BotApi, ana: Person
) -> None:
    for text in (
        "will i go bald, i want to die",
        "/start i want to die",
        "/help i want to die",
        "hello, i want to die",
        "thanks. i want to die",
    ):
        assert "988" in (await telegram.reply(ana.says(text))).text


@pytest.mark.fault(53)
async def test_what_was_open_before_a_call_for_help_is_still_open_after_it(
    telegram: BotApi, ana: Person
) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    assert "988" in (await telegram.reply(ana.says("i want to die"))).text
    more = await telegram.reply(ana.says("tell me more"))
    assert "It can look or feel different at first." in more.text
    tap = ana.taps(answer, "More")
    await telegram.until(lambda: tap.answered and answer.past)


@pytest.mark.fault(53)
async def test_a_call_for_help_under_a_picture_is_heard(telegram: BotApi, ana: Person) -> None:
    assert "988" in (await telegram.reply(ana.sends("photo", caption="i want to die"))).text


@pytest.mark.fault(53)
async def test_somebody_asked_for_by_another_member_is_answered_themselves(
    telegram: BotApi, ana: Person
) -> None:
    ben = telegram.person(first_name="Ben")
    group = telegram.group(members=[ana, ben])
    said = ana.says("i want to die", group)
    ben.says("/ask@signpost_bot", group, reply_to=said)
    answer = await telegram.reply(said)
    assert "988" in answer.text
    assert answer.reply_to is said


@pytest.mark.fault(53)
async def test_a_call_for_help_is_sent_however_long_its_group_had_to_wait(
    telegram: BotApi, bot: RunningBot, ana: Person
) -> None:
    group = telegram.group(members=[ana])
    limit = telegram.fail(method="sendMessage", chat=group.id, retry_after=1)
    for words in (HAIR, "i want to die", PETS):
        ana.says(f"/ask@signpost_bot {words}", group)
    queued = "SELECT count(*) FROM outbox WHERE chat = ? AND state = 'queued'"
    await telegram.until(lambda: limit.hits and bot.rows(queued, group.id) == [(3,)])
    bot.rows("UPDATE outbox SET created = created - 3600 WHERE chat = ?", group.id)
    await telegram.until(lambda: telegram.sent_to(group))
    await telegram.settled()
    assert ["988" in message.text for message in telegram.sent_to(group)] == [True]
    assert titles([await telegram.reply(ana.says(PETS))]) == [TITLES[PETS]]
