"""A Session as JSON and back. Only fields that differ from an empty session are written.

Reading is lenient: what is unknown or of the wrong kind is left out, and broken JSON is a fresh session, for
a session is a convenience and never worth an error.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from bot.core.messages import Session

EMPTY = Session()


def dump(session: Session) -> str:
    """The session as JSON."""
    values = {
        name: write(value)
        for name, (write, _) in _CODECS.items()
        if (value := getattr(session, name)) != getattr(EMPTY, name)
    }
    return json.dumps(values, separators=(",", ":"))


def load(text: str | None) -> Session:
    """The session that was written; an empty one where nothing readable stands."""
    if not text:
        return EMPTY
    try:
        values = json.loads(text)
    except ValueError:
        return EMPTY
    if not isinstance(values, dict):
        return EMPTY
    return Session(**_readable(values))


def _readable(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in values.items():
        if name not in _CODECS:
            continue
        try:
            found[name] = _CODECS[name][1](value)
        except (TypeError, ValueError, OverflowError, OSError):
            continue
    return found


def _as_is(value: Any) -> Any:
    return value


def _only(kind: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if not isinstance(value, kind):
            raise TypeError
        return value

    return check


def _moment(value: Any) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def _row(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: tuple(read(item) for item in _only(list)(value))


_KINDS: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "str": (_as_is, _only(str)),
    "int": (_as_is, _only(int)),
    "bool": (_as_is, _only(bool)),
    "datetime | None": (datetime.timestamp, _moment),
    "tuple[str, ...]": (list, _row(_only(str))),
    "tuple[datetime, ...]": (lambda moments: [moment.timestamp() for moment in moments], _row(_moment)),
}
_APART = ("dialog", "dialogs")  # health answers: see bot.store.dialogs
_CODECS = {field.name: _KINDS[str(field.type)] for field in fields(Session) if field.name not in _APART}


# --- the table ------------------------------------------------------------------------------------


def save(db: sqlite3.Connection, chat: int, person: int, data: str, now: float) -> None:
    """Keeps what is remembered of one person in one chat."""
    db.execute(
        "INSERT INTO sessions (chat, person, data, updated) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (chat, person) DO UPDATE SET data = excluded.data, updated = excluded.updated",
        (chat, person, data, now),
    )


def forget(db: sqlite3.Connection, chat: int, person: int) -> None:
    """Nothing is remembered any longer."""
    db.execute("DELETE FROM sessions WHERE chat = ? AND person = ?", (chat, person))
