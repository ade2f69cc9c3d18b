"""Groups and channels, and what happens to them."""

from __future__ import annotations

from tests.botapi.model import TELEGRAM, Chat, Kind, Message, Topic, User
from tests.botapi.texts import detected
from tests.botapi.world import World


class Place(Chat):
    """A group, supergroup or channel."""

    def __init__(
        self, world: World, number: int, kind: Kind, title: str, owner: User, **more: object
    ) -> None:
        super().__init__(number, kind, title, **more)  # type: ignore[arg-type]
        self.world = world
        self.owner = owner
        self.members[owner.id] = "creator"
        world.add_chat(self)

    @property
    def said_by_bot(self) -> list[Message]:
        """What the bot said here that still stands, oldest first."""
        return [message for message in self.shown if message.sender is self.world.bot]

    def delete(self) -> None:
        """The owner deletes it; the bot is told nothing but finds it gone."""
        with self.world.lock:
            self.deleted = True


class Group(Place):
    """A group or supergroup."""

    def topic(self, name: str) -> Topic:
        """Opens a topic."""
        with self.world.lock:
            topic = Topic(0, name)
            created = {"name": name, "icon_color": 7322096}
            note = Message(
                self.world.message_id(self),
                self,
                int(self.world.now()),
                self.owner,
                topic=topic,
                extra={"forum_topic_created": created},
                service=True,
            )
            topic.id, topic.created = note.id, note
            self.forum = True
            self.topics[topic.id] = topic
            self.world.post(note)
            return topic

    def close_topic(self, topic: Topic) -> None:
        """Closes a topic to all but admins."""
        with self.world.lock:
            topic.closed = True
            self.world.note(self, self.owner, topic, forum_topic_closed={})

    def reopen_topic(self, topic: Topic) -> None:
        """Opens it again."""
        with self.world.lock:
            topic.closed = False
            self.world.note(self, self.owner, topic, forum_topic_reopened={})

    def delete_topic(self, topic: Topic) -> None:
        """Deletes a topic and what was said in it; the bot is not told."""
        with self.world.lock:
            topic.deleted = True
            for message in self.messages.values():
                message.deleted = message.deleted or message.topic is topic

    def upgrades(self, *, old_tells: bool = True, new_tells: bool = True) -> Group:
        """Becomes a supergroup with another id; either signal can be left out."""
        with self.world.lock:
            new = Group(self.world, -1_000_000_000_000 + self.id, "supergroup", self.title, self.owner)
            new.members, new.bot, new.bot_rights = dict(self.members), self.bot, self.bot_rights
            new.bot_can_send = self.bot_can_send
            self.became = new
            if old_tells:
                self.world.note(self, self.owner, migrate_to_chat_id=new.id)
            if new_tells:
                self.world.note(new, self.owner, migrate_from_chat_id=self.id)
            return new

    def note(self, **fields: object) -> Message:
        """Any other service message, such as `new_chat_title="…"`."""
        with self.world.lock:
            return self.world.note(self, self.owner, **fields)


class Channel(Place):
    """A channel, perhaps with a linked group for its discussion."""

    linked: Group | None = None

    def posts(self, text: str) -> Message:
        """Posts; with a linked group the post appears there too, by itself."""
        with self.world.lock:
            world, now = self.world, int(self.world.now())
            post = Message(world.message_id(self), self, now, None, text, detected(text), sender_chat=self)
            world.post(post)
            if self.linked:
                origin = {"type": "channel", "date": now, "chat": self.json(), "message_id": post.id}
                copy = Message(
                    world.message_id(self.linked),
                    self.linked,
                    now,
                    world.users[TELEGRAM],
                    text,
                    detected(text),
                    sender_chat=self,
                    extra={"is_automatic_forward": True, "forward_origin": origin},
                )
                world.post(copy)
            return post
