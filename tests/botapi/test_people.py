"""People, groups and channels: what the bot is told, and whether others can read it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.botapi import BotApi, Group, Message, Person
from tests.botapi.conftest import Client


@pytest.fixture
def ben(telegram: BotApi) -> Person:
    return telegram.person(first_name="Ben", started=False)


@pytest.fixture
def group(telegram: BotApi, ana: Person, ben: Person) -> Group:
    return telegram.group("MS friends", [ana, ben])


def told(telegram: BotApi) -> list[dict[str, Any]]:
    """What the bot was told, without the numbers."""
    return [
        {key: body for key, body in update.json.items() if key != "update_id"} for update in telegram.updates
    ]


def texts(telegram: BotApi) -> list[str]:
    return [update["message"].get("text", "") for update in told(telegram) if "message" in update]


# --- privacy mode --------------------------------------------------------------------------------


async def test_in_privacy_mode_only_what_is_meant_for_the_bot_arrives(
    client: Client, telegram: BotApi, ana: Person, group: Group
) -> None:
    number = await client.sends(group, "I am here")
    mine = group.messages[number]
    other = ana.says("just talking", group)
    ana.says("hey @signpost_bot", group)
    ana.says("/ask@other_bot x", group)
    ana.says("/ask x", group)
    ana.says("/ask@signpost_bot y", group)
    ana.says("an answer", group, reply_to=mine)
    ana.says("/ask", group, reply_to=other)
    assert texts(telegram) == ["/ask x", "/ask@signpost_bot y", "an answer", "/ask"]
    assert told(telegram)[-1]["message"]["reply_to_message"]["text"] == "just talking"


async def test_a_bare_command_goes_to_the_bot_that_spoke_last(
    telegram: BotApi, ana: Person, group: Group
) -> None:
    other = telegram.other_bot()
    theirs = other.says("I am a bot too", group)
    ana.says("/ask x", group)
    ana.says("/ask@signpost_bot y", group, reply_to=theirs)
    assert texts(telegram) == []


@pytest.mark.parametrize("how", ["admin", "privacy off"])
async def test_admins_and_bots_without_privacy_mode_hear_all_people(how: str, ana: Person) -> None:
    telegram = BotApi(reads_all=how == "privacy off")
    group = telegram.group(bot="administrator" if how == "admin" else "member")
    telegram.person().says("just talking", group)
    telegram.other_bot().says("I am a bot", group)
    assert texts(telegram) == ["just talking"]


def test_edits_are_told_where_the_message_would_be(telegram: BotApi, ana: Person, group: Group) -> None:
    ana.edits(ana.says("/ask x", group), "/ask y")
    ana.edits(ana.says("chat", group), "more chat")
    assert [min(update) for update in told(telegram)] == ["message", "edited_message"]
    assert told(telegram)[1]["edited_message"]["edit_date"]


# --- who speaks ----------------------------------------------------------------------------------


def test_speakers_look_as_the_bot_api_shows_them(
    telegram: BotApi, ana: Person, ben: Person, group: Group
) -> None:
    channel = telegram.channel(linked=group)
    group.bot = "administrator"
    ana.says("as the group", group, anonymous=True)
    ana.says("as my channel", group, as_channel=channel)
    ana.says("forwarded", group, forwarded_from=ben)
    ana.says("inline", group, via_bot=telegram.other_bot())
    channel.posts("news")
    anonymous, as_channel, forwarded, inline, automatic = [update["message"] for update in told(telegram)]
    assert (anonymous["from"]["id"], anonymous["sender_chat"]["id"]) == (1087968824, group.id)
    assert (as_channel["from"]["id"], as_channel["sender_chat"]["id"]) == (136817688, channel.id)
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "Ben"
    assert inline["via_bot"]["is_bot"]
    assert (automatic["from"]["id"], automatic["is_automatic_forward"]) == (777000, True)


def test_a_channel_post_has_no_sender(telegram: BotApi) -> None:
    telegram.channel(bot="administrator").posts("news")
    assert "from" not in told(telegram)[0]["channel_post"]


# --- topics --------------------------------------------------------------------------------------


async def test_answers_stay_in_their_topic(client: Client, ana: Person, group: Group) -> None:
    topic = group.topic("Travel")
    question = ana.says("/ask x", group, topic=topic)
    assert question.json()["message_thread_id"] == topic.id
    assert question.json()["reply_to_message"]["forum_topic_created"]["name"] == "Travel"
    await client.sends(group, message_thread_id=topic.id)
    await client.sends(group, reply_parameters={"message_id": question.id})
    assert [message.topic for message in client.telegram.sent_to(group)] == [topic, topic]


async def test_closed_and_deleted_topics_take_no_answer(client: Client, group: Group) -> None:
    topic = group.topic("Travel")
    group.close_topic(topic)
    place = {"chat_id": group.id, "text": "x"}
    assert "TOPIC_CLOSED" in await client.refused("sendMessage", **place, message_thread_id=topic.id)
    group.reopen_topic(topic)
    await client.sends(group, message_thread_id=topic.id)
    group.delete_topic(topic)
    for thread in (topic.id, 1, 99):
        assert "thread not found" in await client.refused("sendMessage", **place, message_thread_id=thread)


# --- coming, going, being silenced ---------------------------------------------------------------


async def test_the_bot_is_told_when_it_is_added_muted_and_thrown_out(
    client: Client, telegram: BotApi, ana: Person
) -> None:
    group = telegram.group(bot=None)
    assert "not a member of the supergroup chat" in await client.refused(
        "sendMessage", chat_id=group.id, text="x"
    )
    ana.adds_bot(group, payload="cost")
    await client.sends(group)
    ana.mutes_bot(group)
    assert "not enough rights" in await client.refused("sendMessage", chat_id=group.id, text="x")
    ana.unmutes_bot(group)
    ana.promotes_bot(group, "can_pin_messages")
    member = (await client.call("getChatMember", chat_id=group.id, user_id=telegram.world.bot.id))["result"]
    assert (member["status"], member["can_pin_messages"]) == ("administrator", True)
    ana.removes_bot(group)
    assert "bot was kicked from the supergroup chat" in await client.refused("getChat", chat_id=group.id)
    changes = [update["my_chat_member"] for update in told(telegram) if "my_chat_member" in update]
    assert [change["new_chat_member"]["status"] for change in changes] == [
        *("member", "restricted", "member", "administrator", "kicked")
    ]
    assert texts(telegram) == ["", "/start@signpost_bot cost", ""]
    telegram.check_against_aiogram()


async def test_the_bot_can_leave(client: Client, telegram: BotApi, group: Group, ana: Person) -> None:
    assert (await client.call("leaveChat", chat_id=group.id))["ok"]
    assert told(telegram)[-1]["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert "can't be changed in private" in await client.refused("leaveChat", chat_id=ana.id)


async def test_an_upgraded_group_names_its_new_id(client: Client, telegram: BotApi, ana: Person) -> None:
    old = telegram.group("Small", [ana], kind="group")
    number = await client.sends(old)
    new = old.upgrades()
    for method, more in (
        ("sendMessage", {"text": "x"}),
        ("editMessageText", {"text": "x", "message_id": number}),
    ):
        answer = await client.call(method, chat_id=old.id, **more)
        assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
        assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await client.call("getChat", chat_id=old.id))["ok"]
    await client.sends(new)
    there, here = [update["message"] for update in told(telegram)]
    assert (there["migrate_to_chat_id"], here["migrate_from_chat_id"]) == (new.id, old.id)


async def test_deleted_groups_are_gone(client: Client, telegram: BotApi) -> None:
    small, large = telegram.group(kind="group"), telegram.group()
    small.delete()
    large.delete()
    assert "the group chat was deleted" in await client.refused("sendMessage", chat_id=small.id, text="x")
    assert "chat not found" in await client.refused("sendMessage", chat_id=large.id, text="x")


async def test_private_chats_and_small_groups_share_message_ids_and_supergroups_do_not(
    telegram: BotApi, ana: Person
) -> None:
    small, large = telegram.group(kind="group"), telegram.group()
    messages: list[Message] = [ana.says("/a", chat) for chat in (None, small, large, None)]
    assert [message.id for message in messages] == [1, 2, 1, 3]


# --- menus ---------------------------------------------------------------------------------------


async def test_menus_are_kept_by_scope_and_language(client: Client, telegram: BotApi) -> None:
    commands = [{"command": "ask", "description": "Ask me"}]
    scope = {"type": "all_group_chats"}
    assert (await client.call("setMyCommands", commands=commands, scope=scope, language_code="es"))["ok"]
    read = await client.call("getMyCommands", scope=scope, language_code="es")
    assert read["result"] == commands
    assert (await client.call("getMyCommands"))["result"] == []
    assert (await client.call("deleteMyCommands", scope=scope, language_code="es"))["ok"]
    assert telegram.world.commands == {}


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"commands": [{"command": "Ask", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "must not exceed 32"),
        ({"commands": [{"command": "ask", "description": ""}]}, "must be non-empty"),
        ({"commands": [{"command": "ask", "description": "x" * 257}]}, "must not exceed 256"),
        ({"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]}, "TOO_MUCH"),
        ({"commands": [], "language_code": "eng"}, "invalid language code"),
        ({"commands": [], "scope": {"type": "everywhere"}}, "BotCommandScope"),
        ({"commands": [], "scope": {"type": "chat"}}, "takes chat_id, type"),
        ({}, "can't parse commands"),
    ],
)
async def test_a_bad_menu_is_refused(client: Client, params: dict[str, Any], why: str) -> None:
    assert why in await client.refused("setMyCommands", **params)


async def test_descriptions_have_their_lengths(client: Client, telegram: BotApi) -> None:
    assert (await client.call("setMyDescription", description="x" * 512))["ok"]
    assert "must not exceed 120" in await client.refused("setMyShortDescription", short_description="x" * 121)
    assert telegram.world.descriptions["description", ""] == "x" * 512


async def test_actions_are_the_known_ones(client: Client, telegram: BotApi, ana: Person) -> None:
    assert (await client.call("sendChatAction", chat_id=ana.id, action="typing"))["ok"]
    assert "wrong parameter action" in await client.refused(
        "sendChatAction", chat_id=ana.id, action="dancing"
    )
    assert telegram.world.actions == [(ana.id, "typing")]


# --- held against others -------------------------------------------------------------------------

KINDS = [
    *(
        "sticker",
        "voice",
        "audio",
        "video",
        "video_note",
        "animation",
        "document",
        "photo",
        "location",
        "venue",
    ),
    *("contact", "dice", "poll", "story"),
]


async def test_every_update_can_be_read_by_aiogram_and_python_telegram_bot(
    client: Client, telegram: BotApi, ana: Person, ben: Person
) -> None:
    await client.polls(allowed_updates=["message", "edited_message", "channel_post", "callback_query",
                                        "my_chat_member", "message_reaction"])  # fmt: skip
    group = telegram.group(bot=None)
    ana.adds_bot(group, admin=["can_delete_messages"])
    channel = telegram.channel(bot="administrator", linked=group)
    for kind in KINDS:
        ana.sends(kind, caption="a caption" if kind == "photo" else "")
    ben.joins(group)
    ben.leaves(group)
    ben.says("hi", group, anonymous=True)
    ben.says("hi", group, as_channel=channel)
    ben.says("hi", group, forwarded_from=channel)
    ben.says("hi", group, forwarded_from=group)
    topic = group.topic("Travel")
    ana.edits(ben.says("hi", group, topic=topic), "ha")
    group.close_topic(topic)
    group.note(new_chat_title="Better friends")
    channel.posts("news")
    await client.sends(ana, reply_markup={"inline_keyboard": [[{"text": "More", "callback_data": "m"}]]})
    ana.taps(ana.reads[0], "More")
    ana.taps(ana.reads[0], "More", inaccessible=True)
    ana.forges(None, "inline")
    ana.reacts(ana.reads[0], "👍")
    ana.mutes_bot(group)
    ana.blocks_bot()
    telegram.group(kind="group").upgrades()
    assert len(telegram.updates) > 35
    telegram.check_against_aiogram()
