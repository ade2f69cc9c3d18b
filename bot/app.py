"""The running bot, built from its settings: the only place that wires the parts together."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from bot import logs, offline
from bot.core import conversation
from bot.core.content import Content
from bot.core.menus import COMMANDS
from bot.core.messages import Message, Say, Session, Turn
from bot.errors import AlreadyRunning, DataError
from bot.gateway.admin import set_menus
from bot.gateway.alerts import Alerts
from bot.gateway.api import Api
from bot.gateway.clock import Clock
from bot.gateway.conversation import Conversation
from bot.gateway.health import Health, verdict
from bot.gateway.pace import Pace
from bot.gateway.receive import Poller, introduce
from bot.gateway.send import Sender
from bot.gateway.turns import Turns
from bot.settings import Settings
from bot.store.database import Unavailable
from bot.store.seal import Seal, key_for
from bot.store.store import Store

log = logging.getLogger("signpost")

LOCK = "signpost.lock"
INTERRUPTED = 130
WATCH_AGAIN = 60.0

Tell = Callable[[str], Awaitable[None]]


class Talk:
    """The conversation with the content now in use; `content` is swapped whole, between two turns."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def respond(self, session: Session, message: Message, now: datetime) -> Turn:
        return conversation.respond(self.content, session, message, now)

    def wait(self, session: Session, message: Message, now: datetime) -> float:
        return conversation.waiting_time(self.content, session, message, now)

    def broken(self, lang: str, number: str) -> Say:
        return conversation.broken(self.content, lang, number)

    def sentence(self, name: str, lang: str = "", **values: object) -> str:
        return self.content.edition(lang).say(name, **values)

    def languages(self) -> Sequence[str]:
        return tuple(self.content.editions)


class Watch(Protocol):
    """Follows the content's files: puts new content into `talk` when it is sound, tells operators when it is not."""

    async def __call__(self, talk: Talk, tell: Tell) -> None: ...


def serve(settings: Settings, *, watch: Watch | None = None, pace: Pace | None = None) -> int:
    """Serves Telegram until it is told to stop. Returns the exit code."""
    logs.set_up(settings.log_level, settings.log_format, settings.token)
    with _lock(settings.data_dir):
        talk = Talk(offline.content_to_serve(settings))
        return asyncio.run(run(settings, talk, watch=watch, pace=pace or Pace()))


def health(settings: Settings) -> tuple[bool, str]:
    """Whether the bot that runs on this data folder is well, and a line that says why."""
    return verdict(settings.data_dir, time.time)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Only one instance runs on a data folder; the lock dies with its process."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(folder / LOCK, blocking=False, mode=0o600)
        lock.acquire()
    except Timeout:
        raise AlreadyRunning(
            f"Another instance of the bot runs on the data folder {folder}. "
            "Stop it first, or give this one a folder of its own (SIGNPOST_DATA_DIR)."
        ) from None
    except OSError as error:
        raise DataError(
            f"The data folder {folder} cannot be used: {error.strerror}. "
            "Give the bot a folder it may write (SIGNPOST_DATA_DIR), or mend the permissions."
        ) from None
    try:
        yield
    finally:
        lock.release()


async def run(settings: Settings, talk: Talk, *, watch: Watch | None = None, pace: Pace) -> int:
    """The bot in an event loop, from the first signal handler to the last closed file."""
    stop = _stop_on_signals()
    clock = Clock()
    silence = 3 * pace.poll + pace.patience
    wellness = Health(settings.data_dir, clock, silence)
    seal = Seal(key_for(settings.data_dir, settings.key))
    store = await Store.open(settings.database, clock.stamp, seal)
    polls = Api(settings.api_url, settings.token, pool=1)
    calls = Api(settings.api_url, settings.token)
    try:
        follow = partial(watch, talk) if watch else None
        bot = Bot(settings.operators, talk, store, polls, calls, clock, wellness, pace, follow)
        await _until_stopped(stop, bot)
    finally:
        wellness.stopped()
        await calls.close()
        await polls.close()
        await store.close()
    log.info("stopped")
    return 0


def _stop_on_signals() -> asyncio.Event:
    """The first signal asks for an orderly end; the second ends at once, and loses nothing that was acknowledged."""
    stop = asyncio.Event()

    def heard() -> None:
        if stop.is_set():
            os._exit(INTERRUPTED)
        log.info("stopping")
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, heard)
    return stop


class Bot:
    """Everything that runs: the poller, the turns, the sender, and what looks after them."""

    def __init__(
        self,
        operators: Sequence[int],
        talk: Conversation,
        store: Store,
        polls: Api,
        calls: Api,
        clock: Clock,
        health: Health,
        pace: Pace,
        watch: Callable[[Tell], Awaitable[None]] | None = None,
    ) -> None:
        self._operators = operators
        self._talk = talk
        self._store = store
        self._polls = polls
        self._calls = calls
        self._clock = clock
        self._health = health
        self._pace = pace
        self._watch = watch
        self._sender = Sender(store, calls, clock, health, pace)
        self._turns: Turns | None = None

    async def run(self) -> None:
        """Runs until cancelled, or until one of the parts cannot go on."""
        async with asyncio.TaskGroup() as parts:
            parts.create_task(self._health.beat(self._pace.heartbeat))
            me = await introduce(self._calls, self._health, self._pace, frozenset(COMMANDS))
            log.info("serving as @%s", me.username)
            await self._recovered()
            alerts = Alerts(self._operators, self._talk, me, self._clock)
            self._turns = turns = Turns(
                self._store, self._talk, me, self._clock, self._health, self._pace, alerts, self._sender.wake
            )
            poller = Poller(
                self._polls,
                self._store,
                me,
                self._clock,
                self._health,
                self._pace,
                alerts,
                on_new=self._received,
                on_flood=self._sender.hold,
            )
            parts.create_task(self._sender.run())
            parts.create_task(turns.run())
            parts.create_task(poller.run())
            parts.create_task(self._look_after())
            menus = set_menus(self._calls, self._store, self._talk, self._pace)
            parts.create_task(_guarded("setting the menus", menus))
            if self._watch is not None:
                parts.create_task(self._watched(self._watch, self._teller(alerts)))

    @staticmethod
    async def _watched(watch: Callable[[Tell], Awaitable[None]], tell: Tell) -> None:
        while True:
            await _guarded("the watch over the texts", watch(tell))
            await asyncio.sleep(WATCH_AGAIN)

    async def _recovered(self) -> None:
        """Decides over calls that a crash interrupted, as soon as the database can be written."""
        attempt = 0
        while True:
            try:
                decided = await self._store.recover()
            except Unavailable as trouble:
                self._health.trouble("database", str(trouble))
                attempt += 1
                await asyncio.sleep(self._pace.pause(attempt))
            else:
                self._health.well("database")
                if any(decided.values()):
                    log.warning("calls interrupted by the last stop: %s", decided)
                return

    async def drain(self) -> None:
        """After run(): ends what is under way, and sends what can be sent at once."""
        if self._turns is not None:
            await self._turns.drain(self._pace.drain / 2)
            await self._sender.drain(self._pace.drain / 2)

    def _received(self) -> None:
        """Something new is in the inbox, and perhaps an alert about it in the outbox."""
        if self._turns is not None:
            self._turns.wake()
        self._sender.wake()

    def _teller(self, alerts: Alerts) -> Tell:
        async def tell(text: str) -> None:
            await self._store.put(alerts.saying(text))
            self._sender.wake()

        return tell

    async def _look_after(self) -> None:
        """Tries again and again whether the database can be written, and forgets what need not be kept."""
        pruned = -self._pace.prune
        while True:
            try:
                await self._store.probe()
                if self._clock.ticks() - pruned > self._pace.prune:
                    await self._store.prune()
                    pruned = self._clock.ticks()
                self._health.well("database")
            except Unavailable as trouble:
                self._health.trouble("database", str(trouble))
            await asyncio.sleep(self._pace.probe)


async def _guarded(name: str, work: Awaitable[None]) -> None:
    """What is worth much, but not the bot: if it fails, everything else goes on."""
    try:
        await work
    except Exception as error:
        log.error("%s failed: %s", name, logs.places(error))  # noqa: TRY400 - a traceback may hold a member's words


async def _until_stopped(stop: asyncio.Event, bot: Bot) -> None:
    """Runs the bot until a signal; an error that ends it comes out alone, not wrapped in a group."""
    running = asyncio.create_task(bot.run())
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait((running, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    running.cancel()
    ended = (await asyncio.gather(running, return_exceptions=True))[0]
    await bot.drain()
    if isinstance(ended, BaseExceptionGroup):
        raise ended.exceptions[0]
    if isinstance(ended, Exception):
        raise ended
