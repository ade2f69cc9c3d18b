"""One call, and every way it can end; the token in none of them."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator

import pytest

from bot.gateway.api import Api, CallFailed, NotSent, Refused, ServerError, Unknown, result
from tests.botapi import BotApi


@pytest.fixture
async def api(telegram: BotApi) -> AsyncIterator[Api]:
    opened = Api(telegram.url, telegram.token, pool=2, connect_timeout=1.0)
    yield opened
    await opened.close()


async def failure(api: Api, patience: float = 5.0) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        await api.call("getMe", {}, patience=patience)
    return caught.value


async def test_a_call_has_a_result(api: Api) -> None:
    assert (await api.call("getMe", {}))["username"] == "signpost_bot"


async def test_nobody_there_is_not_sent(api: Api, telegram: BotApi) -> None:
    telegram.down()
    assert isinstance(await failure(api), NotSent)


async def test_no_free_connection_is_not_sent(api: Api, telegram: BotApi) -> None:
    telegram.fail(method="getMe", times=2, hang=True)
    held = [asyncio.create_task(api.call("getMe", {}, patience=30)) for _ in range(2)]
    await telegram.until(lambda: len(telegram.calls_of("getMe")) == 2)
    assert isinstance(await failure(api, patience=0.1), NotSent)
    for task in held:
        task.cancel()
    await asyncio.gather(*held, return_exceptions=True)


async def test_an_answer_that_does_not_come_is_unknown(api: Api, telegram: BotApi) -> None:
    telegram.fail(method="getMe", hang=True)
    assert isinstance(await failure(api, patience=0.2), Unknown)


async def test_a_connection_closed_after_the_request_is_unknown(api: Api, telegram: BotApi) -> None:
    telegram.fail(method="getMe", close_connection=True)
    assert isinstance(await failure(api), Unknown)


async def test_half_an_answer_is_unknown(api: Api, telegram: BotApi) -> None:
    telegram.fail(method="getMe", truncated=True)
    assert isinstance(await failure(api), Unknown)


async def test_a_page_instead_of_json_is_a_server_in_trouble(api: Api, telegram: BotApi) -> None:
    telegram.fail(method="getMe", html_502=True)
    assert isinstance(await failure(api), ServerError)


async def test_a_refusal_bears_its_hints(api: Api, telegram: BotApi) -> None:
    telegram.fail(method="getMe", retry_after=35)
    refusal = await failure(api)
    assert isinstance(refusal, Refused)
    assert (refusal.code, refusal.retry_after) == (429, 35.0)


async def test_after_starting_anew_calls_go_on(api: Api) -> None:
    await api.renew()
    assert (await api.call("getMe", {}))["is_bot"] is True


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b"", Unknown),
        (200, b'{"ok": true, "resu', Unknown),
        (200, b'{"ok": true}', Unknown),
        (200, b"[]", Unknown),
        (200, b"<html>", Unknown),
        (200, b'{"ok": false}', ServerError),
        (200, b'{"ok": false, "error_code": 403, "description": "Forbidden"}', Refused),
        (500, b'{"ok": false, "error_code": 500, "description": "Internal"}', ServerError),
        (504, b"", ServerError),
        (413, b"<html>", Refused),
        (400, b'{"ok": false, "error_code": "many", "parameters": 7}', Refused),
        (400, b'{"ok": false, "parameters": {"retry_after": "soon", "migrate_to_chat_id": null}}', Refused),
    ],
)
def test_every_answer_is_of_a_kind(status: int, body: bytes, kind: type[CallFailed]) -> None:
    with pytest.raises(kind):
        result(status, body)


async def test_no_failure_shows_the_token(api: Api, telegram: BotApi) -> None:
    assert telegram.token not in repr(api)
    telegram.down()
    try:
        await api.call("getMe", {})
    except CallFailed as error:
        shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.__dict__)
        assert telegram.token not in shown
