"""The health command, as an operator or a container calls it."""

from __future__ import annotations

import asyncio

import pytest

from tests.botapi import BotApi
from tests.faults.conftest import Start
from tests.faults.helping import HAIR, TITLES, titles


@pytest.mark.fault(12, 13)
async def test_health_is_red_while_polls_are_not_answered_and_new_connections_make_it_green(
    own: BotApi, starts: Start
) -> None:
    bot = starts()
    own.deaf = True  # as on connections that died without a word
    question = own.person().says(HAIR)
    await own.until(lambda: "degraded" in bot.health_file, 15)
    code, line = await asyncio.to_thread(bot.health)
    assert code == 1
    assert line.startswith("degraded: telegram: ")
    await own.until(lambda: "starting with new connections" in bot.log, 15)
    own.deaf = False
    assert titles([await own.reply(question, 10)]) == [TITLES[HAIR]]
    await own.until(lambda: '"ok"' in bot.health_file)
    assert await asyncio.to_thread(bot.health) == (0, "ok\n")


def test_health_is_red_after_the_end(own: BotApi, starts: Start) -> None:
    bot = starts()
    assert bot.stop() == 0
    assert bot.health() == (1, "stopped\n")
