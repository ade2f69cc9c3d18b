"""Which chats the bot may read and write, and what it is told when it may not."""

from __future__ import annotations

from tests.botapi.model import PRESENT, Chat
from tests.botapi.refusal import Refused, bad, forbidden
from tests.botapi.world import World


def to_read(world: World, wanted: int | str) -> Chat:
    """A chat the bot knows."""
    if isinstance(wanted, str):
        named = [chat for chat in world.chats.values() if chat.username and f"@{chat.username}" == wanted]
        chat = named[0] if named else None
    else:
        chat = world.chats.get(wanted)
        if chat is None and wanted in world.users and wanted > 0:
            raise forbidden("bot can't initiate conversation with a user")
    if chat is None or (chat.deleted and chat.kind != "group"):
        raise bad("chat not found")
    if chat.kind != "private" and chat.bot not in PRESENT:
        kind = "group" if chat.kind == "group" else chat.kind
        if chat.bot == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        raise forbidden(f"bot is not a member of the {kind} chat")
    return chat


def to_write(world: World, wanted: int | str, *, speak: bool = True) -> Chat:
    """A chat the bot may change; with `speak`, one it may send to."""
    old = world.chats.get(wanted) if isinstance(wanted, int) else None
    if old and old.became:
        parameters = {"migrate_to_chat_id": old.became.id}
        raise Refused(400, "group chat was upgraded to a supergroup chat", parameters)
    chat = to_read(world, wanted)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if chat.kind == "private":
        _to_person(world, chat)
    elif speak and not _may_speak(chat):
        raise bad("not enough rights to send text messages to the chat")
    return chat


def _may_speak(chat: Chat) -> bool:
    if chat.kind == "channel":
        return chat.bot == "administrator" and "can_post_messages" in chat.bot_rights
    return chat.bot_can_send


def _to_person(world: World, chat: Chat) -> None:
    if chat.id in world.gone:
        raise forbidden("user is deactivated")
    if chat.id in world.blocking:
        raise forbidden("bot was blocked by the user")
    if chat.person and chat.person.is_bot:
        raise forbidden("bot can't send messages to bots")
    if chat.id not in world.started:
        raise forbidden("bot can't initiate conversation with a user")
