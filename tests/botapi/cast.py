"""Who plays: people, groups and channels are made here, and the test waits for what it expects."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from tests.botapi.model import Chat, Message, Status, Tap, User
from tests.botapi.people import Person
from tests.botapi.places import Channel, Group
from tests.botapi.queue import Waiting
from tests.botapi.refusal import Json
from tests.botapi.world import World

LOOK_EVERY = 0.005


class Cast:
    """The part of the stand-in that is about people and waiting."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._numbers = iter(range(1001, 10_000_000))
        self._groups = iter(range(4001, 10_000_000))

    # --- making people and places --------------------------------------------------------------

    def person(
        self, number: int = 0, first_name: str = "Ana", *, started: bool = True, **more: object
    ) -> Person:
        """Somebody; `started` when the bot may write to them already. Also last_name, language_code …"""
        with self.world.lock:
            person = Person(self.world, number or next(self._numbers), first_name, **more)
            if started:
                self.world.started.add(person.id)
                self.world.private(person)
            return person

    def other_bot(self, username: str = "other_bot") -> Person:
        """Another bot, seen as a member of groups."""
        return self.person(first_name="Other", username=username, is_bot=True, started=False)

    def group(
        self,
        title: str = "MS friends",
        members: Iterable[User] = (),
        *,
        owner: User | None = None,
        kind: str = "supergroup",
        forum: bool = False,
        bot: Status | None = "member",
        rights: Iterable[str] = (),
        username: str = "",
    ) -> Group:
        """A group in which the bot has been for long (`bot=None`: it has not; see `Person.adds_bot`)."""
        with self.world.lock:
            number = -next(self._groups) - (1_000_000_000_000 if kind == "supergroup" else 0)
            owner = owner or Person(self.world, next(self._numbers), "Olga")
            group = Group(self.world, number, kind, title, owner, forum=forum, username=username)  # type: ignore[arg-type]
            group.bot, group.bot_rights = bot or "left", frozenset(rights)
            group.members |= {member.id: "member" for member in members}
            return group

    def channel(
        self, title: str = "MS news", *, bot: Status | None = None, linked: Group | None = None
    ) -> Channel:
        """A channel, perhaps with its discussion group."""
        with self.world.lock:
            number = -1_000_000_000_000 - next(self._groups)
            channel = Channel(
                self.world, number, "channel", title, Person(self.world, next(self._numbers), "Carl")
            )
            channel.bot, channel.linked = bot or "left", linked
            return channel

    # --- updates by hand -----------------------------------------------------------------------

    def raw_update(self, update: Json | str) -> Waiting:
        """Puts any update into the queue: a dict gets an id if it has none, a string goes out as it is."""
        with self.world.lock:
            made = self.world.queue.put_raw(update)
            self.world.changed()
            return made

    def redeliver(self, update: Waiting) -> None:
        """Hands out an update again, byte for byte, even if it was confirmed."""
        with self.world.lock:
            self.world.queue.put_again(update)
            self.world.changed()

    def restart_update_ids(self, first: int) -> None:
        """Update ids begin anew, as after a week of silence; let the queue run empty before."""
        with self.world.lock:
            self.world.queue.restart(first)

    @property
    def updates(self) -> list[Waiting]:
        """Every update ever made, in order."""
        return self.world.queue.every

    @property
    def unconfirmed(self) -> list[Waiting]:
        """The updates the bot has not confirmed."""
        return self.world.queue.waiting

    # --- what the bot did ----------------------------------------------------------------------

    @property
    def sent(self) -> list[Message]:
        """Every message the bot sent, in order, as it looks now."""
        return self.world.sent

    def sent_to(self, chat: Chat | Person) -> list[Message]:
        """The messages the bot sent to one chat or one person."""
        where = chat.chat if isinstance(chat, Person) else chat
        return [message for message in self.world.sent if message.chat is where]

    @property
    def taps(self) -> list[Tap]:
        """Every button press, in order."""
        return [*self.world.taps.values()]

    @property
    def open_taps(self) -> list[Tap]:
        """The button presses the bot has not answered."""
        return [tap for tap in self.world.taps.values() if not tap.answered]

    # --- waiting -------------------------------------------------------------------------------

    async def until(self, holds: Callable[[], object], seconds: float = 15.0, what: str = "") -> None:
        """Waits until something holds; fails with what the bot did instead."""
        deadline = time.monotonic() + seconds
        while not self._look(holds):
            if time.monotonic() > deadline:
                raise AssertionError(self._story(what or "it", seconds))
            await asyncio.sleep(LOOK_EVERY)

    def wait(self, holds: Callable[[], object], seconds: float = 15.0, what: str = "") -> None:
        """The same for tests that are not async."""
        deadline = time.monotonic() + seconds
        while not self._look(holds):
            if time.monotonic() > deadline:
                raise AssertionError(self._story(what or "it", seconds))
            time.sleep(LOOK_EVERY)

    async def reply(self, question: Message | Tap, seconds: float = 20.0) -> Message:
        """The first message the bot sent in the chat after this question or tap was made."""
        await self.until(lambda: self._after(question), seconds, f"a reply to {question}")
        return self._after(question)[0]

    def _after(self, asked: Message | Tap) -> list[Message]:
        if isinstance(asked, Message):
            return [m for m in self.world.sent if m.chat is asked.chat and m.id > asked.id]
        assert asked.message, "a tap on an inline message has no chat"
        return [m for m in self.world.sent[asked.sent_before :] if m.chat is asked.message.chat]

    async def settled(self, seconds: float = 10.0, still: float = 0.3) -> None:
        """Waits until every update is confirmed and the bot has done nothing more for `still` seconds."""
        deadline = time.monotonic() + seconds
        seen, since = -1, time.monotonic()
        while True:
            now, done = time.monotonic(), self._deeds()
            if done != seen or self.unconfirmed:
                seen, since = done, now
            elif now - since >= still:
                return
            if now > deadline:
                raise AssertionError(self._story("everything to settle", seconds))
            await asyncio.sleep(LOOK_EVERY)

    def _deeds(self) -> int:
        """How many calls the bot made, polls aside."""
        raise NotImplementedError

    def _story(self, what: str, seconds: float) -> str:
        last = "\n  ".join(map(repr, self.world.sent[-5:])) or "nothing"
        waiting = [update.raw[:120] for update in self.unconfirmed[:3]]
        told = f"waited {seconds} s for {what}\nlast sent:\n  {last}"
        return f"{told}\nunconfirmed: {waiting}\nopen taps: {self.open_taps}"

    def _look(self, holds: Callable[[], object]) -> bool:
        with self.world.lock:
            return bool(holds())
