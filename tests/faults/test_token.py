"""The token is in every address the bot calls, and in no line it writes.

Each bot of these tests is held to that when it ends (`RunningBot`); here everything that could let it slip is tried
with the log at its most talkative.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.logs import TOKENS
from tests.botapi import BotApi
from tests.faults.conftest import Start
from tests.faults.helping import HAIR, PETS
from tests.process.running import ROOT, SMALL, RunningBot


@pytest.mark.fault(52)
@pytest.mark.parametrize("form", ["text", "json"])
async def test_no_trouble_brings_the_token_into_the_log(own: BotApi, starts: Start, form: str) -> None:
    ana = own.person()
    own.fail(method="getMe", html_502=True)
    bot = starts(environment={"SIGNPOST_LOG_LEVEL": "DEBUG", "SIGNPOST_LOG_FORMAT": form})
    for trouble in ({"html_502": True}, {"close_connection": True}, {"truncated": True}, {"body": "{}"}):
        own.fail(method="getUpdates", **trouble)
        own.fail(method="sendMessage", **trouble)
        own.fail(method="answerCallbackQuery", **trouble)
    leak = f"Not Found: https://api.telegram.org/bot{own.token}/sendMessage"
    own.fail(method="sendMessage", error_code=400, description=leak)
    ana.says(own.token)  # somebody pastes it
    ana.says(f"/start {own.token.replace(':', '-')}")
    own.raw_update({"message": {"text": own.token}})
    ana.forges(None, own.token)
    for question in (HAIR, PETS):
        ana.says(question)
    await own.until(lambda: own.sent_to(ana), 10)
    own.down()
    await own.until(lambda: "degraded" in bot.health_file, 10)
    own.up()
    own.revoked = True
    assert await asyncio.to_thread(bot.wait) == 1
    assert bot.log
    assert own.token.partition(":")[2] not in bot.log
    assert not TOKENS.search(bot.log)
    assert own.token not in bot.health_file


@pytest.mark.fault(52)
def test_a_token_that_is_mistyped_is_not_repeated(tmp_path: Path) -> None:
    wrong = "123456789:AAbroken token with the secret in it"
    environment = {
        "PATH": os.environ["PATH"],
        "SIGNPOST_TOKEN": wrong,
        "SIGNPOST_DATA_DIR": str(tmp_path),
        "SIGNPOST_KNOWLEDGE": str(SMALL),
    }
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "SIGNPOST_TOKEN" in done.stderr
    assert "secret" not in done.stdout + done.stderr


@pytest.mark.fault(52)
def test_a_log_with_the_token_in_it_fails_every_test_here(own: BotApi, tmp_path: Path) -> None:
    bot = RunningBot(own, tmp_path)
    (tmp_path / "log.txt").write_text(f"POST /bot{own.token}/getMe", encoding="utf-8")
    with pytest.raises(AssertionError, match="the token stands in the log"):
        bot.__exit__(None, None, None)
