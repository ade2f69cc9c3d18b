"""One person in a hurry, and very many at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import Talk
from bot.core.manners import ACTIONS, WINDOW
from tests.botapi import BotApi, Person
from tests.faults.helping import HAIR, PETS, STAY, TITLES, forgive, titles
from tests.faults.inside import inside
from tests.process.running import RunningBot

MEGABYTE = 1024


def _memory(bot: RunningBot) -> int:
    """Kilobytes the process holds now."""
    assert bot.process is not None
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


@pytest.mark.fault(31)
async def test_a_hundred_people_who_follow_deep_links_at_once_are_each_answered_within_telegrams_limits(
    telegram: BotApi,
) -> None:
    people = [telegram.person() for _ in range(100)]
    telegram.flood.on = True
    try:
        for number, person in enumerate(people):
            person.starts("e-hair" if number % 2 else "e-stay")
        await telegram.until(lambda: all(telegram.sent_to(person) for person in people), 20)
        await telegram.settled()
    finally:
        telegram.flood.on = False
    forgive(telegram, "Too Many Requests")
    for number, person in enumerate(people):
        assert titles(telegram.sent_to(person)) == [TITLES[HAIR] if number % 2 else TITLES[STAY]]


@pytest.mark.fault(48)
async def test_a_person_in_a_flood_is_slowed_with_one_kind_notice_and_nobody_else_is(
    own: BotApi, talk: Talk, sentence: Callable[[str], str], tmp_path: Path
) -> None:
    hasty, other = own.person(), own.person()
    async with inside(own, talk, tmp_path) as bot:
        for number in range(2 * ACTIONS + 20):
            hasty.says(HAIR if number % 2 else PETS)
        await own.until(lambda: len(own.sent_to(hasty)) == ACTIONS)
        assert titles([await own.reply(other.says(STAY))]) == [TITLES[STAY]]
        await own.settled()
        assert len(own.sent_to(hasty)) == ACTIONS
        for answered in (2 * ACTIONS, 2 * ACTIONS + 20):
            bot.time.passed += WINDOW.total_seconds()
            other.says(STAY)  # any news wakes the bot, as time does
            await own.until(lambda now=answered: len(own.sent_to(hasty)) == now + 1)  # type: ignore[misc]
            await own.settled()
        said = titles(own.sent_to(hasty))
        assert said[ACTIONS] == sentence("slowed")
        assert said.count(sentence("slowed")) == 1
        assert len(said) == 2 * ACTIONS + 20 + 1


@pytest.mark.fault(48)
async def test_a_storm_of_taps_is_answered_tap_by_tap_and_leaves_no_trace_in_memory(
    telegram: BotApi, bot: RunningBot
) -> None:
    people = [telegram.person() for _ in range(50)]
    for person in people:
        person.says(HAIR)
    await telegram.until(lambda: all(telegram.sent_to(person) for person in people), 10)
    before = _memory(bot)
    taps = [
        person.forges(telegram.sent_to(person)[0], f"v:hair:{number}")
        for number in range(16)
        for person in people
    ]
    await telegram.until(lambda: all(tap.answered for tap in taps), 20)
    assert _memory(bot) - before < 25 * MEGABYTE
    assert bot.rows("SELECT count(*) FROM inbox WHERE state = 'new'") == [(0,)]


@pytest.mark.fault(48)
async def test_a_raid_on_a_group_stays_within_its_limit_and_keeps_nobody_in_private_waiting(
    telegram: BotApi, bot: RunningBot, ana: Person
) -> None:
    raiders = [telegram.person() for _ in range(200)]
    group = telegram.group(members=raiders)
    for raider in raiders:
        raider.says(f"/ask@signpost_bot {HAIR}", group)
    answer = await telegram.reply(ana.says(PETS))
    assert titles([answer]) == [TITLES[PETS]]
    await telegram.until(lambda: len(telegram.sent_to(group)) == 20, 20)  # a minute's worth
    await telegram.settled()
    assert len(telegram.sent_to(group)) == 20
    assert bot.rows("SELECT count(*) FROM outbox WHERE chat = ? AND state = 'queued'", group.id) == [(180,)]
    bot.rows("UPDATE outbox SET created = created - 601 WHERE chat = ?", group.id)  # they will never be sent
