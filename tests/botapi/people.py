"""What people do, in the words of a test: says, edits, taps, joins, blocks …"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from tests.botapi import media
from tests.botapi.model import ANONYMOUS_ADMIN, CHANNEL_BOT, Chat, Message, Tap, Topic, User
from tests.botapi.refusal import Json
from tests.botapi.texts import detected
from tests.botapi.world import World

P = ParamSpec("P")
R = TypeVar("R")


def _act(action: Callable[Concatenate[Person, P], R]) -> Callable[Concatenate[Person, P], R]:
    """One thing a person does is one step for the bot: nothing is seen half done."""

    @wraps(action)
    def whole(self: Person, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.world.lock:
            return action(self, *args, **kwargs)

    return whole


class Person(User):
    """Somebody with Telegram in their hand. Without a chat, they act in their private chat with the bot."""

    def __init__(self, world: World, number: int, first_name: str, **more: object) -> None:
        super().__init__(number, first_name, **more)  # type: ignore[arg-type]
        self.world = world
        world.users[number] = self

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.world.private(self)

    @property
    def reads(self) -> list[Message]:
        """What the bot said to them in private that still stands there, oldest first."""
        return [message for message in self.chat.shown if message.sender is self.world.bot]

    # --- speaking ------------------------------------------------------------------------------

    @_act
    def says(
        self,
        /,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        ago: float = 0,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        forwarded_from: User | Chat | None = None,
        via_bot: User | None = None,
        entities: Iterable[Json] = (),
        deliver: bool | None = None,
        **extra: object,
    ) -> Message:
        """Sends a message, `ago` seconds back in time. `deliver` overrules privacy mode."""
        where = chat or self.chat
        if where.kind == "private":
            self.world.started.add(self.id)
        found = [*entities] or detected(text)
        message = Message(
            self.world.message_id(where),
            where,
            int(self.world.now() - ago),
            self,
            text,
            found,
            reply_to=reply_to,
            topic=topic or (reply_to.topic if reply_to else None),
            extra=dict(extra),
        )
        self._speak_as(message, anonymous, as_channel)
        if forwarded_from:
            message.extra["forward_origin"] = _origin(forwarded_from, message.date)
        if via_bot:
            message.extra["via_bot"] = via_bot.json()
        return self.world.post(message, deliver=deliver)

    def _speak_as(self, message: Message, anonymous: bool, as_channel: Chat | None) -> None:
        if anonymous:
            message.sender, message.sender_chat = self.world.users[ANONYMOUS_ADMIN], message.chat
        elif as_channel:
            message.sender, message.sender_chat = self.world.users[CHANNEL_BOT], as_channel

    def starts(self, payload: str = "") -> Message:
        """Opens the bot, from a deep link if there is a payload."""
        return self.says(f"/start {payload}".rstrip())

    def sends(self, what: str, chat: Chat | None = None, *, caption: str = "", **more: object) -> Message:
        """Sends something without words: a `sticker`, `voice`, `photo`, `poll`, `location`, `dice` …"""
        fields: dict[str, object] = {what: media.sample(what, self.id)}
        if caption:
            fields |= {"caption": caption, "caption_entities": detected(caption)}
        return self.says("", chat, **more, **fields)  # type: ignore[arg-type]

    @_act
    def edits(self, message: Message, text: str) -> None:
        """Changes the words of their own message."""
        message.keep_version()
        message.text, message.entities = text, detected(text)
        message.edit_date = int(self.world.now())
        self.world.edited(message)

    @_act
    def deletes(self, message: Message) -> None:
        """Takes a message away; the bot is not told."""
        message.deleted = True
        self.world.changed()

    @_act
    def taps(self, message: Message, button: str, *, inaccessible: bool = False) -> Tap:
        """Presses a button, named by its label or its data."""
        found = message.button(button)
        if "callback_data" not in found:
            raise AssertionError(f"the button {button!r} sends nothing to the bot: {found}")
        return self.world.tap(self, message, found["callback_data"], inaccessible=inaccessible)

    @_act
    def forges(self, message: Message | None, data: str, *, inaccessible: bool = False) -> Tap:
        """Presses a button that is not there: old, made up, or another's data."""
        return self.world.tap(self, message, data, inaccessible=inaccessible)

    @_act
    def reacts(self, message: Message, emoji: str) -> None:
        """Puts a reaction under a message; the bot is told where it is an admin and asked for it."""
        if message.chat.kind == "private" or message.chat.bot == "administrator":
            body = {"chat": message.chat.json(), "message_id": message.id, "date": int(self.world.now())}
            new = [{"type": "emoji", "emoji": emoji}]
            self.world.tell(
                "message_reaction", {**body, "user": self.json(), "old_reaction": [], "new_reaction": new}
            )

    # --- coming and going ----------------------------------------------------------------------

    @_act
    def joins(self, group: Chat) -> None:
        """Joins a group."""
        group.members[self.id] = "member"
        self.world.note(group, self, new_chat_members=[self.json()])

    @_act
    def leaves(self, group: Chat) -> None:
        """Leaves a group."""
        group.members[self.id] = "left"
        self.world.note(group, self, left_chat_member=self.json())

    @_act
    def blocks_bot(self) -> None:
        """Stops the bot in the private chat."""
        self.world.bot_becomes(self.chat, "kicked", self)
        self.world.blocking.add(self.id)

    @_act
    def unblocks_bot(self) -> None:
        """Restarts the bot in the private chat."""
        self.world.blocking.discard(self.id)
        self.world.bot_becomes(self.chat, "member", self)

    @_act
    def deletes_account(self) -> None:
        """Is gone for good; the bot is not told."""
        self.world.gone.add(self.id)

    @_act
    def adds_bot(self, group: Chat, *, admin: Iterable[str] | bool = False, payload: str = "") -> None:
        """Adds the bot to a group or channel, with these admin rights if any."""
        self._appoint(group, admin)
        if group.kind != "channel":
            self.world.note(group, self, new_chat_members=[self.world.bot.json()])
            group.last_bot = self.world.bot.id
        if payload:
            self.says(f"/start@{self.world.bot.username} {payload}", group)

    @_act
    def removes_bot(self, group: Chat) -> None:
        """Throws the bot out."""
        if group.kind != "channel":
            self.world.note(group, self, left_chat_member=self.world.bot.json())
        self.world.bot_becomes(group, "kicked", self)

    @_act
    def promotes_bot(self, group: Chat, *rights: str) -> None:
        """Makes the bot an admin with these rights."""
        self._appoint(group, rights or True)

    @_act
    def demotes_bot(self, group: Chat) -> None:
        """Makes the bot an ordinary member again."""
        self.world.bot_becomes(group, "member", self)

    @_act
    def mutes_bot(self, group: Chat) -> None:
        """Lets the bot read but not write."""
        self.world.bot_becomes(group, "restricted", self, can_send=False)

    @_act
    def unmutes_bot(self, group: Chat) -> None:
        """Lets the bot write again."""
        self.world.bot_becomes(group, "member", self)

    def _appoint(self, group: Chat, admin: Iterable[str] | bool) -> None:
        rights = frozenset() if isinstance(admin, bool) else frozenset(admin)
        status = "administrator" if admin or rights else "member"
        self.world.bot_becomes(group, status, self, rights=rights)  # type: ignore[arg-type]


def _origin(source: User | Chat, date: int) -> Json:
    if isinstance(source, User):
        return {"type": "user", "date": date, "sender_user": source.json()}
    if source.kind == "channel":
        return {"type": "channel", "date": date, "chat": source.json(), "message_id": 1}
    return {"type": "chat", "date": date, "sender_chat": source.json()}
