"""getUpdates, as the Bot API describes it and its server does it."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.botapi import BotApi, Person
from tests.botapi.conftest import Client


async def test_updates_stay_until_a_higher_offset_confirms_them(client: Client, ana: Person) -> None:
    for text in ("one", "two", "three"):
        ana.says(text)
    first = await client.polls()
    assert [update["message"]["text"] for update in first] == ["one", "two", "three"]
    again = await client.polls(first[1]["update_id"])
    assert [update["message"]["text"] for update in again] == ["two", "three"]
    assert len(client.telegram.unconfirmed) == 2
    assert await client.polls(first[2]["update_id"] + 1, timeout=0) == []
    assert client.telegram.unconfirmed == []


async def test_limit_is_kept(client: Client, ana: Person) -> None:
    for number in range(5):
        ana.says(str(number))
    assert len(await client.polls(limit=2)) == 2


async def test_a_negative_offset_forgets_all_but_the_last(client: Client, ana: Person) -> None:
    for text in ("one", "two", "three"):
        ana.says(text)
    assert [update["message"]["text"] for update in await client.polls(-1)] == ["three"]
    assert len(client.telegram.unconfirmed) == 1


async def test_a_long_poll_is_answered_as_soon_as_somebody_speaks(client: Client, ana: Person) -> None:
    poll = asyncio.create_task(client.polls(timeout=20))
    await client.telegram.until(lambda: client.telegram.polling.waiting)
    began = time.monotonic()
    ana.says("hello")
    assert len(await poll) == 1
    assert time.monotonic() - began < 1


async def test_a_second_poller_ends_the_first(client: Client, ana: Person) -> None:
    first = asyncio.create_task(client.call("getUpdates", timeout=20))
    await client.telegram.until(lambda: client.telegram.polling.waiting)
    second = asyncio.create_task(client.polls(1, timeout=20))
    ended = await first
    assert (ended["error_code"], "make sure that only one bot instance" in ended["description"]) == (
        409,
        True,
    )
    ana.says("hello")
    assert len(await second) == 1


async def test_a_poller_that_died_is_no_rival(client: Client, ana: Person) -> None:
    for _ in range(2):
        poll = asyncio.create_task(client.polls(timeout=20))
        await client.telegram.until(lambda: client.telegram.polling.waiting)
        poll.cancel()
        await client.telegram.until(lambda: not client.telegram.polling.waiting)
    ana.says("hello")
    assert len(await client.polls(1)) == 1
    assert client.telegram.refusals == []


async def test_two_pollers_that_fight_are_answered_late(client: Client) -> None:
    client.telegram.polling.conflict_pause = 0.3
    began = time.monotonic()
    polls = [asyncio.create_task(client.call("getUpdates", offset=n, timeout=20)) for n in range(1, 4)]
    first, second = await asyncio.gather(*polls[:2])
    assert {first["error_code"], second["error_code"]} == {409}
    assert time.monotonic() - began >= 0.3
    polls[2].cancel()


async def test_polling_is_refused_while_a_webhook_is_set(client: Client) -> None:
    assert (await client.call("setWebhook", url="https://example.org/hook"))["ok"]
    assert (await client.call("getWebhookInfo"))["result"]["url"] == "https://example.org/hook"
    assert "while webhook is active" in await client.refused("getUpdates", timeout=0)
    assert (await client.call("deleteWebhook"))["ok"]
    assert await client.polls() == []


@pytest.mark.parametrize("url", ["http://example.org", "https://example.org:99/x"])
async def test_a_bad_webhook_address_is_refused(client: Client, url: str) -> None:
    assert "bad webhook" in await client.refused("setWebhook", url=url)


async def test_only_the_named_kinds_of_update_are_made(client: Client, ana: Person) -> None:
    await client.polls(allowed_updates=["callback_query"])
    ana.says("unheard")
    assert client.telegram.unconfirmed == []
    await client.polls(1, allowed_updates=["message", "message_reaction"])
    message = ana.says("heard")
    ana.reacts(message, "👍")
    assert [min(update) for update in await client.polls(2)] == ["message", "message_reaction"]


async def test_reactions_are_not_told_unless_named(client: Client, ana: Person) -> None:
    ana.reacts(ana.says("hello"), "👍")
    assert len(await client.polls()) == 1


async def test_an_update_comes_again_byte_for_byte(client: Client, ana: Person) -> None:
    ana.says("hello")
    (update,) = await client.polls()
    client.telegram.world.queue.confirm(update["update_id"] + 1)
    client.telegram.redeliver(client.telegram.updates[0])
    assert await client.polls(update["update_id"] + 1) == [update]
    assert client.telegram.unconfirmed[0].raw == client.telegram.updates[0].raw


async def test_ids_that_began_anew_are_still_handed_out(client: Client, ana: Person) -> None:
    ana.says("before")
    (update,) = await client.polls()
    client.telegram.world.queue.confirm(update["update_id"] + 1)
    client.telegram.restart_update_ids(10)
    ana.says("after")
    (lower,) = await client.polls(update["update_id"] + 1)
    assert lower["update_id"] == 10
    client.telegram.world.queue.confirm(11)
    assert client.telegram.unconfirmed == []


async def test_any_update_can_be_put_in_even_a_broken_one(client: Client) -> None:
    client.telegram.raw_update({"callback_query": {"id": "1"}})
    client.telegram.raw_update('{"update_id": 600000000, "message": {"text": "\\ud800"}}')
    async with client.http.get(f"{client.telegram.url}/bot{client.telegram.token}/getUpdates") as response:
        raw = await response.text()
    assert '"callback_query": {"id": "1"}' in raw
    assert "\\ud800" in raw


async def test_a_deaf_server_takes_polls_and_never_answers(client: Client, ana: Person) -> None:
    telegram = client.telegram
    telegram.deaf = True
    ana.says("anybody?")
    poll = asyncio.create_task(client.polls(timeout=0))
    await telegram.until(lambda: telegram.polling.polls == 1)
    done, _ = await asyncio.wait([poll], timeout=0.2)
    assert not done
    assert (await client.call("getMe"))["ok"]
    poll.cancel()
    telegram.deaf = False
    assert len(await client.polls(1)) == 1


async def test_a_server_that_is_down_cannot_be_reached_and_comes_back(client: Client) -> None:
    client.telegram.down()
    with pytest.raises(OSError, match="Cannot connect"):
        await client.call("getMe")
    client.telegram.up()
    assert (await client.call("getMe"))["ok"]


async def test_a_wrong_or_revoked_token_is_refused(client: Client, telegram: BotApi) -> None:
    async with client.http.get(f"{telegram.url}/bot123:wrong/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
    telegram.revoked = True
    assert await client.refused("getMe") == "Unauthorized"


async def test_an_unknown_method_does_not_exist(client: Client) -> None:
    assert await client.call("sendCarrierPigeon") == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found",
    }
