"""The health command, as an operator or a container calls it."""

from __future__ import annotations

import asyncio

import pytest

from tests.botapi import BotApi
from tests.faults.conftest import Start
from tests.faults.helping import HAIR


@pytest.mark.fault(12, 13)
async def test_health_is_red_while_polls_are_not_answered_and_green_again_after(
    own: BotApi, starts: Start
) -> None:
    bot = starts()
    await own.until(lambda: '"ok"' in bot.health_file and '"polled": null' not in bot.health_file)
    assert await asyncio.to_thread(bot.health) == (0, "ok\n")
    own.deaf = True
    await own.until(lambda: "degraded" in bot.health_file, 10)
    code, line = await asyncio.to_thread(bot.health)
    assert code == 1
    assert line.startswith("degraded: telegram: ")
    own.deaf = False
    own.person().says(HAIR)
    await own.until(lambda: '"ok"' in bot.health_file, 10)
    assert await asyncio.to_thread(bot.health) == (0, "ok\n")
    assert bot.stop() == 0
    assert await asyncio.to_thread(bot.health) == (1, "stopped\n")
