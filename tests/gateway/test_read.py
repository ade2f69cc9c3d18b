"""Raw JSON → what happened, in the words of the core."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import ChatMemberRestricted

from bot.core.messages import Commanded, Message, Said, Tapped, Unreadable
from bot.gateway.read import Address, Heard, Moved, Standing, read
from tests.gateway.test_calling import ANA, BEN, GROUP, ME, US, mention, message

AT = datetime(2026, 11, 21, tzinfo=UTC)
HOME = {"id": 7, "type": "private"}


def heard(person: int = 7, **body: Any) -> Heard:
    incoming = read({"update_id": 1, **body}, ME, person, AT)
    assert isinstance(incoming, Heard)
    return incoming


def said(**body: Any) -> Message:
    return heard(**body).message


@pytest.mark.parametrize("lang", ["pt-br", "xx", "", None])
def test_the_language_is_what_telegram_says_or_nothing(lang: str | None) -> None:
    words = said(message=message("hola", HOME, **{"from": ANA | {"language_code": lang}}))
    assert words.where.lang == (lang or "")


def test_a_private_message_is_said() -> None:
    found = heard(message=message("will I go bald?", HOME))
    assert isinstance(found.message, Said)
    assert (found.message.text, found.message.where.private, found.message.at) == (
        "will I go bald?",
        True,
        AT,
    )
    assert found.address == Address(chat=7, private=True, kind="private", question=5)


def test_a_caption_counts_as_text() -> None:
    words = said(message=message(None, HOME, caption="what is this?", photo=[]))
    assert isinstance(words, Said)
    assert words.text == "what is this?"


def test_what_holds_no_words_is_unreadable() -> None:
    assert isinstance(said(message=message(None, HOME, dice={"emoji": "🎲", "value": 3})), Unreadable)


def test_another_bots_command_is_nothing_in_private_too() -> None:
    assert read({"update_id": 1, "message": message("/ask@other_bot x", HOME)}, ME, 7, AT) is None


def test_our_name_is_no_part_of_the_question() -> None:
    words = said(message=message("@signpost_bot is it a cure?", entities=mention(0)))
    assert isinstance(words, Said)
    assert words.text == "is it a cure?"


def test_who_is_asked_for_is_answered_under_their_own_message() -> None:
    theirs = message("does it hurt?", **{"from": BEN | {"language_code": "es"}}) | {"message_id": 3}
    found = heard(person=8, message=message("/ask", reply_to_message=theirs))
    assert isinstance(found.message, Commanded)
    assert (found.message.name, found.message.argument) == ("ask", "does it hurt?")
    assert (found.message.where.person, found.message.where.lang) == (8, "es")
    assert found.address.question == 3


def test_the_topic_is_kept_only_where_it_is_one() -> None:
    in_topic = heard(message=message("/ask x", message_thread_id=9, is_topic_message=True))
    in_thread = heard(message=message("/ask x", message_thread_id=9))
    assert (in_topic.address.thread, in_thread.address.thread) == (9, None)


def test_an_edit_is_a_question_again_but_never_another_command() -> None:
    def edited(text: str) -> object:
        body = message(text) | {"edit_date": 1001}
        return read({"update_id": 1, "edited_message": body}, ME, 7, AT)

    asked = edited("/ask is it safe")
    assert isinstance(asked, Heard)
    assert asked.edited
    assert isinstance(asked.message, Commanded)
    assert asked.message.revised
    assert edited("/forget") is None
    assert edited("/ask") is None


def test_a_tap_names_the_message_it_changes() -> None:
    query = {
        "id": "77",
        "from": BEN,
        "chat_instance": "1",
        "data": "v:cost:m",
        "message": message("x", **{"from": US}),
    }
    found = heard(person=8, callback_query=query)
    assert isinstance(found.message, Tapped)
    assert (found.message.data, found.message.message) == ("v:cost:m", "5")
    assert (found.address.callback, found.address.tapped, found.address.private) == ("77", 5, False)


def test_a_tap_under_a_message_out_of_reach_changes_none() -> None:
    gone = {"chat": GROUP, "message_id": 5, "date": 0}
    found = heard(
        callback_query={"id": "77", "from": BEN, "chat_instance": "1", "data": "x", "message": gone}
    )
    assert (found.address.chat, found.address.tapped) == (-100, None)


def test_a_tap_without_data_has_empty_data() -> None:
    words = said(callback_query={"id": "77", "from": BEN, "chat_instance": "1", "game_short_name": "x"})
    assert isinstance(words, Tapped)
    assert words.data == ""


def test_both_signals_of_a_move_say_the_same() -> None:
    new = GROUP | {"id": -200}
    for signal in (message(migrate_to_chat_id=-200), message(chat=new, migrate_from_chat_id=-100)):
        assert read({"update_id": 1, "message": signal}, ME, 7, AT) == Moved(-100, -200)


MEMBERS: dict[str, dict[str, Any]] = {
    "left": {"status": "left"},
    "kicked": {"status": "kicked", "until_date": 0},
    "member": {"status": "member"},
    "mute": {"status": "restricted", "is_member": True, "can_send_messages": False},
    "restricted": {"status": "restricted", "is_member": True, "can_send_messages": True},
    "restricted outside": {"status": "restricted", "is_member": False, "can_send_messages": True},
}
RIGHTS = {name: True for name in ChatMemberRestricted.__slots__ if name.startswith("can_")}


def member(name: str) -> dict[str, Any]:
    rights: dict[str, Any] = {**RIGHTS, "until_date": 0} if MEMBERS[name]["status"] == "restricted" else {}
    return {"user": US, **rights, **MEMBERS[name]}


def standing(before: str, after: str) -> Standing:
    ends = {"old_chat_member": member(before), "new_chat_member": member(after)}
    change = {"chat": GROUP, "from": ANA, "date": 1000, **ends}
    found = read({"update_id": 1, "my_chat_member": change}, ME, 7, AT)
    assert isinstance(found, Standing)
    return found


@pytest.mark.parametrize(
    ("before", "after", "status", "arrived"),
    [
        ("left", "member", "in", True),
        ("kicked", "mute", "muted", True),
        ("member", "mute", "muted", False),
        ("mute", "restricted", "in", False),
        ("member", "kicked", "out", False),
        ("member", "left", "out", False),
        ("member", "restricted outside", "out", False),
    ],
)
def test_what_it_may_do_in_a_chat(before: str, after: str, status: str, arrived: bool) -> None:
    found = standing(before, after)
    assert (found.status, found.arrived) == (status, arrived)


def test_what_ptb_cannot_read_is_an_error() -> None:
    with pytest.raises((TypeError, KeyError)):
        read({"update_id": 1, "callback_query": {"id": "1", "from": BEN}}, ME, 7, AT)
