"""How often one person is answered, and what is said when they hurry or when we were away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.messages import Message, Session, Tapped

WINDOW = timedelta(seconds=10)
ACTIONS = 60  # a person may make this many in one window before being slowed
NOTICE_AGAIN = timedelta(minutes=5)  # one notice for one flood
AWAY = timedelta(minutes=10)  # an answer later than this needs a word of excuse
AWAY_AGAIN = timedelta(hours=1)  # said once for all questions of one outage
DOUBLE_TAP = timedelta(seconds=10)
TAPS_KEPT = 20


def wait(session: Session, now: datetime) -> float:
    """Seconds this person's next action has to wait; 0 for all but a flood."""
    if (
        session.window_at is None
        or session.window_count < ACTIONS
        or not _within(session.window_at, now, WINDOW)
    ):
        return 0.0
    return (session.window_at + WINDOW - now).total_seconds()


def counted(session: Session, now: datetime) -> Session:
    """The session with one action more in the present window."""
    if _within(session.window_at, now, WINDOW):
        return replace(session, window_count=session.window_count + 1)
    return replace(session, window_at=now, window_count=1)


def needs_slow_notice(session: Session, now: datetime) -> bool:
    """Whether this action came right after a full window, and nobody has said so lately."""
    full = session.window_count >= ACTIONS and session.window_at is not None
    return (
        full
        and not _within(session.slowed_at, now, NOTICE_AGAIN)
        and _within(session.window_at, now, 2 * WINDOW)
    )


def needs_away_notice(session: Session, message: Message, now: datetime) -> bool:
    """Whether a private message waited so long that the answer needs a word of excuse."""
    late = message.where.private and now - message.at > AWAY
    return late and not isinstance(message, Tapped) and not _within(session.away_at, now, AWAY_AGAIN)


def is_double_tap(session: Session, message: Tapped, now: datetime) -> bool:
    """Whether the same button was tapped moments ago."""
    return any(
        tap.rpartition("@")[0] == _tap(message)
        and _within(datetime.fromisoformat(tap.rpartition("@")[2]), now, DOUBLE_TAP)
        for tap in session.taps
    )


def with_tap(session: Session, message: Tapped, now: datetime) -> Session:
    """The session that remembers this tap among the last few."""
    return replace(session, taps=(*session.taps, f"{_tap(message)}@{now.isoformat()}")[-TAPS_KEPT:])


def taps_on(session: Session, message: str) -> list[str]:
    """The data of the last taps on one message, newest first."""
    kept = [tap.rpartition("@")[0].partition("|") for tap in reversed(session.taps)]
    return [data for tapped, _, data in kept if tapped == message]


def _tap(message: Tapped) -> str:
    return f"{message.message}|{message.data[:64]}"


def _within(moment: datetime | None, now: datetime, span: timedelta) -> bool:
    """Whether a moment lies within a span before now; a clock that jumped back does not make it endless."""
    return moment is not None and timedelta(0) <= now - moment < span
