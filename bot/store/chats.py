"""The chats the bot is in, and the move of a group to its new number."""

from __future__ import annotations

import sqlite3
from typing import Literal

from bot.store import outbox

State = Literal["active", "blocked", "left", "muted"]


def heard(db: sqlite3.Connection, chat: int, kind: str, lang: str, now: float) -> None:
    """Somebody spoke to the bot there, so it is there."""
    db.execute(
        "INSERT INTO chats (id, kind, lang, updated) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET state = 'active', kind = excluded.kind, updated = excluded.updated"
        " WHERE state <> 'active' OR kind <> excluded.kind",
        (chat, kind, lang, now),
    )


def set_state(db: sqlite3.Connection, chat: int, state: State, now: float) -> None:
    """What the bot may do in that chat. What waits for a chat that is gone fails at once."""
    db.execute(
        "INSERT INTO chats (id, state, updated) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
        " SET state = excluded.state, updated = excluded.updated",
        (chat, state, now),
    )
    if state in ("blocked", "left"):
        outbox.drop_chat(db, chat, now, state)


def forget(db: sqlite3.Connection, chat: int) -> None:
    """As if nobody had ever spoken to the bot there."""
    db.execute("DELETE FROM chats WHERE id = ?", (chat,))


def state(db: sqlite3.Connection, chat: int) -> State | None:
    """What the bot may do there; None for a chat it has never seen."""
    row = db.execute("SELECT state FROM chats WHERE id = ?", (chat,)).fetchone()
    return row[0] if row else None


def migrate(db: sqlite3.Connection, old: int, new: int) -> None:
    """A group became a supergroup: all that is kept under its old number moves. Twice changes nothing."""
    db.execute("UPDATE OR IGNORE chats SET id = ? WHERE id = ?", (new, old))
    db.execute("DELETE FROM chats WHERE id = ?", (old,))
    db.execute("UPDATE OR IGNORE sessions SET chat = ? WHERE chat = ?", (new, old))
    db.execute("DELETE FROM sessions WHERE chat = ?", (old,))
    db.execute("UPDATE inbox SET chat = ? WHERE chat = ?", (new, old))
    # Message numbers do not move along, so what was answered there can no longer be edited or replied to.
    db.execute("UPDATE outbox SET chat = ?, answers = NULL, message_id = NULL WHERE chat = ?", (new, old))
