"""What is to be said, until Telegram has it.

A row is written in the transaction of its turn and goes through these states. Telegram has no key against
doubles: a call whose answer is lost may have been obeyed. So the row says *sending*, committed, before the
call goes out, and what is found *sending* after a crash is the place where doubles and losses are weighed.

    state     meaning                       ends in
    ───────   ───────────────────────────   ──────────────────────────────────────────────────────────
    queued    waits for its turn in the      sending   it is the oldest of its chat, and nothing of that
              chat's lane                              chat is under way
                                             expired   a group row (not urgent) older than GROUP_AGE, or
                                                       a toast older than TOAST_AGE, at its turn
                                             failed    its chat is gone (blocked, left)
    sending   the call may be on its way     sent      Telegram said yes (or "not modified")
                                             unknown   the answer was lost: never sent again
                                             failed    Telegram said no, for good
                                             expired   it grew too old between two attempts
                                             queued    certainly not sent, or must wait (429, 5xx)
              … found after a crash:         queued    private: once more at each start, REVIVALS times;
                                                       a group: if younger than REVIVE_GROUP_AGE;
                                                       a toast or an edit: twice does no harm
                                             unknown   otherwise
    sent unknown failed expired              –         the words are wiped at once, the row in two days

One lane a chat: rows of a chat end in the order they were written. Toasts have no lane; they must be quick.
An edit of an earlier answer (`edits`) finds that answer's message id when its turn comes, not before: the
answer it takes the place of stands before it in the same lane.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.store import gaps

GROUP_AGE = 600.0
TOAST_AGE = 150.0  # Telegram forgets a tap after that
REVIVE_GROUP_AGE = 120.0
REVIVALS = 5
EDIT_AGE = 600.0  # how long an edited question still changes its answer
KEPT = 48 * 3600.0

Ended = Literal["sent", "unknown", "failed", "expired"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call to make. `params` is JSON without chat_id, so that a chat may get a new id."""

    chat: int
    method: str
    params: str
    toast: bool = False
    urgent: bool = False
    answers: int | None = None
    edits: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A claimed call. `target` is the message an edit of an earlier answer goes to, if there is one."""

    seq: int
    chat: int
    method: str
    params: str
    toast: bool
    urgent: bool
    attempts: int
    created: float
    answers: int | None
    edits: bool
    target: int | None = None

    @property
    def group(self) -> bool:
        return self.chat < 0


_COLUMNS = "seq, chat, method, opened(params, 'outbox'), toast, urgent, attempts, created, answers, edits"


def put(db: sqlite3.Connection, calls: Iterable[Outgoing], now: float) -> None:
    """Queues calls in this order."""
    db.executemany(
        "INSERT INTO outbox (chat, method, params, toast, urgent, created, answers, edits)"
        " VALUES (?, ?, sealed(?, 'outbox'), ?, ?, ?, ?, ?)",
        [(c.chat, c.method, c.params, c.toast, c.urgent, now, c.answers, c.edits) for c in calls],
    )


def claim(db: sqlite3.Connection, busy: Collection[int], limit: int, now: float) -> list[Row]:
    """The oldest row of each chat that is not busy, now *sending*. What is too old expires, and the next is taken."""
    started: list[Row] = []
    while rows := _oldest(db, {*busy, *(row.chat for row in started)}, limit - len(started)):
        fresh = _start(db, rows, now)
        started += fresh
        if len(fresh) == len(rows):
            break
    return started


def _oldest(db: sqlite3.Connection, busy: Collection[int], limit: int) -> list[Row]:
    rows = db.execute(
        f"""
        SELECT {_COLUMNS} FROM outbox WHERE seq IN (
          SELECT MIN(seq) FROM outbox
          WHERE state = 'queued' AND toast = 0 AND chat NOT IN (SELECT value FROM json_each(?))
          GROUP BY chat ORDER BY 1 LIMIT ?)
        ORDER BY seq
        """,  # noqa: S608 - the column names are ours
        (json.dumps(list(busy)), limit),
    ).fetchall()
    return [_row(row) for row in rows]


def claim_toasts(db: sqlite3.Connection, waiting: Collection[int], limit: int, now: float) -> list[Row]:
    """The oldest toasts, now in state *sending*, but for those that wait for another attempt."""
    started: list[Row] = []
    while rows := _oldest_toasts(db, {*waiting, *(row.seq for row in started)}, limit - len(started)):
        fresh = _start(db, rows, now)
        started += fresh
        if len(fresh) == len(rows):
            break
    return started


def _oldest_toasts(db: sqlite3.Connection, waiting: Collection[int], limit: int) -> list[Row]:
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM outbox WHERE state = 'queued' AND toast = 1"  # noqa: S608 - the column names are ours
        " AND seq NOT IN (SELECT value FROM json_each(?)) ORDER BY seq LIMIT ?",
        (json.dumps(list(waiting)), limit),
    ).fetchall()
    return [_row(row) for row in rows]


def _row(values: tuple[Any, ...]) -> Row:
    seq, chat, method, params, toast, urgent, attempts, created, answers, edits = values
    return Row(seq, chat, method, params, bool(toast), bool(urgent), attempts, created, answers, bool(edits))


def too_old(row: Row, now: float) -> bool:
    """Whether saying it now would only be noise. A clock that jumped back makes nothing old."""
    if row.toast:
        return now - row.created > TOAST_AGE
    return row.group and not row.urgent and now - row.created > GROUP_AGE


def _start(db: sqlite3.Connection, rows: list[Row], now: float) -> list[Row]:
    started = []
    for row in rows:
        if too_old(row, now):
            _expire(db, row, now)
        elif row.edits:
            started.append(_with_target(db, row))
        else:
            started.append(row)
    db.executemany(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE seq = ?",
        [(row.seq,) for row in started],
    )
    return started


def _expire(db: sqlite3.Connection, row: Row, now: float) -> None:
    """Ends all that is too old in the row's lane; a lane may hold hundreds after a long wait."""
    if row.toast:
        finish(db, row.seq, "expired", now, reason="old")
        return
    ended = db.execute(
        "UPDATE outbox SET state = 'expired', params = '', ended = ?, reason = 'old'"
        " WHERE chat = ? AND state = 'queued' AND toast = 0 AND (seq = ? OR urgent = 0 AND created < ?)",
        (now, row.chat, row.seq, now - GROUP_AGE),
    ).rowcount
    gaps.count(db, "expired answers", ended)


def _with_target(db: sqlite3.Connection, row: Row) -> Row:
    found = db.execute(
        "SELECT message_id FROM outbox WHERE chat = ? AND answers = ? AND message_id IS NOT NULL"
        " ORDER BY seq LIMIT 1",
        (row.chat, row.answers),
    ).fetchone()
    return replace(row, target=found[0] if found else None)


def finish(
    db: sqlite3.Connection,
    seq: int,
    state: Ended,
    now: float,
    *,
    message_id: int | None = None,
    reason: str = "",
) -> None:
    """The row has ended; its words are wiped."""
    db.execute(
        "UPDATE outbox SET state = ?, params = '', ended = ?, reason = ?,"
        " message_id = COALESCE(?, message_id) WHERE seq = ?",
        (state, now, reason, message_id, seq),
    )
    if state != "sent":
        gaps.count(db, f"{state} answers" if not reason else f"{state} answers: {reason}")


def again(db: sqlite3.Connection, seq: int, method: str, params: str) -> None:
    """Back into the queue, at its old place in the lane; the call may have been changed."""
    db.execute(
        "UPDATE outbox SET state = 'queued', method = ?, params = sealed(?, 'outbox') WHERE seq = ?",
        (method, params, seq),
    )


def answered(db: sqlite3.Connection, chat: int, question: int, now: float) -> bool:
    """Whether that question was answered (or is about to be) in the last ten minutes."""
    row = db.execute(
        "SELECT 1 FROM outbox WHERE chat = ? AND answers = ? AND created > ?"
        " AND state NOT IN ('failed', 'expired')",
        (chat, question, now - EDIT_AGE),
    ).fetchone()
    return row is not None


def drop_chat(db: sqlite3.Connection, chat: int, now: float, reason: str) -> None:
    """Nothing more can be said in that chat: what is queued for it fails."""
    ended = db.execute(
        "UPDATE outbox SET state = 'failed', params = '', ended = ?, reason = ?"
        " WHERE chat = ? AND state = 'queued' AND toast = 0",
        (now, reason, chat),
    ).rowcount
    if ended:
        gaps.count(db, f"failed answers: {reason}", ended)


def forget(db: sqlite3.Connection, chat: int) -> None:
    """Every row of a chat goes, but for calls that are under way."""
    db.execute("DELETE FROM outbox WHERE chat = ? AND state <> 'sending'", (chat,))


def recover(db: sqlite3.Connection, now: float) -> dict[str, int]:
    """After a start: decides over the rows a crash left in state *sending*. Returns how many ended where."""
    again_rows = db.execute(
        "UPDATE outbox SET state = 'queued', revived = revived + 1 WHERE state = 'sending' AND revived < ?"
        " AND (chat > 0 OR toast = 1 OR method LIKE 'edit%' OR created > ?)",
        (REVIVALS, now - REVIVE_GROUP_AGE),
    ).rowcount
    lost = db.execute(
        "UPDATE outbox SET state = 'unknown', params = '', ended = ?, reason = 'crash'"
        " WHERE state = 'sending'",
        (now,),
    ).rowcount
    if lost:
        gaps.count(db, "unknown answers: crash", lost)
    return {"queued": again_rows, "unknown": lost}


def prune(db: sqlite3.Connection, now: float) -> None:
    """Forgets what ended two days ago."""
    db.execute("DELETE FROM outbox WHERE ended < ?", (now - KEPT,))
