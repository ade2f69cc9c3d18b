"""The health file, as a container's health check reads it."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest

from bot.gateway.clock import Clock
from bot.gateway.health import FILE, STALE, Health, verdict


class Ticks:
    """Seconds, counted by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def health(tmp_path: Path, ticks: Ticks) -> Health:
    return Health(tmp_path, Clock(ticks=ticks), silence=75.0)


def look(folder: Path, later: float = 0.0) -> tuple[bool, str]:
    return verdict(folder, lambda: time.time() + later)


def test_without_a_file_nobody_is_well(tmp_path: Path) -> None:
    assert look(tmp_path) == (False, f"No bot has written {tmp_path / FILE} yet.")
    (tmp_path / FILE).write_text("{")
    assert not look(tmp_path)[0]


def test_it_is_well_once_telegram_has_answered(health: Health, tmp_path: Path) -> None:
    health.save()
    assert not look(tmp_path)[0]
    health.polled()
    health.save()
    assert look(tmp_path) == (True, "ok")


def test_trouble_is_red_with_its_reason_until_it_is_over(health: Health, tmp_path: Path) -> None:
    health.polled()
    health.trouble("database", "the disk is full")
    assert look(tmp_path) == (False, "degraded: database: the disk is full")
    health.well("database")
    assert look(tmp_path)[0]


def test_a_file_that_grows_old_is_red(health: Health, tmp_path: Path) -> None:
    health.polled()
    health.save()
    well, why = look(tmp_path, later=STALE + 1)
    assert not well
    assert "has stopped, hangs, or cannot write" in why


async def test_polls_that_are_not_answered_turn_it_red_and_an_answer_green(
    health: Health, tmp_path: Path, ticks: Ticks
) -> None:
    health.polled()
    ticks.now += 76
    beat = asyncio.create_task(health.beat(60))
    await asyncio.sleep(0)
    assert look(tmp_path) == (False, "degraded: telegram: no poll was answered for too long")
    health.polled()
    assert look(tmp_path)[0]
    beat.cancel()


def test_after_the_end_it_is_red(health: Health, tmp_path: Path) -> None:
    health.polled()
    health.stopped()
    assert look(tmp_path) == (False, "stopped")


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    health = Health(tmp_path / "gone", Clock(), 75.0)
    health.trouble("database", "x")
    assert not (tmp_path / "gone").exists()


def test_the_file_is_always_whole(health: Health, tmp_path: Path) -> None:
    health.polled()
    health.save()
    assert set(json.loads((tmp_path / FILE).read_text())) == {"state", "reasons", "polled", "written", "pid"}
    assert [file.name for file in tmp_path.iterdir()] == [FILE]
