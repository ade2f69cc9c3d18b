"""One SQLite file, one thread, one queue of writes.

Every write is a plain function over the connection. Writes that wait together are committed together: each in
its own savepoint, so that one that fails takes no other with it, and all in one transaction, so that a
hundred turns cost one commit and one visit to the connection's thread. A write is answered after its commit.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite

from bot.errors import DataError
from bot.store import migrations
from bot.store.seal import Seal

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

BUSY_MS = 2_000  # how long SQLite itself waits for another process before we are told
GROUP = 256  # writes in one transaction, so that no writer waits for ever

_PASSING = {
    sqlite3.SQLITE_BUSY: "another process keeps the database locked",
    sqlite3.SQLITE_LOCKED: "the database is locked",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_NOMEM: "there is no memory left",
}
_REOPEN = {
    sqlite3.SQLITE_READONLY: "the database cannot be written",
    sqlite3.SQLITE_IOERR: "the disk does not answer",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened",
    sqlite3.SQLITE_PERM: "access to the database file is refused",
    sqlite3.SQLITE_PROTOCOL: "the database cannot be locked",
    sqlite3.SQLITE_CORRUPT: "the database is damaged",
    sqlite3.SQLITE_NOTADB: "the database file is damaged",
}


class Unavailable(DataError):
    """The database cannot be used just now. Nothing was kept; the same call may be made again later."""


class _Connection(aiosqlite.Connection):
    async def together(self, work: Work[T]) -> T:
        """Several statements as one visit to the thread: no other task's statement comes between them.

        aiosqlite offers single statements only; `_execute` is what each of them calls.
        """
        return cast(T, await self._execute(work, self._conn))  # type: ignore[no-untyped-call]


@dataclass(slots=True)
class _Job:
    work: Work[Any]
    durable: bool
    done: asyncio.Future[Any]


class Database:
    """Opens the file, keeps it open, and runs work on it."""

    def __init__(self, path: Path, connection: _Connection, seal: Seal) -> None:
        self._path = path
        self._seal = seal
        self._connection = connection
        self._waiting: list[_Job] = []
        self._committing: asyncio.Task[None] | None = None
        self._reopening = asyncio.Lock()
        self._stale = False

    @classmethod
    async def open(cls, path: Path, seal: Seal, steps: Sequence[str] | None = None) -> Database:
        """Opens or makes the file; DataError says what an operator can do about it."""
        prepare(path)
        known = migrations.steps() if steps is None else steps
        try:
            connection = await _connect(path, seal)
            try:
                await connection.together(partial(_checked, path=path, known=known))
            except BaseException:
                await connection.close()
                raise
        except sqlite3.Error as error:
            raise _unusable(path, error) from None
        return cls(path, connection, seal)

    async def close(self) -> None:
        """Commits what waits and closes the file."""
        if self._committing is not None:
            await self._committing
        await self._connection.close()

    async def read(self, work: Work[T]) -> T:
        """Runs work that only reads."""
        try:
            return await (await self._current()).together(work)
        except sqlite3.Error as error:
            raise self._explained(error) from error

    async def write(self, work: Work[T], *, durable: bool = False) -> T:
        """Runs work in a transaction and returns after the commit; *durable* survives a power cut too."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(work, durable, done))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit_waiting(), name="commits")
        return await done

    async def _commit_waiting(self) -> None:
        try:
            while self._waiting:
                jobs, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
                await self._commit(jobs)
        finally:
            self._committing = None

    async def _commit(self, jobs: list[_Job]) -> None:
        try:
            results = await (await self._current()).together(partial(_transaction, jobs=jobs))
        except Exception as error:
            results = [error] * len(jobs)
        for job, result in zip(jobs, results, strict=True):
            if job.done.done():
                continue  # nobody waits for it any more; it is committed all the same
            if isinstance(result, sqlite3.Error):
                job.done.set_exception(self._explained(result))
            elif isinstance(result, Exception):
                job.done.set_exception(result)
            else:
                job.done.set_result(result)

    async def _current(self) -> _Connection:
        """The connection, opened anew if the file was lost or could only be read."""
        if self._stale:
            async with self._reopening:
                if self._stale:
                    await self._reopen()
        return self._connection

    async def _reopen(self) -> None:
        fresh = await _connect(self._path, self._seal)
        old, self._connection, self._stale = self._connection, fresh, False
        await old.close()

    def _explained(self, error: sqlite3.Error) -> Exception:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _PASSING:
            return Unavailable(_PASSING[code])
        if code in _REOPEN:
            self._stale = True
            return Unavailable(_REOPEN[code])
        return error


def prepare(path: Path) -> None:
    """Makes the folder and the file, for nobody else to read; SQLite gives -wal and -shm the same mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_uid == os.geteuid():
            path.chmod(0o600)
    except OSError as error:
        raise DataError(
            f"The database {path} cannot be used: {error.strerror}. "
            "Give the bot a folder it may write (SIGNPOST_DATA_DIR), or mend the permissions."
        ) from None


async def _connect(path: Path, seal: Seal) -> _Connection:
    connection = _Connection(partial(sqlite3.connect, path, isolation_level=None), iter_chunk_size=64)
    await connection
    try:
        await connection.together(_prepared)
        await connection.together(seal.teach)
    except BaseException:
        await connection.close()
        raise
    return connection


def _prepared(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA secure_delete = ON")
    db.execute("PRAGMA foreign_keys = ON")


def _checked(db: sqlite3.Connection, path: Path, known: Sequence[str]) -> None:
    (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise DataError(_DAMAGED.format(path=path))
    migrations.migrate(db, path, known)


_DAMAGED = (
    "The database {path} is damaged. Put a backup in its place; without one, move the file away "
    "(with its -wal and -shm files), and the bot makes a new one at the next start."
)


def _unusable(path: Path, error: sqlite3.Error) -> DataError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return DataError(
            f"{path} is not a database of this bot. Move it away, "
            "or name another file in SIGNPOST_DATABASE_URL."
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return DataError(_DAMAGED.format(path=path))
    what = _PASSING.get(code) or _REOPEN.get(code) or str(error)
    return DataError(f"The database {path} cannot be used: {what}. Mend that and start again.")


def _transaction(db: sqlite3.Connection, jobs: list[_Job]) -> list[Any]:
    """Runs the jobs and commits them; the result of one that failed is its exception."""
    db.execute(f"PRAGMA synchronous = {'FULL' if any(job.durable for job in jobs) else 'NORMAL'}")
    db.execute("BEGIN IMMEDIATE")
    try:
        results = [_in_savepoint(db, job.work) for job in jobs]
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return results


def _in_savepoint(db: sqlite3.Connection, work: Work[Any]) -> Any:
    db.execute("SAVEPOINT job")
    try:
        result = work(db)
    except Exception as error:
        if not db.in_transaction:
            raise  # SQLite itself has taken everything back: a full disk, a lost file
        db.execute("ROLLBACK TO job")
        result = error
    db.execute("RELEASE job")
    return result
