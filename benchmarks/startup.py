"""How soon the bot serves, and how much memory it takes then, beside their limits.

The bot is started as a process, as `python -m bot run`, against the stand-in. Cold is the first start on an empty
data folder, with everything computed; warm is any later one.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bot.embedding.model import homes
from tests.botapi import BotApi
from tests.process.running import RunningBot

READY_WITHIN = 1.5  # seconds, warm
MEMORY_WITHIN, MEANT_WITHIN = 120.0, 220.0  # MB: by words, and with the model for better matching
ROUNDS = 5
QUESTIONS = (
    "what does it cost in mexico",
    "will i go bald",
    "is it a cure",
    "whats the weather",
    "how do i check a clinic",
    "does the va pay",
    "what did mist show",
    "can i die of it",
    "do they give exosomes",
    "what is fact",
)


def run() -> list[str]:
    """Cold once, warm a few times (the median), and the memory after a hundred questions."""
    with tempfile.TemporaryDirectory() as folder:
        cold, _ = _start(Path(folder), 0)
        warm = sorted(_start(Path(folder), number) for number in range(1, ROUNDS + 1))
        meant = _with_meaning(Path(folder)) if _meaning_is_set_up() else ()
    seconds, megabytes = warm[len(warm) // 2][0], max(memory for _, memory in warm)
    with_meaning = "  ".join(f"{one:.0f} MB" for one in meant) or "not set up (make semantic)"
    return [
        "start-up",
        f"  cold    {cold:6.2f} s until the first poll",
        f"  warm    {seconds:6.2f} s   (limit {READY_WITHIN}; {seconds / READY_WITHIN:.0%} of it)",
        f"  memory  {megabytes:6.0f} MB  (limit {MEMORY_WITHIN:.0f}; {megabytes / MEMORY_WITHIN:.0%} of it)",
        f"  memory with better matching, first and second start  {with_meaning}  (limit {MEANT_WITHIN:.0f})",
    ]


def _with_meaning(folder: Path) -> tuple[float, ...]:
    """The memory at a start that learns, and at the next one."""
    return tuple(_start(folder, ROUNDS + number, "auto")[1] for number in (1, 2))


def _meaning_is_set_up() -> bool:
    return homes(Path("data")).with_model() is not None


def _start(folder: Path, number: int, semantic: str = "off") -> tuple[float, float]:
    with BotApi() as telegram:
        telegram.restart_update_ids(1_000_000 * (number + 1))  # each start meets a stand-in that begins anew
        people = [telegram.person() for _ in range(10)]
        bot = RunningBot(
            telegram,
            folder,
            knowledge=None,
            environment={"SIGNPOST_SEMANTIC": semantic, "OPENBLAS_NUM_THREADS": "1"},
        )
        began = time.perf_counter()
        with bot:
            telegram.wait(lambda: telegram.calls_of("getUpdates"), 60)
            seconds = time.perf_counter() - began
            for text in QUESTIONS:
                for person in people:
                    person.says(text)
            telegram.wait(lambda: len(telegram.sent) >= len(QUESTIONS) * len(people), 60)
            megabytes = _resident(bot)
            bot.stop()
    return seconds, megabytes


def _resident(bot: RunningBot) -> float:
    assert bot.process is not None
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
