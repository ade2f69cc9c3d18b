"""Raw JSON → what happened, in the words of the core, and where an answer goes.

A message is read as it stands: PTB makes an object of its hundred fields, of which eight count here, and refuses one
that lacks a field it asks for. Taps and changes of our standing are few, and nested; these PTB reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from telegram import ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram import Message as Letter

from bot.core.messages import Commanded, Message, Said, Tapped, Unreadable, Where
from bot.gateway import calling
from bot.gateway.calling import Me, Raw


@dataclass(frozen=True, slots=True)
class Address:
    """Where an answer goes. `question` is the message answered; `tapped` the one whose button was pressed."""

    chat: int
    private: bool
    kind: str = "private"
    thread: int | None = None
    question: int | None = None
    callback: str = ""
    tapped: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody said something to the bot."""

    message: Message
    address: Address
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bot may do in a chat has changed."""

    address: Address
    where: Where
    status: Literal["in", "muted", "out"]
    arrived: bool  # it was out before


LANGUAGE = 35  # characters of the longest code that means something
Incoming = Heard | Moved | Standing | None


def read(raw: Raw, me: Me, person: int, at: datetime) -> Incoming:
    """What an update says; None for what needs no answer. Raises KeyError, TypeError … if it cannot be read."""
    if "message" in raw:
        return _letter(raw["message"], me, person, at)
    if "edited_message" in raw:
        return _edited(_letter(raw["edited_message"], me, person, at))
    update = Update.de_json(dict(raw), None)
    if update.callback_query is not None:
        return _tap(update, person, at)
    if update.my_chat_member is not None:
        return _standing(update.my_chat_member)
    return None


def _letter(letter: Raw, me: Me, person: int, at: datetime) -> Incoming:
    chat = letter["chat"]
    if "migrate_to_chat_id" in letter:
        return Moved(chat["id"], letter["migrate_to_chat_id"])
    if "migrate_from_chat_id" in letter:
        return Moved(letter["migrate_from_chat_id"], chat["id"])
    pointed = calling.asked_for(letter, me)
    asker = pointed or letter
    where = Where(person, chat["type"] == "private", _lang(asker))
    message = _said(letter, pointed, me, where, at)
    return Heard(message, _address(letter, asker["message_id"])) if message else None


def _said(letter: Raw, pointed: Raw | None, me: Me, where: Where, at: datetime) -> Message | None:
    text = _text(letter)
    if text is None:
        return Unreadable(at, where)
    if pointed is not None:
        return Commanded("ask", _text(pointed) or "", at, where)
    called = calling.command(text)
    if called is None:
        forwarded = "forward_origin" in letter
        said = text if where.private else calling.without_name(text, me)
        return Said(said, at, where, forwarded=forwarded)
    if called.bot and called.bot != me.username.lower():
        return None
    argument = called.argument or (calling.replied_words(letter) if called.name == "check" else "")
    return Commanded(called.name, argument, at, where)


def _text(letter: Raw) -> str | None:
    return letter.get("text") or letter.get("caption")


def _lang(letter: Raw) -> str:
    return _code((letter.get("from") or {}).get("language_code"))


def _code(code: str | None) -> str:
    """The language a person's Telegram is set to; empty where that is no code of a language."""
    return code if code and len(code) <= LANGUAGE and code.isascii() else ""


def _address(letter: Raw, question: int) -> Address:
    chat = letter["chat"]
    return Address(
        chat=chat["id"],
        private=chat["type"] == "private",
        kind=chat["type"],
        thread=letter.get("message_thread_id") if letter.get("is_topic_message") else None,
        question=question,
    )


def _edited(heard: Incoming) -> Incoming:
    """An edited question is asked again; any other command is never run by an edit."""
    if not isinstance(heard, Heard):
        return None
    match heard.message:
        case Said(text, at, where):
            return Heard(Said(text, at, where, revised=True), heard.address, edited=True)
        case Commanded("ask", argument, at, where) if argument:
            return Heard(Commanded("ask", argument, at, where, revised=True), heard.address, edited=True)
    return None


def _tap(update: Update, person: int, at: datetime) -> Incoming:
    query = update.callback_query
    assert query is not None  # noqa: S101 - the caller has looked
    letter = query.message
    private = letter is None or letter.chat.type == "private"
    within_reach = letter if isinstance(letter, Letter) and letter.is_accessible else None
    where = Where(person, private, _code(query.from_user.language_code))
    name = str(letter.message_id) if letter else query.inline_message_id or ""
    address = Address(
        chat=letter.chat.id if letter else person,
        private=private,
        kind=letter.chat.type if letter else "private",
        thread=within_reach.message_thread_id if within_reach and within_reach.is_topic_message else None,
        callback=query.id,
        tapped=within_reach.message_id if within_reach else None,
    )
    return Heard(Tapped(query.data or "", name, at, where), address)


def _standing(change: ChatMemberUpdated) -> Incoming:
    chat = change.chat
    now, before = _status(change.new_chat_member), _status(change.old_chat_member)
    where = Where(change.from_user.id, chat.type == "private", _code(change.from_user.language_code))
    address = Address(chat.id, chat.type == "private", chat.type)
    return Standing(address, where, now, arrived=before == "out" and now != "out")


def _status(member: ChatMember) -> Literal["in", "muted", "out"]:
    if member.status in (ChatMember.LEFT, ChatMember.BANNED):
        return "out"
    if isinstance(member, ChatMemberRestricted):
        if not member.is_member:
            return "out"
        return "in" if member.can_send_messages else "muted"
    return "in"
