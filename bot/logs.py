"""Logs: ids of turns and updates, never words, never the token."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

TOKENS = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
HIDDEN = "(token)"


def set_up(level: str, form: str, token: str, stream: TextIO | None = None) -> None:
    """Sends every log line to standard error (or `stream`), as `text` or `json`, without the token."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(Redaction(token))
    handler.setFormatter(_Json() if form == "json" else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("httpx", "httpcore", "telegram", "aiosqlite", "asyncio", "watchfiles", "filelock"):
        logging.getLogger(name).setLevel(logging.WARNING)


class Redaction(logging.Filter):
    """Takes tokens out of a record's message, its arguments and its traceback, before any handler writes it."""

    def __init__(self, token: str = "") -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.redacted(_message(record)), ()
        if record.exc_info and record.exc_info[0]:
            record.exc_text = self.redacted("".join(traceback.format_exception(*record.exc_info)).rstrip())
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = self.redacted(record.exc_text)
        return True

    def redacted(self, text: str) -> str:
        """The text without tokens."""
        if self._token:
            text = text.replace(self._token, HIDDEN)
        return TOKENS.sub(HIDDEN, text)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)  # somebody else's log call with the wrong arguments is no reason to fail


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = f"{_time(record)} {record.levelname.lower():7} {record.name}: {_one_line(record.getMessage())}"
        return f"{line}\n{record.exc_text}" if record.exc_text else line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {"time": _time(record), "level": record.levelname.lower(), "logger": record.name}
        entry["message"] = record.getMessage()
        if record.exc_text:
            entry["traceback"] = record.exc_text
        return json.dumps(entry)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _one_line(text: str) -> str:
    return text.replace("\r", "\\r").replace("\n", "\\n")


def places(error: BaseException) -> str:
    """What kind of error, and where, without its message: that may bear a member's words."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    path = " > ".join(
        f"{frame.filename.rpartition('/bot/')[2]}:{frame.lineno} {frame.name}" for frame in frames
    )
    return f"{type(error).__name__} at {path}"
