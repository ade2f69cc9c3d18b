"""What a person told in guided dialogs: sealed, under a keyed hash of their number, and only for a private chat.

Reading is lenient where JSON is odd, as for sessions. A row sealed with another key is an error, never a fresh start.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from bot.core.messages import Session
from bot.core.progress import Answer, Progress

PURPOSE = "dialogs"
QUIET_DAYS = 14


def dump(session: Session) -> str:
    """What a session holds of dialogs, as JSON; empty where it holds nothing."""
    if not session.dialogs:
        return ""
    kept = {"open": session.dialog, "dialogs": [_written(one) for one in session.dialogs]}
    return json.dumps(kept, separators=(",", ":"))


def load(session: Session, text: str | None) -> Session:
    """The session with the dialogs that were written; what cannot be read is left out."""
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        kept = {}
    rows, open_ = (kept.get("dialogs"), kept.get("open")) if isinstance(kept, dict) else (None, None)
    dialogs = tuple(_read_all(rows if isinstance(rows, list) else []))
    is_there = any(one.flow == open_ for one in dialogs)
    return replace(session, dialogs=dialogs, dialog=str(open_) if is_there else "")


def _written(progress: Progress) -> dict[str, Any]:
    row = {field.name: getattr(progress, field.name) for field in fields(Progress)}
    row["changed_at"] = progress.changed_at.timestamp()
    row["answers"] = {
        place: [answer.value, answer.rev, answer.note, answer.open]
        for place, answer in progress.answers.items()
    }
    return row


def _read_all(rows: Sequence[Any]) -> Iterator[Progress]:
    for row in rows:
        try:
            answers = {
                str(place): Answer(value=str(value), rev=int(rev), note=str(note), open=bool(is_open))
                for place, (value, rev, note, is_open) in row["answers"].items()
            }
            yield Progress(
                flow=str(row["flow"]),
                version=int(row["version"]),
                revision=int(row["revision"]),
                consent=str(row["consent"]),
                answers=answers,
                copy=int(row["copy"]),
                section=str(row["section"]),
                slips=int(row["slips"]),
                changed_at=datetime.fromtimestamp(row["changed_at"], UTC),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
            continue


# --- the table ------------------------------------------------------------------------------------


def save(db: sqlite3.Connection, person: int, data: str, now: float) -> None:
    """Keeps what a person told; with nothing left, no trace of it."""
    if not data:
        db.execute("DELETE FROM dialogs WHERE person = name_of(?)", (person,))
        return
    db.execute(
        "INSERT INTO dialogs (person, data, updated) VALUES (name_of(?), sealed(?, ?), ?)"
        " ON CONFLICT (person) DO UPDATE SET data = excluded.data, updated = excluded.updated",
        (person, data, PURPOSE, now),
    )


def prune(db: sqlite3.Connection, now: float) -> None:
    """Deletes what nobody has touched for so many days."""
    db.execute("DELETE FROM dialogs WHERE updated < ?", (now - QUIET_DAYS * 86_400.0,))
