"""Whether a message calls the bot, read from raw JSON: what does not is dropped before anything is stored.

In private everything is meant for the bot. In a group only a command of ours, a reply to one of our messages, or a
mention by name; never what bots, channels or forwards bring, so that the bot cannot be drawn into a loop.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Raw = Mapping[str, Any]

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
CALENDAR_END = 253_402_300_799  # the last second of the year 9999
CHANNEL_PERSONA = 136817688  # @Channel_Bot: somebody who posts in the name of their own channel
CONTENT = frozenset(
    {"text", "caption", "voice", "sticker", "photo", "video", "document", "audio", "animation", "video_note"}
    | {
        "location",
        "venue",
        "contact",
        "poll",
        "dice",
        "story",
        "game",
        "paid_media",
        "checklist",
        "live_photo",
    }
)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{3,32}))?(?:\s+|$)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it. `commands` are those it answers to in a group without its name behind them."""

    id: int
    username: str
    commands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kept:
    """An update to keep: whose turn it is, and when it was written by Telegram's clock (None: it bears no date)."""

    chat: int
    person: int
    date: int | None


@dataclass(frozen=True, slots=True)
class Command:
    """`/name@bot argument`, taken apart."""

    name: str
    bot: str
    argument: str


def command(text: str) -> Command | None:
    """The command a text begins with."""
    found = _COMMAND.match(text)
    return Command(found[1].lower(), (found[2] or "").lower(), found[3].strip()) if found else None


def sort(update: Raw, me: Me) -> Kept | None:
    """What to keep of an update; None for what is not for us. Raises (KeyError, TypeError …) if it cannot be read."""
    kind = next((name for name in ALLOWED if name in update), None)
    if kind is None:
        return None
    body: Raw = update[kind]
    if kind == "callback_query":
        return _tap(body)
    if kind == "my_chat_member":
        return Kept(_id(body["chat"]), _id(body["from"]), None)
    if not _is_for_us(body, me):
        return None
    date = body["edit_date"] if kind == "edited_message" else body["date"]
    return Kept(_id(body["chat"]), _asker(body, me), _moment(date))


def _id(thing: Raw) -> int:
    value = thing["id"]
    if not is_number(value):
        raise TypeError("an id that is no number")
    return int(value)


def _moment(value: Any) -> int:
    moment = int(value)
    if not 0 <= moment <= CALENDAR_END:
        raise ValueError("a date beyond all calendars")
    return moment


def is_number(value: object) -> bool:
    """Whether it can be the number of a person, a chat or an update."""
    return isinstance(value, int) and -(2**63) <= value < 2**63


def _tap(query: Raw) -> Kept:
    person = _id(query["from"])
    message = query.get("message")
    return Kept(_id(message["chat"]) if message else person, person, None)


def _asker(message: Raw, me: Me) -> int:
    """Whose question it is: that of the person replied to, when somebody calls the bot for them."""
    return speaker(asked_for(message, me) or message)


def speaker(message: Raw) -> int:
    """Who wrote it; somebody who posts as their channel is that channel."""
    sender = message.get("from")
    if sender is None or sender["id"] == CHANNEL_PERSONA:
        return _id(message.get("sender_chat") or message["chat"])
    return _id(sender)


def asked_for(message: Raw, me: Me) -> Raw | None:
    """The other member's message that a bare /ask or a bare mention points to."""
    reply = message.get("reply_to_message")
    if not reply or "forum_topic_created" in reply or message["chat"]["type"] == "private":
        return None
    sender = reply.get("from") or {}
    words = reply.get("text") or reply.get("caption")
    if not words or sender.get("id") == me.id or (sender.get("is_bot") and not _persona(reply)):
        return None
    text = str(message.get("text") or message.get("caption") or "")
    called = command(text)
    bare = called is not None and called.name == "ask" and not called.argument
    return (
        reply if bare or (called is None and mentions(message, me) and not without_name(text, me)) else None
    )


def replied_words(message: Raw) -> str:
    """The words of the message that this one replies to, whoever wrote them; the part that was quoted, if one was."""
    reply = message.get("reply_to_message") or {}
    quoted = (message.get("quote") or {}).get("text")
    return str(quoted or reply.get("text") or reply.get("caption") or "")


def _is_for_us(message: Raw, me: Me) -> bool:
    kind = message["chat"]["type"]
    if kind == "channel":
        return False
    if "migrate_to_chat_id" in message or "migrate_from_chat_id" in message:
        return True
    if not CONTENT & message.keys() or "via_bot" in message or message.get("is_automatic_forward"):
        return False
    if message.get("from", {}).get("is_bot") and not _persona(message):
        return False
    return bool(kind == "private" or _is_called(message, me))


def _persona(message: Raw) -> bool:
    """A person behind a bot's account: an anonymous admin, or somebody who posts as their channel."""
    sender_chat = message.get("sender_chat")
    if not sender_chat:
        return False
    return bool(sender_chat["id"] == message["chat"]["id"] or message["from"]["id"] == CHANNEL_PERSONA)


def _is_called(message: Raw, me: Me) -> bool:
    if "forward_origin" in message:
        return False
    text = message.get("text") or message.get("caption") or ""
    called = command(text)
    if called is not None:
        return called.bot == me.username.lower() if called.bot else called.name in me.commands
    return _replies_to_us(message, me) or mentions(message, me)


def _replies_to_us(message: Raw, me: Me) -> bool:
    reply = message.get("reply_to_message") or {}
    return reply.get("from", {}).get("id") == me.id and "forum_topic_created" not in reply


def mentions(message: Raw, me: Me) -> bool:
    """Whether it names the bot: @name, or a name linked to its account."""
    text = message.get("text") or message.get("caption") or ""
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in message.get("entities") or message.get("caption_entities") or ():
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        named = units[start:end].decode("utf-16-le", "replace").lower()
        if entity["type"] == "mention" and named == f"@{me.username.lower()}":
            return True
        if entity["type"] == "text_mention" and entity["user"]["id"] == me.id:
            return True
    return False


def without_name(text: str, me: Me) -> str:
    """The text without the bot's @name."""
    return re.sub(rf"@{re.escape(me.username)}\b[,:]?", "", text, flags=re.IGNORECASE).strip()
