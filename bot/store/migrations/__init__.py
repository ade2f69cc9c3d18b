"""The steps from an empty file to today's tables, numbered; each runs in one transaction.

The number of the last step stands in `PRAGMA user_version` and changes in that same transaction: a step that
is interrupted leaves the old tables and the old number, and runs again at the next start.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bot.errors import DataError


def steps(folder: Path = Path(__file__).parent) -> tuple[str, ...]:
    """The SQL of every step, in order."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder.glob("[0-9]*.sql")))


def migrate(db: sqlite3.Connection, path: Path, known: Sequence[str]) -> None:
    """Brings the tables up to the last step known."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > len(known):
        raise DataError(
            f"{path} was written by a newer version of the bot "
            f"(its tables are of step {version}; this version knows {len(known)}). "
            "Run that newer version, or put a backup made with this one in its place."
        )
    for number in range(version, len(known)):
        _step(db, number + 1, known[number])


def _step(db: sqlite3.Connection, number: int, sql: str) -> None:
    try:
        db.executescript(f"BEGIN IMMEDIATE;\n{sql}\n;PRAGMA user_version = {number};\nCOMMIT;")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
