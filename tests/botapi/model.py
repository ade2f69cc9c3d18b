"""Who and what there is: people, chats, topics, messages, taps; and how each looks in the Bot API's JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.botapi.refusal import Json
from tests.botapi.texts import slice_units

Kind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]
PRESENT = {"creator", "administrator", "member", "restricted"}

ANONYMOUS_ADMIN = 1087968824
CHANNEL_BOT = 136817688
TELEGRAM = 777000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body."""

    name: str
    kind: str
    data: bytes

    def __repr__(self) -> str:
        return f"<{self.name}, {len(self.data)} bytes>"


@dataclass(eq=False)
class User:
    """A person or a bot, as others see them."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str | None = None
    is_bot: bool = False
    is_premium: bool = False

    def json(self) -> Json:
        seen: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for key in ("last_name", "username", "is_premium"):
            if getattr(self, key):
                seen[key] = getattr(self, key)
        if self.language_code is not None:
            seen["language_code"] = self.language_code
        return seen


@dataclass(eq=False)
class Topic:
    """A forum topic. `id` is its thread id, which is the id of the message that created it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False
    created: Message | None = None


@dataclass(eq=False)
class Chat:
    """A chat. `bot` is our bot's own standing in it, `bot_can_send` is false when it may read only."""

    id: int
    kind: Kind
    title: str = ""
    username: str = ""
    forum: bool = False
    bot: Status = "left"
    bot_can_send: bool = True
    bot_rights: frozenset[str] = frozenset()
    person: User | None = None
    members: dict[int, Status] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    became: Chat | None = None  # the supergroup this group was upgraded to
    deleted: bool = False
    last_bot: int = 0  # the bot that posted last: bare commands go to it
    instance: str = ""

    def json(self) -> Json:
        seen: Json = {"id": self.id, "type": self.kind}
        if self.person:
            for key in ("first_name", "last_name", "username"):
                if getattr(self.person, key):
                    seen[key] = getattr(self.person, key)
            return seen
        seen["title"] = self.title
        if self.username:
            seen["username"] = self.username
        if self.forum:
            seen["is_forum"] = True
        if self.kind == "group":
            seen["all_members_are_administrators"] = False
        return seen

    @property
    def shown(self) -> list[Message]:
        """What stands in the chat now, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]


@dataclass(frozen=True, slots=True)
class Version:
    """How a message looked before an edit."""

    text: str
    entities: tuple[Json, ...]
    labels: tuple[str, ...]


@dataclass(eq=False)
class Message:
    """A message, as it is now; `past` holds how it looked before each edit."""

    id: int
    chat: Chat
    date: int
    sender: User | None = None
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    keyboard: Json | None = None
    reply_to: Message | None = None
    topic: Topic | None = None
    silent: bool = False
    protected: bool = False
    preview: Json | None = None
    sender_chat: Chat | None = None
    extra: Json = field(default_factory=dict)  # media, service fields, forward_origin, via_bot …
    service: bool = False
    source: str = ""  # the text as the bot sent it, markup and all
    edit_date: int = 0
    deleted: bool = False
    past: list[Version] = field(default_factory=list)
    file: Upload | None = None  # what was sent along

    @property
    def caption(self) -> str:
        """The words under a file."""
        return str(self.extra.get("caption", ""))

    @property
    def buttons(self) -> list[list[Json]]:
        """The inline keyboard, row by row."""
        rows: list[list[Json]] = (self.keyboard or {}).get("inline_keyboard", [])
        return rows

    @property
    def labels(self) -> list[str]:
        """What is written on the buttons, in reading order."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The links in the text: what is shown, and where it leads."""
        found = []
        for entity in self.entities:
            if entity["type"] in {"text_link", "url"}:
                shown = slice_units(self.text, entity["offset"], entity["length"])
                found.append((shown, entity.get("url", shown)))
        return found

    def styled(self, kind: str) -> list[str]:
        """The runs of text that are `bold`, `italic`, `code` …"""
        return [slice_units(self.text, e["offset"], e["length"]) for e in self.entities if e["type"] == kind]

    def button(self, wanted: str) -> Json:
        """The button with this label or data; a part of the label will do where it is the only one."""
        every = [button for row in self.buttons for button in row]
        exact = [button for button in every if wanted in (button["text"], button.get("callback_data"))]
        partly = [button for button in every if wanted in button["text"]]
        for found in (exact, partly):
            if len(found) == 1:
                return found[0]
        raise AssertionError(f"no one button {wanted!r} under {self.text[:60]!r}; there are {self.labels}")

    def keep_version(self) -> None:
        """Remembers how the message looks before it is edited."""
        self.past.append(Version(self.text, tuple(self.entities), tuple(self.labels)))

    def json(self, *, nested: bool = True) -> Json:
        seen: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        if self.sender and self.chat.kind != "channel":
            seen["from"] = self.sender.json()
        if self.sender_chat:
            seen["sender_chat"] = self.sender_chat.json()
        if self.topic:
            seen |= {"message_thread_id": self.topic.id, "is_topic_message": True}
        if nested:
            seen |= self._reply()
        if self.edit_date:
            seen["edit_date"] = self.edit_date
        if self.text:
            seen["text"] = self.text
        if self.entities:
            seen["entities"] = [_entity(entity) for entity in self.entities]
        if self.preview:
            seen["link_preview_options"] = self.preview
        if self.buttons:
            seen["reply_markup"] = {"inline_keyboard": self.buttons}
        if self.protected:
            seen["has_protected_content"] = True
        return seen | self.extra

    def _reply(self) -> Json:
        """What the message answers: in a topic, where nothing is named, the topic's first message."""
        answered = self.reply_to or (
            self.topic.created if self.topic and self.topic.created is not self else None
        )
        if not answered:
            return {}
        if answered.chat is not self.chat or (answered.topic is not self.topic and self.chat.forum):
            origin: Json = {"type": "hidden_user", "date": answered.date, "sender_user_name": "Somebody"}
            return {
                "external_reply": {"origin": origin, "chat": answered.chat.json(), "message_id": answered.id}
            }
        return {"reply_to_message": answered.json(nested=False)}

    def __repr__(self) -> str:
        who = self.sender.first_name if self.sender else "the channel"
        return f"<{who} in {self.chat.id}: {self.text[:60]!r} {self.labels}>"


def _entity(entity: Json) -> Json:
    return {key: value for key, value in entity.items() if value != ""}


@dataclass(eq=False)
class Tap:
    """A button press, a callback query. It stays open until the bot answers it."""

    id: str
    person: User
    message: Message | None
    data: str
    at: float
    sent_before: int = 0  # how many messages the bot had sent until then
    answered: bool = False
    toast: str = ""
    alert: bool = False


MEMBER_RIGHTS = (
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
    *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
    *(
        "can_add_web_page_previews",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
    ),
    *("can_react_to_messages", "can_edit_tag"),
)
ADMIN_RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *(
        "can_delete_stories",
        "can_pin_messages",
        "can_manage_topics",
        "can_manage_tags",
        "can_send_welcome_messages",
    ),
)


def member_json(
    user: User, status: Status, rights: frozenset[str] = frozenset(), *, can_send: bool = True
) -> Json:
    """A ChatMember."""
    seen: Json = {"user": user.json(), "status": status}
    if status == "creator":
        seen["is_anonymous"] = False
    elif status == "administrator":
        seen |= {"can_be_edited": False, "is_anonymous": False}
        seen |= {right: right in rights or right == "can_manage_chat" for right in ADMIN_RIGHTS}
    elif status == "restricted":
        seen |= {"is_member": True, "until_date": 0}
        seen |= {right: can_send and right.startswith("can_send") for right in MEMBER_RIGHTS}
    elif status == "kicked":
        seen["until_date"] = 0
    return seen
