"""From a person's message to the answer they see, over real HTTP and a real database."""

from __future__ import annotations

from pathlib import Path

from tests.botapi import BotApi
from tests.gateway.serving import serving, until


async def test_a_private_question_is_answered(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana", language_code="es")
    async with serving(telegram, tmp_path) as bot:
        question = ana.says("will I go <b>bald</b> & when?")
        answer = await telegram.reply(question)
        assert answer.text == "You said: will I go <b>bald</b> & when?"
        assert answer.styled("bold") == ["will I go <b>bald</b> & when?"]
        assert answer.reply_to is None
        await telegram.settled()
        assert await bot.counts("inbox") == 0
        assert await bot.counts("outbox", "state = 'sent' AND params = ''") == 1
    assert telegram.refusals == []


async def test_in_a_group_the_asker_is_answered_silently_and_in_their_topic(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana], forum=True)
    topic = group.topic("Treatments")
    async with serving(telegram, tmp_path):
        question = ana.says("/ask@signpost_bot is it a cure?", group, topic=topic)
        answer = await telegram.reply(question)
        assert answer.text == "You said: is it a cure?"
        assert answer.reply_to is question
        assert answer.silent
        assert answer.topic == topic
    assert telegram.refusals == []


async def test_in_a_group_it_keeps_silent_and_stores_nothing_when_not_called(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana, ben = telegram.person(first_name="Ana"), telegram.person(first_name="Ben")
    group = telegram.group("MS friends", [ana, ben], bot="administrator")
    async with serving(telegram, tmp_path) as bot:
        for text in ("my legs hurt", "/ban ben", "/start@other_bot", "@ben what is HSCT?"):
            ana.says(text, group)
        ana.sends("voice", group)
        await telegram.settled()
        assert telegram.sent == []
        assert await bot.counts("seen") == 0


async def test_who_asks_for_another_gets_that_person_answered(telegram: BotApi, tmp_path: Path) -> None:
    ana, ben = telegram.person(first_name="Ana"), telegram.person(first_name="Ben")
    group = telegram.group("MS friends", [ana, ben])
    async with serving(telegram, tmp_path) as bot:
        asked = ana.says("does it regrow myelin?", group)
        ben.says("/ask@signpost_bot", group, reply_to=asked)
        answer = await telegram.reply(asked)
        assert answer.reply_to is asked
        assert "does it regrow myelin?" in answer.text
        assert bot.parrot.heard[-1].where.person == ana.id


async def test_every_tap_gets_one_toast_and_may_change_the_message(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path):
        answer = await telegram.reply(ana.says("hello"))
        more = ana.taps(answer, "More")
        await telegram.until(lambda: more.answered and len(telegram.sent) == 2)
        assert more.toast == "Here"
        replaced = ana.taps(answer, "Replace")
        await telegram.until(lambda: replaced.answered and answer.past)
        assert answer.text == "Replaced by replace."
    assert telegram.refusals == []
    assert telegram.open_taps == []


async def test_an_edited_question_changes_its_answer(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana])
    async with serving(telegram, tmp_path):
        question = ana.says("/ask will I go blad?", group)
        answer = await telegram.reply(question)
        ana.edits(question, "/ask will I go bald?")
        await telegram.until(lambda: answer.past)
        assert answer.text == "You said: will I go bald?"
        ana.edits(question, "/help")
        await telegram.settled()
        assert len(telegram.sent) == 1


async def test_a_late_edit_is_ignored(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    old = ana.says("before the bot came", ago=3600)
    async with serving(telegram, tmp_path) as bot:
        await telegram.reply(old)
        await bot.store._database.write(lambda db: db.execute("UPDATE outbox SET created = created - 700"))
        ana.edits(old, "changed")
        await telegram.settled()
        assert len(telegram.sent) == 1


async def test_our_own_mistake_is_one_sentence_with_a_number_and_the_rest_goes_on(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person(first_name="Ana")
    async with serving(telegram, tmp_path) as bot:
        apology = await telegram.reply(ana.says("boom"))
        assert apology.text.startswith("My mistake (")
        answer = await telegram.reply(ana.says("and now?"))
        assert answer.text == "You said: and now?"
        assert await bot.counts("inbox", "state = 'broken' AND raw = ''") == 1


async def test_what_cannot_be_read_is_set_aside_and_operators_hear_of_it_once(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana, olga = telegram.person(first_name="Ana"), telegram.person(first_name="Olga")
    olga.starts("")
    async with serving(telegram, tmp_path, operators=[olga.id]) as bot:
        telegram.raw_update({"callback_query": {"id": "1", "data": "x"}})
        answer = await telegram.reply(ana.says("hello"))
        assert answer.text == "You said: hello"
        await telegram.settled()
        alerts = [message.text for message in telegram.sent_to(olga) if "unreadable" in message.text]
        assert len(alerts) == 1
        assert await bot.counts("inbox", "state = 'quarantined'") == 1


async def test_being_added_greets_and_being_thrown_out_is_noted(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person(first_name="Ana")
    group = telegram.group("MS friends", [ana], bot=None)
    async with serving(telegram, tmp_path) as bot:
        ana.adds_bot(group)
        await telegram.until(lambda: telegram.sent_to(group))
        assert telegram.sent_to(group)[0].text == "Hello, group."
        ana.removes_bot(group)
        await telegram.settled()
        assert await bot.store.chat_state(group.id) == "left"


async def test_a_flood_slows_one_person_and_nobody_else(telegram: BotApi, tmp_path: Path) -> None:
    ana, ben = telegram.person(first_name="Ana"), telegram.person(first_name="Ben")
    async with serving(telegram, tmp_path):
        first = ana.says("slow one")
        second = ana.says("slow two")
        other = ben.says("quick")
        assert (await telegram.reply(other)).text == "You said: quick"
        assert telegram.sent_to(ana) == []
        assert (await telegram.reply(first)).text == "You said: slow one"
        assert (await telegram.reply(second)) is not None
        await until(lambda: len(telegram.sent_to(ana)) == 2)
        assert [message.text for message in telegram.sent_to(ana)] == [
            "You said: slow one",
            "You said: slow two",
        ]


async def test_each_person_is_answered_in_order_however_many_write_at_once(
    telegram: BotApi, tmp_path: Path
) -> None:
    people = [telegram.person() for _ in range(8)]
    for number in range(20):
        for person in people:
            person.says(f"question {number}")
    async with serving(telegram, tmp_path) as bot:
        await telegram.until(lambda: len(telegram.sent) == 160, 20)
        for person in people:
            said = [message.text for message in telegram.sent_to(person)]
            assert said == [f"You said: question {number}" for number in range(20)]
        await telegram.settled()
        assert await bot.counts("sessions") == 8


async def test_the_session_goes_from_turn_to_turn_and_over_a_restart(
    telegram: BotApi, tmp_path: Path
) -> None:
    ana = telegram.person()
    for _ in range(2):
        async with serving(telegram, tmp_path):
            await telegram.reply(ana.says("hello"))
    async with serving(telegram, tmp_path) as bot:
        assert await bot.counts("sessions", "data LIKE '%after 2%'") == 1


async def test_a_call_for_help_in_an_edit_is_said_aloud(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person()
    async with serving(telegram, tmp_path):
        question = ana.says("hello")
        await telegram.reply(question)
        ana.edits(question, "help me")
        await telegram.until(lambda: len(telegram.sent_to(ana)) == 2)
        assert telegram.sent_to(ana)[1].text == "Call 988."


async def test_a_channel_is_left(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person()
    channel = telegram.channel()
    async with serving(telegram, tmp_path):
        ana.adds_bot(channel)
        await telegram.until(lambda: telegram.calls_of("leaveChat"))
        await telegram.settled()
        assert telegram.sent == []
