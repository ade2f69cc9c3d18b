"""The gateway and the store, whole and in this process, with a conversation small enough to see through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.app import Bot
from bot.core.messages import (
    Attach,
    Button,
    Commanded,
    Feedback,
    Gap,
    Joined,
    Message,
    Said,
    Say,
    Session,
    Span,
    Tapped,
    Toast,
    Turn,
)
from bot.core.sheets import Page
from bot.gateway.api import Api
from bot.gateway.clock import Clock
from bot.gateway.health import Health
from bot.gateway.pace import Pace
from bot.store.store import Store
from tests.botapi import BotApi
from tests.keys import SEAL

QUICK = Pace(
    poll=1,
    patience=1.0,
    call=1.0,
    backoff=0.4,
    first_backoff=0.05,
    conflict=2.0,
    heartbeat=0.1,
    drain=2.0,
    probe=0.2,
    group_gap=0.05,
)
BUTTONS = ((Button("More", data="more"), Button("Replace", data="replace")),)


class Parrot:
    """Says back what it hears, with a few words that make it do something else."""

    def __init__(self) -> None:
        self.heard: list[Message] = []

    def respond(self, session: Session, message: Message, now: datetime) -> Turn:
        self.heard.append(message)
        session = replace(
            session, topic=f"after {len(session.taps) + 1}", topic_at=now, taps=(*session.taps, "x")
        )
        match message:
            case Said(text="boom") | Commanded(argument="boom"):
                raise KeyError("the secret words of a member")
            case Said(text="help me") | Commanded(argument="help me"):
                return Turn(session, (Say((Span("Call 988."),), urgent=True),))
            case Said(text="gap"):
                return Turn(
                    session,
                    (Say((Span("No idea."),)),),
                    notes=(Gap("who am i", "en"), Feedback("cost", True)),
                )
            case Said(text="page"):
                page = Page(title="Yours", parts=())
                return Turn(session, (Attach(page, "pdf", "page", "Your page", "I could not make it."),))
            case Said(text=text) | Commanded(argument=text):
                return Turn(session, (Say((Span("You said: "), Span(text, "bold")), BUTTONS),))
            case Tapped(data="more"):
                return Turn(session, (Toast("Here"), Say((Span("More."),))))
            case Tapped(data=data):
                return Turn(session, (Say((Span(f"Replaced by {data}."),), replaces=True),))
            case Joined():
                return Turn(session, (Say((Span("Hello, group."),)),))
        return Turn(session, (Say((Span("Words, please."),)),))

    def wait(self, session: Session, message: Message, now: datetime) -> float:
        slow = isinstance(message, Said) and message.text.startswith("slow")
        return 0.3 if slow else 0.0

    def broken(self, lang: str, number: str) -> Say:
        return Say((Span(f"My mistake ({number})."),))

    def sentence(self, name: str, lang: str = "", **values: object) -> str:
        return f"{name} {values}" if values else name

    def languages(self) -> Sequence[str]:
        return ("en", "es")


@dataclass
class Served:
    """What a test may look into."""

    telegram: BotApi
    store: Store
    folder: Path
    parrot: Parrot
    task: asyncio.Task[None]
    health: Health

    async def counts(self, table: str, where: str = "1") -> int:
        """How many rows there are."""
        sql = f"SELECT COUNT(*) FROM {table} WHERE {where}"  # noqa: S608  (a test's own words)
        return int(await self.store._database.read(lambda db: db.execute(sql).fetchone()[0]))


@asynccontextmanager
async def serving(
    telegram: BotApi,
    folder: Path,
    *,
    pace: Pace = QUICK,
    operators: Sequence[int] = (),
    wall: Callable[[], float] | None = None,
    token: str | None = None,
) -> AsyncIterator[Served]:
    """The bot at work; it is drained at the end, as by a SIGTERM."""
    clock = Clock(wall) if wall else Clock()
    health = Health(folder, clock, 3 * pace.poll + pace.patience)
    store = await Store.open(folder / "signpost.db", clock.stamp, SEAL)
    polls = Api(telegram.url, token or telegram.token, pool=1, connect_timeout=1.0)
    calls = Api(telegram.url, token or telegram.token, connect_timeout=1.0)
    parrot = Parrot()
    bot = Bot(operators, parrot, store, polls, calls, clock, health, pace)
    task = asyncio.create_task(bot.run())
    try:
        yield Served(telegram, store, folder, parrot, task, health)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await bot.drain()
        health.stopped()
        await calls.close()
        await polls.close()
        await store.close()


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Waits until it is so."""
    end = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < end, "it did not come to that"
        await asyncio.sleep(0.01)
