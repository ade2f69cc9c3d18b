"""What is counted: unanswered questions, what was found helpful, how often things happened. No person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.messages import Feedback, Gap, Note


@dataclass(frozen=True, slots=True)
class GapRow:
    """A question nobody has written an answer for, and how often it was asked."""

    question: str
    lang: str
    nearest: str
    count: int
    first_day: str
    last_day: str


def remember(db: sqlite3.Connection, notes: Iterable[Note], now: float) -> None:
    """Counts what a turn left to remember."""
    day = datetime.fromtimestamp(now, UTC).date().isoformat()
    for note in notes:
        if isinstance(note, Gap):
            db.execute(
                "INSERT INTO gaps VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT (question, lang)"
                " DO UPDATE SET count = count + 1, last_day = excluded.last_day, nearest = excluded.nearest",
                (note.question, note.lang, note.nearest, day, day),
            )
        elif isinstance(note, Feedback):
            db.execute(
                "INSERT INTO feedback VALUES (?, ?, ?, 1)"
                " ON CONFLICT (entry, helpful, day) DO UPDATE SET count = count + 1",
                (note.entry, int(note.helpful), day),
            )


def gaps(db: sqlite3.Connection, limit: int = 1000) -> list[GapRow]:
    """The questions asked most, most often first."""
    rows = db.execute(
        "SELECT question, lang, nearest, count, first_day, last_day FROM gaps"
        " ORDER BY count DESC, last_day DESC, question LIMIT ?",
        (limit,),
    )
    return [GapRow(*row) for row in rows]


def count(db: sqlite3.Connection, name: str, by: int = 1) -> None:
    """Adds to a counter."""
    db.execute(
        "INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET count = count + excluded.count",
        (name, by),
    )


def counters(db: sqlite3.Connection) -> dict[str, int]:
    """All counters."""
    return dict(db.execute("SELECT name, count FROM counters ORDER BY name").fetchall())


def note(db: sqlite3.Connection, key: str) -> str:
    """A small value kept under a key, or an empty string."""
    row = db.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def set_note(db: sqlite3.Connection, key: str, value: str) -> None:
    """Keeps a small value under a key."""
    db.execute(
        "INSERT INTO notes VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
    )
