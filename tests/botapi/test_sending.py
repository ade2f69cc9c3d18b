"""sendMessage, edits, deletions and answers to taps: what is taken, what is refused, in whose words."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Person
from tests.botapi.conftest import Client

ONE_BUTTON = {"inline_keyboard": [[{"text": "More", "callback_data": "m"}]]}


async def test_a_message_is_kept_as_people_see_it(client: Client, ana: Person) -> None:
    question = ana.says("Is it a cure?")
    await client.sends(
        ana,
        '<b>No.</b> See <a href="https://x.org/a">the study</a>.',
        parse_mode="HTML",
        reply_markup=ONE_BUTTON,
        reply_parameters={"message_id": question.id},
        disable_notification=True,
        link_preview_options={"is_disabled": True},
    )
    (message,) = ana.reads
    assert message.text == "No. See the study."
    assert message.styled("bold") == ["No."]
    assert message.links == [("the study", "https://x.org/a")]
    assert message.labels == ["More"]
    assert message.reply_to is question
    assert message.silent
    assert client.telegram.refusals == []


@pytest.mark.parametrize("body", ["json", "form", "multipart", "query"])
async def test_parameters_may_come_in_any_body(client: Client, ana: Person, body: str) -> None:
    address = f"{client.telegram.url}/bot{client.telegram.token}/sendMessage"
    params = {
        "chat_id": str(ana.id),
        "text": "Hi",
        "reply_markup": json.dumps(ONE_BUTTON),
        "disable_notification": "true",
    }
    form = aiohttp.FormData(params, default_to_multipart=body == "multipart")
    sent: dict[str, Any] = {"json": {"json": params}, "query": {"params": params}}.get(body, {"data": form})
    async with client.http.post(address, **sent) as response:
        assert response.status == 200, await response.text()
    assert ana.reads[0].labels == ["More"]
    assert ana.reads[0].silent


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "\u200b \u2060"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "a < b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "parse_mode": "rst"}, "unsupported parse_mode"),
        ({"text": "x", "colour": "red"}, "has no parameter colour"),
        ({"text": "x", "reply_to_message_id": 1}, "has no parameter reply_to_message_id"),
        ({"text": "x", "disable_notification": "perhaps"}, "must be true or false"),
        ({"text": "x", "message_thread_id": "x"}, "must be an integer"),
        ({"text": "x", "message_thread_id": 7}, "message thread not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99, "allow": True}}, "has no field"),
        ({"text": "x", "link_preview_options": {"is_disabled": 1}}, "must be of type Boolean"),
        ({"text": "x", "message_effect_id": "1"}, "not modelled"),
        ({"text": 5}, "must be a string"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "chat_id": 999}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ],
)
async def test_a_bad_message_is_refused(
    client: Client, ana: Person, params: dict[str, Any], why: str
) -> None:
    assert why in await client.refused("sendMessage", **{"chat_id": ana.id, **params})
    assert client.telegram.sent == []
    assert len(client.telegram.refusals) == 1


async def test_a_lost_question_can_be_answered_without_naming_it(client: Client, ana: Person) -> None:
    await client.sends(ana, reply_parameters={"message_id": 99, "allow_sending_without_reply": True})
    assert ana.reads[0].reply_to is None


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x"}, "Text buttons are not allowed"),
        ({"text": "x", "callback_data": ""}, "Text buttons are not allowed"),
        ({"text": "x", "callback_data": "ä" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "a", "url": "https://x.org"}, "does one thing"),
        ({"text": "x", "url": "nowhere"}, "Wrong HTTP URL"),
        ({"text": "x", "colour": "red"}, "has no field colour"),
        ({"text": "x", "callback_data": 1}, "must be of type String"),
        ({"text": "x", "style": "loud", "callback_data": "a"}, "unknown style"),
        ({"text": "x", "copy_text": {"text": "y" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"callback_data": "a"}, 'Can\'t find field "text"'),
    ],
)
async def test_a_bad_button_is_refused(client: Client, ana: Person, button: dict[str, Any], why: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert why in await client.refused("sendMessage", chat_id=ana.id, text="x", reply_markup=markup)


async def test_data_of_64_bytes_is_taken(client: Client, ana: Person) -> None:
    await client.sends(ana, reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "ä" * 32}]]})


async def test_a_keyboard_has_its_limits(client: Client, ana: Person) -> None:
    button = {"text": "x", "callback_data": "a"}
    for rows in ([[button] * 9], [[button]] * 101):
        assert "too long" in await client.refused(
            "sendMessage", chat_id=ana.id, text="x", reply_markup={"inline_keyboard": rows}
        )


async def test_an_edit_replaces_text_and_buttons_and_keeps_what_was(client: Client, ana: Person) -> None:
    number = await client.sends(ana, "One", reply_markup=ONE_BUTTON)
    place = {"chat_id": ana.id, "message_id": number}
    assert "not modified" in await client.refused(
        "editMessageText", **place, text="One", reply_markup=ONE_BUTTON
    )
    assert (await client.call("editMessageText", **place, text="<i>Two</i>", parse_mode="HTML"))["ok"]
    (message,) = ana.reads
    assert (message.text, message.labels, message.past[0].text, message.past[0].labels) == (
        "Two",
        [],
        "One",
        ("More",),
    )
    assert (await client.call("editMessageReplyMarkup", **place, reply_markup=ONE_BUTTON))["ok"]
    assert "not modified" in await client.refused("editMessageReplyMarkup", **place, reply_markup=ONE_BUTTON)
    assert message.labels == ["More"]


async def test_only_own_messages_that_still_stand_can_be_edited(client: Client, ana: Person) -> None:
    question = ana.says("mine")
    place = {"chat_id": ana.id, "text": "x"}
    assert "can't be edited" in await client.refused("editMessageText", **place, message_id=question.id)
    assert "to edit not found" in await client.refused("editMessageText", **place, message_id=999)
    number = await client.sends(ana)
    ana.deletes(ana.reads[0])
    assert "to edit not found" in await client.refused("editMessageText", **place, message_id=number)
    asking = await client.sends(ana, reply_markup={"force_reply": True})
    assert "can't be edited" in await client.refused("editMessageText", **place, message_id=asking)


async def test_messages_can_be_deleted_once(client: Client, ana: Person) -> None:
    number = await client.sends(ana)
    assert (await client.call("deleteMessage", chat_id=ana.id, message_id=number))["ok"]
    assert "not found" in await client.refused("deleteMessage", chat_id=ana.id, message_id=number)
    old = ana.says("long ago", ago=49 * 3600)
    assert "can't be deleted" in await client.refused("deleteMessage", chat_id=ana.id, message_id=old.id)


async def test_a_tap_is_open_until_it_is_answered(client: Client, ana: Person) -> None:
    await client.sends(ana, reply_markup=ONE_BUTTON)
    tap = ana.taps(ana.reads[0], "More")
    (update,) = await client.polls()
    assert update["callback_query"]["data"] == "m"
    assert client.telegram.open_taps == [tap]
    long = await client.refused("answerCallbackQuery", callback_query_id=tap.id, text="x" * 201)
    assert "MESSAGE_TOO_LONG" in long
    assert not tap.answered
    answer = {"callback_query_id": tap.id, "text": "Done", "show_alert": True}
    assert (await client.call("answerCallbackQuery", **answer))["ok"]
    assert (tap.toast, tap.alert, client.telegram.open_taps) == ("Done", True, [])
    assert "query is too old" in await client.refused("answerCallbackQuery", callback_query_id=tap.id)


async def test_a_tap_grows_too_old_to_answer(client: Client, ana: Person, telegram: BotApi) -> None:
    tap = ana.forges(ana.says("hello"), "v0|gone")
    telegram.world.ahead = 151
    for query in (tap.id, "12345"):
        assert "query is too old" in await client.refused("answerCallbackQuery", callback_query_id=query)


async def test_only_buttons_that_are_there_can_be_tapped(client: Client, ana: Person) -> None:
    await client.sends(ana, reply_markup={"inline_keyboard": [[{"text": "Site", "url": "https://x.org"}]]})
    with pytest.raises(AssertionError, match="there are"):
        ana.taps(ana.reads[0], "More")
    with pytest.raises(AssertionError, match="sends nothing"):
        ana.taps(ana.reads[0], "Site")


async def test_people_who_blocked_left_or_never_came_cannot_be_written_to(
    client: Client, telegram: BotApi
) -> None:
    blocked, gone = telegram.person(first_name="Ben"), telegram.person(first_name="Cem")
    never = telegram.person(first_name="Dee", started=False)
    blocked.blocks_bot()
    gone.deletes_account()
    for person, why in ((blocked, "blocked by the user"), (gone, "deactivated"), (never, "can't initiate")):
        assert why in await client.refused("sendMessage", chat_id=person.id, text="x")
    blocked.unblocks_bot()
    await client.sends(blocked)
    assert [call.code for call in telegram.refusals] == [403, 403, 403]
