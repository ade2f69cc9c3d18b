"""Updates a second from the inbox to the outbox, beside a bare python-telegram-bot handler that echoes.

Both run in this process, on the same updates. Ours: a real SQLite file, the shipped knowledge, one transaction a turn,
up to the rows in the outbox. The peer: `Application.process_update` with a handler that echoes through a request that
answers at once, keeping nothing. The ratio says what durability and an answer cost.
"""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
import time
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import BaseRequest, RequestData

from bot.app import Talk
from bot.content.building import build
from bot.content.defaults import shipped
from bot.content.loading import load
from bot.gateway.alerts import Alerts
from bot.gateway.calling import Me
from bot.gateway.clock import Clock
from bot.gateway.health import Health
from bot.gateway.pace import Pace
from bot.gateway.turns import Turns
from bot.store.inbox import Arrival
from bot.store.seal import Seal
from bot.store.store import Store

UPDATES = 2_000
PEOPLE = 200
ROUNDS = 3
TOKEN = "12345:" + "a" * 35
NEEDED, AIMED_AT = 0.25, 0.5


def run() -> list[str]:
    """The better of a few rounds of each, taken in turn."""
    logging.disable(logging.INFO)
    updates = list(made_up())
    talk = _talk()  # one for all rounds: a bot runs for weeks, and makes each page once a day
    rounds = [(asyncio.run(_ours(updates, talk)), asyncio.run(_echo(updates))) for _ in range(ROUNDS)]
    logging.disable(logging.NOTSET)
    ours, echo = (max(rates) for rates in zip(*rounds, strict=True))
    return [
        f"updates a second, inbox to outbox ({UPDATES} updates of {PEOPLE} people)",
        f"  this bot {ours:8.0f}",
        f"  bare echo {echo:7.0f}",
        f"  ratio    {ours / echo:8.2f}   (at least {NEEDED}, aim {AIMED_AT})",
    ]


def made_up() -> Iterator[dict[str, Any]]:
    """Questions as people ask them, in turn, from people in turn."""
    loaded = load(shipped("knowledge"), today=date.today(), rules=False)  # noqa: DTZ011 - any day will do
    assert loaded.knowledge is not None
    phrases = [phrase for entry in loaded.knowledge["en"].entries.values() for phrase in entry.also_asked]
    for number in range(UPDATES):
        person = 1_000 + number % PEOPLE
        yield {
            "update_id": number + 1,
            "message": {
                "message_id": number + 1,
                "date": int(time.time()),
                "chat": {"id": person, "type": "private", "first_name": "A"},
                "from": {"id": person, "is_bot": False, "first_name": "A", "language_code": "en"},
                "text": f"{phrases[number % len(phrases)]} please",
            },
        }


def _talk() -> Talk:
    loaded = load(shipped("knowledge"), today=datetime.now(UTC).date(), rules=False)
    assert loaded.knowledge is not None
    return Talk(build(loaded.knowledge, loaded.hash))


async def _ours(updates: list[dict[str, Any]], talk: Talk) -> float:
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        store = await Store.open(Path(folder) / "bench.db", clock.stamp, Seal(bytes(32)))
        me = Me(1, "signpost_bot")
        health = Health(Path(folder), clock, 60)
        arrivals = [
            Arrival(
                one["update_id"], (chat := one["message"]["chat"]["id"]), chat, json.dumps(one), clock.stamp()
            )
            for one in updates
        ]
        for at in range(0, len(arrivals), 100):
            await store.take_in(arrivals[at : at + 100])
        queued = 0

        def on_queued() -> None:
            nonlocal queued
            queued += 1

        alerts = Alerts((), talk, me, clock)
        turns = Turns(store, talk, me, clock, health, Pace(), alerts, on_queued)
        began = time.perf_counter()
        running = asyncio.create_task(turns.run())
        while queued < len(updates):
            await asyncio.sleep(0.002)
        seconds = time.perf_counter() - began
        running.cancel()
        await turns.drain(1)
        await store.close()
    return len(updates) / seconds


class _AnswersAtOnce(BaseRequest):
    """A request that takes no time and no network."""

    read_timeout = 1.0

    async def initialize(self) -> None:
        return

    async def shutdown(self) -> None:
        return

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        if url.endswith("/getMe"):
            me = {"id": 1, "is_bot": True, "first_name": "S", "username": "signpost_bot"}
            return 200, json.dumps({"ok": True, "result": me}).encode()
        sent = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}
        return 200, json.dumps({"ok": True, "result": sent}).encode()


async def _echo(updates: list[dict[str, Any]]) -> float:
    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        request = _AnswersAtOnce()
        app = Application.builder().token(TOKEN).request(request).get_updates_request(request).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    async with app:
        began = time.perf_counter()
        for one in updates:
            await app.process_update(Update.de_json(one, app.bot))
        return len(updates) / (time.perf_counter() - began)
