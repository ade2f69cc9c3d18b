"""Buttons that are old, forged, tapped again and again, or under a message that has changed or gone."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from bot.core.numerals import base36
from tests.botapi import BotApi, Person
from tests.faults.helping import HAIR, PETS, TITLES, forgive, titles
from tests.process.running import RunningBot

ASK = "/ask@signpost_bot "
DICE = random.Random(26)
FORGED = {
    "of an old version": "eligibility:3:yes",
    "of an entry that is gone": "v:gone:m",
    "of nothing": " ",
    "of another kind": "zz:hair:y",
    "with parts nobody knows": "v:hair:xyz",
    "with a page that is no number": "t:basics:²",
    "with a page far away": "t:basics:99999999999999999999",
    "of 64 random bytes": DICE.randbytes(64).decode("latin-1")[:60],
    "of 16 emoji": "🙂" * 16,
    "of NULs": "\x00" * 64,
    "with quotes for a database": "v:'; DROP TABLE inbox; --:m",
    "with half a character": "\ud83d",
}


@pytest.mark.fault(26)
@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED.keys())
async def test_a_forged_button_gets_a_toast_and_changes_nothing(
    telegram: BotApi, ana: Person, sentence: Callable[[str], str], data: str
) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    tap = ana.forges(answer, data)
    await telegram.until(lambda: tap.answered)
    await telegram.settled()
    assert tap.toast == sentence("old-button")
    assert answer.past == []
    assert len(telegram.sent_to(ana)) == 1


@pytest.mark.fault(26)
async def test_a_button_without_data_or_message_is_answered_too(telegram: BotApi, ana: Person) -> None:
    tap = ana.forges(None, "v:hair:m")  # as under an inline message
    await telegram.until(lambda: tap.answered)
    game = ana.forges(None, "")
    await telegram.until(lambda: game.answered)


@pytest.mark.fault(26)
async def test_buttons_for_somebody_else_do_nothing_for_others(
    telegram: BotApi, ana: Person, sentence: Callable[[str], str]
) -> None:
    ben = telegram.person(first_name="Ben")
    group = telegram.group(members=[ana, ben])
    offer = await telegram.reply(ana.says(ASK + HAIR, group))
    choice = f"p:pets:{base36(ana.id)}"  # as under three questions offered to Ana
    tap = ben.forges(offer, choice)
    await telegram.until(lambda: tap.answered)
    assert tap.toast == sentence("not-yours")
    assert offer.past == []
    own = ana.forges(offer, choice)
    await telegram.until(lambda: own.answered and offer.past)
    assert titles([offer]) == [TITLES[PETS]]


@pytest.mark.fault(26)
async def test_a_button_of_another_chat_shows_nothing_of_that_chat(telegram: BotApi, ana: Person) -> None:
    ben = telegram.person(first_name="Ben")
    answer = await telegram.reply(ana.says(HAIR))
    elsewhere = await telegram.reply(ben.says(PETS))
    tap = ben.forges(elsewhere, next(iter(b["callback_data"] for row in answer.buttons for b in row)))
    await telegram.until(lambda: tap.answered and elsewhere.past)
    assert answer.past == []
    assert len(telegram.sent_to(ana)) == len(telegram.sent_to(ben)) == 1


@pytest.mark.fault(27)
async def test_a_button_tapped_ten_times_from_two_devices_works_once(
    telegram: BotApi, bot: RunningBot, ana: Person, sentence: Callable[[str], str]
) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    with telegram.world.lock:
        taps = [ana.taps(answer, "More") for _ in range(10)]
    await telegram.until(lambda: all(tap.answered for tap in taps))
    await telegram.settled()
    assert [tap.toast for tap in taps] == ["", *[sentence("already")] * 9]
    assert len(answer.past) == 1
    helpful = [ana.taps(answer, "Helpful") for _ in range(10)]
    await telegram.until(lambda: all(tap.answered for tap in helpful))
    assert [tap.toast for tap in helpful] == [sentence("helpful-thanks"), *[sentence("already")] * 9]


@pytest.mark.fault(27)
async def test_the_same_button_tapped_by_many_in_a_group_is_answered_for_each(telegram: BotApi) -> None:
    people = [telegram.person() for _ in range(20)]
    group = telegram.group(members=people)
    answer = await telegram.reply(people[0].says(ASK + HAIR, group))
    taps = [person.taps(answer, "Helpful") for person in people]
    await telegram.until(lambda: all(tap.answered for tap in taps))
    assert len({tap.toast for tap in taps}) == 1


@pytest.mark.fault(35)
async def test_not_modified_is_as_good_as_done(telegram: BotApi, bot: RunningBot, ana: Person) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    telegram.fail(
        method="editMessageText",
        error_code=400,
        description="Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message",
    )
    tap = ana.taps(answer, "More")
    await telegram.until(lambda: tap.answered)
    await telegram.settled()
    assert len(telegram.sent_to(ana)) == 1
    assert bot.rows("SELECT state FROM outbox WHERE chat = ? AND method LIKE 'edit%'", ana.id) == [("sent",)]


@pytest.mark.fault(35)
@pytest.mark.parametrize(
    "reason", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"]
)
async def test_what_cannot_be_edited_any_more_is_said_anew(
    telegram: BotApi, ana: Person, reason: str
) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    telegram.fail(method="editMessageText", error_code=400, description=f"Bad Request: {reason}")
    tap = ana.taps(answer, "More")
    await telegram.until(lambda: tap.answered and len(telegram.sent_to(ana)) == 2)
    assert "It can look or feel different at first." in telegram.sent_to(ana)[1].text


@pytest.mark.fault(35)
async def test_a_button_under_a_message_that_was_deleted_still_answers(telegram: BotApi, ana: Person) -> None:
    group = telegram.group(members=[ana])
    for question, place in ((HAIR, None), (ASK + HAIR, group)):
        answer = await telegram.reply(ana.says(question, place))
        ana.deletes(answer)
        tap = ana.taps(answer, "More")
        more = await telegram.reply(tap)
        assert tap.answered
        assert "It can look or feel different at first." in more.text


@pytest.mark.fault(36)
async def test_a_tap_answered_too_late_is_let_go_and_its_work_is_done(
    telegram: BotApi, bot: RunningBot, ana: Person
) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    telegram.world.tap_lifetime = -1.0
    tap = ana.taps(answer, "More")
    await telegram.until(lambda: answer.past)
    await telegram.settled()
    telegram.world.tap_lifetime = 150.0
    assert forgive(telegram, "query is too old") == 1
    tap.answered = True  # nobody can any more
    assert bot.rows("SELECT state FROM outbox WHERE chat = ? AND toast = 1", ana.id) == [("expired",)]
    assert bot.rows("SELECT count FROM counters WHERE name = 'expired answers: tap too old'")
    assert titles([await telegram.reply(ana.says(PETS))]) == [TITLES[PETS]]


@pytest.mark.fault(36)
async def test_a_tap_that_waited_out_an_outage_is_not_even_tried(
    telegram: BotApi, bot: RunningBot, ana: Person
) -> None:
    answer = await telegram.reply(ana.says(HAIR))
    wait = telegram.fail(method="answerCallbackQuery", retry_after=1)
    tap = ana.taps(answer, "More")
    await telegram.until(lambda: wait.hits)
    queued = "SELECT count(*) FROM outbox WHERE chat = ? AND toast = 1 AND state = 'queued'"
    await telegram.until(lambda: bot.rows(queued, ana.id) == [(1,)])
    bot.rows("UPDATE outbox SET created = created - 151 WHERE chat = ? AND toast = 1", ana.id)
    ended = "SELECT state FROM outbox WHERE chat = ? AND toast = 1"
    await telegram.until(lambda: bot.rows(ended, ana.id) == [("expired",)])
    tap.answered = True
    assert (
        len(
            [
                call
                for call in telegram.calls_of("answerCallbackQuery")
                if call.params["callback_query_id"] == tap.id
            ]
        )
        == 1
    )
