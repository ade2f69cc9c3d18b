"""Outbox → Telegram: one call at a time in each chat, many chats at once. The states are drawn in bot.store.outbox.

A chat that must wait (429, a pause between two group messages, an attempt to come) rests, and nothing of it is claimed
meanwhile; the others go on. All rest together when the trouble is nobody's in particular: no network, or Telegram
tells several chats at once to wait.

What was sent and not yet written down when the bot is killed is sent again. So few calls are begun at a time (`fresh`);
one that takes longer makes room for the next, so that nobody waits for a slow answer to somebody else.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from contextlib import suppress
from typing import Any

from bot.gateway.api import Api, CallFailed
from bot.gateway.clock import Clock
from bot.gateway.files import file_of, in_words
from bot.gateway.health import Health
from bot.gateway.pace import Pace
from bot.gateway.resting import Resting, until
from bot.gateway.verdict import Params, Verdict, changed_call, judge
from bot.logs import places
from bot.store.database import Unavailable
from bot.store.outbox import Row, too_old
from bot.store.store import Store

log = logging.getLogger("signpost.send")

SEVERAL = 3  # chats told to wait within FLOOD_SPAN seconds: it is meant for all of us
FLOOD_SPAN = 5.0
MINUTE = 60.0


class Sender:
    """Sends until cancelled."""

    def __init__(self, store: Store, api: Api, clock: Clock, health: Health, pace: Pace) -> None:
        self._store = store
        self._api = api
        self._clock = clock
        self._health = health
        self._pace = pace
        self._busy: set[int] = set()  # chats
        self._resting: Resting[int] = Resting(clock.ticks)
        self._fresh: set[int] = set()  # rows begun just now
        self._toasts: set[int] = set()  # rows under way
        self._toasts_resting: Resting[int] = Resting(clock.ticks)
        self._everyone: Resting[str] = Resting(clock.ticks)
        self._failures = 0
        self._floods: deque[tuple[float, int]] = deque(maxlen=64)
        self._groups = Groups(pace)
        self._tasks: set[asyncio.Task[None]] = set()
        self._claiming: asyncio.Task[int] | None = None
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something new is in the outbox."""
        self._wake.set()

    def hold(self, seconds: float) -> None:
        """Nothing is sent to anybody for that long."""
        self._everyone.rest("all", seconds)

    async def run(self) -> None:
        """Sends for ever."""
        while True:
            self._wake.clear()
            await self._start()
            await self._until_next()

    async def drain(self, seconds: float) -> None:
        """Sends what can be sent at once. Call it after run() has been cancelled."""
        end = self._clock.ticks() + seconds
        if self._claiming is not None:
            await asyncio.wait((self._claiming,), timeout=seconds)
        while (left := end - self._clock.ticks()) > 0 and (await self._start() or self._tasks):
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _until_next(self) -> None:
        if self._everyone.names():
            await until(asyncio.Event(), self._everyone)
        else:
            await until(self._wake, self._resting, self._toasts_resting)

    async def _start(self) -> int:
        """Claims what may be sent now, and begins to send it; how many calls that were.

        A stop does not interrupt it: a claim is committed all the same, and what nobody sends is overtaken.
        """
        self._claiming = asyncio.create_task(self._claim())
        return await asyncio.shield(self._claiming)

    async def _claim(self) -> int:
        toasts = self._pace.toasts - len(self._toasts)
        room = min(
            self._pace.sends + self._pace.toasts - len(self._tasks) - max(toasts, 0),
            self._pace.fresh - len(self._fresh),
        )
        if self._everyone.names() or (toasts <= 0 and room <= 0):
            return 0
        busy = {*self._busy, *self._resting.names()}
        try:
            rows = await self._store.claim(busy, max(room, 0), self._toasts_resting.names(), max(toasts, 0))
        except Unavailable as trouble:
            self._health.trouble("database", str(trouble))
            self._failures += 1
            self._everyone.rest("all", self._pace.pause(self._failures))
            return 0
        for row in rows:
            self._begin(row)
        return len(rows)

    def _begin(self, row: Row) -> None:
        (self._toasts if row.toast else self._busy).add(row.seq if row.toast else row.chat)
        if not row.toast:
            self._fresh.add(row.seq)
            asyncio.get_running_loop().call_later(self._pace.fresh_for, self._aged, row.seq)
        task = asyncio.create_task(self._deliver(row))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def _deliver(self, row: Row) -> None:
        try:
            await self._settle(row, *await self._attempt(row))
        except Exception as error:
            log.error("call %s ended badly: %s", row.seq, places(error))  # noqa: TRY400 - a traceback may hold a member's words
            with suppress(Unavailable):
                await self._store.ended(row.seq, "failed", reason="our bug")
        finally:
            if row.toast:
                self._toasts.discard(row.seq)
            else:
                self._busy.discard(row.chat)
                self._fresh.discard(row.seq)

    def _aged(self, seq: int) -> None:
        if seq in self._fresh:
            self._fresh.discard(seq)
            self._wake.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._wake.set()  # only now is there room for the next

    async def _attempt(self, row: Row) -> tuple[Params, Verdict, int | None]:
        params: dict[str, Any] = json.loads(row.params)
        if row.edits and row.method == "editMessageText":
            if row.target is None:
                return params, Verdict("failed", "nothing to edit"), None
            params["message_id"] = row.target
        place = {} if row.toast else {"chat_id": row.chat}
        try:
            plain, file = await file_of(row.method, params)
        except Exception as error:
            log.error("call %s: the file cannot be made: %s", row.seq, places(error))  # noqa: TRY400 - a traceback may hold a member's words
            return (
                params,
                Verdict("again", "file not made", method="sendMessage", params=in_words(params)),
                None,
            )
        try:
            result = await self._api.call(row.method, {**place, **plain}, file=file, patience=self._pace.call)
        except CallFailed as failure:
            return params, judge(row, params, failure), None
        self._failures = 0
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return params, Verdict("sent"), message_id

    async def _settle(self, row: Row, params: Params, verdict: Verdict, message_id: int | None) -> None:
        """Writes down what became of the call, however long that takes, and lets its chat rest if it must."""
        if verdict.then == "again" and too_old(row, self._clock.stamp()):
            verdict = Verdict("expired", "old")
        if row.method == "sendMessage" and row.group:
            self._resting.rest(row.chat, self._groups.sent(row.chat, self._clock.ticks()))
        self._pause(row, verdict)
        attempt = 0
        while True:
            try:
                await self._write(row, params, verdict, message_id)
            except Unavailable as trouble:
                self._health.trouble("database", str(trouble))
                attempt += 1
                await asyncio.sleep(self._pace.pause(attempt))
            else:
                self._health.well("database")
                break
        level = logging.DEBUG if verdict.then == "sent" else logging.WARNING
        if (
            verdict.then == "sent" or verdict.reason != "not sent"
        ):  # a lost network is told once, by the poller
            log.log(level, "call %s (%s) %s %s", row.seq, row.method, verdict.then, verdict.reason)

    async def _write(self, row: Row, params: Params, verdict: Verdict, message_id: int | None) -> None:
        if verdict.migrate_to is not None:
            await self._store.migrate(row.chat, verdict.migrate_to)
        if verdict.chat is not None:
            await self._store.set_chat(row.chat, verdict.chat)
        if verdict.then == "again":
            await self._store.again(row.seq, *changed_call(row, params, verdict))
        else:
            await self._store.ended(row.seq, verdict.then, message_id=message_id, reason=verdict.reason)

    def _pause(self, row: Row, verdict: Verdict) -> None:
        seconds = self._pace.pause(row.attempts) if verdict.pause is None else verdict.pause
        if verdict.then != "again" or seconds <= 0:
            return
        if verdict.everywhere:
            self._failures += not self._everyone.names()  # calls that fail together are one failure
            self._everyone.rest("all", self._pace.pause(self._failures))
        elif row.toast:
            self._toasts_resting.rest(row.seq, seconds)
        else:
            self._resting.rest(row.chat, seconds)
        if verdict.flood and self._is_flood(row.chat):
            self._everyone.rest("all", seconds)

    def _is_flood(self, chat: int) -> bool:
        now = self._clock.ticks()
        self._floods.append((now, chat))
        return len({one for moment, one in self._floods if now - moment < FLOOD_SPAN}) >= SEVERAL


class Groups:
    """Telegram's limit for groups: about a message a second, and twenty a minute. Sends count, edits do not."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._sent: dict[int, deque[float]] = {}

    def sent(self, chat: int, now: float) -> float:
        """Notes a message; how long the group must rest."""
        self._forget(now)
        times = self._sent.setdefault(chat, deque(maxlen=self._pace.group_minute))
        times.append(now)
        full = len(times) == self._pace.group_minute
        return max(self._pace.group_gap, times[0] + MINUTE - now if full else 0.0)

    def _forget(self, now: float) -> None:
        if len(self._sent) > 1000:
            self._sent = {chat: times for chat, times in self._sent.items() if now - times[-1] < MINUTE}
