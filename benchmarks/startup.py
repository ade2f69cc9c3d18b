"""How soon the bot serves, and how much memory it takes then, beside their limits.

The bot is started as a process, as `python -m bot run`, against the stand-in. Cold is the first start on an empty
data folder, with everything computed; warm is any later one.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.botapi import BotApi
from tests.process.running import RunningBot

READY_WITHIN = 1.5  # seconds, warm
MEMORY_WITHIN = 120.0  # MB
ROUNDS = 5


def run() -> list[str]:
    """Cold once, warm a few times (the median), and the memory after a hundred questions."""
    with tempfile.TemporaryDirectory() as folder:
        cold, _ = _start(Path(folder))
        warm = sorted(_start(Path(folder)) for _ in range(ROUNDS))
    seconds, megabytes = warm[len(warm) // 2][0], max(memory for _, memory in warm)
    return [
        "start-up",
        f"  cold    {cold:6.2f} s until the first poll",
        f"  warm    {seconds:6.2f} s   (limit {READY_WITHIN}; {seconds / READY_WITHIN:.0%} of it)",
        f"  memory  {megabytes:6.0f} MB  (limit {MEMORY_WITHIN:.0f}; {megabytes / MEMORY_WITHIN:.0%} of it)",
    ]


def _start(folder: Path) -> tuple[float, float]:
    with BotApi() as telegram:
        ana = telegram.person()
        bot = RunningBot(telegram, folder, knowledge=None)
        began = time.perf_counter()
        with bot:
            telegram.wait(lambda: telegram.calls_of("getUpdates"), 60)
            seconds = time.perf_counter() - began
            for number in range(100):
                ana.says(f"what does it cost in mexico {number}")
            telegram.wait(lambda: len(telegram.sent_to(ana)) >= 100, 60)
            megabytes = _resident(bot)
            bot.stop()
    return seconds, megabytes


def _resident(bot: RunningBot) -> float:
    assert bot.process is not None
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
