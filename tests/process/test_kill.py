"""Killed at any moment, the bot loses no question, and doubles few answers."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.botapi import BotApi, Person
from tests.process.running import RunningBot

QUESTIONS = {
    "will i go bald": "Will I lose my hair?",
    "weeks in hospital": "How long is the hospital stay?",
    "time off work": "When can I go back to work?",
    "may the cat stay": "Can I keep my cat?",
}
PEOPLE = 12
PER_KILL = 16  # questions asked around each kill


async def _survives(kills: int, folder: Path, seed: int) -> tuple[int, int, int]:
    """Kills the bot at random moments under load; returns how many were asked, lost, and answered too often."""
    dice = random.Random(seed)
    asked: Counter[tuple[int, str]] = Counter()
    with BotApi() as telegram:
        people = [telegram.person() for _ in range(PEOPLE)]
        bot = RunningBot(telegram, folder)
        for _ in range(kills):
            bot.start()
            await _until_serving(telegram)
            for _ in range(PER_KILL):
                person, text = dice.choice(people), dice.choice(list(QUESTIONS))
                person.says(text)
                asked[person.id, QUESTIONS[text]] += 1
                await asyncio.sleep(dice.uniform(0, 0.01))
            await asyncio.sleep(dice.uniform(0, 0.1))
            bot.kill()
        with bot:
            await _until_serving(telegram)
            await telegram.until(
                lambda: not asked - _answers(telegram, people), 30, "every question to be answered"
            )
            await telegram.settled(10)
            assert bot.stop() == 0
        got = _answers(telegram, people)
        assert telegram.refusals == []
    return asked.total(), (asked - got).total(), (got - asked).total()


def _answers(telegram: BotApi, people: list[Person]) -> Counter[tuple[int, str]]:
    """How often each person was told each title."""
    return Counter(
        (person.id, message.text.splitlines()[0]) for person in people for message in telegram.sent_to(person)
    )


async def _until_serving(telegram: BotApi) -> None:
    before = len(telegram.calls_of("getUpdates"))
    await telegram.until(lambda: len(telegram.calls_of("getUpdates")) > before, 20)


@pytest.mark.fault(1, 2, 3, 4)
async def test_ten_kills_under_load_lose_nothing_and_double_little(tmp_path: Path) -> None:
    asked, lost, doubled = await _survives(10, tmp_path, seed=random.randrange(10**6))
    assert asked == 10 * PER_KILL
    assert lost == 0
    # Ten kills are few: the average, one a kill, is held by the hundred of `make soak`.
    assert doubled <= 20


@pytest.mark.soak
async def test_a_hundred_kills_under_load_lose_nothing_and_double_at_most_one_a_kill(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    asked, lost, doubled = await _survives(100, tmp_path, seed)
    print(f"seed {seed}: {asked} asked, {lost} lost, {doubled} doubled in 100 kills")
    assert lost == 0
    assert doubled <= 100
