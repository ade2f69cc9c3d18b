"""Inbox → turn → outbox: one update at a time for each person in each chat, many people at once.

A lane is (chat, person). Only the oldest update of a lane is fetched, when the lane is free, so that memory holds what
is being answered and no more. The turn ends with one transaction (session, replies, notes, the update's removal);
until then the update stays in the inbox, and whatever goes wrong, it is taken up again. Two things end an update
without an answer: it cannot be read (quarantined), or our own code failed over it (broken: the member hears a number,
the log bears the same number and no words).
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.core.messages import Joined, Message, Reply, Say, Session
from bot.gateway.alerts import Alerts
from bot.gateway.calling import Me
from bot.gateway.clock import Clock
from bot.gateway.conversation import Conversation
from bot.gateway.health import Health
from bot.gateway.pace import Pace
from bot.gateway.read import Address, Heard, Incoming, Moved, Standing, read
from bot.gateway.render import render
from bot.gateway.resting import Resting, until
from bot.logs import places
from bot.store import dialogs, sessions
from bot.store.database import Unavailable
from bot.store.inbox import Head, Lane
from bot.store.outbox import GROUP_AGE, Outgoing
from bot.store.store import Done, Store

log = logging.getLogger("signpost.turns")


class Turns:
    """Takes updates from the inbox until cancelled."""

    def __init__(
        self,
        store: Store,
        conversation: Conversation,
        me: Me,
        clock: Clock,
        health: Health,
        pace: Pace,
        alerts: Alerts,
        on_queued: Callable[[], None],
    ) -> None:
        self._store = store
        self._conversation = conversation
        self._me = me
        self._clock = clock
        self._health = health
        self._pace = pace
        self._alerts = alerts
        self._on_queued = on_queued
        self._busy: set[Lane] = set()
        self._resting: Resting[Lane] = Resting(clock.ticks)
        self._waited: set[int] = set()  # updates that have served their time in a flood
        self._failures = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something new is in the inbox."""
        self._wake.set()

    async def run(self) -> None:
        """Takes turns for ever."""
        while True:
            self._wake.clear()
            await self._start()
            await until(self._wake, self._resting)

    async def drain(self, seconds: float) -> None:
        """Lets the turns under way end. Call it after run() has been cancelled."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()

    async def _start(self) -> None:
        room = self._pace.turns - len(self._tasks)
        if room <= 0:
            return
        try:
            heads = await self._store.heads([*self._busy, *self._resting.names()], room)
        except Unavailable as trouble:
            await self._stuck(trouble)
            return
        for head in heads:
            self._busy.add(head.lane)
            task = asyncio.create_task(self._take(head))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    async def _stuck(self, trouble: Unavailable) -> None:
        self._health.trouble("database", str(trouble))
        self._failures += 1
        await asyncio.sleep(self._pace.pause(self._failures))
        self._wake.set()

    async def _take(self, head: Head) -> None:
        try:
            await self._turn(head)
            self._failures = 0
        except Unavailable as trouble:
            self._health.trouble("database", str(trouble))
            self._failures += 1
            self._resting.rest(head.lane, self._pace.pause(self._failures))
        except Exception as error:
            await self._give_up(head, error)
        finally:
            self._busy.discard(head.lane)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._wake.set()  # only now is there room for the next

    async def _give_up(self, head: Head, error: Exception) -> None:
        """A bug of ours outside the conversation: the update is put aside, so that its lane goes on."""
        number = secrets.token_hex(4)
        log.error("report %s: update %s: %s", number, head.update_id, places(error))
        try:
            await self._store.put_aside(head, "broken", number)
        except Exception as trouble:
            log.error("update %s stays in the inbox: %s", head.update_id, places(trouble))  # noqa: TRY400 - a traceback may hold a member's words
            self._resting.rest(head.lane, self._pace.backoff)

    async def _turn(self, head: Head) -> None:
        now, at = self._times(head)
        try:
            incoming: Incoming = read(json.loads(head.raw), self._me, head.person, at)
        except Exception as error:
            await self._quarantine(head, error)
            return
        match incoming:
            case None:
                await self._store.finish(Done(head))
            case Moved(old, new):
                await self._store.migrate(old, new)
                await self._store.finish(Done(head))
            case Standing():
                await self._standing(head, incoming, now, at)
            case Heard():
                await self._heard(head, incoming, now)

    def _times(self, head: Head) -> tuple[datetime, datetime]:
        """Now, and when it was asked: as long ago as it truly is, whatever the calendar says meanwhile."""
        now = self._clock.now()
        age = min(max(self._clock.stamp() - head.asked, 0.0), 1e9)
        return now, now - timedelta(seconds=age)

    async def _quarantine(self, head: Head, error: Exception) -> None:
        log.warning("update %s cannot be read (%s); it is set aside", head.update_id, type(error).__name__)
        alerts = self._alerts.unreadable(head.update_id)
        await self._store.put_aside(head, "quarantined", type(error).__name__, alerts)
        self._on_queued()

    async def _standing(self, head: Head, change: Standing, now: datetime, at: datetime) -> None:
        """Added, muted, thrown out, blocked, unblocked. A channel is left: there is nobody to talk to."""
        if change.address.kind == "channel":
            calls = (Outgoing(change.address.chat, "leaveChat", "{}"),) if change.status != "out" else ()
            await self._store.finish(Done(head, calls=calls))
            self._on_queued()
        elif change.status == "out":
            await self._store.finish(Done(head, state="blocked" if change.address.private else "left"))
        elif change.arrived and not change.address.private:
            joined = Heard(Joined(at, change.where), change.address)
            await self._heard(head, joined, now)
        else:
            await self._store.finish(Done(head, state="muted" if change.status == "muted" else "active"))

    async def _heard(self, head: Head, heard: Heard, now: datetime) -> None:
        question = heard.address.question
        if heard.edited and not (question and await self._store.answered(heard.address.chat, question)):
            await self._store.finish(Done(head, counts=("ignored edits",)))
            return
        session = dialogs.load(sessions.load(head.session), head.dialogs)
        try:
            if self._must_wait(head, session, heard.message, now):
                return
            done = self._decide(head, heard, session, now)
        except Exception as error:
            await self._our_bug(head, heard, error)
            return
        await self._store.finish(done)
        self._health.well("database")
        self._waited.discard(head.seq)
        log.info("turn %s: update %s, %d calls", head.seq, head.update_id, len(done.calls))
        if done.calls:
            self._on_queued()

    def _must_wait(self, head: Head, session: Session, message: Message, now: datetime) -> bool:
        """In a flood the lane rests and gives its place to others; each update waits once."""
        if head.seq in self._waited:
            return False
        seconds = self._conversation.wait(session, message, now)
        if seconds <= 0:
            return False
        self._waited.add(head.seq)
        self._resting.rest(head.lane, seconds)
        return True

    def _decide(self, head: Head, heard: Heard, session: Session, now: datetime) -> Done:
        turn = self._conversation.respond(session, heard.message, now)
        replies: tuple[Reply, ...] = turn.replies
        late = not heard.address.private and now - heard.message.at > timedelta(seconds=GROUP_AGE)
        if late:  # a late answer in a group is noise, but not one to a call for help
            replies = tuple(reply for reply in replies if isinstance(reply, Say) and reply.urgent)
            if not replies:
                return Done(head, counts=("expired questions",))
        calls = render(replies, heard.address, self._me, revised=heard.edited)
        saved, told = sessions.dump(turn.session), dialogs.dump(turn.session)
        return Done(
            head,
            kind=heard.address.kind,
            lang=heard.message.where.lang,
            session=None if saved == (head.session or "{}") else saved,
            dialogs=None if told == (head.dialogs or "") else told,
            calls=calls,
            notes=turn.notes,
        )

    async def _our_bug(self, head: Head, heard: Heard, error: Exception) -> None:
        number = secrets.token_hex(4)
        log.error("report %s: update %s: %s", number, head.update_id, places(error))
        self._waited.discard(head.seq)
        await self._store.put_aside(head, "broken", number, self._apology(heard, number))
        self._on_queued()

    def _apology(self, heard: Heard, number: str) -> tuple[Outgoing, ...]:
        address: Address = heard.address
        try:
            say = self._conversation.broken(heard.message.where.lang, number)
            return render([say], address, self._me, revised=heard.edited)
        except Exception as error:
            log.error("report %s: the apology failed too: %s", number, places(error))  # noqa: TRY400 - a traceback may hold a member's words
            return render([], address, self._me)  # a tap still gets its toast
