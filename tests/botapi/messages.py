"""The methods about messages: send, edit, delete, answer a tap."""

from __future__ import annotations

from tests.botapi import access
from tests.botapi.keyboards import fits_chat
from tests.botapi.model import Chat, Message, Topic
from tests.botapi.refusal import Json, bad
from tests.botapi.texts import fits, shown
from tests.botapi.world import World

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
DAY = 86_400
TOAST_LIMIT = 200


def send_message(world: World, p: Json) -> Json:
    """sendMessage."""
    text, entities = shown(p["text"], p.get("parse_mode", ""), p.get("entities"))
    chat = access.to_write(world, p["chat_id"])
    reply, topic = place_of(chat, p)
    fits(text, "message is too long")
    markup = p.get("reply_markup") or {}
    fits_chat(markup, chat.kind == "private")
    message = Message(
        world.message_id(chat),
        chat,
        int(world.now()),
        world.bot,
        text,
        entities,
        keyboard=markup or None,
        reply_to=reply,
        topic=topic,
        silent=p.get("disable_notification", False),
        protected=p.get("protect_content", False),
        preview=p.get("link_preview_options"),
        source=p["text"],
    )
    if chat.kind == "channel":
        message.sender_chat = chat
    world.sent.append(message)
    world.post(message, deliver=False)
    return message.json()


def place_of(chat: Chat, p: Json) -> tuple[Message | None, Topic | None]:
    """The message it answers, and the topic it goes to."""
    reply = _replied(chat, p.get("reply_parameters"))
    return reply, _topic(chat, p.get("message_thread_id"), reply)


def _replied(chat: Chat, reply: Json | None) -> Message | None:
    if not reply or not reply["message_id"]:
        return None
    if str(reply.get("chat_id", chat.id)) != str(chat.id):
        raise bad("stand-in: replies to another chat are not modelled")
    message = chat.messages.get(reply["message_id"])
    if message and not message.deleted:
        return message
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _topic(chat: Chat, thread: int | None, reply: Message | None) -> Topic | None:
    """The topic a message goes to: the one named, else that of the message it answers."""
    topic = reply.topic if reply and not thread else None
    if thread:
        topic = chat.topics.get(thread)
        if not topic or topic.deleted:
            raise bad("message thread not found")
    if topic and topic.closed and "can_manage_topics" not in chat.bot_rights:
        raise bad("TOPIC_CLOSED")
    return topic


def edit_message_text(world: World, p: Json) -> Json:
    """editMessageText."""
    text, entities = shown(p["text"], p.get("parse_mode", ""), p.get("entities"))
    message = _own(world, p)
    fits(text, "MESSAGE_TOO_LONG")
    markup = p.get("reply_markup") or {}
    fits_chat(markup, message.chat.kind == "private")
    if (text, entities, markup.get("inline_keyboard", [])) == (
        message.text,
        message.entities,
        message.buttons,
    ):
        raise bad(SAME)
    message.keep_version()
    message.text, message.entities, message.keyboard = text, entities, markup or None
    message.preview, message.source = p.get("link_preview_options"), p["text"]
    return _edited(world, message)


def edit_message_reply_markup(world: World, p: Json) -> Json:
    """editMessageReplyMarkup."""
    message = _own(world, p)
    markup = p.get("reply_markup") or {}
    fits_chat(markup, message.chat.kind == "private")
    if markup.get("inline_keyboard", []) == message.buttons:
        raise bad(SAME)
    message.keep_version()
    message.keyboard = markup or None
    return _edited(world, message)


def _own(world: World, p: Json) -> Message:
    """The message to edit: one the bot wrote, still there, and without a reply keyboard."""
    if "chat_id" not in p:
        raise bad("chat_id is empty")
    if "message_id" not in p:
        raise bad("message identifier is not specified")
    chat = access.to_write(world, p["chat_id"])
    message = chat.messages.get(p["message_id"])
    if not message or message.deleted:
        raise bad("message to edit not found")
    if message.sender is not world.bot or message.service:
        raise bad("message can't be edited")
    if message.keyboard and "inline_keyboard" not in message.keyboard:
        raise bad("message can't be edited")
    return message


def _edited(world: World, message: Message) -> Json:
    message.edit_date = int(world.now())
    world.changed()
    return message.json()


def delete_message(world: World, p: Json) -> bool:
    """deleteMessage."""
    chat = access.to_write(world, p["chat_id"], speak=False)
    message = chat.messages.get(p["message_id"])
    if not message or message.deleted:
        raise bad("message to delete not found")
    if message.date < world.now() - 2 * DAY:
        raise bad("message can't be deleted for everyone")
    own = message.sender is world.bot or chat.kind == "private"
    if not own and "can_delete_messages" not in chat.bot_rights:
        raise bad("message can't be deleted")
    message.deleted = True
    world.changed()
    return True


def answer_callback_query(world: World, p: Json) -> bool:
    """answerCallbackQuery. A second answer is refused: the first one closed the query."""
    tap = world.taps.get(p["callback_query_id"])
    if not tap or tap.answered or world.now() > tap.at + world.tap_lifetime:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(p.get("text", "")) > TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    tap.answered, tap.toast, tap.alert = True, p.get("text", ""), p.get("show_alert", False)
    world.changed()
    return True


def send_chat_action(world: World, p: Json) -> bool:
    """sendChatAction."""
    chat = access.to_write(world, p["chat_id"])
    _topic(chat, p.get("message_thread_id"), None)
    world.actions.append((chat.id, p["action"]))
    world.changed()
    return True
