"""The store as the rest of the bot sees it: one method a thing that happens, each one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from bot.core.messages import Forget, Note
from bot.errors import DataError
from bot.store import chats, dialogs, gaps, inbox, outbox, sessions
from bot.store.database import Database
from bot.store.gaps import GapRow
from bot.store.inbox import Arrival, Head, Lane
from bot.store.outbox import Ended, Outgoing, Row
from bot.store.seal import CHECK, Seal, WrongKey

ASIDE = 14 * 86_400.0  # how long updates put aside are kept


@dataclass(frozen=True, slots=True)
class Done:
    """What a turn leaves behind. `session` is None when it did not change."""

    head: Head
    kind: str = ""  # of the chat, as Telegram says it; empty when nobody spoke
    lang: str = ""
    session: str | None = None
    state: chats.State | None = None  # of the chat, where it has changed
    dialogs: str | None = None  # likewise; empty when none is left
    calls: tuple[Outgoing, ...] = ()
    notes: tuple[Note, ...] = ()
    counts: tuple[str, ...] = ()


class Store:
    """Inbox, outbox, sessions, chats, gaps and counters in one SQLite file."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    @classmethod
    async def open(cls, path: Path, clock: Callable[[], float], seal: Seal) -> Store:
        """`clock` gives seconds since 1970. Raises DataError where the file cannot be used, or has another key."""
        store = cls(await Database.open(path, seal), clock)
        try:
            await store._database.write(partial(_key_fits, seal=seal, path=path))
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        await self._database.close()

    # --- in ---------------------------------------------------------------------------------------

    async def take_in(self, arrivals: Sequence[Arrival], alerts: Sequence[Outgoing] = ()) -> list[Arrival]:
        """Keeps new updates so that even a power cut cannot lose them; returns those not seen before."""
        return await self._database.write(
            partial(_take_in, arrivals=arrivals, alerts=alerts, now=self._clock()), durable=True
        )

    async def heads(self, busy: Collection[Lane], limit: int) -> list[Head]:
        """The oldest unfinished update of each lane that is not busy."""
        return await self._database.read(partial(inbox.heads, busy=busy, limit=limit))

    async def finish(self, done: Done) -> None:
        """The end of a turn: session, replies, notes and the removal of the update, all or nothing."""
        await self._database.write(partial(_finish, done=done, now=self._clock()))

    async def put_aside(
        self, head: Head, state: Literal["quarantined", "broken"], reason: str, calls: Sequence[Outgoing] = ()
    ) -> None:
        """Ends an update nobody can answer: it cannot be read, or a bug of ours stands in the way."""
        await self._database.write(
            partial(_put_aside, head=head, state=state, reason=reason, calls=calls, now=self._clock())
        )

    # --- out --------------------------------------------------------------------------------------

    async def put(self, calls: Sequence[Outgoing]) -> None:
        """Queues calls that answer nobody: alerts, chores."""
        await self._database.write(partial(outbox.put, calls=calls, now=self._clock()))

    async def claim(
        self, busy: Collection[int], limit: int, waiting: Collection[int] = (), toasts: int = 16
    ) -> list[Row]:
        """The next toasts but those *waiting*, then the next call of each chat not *busy*; all *sending* now."""
        return await self._database.write(
            partial(_claim, busy=busy, limit=limit, waiting=waiting, toasts=toasts, now=self._clock())
        )

    async def ended(self, seq: int, state: Ended, *, message_id: int | None = None, reason: str = "") -> None:
        """The call has ended."""
        await self._database.write(
            partial(
                outbox.finish, seq=seq, state=state, now=self._clock(), message_id=message_id, reason=reason
            )
        )

    async def again(self, seq: int, method: str, params: str) -> None:
        """The call is to be made again, perhaps changed."""
        await self._database.write(partial(outbox.again, seq=seq, method=method, params=params))

    async def answered(self, chat: int, question: int) -> bool:
        """Whether that question was answered in the last ten minutes."""
        return await self._database.read(
            partial(outbox.answered, chat=chat, question=question, now=self._clock())
        )

    async def recover(self) -> dict[str, int]:
        """After a start: decides over calls a crash interrupted."""
        return await self._database.write(partial(outbox.recover, now=self._clock()))

    # --- chats ------------------------------------------------------------------------------------

    async def set_chat(self, chat: int, state: chats.State) -> None:
        """What the bot may do in a chat."""
        await self._database.write(partial(chats.set_state, chat=chat, state=state, now=self._clock()))

    async def chat_state(self, chat: int) -> chats.State | None:
        return await self._database.read(partial(chats.state, chat=chat))

    async def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup."""
        await self._database.write(partial(chats.migrate, old=old, new=new))

    # --- the rest ---------------------------------------------------------------------------------

    async def count(self, name: str) -> None:
        await self._database.write(partial(gaps.count, name=name))

    async def counters(self) -> dict[str, int]:
        return await self._database.read(gaps.counters)

    async def gaps(self, limit: int = 1000) -> list[GapRow]:
        """What people asked that the bot could not answer, most often first."""
        return await self._database.read(partial(gaps.gaps, limit=limit))

    async def note(self, key: str) -> str:
        return await self._database.read(partial(gaps.note, key=key))

    async def set_note(self, key: str, value: str) -> None:
        await self._database.write(partial(gaps.set_note, key=key, value=value))

    async def prune(self) -> None:
        """Forgets what need not be kept any longer."""
        await self._database.write(partial(_prune, now=self._clock()))

    async def probe(self) -> None:
        """Raises Unavailable unless something can be written and kept."""
        await self._database.write(partial(gaps.set_note, key="probe", value=str(self._clock())))


def _take_in(
    db: sqlite3.Connection, arrivals: Sequence[Arrival], alerts: Sequence[Outgoing], now: float
) -> list[Arrival]:
    kept = inbox.take_in(db, arrivals, now)
    if alerts and any(arrival.reason for arrival in kept):
        outbox.put(db, alerts, now)
    return kept


def _finish(db: sqlite3.Connection, done: Done, now: float) -> None:
    head = done.head
    inbox.remove(db, head.seq)
    if done.session is not None:
        sessions.save(db, head.chat, head.person, done.session, now)
    if done.dialogs is not None:
        dialogs.save(db, head.person, done.dialogs, now)
    if any(isinstance(note, Forget) for note in done.notes):
        _forget(db, head)
    elif done.kind:
        chats.heard(db, head.chat, done.kind, done.lang, now)
    if done.state:
        chats.set_state(db, head.chat, done.state, now)
    if done.calls:
        outbox.put(db, done.calls, now)
    if done.notes:
        gaps.remember(db, done.notes, now)
    for name in done.counts:
        gaps.count(db, name)


def _forget(db: sqlite3.Connection, head: Head) -> None:
    """Everything about a person in their private chat; what is still to come of this turn is put in afterwards."""
    dialogs.save(db, head.person, "", 0.0)
    sessions.forget(db, head.chat, head.person)
    outbox.forget(db, head.chat)
    inbox.forget(db, head.chat)
    chats.forget(db, head.chat)


def _key_fits(db: sqlite3.Connection, seal: Seal, path: Path) -> None:
    """The first start seals a sentence; every later one must be able to open it."""
    kept = db.execute("SELECT value FROM notes WHERE key = 'key'").fetchone()
    if kept is None:
        db.execute("INSERT INTO notes VALUES ('key', ?)", (seal.seal(CHECK, "key"),))
        return
    try:
        seal.opened(kept[0], "key")
    except WrongKey:
        raise DataError(
            f"The key does not open {path}. Put back the key this data folder was used with (SIGNPOST_KEY, or its file "
            "signpost.key). Lost? Then move the database away: the bot makes a new one, and what people told is gone."
        ) from None


def _claim(
    db: sqlite3.Connection,
    busy: Collection[int],
    limit: int,
    waiting: Collection[int],
    toasts: int,
    now: float,
) -> list[Row]:
    rows = outbox.claim_toasts(db, waiting, toasts, now) if toasts else []
    return rows + outbox.claim(db, busy, limit, now) if limit else rows


def _put_aside(
    db: sqlite3.Connection,
    head: Head,
    state: Literal["quarantined", "broken"],
    reason: str,
    calls: Sequence[Outgoing],
    now: float,
) -> None:
    inbox.put_aside(db, head.seq, state, reason)
    outbox.put(db, calls, now)
    gaps.count(db, f"{state} updates")


def _prune(db: sqlite3.Connection, now: float) -> None:
    inbox.prune(db, now - ASIDE)
    dialogs.prune(db, now)
    outbox.prune(db, now)
