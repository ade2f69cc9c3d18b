"""A fresh Telegram for each test, and a bare client that calls it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.botapi import BotApi, Chat, Person


@dataclass
class Client:
    """Calls methods as curl would; a test sees Telegram's plain answer."""

    telegram: BotApi
    http: aiohttp.ClientSession

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The JSON answer, whatever it is."""
        address = f"{self.telegram.url}/bot{self.telegram.token}/{method}"
        async with self.http.post(address, json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] == (response.status == 200)
            return answer

    async def refused(self, method: str, **params: Any) -> str:
        """The words of a refusal."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def sends(self, where: Chat | Person, text: str = "Hello", **params: Any) -> int:
        """Sends a message that is taken; its id."""
        answer = await self.call("sendMessage", chat_id=where.id, text=text, **params)
        assert answer["ok"], answer
        return int(answer["result"]["message_id"])

    async def polls(self, offset: int = 0, **params: Any) -> list[dict[str, Any]]:
        """The updates waiting from this offset on."""
        answer = await self.call("getUpdates", offset=offset, **{"timeout": 0, **params})
        assert answer["ok"], answer
        updates: list[dict[str, Any]] = answer["result"]
        return updates


@pytest.fixture
def telegram() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api


@pytest.fixture
async def client(telegram: BotApi) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as http:
        yield Client(telegram, http)


@pytest.fixture
def ana(telegram: BotApi) -> Person:
    return telegram.person(first_name="Ana")
