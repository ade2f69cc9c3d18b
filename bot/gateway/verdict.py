"""What becomes of a call that Telegram did not simply take: one table, no clock, no network."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.gateway.api import CallFailed, NotSent, Refused, ServerError
from bot.gateway.files import in_words
from bot.store.chats import State
from bot.store.outbox import Ended, Row

SERVER_ATTEMPTS = 12  # with pauses up to half a minute: about five minutes of a server in trouble
Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`then` is how the row ends, or *again*. `pause` is in seconds; None means: longer with each attempt."""

    then: Ended | Literal["again"]
    reason: str = ""
    pause: float | None = 0.0
    everywhere: bool = False  # the trouble is not this chat's: all of them wait
    flood: bool = False  # Telegram said 429
    chat: State | None = None
    migrate_to: int | None = None
    method: str = ""
    params: Params | None = None  # the call to make instead


def judge(row: Row, params: Params, failure: CallFailed) -> Verdict:
    """What to do about a call that has no result."""
    match failure:
        case NotSent():
            return Verdict("again", "not sent", pause=None, everywhere=True)
        case ServerError():
            if row.attempts >= SERVER_ATTEMPTS:
                return Verdict("failed", "server error")
            return Verdict("again", "server error", pause=None)
        case Refused():
            return _refused(row, params, failure)
    return Verdict("unknown", "answer lost")


def _refused(row: Row, params: Params, refusal: Refused) -> Verdict:
    if refusal.code == 429:
        return Verdict("again", "too many requests", pause=refusal.retry_after or 5.0, flood=True)
    if refusal.migrate_to is not None:
        return Verdict("again", "moved", migrate_to=refusal.migrate_to)
    if refusal.code == 401:
        return Verdict("again", "token refused", pause=None, everywhere=True)  # the poller ends the bot
    said = refusal.description.lower()
    for words, decide in _SAID:
        if any(word in said for word in words):
            return decide(row, params)
    if refusal.code == 403:
        return Verdict("failed", "gone", chat="left" if row.group else "blocked")
    instead = in_words(params)
    if instead is not None:
        return Verdict("again", "file refused", method="sendMessage", params=instead)
    return Verdict("failed", f"refused with {refusal.code}")


def _as_new(row: Row, params: Params) -> Verdict:
    """The message to edit is gone: the same words as a new message."""
    if row.method != "editMessageText":
        return Verdict("failed", "message gone")
    changed = {name: value for name, value in params.items() if name != "message_id"}
    if row.group:
        changed["disable_notification"] = True
        if row.answers is not None:
            changed["reply_parameters"] = {"message_id": row.answers, "allow_sending_without_reply": True}
    return Verdict("again", "message gone", method="sendMessage", params=changed)


def _without(name: str) -> Callable[[Row, Params], Verdict]:
    def decide(row: Row, params: Params) -> Verdict:
        if name not in params:
            return Verdict("failed", f"{name} refused")
        changed = {key: value for key, value in params.items() if key != name}
        return Verdict("again", f"without {name}", method=row.method, params=changed)

    return decide


def _as_plain(row: Row, params: Params) -> Verdict:
    """The last resort against a mistake of ours in the markup: the words alone."""
    if "parse_mode" not in params:
        return Verdict("failed", "words refused")
    words = html.unescape(re.sub(r"<[^>]*>", "", str(params["text"])))
    changed = {key: value for key, value in params.items() if key != "parse_mode"} | {"text": words}
    return Verdict("again", "markup refused", method=row.method, params=changed)


def _gone(row: Row, _: Params) -> Verdict:
    return Verdict("failed", "gone", chat="left" if row.group else "blocked")


def _muted(row: Row, _: Params) -> Verdict:
    return Verdict("failed", "muted", chat="muted" if row.group else None)


def _ends(then: Ended, reason: str) -> Callable[[Row, Params], Verdict]:
    return lambda _row, _params: Verdict(then, reason)


_SAID: tuple[tuple[tuple[str, ...], Callable[[Row, Params], Verdict]], ...] = (
    (("message is not modified",), _ends("sent", "not modified")),
    (("query is too old", "query id is invalid"), _ends("expired", "tap too old")),
    (("message to edit not found", "message can't be edited", "message_id_invalid"), _as_new),
    (("thread not found", "topic_deleted", "topic_id_invalid"), _without("message_thread_id")),
    (("message to be replied not found", "replied message not found"), _without("reply_parameters")),
    (("can't parse entities", "can't find end"), _as_plain),
    (("topic_closed",), _ends("failed", "topic closed")),
    (("not enough rights", "have no rights", "chat_write_forbidden", "chat_restricted"), _muted),
    (
        (
            "chat not found",
            "peer_id_invalid",
            "chat was deleted",
            "chat was deactivated",
            "user is deactivated",
        ),
        _gone,
    ),
)


def changed_call(row: Row, params: Params, verdict: Verdict) -> tuple[str, str]:
    """Method and parameters as they go back into the outbox."""
    return verdict.method or row.method, json.dumps(params if verdict.params is None else verdict.params)
