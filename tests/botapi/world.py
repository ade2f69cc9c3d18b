"""Everything Telegram knows in one test: the bot, people, chats, messages, taps, and what the bot is told."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable

from tests.botapi.model import (
    ANONYMOUS_ADMIN,
    CHANNEL_BOT,
    PRESENT,
    TELEGRAM,
    Chat,
    Message,
    Status,
    Tap,
    Topic,
    User,
    member_json,
)
from tests.botapi.queue import Queue, Waiting
from tests.botapi.refusal import Json
from tests.botapi.texts import slice_units

FIRST_UPDATE = 500_000_001


class World:
    """The state behind the stand-in. Everything that changes it holds `lock`."""

    def __init__(self, bot: User, *, reads_all: bool = False) -> None:
        self.lock = threading.RLock()
        self.bot = bot
        self.reads_all = reads_all  # privacy mode switched off
        self.changed: Callable[[], None] = lambda: None
        self.ahead = 0.0  # seconds by which Telegram's clock is ahead of ours
        self.users: dict[int, User] = {bot.id: bot}
        for number, name, username in (
            (ANONYMOUS_ADMIN, "Group", "GroupAnonymousBot"),
            (CHANNEL_BOT, "Channel", "Channel_Bot"),
            (TELEGRAM, "Telegram", ""),
        ):
            self.users[number] = User(number, name, username=username, is_bot=number != TELEGRAM)
        self.chats: dict[int, Chat] = {}
        self.started: set[int] = set()  # people who ever wrote to the bot
        self.blocking: set[int] = set()  # people who blocked it
        self.gone: set[int] = set()  # people who deleted their account
        self.queue = Queue(FIRST_UPDATE)
        self.taps: dict[str, Tap] = {}
        self.tap_lifetime = 150.0
        self.sent: list[Message] = []
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.webhook: Json = {}
        self.actions: list[tuple[int, str]] = []
        self._own_ids = itertools.count(1)  # private chats and basic groups share one count of messages
        self._chat_ids: dict[int, itertools.count[int]] = {}
        self._numbers = itertools.count(7_000_000_000_000_001)

    # --- time and numbers ----------------------------------------------------------------------

    def now(self) -> float:
        """Telegram's clock."""
        return time.time() + self.ahead

    def fresh_number(self) -> int:
        """A number nobody has yet."""
        return next(self._numbers)

    def message_id(self, chat: Chat) -> int:
        """The next message id of a chat; supergroups and channels count their own."""
        if chat.kind in {"private", "group"}:
            return next(self._own_ids)
        return next(self._chat_ids.setdefault(chat.id, itertools.count(1)))

    # --- chats ---------------------------------------------------------------------------------

    def private(self, person: User) -> Chat:
        """The chat between a person and the bot."""
        if person.id not in self.chats:
            self.add_chat(
                Chat(person.id, "private", person=person, bot="member", members={person.id: "member"})
            )
        return self.chats[person.id]

    def add_chat(self, chat: Chat) -> None:
        chat.instance = str(self.fresh_number())
        chat.last_bot = self.bot.id
        self.chats[chat.id] = chat

    # --- messages ------------------------------------------------------------------------------

    def post(self, message: Message, *, deliver: bool | None = None) -> Message:
        """Puts a message into its chat and tells the bot, where it hears it."""
        message.chat.messages[message.id] = message
        if message.sender and message.sender.is_bot and not message.sender_chat:
            message.chat.last_bot = message.sender.id
        if self.hears(message) if deliver is None else deliver:
            self.tell("channel_post" if message.chat.kind == "channel" else "message", message.json())
        self.changed()
        return message

    def edited(self, message: Message) -> None:
        """Tells the bot that somebody edited a message, where it hears it."""
        if self.hears(message):
            kind = "edited_channel_post" if message.chat.kind == "channel" else "edited_message"
            self.tell(kind, message.json())
        self.changed()

    def note(
        self, chat: Chat, sender: User | None, topic: Topic | None = None, /, **fields: object
    ) -> Message:
        """A service message: somebody joined, the title changed …"""
        message = Message(
            self.message_id(chat),
            chat,
            int(self.now()),
            sender,
            topic=topic,
            extra=dict(fields),
            service=True,
        )
        return self.post(message)

    def tell(self, kind: str, body: Json) -> Waiting | None:
        """Queues an update."""
        update = self.queue.put(kind, body)
        self.changed()
        return update

    def hears(self, message: Message) -> bool:
        """Whether the bot is told of this message: privacy mode, as the Bot API's FAQ describes it."""
        chat = message.chat
        if chat.kind == "private":
            return chat.id not in self.blocking
        if chat.bot not in PRESENT:
            return False
        if message.service or chat.kind == "channel":
            return True
        if message.sender and message.sender.is_bot and not message.sender_chat:
            return False
        if self.reads_all or chat.bot == "administrator":
            return True
        return self._means_the_bot(message)

    def _means_the_bot(self, message: Message) -> bool:
        answered = message.reply_to
        if answered and answered.sender and answered.sender.is_bot and not answered.sender_chat:
            return answered.sender is self.bot  # a reply to one bot is for that bot alone
        if message.extra.get("via_bot", {}).get("id") == self.bot.id:
            return True
        first = message.entities[0] if message.entities else {}
        if first.get("type") != "bot_command" or first["offset"] != 0:
            return False
        _, at, named = slice_units(message.text, 0, first["length"]).partition("@")
        return named.lower() == self.bot.username.lower() if at else message.chat.last_bot == self.bot.id

    # --- membership ----------------------------------------------------------------------------

    def bot_becomes(
        self,
        chat: Chat,
        status: Status,
        by: User,
        *,
        rights: frozenset[str] = frozenset(),
        can_send: bool = True,
    ) -> None:
        """Changes the bot's own standing in a chat and tells it so."""
        before = member_json(self.bot, chat.bot, chat.bot_rights, can_send=chat.bot_can_send)
        chat.bot, chat.bot_rights, chat.bot_can_send = status, rights, can_send
        after = member_json(self.bot, status, rights, can_send=can_send)
        body = {"chat": chat.json(), "from": by.json(), "date": int(self.now())}
        self.tell("my_chat_member", {**body, "old_chat_member": before, "new_chat_member": after})

    # --- taps ----------------------------------------------------------------------------------

    def tap(self, person: User, message: Message | None, data: str, *, inaccessible: bool = False) -> Tap:
        """A button press reaches the bot."""
        tap = Tap(str(self.fresh_number()), person, message, data, self.now(), len(self.sent))
        self.taps[tap.id] = tap
        instance = message.chat.instance if message else str(self.fresh_number())
        body: Json = {"id": tap.id, "from": person.json(), "chat_instance": instance, "data": data}
        if message is None:
            body["inline_message_id"] = f"AAAA{tap.id}"
        elif inaccessible or message.deleted:
            body["message"] = {"chat": message.chat.json(), "message_id": message.id, "date": 0}
        else:
            body["message"] = message.json()
        self.tell("callback_query", body)
        return tap
