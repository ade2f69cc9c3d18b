"""How soon the bot serves, and how much memory it takes then, beside their limits.

The bot is started as a process, as `python -m bot run`, against the stand-in. Cold is the first start on an empty
data folder, with everything computed; warm is any later one. The limits are for knowledge of 2,000 wordings: the
shipped texts, with some wordings of each question. What ships has more, and is measured beside it.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import yaml

from bot.content.defaults import shipped
from bot.embedding.model import homes
from tests.botapi import BotApi
from tests.process.running import RunningBot

READY_WITHIN = 1.5  # seconds, warm
MEMORY_WITHIN, MEANT_WITHIN = 120.0, 220.0  # MB: by words, and with the model for better matching
ROUNDS = 5
WORDINGS = 2_000
ON_ONE_LINE = 100_000  # characters
LEARNT = "judged by meaning as well"  # in the log, once the bot has learnt
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
    """Each kind of start, with the texts the limits are meant for and with those that ship."""
    with tempfile.TemporaryDirectory() as folder:
        fewer = Path(folder) / "knowledge"
        count = _with_fewer_wordings(fewer)
        return [
            f"start-up, {count} wordings",
            *_measured(fewer, Path(folder) / "fewer"),
            "start-up, as shipped",
            *_measured(shipped("knowledge"), Path(folder) / "all"),
        ]


def _measured(knowledge: Path, folder: Path) -> list[str]:
    """Cold once, warm a few times (the median), and the memory after a hundred questions."""
    cold, _ = _start(knowledge, folder, 0)
    warm = sorted(_start(knowledge, folder, number) for number in range(1, ROUNDS + 1))
    seconds, megabytes = warm[len(warm) // 2][0], max(memory for _, memory in warm)
    meant = "not set up (make semantic)"
    if homes(Path("data")).with_model() is not None:
        learning, learnt = (_start(knowledge, folder, ROUNDS + number, "auto")[1] for number in (1, 2))
        meant = f"{learnt:.0f} MB (limit {MEANT_WITHIN:.0f}); {learning:.0f} MB at the start that learns"
    return [
        f"  cold    {cold:6.2f} s until the first poll",
        f"  warm    {seconds:6.2f} s   (limit {READY_WITHIN}; {seconds / READY_WITHIN:.0%} of it)",
        f"  memory  {megabytes:6.0f} MB  (limit {MEMORY_WITHIN:.0f}; {megabytes / MEMORY_WITHIN:.0%} of it)",
        f"  memory with better matching  {meant}",
    ]


class _AsOurs(yaml.SafeDumper):
    """Writes YAML as the knowledge is written: a text over several lines after a '|', any other on one line."""


_AsOurs.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def _with_fewer_wordings(folder: Path) -> int:
    """Copies the shipped knowledge with as many wordings of each question as make WORDINGS."""
    shutil.copytree(shipped("knowledge"), folder)
    files = {file: yaml.safe_load(file.read_text(encoding="utf-8")) for file in folder.glob("*.yaml")}
    questions = [question for content in files.values() for question in content.get("entries", {}).values()]
    kept = round(WORDINGS / len(questions)) - 1
    for question in questions:
        del question["also_asked"][kept:]
    for file, content in files.items():
        written = yaml.dump(content, Dumper=_AsOurs, allow_unicode=True, sort_keys=False, width=ON_ONE_LINE)
        file.write_text(written, encoding="utf-8")
    return sum(1 + len(question["also_asked"]) for question in questions)


def _start(knowledge: Path, folder: Path, number: int, semantic: str = "off") -> tuple[float, float]:
    with BotApi() as telegram:
        telegram.restart_update_ids(1_000_000 * (number + 1))  # each start meets a stand-in that begins anew
        people = [telegram.person() for _ in range(10)]
        bot = RunningBot(
            telegram,
            folder,
            knowledge=knowledge,
            environment={"SIGNPOST_SEMANTIC": semantic, "OPENBLAS_NUM_THREADS": "1"},
        )
        told = bot.log.count(LEARNT) if number else 0
        began = time.perf_counter()
        with bot:
            telegram.wait(lambda: telegram.calls_of("getUpdates"), 90)
            seconds = time.perf_counter() - began
            if semantic == "auto":
                telegram.wait(lambda: bot.log.count(LEARNT) > told, 120)
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
