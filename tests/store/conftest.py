"""A real store in a real file, with a clock a test can turn."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.store.inbox import Arrival
from bot.store.outbox import Outgoing
from bot.store.store import Store
from tests.keys import SEAL


class Hands:
    """A clock turned by hand."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def store(tmp_path: Path, clock: Hands) -> AsyncIterator[Store]:
    opened = await Store.open(tmp_path / "signpost.db", clock, SEAL)
    yield opened
    await opened.close()


async def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    """What stands in the tables."""
    return await store._database.read(lambda db: db.execute(sql).fetchall())


async def change(store: Store, sql: str) -> None:
    """Changes the tables behind the store's back."""
    await store._database.write(lambda db: db.execute(sql))


def arrival(number: int, chat: int = 7, person: int = 7, raw: str = "{}", reason: str = "") -> Arrival:
    return Arrival(number, chat, person, raw, asked=1_800_000_000.0, reason=reason)


def call(chat: int = 7, text: str = "hello", **more: Any) -> Outgoing:
    return Outgoing(chat, "sendMessage", f'{{"text": "{text}"}}', **more)
