"""Files as a client sends them, and the methods that take them."""

from __future__ import annotations

from tests.botapi import access
from tests.botapi.markup import units
from tests.botapi.messages import place_of
from tests.botapi.model import Message, Upload
from tests.botapi.refusal import Json, bad
from tests.botapi.texts import shown
from tests.botapi.world import World

CAPTION = 1024  # UTF-16 units
MEGABYTE = 1024**2
LIMITS = {"photo": 10 * MEGABYTE, "document": 50 * MEGABYTE}
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def send_document(world: World, p: Json) -> Json:
    """sendDocument."""
    return _send(world, p, "document")


def send_photo(world: World, p: Json) -> Json:
    """sendPhoto."""
    upload: Upload = p["photo"]
    if not any(upload.data.startswith(head) for head in PICTURES):
        raise bad("IMAGE_PROCESS_FAILED")
    return _send(world, p, "photo")


def _send(world: World, p: Json, field: str) -> Json:
    upload: Upload = p[field]
    if not upload.data:
        raise bad("file must be non-empty")
    if len(upload.data) > LIMITS[field]:
        raise bad("file is too big")
    chat = access.to_write(world, p["chat_id"])
    caption, entities = shown(p["caption"], p.get("parse_mode", ""), None) if p.get("caption") else ("", [])
    if units(caption) > CAPTION:
        raise bad("message caption is too long")
    reply, topic = place_of(chat, p)
    size = len(upload.data)
    about = {
        "file_id": f"{field}-{len(world.sent)}",
        "file_unique_id": f"{field}-u{len(world.sent)}",
        "file_size": size,
    }
    extra: Json = {"caption": caption} if caption else {}
    if caption and entities:
        extra["caption_entities"] = entities
    extra[field] = (
        [{**about, "width": 1080, "height": 1080}]
        if field == "photo"
        else {**about, "file_name": upload.name}
    )
    message = Message(
        world.message_id(chat),
        chat,
        int(world.now()),
        world.bot,
        reply_to=reply,
        topic=topic,
        silent=p.get("disable_notification", False),
        extra=extra,
        file=upload,
    )
    world.sent.append(message)
    world.post(message, deliver=False)
    return message.json()
