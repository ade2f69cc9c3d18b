"""What Telegram handed over and what is not yet answered. A row leaves when its turn is committed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

Lane = tuple[int, int]  # chat, person

WINDOW = 10_000  # update ids remembered; Telegram hands over at most 100 again


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update as it came. `reason` is set when it cannot be read: it is quarantined."""

    update_id: int
    chat: int
    person: int
    raw: str
    asked: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The oldest unfinished update of a lane, with what is remembered of its person."""

    seq: int
    update_id: int
    chat: int
    person: int
    raw: str
    asked: float
    session: str | None
    dialogs: str | None = None  # only in a private chat

    @property
    def lane(self) -> Lane:
        return self.chat, self.person


def take_in(db: sqlite3.Connection, arrivals: Sequence[Arrival], now: float) -> list[Arrival]:
    """Keeps what has not been seen before; returns what was kept."""
    kept = []
    for arrival in arrivals:
        new = db.execute("INSERT OR IGNORE INTO seen (update_id) VALUES (?)", (arrival.update_id,)).rowcount
        if new:
            kept.append(arrival)
    db.executemany(
        "INSERT INTO inbox (update_id, chat, person, raw, state, asked, arrived, reason)"
        " VALUES (?, ?, ?, sealed(?, 'inbox'), ?, ?, ?, ?)",
        [
            (
                a.update_id,
                a.chat,
                a.person,
                a.raw,
                "quarantined" if a.reason else "new",
                a.asked,
                now,
                a.reason,
            )
            for a in kept
        ],
    )
    return kept


def heads(db: sqlite3.Connection, busy: Collection[Lane], limit: int) -> list[Head]:
    """The oldest new row of each lane that is not busy, oldest first."""
    rows = db.execute(
        """
        SELECT i.seq, i.update_id, i.chat, i.person, opened(i.raw, 'inbox'), i.asked, s.data,
               opened(d.data, 'dialogs')
        FROM (SELECT MIN(seq) AS head FROM inbox
              WHERE state = 'new'
                AND (chat, person) NOT IN (
                  SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))
              GROUP BY chat, person ORDER BY head LIMIT ?)
        JOIN inbox i ON i.seq = head
        LEFT JOIN sessions s ON s.chat = i.chat AND s.person = i.person
        LEFT JOIN dialogs d ON i.chat = i.person AND d.person = name_of(i.person)
        ORDER BY i.seq
        """,
        (json.dumps(list(busy)), limit),
    )
    return [Head(*row) for row in rows]


def remove(db: sqlite3.Connection, seq: int) -> None:
    """The row's turn is over: its words go."""
    db.execute("DELETE FROM inbox WHERE seq = ?", (seq,))


def put_aside(db: sqlite3.Connection, seq: int, state: Literal["quarantined", "broken"], reason: str) -> None:
    """Ends a row without an answer. *Quarantined* keeps its raw JSON, *broken* only the report's number."""
    db.execute(
        "UPDATE inbox SET state = ?, reason = ?, raw = CASE ? WHEN 'broken' THEN '' ELSE raw END"
        " WHERE seq = ?",
        (state, reason, state, seq),
    )


def forget(db: sqlite3.Connection, chat: int) -> None:
    """What was put aside of a chat goes; what waits for its turn is still to be answered."""
    db.execute("DELETE FROM inbox WHERE chat = ? AND state <> 'new'", (chat,))


def prune(db: sqlite3.Connection, before: float) -> None:
    """Forgets what was put aside before that time, and update ids beyond the window."""
    db.execute("DELETE FROM inbox WHERE state <> 'new' AND arrived < ?", (before,))
    db.execute("DELETE FROM seen WHERE n <= (SELECT MAX(n) FROM seen) - ?", (WINDOW,))
