"""What becomes of a call that Telegram did not simply take."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.gateway.api import NotSent, Refused, ServerError, Unknown
from bot.gateway.verdict import SERVER_ATTEMPTS, Verdict, changed_call, judge
from bot.store.outbox import Row

PARAMS: dict[str, Any] = {
    "text": "<b>Is 1 &lt; 2?</b>",
    "parse_mode": "HTML",
    "message_thread_id": 9,
    "reply_parameters": {},
}


def row(chat: int = 7, method: str = "sendMessage", attempts: int = 0) -> Row:
    return Row(1, chat, method, "{}", False, False, attempts, 0.0, answers=5, edits=False)


def refused(
    code: int, description: str, chat: int = 7, params: dict[str, Any] = PARAMS, method: str = "sendMessage"
) -> Verdict:
    return judge(row(chat, method), params, Refused(code, description))


def test_what_was_not_sent_is_sent_again_and_all_wait() -> None:
    verdict = judge(row(), PARAMS, NotSent("ConnectError"))
    assert (verdict.then, verdict.everywhere, verdict.pause) == ("again", True, None)


def test_what_may_have_been_taken_is_never_sent_again() -> None:
    assert judge(row(), PARAMS, Unknown("ReadTimeout")).then == "unknown"


def test_a_server_in_trouble_is_tried_for_some_minutes() -> None:
    assert judge(row(attempts=1), PARAMS, ServerError("502")).then == "again"
    assert judge(row(attempts=SERVER_ATTEMPTS), PARAMS, ServerError("502")).then == "failed"


def test_429_waits_as_long_as_it_says() -> None:
    verdict = judge(row(), PARAMS, Refused(429, "Too Many Requests: retry after 35", retry_after=35.0))
    assert (verdict.then, verdict.pause, verdict.flood, verdict.everywhere) == ("again", 35.0, True, False)


def test_a_moved_group_is_followed() -> None:
    verdict = judge(
        row(-100), PARAMS, Refused(400, "group chat was upgraded to a supergroup chat", migrate_to=-200)
    )
    assert (verdict.then, verdict.migrate_to) == ("again", -200)


@pytest.mark.parametrize(
    ("code", "description", "chat", "state"),
    [
        (403, "Forbidden: bot was blocked by the user", 7, "blocked"),
        (403, "Forbidden: user is deactivated", 7, "blocked"),
        (403, "Forbidden: bot can't initiate conversation with a user", 7, "blocked"),
        (403, "Forbidden: bot was kicked from the supergroup chat", -100, "left"),
        (403, "Forbidden: bot is not a member of the supergroup chat", -100, "left"),
        (400, "Bad Request: chat not found", -100, "left"),
        (400, "Bad Request: not enough rights to send text messages to the chat", -100, "muted"),
        (403, "Forbidden: CHAT_WRITE_FORBIDDEN", -100, "muted"),
        (400, "Bad Request: TOPIC_CLOSED", -100, None),
        (400, "Bad Request: something new", 7, None),
        (413, "Request Entity Too Large", 7, None),
    ],
)
def test_a_no_for_good_ends_the_row_and_marks_the_chat(
    code: int, description: str, chat: int, state: str | None
) -> None:
    verdict = refused(code, description, chat)
    assert (verdict.then, verdict.chat) == ("failed", state)


def test_not_modified_is_as_good_as_done() -> None:
    assert (
        refused(400, "Bad Request: message is not modified: specified new …", method="editMessageText").then
        == "sent"
    )


def test_a_tap_telegram_has_forgotten_is_swallowed() -> None:
    said = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert refused(400, said, method="answerCallbackQuery").then == "expired"


@pytest.mark.parametrize("said", ["message to edit not found", "message can't be edited"])
def test_where_there_is_nothing_to_edit_the_words_are_sent_anew(said: str) -> None:
    params = {"text": "x", "message_id": 4}
    private = refused(400, f"Bad Request: {said}", 7, params, "editMessageText")
    assert (private.then, private.method, private.params) == ("again", "sendMessage", {"text": "x"})
    group = refused(400, f"Bad Request: {said}", -100, params, "editMessageText")
    assert group.params == {
        "text": "x",
        "disable_notification": True,
        "reply_parameters": {"message_id": 5, "allow_sending_without_reply": True},
    }


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("message thread not found", "message_thread_id"),
        ("message to be replied not found", "reply_parameters"),
    ],
)
def test_what_stands_in_the_way_is_left_out_once(said: str, name: str) -> None:
    verdict = refused(400, f"Bad Request: {said}", -100)
    assert verdict.params is not None
    assert name not in verdict.params
    assert refused(400, f"Bad Request: {said}", -100, dict(verdict.params)).then == "failed"


def test_markup_telegram_cannot_read_is_sent_as_plain_words_once() -> None:
    verdict = refused(400, "Bad Request: can't parse entities: Unsupported start tag")
    method, params = changed_call(row(), PARAMS, verdict)
    assert (method, json.loads(params)["text"]) == ("sendMessage", "Is 1 < 2?")
    assert verdict.params is not None
    assert refused(400, "Bad Request: can't parse entities", params=dict(verdict.params)).then == "failed"


FILE = {"caption": "Your page", "file": {"sheet": {}, "form": "pdf", "instead": "I could not make it."}}


def test_a_file_that_is_refused_is_told_in_words() -> None:
    verdict = refused(400, "Bad Request: IMAGE_PROCESS_FAILED", params=FILE, method="sendPhoto")
    assert (verdict.then, verdict.method) == ("again", "sendMessage")
    assert verdict.params == {"text": "I could not make it."}


def test_who_has_blocked_the_bot_is_told_nothing_in_place_of_a_file() -> None:
    assert refused(403, "Forbidden: bot was blocked by the user", params=FILE).then == "failed"


def test_a_file_queued_by_an_older_version_is_told_by_its_caption() -> None:
    old = {"caption": "Your page", "file": {"sheet": {}, "form": "pdf"}, "message_thread_id": 3}
    assert refused(413, "Request Entity Too Large", params=old).params == {
        "text": "Your page",
        "message_thread_id": 3,
    }
