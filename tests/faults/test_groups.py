"""Groups: messages that vanish, groups that move, a bot that is thrown out or muted, and what it must not hear."""

from __future__ import annotations

from typing import Any

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.places import Group
from tests.faults.helping import HAIR, PETS, STAY, TITLES, forgive, titles
from tests.process.running import RunningBot

ASK = "/ask@signpost_bot "
STATE = "SELECT state FROM chats WHERE id = ?"


@pytest.fixture
def group(telegram: BotApi, ana: Person) -> Group:
    """A group Ana is in, with the bot as an ordinary member."""
    return telegram.group("MS friends", [ana])


async def _talks(telegram: BotApi, ana: Person, group: Group, question: str = HAIR) -> None:
    """The bot answers in this group."""
    answer = await telegram.reply(ana.says(ASK + question, group))
    assert titles([answer]) == [TITLES[question]]


@pytest.mark.fault(34)
async def test_a_question_deleted_before_the_reply_is_answered_all_the_same(
    telegram: BotApi, ana: Person, group: Group
) -> None:
    limit = telegram.fail(method="sendMessage", chat=group.id, retry_after=1)
    question = ana.says(ASK + HAIR, group)
    await telegram.until(lambda: limit.hits)
    ana.deletes(question)
    answer = await telegram.reply(question)
    assert answer.reply_to is None
    assert titles([answer]) == [TITLES[HAIR]]


@pytest.mark.fault(34)
async def test_a_topic_deleted_before_the_reply_is_left_out_once(
    telegram: BotApi, bot: RunningBot, ana: Person, group: Group
) -> None:
    topic = group.topic("Treatments")
    limit = telegram.fail(method="sendMessage", chat=group.id, retry_after=1)
    question = ana.says(ASK + HAIR, group, topic=topic)
    await telegram.until(lambda: limit.hits)
    group.delete_topic(topic)
    answer = await telegram.reply(question)
    assert answer.topic is None
    await telegram.settled()
    assert forgive(telegram, "message thread not found") == 1
    assert len(telegram.sent_to(group)) == 1


@pytest.mark.fault(34)
async def test_the_bot_is_asked_about_a_message_in_another_topic(
    telegram: BotApi, ana: Person, group: Group
) -> None:
    here, there = group.topic("Here"), group.topic("There")
    ben = telegram.person(first_name="Ben")
    elsewhere = ben.says("weeks in hospital?", group, topic=there)
    question = ana.says(ASK + HAIR, group, reply_to=elsewhere, topic=here)
    answer = await telegram.reply(question)
    assert (answer.topic, answer.reply_to) == (here, question)


@pytest.mark.fault(37)
@pytest.mark.parametrize(
    "signals", [{}, {"old_tells": False}, {"new_tells": False}, {"old_tells": False, "new_tells": False}],
    ids=["both signals", "only from the new", "only from the old", "only by a refused call"],
)  # fmt: skip
async def test_a_group_that_moves_in_the_middle_of_a_question_is_answered_once_in_its_new_place(
    telegram: BotApi, bot: RunningBot, ana: Person, signals: dict[str, Any]
) -> None:
    old = telegram.group("MS friends", [ana], kind="group")
    await _talks(telegram, ana, old, STAY)
    limit = telegram.fail(method="sendMessage", chat=old.id, retry_after=1)
    ana.says(ASK + HAIR, old)
    await telegram.until(lambda: limit.hits)
    new = old.upgrades(**signals)
    await telegram.until(lambda: telegram.sent_to(new))
    await _talks(telegram, ana, new, PETS)
    await telegram.settled()
    forgive(telegram, "upgraded to a supergroup")
    assert titles(telegram.sent_to(new)) == [TITLES[HAIR], TITLES[PETS]]
    assert len(telegram.sent_to(old)) == 1
    for table, column in (("chats", "id"), ("sessions", "chat"), ("outbox", "chat"), ("inbox", "chat")):
        assert bot.rows(f"SELECT count(*) FROM {table} WHERE {column} = ?", old.id) == [(0,)]  # noqa: S608


@pytest.mark.fault(38)
async def test_thrown_out_and_asked_back_it_resumes_and_sends_nothing_meanwhile(
    telegram: BotApi, bot: RunningBot, ana: Person, group: Group
) -> None:
    limit = telegram.fail(method="sendMessage", chat=group.id, retry_after=1)
    ana.says(ASK + HAIR, group)
    ana.says(ASK + PETS, group)
    await telegram.until(lambda: limit.hits)
    ana.removes_bot(group)
    await telegram.until(lambda: bot.rows(STATE, group.id) == [("left",)])
    await telegram.until(
        lambda: bot.rows("SELECT count(*) FROM outbox WHERE chat = ? AND ended IS NULL", group.id) == [(0,)]
    )
    await telegram.settled()
    tried = [call for call in telegram.calls_of("sendMessage") if call.params["chat_id"] == group.id]
    assert len(tried) <= 2
    forgive(telegram, "bot was kicked")
    ana.adds_bot(group)
    await telegram.until(lambda: telegram.sent_to(group))
    await _talks(telegram, ana, group)
    assert bot.rows(STATE, group.id) == [("active",)]


@pytest.mark.fault(38)
async def test_muted_it_tries_once_and_speaks_again_when_it_may(
    telegram: BotApi, bot: RunningBot, ana: Person, group: Group
) -> None:
    ana.mutes_bot(group)
    ana.says(ASK + HAIR, group)
    await telegram.until(lambda: forgive(telegram, "not enough rights"))
    await telegram.settled()
    assert forgive(telegram, "not enough rights") == 0
    assert bot.rows(STATE, group.id) == [("muted",)]
    ana.unmutes_bot(group)
    await telegram.until(lambda: bot.rows(STATE, group.id) == [("active",)])
    await _talks(telegram, ana, group)


@pytest.mark.fault(38)
async def test_a_closed_topic_mutes_no_other(
    telegram: BotApi, bot: RunningBot, ana: Person, group: Group
) -> None:
    closed, open_one = group.topic("Closed"), group.topic("Open")
    group.close_topic(closed)
    ana.says(ASK + HAIR, group, topic=closed)
    await telegram.until(lambda: forgive(telegram, "TOPIC_CLOSED"))
    answer = await telegram.reply(ana.says(ASK + PETS, group, topic=open_one))
    assert answer.topic is open_one
    await telegram.settled()
    assert len(telegram.sent_to(group)) == 1


@pytest.mark.fault(38)
async def test_slow_mode_is_waited_out(telegram: BotApi, ana: Person, group: Group) -> None:
    telegram.fail(
        method="sendMessage", chat=group.id, error_code=429, description="Too Many Requests: retry after 1",
        parameters={"retry_after": 1},
    )  # fmt: skip
    await _talks(telegram, ana, group)


@pytest.mark.fault(38)
async def test_a_group_that_was_deleted_is_given_up(
    telegram: BotApi, bot: RunningBot, ana: Person, group: Group
) -> None:
    limit = telegram.fail(method="sendMessage", chat=group.id, retry_after=1)
    for question in (HAIR, PETS, STAY):
        ana.says(ASK + question, group)
    await telegram.until(lambda: limit.hits)
    group.delete()
    await telegram.until(lambda: bot.rows(STATE, group.id) == [("left",)])
    await telegram.settled()
    assert forgive(telegram, "") == 1  # one refusal, and nothing is tried after it


@pytest.mark.fault(42)
async def test_what_is_not_said_to_the_bot_by_a_person_is_ignored(
    telegram: BotApi, bot: RunningBot, ana: Person
) -> None:
    group = telegram.group("MS friends", [ana], bot="administrator")  # so it hears everything
    channel = telegram.channel("MS news", linked=group)
    spam = telegram.other_bot("spam_bot")
    answer = await telegram.reply(ana.says(ASK + HAIR, group))
    seen = bot.rows("SELECT count(*) FROM seen")
    channel.posts("@signpost_bot will i go bald")
    spam.says("/ask@signpost_bot will i go bald", group)
    spam.says("@signpost_bot will i go bald", group, reply_to=answer)
    ana.says("/ask@signpost_bot will i go bald", group, via_bot=spam)
    ana.says("/ask@signpost_bot will i go bald", group, forwarded_from=spam)
    ana.says("@signpost_bot will i go bald", group, forwarded_from=channel)
    ana.says("/ask@other_bot will i go bald", group)
    ana.says("/ban ben", group)
    ana.says("will i go bald", group)
    ana.joins(group)
    ana.leaves(group)
    group.note(new_chat_title="MS friends @signpost_bot")
    group.note(pinned_message=answer.json())
    group.note(message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    await telegram.settled()
    assert titles(telegram.sent_to(group)) == [TITLES[HAIR]]
    assert bot.rows("SELECT count(*) FROM seen") == seen  # nothing of it was even stored


@pytest.mark.fault(42)
async def test_a_channel_is_left_politely(telegram: BotApi, ana: Person) -> None:
    channel = telegram.channel("MS news")
    ana.adds_bot(channel, admin=["can_post_messages"])
    channel.posts("/ask@signpost_bot will i go bald")
    await telegram.until(lambda: channel.bot == "left")
    await telegram.settled()
    assert telegram.sent_to(channel) == []


@pytest.mark.fault(43)
async def test_an_edited_question_changes_its_answer_in_place(
    telegram: BotApi, ana: Person, group: Group
) -> None:
    for place, prefix in ((group, ASK), (None, "")):
        question = ana.says(prefix + HAIR, place)
        answer = await telegram.reply(question)
        ana.edits(question, prefix + PETS)
        await telegram.until(lambda changed=answer: changed.past)  # type: ignore[misc]
        await telegram.settled()
        assert titles([answer]) == [TITLES[PETS]]
        assert len(telegram.sent_to(place or ana)) == 1


@pytest.mark.fault(43)
async def test_an_edited_command_is_not_run_again(telegram: BotApi, ana: Person, group: Group) -> None:
    command = ana.says("/help@signpost_bot", group)
    await telegram.reply(command)
    ana.edits(command, "/topics@signpost_bot")
    private = ana.says("/start")
    await telegram.reply(private)
    ana.edits(private, "/help")
    idle = ana.says("nice weather", group)
    ana.edits(idle, ASK + HAIR)  # it was no question, and an edit makes it none
    await telegram.settled()
    assert len(telegram.sent_to(group)) == len(telegram.sent_to(ana)) == 1
    assert telegram.sent_to(group)[0].past == telegram.sent_to(ana)[0].past == []


@pytest.mark.fault(43)
async def test_a_question_edited_after_ten_minutes_stays_as_it_was_answered(
    telegram: BotApi, bot: RunningBot, ana: Person, group: Group
) -> None:
    question = ana.says(ASK + HAIR, group)
    answer = await telegram.reply(question)
    await telegram.settled()
    bot.rows("UPDATE outbox SET created = created - 700 WHERE chat = ?", group.id)
    ana.edits(question, ASK + PETS)
    await telegram.settled()
    assert answer.past == []
    assert len(telegram.sent_to(group)) == 1


@pytest.mark.fault(43)
async def test_a_call_for_help_written_by_an_edit_is_answered_aloud(telegram: BotApi, ana: Person) -> None:
    question = ana.says(HAIR)
    answer = await telegram.reply(question)
    ana.edits(question, "i want to die")
    await telegram.until(lambda: len(telegram.sent_to(ana)) == 2)
    assert "988" in telegram.sent_to(ana)[1].text
    assert answer.past == []
