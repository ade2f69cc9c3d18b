"""Whether a message calls the bot: everything else is dropped before it is stored."""

from __future__ import annotations

from typing import Any

import pytest

from bot.gateway.calling import CHANNEL_PERSONA, Command, Kept, Me, command, sort, without_name

ME = Me(42, "Signpost_Bot", frozenset({"ask", "help"}))
ANA = {"id": 7, "is_bot": False, "first_name": "Ana"}
BEN = {"id": 8, "is_bot": False, "first_name": "Ben"}
US = {"id": 42, "is_bot": True, "first_name": "Signpost", "username": "Signpost_Bot"}
GROUP: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "MS friends"}


def message(text: str | None = None, chat: dict[str, Any] = GROUP, **more: Any) -> dict[str, Any]:
    words = {} if text is None else {"text": text}
    return {"message_id": 5, "date": 1000, "chat": chat, "from": ANA} | words | more


def kept(**body: Any) -> Kept | None:
    return sort({"update_id": 1, **body}, ME)


def mention(at: int, length: int = 13) -> list[dict[str, Any]]:
    return [{"type": "mention", "offset": at, "length": length}]


ANONYMOUS: dict[str, Any] = {"from": {"id": 1087968824, "is_bot": True}}
OURS: dict[str, Any] = {"from": US}
CALLS = {
    "a bare command of ours": message("/ask will I go bald"),
    "a command with our name": message("/whatever@signpost_bot"),
    "a reply to us": message("and in India?", reply_to_message=message("Yes.", **{"from": US})),
    "a mention": message("@Signpost_Bot is it a cure?", entities=mention(0)),
    "a mention behind emoji": message("🧠🧠 @signpost_bot hi", entities=mention(5)),
    "a mention by link": message(
        "you?", entities=[{"type": "text_mention", "offset": 0, "length": 3, "user": US}]
    ),
    "a command under a picture": message(caption="/ask what is this", photo=[]),
    "an anonymous admin's command": message("/ask x", sender_chat=GROUP, **ANONYMOUS),
    "a move": message(migrate_to_chat_id=-200),
}
SILENCE = {
    "ordinary talk": message("my legs hurt"),
    "another bot's command": message("/ask@other_bot x"),
    "a command that is not ours": message("/ban ben"),
    "a reply to somebody else": message("yes", reply_to_message=message("no", **{"from": BEN})),
    "a topic we opened": message("hi", reply_to_message=message(forum_topic_created={}, **OURS)),
    "an address with our name in it": message("mail@signpost_bot.example", entities=[]),
    "a forward": message("/ask x", forward_origin={"type": "user"}),
    "a bot": message("/ask x", **{"from": {"id": 9, "is_bot": True}}),
    "a message sent by way of a bot": message("/ask x", via_bot={"id": 9}),
    "the linked channel": message(
        "/ask x", is_automatic_forward=True, sender_chat={"id": -5, "type": "channel"}
    ),
    "a service message": message(new_chat_title="MS"),
    "a channel": message("/ask x", chat={"id": -7, "type": "channel"}),
}


@pytest.mark.parametrize("said", CALLS.values(), ids=CALLS)
def test_it_is_called_by(said: dict[str, Any]) -> None:
    assert kept(message=said) is not None


@pytest.mark.parametrize("said", SILENCE.values(), ids=SILENCE)
def test_it_keeps_silent_for(said: dict[str, Any]) -> None:
    assert kept(message=said) is None
    assert kept(edited_message=said | {"edit_date": 1001}) is None


def test_in_private_everything_but_service_messages_and_bots_is_meant_for_it() -> None:
    home = {"id": 7, "type": "private"}
    assert kept(message=message("hi", home)) == Kept(7, 7, 1000)
    assert kept(message=message(None, home, voice={})) == Kept(7, 7, 1000)
    assert kept(message=message("/ban x", home)) is not None
    assert kept(message=message(None, home, pinned_message={})) is None
    assert kept(message=message("hi", home, **{"from": {"id": 9, "is_bot": True}})) is None


def test_what_was_not_asked_for_is_dropped() -> None:
    assert kept(channel_post=message("/ask x")) is None
    assert kept(message_reaction={}) is None


@pytest.mark.parametrize(
    "body",
    [
        {"message": None},
        {"message": {}},
        {"message": message("x", chat={"id": "7"})},
        {"callback_query": {"id": "1"}},
        {"my_chat_member": {"chat": GROUP}},
    ],
)
def test_what_cannot_be_read_is_an_error_and_not_silence(body: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError)):
        kept(**body)


def test_a_tap_belongs_to_who_tapped_wherever_the_message_is() -> None:
    assert kept(callback_query={"id": "1", "from": BEN, "message": message("x")}) == Kept(-100, 8, None)
    assert kept(callback_query={"id": "1", "from": BEN, "inline_message_id": "abc"}) == Kept(8, 8, None)


def test_who_calls_it_for_another_gives_the_turn_to_that_person() -> None:
    theirs = message("does it hurt?", **{"from": BEN})
    for_ben = kept(message=message("/ask", reply_to_message=theirs))
    assert for_ben == Kept(-100, 8, 1000)
    by_name = message("@signpost_bot", entities=mention(0), reply_to_message=theirs)
    assert kept(message=by_name) == Kept(-100, 8, 1000)
    own = kept(message=message("/ask my own question", reply_to_message=theirs))
    assert own == Kept(-100, 7, 1000)


def test_a_bare_ask_under_our_own_or_a_wordless_message_stays_with_who_wrote_it() -> None:
    for reply in (message("Yes.", **{"from": US}), message(None, sticker={}, **{"from": BEN})):
        assert kept(message=message("/ask", reply_to_message=reply)) == Kept(-100, 7, 1000)


def test_who_posts_as_their_channel_is_that_channel() -> None:
    persona = {"id": CHANNEL_PERSONA, "is_bot": True}
    said = message("/ask x", sender_chat={"id": -555, "type": "channel"}, **{"from": persona})
    assert kept(message=said) == Kept(-100, -555, 1000)


def test_an_edit_counts_from_when_it_was_edited() -> None:
    assert kept(edited_message=message("/ask x") | {"edit_date": 1700}) == Kept(-100, 7, 1700)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("/ask", Command("ask", "", "")),
        ("/Ask@Signpost_Bot  will I\ngo bald ", Command("ask", "signpost_bot", "will I\ngo bald")),
        ("/start w-aHSCT_2", Command("start", "", "w-aHSCT_2")),
        ("/ask,what", None),
        ("/", None),
        ("a /ask", None),
        ("/" + "x" * 33, None),
    ],
)
def test_a_command_is_taken_apart(text: str, read: Command | None) -> None:
    assert command(text) == read


def test_our_name_is_taken_out_of_a_question() -> None:
    assert without_name("@signpost_bot, is it a cure?", ME) == "is it a cure?"
    assert without_name("is it a cure @Signpost_Bot", ME) == "is it a cure"
    assert without_name("@signpost_bots rule", ME) == "@signpost_bots rule"
