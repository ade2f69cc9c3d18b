"""A database that is locked, full, read-only or damaged: nothing is confirmed that is not kept."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.botapi import BotApi
from tests.faults.conftest import Start
from tests.faults.helping import HAIR, PETS, TITLES, titles
from tests.process.running import RunningBot


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    _mount("-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place))
    yield place
    subprocess.run(["/bin/umount", "--lazy", str(place)], check=True)


def _mount(*arguments: str) -> None:
    if not Path("/bin/mount").exists():
        pytest.skip("there is no mount command here")
    done = subprocess.run(["/bin/mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"file systems may not be mounted here: {done.stderr.strip()}")


def _fill(place: Path) -> Path:
    """Fills the disk to the last byte."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return ballast
    raise AssertionError


def _shelter(bot: RunningBot) -> None:
    """It has not died of it, and said so in no flood of lines."""
    assert bot.alive
    assert bot.log.count("\n") < 30
    assert "Traceback" not in bot.log


@pytest.mark.fault(18)
async def test_a_question_asked_while_another_process_locks_the_database_is_answered_once(
    own: BotApi, starts: Start
) -> None:
    ana = own.person()
    bot = starts()
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as backup:
        backup.execute("BEGIN IMMEDIATE")
        ana.says(HAIR)
        await own.until(lambda: "degraded" in bot.health_file and "locked" in bot.health_file, 10)
        assert own.unconfirmed
        assert own.sent == []
        backup.execute("ROLLBACK")
    await own.until(lambda: own.sent_to(ana))
    await own.until(lambda: '"ok"' in bot.health_file)
    await own.settled()
    assert titles(own.sent_to(ana)) == [TITLES[HAIR]]
    _shelter(bot)


@pytest.mark.fault(18)
async def test_a_lock_between_question_and_answer_costs_only_time(own: BotApi, starts: Start) -> None:
    ana = own.person()
    bot = starts()
    slow = own.fail(method="sendMessage", delay=0.2)
    ana.says(HAIR)
    ana.says(PETS)
    await own.until(lambda: slow.hits)
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as backup:
        backup.execute("BEGIN IMMEDIATE")
        await own.until(lambda: "degraded" in bot.health_file, 10)
        backup.execute("ROLLBACK")
    await own.until(lambda: len(own.sent_to(ana)) == 2)
    await own.settled()
    assert titles(own.sent_to(ana)) == [TITLES[HAIR], TITLES[PETS]]


@pytest.mark.fault(19)
async def test_on_a_full_disk_nothing_is_confirmed_and_it_goes_on_by_itself_when_there_is_room(
    own: BotApi, starts: Start, disk: Path
) -> None:
    ana = own.person()
    bot = starts(disk)
    await own.reply(ana.says(HAIR))
    await own.settled()
    ballast = _fill(disk)
    await own.until(lambda: "the disk is full" in bot.log, 10)
    assert (await asyncio.to_thread(bot.health))[0] == 1
    ana.says(PETS)
    handed = own.updates[-1]
    await own.until(lambda: handed.handed)
    assert own.unconfirmed == [handed]
    _shelter(bot)
    ballast.unlink()
    await own.until(lambda: len(own.sent_to(ana)) == 2, 10)
    await own.until(lambda: '"ok"' in bot.health_file)
    await own.settled()
    assert titles(own.sent_to(ana)) == [TITLES[HAIR], TITLES[PETS]]
    assert bot.stop() == 0


@pytest.mark.fault(19)
@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process")
async def test_files_that_may_not_grow_are_a_full_disk_too(own: BotApi, starts: Start) -> None:
    ana = own.person()
    bot = starts()
    await own.reply(ana.says(HAIR))
    await own.settled()
    assert bot.process is not None
    pid, (soft, hard) = bot.process.pid, resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, hard))
    await own.until(lambda: "degraded: database" in bot.health()[1], 10)
    ana.says(PETS)
    await own.until(lambda: own.updates[-1].handed)
    assert own.unconfirmed == own.updates[-1:]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
    await own.until(lambda: len(own.sent_to(ana)) == 2, 10)
    await own.settled()
    assert titles(own.sent_to(ana)) == [TITLES[HAIR], TITLES[PETS]]
    assert bot.health()[0] == 0
    _shelter(bot)


def _ends_with_a_sentence(bot: RunningBot, *words: str) -> None:
    assert bot.wait() == 1
    said = bot.log.splitlines()
    assert len(said) == 1, said
    assert all(word in said[0] for word in words), said


@pytest.mark.fault(19)
def test_a_read_only_disk_at_the_start_ends_it_with_a_sentence(
    own: BotApi, starts: Start, disk: Path
) -> None:
    _mount("-o", "remount,ro", str(disk))
    bot = starts(disk, polls=False, plain=True)
    _ends_with_a_sentence(bot, f"{disk}", "Read-only file system", "SIGNPOST_DATA_DIR")
    assert own.calls == []


@pytest.mark.fault(19)
def test_a_file_that_is_no_database_ends_the_start_with_a_sentence(
    own: BotApi, starts: Start, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "signpost.db").write_bytes(b"Dear diary, today I was not a database. " * 500)
    bot = starts(data, polls=False, plain=True)
    _ends_with_a_sentence(bot, "signpost.db is not a database", "Move it away", "SIGNPOST_DATABASE_URL")
    assert own.calls == []


@pytest.mark.fault(19)
async def test_a_damaged_database_ends_the_start_with_what_to_do_and_a_backup_mends_it(
    own: BotApi, starts: Start, tmp_path: Path
) -> None:
    bot = starts()
    await own.reply(own.person().says(HAIR))
    assert bot.stop() == 0
    backup = tmp_path / "backup.db"
    shutil.copy(bot.database, backup)
    with bot.database.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8 * 4096))
    calls, before = len(own.calls), len(bot.log)
    starts(polls=False, plain=True).wait()
    said = bot.log[before:]
    assert "is damaged. Put a backup in its place" in said
    assert said.count("\n") == 1
    assert len(own.calls) == calls
    shutil.copy(backup, bot.database)
    starts()
    assert titles([await own.reply(own.person().says(PETS))]) == [TITLES[PETS]]
