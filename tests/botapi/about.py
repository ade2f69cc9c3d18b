"""The methods about chats and about the bot itself."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tests.botapi import access
from tests.botapi.model import Chat, member_json
from tests.botapi.refusal import Json, bad
from tests.botapi.rules import integer
from tests.botapi.world import World

SCOPES = {
    **dict.fromkeys(("default", "all_private_chats", "all_group_chats", "all_chat_administrators"), 0),
    **dict.fromkeys(("chat", "chat_administrators"), 1),
    "chat_member": 2,
}


def get_me(world: World, p: Json) -> Json:
    """getMe."""
    return {
        **world.bot.json(),
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
        "supports_join_request_queries": False,
    }


# --- chats ---------------------------------------------------------------------------------------


def get_chat(world: World, p: Json) -> Json:
    """getChat; an upgraded group can still be looked at."""
    chat = access.to_read(world, p["chat_id"])
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    seen = chat.json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.kind in {"group", "supergroup"}:
        seen["permissions"] = {"can_send_messages": True, "can_pin_messages": False}
    return seen


def get_chat_member(world: World, p: Json) -> Json:
    """getChatMember."""
    chat = access.to_read(world, p["chat_id"])
    user = world.users.get(p["user_id"])
    if user is world.bot:
        return member_json(world.bot, chat.bot, chat.bot_rights, can_send=chat.bot_can_send)
    if not user:
        raise bad("user not found" if chat.kind == "private" else "PARTICIPANT_ID_INVALID")
    return member_json(user, chat.members.get(user.id, "left"))


def leave_chat(world: World, p: Json) -> bool:
    """leaveChat; the bot is told of it like anybody else."""
    chat = access.to_write(world, p["chat_id"], speak=False)
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    world.bot_becomes(chat, "left", world.bot)
    return True


# --- command menus and descriptions --------------------------------------------------------------


def _scope(world: World, p: Json) -> tuple[str, str]:
    scope: dict[str, Any] = p.get("scope", {"type": "default"})
    kind = scope.get("type")
    if kind not in SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    wanted = {"type", *("chat_id", "user_id")[: SCOPES[kind]]}
    if scope.keys() != wanted:
        raise bad(f"can't parse BotCommandScope: {kind} takes {', '.join(sorted(wanted))}")
    place: list[object] = [kind]
    if "chat_id" in scope:
        chat: Chat = access.to_read(world, scope["chat_id"])
        if chat.kind == "channel" or (chat.kind == "private" and kind != "chat"):
            raise bad("can't change commands in this chat")
        place.append(chat.id)
    if "user_id" in scope:
        place.append(integer("user_id", scope["user_id"]))
    return ":".join(map(str, place)), p.get("language_code", "")


def set_my_commands(world: World, p: Json) -> bool:
    """setMyCommands."""
    key = _scope(world, p)
    commands = [_command(command) for command in p["commands"]]
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    if len({command["command"] for command in commands}) < len(commands):
        raise bad("stand-in: the same command stands twice in the list")
    world.commands[key] = commands
    return True


def _command(given: Json) -> Json:
    name, description = given.get("command"), given.get("description")
    if not isinstance(name, str) or not isinstance(description, str):
        raise bad("can't parse BotCommand: command and description must be of type String")
    name, description = name.strip().removeprefix("/"), description.strip()
    if not name:
        raise bad("command must be non-empty")
    if len(name) > 32:
        raise bad("command length must not exceed 32")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise bad("BOT_COMMAND_INVALID")
    if not description:
        raise bad("command description must be non-empty")
    if len(description) > 256:
        raise bad("command description length must not exceed 256")
    return {"command": name, "description": description}


def get_my_commands(world: World, p: Json) -> list[Json]:
    """getMyCommands: the list of exactly this scope and language."""
    return world.commands.get(_scope(world, p), [])


def delete_my_commands(world: World, p: Json) -> bool:
    """deleteMyCommands."""
    world.commands.pop(_scope(world, p), None)
    return True


def set_my_description(world: World, p: Json) -> bool:
    """setMyDescription."""
    return _describe(world, "description", p, 512)


def set_my_short_description(world: World, p: Json) -> bool:
    """setMyShortDescription."""
    return _describe(world, "short_description", p, 120)


def _describe(world: World, what: str, p: Json, limit: int) -> bool:
    if len(p.get(what, "")) > limit:
        raise bad(f"stand-in: {what} must not exceed {limit} characters")
    world.descriptions[what, p.get("language_code", "")] = p.get(what, "")
    return True


# --- webhook: kept and told, never called --------------------------------------------------------


def set_webhook(world: World, p: Json) -> bool:
    """setWebhook. An empty address removes it."""
    if p["url"]:
        parts = urlsplit(p["url"])
        if parts.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in {443, 80, 88, 8443}:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", p.get("secret_token", "")):
            raise bad("secret token contains illegal characters")
    world.webhook = (
        {key: value for key, value in p.items() if key != "drop_pending_updates"} if p["url"] else {}
    )
    if "allowed_updates" in p:
        world.queue.name(p["allowed_updates"])
    if p.get("drop_pending_updates"):
        world.queue.waiting.clear()
    world.changed()
    return True


def delete_webhook(world: World, p: Json) -> bool:
    """deleteWebhook."""
    return set_webhook(world, {"url": "", **p})


def get_webhook_info(world: World, p: Json) -> Json:
    """getWebhookInfo."""
    seen: Json = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue.waiting),
    }
    kept = ("url", "max_connections", "ip_address")
    seen |= {key: value for key, value in world.webhook.items() if key in kept}
    if world.queue.named:
        seen["allowed_updates"] = sorted(world.queue.named)
    return seen
