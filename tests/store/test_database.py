"""The file itself: its mode, its migrations, and what happens when it cannot be written."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.store import migrations
from bot.store.database import Database, Unavailable
from bot.store.store import Store
from tests.keys import SEAL
from tests.store.conftest import Hands, arrival, call, change, rows


def insert(name: str) -> Callable[[sqlite3.Connection], object]:
    return lambda db: db.execute("INSERT INTO notes VALUES (?, 'x')", (name,))


def modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def names(database: Database) -> list[str]:
    found = await database.read(lambda db: db.execute("SELECT key FROM notes ORDER BY key").fetchall())
    return [name for (name,) in found]


async def test_nobody_else_may_read_the_files(store: Store, tmp_path: Path) -> None:
    await store.set_note("a", "b")
    assert modes(tmp_path) == dict.fromkeys(("signpost.db", "signpost.db-shm", "signpost.db-wal"), 0o600)


async def test_a_file_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.touch(mode=0o644)
    path.chmod(0o644)
    database = await Database.open(path, SEAL)
    await database.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_write_that_fails_takes_no_other_with_it(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "x.db", SEAL)
    writes = [database.write(insert(name)) for name in ("a", "b", "a", "c")]
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(result).__name__ for result in results if isinstance(result, Exception)] == [
        "IntegrityError"
    ]
    assert await names(database) == ["a", "b", "c"]
    await database.close()


async def test_a_writer_that_gave_up_waiting_has_written_all_the_same(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "x.db", SEAL)
    task = asyncio.create_task(database.write(insert("a")))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await database.write(insert("b"))
    assert await names(database) == ["a", "b"]
    await database.close()


async def test_while_another_process_holds_the_lock_nothing_is_kept_and_later_it_is(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "x.db", SEAL)
    await database.read(lambda db: db.execute("PRAGMA busy_timeout = 50").fetchone())
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="another process keeps the database locked"):
        await database.write(insert("a"))
    other.execute("ROLLBACK")
    other.close()
    await database.write(insert("a"))
    assert await names(database) == ["a"]
    await database.close()


async def test_a_full_disk_keeps_nothing_of_a_turn_and_recovers_by_itself(store: Store) -> None:
    await store.take_in([arrival(1)])
    (head,) = await store.heads((), 10)
    (pages,) = (await rows(store, "PRAGMA page_count"))[0]
    await rows(store, f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable, match="the disk is full"):
        await store.put([call(text="x" * 9000)] * 20)
    assert [one.seq for one in await store.heads((), 10)] == [head.seq]
    assert await rows(store, "SELECT * FROM outbox") == []
    await rows(store, "PRAGMA max_page_count = 100000")
    await store.put([call()])
    assert len(await rows(store, "SELECT * FROM outbox")) == 1


async def test_a_database_that_turned_read_only_is_opened_anew_until_it_can_be_written(store: Store) -> None:
    await rows(store, "PRAGMA query_only = ON")
    with pytest.raises(Unavailable, match="cannot be written"):
        await store.take_in([arrival(1)])
    assert len(await store.take_in([arrival(1)])) == 1


async def test_many_readers_and_writers_survive_the_opening_anew(store: Store) -> None:
    await rows(store, "PRAGMA query_only = ON")
    work = [store.set_note(str(number), "x") for number in range(50)]
    results = await asyncio.gather(*work, *(store.counters() for _ in range(50)), return_exceptions=True)
    assert {type(result) for result in results if isinstance(result, Exception)} <= {Unavailable}
    await asyncio.gather(*(store.set_note(str(number), "y") for number in range(50)))
    assert await store.note("49") == "y"


async def test_what_is_deleted_is_gone_from_the_file_too(store: Store, tmp_path: Path) -> None:
    await store.take_in([arrival(1, raw='{"text": "something very private"}')])
    (head,) = await store.heads((), 1)
    await store.put_aside(head, "broken", "1f")
    await rows(store, "PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"very private" not in (tmp_path / "signpost.db").read_bytes()


# --- at the start ---------------------------------------------------------------------------------


async def refusal(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        await Database.open(path, SEAL)
    assert not isinstance(caught.value, Unavailable)
    return str(caught.value)


async def test_a_path_that_is_no_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all, " * 1000)
    assert "is not a database of this bot. Move it away" in await refusal(path)
    assert path.read_text().startswith("Dear all")


async def test_a_damaged_database_is_refused_with_what_to_do(tmp_path: Path, clock: Hands) -> None:
    path = tmp_path / "signpost.db"
    store = await Store.open(path, clock, SEAL)
    await store.put([call(text="x" * 3000)] * 200)
    await store.close()
    with path.open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(200_000))
    assert "is damaged. Put a backup in its place" in await refusal(path)


async def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    assert "Is a directory" in await refusal(tmp_path)


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be used" in await refusal(tmp_path / "file" / "signpost.db")


async def test_a_database_locked_at_the_start_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert "another process keeps the database locked" in await refusal(path)
    finally:
        other.close()


# --- migrations -----------------------------------------------------------------------------------


async def version(database: Database) -> int:
    return int(await database.read(lambda db: db.execute("PRAGMA user_version").fetchone()[0]))


async def test_an_interrupted_migration_leaves_the_old_tables_and_the_old_number(tmp_path: Path) -> None:
    path, first = tmp_path / "x.db", migrations.steps()
    before = len(first)
    broken = (
        *first,
        "CREATE TABLE extra (a); INSERT INTO extra VALUES (1); INSERT INTO no_such_table VALUES (1)",
    )
    with pytest.raises(DataError, match="no such table"):
        await Database.open(path, SEAL, broken)
    database = await Database.open(path, SEAL)
    assert await version(database) == before
    tables = await database.read(lambda db: db.execute("SELECT name FROM sqlite_master").fetchall())
    assert ("extra",) not in tables
    await database.close()
    mended = await Database.open(path, SEAL, (*first, "CREATE TABLE extra (a)"))
    assert await version(mended) == before + 1
    await mended.close()


async def test_tables_of_a_newer_version_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    newer = await Database.open(path, SEAL, (*migrations.steps(), "CREATE TABLE extra (a)"))
    await newer.close()
    assert "newer version of the bot" in await refusal(path)


async def test_what_was_kept_is_there_after_a_restart(store: Store, tmp_path: Path, clock: Hands) -> None:
    await store.set_note("menus", "abc")
    await change(store, "INSERT INTO counters VALUES ('x', 3)")
    again = await Store.open(tmp_path / "signpost.db", clock, SEAL)
    assert await again.note("menus") == "abc"
    assert await again.counters() == {"x": 3}
    await again.close()
