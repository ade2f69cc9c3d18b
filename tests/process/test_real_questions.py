"""The shipped knowledge in Telegram, as members meet it: the questions everybody asks, in private and in a group."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.botapi import BotApi, Group, Message, Person
from tests.process.running import RunningBot

# What must stand in the first message, whoever writes it.
ANSWERED = {
    "How much is HSCT in Mexico?": "$52,000",
    "Is it a cure?": "No treatment is known to cure MS",
    "Did MIST show 69% without relapses?": "HALT-MS",
    "Do stem cells regrow myelin?": "No.",
    "Will I go bald?": "Hair loss",
    "Can I get GVHD from my own cells?": "another person's cells",
    "Is BEAT-MS still recruiting?": "9 October 2026",
    "Does the VA pay?": "does not offer stem cell treatment for MS",
    "How do I know a clinic is legit?": "FACT or JACIE",
    "A place in Tijuana injects it in your spine for $20k, good idea?": "meningitis",
}
URGENT = {
    "I had the transplant 10 days ago and have 38.4 fever.": "24-hour",
    "I can't go on any more.": "988",
}
PERSONAL = {
    "I am 53 with SPMS, would they take me?": "Only a transplant team",
    "Should I stop Ocrevus first?": "you and your MS team",
}
ASIDE = {"What's the weather?": "I answer questions about stem cell treatment for MS", "Gracias!": "welcome"}


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApi]:
    with BotApi() as telegram, RunningBot(telegram, data_of(tmp_path_factory), knowledge=None) as bot:
        telegram.wait(lambda: telegram.calls_of("getUpdates"), 90, "the bot to serve")
        yield telegram
        assert bot.stop() == 0
        assert telegram.refusals == []
        assert telegram.open_taps == []
        telegram.check_against_aiogram()
        assert telegram.token not in bot.log


def data_of(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("data")


def reply(telegram: BotApi, question: Message) -> Message:
    found: list[Message] = []

    def there() -> bool:
        sent = telegram.sent_to(question.chat)
        found[:] = [message for message in sent if message.id > question.id]
        return bool(found)

    telegram.wait(there, 20, f"an answer to {question.text!r}")
    return found[0]


@pytest.mark.parametrize(("question", "words"), (ANSWERED | URGENT | PERSONAL | ASIDE).items())
def test_it_is_answered_in_private(telegram: BotApi, question: str, words: str) -> None:
    ana: Person = telegram.person(first_name="Ana", language_code="en")
    assert words.casefold() in reply(telegram, ana.says(question)).text.casefold()


@pytest.fixture(scope="module")
def members(telegram: BotApi) -> tuple[Group, Person]:
    ana = telegram.person(first_name="Ana", language_code="en")
    return telegram.group("MS friends", [ana]), ana


@pytest.mark.parametrize(("question", "words"), (ANSWERED | URGENT).items())
def test_it_is_answered_in_a_group_when_called(
    telegram: BotApi, members: tuple[Group, Person], question: str, words: str
) -> None:
    group, ana = members
    asked = ana.says(f"/ask@signpost_bot {question}", group)
    answer = reply(telegram, asked)
    assert words.casefold() in answer.text.casefold()
    assert answer.reply_to is asked
    assert answer.silent


@pytest.mark.parametrize("question", PERSONAL)
def test_a_decision_asked_in_a_group_gets_one_line_and_the_way_to_the_private_chat(
    telegram: BotApi, members: tuple[Group, Person], question: str
) -> None:
    group, ana = members
    answer = reply(telegram, ana.says(f"/ask@signpost_bot {question}", group))
    assert "personal decision" in answer.text
    assert len(answer.text) < 200
    assert answer.labels == ["Open private chat"]


async def test_it_keeps_silent_in_a_group_when_it_is_not_called(telegram: BotApi) -> None:
    ana, ben = telegram.person(), telegram.person()
    group = telegram.group("Quiet friends", [ana, ben])
    first = ana.says("Is HSCT a cure for MS?", group)
    ben.says("no idea, ask your neuro", group, reply_to=first)
    ana.says("/ask@another_bot is it a cure?", group)
    ben.says("I can't go on any more.", group)
    await telegram.settled()
    assert telegram.sent_to(group) == []


def test_every_part_of_an_answer_opens_in_its_place(telegram: BotApi) -> None:
    ana = telegram.person()
    answer = reply(telegram, ana.says("Is it a cure?"))
    for label in ("More", "Sources", "Words"):
        tap = ana.taps(answer, label)
        telegram.wait(lambda tap=tap: tap.answered, 10, f"the tap on {label} to be answered")  # type: ignore[misc]
    telegram.wait(lambda: len(answer.past) == 3, 10, "three parts to open")
    assert "Sources:" in answer.text
    assert "checked 21 November 2026" in answer.text
    assert [label for label in answer.labels if label in ("More", "Sources", "Words")] == []
    assert len(telegram.sent_to(ana)) == 1
