"""The command menus: for each kind of chat and each language, and only when they changed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.gateway.admin import set_menus
from bot.gateway.api import Api
from bot.store.store import Store
from tests.botapi import FOREVER, BotApi
from tests.gateway.serving import QUICK, Parrot, serving
from tests.keys import SEAL


async def test_menus_are_shown_for_each_kind_of_chat_and_language(telegram: BotApi, tmp_path: Path) -> None:
    async with serving(telegram, tmp_path):
        await telegram.until(lambda: len(telegram.calls_of("setMyCommands")) == 9)
    shown = {
        (call.params["scope"]["type"], call.params.get("language_code"))
        for call in telegram.calls_of("setMyCommands")
    }
    scopes = ("all_private_chats", "all_group_chats", "all_chat_administrators")
    assert shown == {(scope, lang) for scope in scopes for lang in (None, "en", "es")}
    assert telegram.refusals == []


async def test_menus_that_are_shown_already_are_not_set_again(telegram: BotApi, tmp_path: Path) -> None:
    for _ in range(2):
        async with serving(telegram, tmp_path):
            await telegram.until(lambda: len(telegram.calls_of("setMyCommands")) == 9)
            await asyncio.sleep(0.3)
    assert len(telegram.calls_of("setMyCommands")) == 9


class OtherWords(Parrot):
    """A conversation after its texts changed."""

    def languages(self) -> Sequence[str]:
        return ("en",)


async def test_changed_menus_are_set_and_a_wait_is_obeyed(telegram: BotApi, tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "x.db", lambda: 0.0, SEAL)
    api = Api(telegram.url, telegram.token)
    await set_menus(api, store, Parrot(), QUICK)
    telegram.fail(method="setMyCommands", retry_after=1)
    await set_menus(api, store, OtherWords(), QUICK)
    assert len(telegram.calls_of("setMyCommands")) == 9 + 6 + 1
    await api.close()
    await store.close()


async def test_menus_that_cannot_be_set_stop_nothing(telegram: BotApi, tmp_path: Path) -> None:
    ana = telegram.person()
    telegram.fail(method="setMyCommands", times=FOREVER, html_502=True)
    async with serving(telegram, tmp_path) as bot:
        assert (await telegram.reply(ana.says("hello"))).text == "You said: hello"
        await telegram.until(lambda: len(telegram.calls_of("setMyCommands")) == 5)
        assert await bot.store.note("menus") == ""
