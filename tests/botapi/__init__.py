"""A Bot API to test against: real HTTP, strict like the real one. See README.md."""

from tests.botapi.faults import FOREVER, Fault
from tests.botapi.model import Chat, Message, Tap, Topic, User
from tests.botapi.people import Person
from tests.botapi.places import Channel, Group
from tests.botapi.server import BotApi, Call

__all__ = [
    "FOREVER",
    "BotApi",
    "Call",
    "Channel",
    "Chat",
    "Fault",
    "Group",
    "Message",
    "Person",
    "Tap",
    "Topic",
    "User",
]
