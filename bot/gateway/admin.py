"""What is set up with Telegram once: the command menus, for each kind of chat and each language."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Iterator, Sequence

from bot.gateway.api import Api, CallFailed, Refused
from bot.gateway.conversation import Conversation
from bot.gateway.pace import Pace
from bot.store.store import Store

log = logging.getLogger("signpost.admin")

PRIVATE = (
    *("start", "topics", "eligibility", "clinic", "costs", "trials", "check", "cancel"),
    *("sources", "language", "mydata", "forget", "privacy", "about", "help"),
)
GROUP = ("ask", "check", "topics", "sources", "privacy", "about", "help")
MENUS = {"all_private_chats": PRIVATE, "all_group_chats": GROUP, "all_chat_administrators": GROUP}
NOTE = "menus"
ATTEMPTS = 5

Menu = tuple[str, str, list[dict[str, str]]]  # scope, language code, commands


async def set_menus(api: Api, store: Store, conversation: Conversation, pace: Pace) -> None:
    """Shows our commands in Telegram's menus, if they are not those shown already. Never stops the bot."""
    menus = list(_menus(conversation))
    print_of_all = hashlib.sha256(json.dumps(menus).encode()).hexdigest()
    if await store.note(NOTE) == print_of_all:
        return
    for menu in menus:
        if not await _set(api, menu, pace):
            log.warning("the command menus could not be set; the next start tries again")
            return
    await store.set_note(NOTE, print_of_all)
    log.info("command menus set")


def _menus(conversation: Conversation) -> Iterator[Menu]:
    languages: Sequence[str] = ("", *conversation.languages())  # "" is for everybody else
    for scope, names in MENUS.items():
        for lang in languages:
            commands = [
                {"command": name, "description": conversation.sentence(f"menu-{name}", lang).strip()}
                for name in names
            ]
            yield scope, lang, commands


async def _set(api: Api, menu: Menu, pace: Pace) -> bool:
    scope, lang, commands = menu
    params: dict[str, object] = {"commands": commands, "scope": {"type": scope}}
    if lang:
        params["language_code"] = lang
    for attempt in range(1, ATTEMPTS + 1):
        try:
            await api.call("setMyCommands", params, patience=pace.call)
        except Refused as refusal:
            if refusal.code != 429:
                return False
            await asyncio.sleep(refusal.retry_after or pace.pause(attempt))
        except CallFailed:
            await asyncio.sleep(pace.pause(attempt))
        else:
            return True
    return False
