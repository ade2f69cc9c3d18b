"""Our own poller: what Telegram hands over is committed to the inbox before Telegram is told to forget it.

The offset. Telegram forgets what lies below the offset of the next call, so that call is made only after the commit.
Once a poll comes back empty, everything below the offset is forgotten, and the next call goes out *without* one: after
a quiet week Telegram may begin again at a lower number, and an old high offset would throw those updates away unread.
A doubled delivery is harmless (the inbox knows the last ids), a lost one is not. The same offset twice within half a
second would make Telegram hand out single updates; an empty answer takes longer than that, and so does our backoff.

The age of a question decides whether a group still gets an answer, so a clock that is wrong must not make everything
old. Nothing that arrives can be older than the last empty answer, nor older than a day (Telegram keeps no more):
what looks older than the first is as old as that, what looks older than the second counts as new.
"""

from __future__ import annotations

import asyncio
import json
import logging
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from bot.errors import AlreadyRunning, TelegramError
from bot.gateway import calling
from bot.gateway.alerts import Alerts
from bot.gateway.api import Api, CallFailed, Refused
from bot.gateway.calling import Me
from bot.gateway.clock import Clock
from bot.gateway.health import Health
from bot.gateway.pace import Pace
from bot.store.database import Unavailable
from bot.store.inbox import Arrival
from bot.store.store import Store

log = logging.getLogger("signpost.receive")

DAY = 86_400.0
REFUSED_TOKEN = "Telegram does not accept the token. Copy it again from @BotFather into SIGNPOST_TOKEN."  # noqa: S105 - a sentence about it
TWO_POLLERS = (
    "Another program receives messages with the same token. Stop it, or give each instance a token of its own "
    "(a token can be renewed with @BotFather)."
)
WEBHOOK = (
    "A webhook is set for this token, so Telegram sends the messages there. Remove it (open "
    "…/deleteWebhook with the token, or ask whoever set it), then start again."
)


class Poller:
    """Polls until it is cancelled, or until Telegram refuses the token for good."""

    def __init__(
        self,
        api: Api,
        store: Store,
        me: Me,
        clock: Clock,
        health: Health,
        pace: Pace,
        alerts: Alerts,
        on_new: Callable[[], None],
        on_flood: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._api = api
        self._store = store
        self._me = me
        self._clock = clock
        self._health = health
        self._pace = pace
        self._alerts = alerts
        self._on_new = on_new
        self._on_flood = on_flood
        self._offset: int | None = None
        self._failures = 0
        self._completed = clock.ticks()
        self._emptied: float | None = None  # when Telegram last had nothing for us
        self._conflicts = Conflicts(pace.conflict)

    async def run(self) -> None:
        """Receives for ever. Raises TelegramError or AlreadyRunning when there is no use in going on."""
        while True:
            try:
                updates = await self._poll()
            except Refused as refusal:
                await self._refused(refusal)
            except CallFailed as failure:
                await self._failed(str(failure))
            except TimeoutError:
                await self._failed("a poll hung")
            else:
                await self._answered(updates)

    async def _poll(self) -> list[Any]:
        params: dict[str, object] = {"timeout": self._pace.poll, "allowed_updates": list(calling.ALLOWED)}
        if self._offset is not None:
            params["offset"] = self._offset
        patience = self._pace.poll + self._pace.patience
        async with asyncio.timeout(
            patience + self._pace.patience
        ):  # a server that drips never times out on its own
            updates = await self._api.call("getUpdates", params, patience=patience)
        if not isinstance(updates, list):
            raise CallFailed("getUpdates did not give a list")
        return updates

    async def _answered(self, updates: list[Any]) -> None:
        self._failures, self._completed = 0, self._clock.ticks()
        self._conflicts.calm(self._clock.ticks())
        self._health.polled()
        if not updates:
            self._offset, self._emptied = None, self._clock.ticks()
            return
        await self._keep(updates)
        ids = [update["update_id"] for update in updates if _has_id(update)]
        if ids:
            self._offset = ids[-1] + 1
        else:
            await self._failed("updates without a number")

    async def _keep(self, updates: Sequence[Any]) -> None:
        """Comes back only when all of them are kept: until then nothing more is asked for."""
        arrivals = [arrival for update in updates if (arrival := self._arrival(update))]
        alerts = next((self._alerts.unreadable(one.update_id) for one in arrivals if one.reason), ())
        attempt = 0
        while arrivals:
            try:
                kept = await self._store.take_in(arrivals, alerts)
            except Unavailable as trouble:
                self._health.trouble("database", str(trouble))
                attempt += 1
                await asyncio.sleep(self._pace.pause(attempt))
            else:
                self._health.well("database")
                _log_unreadable(kept)
                self._on_new()
                return

    def _arrival(self, update: Any) -> Arrival | None:
        raw = json.dumps(update)
        now = self._clock.stamp()
        number = update["update_id"] if _has_id(update) else -zlib.crc32(raw.encode())
        try:
            kept = calling.sort(update, self._me)
            if kept is None:
                return None
            asked = now if kept.date is None else now - self._age(now - kept.date)
            return Arrival(number, kept.chat, kept.person, raw, asked)
        except Exception as error:
            return Arrival(number, 0, 0, raw, now, reason=type(error).__name__)

    def _age(self, apparent: float) -> float:
        if apparent > DAY:
            return 0.0
        at_most = DAY if self._emptied is None else self._clock.ticks() - self._emptied
        return min(max(apparent, 0.0), at_most)

    async def _refused(self, refusal: Refused) -> None:
        if refusal.code in (401, 404):
            raise TelegramError(REFUSED_TOKEN)
        if refusal.code == 409:
            await self._conflict()
        elif refusal.code == 429:
            self._completed = self._clock.ticks()  # Telegram is there, and says when
            self._health.trouble("telegram", "it asks us to wait")
            seconds = refusal.retry_after or self._pace.pause(3)
            self._on_flood(seconds)
            await asyncio.sleep(seconds)
        else:
            await self._failed(f"getUpdates was refused with {refusal.code}")

    async def _conflict(self) -> None:
        self._completed = self._clock.ticks()
        self._health.trouble(
            "telegram", "another program receives messages with this token, or a webhook is set"
        )
        if self._conflicts.seen(self._clock.ticks()):
            raise await self._why_conflict()
        self._failures = 0
        await asyncio.sleep(min(self._pace.pause(2), self._pace.conflict / 4))

    async def _why_conflict(self) -> Exception:
        webhook: Any = {}
        with suppress(CallFailed):
            webhook = await self._api.call("getWebhookInfo", {})
        if isinstance(webhook, dict) and webhook.get("url"):
            return TelegramError(WEBHOOK)
        return AlreadyRunning(TWO_POLLERS)

    async def _failed(self, reason: str) -> None:
        self._failures += 1
        self._health.trouble("telegram", f"it cannot be reached ({reason})")
        if self._clock.ticks() - self._completed > 3 * self._pace.poll:
            await self._renew()
        await asyncio.sleep(self._pace.pause(self._failures))

    async def _renew(self) -> None:
        """New connections: one that died quietly can block the pool for good."""
        self._completed = self._clock.ticks()
        log.info("no poll was answered for long; starting with new connections")
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pace.patience):
                await self._api.renew()


class Conflicts:
    """One 409 is nothing: a deploy overlaps. 409 again and again, for that long, is another instance."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._first: float | None = None
        self._last = 0.0

    def seen(self, now: float) -> bool:
        """Notes one; True when it has gone on for too long."""
        self._first = now if self._first is None else self._first
        self._last = now
        return now - self._first >= self._patience

    def calm(self, now: float) -> None:
        """A poll was answered. Two that fight over a token are answered now and then, so peace takes a while."""
        if now - self._last > self._patience / 2:
            self._first = None


def _has_id(update: Any) -> bool:
    return isinstance(update, dict) and calling.is_number(update.get("update_id"))


def _log_unreadable(arrivals: Sequence[Arrival]) -> None:
    for arrival in arrivals:
        if arrival.reason:
            log.warning("update %s cannot be read (%s); it is set aside", arrival.update_id, arrival.reason)


async def introduce(api: Api, health: Health, pace: Pace, commands: frozenset[str]) -> Me:
    """Who we are, asked until Telegram answers; before that nothing is sent. Raises TelegramError for a bad token."""
    attempt = 0
    while True:
        attempt += 1
        try:
            me = await api.call("getMe", {}, patience=pace.call)
            health.well("telegram")
            return Me(int(me["id"]), str(me["username"]), commands)
        except Refused as refusal:
            if refusal.code in (401, 404):
                raise TelegramError(REFUSED_TOKEN) from None
            health.trouble("telegram", f"getMe was refused with {refusal.code}")
            await asyncio.sleep(refusal.retry_after or pace.pause(attempt))
        except (CallFailed, KeyError, TypeError, ValueError) as failure:
            health.trouble("telegram", f"it cannot be reached ({type(failure).__name__})")
            await asyncio.sleep(pace.pause(attempt))
