"""Trouble on purpose: each kind does what it says, and nothing else."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from tests.botapi import FOREVER, BotApi, Person
from tests.botapi.conftest import Client


async def test_a_fault_hits_the_calls_it_is_for_and_no_others(
    client: Client, telegram: BotApi, ana: Person
) -> None:
    ben = telegram.person(first_name="Ben")
    fault = telegram.fail(
        method="sendMessage", chat=ana.id, when=lambda p: "x" in p["text"], retry_after=7, times=2
    )
    await client.sends(ben, "x")
    await client.sends(ana, "y")
    for _ in range(2):
        answer = await client.call("sendMessage", chat_id=ana.id, text="x")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 7})
    await client.sends(ana, "x")
    assert (fault.hits, len(ana.reads)) == (2, 2)
    assert telegram.refusals == []


async def test_a_fault_sees_parameters_as_they_are_meant_however_they_came(
    client: Client, telegram: BotApi, ana: Person
) -> None:
    fault = telegram.fail(when=lambda p: p["reply_parameters"]["message_id"] == 99, error_code=500)
    address = f"{telegram.url}/bot{telegram.token}/sendMessage"
    form = {"chat_id": str(ana.id), "text": "5", "reply_parameters": '{"message_id": 99}'}
    async with client.http.post(address, data=form) as response:
        assert response.status == 500
    assert fault.hits == 1
    assert telegram.calls[0].params == {
        "chat_id": ana.id,
        "text": "5",
        "reply_parameters": {"message_id": 99},
    }


@pytest.mark.parametrize(
    ("trouble", "status", "body"),
    [
        ({"html_502": True}, 502, "<html>"),
        ({"status": 504}, 504, ""),
        ({"status": 500, "body": "{"}, 500, "{"),
        ({"status": 200, "body": '{"ok":false}'}, 200, '{"ok":false}'),
        ({"error_code": 403, "description": "Forbidden: bot was blocked by the user"}, 403, '"ok": false'),
        ({"error_code": 500}, 500, "Internal Server Error"),
    ],
)
async def test_answers_can_be_of_any_kind(
    client: Client, telegram: BotApi, ana: Person, trouble: dict[str, Any], status: int, body: str
) -> None:
    telegram.fail(method="sendMessage", **trouble)
    address = f"{telegram.url}/bot{telegram.token}/sendMessage"
    async with client.http.post(address, json={"chat_id": ana.id, "text": "x"}) as response:
        assert response.status == status
        assert body in await response.text()
    assert telegram.sent == []


async def test_an_answer_can_be_lost_after_the_call_took_effect(
    client: Client, telegram: BotApi, ana: Person
) -> None:
    telegram.fail(method="sendMessage", drop_after_apply=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.call("sendMessage", chat_id=ana.id, text="x")
    assert [message.text for message in ana.reads] == ["x"]


async def test_a_connection_can_be_closed_before_anything_happens(
    client: Client, telegram: BotApi, ana: Person
) -> None:
    telegram.fail(close_connection=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.call("sendMessage", chat_id=ana.id, text="x")
    assert ana.reads == []


@pytest.mark.parametrize("applied", [True, False])
async def test_a_server_can_hang(client: Client, telegram: BotApi, ana: Person, applied: bool) -> None:
    telegram.fail(method="sendMessage", hang=True, drop_after_apply=applied)
    call = asyncio.create_task(client.call("sendMessage", chat_id=ana.id, text="x"))
    done, _ = await asyncio.wait([call], timeout=0.2)
    call.cancel()
    assert not done
    assert len(ana.reads) == applied


async def test_an_answer_can_be_torn(client: Client, telegram: BotApi, ana: Person) -> None:
    telegram.fail(method="sendMessage", truncated=True)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        await client.call("sendMessage", chat_id=ana.id, text="x")
    assert len(ana.reads) == 1


async def test_an_answer_can_be_late(client: Client, telegram: BotApi, ana: Person) -> None:
    telegram.fail(method="sendMessage", delay=0.3)
    began = time.monotonic()
    call = asyncio.create_task(client.sends(ana))
    await telegram.until(lambda: ana.reads)
    assert time.monotonic() - began < 0.25
    await call
    assert time.monotonic() - began >= 0.3


async def test_a_fault_on_polling_confirms_nothing(client: Client, telegram: BotApi, ana: Person) -> None:
    ana.says("hello")
    fault = telegram.fail(method="getUpdates", html_502=True, times=FOREVER)
    address = f"{telegram.url}/bot{telegram.token}/getUpdates"
    async with client.http.post(address, json={"offset": 600_000_000}) as response:
        assert response.status == 502
    assert len(telegram.unconfirmed) == 1
    fault.stop()
    assert len(await client.polls()) == 1


async def test_flood_limits_hold_by_chat_and_by_group(client: Client, telegram: BotApi, ana: Person) -> None:
    telegram.flood.on = True
    group = telegram.group()
    for _ in range(3):
        await client.sends(group)
    answer = await client.call("sendMessage", chat_id=group.id, text="x")
    assert (answer["error_code"], answer["parameters"]["retry_after"]) == (429, 4)
    await client.sends(ana)
    telegram.flood.burst = 100
    for _ in range(17):
        await client.sends(group)
    answer = await client.call("sendMessage", chat_id=group.id, text="x")
    assert answer["parameters"]["retry_after"] > 50


async def test_settled_notices_what_is_left_undone(client: Client, telegram: BotApi, ana: Person) -> None:
    await telegram.settled(still=0.05)
    ana.says("hello")
    with pytest.raises(AssertionError, match="unconfirmed"):
        await telegram.settled(seconds=0.2, still=0.05)
