"""What parameters each method takes, and how Telegram reads them.

The table is the Bot API's (10.3), cut down to the methods this bot calls. Names the Bot API does not know are
refused, and so are the few it knows but the stand-in does not model: no test may pass because something was
ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.botapi.keyboards import inline_keyboard, reply_markup
from tests.botapi.model import Upload
from tests.botapi.refusal import Json, Refused, bad

Read = Callable[[str, Any], Any]
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "commands": "can't parse commands JSON array",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How one parameter is read."""

    read: Read
    required: bool = False


def string(name: str, value: Any) -> str:
    """Text in valid Unicode."""
    if not isinstance(value, str):
        raise bad(f"stand-in: {name} must be a string")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return value


def integer(name: str, value: Any) -> int:
    """A number, or its digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    raise bad(f"stand-in: {name} must be an integer")


def boolean(name: str, value: Any) -> bool:
    """`true` or `false`; Telegram takes any other word for false, and would hide a mistake."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise bad(f"stand-in: {name} must be true or false")


def chat(name: str, value: Any) -> int | str:
    """A chat id, or the @name of a public group or channel."""
    if isinstance(value, str) and re.fullmatch(r"@\w+", value):
        return value
    if value == "":
        raise bad("chat_id is empty")
    return integer(name, value)


def document(name: str, value: Any) -> Any:
    """Something in JSON: given as it is in a JSON body, as text elsewhere."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def mapping(*known: str) -> Read:
    """A JSON object with no other fields than these."""

    def read(name: str, value: Any) -> Json:
        found = document(name, value)
        if not isinstance(found, dict):
            raise bad(f"can't parse {name} JSON object")
        if unknown := found.keys() - set(known):
            raise bad(f"stand-in: {name} has no field {sorted(unknown)}")
        return found

    return read


def listed(read_one: Read) -> Read:
    """A JSON array."""

    def read(name: str, value: Any) -> list[Any]:
        found = document(name, value)
        if not isinstance(found, list):
            raise bad(f"can't parse {name} JSON array")
        return [read_one(name, one) for one in found]

    return read


def one_of(*words: str) -> Read:
    """One of these words."""

    def read(name: str, value: Any) -> str:
        if value not in words:
            raise bad(f"wrong parameter {name} in request")
        return str(value)

    return read


def language(name: str, value: Any) -> str:
    """Two small letters, or nothing."""
    if re.fullmatch(r"([a-z]{2})?", string(name, value)) is None:
        raise bad("invalid language code specified")
    return str(value)


def preview(name: str, value: Any) -> Json:
    """LinkPreviewOptions."""
    fields = ("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")
    found: Json = mapping(*fields)(name, value)
    for key, flag in found.items():
        if key != "url" and not isinstance(flag, bool):
            raise bad(f'can\'t parse link preview options: Field "{key}" must be of type Boolean')
    return found


def reply(name: str, value: Any) -> Json:
    """ReplyParameters: a message of the same chat; quotes and other chats are not modelled."""
    found: Json = mapping("message_id", "chat_id", "allow_sending_without_reply")(name, value)
    flag = found.get("allow_sending_without_reply", False)
    if not isinstance(flag, bool):
        raise bad('can\'t parse ReplyParameters: Field "allow_sending_without_reply" must be of type Boolean')
    return {**found, "message_id": integer("reply_parameters.message_id", found.get("message_id", 0))}


def not_modelled(name: str, value: Any) -> Any:
    """The Bot API has it; the stand-in does not."""
    raise bad(f"stand-in: the parameter {name} is not modelled")


def upload(name: str, value: Any) -> Upload:
    """A file in the body; sending one again by its id is not modelled."""
    if not isinstance(value, Upload):
        raise bad(f"stand-in: {name} must be a file")
    return value


NUMBER, WORD, FLAG = Rule(integer), Rule(string), Rule(boolean)
LATER = Rule(not_modelled)
CHAT = Rule(chat, required=True)
INLINE = Rule(lambda name, value: inline_keyboard(document(name, value)))
ENTITY = mapping(
    *(
        "type",
        "offset",
        "length",
        "url",
        "user",
        "language",
        "custom_emoji_id",
        "unix_time",
        "date_time_format",
    )
)
SCOPE = Rule(mapping("type", "chat_id", "user_id"))
LANGUAGE = Rule(language)
TEXT = {
    "text": Rule(string, required=True),
    "parse_mode": WORD,
    "entities": Rule(listed(ENTITY)),
    "link_preview_options": Rule(preview),
    "business_connection_id": LATER,
}
FILES = {
    "chat_id": CHAT,
    "caption": WORD,
    "parse_mode": WORD,
    "message_thread_id": NUMBER,
    "disable_notification": FLAG,
    "protect_content": FLAG,
    "reply_parameters": Rule(reply),
    **dict.fromkeys(("caption_entities", "reply_markup", "thumbnail", "has_spoiler"), LATER),
    **dict.fromkeys(("show_caption_above_media", "disable_content_type_detection"), LATER),
}
ACTIONS = (
    *(
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
    ),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
)
METHODS: dict[str, dict[str, Rule]] = {
    "getMe": {},
    "getUpdates": {
        "offset": NUMBER,
        "limit": NUMBER,
        "timeout": NUMBER,
        "allowed_updates": Rule(listed(string)),
    },
    "setWebhook": {
        "url": Rule(string, required=True),
        "certificate": LATER,
        "ip_address": WORD,
        "max_connections": NUMBER,
        "allowed_updates": Rule(listed(string)),
        "drop_pending_updates": FLAG,
        "secret_token": WORD,
    },
    "deleteWebhook": {"drop_pending_updates": FLAG},
    "getWebhookInfo": {},
    "sendMessage": {
        "chat_id": CHAT,
        **TEXT,
        "message_thread_id": NUMBER,
        "disable_notification": FLAG,
        "protect_content": FLAG,
        "reply_parameters": Rule(reply),
        "reply_markup": Rule(lambda name, value: reply_markup(document(name, value))),
        **dict.fromkeys(("direct_messages_topic_id", "message_effect_id", "allow_paid_broadcast"), LATER),
        **dict.fromkeys(("suggested_post_parameters", "ephemeral_message_parameters"), LATER),
    },
    "sendDocument": {"document": Rule(upload, required=True), **FILES},
    "sendPhoto": {"photo": Rule(upload, required=True), **FILES},
    "editMessageText": {
        "chat_id": Rule(chat),
        "message_id": NUMBER,
        "inline_message_id": LATER,
        "rich_message": LATER,
        **TEXT,
        "reply_markup": INLINE,
    },
    "editMessageReplyMarkup": {
        "chat_id": Rule(chat),
        "message_id": NUMBER,
        "inline_message_id": LATER,
        "business_connection_id": LATER,
        "reply_markup": INLINE,
    },
    "deleteMessage": {"chat_id": CHAT, "message_id": Rule(integer, required=True)},
    "answerCallbackQuery": {
        "callback_query_id": Rule(string, required=True),
        "text": WORD,
        "show_alert": FLAG,
        "url": LATER,
        "cache_time": NUMBER,
    },
    "sendChatAction": {
        "chat_id": CHAT,
        "action": Rule(one_of(*ACTIONS), required=True),
        "message_thread_id": NUMBER,
        "business_connection_id": LATER,
    },
    "getChat": {"chat_id": CHAT},
    "getChatMember": {"chat_id": CHAT, "user_id": Rule(integer, required=True)},
    "leaveChat": {"chat_id": CHAT},
    "setMyCommands": {
        "commands": Rule(listed(mapping("command", "description", "is_ephemeral")), required=True),
        "scope": SCOPE,
        "language_code": LANGUAGE,
    },
    "getMyCommands": {"scope": SCOPE, "language_code": LANGUAGE},
    "deleteMyCommands": {"scope": SCOPE, "language_code": LANGUAGE},
    "setMyDescription": {"description": WORD, "language_code": LANGUAGE},
    "setMyShortDescription": {"short_description": WORD, "language_code": LANGUAGE},
}


def read(method: str, given: Json) -> Json:
    """The parameters of a call, read and checked. 404 for a method nobody knows."""
    rules = METHODS.get(method)
    if rules is None:
        raise Refused(404)
    if unknown := sorted(given.keys() - rules.keys()):
        raise bad(f"stand-in: {method} has no parameter {', '.join(unknown)}")
    for name, rule in rules.items():
        if rule.required and name not in given:
            raise bad(MISSING.get(name, f"stand-in: {method} needs the parameter {name}"))
    return {name: rules[name].read(name, value) for name, value in given.items()}
