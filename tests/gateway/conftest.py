"""A Telegram of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.botapi import BotApi


@pytest.fixture
def telegram() -> Iterator[BotApi]:
    with BotApi() as api:
        yield api
